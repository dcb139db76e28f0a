"""A workbook in the making: what XlsxWriter needs to be told so that every text stays text and the same input gives the same
bytes. Rows and columns count from 1, as everywhere in the house."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from checker.errors import PERSONAL_NUMBER
from checker.marked.places import Spot
from checker.marked.titles import title
from checker.marked.words import looks
from checker.sheets.grid import SCALED, Cell, letters
from checker.wording.text import columns, plain
from checker.xlsx import Making, quoted

LONGEST = 32_767
"""Of a text or comment; Excel takes no more."""
HIDDEN, FEWEST = "…", 7
"""What stands for a personal number, and the digits of the shortest one."""
_DIGIT = re.compile(r"\d")
FIRST_YEAR = "1900-03-01"
"""Before it Excel's calendar has a day that never was."""
WIDE = 64
"""Characters of a line of a comment, a Chinese one taking two, and what Excel needs for them in pixels."""
_PIXELS = 6.2
_ROW, _HIGHEST = 14.5, 405.0
"""Of one line of a row in points, and the highest row that Excel has."""


class Paper(Making):
    """Sheets and formats of a marked copy."""

    def __init__(self) -> None:
        super().__init__(looks()["font"], looks()["author"])
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}
        self._taken: set[str] = set()

    def sheet(self, wanted: str, otherwise: str = "Sheet") -> Worksheet:
        """A new sheet with a name like the one wanted, as Excel takes it."""
        name = title(wanted, self._taken, otherwise)
        self._taken.add(name.lower())
        return self.workbook.add_worksheet(name)

    def format(self, **looks: Any) -> Format:
        """A format for these properties, made once."""
        key = tuple(sorted(looks.items()))
        if key not in self._formats:
            self._formats[key] = self.workbook.add_format(looks)
        return self._formats[key]


def text(sheet: Worksheet, row: int, column: int, said: str, form: Format | None = None) -> None:
    """A text, whatever it begins with: an identity or mobile number in it is not repeated."""
    if said:
        sheet.write_string(row - 1, column - 1, safe(said), form)
    else:
        sheet.write_blank(row - 1, column - 1, None, form)


def cell(paper: Paper, sheet: Worksheet, row: int, column: int, one: Cell, looks: Mapping[str, Any]) -> None:
    """A cell of its kind. What Excel could not hold as it is is written as text."""
    if one.kind == "number" and _is_double(one.value) and not PERSONAL_NUMBER.search(one.value):
        shown = _percent(one.value) if one.percent else _of_kind(looks, "0", "General")
        if one.unit:  # a copy that is sent in again says what the file said
            shown = f'0{SCALED}"{one.unit.lstrip(SCALED)}"' if SCALED in one.unit else f'General"{one.unit}"'
        sheet.write_number(row - 1, column - 1, float(one.value), paper.format(**{**looks, "num_format": shown}))
    elif one.kind == "date" and one.value >= FIRST_YEAR:
        timed = len(one.value) > len("2024-01-01")
        day = dt.datetime.fromisoformat(one.value)
        shown = "yyyy-mm-dd hh:mm" if timed else _of_kind(looks, "yy", "yyyy-mm-dd")
        sheet.write_datetime(row - 1, column - 1, day, paper.format(**{**looks, "num_format": shown, "align": "left"}))
    elif one.kind == "yesno":
        sheet.write_boolean(row - 1, column - 1, one.value == "TRUE", paper.format(**looks))
    else:
        text(sheet, row, column, one.value, paper.format(**looks))


def link(sheet: Worksheet, row: int, column: int, spot: Spot, target: str, said: str, form: Format) -> None:
    """A text that leads to a cell; `target` is the name of its sheet in this workbook."""
    where = f"internal:'{quoted(target)}'!{letters(spot.column)}{spot.row}"
    sheet.write_url(row - 1, column - 1, where, form, safe(said))


def height(cells: Iterable[tuple[str, float]]) -> float:
    """Of a row whose texts are folded, each with the width of its column: not every program works it out by itself."""
    lines = (sum(1 + int(columns(line) / max(1.0, width - 1)) for line in said.split("\n")) for said, width in cells)
    return min(_HIGHEST, _ROW * max(1, *lines, 1) + 3)


def comment(paper: Paper, sheet: Worksheet, row: int, column: int, said: str, colour: str) -> None:
    said = safe(said)
    widest = min(WIDE, max(24, *map(columns, said.split("\n"))))
    paper.note(sheet, row - 1, column - 1, said, folded=WIDE, pixels=int(_PIXELS * widest) + 16, colour=colour)


def safe(said: str) -> str:
    """As Excel can hold it."""
    if not said.isascii() or not said.isprintable():
        said = said.encode("utf-8", "replace").decode("utf-8")
    said = _masked(said)
    return (
        said
        if len(said) * 2 <= LONGEST
        else said.encode("utf-16-le")[: 2 * (LONGEST - 1)].decode("utf-16-le", "ignore")
    )


def _masked(said: str) -> str:
    """Without identity and telephone numbers, however they are typed."""
    if len(_DIGIT.findall(said)) < FEWEST:
        return said
    seen = plain(said)
    return PERSONAL_NUMBER.sub(HIDDEN, seen) if PERSONAL_NUMBER.search(seen) else said


def _is_double(value: str) -> bool:
    """Can a cell hold the number without rounding it?"""
    return abs(Decimal(value)) < Decimal("1e300") and Decimal(f"{float(value):.15g}") == Decimal(value)


def _of_kind(looks: Mapping[str, Any], sign: str, otherwise: str) -> str:
    """The number format of the column where it is one for this kind of value."""
    found = str(looks.get("num_format", ""))
    return found if sign in found and "%" not in found else otherwise


def _percent(value: str) -> str:
    """As many places as the number has, at least none."""
    places = max(0, -Decimal(value).scaleb(2).normalize().as_tuple().exponent)  # type: ignore[operator]
    return "0%" if not places else f"0.{'0' * min(places, 6)}%"
