"""The rows of a filled workbook's tables, as `assemble` takes them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import partial
from typing import Any

from checker.errors import say
from checker.model import Words
from checker.records import rows
from checker.records import tables as schemas
from checker.records.assemble import RawRow, RawTable
from checker.records.filled import Region as Read
from checker.records.layout import Part
from checker.records.otherwise import heading_of
from checker.records.reading import Reading
from checker.records.regions import Region
from checker.records.shown import shown
from checker.records.tables import Column, TableSchema
from checker.sheets.grid import Grid, Place


def table(reading: Reading, region: Region) -> tuple[RawTable, Read]:
    """The rows of one table, with an id of our own (`r7` of row 7) where none is given."""
    header = region.header
    assert header is not None
    schema, grid = schemas.load()[region.sheet.name], region.grid
    known = {name: at for name, at in header.columns.items() if name in schema.columns}
    columns = {name: schema.columns[name] for name in known}
    _tell_headings(reading, region, schema)
    units = reading.headings(grid, header, list(columns.values()))
    listed = rows.records(grid, header.row, known, region.end, schema)
    for row, what in listed.notes:
        reading.note(grid, (row, 0), what)
    for row in listed.asked:
        reading.wrong(grid, (row, 0), rows.ASKED, "", rows.ANSWER)
    merged = _merged(reading, grid, columns, known, set(listed.records))
    ids = _ids(reading, grid, known, listed.records, schema)
    made = []
    for row in listed.records:
        cells: dict[str, Any] = dict.fromkeys(schema.required)
        for name, at in known.items():
            cells[name] = reading.raw(grid, merged.get((row, at), (row, at)), columns[name], units[name], schema.name)
        cells["id"] = cells["id"] or ids[row]
        place = partial(_place, reading, grid, row, known)
        made.append(RawRow(cells, reading.book.place(grid, row), place, partial(_shown, grid, row, known, schema)))
    where = reading.book.place(grid, header.row)
    raw = RawTable(schema.name, where, made, typed=False, refused=bool(listed.asked))
    return raw, Read(schema.name, grid.name, header.row, known, listed.records)


def _tell_headings(reading: Reading, region: Region, schema: TableSchema) -> None:
    """Headings that are missing, twice there, or none of ours."""
    header, grid, sheet = region.header, region.grid, region.sheet
    assert header is not None
    lacking = [part for part in sheet.parts if part.name not in header.columns]
    for part in lacking:
        _tell_lacking(reading, region, schema, part)
    for column, name in header.twice.items():
        what = say(f"列“{header.texts[name]}”重复", f"column `{header.texts[name]}` stands twice")
        reading.wrong(grid, (header.row, column), what, mend=say("请删去其一", "remove one of the two"))
    below = {at for row, at in grid.cells if header.row < row <= region.end}
    for column, text in header.others.items():
        if column in below:
            what = say(f"列“{_brief(text)}”不在表内，未读", f"column `{_brief(text)}` is none of the form's: not read")
            reading.note(grid, (header.row, column), what)
    for column in sorted(below - header.others.keys() - header.twice.keys() - set(header.columns.values())):
        row = min(row for row, at in grid.cells if at == column and header.row < row <= region.end)
        what = say("这一列没有表头，未读", "a column without a heading: not read")
        reading.note(grid, (row, column), what)


def _tell_lacking(reading: Reading, region: Region, schema: TableSchema, part: Part) -> None:
    """A column without which rows say something else is a problem, any other one a note."""
    header, column = region.header, schema.columns.get(part.name)
    assert header is not None
    near = heading_of(schema.name, part, header.others)
    hint = say(f"是否为“{_brief(near)}”？", f"is it `{_brief(near)}`?") if near else say("", "")
    lasting = column is not None and column.empty is not None
    if not lasting and (part.name not in schema.required or part.name == "id"):
        zh, en = (f"；{hint['zh']}", f"; {hint['en']}") if near else ("", "")
        what = say(f"没有列“{part.label}”，按未填读入{zh}", f"no column `{part.label}`: read as not filled in{en}")
        reading.note(region.grid, (header.row, 0), what)
        return
    what = say(f"缺少列“{part.label}”", f"column `{part.label}` is missing")
    why = say("这一列必有", "it is required")
    if lasting:
        why = say("没有这一列，就不知道哪些已经结束", "without it nobody can tell what has ended")
    mend = say("请补上表头，可从空白表复制", "put the heading back")
    if near:
        mend = say(f"{hint['zh']}请把表头改回“{part.label}”", f"{hint['en']} call it `{part.label}` again")
    reading.wrong(region.grid, (header.row, 0), what, why, mend)


def _merged(
    reading: Reading, grid: Grid, columns: Mapping[str, Column], at: Mapping[str, int], records: Collection[int]
) -> dict[Place, Place]:
    """Cells that are merged with the one above: what it says is theirs too. Of an amount it may as well be the sum: asked."""
    found: dict[Place, Place] = {}
    names = {number: name for name, number in at.items()}
    for top, left, bottom, right in grid.merged:
        rows = [row for row in range(top + 1, bottom + 1) if row in records]
        column = columns.get(names.get(left, ""))
        if not rows or column is None or (top, left) not in grid.cells:
            continue
        if right > left or column.type in {"id", "int", "money", "percent", "points"}:
            what = say(
                f"{column.label['zh']}合并了几行，不知各是多少", f"{column.label['en']} is merged over several rows"
            )
            mend = say("请取消合并，逐行填写", "take the cells apart and fill in each row")
            reading.wrong(grid, (top, left), what, mend=mend)
            continue
        found |= {(row, left): (top, left) for row in rows}
        what = say(
            f"{column.label['zh']}合并了几行，各行按同一内容读入",
            f"{column.label['en']} is merged: read in each of its rows",
        )
        reading.note(grid, (top, left), what)
    return found


def _ids(
    reading: Reading, grid: Grid, columns: Mapping[str, int], records: Sequence[int], schema: TableSchema
) -> dict[int, str]:
    """An id for each row that has none; never one that is given to another."""
    at = columns.get("id")
    given = {cell.value for row in records if at and (cell := grid.cells.get((row, at)))}
    made = {}
    for row in records:
        name = f"r{row}"
        while name in given:
            name += "_"
        made[row] = name
        if not at or (row, at) not in grid.cells:
            reading.made.setdefault(schema.name, set()).add(name)
    return made


def _brief(text: str) -> str:
    shown = " ".join(text.split())
    return shown if len(shown) <= 20 else f"{shown[:20]}…"


def _place(reading: Reading, grid: Grid, row: int, columns: Mapping[str, int], column: str) -> str:
    return reading.book.place(grid, row, columns.get(column))


def _shown(grid: Grid, row: int, columns: Mapping[str, int], schema: TableSchema, column: str) -> Words:
    at = columns.get(column)
    return shown(schema.columns[column], grid.cells.get((row, at)) if at else None, schema.name)
