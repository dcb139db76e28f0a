"""CSV files as the programs of schools write them: four codings, three separators, all cells text."""

from __future__ import annotations

import contextlib
import csv
import io
import re

from checker.errors import say
from checker.sheets.grid import Cell, Grid, Place
from checker.sheets.limits import BLANK, CELLS, COLUMNS, LONGEST, ROWS, TEXT
from checker.sheets.refusals import refused, too_far, too_long, too_many_blank, too_many_cells, too_much_text

SEPARATORS = ",\t;"
"""In the order in which they are preferred where a file could be read with several."""
_TRIED = 100
"""Lines from which the separator is told."""
_SAMPLE = 100_000
"""Characters from which a coding is told."""
_SEP = re.compile(r"sep=([,;\t|])(?:\r\n|\r|\n|\Z)", re.IGNORECASE)
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_FEW, _RARE = 8, 0.35
"""Rare characters that a sound file may have, and their share among its Chinese ones: names have some, debris is full of them."""
_QUOTES = say("请检查引号，或另存为 .xlsx", "check the quotes, or save it as .xlsx")
_SAVE = say("请在 Excel 或 WPS 中打开，另存为 .xlsx 或 CSV UTF-8", "open it and save it as .xlsx or CSV UTF-8")


def grid(raw: bytes, name: str) -> Grid:
    """The one sheet, without a name. Rows are counted as a spreadsheet program shows them: a cell of two lines makes no second
    row, a `sep=` line is none. Raises BadInput."""
    text = decoded(raw, name)
    if len(text) > TEXT:
        raise too_much_text(name)
    stated = _SEP.match(text)
    text = text[stated.end() :] if stated else text
    separator = stated[1] if stated else _separator(text)
    cells: dict[Place, Cell] = {}
    texts: dict[str, Cell] = {}
    columns = number = read = 0
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for number, row in enumerate(reader, 1):
            read += len(row) or 1
            if read > CELLS + BLANK:
                raise too_many_blank(name)
            for column, value in enumerate(row, 1):
                if value and not value.isspace():
                    _check(name, number, column, value, len(cells))
                    cells[number, column] = texts.setdefault(value, Cell("text", value))
                    columns = max(columns, column)
    except csv.Error:
        what = say("CSV 写法有误：引号没有配对，或单格过长", "CSV syntax: an unbalanced quote, or too long a cell")
        raise refused(f"{name}:{number + 1}", what, "", _QUOTES) from None
    return Grid("", cells, max((row for row, _ in cells), default=0), columns)


def decoded(raw: bytes, name: str) -> str:
    """The text of UTF-8, UTF-16 (both with or without a mark) or GB18030. BadInput for others, and for zero bytes."""
    text = _decoded(raw)
    if text is None:
        why = say("应为 UTF-8、GB18030 或 UTF-16", "expected UTF-8, GB18030 or UTF-16")
        raise refused(name, say("编码混乱，读不出文字", "the coding is mixed up, the text cannot be read"), why, _SAVE)
    if "\0" in text:
        raise refused(name, say("含有二进制零字节，不是 CSV", "holds zero bytes, so it is no CSV"), "", _SAVE)
    return text


def _decoded(raw: bytes) -> str | None:
    for mark, coding in _MARKS:
        if raw.startswith(mark):
            return _try(raw, coding)
    if b"\0" in raw:
        tried = [text for text in (_try(raw, "utf-16-le"), _try(raw, "utf-16-be")) if text is not None]
        text = max(tried, key=lambda text: sum(map(str.isascii, text[:_SAMPLE])), default=None)
    else:
        text = _try(raw, "utf-8")
        if text is not None:
            return text
        text = None if _mixed(raw) else _try(raw, "gb18030")
    return text if text is not None and _usual(text) else None


def _try(raw: bytes, coding: str) -> str | None:
    try:
        return raw.decode(coding)
    except UnicodeDecodeError:
        return None


def _mixed(raw: bytes) -> bool:
    """Whether most of it is UTF-8 after all: Chinese of three bytes each, which GB18030 reads as three characters for two."""
    text = raw[:_SAMPLE].decode("utf-8", "replace")
    return sum(char > "\u07ff" for char in text) > 2 * text.count("\ufffd")


def _usual(text: str) -> bool:
    """Whether the Chinese is of daily use for the most part: any two bytes are GB18030 and UTF-16 of something."""
    wide = [char for char in text[:_SAMPLE] if not char.isascii()]
    rare = sum(not b"\xa1" <= char.encode("gb2312", "ignore")[:1] <= b"\xd7" for char in wide)
    return rare <= max(_FEW, _RARE * len(wide))


def _separator(text: str) -> str:
    """The one that makes most lines equally wide, wider than one column."""
    lines = "".join(text[:_SAMPLE].splitlines(keepends=True)[:_TRIED])
    return max(SEPARATORS, key=lambda one: _fit(lines, one))


def _fit(text: str, separator: str) -> tuple[int, int]:
    """How many rows have the most frequent number of cells above one, and that number."""
    widths: list[int] = []
    with contextlib.suppress(csv.Error):  # behind the last whole row the text is cut off
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True):
            widths.append(len(row))  # what was read before an error counts
    return max(((widths.count(one), one) for one in sorted(set(widths)) if one > 1), default=(0, 0))


def _check(name: str, row: int, column: int, value: str, filled: int) -> None:
    where = f"{name}:{row}:{column}"
    if row > ROWS or column > COLUMNS:
        raise too_far(where)
    if len(value) > LONGEST:
        raise too_long(where)
    if filled >= CELLS:
        raise too_many_cells(name)
