"""What if a measure were otherwise: its value is laid over what the records say, before anything that reads it is worked out.

A formula that is given keeps its value whatever its inputs are; what reads it is worked out anew. Windows that hang on a date move
with it. Rows behind a value stay those of the records.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from checker.engine import formulas, sql, values
from checker.engine.plan import FORMULA, Plan
from checker.engine.sql import Connection
from checker.engine.written import ELEMENTS, VALUES, valued
from checker.model import Measure


@dataclass(frozen=True)
class Supposed:
    """The value of a measure in all its cells, or in those of one period: a number (also `12%`), a day or `none`, a code, a tuple of
    codes."""

    measure: str
    value: Any
    period: str | None = None


def fill(con: Connection, plan: Plan, stratum: int, given: Sequence[Supposed] = ()) -> None:
    """Dense values of a stratum, those of aggregates first, then those of formulas, each as given where it is."""
    values.fill(con, plan, stratum)
    known = [one for one in given if one.measure in plan.index]
    for one in known:
        if _measure(plan, one).kind not in FORMULA:
            _lay(con, plan, one)
    formulas.fill(con, plan)
    made = [one for one in known if _measure(plan, one).kind in FORMULA]
    for name in sorted({one.measure for one in made}, key=lambda name: (len(_inputs(plan, name)), name)):
        for one in made:
            if one.measure == name:
                _lay(con, plan, one)
        _again(con, plan, name)


def points(con: Connection, plan: Plan, given: Sequence[Supposed]) -> None:
    """Days on which windows hang, as given."""
    for one in given:
        if one.measure in plan.point_measures and one.period is None:
            row, _ = valued(plan, 0, one.measure, one.value)
            con.execute("DELETE FROM pv WHERE mi = ?", [row["mi"]])
            if row["n_lo"] != sql.NEVER:
                con.execute("INSERT INTO pv SELECT body, ?, ?, ? FROM span0", [row["mi"], row["n_lo"], row["n_hi"]])


def _lay(con: Connection, plan: Plan, one: Supposed) -> None:
    """The value in place of that of every cell; a share over the base that it has, where that makes whole numbers."""
    mi = plan.index[one.measure]
    where = "v.mi = ?"
    parameters: list[Any] = [mi]
    if one.period is not None:
        where += " AND g.period = ?"
        parameters.append(one.period)
    cells = con.execute(
        f"SELECT v.gid, v.d_lo, v.d_hi FROM val v JOIN grid g ON g.gid = v.gid WHERE {where} ORDER BY v.gid", parameters
    ).fetchall()
    rows, elements = [], []
    for gid, d_lo, d_hi in cells:
        row, listed = valued(plan, gid, one.measure, one.value)
        if _measure(plan, one).kind == "share" and d_lo and d_lo == d_hi and (row["n_lo"] * d_lo) % row["d_lo"] == 0:
            top = row["n_lo"] * d_lo // row["d_lo"]
            row |= {"n_lo": top, "n_hi": top, "d_lo": d_lo, "d_hi": d_lo}
        rows.append(row)
        elements += listed
    gone = [{"gid": gid} for gid, _, _ in cells]
    sql.create(con, "supposed", {"gid": "BIGINT"}, gone)
    for table in ("val", "sv"):
        con.execute(f"DELETE FROM {table} WHERE mi = ? AND gid IN (SELECT gid FROM supposed)", [mi])
    sql.insert(con, "val", VALUES, rows)
    sql.insert(con, "sv", ELEMENTS, elements)


def _again(con: Connection, plan: Plan, name: str) -> None:
    """Work out anew what reads a formula that was given."""
    readers = {one.name for one in plan.measures if one.kind in FORMULA and name in _inputs(plan, one.name)}
    if not readers:
        return
    stale = ", ".join(str(plan.index[one]) for one in sorted(readers))
    con.execute(f"DELETE FROM val WHERE mi IN ({stale})")
    # To the formulas that are to be worked out, the others are values like those of records.
    measures = tuple(one if one.name in readers else replace(one, kind="value") for one in plan.measures)
    formulas.fill(con, replace(plan, measures=measures))


def _measure(plan: Plan, one: Supposed) -> Measure:
    return plan.measures[plan.index[one.measure]]


def _inputs(plan: Plan, name: str) -> set[str]:
    """Everything that a measure reads, directly or through formulas."""
    found: set[str] = set()
    for one in plan.measures[plan.index[name]].inputs:
        found |= {one} | (_inputs(plan, one) if one in plan.index else set())
    return found
