"""Rules' cases: `given` values laid straight on a rule's own cell, judged by the engine in one batch for a rulebook.

Written cases stand beside the rule. For every rule the unknown, not-applicable and not-due ones are generated, so that
no rule can be silent about missing records.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from checker.engine import aggregate, check, grid, judge, plan, sql
from checker.engine.formulas import never_negative
from checker.engine.plan import Plan, day_number, scaled
from checker.model import VERDICTS, Measure, Rule, Rulebook
from checker.proof import samples
from checker.proof.records import NOT_OWED, compare, overall
from checker.records.derived import tables
from checker.rulebook.numbers import last_day, number
from checker.rulebook.readings import PRIMARY, variants
from checker.rulebook.vocabulary import Vocabulary

LATE = "9990-01-01"
"""The day of a case that names none: every last day has passed."""


@dataclass(frozen=True)
class Case:
    """One case of one rule: `given` by measure, and what must come out overall or by reading.

    `each` is the element of a literal `for_each` set whose cell this is.
    """

    rule: Rule
    number: int
    given: Mapping[str, Any]
    expect: str | Mapping[str, str]
    answer: str | None = None
    as_of: str = LATE
    running: bool = False
    partial: bool = False
    each: str | None = None
    made: bool = False
    why: str = ""

    @property
    def name(self) -> str:
        return f"{self.rule.id}[{self.number}{' ' + self.why if self.made else ''}]"


@dataclass(frozen=True)
class Result:
    """What came out of a case: the verdict overall and by reading; `wrong` says what was expected instead."""

    case: Case
    overall: str
    readings: Mapping[str, str]
    wrong: str | None


def cases_of(rulebook: Rulebook, vocabulary: Vocabulary) -> list[Case]:
    """Every `given` case of the rulebook, written and generated; cases from whole records are run elsewhere."""
    return [case for rule in rulebook.rules for case in (*written(rule), *generated(rule, rulebook, vocabulary))]


def written(rule: Rule) -> list[Case]:
    """The `given` cases that stand beside the rule."""
    return [
        Case(rule, i, one["given"], one["expect"], one.get("answer"), one.get("as_of", LATE),
             one.get("running", False), one.get("partial", False), one.get("each"), why=one.get("why", ""))
        for i, one in enumerate((one for one in rule.cases if "given" in one), start=1)
    ]  # fmt: skip


def generated(rule: Rule, rulebook: Rulebook, vocabulary: Vocabulary) -> list[Case]:
    """The unknown, not-applicable and not-due cases of a rule, under its primary reading."""
    readings = dict(variants(rule, rulebook.questions))
    rule_now = readings[PRIMARY]
    when, require = rule_now.tests.get("when", ()), rule_now.tests.get("require", ())
    outcomes = vocabulary.modalities[rule.modality]
    measures = vocabulary.measures
    out: list[Case] = []

    def add(given: Mapping[str, Any], expect: str, why: str, **more: Any) -> None:
        out.append(Case(rule, len(out) + 1, given, {PRIMARY: expect}, made=True, why=why, **more))

    def satisfied(tests: Iterable[Any]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for test in tests:
            found |= samples.given(test, measures[test.measure], holds=True)
        return found

    if when:
        add({}, outcomes["unknown"], "unknown when")
        first = when[0].group
        breached: dict[str, Any] = {}
        for test in when:
            if test.group == first:
                breached |= samples.given(test, measures[test.measure], holds=False)
        add(breached, "not_applicable", "when is false")
    if require:
        open_verdicts = [test.missing_as or outcomes["unknown"] for test in require]
        unknown = min(open_verdicts, key=VERDICTS.index)
        add(satisfied(when), unknown, "unknown values")
        if rule_now.every:
            add(satisfied(when), "not_due", "period runs", running=True)
        if rule_now.due and rule_now.due.at and rule_now.due.at.date:
            add(satisfied(when), "not_due", "before the last day", as_of=last_day(rule_now.due.at.date))
        if rule_now.due and rule_now.due.within:
            add(satisfied(when), "not_due", "before its month is over", as_of=f"2000-{rule_now.due.within:02d}-01")
    elif rule.ask:
        add(satisfied(when), outcomes["asked"], "nobody has answered")
    return out


def run(rulebook: Rulebook, vocabulary: Vocabulary, cases: Sequence[Case]) -> list[Result]:
    """Judge all cases in one batch."""
    made = plan.build(rulebook, vocabulary, None)
    # Each rule variant gets a shape of its own, so that a case's cell meets that variant only.
    own = [{**row, "shape": row["ri"], "stratum": 0} for row in made.rules]
    own_plan = Plan(**{**vars(made), "rules": own})
    by_rule: dict[str, list[int]] = {}
    for row in made.rules:
        by_rule.setdefault(row["rule"], []).append(row["ri"])
    con = sql.connect()
    judge.load(con, own_plan)
    aggregate.create(con, own_plan, tables())
    filler = _Filler(own_plan)
    found: dict[int, dict[str, str]] = {index: {} for index in range(len(cases))}
    for index, case in enumerate(cases):
        for ri in by_rule[case.rule.id]:
            reading, rule = made.variants[ri]
            if _owed(rule, case):
                filler.add(index, ri, case, rule)
            else:
                found[index][reading] = NOT_OWED
    filler.write(con)
    con.execute(f"CREATE OR REPLACE TABLE cells ({check._CELLS})")
    check.judge_stratum(con, own_plan, 0, detail=False)
    for body, reading, verdict in con.execute(
        "SELECT g.body, u.reading, c.verdict FROM cells c JOIN rules u ON u.ri = c.ri JOIN grid g ON g.gid = c.gid"
    ).fetchall():
        found[int(body)][reading] = VERDICTS[verdict]
    con.close()
    return [_result(case, found[index], rulebook) for index, case in enumerate(cases)]


def _owed(rule: Rule, case: Case) -> bool:
    """Has the rule a cell such as the case speaks of: one of a period, one of the element named?"""
    literals = [one for one in rule.for_each if isinstance(one, tuple)]
    if case.each is not None and literals and not any(case.each in one for one in literals):
        return False
    return rule.every is not None or not (case.running or case.partial)


class _Filler:
    """Rows of `grid`, `val` and `sv` for cases."""

    def __init__(self, made: Plan) -> None:
        self.plan = made
        self.grid: list[dict[str, Any]] = []
        self.values: list[dict[str, Any]] = []
        self.elements: list[dict[str, Any]] = []
        self.answers: list[dict[str, Any]] = []

    def add(self, index: int, ri: int, case: Case, rule: Rule) -> None:
        gid = len(self.grid)
        due = _due(rule, case)
        self.grid.append(
            {"gid": gid, "shape": ri, "sid": gid, "body": str(index), "entity": "*", "item": "*", "period": "*",
             "p_from": "2000-01-01", "p_to": "2000-01-31", "as_of": case.as_of, "until": case.as_of, "running": case.running,
             "partial": case.partial, "unsure": False, "due_lo": due, "due_hi": due}
        )  # fmt: skip
        if case.answer:
            self.answers.append({"ri": ri, "gid": gid, "yes": case.answer == "yes"})
        for name, value in _with_shares(case.given, self.plan).items():
            if name in self.plan.index:
                self._value(gid, name, value, case.running)

    def _value(self, gid: int, name: str, value: Any, running: bool) -> None:
        mi = self.plan.index[name]
        measure = self.plan.measures[mi]
        row: dict[str, Any] = {"mi": mi, "gid": gid, "d_lo": 1, "d_hi": 1, "closed": True, "na": False}
        if measure.type in ("code", "set"):
            if value != "unknown":
                elements = list(value) if isinstance(value, list | tuple) else [] if value == "none" else [value]
                self.elements += [{"mi": mi, "gid": gid, "element": str(one), "sure": True} for one in elements]
                row |= {"n_lo": len(elements), "n_hi": len(elements)}
        elif value == "zero_base":
            row |= {"d_lo": 0, "d_hi": 0, "na": measure.when_zero == "not_applicable"}
        else:
            low, high = (value.get("low"), value.get("high")) if isinstance(value, Mapping) else (value, value)
            for end, one in (("lo", low), ("hi", high)):
                if one is not None and one != "unknown":
                    exact = _exact(one, measure)
                    row |= {f"n_{end}": exact.numerator, f"d_{'hi' if end == 'lo' else 'lo'}": exact.denominator}
        if running:
            row |= dict.fromkeys(open_ends(measure, self.plan.vocabulary.measures))
        self.values.append(row)

    def write(self, con: sql.Connection) -> None:
        sql.create(con, "grid", grid.GRID_COLUMNS, self.grid)
        columns = {"mi": "INTEGER", "gid": "BIGINT", "n_lo": "BIGINT", "n_hi": "BIGINT", "d_lo": "BIGINT",
                   "d_hi": "BIGINT", "closed": "BOOLEAN", "na": "BOOLEAN"}  # fmt: skip
        sql.insert(con, "val", columns, self.values)
        sql.insert(
            con, "sv", {"mi": "INTEGER", "gid": "BIGINT", "element": "VARCHAR", "sure": "BOOLEAN"}, self.elements
        )
        sql.insert(con, "answers", {"ri": "INTEGER", "gid": "BIGINT", "yes": "BOOLEAN"}, self.answers)


_SUMMED = ("rows", "days", "distinct", "sum")
"""Kinds to which more may still be added while a period runs."""


def open_ends(one: Measure, measures: Mapping[str, Measure]) -> set[str]:
    """The ends of a value that are open while the period runs, just as when the records are read."""
    if one.table is not None:
        return {"n_hi"} if one.kind in _SUMMED else set()
    parts = [open_ends(measures[name], measures) for name in one.inputs]
    if one.kind in ("share", "difference_of"):
        turned = {"n_lo": "n_hi", "n_hi": "n_lo"}
        return parts[0] | {turned[end] for end in parts[1]}
    if one.kind == "total_of":
        return {"n_hi"} if never_negative(one, measures) else {"n_lo", "n_hi"}
    found = set().union(*parts)
    return {"n_lo", "n_hi"} if one.kind == "lookup" and found else found


def _exact(value: Any, measure: Measure) -> Fraction:
    if measure.type == "date":
        return Fraction(day_number("9999-12-31" if value == "none" else last_day(str(value))))
    return scaled(number(value), measure)


def _with_shares(given: Mapping[str, Any], made: Plan) -> dict[str, Any]:
    """A share whose numerator and denominator are given need not be given itself."""
    out = dict(given)
    for one in made.measures:
        if one.kind == "share" and one.name not in out and all(name in given for name in one.inputs):
            top, base = (given[name] for name in one.inputs)
            if not any(isinstance(v, Mapping) or v == "unknown" for v in (top, base)):
                out[one.name] = number(top) / number(base) if number(base) else "zero_base"
    return out


def _due(rule: Rule, case: Case) -> str | None:
    point = rule.due.at if rule.due else None
    if rule.due and rule.due.within and case.as_of != LATE:
        return last_day(f"{case.as_of[:4]}-{rule.due.within:02d}")
    if point is None:
        return None
    if point.date:
        return last_day(point.date)
    day = case.given.get(point.measure or "")
    if not isinstance(day, str) or day in ("unknown", "none"):
        return None
    con = sql.connect()
    moved = sql.shifted(f"DATE '{last_day(day)}'", str(point.months), str(point.days))
    (found,) = con.execute(f"SELECT CAST({moved} AS VARCHAR)").fetchone() or (None,)
    con.close()
    return str(found)


def _result(case: Case, found: Mapping[str, str], rulebook: Rulebook) -> Result:
    return Result(case, overall(found), found, compare(found, case.expect, case.rule, rulebook))
