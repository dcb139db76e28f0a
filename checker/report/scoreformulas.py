"""How an item came by its points, in words: the measured values, the step from each to points, and the exact result."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from checker.model import Form, Formula, ItemScore, Value
from checker.report.scorewords import ScoreWords
from checker.report.values import Speaker
from checker.report.words import clean

COMBINED = ("mean", "least")
LISTED = 30
"""Elements of a set whose points are told one by one."""


class Formulas:
    def __init__(self, speaker: Speaker) -> None:
        self.speaker, self.say, self.words = speaker, speaker.phrases, ScoreWords(speaker.phrases)

    def how(self, score: ItemScore) -> str:
        """Empty where only a person rates."""
        form, formula = score.item.form, score.formula
        if form.kind == "rating":
            return ""
        if formula.key == "invalid":
            return self.say(
                "score.how_invalid", value=self._value_said(score), points=self.words.points(score.item.points)
            )
        if formula.key in COMBINED:
            said = self._combined(form, formula, score.values)
        else:
            said = self._one(form, formula, score.values)
        points = formula.points
        if points is None or (points.low == 0 < points.high == score.item.points):
            return self.say("score.how_open", said=said)
        result = self.words.exactly(points.low) if points.known else self.words.range(points)
        return self.say("score.how", said=said, result=result)

    def _value_said(self, score: ItemScore) -> str:
        return self.say.join([self.speaker.value(one) for one in score.values])

    def _combined(self, form: Form, formula: Formula, values: Sequence[Value]) -> str:
        """The points of each element, and that their mean or the least of them holds."""
        parts = formula.parts
        paired: Sequence[Value | None] = values if len(values) == len(parts) else [None] * len(parts)
        told = [
            self.say(
                "score.element", entity=self.entity(form, str(part.numbers.get("entity", ""))),
                said=self._one(form, part, [value] if value else []), points=self._points(part),
            )
            for part, value in zip(parts, paired, strict=True)
        ]  # fmt: skip
        listed = self.say("report.group_join").join(told[:LISTED])
        if len(told) > LISTED:
            listed = self.say("where.more", list=listed, n=len(told))
        if not told:
            return self.say("score.no_elements")
        return self.say(f"score.{formula.key}", list=listed, n=len(parts))

    def _points(self, part: Formula) -> str:
        return self.words.range(part.points) if part.points else self.say("value.unknown")

    def entity(self, form: Form, key: str) -> str:
        if key in self.speaker.labels or not isinstance(form.for_each, tuple):
            return self.speaker.entity(key)
        lexicon, lang = self.speaker.lexicon, self.speaker.lang
        return lexicon.listed(form.for_each, key, lang)

    def _one(self, form: Form, formula: Formula, values: Sequence[Value]) -> str:
        by_name = {value.measure: value for value in values}
        if form.kind == "deduction":
            parts = [self._deducted(part, by_name) for part in formula.parts]
            key = "score.deduction" if form.together == "sum" or len(parts) < 2 else "score.deduction_worst"
            said = self.say(key, points=self._number(formula, "points"), list=self.say("report.group_join").join(parts))
            uneven = any(self._begun(part) for part in formula.parts)
            return self.say("report.bracketed", what=said, text=self.say(f"score.part_{form.part}")) if uneven else said
        name = str(form.measure)
        value = by_name.get(name) or self._value(name, formula)
        said = self.say("value.labelled", label=self.speaker.label(name), value=self.speaker.value(value))
        parts_ = {"points": self._number(formula, "points"), "value": said}
        if form.kind == "grades":
            worth = formula.numbers.get("worth")
            if not isinstance(worth, Fraction):
                return said
            return self.say("score.grades", **parts_, worth=self.speaker.share(worth))
        if form.kind == "weighted":
            return self.say("score.weighted", **parts_, times=self.speaker.share(form.times))
        return self.say(f"score.{form.kind}", **parts_)

    def _deducted(self, part: Formula, values: dict[str, Value]) -> str:
        name, numbers = str(part.numbers.get("measure")), part.numbers
        measure = self.speaker.lexicon.measure(name)
        bound, per, minus = (_exact(numbers.get(key)) for key in ("at_least", "per", "minus"))
        if measure.type == "share" or measure.unit == "share":
            step = self.say("value.points", n=self.words.points(per * 100))
        else:
            step = self.speaker.written(per, measure)
        value = self.speaker.value(values.get(name) or self._value(name, part))
        off = self._points(part)
        return self.say(
            "score.deducted", label=self.speaker.label(name), value=value, bound=self.speaker.written(bound, measure),
            per=step, minus=self.words.points(minus), off=off,
        )  # fmt: skip

    def _begun(self, part: Formula) -> bool:
        """Whether what is short is no whole number of steps, so that it matters what a part of one is worth."""
        low, high = (part.numbers.get(key) for key in ("low", "high"))
        bound, per = (_exact(part.numbers.get(key)) for key in ("at_least", "per"))
        if not isinstance(low, Fraction) or low != high or low >= bound:
            return False
        return ((bound - low) / per).denominator > 1

    def _value(self, name: str, formula: Formula) -> Value:
        low, high = (formula.numbers.get(key) for key in ("low", "high"))
        return Value(name, low, high, complete=low is not None and low == high)

    def _number(self, formula: Formula, key: str) -> str:
        number = formula.numbers.get(key)
        return self.words.points(number) if isinstance(number, Fraction) else clean(number or "")


def _exact(number: Fraction | str | None) -> Fraction:
    return number if isinstance(number, Fraction) else Fraction(0)
