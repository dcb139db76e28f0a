"""One finding as a `Clause`: its sentence, its citation, its readings, the rows behind it, what people decided."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from checker.model import VERDICTS, Cell, Finding, Question, Rule
from checker.report.cites import Cites
from checker.report.duties import unprovable
from checker.report.footer import Note
from checker.report.marks import Mark
from checker.report.outcomes import decisive, telling_results
from checker.report.places import each, listed, places
from checker.report.rowlines import RowLines
from checker.report.sentences import (
    PRIMARY,
    Sentence,
    Writer,
    lacks_elsewhere,
    place,
    primary_cells,
    telling_cells,
)
from checker.report.supposed import changes
from checker.report.values import Speaker
from checker.report.view import Choice, Clause, differ
from checker.report.words import clean, pick

TELLING = ("error", "fail", "missed", "disputed", "deviates")
"""Verdicts that a reader must not miss, also among the duties of others."""
AMONG_WAIVED = ("pass", "not_due", "info", "not_applicable")
"""Quiet verdicts behind which a waived breach would not be seen."""
BEHIND = ("not_due", "info")
"""Verdicts that a clause which is met elsewhere still has in some places."""
Place = tuple[str, str, str]
Readings = tuple[tuple[str, tuple[Choice, ...]], ...]


class Clauses:
    """Makes the clauses of one report; `file` is the body's, whose folder is left out of the origins of rows."""

    def __init__(self, speaker: Speaker, cites: Cites, file: str = "") -> None:
        self.speaker, self.cites = speaker, cites
        self.lexicon, self.say, self.lang = speaker.lexicon, speaker.phrases, speaker.lang
        self.writer = Writer(speaker)
        self.rows = RowLines(self.writer.reasons, file)
        self.marks = {key: self._mark(key) for key in VERDICTS}

    def _mark(self, key: str) -> Mark:
        meaning = pick(self.lexicon.verdicts.get(key, {}).get("meaning"), self.lang)
        label, symbol = self.lexicon.verdict(key, self.lang), self.lexicon.symbol(key)
        return Mark(key, label, symbol, self.lexicon.colour(key), meaning)

    def sentence(self, finding: Finding) -> Sentence:
        return self.writer.sentence(finding, self._each(self._readings(finding)))

    def _each(self, readings: Readings) -> list[str]:
        """What each option of a question that matters gives: its value and its verdict."""
        return [
            self.say("reading.line", said=one.said, verdict=one.mark.label)
            for _, choices in readings
            if differ(choices)
            for one in choices
            if one.mark
        ]

    def clause(self, finding: Finding, anchor: str) -> Clause:
        rule, verdict = finding.rule, finding.verdict
        readings = self._readings(finding)
        return Clause(
            anchor=anchor,
            rule=clean(rule.id),
            title=pick(rule.title, self.lang),
            mark=self.marks[verdict],
            sentence=self.writer.sentence(finding, self._each(readings)),
            quote=clean(rule.quote),
            cite=self.cites.cite(finding.document, rule.at, short=True),
            at=clean(rule.at),
            status=self._status(finding),
            modality=self.lexicon.modality(rule.modality, self.lang),
            bearer=self.lexicon.bearer(rule.bearer, self.lang),
            kind=self._kind(finding),
            telling=verdict in TELLING,
            where=places(finding, self.speaker),
            why=self._why(finding, readings),
            judge=self.lexicon.bearer(rule.ask.who, self.lang) if rule.ask else "",
            readings=readings,
            rows=self.rows.lines(finding),
            rows_of=self._rows_of(finding, readings),
            notes=self._notes(finding),
            also=self._also(finding),
        )

    def _status(self, finding: Finding) -> str:
        """That of the document, where it is not in force; and that a number is not the document's."""
        status = self.cites.status(finding.document, finding.rule.at)
        supposed = self.say("status.supposed") if self._supposed(finding) else ""
        return self.say.join([one for one in (status, supposed) if one])

    def _supposed(self, finding: Finding) -> list[str]:
        book = self.cites.books.get(finding.document)
        return list(changes(book, self.speaker, finding.rule.id)) if book else []

    def _also(self, finding: Finding) -> str:
        """Where a clause is met in some places only: in how many it stays advice, or is still to come, and where it was waived."""
        parts = [
            self.say("report.count", label=self.marks[key].label, n=finding.counts[key])
            for key in BEHIND
            if finding.verdict == "pass" and finding.counts.get(key)
        ]
        if finding.waivers and finding.verdict in AMONG_WAIVED:
            parts.append(self._waived(finding))
        return self.say("rest.also", list=self.say.join(parts)) if parts else ""

    def _waived(self, finding: Finding) -> str:
        """`已豁免 1（2022年；豁免至2024年12月31日：…）`: a breach that nobody has to mend is not met for all that."""
        waived = [cell for cell in primary_cells(finding) if cell.verdict == "waived"]
        said = self.say("report.list").join(self._waivers(finding))
        if not waived:
            return self.say("report.labelled", label=self.say("label.waiver"), text=said)
        where = listed(waived, finding.rule, self.speaker)
        about = self.say("report.list").join(part for part in (where, said) if part)
        counted = self.say("report.count", label=self.marks["waived"].label, n=len(waived))
        return self.say("report.bracketed", what=counted, text=about)

    def _why(self, finding: Finding, readings: Readings) -> str:
        if lacks_elsewhere(finding) and (each := self._each(readings)):
            return self.say("report.group_join").join(each)
        return self.writer.reasons.all(telling_cells(finding), finding.rule.every)

    def _rows_of(self, finding: Finding, readings: Readings) -> str:
        """What the rows are called; those of a disputed clause are the primary reading's."""
        options = [one.label for _, choices in readings if differ(choices) for one in choices if one.primary]
        if finding.verdict != "disputed" or not options:
            return self.say("label.rows")
        return self.say("label.rows_under", option=self.say("report.quoted_join").join(options))

    def _kind(self, finding: Finding) -> str:
        """A review with more to say than its question (a contradiction, a part that was counted) is said in full."""
        if not self.lexicon.is_gap(finding.verdict):
            return "quiet"
        if finding.verdict == "unknown":
            return "partial" if all(map(unprovable, telling_cells(finding))) else "lacks"
        said = finding.explanation or finding.waivers or finding.objections
        plain = finding.rule.ask and not said and not decisive(finding.rule, telling_results(telling_cells(finding)))
        return "asks" if finding.verdict == "review" and plain else "full"

    def _readings(self, finding: Finding) -> Readings:
        """The questions that the clause leaves open, each option with its verdict and what pulls."""
        out = []
        for key in finding.rule.readings:
            question = self.cites.question(finding.document, key)
            if question is None or key in finding.decided or not finding.readings:
                continue
            whole = self._choices(finding, question, None)
            # Only where the readings differ does it show what each would say there.
            here = self._choices(finding, question, {place(cell) for cell in telling_cells(finding)})
            out.append((pick(question.ask, self.lang), here if differ(whole) and differ(here) else whole))
        return tuple(out)

    def _choices(self, finding: Finding, question: Question, told: Collection[Place] | None) -> tuple[Choice, ...]:
        """What each option gives: over all its cells, or in the places `told` that it has any in."""
        choices = []
        for option in question.options.values():
            primary = option.key == question.primary
            name = f"{question.key}.{option.key}"
            verdict = finding.readings.get(name) or (finding.readings.get(PRIMARY) if primary else None)
            cells = [cell for cell in finding.cells if cell.reading == (PRIMARY if primary else name)]
            if here := [cell for cell in cells if told is not None and place(cell) in told]:
                cells, verdict = here, min((cell.verdict for cell in here), key=VERDICTS.index)
            label = pick(option.label, self.lang)
            said, mark = self._option(label, cells), self.marks.get(verdict or "")
            choices.append(Choice(label, said, mark, pick(option.pull, self.lang), primary))
        return tuple(choices)

    def _option(self, label: str, cells: Sequence[Cell]) -> str:
        actual, short = self.writer.seen(cells)
        never = actual == self.say("value.never")
        entry = "reading.never" if never else "reading.valued" if actual else "reading.named"
        said = self.say(entry, label=label, value=self.speaker.spaced(actual))
        return self.say("report.comma").join(part for part in (said, short) if part)

    def _notes(self, finding: Finding) -> tuple[Note, ...]:
        say, rule = self.say, finding.rule
        found = [("supposed", said) for said in self._supposed(finding)]
        others = {key: n for key, n in finding.counts.items() if key != finding.verdict and n and key in self.marks}
        if others and len(primary_cells(finding)) > 1 and finding.verdict != "disputed":
            parts = [
                say("report.count", label=self.marks[key].label, n=others[key]) for key in VERDICTS if key in others
            ]
            found.append(("also", say.join(parts)))
        if finding.verdict == "pass" and (values := each(finding, self.speaker)):
            found.append(("each", values))
        if finding.explanation:
            key = "explanation" if finding.verdict == "deviates" else "statement"
            found.append((key, self._decision("explanation", finding.explanation)))
        found += [("waiver", said) for said in self._waivers(finding)]
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
        named = [Note(role, said) for role, said in self.units(finding.document, rule.at)]
        return (
            *(Note(say(f"label.{key}"), text) for key, text in found),
            *named,
            *self.conflicts(finding.document, rule),
        )

    def units(self, document: str, at: str) -> list[tuple[str, str]]:
        """(role, whom the document names with the place where it does), the roles of one place together."""
        by_place: dict[str, list[tuple[str, str]]] = {}
        for one in self.cites.units(document, at):
            said = self.say.join([clean(name) for name in one.names]) or clean(one.words)
            by_place.setdefault(one.at, []).append((self.lexicon.role(one.role, self.lang), said))
        found = []
        for where, named in by_place.items():
            (first, said), *others = named
            parts = [said, *(self.say("report.labelled", label=role, text=text) for role, text in others)]
            text = self.say("report.list").join(parts)
            found.append((first, self.say("report.bracketed", what=text, text=clean(where))))
        return found

    def conflicts(self, document: str, rule: Rule) -> Iterator[Note]:
        """Where the document says something else of the same matter, with its words there, and what differs."""
        for one, others in self.cites.conflicts(document, rule):
            quotes = self.say("report.list").join(
                self.say("report.quoted", quote=clean(o.quote), cite="") for o in others
            )
            where = self.say.join(list(dict.fromkeys(clean(other.at) for other in others)))
            about = self.say("report.bracketed", what=quotes, text=pick(one.about, self.lang))
            yield Note(self.say("label.conflict", at=where), about)

    def _waivers(self, finding: Finding) -> list[str]:
        return [self._decision("waiver_expired" if one.get("expired") else "waiver", one) for one in finding.waivers]

    def _decided(self, finding: Finding) -> str:
        """The questions that a person has settled, each with the option chosen."""
        said = []
        for key in finding.decided:
            question = self.cites.question(finding.document, key)
            asked = pick(question.ask, self.lang) if question else clean(key)
            option = question.options.get(finding.chosen.get(key, "")) if question else None
            label = pick(option.label, self.lang) if option else ""
            said.append(self.say("decision.settled", question=asked, option=label) if label else asked)
        return self.say("report.group_join").join(said)

    def _decision(self, kind: str, entry: Mapping[str, Any]) -> str:
        """A decision without the name of who took it: `by` may be a person, and the decisions file has it."""
        dates = {key: self.speaker.date(str(entry.get(key, ""))) for key in ("date", "until")}
        said = self.say(f"decision.{kind}", reason=self.speaker.freely(entry.get("reason", "")), **dates)
        evidence = self.speaker.freely(entry.get("evidence", ""))
        return self.say("decision.evidence", text=said, evidence=evidence) if evidence else said
