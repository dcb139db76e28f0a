"""What became of the problems of an earlier report. One is closed only on new evidence: each place that was broken is met now, and
a record that counts there is new or was changed.

Where the rule, a decision or the calendar changed too, nobody can tell whether the unit did anything: such a problem stays in the
list, unproved, and says why.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from checker import earlier
from checker.earlier.nouns import Past, PastCell, PastFinding, PastRow
from checker.errors import BadInput, say
from checker.errors import Problem as Wrong
from checker.model import Cell, Finding, Report
from checker.papers.evidence import deleted, evidence, lost, tables
from checker.papers.lines import Lines, Lists
from checker.papers.nouns import Problem, Recheck
from checker.papers.split import DISPUTED, NOWHERE, WHOLE, axis, certain, of_unit
from checker.report import render
from checker.report.marks import own_place
from checker.report.sentences import primary_cells
from checker.report.words import clean, pick
from checker.verdicts import rolled

SHOWN = 6
"""Records named one by one."""
MET = "pass"
INPUTS = ("rule", "decision")
"""What may make a verdict another one though nobody did anything."""
Key = tuple[str, str]
"""A rule and the id of the unit, empty where the bearer is one."""


@dataclass(frozen=True)
class Before:
    """A problem of the earlier report: its verdict and the cells that were broken."""

    finding: PastFinding
    unit: str
    verdict: str
    cells: tuple[PastCell, ...]


def rechecked(found: Lists, lines: Lines, past: Past) -> Lists:
    """The lists with what became of each line, and with the earlier problems that are in none of them. Raises BadInput where
    `past` is no earlier report of this body and these rules."""
    _suits(past, lines.report)
    return _Recheck(found, lines, past).lists()


class _Recheck:
    def __init__(self, found: Lists, lines: Lines, past: Past) -> None:
        self.found, self.lines, self.past, self.say = found, lines, past, lines.say
        self.rules = {clean(rule.id): rule for book in lines.report.rulebooks for rule in book.rules}
        text = render(lines.report, lines.lexicon, "json", lines.say.lang)
        self.now = earlier.past(json.loads(text), lines.report.file, "")
        self.because = {one.rule: one.because for one in earlier.difference(past, self.now)}
        self.before = {(one.finding.rule, one.unit): one for one in self._earlier()}

    def lists(self) -> Lists:
        out: Lists = {name: [] for name in self.found}
        told: set[Key] = set()
        for name, lines in self.found.items():
            for unit, line in lines:
                key = line.rule, unit
                before = self.before.get(key)
                if before is None or self._stays(name, line):
                    told.add(key)
                    out[name].append((unit, replace(line, recheck=self._open(line, key, before))))
        for key, before in self.before.items():
            if key not in told:
                line = self._settled(key, before)
                state = line.recheck.state if line.recheck else ""
                place = "closed" if state == "closed" else "kept" if before.finding.own else "others"
                out[place].append((before.unit, line))
        return out

    def _stays(self, name: str, line: Problem) -> bool:
        """Is the line of an earlier problem told where it is now: as one, or since a reading clears it that was open then too?"""
        hangs = name == "disputed" and self.lines.findings[line.rule].verdict != DISPUTED
        return hangs or (certain(line.verdict) and name != "judged")

    def _earlier(self) -> Sequence[Before]:
        """The problems of the earlier report, told apart by unit as those of today."""
        found = []
        for finding in self.past.findings.values():
            if finding.verdict in WHOLE or not (
                certain(finding.verdict) or any(certain(one.verdict) for one in finding.cells)
            ):
                continue
            rule = self.rules.get(finding.rule)
            by = axis(rule) if rule else None
            units = dict.fromkeys(str(getattr(cell, by)) for cell in finding.cells) if by else {}
            for unit in [one for one in units if one not in NOWHERE] or [""]:
                cells = tuple(one for one in finding.cells if not unit or getattr(one, str(by)) == unit)
                broken = tuple(one for one in cells if certain(one.verdict))
                if broken or not unit:
                    verdict = rolled(one.verdict for one in broken) if broken else finding.verdict
                    found.append(Before(finding, unit, verdict, broken))
        return found

    # ---- problems of today -------------------------------------------------------------------------------------

    def _open(self, line: Problem, key: Key, before: Before | None) -> Recheck:
        """Of a line of today: new, as it was, or partly mended."""
        if before is None:
            return self._other(line, key)
        if line.verdict == DISPUTED:
            return self._as("open", before.verdict, self.say("recheck.hangs"))
        rows = self._evidence(self.lines.findings[key[0]], before)
        if rows:
            return self._as(
                "partly", before.verdict, self.say("recheck.partly", rows=self._rows(rows), label=line.label)
            )
        return self._as("open", before.verdict, self.say("recheck.open", label=line.label))

    def _other(self, line: Problem, key: Key) -> Recheck:
        """Of a line that was no problem, or one that is none now."""
        found = self.past.findings.get(key[0])
        if found is None:
            return self._as("new", "", self.say("recheck.not_there"))
        by, unit = axis(self.lines.findings[key[0]].rule), key[1]
        cells = [one for one in found.cells if not unit or getattr(one, str(by)) == unit]
        if by and not unit:  # units that had a problem have lines of their own
            cells = [one for one in cells if (key[0], getattr(one, by)) not in self.before] or cells
        if unit and not cells:
            return self._as("new", "", self.say("recheck.new_unit"))
        was = rolled(one.verdict for one in cells) if by and cells else found.verdict
        if line.verdict == was or (not certain(line.verdict) and line.verdict in {one.verdict for one in cells}):
            return self._as("open", line.verdict, self.say("recheck.as_before", label=self._label(line.verdict)))
        said = self.say("recheck.was", label=self._label(was))
        # Its units have lines of their own among those that stay in the ledger.
        state = "unproved" if certain(was) and not certain(line.verdict) else "new"
        return self._as(state, was if state == "unproved" else "", said)

    # ---- problems that are none today --------------------------------------------------------------------------

    def _settled(self, key: Key, before: Before) -> Problem:
        """The line of an earlier problem that is none today: closed, unproved or gone."""
        finding = self.lines.findings.get(key[0])
        if finding is None:
            there = key[0] in self.rules
            return self._gone(before, self.say("recheck.no_duty" if there else "recheck.no_rule"))
        mine = _now(finding, key[1])
        if mine is None:
            return self._gone(before, self.say("recheck.no_unit"))
        line = self.lines.line(mine, key[1])
        if mine.verdict == "not_applicable":
            why = self.lines.clauses.writer.reasons.all(primary_cells(mine), mine.rule.every)
            said = self.say("recheck.not_applicable", why=why) if why else self.say("recheck.no_duty")
            return replace(line, recheck=self._as("gone", before.verdict, said))
        return replace(line, recheck=self._judged(line, mine, before))

    def _judged(self, line: Problem, finding: Finding, before: Before) -> Recheck:
        rows = self._evidence(finding, before)
        why = self._why_not(line, finding, before, rows=bool(rows))
        if not why:
            return self._as("closed", before.verdict, self.say("recheck.closed", rows=self._rows(rows)))
        said = self.say("recheck.unproved", label=line.label, why=self.say("report.list").join(why))
        return self._as("unproved", before.verdict, said)

    def _evidence(self, finding: Finding, before: Before) -> tuple[PastRow, ...]:
        if self.past.records == self.now.records:
            return ()
        return evidence(finding, before.cells, before.finding, self.past, self.lines.lexicon)

    def _deleted(self, finding: Finding, before: Before) -> tuple[PastRow, ...]:
        swaps: dict[str, str] = {}
        for key in finding.rule.readings:
            question = self.lines.cites.question(finding.document, key)
            for option in question.options.values() if question else ():
                swaps |= option.swap
        return deleted(self.past, self.now, before.finding, tables(finding.rule, self.lines.lexicon, swaps))

    def _why_not(self, line: Problem, finding: Finding, before: Before, *, rows: bool) -> list[str]:
        """Why the problem cannot be closed; nothing where it can."""
        say, after = self.say, self.now.findings.get(before.finding.rule)
        verdicts = {_place(cell): cell.verdict for cell in primary_cells(finding)}
        still = [verdicts.get(_place(cell)) for cell in before.cells] or [finding.verdict]
        why: list[str] = []
        if finding.explained:
            why.append(say("recheck.explained"))
        if "waived" in still:
            why.append(say("recheck.waived"))
        if None in still:
            why.append(say("recheck.place_gone"))
        if line.verdict == MET and not why and any(one not in (MET, None) for one in still):
            why.append(say("recheck.place_open"))
        why += [say(f"recheck.{one}") for one in INPUTS if one in self.because.get(before.finding.rule, ())]
        if any(self.past.periods.get(one.period) != self.now.periods.get(one.period) for one in before.cells):
            why.append(say("recheck.calendar"))
        removed = self._deleted(finding, before)
        if removed:
            why.append(say("recheck.deleted", n=len(removed), rows=self._rows(removed)))
        if not rows and not removed:
            gone = lost(before.finding, after)
            if gone:
                why.append(say("recheck.lost", n=len(gone), rows=self._rows(gone)))
            linked = after and before.finding.reads and after.reads not in ("", before.finding.reads)
            why.append(say("recheck.linked" if linked and not gone else "recheck.no_rows"))
        if line.verdict != MET and not why:
            why.append(say("recheck.not_met"))
        return why

    def _gone(self, before: Before, said: str) -> Problem:
        """A line in the words of the earlier report, for what today's says nothing of."""
        past, rule = before.finding, self.rules.get(before.finding.rule)
        verdict, lexicon, lang = before.verdict, self.lines.lexicon, self.say.lang
        book = past.rule.partition("/")[0]
        return Problem(
            number=self.lines.number(past.rule, before.unit), order=0, rule=clean(past.rule), verdict=verdict,
            label=self._label(verdict), symbol=lexicon.symbol(verdict), title=clean(past.title),
            said=clean(past.title) + self.say("sentence.end"), short="", quote=clean(past.quote), at=clean(past.at),
            cite=self.lines.clauses.cites.cite(book, past.at, short=True),
            unit=self.lines.speaker.entity(before.unit) if before.unit
            else lexicon.bearer(rule.bearer, lang) if rule else "",
            mend=pick(rule.mend, lang) if rule else "", due="",
            wanted=self.say.join([clean(one) for one in rule.evidence]) if rule else "",
            recheck=self._as("gone", verdict, said),
        )  # fmt: skip

    # ---- words -------------------------------------------------------------------------------------------------

    def _as(self, state: str, before: str, said: str) -> Recheck:
        return Recheck(state, self.say(f"recheck.state_{state}"), self._label(before) if before else "", said)

    def _label(self, verdict: str) -> str:
        return self.lines.lexicon.verdict(verdict, self.say.lang)

    def _rows(self, rows: Sequence[PastRow]) -> str:
        folder = self.lines.report.file.rpartition("/")[0]
        said = [
            f"{self.lines.lexicon.place(one.table, self.say.lang)} {own_place(one.origin, folder)}"
            for one in rows[:SHOWN]
        ]
        listed = self.say.join(said)
        return self.say("recheck.more", list=listed, n=len(rows)) if len(rows) > SHOWN else listed


