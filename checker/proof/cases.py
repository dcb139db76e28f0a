"""Rules' cases: `given` values laid straight on a rule's own cell, judged by the engine in one batch for a rulebook.

Written cases stand beside the rule. For every rule the unknown, not-applicable and not-due ones are generated, so that
no rule can be silent about missing records.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from checker.engine import plan, sql
from checker.engine.given import GivenCell, judge_given
from checker.model import VERDICTS, Rule, Rulebook
from checker.proof import samples
from checker.proof.records import NOT_OWED, compare, overall
from checker.rulebook.numbers import last_day
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
    by_rule: dict[str, list[int]] = {}
    for row in made.rules:
        by_rule.setdefault(row["rule"], []).append(row["ri"])
    found: list[dict[str, str]] = [{} for _ in cases]
    asked: list[tuple[dict[str, str], str]] = []
    cells: list[GivenCell] = []
    for case, verdicts in zip(cases, found, strict=True):
        for ri in by_rule[case.rule.id]:
            reading, rule = made.variants[ri]
            if _owed(rule, case):
                asked.append((verdicts, reading))
                due = _due(rule, case)
                cells.append(
                    GivenCell(ri, case.given, case.as_of, due, case.running, case.partial, case.answer or None)
                )
            else:
                verdicts[reading] = NOT_OWED
    for (verdicts, reading), verdict in zip(asked, judge_given(made, cells), strict=True):
        verdicts[reading] = verdict
    return [_result(case, verdicts, rulebook) for case, verdicts in zip(cases, found, strict=True)]


def _owed(rule: Rule, case: Case) -> bool:
    """Has the rule a cell such as the case speaks of: one of a period, one of the element named?"""
    literals = [one for one in rule.for_each if isinstance(one, tuple)]
    if case.each is not None and literals and not any(case.each in one for one in literals):
        return False
    return rule.every is not None or not (case.running or case.partial)


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
