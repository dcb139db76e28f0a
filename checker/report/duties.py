"""The recurring duties of a body: one entry per cell of the primary reading, with whose it is and when it can be met.

Everything here is what the findings say. The lists (what can still be done, what is past, what lacks records, what no record
can settle, what waits for a person) are a partition of the entries that anybody has to do something about; the day of the
check is the report's, there is no clock.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from checker.model import COUNTS, Cell, Finding, Report, Rule, Source, TestResult
from checker.report.reasons import FOLLOWS, PART, WAITS
from checker.report.sentences import PRIMARY, place, primary_cells
from checker.report.words import Lexicon
from checker.wording.within import expires

NOWHERE = ("*", "?", "-")
WHOLE, MEMBERS = "whole", "each"
OWNERS = ("schools", "groups")
"""Tables whose rows stand beside the body itself as those who owe something."""
STILL, ENDED, MISSING, PARTLY, ASKED = "still", "ended", "missing", "partial", "asked"
BROKEN = ("fail", "missed", "deviates", "due")
IDLE = "not_applicable"
SETTLED = frozenset({"pass", "waived", "info", IDLE})
"""Verdicts under which nothing is to be done, now or later: it does not matter which of them holds."""
UPWARD = ("at_least", "more_than", "equals")
"""Operators of which more deeds come nearer to the bound."""
CAPS = ("at_most", "less_than")


@dataclass(frozen=True)
class Entry:
    """A cell of a recurring duty. `among` is `whole`, `each`, or the table that the row comes from; `part` is the element
    of a list that the rule itself spells out (三类培训), which is a duty of its own. `state` names the list it is in, if any;
    `until` is the last day on which something can still be done; `cleared` says of what is broken that it is not
    under another open reading, so that nobody may call it a gap yet."""

    finding: Finding
    cell: Cell
    among: str
    row: tuple[str, ...]
    part: tuple[str, ...]
    differs: bool
    state: str
    until: str | None
    cleared: bool = False

    @property
    def rule(self) -> Rule:
        return self.finding.rule

    @property
    def duty(self) -> tuple[str, tuple[str, ...]]:
        return self.rule.id, self.part

    @property
    def dated(self) -> bool:
        return self.cell.period not in NOWHERE


def entries(report: Report, lexicon: Lexicon) -> tuple[Entry, ...]:
    """The entries of all recurring duties of the body's own, in the order of the rulebook and of the cells."""
    sources = {book.id: book.source for book in report.rulebooks}
    return tuple(
        _entry(finding, cell, report, lexicon, sources.get(finding.document))
        for finding in report.findings
        if finding.rule.every
        for cell in primary_cells(finding)
    )


def _entry(finding: Finding, cell: Cell, report: Report, lexicon: Lexicon, source: Source | None) -> Entry:
    among, row, part = _owner(cell, finding.rule, report, lexicon)
    end = expires(source, finding.rule.at) if source else None
    until = last_day(finding.rule, cell, report.as_of, end)
    others = _others(finding, cell)
    state = _state(cell, until) or (STILL if until and cell.verdict == IDLE and "not_due" in others else "")
    differs = any(not {cell.verdict, one} <= SETTLED for one in others)
    broken = cell.verdict in BROKEN and cell.verdict != "due"
    cleared = broken and (finding.verdict == "disputed" or any(one not in BROKEN for one in others))
    return Entry(finding, cell, among, row, part, differs, state, until, cleared)


def _owner(cell: Cell, rule: Rule, report: Report, lexicon: Lexicon) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    row, part, among = [], [], WHOLE
    for key in (cell.entity, cell.item):
        if key == "*":
            continue
        listed = any(not isinstance(one, str) and key in one for one in rule.for_each)
        if listed or _spelled_out(key, cell, report, lexicon):
            part.append(key)
            continue
        row.append(key)
        table = MEMBERS if key in report.labels else _table(rule, lexicon)
        among = table if among in (WHOLE, table) else MEMBERS
    return among, tuple(row), tuple(part)


def _spelled_out(key: str, cell: Cell, report: Report, lexicon: Lexicon) -> bool:
    """Is it an element of a list in the rule? A decided reading may have brought the list, so its words are asked too."""
    if key in NOWHERE or key in report.labels:
        return False
    measures = dict.fromkeys(one.test.measure for one in cell.tests)
    return any(lexicon.member(name, key, "zh") != key for name in measures)


def _table(rule: Rule, lexicon: Lexicon) -> str:
    """Which table the elements of a rule's first set are rows of."""
    for one in rule.for_each:
        rows = lexicon.sets.get(one) if isinstance(one, str) else None
        if rows is not None:
            column = None if rows.entity == "id" else lexicon.column(f"{rows.table}.{rows.entity}")[1]
            table = (column.link if column else None) or rows.table
            return MEMBERS if table in OWNERS else table
    return MEMBERS


def _others(finding: Finding, cell: Cell) -> set[str]:
    """What other readings say of this very cell, where it is something else."""
    if cell.reading != PRIMARY or cell.period in NOWHERE:
        return set()
    kept = {one.verdict for one in finding.cells if one.reading != PRIMARY and place(one) == place(cell)}
    return (kept | set(finding.unsettled.get(place(cell), ()))) - {cell.verdict}


