"""What a report says, in words and in the order in which a reader needs it: the shapes that text and HTML print."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from checker.report.audiences import Audience
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
    """A record that is missing: how many clauses it helps to judge, how many lack nothing else, and how many points hang on it in
    one scorecard; `inside` how many are broken already, and cannot be judged in some other place without it."""

    what: str
    clauses: int
    alone: int
    said: str
    points: Fraction = Fraction(0)
    inside: int = 0


@dataclass(frozen=True)
class Action:
    """One thing for the body to do: how `far` off it is, in which tables it is recorded (`where`), and what is advised (`do`)."""

    anchor: str
    mark: Mark
    title: str
    at: str
    who: str
    far: str
    where: str
    do: str = ""


@dataclass(frozen=True)
class Batch:
    """Actions of one last day. `key` is `now` (wrong as it is), `by` (a last day ahead), `open` (the text sets none),
    `disputed` (a reading decides), `done` (it happened, and can only be explained) or `past` (nobody can make it up); `day` is the
    ISO date, `left` the days until then, negative where it is past."""

    key: str
    label: str
    note: str
    day: str | None
    left: int | None
    actions: tuple[Action, ...]


@dataclass(frozen=True)
class First:
    """What a body acts on: how many gaps, how many actions, and the nearest last day, in sentences; then the actions. `status` is
    that of the documents where none is in force, said once for all."""

    said: tuple[str, ...]
    batches: tuple[Batch, ...]
    status: str = ""


@dataclass(frozen=True)
class Named:
    """A clause by its title and place."""

    anchor: str
    mark: Mark
    title: str
    at: str


@dataclass(frozen=True)
class Open:
    """A question that the text leaves open: its options as (label, what pulls), and the clauses on which the answer tells.
    `agreed` more come out alike."""

    question: str
    options: tuple[tuple[str, str], ...]
    differ: tuple[Named, ...]
    agreed: int


@dataclass(frozen=True)
class Contradiction:
    """Where a document says two things: (place, words), what differs, and the clauses concerned."""

    passages: tuple[tuple[str, str], ...]
    about: str
    clauses: tuple[Named, ...]


@dataclass(frozen=True)
class Objected:
    """What somebody objects or explains to a finding, under its label."""

    clause: Named
    label: str
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
    """What is to be known before the results: another region's rules, numbers that are supposed, a document that has run out."""
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
    fields: Mapping[str, str]
    """A clause's anchor → that of its field in a calendar."""
    notes: tuple[Note, ...]
    first: First
    questions: tuple[Open, ...]
    contradictions: tuple[Contradiction, ...]
    objections: tuple[Objected, ...]
    audience: Audience
    persons: str
    """How persons are named in the report: a sentence for its end."""
    clear: str = ""
    """Said where no duty of the body's own must not be missed: also how many are still open, since those are not clear."""
    listed: tuple[tuple[Mark, tuple[tuple[str, Named], ...]], ...] = ()
    """The clauses behind the counts of topics that are neither open nor met, by verdict, each with its topic."""
    foreign: bool = False
    """By the rules of another region: nothing is to be done, and no day is a last one."""
