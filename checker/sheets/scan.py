"""A look over the XML of a sheet before anything is built of it: refuses what is too much or too far, by its place. What the
sheet says of its own size is not believed."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from defusedxml.ElementTree import iterparse

from checker.errors import say
from checker.sheets.grid import letters, number
from checker.sheets.limits import BLANK, CELLS, COLUMNS, MERGES, ROWS
from checker.sheets.outline import MAIN
from checker.sheets.refusals import damaged, refused, too_far, too_many_blank, too_many_cells

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_SHEET, _ROW, _CELL, _FORMULA, _MERGE = (f"{{{MAIN}}}{tag}" for tag in ("worksheet", "row", "c", "f", "mergeCell"))
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


@dataclass
class Room:
    """How many more cells the sheets of a file may have. A row counts as a blank one: a million may hold nothing."""

    cells: int = CELLS
    blank: int = BLANK


def scan(data: bytes, name: str, room: Room) -> None:
    """Takes from the room what the sheet of that name needs. Raises BadInput where it is not to be read, and whatever the
    parser raises for damaged XML."""
    # counting bytes takes a hundredth of the time of parsing
    if data.count(b"<v>") + data.count(b"<is>") > CELLS:
        raise too_many_cells(f":{name}")
    if data.count(b"<c ") + data.count(b"<c>") > CELLS + BLANK:
        raise too_many_blank(f":{name}")
    row = merges = 0
    tag = ""
    for _, element in iterparse(io.BytesIO(data)):
        tag = element.tag
        if tag == _ROW:
            row = int(element.get("r", row + 1))
            _row(element, row, name, room)
            element.clear()
        elif tag == _MERGE:
            merges += 1
    if tag != _SHEET:
        raise damaged(f":{name}", say("不是工作表", "not a sheet"))
    if merges > MERGES:
        why = say(f"应不超过 {MERGES} 处", f"at most {MERGES}")
        raise refused(f":{name}", say("合并单元格过多", "too many merged cells"), why)


def _row(element: Element, row: int, name: str, room: Room) -> None:
    """Places are counted as openpyxl does, which builds the cells."""
    column, blank = 0, 1
    for cell in element.iterfind(_CELL):
        line, column = row, column + 1
        if stated := cell.get("r"):
            found = _PLACE.fullmatch(stated)
            if not found:
                raise damaged(f":{name}", say("单元格的位置写错", "a cell without a proper place"))
            line, column = int(found[2]), number(found[1])
        if cell.find(_FORMULA) is None and not any(map(str.strip, cell.itertext())):
            blank += 1
            continue
        room.cells -= 1
        if not (0 < line <= ROWS and column <= COLUMNS):
            raise too_far(f":{name}!{letters(column)}{line}")
    room.blank -= blank
    if room.cells < 0:
        raise too_many_cells("")
    if room.blank < 0:
        raise too_many_blank(f":{name}")