# ---- until when ------------------------------------------------------------------------------------------------------


def last_day(rule: Rule, cell: Cell, as_of: str, expired: str | None = None) -> str | None:
    """The last day on which the cell can still be met, None where that is past; the document holds until `expired`. The
    rule's own last day counts whole; a period is over on its last day, since it is judged then."""
    if cell.period_to is None or cell.period in NOWHERE:
        return None
    own, end = _own_day(rule, cell), final_day(rule, cell, expired)
    if own is not None:
        return own if own >= as_of else None
    return end if end and end > as_of else None


def final_day(rule: Rule, cell: Cell, expired: str | None = None) -> str | None:
    """The last day on which the cell could be met, be it past: the rule's own, else that of its period; None without either."""
    closing = rule.window[1].date if rule.window[1] is not None and rule.window[1].measure is None else None
    found = [day for day in (cell.period_to, closing, expired) if day]
    return _own_day(rule, cell) or (min(found) if cell.period_to else None)


def _own_day(rule: Rule, cell: Cell) -> str | None:
    """The last day that the rule itself sets for the cell."""
    if rule.due is not None and rule.due.after_period is not None and cell.period_to:
        months, days = rule.due.after_period
        return _moved(dt.date.fromisoformat(cell.period_to), months, days).isoformat()
    return cell.due


def _moved(day: dt.date, months: int, days: int) -> dt.date:
    number = day.year * 12 + day.month - 1 + months
    year, month = number // 12, number % 12 + 1
    last = calendar.monthrange(year, month)[1]
    return dt.date(year, month, min(day.day, last)) + dt.timedelta(days=days)


# ---- what is to be done ----------------------------------------------------------------------------------------------


def _state(cell: Cell, until: str | None) -> str:
    """The list in which an entry stands; empty where nobody has to do anything."""
    if cell.verdict == "not_due":
        return STILL if until and not capped(cell) and not done_so_far(cell) else ""
    if cell.verdict == "due":
        return STILL
    if cell.verdict in BROKEN:
        return ENDED
    if cell.verdict == "review":
        return ASKED
    if cell.verdict in ("unknown", "error", "disputed"):
        return PARTLY if unprovable(cell) else MISSING
    return ""


def unprovable(cell: Cell) -> bool:
    """Is it only that the period is a part of one, so that no record can settle it?"""
    return cell.verdict == "unknown" and {one for one in cell.reasons if one != FOLLOWS} == {PART}


def doubts(reasons: Iterable[str]) -> list[str]:
    """The reasons that are more than that the period still runs."""
    return [one for one in reasons if one not in (FOLLOWS, WAITS)]


def capped(cell: Cell) -> bool:
    """Are only upper bounds open, so that there is nothing to do but to keep below them?"""
    found = undecided(cell)
    return bool(found) and all(one.test.op in CAPS and not one.test.negate for some in found for one in some)


def done_so_far(cell: Cell) -> bool:
    """Is all that is open met as the records stand, and open only because the period runs and what it is compared with may still
    change? Who takes part in an event beside the lead does so for good; the lead may be another one tomorrow."""
    found = undecided(cell)
    return bool(found) and all(any(_met_so_far(one) for one in some) for some in found)


def _met_so_far(one: TestResult) -> bool:
    if (
        one.required is None
        or not one.required.elements
        or {*doubts(one.value.why_open), *doubts(one.required.why_open)}
    ):
        return False
    if one.test.op == "within" and one.test.negate:
        return bool(one.extra)
    return one.test.op == "covers" and not one.test.negate and not one.missing


def undecided(cell: Cell) -> list[list[TestResult]]:
    """The required tests that do not hold yet, each with its alternatives: one that holds settles them all."""
    groups: dict[int, list[TestResult]] = {}
    for number, result in enumerate(one for one in cell.tests if one.role == "require"):
        groups.setdefault(result.test.group or -1 - number, []).append(result)
    return [some for some in groups.values() if all(one.outcome != "holds" for one in some)]


def members_of(found: Iterable[Entry], labels: Sequence[str]) -> list[tuple[str, ...]]:
    """The rows of entries in the order of the register, then of appearance; the body as a whole first."""
    order = {key: number for number, key in enumerate(labels)}
    rows = list(dict.fromkeys(one.row for one in found))
    return sorted(rows, key=lambda row: [order.get(key, len(order)) for key in row])


def by_duty(found: Iterable[Entry]) -> list[list[Entry]]:
    """The entries of each duty, in the order of the rulebook."""
    duties: dict[tuple[str, tuple[str, ...]], list[Entry]] = {}
    for entry in found:
        duties.setdefault(entry.duty, []).append(entry)
    return list(duties.values())


def countable(result: TestResult, kind: str) -> bool:
    """Is the test a number of deeds towards a bound?"""
    return result.test.op in UPWARD and not result.test.negate and kind in COUNTS | {"money", "points"}
