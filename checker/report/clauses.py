"""One finding as a `Clause`: its sentence, its citation, its readings, the rows behind it, what people decided."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from checker.model import VERDICTS, Finding, Row, Rule
from checker.report.cites import Cites
from checker.report.footer import Note
from checker.report.places import places
from checker.report.sentences import PRIMARY, Sentence, Writer, primary_cells, telling_cells, telling_results
from checker.report.values import Speaker
from checker.report.view import Choice, Clause, Mark, RowLine
from checker.report.words import clean, pick


class Clauses:
    """Makes the clauses of one report."""

    def __init__(self, speaker: Speaker, cites: Cites) -> None:
        self.speaker, self.cites = speaker, cites
        self.lexicon, self.say, self.lang = speaker.lexicon, speaker.phrases, speaker.lang
        self.writer = Writer(speaker)
        self.marks = {key: self._mark(key) for key in VERDICTS}

    def _mark(self, key: str) -> Mark:
        meaning = pick(self.lexicon.verdicts.get(key, {}).get("meaning"), self.lang)
        label, symbol = self.lexicon.verdict(key, self.lang), self.lexicon.symbol(key)
        return Mark(key, label, symbol, self.lexicon.colour(key), meaning)

    def sentence(self, finding: Finding) -> Sentence:
        return self.writer.sentence(finding, self._each(self._readings(finding)))

    def _each(self, readings: tuple[tuple[str, tuple[Choice, ...]], ...]) -> list[str]:
        """What each option that was evaluated gives: its value and its verdict."""
        return [
            self.say("reading.line", said=one.said, verdict=one.mark.label)
            for _, choices in readings
            for one in choices
            if one.mark
        ]

    def clause(self, finding: Finding, anchor: str) -> Clause:
        rule = finding.rule
        readings = self._readings(finding)
        cells = telling_cells(finding)
        return Clause(
            anchor=anchor,
            rule=clean(rule.id),
            title=pick(rule.title, self.lang),
            mark=self.marks[finding.verdict],
            sentence=self.writer.sentence(finding, self._each(readings)),
            quote=clean(rule.quote),
            cite=self.cites.cite(finding.document, rule.at),
            at=clean(rule.at),
            modality=self.lexicon.modality(rule.modality, self.lang),
            bearer=self.lexicon.bearer(rule.bearer, self.lang),
            where=places(finding, self.speaker),
            why=self.writer.reasons(cells),
            readings=readings,
            rows=tuple(self._row(row, rule) for row in finding.rows),
            notes=self._notes(finding),
        )

    def _readings(self, finding: Finding) -> tuple[tuple[str, tuple[Choice, ...]], ...]:
        """The questions that the clause leaves open, each option with its verdict and what pulls."""
        out = []
        for key in finding.rule.readings:
            question = self.cites.question(finding.document, key)
            if question is None or key in finding.decided or not finding.readings:
                continue
            choices = []
            for option in question.options.values():
                primary = option.key == question.primary
                name = f"{key}.{option.key}"
                verdict = finding.readings.get(name) or (finding.readings.get(PRIMARY) if primary else None)
                mark = self.marks.get(verdict or "")
                reading = PRIMARY if primary else name
                actual = self.writer.seen([cell for cell in finding.cells if cell.reading == reading])
                said = self.say(
                    "reading.valued" if actual else "reading.named",
                    label=pick(option.label, self.lang),
                    value=self.speaker.spaced(actual),
                )
                choices.append(Choice(said, mark, pick(option.pull, self.lang), primary))
            out.append((pick(question.ask, self.lang), tuple(choices)))
        return tuple(out)

    def _row(self, row: Row, rule: Rule) -> RowLine:
        entity = "" if row.entity == "*" else self.speaker.entity(row.entity)
        period = "" if row.period == "*" else self.speaker.period(row.period, rule.every)
        word = self.say(f"row.{row.counted}") if f"row.{row.counted}" in self.say else clean(row.counted)
        return RowLine(
            table=self.lexicon.place(row.table, self.lang),
            id=clean(row.id),
            origin=clean(row.origin),
            entity=" ".join(part for part in (entity, period) if part),
            measure=self.speaker.label(row.measure),
            counted=row.counted if row.counted in ("yes", "no", "maybe") else "maybe",
            counted_word=word,
            why=self.writer.reason(row.why, "row_why") if row.why else "",
        )

    def _notes(self, finding: Finding) -> tuple[Note, ...]:
        say, rule = self.say, finding.rule
        found: list[tuple[str, str]] = []
        others = {key: n for key, n in finding.counts.items() if key != finding.verdict and n and key in self.marks}
        if others and len(primary_cells(finding)) > 1:
            parts = [
                say("report.count", label=self.marks[key].label, n=others[key]) for key in VERDICTS if key in others
            ]
            found.append(("also", say.join(parts)))
        if rule.ask and finding.verdict == "review":
            found.append(("judge", self.lexicon.bearer(rule.ask.who, self.lang)))
        if finding.verdict == "review" and rule.tests.get("require") and telling_results(primary_cells(finding)):
            found.append(("actual", say("sentence.actual_met")))
        if finding.explanation:
            found.append(("explanation", self._decision("explanation", finding.explanation)))
        if finding.waiver:
            found.append(("waiver", self._decision("waiver", finding.waiver)))
        found += [("objection", self._decision("objection", one)) for one in finding.objections]
        if finding.decided:
            found.append(("decided", self._decided(finding)))
        remarks = [
            self.speaker.label(one.test.measure) + " " + self.speaker.value(one.value) for one in finding.remarks
        ]
        if remarks:
            found.append(("remarks", say.join(remarks)))
        if pick(rule.remark, self.lang):
            found.append(("reason", pick(rule.remark, self.lang)))
        if rule.evidence:
            found.append(("evidence", say.join([clean(one) for one in rule.evidence])))
        return tuple(Note(say(f"label.{key}"), text) for key, text in found)

    def _decided(self, finding: Finding) -> str:
        found = [(key, self.cites.question(finding.document, key)) for key in finding.decided]
        return self.say.join([pick(question.ask, self.lang) if question else clean(key) for key, question in found])

    def _decision(self, kind: str, entry: Mapping[str, Any]) -> str:
        """A decision without the name of who took it: `by` may be a person, and the decisions file has it."""
        dates = {key: self.speaker.date(str(entry.get(key, ""))) for key in ("date", "until")}
        said = self.say(f"decision.{kind}", reason=clean(entry.get("reason", "")), **dates)
        evidence = clean(entry.get("evidence", ""))
        return self.say("decision.evidence", text=said, evidence=evidence) if evidence else said
