"""Where things stand in a filled book: a record, one of its cells, a table's headings, the place of a problem."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from checker.records.filled import Filled, Region
from checker.records.layout import Layout
from checker.records.tables import load, required
from checker.sheets.grid import Book, letters, split

_CSV = re.compile(r":([0-9]{1,7})(?::([0-9]{1,5}))?\Z")


@dataclass(frozen=True, slots=True, order=True)
class Spot:
    """A cell; a `whole` one stands for the table whose headings begin there."""

    sheet: str
    row: int
    column: int
    whole: bool = False

    @property
    def name(self) -> str:
        return f"{letters(self.column)}{self.row}"


class Places:
    """Of one filled book."""

    def __init__(self, filled: Filled, layout: Layout | None = None) -> None:
        self.book, self.regions = filled.book, filled.regions
        self.layout: Layout | None = layout or (filled.body.layout if filled.body else None)
        self._rows: dict[tuple[str, str], tuple[str, int]] = dict(_rows(filled))
        self._at: dict[tuple[str, str], list[Region]] = {}
        for region in filled.regions:
            self._at.setdefault((region.table, region.sheet), []).append(region)

    def cell(self, table: str, row_id: str, columns: tuple[str, ...] = ()) -> tuple[Spot, ...]:
        """The cells of a record in those columns; its first one where the sheet has none of them, nothing for an unknown row."""
        found = self._rows.get((table, row_id))
        if found is None:
            return ()
        sheet, row = found
        region = self._region(table, sheet, row)
        known = region.columns if region else {}
        at = [known[one] for one in columns if one in known]
        return tuple(Spot(sheet, row, column) for column in at or [first_column(region)])

    def blank(self, table: str, column: str) -> Iterator[Spot]:
        """The empty cells of a column in the rows that were read."""
        for region in self.regions:
            at = region.columns.get(column) if region.table == table else None
            grid = self.book.grid(region.sheet) if at else None
            if at and grid:
                yield from (Spot(region.sheet, row, at) for row in region.rows if (row, at) not in grid.cells)

    def required(self) -> Iterator[Spot]:
        """The empty cells of a form under its red headings."""
        for sheet in self.layout.sheets if self.layout else ():
            if sheet.role == "table":
                needed = required(load()[sheet.name])
                yield from (
                    spot for part in sheet.parts if part.name in needed for spot in self.blank(sheet.name, part.name)
                )

    def table(self, name: str) -> Spot | None:
        """The headings of a table: where a record that is missing belongs."""
        for region in self.regions:
            if region.table == name:
                return Spot(region.sheet, region.header, first_column(region), whole=True)
        sheet = self.layout.sheet("table", name) if self.layout else None
        return Spot(sheet.title, 1, 1, whole=True) if sheet and self.book.grid(sheet.title) else None

    def role(self, role: str) -> Spot | None:
        """A sheet of the workbook that is no table: the facts of the body, the calendar."""
        sheet = self.layout.sheet(role) if self.layout else None
        return Spot(sheet.title, 1, 1, whole=True) if sheet and self.book.grid(sheet.title) else None

    def _region(self, table: str, sheet: str, row: int) -> Region | None:
        """The one whose headings stand nearest above the row."""
        above = [one for one in self._at.get((table, sheet), ()) if one.header < row]
        return max(above, key=lambda one: one.header, default=None)


def spot(where: str, book: Book) -> Spot | None:
    """The cell that `where`, the place of a problem, names; the first one of a row where it names a row."""
    if found := _placed(where, book):
        sheet, row, column = found
        grid = book.grid(sheet)
        return Spot(sheet, row, column or min(grid.row(row), default=1)) if grid and row else None
    named = book.grid(where.removeprefix(f"{book.file}:"))
    return Spot(named.name, 1, 1, whole=True) if named else None


def first_column(region: Region | None) -> int:
    return min(region.columns.values(), default=1) if region else 1


def _placed(where: str, book: Book) -> tuple[str, int, int] | None:
    """Sheet, row and column, 0 for a whole row."""
    if len(book.grids) == 1 and not book.grids[0].name:
        line = _CSV.match(where.removeprefix(book.file))
        return ("", int(line[1]), int(line[2] or 0)) if line else None
    return split(where, book.file) if where.startswith(book.file) else None


def _rows(filled: Filled) -> Iterator[tuple[tuple[str, str], tuple[str, int]]]:
    for name, table in filled.body.tables.items() if filled.body else ():
        for row, origin in zip(table.rows, table.origins, strict=True):
            if found := _placed(origin, filled.book):
                yield (name, str(row["id"])), found[:2]
