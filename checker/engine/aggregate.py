"""Rows → what they say: one long table of (measure, span, row), then one GROUP BY for all measures.

`base(mi, sid, e, i, lo, hi, d, k)` has the ends that the rows themselves give and `k`, how many may count; `sbase` the
elements behind sets and distinct counts. Both are sparse. A row that may or may not count (a condition or a date not
reported) widens the ends; a row whose entity or item is not reported stands under `?`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from checker.engine import sql
from checker.engine.plan import PPM, Plan
from checker.engine.sql import Connection
from checker.engine.views import View
from checker.model import Measure
from checker.records.tables import LISTS, TableSchema

BASE = {
    "mi": "INTEGER",
    "sid": "BIGINT",
    "e": "VARCHAR",
    "i": "VARCHAR",
    "lo": "BIGINT",
    "hi": "BIGINT",
    "d": "BIGINT",
    "k": "BIGINT",
}
ELEMENTS = "('days', 'distinct', 'set', 'code')"
"""Kinds that count elements rather than rows."""


def kind_of(measure: Measure) -> str:
    """The measure's kind; a `value` that is a code is `code`: a set of one, known as soon as its row is."""
    return "code" if measure.kind == "value" and measure.type == "code" else measure.kind


def create(con: Connection, plan: Plan, schemas: Mapping[str, TableSchema]) -> None:
    """Empty result tables, and `aggregates`: the measures over tables as rows."""
    sql.create(con, "base", BASE)
    for statement in (
        "sbase (mi INTEGER, sid BIGINT, e VARCHAR, i VARCHAR, element VARCHAR, sure BOOLEAN)",
        "sv (mi INTEGER, gid BIGINT, element VARCHAR, sure BOOLEAN)",
        "val (mi INTEGER, gid BIGINT, n_lo BIGINT, n_hi BIGINT, d_lo BIGINT, d_hi BIGINT, closed BOOLEAN, na BOOLEAN)",
    ):
        con.execute(f"CREATE OR REPLACE TABLE {statement}")
    rows = []
    for mi, one in enumerate(plan.measures):
        if one.table is None:
            continue
        time = schemas[one.table].time
        always = "dated" if one.type == "date" else "ever"
        mode = always if time and "at" in time else {"end": "end", "start": "start", "any": always}[one.at]
        rows.append(
            {"mi": mi, "kind": kind_of(one), "tbl": one.table, "mode": mode, "by_e": one.entity is not None,
             "by_i": one.item is not None, "timed": bool(time), "dated": one.type == "date",
             "scale": PPM if one.type == "share" else 1}
        )  # fmt: skip
    columns = {
        "mi": "INTEGER",
        "kind": "VARCHAR",
        "tbl": "VARCHAR",
        "mode": "VARCHAR",
        "by_e": "BOOLEAN",
        "by_i": "BOOLEAN",
        "timed": "BOOLEAN",
        "dated": "BOOLEAN",
        "scale": "BIGINT",
    }
    sql.create(con, "aggregates", columns, rows)


def rows_of(
    con: Connection, plan: Plan, views: Mapping[str, View], measures: Iterable[Measure], *, span: str = "span"
) -> None:
    """Replace `base` and `sbase` by what the rows of `views` say of `measures`."""
    con.execute(
        "CREATE OR REPLACE TABLE said (mi INTEGER, sid BIGINT, e VARCHAR, i VARCHAR, yes BOOLEAN, v VARCHAR, n BIGINT, h BIGINT)"
    )
    groups: dict[tuple[str, str | None, str | None, str, str | None], list[Measure]] = {}
    for one in measures:
        if one.table is not None and one.table in views:
            groups.setdefault(
                (one.table, one.entity, one.item, one.at, _list_column(one, views[one.table])), []
            ).append(one)
    shapes = {row["shape"]: row["wk"] for row in plan.shapes}
    needed: dict[int, set[int]] = {}
    for row in plan.wanted:
        needed.setdefault(row["mi"], set()).add(shapes[row["shape"]])
    parts = []
    for (table, _, _, at, _), members in groups.items():
        wks = sorted(set().union(*(needed.get(plan.index[m.name], set()) for m in members)))
        where = f"s.wk IN ({', '.join(map(str, wks))})" if span == "span" else "TRUE"
        parts.append(_say(plan, views[table], at, members, span, where))
    if parts:
        con.execute(f"""
            INSERT INTO said
            SELECT q.m.mi, q.sid, COALESCE(q.e, '?'), COALESCE(q.i, '?'), COALESCE(q.m.c, FALSE) AND q.sure, q.m.v, q.m.n, q.m.h
            FROM ({" UNION ALL ".join(parts)}) q WHERE COALESCE(q.m.c, TRUE)""")
    con.execute(f"CREATE OR REPLACE TABLE base AS {_BASE}")
    con.execute(f"CREATE OR REPLACE TABLE sbase AS {_SETS}")


def _list_column(one: Measure, view: View) -> str | None:
    """The list column whose elements a set measure collects: its rows are spread, so it is read on its own."""
    schema = view.seen[one.name].schemas[0]
    return one.column if one.kind == "set" and schema is not None and schema.type in LISTS else None


