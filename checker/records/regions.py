"""Where in a filled workbook each region of its layout stands: on the sheet of its title, else where its headings are."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from checker.errors import Problem, say
from checker.records import facts
from checker.records.header import Header, find, fold
from checker.records.layout import Layout, Sheet
from checker.sheets.grid import Book, Grid, Place

ENOUGH = 0.5
"""How alike the headings of a sheet with another title must be: more than half of all."""


@dataclass(frozen=True)
class Region:
    """A region of the layout and its place: below the `header` of `grid`, to the row `end` (inclusive). Facts of the body have no
    header, they stand beside their labels."""

    sheet: Sheet
    grid: Grid
    header: Header | None
    end: int


@dataclass(frozen=True)
class Places:
    """`regions` in the layout's order; `missing` are those that are nowhere, with the sheet of their title where there is one."""

    regions: tuple[Region, ...]
    missing: tuple[tuple[Sheet, Grid | None], ...]
    notes: tuple[Problem, ...]
    twice: tuple[Problem, ...] = ()
    """Sheets that are one more copy of a table: whether they count nobody said."""

    def of(self, role: str) -> tuple[Region, ...]:
        return tuple(one for one in self.regions if one.sheet.role == role)


def places(book: Book, layout: Layout, own: Iterable[str]) -> Places:
    """Each region in its place, and what stands in no region told. `own` are sheets of ours that hold nothing to read."""
    ours = set(own)
    grids = [grid for grid in book.grids if grid.name not in ours and grid.cells]
    by_title = {fold(grid.name): grid for grid in reversed(grids)}
    groups: dict[str, list[int]] = {}
    for index, sheet in enumerate(layout.sheets):
        groups.setdefault(sheet.title, []).append(index)
    seats = {title: by_title[fold(title)] for title in groups if fold(title) in by_title}
    found: dict[int, Region] = {}
    for title, grid in seats.items():
        found |= _regions(layout, groups[title], grid)
    used = {region.grid.name for region in found.values()}
    free = [grid for grid in grids if grid.name not in used]
    notes = []
    left = {title: indices for title, indices in groups.items() if not found.keys() & set(indices)}
    for title, grid in _renamed(layout, left, free).items():
        found |= _regions(layout, left[title], grid)
        seats[title] = grid
        notes.append(_other_title(book, grid, title))
    regions = _ended([found[index] for index in sorted(found)])
    missing = tuple((sheet, seats.get(sheet.title)) for index, sheet in enumerate(layout.sheets) if index not in found)
    seated = {grid.name for grid in seats.values()}
    idle = [grid for grid in grids if grid.name not in seated]
    again = {grid.name: of for grid in idle if (of := _again(layout, grid))}
    notes += [_nothing(book, grid) for grid in idle if grid.name not in again]
    twice = tuple(_twice(book, grid, again[grid.name]) for grid in idle if grid.name in again)
    return Places(tuple(regions), missing, tuple(notes), twice)


def _regions(layout: Layout, indices: Iterable[int], grid: Grid) -> dict[int, Region]:
    """The regions of one sheet, by their number in the layout."""
    taken: set[Place] = set()
    found = {}
    for index in indices:
        if region := _region(layout.sheets[index], grid, taken):
            found[index] = region
            header = region.header
            taken |= {(header.row, column) for column in header.columns.values()} if header else set()
    return found


def _region(sheet: Sheet, grid: Grid, taken: Collection[Place]) -> Region | None:
    """The region on that grid. `taken` are headings that are another region's."""
    if sheet.role == "body":
        return Region(sheet, grid, None, grid.rows) if facts.labels(sheet.parts, grid) else None
    header = find(grid, sheet.parts, taken)
    return Region(sheet, grid, header, grid.rows) if header else None


def _renamed(layout: Layout, left: Mapping[str, Sequence[int]], free: Sequence[Grid]) -> dict[str, Grid]:
    """Sheets without a sheet of their title, by title: the one that is most like them. A sheet that is as much like two of them
    stays free, for which of them it is nobody said."""
    found: dict[str, tuple[float, Grid]] = {}
    for grid in free:
        offers = sorted(((_alike(layout, left[title], grid), title) for title in left), reverse=True)
        alike, title = offers[0] if offers else (0.0, "")
        tied = len(offers) > 1 and offers[1][0] == alike
        if alike > ENOUGH and not tied and (title not in found or found[title][0] < alike):
            found[title] = alike, grid
    return {title: found[title][1] for title in left if title in found}


def _alike(layout: Layout, indices: Sequence[int], grid: Grid) -> float:
    """How much of what stands on a sheet of the form stands on this one, from 0 to 1."""
    found = _regions(layout, indices, grid)
    return sum(_likeness(region.sheet, region) for region in found.values()) / len(indices)


def _again(layout: Layout, grid: Grid) -> str | None:
    """The title of the table of which an idle sheet is one more copy with rows in it."""
    for sheet in layout.sheets:
        region = _region(sheet, grid, ()) if sheet.role == "table" else None
        if region and region.header and _likeness(sheet, region) > ENOUGH:
            columns = set(region.header.columns.values())
            if any(row > region.header.row and column in columns for row, column in grid.cells):
                return sheet.title
    return None


def _likeness(sheet: Sheet, region: Region) -> float:
    if region.header is not None:
        return region.header.likeness(sheet.parts)
    return len(facts.labels(sheet.parts, region.grid)) / len(sheet.parts)


def _ended(regions: Sequence[Region]) -> list[Region]:
    """Each region with headings ends above the next ones of its sheet."""
    rows: dict[str, list[int]] = {}
    for one in regions:
        if one.header:
            rows.setdefault(one.grid.name, []).append(one.header.row)
    out = []
    for one in regions:
        below = [row for row in rows.get(one.grid.name, ()) if one.header and row > one.header.row]
        out.append(replace(one, end=min(below) - 1) if below else one)
    return out


def _other_title(book: Book, grid: Grid, title: str) -> Problem:
    what = say(
        f"工作表改了名，按表头当作“{title}”读入", f"this sheet has another name; its headings are those of `{title}`"
    )
    return Problem(book.place(grid, min(row for row, _ in grid.cells)), what)


def _twice(book: Book, grid: Grid, title: str) -> Problem:
    return Problem(
        book.place(grid, min(row for row, _ in grid.cells)),
        say(
            f"又一张与“{title}”表头相同的表，不知要不要算",
            f"one more sheet with the headings of `{title}`: does it count?",
        ),
        mend=say(f"要算的请并入“{title}”，不算的请删去", f"move its rows to `{title}`, or remove it"),
    )


def _nothing(book: Book, grid: Grid) -> Problem:
    row = min(row for row, _ in grid.cells)
    what = say("这个工作表不在填报表内，未读", "this sheet is none of the form's: not read")
    return Problem(book.place(grid, row), what)
