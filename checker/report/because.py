"""The facts that led to a consequence, a bonus or a veto, in words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from checker.model import Finding, Points, Report, Row, Value
from checker.report.marks import Mark, own_place
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
    def __init__(self, report: Report, speaker: Speaker, marks: Mapping[str, Mark]) -> None:
        self.speaker, self.lexicon, self.say, self.lang = speaker, speaker.lexicon, speaker.phrases, speaker.lang
        self.marks, self.words = marks, ScoreWords(speaker.phrases)
        every = [finding.rule for finding in (*report.findings, *report.others)]
        self.answers = {
            finding.rule.id: self.say("consequence.answered", answer=self.say(f"answer.{given}"))
            for finding in (*report.findings, *report.others)
            if (given := _answer(finding))
        }
        self.titles = {rule.id: pick(rule.title, self.lang) for rule in every}
        self.folder = report.file.rpartition("/")[0]
        self.consequences = {one.consequence.id: pick(one.consequence.title, self.lang) for one in report.consequences}
        self.schemes = {one.id: one for book in report.rulebooks for one in book.schemes}

    def fact(self, fact: Mapping[str, Any], behind: Mapping[str, tuple[Row, ...]] | None = None) -> str:
        """The fact, and for a measure where the rows `behind` it stand."""
        name, kind = str(fact.get("id", "")), fact.get("kind")
        if kind == "finding":
            mark = self.marks.get(str(fact.get("verdict")))
            verdict = mark.label if mark else self.say("value.unknown")
            # What a person answered is no 符合 of the records.
            verdict = self.answers.get(name, verdict)
            return self.say("consequence.finding", title=self.titles.get(name, clean(name)), verdict=verdict)
        if kind == "consequence":
            state = self.say(f"consequence.{fact.get('state', 'unknown')}")
            return self.say("consequence.consequence", title=self.consequences.get(name, clean(name)), state=state)
        if kind in ("grade", "total"):
            return self._scored(name, str(kind), fact.get("value"))
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

    def _scored(self, name: str, kind: str, value: object) -> str:
        """A scheme's grade or total: which of them are still possible, and between which ends it is."""
        scheme, text = self.schemes.get(name), str(value)
        said = self.say("value.unknown")
        ends = BOUNDS.fullmatch(text)
        if kind == "total" and ends and "?" not in text:
            said = self.words.ends(Points(Fraction(ends[1]), Fraction(ends[2] or ends[1])))
        elif kind == "grade" and scheme is not None and value:
            said = self.words.grades(scheme, text.split("、"))
        title = pick(scheme.title, self.lang) if scheme else clean(name)
        return self.say("report.labelled", label=title, text=said)

    def _value(self, name: str, value: object) -> str:
        """A fact's value: a number, its ends as `2..5` (`?` where one is open), a date or a code."""
        ends = BOUNDS.fullmatch(str(value))
        if value is None or ends is None:
            said = None if value is None else self.lexicon.code(name, self.speaker.date(str(value)), self.lang)
            return said or self.say("value.unknown")
        low, high = (None if end == "?" else Fraction(end) for end in (ends[1], ends[2] or ends[1]))
        return self.speaker.value(Value(name, low, high))
