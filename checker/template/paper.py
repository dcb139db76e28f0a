"""The workbook in the making: styles by name, text that stays text, and the same bytes for the same input. Rows and columns
count from 0, as XlsxWriter has them."""

from __future__ import annotations

from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from checker.rulebook.formwords import FormWords, entry
from checker.wording.text import columns
from checker.xlsx import Making, quoted

A4 = 9
ROWS = 1_048_575
"""The last row of a sheet: a print area so long prints whatever is filled in, and no empty page."""
NOTE = 46
"""Columns of a line of a note, and what a spreadsheet needs for one in pixels."""
_PIXELS = 7


class Paper(Making):
    """Words, sheets and styles of a form."""

    def __init__(self, words: FormWords) -> None:
        super().__init__(words("font"), entry("author"))
        self.words = words
        self._styles: dict[tuple[str, str], Format] = {}
        self._shared: dict[str, Worksheet] = {}

    def sheet(self, title: str) -> Worksheet:
        """The sheet with that name, made when first asked for."""
        if title not in self._shared:
            made = self.workbook.add_worksheet(title)
            made.hide_gridlines(2)
            made.set_default_row(18)
            made.set_landscape()
            made.set_paper(A4)
            made.fit_to_pages(1, 0)
            made.center_horizontally()
            made.set_margins(0.4, 0.4, 0.5, 0.6)
            made.set_footer(f"&L{title.replace('&', '&&')}&R{self.words('page')}", {"margin": 0.3})
            self._shared[title] = made
        return self._shared[title]

    def style(self, name: str, shown: str = "") -> Format:
        """A style of `template.yaml`, in the number format of a column's type where one is named."""
        if (name, shown) not in self._styles:
            looks: dict[str, Any] = {**entry(f"styles.{name}")}
            if shown:
                looks["num_format"] = entry(f"types.{shown}.format")
            self._styles[name, shown] = self.workbook.add_format(looks)
        return self._styles[name, shown]

    def text(self, sheet: Worksheet, row: int, column: int, said: str, style: str) -> None:
        sheet.write_string(row, column, said, self.style(style))

    def wide(self, sheet: Worksheet, row: int, first: int, last: int, said: str, style: str) -> None:
        """A text over several columns."""
        if last > first:
            sheet.merge_range(row, first, row, last, "", self.style(style))
        self.text(sheet, row, first, said, style)

    def link(self, sheet: Worksheet, row: int, column: int, target: str, said: str, style: str = "link") -> None:
        """A text that leads to the top of a sheet."""
        sheet.write_url(row, column, f"internal:'{quoted(target)}'!A1", self.style(style), said)

    def noted(self, sheet: Worksheet, row: int, column: int, said: str) -> None:
        """A note that shows when the pointer is on the cell."""
        self.note(sheet, row, column, said, folded=NOTE, pixels=NOTE * _PIXELS + 16)


def height(said: str, room: float, line: float = 15) -> float:
    """Of a row with that text wrapped in so many columns, in points."""
    lines = sum(max(1, -(-columns(part) // max(1, int(room)))) for part in said.split("\n"))
    return line * lines + 4
