"""What was done after its last day: not nothing, but late."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction

from checker.model import Cell, Finding, Test, TestResult
from checker.report.values import Speaker

OUTSIDE = "outside_period"
"""Why a row does not count whose own day is past the last one."""
SHOWN = 3


@dataclass(frozen=True)
class Late:
    """The days on which it was done, the earliest first, how many rows of each place there are, and the last day."""

    days: tuple[str, ...]
    rows: int
    due: str

    @property
    def by(self) -> int:
        """How many days the earliest one is late; a month alone counts from its first day."""
        first = self.days[0] if len(self.days[0]) > len("2024-11") else f"{self.days[0]}-01"
        return (dt.date.fromisoformat(first) - dt.date.fromisoformat(self.due)).days


def day_of(table: str, row: str, speaker: Speaker) -> str:
    """The day of an event's row; empty where none is known."""
    found = speaker.lexicon.tables.get(table)
    return speaker.labels.get(f"{table}/{row}/{(found.time or {}).get('at')}", "") if found else ""


def late(finding: Finding, cells: Sequence[Cell], test: Test, speaker: Speaker) -> Late | None:
    """What counts for a test in all but its day, where every one of those cells has some and they share one last day."""
    dues = {cell.due for cell in cells}
    (due,) = dues if len(dues) == 1 else (None,)
    if due is None:
        return None
    names = _inputs({test.measure}, speaker)
    days: dict[str, list[str]] = {}
    for row in finding.rows:
        day = day_of(row.table, row.id, speaker)
        if row.counted == "no" and row.why == OUTSIDE and row.measure in names and day > due:
            days.setdefault(row.entity, []).append(day)
    everywhere = days.get("*", [])
    mine = {cell.entity: days.get(cell.entity, everywhere) for cell in cells}
    if not all(mine.values()):
        return None
    return Late(tuple(sorted({day for some in mine.values() for day in some})), min(map(len, mine.values())), due)


def _inputs(names: Collection[str], speaker: Speaker) -> set[str]:
    found = set(names)
    for name in names:
        found |= _inputs(speaker.lexicon.measure(name).inputs, speaker)
    return found


def done(found: Late, test: Test, seen: Sequence[TestResult], speaker: Speaker) -> bool:
    """Would it all have been met, had it been in time?"""
    if speaker.lexicon.measure(test.measure).type == "date":
        return True
    return all(result.short_by is not None and found.rows >= abs(result.short_by) for result in seen)


def said(found: Late, test: Test, seen: Sequence[TestResult], speaker: Speaker) -> tuple[str, str]:
    """实际… and 差…: a date and by how much it is late, or a number in time and the days of the others."""
    say, measure = speaker.phrases, speaker.lexicon.measure(test.measure)
    if measure.type == "date":
        value = speaker.spaced(speaker.date(found.days[0]))
        number = speaker.spaced(say("value.days", n=speaker.number(Fraction(found.by))))
        return say("sentence.actual", value=value), say("sentence.late_by", n=number)
    values = list(dict.fromkeys(speaker.value(result.value) for result in seen))
    dates = say.join([speaker.date(day) for day in found.days[:SHOWN]])
    dates = say("where.more", list=dates) if len(found.days) > SHOWN else dates
    return say("sentence.actual_late", value=speaker.spaced(say.join(values)), dates=dates), ""
