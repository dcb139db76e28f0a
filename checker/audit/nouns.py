"""The nouns of an audit: what is kept of each body, and what is found between bodies. All frozen, none with a person's name.

A `Standing` is one body under one rulebook, condensed from its `Report`; everything else is about several of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from checker.errors import Problem
from checker.model import Quota, Report, Rulebook, Words
from checker.records.body import Table


@dataclass(frozen=True)
class Gap:
    """A clause that is not met, in a body's list of its worst."""

    rule: str
    at: str
    title: Words
    verdict: str


@dataclass(frozen=True)
class Card:
    """A scorecard in short: the total as certain and possible, the grades that are still
    possible. `varies` are the undecided readings under which the grades would be others (`question.option` → grades).
    `settled`: its period is over on the day of check, or its final stage has begun to rate. `ends` is the period's last day.
    `vetoed`: a veto holds, so the grade is no matter of points; `may_veto`: one may hold, or holds under another open reading.
    `any_reading` is the total, and `any_grades` are the grades, whatever the undecided readings come to, together too.
    """

    scheme: str
    period: str
    applies: str
    low: Fraction
    high: Fraction
    grades: tuple[str, ...]
    varies: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    problems: int = 0
    settled: bool = True
    ends: str = ""
    vetoed: bool = False
    may_veto: bool = False
    any_reading: tuple[Fraction, Fraction] | None = None
    any_grades: tuple[str, ...] = ()

    @property
    def reach(self) -> tuple[Fraction, Fraction]:
        """The total between its ends under any readings."""
        return self.any_reading or (self.low, self.high)

    @property
    def open_grades(self) -> tuple[str, ...]:
        return self.any_grades or self.grades


@dataclass(frozen=True)
class Shared:
    """One row counted for two duties that demand different things, where there are fewer rows than both demand together."""

    rules: tuple[str, str]
    at: tuple[str, str]
    titles: tuple[Words, Words]
    table: str
    rows: tuple[tuple[str, str], ...]
    """(id, origin) of the rows counted twice."""
    have: int
    need: int
    period: str


@dataclass(frozen=True)
class Standing:
    """One body under one rulebook. `verdicts` are its own duties by rule, in the rulebook's order; `others` counts the
    verdicts of duties of other bearers; `explained` are deviations with an explanation; `followed` are consequences that
    follow or whose conditions are met, with their states."""

    file: str
    body: Mapping[str, Any]
    rulebook: str
    as_of: str
    verdicts: Mapping[str, str]
    counts: Mapping[str, int]
    others: Mapping[str, int]
    explained: int
    gaps: tuple[Gap, ...]
    cards: tuple[Card, ...]
    followed: tuple[tuple[str, str], ...]
    shared: tuple[Shared, ...]
    chainer: str
    records_sha256: str
    decisions_sha256: str | None
    under: str = ""
    """The id of the authority that the body is under, empty where it is not told."""
    foreign: bool = False
    """By the rules of another region: what they would give is neither scored nor ranked."""

    @property
    def id(self) -> str:
        return str(self.body["id"])

    @property
    def kind(self) -> str:
        return str(self.body["kind"])

    @property
    def name(self) -> str:
        return str(self.body.get("name") or self.id)


@dataclass(frozen=True)
class Print:
    """A row that may stand elsewhere again: the digest of its content without ids, and where it stands."""

    digest: str
    table: str
    id: str
    origin: str


@dataclass(frozen=True)
class Traces:
    """What the comparison of bodies needs of one body: its tables of membership, its rows' prints, rows that repeat in it."""

    tables: Mapping[str, Table]
    prints: tuple[Print, ...]
    repeats: tuple[tuple[Print, ...], ...]


@dataclass(frozen=True)
class Outcome:
    """One source after its bucket: what came of it, why nothing did, or both (a body may fail one rulebook of two).
    `unread` has neither body nor standing; `twice` is a body whose id stood earlier in the bucket. `unusable` are rulebooks that
    no body can be checked by: (folder, problems)."""

    file: str
    body: Mapping[str, Any] | None = None
    as_of: str | None = None
    standings: tuple[Standing, ...] = ()
    reports: tuple[Report, ...] = ()
    """Whole reports of authorities only, since their targets are shown in words; without their rulebooks."""
    problems: tuple[Problem, ...] = ()
    unusable: tuple[tuple[str, tuple[Problem, ...]], ...] = ()
    notes: tuple[Problem, ...] = ()
    traces: Traces | None = None
    twice: bool = False
    defect: bool = False


@dataclass(frozen=True)
class Broken:
    """A source that could not be used, or not wholly, with all its messages. `defect` is a fault of ours, not the file's."""

    file: str
    problems: tuple[Problem, ...]
    defect: bool = False


@dataclass(frozen=True)
class Place:
    """A card among those of its scheme and period: the best and the worst rank that it can have, ties sharing one; None where a
    veto settles its grade."""

    standing: Standing
    card: Card
    best: int | None
    worst: int | None


@dataclass(frozen=True)
class Drawn:
    """A quota applied: how many are graded so (certainly, possibly), how many the share allows of each number, who is in
    for certain and who only possibly. `share_low` and `share_high` are the exact products before rounding down."""

    quota: Quota
    graded: tuple[int, int]
    share: tuple[Fraction, Fraction]
    most: tuple[int, int]
    certain: tuple[str, ...]
    possible: tuple[str, ...]


@dataclass(frozen=True)
class Ranking:
    """The cards of one scheme and period, best first. `current`: the latest period of the scheme in which a card is settled,
    or the latest of all where none is. One ranking of a scheme is."""

    rulebook: str
    scheme: str
    title: Words
    period: str
    places: tuple[Place, ...]
    quotas: tuple[Drawn, ...]
    current: bool = True


@dataclass(frozen=True)
class Target:
    """The authority's own targets under one rulebook: of a body among the files, or of one put together from the groups'
    records (`made`), with the groups that it was made of and whether these are all; `torn`: a person said so, but some files could
    not be used."""

    rulebook: str
    report: Report | None
    made: bool
    groups: int = 0
    all_groups: bool = False
    why_not: tuple[Problem, ...] = ()
    torn: bool = False


@dataclass(frozen=True)
class Crossing:
    """Something found between bodies, or between rows of one: `kind` is `same_id`, `school_twice`, `repeat` (rows of one
    body), `repeat_across` or `shared_row`. `bodies` are ids, `what` names or labels, `rows` (table, id, origin)."""

    kind: str
    rulebook: str
    bodies: tuple[str, ...]
    what: tuple[str, ...] = ()
    rows: tuple[tuple[str, str, str], ...] = ()
    count: int = 0
    sure: bool = True
    shared: Shared | None = None
    span: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class Audit:
    """Everything that a format shows. `standings` are worst first; `books` the rulebooks under which something was checked."""

    standings: tuple[Standing, ...]
    rankings: tuple[Ranking, ...]
    targets: tuple[Target, ...]
    crossings: tuple[Crossing, ...]
    broken: tuple[Broken, ...]
    notes: tuple[Problem, ...]
    labels: Mapping[str, str]
    """Body id to name."""
    books: Mapping[str, Rulebook]
    compared: bool = True
    """Were the bodies laid side by side? Not where each was checked alone: then nothing is said of what is between them."""
