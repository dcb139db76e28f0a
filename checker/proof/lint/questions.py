"""Every reading changes something, is shown by a case, and patches what is there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from checker.errors import BadInput, Problem, say
from checker.model import Question, Rule, Rulebook
from checker.proof.lint.names import names
from checker.proof.lint.problems import about
from checker.proof.lint.tests import points, tests
from checker.rulebook.places import place
from checker.rulebook.readings import patched
from checker.rulebook.vocabulary import Vocabulary


def reading_cases(rule: Rule, rulebook: Rulebook, _: Vocabulary) -> Iterator[Problem]:
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
                yield about(rule, f"口径 {key}.{option} 没有用例", f"no case for reading {key}.{option}")
        if not disputed:
            yield about(
                rule,
                "没有一个用例使各口径结论不同",
                "no case tells the readings apart",
                "请加一个 expect 含 overall: disputed 的用例",
            )


def questions(rulebook: Rulebook, vocabulary: Vocabulary) -> Iterator[Problem]:
    ids = {rule.id for rule in rulebook.rules}
    used = {key for rule in rulebook.rules for key in rule.readings}
    used |= {key for scheme in rulebook.schemes for key in scheme.readings}
    file = f"{rulebook.folder}/questions.yaml"
    for key, question in rulebook.questions.items():
        if question.primary not in question.options:
            options = sorted(question.options)
            yield Problem(
                place(file, "questions", key, "primary"),
                say(f"{key}：primary {question.primary} 不是选项", f"{key}: primary {question.primary} is no option"),
                mend=say(f"选项有：{'、'.join(options)}", f"the options are {', '.join(options)}"),
            )
        if key not in used:
            yield Problem(
                place(file, "questions", key), say(f"{key}：没有规则用到", f"{key}: no rule uses it"),
                mend=say(f"写入有关规则的 readings: [{key}]，或删去", f"name it in a rule's `readings: [{key}]`, or delete it"),
            )  # fmt: skip
        for option in question.options.values():
            yield from _option(key, question, option.key, rulebook, vocabulary, ids, file)


@dataclass(frozen=True)
class _Where:
    """Places below one option."""

    file: str
    question: str
    option: str

    def __call__(self, *steps: str) -> str:
        return place(self.file, "questions", self.question, "options", self.option, *steps)


def _option(
    key: str, question: Question, name: str, rulebook: Rulebook, vocabulary: Vocabulary, ids: set[str], file: str
) -> Iterator[Problem]:
    option = question.options[name]
    where = _Where(file, key, name)
    for one in option.rules:
        if one not in ids:
            yield Problem(
                where("rules", one), say(f"{key}.{name}：没有规则 {one}", f"{key}.{name}: there is no rule {one}")
            )
    for old, one in (pair for swap in option.swap.items() for pair in ((swap[0], swap[0]), swap)):
        if one not in vocabulary.measures:
            yield Problem(
                where("swap", old), say(f"{key}.{name}：没有指标 {one}", f"{key}.{name}: there is no measure {one}")
            )
    for rule in rulebook.rules:
        if key in rule.readings:
            try:
                changed = patched(rule, option)
            except (BadInput, KeyError, ValueError, TypeError, AttributeError) as wrong:
                yield Problem(
                    where("rules", rule.id),
                    say(f"{key}.{name} 用于 {rule.id}：{wrong}", f"{key}.{name} on {rule.id}: {wrong}"),
                )
                continue
            yield from names(changed, rulebook, vocabulary)
            yield from tests(changed, rulebook, vocabulary)
            yield from points(changed, rulebook, vocabulary)
            if name != question.primary in question.options and changed == patched(
                rule, question.options[question.primary]
            ):
                yield about(rule, f"口径 {key}.{name} 什么也不改变", f"reading {key}.{name} changes nothing")
