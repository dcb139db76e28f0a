"""Tests fit their measures, `basis` says what a rule rests on, and every bound has its cases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from checker.errors import Problem
from checker.model import VERDICTS, Measure, Rule, Rulebook, Test
from checker.proof.lint.problems import about
from checker.records.derived import BODY
from checker.rulebook.numbers import SET_OPS, number
from checker.rulebook.vocabulary import Vocabulary

_FAMILY = {
    "count": "number",
    "number": "number",
    "money": "number",
    "points": "number",
    "share": "number",
    "date": "date",
    "code": "set",
    "set": "set",
}


def tests(rule: Rule, _: Rulebook, vocabulary: Vocabulary) -> Iterator[Problem]:
    """Operators fit their measures, and `else`, `if_missing` only soften what the modality gives."""
    outcomes = vocabulary.modalities[rule.modality]
    for test in _lonely(rule):
        yield about(
            rule, "wanted: no 只能写在 any 里", "`wanted: no` is for an alternative of an `any`", key=test.measure
        )
    for test in _all_tests(rule):
        measure = vocabulary.measures.get(test.measure)
        if measure is None:
            continue
        operator = vocabulary.operators[test.op]["family"]
        family = "set" if operator == "code" else operator
        if family != _FAMILY[measure.type]:
            yield about(
                rule,
                f"{test.op} 不适于 {measure.name}（{measure.type}）",
                f"{test.op} does not fit {measure.name}, a {measure.type}",
                key=measure.name,
            )
        for key, given, own in (("else", test.breached_as, "breached"), ("if_missing", test.missing_as, "unknown")):
            if given is not None and VERDICTS.index(given) < VERDICTS.index(outcomes[own]):
                yield about(
                    rule,
                    f"{key}: {given} 比情态所定的 {outcomes[own]} 更严",
                    f"{key}: {given} is stricter than {outcomes[own]}",
                )


def points(rule: Rule, _: Rulebook, vocabulary: Vocabulary) -> Iterator[Problem]:
    """What `during` and `due` hang on is one date of the body: one of each school or row is nobody's in particular."""
    for key, point in (
        ("during", rule.window[0]),
        ("during", rule.window[1]),
        ("due", rule.due.at if rule.due else None),
    ):
        measure = vocabulary.measures.get(point.measure or "") if point else None
        if measure is None:
            continue
        if measure.type != "date":
            yield about(
                rule,
                f"{key} 所依的 {measure.name} 不是日期",
                f"`{key}` hangs on {measure.name}, which is no date",
                key=key,
            )
        elif measure.entity or measure.item:
            yield about(
                rule, f"{key} 所依的 {measure.name} 各对象各有一个日期，时段和期限只认整个对象的一个",
                f"`{key}` hangs on {measure.name}, which has an entity: each has a date of its own, a window has but one",
                "改用不分对象的日期指标，或把日期写进 require", "use a date of the whole body, or compare the dates in `require`", key,
            )  # fmt: skip


def basis(rule: Rule, _: Rulebook, vocabulary: Vocabulary) -> Iterator[Problem]:
    """`basis` says what the rule really rests on."""
    require = rule.tests.get("require", ())
    used = [vocabulary.measures[t.measure] for t in require if t.measure in vocabulary.measures]
    declared = [m.name for m in used if is_declared(m, vocabulary)]
    if rule.basis == "computed" and not require:
        yield about(rule, "basis 为 computed，却没有 require", "basis is computed, yet nothing is required")
    if rule.basis == "computed" and used and len(declared) == len(used):
        yield about(rule, "只凭填报的是否，basis 应为 declared", "rests on typed yes or no only: basis is declared")
    if rule.basis == "declared" and not declared:
        yield about(rule, "basis 为 declared，却没有填报的指标", "basis is declared, yet no measure is")
    if rule.basis == "asked" and rule.ask is None:
        yield about(rule, "basis 为 asked，却没有 ask", "basis is asked, yet there is no ask")
    if rule.basis == "none" and (require or rule.ask):
        yield about(rule, "basis 为 none，却有 require 或 ask", "basis is none, yet something is required or asked")
    if rule.basis == "computed" and not any("records" in case for case in rule.cases):
        yield about(
            rule,
            "没有从完整记录出发的用例",
            "no case from whole records",
            "请加一个 records 用例",
            "add a `records` case",
        )


def is_declared(measure: Measure, vocabulary: Vocabulary, above: tuple[str, ...] = ()) -> bool:
    """Does a measure rest on a yes or no that a person typed? `above` are the formulas that led here."""
    if measure.table is None:
        inputs = (vocabulary.measures[name] for name in measure.inputs if name in vocabulary.measures)
        return any(is_declared(one, vocabulary, (*above, measure.name)) for one in inputs if one.name not in above)
    return measure.declared and measure.table != BODY


def bounds(rule: Rule, rulebook: Rulebook, __: Vocabulary) -> Iterator[Problem]:
    """Each constant numeric bound of `require` has a case on it and a case beyond it, under any reading that has it."""
    given = [case["given"] for case in rule.cases if "given" in case]
    for test in rule.tests.get("require", ()):
        if test.op in SET_OPS or test.right_measure or isinstance(test.right, str):
            continue
        values = [value for value in (_given_value(one, test.measure) for one in given) if value is not None]
        if test.right not in values:
            yield about(
                rule,
                f"{test.measure} 的界限 {test.right} 上没有用例",
                f"no case on the bound {test.right} of {test.measure}",
                f"请加 {{given: {{{test.measure}: {test.right}}}, expect: …}}",
                f"add {{given: {{{test.measure}: {test.right}}}, expect: …}}",
            )
        if not any(value != test.right for value in values):
            yield about(
                rule,
                f"{test.measure} 越过界限 {test.right} 没有用例",
                f"no case beyond the bound {test.right} of {test.measure}",
            )
    del rulebook


def _given_value(given: Mapping[str, Any], name: str) -> Any:
    try:
        return number(given[name]) if name in given else None
    except ValueError:
        return None


def mend(rule: Rule, _: Rulebook, __: Vocabulary) -> Iterator[Problem]:
    binding = rule.modality in ("must", "must_not", "default", "target")
    if binding and rule.tests.get("require") and rule.mend is None:
        yield about(rule, "没有 mend（怎么改）", "no mend: what should one do about a gap?")


def _lonely(rule: Rule) -> Iterator[Test]:
    """Tests that nobody wants met, and that nothing beside them is wanted of."""
    for items in rule.tests.values():
        groups = Counter(test.group for test in items)
        yield from (test for test in items if not test.wanted and groups[test.group] == 1)


def _all_tests(rule: Rule) -> Iterator[Test]:
    for items in rule.tests.values():
        yield from items
