"""Gaps that somebody can still mend, and those that nobody can: by their last day. Recurring duties stand in `todo`, once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from checker.model import Cell, Finding
from checker.report.duties import IDLE
from checker.report.sentences import primary_cells
from checker.report.todo import Group, Todo
from checker.report.view import Clause

MENDED = ("fail", "missed", "deviates", "due", "disputed")
"""Verdicts that somebody can do something about, be it to say which reading holds."""
Key = tuple[str, ...]


@dataclass(frozen=True)
class Gap:
    """A clause that is not met. `day` is the last day that is still to come, `left` the days until then; `late` says that a last
    day is past, which was `last`. `cells` are those that are not met and stand in no list of recurring duties."""

    clause: Clause
    day: str | None
    left: int | None
    late: bool
    cells: tuple[Cell, ...] = ()
    last: str | None = None


def mendable(
    clauses: Iterable[Clause], findings: Iterable[Finding], todo: Todo, as_of: str, verdicts: Collection[str] = MENDED
) -> tuple[Gap, ...]:
    """Of the clauses told in full, those with one of the verdicts that `todo` does not have already; the nearest last day first,
    then those without one."""
    listed = {_key(entry.cell) for item in todo.ended for entry in item.entries}
    listed |= {_key(entry.cell) for group in todo.still for item in group.items for entry in item.entries}
    by_rule = {finding.rule.id: finding for finding in findings}
    told = [one for one in clauses if one.kind == "full" and one.mark.key in verdicts]
    found = [_gap(one, by_rule[one.rule], listed, as_of) for one in told]
    return tuple(sorted((one for one in found if one), key=lambda one: (one.day is None, one.day or "")))


def owed(groups: Iterable[Group]) -> Iterator[Group]:
    """Without what only another reading would ask for."""
    for group in groups:
        items = [one for one in group.items if any(entry.cell.verdict != IDLE for entry in one.entries)]
        if items:
            yield replace(group, items=tuple(items))


def between(first: str, last: str) -> int:
    """Days from one ISO date to another; negative where the other lies before it."""
    return (dt.date.fromisoformat(last) - dt.date.fromisoformat(first)).days


def _gap(clause: Clause, finding: Finding, listed: Collection[Key], as_of: str) -> Gap | None:
    cells = [cell for cell in primary_cells(finding) if cell.verdict in MENDED]
    left = tuple(cell for cell in cells if _key(cell) not in listed)
    if cells and not left:
        return None
    days = sorted(cell.due for cell in left if cell.due)
    day = next((one for one in days if one >= as_of), None)
    late = bool(days) and day is None
    return Gap(clause, day, between(as_of, day) if day else None, late, left, days[-1] if late else None)


def _key(cell: Cell) -> Key:
    return cell.rule, cell.entity, cell.item, cell.period
