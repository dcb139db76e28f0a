"""The sheet of the body's facts and its calendar."""

from __future__ import annotations

import re

from xlsxwriter.worksheet import Worksheet

from checker.records.layout import Part, Sheet
from checker.rulebook.formwords import entry
from checker.template.checks import check
from checker.template.form import Form
from checker.template.lists import Lists
from checker.template.paper import ROWS

FIRST = 3
"""The row of the first fact."""
REQUIRED = ("id", "name", "region", "as_of")
_WIDTHS = (24, 34, 24, 44)


def write(form: Form, lists: Lists) -> None:
    sheet = next(one for one in form.layout.sheets if one.role == "body")
    paper, words = form.paper, form.words
    out = paper.sheet(sheet.title)
    out.fit_to_pages(1, 1)
    for column, width in enumerate(_WIDTHS):
        out.set_column(column, column, width)
    out.set_row(0, 26)
    paper.text(out, 0, 0, words("facts.title"), "title")
    paper.link(out, 0, 3, form.layout.sheets[0].title, words("table.back"))
    paper.text(out, 1, 0, words("facts.lead"), "soft")
    for row, part in enumerate(sheet.parts, start=FIRST):
        _fact(form, lists, out, row, part)
    row = FIRST + len(sheet.parts) + 1
    if any(one.role == "calendar" for one in form.layout.sheets):
        paper.wide(out, row, 0, 3, words("facts.calendar"), "heading")
        row += 1
    for calendar in (one for one in form.layout.sheets if one.role == "calendar"):
        row = _calendar(form, lists, out, row, calendar)
    out.print_area(0, 0, ROWS, len(_WIDTHS) - 1)


def cells(form: Form) -> list[str]:
    """The cells of the required facts as a formula names them."""
    sheet = next(one for one in form.layout.sheets if one.role == "body")
    return [
        f"'{sheet.title}'!$B${row + 1}" for row, part in enumerate(sheet.parts, start=FIRST) if part.name in REQUIRED
    ]


def _fact(form: Form, lists: Lists, out: Worksheet, row: int, part: Part) -> None:
    out.set_row(row, 22)
    form.paper.text(out, row, 0, part.label, "required_label" if part.name in REQUIRED else "label")
    style = form.paper.style("input", part.type)
    out.write_string(row, 1, form.region, style) if part.name == "region" else out.write_blank(row, 1, None, style)
    form.paper.wide(out, row, 2, 3, form.words(f"facts.notes.{part.name}"), "soft")
    if rule := check(form, lists, part, month=part.name in ("founded", "plaque_date")):
        out.data_validation(row, 1, row, 1, rule)


def _calendar(form: Form, lists: Lists, out: Worksheet, row: int, sheet: Sheet) -> int:
    """Headings and rows from `row` on; the row after them."""
    out.set_row(row, 30)
    form.paper.wide(out, row, 0, 3, form.words(f"facts.{sheet.name}"), "soft")
    for column, part in enumerate(sheet.parts):
        form.paper.text(out, row + 1, column, part.label, "head")
    ids = periods(sheet.name, form.layout.year)
    last = row + 1 + int(entry(f"rows.{sheet.name}"))
    for line in range(row + 2, last + 1):
        for column, part in enumerate(sheet.parts):
            style = form.paper.style("input", part.type)
            known = ids[line - row - 2] if column == 0 and line - row - 2 < len(ids) else None
            out.write_blank(line, column, None, style) if known is None else out.write_string(
                line, column, known, style
            )
    for column, part in enumerate(sheet.parts):
        if rule := check(form, lists, part, month=False):
            out.data_validation(row + 2, column, last, column, rule)
    return last + 2


def periods(name: str, year: str) -> list[str]:
    """The ids of the periods of a school year in a calendar's list."""
    assert re.fullmatch(r"[0-9]{4}-[0-9]{4}", year)
    return [f"{year}-1", f"{year}-2"] if name == "semesters" else [year]
