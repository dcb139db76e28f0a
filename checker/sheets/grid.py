"""A spreadsheet as it stands: sheets, cells, places. No table of ours is known here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

Place = tuple[int, int]
"""Row and column, from 1."""

SCALED = ","
"""A comma behind the digits of a format, which shows a number in thousands."""

_PLACE = re.compile(r"(?P<sheet>.+)!(?P<column>[A-Z]{0,3})(?P<row>[0-9]{1,7})\Z")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell that is not empty. `kind` and what `value` then is:

    text     the text, as it stands; also a month whose day is not shown (2024-08) and a time without a date (10:30)
    number   the number in plain decimal notation, exact; `percent` where the cell shows it as a percentage
    date     YYYY-MM-DD, with ` HH:MM` behind it only where the time is not midnight
    yesno    TRUE or FALSE
    error    #N/A and the like
    formula  a formula that nobody has worked out (the file holds no result): the formula
    """

    kind: str
    value: str
    percent: bool = False
    unit: str = ""
    """Words that the number's format shows behind or before it (1.28 as 1.28万: 万); `SCALED` in front where it shows
    another number than the file holds (12800 as 1.28万)."""


@dataclass(frozen=True)
class Grid:
    """One sheet. `cells` has no empty ones; `rows` and `columns` are the last that hold something."""

    name: str
    cells: Mapping[Place, Cell] = field(repr=False)
    rows: int
    columns: int
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merged: tuple[tuple[int, int, int, int], ...] = ()
    """First row, first column, last row, last column; only the first cell holds something."""
    widths: Mapping[int, float] = field(default_factory=dict, repr=False)
    """Of columns, in characters, where they are not the usual one."""

    def row(self, number: int) -> dict[int, Cell]:
        """The cells of a row by column."""
        found = ((column, self.cells.get((number, column))) for column in range(1, self.columns + 1))
        return {column: cell for column, cell in found if cell is not None}


@dataclass(frozen=True)
class Book:
    """A file of sheets; a CSV file is one sheet without a name. `sha256` is of the file's bytes."""

    file: str
    sha256: str
    grids: tuple[Grid, ...]

    def grid(self, name: str) -> Grid | None:
        return next((one for one in self.grids if one.name == name), None)

    def place(self, grid: Grid, row: int, column: int | None = None) -> str:
        """`file:sheet!B7` for people, `file:sheet!7` for a row; of a CSV file `file:7:2` and `file:7`."""
        if grid.name:
            return f"{self.file}:{grid.name}!{letters(column) if column else ''}{row}"
        return f"{self.file}:{row}" + (f":{column}" if column else "")


def letters(column: int) -> str:
    """1 is A, 27 is AA."""
    found = ""
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(65 + rest) + found
    return found


def number(column: str) -> int:
    """A is 1, AA is 27; nothing is 0."""
    found = 0
    for letter in column:
        found = found * 26 + ord(letter) - 64
    return found


def split(place: str, file: str) -> tuple[str, int, int] | None:
    """Sheet, row and column (0 for a whole row) of a place as `Book.place` writes it for that file; None for any other."""
    found = _PLACE.match(place.removeprefix(f"{file}:"))
    return (found["sheet"], int(found["row"]), number(found["column"])) if found else None
