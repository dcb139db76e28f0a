"""Cells and tests → findings: one verdict per rule, with what was measured, what is required, and the rows to blame."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from checker.decisions import Decisions
from checker.engine.check import Outcome
from checker.engine.trace import OTHER
from checker.findings.bucket import Bucket, Judged
from checker.findings.deferred import Deferred, Unsettled
from checker.findings.prints import prints_of
from checker.findings.registers import Registers
from checker.findings.results import Results
from checker.model import COUNTED, VERDICTS, Cell, Finding, Row, Rule, TestResult
from checker.records.body import Body
from checker.rulebook.readings import PRIMARY
from checker.verdicts import QUIET, combined, rolled

OTHER_NAME = "other_name"
"""Why a clause cannot be told whose matter goes by another name where the body is at home."""
NOT_SHOWN = frozenset({"fail", "missed", "deviates", "due"})
"""Verdicts that say no more, then, than that nothing of the clause's own name was recorded."""
AHEAD = "after_as_of"
"""Why a row that lies after the day of the check was not looked at."""


def findings(
    outcome: Outcome,
    body: Body,
    decisions: Decisions | None,
    results: Results | None = None,
    *,
    whole: str | None = None,
    renamed: Collection[str] = (),
) -> tuple[Finding, ...]:
    """Every rule of the plan as a finding on one body, in the order of the rulebook. Needs an outcome with detail.

    Bodies of one bucket share what their `results` ask of the engine; cells and rows are then made when they are looked at,
    and the outcome must stay open till then. Of the rule `whole` all rows are told, also those of another kind, of somebody
    else, or after the day of the check. Of rules that are `renamed` nothing can be told that is not met.
    """
    if results is None:
        alone = Results(Bucket(outcome, [body]), body)
        return tuple(one.made() for one in _findings(alone, decisions, whole, renamed))
    return tuple(_findings(results, decisions, whole, renamed))


def _findings(
    results: Results, decisions: Decisions | None, whole: str | None, renamed: Collection[str]
) -> Iterator[Deferred]:
    judged = results.bucket.judged.get(results.body.id, {})
    for rule in results.outcome.plan.rulebook.rules:
        if rule.id in judged:
            mine = _untold(judged[rule.id]) if rule.id in renamed else judged[rule.id]
            yield _finding(rule, mine, results, decisions, whole=whole == rule.id, renamed=rule.id in renamed)


def _untold(mine: Mapping[str, list[Judged]]) -> Mapping[str, list[Judged]]:
    return {
        reading: [replace(one, verdict="unknown") if one.verdict in NOT_SHOWN else one for one in cells]
        for reading, cells in mine.items()
    }


def _finding(
    rule: Rule, mine: Mapping[str, list[Judged]], results: Results, decisions: Decisions | None, *, whole: bool,
    renamed: bool = False,
) -> Deferred:  # fmt: skip
    rulebook = results.outcome.plan.rulebook
    readings = {reading: rolled(cell.verdict for cell in found) for reading, found in mine.items()}
    verdict = combined(readings[PRIMARY], readings.values())
    primary = mine[PRIMARY]
    counts: dict[str, int] = {}
    for cell in primary:
        counts[cell.verdict] = counts.get(cell.verdict, 0) + 1
    chosen = {
        key: str(entry["option"])
        for key in rule.readings
        if decisions is not None and (entry := decisions.reading(f"{rulebook.id}/{key}"))
    }
    shown: dict[str, str] = {}
    for key in rule.readings:
        question = rulebook.questions[key]
        if key in chosen:
            continue
        for option in question.options:
            shown[f"{key}.{option}"] = readings.get(f"{key}.{option}", readings[PRIMARY])
    shown_cells = [primary]
    if verdict == "disputed":
        others = (found for reading, found in mine.items() if reading != PRIMARY)
        shown_cells += [[cell for cell in found if cell.verdict not in QUIET] for found in others]
    waivers: tuple[Any, ...] = ()
    explanation = None
    objections: tuple[Any, ...] = ()
    if decisions is not None:
        waivers = _waivers(rule, primary, results, decisions)
        explanation = next((e for e in reversed(decisions.explanations) if e["rule"] == rule.id), None)
        objections = tuple(decisions.objections_for(rule.id))
    known = {
        "rule": rule, "document": rulebook.id, "verdict": verdict, "counts": counts, "readings": shown,
        "decided": tuple(chosen), "chosen": chosen, "explanation": explanation, "waivers": waivers, "objections": objections,
    }  # fmt: skip

    def cells() -> tuple[Cell, ...]:
        first, *more = shown_cells
        answered = [_answered(_cell(results, one), rule, decisions) for one in first]
        made = (*answered, *(_cell(results, one) for found in more for one in found))
        return tuple(map(_elsewhere_named, made)) if renamed else made

    return Deferred.of(
        known, cells, lambda: _rows(results, shown_cells, whole=whole), lambda: _unsettled(mine, results),
        lambda: prints_of(rule.id, results.bucket.rule_prints, results.record_prints),
    )  # fmt: skip


