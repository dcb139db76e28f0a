"""Cells of many groups × 300 computed rules, beside a hand-written DuckDB query for the same result.

    python benchmarks/cells.py [GROUPS] [COPIES]

Six computed rules of the Nanyang rulebook (monthly, quarterly, yearly, per member and semester, a cap under a condition),
each repeated under other ids with other bounds. Both sides start from the same loaded record tables and end with one
verdict per cell; the counts of verdicts must be equal. Printed: seconds of each and their ratio, run in turn three times.
"""

from __future__ import annotations

import datetime as dt
import json
import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from checker.engine import aggregate, check, formulas, grid, judge, plan, sql, store, values, views
from checker.model import VERDICTS, Rule, Rulebook
from checker.records.body import Body, Table
from checker.workbench import Workbench

BOOK = "nanyang-2023"
RULES = (
    "3.2.1/monthly-council", "5.2.1/monthly-work-meeting", "3.2.2/quarterly-report", "3.1.3/alliance-cap",
    "4.4/yearly-exhibition", "3.3.2/trainings",
)  # fmt: skip
FIRST, LAST = "2023-09-01", "2024-08-31"
SEMESTERS = [
    {"id": "2023-2024-1", "from": "2023-09-01", "to": "2024-01-26"},
    {"id": "2023-2024-2", "from": "2024-02-26", "to": "2024-07-05"},
]


def rulebook(bench: Workbench, copies: int) -> Rulebook:
    """The six rules × `copies`, each copy with bounds of its own and the primary reading only."""
    whole = bench.rulebook(BOOK)
    by_id = {rule.id: rule for rule in whole.rules}
    rules = tuple(_copy(by_id[f"{BOOK}/{name}"], n) for name in RULES for n in range(copies))
    source = replace(whole.source, effective=FIRST)
    return replace(whole, source=source, rules=rules, consequences=())


def _copy(rule: Rule, n: int) -> Rule:
    tests = {
        role: tuple(
            replace(t, right=t.right + n) if role == "require" and isinstance(t.right, Fraction) else t for t in items
        )
        for role, items in rule.tests.items()
    }
    return replace(rule, id=f"{rule.id}-{n}", tests=tests, readings=(), partial="excused")


