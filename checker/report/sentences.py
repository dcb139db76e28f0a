"""One sentence for a finding: 应…，实际…，差…，怎么改.

The four parts stay apart in `Sentence`, so that a format may set them apart; `full` joins them. Which cells are broken
is said beside the sentence (`places`), which values they had is in it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from checker.model import VERDICTS, Cell, Finding, Rule, Test, TestResult, Value
from checker.report.values import Speaker
from checker.report.words import clean, pick

PRIMARY = "primary"
BROKEN = ("fail", "missed", "deviates", "disputed", "due")
DISTINCT_VALUES = 3
"""Different values said one by one; with more of them, only the range."""


@dataclass(frozen=True)
class Sentence:
    """`should` is always there; the others are empty where there is nothing to say. `full` is the whole."""

    should: str
    actual: str = ""
    short: str = ""
    mend: str = ""
    full: str = ""


def primary_cells(finding: Finding) -> tuple[Cell, ...]:
    """The cells of the primary (or decided) reading; all of them where none is marked so."""
    return tuple(cell for cell in finding.cells if cell.reading in (PRIMARY, "*", "")) or finding.cells


def telling_cells(finding: Finding) -> tuple[Cell, ...]:
    """The cells behind the verdict: those that have it, or, where the readings differ, the worst there are."""
    cells = primary_cells(finding)
    found = tuple(cell for cell in cells if cell.verdict == finding.verdict)
    if not found and cells:
        worst = min((cell.verdict for cell in finding.cells), key=VERDICTS.index)
        found = tuple(cell for cell in cells if cell.verdict == worst)
        found = found or tuple(cell for cell in finding.cells if cell.verdict == worst)
    return found


def telling_results(cells: Sequence[Cell]) -> list[tuple[Test, list[TestResult]]]:
    """The tests that decided those cells, each with what it saw: breached ones, else open ones, else all."""
    seen: dict[int, tuple[Test, list[TestResult]]] = {}
    for outcomes in (("breached",), ("unknown",), ("holds",)):
        for cell in cells:
            for result in cell.tests:
                if result.role == "require" and result.outcome in outcomes:
                    seen.setdefault(_key(result.test, seen), (result.test, []))[1].append(result)
        if seen:
            break
    return list(seen.values())


def _key(test: Test, seen: dict[int, tuple[Test, list[TestResult]]]) -> int:
    # A rule's tests may hold tuples and Fractions; equality is enough, there are few of them.
    return next((key for key, (one, _) in seen.items() if one == test), len(seen))


class Writer:
    """Writes the sentences of findings in one language."""

    def __init__(self, speaker: Speaker) -> None:
        self.speaker = speaker
        self.phrases = speaker.phrases
        self.lexicon = speaker.lexicon
        self.lang = speaker.lang

    # ---- what should be ----------------------------------------------------------------------------------------

    def requirement(self, rule: Rule, results: Sequence[tuple[Test, list[TestResult]]] = ()) -> str:
        """应…: the tests that `results` name, else all required ones, else what a person judges, else the title."""
        required = {id(test): seen[0].required for test, seen in results if seen}
        tests = [test for test, _ in results] or list(rule.tests.get("require", ()))
        scope = self._scope(rule)
        if not tests:
            what = pick(rule.ask.on, self.lang) if rule.ask else pick(rule.title, self.lang)
            should = self.phrases(f"should.{rule.modality}") if f"should.{rule.modality}" in self.phrases else ""
            return self.phrases("sentence.should_ask", scope=scope, should=should, what=what)
        groups: dict[int, list[str]] = {}
        for test in tests:
            groups.setdefault(test.group or -id(test), []).append(self._test(rule, test, required.get(id(test))))
        said = [self.phrases("report.or").join(one) for one in groups.values()]
        return scope + self.phrases("report.and").join(said)

    def _test(self, rule: Rule, test: Test, required: Value | None) -> str:
        operator = self.lexicon.operator(test.op)
        table = "bare" if operator.get("family") == "set" else "should"
        key = f"{table}.{rule.modality}"
        sentence = pick(operator.get("sentence"), self.lang)
        said = self.phrases(
            "sentence.should",
            scope="",
            label=self.speaker.label(test.measure),
            should=self.phrases(key) if key in self.phrases else "",
            op=self._verb(sentence),
            right=self.speaker.spaced(self.speaker.right(test, required)),
        )
        return self.phrases("sentence.not", test=said) if test.negate else said

    def _verb(self, sentence: str) -> str:
        # English operators of kind "is" would repeat the verb of "must be".
        return sentence.removeprefix("is ") if self.lang == "en" and sentence.startswith("is ") else sentence

    def _scope(self, rule: Rule) -> str:
        parts = [
            self.phrases("scope.each", set=self.lexicon.set(one, self.lang))
            for one in rule.for_each
            if isinstance(one, str)
        ]
        if rule.every:
            parts.append(self.phrases("scope.every", period=self.lexicon.period(rule.every, self.lang)))
        return self.phrases("scope.join").join(parts) + self.phrases("scope.comma") if parts else ""

    # ---- what is -----------------------------------------------------------------------------------------------

    def sentence(self, finding: Finding, readings: Sequence[str] = ()) -> Sentence:
        """The sentence of a finding. `readings` say what each option gives, where it is disputed."""
        rule, verdict = finding.rule, finding.verdict
        cells = telling_cells(finding)
        results = telling_results(cells)
        due = next((cell.due for cell in cells if cell.due), None)
        should = self.requirement(rule, results) + self.speaker.due(rule, due)
        actual, short = self._facts(finding, cells, results, readings)
        mend = self._mend(finding, cells) if self.lexicon.is_gap(verdict) else ""
        said = [should, actual, short, self.phrases("sentence.mend", text=mend) if mend else ""]
        full = self.phrases("report.comma").join(part for part in said if part) + self.phrases("sentence.end")
        return Sentence(should, actual, short, mend, full)

    def _facts(
        self,
        finding: Finding,
        cells: Sequence[Cell],
        results: Sequence[tuple[Test, list[TestResult]]],
        readings: Sequence[str],
    ) -> tuple[str, str]:
        """实际… and 差…"""
        say, verdict, reasons = self.phrases, finding.verdict, self.reasons(cells)
        value = self._actual(results)
        measured = say("sentence.actual", value=self.speaker.spaced(value)) if value else ""
        if verdict == "error":
            return say("sentence.actual_error"), say("sentence.broken", what=reasons) if reasons else ""
        if verdict == "disputed":
            return say("sentence.actual_readings", parts=say("report.group_join").join(readings)), ""
        if verdict == "unknown":
            known = value and value != say("value.unknown")
            actual = (
                say("sentence.actual_missing", value=self.speaker.spaced(value))
                if known
                else say("sentence.actual_unknown")
            )
            return actual, say("sentence.lacks", what=reasons) if reasons else ""
        if verdict == "review" and finding.rule.ask:
            who = self.lexicon.bearer(finding.rule.ask.who, self.lang)
            judged = say("sentence.asks", what=pick(finding.rule.ask.on, self.lang))
            return say("sentence.actual_ask", who=who), judged if finding.rule.tests.get("require") else ""
        if verdict == "due":
            return say("sentence.actual_none"), self._short(results)
        return measured, self._short(results) if verdict in BROKEN else ""

    def seen(self, cells: Sequence[Cell]) -> str:
        """The value that decided those cells, empty where there is none."""
        return self._actual(telling_results(cells))

    def _actual(self, results: Sequence[tuple[Test, list[TestResult]]]) -> str:
        """The values seen, per test: one, a few with how often each, or the range."""
        return self.phrases("report.group_join").join(filter(None, (self._seen(seen) for _, seen in results)))

    def _seen(self, seen: Sequence[TestResult]) -> str:
        counted = Counter(self.speaker.value(result.value) for result in seen)
        if len(counted) == 1:
            return next(iter(counted))
        if len(counted) <= DISTINCT_VALUES:
            return self.phrases.join(
                [self.phrases("sentence.several", value=one, n=n) for one, n in counted.most_common()]
            )
        ends = [end for result in seen for end in (result.value.low, result.value.high) if isinstance(end, Fraction)]
        if not ends:
            return self.phrases.join(list(counted)[:DISTINCT_VALUES])
        return self.speaker.value(Value(seen[0].value.measure, min(ends), max(ends)))

    def _short(self, results: Sequence[tuple[Test, list[TestResult]]]) -> str:
        """差…: the operator's gap word and the exact shortfall, or what is missing or extra."""
        said: list[str] = []
        for test, seen in results:
            gap = pick(self.lexicon.operator(test.op).get("gap"), self.lang)
            said += [part for part in (self._amounts(gap, seen), self._elements(test, seen)) if part]
        return self.phrases("report.group_join").join(dict.fromkeys(said))

    def _amounts(self, gap: str, seen: Sequence[TestResult]) -> str:
        found = sorted(
            (result for result in seen if result.short_by is not None and result.outcome == "breached"),
            key=lambda result: abs(result.short_by or Fraction(0)),
        )
        if not found:
            return ""
        first, last = (self._one_amount(gap, result) for result in (found[0], found[-1]))
        amount = first if first == last else self.phrases("sentence.range", a=first, b=self.speaker.spaced(last))
        return self.phrases("sentence.short", gap=gap, amount=self.speaker.spaced(amount))

    def _one_amount(self, gap: str, result: TestResult) -> str:
        amount = self.speaker.short_by(result.short_by or Fraction(0), result)
        needed = self.speaker.still_needed(result) if self._is_share(result) else None
        if needed is None:
            return amount
        return self.phrases("sentence.by_share", points=amount, n=needed[0], base=needed[1], gap=gap)

    def _is_share(self, result: TestResult) -> bool:
        return self.lexicon.measure(result.test.measure).type == "share"

    def _elements(self, test: Test, seen: Sequence[TestResult]) -> str:
        parts = []
        for key, attribute in (("sentence.at_missing", "missing"), ("sentence.at_extra", "extra")):
            names = tuple(dict.fromkeys(one for result in seen for one in getattr(result, attribute)))
            if names:
                parts.append(self.phrases(key, what=self.speaker.elements(names, test.measure)))
        return self.phrases("report.group_join").join(parts)

    # ---- why, and what to do -----------------------------------------------------------------------------------

    def reason(self, text: str, table: str = "why") -> str:
        """A reason `key:arg` in words; `arg` is a table, column, set, measure or date."""
        arg = text.partition(":")[2]
        name = self.lexicon.set if text.startswith(("set_", "no_rows")) else self.lexicon.place
        shown = self.speaker.date(arg) if arg[:4].isdigit() else name(arg, self.lang)
        return self.phrases.keyed(table, text, arg=shown)

    def reasons(self, cells: Iterable[Cell]) -> str:
        found = dict.fromkeys(reason for cell in cells for reason in cell.reasons)
        return self.phrases("report.group_join").join(self.reason(one) for one in found)

    def _mend(self, finding: Finding, cells: Sequence[Cell]) -> str:
        """For missing records, which to report; else the rule's own advice, else the verdict's."""
        if finding.verdict == "unknown":
            keys = dict.fromkeys(reason for cell in cells for reason in cell.reasons)
            said = [self.reason(one, "why_mend") for one in keys if f"why_mend.{one.partition(':')[0]}" in self.phrases]
            if said:
                return self.phrases("report.group_join").join(dict.fromkeys(said))
        elif finding.verdict in ("fail", "missed", "due") and finding.rule.mend:
            return pick(finding.rule.mend, self.lang).rstrip("。.")
        elif finding.verdict == "deviates" and finding.rule.mend:
            own = pick(finding.rule.mend, self.lang).rstrip("。.")
            return self.phrases("report.group_join").join((own, self.phrases("mend.deviates")))
        return clean(self.phrases(f"mend.{finding.verdict}"))
