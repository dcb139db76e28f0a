"""What every part of the workbook is made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from checker.model import Rulebook
from checker.records.layout import Layout, Sheet
from checker.records.tables import TableSchema, required
from checker.rulebook.formwords import FormWords, entry
from checker.rulebook.needs import Readers
from checker.rulebook.vocabulary import Vocabulary
from checker.sheets.grid import letters
from checker.template.paper import Paper
from checker.xlsx import quoted

HEAD = 2
"""The row of a table's headings, from 0; its records begin below."""


@dataclass(frozen=True)
class Form:
    """`region` is the prefilled region of the body."""

    layout: Layout
    books: tuple[Rulebook, ...]
    found: Readers
    vocabulary: Vocabulary
    schemas: Mapping[str, TableSchema]
    words: FormWords
    paper: Paper
    region: str

    @property
    def tables(self) -> dict[str, Sheet]:
        return {sheet.name: sheet for sheet in self.layout.sheets if sheet.role == "table"}

    def required(self, sheet: Sheet) -> frozenset[str]:
        """The columns that every row of a table must have."""
        return required(self.schemas[sheet.name])

    def shown(self, table: str) -> str | None:
        """The column by which links to a table are chosen: `name`, `id`, or None where the table is not asked for."""
        target = self.tables.get(table)
        if target is None:
            return None
        return "name" if table != "people" and any(part.name == "name" for part in target.parts) else "id"

    def linking(self, table: str) -> list[str]:
        """Labels of the tables whose rows refer to rows of this one."""
        return [
            sheet.title
            for sheet in self.tables.values()
            if any(self.schemas[sheet.name].columns[part.name].link == table for part in sheet.parts)
        ]

    def cells(self, sheet: Sheet, column: str) -> str:
        """A column of a table as a formula names it."""
        at = letters(1 + next(index for index, part in enumerate(sheet.parts) if part.name == column))
        return f"'{quoted(sheet.title)}'!${at}${HEAD + 2}:${at}${entry('rows.checked')}"