def groups(number: int) -> Iterator[Body]:
    """Invented groups with complete registers of one school year; what is missing is missing by a fixed pattern."""
    months = [dt.date(2023 + (8 + m) // 12, (8 + m) % 12 + 1, 15) for m in range(12)]
    complete = ((FIRST, LAST),)

    def table(rows: list[dict[str, object]]) -> Table:
        return Table("reported", complete, tuple(rows), ("",) * len(rows))

    for g in range(number):
        members = [{"id": f"m{s}", "school": f"s{s}", "role": "lead" if s == 0 else "member", "from": FIRST}
                   for s in range(4 + g % 5)]  # fmt: skip
        schools = [{"id": f"s{s}", "name": f"虚构{s}小学", "stage": "primary"} for s in range(len(members))]
        meetings = [
            {"id": f"{kind}{i}", "kind": kind, "date": day.isoformat()}
            for kind in ("council", "work")
            for i, day in enumerate(months)
            if (g + i) % 7
        ]
        reports = [
            {"id": f"r{i}", "kind": "report", "date": months[i].isoformat(), "form": "written", "recipient": "authority",
             "issuer": "office", "topics": ("decisions",)}
            for i in range(0, 12, 3) if (g + i) % 5
        ]  # fmt: skip
        activities = [{"id": "a1", "kind": "results_exhibition", "date": "2023-11-20"}] if g % 3 else []
        trainings = [
            {"id": f"t{s}{half}", "kind": "subject", "date": day, "organiser": "s0", "schools": (f"s{s}",)}
            for s in range(1, len(members)) for half, day in enumerate(("2023-10-10", "2024-04-10")) if (g + s + half) % 4
        ]  # fmt: skip
        yield Body(
            {"kind": "group", "id": f"g{g}", "name": "虚构集团", "region": BOOK, "model": "联盟型", "founded": FIRST},
            LAST, None, {"semesters": SEMESTERS},
            {"members": table(members), "schools": table(schools), "meetings": table(meetings),
             "documents": table(reports), "activities": table(activities), "trainings": table(trainings)},
        )  # fmt: skip


def engine(con: sql.Connection, made: plan.Plan, bench: Workbench, reported: frozenset[str]) -> dict[str, int]:
    """From loaded tables to cells, as `check` does after loading."""
    grid.entities(con, made, values.sets_in_use(made, bench.schemas, reported))
    seen = views.build(con, made, bench.schemas, reported)
    aggregate.create(con, made, bench.schemas)
    check.bind(con, made, seen)
    grid.spans(con, made)
    values.completeness(con, made, bench.schemas)
    grid.cells(con, made)
    judge.load(con, made)
    check.empty_cells(con)
    aggregate.rows_of(con, made, seen, made.measures)
    values.fill(con, made, 0)
    formulas.fill(con, made)
    check.judge_stratum(con, made, 0, detail=False)
    return {VERDICTS[v]: n for v, n in con.execute("SELECT verdict, COUNT(*) FROM cells GROUP BY 1").fetchall()}


def by_hand(con: sql.Connection, copies: int) -> dict[str, int]:
    """What someone would write who knows these six rules, these registers and that nothing in them is missing."""
    con.execute(f"""
        CREATE OR REPLACE TABLE hand AS
        WITH bound AS (SELECT CAST(range AS BIGINT) AS n FROM range({copies})),
        month AS (SELECT CAST(m AS DATE) AS b, CAST(m + INTERVAL 1 MONTH - INTERVAL 1 DAY AS DATE) AS e
                  FROM generate_series(TIMESTAMP '{FIRST}', TIMESTAMP '{LAST}', INTERVAL 1 MONTH) t(m)),
        quarter AS (SELECT CAST(m AS DATE) AS b, CAST(m + INTERVAL 3 MONTH - INTERVAL 1 DAY AS DATE) AS e
                  FROM generate_series(TIMESTAMP '2023-07-01', TIMESTAMP '{LAST}', INTERVAL 3 MONTH) t(m)),
        year AS (SELECT DATE '2023-01-01' AS b, DATE '2023-12-31' AS e UNION ALL SELECT DATE '2024-01-01', DATE '2024-12-31'),
        semester AS (SELECT c_from AS b, c_to AS e, body FROM calendar WHERE kind = 'semester'),
        counted AS (
            SELECT k.rule, b.body, m.b, '*' AS entity, COUNT(x.rn) AS v, m.e > b.as_of AS running, m.b < DATE '{FIRST}' AS partial
            FROM bodies b CROSS JOIN month m CROSS JOIN (VALUES (0, 'council'), (1, 'work')) k(rule, kind)
            LEFT JOIN meetings x ON x.body = b.body AND x.kind = k.kind AND x.t_lo BETWEEN m.b AND m.e GROUP BY ALL
            UNION ALL
            SELECT 2, b.body, q.b, '*', COUNT(x.rn), q.e > b.as_of, q.b < DATE '{FIRST}' FROM bodies b CROSS JOIN quarter q
            LEFT JOIN documents x ON x.body = b.body AND x.kind = 'report' AND x.form = 'written' AND x.recipient = 'authority'
                AND x.issuer = 'office' AND list_contains(x.topics, 'decisions') AND x.t_lo BETWEEN q.b AND q.e GROUP BY ALL
            UNION ALL
            SELECT 4, b.body, y.b, '*', COUNT(x.rn), y.e > b.as_of, y.b < DATE '{FIRST}' FROM bodies b CROSS JOIN year y
            LEFT JOIN activities x ON x.body = b.body AND x.kind = 'results_exhibition' AND x.t_lo BETWEEN y.b AND y.e GROUP BY ALL
            UNION ALL
            SELECT 5, b.body, s.b, r.school || i.kind, COUNT(x.school), s.e > b.as_of, FALSE
            FROM bodies b JOIN semester s ON s.body = b.body CROSS JOIN (VALUES ('subject'), ('special'), ('induction')) i(kind)
            JOIN members r ON r.body = b.body AND r.role <> 'lead'
            LEFT JOIN (SELECT t.body, t.t_lo, t.kind, unnest(t.schools) AS school FROM trainings t
                       JOIN members l ON l.body = t.body AND l.school = t.organiser AND l.role = 'lead') x
              ON x.body = b.body AND x.school = r.school AND x.kind = i.kind AND x.t_lo BETWEEN s.b AND s.e GROUP BY ALL
        )
        SELECT rule, n, body, b, entity,
            CASE WHEN v >= 1 + n THEN 'pass' WHEN partial THEN 'not_applicable' WHEN running THEN 'not_due' ELSE 'fail' END AS verdict
        FROM counted CROSS JOIN bound
        UNION ALL
        SELECT 3, n, b.body, NULL, '*', CASE WHEN COUNT(DISTINCT m.school) <= 5 + n THEN 'pass' ELSE 'deviates' END
        FROM bodies b CROSS JOIN bound LEFT JOIN members m ON m.body = b.body AND m.role <> 'lead' GROUP BY n, b.body
    """)
    return dict(con.execute("SELECT verdict, COUNT(*) FROM hand GROUP BY 1").fetchall())


def main() -> None:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    copies = int(sys.argv[2]) if len(sys.argv) > 2 else 50
    bench = Workbench()
    made = plan.build(rulebook(bench, copies), bench.vocabulary, "group")
    bodies = list(groups(number))
    con = sql.connect()
    start = time.perf_counter()
    store.fill(con, made, bodies, bench.schemas)
    print(f"{number:,} groups loaded in {time.perf_counter() - start:.2f} s; {len(made.rules)} rules")
    reported = check.reported_tables(bodies)
    ratios, ours, theirs = [], [], []
    for _ in range(3):
        start = time.perf_counter()
        mine = engine(con, made, bench, reported)
        ours.append(time.perf_counter() - start)
        start = time.perf_counter()
        hand = by_hand(con, copies)
        theirs.append(time.perf_counter() - start)
        ratios.append(ours[-1] / theirs[-1])
        if mine != hand:
            raise SystemExit(f"the results differ: {json.dumps(mine)} and by hand {json.dumps(hand)}")
    print(f"{sum(mine.values()):,} cells: {mine}")
    print(f"engine {min(ours):.2f}–{max(ours):.2f} s, by hand {min(theirs):.2f}–{max(theirs):.2f} s")
    print(f"ratio, median of three: {statistics.median(ratios):.2f}")


if __name__ == "__main__":
    main()
