"""A sheet of a paper as Excel prints it: title, lines, a table with its heads on each page, rows high enough for all their text.

Texts are written as texts, whatever they begin with. Excel does not fit the height of merged cells, and nobody's does that of a row
over 409 points: heights are worked out here, and a row that would be higher goes on in one below it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from checker.papers.nouns import Dossier
from checker.wording.text import columns
from checker.xlsx import Making

A4 = 9
NAME = 31
"""Characters of a sheet's name."""
_EDGE, _FINE = 0.8, 1.166
"""Of a cell's width that no text stands in; and how many characters of the text stand where one of the width's does, which is larger."""
_GAP = 4
"""Points between the text of a row and its lines."""
_BREAKS = re.compile(r"[\[\]:*?/\\'\x00-\x1f]")
_NUMBER = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,4})?")


class Book(Making):
    """Sheets and formats of one paper; `looks` is its file under reports/xlsx."""

    def __init__(self, looks: Mapping[str, Any]) -> None:
        super().__init__(str(looks["font"]), str(looks["author"]))
        self.looks = looks
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}
        self._taken: set[str] = set()

    def page(self, name: str, widths: Sequence[float]) -> Page:
        """A new landscape sheet whose columns have these widths, in half-width characters."""
        return Page(self, self.workbook.add_worksheet(self._name(name)), widths)

    def format(self, **looks: Any) -> Format:
        key = tuple(sorted(looks.items()))
        if key not in self._formats:
            self._formats[key] = self.workbook.add_format(looks)
        return self._formats[key]

    def _name(self, wanted: str) -> str:
        """As Excel takes it, and none twice."""
        plain = _BREAKS.sub(" ", wanted).strip()[:NAME] or "Sheet"
        name, number = plain, 1
        while name.lower() in self._taken:
            number += 1
            end = f" {number}"
            name = plain[: NAME - len(end)] + end
        self._taken.add(name.lower())
        return name


class Page:
    """Writes down from the first row. Rows and columns count from 0."""

    def __init__(self, book: Book, sheet: Worksheet, widths: Sequence[float]) -> None:
        self.book, self.sheet, self.widths, self.looks = book, sheet, widths, book.looks
        self.row, self.size = 0, book.looks["sizes"]["text"]
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        margins = self.looks["margins"]
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        sheet.center_horizontally()
        sheet.set_margins(margins["left"], margins["right"], margins["top"], margins["bottom"])
        sheet.set_footer(str(self.looks["page"]))
        sheet.hide_gridlines(2)

    # ---- lines over the whole width ----------------------------------------------------------------------------

    def title(self, said: str) -> None:
        size = self.looks["sizes"]["title"]
        self._across(said, self.book.format(bold=True, font_size=size, align="center", valign="vcenter"), size * 2)

    def line(self, said: str, **looks: Any) -> None:
        """A line of plain text, as high as it needs."""
        form = self.book.format(font_size=self.size, text_wrap=True, valign="vcenter", **looks)
        self._across(said, form, self._height(len(folded(said, sum(self.widths)))))

    def part(self, said: str) -> None:
        """The heading of a part of the table."""
        colours = self.looks["colours"]
        form = self.book.format(
            bold=True, font_size=self.size, valign="vcenter", bg_color=colours["part"], border=1,
            border_color=colours["line"],
        )  # fmt: skip
        self._across(said, form, self._height(1) + _GAP)

    def _across(self, said: str, form: Format, height: float) -> None:
        last = len(self.widths) - 1
        if last:
            self.sheet.merge_range(self.row, 0, self.row, last, "", form)
        self.sheet.write_string(self.row, 0, said, form)
        self.sheet.set_row(self.row, height)
        self.row += 1

    # ---- the table ---------------------------------------------------------------------------------------------

    def heads(self, said: Sequence[str]) -> None:
        """The heads of the columns: they stay on the screen and stand on each page."""
        colours = self.looks["colours"]
        form = self.book.format(
            bold=True, font_size=self.looks["sizes"]["head"], text_wrap=True, align="center", valign="vcenter",
            bg_color=colours["head"], border=1, border_color=colours["line"],
        )  # fmt: skip
        lines = [len(folded(one, width)) for one, width in zip(said, self.widths, strict=True)]
        for column, one in enumerate(said):
            self.sheet.write_string(self.row, column, one, form)
        self.sheet.set_row(self.row, self._height(max(lines)) + _GAP)
        self.sheet.repeat_rows(self.row)
        self.row += 1
        self.sheet.freeze_panes(self.row, 0)

    def entry(self, texts: Sequence[str], aligned: Sequence[str]) -> tuple[int, int]:
        """A row of the table, gone on in rows below where it is too high for one. Gives its first and last row."""
        lines = [folded(text, width) for text, width in zip(texts, self.widths, strict=True)]
        most = max(1, int((self.looks["highest"] - _GAP) // self.looks["line"]))
        rows = max(1, math.ceil(max(map(len, lines)) / most))
        first = self.row
        for number in range(rows):
            some = [one[number * most : (number + 1) * most] for one in lines]
            whole = rows == 1
            for column, (text, part, align) in enumerate(zip(texts, some, aligned, strict=True)):
                self._cell(column, text if whole else "".join(part).rstrip("\n"), align)
            self.sheet.set_row(self.row, self._height(max(map(len, some))) + _GAP)
            self.row += 1
        return first, self.row - 1

    def choices(self, column: int, first: int, last: int, choices: Sequence[str]) -> None:
        self.sheet.data_validation(first, column, last, column, {"validate": "list", "source": list(choices)})

    def together(self, first: int, last: int, column: int, said: str) -> None:
        """One text over the rows of a column."""
        form = self._boxed("left")
        if last > first:
            self.sheet.merge_range(first, column, last, column, "", form)
        self.sheet.write_string(first, column, said, form)

    def _cell(self, column: int, text: str, align: str) -> None:
        form = self._boxed(align)
        if not text:
            self.sheet.write_blank(self.row, column, None, form)
        elif align == "center" and _NUMBER.fullmatch(text):
            self.sheet.write_number(self.row, column, float(text), form)
        else:
            self.sheet.write_string(self.row, column, text, form)

    def _boxed(self, align: str) -> Format:
        return self.book.format(
            font_size=self.size, text_wrap=True, valign="top", align=align, border=1,
            border_color=self.looks["colours"]["line"],
        )  # fmt: skip

    def _height(self, lines: int) -> float:
        return float(min(self.looks["highest"], self.looks["line"] * max(1, lines) + 2))


def notes(book: Book, dossier: Dossier) -> None:
    """A sheet of its own for what the check rests on: below a table it would make a page of hashes under the heads of that table."""
    looks = book.looks
    page = book.page(looks["notes"]["sheet"], looks["notes"]["widths"])
    page.title(looks["notes"]["title"])
    for label, text in dossier.notes:
        page.entry([label, text], ["left", "left"])


def folded(text: str, width: float) -> list[str]:
    """The lines in which a column of that width shows a text; each but the last of a paragraph is full. Together they are the text."""
    room = max(2.0, width * _FINE - _EDGE)
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line, taken = "", 0
        for char in paragraph:
            wide = columns(char)
            if taken + wide > room:
                lines.append(line)
                line, taken = "", 0
            line, taken = line + char, taken + wide
        lines.append(line + "\n")
    lines[-1] = lines[-1][:-1]
    return lines
