"""Cells: the grid joined with the rules as rows and the values, in one statement whatever the number of rules.

Three values everywhere: a test is 1, 0 or NULL; `any` is the maximum of its alternatives, a list the minimum. Verdicts are
ranks (0 worst), so a roll-up is MIN.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from checker.engine import sql
from checker.engine.plan import RANK, Plan
from checker.engine.sql import FIRST, NEVER, NOWHERE, Connection

_RULES = {
    "ri": "INTEGER", "rule": "VARCHAR", "reading": "VARCHAR", "shape": "INTEGER", "stratum": "INTEGER", "partial": "INTEGER",
    "asks": "BOOLEAN", "open": "BOOLEAN", "tests": "INTEGER", "after_months": "INTEGER", "after_days": "INTEGER", "no_rows": "INTEGER",
    "v_holds": "INTEGER", "v_no": "INTEGER", "v_unknown": "INTEGER", "v_asked": "INTEGER",
}  # fmt: skip
_TESTS = {
    "ti": "INTEGER", "ri": "INTEGER", "role": "INTEGER", "grp": "INTEGER", "neg": "BOOLEAN", "op": "INTEGER", "is_set": "BOOLEAN",
    "mi": "INTEGER", "rmi": "INTEGER", "r_n": "BIGINT", "r_d": "BIGINT", "t_n": "BIGINT", "t_d": "BIGINT", "p_n": "BIGINT",
    "p_d": "BIGINT", "months": "INTEGER", "days": "INTEGER", "breached": "INTEGER", "missing": "INTEGER",
}  # fmt: skip


def load(con: Connection, plan: Plan) -> None:
    """The rules, tests and constant sets of a plan as tables, and empty tables of decisions."""
    sql.create(con, "rules", _RULES, plan.rules)
    sql.create(con, "tests", _TESTS, plan.tests)
    sql.create(con, "constants", {"ti": "INTEGER", "element": "VARCHAR"}, plan.elements)
    con.execute("CREATE OR REPLACE TABLE answers (ri INTEGER, gid BIGINT, yes BOOLEAN)")
    con.execute("CREATE OR REPLACE TABLE waivers (ri INTEGER, gid BIGINT)")


def numbers(plan: Plan, stratum: int) -> str:
    """Outcomes of the numeric tests: `ri, gid, ti, o` and both sides' ends."""
    # Cross-multiplied, so that ratios compare exactly: v_lo meets r_hi, v_hi meets r_lo, each pair over a common base.
    # A base that may be zero leaves the high end open.
    # Whole numbers, the common case, are compared as they stand: the wide products cost ten times more.
    operators = list(plan.vocabulary.operators.values())
    dates = ", ".join(str(n) for n, one in enumerate(operators) if one["family"] == "date")
    used = sorted({test["op"] for test in plan.tests if not test["is_set"]})
    plain = {"v_lo": "n_lo", "v_hi": "n_hi", "r_lo": "rn_lo", "r_hi": "rn_hi"}
    wide = {
        "v_lo": "CAST(n_lo AS HUGEINT) * rd_lo", "v_hi": "CASE WHEN d_lo > 0 THEN CAST(n_hi AS HUGEINT) * rd_hi END",
        "r_lo": "CAST(rn_lo AS HUGEINT) * d_lo", "r_hi": "CASE WHEN rd_lo > 0 THEN CAST(rn_hi AS HUGEINT) * d_hi END",
    }  # fmt: skip

    # Operators on dates compare like those on numbers, so several share one arm.
    alike: dict[tuple[str, str], list[str]] = {}
    for n in used:
        alike.setdefault((operators[n]["holds"], operators[n]["breached"]), []).append(str(n))

    def compared(ends: Mapping[str, str]) -> str:
        arms = [
            f"WHEN op IN ({', '.join(ops)}) THEN CASE WHEN {_over(holds, ends)} THEN 1"
            f" WHEN {_over(breached, ends)} THEN 0 END"
            for (holds, breached), ops in alike.items()
        ]
        return f"CASE {' '.join(arms)} END" if arms else "NULL"

    moved = {
        end: f"""CASE WHEN t.rmi IS NULL THEN t.r_n
                 WHEN t.months <> 0 OR t.days <> 0
                 THEN {sql.to_day(sql.shifted(sql.from_day(f"r.n_{end}"), "t.months", "t.days"))}
                 ELSE r.n_{end} * t.t_n * t.p_d + t.p_n * {base} * t.t_d END"""
        for end, base in (("lo", "r.d_hi"), ("hi", "r.d_lo"))
    }
    over = {
        end: f"CASE WHEN t.rmi IS NULL THEN t.r_d WHEN t.months <> 0 OR t.days <> 0 THEN 1 ELSE r.d_{end} * t.t_d * t.p_d END"
        for end in ("lo", "hi")
    }
    return f"""
        SELECT ri, gid, ti, tests, role, grp, breached, missing, na, n_lo, n_hi, d_lo, d_hi, rn_lo, rn_hi, rd_lo, rd_hi,
            COALESCE(CASE WHEN dated THEN n_lo >= {NEVER} OR n_hi <= {NOWHERE} ELSE n_hi = 0 END, FALSE) AS bare,
            CASE WHEN neg THEN 1 - o ELSE o END AS o
        FROM (SELECT *, CASE WHEN d_lo = 1 AND d_hi = 1 AND rd_lo = 1 AND rd_hi = 1
                THEN {compared(plain)} ELSE {compared(wide)} END AS o
            FROM (SELECT t.ri, g.gid, t.ti, u.tests, t.role, t.grp, t.neg, t.op, t.op IN ({dates}) AS dated, t.breached,
                    t.missing, v.n_lo, v.n_hi, v.d_lo, v.d_hi, COALESCE(v.na, FALSE) OR COALESCE(r.na, FALSE) AS na,
                    {moved["lo"]} AS rn_lo, {moved["hi"]} AS rn_hi, {over["lo"]} AS rd_lo, {over["hi"]} AS rd_hi
                FROM rules u JOIN tests t ON t.ri = u.ri AND NOT t.is_set
                JOIN grid g ON g.shape = u.shape
                LEFT JOIN val v ON v.mi = t.mi AND v.gid = g.gid
                LEFT JOIN val r ON r.mi = t.rmi AND r.gid = g.gid
                WHERE u.stratum = {stratum}))
    """


