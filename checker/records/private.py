"""Identity-card and telephone numbers do not belong in these files, whatever sheet or column they stand in."""

from __future__ import annotations

import re
import unicodedata

from checker.errors import MANY, PERSONAL_NUMBER, Problem
from checker.records.cells import personal_number
from checker.sheets.grid import Book, Cell
from checker.wording.text import visible

_DIGIT = re.compile(r"\d")
_FEWEST_DIGITS = 4
"""Of 4.1E+17, the shortest; most cells have fewer and need no closer look."""
_ROUNDED = re.compile(r"[1-6]\.[0-9]{2,14}[Ee]\+17\Z")
"""Eighteen digits as a CSV file shows them."""


def personal(book: Book) -> list[Problem]:
    """A problem for each cell of any sheet that holds such a number, also one that Excel has rounded to 15 digits or that a
    CSV file shows as 4.10105E+17. At most `errors.MANY`; the number itself is never repeated."""
    said = personal_number()
    found: list[Problem] = []
    for grid in book.grids:
        for (row, column), cell in sorted(grid.cells.items()):
            if _is_personal(cell):
                found.append(Problem(book.place(grid, row, column), said.what or "", said.why, said.mend))
                if len(found) == MANY:
                    return found
    return found


def _is_personal(cell: Cell) -> bool:
    if cell.kind in ("date", "yesno", "error") or len(_DIGIT.findall(cell.value)) < _FEWEST_DIGITS:
        return False
    text = unicodedata.normalize("NFKC", cell.value)
    return bool(PERSONAL_NUMBER.search(visible(text)) or _ROUNDED.match(text.strip()))
