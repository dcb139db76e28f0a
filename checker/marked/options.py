"""The drop-down lists of a workbook's columns, put back so that a marked copy can be corrected and sent in again."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.worksheet import Worksheet

from checker.marked.frames import Frame
from checker.marked.paper import Paper, text
from checker.records.tables import LISTS
from checker.sheets.grid import letters
from checker.xlsx import quoted

LONGEST = 255
"""Characters of a list that stands in the cell's rule itself; a longer one would be dropped without a word."""


class Options:
    """Lists that are too long stand on one hidden sheet, the last one, each behind a defined name."""

    def __init__(self, paper: Paper, title: str) -> None:
        self.paper, self.title = paper, title
        self._names: dict[tuple[str, ...], str] = {}

    def add(self, sheet: Worksheet, frames: Sequence[Frame]) -> None:
        """The lists of one sheet, of an open table also for some rows below."""
        for frame in frames:
            last = frame.last + frame.room
            for at, part in frame.parts.items():
                if part.options and part.type not in LISTS:
                    place = (at[0], at[1], at[0]) if isinstance(at, tuple) else (frame.header + 1, at, last)
                    self._add(sheet, place, part.options)

    def _add(self, sheet: Worksheet, place: tuple[int, int, int], options: tuple[str, ...]) -> None:
        """`place` is first row, column, last row. What is not on the list may be typed: the reader says what is wrong with it."""
        first, column, last = place
        rule = {"validate": "list", "source": self._source(options), "ignore_blank": True, "show_error": False}
        sheet.data_validation(first - 1, column - 1, max(first, last) - 1, column - 1, rule)

    def _source(self, options: tuple[str, ...]) -> list[str] | str:
        if len(",".join(options).encode("utf-16-le")) // 2 <= LONGEST and not any(
            set(one) & {",", '"'} for one in options
        ):
            return list(options)
        return f"={self._names.setdefault(options, f'options_{len(self._names) + 1}')}"

    def finish(self) -> str:
        """The sheet behind the names, very hidden; its title, empty where there is no need of one."""
        if not self._names:
            return ""
        sheet = self.paper.sheet(self.title)
        for column, (options, name) in enumerate(self._names.items(), start=1):
            for row, one in enumerate(options, start=1):
                text(sheet, row, column, one)
            at = letters(column)
            self.paper.workbook.define_name(name, f"='{quoted(sheet.get_name())}'!${at}$1:${at}${len(options)}")
        sheet.very_hidden()
        return str(sheet.get_name())
