"""What a paper may say. Every paper gets the same `Dossier`, in words; which of it a paper shows, and how, is its template's.

Templates of all formats name these fields, so a field is never renamed without them.
"""

from __future__ import annotations

from dataclasses import dataclass

from checker.report.scoreview import Cards
from checker.report.view import Chained, View


@dataclass(frozen=True)
class Recheck:
    """What became of a problem since an earlier report.

    `state` is `closed` (met now, on new evidence), `partly` (new evidence, still short), `open` (as it was), `unproved` (the verdict
    changed without new evidence: it stays open), `gone` (the clause no longer applies, or is no longer there) or `new`.
    `before` is the label of the earlier verdict, empty for a new one; `said` is one sentence: what the state rests on.
    """

    state: str
    label: str
    before: str
    said: str


@dataclass(frozen=True)
class Problem:
    """One line of the list of problems: one clause and one unit that answers for it.

    `number` stays the same from check to check: item, place of the rule within it and, where the clause binds several units one by
    one, the unit (`2.2.1-2`, `2.2.1-2（s3）`). `order` counts the lines of one paper from 1. `said` is the whole sentence (should,
    is, short by), `short` its last part alone. `due` is a date from the text and empty where it sets none: nobody invents a deadline.
    `behind` are records as `table sheet!row`; `wanted` the evidence that the clause asks for.
    """

    number: str
    order: int
    rule: str
    verdict: str
    label: str
    symbol: str
    title: str
    said: str
    short: str
    quote: str
    at: str
    cite: str
    unit: str
    mend: str
    due: str
    wanted: str
    behind: tuple[str, ...] = ()
    recheck: Recheck | None = None
    also: str = ""
    """What cannot be told yet in other places of the same clause, and for want of which record."""
    past: str = ""
    """Why it cannot be made up any more, where that is so: it can only be explained."""
    waived: str = ""
    """A waiver that reached it and has run out."""
    objection: str = ""
    """What was objected, by whom it was answered or that it was not."""
    judge: str = ""
    """Who is to judge it, where a person does."""
    binding: bool = True
    """Was its document in force, or on trial, on the day of the check? Under any other nothing can be ordered."""


@dataclass(frozen=True)
class Basis:
    """A document that was checked against. `called` is its short name, empty where that is its title."""

    title: str
    number: str
    status: str
    called: str


@dataclass(frozen=True)
class Past:
    """The earlier report that a re-check rests on: its day in words and the fingerprint of its file."""

    as_of: str
    sha256: str


@dataclass(frozen=True)
class Dossier:
    """All that the papers of one report are made of.

    `breaches` are certain (fail, missed) under every open reading; `reminders` are duties without a last day of which nothing is on record
    (due): no violation, and never among those; `departures` lack a reason (an unexplained departure from a principle); `lacking`
    cannot be judged for want of records; `disputed` hang on a reading; `judged` wait for a person. `others` are open duties of other
    units, of any kind. `closed` are problems of the earlier report that are met now on new evidence. No line stands in two lists.
    `year` is that of the day of the check, four digits; a paper's own date, number and issuer are left for the hand that signs it.
    """

    body: str
    invented: bool
    as_of: str
    year: str
    review: str
    bases: tuple[Basis, ...]
    standing: str
    """What the status of the documents means for a paper; empty where all are in force or on trial."""
    counts: tuple[tuple[str, str, int], ...]
    """(symbol, label, number of clauses), worst first."""
    total: int
    counters: str
    breaches: tuple[Problem, ...]
    reminders: tuple[Problem, ...]
    departures: tuple[Problem, ...]
    kept: tuple[Problem, ...]
    """Of an earlier report: neither open nor closed, since the verdict changed without new evidence. They stay in the ledger."""
    lacking: tuple[Problem, ...]
    disputed: tuple[Problem, ...]
    judged: tuple[Problem, ...]
    others: tuple[Problem, ...]
    closed: tuple[Problem, ...]
    met: tuple[str, ...]
    """Titles of the clauses that are met."""
    scores: Cards
    consequences: tuple[Chained, ...]
    notes: tuple[tuple[str, str], ...]
    """(label, text): what the check rests on, as in the footer of a report."""
    code: str
    """What a paper without those notes is told from others by: the first 8 digits of the fingerprint of each rulebook and of the records."""
    past: Past | None
    view: View
    """For a paper that shows what no list above holds."""
