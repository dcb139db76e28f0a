"""Values → values: shares, sums, differences, weighted sums, totals and lookups, level by level, each kind one statement.

A share keeps its numerator and denominator; nothing is ever divided. An open input makes an open result. What is too
large for a column is the database's error, never a wrong number.
"""

from __future__ import annotations

from collections.abc import Mapping
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
    totals = {"shape": "INTEGER", "mi": "INTEGER", "over": "INTEGER"}
    sql.create(con, "totals", totals, plan.totals)
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
            "plus": never_negative(plan.vocabulary.measures[name], plan.vocabulary.measures),
            "t_n": one.weights[pos].numerator if one.weights else 1,
            "t_d": one.weights[pos].denominator if one.weights else 1,
        }
        for one in ready
        for pos, name in enumerate(one.inputs)
    ]
    columns = {
        "mi": "INTEGER", "kind": "VARCHAR", "pos": "INTEGER", "input": "INTEGER", "na": "BOOLEAN", "plus": "BOOLEAN",
        "t_n": "BIGINT", "t_d": "BIGINT",
    }  # fmt: skip
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
    if "weighted" in kinds:
        con.execute(_WEIGHTED)
    if "total_of" in kinds:
        con.execute(_TOTALS)
    if "lookup" in kinds:
        _lookups(con, plan, [one for one in ready if one.kind == "lookup"])


def _lookups(con: Connection, plan: Plan, ready: list[Measure]) -> None:
    rows = []
    for one in ready:
        assert one.lookup is not None
        of = plan.vocabulary.measures[one.inputs[0]]
        bands = [(band, scaled(number(band["value"]), one)) for band in one.lookup["bands"]]
        base = lcm(*(value.denominator for _, value in bands))
        for band, value in bands:
            ends = {f"b_{key}": int(scaled(number(band[key]), of)) for key in ("from", "to") if key in band}
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


def never_negative(measure: Measure, measures: Mapping[str, Measure]) -> bool:
    """Can the value not be below zero? Records hold no number below zero, so only a difference or a band may be."""
    if measure.kind == "difference_of":
        return False
    bands = measure.lookup["bands"] if measure.lookup else ()
    if any(number(band["value"]) < 0 for band in bands):
        return False
    return bool(bands) or all(never_negative(measures[name], measures) for name in measure.inputs)


def _over_one_base(top: str, base: str) -> str:
    """Both sides of a weighted sum's end: the parts over their least common base, and that base."""
    return f"""SUM(CAST(p.{top} AS HUGEINT) * p.t_n * (b.{base} // p.{base})) AS {top}, ANY_VALUE(b.{base}) AS {base}"""


# The bases of a mean or share of several parts are brought to their least common multiple, then the fraction is reduced,
# so that only a value which itself has too many digits overflows.
_WEIGHTED = f"""
    WITH parts AS (
        SELECT f.mi, g.gid, v.n_lo, v.n_hi, i.t_n, v.closed, v.na,
            CASE WHEN v.d_hi > 0 THEN CAST(v.d_hi AS HUGEINT) * i.t_d END AS d_hi,
            CASE WHEN v.d_lo > 0 THEN CAST(v.d_lo AS HUGEINT) * i.t_d END AS d_lo
        {_FROM} JOIN formula_inputs i ON i.mi = f.mi JOIN val v ON v.mi = i.input AND v.gid = g.gid WHERE f.kind = 'weighted'),
    bases AS (
        SELECT mi, gid, list_reduce(list(COALESCE(d_hi, 1)), lambda a, b: lcm(a, b)) AS d_hi,
            list_reduce(list(COALESCE(d_lo, 1)), lambda a, b: lcm(a, b)) AS d_lo,
            COUNT(*) = COUNT(n_lo) AND COUNT(*) = COUNT(d_hi) AS low, COUNT(*) = COUNT(n_hi) AND COUNT(*) = COUNT(d_lo) AS high,
            BOOL_AND(closed) AS closed, BOOL_OR(na) AS na
        FROM parts GROUP BY mi, gid),
    sums AS (
        SELECT p.mi, p.gid, {_over_one_base("n_lo", "d_hi")}, {_over_one_base("n_hi", "d_lo")},
            ANY_VALUE(b.low) AS low, ANY_VALUE(b.high) AS high, ANY_VALUE(b.closed) AS closed, ANY_VALUE(b.na) AS na
        FROM parts p JOIN bases b ON b.mi = p.mi AND b.gid = p.gid GROUP BY p.mi, p.gid)
    INSERT INTO val SELECT mi, gid,
        CASE WHEN low THEN CAST(n_lo // gcd(n_lo, d_hi) AS BIGINT) END, CASE WHEN high THEN CAST(n_hi // gcd(n_hi, d_lo) AS BIGINT) END,
        CASE WHEN high THEN CAST(d_lo // gcd(n_hi, d_lo) AS BIGINT) ELSE 1 END,
        CASE WHEN low THEN CAST(d_hi // gcd(n_lo, d_hi) AS BIGINT) ELSE 1 END, closed, na
    FROM sums
"""
# An entity that is perhaps not in the set may add nothing; a set that is not known, or a period that runs, may add more.
# What cannot be negative adds at least nothing.
_TOTALS = """
    INSERT INTO val SELECT mi, gid,
        CASE WHEN COUNT(lo) = COUNT(*) THEN CAST(SUM(lo) AS BIGINT) END,
        CASE WHEN COUNT(hi) = COUNT(*) THEN CAST(SUM(hi) AS BIGINT) END, 1, 1, BOOL_AND(closed), FALSE
    FROM (SELECT f.mi, g.gid, COALESCE(v.closed, e.entity = '-') AND e.entity <> '?' AND NOT g.running AS closed,
            CASE WHEN g.period IN ('?', '-') THEN NULL
                 WHEN (e.entity = '?' OR g.running OR v.n_lo IS NULL AND e.entity <> '-') AND NOT i.plus THEN NULL
                 WHEN e.entity IN ('?', '-') THEN 0
                 WHEN e.unsure THEN LEAST(COALESCE(v.n_lo, 0), 0) ELSE COALESCE(v.n_lo, 0) END AS lo,
            CASE WHEN g.period IN ('?', '-') OR g.running OR e.entity = '?' THEN NULL
                 WHEN e.entity = '-' THEN 0
                 WHEN e.unsure AND v.n_hi < 0 THEN 0 ELSE v.n_hi END AS hi
        FROM formulas f JOIN formula_inputs i ON i.mi = f.mi JOIN totals t ON t.mi = f.mi JOIN grid g ON g.shape = t.shape
        JOIN grid e ON e.shape = t.over AND e.sid = g.sid LEFT JOIN val v ON v.mi = i.input AND v.gid = e.gid
        WHERE f.kind = 'total_of')
    GROUP BY mi, gid
"""
