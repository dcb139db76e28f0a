"""Cells and tests → findings: one verdict per rule, with what was measured, what is required, and the rows to blame."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from checker.decisions import Decisions
from checker.engine import sql
from checker.engine.check import Outcome
from checker.engine.plan import EPOCH
from checker.engine.sql import NEVER
from checker.engine.trace import Tracer
from checker.model import VERDICTS, Cell, Finding, Measure, Row, Rule, Test, TestResult, Value
from checker.records.body import Body
from checker.records.derived import BODY, RESULTS
from checker.rulebook.readings import PRIMARY

_OUTCOME = {1: "holds", 0: "breached", None: "unknown"}
_ROLE = {0: "when", 1: "require", 2: "note"}
SETTLED = frozenset({"pass", "not_due", "not_applicable", "info", "waived"})


def findings(outcome: Outcome, body: Body, decisions: Decisions | None) -> tuple[Finding, ...]:
    """Every rule of the plan as a finding on one body, in the order of the rulebook. Needs an outcome with detail."""
    cells = _cells(outcome, body)
    tracer = Tracer(outcome, [body])
    out = []
    for rule in outcome.plan.rulebook.rules:
        mine = {reading: found for (rule_id, reading), found in cells.items() if rule_id == rule.id}
        if mine:
            out.append(_finding(rule, mine, outcome, tracer, body, decisions))
    return tuple(out)


def rolled(cells: Sequence[Cell]) -> str:
    """The first verdict present in the order of VERDICTS."""
    return min((cell.verdict for cell in cells), key=VERDICTS.index)


def _finding(
    rule: Rule, mine: Mapping[str, list[tuple[int, Cell]]], outcome: Outcome, tracer: Tracer, body: Body,
    decisions: Decisions | None,
) -> Finding:  # fmt: skip
    readings = {reading: rolled([cell for _, cell in found]) for reading, found in mine.items()}
    verdict = readings[PRIMARY] if len(set(readings.values())) == 1 else "disputed"
    primary = mine[PRIMARY]
    counts: dict[str, int] = {}
    for _, cell in primary:
        counts[cell.verdict] = counts.get(cell.verdict, 0) + 1
    decided = tuple(
        key for key in rule.readings if decisions is not None and decisions.reading(f"{rule.id.split('/')[0]}/{key}")
    )
    shown: dict[str, str] = {}
    for key in rule.readings:
        question = outcome.plan.rulebook.questions[key]
        if key in decided:
            continue
        for option in question.options:
            shown[f"{key}.{option}"] = readings.get(f"{key}.{option}", readings[PRIMARY])
    cells = [cell for _, cell in primary]
    if verdict == "disputed":
        cells += [
            c for reading, found in mine.items() if reading != PRIMARY for _, c in found if c.verdict not in SETTLED
        ]
    measures = {t.test.measure for cell in cells for t in cell.tests if t.role != "when"}
    measures |= {t.test.right_measure for cell in cells for t in cell.tests if t.test.right_measure}
    rows = _rows(tracer, body.id, sorted(m for m in measures if m), primary)
    waiver = None
    explanation = None
    objections: tuple[Any, ...] = ()
    if decisions is not None:
        given = max((w for w in decisions.waivers if w["rule"] == rule.id), key=lambda w: str(w["until"]), default=None)
        waiver = dict(given, expired=given["until"] < str(body.as_of)) if given else None
        explanation = next((e for e in reversed(decisions.explanations) if e["rule"] == rule.id), None)
        objections = tuple(decisions.objections_for(rule.id))
    remarks = tuple(t for cell in cells for t in cell.tests if t.role == "note" and t.outcome != "holds")
    return Finding(
        rule=rule, document=outcome.plan.rulebook.id, verdict=verdict, counts=counts, cells=tuple(cells),
        readings=shown, decided=decided, rows=rows, explanation=explanation, waiver=waiver, objections=objections,
        remarks=remarks,
    )  # fmt: skip


def _rows(tracer: Tracer, body: str, measures: Sequence[str], cells: Sequence[tuple[int, Cell]]) -> tuple[Row, ...]:
    """Rows over all cells of a rule: a row that counts in any of them counts; one that counts in none says why."""
    best: dict[tuple[str, str, str], Row] = {}
    order = {"yes": 0, "maybe": 1, "no": 2}
    for gid, cell in cells:
        if cell.entity in ("?", "-") or cell.period == "?":
            continue
        for name in measures:
            for row in tracer.rows(name, body, gid):
                key = (row.measure, row.table, row.id)
                if key not in best or order[row.counted] < order[best[key].counted]:
                    best[key] = row
    return tuple(row for row in best.values() if not row.why.startswith("other_entity"))


def _cells(outcome: Outcome, body: Body) -> dict[tuple[str, str], list[tuple[int, Cell]]]:
    tests = _tests(outcome, body)
    found = sql.rows(
        outcome.con,
        """SELECT c.ri, c.gid, u.rule, u.reading, g.entity, g.item, g.period, g.p_from, g.p_to, g.running, g.partial,
                  g.unsure, g.missing, g.due_hi, c.verdict, c.wf, c.wu
           FROM cells c JOIN rules u ON u.ri = c.ri JOIN grid g ON g.gid = c.gid WHERE g.body = ? ORDER BY c.ri, c.gid""",
        [body.id],
    )
    out: dict[tuple[str, str], list[tuple[int, Cell]]] = {}
    for row in found:
        results = tuple(tests.get((row["ri"], row["gid"]), ()))
        rule = outcome.plan.variants[row["ri"]][1]
        cell = Cell(
            rule=row["rule"], reading=row["reading"], entity=row["entity"], item=row["item"], period=row["period"],
            verdict=VERDICTS[row["verdict"]], reasons=_reasons(row, results, rule, outcome, body), tests=results,
            period_from=_iso(row["p_from"]), period_to=_iso(row["p_to"]), due=_iso(row["due_hi"]),
        )  # fmt: skip
        out.setdefault((row["rule"], row["reading"]), []).append((row["gid"], cell))
    return out


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day is not None else None


def _reasons(
    row: Mapping[str, Any], results: Sequence[TestResult], rule: Rule, outcome: Outcome, body: Body
) -> tuple[str, ...]:
    """Why a cell is not simply passed or failed, as `key:argument`, for the report to word."""
    verdict = VERDICTS[row["verdict"]]
    reasons: list[str] = []
    if row["missing"] and verdict != "not_applicable":
        key, _, argument = str(row["missing"]).partition(":")
        if key == "set_open":
            table = outcome.plan.vocabulary.sets[argument].table
            reasons.append(_open_table(table, body))
        else:
            reasons.append(f"{key}:{argument}" if argument else key)
    if row["wf"]:
        reasons.append("when_false")
    elif row["missing"] == "not_in_force" or row["missing"] == "empty_set":
        reasons.append(str(row["missing"]))
    if verdict in ("unknown", "not_due", "info", "review") and row["wu"]:
        reasons.append("when_unknown")
    if verdict == "unknown":
        for result in results:
            if result.outcome == "unknown":
                reasons += result.value.why_open + (result.required.why_open if result.required else ())
        reasons += ["partial_period"] * bool(row["partial"] and rule.partial == "open")
        reasons += ["membership_open"] * bool(row["unsure"])
    if verdict == "not_applicable" and row["partial"] and rule.partial == "excused" and not row["wf"]:
        reasons.append("partial_excused")
    if verdict == "not_due":
        due = rule.due.at if rule.due else None
        reasons.append(
            f"due_later:{_iso(row['due_hi'])}"
            if due and row["due_hi"]
            else "period_running"
            if row["running"]
            else "due_later:"
        )
    if verdict == "review":
        reasons.append("not_answered" if rule.ask else "contradicts")
    return tuple(dict.fromkeys(one for one in reasons if one))


def _open_table(table: str, body: Body) -> str:
    if table in (BODY, RESULTS):
        return ""
    return f"outside_complete:{table}" if table in body.tables else f"table_not_reported:{table}"


def _tests(outcome: Outcome, body: Body) -> dict[tuple[int, int], list[TestResult]]:
    has_sets = any(test["is_set"] for test in outcome.plan.tests)
    elements: dict[tuple[int, int], list[tuple[str, int, int]]] = {}
    if has_sets:
        for ti, gid, element, v, r in outcome.con.execute(
            "SELECT e.ti, e.gid, e.element, e.v, e.r FROM elements_all e JOIN grid g ON g.gid = e.gid WHERE g.body = ?"
            " ORDER BY e.ti, e.gid, e.element",
            [body.id],
        ).fetchall():
            elements.setdefault((ti, gid), []).append((element, v, r))
    found = sql.rows(
        outcome.con,
        "SELECT o.* FROM outcomes o JOIN grid g ON g.gid = o.gid WHERE g.body = ? ORDER BY o.ri, o.gid, o.ti",
        [body.id],
    )
    counters: dict[int, list[Test]] = {}
    for ri, (_, rule) in enumerate(outcome.plan.variants):
        counters[ri] = [test for items in rule.tests.values() for test in items]
    first = {}
    for row in outcome.plan.tests:
        first.setdefault(row["ri"], row["ti"])
    out: dict[tuple[int, int], list[TestResult]] = {}
    for row in found:
        test = counters[row["ri"]][row["ti"] - first[row["ri"]]]
        measure = outcome.plan.vocabulary.measures[test.measure]
        sides = elements.get((row["ti"], row["gid"]), [])
        result = _result(test, measure, row, sides, outcome, body)
        out.setdefault((row["ri"], row["gid"]), []).append(result)
    return out


def _result(
    test: Test,
    measure: Measure,
    row: Mapping[str, Any],
    sides: Sequence[tuple[str, int, int]],
    outcome: Outcome,
    body: Body,
) -> TestResult:
    verdict = _OUTCOME[row["o"]]
    right = outcome.plan.vocabulary.measures[test.right_measure] if test.right_measure else None
    if measure.type in ("code", "set"):
        value = Value(
            measure.name, elements=tuple(e for e, v, _ in sides if v == 2), maybe=tuple(e for e, v, _ in sides if v == 1),
            complete=row["n_hi"] is not None, why_open=_why_open(measure, row["n_hi"] is None, outcome, body),
        )  # fmt: skip
        required = Value(right.name if right else "", elements=tuple(e for e, _, r in sides if r == 2))
        missing = tuple(e for e, v, r in sides if r == 2 and v == 0)
        extra = tuple(e for e, v, r in sides if v == 2 and r == 0)
        return TestResult(test, _ROLE[row["role"]], verdict, value, required, None, missing, extra)
    value = _number(measure, row, "n", "d", outcome, body)
    required = _number(right or measure, row, "rn", "rd", outcome, body, name=right.name if right else "")
    return TestResult(test, _ROLE[row["role"]], verdict, value, required, _short(value, required, verdict))


def _number(
    measure: Measure, row: Mapping[str, Any], top: str, base: str, outcome: Outcome, body: Body, name: str | None = None
) -> Value:
    lo, hi, d_lo, d_hi = (row[f"{top}_lo"], row[f"{top}_hi"], row[f"{base}_lo"], row[f"{base}_hi"])
    is_open = lo is None or hi is None or d_lo is None or d_hi is None
    why = _why_open(measure, is_open or lo != hi, outcome, body) if name != "" else ()
    label = measure.name if name is None else name
    if measure.type == "date":
        return Value(label, _day(lo), _day(hi), complete=not is_open, why_open=why)
    low = Fraction(lo, d_hi) if lo is not None and d_hi else None
    high = Fraction(hi, d_lo) if hi is not None and d_lo else None
    share = measure.kind == "share" and name != ""
    return Value(
        label, low, high, numerator=(lo, hi) if share else None, denominator=(d_lo, d_hi) if share else None,
        complete=not is_open, why_open=why,
    )  # fmt: skip


def _day(number: int | None) -> str | None:
    if number is None:
        return None
    return "never" if number >= NEVER else (EPOCH + dt.timedelta(days=number)).isoformat()


def _short(value: Value, required: Value, verdict: str) -> Fraction | None:
    """The exact distance to the bound of a breached numeric test; None where an end is open. Dates count days."""
    if verdict != "breached":
        return None
    ends = (value.low if value.high is None else value.high, required.low)
    if any(end is None or end == "never" for end in ends):
        return None
    if isinstance(ends[0], str) and isinstance(ends[1], str):
        return Fraction(abs((dt.date.fromisoformat(ends[0]) - dt.date.fromisoformat(ends[1])).days))
    if isinstance(ends[0], Fraction) and isinstance(ends[1], Fraction):
        return abs(ends[0] - ends[1])
    return None


def _why_open(measure: Measure, is_open: bool, outcome: Outcome, body: Body) -> tuple[str, ...]:
    """Which record is missing: a table not reported, a register not complete, or cells left empty."""
    if not is_open:
        return ()
    if measure.table is None:
        parts = (outcome.plan.vocabulary.measures[name] for name in measure.inputs)
        return tuple(dict.fromkeys(why for part in parts for why in _why_open(part, True, outcome, body)))
    if measure.table == BODY:
        return (f"empty_cell:{BODY}.{measure.column}",)
    if measure.table not in body.tables:
        return (f"table_not_reported:{measure.table}",)
    return (f"outside_complete:{measure.table}",)
