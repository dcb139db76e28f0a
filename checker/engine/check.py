"""`check(plan, bodies)`: one bucket of whole bodies through the engine's stages, in order. One group and 10,000 go this way.

A bucket needs nothing outside itself, so buckets may run in other processes. Decisions are rows too: answers and waivers
are laid on the cells that they name before roll-up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from checker.decisions import Decisions
from checker.engine import aggregate, grid, judge, sql, store, values, views, whatif
from checker.engine.plan import FORMULA, RANK, Plan
from checker.engine.sql import Connection
from checker.engine.views import View
from checker.engine.whatif import Supposed
from checker.model import VERDICTS
from checker.records.body import Body
from checker.records.derived import BODY, RESULTS
from checker.records.tables import TableSchema

SMALL_BODIES, SMALL_ROWS = 20, 5_000
"""Below both, planning a statement costs more than running it."""
_CELLS = "ri INTEGER, gid BIGINT, wf BOOLEAN, wu BOOLEAN, verdict INTEGER"
_OUTCOMES = (
    "ri, gid, ti, tests, role, grp, breached, missing, na, n_lo, n_hi, d_lo, d_hi, rn_lo, rn_hi, rd_lo, rd_hi, bare, o"
)


@dataclass(frozen=True)
class Outcome:
    """The database after a check: tables `rules`, `tests`, `grid`, `val`, `sv`, `cells`, and with detail `outcomes`,
    `elements_all`. `close()` it."""

    con: Connection
    plan: Plan
    schemas: Mapping[str, TableSchema]
    views: Mapping[str, View]

    def rollup(self) -> list[dict[str, Any]]:
        """One row per body, rule and reading: `verdict` and, by verdict, the number of cells."""
        counts = ", ".join(f"COUNT(CASE WHEN c.verdict = {r} THEN 1 END) AS {sql.name(v)}" for v, r in RANK.items())
        return sql.rows(
            self.con,
            f"""SELECT g.body, u.rule, u.reading, u.ri, MIN(c.verdict) AS worst, {counts}
                FROM cells c JOIN rules u ON u.ri = c.ri JOIN grid g ON g.gid = c.gid
                GROUP BY g.body, u.rule, u.reading, u.ri ORDER BY g.body, u.ri""",
        )

    def close(self) -> None:
        self.con.close()


def check(
    plan: Plan, bodies: Sequence[Body], schemas: Mapping[str, TableSchema],
    decisions: Mapping[str, Decisions] | None = None, *, given: Sequence[Supposed] = (), detail: bool = True,
) -> Outcome:  # fmt: skip
    """Judge `bodies` by `plan`. With `detail`, every test's two sides are kept for the report; without, only cells. What is `given`
    stands in place of what the records say."""
    rows = sum(len(table.rows) for body in bodies for table in body.tables.values())
    con = sql.connect(small=len(bodies) < SMALL_BODIES and rows < SMALL_ROWS)
    seen = load(con, plan, bodies, schemas, given)
    settle(con, plan, schemas, seen, decisions or {}, given, detail=detail)
    return Outcome(con, plan, schemas, seen)


def load(
    con: Connection, plan: Plan, bodies: Sequence[Body], schemas: Mapping[str, TableSchema],
    given: Sequence[Supposed] = (),
) -> dict[str, View]:  # fmt: skip
    """Records and rules into tables, and the grid of owed cells."""
    store.fill(con, plan, bodies, schemas)
    reported = reported_tables(bodies)
    grid.entities(con, plan, values.sets_in_use(plan, schemas, reported))
    seen = views.build(con, plan, schemas, reported)
    aggregate.create(con, plan, schemas)
    bind(con, plan, seen, given)
    grid.spans(con, plan)
    values.completeness(con, plan, schemas)
    grid.cells(con, plan)
    judge.load(con, plan)
    return seen


def reported_tables(bodies: Iterable[Body]) -> frozenset[str]:
    """Tables in which some body has a row."""
    return frozenset({BODY} | {name for body in bodies for name, table in body.tables.items() if table.rows})


def bind(con: Connection, plan: Plan, seen: Mapping[str, View], given: Sequence[Supposed] = ()) -> None:
    """The windows in which rules bind, those that hang on an event included."""
    con.execute("CREATE OR REPLACE TABLE pv (body VARCHAR, mi INTEGER, lo BIGINT, hi BIGINT)")
    if plan.point_measures:
        con.execute(
            f"CREATE OR REPLACE TABLE span0 AS SELECT ROW_NUMBER() OVER (ORDER BY body) AS sid, body, {sql.FIRST} AS p_from,"
            f" {sql.FIRST} AS need_from, {sql.FIRST} AS rows_from, as_of AS eff_to FROM bodies"
        )
        used = [m for m in plan.measures if m.name in plan.point_measures]
        aggregate.rows_of(con, plan, seen, used, span="span0")
        aggregate.points(con)
        whatif.points(con, plan, given)
    grid.windows(con, plan)


def settle(
    con: Connection, plan: Plan, schemas: Mapping[str, TableSchema], seen: dict[str, View],
    decisions: Mapping[str, Decisions], given: Sequence[Supposed] = (), *, detail: bool,
) -> None:  # fmt: skip
    """Values and cells, stratum by stratum: a later one reads the results of the earlier ones as a table."""
    empty_cells(con)
    aggregate.rows_of(con, plan, seen, [m for m in plan.measures if m.kind not in FORMULA and m.table != RESULTS])
    whatif.fill(con, plan, 0, given)
    _decide(con, decisions)
    last = max((row["stratum"] for row in plan.rules), default=0)
    results = [m for m in plan.measures if m.table == RESULTS]
    for stratum in range(last + 1):
        if stratum:
            seen |= views.build(con, plan, schemas, frozenset({RESULTS}))
            aggregate.rows_of(con, plan, seen, results)
            stale = [plan.index[m.name] for m in plan.measures if m.kind in FORMULA or m.table == RESULTS]
            con.execute(f"DELETE FROM val WHERE mi IN ({', '.join(map(str, stale))})")
            whatif.fill(con, plan, stratum, given)
        judge_stratum(con, plan, stratum, detail=detail)
        if stratum < last:
            con.execute(f"""
                CREATE OR REPLACE TABLE {RESULTS} AS
                SELECT g.body, 0 AS rn, u.rule AS id, u.rule,
                    CASE MIN(c.verdict) {" ".join(f"WHEN {r} THEN '{v}'" for r, v in enumerate(VERDICTS))} END AS verdict
                FROM cells c JOIN rules u ON u.ri = c.ri JOIN grid g ON g.gid = c.gid
                WHERE u.reading = 'primary' GROUP BY g.body, u.rule""")


def empty_cells(con: Connection) -> None:
    """The table of verdicts, without any."""
    con.execute(f"CREATE OR REPLACE TABLE cells ({_CELLS})")


def judge_stratum(con: Connection, plan: Plan, stratum: int, *, detail: bool) -> None:
    """Cells of one stratum from `grid`, `val` and `sv`, which may come from records or from a rule's written case."""
    has_sets = any(test["is_set"] for test in plan.tests)
    if has_sets:
        judge.collect_elements(con, stratum)
    outcomes = f"SELECT {_OUTCOMES} FROM ({judge.numbers(plan, stratum)})"
    if has_sets:
        outcomes += f" UNION ALL {judge.sets(plan, stratum)}"
    if detail:
        made = "CREATE OR REPLACE TABLE outcomes AS" if stratum == 0 else "INSERT INTO outcomes"
        con.execute(f"{made} {outcomes}")
        if has_sets:
            made = "CREATE OR REPLACE TABLE elements_all AS" if stratum == 0 else "INSERT INTO elements_all"
            con.execute(f"{made} SELECT * FROM elements")
        outcomes = f"SELECT o.* FROM outcomes o JOIN rules u ON u.ri = o.ri WHERE u.stratum = {stratum}"
    answered, waived = (
        con.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone() is not None for table in ("answers", "waivers")
    )
    found = judge.cells(outcomes, stratum, answered=answered)
    if not waived:
        con.execute(f"INSERT INTO cells {found}")
        return
    con.execute(f"""
        INSERT INTO cells SELECT c.ri, c.gid, c.wf, c.wu,
            CASE WHEN w.ri IS NOT NULL AND c.verdict < {RANK["pass"]} THEN {RANK["waived"]} ELSE c.verdict END
        FROM ({found}) c
        LEFT JOIN (SELECT DISTINCT ri, gid FROM waivers) w ON w.ri = c.ri AND w.gid = c.gid""")


