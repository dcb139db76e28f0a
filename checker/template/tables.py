"""A sheet for each table: title, how it is counted, headings with notes, yellow rows."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from checker.records.layout import Part, Sheet
from checker.rulebook.formwords import entry
from checker.template import counting
from checker.template.checks import check
from checker.template.form import HEAD, Form
from checker.template.lists import Lists
from checker.template.notes import note
from checker.template.paper import ROWS, height
from checker.wording.text import columns

WIDEST = 30


def write(form: Form, lists: Lists, sheet: Sheet) -> None:
    paper, words = form.paper, form.words
    out = paper.sheet(sheet.title)
    widths = [_width(part) for part in sheet.parts]
    for index, (part, one) in enumerate(zip(sheet.parts, widths, strict=True)):
        out.set_column(index, index, one, paper.style("below", part.type))
    last = len(sheet.parts) - 1
    out.set_row(0, 26)
    paper.text(out, 0, 0, sheet.title, "title")
    paper.link(out, 0, max(2, last), form.layout.sheets[0].title, words("table.back"))
    said = counting.line(form, sheet.name)
    out.set_row(1, height(said, sum(widths) * 1.1, 13))
    paper.wide(out, 1, 0, last, said, "soft")
    if more := counting.note(form, sheet.name):
        paper.noted(out, 0, 0, more)
    _headings(form, out, sheet, widths)
    _rows(form, lists, out, sheet)
    out.freeze_panes(HEAD + 1, 1 if last > 3 else 0)
    out.repeat_rows(0, HEAD)
    out.print_area(0, 0, ROWS, max(2, last))


def _headings(form: Form, out: Worksheet, sheet: Sheet, widths: list[float]) -> None:
    required = form.required(sheet)
    tallest = max(height(part.label, one * 0.95) for part, one in zip(sheet.parts, widths, strict=True))
    out.set_row(HEAD, max(22, tallest))
    for index, part in enumerate(sheet.parts):
        form.paper.text(out, HEAD, index, part.label, "required" if part.name in required else "head")
        form.paper.noted(out, HEAD, index, note(form, sheet, part))


def _rows(form: Form, lists: Lists, out: Worksheet, sheet: Sheet) -> None:
    drawn, checked = entry("rows.drawn"), entry("rows.checked")
    for index, part in enumerate(sheet.parts):
        style = form.paper.style("input", part.type)
        for row in range(HEAD + 1, HEAD + 1 + drawn):
            out.write_blank(row, index, None, style)
        link = form.schemas[sheet.name].columns[part.name].link
        if rule := check(form, lists, part, link):
            out.data_validation(HEAD + 1, index, checked - 1, index, rule)


def _width(part: Part) -> float:
    """Wide enough for half of the heading and for most of what can be chosen."""
    least = float(entry(f"types.{part.type}.width"))
    chosen = sorted(columns(one) for one in part.options) if part.type == "code" else []
    usual = chosen[len(chosen) * 3 // 4] + 3 if chosen else 0
    return min(WIDEST, max(least, usual, columns(part.label) / 2 + 2))