def _over(condition: str, ends: Mapping[str, str]) -> str:
    """An operator's SQL with the names of the four ends written out."""
    return re.sub(r"\b[vr]_(?:lo|hi)\b", lambda found: f"({ends[found[0]]})", condition)


def collect_elements(con: Connection, stratum: int) -> None:
    """`elements(ti, gid, element, v, r)`: for each set test, every element of either side; 2 sure, 1 perhaps, 0 absent."""
    con.execute(f"""
        CREATE OR REPLACE TABLE elements AS
        WITH cell AS (SELECT t.ti, t.mi, t.rmi, g.gid FROM rules u JOIN tests t ON t.ri = u.ri AND t.is_set
                      JOIN grid g ON g.shape = u.shape WHERE u.stratum = {stratum}),
        sides AS (
            SELECT c.ti, c.gid, s.element, CASE WHEN s.sure THEN 2 ELSE 1 END AS v, 0 AS r
            FROM cell c JOIN sv s ON s.mi = c.mi AND s.gid = c.gid
            UNION ALL
            SELECT c.ti, c.gid, s.element, 0, CASE WHEN s.sure THEN 2 ELSE 1 END
            FROM cell c JOIN sv s ON s.mi = c.rmi AND s.gid = c.gid
            UNION ALL
            SELECT c.ti, c.gid, k.element, 0, 2 FROM cell c JOIN constants k ON k.ti = c.ti)
        SELECT ti, gid, element, MAX(v) AS v, MAX(r) AS r FROM sides GROUP BY ti, gid, element
    """)


