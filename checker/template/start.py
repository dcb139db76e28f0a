"""The first sheet: what this is, how to fill it in, and what is still empty. Its formulas count cells and know no rule."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from checker.errors import spoken
from checker.model import Rulebook
from checker.records.layout import STATUS, Sheet
from checker.rulebook.formwords import entry
from checker.template import facts
from checker.template.checks import check
from checker.template.form import Form
from checker.template.lists import Lists
from checker.template.paper import height

_WIDTHS = (26, 16, 16, 16, 11, 13, 22)
HINTS = {"good": ("done", "none"), "open": ("later", "span"), "wrong": ("empty", "lacking", "both", "waiting")}
"""The looks of each hint."""


def write(form: Form, lists: Lists) -> None:
    paper, words = form.paper, form.words
    sheet = form.layout.sheets[0]
    out = paper.sheet(sheet.title)
    out.fit_to_pages(1, 1)
    for column, one in enumerate(_WIDTHS):
        out.set_column(column, column, one)
    out.set_row(0, 30)
    paper.text(out, 0, 0, words("start.title" if form.layout.kind == "group" else "start.title_authority"), "title")
    paper.text(out, 0, 5, words("start.year", year=form.layout.year), "heading")
    paper.text(out, 0, 6, "", "heading")
    said = [_book(form, book) for book in form.books] + [words("start.why")]
    said += [f"{number}. {spoken(how, words.lang)}" for number, how in enumerate(entry("start.how"), start=1)]
    for row, line in enumerate(said, start=1):
        out.set_row(row, height(line, sum(_WIDTHS) * 1.05))
        paper.wide(out, row, 0, len(_WIDTHS) - 1, line, "text")
    row = len(said) + 2
    paper.text(out, row, 0, words("start.overview"), "heading")
    for column in range(1, len(_WIDTHS)):
        paper.text(out, row, column, "", "heading")
    row = _facts(form, out, row + 1)
    last = _overview(form, lists, out, row + 1, sheet)
    out.print_area(0, 0, last, len(_WIDTHS) - 1)
    out.activate()


def _book(form: Form, book: Rulebook) -> str:
    words, source = form.words, book.source
    return words(
        "start.book",
        title=spoken(source.title, words.lang),
        number=words("start.number", number=source.number) if source.number else "",
        status=words(f"status.{source.status}"),
        edition=book.sha256[:8],
    )


def _facts(form: Form, out: Worksheet, row: int) -> int:
    """How many facts of the body are still to be filled in; the row below."""
    title = next(one.title for one in form.layout.sheets if one.role == "body")
    cells = facts.cells(form)
    out.set_row(row, 22)
    form.paper.link(out, row, 0, title, title)
    form.paper.wide(out, row, 2, 4, form.words("start.facts", title=title), "soft")
    formula = "=" + "+".join(f"IF(LEN({cell})=0,1,0)" for cell in cells)
    out.write_formula(row, 5, formula, form.paper.style("result"), len(cells) - 1)  # the region is filled in
    done, lacking = (form.words(f"start.hints.{one}") for one in ("done", "lacking"))
    out.write_formula(row, 6, f'=IF(F{row + 1}=0,"{done}","{lacking}")', form.paper.style("result"), lacking)
    _colour(form, out, row, row)
    return row + 1


def _overview(form: Form, lists: Lists, out: Worksheet, head: int, sheet: Sheet) -> int:
    """Headings at `head` and a row for each table; the last row."""
    paper, words = form.paper, form.words
    parts = list(sheet.parts)
    labels = [part.label for part in parts] + [words(f"start.columns.{one}") for one in ("rows", "lacking", "hint")]
    out.set_row(head, 24)
    for column, label in enumerate(labels):
        paper.text(out, head, column, label, "head")
    last = head + len(sheet.tables)
    for row, (name, title) in enumerate(sheet.tables, start=head + 1):
        out.set_row(row, 20)
        paper.link(out, row, 0, title, title)
        for column, part in enumerate(parts[1:], start=1):
            out.write_blank(row, column, None, paper.style("input", part.type))
        table = form.tables[name]
        out.write_formula(row, 4, f"=SUMPRODUCT({_filled(form, table)})", paper.style("result"), 0)
        out.write_formula(row, 5, _lacking(form, table), paper.style("result"), 0)
        out.write_formula(row, 6, _hint(form, row + 1), paper.style("result"), words("start.hints.empty"))
    for column, part in enumerate(parts[1:], start=1):
        if rule := check(form, lists, part, month=False):
            out.data_validation(head + 1, column, last, column, rule)
    _colour(form, out, head + 1, last)
    return last


def _filled(form: Form, sheet: Sheet) -> str:
    """1 for each row in which something stands, 0 for the others."""
    lengths = "+".join(f"LEN({form.cells(sheet, part.name)})" for part in sheet.parts)
    return f"--(({lengths})>0)"


def _lacking(form: Form, sheet: Sheet) -> str:
    required = [part.name for part in sheet.parts if part.name in form.required(sheet)]
    empty = [f"SUMPRODUCT({_filled(form, sheet)},--(LEN({form.cells(sheet, one)})=0))" for one in required]
    return "=" + ("+".join(empty) or "0")


def _hint(form: Form, row: int) -> str:
    """A word on a table from its status, its span and how many of its cells are filled in."""
    said = {key: f'"{form.words(f"start.hints.{key}")}"' for keys in HINTS.values() for key in keys}
    none, later = (f'"{form.words(f"headings.status.{one}")}"' for one in STATUS[1:])
    has = f"E{row}>0"
    return (
        f"=IF(B{row}={none},IF({has},{said['both']},{said['none']}),"
        f"IF(B{row}={later},IF({has},{said['waiting']},{said['later']}),"
        f"IF({has},IF(F{row}>0,{said['lacking']},IF(OR(LEN(C{row})=0,LEN(D{row})=0),{said['span']},{said['done']})),{said['empty']})))"
    )


def _colour(form: Form, out: Worksheet, first: int, last: int) -> None:
    for style, keys in HINTS.items():
        for key in keys:
            rule = {"type": "cell", "criteria": "==", "value": f'"{form.words(f"start.hints.{key}")}"'}
            out.conditional_format(first, 6, last, 6, {**rule, "format": form.paper.style(style)})
