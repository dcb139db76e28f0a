"""What a body does first: one action a line, by its last day, with how far off it is and where it is recorded.

Nothing is counted anew: recurring duties are the items of `todo`, everything else are the gaps, each in one place only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from checker.model import VERDICTS, Cell, Finding, Report, Rule
from checker.report.amounts import Amounts
from checker.report.clauses import Clauses
from checker.report.duties import Entry
from checker.report.dutynames import Names
from checker.report.mending import BY, DISPUTED, DONE, KEYS, OPEN, PAST, Gap, between, mendable, over, owed
from checker.report.places import listed
from checker.report.summary import placed
from checker.report.todo import Item, Todo
from checker.report.view import Action, Batch, Clause, First, Lacking
from checker.report.words import pick

KINDS = {"unknown": "lacks", "review": "asks", "disputed": "disputed", "error": "error"}
Dated = tuple[str, str | None, Action]
"""Key of the batch, ISO day, and the action."""


class Firsts:
    """The first lines of one report, from what the rest of it says."""

    def __init__(
        self, report: Report, clauses: Clauses, names: Names, told: Mapping[str, Clause], gaps: Sequence[Clause]
    ) -> None:
        self.report, self.clauses, self.names, self.told, self.gaps = report, clauses, names, told, gaps
        self.speaker, self.say, self.lang = clauses.speaker, clauses.say, clauses.lang
        self.findings = {finding.rule.id: finding for finding in report.findings}
        self.amounts = Amounts(clauses.writer)
        self.as_of = report.as_of

        statuses = {clause.status for clause in gaps}
        self.status = statuses.pop() if len(statuses) == 1 else ""
        """Where all clauses are of documents of one status that is not in force, it is said once."""

    def of(self, todo: Todo, lacking: Sequence[Lacking]) -> First:
        found = [*self._gaps(todo), *self._coming(todo), *self._ended(todo)]
        batches = tuple(self._batches(found))
        return First(tuple(self._said(batches, lacking)), batches, self.status)

    # ---- the actions -------------------------------------------------------------------------------------------

    def _gaps(self, todo: Todo) -> Iterator[Dated]:
        for gap in mendable(self.gaps, self.report.findings, todo, self.as_of):
            finding = self.findings[gap.clause.rule]
            if not finding.explained:
                yield self._gap(gap, finding)

    def _gap(self, gap: Gap, finding: Finding) -> Dated:
        rule, clause = finding.rule, gap.clause
        if gap.key == DISPUTED:
            # Where the primary reading finds nothing amiss, no place can be named.
            who = listed(gap.cells, rule, self.speaker) if gap.cells else ""
            action = self._action(rule, clause, who, self.say("summary.readings"), gap.cells)
            return gap.key, None, self._as(gap.key, action)
        cells = [cell for cell in gap.cells if cell.verdict == finding.verdict] or gap.cells or finding.cells
        far = self.amounts.far(finding, cells, clause)
        action = self._action(rule, clause, listed(cells, rule, self.speaker), far, cells)
        return gap.key, gap.day, self._as(gap.key, action)

    def _as(self, key: str, action: Action) -> Action:
        """Of what cannot be changed no row is asked for: it would have to bear a day that never was."""
        return replace(action, where="", do=self.say(f"first.do_{key}")) if key in (DISPUTED, DONE) else action

    def _coming(self, todo: Todo) -> Iterator[Dated]:
        for group in owed(todo.still):
            for item in group.items:
                first = item.entries[0]
                far = self._still(item, first)
                yield BY if group.day else OPEN, group.day, self._of_item(item, far)

    def _still(self, item: Item, first: Entry) -> str:
        """本学期还差 2 次: of the period that runs; another one is named."""
        far = self.names.tallies.lacking(first.cell, brief=True) if first.cell.verdict == "not_due" else ""
        return self._in_period(first, far or item.said)

    def _in_period(self, entry: Entry, far: str) -> str:
        cell, every = entry.cell, self.speaker.lexicon.period(entry.rule.every or "", self.lang)
        if cell.period_from and cell.period_to and cell.period_from <= self.as_of <= cell.period_to:
            return self.say("first.running", period=every, what=far)
        return (
            self.say("first.of_period", period=self.speaker.period(cell.period, entry.rule.every), what=far)
            if entry.dated
            else far
        )

    def _ended(self, todo: Todo) -> Iterator[Dated]:
        for item in todo.over:
            key, day = over(item, self.as_of)
            action = self._as(key, self._of_item(item, item.said))
            yield key, day, replace(action, mark=self.clauses.marks[DISPUTED]) if key == DISPUTED else action

    def _of_item(self, item: Item, far: str) -> Action:
        cells, rule = [one.cell for one in item.entries], item.entries[0].rule
        clause = self.told[rule.id]
        action = self._action(rule, clause, item.who, far, cells)
        worst = min((cell.verdict for cell in cells), key=VERDICTS.index)
        return replace(action, mark=self.clauses.marks[worst], title=item.title)

    def _action(self, rule: Rule, clause: Clause, who: str, far: str, cells: Iterable[Cell]) -> Action:
        where = self.say("report.quoted_join").join(self._tables(rule, cells))
        recorded = self.say("first.recorded", tables=where) if where else ""
        do = pick(rule.mend, self.lang).rstrip("。.")
        at = clause.at if self.status else placed(clause, self.say)
        return Action(clause.anchor, clause.mark, clause.title, at, who, far, recorded, do)

    def _tables(self, rule: Rule, cells: Iterable[Cell]) -> list[str]:
        """The tables in which what was breached, or is still open, is recorded."""
        seen = [
            one.test.measure for cell in cells for one in cell.tests if one.role == "require" and one.outcome != "holds"
        ]
        names = dict.fromkeys(seen) or dict.fromkeys(test.measure for test in rule.tests.get("require", ()))
        found = dict.fromkeys(table for name in names for table in self.amounts.tables(name))
        return [self.speaker.lexicon.place(table, self.lang) for table in found]

    # ---- by their days -----------------------------------------------------------------------------------------

    def _batches(self, found: Iterable[Dated]) -> Iterator[Batch]:
        """What is wrong as it is, then the nearest last day first, then what has none, what a reading decides and what
        happened; last what nobody can make up, the latest first. In each the worst first."""
        by_day: dict[tuple[str, str | None], list[Action]] = {}
        for key, day, action in found:
            by_day.setdefault((key, day), []).append(action)
        for (key, day), actions in sorted(by_day.items(), key=lambda one: _order(self.as_of, *one[0])):
            left = between(self.as_of, day) if day else None
            worst = sorted(actions, key=lambda one: VERDICTS.index(one.mark.key))
            yield Batch(key, self._label(key, day), self._note(key, left), day, left, tuple(worst))

    def _label(self, key: str, day: str | None) -> str:
        return self.say(f"first.{key}", date=self._date(day)) if day else self.say(f"first.{key}")

    def _note(self, key: str, left: int | None) -> str:
        if left is None:
            return ""
        if key == PAST:
            return self.say("first.days_past", n=-left) if left else self.say("first.ends_today")
        return self.say("todo.days_left", n=left) if left else self.say("todo.today")

    def _date(self, day: str | None) -> str:
        """Without the year where it is that of the check."""
        if day is None or day[:4] != self.as_of[:4]:
            return self.speaker.date(day or "")
        return self.say("date.in_year", y=day[:4], m=int(day[5:7]), d=int(day[8:10]))

    # ---- in sentences ------------------------------------------------------------------------------------------

    def _said(self, batches: Sequence[Batch], lacking: Sequence[Lacking]) -> Iterator[str]:
        total, number = len(self.report.findings), len(self.gaps)
        if not number:
            return
        counted: dict[str, int] = {}
        for clause in self.gaps:
            kind = KINDS.get(clause.mark.key, "broken")
            counted[kind] = counted.get(kind, 0) + 1
        order = ("broken", *KINDS.values())
        parts = self.say.join([self.say(f"first.count_{key}", n=counted[key]) for key in order if key in counted])
        yield self.say("first.gaps", n=number, total=total, parts=parts)
        if batches:
            yield self._actions(batches)
        lacking = [one for one in lacking if one.clauses]
        if lacking:
            best = lacking[0]
            key = "first.lacking" if best.alone else "first.lacking_together"
            yield self.say(key, n=len(lacking), what=best.what, alone=best.alone, clauses=best.clauses)

    def _actions(self, batches: Sequence[Batch]) -> str:
        numbers = {key: sum(len(one.actions) for one in batches if one.key == key) for key in KEYS}
        parts = self.say.join([self.say(f"first.number_{key}", n=n) for key, n in numbers.items() if n])
        nearest = next((one for one in batches if one.key == BY), None)
        said = self.say("first.actions", n=sum(numbers.values()), parts=parts)
        if nearest is None:
            return said + self.say("sentence.end")
        return said + self.say("first.nearest", date=self._date(nearest.day), note=nearest.note)


def _order(as_of: str, key: str, day: str | None) -> tuple[int, int]:
    rank = KEYS.index(key)
    distance = between(as_of, day) if day else 0
    return rank, abs(distance)