def sets(plan: Plan, stratum: int) -> str:
    """Outcomes of the set tests, same columns as `numbers`. A side is closed when its register is complete and whole."""
    # With nothing recorded `is` can only be false where the absence itself is recorded.
    one = (
        "CASE WHEN v_closed AND v_sure > 0 AND v_over = 0 THEN 1 WHEN r_closed AND v_out > 0 THEN 0"
        " WHEN v_closed AND v_any = 0 THEN 0 END"
    )
    none = "CASE WHEN v_closed AND (v_any = 0 OR (r_closed AND both_any = 0)) THEN 1 WHEN both_sure > 0 THEN 0 END"
    both = "CASE WHEN inside = 1 AND around = 1 THEN 1 WHEN inside = 0 OR around = 0 THEN 0 END"
    outcome = {"is": one, "one_of": one, "is_not": none, "within": "inside", "covers": "around", "same_set": both}
    used = {test["op"] for test in plan.tests if test["is_set"]}
    arms = [f"WHEN {n} THEN {outcome[name]}" for n, name in enumerate(plan.vocabulary.operators) if n in used]
    counts = ", ".join(
        f"COUNT(CASE WHEN {condition} THEN 1 END) AS {name}"
        for name, condition in {
            "v_any": "e.v >= 1", "v_sure": "e.v = 2", "v_over": "e.v >= 1 AND e.r < 2", "v_out": "e.v = 2 AND e.r = 0",
            "r_over": "e.r >= 1 AND e.v < 2", "r_out": "e.r = 2 AND e.v = 0", "both_any": "e.v >= 1 AND e.r >= 1",
            "both_sure": "e.v = 2 AND e.r = 2",
        }.items()
    )  # fmt: skip
    return f"""
        SELECT ri, gid, ti, tests, role, grp, breached, missing, FALSE AS na, n_lo, n_hi, d_lo, d_hi, NULL, NULL, NULL, NULL,
            COALESCE(v_closed AND v_any = 0, FALSE), CASE WHEN neg THEN 1 - o ELSE o END
        FROM (SELECT *, CASE op {" ".join(arms)} END AS o FROM (SELECT *,
                CASE WHEN v_closed AND v_over = 0 THEN 1 WHEN r_closed AND v_out > 0 THEN 0 END AS inside,
                CASE WHEN r_closed AND r_over = 0 THEN 1 WHEN v_closed AND r_out > 0 THEN 0 END AS around
            FROM (SELECT t.ri, g.gid, t.ti, u.tests, t.role, t.grp, t.neg, t.op, t.breached, t.missing,
                    ANY_VALUE(v.n_lo) AS n_lo, ANY_VALUE(v.n_hi) AS n_hi, ANY_VALUE(v.d_lo) AS d_lo, ANY_VALUE(v.d_hi) AS d_hi,
                    COALESCE(BOOL_OR(v.n_hi IS NOT NULL), FALSE) AS v_closed,
                    COALESCE(BOOL_OR(t.rmi IS NULL OR r.n_hi IS NOT NULL), FALSE) AS r_closed, {counts}
                FROM rules u JOIN tests t ON t.ri = u.ri AND t.is_set
                JOIN grid g ON g.shape = u.shape
                LEFT JOIN val v ON v.mi = t.mi AND v.gid = g.gid
                LEFT JOIN val r ON r.mi = t.rmi AND r.gid = g.gid
                LEFT JOIN elements e ON e.ti = t.ti AND e.gid = g.gid
                WHERE u.stratum = {stratum}
                GROUP BY t.ri, g.gid, t.ti, u.tests, t.role, t.grp, t.neg, t.op, t.breached, t.missing)))
    """


