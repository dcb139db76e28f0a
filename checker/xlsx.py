"""An Excel workbook in the making: what XlsxWriter needs to be told so that every text stays text and the same input gives the same
bytes."""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from checker.wording.text import columns

CREATED = dt.datetime(2020, 1, 1)  # noqa: DTZ001  a fixed day: the same input gives the same bytes
_LINE = 17
"""Of a line of a note, in pixels."""


class Making:
    """`bytes()` closes the workbook; nothing can be written afterwards."""

    def __init__(self, font: str, author: str) -> None:
        self.font, self.author = font, author
        self._file = BytesIO()
        self.workbook = xlsxwriter.Workbook(
            self._file,
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_numbers": False,
                "strings_to_urls": False,
                "default_format_properties": {"font_name": font, "font_size": 10},
            },
        )
        self.workbook.set_properties({"created": CREATED, "author": author})

    def note(
        self, sheet: Worksheet, row: int, column: int, said: str, *, folded: int, pixels: int, colour: str | None = None
    ) -> None:
        """A note on a cell, counted from 0, of that many `pixels`; its lines fold after `folded` columns."""
        lines = sum(1 + columns(line) // folded for line in said.split("\n"))
        looks: dict[str, Any] = {"color": colour} if colour else {}
        sheet.write_comment(
            row, column, said,
            {"author": self.author, "font_name": self.font, "font_size": 9, "width": pixels, "height": _LINE * lines + 12, **looks},
        )  # fmt: skip

    def bytes(self) -> bytes:
        self.workbook.close()
        return self._file.getvalue()


def quoted(title: str) -> str:
    """A sheet's name between the quotation marks of a formula or link."""
    return title.replace("'", "''")
