"""Cells whose values are given instead of measured, such as a rule's written cases: judged like any other cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from checker.engine import aggregate, grid, judge, sql
from checker.engine.check import empty_cells, judge_stratum
from checker.engine.formulas import never_negative
from checker.engine.plan import Plan, Row, day_number, scaled
from checker.model import VERDICTS, Measure
from checker.records.derived import tables
from checker.rulebook.numbers import last_day, number

_VALUES = {
    "mi": "INTEGER", "gid": "BIGINT", "n_lo": "BIGINT", "n_hi": "BIGINT", "d_lo": "BIGINT", "d_hi": "BIGINT",
    "closed": "BOOLEAN", "na": "BOOLEAN",
}  # fmt: skip
_SUMMED = ("rows", "days", "distinct", "sum")
"""Kinds to which more may still be added while a period runs."""


@dataclass(frozen=True)
class GivenCell:
    """One cell of the rule variant in row `ri` of the plan, on the day `as_of`.

    `values` by measure: a number (also `10%`), a day (also `none`), a code, a list, `unknown`, `zero_base` (a share of nothing), or
    `{low, high}`. A share whose numerator and denominator are given need not be given itself. `answer` is a person's yes or no.
    """

    ri: int
    values: Mapping[str, Any]
    as_of: str
    due: str | None = None
    running: bool = False
    partial: bool = False
    answer: str | None = None


def judge_given(plan: Plan, cells: Sequence[GivenCell]) -> list[str]:
    """The verdict of each cell, in their order, all in one batch."""
    # Each rule variant gets a shape of its own, so that a cell meets that variant only.
    own = replace(plan, rules=[{**row, "shape": row["ri"], "stratum": 0} for row in plan.rules])
    con = sql.connect()
    judge.load(con, own)
    aggregate.create(con, own, tables())
    _lay(con, own, cells)
    empty_cells(con)
    judge_stratum(con, own, 0, detail=False)
    found = con.execute("SELECT gid, verdict FROM cells ORDER BY gid").fetchall()
    con.close()
    return [VERDICTS[verdict] for _, verdict in found]


def _lay(con: sql.Connection, plan: Plan, cells: Sequence[GivenCell]) -> None:
    values: list[Row] = []
    elements: list[Row] = []
    for gid, cell in enumerate(cells):
        for name, value in _with_shares(cell.values, plan).items():
            if name in plan.index:
                row, listed = _value(plan, gid, name, value, cell.running)
                values.append(row)
                elements += listed
    sql.create(con, "grid", grid.GRID_COLUMNS, [_place(gid, cell) for gid, cell in enumerate(cells)])
    sql.insert(con, "val", _VALUES, values)
    sql.insert(con, "sv", {"mi": "INTEGER", "gid": "BIGINT", "element": "VARCHAR", "sure": "BOOLEAN"}, elements)
    answers = [
        {"ri": one.ri, "gid": gid, "yes": one.answer == "yes"}
        for gid, one in enumerate(cells)
        if one.answer is not None
    ]
    sql.insert(con, "answers", {"ri": "INTEGER", "gid": "BIGINT", "yes": "BOOLEAN"}, answers)


def _place(gid: int, cell: GivenCell) -> Row:
    return {
        "gid": gid, "shape": cell.ri, "sid": gid, "body": str(gid), "entity": "*", "item": "*", "period": "*",
        "p_from": "2000-01-01", "p_to": "2000-01-31", "as_of": cell.as_of, "until": cell.as_of, "running": cell.running,
        "partial": cell.partial, "unsure": False, "due_lo": cell.due, "due_hi": cell.due,
    }  # fmt: skip


def _value(plan: Plan, gid: int, name: str, value: Any, running: bool) -> tuple[Row, list[Row]]:
    """The row of `val` and those of `sv`."""
    mi = plan.index[name]
    measure = plan.measures[mi]
    row: Row = {"mi": mi, "gid": gid, "d_lo": 1, "d_hi": 1, "closed": True, "na": False}
    listed: list[Row] = []
    if measure.type in ("code", "set"):
        if value != "unknown":
            elements = list(value) if isinstance(value, list | tuple) else [] if value == "none" else [value]
            listed = [{"mi": mi, "gid": gid, "element": str(one), "sure": True} for one in elements]
            row |= {"n_lo": len(elements), "n_hi": len(elements)}
    elif value == "zero_base":
        row |= {"d_lo": 0, "d_hi": 0, "na": measure.when_zero == "not_applicable"}
    else:
        low, high = (value.get("low"), value.get("high")) if isinstance(value, Mapping) else (value, value)
        for end, one in (("lo", low), ("hi", high)):
            if one is not None and one != "unknown":
                exact = _exact(one, measure)
                row |= {f"n_{end}": exact.numerator, f"d_{'hi' if end == 'lo' else 'lo'}": exact.denominator}
    if running:
        row |= dict.fromkeys(open_ends(measure, plan.vocabulary.measures))
    return row, listed


def open_ends(one: Measure, measures: Mapping[str, Measure]) -> set[str]:
    """The ends of a value that are open while the period runs, just as when the records are read."""
    if one.table is not None:
        return {"n_hi"} if one.kind in _SUMMED else set()
    parts = [open_ends(measures[name], measures) for name in one.inputs]
    if one.kind in ("share", "difference_of"):
        turned = {"n_lo": "n_hi", "n_hi": "n_lo"}
        return parts[0] | {turned[end] for end in parts[1]}
    if one.kind == "total_of":
        return {"n_hi"} if never_negative(one, measures) else {"n_lo", "n_hi"}
    found = set().union(*parts)
    return {"n_lo", "n_hi"} if one.kind == "lookup" and found else found


def _exact(value: Any, measure: Measure) -> Fraction:
    if measure.type == "date":
        return Fraction(day_number("9999-12-31" if value == "none" else last_day(str(value))))
    return scaled(number(value), measure)


def _with_shares(given: Mapping[str, Any], plan: Plan) -> dict[str, Any]:
    out = dict(given)
    for one in plan.measures:
        if one.kind == "share" and one.name not in out and all(name in given for name in one.inputs):
            top, base = (given[name] for name in one.inputs)
            if not any(isinstance(v, Mapping) or v == "unknown" for v in (top, base)):
                out[one.name] = number(top) / number(base) if number(base) else "zero_base"
    return out