def _decide(con: Connection, decisions: Mapping[str, Decisions]) -> None:
    """People's answers and running waivers onto the cells that they name; the more specific answer wins."""
    for body, given in sorted(decisions.items()):
        answers = sorted(given.answers, key=lambda a: (a.get("entity") is not None) + (a.get("period") is not None))
        for one in answers:
            cells, parameters = _named(one, body)
            con.execute(f"DELETE FROM answers WHERE (ri, gid) IN (SELECT u.ri, g.gid {cells})", parameters)
            con.execute(f"INSERT INTO answers SELECT u.ri, g.gid, ? {cells}", [one["answer"] == "yes", *parameters])
        for one in given.waivers:
            cells, parameters = _named(one, body)
            con.execute(
                f"INSERT INTO waivers SELECT u.ri, g.gid {cells} AND g.as_of <= CAST(? AS DATE)",
                [*parameters, one["until"]],
            )


def _named(one: Mapping[str, Any], body: str) -> tuple[str, list[Any]]:
    where, parameters = (
        "FROM rules u JOIN grid g ON g.shape = u.shape WHERE g.body = ? AND u.rule = ?",
        [body, one["rule"]],
    )
    for key in ("entity", "period"):
        if one.get(key) is not None:
            where += f" AND g.{key} = ?"
            parameters.append(one[key])
    return where, parameters
