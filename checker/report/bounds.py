"""The right side of a test in words: a constant with its unit, or another measure with the value that it had.

Where the bound is that measure times or plus something, its own value stands beside it: what was computed, next to what
was recorded. An addition smaller than a value can differ by is no bound but a tolerance for rounding.
"""

from __future__ import annotations

from fractions import Fraction

from checker.model import SCALES, Measure, Test, TestResult, Value
from checker.report.values import Speaker, decimal, fraction
from checker.report.words import within


class Bounds:
    def __init__(self, speaker: Speaker) -> None:
        self.speaker, self.lexicon, self.say = speaker, speaker.lexicon, speaker.phrases

    def right(self, test: Test, required: Value | None = None) -> str:
        measure = self.lexicon.measure(test.measure)
        if test.right_measure is None:
            return self._constant(test, measure)
        computed = self.computed(test, required)
        said = self._label(test, computed) if test.times == 1 else self._times(test, measure, computed)
        if computed and self.tolerance(test):
            return said
        if test.plus:
            key = "value.plus" if test.plus > 0 else "value.minus"
            said = self.say(key, a=said, n=self.speaker.written(abs(test.plus), measure))
        if test.months or test.days:
            said = self.later(said, test.months, test.days)
        if required is None or (required.low is None and required.high is None and not required.elements):
            return said
        return self.say("value.resolved", a=said, b=self.speaker.spaced(self.speaker.value(required)))

    def later(self, what: str, months: int, days: int) -> str:
        """So long after a day, or before it."""
        spans = [(months, "value.months"), (days, "value.days")]
        length = " ".join(self.say(key, n=abs(number)) for number, key in spans if number)
        return self.say("value.span_before" if months < 0 or days < 0 else "value.span", a=what, n=length)

    def computed(self, test: Test, required: Value | None) -> str:
        """What the other measure was before `times` and `plus` made a bound of it; empty where they did not, or where
        it is not known exactly."""
        if required is None or not isinstance(required.low, Fraction) or required.low != required.high:
            return ""
        if not test.times or (test.times == 1 and not test.plus):
            return ""
        measure, other = self.lexicon.measure(test.measure), self.lexicon.measure(test.right_measure or "")
        number = (required.low / (100 if measure.type == "money" else 1) - test.plus) / test.times
        # A rounded bound has no exact count behind it.
        return "" if other.type == "count" and number.denominator > 1 else self.speaker.written(number, other)

    def tolerance(self, test: Test) -> Fraction:
        """What a value may be off by rounding alone, as exact values have it; zero where there is no such tolerance."""
        scale = SCALES.get(self.lexicon.measure(test.measure).type)
        rounds = scale is not None and test.right_measure is not None and abs(test.plus) < Fraction(1, scale)
        return (
            abs(test.plus) * (100 if self.lexicon.measure(test.measure).type == "money" else 1)
            if rounds
            else Fraction(0)
        )

    def above(self, result: TestResult) -> bool:
        """Is the value above its bound?"""
        test, end = result.test, result.value.low
        right = result.required.high if result.required else test.right
        if result.required is None and self.lexicon.measure(test.measure).type == "money":
            right = test.right * 100
        return isinstance(end, Fraction | int) and isinstance(right, Fraction | int) and end > right

    def _label(self, test: Test, computed: str) -> str:
        label = within(self.speaker.label(test.right_measure or ""))
        if not computed:
            return self.say("value.label", label=label)
        return self.say(
            "value.label_rounded" if self.tolerance(test) else "value.label_valued", label=label, value=computed
        )

    def _times(self, test: Test, measure: Measure, computed: str) -> str:
        """A multiple of another measure; money per head is said in yuan."""
        other, label = self.lexicon.measure(test.right_measure or ""), self._label(test, computed)
        if measure.type == "money" and other.type != "money":
            return self.say("value.times_money", a=label, n=self.speaker.written(test.times, measure))
        key = "value.times_whole" if test.times.denominator == 1 else "value.times"
        return self.say(key, a=label, n=fraction(test.times))

    def _constant(self, test: Test, measure: Measure) -> str:
        right = test.right
        if isinstance(right, Fraction | int):
            exact = decimal(Fraction(right) * 100)[1]
            if measure.unit == "share" and not exact:
                return fraction(Fraction(right))
            return self.speaker.written(Fraction(right), measure)
        if isinstance(right, tuple | list):
            return self.speaker.elements(tuple(str(one) for one in right), test.measure)
        if measure.type == "date":
            return self.speaker.date(str(right))
        return self.speaker.elements((str(right),), test.measure)
