"""What a comparison is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from checker.model import Rule, Rulebook, Test, Words

NOT_REGULATED, WORDED, BOUND = "not_regulated", "worded", "bound"
"""What a region has on a theme: nothing, words without a number, or a number, date or kind that can be compared."""

EQUAL, STRICTER, LOOSER, INCOMPARABLE = "equal", "stricter", "looser", "incomparable"


@dataclass(frozen=True)
class Theme:
    """One matter. `measures` maps a measure to the kinds of it that belong here (none: all); `side` keeps floors or caps only;
    `bridges` are columns whose values are but names of the matter; `words` find clauses that speak of it without a number."""

    id: str
    topic: str
    label: Words
    measures: Mapping[str, frozenset[str]]
    words: tuple[str, ...]
    side: str | None = None
    bridges: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Scope:
    """What says only whom a document governs: `measures` of conditions, and `sets` by the set that they are a part of. A condition on
    one that is `named` picks a single group by name."""

    measures: frozenset[str]
    sets: Mapping[str, str]
    named: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Themes:
    themes: Mapping[str, Theme]
    scope: Scope


Count = tuple[Any, ...]
"""What is counted: how, of which table and column."""

Condition = tuple[str, str, frozenset[str]]
"""Of a row that counts: column, comparison, values."""


@dataclass(frozen=True)
class Quantity:
    """What is counted, and which rows of it. `adds`: do the numbers of parts of a time sum to that of the whole? `events`: once
    counted, is it counted for good? `lead` says whether the lead school is among what is counted: `in`, `out`, or empty."""

    count: Count
    unit: str
    where: frozenset[Condition] = frozenset()
    base: tuple[Count, frozenset[Condition]] | None = None
    """Of a share: its denominator, as it is counted."""
    adds: bool = False
    events: bool = False
    lead: str = ""


@dataclass(frozen=True)
class Duty:
    """A test of a rule under one reading (`primary` or `question.option`), reduced to what can be compared.

    `side` is `floor`, `cap`, `exact`, `before`, `after`, `covers`, `within`, `same` or `not`; `over` says that the bound itself is
    not enough (more than, less than). `computed` names the measure that makes the bound, `each` whom it holds for one by one.
    """

    actor: str
    modality: str
    quantity: Quantity
    side: str
    bound: Any
    over: bool = False
    computed: str = ""
    each: tuple[str, ...] = ()
    every: str | None = None
    due: str = ""
    window: str = ""
    conditions: frozenset[str] = frozenset()
    alternatives: frozenset[str] = frozenset()
    reading: str = field(default="primary", compare=False)
    rule: Rule | None = field(default=None, compare=False)
    test: Test | None = field(default=None, compare=False)
    item: str = field(default="", compare=False)


@dataclass(frozen=True)
class Clause:
    """A rule in a cell: its duties under the primary reading, and those under others where a compared part differs."""

    rule: Rule
    primary: tuple[Duty, ...]
    others: Mapping[str, tuple[Duty, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Entry:
    """What a region has on a theme: `state` is NOT_REGULATED, WORDED or BOUND. `spoken` are clauses without a number."""

    book: str
    clauses: tuple[Clause, ...] = ()
    spoken: tuple[Rule, ...] = ()

    @property
    def state(self) -> str:
        return BOUND if self.clauses else WORDED if self.spoken else NOT_REGULATED


@dataclass(frozen=True)
class Relation:
    """Of the left region's duties to the right one's. `reasons` are keys of the words `compare.why`; `assumed` those of what was
    taken for granted to bring the two together."""

    left: str
    right: str
    kind: str
    reasons: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Line:
    theme: Theme
    entries: tuple[Entry, ...]
    relations: tuple[Relation, ...]


@dataclass(frozen=True)
class Comparison:
    """`alone` are the rules with a number, date or kind that no theme holds."""

    books: tuple[Rulebook, ...]
    lines: tuple[Line, ...]
    alone: Mapping[str, tuple[Rule, ...]]
