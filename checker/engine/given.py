"""Cells whose values are given instead of measured, such as a rule's written cases: judged like any other cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from checker.engine import aggregate, grid, judge, sql
from checker.engine.check import empty_cells, judge_stratum
from checker.engine.plan import Plan, Row
from checker.engine.written import ELEMENTS, VALUES, open_ends, valued
from checker.model import VERDICTS
from checker.records.derived import tables
from checker.rulebook.numbers import number

__all__ = ["GivenCell", "judge_given", "open_ends"]


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
                row, listed = valued(plan, gid, name, value, cell.running)
                values.append(row)
                elements += listed
    sql.create(con, "grid", grid.GRID_COLUMNS, [_place(gid, cell) for gid, cell in enumerate(cells)])
    sql.insert(con, "val", VALUES, values)
    sql.insert(con, "sv", ELEMENTS, elements)
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


def _with_shares(given: Mapping[str, Any], plan: Plan) -> dict[str, Any]:
    out = dict(given)
    for one in plan.measures:
        if one.kind == "share" and one.name not in out and all(name in given for name in one.inputs):
            top, base = (given[name] for name in one.inputs)
            if not any(isinstance(v, Mapping) or v == "unknown" for v in (top, base)):
                out[one.name] = number(top) / number(base) if number(base) else "zero_base"
    return out
