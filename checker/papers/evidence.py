"""Which records show that something was done since an earlier report: rows that count in a place that was broken, and that are new
or were changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from checker.earlier.nouns import PastCell, PastFinding, PastRow
from checker.model import Finding, Row
from checker.papers.split import NOWHERE
from checker.report.words import Lexicon, clean

COUNTS = "yes"
Id = tuple[str, str]


def evidence(
    finding: Finding, broken: Sequence[PastCell], before: PastFinding, lexicon: Lexicon
) -> tuple[PastRow, ...]:
    """The rows of `finding` that count in one of the `broken` places and did not stand so before. Of a row of which the earlier
    report says no content, nobody knows whether it changed: it is none."""
    known = _contents(before.rows)
    found: dict[Id, PastRow] = {}
    for row in finding.rows:
        key = clean(row.table), clean(row.id)
        if row.counted == COUNTS and _fresh(row, known.get(key)) and any(_in(row, one, lexicon) for one in broken):
            found.setdefault(key, PastRow(key[0], key[1], row.counted, row.content, row.origin))
    return tuple(found.values())


def lost(before: PastFinding, after: PastFinding | None) -> tuple[PastRow, ...]:
    """Rows that counted before and are behind the finding no more."""
    there = {(row.table, row.id) for row in after.rows} if after else set()
    gone = {(row.table, row.id): row for row in before.rows if row.counted == COUNTS}
    return tuple(row for key, row in gone.items() if key not in there)


def _contents(rows: Iterable[PastRow]) -> dict[Id, set[str]]:
    found: dict[Id, set[str]] = {}
    for row in rows:
        found.setdefault((row.table, row.id), set()).add(row.content)
    return found


def _fresh(row: Row, before: set[str] | None) -> bool:
    return before is None or (bool(row.content) and "" not in before and row.content not in before)


def _in(row: Row, cell: PastCell, lexicon: Lexicon) -> bool:
    """Does the row count in the place? What counts for no entity of its own counts for all, and so does a state for the periods
    that it meets: a report names but one of them."""
    measure, table = lexicon.measure(row.measure), lexicon.tables.get(row.table)
    own = bool(measure.entity or measure.item)
    event = table is None or table.time is None or "at" in table.time
    here = not own or row.entity in (cell.entity, cell.item, *NOWHERE) or cell.entity in NOWHERE
    then = not event or row.period in (cell.period, *NOWHERE) or cell.period in NOWHERE
    return here and then
