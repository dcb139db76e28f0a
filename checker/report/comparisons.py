"""Tests and conditions in words: 组建模式应为托管型; 报送形式为书面."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from checker.model import COUNTS, Measure, Rule, Test, Value
from checker.report.bounds import Bounds
from checker.report.values import Speaker
from checker.report.words import pick

LISTED = ("set", "code")
"""Families of operators whose constant may be a list, which a colon sets apart."""


class Comparisons:
    def __init__(self, speaker: Speaker) -> None:
        self.speaker, self.lexicon = speaker, speaker.lexicon
        self.say, self.lang = speaker.phrases, speaker.lang
        self.bounds = Bounds(speaker)

    def demanded(self, rule: Rule, test: Test, required: Value | None) -> str:
        """What a test demands, with the modality of its rule: 理事会议应不少于 1 次."""
        if self.forbids(test):
            return self.say(f"none.{rule.modality}", label=self.speaker.label(test.measure))
        family = self.lexicon.operator(test.op).get("family")
        key = f"{'bare' if family == 'set' else 'should'}.{rule.modality}"
        own = test.negate and "negated" in self.lexicon.operator(test.op)
        op, right = self._operator(test, self.bounds.right(test, required), "negated" if own else "sentence")
        listed = family in LISTED and isinstance(test.right, tuple | list) and len(test.right) > 1 and right
        said = self.say(
            "sentence.should_list" if listed else "sentence.should",
            scope="",
            label=self.speaker.label(test.measure),
            should=self.say(key) if key in self.say else "",
            op=op,
            right=right if listed else self.speaker.spaced(right),
        ).rstrip()
        return self.say("sentence.not", test=said) if test.negate and not own else said

    def forbids(self, test: Test) -> bool:
        """Must there be none at all of what is counted?"""
        counted = self.lexicon.measure(test.measure).type in COUNTS
        return counted and test.op == "at_most" and test.right_measure is None and test.right == 0 and not test.negate

    def plain(self, test: Test, required: Value | None = None) -> str:
        """The test without a modality: 组建模式为托管型."""
        own = test.negate and "negated" in self.lexicon.operator(test.op)
        op, right = self._operator(test, self.bounds.right(test, required), "negated" if own else "sentence")
        label = self.speaker.label(test.measure)
        said = self.say("sentence.plain", label=label, op=op, right=self.speaker.spaced(right)).rstrip()
        return self.say("sentence.not", test=said) if test.negate and not own else said

    def _operator(self, test: Test, right: str, key: str = "sentence") -> tuple[str, str]:
        op, right = self.lexicon.compared(test.op, right, self.lang, key)
        # English operators of kind "is" would repeat the verb of "must be".
        return op.removeprefix("is ") if self.lang == "en" else op, right

    def condition(self, name: str) -> str:
        """`measure.number` → what a row must be to count: 报送形式为书面. Empty where there is no such condition."""
        measure_name, _, number = name.rpartition(".")
        measure = self.lexicon.measures.get(measure_name)
        if measure is None or not number.isdigit() or int(number) >= len(measure.where):
            return ""
        return self._condition(measure, measure.where[int(number)])

    def _condition(self, measure: Measure, condition: Mapping[str, Any]) -> str:
        path = f"{measure.table}.{condition['column']}"
        _, column = self.lexicon.column(path)
        key, value = next((key, value) for key, value in condition.items() if key != "column")
        if key in ("belongs", "not_belongs"):
            said = self.lexicon.set(str(value), self.lang)
        elif key in ("same_as", "differs_from"):
            said = self._path(measure.table or "", str(value))
        elif key == "months":
            said = self.say.join([self.say("period.head_month", m=one) for one in value])
        else:
            values = value if isinstance(value, tuple | list) else [value]
            dated = column is not None and column.type == "date"
            said = self.say.join(
                [
                    self.speaker.date(str(one)) if dated else self.lexicon.coded(column, str(one), self.lang)
                    for one in values
                ]
            )
        label = self._path(measure.table or "", str(condition["column"]))
        entry = f"condition.{key}"
        return self.say(entry, column=label, value=said) if entry in self.say else f"{label} {key} {said}"

    def _path(self, table: str, path: str) -> str:
        """A column over links, with the last of these: 派出学校的隶属."""
        steps = path.split(".")
        said = ""
        for number in range(max(1, len(steps) - 1), len(steps) + 1):
            _, column = self.lexicon.column(f"{table}.{'.'.join(steps[:number])}")
            label = pick(column.label, self.lang) if column else steps[number - 1]
            said = self.say("condition.of", a=said, b=label) if said else label
        return said
