"""The rows of a block, as `assemble` takes them: read by the same rules as those of our own workbook."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from checker.errors import printable, say
from checker.model import Words
from checker.records import rows as data_rows
from checker.records import sheetwords
from checker.records.assemble import RawRow
from checker.records.blocks import covering, lines_above
from checker.records.mapped_blocks import Block
from checker.records.mapping_file import IGNORE, Target
from checker.records.reading import Reading
from checker.records.shown import shown
from checker.records.tables import Column, TableSchema
from checker.sheets.grid import Place

_MEASURED = frozenset({"int", "money", "percent", "points"})


def rows(reading: Reading, block: Block) -> tuple[list[RawRow], tuple[int, ...]]:
    """The records of a block, `id` None where none is given, and the numbers of their rows."""
    schema, columns = block.map.table, {name: at for name, (_, at) in block.columns.items()}
    assert schema is not None
    found = data_rows.records(block.view, block.header, columns, block.last, schema, across=block.map.transposed)
    for row, what in found.notes:
        if row >= block.first:
            _note(reading, block, row, what)
    for row in found.asked:
        if row >= block.first:
            at, column = _line(block, row)
            reading.wrong(block.grid, (at, column or 0), data_rows.ASKED, "", data_rows.ANSWER)
    if block.numbered:
        what = say("是栏次编号，未计入", "numbers the columns and was left out")
        _note(reading, block, block.header + 1, what)
    numbers = tuple(row for row in found.records if row >= block.first)
    _unread(reading, block)
    units = _units(reading, block)
    targets = {target.column.name: target for target in block.map.headings.values() if target}
    over = covering(block.view)
    made = []
    for row in numbers:
        cells: dict[str, Any] = {**dict.fromkeys(schema.required), **(block.map.fixed or {})}
        for name, at in columns.items():
            place = _source(reading, block, (row, at), targets[name].column, over)
            cells[name] = _cell(reading, block, place, targets[name], units[name], schema) if place else None
        where = partial(_place, reading, block, row, columns)
        origin = reading.book.place(block.grid, *_line(block, row))
        made.append(RawRow(cells, origin, where, partial(_shown, block, row, columns, schema)))
    return made, numbers


def _cell(reading: Reading, block: Block, place: Place, target: Target, unit: str | None, schema: TableSchema) -> Any:
    """What a cell says; a person's word on a value counts before its own."""
    cell = block.view.cells.get(place)
    if cell is not None and target.values and (meant := target.values.get(printable(cell.value).strip())):
        if meant == IGNORE:
            return None
        return [meant] if target.column.type == "codes" else meant
    return reading.raw(block.grid, block.place(*place), target.column, unit, schema.name)


def _source(
    reading: Reading, block: Block, place: Place, column: Column, over: Mapping[Place, tuple[int, int, int, int]]
) -> Place | None:
    """The cell that holds the value of a place: of merged ones the first, unless it is a number, which would count again."""
    span = over.get(place)
    if span is None or span[:2] == place or span[:2] not in block.view.cells or span[0] <= block.header:
        return place
    if column.type == "id":
        return None
    if column.type in _MEASURED:
        reading.wrong(
            block.grid,
            block.place(*place),
            say(
                f"{column.label['zh']}：几行合并为一格，不知是各行都有还是合计",
                f"{column.label['en']}: one merged cell for several rows, each or together?",
            ),
            mend=say("请取消合并，逐行填写", "unmerge it and fill in each row"),
        )
        return None
    return span[:2]


def _units(reading: Reading, block: Block) -> dict[str, str | None]:
    """The unit of each column: the one of the mapping, else of the heading, else of the line above, which must not differ."""
    known = sheetwords.load().units
    lines = lines_above(block.view, block.window.rows[0], block.window.first, block.window.last)
    targets = {target.column.name: target for target in block.map.headings.values() if target}
    found: dict[str, str | None] = {}
    for name, (heading, at) in block.columns.items():
        column, stated = targets[name].column, sheetwords.heading(heading).unit
        above = [unit for unit in lines if unit in known and known[unit].kind == column.type]
        if stated is None and len(above) == 1:
            stated = above[0]
        unit = targets[name].unit
        if unit and stated and stated in known and unit in known and known[unit].factor != known[stated].factor:
            reading.wrong(
                block.grid,
                block.place(block.header, at),
                say(
                    f"{column.label['zh']}：表里的单位是{stated}，映射写的是{unit}",
                    f"{column.label['en']}: the sheet says {stated}, the mapping {unit}",
                ),
                mend=say("请改映射里的 unit", "correct `unit` in the mapping"),
            )
        found[name] = unit or stated
    return found


def _unread(reading: Reading, block: Block) -> None:
    """Headings that the mapping does not know are told by their places: they may be no headings at all."""
    known = {sheetwords.comparable(heading) for heading in block.map.headings}
    inner = [at for _, at in block.columns.values()]
    for text, at in block.window.folded().items():
        if text not in known and min(inner) <= at <= max(inner):
            what = say("这一列不在映射里，没有读", "a column that the mapping does not name: not read")
            reading.note(block.grid, block.place(block.header, at), what)


def _line(block: Block, row: int) -> tuple[int, int | None]:
    """Row and column of a record's place: a row, or where it stands upright the first cell of its column."""
    return (block.window.first, row) if block.map.transposed else (row, None)


def _note(reading: Reading, block: Block, row: int, what: Words) -> None:
    at, column = _line(block, row)
    reading.note(block.grid, (at, column or 0), what)


def _place(reading: Reading, block: Block, row: int, columns: Mapping[str, int], column: str) -> str:
    at = columns.get(column)
    return reading.book.place(block.grid, *(block.place(row, at) if at else _line(block, row)))


def _shown(block: Block, row: int, columns: Mapping[str, int], schema: TableSchema, column: str) -> Words:
    at = columns.get(column)
    return shown(schema.columns[column], block.view.cells.get((row, at)) if at else None, schema.name)
