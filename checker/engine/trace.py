"""The rows behind a value: which counted, which may count and why that is open, which nearly counted and why not.

One statement per table asks every condition of every measure of every row; the time test and the wording are made here.
A row that fails its measure's first condition (its kind) is no near miss and is not listed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from checker.engine import sql
from checker.engine.check import Outcome
from checker.engine.views import View, listed
from checker.model import COUNTED, Measure, Row
from checker.records.body import Body


@dataclass(frozen=True)
class _Seen:
    """One row as a measure sees it: `tests` are its conditions in order, `key` what a distinct count counts."""

    rn: int
    id: str
    tests: tuple[bool | None, ...]
    key: Any
    entity: Any
    item: Any
    times: Mapping[str, dt.date]


class Tracer:
    """Rows by measure and cell of a checked bucket; statements run once per measure, on demand."""

    def __init__(self, outcome: Outcome, bodies: Sequence[Body]) -> None:
        self.outcome = outcome
        self.bodies = {body.id: body for body in bodies}
        self._seen: dict[str, dict[str, list[_Seen]]] = {}

    def rows(self, name: str, body: str, gid: int, *, near: bool = True) -> tuple[Row, ...]:
        """Rows behind measure `name` in one cell, formula inputs included, in the order of the record; without `near`
        also the rows of another kind altogether. A row that counts nothing new says of which row it is a repeat."""
        measure = self.outcome.plan.vocabulary.measures[name]
        if measure.table is None:
            found: dict[Any, Row] = {}
            for cell in self.parts(measure, gid):
                for one in measure.inputs:
                    for row in self.rows(one, body, cell, near=near):
                        key = (row.table, row.id, row.measure)
                        if key not in found or COUNTED[row.counted] < COUNTED[found[key].counted]:
                            found[key] = row
            return tuple(found.values())
        if measure.table not in self.outcome.views or measure.table not in self.bodies[body].tables:
            return ()
        return tuple(self._judged(measure, body, self.cells[gid], near))

    def parts(self, measure: Measure, gid: int) -> tuple[int, ...]:
        """The cells whose values a formula reads in one cell: those of each entity for a total, else the cell itself."""
        if measure.over is None:
            return (gid,)
        cell = self.cells[gid]
        over = self._totals[cell["shape"], self.outcome.plan.index[measure.name]]
        return tuple(one for one, row in self.cells.items() if row["shape"] == over and row["sid"] == cell["sid"])

    def _judged(self, measure: Measure, body: str, cell: Mapping[str, Any], near: bool) -> list[Row]:
        assert measure.table is not None
        origins = self.bodies[body].tables[measure.table].origins
        first: dict[Any, str] = {}
        out = []
        for seen in self._rows_of(measure).get(body, ()):
            if near and seen.tests and seen.tests[0] is False:
                continue
            counted, why = _status(measure, seen, cell)
            if counted == "yes" and measure.kind in ("distinct", "set", "days"):
                key = seen.times["t_lo"] if measure.kind == "days" else seen.key
                if key in first:
                    why = f"duplicate:{first[key]}"
                first.setdefault(key, seen.id)
            out.append(
                Row(
                    measure.name, measure.table, seen.id, origins[seen.rn], counted, why, cell["entity"], cell["period"]
                )
            )
        return out

    @cached_property
    def cells(self) -> Mapping[int, Mapping[str, Any]]:
        """Every cell of the grid with its span."""
        found = sql.rows(
            self.outcome.con,
            "SELECT g.gid, g.shape, g.sid, g.entity, g.item, g.period, s.p_from, s.eff_to, s.rows_from, s.need_from"
            " FROM grid g JOIN span s ON s.sid = g.sid ORDER BY g.gid",
        )
        return {row["gid"]: row for row in found}

    @cached_property
    def _totals(self) -> Mapping[tuple[int, int], int]:
        """The shape over whose entities a total goes, by its own shape and measure."""
        return {(row["shape"], row["mi"]): row["over"] for row in self.outcome.plan.totals}

    def _rows_of(self, measure: Measure) -> dict[str, list[_Seen]]:
        if measure.name not in self._seen:
            self._ask(self.outcome.views[str(measure.table)])
        return self._seen[measure.name]

    def _ask(self, view: View) -> None:
        """Every row of a table as each measure sees it, in one statement."""
        aliases = list(view.columns.values())
        picked = "".join(f", x.{one}" for one in (*view.times, *aliases))
        found = sql.rows(
            self.outcome.con, f"SELECT x.body, x.rn, x.id{picked} FROM {view.name} x ORDER BY x.body, x.rn"
        )
        for name, seen in view.seen.items():
            out: dict[str, list[_Seen]] = {}
            for row in found:
                key, entity, item = (listed(row[alias]) if alias else None for alias in (seen.value, *seen.keys))
                tests = tuple(row[test] for test in seen.tests)
                when = {one: row[one] for one in view.times}
                out.setdefault(row["body"], []).append(_Seen(row["rn"], row["id"], tests, key, entity, item, when))
            self._seen[name] = out


OTHER = "other_entity"
"""Why a row does not count in a cell of somebody else."""


def _status(measure: Measure, seen: _Seen, cell: Mapping[str, Any]) -> tuple[str, str]:
    """(`yes`, `maybe` or `no`; why)."""
    # Whose row it is comes first: what fails a condition is a near miss for its own entity alone.
    for column, value, wanted in (
        (measure.entity, seen.entity, cell["entity"]), (measure.item, seen.item, cell["item"])
    ):  # fmt: skip
        listed_ = value if isinstance(value, tuple) else (value,)
        if column is not None and value is not None and wanted not in map(str, listed_):
            return "no", OTHER
    for number, holds in enumerate(seen.tests):
        if holds is False:
            return "no", f"condition:{measure.name}.{number}"
    possible, sure = _in_time(measure, seen.times, cell)
    if not possible:
        return "no", "outside_period"
    for number, holds in enumerate(seen.tests):
        if holds is None:
            return "maybe", f"open_condition:{measure.name}.{number}"
    for column, value in ((measure.entity, seen.entity), (measure.item, seen.item), (measure.column, seen.key)):
        if column is not None and value is None:
            return "maybe", f"empty_cell:{measure.table}.{column}"
    return ("yes", "") if sure else ("maybe", "date_open")


def _in_time(measure: Measure, times: Mapping[str, dt.date], cell: Mapping[str, Any]) -> tuple[bool, bool]:
    if "t_lo" in times:
        low, high = times["t_lo"], times["t_hi"]
        return high >= cell["rows_from"] and low <= cell["eff_to"], low >= cell["rows_from"] and high <= cell["eff_to"]
    if "f_lo" in times:
        begin = {"end": cell["eff_to"], "start": cell["need_from"], "any": cell["rows_from"]}[measure.at]
        end = cell["need_from"] if measure.at == "start" else cell["eff_to"]
        return (
            times["f_lo"] <= end and times["u_hi"] >= begin,
            times["f_hi"] <= end and times["u_lo"] >= begin,
        )
    return True, True
