"""Any spreadsheet, read by a mapping file: its blocks found by their headings, their rows appended table by table."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from checker.errors import BadInput, Problem, say
from checker.records import assemble, books, links, mapped_blocks, mapped_rows, mapping_file, numbered
from checker.records import tables as schemas
from checker.records.assemble import RawRow, RawTable
from checker.records.body import NONE, Body
from checker.records.filled import Filled, Region
from checker.records.mapped_blocks import Block
from checker.records.mapping_file import SheetMap
from checker.records.private import masked, personal
from checker.records.reading import Reading
from checker.records.tables import Column
from checker.sheets.grid import Book

_ID = re.compile(r"(?=[\x21-\x7e]*[0-9])[\x21-\x7e]+")
"""What can be no name: letters with a digit."""


def read(path: Path, mapping: SheetMap) -> Filled:
    """One spreadsheet. Raises BadInput where it is none at all."""
    return read_all([path], mapping)


def read_all(paths: Sequence[Path], mapping: SheetMap) -> Filled:
    """Several spreadsheets as the records of one body; see `books.read`. Raises BadInput where one of them is none at all."""
    return filled(books.read(paths), mapping)


def bodies(paths: Sequence[Path], mapping: Path) -> Iterator[Body | BadInput]:
    """The one body that these spreadsheets describe under a mapping file, or why it cannot be used."""
    try:
        made = read_all(paths, mapping_file.read(mapping))
    except BadInput as bad:
        yield bad
        return
    yield made.body if made.body is not None else BadInput(made.problems)


def filled(book: Book, mapping: SheetMap) -> Filled:
    """What the book says under that mapping. Pure."""
    if found := personal(book):
        return Filled(masked(book), problems=tuple(found))
    reading = Reading(book)
    blocks = mapped_blocks.find(book, mapping, reading.problems, reading.notes)
    parts = [_part(reading, block) for block in blocks]
    raws = links.by_name(_tables(reading, mapping, parts), reading.made, reading.problems)
    raws = _without_names(raws, reading)
    reading.problems += numbered.names(raws)
    made: Body | None = None
    try:
        made = assemble.body(mapping.head, mapping.where, raws, file=book.file, sha256=_digest(book, mapping))
    except BadInput as bad:
        reading.problems += bad.problems
    regions = tuple(part.region for part in parts if not part.block.map.transposed)
    if reading.problems:
        return Filled(book, regions, None, tuple(reading.problems), tuple(reading.notes))
    assert made is not None
    notes = tuple(reading.notes)
    return Filled(book, regions, replace(made, notes=notes), (), notes)


@dataclass(frozen=True)
class _Part:
    """The rows of one block, with an id each; `own` says of each whether it stood in the sheet."""

    block: Block
    rows: list[RawRow]
    own: list[bool]
    region: Region


def _part(reading: Reading, block: Block) -> _Part:
    assert block.map.table is not None
    found, numbers = mapped_rows.rows(reading, block)
    given = {row.cells["id"] for row in found}
    rows: list[RawRow] = []
    own: list[bool] = []
    for row, number in zip(found, numbers, strict=True):
        name = f"r{number}"
        while name in given:
            name += "_"
        own.append(row.cells["id"] is not None)
        rows.append(row if own[-1] else _with(row, id=name))
    columns = {name: at for name, (_, at) in block.columns.items()}
    region = Region(block.map.table.name, block.grid.name, block.header, columns, numbers)
    return _Part(block, rows, own, region)


def _tables(reading: Reading, mapping: SheetMap, parts: Sequence[_Part]) -> list[RawTable]:
    """The tables in alphabetical order: blocks of the same one appended, with ids that stay different."""
    raws: list[RawTable] = []
    for name in sorted(schemas.load()):
        mine = [part for part in parts if part.region.table == name]
        spans = mapping.complete.get(name, ())
        where = mapping.where("complete", name) if spans else ""
        if name in mapping.none:
            raws.append(RawTable(name, mapping.where("none"), (), spans, where, absent=True))
        elif mine:
            rows = [row for part in _unlike(reading, mine) for row in part]
            at = reading.book.place(mine[0].block.grid, mine[0].region.header)
            raws.append(RawTable(name, at, rows, spans, where, typed=False))
        elif spans:
            what = say(f"写了 {name} 的完整时段，却没有它的表", f"{name} has a complete span but no sheet")
            mend = say("没有内容就写进 none", "list it under `none` if there is nothing")
            reading.problems.append(Problem(where, what, mend=mend))
    return raws


def _unlike(reading: Reading, parts: Sequence[_Part]) -> list[list[RawRow]]:
    """The rows of each block. Ids such as 1, 2, 3 are of one sheet only, so where two blocks share one, all get the name of their
    sheet in front."""
    counted = Counter(one for part in parts for one in {str(row.cells["id"]) for row in part.rows})
    shared = any(number > 1 for number in counted.values())
    if shared:
        block = parts[0].block
        label = schemas.load()[parts[0].region.table].label
        what = say(
            f"{label['zh']}：几处编号相同，已在前面加上工作表名",
            f"{label['en']}: ids of several blocks are the same; the sheet's name is put in front",
        )
        reading.note(block.grid, block.place(block.header, 0 if not block.map.transposed else block.window.first), what)
    _tell_twice(reading, parts)
    out: list[list[RawRow]] = []
    used: Counter[str] = Counter()
    made = reading.made.setdefault(parts[0].region.table, set())
    for part in parts:
        sheet = part.block.grid.name or Path(reading.book.file).stem
        used[sheet] += 1
        number = f"({used[sheet]})" if used[sheet] > 1 else ""
        front = f"{sheet}{number}-" if shared else ""
        rows = [_with(row, id=f"{front}{row.cells['id']}") for row in part.rows]
        made |= {str(row.cells["id"]) for row, own in zip(rows, part.own, strict=True) if not own}
        out.append(rows)
    return out


def _tell_twice(reading: Reading, parts: Sequence[_Part]) -> None:
    """Names that stand in several blocks: the same school may be counted twice."""
    named = [{str(row.cells["name"]) for row in part.rows if row.cells.get("name")} for part in parts]
    counted = Counter(name for one in named for name in one)
    twice = sum(number > 1 for number in counted.values())
    if twice:
        block = parts[-1].block
        label = schemas.load()[parts[0].region.table].label
        what = say(
            f"{label['zh']}：{twice} 个名称在几处都有，各计一行；若是同一个，请只读一处（另一处写 table: ignore）",
            f"{label['en']}: {twice} names stand in several blocks and count each time; read one block if they are the same",
        )
        reading.note(block.grid, block.place(block.header, block.window.first), what)


def _without_names(raws: Sequence[RawTable], reading: Reading) -> list[RawTable]:
    """Links to people where no table of people is read: a number stands for each name, since reports repeat links."""
    if any(one.name == "people" for one in raws):
        return list(raws)
    numbers: dict[str, str] = {}
    out: list[RawTable] = []
    for raw in raws:
        columns = [one for one in schemas.load()[raw.name].columns.values() if one.link == "people"]
        before = len(numbers)
        out.append(replace(raw, rows=[_numbered(row, columns, numbers) for row in raw.rows]) if columns else raw)
        if len(numbers) > before:
            what = say(
                "没有人员表，姓名以 n1、n2……代替；同名视为同一人",
                "no table of people: names are replaced by n1, n2, …; the same name is taken as the same person",
            )
            reading.notes.append(Problem(raw.where, what))
    return out


def _numbered(row: RawRow, columns: Sequence[Column], numbers: dict[str, str]) -> RawRow:
    changed: dict[str, Any] = {}
    for column in columns:
        cell = row.cells.get(column.name)
        if isinstance(cell, str) and cell not in ("", NONE, "无") and not _ID.fullmatch(cell):
            changed[column.name] = numbers.setdefault("".join(cell.split()), f"n{len(numbers) + 1}")
    return _with(row, **changed) if changed else row


def _with(row: RawRow, **cells: Any) -> RawRow:
    return replace(row, cells={**row.cells, **cells})


def _digest(book: Book, mapping: SheetMap) -> str:
    """The same file under another mapping holds other records."""
    return hashlib.sha256(f"{book.sha256}\n{mapping.sha256}\n".encode()).hexdigest()
