"""What cannot be made up any more: its period is over, its last day is past, or two steps were taken in the wrong order."""

from __future__ import annotations

from collections.abc import Sequence

from checker.model import Cell, Finding, Rule, TestResult
from checker.papers.split import NOWHERE
from checker.report.duties import final_day
from checker.report.outcomes import telling_results

BEFORE, AFTER = ("on_or_before", "before"), ("on_or_after", "after")
NEVER = "never"


def gone(finding: Finding, cells: Sequence[Cell], as_of: str) -> tuple[str, tuple[str, ...]]:
    """Why none of the broken `cells` can be made up, `period`, `last_day` or `order`, with the days (ISO) on which that was settled;
    nothing where one still can."""
    found = [_gone(finding.rule, cell, as_of) for cell in cells]
    kinds = dict.fromkeys(kind for kind, _ in found)
    if not kinds or "" in kinds:
        return "", ()
    kind = next(one for one in ("order", "last_day", "period") if one in kinds)
    return kind, tuple(sorted({day for _, day in found}))


def _gone(rule: Rule, cell: Cell, as_of: str) -> tuple[str, str]:
    broken = [one for _, seen in telling_results([cell]) for one in seen if one.outcome == "breached"]
    later = [_later(one) for one in broken]
    if broken and all(day and day <= as_of for day in later):
        return "order", max(later)
    if cell.due:
        return ("last_day", cell.due) if cell.due < as_of else ("", "")
    day = final_day(rule, cell) if cell.period not in NOWHERE else None
    return ("period", day) if day and day < as_of else ("", "")


def _later(result: TestResult) -> str:
    """Of an order of two steps, the day of the one that was to come second: it was taken, so the first comes too late. Empty for any
    other test, and where it was not taken yet."""
    test = result.test
    if not test.right_measure or test.negate or result.required is None:
        return ""
    if test.op in BEFORE:
        day = result.required.low
    elif test.op in AFTER:
        day = result.value.low
    else:
        return ""
    return day if isinstance(day, str) and day != NEVER else ""
