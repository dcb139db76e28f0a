"""Gaps by what can be done about them: who acts, until when, what only a reading decides, and what nobody can change any more.

The pre-check's first lines and the plan both read this, so that they say the same of the same gap. Recurring duties stand in
`todo`, once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from checker.model import Cell, Finding, TestResult
from checker.report.duties import IDLE, capped, final_day, undecided
from checker.report.sentences import primary_cells
from checker.report.todo import Group, Item, Todo
from checker.report.view import Clause

NOW, BY, OPEN, DISPUTED, DONE, PAST = KEYS = ("now", "by", "open", "disputed", "done", "past")
"""Wrong as it is; a last day ahead; the text sets none; a reading decides whether it is a gap at all; it happened, and no deed
changes the order of two days that are over; the last day is past."""
MENDED = ("fail", "missed", "deviates", "due", "disputed")
"""Verdicts that somebody can do something about, be it to say which reading holds."""
ORDERS = ("on_or_before", "on_or_after", "before", "after")
NEVER = "never"
Key = tuple[str, ...]


@dataclass(frozen=True)
class Gap:
    """A clause that is not met, or those of its places of which the same can be said. `key` is one of KEYS; `day` is the last day,
    `left` the days until then, negative where it is past. `cells` are those that are not met and stand in no list of recurring duties."""

    clause: Clause
    key: str
    day: str | None
    left: int | None
    cells: tuple[Cell, ...] = ()


def mendable(clauses: Iterable[Clause], findings: Iterable[Finding], todo: Todo, as_of: str) -> tuple[Gap, ...]:
    """Of the clauses told in full, those that are not met and that `todo` does not have already; the nearest last day first, then
    those without one."""
    listed = {_key(entry.cell) for item in todo.ended for entry in item.entries}
    listed |= {_key(entry.cell) for group in todo.still for item in group.items for entry in item.entries}
    by_rule = {finding.rule.id: finding for finding in findings}
    told = [one for one in clauses if one.kind == "full" and one.mark.key in MENDED]
    found = [gap for one in told for gap in _gaps(one, by_rule[one.rule], listed, as_of)]
    return tuple(sorted(found, key=lambda one: (one.day is None, one.day or "")))


def over(item: Item, as_of: str) -> tuple[str, str | None]:
    """What can be done about an item of `todo.over`, and its last day. On that very day a deed still counts."""
    if any(one.cleared for one in item.entries):
        return DISPUTED, None
    day = max((day for one in item.entries if (day := final_day(one.rule, one.cell))), default=None)
    if day is None or day > as_of:
        return NOW, None
    if day == as_of and not any(capped(one.cell) for one in item.entries):
        return BY, day
    return PAST, day


def owed(groups: Iterable[Group]) -> Iterator[Group]:
    """Without what only another reading would ask for."""
    for group in groups:
        items = [one for one in group.items if any(entry.cell.verdict != IDLE for entry in one.entries)]
        if items:
            yield replace(group, items=tuple(items))


def between(first: str, last: str) -> int:
    """Days from one ISO date to another; negative where the other lies before it."""
    return (dt.date.fromisoformat(last) - dt.date.fromisoformat(first)).days


def unchangeable(cell: Cell, as_of: str) -> bool:
    """Is it broken by the order of two days that are over, or for want of a step before one that is? A row with an earlier day
    would be the only way out, and that row would be false."""
    if cell.verdict not in MENDED or cell.verdict == "due":
        return False
    return any(all(_out_of_order(one, as_of) for one in some) for some in undecided(cell))


def _gaps(clause: Clause, finding: Finding, listed: Collection[Key], as_of: str) -> Iterator[Gap]:
    cells = [cell for cell in primary_cells(finding) if cell.verdict in MENDED]
    left = [cell for cell in cells if _key(cell) not in listed]
    if cells and not left:
        return
    if finding.verdict == DISPUTED:
        yield Gap(clause, DISPUTED, None, None, tuple(left))
        return
    fixed = [cell for cell in left if unchangeable(cell, as_of)]
    if fixed:
        yield Gap(clause, DONE, None, None, tuple(fixed))
    rest = [cell for cell in left if cell not in fixed]
    if rest or not fixed:
        yield _gap(clause, finding, rest, as_of)


def _gap(clause: Clause, finding: Finding, cells: Sequence[Cell], as_of: str) -> Gap:
    days = sorted(cell.due for cell in cells if cell.due)
    day = next((one for one in days if one >= as_of), days[-1] if days else None)
    if day is None:
        return Gap(clause, OPEN if finding.verdict == "due" else NOW, None, None, tuple(cells))
    left = between(as_of, day)
    return Gap(clause, BY if left >= 0 else PAST, day, left, tuple(cells))


def _out_of_order(one: TestResult, as_of: str) -> bool:
    test, required = one.test, one.required
    if (
        test.op not in ORDERS
        or test.negate
        or test.right_measure is None
        or one.outcome != "breached"
        or required is None
    ):
        return False
    ends = [(one.value.low, one.value.high), (required.low, required.high)]
    recorded = [end for end in ends if NEVER not in end and None not in end]
    if any(not isinstance(day, str) or day[: len(as_of)] > as_of for end in recorded for day in end):
        return False
    # A step that must follow within some time can still be taken, late; one that had to come first cannot.
    return len(recorded) == 2 or (len(recorded) == 1 and not test.months and not test.days)


def _key(cell: Cell) -> Key:
    return cell.rule, cell.entity, cell.item, cell.period
