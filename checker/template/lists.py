"""What can be chosen: options on a hidden sheet, and the rows of other tables, each behind a defined name."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from checker.sheets.grid import letters
from checker.template.form import Form
from checker.xlsx import quoted


class Lists:
    """A name is made when it is first asked for; the hidden sheet is the last of the sheets."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self._columns: dict[tuple[str, ...], str] = {}
        self._linked: dict[str, str] = {}

    def options(self, options: tuple[str, ...]) -> str:
        """The name behind which these options stand."""
        return self._columns.setdefault(options, f"options_{len(self._columns) + 1}")

    def rows(self, table: str) -> str | None:
        """The name for what the rows of a table are called; None where the table is not asked for."""
        column = self.form.shown(table)
        if column is None:
            return None
        return self._linked.setdefault(table, f"rows_{table}")

    def write(self, title: str) -> None:
        """Define the names, and write the options to a hidden sheet."""
        workbook = self.form.paper.workbook
        sheet: Worksheet = self.form.paper.sheet(title)
        sheet.hide()
        for column, (options, name) in enumerate(self._columns.items()):
            for row, option in enumerate(options):
                sheet.write_string(row, column, option)
            at = letters(column + 1)
            workbook.define_name(name, f"='{quoted(title)}'!${at}$1:${at}${len(options)}")
        for table, name in self._linked.items():
            cells = self.form.cells(self.form.tables[table], self.form.shown(table) or "id")
            first = cells.partition(":")[0]
            # only as far as rows are filled in: empty ones at the end would make everything allowed
            workbook.define_name(name, f"=OFFSET({first},0,0,MAX(1,COUNTA({cells})),1)")
