"""The lines of a list of problems: one for each clause and unit that answers for it, in the words of the report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from checker.model import VERDICTS, Cell, Finding, Report
from checker.papers.gone import gone
from checker.papers.nouns import Problem
from checker.papers.numbers import item_of, numbered, numbers
from checker.papers.phrases import PaperPhrases
from checker.papers.split import DISPUTED, NOWHERE, at, certain, deeds, lists, units
from checker.report.cites import EXPIRED, Cites
from checker.report.clauses import Clauses
from checker.report.places import listed
from checker.report.sentences import contradicts, primary_cells, telling_cells
from checker.report.values import Speaker
from checker.report.view import Clause
from checker.report.words import Lexicon, Phrases, clean, pick
from checker.verdicts import rolled

Lists = dict[str, list[tuple[str, Problem]]]
"""By the name of the list: the id of the unit (empty where the bearer is one) and its line."""
NOT = "no"
"""What a row that does not count is marked as."""
DATES = 3
"""Last days named one by one."""
BINDS_NOBODY = ("draft", EXPIRED)
"""Standings of a document under which nothing can be ordered."""
SCHOOLS = "schools"


class Lines:
    """Makes the lines of one report."""

    def __init__(self, report: Report, phrases: Phrases, lexicon: Lexicon) -> None:
        self.report, self.say, self.lexicon = report, PaperPhrases(phrases), lexicon
        self.findings = {clean(one.rule.id): one for one in (*report.findings, *report.others)}
        self.numbers = numbers(report.rulebooks)
        self.speaker = Speaker(lexicon, self.say, report.labels, registered=report.registered)
        self.cites = Cites(report.rulebooks, self.say, report.as_of)
        self.clauses = Clauses(self.speaker, self.cites, report.file)

    def line(self, finding: Finding, unit: str) -> Problem:
        """The line of a finding, or of one of its units."""
        hanging = [cell for cell in primary_cells(finding) if cell.verdict == DISPUTED]
        # What hangs on a reading is said as the first one has it.
        worded = self._as_first(finding, hanging) if hanging and finding.verdict == DISPUTED else finding
        clause, mark = self.clauses.clause(worded, ""), self.clauses.marks[finding.verdict]
        kind, days = gone(finding, telling_cells(finding), self.report.as_of) if certain(finding.verdict) else ("", ())
        book = self.cites.books.get(finding.document)
        return Problem(
            number=self.number(finding.rule.id, unit),
            order=0,
            rule=clause.rule,
            verdict=mark.key,
            label=mark.label,
            symbol=mark.symbol,
            title=clause.title,
            said=self._said(clause, worded, unit) + (self._hangs("problem.hanging", finding) if worded is not finding else ""),
            short=self._short(clause, worded),
            quote=clause.quote,
            at=self.cites.place(clause.status, clause.at),
            cite=clause.cite,
            unit=self.unit(finding, unit),
            mend=self.say(f"problem.mend_{kind if kind else DISPUTED}") if kind or worded is not finding else clause.sentence.mend,
            due=self._gone_by(finding, kind, days) if kind else self._due(finding) if worded is finding else "",
            wanted=self.say.join([clean(one) for one in finding.rule.evidence]),
            behind=tuple(f"{one.table} {one.origin}" for one in clause.rows if one.here and one.counted != NOT),
            also=self._also(finding) if certain(finding.verdict) or worded is not finding else "",
            past=self.say(f"problem.gone_{kind}") if kind else "",
            waived=self._waived(finding),
            objection=self._noted(clause, "objection"),
            judge=clause.judge,
            binding=book is None or self.cites.standing(book.source, finding.rule.at) not in BINDS_NOBODY,
        )  # fmt: skip

    def number(self, rule: str, unit: str) -> str:
        """Of a rule that is in the rulebook no more, its item and name."""
        number = self.numbers.get(rule) or clean(f"{item_of(rule)}-{rule.rpartition('/')[2]}")
        return numbered(number, unit, self.say)

    def unit(self, finding: Finding, unit: str) -> str:
        """Who answers: the bearer, or the unit by name, which for an area stands beside its government. Of deeds, the schools whose
        they are."""
        bearer = self.lexicon.bearer(finding.rule.bearer, self.say.lang)
        if not unit:
            return self.say.join(self._doers(finding)) or bearer
        name = self.speaker.member(unit, finding.rule, finding.cells)
        named = any(not isinstance(one, str) and unit in one for one in finding.rule.for_each)
        known = named or unit in self.report.labels
        return name if known else self.say("report.bracketed", what=bearer, text=name)

    def standing(self) -> str:
        """What it means for a paper that documents of the report bind nobody; empty where all are in force or on trial."""
        said: dict[str, None] = {}
        for book in self.report.rulebooks:
            for place in ("", *(part.at for part in book.source.parts)):
                status = self.cites.standing(book.source, place)
                if status in BINDS_NOBODY:
                    title, _ = self.cites.named(book.source, place)
                    document = self.say("report.document", title=title, number="").strip()
                    said[self.say(f"problem.standing_{status}", document=document)] = None
        return "".join(said)

    # ---- what is said ------------------------------------------------------------------------------------------

    def _as_first(self, finding: Finding, hanging: Sequence[Cell]) -> Finding:
        """The finding with its cells as the first reading has them."""
        here, hung = {at(cell) for cell in primary_cells(finding)}, {at(cell) for cell in hanging}
        cells = tuple(cell for cell in primary_cells(self.findings[clean(finding.rule.id)]) if at(cell) in here)
        verdict = rolled(cell.verdict for cell in cells if at(cell) in hung)
        return replace(finding, cells=cells, verdict=verdict, counts={})

    def _said(self, clause: Clause, finding: Finding, unit: str) -> str:
        """The sentence and, of a clause with several places, where; the unit itself is no news."""
        sentence, end = clause.sentence, self.say("sentence.end")
        parts = (sentence.should, sentence.actual, sentence.short)
        # What is to be done stands in a field of its own.
        said = self.say("report.comma").join(one for one in parts if one) + end if sentence.mend else sentence.full
        cells = telling_cells(finding)
        bare = unit and len(cells) == 1 and cells[0].period in NOWHERE
        if bare or not clause.where:
            return said
        return said + self.say("report.labelled", label=self.say("label.where"), text=clause.where) + end

    def _short(self, clause: Clause, finding: Finding) -> str:
        """差…; of what contradicts the document, also what is: alone, that it does says nothing."""
        sentence = clause.sentence
        if finding.verdict == "review" and contradicts(finding.rule) and sentence.actual and not finding.rule.ask:
            return self.say("problem.contradicts", actual=sentence.actual, short=sentence.short)
        return sentence.short

    def _also(self, finding: Finding) -> str:
        """What is not told by the line: cells of the same clause with another verdict under which somebody has to act."""
        said, verdicts = [], [one for one in VERDICTS if one in lists() and one != finding.verdict]
        for verdict in verdicts:
            cells = [cell for cell in primary_cells(finding) if cell.verdict == verdict]
            if not cells:
                continue
            where, label = listed(cells, finding.rule, self.speaker), self.lexicon.verdict(verdict, self.say.lang)
            why = self.clauses.writer.reasons.all(cells, finding.rule.every) if verdict in ("unknown", "review") else ""
            if verdict == DISPUTED:
                said.append(self._hangs("problem.hangs", finding, where=where))
            else:
                said.append(self.say("problem.also_why" if why else "problem.also", where=where, label=label, why=why))
        return self.say("report.group_join").join(said)

    def _hangs(self, key: str, finding: Finding, **more: str) -> str:
        """With the options, other than the first, of the questions that nobody has settled."""
        options = []
        for name in finding.rule.readings:
            question = self.cites.question(finding.document, name)
            if question is not None and name not in finding.decided:
                options += [one for one in question.options.values() if one.key != question.primary]
        return self.say(key, options=self.say.join([pick(one.label, self.say.lang) for one in options]), **more)

    def _waived(self, finding: Finding) -> str:
        """Waivers that reached it and have run out."""
        dates = ("date", "until")
        said = [
            self.say("decision.waiver_expired", reason=self.speaker.freely(one.get("reason", "")),
                     **{key: self.speaker.date(str(one.get(key, ""))) for key in dates})
            for one in finding.waivers if one.get("expired")
        ]  # fmt: skip
        return self.say("problem.waived", text=self.say("report.list").join(said)) if said else ""

    def _noted(self, clause: Clause, key: str) -> str:
        label = self.say(f"label.{key}")
        return self.say("report.list").join(note.text for note in clause.notes if note.label == label)

    # ---- whose -------------------------------------------------------------------------------------------------

    def _doers(self, finding: Finding) -> list[str]:
        """The schools whose deeds (a payment, a budget) are told; none where those of one are not known, or another answers."""
        rows = [self.lexicon.sets.get(one) for one in finding.rule.for_each if isinstance(one, str)]
        table = self.lexicon.tables.get(rows[0].table) if rows and rows[0] and rows[0].entity == "id" else None
        if finding.rule.bearer not in deeds() or units(finding) or table is None or rows[0] is None:
            return []
        columns = [name for name, one in table.columns.items() if one.link == SCHOOLS]
        found: dict[str, None] = {}
        for cell in telling_cells(finding):
            mine = [self.report.labels.get(f"{rows[0].table}/{cell.entity}/{name}") for name in columns]
            school = next((one for one in mine if one), None)
            if school is None:
                return []
            found[self.speaker.entity(school)] = None
        return list(found)

    # ---- by when -----------------------------------------------------------------------------------------------

    def _due(self, finding: Finding) -> str:
        """The last days that the text sets for what is lacking: the next one ahead, else those that are past."""
        as_of, days = self.report.as_of, sorted({cell.due for cell in telling_cells(finding) if cell.due})
        if ahead := [day for day in days if day >= as_of]:
            left = (dt.date.fromisoformat(ahead[0]) - dt.date.fromisoformat(as_of)).days
            note = self.say("todo.days_left", n=left) if left else self.say("todo.today")
            return self.say("report.bracketed", what=self.speaker.date(ahead[0]), text=note)
        return self._past([self.speaker.date(day) for day in days])

    def _gone_by(self, finding: Finding, kind: str, days: Sequence[str]) -> str:
        """When it should have been done, now past."""
        if kind == "period":
            cells = dict.fromkeys(cell.period for cell in telling_cells(finding))
            return self._past([self.speaker.period(one, finding.rule.every) for one in cells])
        dates = [self.speaker.date(day) for day in days]
        return self._past([self.say("problem.by", date=one) for one in dates] if kind == "order" else dates)

    def _past(self, named: Sequence[str]) -> str:
        if not named:
            return ""
        dates = self.say.join(list(named[-DATES:]))
        dates = self.say("problem.dates", list=dates) if len(named) > DATES else dates
        return self.say("report.bracketed", what=dates, text=self.say("problem.past"))
