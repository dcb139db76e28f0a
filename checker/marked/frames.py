"""The part of a sheet that is to be filled in: its headings, its columns, its rows, what may be chosen."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from itertools import takewhile

from checker.records import facts
from checker.records.filled import Region as Table
from checker.records.layout import Part
from checker.records.regions import Region
from checker.sheets.grid import Place

LISTED = frozenset({"overview", "ratings"})
"""Roles whose rows are given: nothing is added below them."""
GIVEN = frozenset({"table", "item"})
"""Their columns that say what the row is about."""
TABLE = "table"
MOST = 200
"""Free rows below a table that keep their drop-down lists."""


At = int | Place
"""A column, or one cell of it alone."""


@dataclass(frozen=True)
class Frame:
    """`header` is the row of the headings, 0 where there are none; `room` rows below the last one are free. `parts` are what is to
    be filled in, `labels` cells that say what is to be filled in beside them."""

    header: int
    columns: tuple[int, ...]
    rows: tuple[int, ...]
    room: int = 0
    parts: Mapping[At, Part] = field(default_factory=dict)
    labels: tuple[Place, ...] = ()

    def part(self, place: Place) -> Part | None:
        return self.parts.get(place) or self.parts.get(place[1])

    @property
    def last(self) -> int:
        return max(self.rows, default=self.header)


def of_table(region: Table) -> Frame:
    """A table that stands in no workbook of ours."""
    return Frame(region.header, tuple(region.columns.values()), region.rows)


def of_layout(region: Region, read: Collection[int]) -> Frame:
    """A region of a workbook of ours. `read` are the rows of it that hold records, if it is a table."""
    grid, parts = region.grid, region.sheet.parts
    if region.header is None:
        found = {name: places[0] for name, places in facts.labels(parts, grid).items() if places}
        beside: dict[At, Part] = {facts.beside(grid, found[part.name]): part for part in parts if part.name in found}
        return Frame(0, (), tuple(place[0] for place in found.values()), parts=beside, labels=tuple(found.values()))
    header, known = region.header.row, region.header.columns
    mine: dict[At, Part] = {known[part.name]: part for part in parts if part.name in known}
    filled = {row for row, _ in grid.cells}
    if region.sheet.role == TABLE:
        rows = sorted(read)
    else:
        rows = list(takewhile(lambda row: row in filled, range(header + 1, region.end + 1)))
    last = max(rows, default=header)
    end = region.end if region.end < grid.rows else last + MOST
    room = (
        0
        if region.sheet.role in LISTED
        else sum(1 for _ in takewhile(lambda row: row not in filled, range(last + 1, end + 1)))
    )
    given = tuple(
        (row, column) for column, part in mine.items() if part.name in GIVEN for row in rows if isinstance(column, int)
    )
    return Frame(header, tuple(known.values()), tuple(rows), room, mine, given if region.sheet.role in LISTED else ())
