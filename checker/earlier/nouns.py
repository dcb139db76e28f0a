"""A report that was made before, as far as a later one needs it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction


@dataclass(frozen=True)
class PastRow:
    """A row behind a finding. `content` is a fingerprint of what stood in it, empty in reports that had none."""

    table: str
    id: str
    counted: str
    content: str
    origin: str


@dataclass(frozen=True)
class PastCell:
    """`entity`, `item` and `period` as in `checker.model.Cell`, under the primary (or decided) reading."""

    entity: str
    item: str
    period: str
    verdict: str


@dataclass(frozen=True)
class PastFinding:
    """`fingerprint` is that of the rule with all that it is tested by (measures, readings); empty in reports that had none.
    `decisions` is that of the decisions that reach it. `own` says whether the duty is the body's own or another's. `reads` is
    the fingerprint of all in the records that the rule may read, `registers` of what the tables among them say of themselves
    (not reported, none, complete from when to when); both empty in reports that had none. `readings` are the
    verdicts under each option of an open question, by `question.option`."""

    rule: str
    at: str
    title: str
    quote: str
    verdict: str
    own: bool
    cells: tuple[PastCell, ...]
    rows: tuple[PastRow, ...]
    fingerprint: str
    decisions: str
    reads: str = ""
    registers: str = ""
    readings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class PastScore:
    """A scorecard: what is certain (`low`) and still possible (`high`) in points, and the labels of the grades still possible."""

    scheme: str
    period: str
    title: str
    low: Fraction
    high: Fraction
    grades: tuple[str, ...]


@dataclass(frozen=True)
class PastConsequence:
    id: str
    title: str
    state: str


@dataclass(frozen=True)
class Past:
    """`file` is where it was read, `sha256` the file's. `books` are the rulebooks' fingerprints by id, `titles` their documents.
    `contents` are the fingerprints of all rows of the records by table and id, None in reports that had none: only with them is it
    certain that a row is new, since a report lists no more rows than its verdicts need.
    `facts` is the fingerprint of what the records say of the body itself and of their tables (none, or how many rows), empty in
    reports that had none.
    `review` are the first and last day that were looked at (the first perhaps empty), `periods` the spans of the calendar by id."""

    file: str
    sha256: str
    body: str
    name: str
    as_of: str
    version: str
    books: Mapping[str, str]
    records: str
    decisions: str
    calendar: str
    findings: Mapping[str, PastFinding]
    review: tuple[str, str] = ("", "")
    periods: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    scores: tuple[PastScore, ...] = ()
    consequences: tuple[PastConsequence, ...] = ()
    contents: Mapping[tuple[str, str], str] | None = None
    facts: str = ""


@dataclass(frozen=True)
class Change:
    """A clause that two reports judge differently, or that only one of them has (`before` or `after` None).

    `because` names what differs between the two for this clause, in this order: `records` (rows behind it, or what registers
    cover), `rule`, `decision`, `calendar`, `day`, `tool`; never empty. One name is the cause; of several, any may be.
    """

    rule: str
    before: PastFinding | None
    after: PastFinding | None
    because: tuple[str, ...]
    new_rows: tuple[PastRow, ...] = ()
    """Rows that count now and did not stand so in the earlier report: new ones, and those whose content changed."""
    lost_rows: tuple[PastRow, ...] = ()
    """Rows that counted then and do not stand so now: those that are gone, and those whose content changed, as they were."""
