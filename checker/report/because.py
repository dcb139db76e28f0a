"""The facts that led to a consequence, a bonus or a veto, in words, each with the way to what it rests on.

A finding names its place in the document and leads to its clause, where the quote and the rows stand; a grade or total names the
period of its card and, where it was rated, the final round.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from checker.model import Finding, Points, Report, Row, Scheme, Value
from checker.report.cites import Cites
from checker.report.marks import Mark, own_place
from checker.report.scoreview import Reason, card_anchor
from checker.report.scorewords import ScoreWords
from checker.report.sentences import primary_cells
from checker.report.values import Speaker
from checker.report.words import clean, pick

SHOWN = 6
"""Rows named one by one; the JSON has all of them."""

BOUNDS = re.compile(r"(-?\d+(?:/\d+)?|\?)(?:\.\.(-?\d+(?:/\d+)?|\?))?")


def _answer(finding: Finding) -> str:
    """What people answered of a clause that asks for nothing but their judgement, where they all say the same."""
    given = {str((cell.decision or {}).get("answer")) for cell in primary_cells(finding)}
    asks = finding.rule.ask is not None and not finding.rule.tests.get("require")
    return given.pop() if asks and len(given) == 1 and given <= {"yes", "no"} else ""


class Because:
    def __init__(
        self, report: Report, speaker: Speaker, marks: Mapping[str, Mark], cites: Cites, anchors: Mapping[str, str]
    ) -> None:
        self.anchors = anchors
        self.speaker, self.lexicon, self.say, self.lang = speaker, speaker.lexicon, speaker.phrases, speaker.lang
        self.marks, self.words = marks, ScoreWords(speaker.phrases)
        every = [finding.rule for finding in (*report.findings, *report.others)]
        self.answers = {
            finding.rule.id: self.say("consequence.answered", answer=self.say(f"answer.{given}"))
            for finding in (*report.findings, *report.others)
            if (given := _answer(finding))
        }
        self.titles = {rule.id: pick(rule.title, self.lang) for rule in every}
        self.places = {
            finding.rule.id: cites.place(cites.status(finding.document, finding.rule.at), finding.rule.at)
            for finding in (*report.findings, *report.others)
        }
        self.folder = report.file.rpartition("/")[0]
        self.consequences = {one.consequence.id: pick(one.consequence.title, self.lang) for one in report.consequences}
        self.schemes = {one.id: one for book in report.rulebooks for one in book.schemes}
        self.cards = {
            (card.scheme.id, card.period): card_anchor(number) for number, card in enumerate(report.scores, start=1)
        }

    def reason(self, fact: Mapping[str, Any], behind: Mapping[str, tuple[Row, ...]] | None = None) -> Reason:
        """The fact with its clause, card or nothing to go to."""
        name, kind = str(fact.get("id", "")), fact.get("kind")
        anchor = self.anchors.get(name, "") if kind == "finding" else ""
        if kind in ("grade", "total"):
            anchor = self.cards.get((name, str(fact.get("period"))), "")
        return Reason(self.fact(fact, behind), str(fact.get("holds", "")), anchor)

    def fact(self, fact: Mapping[str, Any], behind: Mapping[str, tuple[Row, ...]] | None = None) -> str:
        """The fact, and for a measure where the rows `behind` it stand."""
        name, kind = str(fact.get("id", "")), fact.get("kind")
        if kind == "finding":
            mark = self.marks.get(str(fact.get("verdict")))
            verdict = mark.label if mark else self.say("value.unknown")
            # What a person answered is no 符合 of the records.
            verdict = self.answers.get(name, verdict)
            # A verdict that is open does not say by itself why a condition holds.
            open_ = name not in self.answers and fact.get("holds") == "yes"
            key = f"consequence.holds_{fact.get('verdict')}"
            if open_ and key in self.say:
                verdict = self.say("report.list").join((verdict, self.say(key)))
            title = self.titles.get(name, clean(name))
            if place := self.places.get(name):
                title = self.say("rest.line", title=title, at=place)
            return self.say("consequence.finding", title=title, verdict=verdict)
        if kind == "consequence":
            state = self.say(f"consequence.{fact.get('state', 'unknown')}")
            return self.say("consequence.consequence", title=self.consequences.get(name, clean(name)), state=state)
        if kind in ("grade", "total"):
            return self._scored(name, str(kind), fact)
        said = self.say(
            "consequence.measure", label=self.speaker.label(name), value=self._value(name, fact.get("value"))
        )
        rows = self._rows((behind or {}).get(name, ()))
        return self.say("report.bracketed", what=said, text=rows) if rows else said

    def _rows(self, rows: Sequence[Row]) -> str:
        """Where the rows stand that were counted."""
        found = {(row.table, row.id): own_place(row.origin, self.folder) for row in rows}
        if not found:
            return ""
        key = "consequence.rows" if len(found) <= SHOWN else "consequence.more_rows"
        return self.say(key, list=self.say.join(tuple(found.values())[:SHOWN]), n=len(found))

    def _scored(self, name: str, kind: str, fact: Mapping[str, Any]) -> str:
        """A scheme's grade or total: of which period, which of them are still possible, and between which ends it is."""
        value = fact.get("value")
        scheme, text = self.schemes.get(name), str(value)
        said = self.say("value.unknown")
        ends = BOUNDS.fullmatch(text)
        if kind == "total" and ends and "?" not in text:
            said = self.words.ends(Points(Fraction(ends[1]), Fraction(ends[2] or ends[1])))
        elif kind == "grade" and scheme is not None and value:
            said = self.words.grades(scheme, text.split("、"))
        title = pick(scheme.title, self.lang) if scheme else clean(name)
        of = self.say.join(list(self._of(scheme, fact))) if scheme else ""
        title = self.say("report.bracketed", what=title, text=of) if of else title
        return self.say("report.labelled", label=title, text=said)

    def _of(self, scheme: Scheme, fact: Mapping[str, Any]) -> Iterator[str]:
        """The period and, where it has rated, the final round."""
        period = str(fact.get("period") or "")
        if period and scheme.every:
            yield self.speaker.period(period, scheme.every)
        stage = next((one for one in scheme.stages if one.key == fact.get("stage")), None)
        if stage is not None:
            yield pick(stage.title, self.lang)

    def _value(self, name: str, value: object) -> str:
        """A fact's value: a number, its ends as `2..5` (`?` where one is open), a date or a code."""
        ends = BOUNDS.fullmatch(str(value))
        if value is None or ends is None:
            said = None if value is None else self.lexicon.code(name, self.speaker.date(str(value)), self.lang)
            return said or self.say("value.unknown")
        low, high = (None if end == "?" else Fraction(end) for end in (ends[1], ends[2] or ends[1]))
        return self.speaker.value(Value(name, low, high))
