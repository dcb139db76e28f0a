"""Where on a sheet tables stand: cut at blank rows and columns, headings found in each part, title lines kept for what follows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice

from checker.records.blocks import LEVELS, Window, heading, turned, window
from checker.sheets.grid import Cell, Grid

Known = Callable[[str], bool]
"""Is a text the heading of some column of some table?"""

DEPTH = 15
"""Rows of a part in which headings are looked for."""

WIDTH = 200
"""Cells of a row that may be headings: a list that is read on its side has thousands."""

_NUMBER = re.compile(r"[-+]?[0-9.,，%％/年月日\-]+\Z")
_STATED = re.compile(r"[:：](?!.*[)）])")
"""A line such as 填报单位：第一小学; within brackets a colon may stand in a heading (金额（单位：元））."""

_LONGEST = 40


@dataclass(frozen=True)
class Piece:
    """A table on a grid, which is turned where its headings stand down a column. `titles` are the lines above it, nearest last;
    `last` is its last row. Without headings `header` is None and `top` its first row."""

    grid: Grid
    header: Window | None
    top: int
    last: int
    left: int
    right: int
    titles: tuple[str, ...] = ()
    transposed: bool = False

    @property
    def rows(self) -> range:
        return range((self.header.rows[-1] if self.header else self.top - 1) + 1, self.last + 1)


@dataclass(frozen=True)
class _Area:
    top: int
    left: int
    last: int
    right: int
    titles: tuple[str, ...] = ()


def pieces(grid: Grid, known: Known) -> list[Piece]:
    """The tables of a sheet, from above and from the left. A part without headings below one with them continues it."""
    found: list[Piece] = []
    for area in _areas(grid, _Area(1, 1, grid.rows, grid.columns)):
        for piece in _read(grid, area, known):
            above = next((index for index, one in reversed(list(enumerate(found))) if _continues(piece, one)), None)
            if above is None:
                found.append(piece)
            else:
                found[above] = replace(found[above], last=piece.last)
    return found


def lines(grid: Grid) -> list[str]:
    """Texts that stand alone in their row: titles, notes."""
    return [
        text
        for row in range(1, grid.rows + 1)
        if len(cells := grid.row(row)) == 1 and (text := next(iter(cells.values())).value.strip())
    ]


def _areas(grid: Grid, area: _Area) -> Iterator[_Area]:
    """The parts of an area that no blank row or column cuts further. Lines that stand alone become titles of what follows."""
    titles = area.titles
    for top, last in _runs(range(area.top, area.last + 1), partial(_filled, grid, area)):
        band = replace(area, top=top, last=last)
        first = next((row for row in range(top, last + 1) if len(_cells(grid, band, row)) > 1), None)
        if first is None:
            titles += tuple(_alone(grid, band, row) for row in range(top, last + 1))
            continue
        own = titles + tuple(_alone(grid, band, row) for row in range(top, first))
        band = replace(band, top=first, titles=own)
        columns = list(_runs(range(area.left, area.right + 1), partial(_used, grid, band)))
        titles = area.titles
        for left, right in columns:
            part = replace(band, left=left, right=right)
            if len(columns) > 1:
                yield from _areas(grid, part)
            else:
                yield part


def _read(grid: Grid, area: _Area, known: Known) -> Iterator[Piece]:
    """The tables of one part, which may stand below one another without a blank row between."""
    upright = _best(grid, area, known)
    across = turned(grid)
    lying = _best(across, _Area(area.left, area.top, area.right, area.last), known)
    if lying[0] and lying[1] > max(1, upright[1]):
        header = _header(across, lying[0], area.top, area.last)
        yield Piece(across, header, area.left, area.right, area.top, area.last, area.titles, True)
        return
    row, count = upright
    if row is None or not _is_header(grid, area, row, count):
        yield Piece(grid, None, area.top, area.last, area.left, area.right, area.titles)
        return
    header = _header(grid, row, area.left, area.right)
    above = tuple(
        cell.value.strip() for one in range(area.top, header.rows[0]) for cell in _cells(grid, area, one).values()
    )
    following = _next(grid, area, header, known)
    if following is None:
        yield Piece(grid, header, area.top, area.last, area.left, area.right, area.titles + above)
        return
    start = following
    while start > header.rows[-1] + 2 and len(_cells(grid, area, start - 1)) == 1:
        start -= 1
    yield Piece(grid, header, area.top, start - 1, area.left, area.right, area.titles + above)
    yield from _areas_read(grid, replace(area, top=start, titles=()), known)


def _areas_read(grid: Grid, area: _Area, known: Known) -> Iterator[Piece]:
    for part in _areas(grid, area):
        yield from _read(grid, part, known)


def _best(grid: Grid, area: _Area, known: Known) -> tuple[int | None, int]:
    """The row that holds most known headings, and how many."""
    best: tuple[int | None, int] = None, 0
    for row in range(area.top, min(area.last, area.top + DEPTH) + 1):
        cells = islice(_cells(grid, area, row).values(), WIDTH)
        count = len({text for cell in cells if cell.kind == "text" and known(text := heading(cell))})
        if count > best[1]:
            best = row, count
    return best


def _is_header(grid: Grid, area: _Area, row: int, count: int) -> bool:
    """Two known headings make a header; one alone only where what stands below is of another kind."""
    cells = _cells(grid, area, row)
    if count > 1 and 2 * count > len(cells):
        return True
    if _recurs(grid, area, row, cells):
        return False
    if count > 1:
        return True
    if len({cell.value for cell in cells.values()}) < len(cells) or not all(_wordy(cell) for cell in cells.values()):
        return False
    below = [_cells(grid, area, one) for one in range(row + 1, area.last + 1)]
    if area.left == area.right:
        return True
    return any(
        (values := [found[column] for found in below if column in found]) and not any(_wordy(cell) for cell in values)
        for column in cells
    )


def _recurs(grid: Grid, area: _Area, row: int, cells: Mapping[int, Cell]) -> bool:
    """Does something of the row stand again below, in the same column? Then it is a record; headings recur together, on the next
    page of a list."""
    for below in range(row + 1, area.last + 1):
        found = _cells(grid, area, below)
        same = sum(column in found and found[column].value == cell.value for column, cell in cells.items())
        if 0 < same < len(cells):
            return True
    return False


def _header(grid: Grid, row: int, left: int, right: int) -> Window:
    """The row of headings with the rows above and below that are parts of the same headings."""
    rows = [row]
    while len(rows) < LEVELS and _levels(grid, rows[-1], rows[-1] + 1, left, right):
        rows.append(rows[-1] + 1)
    while len(rows) < LEVELS and rows[0] > 1 and _levels(grid, rows[0] - 1, rows[0], left, right, strictly=True):
        rows.insert(0, rows[0] - 1)
    return window(grid, rows, left, right)


def _levels(grid: Grid, upper: int, lower: int, left: int, right: int, *, strictly: bool = False) -> bool:
    """Is the lower row the lower part of headings that begin in the upper one? A group has two columns and more, what belongs to
    no group has nothing below it. `strictly`: the upper row may also be a line of titles, so something must be merged in it or
    belong to no group."""
    above = {column: cell for column, cell in grid.row(upper).items() if left <= column <= right}
    below = {column: cell for column, cell in grid.row(lower).items() if left <= column <= right}
    if not below or len(above) < 2 or not all(_wordy(cell) for cell in (*above.values(), *below.values())):
        return False
    starts = sorted(above)
    if min(below) < starts[0]:
        return False
    groups = {
        start: [column for column in below if start <= column < end]
        for start, end in zip(starts, [*starts[1:], right + 1], strict=True)
    }
    wide = {span[1] for span in grid.merged if span[0] == span[2] == upper and span[3] > span[1]}
    stated = any(_STATED.search(cell.value) for cell in above.values())
    if strictly and (stated or (not wide.intersection(starts) and all(groups.values()))):
        return False
    return any(groups.values()) and all(
        not under or start in wide or (start in under and len(under) > 1) for start, under in groups.items()
    )


def _next(grid: Grid, area: _Area, header: Window, known: Known) -> int | None:
    """The row further down where other headings begin; the same ones again are a page that was printed."""
    own = set(header.columns)
    for row in range(header.rows[-1] + 1, area.last + 1):
        cells = _cells(grid, area, row)
        if any(cell.kind != "text" for cell in cells.values()):
            continue
        texts = {heading(cell) for cell in cells.values() if _wordy(cell)}
        if len(texts) < len(cells):
            continue
        count = sum(known(text) for text in texts)
        if count > 1 and 2 * count > len(cells) and not texts <= own:
            return row
    return None


def _continues(piece: Piece, above: Piece) -> bool:
    return (
        piece.header is None
        and above.header is not None
        and not above.transposed
        and above.last < piece.top
        and above.left <= piece.left
        and piece.right <= above.right
    )


def _wordy(cell: Cell) -> bool:
    value = heading(cell)
    return cell.kind == "text" and len(value) <= _LONGEST and not _NUMBER.match(value)


def _alone(grid: Grid, area: _Area, row: int) -> str:
    return next(iter(_cells(grid, area, row).values())).value.strip()


def _cells(grid: Grid, area: _Area, row: int) -> dict[int, Cell]:
    return {column: cell for column, cell in grid.row(row).items() if area.left <= column <= area.right}


def _filled(grid: Grid, area: _Area, row: int) -> bool:
    return bool(_cells(grid, area, row))


def _used(grid: Grid, area: _Area, column: int) -> bool:
    """Is something in the column, or does a heading that is merged over it stand beside others?"""
    if any((row, column) in grid.cells for row in range(area.top, area.last + 1)):
        return True
    return any(
        area.top <= span[0]
        and span[2] <= area.last
        and span[1] <= column <= span[3]
        and _filled_beside(grid, area, span)
        for span in grid.merged
    )


def _filled_beside(grid: Grid, area: _Area, span: Sequence[int]) -> bool:
    return any(not span[1] <= column <= span[3] for column in _cells(grid, area, span[0]))


def _runs(numbers: range, filled: Callable[[int], bool]) -> Iterator[tuple[int, int]]:
    start: int | None = None
    for number in numbers:
        if filled(number):
            start = number if start is None else start
        elif start is not None:
            yield start, number - 1
            start = None
    if start is not None:
        yield start, numbers[-1]
