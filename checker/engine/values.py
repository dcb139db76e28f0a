"""Dense values: what is known of every cell, from what the rows say and what the registers cover.

`val(mi, gid, n_lo, n_hi, d_lo, d_hi, closed, na)`: both ends of numerator and denominator, NULL where an end is open. A
register that does not cover the span leaves the upper end open; a row whose entity is not reported widens every entity.
"""

from __future__ import annotations

from collections.abc import Mapping

from checker.engine import sql
from checker.engine.conditions import RowQuery, known
from checker.engine.plan import Plan
from checker.engine.sql import NEVER, Connection
from checker.records.derived import RESULTS
from checker.records.tables import TableSchema

NOWHERE = -719162
"""Day number of 0001-01-01: the latest date among no rows."""


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
    for table in sorted({sets[c[k]].table for m in plan.measures for c in m.where for k in ("belongs", "not_belongs") if k in c}):
        entity = sql.name(next(one.entity for one in sets.values() if one.table == table))
        whole = f"{sql.FIRST}, {sql.FIRST}, {sql.LAST}, {sql.LAST}, TRUE"
        register = sql.text(known(table))
        found[known(table)] = (
            f"SELECT DISTINCT {register}, x.body, x.{entity}, {whole} FROM {sql.name(table)} x WHERE x.{entity} IS NOT NULL"
            f" UNION ALL SELECT {register}, c.body, NULL, c.c_from, c.c_from, c.c_to, c.c_to, TRUE FROM cov c"
            f" WHERE c.tbl = {sql.text(table)}"
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


def fill(con: Connection, plan: Plan, stratum: int) -> None:
    """Dense values of every aggregate that a shape of this stratum reads."""
    sql.create(con, "wanted", {"shape": "INTEGER", "mi": "INTEGER"}, plan.wanted)

    def keys(row: str) -> str:
        return (
            f"{row}.mi = m.mi AND {row}.sid = g.sid AND {row}.e = CASE WHEN m.by_e THEN g.entity ELSE '*' END"
            f" AND {row}.i = CASE WHEN m.by_i THEN g.item ELSE '*' END"
        )

    mine = f"m.tbl {'=' if stratum else '<>'} {sql.text(RESULTS)}"
    closed = "d.sid IS NOT NULL AND NOT g.running"
    con.execute(f"""
        INSERT INTO val
        SELECT m.mi, g.gid,
            CASE WHEN m.kind IN (2, 3, 9, 10) THEN COALESCE(c.lo, 0)
                 WHEN m.kind IN (1, 4) THEN COALESCE(b.lo, 0)
                 WHEN v.k IS NOT NULL THEN NULL
                 WHEN m.kind = 5 THEN CASE WHEN {closed} THEN CASE WHEN b.k IS NULL THEN 0 ELSE b.lo END END
                 WHEN m.kind = 6 THEN CASE WHEN {closed} THEN CASE WHEN b.k IS NULL THEN {NEVER} ELSE b.lo END END
                 ELSE b.lo END,
            CASE WHEN m.kind = 10 THEN CASE WHEN v.k IS NULL AND b.k IS NOT NULL THEN b.hi + COALESCE(c.hi, 0) WHEN {closed} AND v.k IS NULL THEN 0 END
                 WHEN m.kind <= 4 OR m.kind = 9 THEN CASE WHEN {closed} AND (b.k IS NULL OR b.hi IS NOT NULL)
                      AND (v.k IS NULL OR (v.hi IS NOT NULL AND m.kind < 9)) THEN COALESCE(b.hi, 0) + COALESCE(c.hi, 0)
                          + COALESCE(CASE WHEN m.kind IN (2, 3) THEN v.k ELSE v.hi END, 0) END
                 WHEN v.k IS NOT NULL AND m.kind <> 6 THEN NULL
                 WHEN m.kind = 5 THEN CASE WHEN {closed} THEN CASE WHEN b.k IS NULL THEN 0 ELSE b.hi END END
                 WHEN m.kind = 7 THEN CASE WHEN {closed} THEN CASE WHEN b.k IS NULL THEN {NOWHERE} ELSE b.hi END END
                 ELSE b.hi END,
            CASE WHEN m.kind = 5 THEN COALESCE(b.d, 0) WHEN m.kind = 8 THEN m.scale ELSE 1 END,
            CASE WHEN m.kind = 5 THEN CASE WHEN {closed} THEN COALESCE(b.d, 0) END WHEN m.kind = 8 THEN m.scale ELSE 1 END,
            {closed}, FALSE
        FROM grid g JOIN wanted n ON n.shape = g.shape JOIN aggregates m ON m.mi = n.mi AND {mine}
        LEFT JOIN base b ON {keys("b")}
        LEFT JOIN (SELECT mi, sid, e, i, COUNT(CASE WHEN sure THEN 1 END) AS lo, COUNT(*) AS hi FROM sbase
                   GROUP BY mi, sid, e, i) c ON {keys("c")}
        LEFT JOIN base v ON v.mi = m.mi AND v.sid = g.sid AND v.e = '?' AND (m.by_e OR m.by_i)
        LEFT JOIN done d ON d.tbl = m.tbl AND d.mode = m.mode AND d.sid = g.sid
    """)
    con.execute(f"""
        INSERT INTO sv SELECT b.mi, g.gid, b.element, b.sure
        FROM grid g JOIN wanted n ON n.shape = g.shape JOIN aggregates m ON m.mi = n.mi AND {mine} JOIN sbase b ON {keys("b")}
    """)
