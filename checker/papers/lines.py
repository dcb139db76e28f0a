"""The lines of a list of problems: one for each clause and unit that answers for it, in the words of the report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from checker.model import Finding, Report
from checker.papers.nouns import Problem
from checker.papers.numbers import item_of, numbered, numbers
from checker.papers.split import NOWHERE, lists, of_unit, units
from checker.report.cites import Cites
from checker.report.clauses import Clauses
from checker.report.sentences import telling_cells
from checker.report.values import Speaker
from checker.report.view import Clause, View
from checker.report.words import Lexicon, Phrases, clean

BROKEN = ("breaches", "departures")
"""The lists of what a unit has to mend or to explain."""
Lists = dict[str, list[tuple[str, Problem]]]
"""By the name of the list: the id of the unit (empty where the bearer is one) and its line."""
NOT = "no"
"""What a row that does not count is marked as."""
DATES = 3
"""Last days named one by one."""


def list_of(finding: Finding) -> str:
    """The list of a line. A departure whose reason was given waits for a person, who says whether it holds."""
    return "judged" if finding.explained else lists()[finding.verdict]


class Lines:
    """Makes the lines of one report."""

    def __init__(self, report: Report, view: View, lexicon: Lexicon, phrases: Phrases) -> None:
        self.report, self.say, self.lexicon = report, phrases, lexicon
        self.findings = {clean(one.rule.id): one for one in (*report.findings, *report.others)}
        self.numbers = numbers(report.rulebooks)
        self.speaker = Speaker(lexicon, phrases, report.labels)
        self.clauses = Clauses(self.speaker, Cites(report.rulebooks, phrases, report.as_of), report.file)
        shown = (*view.gaps, *view.others, *(clause for _, group in view.rest for clause in group))
        self._shown = {clause.rule: clause for clause in shown}

    def parts(self, finding: Finding) -> Iterator[tuple[Finding, str]]:
        """The finding, or what it is for each unit that is in breach of it, with the unit's id."""
        apart = units(finding) if list_of(finding) in BROKEN else ()
        if not apart:
            yield finding, ""
        for unit in apart:
            mine = of_unit(finding, unit)
            if lists().get(mine.verdict) in BROKEN:
                yield mine, unit

    def line(self, finding: Finding, unit: str) -> Problem:
        """The line of a finding, or of one of its units."""
        clause = self.clauses.clause(finding, "") if unit else self._shown[clean(finding.rule.id)]
        return Problem(
            number=self.number(finding.rule.id, unit),
            order=0,
            rule=clause.rule,
            verdict=clause.mark.key,
            label=clause.mark.label,
            symbol=clause.mark.symbol,
            title=clause.title,
            said=self._said(clause, finding, unit),
            short=clause.sentence.short,
            quote=clause.quote,
            at=self.clauses.cites.place(clause.status, clause.at),
            cite=clause.cite,
            unit=self.unit(finding, unit),
            mend=clause.sentence.mend,
            due=self._due(finding),
            wanted=self.say.join([clean(one) for one in finding.rule.evidence]),
            behind=tuple(f"{one.table} {one.origin}" for one in clause.rows if one.here and one.counted != NOT),
        )

    def number(self, rule: str, unit: str) -> str:
        """Of a rule that is in the rulebook no more, its item and name."""
        number = self.numbers.get(rule) or clean(f"{item_of(rule)}-{rule.rpartition('/')[2]}")
        return numbered(number, unit, self.say)

    def unit(self, finding: Finding, unit: str) -> str:
        """Who answers: the bearer, or the unit by name, which for an area stands beside its government."""
        bearer = self.lexicon.bearer(finding.rule.bearer, self.say.lang)
        if not unit:
            return bearer
        name = self.speaker.member(unit, finding.rule, finding.cells)
        listed = any(not isinstance(one, str) and unit in one for one in finding.rule.for_each)
        known = listed or unit in self.report.labels
        return name if known else self.say("report.bracketed", what=bearer, text=name)

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

    def _due(self, finding: Finding) -> str:
        """The last days that the text sets for what is lacking: the next one ahead, else those that are past."""
        as_of, days = self.report.as_of, sorted({cell.due for cell in telling_cells(finding) if cell.due})
        if ahead := [day for day in days if day >= as_of]:
            left = (dt.date.fromisoformat(ahead[0]) - dt.date.fromisoformat(as_of)).days
            note = self.say("todo.days_left", n=left) if left else self.say("todo.today")
            return self.say("report.bracketed", what=self.speaker.date(ahead[0]), text=note)
        if not days:
            return ""
        dates = self.say.join([self.speaker.date(day) for day in days[-DATES:]])
        dates = self.say("problem.dates", list=dates) if len(days) > DATES else dates
        return self.say("report.bracketed", what=dates, text=self.say("problem.past"))
