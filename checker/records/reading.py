"""What is collected while a workbook is read: values as they were meant, what is wrong, and what somebody should know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from checker.errors import MANY, Problem, Text, say
from checker.isodate import is_day
from checker.model import Words
from checker.records import cells, sheetwords, spoken
from checker.records.cells import WrongCell
from checker.records.header import Header, bracket
from checker.records.shown import shown
from checker.records.spoken import Spoken
from checker.records.tables import Column
from checker.sheets.grid import Book, Cell, Grid, Place

_MEASURED = frozenset({"int", "money", "percent", "points"})


@dataclass
class Reading:
    """One pass over a book."""

    book: Book
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    made: dict[str, set[str]] = field(default_factory=dict)
    """Ids that rows without one were given, by table."""
    _spoken: dict[tuple[str, str, str | None, Cell], Spoken | WrongCell] = field(default_factory=dict)

    def wrong(self, grid: Grid, place: Place, what: Text, why: Text = "", mend: Text = "") -> None:
        """`place` with column 0 is a whole row."""
        if len(self.problems) < MANY:
            self.problems.append(Problem(self.book.place(grid, place[0], place[1] or None), what, why, mend))

    def note(self, grid: Grid, place: Place, what: Text) -> None:
        if len(self.notes) < MANY:
            self.notes.append(Problem(self.book.place(grid, place[0], place[1] or None), what))

    def raw(self, grid: Grid, place: Place, column: Column, unit: str | None = None, table: str = "") -> Any:
        """What the cell says, for `cells.value`; None where it is blank or wrong, and then that is told."""
        cell = grid.cells.get(place)
        if cell is None:
            return None
        said = self._said(cell, column, unit, table)
        if isinstance(said, WrongCell):
            self._wrong_cell(grid, place, column, cell, said, table)
            return None
        if said.remark:
            self.note(grid, place, _about(column, said.remark))
        return said.raw

    def value(self, grid: Grid, place: Place, column: Column) -> Any:
        """The normalised value of a cell outside the tables; None where it is blank or wrong."""
        raw = self.raw(grid, place, column)
        if raw is None:
            return None
        try:
            return cells.value(column, raw, typed=False)
        except WrongCell as wrong:
            self._wrong_cell(grid, place, column, grid.cells.get(place), wrong, "")
            return None

    def day(self, grid: Grid, place: Place, label: Words) -> str | None:
        """A full date; a month alone is asked about."""
        column = Column("date", "date", label, example="2023-09-01")
        found: str | None = self.value(grid, place, column)
        if found is None or is_day(found):
            return found
        why = say("应为完整的日期 年-月-日", "expected a whole date")
        mend = say("例如 2023-09-01", "for example 2023-09-01")
        self._wrong_cell(grid, place, column, grid.cells.get(place), WrongCell(why, mend), "")
        return None

    def headings(self, grid: Grid, header: Header, columns: Sequence[Column]) -> dict[str, str | None]:
        """The unit that each heading states, by column."""
        units: dict[str, str | None] = {}
        for column in columns:
            text = header.texts.get(column.name)
            if text is None:
                continue
            units[column.name] = unit = sheetwords.heading(text).unit
            theirs = bracket(text)
            if (
                column.type in _MEASURED
                and unit is None
                and theirs
                and theirs not in map(bracket, column.label.values())
            ):
                what = say(
                    "表头括号里不是认识的单位，按表样的单位读入",
                    "no known unit in the heading's brackets: read in ours",
                )
                self.note(grid, (header.row, header.columns[column.name]), what)
        return units

    def _said(self, cell: Cell, column: Column, unit: str | None, table: str) -> Spoken | WrongCell:
        """The cells of a table repeat themselves, and each is taken apart once."""
        key = table, column.name, unit, cell
        found = self._spoken.get(key) if table else None
        if found is None:
            try:
                found = spoken.read(column, cell, unit)
            except WrongCell as wrong:
                found = wrong
            if table:
                self._spoken[key] = found
        return found

    def _wrong_cell(
        self, grid: Grid, place: Place, column: Column, cell: Cell | None, wrong: WrongCell, table: str
    ) -> None:
        said, what = shown(column, cell, table), wrong.what or say("填得不对", "is wrong")
        text = say(f"{column.label['zh']}{said['zh']}{what['zh']}", f"{column.label['en']}{said['en']} {what['en']}")
        self.wrong(grid, place, text, wrong.why, wrong.mend)


def _about(column: Column, remark: Words) -> Words:
    return say(f"{column.label['zh']}：{remark['zh']}", f"{column.label['en']}: {remark['en']}")
