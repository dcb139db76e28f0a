"""The plan where no points lead to a grade: gaps that can still be mended, by their last day, and what no longer can."""

from __future__ import annotations

from dataclasses import dataclass

from checker.model import Report
from checker.report.mending import Gap, mendable, owed
from checker.report.todo import Group, Item
from checker.report.view import Lacking, View

__all__ = ["Gap", "Gaps", "gaps"]


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
    mend = mendable(view.gaps, report.findings, view.todo, report.as_of)
    lacking = tuple(one for one in view.lacking if one.clauses)
    return Gaps(mend, tuple(owed(view.todo.still)), view.todo.ended, lacking)
