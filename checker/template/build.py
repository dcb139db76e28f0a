"""The workbook as bytes: the same rulebooks, kind, year and language give the same bytes."""

from __future__ import annotations

from collections.abc import Sequence

from checker.model import Rulebook
from checker.records.layout import SHEET, Layout
from checker.rulebook.asksfor import rated
from checker.rulebook.formwords import FormWords
from checker.rulebook.needs import readers
from checker.template import facts, scoring, start, tables
from checker.template.form import Form
from checker.template.lists import Lists
from checker.template.paper import Paper
from checker.workbench import Workbench


def build(bench: Workbench, books: Sequence[Rulebook], kind: str, year: str, lang: str = "zh") -> bytes:
    """An empty workbook for a body of `kind` (`group`, `authority`) and the school year `YYYY-YYYY`."""
    words = FormWords(lang)
    layout = bench.layout(books, kind, year, lang)
    found = readers(books, bench.vocabulary, bench.schemas, kind)
    paper = Paper(words)
    region = bench.region_of(books[0])
    form = Form(layout, tuple(books), found, bench.vocabulary, bench.schemas, words, paper, region)
    lists = Lists(form)
    start.write(form, lists)
    facts.write(form, lists)
    for sheet in form.tables.values():
        tables.write(form, lists, sheet)
    schemes = {scheme.id: scheme for scheme in rated(books, kind)}
    for sheet in (one for one in layout.sheets if one.role == "ratings"):
        scoring.write(form, lists, sheet, schemes[sheet.name])
    lists.write(words("titles.options"))
    _identity(paper, layout)
    return paper.bytes()


def _identity(paper: Paper, layout: Layout) -> None:
    """The sheet by which the filled workbook is known again; no menu of a spreadsheet shows it."""
    sheet = paper.workbook.add_worksheet(SHEET)
    for row, cells in enumerate(layout.rows()):
        for column, cell in enumerate(cells):
            sheet.write_string(row, column, cell)
    sheet.very_hidden()
