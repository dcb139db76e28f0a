"""What a comparison is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from checker.model import Rule, Rulebook, Test, Words

NOT_REGULATED, MENTIONED, WORDED, BOUND = "not_regulated", "mentioned", "worded", "bound"
"""What a region has on a theme: nothing at all, words in clauses on other matters, words without a number, or a number, date or kind
that can be compared."""

UNBINDING = frozenset({"may", "should"})
"""Modalities that permit or advise: what they say is not asked for."""

EQUAL, STRICTER, LOOSER, INCOMPARABLE = "equal", "stricter", "looser", "incomparable"


@dataclass(frozen=True)
class Theme:
    """One matter. `measures` maps a measure to the kinds of it that belong here (none: all); `side` keeps floors or caps only;
    `bridges` are columns whose values are but names of the matter; `words` find every clause that speaks of it, whatever it counts;
    `apart` are measures of another matter though the words stand there too."""

    id: str
    topic: str
    label: Words
    measures: Mapping[str, frozenset[str]]
    words: tuple[str, ...]
    side: str | None = None
    bridges: frozenset[str] = frozenset()
    apart: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Scope:
    """Who is spoken of: `sets` by the set that they are a part of, `actors` by the office that they hold in their own place. A
    condition on a measure that is `named` picks a single group by name."""

    sets: Mapping[str, str]
    actors: Mapping[str, str]
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
    `vague` is the word of the text that stands in the place of a number (定期): the bound is then the rule's, not the text's.
    `judged` says that the number is not all: a person judges the rest. `conditions` must all hold.
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
    vague: str = ""
    judged: bool = False
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
    """What a region has on a theme. `spoken` are clauses without a number, where nothing is compared. `beside` are further clauses
    on the matter that are not compared: binding ones beside `clauses`; all that have its words where there are none."""

    book: str
    clauses: tuple[Clause, ...] = ()
    spoken: tuple[Rule, ...] = ()
    beside: tuple[Rule, ...] = ()

    @property
    def state(self) -> str:
        if self.clauses:
            return BOUND
        if any(rule.modality not in UNBINDING for rule in self.spoken):
            return WORDED
        return MENTIONED if self.spoken or self.beside else NOT_REGULATED


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
