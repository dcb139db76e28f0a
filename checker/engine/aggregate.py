"""Rows → bounded values: one GROUP BY per table and key with conditional aggregates, then one dense fill over the grid.

`base(mi, sid, e, i, lo, hi, d, k)` is sparse: what the rows say. `val(mi, gid, n_lo, n_hi, d_lo, d_hi, closed, na)` is
dense: what is known of every cell. A row that may or may not count (a condition or a date not reported) widens the value;
a register that does not cover the span leaves the upper end open (NULL).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from checker.engine import sql
from checker.engine.conditions import RowQuery
from checker.engine.plan import KIND, PPM, Plan
from checker.engine.sql import NEVER, Connection
from checker.records.derived import RESULTS
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
CODE_VALUE = 10
"""Kind of a `value` that is a code: a set of one, known as soon as its row is."""
NOWHERE = -719162
"""Day number of 0001-01-01: the latest date among no rows."""


def kind_of(measure: Measure) -> int:
    return CODE_VALUE if measure.kind == "value" and measure.type == "code" else KIND[measure.kind]


def sets_in_use(plan: Plan, schemas: Mapping[str, TableSchema]) -> dict[str, str]:
    """SELECTs for `setrow`, one per entity set that shapes or conditions name."""
    sets = plan.vocabulary.sets
    names = {row[key] for row in plan.shapes for key in ("eset", "iset")} & sets.keys()
    names |= {c[k] for m in plan.measures for c in m.where for k in ("belongs", "not_belongs") if k in c}
    found = {}
    for name in sorted(names):
        one = sets[name]
        query = RowQuery(schemas[one.table], schemas, sets)
        condition = query.all(one.where)
        entity, _ = query.column(one.entity)
        ends = (
            "x.f_lo, x.f_hi, x.u_lo, x.u_hi"
            if schemas[one.table].time
            else f"{sql.FIRST}, {sql.FIRST}, {sql.LAST}, {sql.LAST}"
        )
        found[name] = (
            f"SELECT {sql.text(name)}, x.body, {entity}, {ends}, COALESCE({condition}, FALSE)"
            f" FROM {query.source} WHERE COALESCE({condition}, TRUE) AND {entity} IS NOT NULL"
        )
    return found


def completeness(con: Connection, plan: Plan) -> None:
    """`done(tbl, mode, sid)` and `set_done(name, sid)`: which spans a register covers."""
    con.execute("""
        CREATE OR REPLACE TABLE done AS
        SELECT DISTINCT c.tbl, m.mode, s.sid
        FROM span s JOIN cov c ON c.body = s.body
        CROSS JOIN (VALUES ('through'), ('end'), ('start')) m(mode)
        WHERE c.c_to >= CASE m.mode WHEN 'start' THEN s.need_from ELSE s.eff_to END
          AND c.c_from <= CASE m.mode WHEN 'end' THEN s.eff_to ELSE s.need_from END
    """)
    names = [{"name": s.name, "tbl": s.table} for s in plan.vocabulary.sets.values()]
    sql.create(con, "set_tables", {"name": "VARCHAR", "tbl": "VARCHAR"}, names)
    con.execute("""
        CREATE OR REPLACE TABLE set_done AS
        SELECT t.name, d.sid FROM set_tables t JOIN done d ON d.tbl = t.tbl
        JOIN span s ON s.sid = d.sid AND d.mode = CASE WHEN s.period = '*' THEN 'end' ELSE 'through' END
    """)
    if plan.literals:
        con.execute("INSERT INTO set_done SELECT DISTINCT l.name, s.sid FROM literals l CROSS JOIN span s")


def create(con: Connection) -> None:
    """Empty result tables."""
    sql.create(con, "base", BASE)
    con.execute(
        "CREATE OR REPLACE TABLE sbase (mi INTEGER, sid BIGINT, e VARCHAR, i VARCHAR, element VARCHAR, sure BOOLEAN)"
    )
    con.execute("CREATE OR REPLACE TABLE sv (mi INTEGER, gid BIGINT, element VARCHAR, sure BOOLEAN)")
    con.execute(
        "CREATE OR REPLACE TABLE val (mi INTEGER, gid BIGINT, n_lo BIGINT, n_hi BIGINT, d_lo BIGINT, d_hi BIGINT,"
        " closed BOOLEAN, na BOOLEAN)"
    )


def rows_of(
    con: Connection,
    plan: Plan,
    schemas: Mapping[str, TableSchema],
    measures: Iterable[Measure],
    reported: frozenset[str],
    *,
    span: str = "span",
) -> None:
    """Fill `base` and `sbase` from the record tables; a table that no body reports has nothing to give."""
    groups: dict[tuple[str, str | None, str | None, str, str | None], list[Measure]] = {}
    for one in measures:
        if one.table is not None and one.table in reported:
            spread = _list_column(one, schemas)
            groups.setdefault((one.table, one.entity, one.item, one.at, spread), []).append(one)
    shapes = {row["shape"]: row["wk"] for row in plan.shapes}
    needed: dict[int, set[int]] = {}
    for row in plan.wanted:
        needed.setdefault(row["mi"], set()).add(shapes[row["shape"]])
    for (table, entity, item, at, spread), members in groups.items():
        wks = sorted(set().union(*(needed.get(plan.index[m.name], set()) for m in members)))
        where = f"s.wk IN ({', '.join(map(str, wks))})" if span == "span" else "TRUE"
        _group(con, plan, schemas, schemas[table], entity, item, at, spread, members, span, where)


def _list_column(one: Measure, schemas: Mapping[str, TableSchema]) -> str | None:
    """The list column whose elements a set measure collects: its rows are spread, so it is read on its own."""
    if one.kind != "set" or one.column is None or "." in one.column:
        return None
    assert one.table is not None
    return one.column if schemas[one.table].columns[one.column].type in LISTS else None


def _group(
    con: Connection, plan: Plan, schemas: Mapping[str, TableSchema], table: TableSchema,
    entity: str | None, item: str | None, at: str, spread: str | None, members: list[Measure], span: str, where: str,
) -> None:  # fmt: skip
    query = RowQuery(table, schemas, plan.vocabulary.sets)
    columns = [f"{_key(query, entity, 'ue')} AS e0", f"{_key(query, item, 'ui')} AS i0"]
    for one in members:
        mi = plan.index[one.name]
        columns.append(f"{query.all(one.where)} AS c{mi}")
        if one.column:
            column, schema = query.column(one.column)
            if one.column == spread:
                column = _spread(query, column, "us")
            columns.append(f"{column} AS v{mi}")
            if schema.type == "date":
                columns.append(f'{column[:-1]}__hi" AS h{mi}')
    possible, sure = query.time(at)
    time = ", ".join(f"x.{c}" for c in ("t_lo", "t_hi", "f_lo", "f_hi", "u_lo", "u_hi") if _has_time(table, c))
    con.execute(f"""
        CREATE OR REPLACE TEMP TABLE j AS
        WITH x AS (SELECT x.body{", " + time if time else ""}, {", ".join(columns)} FROM {query.source})
        SELECT s.sid, x.*, CASE WHEN e0 IS NULL OR i0 IS NULL THEN '?' ELSE e0 END AS e,
            CASE WHEN e0 IS NULL OR i0 IS NULL THEN '?' ELSE i0 END AS i, {sure} AS sure
        FROM x JOIN {span} s ON s.body = x.body AND {where} AND {possible}
    """)
    aggregates, picks = [], []
    for one in members:
        mi = plan.index[one.name]
        low, high, denominator, seen = _aggregate(one, mi, "t_lo" if "at" in (table.time or {}) else "NULL")
        aggregates += [f"{low} AS lo{mi}", f"{high} AS hi{mi}", f"{denominator} AS d{mi}", f"{seen} AS k{mi}"]
        picks.append(f"SELECT {mi}, sid, e, i, lo{mi}, hi{mi}, d{mi}, k{mi} FROM a WHERE k{mi} > 0")
    con.execute(
        f"INSERT INTO base WITH a AS (SELECT sid, e, i, {', '.join(aggregates)} FROM j GROUP BY sid, e, i) "
        + " UNION ALL ".join(picks)
    )
    elements = [
        f"SELECT {mi}, sid, e, i, v{mi}, BOOL_OR(COALESCE(c{mi}, FALSE) AND sure) FROM j"
        f" WHERE COALESCE(c{mi}, TRUE) AND v{mi} IS NOT NULL AND v{mi} <> 'none' GROUP BY sid, e, i, v{mi}"
        for mi in (plan.index[m.name] for m in members if kind_of(m) in (KIND["set"], CODE_VALUE))
    ]
    if elements:
        con.execute("INSERT INTO sbase " + " UNION ALL ".join(elements))


def _has_time(table: TableSchema, column: str) -> bool:
    time = table.time or {}
    return column in (("t_lo", "t_hi") if "at" in time else ("f_lo", "f_hi", "u_lo", "u_hi") if "from" in time else ())


def _key(query: RowQuery, path: str | None, alias: str) -> str:
    if path is None:
        return "'*'"
    column, schema = query.column(path)
    return _spread(query, column, alias) if schema.type in LISTS else column


def _spread(query: RowQuery, column: str, alias: str) -> str:
    """One row per element of a list column; a list that is not reported stays one row with NULL, an empty one vanishes."""
    query.joins[alias] = f"CROSS JOIN LATERAL unnest(COALESCE({column}, [CAST(NULL AS VARCHAR)])) {alias}(v)"
    return f"{alias}.v"


def _aggregate(one: Measure, mi: int, day: str) -> tuple[str, str, str, str]:
    """(low, high, denominator, rows that may count) as SQL over `j`."""
    yes = f"c{mi} AND sure"
    may = f"COALESCE(c{mi}, TRUE)"
    seen = f"COUNT(CASE WHEN {may} THEN 1 END)"
    value, high = f"v{mi}", f"v{mi}"
    if one.type == "date" and one.kind in ("min", "max", "value"):
        value, high = sql.to_day(f"v{mi}"), sql.to_day(f"h{mi}")

    def pick(condition: str, what: str) -> str:
        return f"CASE WHEN {condition} THEN {what} END"

    blank = f"COUNT({pick(f'{may} AND v{mi} IS NULL', '1')})" if one.column else "0"
    match one.kind:
        case "rows":
            return f"COUNT({pick(yes, '1')})", seen, "1", seen
        case "days":
            vague = f"COUNT({pick(f'{may} AND t_lo <> t_hi', '1')})"
            return (
                f"COUNT(DISTINCT {pick(f'{yes} AND t_lo = t_hi', day)})",
                f"COUNT(DISTINCT {pick(f'{may} AND t_lo = t_hi', day)}) + {vague}", "1", seen,
            )  # fmt: skip
        case "distinct":
            return f"COUNT(DISTINCT {pick(yes, value)})", f"COUNT(DISTINCT {pick(may, value)}) + {blank}", "1", seen
        case "sum":
            return (
                f"CAST(COALESCE(SUM({pick(yes, value)}), 0) AS BIGINT)",
                f"CASE WHEN {blank} = 0 THEN CAST(COALESCE(SUM({pick(may, value)}), 0) AS BIGINT) END", "1", seen,
            )  # fmt: skip
        case "mean":
            firm = f"COUNT({pick(f'{may} AND NOT COALESCE({yes}, FALSE)', '1')}) = 0 AND {blank} = 0"
            total = f"CASE WHEN {firm} THEN CAST(SUM({pick(may, value)}) AS BIGINT) END"
            scale = PPM if one.type == "share" else 1
            return total, total, f"{seen} * {scale}", seen
        case "min":
            return f"CASE WHEN {blank} = 0 THEN MIN({pick(may, value)}) END", f"MIN({pick(yes, high)})", "1", seen
        case "max":
            return f"MAX({pick(yes, value)})", f"CASE WHEN {blank} = 0 THEN MAX({pick(may, high)}) END", "1", seen
        case "value" if one.type != "code":
            firm = f"{blank} = 0"
            scale = str(PPM) if one.type == "share" else "1"
            low = f"CASE WHEN {firm} THEN MIN({pick(may, value)}) END"
            return low, f"CASE WHEN {firm} THEN MAX({pick(may, high)}) END", scale, seen
    # A set's elements are counted from `sbase`; here only whether some row keeps its element to itself.
    return "0", f"CASE WHEN {blank} = 0 THEN 0 END", "1", seen


def points(con: Connection) -> None:
    """`pv(body, mi, lo, hi)` from `base` over the one whole span of each body, for windows that hang on an event."""
    con.execute(
        "CREATE OR REPLACE TABLE pv AS SELECT s.body, b.mi, b.lo, b.hi FROM base b JOIN span0 s ON s.sid = b.sid"
    )


def fill(con: Connection, plan: Plan, schemas: Mapping[str, TableSchema], stratum: int) -> None:
    """Dense values of every aggregate that a shape of this stratum reads."""
    meta = []
    for mi, one in enumerate(plan.measures):
        if one.table is None or (one.table == RESULTS) != (stratum > 0):
            continue
        state = "from" in (schemas[one.table].time or {})
        mode = (
            {"end": "end", "start": "start", "any": "through"}[one.at]
            if state or not schemas[one.table].time
            else "through"
        )
        meta.append(
            {"mi": mi, "kind": kind_of(one), "tbl": one.table, "mode": mode, "by_e": one.entity is not None,
             "by_i": one.item is not None, "scale": PPM if one.type == "share" else 1}
        )  # fmt: skip
    columns = {
        "mi": "INTEGER",
        "kind": "INTEGER",
        "tbl": "VARCHAR",
        "mode": "VARCHAR",
        "by_e": "BOOLEAN",
        "by_i": "BOOLEAN",
        "scale": "BIGINT",
    }
    sql.create(con, "aggregates", columns, meta)
    sql.create(con, "wanted", {"shape": "INTEGER", "mi": "INTEGER"}, plan.wanted)

    def keys(row: str) -> str:
        return (
            f"{row}.mi = m.mi AND {row}.sid = g.sid AND {row}.e = CASE WHEN m.by_e THEN g.entity ELSE '*' END"
            f" AND {row}.i = CASE WHEN m.by_i THEN g.item ELSE '*' END"
        )

    closed = "d.sid IS NOT NULL AND NOT g.running"
    con.execute(f"""
        INSERT INTO val
        SELECT m.mi, g.gid,
            CASE WHEN m.kind >= 9 THEN COALESCE(c.lo, 0)
                 WHEN m.kind <= 4 THEN COALESCE(b.lo, 0)
                 WHEN v.k IS NOT NULL THEN NULL
                 WHEN m.kind = 5 THEN CASE WHEN {closed} THEN CASE WHEN b.k IS NULL THEN 0 ELSE b.lo END END
                 WHEN m.kind = 6 THEN CASE WHEN {closed} THEN CASE WHEN b.k IS NULL THEN {NEVER} ELSE b.lo END END
                 ELSE b.lo END,
            CASE WHEN m.kind = 10 THEN CASE WHEN v.k IS NULL AND b.k IS NOT NULL THEN b.hi + COALESCE(c.hi, 0) WHEN {closed} AND v.k IS NULL THEN 0 END
                 WHEN m.kind <= 4 OR m.kind = 9 THEN CASE WHEN {closed} AND (b.k IS NULL OR b.hi IS NOT NULL)
                      AND (v.k IS NULL OR (v.hi IS NOT NULL AND m.kind < 9)) THEN COALESCE(b.hi, 0) + COALESCE(v.hi, 0) + COALESCE(c.hi, 0) END
                 WHEN v.k IS NOT NULL AND m.kind <> 6 THEN NULL
                 WHEN m.kind = 5 THEN CASE WHEN {closed} THEN CASE WHEN b.k IS NULL THEN 0 ELSE b.hi END END
                 WHEN m.kind = 7 THEN CASE WHEN {closed} THEN CASE WHEN b.k IS NULL THEN {NOWHERE} ELSE b.hi END END
                 ELSE b.hi END,
            CASE WHEN m.kind = 5 THEN COALESCE(b.d, 0) WHEN m.kind = 8 THEN m.scale ELSE 1 END,
            CASE WHEN m.kind = 5 THEN CASE WHEN {closed} THEN COALESCE(b.d, 0) END WHEN m.kind = 8 THEN m.scale ELSE 1 END,
            {closed}, FALSE
        FROM grid g JOIN wanted n ON n.shape = g.shape JOIN aggregates m ON m.mi = n.mi
        LEFT JOIN base b ON {keys("b")}
        LEFT JOIN (SELECT mi, sid, e, i, COUNT(CASE WHEN sure THEN 1 END) AS lo, COUNT(*) AS hi FROM sbase
                   GROUP BY mi, sid, e, i) c ON {keys("c")}
        LEFT JOIN base v ON v.mi = m.mi AND v.sid = g.sid AND v.e = '?' AND (m.by_e OR m.by_i)
        LEFT JOIN done d ON d.tbl = m.tbl AND d.mode = m.mode AND d.sid = g.sid
    """)
    con.execute(f"""
        INSERT INTO sv SELECT b.mi, g.gid, b.element, b.sure
        FROM grid g JOIN wanted n ON n.shape = g.shape JOIN aggregates m ON m.mi = n.mi JOIN sbase b ON {keys("b")}
    """)
