"""The comparison as an Excel workbook: a row a matter, a column a region, the quotes in notes on the cells."""

from __future__ import annotations

from checker.comparing.view import CellView, View
from checker.report.words import Phrases
from checker.wording.text import columns
from checker.xlsx import Making

FONT = "Microsoft YaHei"
NOTE_LONGEST = 2000
"""Characters of a note: more than a person reads in one; the rest stands in the other formats."""
_WIDE, _NARROW = 34, 16
_LINE, _HIGHEST = 15, 405
"""Points of a line, and of the highest row that Excel has: not every program works heights out by itself."""


def render(view: View, phrases: Phrases) -> bytes:
    making = Making(FONT, "jituan")
    head = making.workbook.add_format(
        {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#F6F4EF"}
    )
    body = making.workbook.add_format({"text_wrap": True, "valign": "top", "bottom": 4, "bottom_color": "#CFCAC0"})
    sheet = making.workbook.add_worksheet(phrases("compare.title"))
    heads = [phrases("compare.topic"), phrases("compare.theme")]
    heads += [f"{one.region}\n{one.status}" for one in view.regions]
    heads += [phrases("compare.relations"), phrases("compare.memo_head")]
    for column, text in enumerate(heads):
        sheet.write_string(0, column, text, head)
    sheet.set_row(0, 2 * _LINE)
    row = 0
    for topic in view.topics:
        for line in topic.lines:
            row += 1
            relations = "\n".join(f"{one.mark} {one.said}" for one in line.relations)
            texts = [topic.label, line.label, *map(_said, line.cells), relations, line.memo]
            for column, text in enumerate(texts):
                sheet.write_string(row, column, text, body)
            sheet.set_row(row, min(_LINE * max(map(_lines, texts[2:])), _HIGHEST))
            for column, cell in enumerate(line.cells, 2):
                if cell.clauses:
                    making.note(sheet, row, column, _note(cell), folded=56, pixels=440)
    sheet.set_column(0, 1, _NARROW)
    sheet.set_column(2, len(heads) - 1, _WIDE)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(row, 1), len(heads) - 1)
    sheet.set_landscape()
    sheet.set_paper(8)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    _documents(making, view, phrases, head, body)
    return making.bytes()


def _documents(making: Making, view: View, phrases: Phrases, head: object, body: object) -> None:
    sheet = making.workbook.add_worksheet(phrases("compare.documents"))
    for column, key in enumerate(("region", "documents", "status")):
        sheet.write_string(0, column, phrases(f"compare.{key}"), head)
    for row, one in enumerate(view.regions, 1):
        for column, text in enumerate((one.region, one.document, one.status)):
            sheet.write_string(row, column, text, body)
    for row, note in enumerate(view.notes, len(view.regions) + 2):
        sheet.write_string(row, 1, note, body)
    sheet.set_column(0, 0, _NARROW)
    sheet.set_column(1, 1, 90)
    sheet.set_column(2, 2, _NARROW)


def _lines(text: str) -> int:
    return sum(1 + columns(line) // _WIDE for line in text.split("\n"))


def _said(cell: CellView) -> str:
    return "\n".join([*cell.short, cell.aside] if cell.aside else cell.short)


def _note(cell: CellView) -> str:
    parts = []
    for one in cell.clauses:
        parts.append("\n".join([f"“{one.quoted}”", f"{one.cite} · {one.actor} · {one.modality}", *one.others]))
    if cell.beside:
        parts.append("\n".join([cell.aside, *(f"“{one.quoted}” {one.place}" for one in cell.beside)]))
    said = "\n\n".join(parts)
    return said if len(said) <= NOTE_LONGEST else said[: NOTE_LONGEST - 1] + "…"
