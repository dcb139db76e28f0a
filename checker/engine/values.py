"""Dense values: what is known of every cell, from what the rows say and what the registers cover.

`val(mi, gid, n_lo, n_hi, d_lo, d_hi, closed, na)`: both ends of numerator and denominator, NULL where an end is open. A
register that does not cover the span leaves the upper end open; a row whose entity is not reported widens every entity.
"""

from __future__ import annotations

from collections.abc import Mapping

from checker.engine import sql
from checker.engine.aggregate import ELEMENTS
from checker.engine.conditions import RowQuery, known
from checker.engine.plan import Plan, named
from checker.engine.sql import FIRST, NEVER, NOWHERE, Connection
from checker.records.derived import RESULTS
from checker.records.tables import TableSchema
from checker.rulebook.vocabulary import EntitySet


def sets_in_use(plan: Plan, schemas: Mapping[str, TableSchema], reported: frozenset[str]) -> list[str]:
    """SELECTs for `setrow`, in the order in which they must run: what registers know, then each set that a shape or a
    condition names, after the sets that its own conditions name. A table without a row has no members."""
    sets, order = plan.vocabulary.sets, plan.sets
    compared = set().union(*(named(m.where) for m in plan.measures), *(named(sets[name].where) for name in order))
    registers = [_register(sets[name]) for name in sorted(compared, key=lambda one: sets[one].table)]
    return [
        *dict.fromkeys(registers),
        *(_members(sets[name], schemas, sets) for name in order if sets[name].table in reported),
    ]


def _members(one: EntitySet, schemas: Mapping[str, TableSchema], sets: Mapping[str, EntitySet]) -> str:
    query = RowQuery(schemas[one.table], schemas, sets)
    condition = query.all(one.where)
    entity, _ = query.column(one.entity)
    time, event = schemas[one.table].time or {}, one.of_events(schemas[one.table])
    ends = f"{sql.FIRST}, {sql.FIRST}, {sql.LAST}, {sql.LAST}"
    if time:
        day = "t" if "at" in time else "f"
        ends = f"x.{day}_lo, x.{day}_hi, x.{day}_lo, x.{day}_hi" if event else "x.f_lo, x.f_hi, x.u_lo, x.u_hi"
    return (
        f"SELECT {sql.text(one.name)}, x.body, {entity}, {ends}, COALESCE({condition}, FALSE), {event}"
        f" FROM {query.source} WHERE COALESCE({condition}, TRUE) AND {entity} IS NOT NULL"
    )


def _register(one: EntitySet) -> str:
    """Whom the set's table lists at all, and when it is complete."""
    name, entity = sql.text(known(one.table)), sql.name(one.entity)
    return (
        f"SELECT DISTINCT {name}, x.body, x.{entity}, {sql.FIRST}, {sql.FIRST}, {sql.LAST}, {sql.LAST}, TRUE, FALSE"
        f" FROM {sql.name(one.table)} x WHERE x.{entity} IS NOT NULL"
        f" UNION ALL SELECT {name}, c.body, NULL, c.c_from, c.c_from, c.c_to, c.c_to, TRUE, FALSE FROM cov c"
        f" WHERE c.tbl = {sql.text(one.table)}"
    )


def completeness(con: Connection, plan: Plan, schemas: Mapping[str, TableSchema]) -> None:
    """`done(tbl, mode, sid)` and `set_done(name, sid, event)`: which spans a register covers.

    Where rows count whatever their day, they may lie before the document's day: that there is none is proved by a register
    that reaches back to the founding (`ever`). What is dated by its first or last row (`dated`) may come before the
    founding itself, as an application does, so there the register must begin before that day.
    """
    con.execute(f"""
        CREATE OR REPLACE TABLE done AS
        SELECT DISTINCT c.tbl, m.mode, s.sid
        FROM (SELECT s.*, CASE WHEN s.rows_from = {FIRST} THEN b.founded END AS founded
              FROM span s JOIN bodies b ON b.body = s.body) s
        JOIN cov c ON c.body = s.body
        CROSS JOIN (VALUES ('through'), ('end'), ('start'), ('ever'), ('dated')) m(mode)
        WHERE c.c_to >= CASE m.mode WHEN 'start' THEN s.need_from ELSE s.eff_to END
          AND c.c_from <= CASE m.mode WHEN 'end' THEN s.eff_to WHEN 'ever' THEN LEAST(s.need_from, s.founded)
                WHEN 'dated' THEN LEAST(s.need_from, s.founded - 1) ELSE s.need_from END
    """)
    names = [
        {"name": s.name, "tbl": s.table, "event": s.of_events(schemas[s.table])} for s in plan.vocabulary.sets.values()
    ]
    sql.create(con, "set_tables", {"name": "VARCHAR", "tbl": "VARCHAR", "event": "BOOLEAN"}, names)
    con.execute("""
        CREATE OR REPLACE TABLE set_done AS
        SELECT t.name, d.sid, t.event FROM set_tables t JOIN done d ON d.tbl = t.tbl
        JOIN span s ON s.sid = d.sid AND d.mode = CASE WHEN s.period = '*' AND NOT t.event THEN 'end' ELSE 'through' END
    """)
    if plan.literals:
        con.execute("INSERT INTO set_done SELECT DISTINCT l.name, s.sid, FALSE FROM literals l CROSS JOIN span s")


