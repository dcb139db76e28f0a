"""One sentence for a finding: 应…，实际…，差…，怎么改.

The four parts stay apart in `Sentence`, so that a format may set them apart; `full` joins them. Which cells are broken
is said beside the sentence (`places`), which values they had is in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from checker.model import VERDICTS, Cell, Finding, Rule, Test
from checker.report import late
from checker.report.comparisons import Comparisons
from checker.report.demands import Demands
from checker.report.facts import Facts
from checker.report.outcomes import Results, conditions, decisive, telling_results, told
from checker.report.reasons import Reasons
from checker.report.values import Speaker
from checker.report.words import clean, pick

PRIMARY = "primary"
BROKEN = ("fail", "missed", "deviates", "disputed", "due")
LATE = ("fail", "missed")
QUIET = ("not_applicable", "not_due")
"""Nothing was measured: the reason is said, no value."""
UNMEASURED = (*QUIET, "unknown")
STATING = ("fact", "definition")
ANSWERED = ("pass", "fail", "missed", "deviates")
"""What an answer can make of a clause that asks a person."""


@dataclass(frozen=True)
class Sentence:
    """`should` is always there; the others are empty where there is nothing to say. `full` is the whole, `brief` the
    `actual` for a line that does not say what should be."""

    should: str
    actual: str = ""
    short: str = ""
    mend: str = ""
    full: str = ""
    brief: str = ""


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


def place(cell: Cell) -> tuple[str, str, str]:
    return cell.entity, cell.item, cell.period


def judged_cells(finding: Finding) -> tuple[Cell, ...]:
    """What the primary reading says where the readings differ; its worst cells where it has none there."""
    told = {place(cell) for cell in telling_cells(finding)}
    cells = primary_cells(finding)
    if found := tuple(cell for cell in cells if place(cell) in told):
        return found
    worst = min((cell.verdict for cell in cells), key=VERDICTS.index, default="")
    return tuple(cell for cell in cells if cell.verdict == worst)


def lacks_elsewhere(finding: Finding) -> bool:
    """Are records missing only under another reading than the one that is shown?"""
    return finding.verdict == "unknown" and all(cell.verdict != "unknown" for cell in telling_cells(finding))


def breached(results: Results) -> bool:
    return any(result.outcome == "breached" for _, seen in results for result in seen)


def contradicts(rule: Rule) -> bool:
    """Does the clause state what is, so that records which differ contradict the document? A duty they only break."""
    return rule.modality in STATING


def is_answered(finding: Finding, results: Results) -> bool:
    """Did a person's answer decide? A breach found in the records decides by itself."""
    return finding.rule.ask is not None and finding.verdict in ANSWERED and not breached(results)


