"""The rows behind a finding, one line per row of the records: those that count first, then doubtful ones, then the rest.

A row may stand behind several measures of one clause (the lessons, and the lessons with an expert's comment): it is
shown once, with what it counts for and what it does not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from checker.model import COUNTED, Cell, Finding, Row
from checker.report.late import OUTSIDE, day_of
from checker.report.marks import RowLine, own_place
from checker.report.outcomes import telling_results
from checker.report.reasons import Reasons
from checker.report.sentences import judged_cells, telling_cells
from checker.report.values import PEOPLE
from checker.report.words import clean, within

PARTLY = "partly"
RANK = ("yes", PARTLY, "maybe", "no")
KINDS = {"is", "one_of"}
"""Conditions that say of what kind a row is: one that meets them meets no other on the same column."""


class RowLines:
    def __init__(self, reasons: Reasons, file: str) -> None:
        self.reasons, self.speaker, self.lexicon = reasons, reasons.speaker, reasons.lexicon
        self.say, self.lang = reasons.say, reasons.lang
        self.folder = file.rpartition("/")[0]

    def lines(self, finding: Finding, *, whole: bool = False) -> tuple[RowLine, ...]:
        """Those of the places of the verdict; the `whole` also has rows of other places and of other measures."""
        told = judged_cells(finding) if finding.verdict == "disputed" else telling_cells(finding)
        here = {(cell.entity, cell.period) for cell in told}
        asked = self._asked(told)
        merged: dict[tuple[str, str], list[Row]] = {}
        chosen = () if whole else [row for row in finding.rows if row.measure in asked]
        for row in chosen or finding.rows:
            merged.setdefault((row.table, row.id), []).append(row)
        merged = {key: self._of_its_kind(rows) for key, rows in merged.items()}

        lines = [self._line(rows, finding, self._here(rows, here)) for rows in merged.values()]
        # A row that counts nowhere and of which it is not known to belong here says nothing.
        kept = [line for line in lines if whole or line.here or line.counted != "no"]
        return tuple(sorted(kept, key=lambda line: (RANK.index(line.counted), not line.here)))

    def _asked(self, told: Sequence[Cell]) -> set[str]:
        """The measures of the tests that decided; what they are compared with only where it counts the same table."""
        found: set[str] = set()
        for test, _ in telling_results(told):
            found |= self._inputs({test.measure})
            tables = {self.lexicon.measure(name).table for name in found}
            right = self._inputs({test.right_measure}) if test.right_measure else set()
            found |= {name for name in right if self.lexicon.measure(name).table in tables}
        return found

    def _inputs(self, names: set[str]) -> set[str]:
        """The measures and all that they are made of: rows stand behind those."""
        more = {one for name in names for one in self.lexicon.measure(name).inputs} - names
        return self._inputs(names | more) if more else names

    def _of_its_kind(self, rows: Sequence[Row]) -> list[Row]:
        """The row without what it cannot be: a filing that counts as one is no approval that lacks its kind."""
        counts = {
            condition["column"]
            for row in rows
            if row.counted == "yes"
            for condition in self.lexicon.measure(row.measure).where
            if KINDS & set(condition)
        }
        return [row for row in rows if self._condition(row).get("column") not in counts]

    def _condition(self, row: Row) -> Mapping[str, Any]:
        """The condition that a row does not meet; empty where it was something else that kept it out."""
        key, _, name = row.why.partition(":")
        where, number = self.lexicon.measure(row.measure).where, name.rpartition(".")[2]
        return where[int(number)] if key == "condition" and number.isdigit() and int(number) < len(where) else {}

    def _here(self, rows: Sequence[Row], here: set[tuple[str, str]]) -> bool:
        return ("*", "*") in here or any(self._in(row, here) for row in rows)

    def _in(self, row: Row, here: set[tuple[str, str]]) -> bool:
        """Is the row behind one of the places? What counts for no entity of its own counts for all. A row that does not
        count says of which entity only where that is what was asked first."""
        measure = self.lexicon.measure(row.measure)
        own = bool(measure.entity or measure.item)
        if row.counted == "no":
            unsure = row.why.startswith("condition") and row.entity != row.id
            return not own or (row.entity in {entity for entity, _ in here} and not unsure)
        return (row.entity, row.period) in here or (not own and any(row.period == period for _, period in here))

    def _line(self, rows: Sequence[Row], finding: Finding, here: bool) -> RowLine:
        first = min(rows, key=lambda row: COUNTED.get(row.counted, 1))
        states = {row.counted for row in rows}
        mixed = "yes" in states and len(states) > 1
        counted = first.counted if first.counted in COUNTED else "maybe"
        key = f"row.{PARTLY if mixed else counted}"
        return RowLine(
            table=self.lexicon.place(first.table, self.lang),
            id=self.speaker.person(first.id) if first.table == PEOPLE else clean(first.id),
            origin=own_place(first.origin, self.folder),
            entity=self._where(first, finding),
            measure=self.say.join(list(dict.fromkeys(self.speaker.label(row.measure) for row in rows))),
            counted=PARTLY if mixed else counted,
            counted_word=self.say(key),
            why=self._why(rows, finding, mixed=mixed),
            here=here,
            day=self.speaker.date(day_of(first.table, first.id, self.speaker)),
        )

    def _where(self, row: Row, finding: Finding) -> str:
        """The member and the period that the row belongs to. One that counts nowhere belongs to none, and a state (a
        membership) belongs to as many as it meets."""
        if row.counted == "no":
            return ""
        measure, table = self.lexicon.measure(row.measure), self.lexicon.tables.get(row.table)
        named = row.entity not in ("*", row.id) and (measure.entity or measure.item or measure.table is None)
        entity = self.speaker.member(row.entity, finding.rule, (), [row.measure]) if named else ""
        dated = row.period != "*" and (table is None or table.time is None or "at" in table.time)
        period = self.speaker.period(row.period, finding.rule.every) if dated else ""
        return " ".join(part for part in (entity, period) if part)

    def _why(self, rows: Sequence[Row], finding: Finding, *, mixed: bool) -> str:
        said: dict[str, None] = {}
        for row in rows:
            why = self._late(row, finding) or (self.reasons.one(row.why, "row_why") if row.why else "")
            if mixed and row.counted != "yes":
                key = "row.not_in" if why else "row.not_in_bare"
                why = self.say(key, measure=within(self.speaker.label(row.measure)), why=why)
            if why:
                said.setdefault(why)
        return self.say("report.group_join").join(said)

    def _late(self, row: Row, finding: Finding) -> str:
        """The last day that a row missed, where its own day is known to be later."""
        day = day_of(row.table, row.id, self.speaker)
        last = max((cell.due for cell in finding.cells if cell.due), default="")
        late = row.why == OUTSIDE and day and last and day > last
        return self.say("row_why.after_due", arg=self.speaker.date(last)) if late else ""
