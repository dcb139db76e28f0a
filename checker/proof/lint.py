"""Is a rulebook well made? Each check yields problems with file and line; none prints or counts.

What a JSON Schema can say is said there; here stands what needs the vocabulary or the whole rulebook.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from checker.consequences import problems as consequence_problems
from checker.errors import BadInput, Problem, say
from checker.model import VERDICTS, Measure, Question, Rule, Rulebook, Test
from checker.records.derived import BODY
from checker.rulebook.numbers import SET_OPS, number
from checker.rulebook.readings import measures_of, patched
from checker.rulebook.vocabulary import Vocabulary

_FAMILY = {
    "count": "number",
    "number": "number",
    "money": "number",
    "share": "number",
    "date": "date",
    "code": "set",
    "set": "set",
}


def lint(rulebook: Rulebook, vocabulary: Vocabulary) -> list[Problem]:
    """Every problem of the rulebook, rule by rule, then of its questions and consequences."""
    out = [problem for rule in rulebook.rules for check in _CHECKS for problem in check(rule, rulebook, vocabulary)]
    measures = _measures(rulebook, vocabulary)
    return [*out, *measures, *_questions(rulebook, vocabulary), *_consequences(rulebook, vocabulary)]


def _at(rule: Rule, zh: str, en: str, mend_zh: str = "", mend_en: str = "") -> Problem:
    mend = say(mend_zh, mend_en or mend_zh) if mend_zh else ""
    return Problem(f"{rule.file}:{rule.line}", say(f"{rule.id}：{zh}", f"{rule.id}: {en}"), mend=mend)


def _names(rule: Rule, rulebook: Rulebook, vocabulary: Vocabulary) -> Iterator[Problem]:
    """Every name that a rule uses exists."""
    if rule.id.split("/")[0] != rulebook.id:
        yield _at(rule, f"编号应以 {rulebook.id}/ 开头", f"the id must begin with {rulebook.id}/")
    known: list[tuple[str, str, str | None, Mapping[str, Any]]] = [
        ("指标", "measure", name, vocabulary.measures) for name in measures_of(rule)
    ]
    known += [("对象集", "set", one, vocabulary.sets) for one in rule.for_each if isinstance(one, str)]
    known += [("口径", "reading", one, rulebook.questions) for one in rule.readings]
    known += [("周期", "period", rule.every, vocabulary.periods)] if rule.every else []
    known += [("责任方", "bearer", rule.bearer, vocabulary.bearers), ("主题", "topic", rule.topic, vocabulary.topics)]
    known += [("判断者", "bearer", rule.ask.who, vocabulary.bearers)] if rule.ask else []
    for zh, en, name, table in known:
        if name not in table:
            yield _at(rule, f"没有{zh} {name}", f"there is no {en} {name}", f"可用：{'、'.join(sorted(table)[:12])}…")


def _given(rule: Rule, _: Rulebook, vocabulary: Vocabulary) -> Iterator[Problem]:
    """A case that gives a value to a measure which does not exist gives nothing: it would prove less than it says."""
    for name in sorted({name for case in rule.cases for name in case.get("given", ())} - vocabulary.measures.keys()):
        yield _at(rule, f"用例给出的 {name} 不是指标", f"a case gives {name}, which is no measure")


def _tests(rule: Rule, _: Rulebook, vocabulary: Vocabulary) -> Iterator[Problem]:
    """Operators fit their measures, and `else`, `if_missing` only soften what the modality gives."""
    outcomes = vocabulary.modalities[rule.modality]
    for test in _all_tests(rule):
        measure = vocabulary.measures.get(test.measure)
        if measure is None:
            continue
        operator = vocabulary.operators[test.op]["family"]
        family = "set" if operator == "code" else operator
        if family != _FAMILY[measure.type]:
            yield _at(
                rule,
                f"{test.op} 不适于 {measure.name}（{measure.type}）",
                f"{test.op} does not fit {measure.name}, a {measure.type}",
            )
        for key, given, own in (("else", test.breached_as, "breached"), ("if_missing", test.missing_as, "unknown")):
            if given is not None and VERDICTS.index(given) < VERDICTS.index(outcomes[own]):
                yield _at(
                    rule,
                    f"{key}: {given} 比情态所定的 {outcomes[own]} 更严",
                    f"{key}: {given} is stricter than {outcomes[own]}",
                )


def _basis(rule: Rule, _: Rulebook, vocabulary: Vocabulary) -> Iterator[Problem]:
    """`basis` says what the rule really rests on."""
    require = rule.tests.get("require", ())
    used = [vocabulary.measures[t.measure] for t in require if t.measure in vocabulary.measures]
    declared = [m.name for m in used if is_declared(m, vocabulary)]
    if rule.basis == "computed" and not require:
        yield _at(rule, "basis 为 computed，却没有 require", "basis is computed, yet nothing is required")
    if rule.basis == "computed" and used and len(declared) == len(used):
        yield _at(rule, "只凭填报的是否，basis 应为 declared", "rests on typed yes or no only: basis is declared")
    if rule.basis == "declared" and not declared:
        yield _at(rule, "basis 为 declared，却没有填报的指标", "basis is declared, yet no measure is")
    if rule.basis == "asked" and rule.ask is None:
        yield _at(rule, "basis 为 asked，却没有 ask", "basis is asked, yet there is no ask")
    if rule.basis == "none" and (require or rule.ask):
        yield _at(rule, "basis 为 none，却有 require 或 ask", "basis is none, yet something is required or asked")
    if rule.basis == "computed" and not any("records" in case for case in rule.cases):
        yield _at(
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


def _bounds(rule: Rule, rulebook: Rulebook, __: Vocabulary) -> Iterator[Problem]:
    """Each constant numeric bound of `require` has a case on it and a case beyond it, under any reading that has it."""
    given = [case["given"] for case in rule.cases if "given" in case]
    for test in rule.tests.get("require", ()):
        if test.op in SET_OPS or test.right_measure or isinstance(test.right, str):
            continue
        values = [value for value in (_given_value(one, test.measure) for one in given) if value is not None]
        if test.right not in values:
            yield _at(
                rule,
                f"{test.measure} 的界限 {test.right} 上没有用例",
                f"no case on the bound {test.right} of {test.measure}",
                f"请加 {{given: {{{test.measure}: {test.right}}}, expect: …}}",
                f"add {{given: {{{test.measure}: {test.right}}}, expect: …}}",
            )
        if not any(value != test.right for value in values):
            yield _at(
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


def _reading_cases(rule: Rule, rulebook: Rulebook, _: Vocabulary) -> Iterator[Problem]:
    """Each option of each question that a rule names is shown by a case, and some case tells the options apart."""
    named = {key for case in rule.cases if isinstance(case["expect"], Mapping) for key in case["expect"]}
    disputed = any(
        case["expect"] == "disputed"
        or (isinstance(case["expect"], Mapping) and case["expect"].get("overall") == "disputed")
        for case in rule.cases
    )
    for key in rule.readings:
        question = rulebook.questions.get(key)
        if question is None:
            continue
        for option in question.options:
            if not named & {option, f"{key}.{option}"}:
                yield _at(rule, f"口径 {key}.{option} 没有用例", f"no case for reading {key}.{option}")
        if not disputed:
            yield _at(
                rule,
                "没有一个用例使各口径结论不同",
                "no case tells the readings apart",
                "请加一个 expect 含 overall: disputed 的用例",
            )


def _mend(rule: Rule, _: Rulebook, __: Vocabulary) -> Iterator[Problem]:
    binding = rule.modality in ("must", "must_not", "default", "target")
    if binding and rule.tests.get("require") and rule.mend is None:
        yield _at(rule, "没有 mend（怎么改）", "no mend: what should one do about a gap?")


def _all_tests(rule: Rule) -> Iterator[Test]:
    for items in rule.tests.values():
        yield from items


_CHECKS = (_names, _given, _tests, _basis, _bounds, _reading_cases, _mend)


def _measures(rulebook: Rulebook, vocabulary: Vocabulary) -> Iterator[Problem]:
    """Measures that the rules use, under any reading, rest on measures that exist, and never on themselves."""
    used = {name for rule in rulebook.rules for name in measures_of(rule)}
    used |= {
        name for q in rulebook.questions.values() for option in q.options.values() for name in option.swap.values()
    }
    seen: set[str] = set()
    for name in sorted(used & vocabulary.measures.keys()):
        yield from _inputs(name, (), vocabulary.measures, seen)


def _inputs(name: str, above: tuple[str, ...], measures: Mapping[str, Measure], seen: set[str]) -> Iterator[Problem]:
    measure = measures[name]
    where = f"{measure.file}:{measure.line}"
    if name in above:
        circle = " → ".join((*above[above.index(name) :], name))
        yield Problem(where, say(f"指标互相引用成环：{circle}", f"measures refer to each other in a circle: {circle}"))
    elif name not in seen:
        seen.add(name)
        for one in measure.inputs:
            if one in measures:
                yield from _inputs(one, (*above, name), measures, seen)
            else:
                yield Problem(where, say(f"{name}：没有指标 {one}", f"{name}: there is no measure {one}"))


def _questions(rulebook: Rulebook, vocabulary: Vocabulary) -> Iterator[Problem]:
    ids = {rule.id for rule in rulebook.rules}
    used = {key for rule in rulebook.rules for key in rule.readings}
    where = f"{rulebook.folder}/questions.yaml"
    for key, question in rulebook.questions.items():
        if question.primary not in question.options:
            yield Problem(
                where,
                say(f"{key}：primary {question.primary} 不是选项", f"{key}: primary {question.primary} is no option"),
            )
        if key not in used:
            yield Problem(where, say(f"{key}：没有规则用到", f"{key}: no rule uses it"))
        for option in question.options.values():
            yield from _option(key, question, option.key, rulebook, vocabulary, ids, where)


def _option(
    key: str, question: Question, name: str, rulebook: Rulebook, vocabulary: Vocabulary, ids: set[str], where: str
) -> Iterator[Problem]:
    option = question.options[name]
    for one in option.rules:
        if one not in ids:
            yield Problem(where, say(f"{key}.{name}：没有规则 {one}", f"{key}.{name}: there is no rule {one}"))
    for one in (*option.swap, *option.swap.values()):
        if one not in vocabulary.measures:
            yield Problem(where, say(f"{key}.{name}：没有指标 {one}", f"{key}.{name}: there is no measure {one}"))
    for rule in rulebook.rules:
        if key in rule.readings:
            try:
                changed = patched(rule, option)
            except (BadInput, KeyError, ValueError) as wrong:
                yield Problem(
                    where, say(f"{key}.{name} 用于 {rule.id}：{wrong}", f"{key}.{name} on {rule.id}: {wrong}")
                )
                continue
            yield from _names(changed, rulebook, vocabulary)
            yield from _tests(changed, rulebook, vocabulary)
            if name != question.primary in question.options and changed == patched(
                rule, question.options[question.primary]
            ):
                yield _at(rule, f"口径 {key}.{name} 什么也不改变", f"reading {key}.{name} changes nothing")


def _consequences(rulebook: Rulebook, vocabulary: Vocabulary) -> Iterator[Problem]:
    yield from consequence_problems(rulebook.consequences)
    ids = {rule.id for rule in rulebook.rules}
    for one in rulebook.consequences:
        where = f"{one.file}:{one.line}"
        for condition in one.when:
            if "finding" in condition and condition["finding"] not in ids:
                yield Problem(
                    where,
                    say(
                        f"{one.id}：没有规则 {condition['finding']}",
                        f"{one.id}: there is no rule {condition['finding']}",
                    ),
                )
            if "measure" in condition and condition["measure"] not in vocabulary.measures:
                yield Problem(
                    where,
                    say(
                        f"{one.id}：没有指标 {condition['measure']}",
                        f"{one.id}: there is no measure {condition['measure']}",
                    ),
                )
        if one.bearer not in vocabulary.bearers:
            yield Problem(
                where, say(f"{one.id}：没有责任方 {one.bearer}", f"{one.id}: there is no bearer {one.bearer}")
            )
