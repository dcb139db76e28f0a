"""Identity-card and telephone numbers do not belong in these files, whatever sheet or column they stand in, nor in a sheet's name.
Comments and the headers of printed pages are not looked at: nothing of them is read or comes out."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from checker.errors import MANY, PERSONAL_NUMBER, Problem, say
from checker.records.cells import personal_number
from checker.records.sheetwords import load
from checker.sheets.grid import Book, Cell
from checker.wording.numerals import any_of
from checker.wording.text import plain

_DIGIT = re.compile(r"\d")
_LIKE = say("疑似身份证号或电话号码", "looks like an identity or telephone number")
_LONGEST_LABEL = 20
_DAY = "(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?![0-9])"
_FEWEST_DIGITS = 4
"""Of 4.1E+17, the shortest; most cells have fewer and need no closer look."""
_ROUNDED = re.compile(r"[1-6]\.[0-9]{2,14}[Ee]\+17\Z")
"""Eighteen digits as a CSV file shows them."""


def personal(book: Book) -> list[Problem]:
    """A problem for each cell of any sheet that holds such a number, also one that Excel has rounded to 15 digits or that a
    CSV file shows as 4.10105E+17, or seven or eight figures behind a word such as 电话; and for each sheet of such a name. At
    most `errors.MANY`; the number itself is never repeated."""
    said = personal_number()
    found: list[Problem] = []
    for number, grid in enumerate(book.grids, 1):
        if _is_personal(Cell("text", grid.name)):
            what = say(f"第 {number} 张工作表的名称{_LIKE['zh']}", f"the name of sheet {number} {_LIKE['en']}")
            mend = say("请给工作表改名", "give the sheet another name")
            found.append(Problem(book.file, what, said.why, mend))
        for (row, column), cell in sorted(grid.cells.items()):
            left = grid.cells.get((row, column - 1))
            if _is_personal(cell) or (left is not None and _is_behind_label(left, cell)):
                found.append(Problem(book.place(grid, row, column), said.what or "", said.why, said.mend))
                if len(found) == MANY:
                    return found
    return found


def masked(book: Book) -> Book:
    """The book with other names for sheets in whose names such a number stands, since places and copies repeat names."""
    if not any(_is_personal(Cell("text", grid.name)) for grid in book.grids):
        return book
    taken = {grid.name for grid in book.grids}
    grids = []
    for number, grid in enumerate(book.grids, 1):
        name = f"第{number}张"
        while name in taken:
            name += "_"
        grids.append(replace(grid, name=name) if _is_personal(Cell("text", grid.name)) else grid)
    return replace(book, grids=tuple(grids))


def _is_personal(cell: Cell) -> bool:
    if cell.kind in ("date", "yesno", "error") or len(_DIGIT.findall(cell.value)) < _FEWEST_DIGITS:
        return False
    text = plain(cell.value)
    return bool(PERSONAL_NUMBER.search(text) or _ROUNDED.match(text.strip()) or _telephone().search(text.casefold()))


def _is_behind_label(label: Cell, cell: Cell) -> bool:
    """联系电话 in one cell, the figures in the next."""
    if label.kind != "text" or len(label.value) > _LONGEST_LABEL or cell.kind not in ("text", "number"):
        return False
    return _telephone().fullmatch("".join(f"{label.value}{cell.value}".split()).casefold()) is not None


@cache
def _telephone() -> re.Pattern[str]:
    """联系电话：63123456, without an area code; not a year and a month, nor a day."""
    words = any_of(load()["telephones"])
    return re.compile(
        rf"(?:[^0-9]{{0,20}})(?:{words})[^0-9]{{0,6}}(?![0-9]{{9}})(?!{_DAY})[2-8][0-9]{{2,3}}[- ]?[0-9]{{4}}(?![0-9])"
    )
