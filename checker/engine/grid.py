"""The owed grid: which cells exist before any record is looked at.

windows (when a rule binds a body) → spans (the periods of a kind inside a window) → grid (spans × entities × items).
A set or a calendar that is not reported leaves one cell `?` that says so; a set known to be empty leaves one cell `-`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from checker.engine import sql
from checker.engine.plan import Plan
from checker.engine.sql import FIRST, LAST, Connection

GRID_COLUMNS = {
    "gid": "BIGINT", "shape": "INTEGER", "sid": "BIGINT", "body": "VARCHAR", "entity": "VARCHAR", "item": "VARCHAR",
    "period": "VARCHAR", "p_from": "DATE", "p_to": "DATE", "as_of": "DATE", "running": "BOOLEAN", "partial": "BOOLEAN",
    "unsure": "BOOLEAN", "missing": "VARCHAR", "due_lo": "DATE", "due_hi": "DATE",
    "until": "DATE",
}  # fmt: skip
_SPAN_COLUMNS = "body, w, wk, period, p_from, p_to, need_from, rows_from, as_of, missing, partial, due_lo, due_hi"
_CARRIED = (
    "shape", "sid", "body", "eset", "iset", "period", "p_from", "p_to", "need_from", "eff_to", "in_to", "sure_from",
    "sure_to", "as_of", "running", "missing", "due_lo", "due_hi", "until",
)  # fmt: skip
VACATION = 62
"""Days: a calendar that leaves more than this in a row without a semester has a hole."""


def windows(con: Connection, plan: Plan) -> None:
    """`win(w, body, w_from, w_to, w_late, w_soon, rows_from, due_lo, due_hi, missing)`: when each window is open for each
    body; a month-only date opens it between `w_from` and `w_late` and shuts it between `w_soon` and `w_to`. Periods are
    looked for from `opens` to `closes`, inside the span inspected; a rule without a period looks at `last`. `until` is
    the day of the check, or the last day of a document that has run out before it: what is done later does not count, and
    a last day that lies later has not come.

    Reads `pv(body, mi, lo, hi)`, the dates that windows hang on, as day numbers.
    """
    columns = {"w": "INTEGER", "effective": "DATE", "expires": "DATE", "within": "INTEGER"}
    for point in ("from", "to", "due"):
        columns |= {
            f"{point}_date": "DATE",
            f"{point}_mi": "INTEGER",
            f"{point}_months": "INTEGER",
            f"{point}_days": "INTEGER",
        }
    sql.create(con, "windows", columns, plan.windows)

    def end(point: str, side: str) -> str:
        moved = sql.shifted(sql.from_day(f"{point}_v.{side}"), f"w.{point}_months", f"w.{point}_days")
        return f"COALESCE(w.{point}_date, {moved})"

    joins = " ".join(
        f"LEFT JOIN pv {p}_v ON {p}_v.mi = w.{p}_mi AND {p}_v.body = b.body" for p in ("from", "to", "due")
    )
    unknown = " OR ".join(
        f"(w.{p}_mi IS NOT NULL AND ({p}_v.lo IS NULL OR {p}_v.hi IS NULL))" for p in ("from", "to", "due")
    )
    con.execute(f"""
        CREATE OR REPLACE TABLE win AS
        SELECT *, CASE WHEN w_from > expires AND hidden IS DISTINCT FROM 'not_in_force' THEN 'ran_out' ELSE hidden END AS missing,
            GREATEST(w_from, COALESCE(review_from, w_from)) AS opens,
            LEAST(as_of, w_to, COALESCE(review_to, as_of)) AS closes,
            LEAST(as_of, w_to, CASE WHEN due_hi < as_of THEN due_hi ELSE as_of END) AS last
        FROM (SELECT w.w, w.within, b.body, b.as_of, b.review_from, b.review_to,
            GREATEST(w.effective, COALESCE(b.founded, w.effective), COALESCE({end("from", "lo")}, w.effective)) AS w_from,
            LEAST(b.as_of, COALESCE(w.expires, {LAST})) AS until, w.expires,
            LEAST(COALESCE(w.expires, {LAST}), COALESCE({end("to", "hi")}, {LAST})) AS w_to,
            GREATEST(w.effective, COALESCE(b.founded_hi, w.effective), COALESCE({end("from", "hi")}, w.effective)) AS w_late,
            LEAST(COALESCE(w.expires, {LAST}), COALESCE({end("to", "lo")}, {LAST})) AS w_soon,
            COALESCE({end("from", "lo")}, {FIRST}) AS rows_from,
            {end("due", "lo")} AS due_lo, {end("due", "hi")} AS due_hi,
            CASE WHEN w.effective > b.as_of THEN 'not_in_force'
                 WHEN {unknown} THEN 'window_unknown' END AS hidden
        FROM windows w CROSS JOIN bodies b {joins})
    """)


def spans(con: Connection, plan: Plan) -> None:
    """`span(sid, body, w, wk, period, p_from, p_to, eff_to, need_from, rows_from, running, partial, missing, …)`.

    `wk` numbers a (window, kind) pair; `need_from` is where the part begins that a register must cover; rows count from
    `rows_from` on, up to `eff_to`: the period's end, or the last day of the month within it. An event of a set lies in
    the window perhaps from `need_from` to `in_to`, surely from `sure_from` to `sure_to`.
    """
    kinds = plan.window_kinds
    columns = {"w": "INTEGER", "kind": "VARCHAR", "wk": "INTEGER"}
    sql.create(con, "kinds", columns, [{"w": w, "kind": k, "wk": wk} for (w, k), wk in kinds.items()])
    used = {kind for _, kind in kinds}
    parts = [_whole()]
    if used & {*LENGTHS, "term_month"}:
        periods(con, used)
    if used - {"*"}:
        parts.append(_cut(used))
    if used & {"semester", "school_year", "term_month"}:
        con.execute(f"""
            CREATE OR REPLACE TEMP TABLE holes AS SELECT * FROM (
                SELECT body, kind, c_to, LEAD(c_from) OVER (PARTITION BY body, kind ORDER BY c_from) AS c_next FROM calendar)
            WHERE c_next - c_to > {VACATION}""")
        parts.append(_uncovered())
    con.execute(f"""
        CREATE OR REPLACE TABLE span AS
        WITH cut AS MATERIALIZED (SELECT * FROM ({" UNION ALL ".join(parts)}) t({_SPAN_COLUMNS}))
        SELECT *, LEAST(eff_to, w_to) AS in_to, GREATEST(need_from, w_late) AS sure_from, LEAST(eff_to, w_soon) AS sure_to
        FROM (SELECT ROW_NUMBER() OVER (ORDER BY c.body, c.wk, c.p_from, c.period) AS sid, c.*, n.w_to, n.w_late, n.w_soon, n.until,
                LEAST(c.p_to, n.until, {_END}) AS eff_to, LEAST(c.p_to, {_END}) > c.as_of AND c.missing IS NULL AS running
            FROM (SELECT * FROM cut UNION ALL {_none()}) c JOIN win n ON n.body = c.body AND n.w = c.w)
    """)


def periods(con: Connection, used: set[str]) -> None:
    """`periods(kind, key, p_from, p_to)`: every month, quarter and year that any window touches."""
    first, last = con.execute("SELECT MIN(LEAST(w_from, as_of)), MAX(as_of) FROM win").fetchone() or (None, None)
    rows = []
    for kind in sorted(LENGTHS.keys() & (used | ({"month"} if "term_month" in used else set()))):
        months = LENGTHS[kind]
        start = first.year * 12 + (first.month - 1) // months * months if first else 0
        while last and start <= last.year * 12 + last.month - 1:
            begin, end = _first_of(start), _first_of(start + months) - dt.timedelta(days=1)
            key = {"month": f"{begin:%Y-%m}", "quarter": f"{begin:%Y}-Q{begin.month // 3 + 1}", "year": f"{begin:%Y}"}[
                kind
            ]
            rows.append({"kind": kind, "key": key, "p_from": begin.isoformat(), "p_to": end.isoformat()})
            start += months
    sql.create(con, "periods", {"kind": "VARCHAR", "key": "VARCHAR", "p_from": "DATE", "p_to": "DATE"}, rows)


def _first_of(month: int) -> dt.date:
    return dt.date(month // 12, month % 12 + 1, 1)


def _whole() -> str:
    # A rule without a period: everything up to the day of the check, or up to its last day once that has passed.
    return """
        SELECT n.body, n.w, k.wk, '*' AS period, LEAST(n.w_from, n.last) AS p_from, n.last AS p_to,
            LEAST(n.w_from, n.last) AS need_from, n.rows_from, n.as_of,
            CASE WHEN n.missing IS NOT NULL THEN n.missing WHEN n.w_from > n.as_of THEN 'not_begun' END AS missing,
            FALSE AS partial, n.due_lo, n.due_hi
        FROM win n JOIN kinds k ON k.w = n.w AND k.kind = '*'
    """


LENGTHS = {"month": 1, "quarter": 3, "year": 12}
"""Months of the period kinds that need no calendar."""
_END = "CASE WHEN n.within IS NOT NULL THEN c.due_hi END"


def _cut(used: set[str]) -> str:
    """The periods that a window, as far as it is inspected, meets, with the month that is owed of them, where one is."""
    units, once = [], ""
    if used & LENGTHS.keys():
        units.append("SELECT b.body, p.*, p.p_from, p.p_to FROM periods p CROSS JOIN bodies b")
    if used & {"semester", "school_year"}:
        units.append("SELECT body, kind, key, c_from, c_to, c_from, c_to FROM calendar")
    if "term_month" in used:
        # Of a month only its days within a semester must be met; two semesters may meet in one month.
        once = "DISTINCT"
        units.append("""
            SELECT c.body, 'term_month', p.key, p.p_from, p.p_to, GREATEST(p.p_from, c.c_from), LEAST(p.p_to, c.c_to)
            FROM periods p JOIN calendar c ON p.kind = 'month' AND c.kind = 'semester'
                AND c.c_from <= p.p_to AND c.c_to >= p.p_from""")
    # The month of a period is the first such one that ends in it or after it. LEAST and GREATEST pass over NULL, so without
    # such a month the period itself stands. A window that covers part of it: NULL where that hangs on a month-only date.
    month = "make_date(year(p.p_from) + CASE WHEN month(p.p_from) > n.within THEN 1 ELSE 0 END, n.within, 1)"
    begin, end = "COALESCE(c.month, c.p_from)", "COALESCE(last_day(c.month), c.p_to)"
    return f"""
        SELECT {once} c.body, c.w, c.wk, c.key, c.p_from, c.p_to, GREATEST(c.w_from, c.p_from), c.p_from, c.as_of, c.missing,
            CASE WHEN {begin} < c.w_from OR {end} > c.w_to THEN TRUE WHEN {begin} >= c.w_late AND {end} <= c.w_soon THEN FALSE END,
            COALESCE(last_day(c.month), c.due_lo), COALESCE(last_day(c.month), c.due_hi)
        FROM (SELECT n.*, k.wk, p.key, p.p_from, p.p_to, p.t_from, p.t_to, {month} AS month
              FROM win n JOIN kinds k ON k.w = n.w
              JOIN ({" UNION ALL ".join(units)}) p(body, kind, key, p_from, p_to, t_from, t_to)
                ON p.body = n.body AND p.kind = k.kind) c
        WHERE COALESCE(last_day(c.month), c.t_to) >= c.opens AND c.t_from <= c.closes AND c.opens <= c.closes AND {begin} <= c.w_to
    """


def _uncovered() -> str:
    # Time inside the window for which the calendar names no semester: said, never skipped.
    kind = "CASE WHEN k.kind = 'term_month' THEN 'semester' ELSE k.kind END"
    return f"""
        SELECT n.body, n.w, k.wk, '?', n.w_from, GREATEST(n.w_from, n.closes), n.w_from, n.w_from, n.as_of,
            COALESCE(n.missing, CASE WHEN n.w_from > n.as_of OR (k.kind = 'term_month' AND last_day(n.opens) > n.as_of)
                THEN 'not_begun' WHEN c.first IS NULL THEN 'no_calendar' ELSE 'calendar_gap' END), FALSE, n.due_lo, n.due_hi
        FROM win n JOIN kinds k ON k.w = n.w AND k.kind IN ('semester', 'school_year', 'term_month')
        LEFT JOIN (SELECT body, kind, MIN(c_from) AS first, MAX(c_to) AS last FROM calendar GROUP BY body, kind) c
          ON c.body = n.body AND c.kind = {kind}
        WHERE c.first IS NULL OR c.first > n.opens + {VACATION} OR c.last < n.closes - {VACATION}
            OR EXISTS (SELECT 1 FROM holes h WHERE h.body = n.body AND h.kind = {kind}
                       AND LEAST(h.c_next - 1, n.closes) - GREATEST(h.c_to + 1, n.opens) >= {VACATION})
    """


def _none() -> str:
    # A window in which no period of its kind lies still owes one cell that says so: no rule vanishes from a report.
    return """
        SELECT n.body, n.w, k.wk, '-', n.w_from, n.w_from, n.w_from, n.w_from, n.as_of,
            COALESCE(n.missing, CASE WHEN n.w_from > n.as_of THEN 'not_begun' ELSE 'no_period' END), FALSE, n.due_lo, n.due_hi
        FROM win n JOIN kinds k ON k.w = n.w LEFT JOIN (SELECT DISTINCT body, wk FROM cut) c ON c.body = n.body AND c.wk = k.wk
        WHERE c.wk IS NULL
    """


def entities(con: Connection, plan: Plan, sets: Sequence[str]) -> None:
    """`setrow(name, body, entity, f_lo, f_hi, u_lo, u_hi, sure, event)`, filled by the SELECTs of `sets` in their order."""
    con.execute(
        "CREATE OR REPLACE TABLE setrow (name VARCHAR, body VARCHAR, entity VARCHAR, f_lo DATE, f_hi DATE, u_lo DATE,"
        " u_hi DATE, sure BOOLEAN, event BOOLEAN)"
    )
    for one in sets:
        con.execute(f"INSERT INTO setrow {one}")
    if plan.literals:
        sql.create(con, "literals", {"name": "VARCHAR", "element": "VARCHAR"}, plan.literals)
        con.execute(
            f"INSERT INTO setrow SELECT l.name, b.body, l.element, {FIRST}, {FIRST}, {LAST}, {LAST}, TRUE, FALSE"
            " FROM literals l CROSS JOIN bodies b"
        )


def cells(con: Connection, plan: Plan) -> None:
    """`grid` (columns GRID_COLUMNS): every cell that is owed, with why it cannot be judged where that is so."""
    shapes = {"shape": "INTEGER", "eset": "VARCHAR", "iset": "VARCHAR", "wk": "INTEGER"}
    sql.create(con, "shapes", shapes, plan.shapes)
    con.execute("""
        CREATE OR REPLACE TABLE g0 AS
        SELECT h.shape, h.eset, h.iset, s.* FROM shapes h JOIN span s ON s.wk = h.wk
    """)
    _expand(con, "g0", "g1", "entity", "eset")
    _expand(con, "g1", "g2", "item", "iset")
    con.execute("""
        CREATE OR REPLACE TABLE grid AS
        SELECT ROW_NUMBER() OVER (ORDER BY body, shape, sid, entity, item) AS gid, shape, sid, body, entity, item, period,
            p_from, p_to, as_of, running, partial, unsure, missing, due_lo, due_hi, until
        FROM g2
    """)


def _expand(con: Connection, source: str, target: str, column: str, key: str) -> None:
    """Multiply cells by the members of the set named in `key`: states active in the span (at its end for `*`), events in
    the part of it that the window covers. An event lies in the window whole, so its cell is no part of a period."""
    picked = ", ".join(f"g.{one}" for one in _CARRIED)
    before = "" if column == "entity" else "g.entity, "
    unsure = "FALSE" if column == "entity" else "g.unsure"
    begin = "CASE WHEN r.event THEN g.need_from WHEN g.period = '*' THEN g.eff_to ELSE g.p_from END"
    inside = f"r.f_lo <= CASE WHEN r.event THEN g.in_to ELSE g.eff_to END AND r.u_hi >= {begin}"
    surely = f"""r.f_hi <= CASE WHEN r.event THEN g.sure_to ELSE g.eff_to END
            AND r.u_lo >= {begin.replace("g.need_from", "g.sure_from")}"""
    whole = "g.partial AND NOT BOOL_OR(r.event)" if column == "entity" else "g.partial"
    plain = (
        f"SELECT {picked}, g.partial, {before}'*' AS {column}, {unsure} AS unsure FROM {source} g WHERE g.{key} IS NULL"
    )
    if not con.execute(f"SELECT 1 FROM {source} WHERE {key} IS NOT NULL LIMIT 1").fetchone():
        con.execute(f"CREATE OR REPLACE TABLE {target} AS {plain}")
        return
    group = picked + ", g.partial" + (", " + before[:-2] + ", g.unsure" if before else "")
    # While a period runs, that there is no event yet says nothing.
    why = f"CASE WHEN g.known AND g.event AND g.running THEN 'period_running' WHEN g.known THEN 'empty_set' ELSE 'set_open:' || g.{key} END"
    lifted = picked.replace("g.missing", "{} AS missing")
    con.execute(f"""
        CREATE OR REPLACE TABLE {target} AS {plain}
        UNION ALL
        SELECT {picked}, {whole} OR CASE WHEN g.period = '*' OR BOOL_OR(r.event) THEN FALSE
                WHEN MIN(r.f_lo) > g.p_from OR MAX(r.u_hi) < g.eff_to THEN TRUE
                WHEN MIN(r.f_hi) <= g.p_from AND MAX(r.u_lo) >= g.eff_to THEN FALSE END,
            {before}r.entity, {unsure} OR NOT BOOL_OR(r.sure AND {surely})
        FROM {source} g JOIN setrow r ON r.name = g.{key} AND r.body = g.body AND {inside}
        GROUP BY {group}, r.entity
        UNION ALL
        SELECT {lifted.format(f"COALESCE(g.missing, {why})")},
            g.partial, {before}CASE WHEN g.known THEN '-' ELSE '?' END, {unsure}
        FROM (SELECT g.*, d.sid IS NOT NULL AS known, d.event FROM {source} g
              LEFT JOIN set_done d ON d.name = g.{key} AND d.sid = g.sid WHERE g.{key} IS NOT NULL) g
        WHERE NOT g.known OR NOT EXISTS (SELECT 1 FROM setrow r WHERE r.name = g.{key} AND r.body = g.body AND {inside})
    """)