def _elsewhere_named(cell: Cell) -> Cell:
    """What is lacking besides would settle nothing."""
    return replace(cell, reasons=(OTHER_NAME,)) if cell.verdict == "unknown" else cell


def _unsettled(mine: Mapping[str, list[Judged]], results: Results) -> Unsettled:
    """Where a cell has another verdict under another open reading. One that is broken, and that a reading of the same periods and
    elements does not have (a month of the holidays), does not apply under it."""
    if len(mine) < 2:
        return {}

    def placed(cells: Sequence[Judged]) -> Iterator[tuple[tuple[str, str, str], str]]:
        for one in cells:
            cell = results.tracer.cells[one.gid]
            yield (cell["entity"], cell["item"], cell["period"]), one.verdict

    own = dict(placed(mine[PRIMARY]))
    found: dict[tuple[str, str, str], dict[str, None]] = {}
    for reading, cells in mine.items():
        other = dict(placed(cells)) if reading != PRIMARY else {}
        shared = own.keys() & other.keys()
        for place, verdict in own.items() if shared else ():
            there = other.get(place, verdict if verdict in QUIET else "not_applicable")
            if there != verdict:
                found.setdefault(place, {})[there] = None
    return {place: tuple(verdicts) for place, verdicts in found.items()}


def _waivers(
    rule: Rule, cells: Sequence[Judged], results: Results, decisions: Decisions
) -> tuple[Mapping[str, Any], ...]:
    """The waivers that reach cells of a rule, each with `expired`: first those of the cells that make its verdict."""
    if not any(one["rule"] == rule.id for one in decisions.waivers):
        return ()
    found: dict[str, Mapping[str, Any]] = {}
    for cell in sorted(cells, key=lambda one: VERDICTS.index(one.verdict)):
        place = results.tracer.cells[cell.gid]
        given = decisions.waiver_for(rule.id, place["entity"], place["period"], str(results.body.as_of))
        if given is not None:
            entry, expired = given
            found.setdefault(str(entry["origin"]), {**entry, "expired": expired})
    return tuple(found.values())


def _answered(cell: Cell, rule: Rule, decisions: Decisions | None) -> Cell:
    """The cell with the answer that a person gave to what it asks."""
    answer = decisions.answer_for(rule.id, cell.entity, cell.period) if decisions is not None and rule.ask else None
    if not answer:
        return cell
    none = rule.ask is not None and cell.verdict == rule.ask.no and answer["answer"] == "no"
    return replace(cell, decision=answer, reasons=(*cell.reasons, *(["answered_no"] * none)))


def _rows(results: Results, readings: Sequence[Sequence[Judged]], *, whole: bool) -> tuple[Row, ...]:
    """Rows over all cells of a rule, reading by reading, since another reading may ask other measures of other cells: a row
    that counts in any of them counts; one that counts in none says why. What lies after the day of the check was not looked
    at."""
    tracer, body = results.tracer, results.body
    best: dict[tuple[str, str, str], Row] = {}
    leaves: dict[str, None] = {}

    def rank(row: Row) -> tuple[int, bool]:
        return COUNTED[row.counted], row.why == OTHER

    for cells in readings:
        if not cells:
            continue
        tests = results.outcome.plan.variants[cells[0].ri][1].tests
        measures = {test.measure for role, found in tests.items() if role != "when" for test in found}
        measures |= {test.right_measure for found in tests.values() for test in found if test.right_measure}
        for one in cells:
            cell = tracer.cells[one.gid]
            if cell["entity"] in ("?", "-") or cell["period"] in ("?", "-"):
                continue
            for name in sorted(measures):
                leaves |= dict.fromkeys(tracer.leaves(name, one.gid))
                for row in tracer.rows(name, body.id, one.gid, near=not whole):
                    key = (row.measure, row.table, row.id)
                    if key not in best or rank(row) < rank(best[key]):
                        best[key] = row
    if whole:
        return tuple(
            replace(row, counted="no", why=AHEAD) if row.id in results.later(row.table) else row
            for row in best.values()
        )
    found = [row for row in best.values() if row.why != OTHER and row.id not in results.later(row.table)]
    return tuple(tracer.ordered(found, body.id, tuple(leaves)))


def _cell(results: Results, one: Judged) -> Cell:
    row = {**results.tracer.cells[one.gid], "gid": one.gid, "verdict": one.verdict, "wf": one.wf, "wu": one.wu}
    tests = results.of(one.ri, one.gid)
    reading, rule = results.outcome.plan.variants[one.ri]
    return Cell(
        rule=rule.id, reading=reading, entity=row["entity"], item=row["item"], period=row["period"],
        verdict=one.verdict, reasons=_reasons(row, tests, rule, results.registers), tests=tests,
        period_from=_iso(row["p_from"]), period_to=_iso(row["p_to"]), due=_iso(row["due_hi"]),
    )  # fmt: skip


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day is not None else None


def _reasons(
    row: Mapping[str, Any], results: Sequence[TestResult], rule: Rule, registers: Registers
) -> tuple[str, ...]:
    """Why a cell is not simply passed or failed, as `key:argument`, for the report to word."""
    verdict = row["verdict"]
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
