"""The sheets of a workbook that `scan` has let pass, through openpyxl.

Its `load_workbook` is not asked: that builds a cell for every place of a merged or linked range, be it the whole sheet, fails
on filters, fonts, names and properties that nobody here looks at, and needs a second pass for formulas. What it is made of
is used instead, row by row: a cell keeps its XML at hand, which says what openpyxl does not: whether the value is of
its type, and what formula has no result.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from defusedxml.ElementTree import fromstring, iterparse
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH
from openpyxl.utils.escape import unescape
from openpyxl.worksheet._reader import CELL_TAG, COL_TAG, FORMULA_TAG, MERGE_TAG, ROW_TAG, VALUE_TAG, WorkSheetParser
from openpyxl.worksheet.cell_range import CellRange

from checker.errors import say
from checker.sheets.grid import Cell, Place, letters
from checker.sheets.limits import LONGEST, TEXT
from checker.sheets.merged import Range, ranges, uncovered
from checker.sheets.outline import MAIN, Outline
from checker.sheets.refusals import damaged, too_long, too_much_text
from checker.sheets.shown import BUILT_IN, dated, exact, moment, shape, unit

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_NAMES = {"m": MAIN}
_STORED = {
    "n": re.compile(r"[-+.0-9eE]+"),
    "s": re.compile("[0-9]+"),
    "b": re.compile("[01]"),
    "e": re.compile(r"#[A-Z0-9/_]{1,30}[!?]?"),
}
"""What stands in the file for each type of cell; Python, and so openpyxl, takes more for a number."""
_NO_TEXT = re.compile("[\0\ud800-\udfff]")
_WIDEST = 255

Numbers = dict[Cell, int]
"""The different cells of a file, each once and by number, so that no text is passed on a thousand times."""


def read(book: Outline) -> dict[str, Any]:
    """The different cells, and sheets that name them by number: each a `Grid` as JSON has it, its cells as one list of row, column
    and number. Raises BadInput, and whatever openpyxl raises for a damaged part."""
    warnings.simplefilter("ignore")
    strings, codes = _strings(book.strings), _codes(book.styles)
    numbers: Numbers = {}
    epoch = MAC_EPOCH if book.date1904 else WINDOWS_EPOCH
    sheets = []
    for name, data, hidden in book.sheets:
        parser = WorkSheetParser(io.BytesIO(), strings, data_only=True, epoch=epoch)
        sheets.append({"name": name, "hidden": hidden, **_sheet(parser, data, name, codes, numbers)})
    if sum(len(cell.value) for cell in numbers) > TEXT:
        raise too_much_text("")
    return {"cells": [_packed(cell) for cell in numbers], "sheets": sheets}


def _strings(data: bytes) -> list[str]:
    """The texts that cells share: runs of rich text joined, phonetic guides left out, whatever their fonts are."""
    return [
        _text("".join(text.text or "" for text in (*node.iterfind("m:t", _NAMES), *node.iterfind("m:r/m:t", _NAMES))))
        for node in fromstring(data).iterfind("m:si", _NAMES)
    ]


def _text(stored: str) -> str:
    """`_x000D_` is how a workbook writes a control sign."""
    return _NO_TEXT.sub("\ufffd", unescape(stored)).replace("\r\n", "\n")


def _packed(cell: Cell) -> list[str | bool]:
    return [cell.kind, cell.value, cell.percent, *([cell.unit] if cell.unit else [])]


def _codes(data: bytes) -> list[str]:
    """The number formats of the styles of cells, by number."""
    root = fromstring(data)
    own = {one.get("numFmtId"): one.get("formatCode", "") for one in root.iterfind("m:numFmts/m:numFmt", _NAMES)}
    codes = {str(number): code for number, code in BUILT_IN.items()} | own
    return [codes.get(one.get("numFmtId"), "General") for one in root.iterfind("m:cellXfs/m:xf", _NAMES)]


def _sheet(parser: WorkSheetParser, data: bytes, name: str, codes: Sequence[str], numbers: Numbers) -> dict[str, Any]:
    cells: dict[Place, int] = {}
    merged: list[Range] = []
    formats: list[Mapping[str, str]] = []
    hidden_rows: set[int] = set()
    for _, element in iterparse(io.BytesIO(data)):
        if element.tag == ROW_TAG:
            for place, cell in _row(parser, element, name, codes):
                if place in cells:
                    where = f":{name}!{letters(place[1])}{place[0]}"
                    raise damaged(where, say("同一位置有两个单元格", "two cells at one place"))
                cells[place] = numbers.setdefault(cell, len(numbers))
            if _is(element.attrib, "hidden"):
                hidden_rows.add(parser.row_counter)
            element.clear()
        elif element.tag == COL_TAG:
            formats.append(element.attrib)
        elif element.tag == MERGE_TAG:
            found = [CellRange(one.get("ref", "")) for one in element]
            merged = [(one.min_row, one.min_col, one.max_row, one.max_col) for one in found]
    merged = ranges(merged, *_extent(cells))
    cells = uncovered(cells, merged)
    rows, columns = _extent(cells)
    wide = [(n, one) for one in formats for n in range(int(one["min"]), min(int(one["max"]), columns) + 1)]
    return {
        "rows": rows,
        "columns": columns,
        "cells": [value for (row, column), found in cells.items() for value in (row, column, found)],
        "hidden_rows": sorted(row for row in hidden_rows if row <= rows),
        "hidden_columns": [column for column, one in wide if _is(one, "hidden")],
        "merged": ranges(merged, rows, columns),
        "widths": {
            column: round(float(one["width"]), 2)
            for column, one in wide
            if _is(one, "customWidth") and 0 < float(one.get("width", 0)) <= _WIDEST
        },
    }


def _row(parser: WorkSheetParser, row: Element, name: str, codes: Sequence[str]) -> Iterator[tuple[Place, Cell]]:
    parser.row_counter = int(row.get("r", parser.row_counter + 1))
    parser.col_counter = 0
    for element in row.iterfind(CELL_TAG):
        try:
            found = parser.parse_cell(element)
            style = found["style_id"]
            code = codes[style] if 0 <= style < len(codes) else "General"
            cell = _cell(parser, element, found["value"], code)
        except (ArithmeticError, LookupError, TypeError, ValueError):
            where = element.get("r") or f"{letters(parser.col_counter)}{parser.row_counter}"
            raise damaged(f":{name}!{where}", say("内容与类型不符", "content and type do not agree")) from None
        if cell and cell.value.strip():
            if len(cell.value) > LONGEST:
                raise too_long(f":{name}!{letters(found['column'])}{found['row']}")
            yield (found["row"], found["column"]), cell


def _cell(parser: WorkSheetParser, element: Element, value: Any, code: str) -> Cell | None:  # noqa: PLR0911  (a table)
    kind, stored = element.get("t", "n"), (element.findtext(VALUE_TAG) or "").strip()
    if value is None:
        if stored:
            raise ValueError
        if element.find(FORMULA_TAG) is None or kind in {"str", "inlineStr"}:
            return None
        formula = parser.parse_formula(element)  # type: ignore[no-untyped-call]
        return Cell("formula", formula if isinstance(formula, str) else getattr(formula, "text", None) or "=")
    if kind in _STORED and not _STORED[kind].fullmatch(stored):
        raise ValueError
    match kind:
        case "n":
            form = shape(code)
            shown = Cell("number", exact(value), form == "percent", unit(code) if form == "number" else "")
            return shown if form in {"number", "percent"} else moment(value, form, parser.epoch) or shown
        case "s":
            return Cell("text", value)
        case "str" | "inlineStr":
            return Cell("text", _text(value))
        case "b":
            return Cell("yesno", str(value).upper())
        case "e":
            return Cell("error", value)
        case "d":
            return dated(value)
    raise ValueError


def _extent(cells: Iterable[Place]) -> tuple[int, int]:
    """The last row and column."""
    return max((row for row, _ in cells), default=0), max((column for _, column in cells), default=0)


def _is(dimension: Mapping[str, str], what: str) -> bool:
    return dimension.get(what) in {"1", "true"}
