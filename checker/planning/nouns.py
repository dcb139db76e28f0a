"""What a plan is made of. Points and costs are exact; nothing here is worded."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from checker.engine.whatif import Supposed
from checker.model import Finding, ItemScore, Report, Scorecard, ScoreLine

KINDS = ("record", "rate", "act")
"""What an action is, in the order in which it is preferred: hand in a record, have a person rate, do something."""


@dataclass(frozen=True)
class Need:
    """What a measure must come to for the full points of an item, for one element of a set (`*`: the whole body). `units` says how
    many more that is while the base, if there is one, stays; None where that is not known."""

    measure: str
    entity: str
    target: Fraction | tuple[str, ...]
    units: int | None = None
    now: tuple[int, int] | None = None
    """The count as it stands, and its base."""


@dataclass(frozen=True)
class Step:
    """What so many further `units` of a measure bring while everything else stays."""

    measure: str
    units: int
    gain: Fraction


@dataclass(frozen=True)
class Lever:
    """Something that can still add points: an item or a bonus, with the most that it can add.

    `group` names levers of which only one counts; `score` or `line` is what the scorecard has.
    """

    id: str
    place: int
    kind: str
    low: Fraction
    gain: Fraction
    cost: Fraction = Fraction(1)
    group: str | None = None
    score: ItemScore | None = None
    line: ScoreLine | None = None
    needs: tuple[Need, ...] = ()
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True)
class Action:
    """A lever that the plan pulls, and how many points it must add."""

    lever: Lever
    asked: Fraction


@dataclass(frozen=True)
class Lost:
    """Points that can no longer be had. `why` is `records` (they decide, and the period is over), `rated` or `bonus`."""

    id: str
    place: int
    points: Fraction
    why: str


@dataclass(frozen=True)
class Goal:
    """A grade, where it begins, and the points lacking: under the primary (or decided) reading, and under the worst open one."""

    grade: str
    edge: Fraction
    need: Fraction
    need_anyhow: Fraction


@dataclass(frozen=True)
class CardPlan:
    """The plan for a scorecard. `state` is

    - `certain`: the goal, or the best grade, is certain already;
    - `reachable`: `actions` make it certain, vetoes that are `open` aside;
    - `short`: all levers together leave `lacking` points, and `best` is the best grade that can still become certain;
    - `vetoed`: a veto holds;
    - `people`: people give the grade, whatever the points.
    """

    card: Scorecard
    state: str
    held: str | None
    """The best grade whose points are certain already."""
    goal: Goal | None
    vetoes: tuple[ScoreLine, ...] = ()
    """Those that hold or may hold, and would spoil the goal."""
    actions: tuple[Action, ...] = ()
    spare: tuple[Lever, ...] = ()
    """Levers that the plan does not need."""
    lost: tuple[Lost, ...] = ()
    lacking: Fraction = Fraction(0)
    best: str | None = None
    elsewhere: tuple[Scorecard, ...] = ()
    """Other periods whose grade is open."""

    @property
    def cost(self) -> Fraction:
        return sum((one.lever.cost for one in self.actions), Fraction(0))


@dataclass(frozen=True)
class Changed:
    """A clause that is judged otherwise with what is supposed: its finding without and with it. The verdict may be the same where
    only some cells differ."""

    before: Finding
    after: Finding


@dataclass(frozen=True)
class WhatIf:
    """What is supposed, and what it changes against the report `before`."""

    given: tuple[Supposed, ...]
    before: Report
    changed: tuple[Changed, ...]


@dataclass(frozen=True)
class Plan:
    """`cards` has one plan a scheme; without any that has a goal, the gaps of the report are the plan."""

    report: Report
    cards: tuple[CardPlan, ...]
    supposed: WhatIf | None = None

    @property
    def by_gaps(self) -> bool:
        return not any(one.goal or one.state == "certain" for one in self.cards)
