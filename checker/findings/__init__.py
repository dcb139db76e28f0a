"""Cells and tests → findings: one verdict per rule, with what was measured, what is required, and the rows to blame."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from checker.decisions import Decisions
from checker.engine import sql
from checker.engine.check import Outcome
from checker.engine.trace import OTHER, Tracer
from checker.findings.registers import Registers
from checker.findings.results import Results
from checker.model import COUNTED, VERDICTS, Cell, Finding, Row, Rule, TestResult
from checker.records.body import Body
from checker.rulebook.readings import PRIMARY
from checker.verdicts import QUIET, combined, rolled

AHEAD = "after_as_of"
"""Why a row that lies after the day of the check was not looked at."""


def findings(
    outcome: Outcome, body: Body, decisions: Decisions | None, tracer: Tracer | None = None, *, whole: str | None = None
) -> tuple[Finding, ...]:
    """Every rule of the plan as a finding on one body, in the order of the rulebook. Needs an outcome with detail.

    Bodies of one bucket share a `tracer`, which asks each table once. Of the rule `whole` all rows are told, also those of
    another kind, of somebody else, or after the day of the check.
    """
    tracer = tracer or Tracer(outcome, [body])
    results = Results(outcome, body, tracer)
    cells = _cells(outcome, body, results.all(), results.registers)
    out = []
    for rule in outcome.plan.rulebook.rules:
        mine = {reading: found for (rule_id, reading), found in cells.items() if rule_id == rule.id}
        if mine:
            found = _finding(rule, mine, outcome, tracer, body, decisions, whole=whole == rule.id)
            out.append(found)
    return tuple(out)


def _finding(
    rule: Rule, mine: Mapping[str, list[tuple[int, Cell]]], outcome: Outcome, tracer: Tracer, body: Body,
    decisions: Decisions | None, *, whole: bool,
) -> Finding:  # fmt: skip
    readings = {reading: rolled(cell.verdict for _, cell in found) for reading, found in mine.items()}
    verdict = combined(readings[PRIMARY], readings.values())
    primary = mine[PRIMARY]
    counts: dict[str, int] = {}
    for _, cell in primary:
        counts[cell.verdict] = counts.get(cell.verdict, 0) + 1
    chosen = {
        key: str(entry["option"])
        for key in rule.readings
        if decisions is not None and (entry := decisions.reading(f"{outcome.plan.rulebook.id}/{key}"))
    }
    shown: dict[str, str] = {}
    for key in rule.readings:
        question = outcome.plan.rulebook.questions[key]
        if key in chosen:
            continue
        for option in question.options:
            shown[f"{key}.{option}"] = readings.get(f"{key}.{option}", readings[PRIMARY])
    shown_cells = [primary]
    if verdict == "disputed":
        others = (found for reading, found in mine.items() if reading != PRIMARY)
        shown_cells += [[(gid, cell) for gid, cell in found if cell.verdict not in QUIET] for found in others]
    cells = [_answered(cell, rule, decisions) for _, cell in primary]
    cells += [cell for found in shown_cells[1:] for _, cell in found]
    rows = _rows(tracer, body, shown_cells, whole=whole)
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
        readings=shown, decided=tuple(chosen), chosen=chosen, rows=rows, explanation=explanation, waiver=waiver, objections=objections,
        remarks=remarks,
    )  # fmt: skip


def _answered(cell: Cell, rule: Rule, decisions: Decisions | None) -> Cell:
    """The cell with the answer that a person gave to what it asks."""
    answer = decisions.answer_for(rule.id, cell.entity, cell.period) if decisions is not None and rule.ask else None
    if not answer:
        return cell
    none = rule.ask is not None and cell.verdict == rule.ask.no and answer["answer"] == "no"
    return replace(cell, decision=answer, reasons=(*cell.reasons, *(["answered_no"] * none)))


def _rows(
    tracer: Tracer, body: Body, readings: Sequence[Sequence[tuple[int, Cell]]], *, whole: bool
) -> tuple[Row, ...]:
    """Rows over all cells of a rule, reading by reading, since another reading may ask other measures of other cells: a row
    that counts in any of them counts; one that counts in none says why. What lies after the day of the check was not looked
    at."""
    best: dict[tuple[str, str, str], Row] = {}

    def rank(row: Row) -> tuple[int, bool]:
        return COUNTED[row.counted], row.why == OTHER

    for cells in readings:
        measures = {t.test.measure for _, cell in cells for t in cell.tests if t.role != "when"}
        measures |= {t.test.right_measure for _, cell in cells for t in cell.tests if t.test.right_measure}
        for gid, cell in cells:
            if cell.entity in ("?", "-") or cell.period in ("?", "-"):
                continue
            for name in sorted(measures):
                for row in tracer.rows(name, body.id, gid, near=not whole):
                    key = (row.measure, row.table, row.id)
                    if key not in best or rank(row) < rank(best[key]):
                        best[key] = row
    later = {name: later_rows(name, body, tracer.outcome) for name in {table for _, table, _ in best}}
    if whole:
        ahead = {key for key, row in best.items() if row.id in later[row.table]}
        return tuple(replace(row, counted="no", why=AHEAD) if key in ahead else row for key, row in best.items())
    return tuple(row for row in best.values() if row.why != OTHER and row.id not in later[row.table])


def later_rows(table: str, body: Body, outcome: Outcome) -> frozenset[str]:
    """The ids of the rows of a table that begin after the day of the check."""
    time = outcome.schemas[table].time if table in body.tables else None
    column = (time or {}).get("at") or (time or {}).get("from")
    if column is None:
        return frozenset()
    rows = body.tables[table].rows
    # A month alone is no later than any of its days.
    return frozenset(str(row["id"]) for row in rows if str(row.get(column) or "") > str(body.as_of))


def _cells(
    outcome: Outcome, body: Body, tests: Mapping[tuple[int, int], Sequence[TestResult]], registers: Registers
) -> dict[tuple[str, str], list[tuple[int, Cell]]]:
    found = sql.rows(
        outcome.con,
        """SELECT c.ri, c.gid, u.rule, u.reading, g.entity, g.item, g.period, g.p_from, g.p_to, g.running, g.partial,
                  g.unsure, g.missing, g.due_hi, g.until < g.as_of AS ran_out, c.verdict, c.wf, c.wu
           FROM cells c JOIN rules u ON u.ri = c.ri JOIN grid g ON g.gid = c.gid WHERE g.body = ? ORDER BY c.ri, c.gid""",
        [body.id],
    )
    out: dict[tuple[str, str], list[tuple[int, Cell]]] = {}
    for row in found:
        results = tuple(tests.get((row["ri"], row["gid"]), ()))
        rule = outcome.plan.variants[row["ri"]][1]
        cell = Cell(
            rule=row["rule"], reading=row["reading"], entity=row["entity"], item=row["item"], period=row["period"],
            verdict=VERDICTS[row["verdict"]], reasons=_reasons(row, results, rule, registers), tests=results,
            period_from=_iso(row["p_from"]), period_to=_iso(row["p_to"]), due=_iso(row["due_hi"]),
        )  # fmt: skip
        out.setdefault((row["rule"], row["reading"]), []).append((row["gid"], cell))
    return out


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day is not None else None


def _reasons(
    row: Mapping[str, Any], results: Sequence[TestResult], rule: Rule, registers: Registers
) -> tuple[str, ...]:
    """Why a cell is not simply passed or failed, as `key:argument`, for the report to word."""
    verdict = VERDICTS[row["verdict"]]
    reasons: list[str] = []
    if row["missing"] and verdict != "not_applicable":
        key, _, argument = str(row["missing"]).partition(":")
        if key == "set_open":
            reasons.append(registers.of_set(argument, row["gid"]))
        else:
            reasons.append(f"{key}:{argument}" if argument else key)
    if row["wf"]:
        reasons.append("when_false")
    elif row["missing"] in ("not_in_force", "ran_out", "empty_set", "no_period"):
        reasons.append(str(row["missing"]))
    if verdict in ("unknown", "not_due", "info", "review") and row["wu"]:
        reasons.append("when_unknown")
    if verdict == "unknown":
        for result in results:
            if result.outcome == "unknown":
                why = result.value.why_open + (result.required.why_open if result.required else ())
                # Where it is not known whom the clause concerns, registers of their doings lack nothing by themselves.
                concerns = "?" not in (row["entity"], row["item"])
                reasons += [one for one in why if concerns or not one.startswith("outside_complete")]
        reasons += ["partial_period"] * bool(row["partial"] is not False and rule.partial != "owed")
        reasons += ["membership_open"] * bool(row["unsure"])
    if verdict == "not_applicable" and row["partial"] and rule.partial == "excused" and not row["wf"]:
        reasons.append("partial_excused")
    if verdict == "not_due":
        reasons.append(_early(row, rule))
    if verdict == "review":
        reasons.append("not_answered" if rule.ask else "contradicts")
    return tuple(dict.fromkeys(one for one in reasons if one))


def _early(row: Mapping[str, Any], rule: Rule) -> str:
    """Why nothing is due yet, or was when the document ran out."""
    if row["ran_out"]:
        return f"ran_out_first:{_iso(row['due_hi']) or ''}"
    due = rule.due is not None and (rule.due.at or rule.due.within)
    if due and row["due_hi"]:
        return f"due_later:{_iso(row['due_hi'])}"
    return "period_running" if row["running"] else "due_later:"
