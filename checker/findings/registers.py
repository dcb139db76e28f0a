"""What a register lacks of the time that a value needs: the days that it does not cover, or only that the period still runs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from checker.findings.bucket import Bucket
from checker.model import Measure
from checker.records.body import NONE, Body
from checker.records.derived import BODY, RESULTS

RUNNING = "period_running"
DAY = dt.timedelta(days=1)
Span = tuple[dt.date, dt.date]


class Registers:
    """The registers of one body, asked cell by cell."""

    def __init__(self, bucket: Bucket, body: Body) -> None:
        self.bucket, self.outcome, self.body = bucket, bucket.outcome, body

    @property
    def _cells(self) -> Mapping[int, Mapping[str, Any]]:
        return self.bucket.tracer.cells

    def of_measure(self, measure: Measure, gid: int) -> str:
        """Why its register leaves a measure open in a cell."""
        return self._why(str(measure.table), self.bucket.modes[self.outcome.plan.index[measure.name]], gid)

    def of_set(self, name: str, gid: int) -> str:
        """Why it is not known who is in a set; empty where no register is kept of it."""
        one = self.outcome.plan.vocabulary.sets[name]
        if one.table in (BODY, RESULTS):
            return ""
        at_end = self._cells[gid]["period"] == "*" and not one.of_events(self.outcome.schemas[one.table])
        return self._why(one.table, "end" if at_end else "through", gid)

    def _why(self, table: str, mode: str, gid: int) -> str:
        if table not in self.body.tables:
            return f"table_not_reported:{table}"
        cell, register = self._cells[gid], self.body.tables[table]
        if register.state != NONE and not register.complete:
            return f"outside_complete:{table}"
        spans = [(dt.date.fromisoformat(first), dt.date.fromisoformat(last)) for first, last in register.complete]
        gaps = uncovered(*_needed(cell, mode), spans) if register.state != NONE else ()
        if not gaps:
            return RUNNING if cell["running"] else f"outside_complete:{table}"
        before = cell["founded"] - DAY if mode == "dated" and cell["founded"] else None
        said = ",".join(f"{'' if first == before else first}..{last}" for first, last in gaps)
        return f"outside_complete:{table}/{said}"


def _needed(cell: Mapping[str, Any], mode: str) -> Span:
    """The days that the register must cover, as `values.completeness` has them."""
    begin, end = cell["need_from"], cell["eff_to"]
    if mode == "start":
        return begin, begin
    if mode == "end":
        return end, end
    if cell["founded"] and mode in ("ever", "dated"):
        begin = min(begin, cell["founded"] - (DAY if mode == "dated" else dt.timedelta(0)))
    return begin, end


def uncovered(begin: dt.date, end: dt.date, spans: Iterable[Span]) -> Sequence[Span]:
    """The stretches of a time that none of the spans covers."""
    found: list[Span] = []
    for first, last in sorted(spans):
        if first > begin:
            found.append((begin, min(end, first - DAY)))
        if last >= end or first > end:
            return found
        begin = max(begin, last + DAY)
    return [*found, (begin, end)] if begin <= end else found
