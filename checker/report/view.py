"""What a report says, in words and in the order in which a reader needs it: the shapes that text and HTML print."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from checker.report.footer import Note
from checker.report.grids import Calendar, Topics
from checker.report.marks import Mark, RowLine
from checker.report.scoreview import Cards, Reason
from checker.report.sentences import Sentence
from checker.report.todo import Todo


@dataclass(frozen=True)
class Choice:
    """One option of a reading: what it gives and what in the text pulls towards it."""

    label: str
    said: str
    mark: Mark | None
    pull: str
    primary: bool


def differ(choices: tuple[Choice, ...]) -> bool:
    """Does the answer to a question change the verdict?"""
    return len({one.mark.key for one in choices if one.mark}) > 1


@dataclass(frozen=True)
class Clause:
    """One finding in words. `notes` are (label, text) pairs; `readings` are (question, its options).

    `kind` says how much of it a reader wants at first: `full`, `lacks` (records are missing: `why` says which), `partial` (no
    record can settle a part of a period), `asks`
    (a person judges: `judge` says who) or `quiet` (no gap). `telling` verdicts stand in the summary. `rows_of` is what the rows are
    called, `status` that of a document that is not in force, `also` what a clause that is met still is in other places.
    """

    anchor: str
    rule: str
    title: str
    mark: Mark
    sentence: Sentence
    quote: str
    cite: str
    at: str
    status: str
    modality: str
    bearer: str
    kind: str
    telling: bool
    where: str
    why: str
    judge: str
    readings: tuple[tuple[str, tuple[Choice, ...]], ...]
    rows: tuple[RowLine, ...]
    rows_of: str
    notes: tuple[Note, ...]
    also: str = ""


@dataclass(frozen=True)
class Headline:
    """A line of the summary: a duty broken, missed, disputed or departed from. `bearer` is empty for the body's own."""

    anchor: str
    mark: Mark
    title: str
    at: str
    bearer: str
    said: str


@dataclass(frozen=True)
class Lacking:
    """A record that is missing: how many clauses it helps to judge, and how many lack nothing else."""

    what: str
    clauses: int
    alone: int
    said: str


@dataclass(frozen=True)
class Elsewhere:
    title: str
    quote: str
    cite: str
    bearer: str


@dataclass(frozen=True)
class Chained:
    """A consequence with its reasons, each with its depth."""

    title: str
    state: str
    state_word: str
    then: str
    bearer: str
    quote: str
    cite: str
    at: str
    because: tuple[tuple[int, Reason], ...]


@dataclass(frozen=True)
class View:
    body: str
    invented: bool
    documents: tuple[tuple[str, str, str, str], ...]
    """(title, number, status, short name)"""
    ran_out: tuple[str, ...]
    """What it means that a document has run out before the day of the check."""
    as_of: str
    review: str
    """Empty where the records state no first day."""
    counts: tuple[tuple[Mark, int], ...]
    total: int
    counters: str
    also: tuple[str, ...]
    summary: tuple[Headline, ...]
    lacking: tuple[Lacking, ...]
    gaps: tuple[Clause, ...]
    rest: tuple[tuple[Mark, tuple[Clause, ...]], ...]
    others: tuple[Clause, ...]
    elsewhere: tuple[Elsewhere, ...]
    consequences: tuple[Chained, ...]
    topics: Topics
    scores: Cards
    calendars: tuple[Calendar, ...]
    todo: Todo
    marks: Mapping[str, Mark]
    anchors: Mapping[str, str]
    notes: tuple[Note, ...]
