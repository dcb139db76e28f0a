"""The plan where no points lead to a grade: gaps that can still be mended, by their last day, and what no longer can."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from checker.model import Finding, Report
from checker.report.duties import IDLE
from checker.report.sentences import primary_cells
from checker.report.todo import Group, Item
from checker.report.view import Clause, Lacking, View

MENDED = ("fail", "missed", "deviates", "due", "disputed")
"""Verdicts that somebody can do something about, be it to say which reading holds."""


@dataclass(frozen=True)
class Gap:
    """A clause that is not met. `day` is the last day that is still to come, `left` the days until then; `late` says that a last
    day is past."""

    clause: Clause
    day: str | None
    left: int | None
    late: bool


@dataclass(frozen=True)
class Gaps:
    """`mend` and `coming` (duties of a period that runs) can still be done; `ended` cannot; `lacking` are the records that settle
    most clauses first."""

    mend: tuple[Gap, ...]
    coming: tuple[Group, ...]
    ended: tuple[Item, ...]
    lacking: tuple[Lacking, ...]

    @property
    def nothing(self) -> bool:
        return not (self.mend or self.coming or self.ended or self.lacking)


def gaps(report: Report, view: View) -> Gaps:
    """Of the body's own duties. A gap of a period that is over is not mended: it stands among what ended, once."""
    over = {_key(entry.cell) for item in view.todo.ended for entry in item.entries}
    over |= {_key(entry.cell) for group in view.todo.still for item in group.items for entry in item.entries}
    findings = {finding.rule.id: finding for finding in report.findings}
    clauses = [one for one in view.gaps if one.kind == "full" and one.mark.key in MENDED]
    found = [_gap(one, findings[one.rule], over, report.as_of) for one in clauses]
    mend = [one for one in found if one is not None]
    mend.sort(key=lambda one: (one.day is None, one.day or ""))
    return Gaps(tuple(mend), tuple(_owed(view.todo.still)), view.todo.ended, view.lacking)


def _owed(groups: Iterable[Group]) -> Iterator[Group]:
    """Without what only another reading would ask for."""
    for group in groups:
        items = [one for one in group.items if any(entry.cell.verdict != IDLE for entry in one.entries)]
        if items:
            yield replace(group, items=tuple(items))


def _gap(clause: Clause, finding: Finding, over: Iterable[tuple[str, ...]], as_of: str) -> Gap | None:
    cells = [cell for cell in primary_cells(finding) if cell.verdict in MENDED]
    left = [cell for cell in cells if _key(cell) not in over]
    if cells and not left:
        return None
    days = sorted(cell.due for cell in left if cell.due)
    day = next((one for one in days if one >= as_of), None)
    between = (dt.date.fromisoformat(day) - dt.date.fromisoformat(as_of)).days if day else None
    return Gap(clause, day, between, bool(days) and day is None)


def _key(cell: object) -> tuple[str, ...]:
    return tuple(str(getattr(cell, name)) for name in ("rule", "entity", "item", "period"))