def _now(finding: Finding, unit: str) -> Finding | None:
    """The finding as it is for the unit now, None where the unit has no part in it any more."""
    by = axis(finding.rule)
    if not unit or by is None:
        return finding
    return of_unit(finding, unit) if any(getattr(cell, by) == unit for cell in primary_cells(finding)) else None


def _place(cell: Cell | PastCell) -> tuple[str, str, str]:
    return clean(cell.entity), clean(cell.item), clean(cell.period)


def _suits(past: Past, report: Report) -> None:
    """Raises BadInput."""
    wrong = []
    if past.body != clean(report.body.get("id", "")):
        wrong.append(say(f"是“{past.body}”的报告，本次检查的是“{report.body.get('id')}”",
                         f"a report of {past.body}, and {report.body.get('id')} is checked"))  # fmt: skip
    books = {book.id for book in report.rulebooks}
    if set(past.books) != books:
        zh, en = "、".join(sorted(past.books)), ", ".join(sorted(past.books))
        own = sorted(books)
        wrong.append(say(f"按 {zh} 检查，本次按 {'、'.join(own)}，不能复查",
                         f"made by {en}, and this check by {', '.join(own)}: not a re-check"))  # fmt: skip
    if past.as_of > report.as_of:
        wrong.append(say(f"检查日期 {past.as_of} 晚于本次的 {report.as_of}，不是以前的报告",
                         f"made as of {past.as_of}, later than {report.as_of}: not an earlier report"))  # fmt: skip
    if wrong:
        raise BadInput([Wrong(past.file, one) for one in wrong])