def cells(outcomes: str, stratum: int, *, answered: bool) -> str:
    """`ri, gid, wf, wu, verdict (rank)` of every cell of a stratum; `wf`, `wu`: its `when` is false, is unknown.

    Order of judgement: the clause does not apply; the cell cannot be judged at all; a test is breached; a test is open; a
    person is asked; it holds. A last day that has not come turns what is not yet met into not due, and so does a period
    that runs with what is still open, be it whether the clause applies.
    """
    after = sql.shifted("g.p_to", "u.after_months", "u.after_days")
    due_hi = f"COALESCE(CASE WHEN u.after_months IS NULL THEN NULL ELSE {after} END, g.due_hi, {FIRST})"
    # What has run out owes nothing on a later day, but still owes what was to be done by its own last day.
    early = f"(g.as_of <= {due_hi} OR g.until < {due_hi})"
    unsure_due = "g.due_lo <> g.due_hi AND g.as_of > g.due_lo AND g.until >= g.due_lo"
    rank = RANK
    replied = "WHEN u.asks AND a.yes THEN u.v_holds WHEN u.asks AND NOT a.yes THEN u.v_no" if answered else ""
    people = "LEFT JOIN answers a ON a.ri = w.ri AND a.gid = w.gid" if answered else ""
    return f"""
        SELECT w.ri, w.gid, w.wf, w.wu,
            CASE
                WHEN w.wf THEN {rank["not_applicable"]}
                WHEN g.missing IN ('not_in_force', 'ran_out', 'no_period') THEN {rank["not_applicable"]}
                WHEN g.missing IN ('not_begun', 'period_running') THEN {rank["not_due"]}
                WHEN g.missing = 'empty_set' THEN u.no_rows
                WHEN g.missing IS NOT NULL THEN u.v_unknown
                WHEN w.wu AND g.running THEN {rank["not_due"]}
                WHEN w.wu THEN u.v_unknown
                WHEN g.partial AND u.partial = 1 AND (w.breach IS NOT NULL OR w.open IS NOT NULL OR u.asks) THEN {rank["not_applicable"]}
                WHEN w.na THEN {rank["not_applicable"]}
                WHEN w.breach IS NOT NULL AND ({early}) THEN {rank["not_due"]}
                WHEN w.breach IS NOT NULL AND (g.unsure OR ({unsure_due}) OR (COALESCE(g.partial, TRUE) AND u.partial > 0)) THEN u.v_unknown
                WHEN w.breach IS NOT NULL AND u.open AND w.bare AND w.breach <= {rank["review"]} THEN {rank["due"]}
                WHEN w.breach IS NOT NULL THEN w.breach
                WHEN w.open IS NOT NULL AND (g.running OR ({early})) THEN {rank["not_due"]}
                WHEN w.open IS NOT NULL THEN w.open
                {replied}
                WHEN u.asks AND (g.running OR ({early})) THEN {rank["not_due"]}
                WHEN u.asks THEN u.v_asked
                ELSE u.v_holds
            END AS verdict
        FROM ({_summed(outcomes, stratum)}) w JOIN rules u ON u.ri = w.ri JOIN grid g ON g.gid = w.gid
        {people}
    """


def _summed(outcomes: str, stratum: int) -> str:
    """What the tests of each cell say together. Most rules have one test, and that needs no grouping."""
    return f"""
        SELECT ri, gid, role = 0 AND o IS NOT DISTINCT FROM 0 AS wf, role = 0 AND o IS NULL AS wu,
            CASE WHEN role = 1 AND o = 0 THEN breached END AS breach,
            CASE WHEN role = 1 AND o IS NULL AND NOT na THEN missing END AS open, role = 1 AND o = 0 AND bare AS bare,
            role = 1 AND na AS na
        FROM ({outcomes}) WHERE tests = 1
        UNION ALL
        SELECT ri, gid, COALESCE(BOOL_OR(role = 0 AND o = 0), FALSE), COALESCE(BOOL_OR(role = 0 AND o IS NULL), FALSE),
            MIN(CASE WHEN role = 1 AND o = 0 THEN breached END), MIN(CASE WHEN role = 1 AND o IS NULL AND NOT na THEN missing END),
            COALESCE(BOOL_AND(CASE WHEN role = 1 AND o = 0 THEN bare END), FALSE),
            COALESCE(BOOL_AND(CASE WHEN role = 1 THEN na END), FALSE)
        FROM (SELECT ri, gid, role, grp, MIN(breached) AS breached, MIN(missing) AS missing, BOOL_AND(na) AS na,
                BOOL_AND(bare) AS bare, CASE WHEN MAX(o) = 1 THEN 1 WHEN COUNT(o) = COUNT(*) THEN 0 END AS o
              FROM ({outcomes}) WHERE tests > 1 GROUP BY ri, gid, role, grp)
        GROUP BY ri, gid
        UNION ALL
        SELECT u.ri, g.gid, FALSE, FALSE, NULL, NULL, FALSE, FALSE FROM rules u JOIN grid g ON g.shape = u.shape
        WHERE u.tests = 0 AND u.stratum = {stratum}
    """
