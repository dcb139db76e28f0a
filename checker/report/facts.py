"""What was measured, and how far it is from what is required: 实际…, 差…."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

from checker.model import Test, TestResult, Value
from checker.report.bounds import Bounds
from checker.report.outcomes import Results
from checker.report.values import Speaker
from checker.report.words import pick

DISTINCT_VALUES = 3
"""Different values said one by one; with more of them, only the range."""
LACKS = ("covers", "same_set")
EXCEEDS = ("within", "same_set")
"""Operators for which an element that is missing, or one too many, is a fault."""


class Facts:
    def __init__(self, speaker: Speaker) -> None:
        self.speaker, self.lexicon, self.bounds = speaker, speaker.lexicon, Bounds(speaker)
        self.say, self.lang = speaker.phrases, speaker.lang

    # ---- what is -----------------------------------------------------------------------------------------------

    def actual(self, results: Results) -> str:
        """The values seen, per test: one, a few with how often each, or the range."""
        said = [(test, self._seen(test, seen)) for test, seen in results]
        if len({test.measure for test, _ in said}) > 1:
            # Of several values, each says whose it is.
            said = [(test, self._labelled(test, value)) for test, value in said if value]
        return self.say("report.group_join").join(dict.fromkeys(value for _, value in said if value))

    def _labelled(self, test: Test, value: str) -> str:
        return self.say("value.labelled", label=self.speaker.label(test.measure), value=value)

    def known(self, results: Results) -> str:
        """As `actual`, of what says something: an unknown number or an empty set of open records says nothing."""
        told = [(test, [result for result in seen if _tells(result.value)]) for test, seen in results]
        said = self.actual([(test, seen) for test, seen in told if seen])
        return "" if said == self.say("value.unknown") else said

    def nothing(self, results: Results) -> bool:
        """Is nothing recorded at all? Zero of something is; a cell that says 无 is a record."""
        values = [result.value for _, seen in results for result in seen]
        return all(value.elements is None and value.high in (0, None) for value in values)

    def _seen(self, test: Test, seen: Sequence[TestResult]) -> str:
        counted = Counter(self.speaker.value(result.value, listed(test)) for result in seen)
        if len(counted) == 1:
            return next(iter(counted))
        if len(counted) <= DISTINCT_VALUES:
            return self.say.join([self.say("sentence.several", value=one, n=n) for one, n in counted.most_common()])
        ends = [end for result in seen for end in (result.value.low, result.value.high) if isinstance(end, Fraction)]
        if not ends:
            return self.say.join(list(counted)[:DISTINCT_VALUES])
        return self.speaker.value(Value(seen[0].value.measure, min(ends), max(ends)))

    # ---- how far off -------------------------------------------------------------------------------------------

    def short(self, results: Results) -> str:
        """差…: the operator's gap word and the exact shortfall, or what is missing or extra."""
        said: list[str] = []
        several = len({test.measure for test, _ in results}) > 1
        for test, seen in results:
            if not test.wanted:
                continue
            words = self.lexicon.operator(test.op)
            over = [result for result in seen if "gap_over" in words and self.bounds.above(result)]
            under = [result for result in seen if result not in over]
            gaps = [
                self._amounts(pick(words.get(key), self.lang), some)
                for key, some in (("gap", under), ("gap_over", over))
            ]
            equal = any(result.outcome == "breached" and result.short_by == 0 for result in seen)
            gaps = [self._equal(test)] if equal and len(seen) == 1 else gaps
            parts = [part for part in (*gaps, self._elements(test, seen)) if part]
            # Of several values, each gap says of which it is.
            said += [self._labelled(test, part) for part in parts] if several else parts
        return self.say("report.group_join").join(dict.fromkeys(said))

    def _equal(self, test: Test) -> str:
        """A bound that must be passed, and is only met."""
        return self.say("sentence.equal", op=pick(self.lexicon.operator(test.op).get("sentence"), self.lang))

    def _amounts(self, gap: str, seen: Sequence[TestResult]) -> str:
        found = sorted(
            (result for result in seen if result.short_by is not None and result.outcome == "breached"),
            key=lambda result: abs(result.short_by or Fraction(0)),
        )
        if not found:
            return ""
        first, last = (self._one_amount(gap, result) for result in (found[0], found[-1]))
        amount = first if first == last else self.say("sentence.range", a=first, b=self.speaker.spaced(last))
        return self.say("sentence.short", gap=gap, amount=self.speaker.spaced(amount))

    def _one_amount(self, gap: str, result: TestResult) -> str:
        # What rounding allows is no part of how far off a value is.
        amount = self.speaker.short_by((result.short_by or Fraction(0)) + self.bounds.tolerance(result.test), result)
        measure = self.lexicon.measure(result.test.measure)
        needed = self.speaker.still_needed(result) if measure.type == "share" else None
        if needed is None:
            return amount
        top = self.lexicon.measure(measure.inputs[0] if measure.inputs else "")
        lacking = self.speaker.spaced(self.speaker.amount(Fraction(needed[0]), top))
        base = self.speaker.parts(measure.name, *needed)[1]
        return self.say("sentence.by_share", points=amount, n=lacking, base=base, gap=gap)

    def _elements(self, test: Test, seen: Sequence[TestResult]) -> str:
        parts = []
        for key, attribute, operators in (
            ("sentence.at_missing", "missing", LACKS), ("sentence.at_extra", "extra", EXCEEDS)
        ):  # fmt: skip
            names = tuple(dict.fromkeys(one for result in seen for one in getattr(result, attribute)))
            if names and test.op in operators:
                ordered = self.speaker.sorted(names, test.measure, listed(test))
                parts.append(self.say(key, what=self.speaker.spaced(self.speaker.elements(ordered, test.measure))))
        return self.say("report.group_join").join(parts)


def listed(test: Test) -> tuple[str, ...]:
    """The elements that a test names, in its order."""
    return tuple(str(one) for one in test.right) if isinstance(test.right, tuple | list) else ()


def _tells(value: Value) -> bool:
    if value.elements is not None or value.maybe:
        return bool(value.elements or value.maybe)
    return not (value.low in (0, None) and value.high is None)
