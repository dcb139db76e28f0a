"""What a report says of a scorecard, in words: the shapes that text and HTML print."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from checker.report.marks import Mark, RowLine


def card_anchor(number: int) -> str:
    """Of the card with this number, counted from 1."""
    return f"s{number}"


@dataclass(frozen=True)
class Reason:
    """A fact in words, whether it holds (yes, no, unknown), and the clause or card to which it leads, if there is one."""

    said: str
    holds: str
    anchor: str = ""


@dataclass(frozen=True)
class Bar:
    """A bar from nothing to the full mark, in parts of its length (0 to 1): what is certain, what is possible beyond it,
    where the grades begin, and `said`, the same in words. `names` stand in the middle of their grade."""

    low: Fraction
    more: Fraction
    edges: tuple[tuple[Fraction, str], ...]
    names: tuple[tuple[Fraction, str], ...]
    said: str


@dataclass(frozen=True)
class Narrowing:
    """What is missing and makes the range wide. `said` names the items and the points at stake; `only` those points."""

    what: str
    points: str
    items: tuple[tuple[str, str], ...]
    """(anchor, what the item is called)"""
    said: str


@dataclass(frozen=True)
class Beside:
    """A bonus or a veto, with what it does to the points or the grade."""

    kind: str
    title: str
    state: str
    word: str
    effect: str
    quote: str
    cite: str
    reasons: tuple[Reason, ...]

    @property
    def because(self) -> tuple[str, ...]:
        return tuple(one.said for one in self.reasons)


@dataclass(frozen=True)
class Outcome:
    """The card under one option of an open question."""

    label: str
    primary: bool
    same: bool
    total: str
    grades: str
    effect: str
    pull: str


@dataclass(frozen=True)
class Reading:
    """An open question with the card under each of its options; `differs`: some option changes the total or the grades."""

    ask: str
    outcomes: tuple[Outcome, ...]
    differs: bool


@dataclass(frozen=True)
class Column:
    """A stage: its title and total, how many items it rated and when, and its time limit with the rule's verdict."""

    title: str
    at: str
    quote: str
    total: str
    said: str
    anchor: str
    mark: Mark | None
    recorded: str = ""
    """The total that the records give for the stage: it stands in a table that the stage filled in, whatever its items come to."""


@dataclass(frozen=True)
class Field:
    """What a stage gave an item: nothing where it gave none. `kind` is `rated`, `computed`, `invalid` or empty."""

    points: str = ""
    kind: str = ""
    note: str = ""


@dataclass(frozen=True)
class ItemLine:
    """One row of the table. `how` says how the points came about, `given` each rating; `changed` only those that change an
    earlier one; `clauses` are (title, place, anchor)."""

    anchor: str
    number: str
    title: str
    points: str
    quote: str
    at: str
    range: str
    basis: str
    fields: tuple[Field, ...]
    final: str
    how: str
    missing: str
    given: tuple[str, ...]
    changed: tuple[str, ...]
    evidence: str
    remark: str
    clauses: tuple[tuple[str, str, str], ...]
    rows: tuple[RowLine, ...]


@dataclass(frozen=True)
class Group:
    """A category with its items."""

    title: str
    points: str
    range: str
    items: tuple[ItemLine, ...]


@dataclass(frozen=True)
class Card:
    """A scorecard. `headline` is its first line; `begun` says that there is more to show than an empty table."""

    anchor: str
    title: str
    period: str
    cite: str
    quote: str
    headline: str
    remarks: tuple[str, ...]
    bar: Bar
    narrowing: tuple[Narrowing, ...]
    beside: tuple[Beside, ...]
    readings: tuple[Reading, ...]
    groups: tuple[Group, ...]
    columns: tuple[Column, ...]
    full: str
    range: str
    final: str
    differences: tuple[str, ...]
    differ: str
    problems: tuple[str, ...]
    begun: bool


@dataclass(frozen=True)
class Cards:
    """All scorecards of a report, and ratings that no scheme knows."""

    cards: tuple[Card, ...] = ()
    unplaced: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.cards or self.unplaced)
