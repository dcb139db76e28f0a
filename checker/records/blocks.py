"""Blocks of a spreadsheet that knows no layout of ours: headings of one or more rows, found by their texts, wherever they stand.

Everything here speaks of upright grids; a block whose headings stand down a column is one of the grid `turned`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from checker.records import sheetwords
from checker.records.sheetwords import comparable
from checker.sheets.grid import Cell, Grid, Place

_UNIT_LINE = re.compile(r"(?:计量)?单\s*位\s*[:：]\s*(?P<units>[^\s）)；;。]+)")
_BETWEEN_UNITS = re.compile(r"[、,，/和]")

LEVELS = 3
"""Rows of one heading at most."""

STEMS = "甲乙丙丁戊己庚辛壬癸"
"""What numbers columns of text in official forms."""

BETWEEN = "/"
"""Between the upper and the lower part of a heading."""


@dataclass(frozen=True)
class Window:
    """Headings side by side in `rows`: what each column is called, as it stands and in order; `first` and `last` column. A
    heading that stands there again is called `备注[2]`."""

    rows: tuple[int, ...]
    columns: Mapping[str, int]

    @property
    def first(self) -> int:
        return min(self.columns.values())

    @property
    def last(self) -> int:
        return max(self.columns.values())

    def folded(self) -> dict[str, int]:
        """Columns by heading, written so that equal headings are equal."""
        return {comparable(heading): column for heading, column in self.columns.items()}


def turned(grid: Grid) -> Grid:
    """Rows for columns and columns for rows."""
    return replace(
        grid,
        cells={(column, row): cell for (row, column), cell in grid.cells.items()},
        rows=grid.columns,
        columns=grid.rows,
        hidden_rows=grid.hidden_columns,
        hidden_columns=grid.hidden_rows,
        merged=tuple((left, top, right, bottom) for top, left, bottom, right in grid.merged),
        widths={},
    )


def heading(cell: Cell | None) -> str:
    """The text of a cell as a heading: without blanks, line breaks and marks that nobody sees."""
    if cell is None:
        return ""
    shown = (ch for ch in cell.value if unicodedata.category(ch) not in {"Cf", "Cc", "Cs"} or ch.isspace())
    return "".join("".join(shown).split())


def window(grid: Grid, rows: Sequence[int], first: int, last: int) -> Window:
    """The headings of those columns, upper and lower parts joined; columns without one are left out."""
    columns: dict[str, int] = {}
    seen: set[str] = set()
    for column in range(first, last + 1):
        text = _joined(grid, rows, column, first)
        if not text:
            continue
        name, number = text, 1
        while comparable(name) in seen:
            number += 1
            name = f"{text}[{number}]"
        seen.add(comparable(name))
        columns[name] = column
    return Window(tuple(rows), columns)


def windows(grid: Grid, headings: Iterable[str], levels: int) -> Iterator[Window]:
    """Every window of so many rows in which at least one of the headings stands, from above and from the left: each run of
    columns with headings, and the whole row where it is of several runs."""
    wanted = {comparable(part) for text in headings for part in (text.partition("[")[0], *text.split(BETWEEN))}
    starts = sorted(
        {
            row - level
            for (row, _), cell in grid.cells.items()
            if comparable(heading(cell)) in wanted
            for level in range(levels)
        }
    )
    for start in starts:
        rows = tuple(range(start, start + levels))
        if start < 1:
            continue
        runs = list(_runs(grid, rows))
        for first, last in runs:
            yield window(grid, rows, first, last)
        if len(runs) > 1:
            yield window(grid, rows, runs[0][0], runs[-1][1])


def lines_above(grid: Grid, header: int, first: int, last: int, titles: Iterable[str] = ()) -> tuple[str, ...]:
    """The units that a line such as 单位：万元、人 states above those headings, back to the row that is no such line."""
    lines = [*titles]
    for row in range(header - 1, 0, -1):
        cells = [cell for column, cell in grid.row(row).items() if first <= column <= last]
        if len(cells) > 2:
            break
        lines += [cell.value for cell in cells if cell.kind == "text"]
    return tuple(
        dict.fromkeys(
            unit
            for line in lines
            for found in _UNIT_LINE.finditer(line)
            for part in _BETWEEN_UNITS.split(found["units"])
            if (unit := sheetwords.heading(f"数（{part}）").unit)
        )
    )


def numbered(grid: Grid, row: int, columns: Iterable[int]) -> bool:
    """Does the row only number the columns (甲 乙 丙 1 2), as official forms do below their headings? Then it fills all of them."""
    found = [grid.cells.get((row, column)) for column in sorted(columns)]
    marks = [cell.value.strip("()（） ") if cell else "" for cell in found]
    digits = [int(mark) for mark in marks if mark.isascii() and mark.isdigit() and len(mark) < 4]
    stems = [mark for mark in marks if mark and mark in STEMS]
    every = len(digits) + len(stems) == len(marks) >= 3
    return (
        every
        and digits == list(range(digits[0], digits[0] + len(digits)) if digits else [])
        and (not digits or digits[0] in (1, len(stems) + 1))
    )


def covering(grid: Grid) -> dict[Place, tuple[int, int, int, int]]:
    """The merged range of each place that one covers."""
    return {
        (row, column): span
        for span in grid.merged
        for row in range(span[0], span[2] + 1)
        for column in range(span[1], span[3] + 1)
    }


def _joined(grid: Grid, rows: Sequence[int], column: int, first: int) -> str:
    own = [heading(grid.cells.get((row, column))) for row in rows]
    parts: list[str] = []
    for index, (row, text) in enumerate(zip(rows, own, strict=True)):
        # an upper part stands once, above the first of the columns that it is for
        said = text if text or not any(own[index + 1 :]) else _above(grid, row, column, first, rows[index + 1 :])
        if said and said not in parts[-1:]:
            parts.append(said)
    return BETWEEN.join(parts)


def _above(grid: Grid, row: int, column: int, first: int, lower: Sequence[int]) -> str:
    for left in range(column - 1, first - 1, -1):
        text = heading(grid.cells.get((row, left)))
        if text:
            over = next((span for span in grid.merged if span[:2] == (row, left)), None)
            if over is not None:
                return text if over[3] >= column and over[2] == row else ""
            grouped = any((under, left) in grid.cells for under in lower)
            return text if grouped else ""
        if not any((under, left) in grid.cells for under in lower):
            return ""
    return ""


def _runs(grid: Grid, rows: Sequence[int]) -> Iterator[tuple[int, int]]:
    """First and last column of each run of columns with a heading. A merged heading is one with all its columns."""
    filled = {column for row in rows for column in grid.row(row)}
    for top, left, bottom, right in grid.merged:
        if top in rows and bottom in rows and (top, left) in grid.cells:
            filled.update(range(left, min(right, grid.columns) + 1))
    start, previous = 0, -1
    for column in sorted(filled):
        if column != previous + 1:
            if start:
                yield start, previous
            start = column
        previous = column
    if start:
        yield start, previous