def fill(con: Connection, plan: Plan, stratum: int) -> None:
    """Dense values of every aggregate that a shape of this stratum reads."""
    sql.create(con, "wanted", {"shape": "INTEGER", "mi": "INTEGER"}, plan.wanted)

    def keys(row: str) -> str:
        return (
            f"{row}.mi = m.mi AND {row}.sid = g.sid AND {row}.e = CASE WHEN m.by_e THEN g.entity ELSE '*' END"
            f" AND {row}.i = CASE WHEN m.by_i THEN g.item ELSE '*' END"
        )

    mine = f"m.tbl {'=' if stratum else '<>'} {sql.text(RESULTS)}"
    # A row whose entity or item is not reported may belong to every cell that it does not contradict.
    con.execute("""
        CREATE OR REPLACE TEMP TABLE stray AS
        SELECT b.mi, g.gid, CAST(SUM(b.k) AS BIGINT) AS k, CASE WHEN COUNT(b.hi) = COUNT(*) THEN CAST(SUM(b.hi) AS BIGINT) END AS hi
        FROM base b JOIN grid g ON g.sid = b.sid AND b.e IN ('?', '*', g.entity) AND b.i IN ('?', '*', g.item)
        WHERE b.e = '?' OR b.i = '?' GROUP BY b.mi, g.gid
    """)
    closed = "d.sid IS NOT NULL AND NOT g.running"
    # Of members or periods that are not reported nothing is known, whatever rows say no whose they are.
    ghost = (
        "(m.by_e AND g.entity IN ('?', '-') OR m.by_i AND g.item IN ('?', '-') OR m.timed AND g.period IN ('?', '-'))"
    )
    con.execute(f"""
        INSERT INTO val
        SELECT m.mi, g.gid,
            CASE WHEN {ghost} THEN NULL
                 WHEN m.kind IN {ELEMENTS} THEN COALESCE(c.lo, 0)
                 WHEN m.kind IN ('rows', 'sum') THEN COALESCE(b.lo, 0)
                 WHEN m.kind = 'max' THEN b.lo
                 WHEN v.k IS NOT NULL THEN NULL
                 WHEN m.kind = 'value' OR ({closed} AND b.k IS NOT NULL) THEN b.lo
                 WHEN m.kind = 'min' AND m.dated AND {closed} THEN {NEVER} END,
            CASE WHEN {ghost} THEN NULL
                 WHEN m.kind = 'min' THEN b.hi
                 WHEN v.k IS NOT NULL AND m.kind NOT IN ('rows', 'days', 'distinct', 'sum') THEN NULL
                 WHEN m.kind = 'code' THEN CASE WHEN b.lo > 0 THEN b.hi + COALESCE(c.hi, 0) WHEN {closed} AND b.k IS NULL THEN 0 END
                 WHEN m.kind IN ('rows', 'days', 'distinct', 'sum', 'set') THEN
                      CASE WHEN {closed} AND (b.k IS NULL OR b.hi IS NOT NULL) AND (v.k IS NULL OR v.hi IS NOT NULL)
                           THEN COALESCE(b.hi, 0) + COALESCE(c.hi, 0)
                               + COALESCE(CASE WHEN m.kind IN ('days', 'distinct') THEN v.k ELSE v.hi END, 0) END
                 WHEN m.kind = 'value' OR ({closed} AND b.k IS NOT NULL) THEN b.hi
                 WHEN m.kind = 'max' AND m.dated AND {closed} THEN {NOWHERE} END,
            CASE WHEN m.kind = 'mean' THEN COALESCE(b.d, 0) ELSE m.scale END,
            CASE WHEN m.kind = 'mean' THEN CASE WHEN {closed} THEN COALESCE(b.d, 0) END ELSE m.scale END,
            {closed}, FALSE
        FROM grid g JOIN wanted n ON n.shape = g.shape JOIN aggregates m ON m.mi = n.mi AND {mine}
        LEFT JOIN base b ON {keys("b")}
        LEFT JOIN (SELECT mi, sid, e, i, COUNT(CASE WHEN sure THEN 1 END) AS lo, COUNT(*) AS hi FROM sbase
                   GROUP BY mi, sid, e, i) c ON {keys("c")}
        LEFT JOIN stray v ON v.mi = m.mi AND v.gid = g.gid
        LEFT JOIN done d ON d.tbl = m.tbl AND d.mode = m.mode AND d.sid = g.sid
    """)
    con.execute(f"""
        INSERT INTO sv SELECT b.mi, g.gid, b.element, b.sure
        FROM grid g JOIN wanted n ON n.shape = g.shape JOIN aggregates m ON m.mi = n.mi AND {mine} JOIN sbase b ON {keys("b")}
        WHERE m.kind IN ('set', 'code') AND NOT {ghost}
    """)