def _say(plan: Plan, view: View, at: str, members: list[Measure], span: str, where: str) -> str:
    first = view.seen[members[0].name]
    joins: list[str] = []

    def spread(column: str, alias: str) -> str:
        # One row per element; a list that is not reported stays one row with NULL, an empty one vanishes.
        joins.append(f"CROSS JOIN LATERAL unnest(COALESCE(x.{column}, [CAST(NULL AS VARCHAR)])) {alias}(v)")
        return f"{alias}.v"

    keys = []
    for column, schema, alias in zip(first.keys, first.schemas[1:], ("ue", "ui"), strict=True):
        is_list = schema is not None and schema.type in LISTS
        keys.append("'*'" if column is None else spread(column, alias) if is_list else f"CAST(x.{column} AS VARCHAR)")
    spread_value = spread(str(first.value), "us") if _list_column(members[0], view) else None
    possible, sure = times(view.table, at)
    told = ", ".join(_told(plan.index[one.name], one, view, spread_value) for one in members)
    return f"""
        SELECT s.sid, {keys[0]} AS e, {keys[1]} AS i, {sure} AS sure, unnest([{told}]) AS m
        FROM {view.name} x JOIN {span} s ON s.body = x.body AND {where} AND {possible} {" ".join(joins)}
    """


def _told(mi: int, one: Measure, view: View, spread_value: str | None) -> str:
    """What one row tells one measure: whether it counts, and its element `v` or its number from `n` to `h`."""
    seen = view.seen[one.name]
    counts = " AND ".join(f"x.{test}" for test in seen.tests) or "TRUE"
    element, low, high = "NULL", "NULL", "NULL"
    if one.kind == "days":
        element = "CASE WHEN x.t_lo = x.t_hi THEN x.t_lo END"
    elif kind_of(one) in ("distinct", "set", "code"):
        element = spread_value or f"x.{seen.value}"
    elif one.kind != "rows":
        low, high = f"x.{seen.value}", f"x.{seen.high}"
        if one.type == "date":
            low, high = sql.to_day(low), sql.to_day(high)
    return f"{{'mi': {mi}, 'c': {counts}, 'v': CAST({element} AS VARCHAR), 'n': CAST({low} AS BIGINT), 'h': CAST({high} AS BIGINT)}}"


def times(table: TableSchema, at: str) -> tuple[str, str]:
    """(possible, sure): SQL for "row `x` falls in span `s`"; `at` picks the moment for tables of states."""
    time = table.time or {}
    if "at" in time:
        return "x.t_hi >= s.rows_from AND x.t_lo <= s.eff_to", "(x.t_lo >= s.rows_from AND x.t_hi <= s.eff_to)"
    if "from" in time:
        begin, end = {
            "end": ("s.eff_to", "s.eff_to"),
            "start": ("s.need_from", "s.need_from"),
            "any": ("s.rows_from", "s.eff_to"),
        }[at]
        return f"x.f_lo <= {end} AND x.u_hi >= {begin}", f"(x.f_hi <= {end} AND x.u_lo >= {begin})"
    return "TRUE", "TRUE"


# A number that a possible row keeps to itself opens the end that it could move; a mean is known only when every row
# that may count surely does.
_BASE = """
    SELECT s.mi, s.sid, s.e, s.i,
        CASE a.kind WHEN 'rows' THEN s.sure WHEN 'sum' THEN COALESCE(s.sure_sum, 0)
            WHEN 'mean' THEN CASE WHEN s.sure = s.k AND s.blank = 0 THEN s.total END
            WHEN 'min' THEN CASE WHEN s.blank = 0 THEN s.least END WHEN 'max' THEN s.sure_most
            WHEN 'value' THEN CASE WHEN s.blank = 0 AND s.sure > 0 THEN s.least END ELSE s.sure END AS lo,
        CASE WHEN a.kind = 'rows' THEN s.k WHEN a.kind IN ('days', 'distinct') THEN s.nameless
            WHEN a.kind IN ('set', 'code') THEN CASE WHEN s.nameless = 0 THEN 0 END
            WHEN a.kind = 'mean' THEN CASE WHEN s.sure = s.k AND s.blank = 0 THEN s.total END
            WHEN a.kind = 'min' THEN s.sure_least
            WHEN s.blank > 0 OR (a.kind = 'value' AND s.sure = 0) THEN NULL WHEN a.kind = 'sum' THEN s.total ELSE s.most END AS hi,
        CASE WHEN a.kind = 'mean' THEN s.k * a.scale ELSE 1 END AS d, s.k
    FROM (SELECT mi, sid, e, i, COUNT(*) AS k, COUNT(CASE WHEN yes THEN 1 END) AS sure,
            COUNT(CASE WHEN n IS NULL THEN 1 END) AS blank, COUNT(CASE WHEN v IS NULL THEN 1 END) AS nameless,
            CAST(SUM(n) AS BIGINT) AS total, CAST(SUM(CASE WHEN yes THEN n END) AS BIGINT) AS sure_sum,
            MIN(n) AS least, MIN(CASE WHEN yes THEN h END) AS sure_least,
            MAX(h) AS most, MAX(CASE WHEN yes THEN n END) AS sure_most
          FROM said GROUP BY mi, sid, e, i) s
    JOIN aggregates a ON a.mi = s.mi
"""
_SETS = f"""
    SELECT s.mi, s.sid, s.e, s.i, s.v AS element, BOOL_OR(s.yes) AS sure
    FROM said s JOIN aggregates a ON a.mi = s.mi AND a.kind IN {ELEMENTS}
    WHERE s.v IS NOT NULL AND s.v <> 'none'
    GROUP BY s.mi, s.sid, s.e, s.i, s.v
"""


def points(con: Connection) -> None:
    """`pv(body, mi, lo, hi)` from `base` over the one whole span of each body, for windows that hang on an event."""
    con.execute(
        "CREATE OR REPLACE TABLE pv AS SELECT s.body, b.mi, b.lo, b.hi FROM base b JOIN span0 s ON s.sid = b.sid"
        " WHERE b.lo IS NOT NULL AND b.hi IS NOT NULL"
    )