class Writer:
    """Writes the sentences of findings in one language."""

    def __init__(self, speaker: Speaker) -> None:
        self.speaker = speaker
        self.phrases, self.lexicon, self.lang = speaker.phrases, speaker.lexicon, speaker.lang
        self.comparisons = Comparisons(speaker)
        self.reasons = Reasons(self.comparisons)
        self.facts, self.demands = Facts(speaker), Demands(self.comparisons)

    # ---- what should be ----------------------------------------------------------------------------------------

    def requirement(
        self,
        rule: Rule,
        tests: Sequence[Test] = (),
        results: Results = (),
        *,
        answered: bool = False,
        judged: bool = False,
    ) -> str:
        """应…: the `tests` named, else all required ones, else what a person judges, else the title. Of the `results` it
        takes the bounds."""
        # Where the cells are held to different values, no single one is said of all of them.
        required = {id(test): seen[0].required for test, seen in results if len({one.required for one in seen}) == 1}
        scope, apart = self._scope(rule), conditions(rule)
        demanded = [test for test in tests or rule.tests.get("require", ()) if test not in apart]
        if rule.ask and (judged or not demanded):
            who, what = self.lexicon.bearer(rule.ask.who, self.lang), pick(rule.ask.on, self.lang)
            key = "sentence.ask_answered" if answered else "sentence.ask"
            asked = self.phrases(key, scope="", who=who, what=what)
            if apart:
                asked = self.phrases("sentence.condition", condition=self.demands.condition(apart), text=asked)
            return scope + asked
        if not demanded:
            return self.phrases("sentence.title", scope=scope, what=pick(rule.title, self.lang))
        return scope + self.demands.said(rule, demanded, required, whole=not tests)

    def _scope(self, rule: Rule) -> str:
        among = [self._each(rule, one) for one in rule.for_each]
        parts = [self.phrases("scope.second").join(among)] if among else []
        if rule.every:
            parts.append(self.phrases("scope.every", period=self.lexicon.period(rule.every, self.lang)))
        return self.phrases("scope.join").join(parts) + self.phrases("scope.comma") if parts else ""

    def _each(self, rule: Rule, one: str | tuple[str, ...]) -> str:
        if not isinstance(one, str):
            listed = self.phrases.join([self.speaker.member(item, rule) for item in one])
            return self.phrases("scope.item", list=listed) if len(one) > 1 else listed
        return self.lexicon.each(one, self.lang) or self.phrases("scope.each", set=self.lexicon.set(one, self.lang))

    # ---- the whole ---------------------------------------------------------------------------------------------

    def sentence(self, finding: Finding, readings: Sequence[str] = ()) -> Sentence:
        """The sentence of a finding. `readings` say what each option gives, where it is disputed."""
        rule, verdict = finding.rule, finding.verdict
        cells = telling_cells(finding)
        results = decisive(rule, telling_results(cells))
        # A disputed clause is said as the primary reading has it; each option's result follows.
        own = judged_cells(finding) if verdict == "disputed" else cells
        answered = is_answered(finding, results)
        judged = answered or (verdict == "review" and not results)
        due = next((cell.due for cell in cells if cell.due), None)
        should = self.requirement(rule, told(own), telling_results(own), answered=answered, judged=judged)
        should += self.speaker.due(rule, due)
        if verdict in QUIET:
            why = self.reasons.all(cells, rule.every)
            tail = (
                self.phrases("sentence.quiet", label=self.lexicon.verdict(verdict, self.lang), why=why) if why else ""
            )
            return self._joined(should, "", "", "", tail)
        actual, short = self._actual(finding, cells, results, readings, answered=answered)
        mend = self._mend(finding, cells, results) if self.lexicon.is_gap(verdict) else ""
        return replace(self._joined(should, actual, short, mend), brief=self.brief(finding, results, actual))

    def _joined(self, should: str, actual: str, short: str, mend: str, tail: str = "") -> Sentence:
        said = [should, actual, short, self.phrases("sentence.mend", text=mend) if mend else "", tail]
        full = self.phrases("report.comma").join(part for part in said if part) + self.phrases("sentence.end")
        return Sentence(should, actual, short, mend, full)

    # ---- what is -----------------------------------------------------------------------------------------------

    def _actual(
        self, finding: Finding, cells: Sequence[Cell], results: Results, readings: Sequence[str], *, answered: bool
    ) -> tuple[str, str]:
        """实际… and 差…"""
        say, verdict = self.phrases, finding.verdict
        if verdict == "error":
            why = self.reasons.all(cells)
            return say("sentence.actual_error"), say("sentence.broken", what=why) if why else ""
        if verdict == "disputed" or (lacks_elsewhere(finding) and readings):
            return say("sentence.actual_readings", parts=say("report.group_join").join(readings)), ""
        if verdict == "unknown":
            why, known = self.reasons.all(cells, finding.rule.every), self.facts.known(results)
            actual = say("sentence.actual_missing", value=self.speaker.spaced(known)) if known else ""
            return actual or say("sentence.actual_unknown"), say("sentence.lacks", what=why) if why else ""
        if answered:
            return self._answer(finding, cells), ""
        if verdict in LATE and (told := self._late(finding, cells, results)):
            return told[0], told[1] or self._short(results)
        return self._measured(finding, results)

    def _measured(self, finding: Finding, results: Results) -> tuple[str, str]:
        say, verdict, value = self.phrases, finding.verdict, self.facts.actual(results)
        named = bool(results) and all(one.value.elements for _, seen in results for one in seen)
        key = "sentence.actual_named" if named else "sentence.actual"
        key = "sentence.actual_has" if self._forbidden(results) else key
        measured = say(key, value=self.speaker.spaced(value)) if value else ""
        if verdict == "review":
            return self._open(finding.rule, results, measured)
        if verdict == "due" and self.facts.nothing(results):
            measured = say("sentence.actual_none")
        return measured, self._short(results) if verdict in BROKEN else ""

    def _short(self, results: Results) -> str:
        """差…; of what there must not be at all, the number alone says it."""
        return "" if self._forbidden(results) else self.facts.short(results)

    def _forbidden(self, results: Results) -> bool:
        """Is it one number that must be zero, and is not?"""
        return len(results) == 1 and self.comparisons.forbids(results[0][0]) and breached(results)

    def brief(self, finding: Finding, results: Results, actual: str) -> str:
        """What was measured, for a line without the requirement: of what there must not be, what it is."""
        if finding.verdict == "disputed" or not self._forbidden(results):
            return actual
        (test, _), value = results[0], self.facts.actual(results)
        label = self.speaker.label(test.measure)
        return self.phrases("sentence.brief_has", label=label, value=self.speaker.spaced(value))

    def _late(self, finding: Finding, cells: Sequence[Cell], results: Results) -> tuple[str, str] | None:
        """As `_actual`, of what was done after its last day."""
        if len(results) != 1:
            return None
        test, seen = results[0]
        found = late.late(finding, cells, test, self.speaker)
        return late.said(found, test, seen, self.speaker) if found else None

    def _open(self, rule: Rule, results: Results, measured: str) -> tuple[str, str]:
        """What waits for a person: an answer, or which of the records and the document is right."""
        say = self.phrases
        if breached(results):
            key = "sentence.contradicts" if contradicts(rule) else "sentence.to_judge"
            parts = [say(key), self._short(results)]
            return measured, say("report.comma").join(part for part in parts if part)
        if not results or rule.ask is None:
            return say("sentence.actual_ask"), ""
        who, what = self.lexicon.bearer(rule.ask.who, self.lang), pick(rule.ask.on, self.lang)
        return say("sentence.actual_met", value=measured), say("sentence.asks", who=who, what=what)

    def _answer(self, finding: Finding, cells: Sequence[Cell]) -> str:
        """What the judge answered, when and on what evidence; who it was by name stays in the decisions file."""
        given: Mapping[str, Any] = next((cell.decision for cell in cells if cell.decision), {})
        said = str(given.get("answer") or ("yes" if finding.verdict == "pass" else "no"))
        answer = self.phrases(f"answer.{said}") if f"answer.{said}" in self.phrases else self.speaker.freely(said)
        details = [self.speaker.date(str(given["date"]))] if given.get("date") else []
        if given.get("evidence"):
            details.append(self.phrases("decision.proof", evidence=self.speaker.freely(given["evidence"])))
        if not details:
            return self.phrases("sentence.actual_answered", answer=answer)
        return self.phrases("sentence.actual_answer", answer=answer, details=self.phrases("report.comma").join(details))

    def seen(self, cells: Sequence[Cell]) -> tuple[str, str]:
        """The value that decided those cells, and how far off it is; empty where they decided nothing."""
        measured = [cell for cell in cells if cell.verdict not in UNMEASURED]
        results = telling_results(measured)
        broken = any(cell.verdict in BROKEN for cell in measured)
        return self.facts.actual(results), self.facts.short(results) if broken else ""

    # ---- what to do --------------------------------------------------------------------------------------------

    def _mend(self, finding: Finding, cells: Sequence[Cell], results: Results) -> str:
        """For missing records, which to report; else the rule's own advice, else the verdict's."""
        verdict, own = finding.verdict, pick(finding.rule.mend, self.lang).rstrip("。.")
        if verdict == "unknown":
            own = "" if lacks_elsewhere(finding) else self.reasons.mends(cells, finding.rule.every)
            return own or self.phrases("mend.unknown")
        if verdict in LATE and len(results) == 1:
            (test, seen), *_ = results
            found = late.late(finding, cells, test, self.speaker)
            if found and late.done(found, test, seen, self.speaker):
                return self.phrases("mend.late")
        if verdict in ("fail", "missed", "due") and own:
            return own
        if verdict == "deviates" and finding.explanation:
            return self.phrases("mend.explained")
        key = verdict
        if verdict == "review" and breached(results):
            key = "contradicts" if contradicts(finding.rule) else "to_judge"
        advice = clean(self.phrases(f"mend.{key}"))
        if own and key == "deviates":
            return self.phrases("mend.deviates_own", own=own)
        return self.phrases("report.group_join").join((advice, own)) if own and key != verdict else advice
