"""Which records show that something was done since an earlier report: rows that count in a place that was broken, and that are new
or were changed; and which are gone, behind which a breach may have been hidden."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from checker.earlier.nouns import Past, PastCell, PastFinding, PastRow
from checker.model import Finding, Row, Rule
from checker.papers.split import NOWHERE
from checker.report.words import Lexicon, clean

COUNTS = "yes"
_SETS = ("belongs", "not_belongs")
Id = tuple[str, str]


def evidence(
    finding: Finding, broken: Sequence[PastCell], before: PastFinding, past: Past, lexicon: Lexicon
) -> tuple[PastRow, ...]:
    """The rows of `finding` that count in one of the `broken` places and did not stand so in `past`. Of a row of which that says no
    content, nobody knows whether it changed: it is none."""
    known = _contents(before.rows, past.contents or {})
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


def deleted(past: Past, now: Past, before: PastFinding, tables: Collection[str]) -> tuple[PastRow, ...]:
    """Rows of the earlier report that the records have no more: those behind the finding, and all of the `tables` that its rule reads.
    Where a row that was read is gone, nobody can tell whether the duty was met or the breach taken out."""
    there = {(row.table, row.id) for one in now.findings.values() for row in one.rows} | set(now.contents or ())
    rows = {(row.table, row.id): row for one in past.findings.values() for row in one.rows}
    read = {(row.table, row.id) for row in before.rows} | {key for key in past.contents or () if key[0] in tables}
    return tuple(rows.get(key) or PastRow(*key, "no", "", key[1]) for key in sorted(read - there))


def tables(rule: Rule, lexicon: Lexicon, swaps: Mapping[str, str]) -> set[str]:
    """The tables that a rule reads: of its measures, those that readings put in their place (`swaps`), and its sets."""
    points = [*rule.window, rule.due.at if rule.due else None]
    waiting = [one for found in rule.tests.values() for test in found for one in (test.measure, test.right_measure)]
    waiting += [point.measure for point in points if point]
    sets = [one for one in rule.for_each if isinstance(one, str)]
    measures: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name and name not in measures:
            measures.add(name)
            one = lexicon.measure(name)
            waiting += [*one.inputs, swaps.get(name)]
            sets += [one.over] if one.over else []
            sets += [str(each[key]) for each in one.where for key in _SETS if key in each]
    found = {lexicon.measure(name).table for name in measures} | {
        lexicon.sets[one].table for one in sets if one in lexicon.sets
    }
    return {one for one in found if one}


def _contents(rows: Iterable[PastRow], contents: Mapping[Id, str]) -> dict[Id, set[str]]:
    found = {key: {content} for key, content in contents.items()}
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
