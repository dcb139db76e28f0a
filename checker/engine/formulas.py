"""Values → values: shares, sums, differences and lookups, level by level, each kind one statement.

A share keeps its numerator and denominator; nothing is ever divided. An open input makes an open result.
"""

from __future__ import annotations

from math import lcm

from checker.engine import sql
from checker.engine.plan import FORMULA, Plan, scaled
from checker.engine.sql import Connection
from checker.model import Measure
from checker.rulebook.numbers import number

_INSERT = "INSERT INTO val SELECT f.mi, g.gid, "
_FROM = " FROM formulas f JOIN wanted w ON w.mi = f.mi JOIN grid g ON g.shape = w.shape "


def fill(con: Connection, plan: Plan) -> None:
    """Append the values of every formula to `val`, inputs first."""
    pending = [one for one in plan.measures if one.kind in FORMULA]
    known = {one.name for one in plan.measures if one.kind not in FORMULA}
    while pending:
        ready = [one for one in pending if known.issuperset(one.inputs)]
        _level(con, plan, ready)
        known |= {one.name for one in ready}
        pending = [one for one in pending if one.name not in known]


def _level(con: Connection, plan: Plan, ready: list[Measure]) -> None:
    rows = [
        {
            "mi": plan.index[one.name],
            "kind": one.kind,
            "pos": pos,
            "input": plan.index[name],
            "na": one.when_zero == "not_applicable",
        }
        for one in ready
        for pos, name in enumerate(one.inputs)
    ]
    columns = {"mi": "INTEGER", "kind": "VARCHAR", "pos": "INTEGER", "input": "INTEGER", "na": "BOOLEAN"}
    sql.create(con, "formula_inputs", columns, rows)
    con.execute("CREATE OR REPLACE TABLE formulas AS SELECT DISTINCT mi, kind, na FROM formula_inputs")
    kinds = {one.kind for one in ready}
    two = " ".join(
        f"JOIN formula_inputs {a}i ON {a}i.mi = f.mi AND {a}i.pos = {pos} JOIN val {a} ON {a}.mi = {a}i.input AND {a}.gid = g.gid"
        for pos, a in enumerate("ab")
    )
    if "share" in kinds:
        # The base is a count or a sum, so its own denominator is 1 and the share is n/d as they stand. When it is known to
        # be zero there is no share: unknown, or not applicable where the measure says so.
        con.execute(f"""{_INSERT}
            CASE WHEN b.n_hi = 0 THEN NULL ELSE a.n_lo END, CASE WHEN b.n_hi = 0 THEN NULL ELSE a.n_hi END,
            b.n_lo, b.n_hi, a.closed AND b.closed, COALESCE(f.na AND b.n_hi = 0, FALSE)
            {_FROM} {two} WHERE f.kind = 'share'""")
    if "difference_of" in kinds:
        con.execute(f"""{_INSERT} a.n_lo - b.n_hi, a.n_hi - b.n_lo, 1, 1, a.closed AND b.closed, FALSE
            {_FROM} {two} WHERE f.kind = 'difference_of'""")
    if "sum_of" in kinds:
        con.execute(f"""{_INSERT}
            CASE WHEN COUNT(v.n_lo) = COUNT(*) THEN CAST(SUM(v.n_lo) AS BIGINT) END,
            CASE WHEN COUNT(v.n_hi) = COUNT(*) THEN CAST(SUM(v.n_hi) AS BIGINT) END, 1, 1, BOOL_AND(v.closed), FALSE
            {_FROM} JOIN formula_inputs i ON i.mi = f.mi JOIN val v ON v.mi = i.input AND v.gid = g.gid
            WHERE f.kind = 'sum_of' GROUP BY f.mi, g.gid""")
    if "lookup" in kinds:
        _lookups(con, plan, [one for one in ready if one.kind == "lookup"])


def _lookups(con: Connection, plan: Plan, ready: list[Measure]) -> None:
    rows = []
    for one in ready:
        assert one.lookup is not None
        of = plan.vocabulary.measures[one.inputs[0]]
        bands = [(band.get("from"), band.get("to"), number(band["value"])) for band in one.lookup["bands"]]
        base = lcm(*(value.denominator for _, _, value in bands))
        for begin, end, value in bands:
            ends = {key: int(scaled(edge, of)) for key, edge in (("b_from", begin), ("b_to", end)) if edge is not None}
            rows.append({"mi": plan.index[one.name], **ends, "n": int(value * base), "d": base})
    columns = {"mi": "INTEGER", "b_from": "BIGINT", "b_to": "BIGINT", "n": "BIGINT", "d": "BIGINT"}
    sql.create(con, "bands", columns, rows)
    # A range gives the least and the greatest of the bands that it touches; where it touches none, all is unknown.
    begin, end = "GREATEST(COALESCE(b.b_from, v.n_lo), v.n_lo)", "LEAST(COALESCE(b.b_to, v.n_hi), v.n_hi)"
    con.execute(f"""{_INSERT}
        CASE WHEN t.whole THEN t.lo END, CASE WHEN t.whole THEN t.hi END, COALESCE(t.d, 1), COALESCE(t.d, 1),
        COALESCE(t.whole, FALSE), FALSE
        {_FROM} LEFT JOIN (
            SELECT i.mi, v.gid, MIN(b.n) AS lo, MAX(b.n) AS hi, MIN(b.d) AS d,
                SUM({end} - {begin} + 1) = MIN(v.n_hi - v.n_lo + 1) AS whole
            FROM formula_inputs i JOIN val v ON v.mi = i.input JOIN bands b ON b.mi = i.mi AND {begin} <= {end}
            WHERE i.kind = 'lookup' GROUP BY i.mi, v.gid
        ) t ON t.mi = f.mi AND t.gid = g.gid WHERE f.kind = 'lookup'""")
