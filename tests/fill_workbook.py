"""Fills in a form as a school would: `fill(template, body)` types a body's records into it with openpyxl, which knows nothing of ours.

What the form does not ask for is left out. Dates become dates, money and counts numbers, shares percentages, codes their labels.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from checker.decisions import Decisions
from checker.records.body import NONE, Body
from checker.records.derived import BODY, tables
from checker.records.layout import SHEET, STATUS, Layout, Sheet, parse
from checker.records.tables import LISTS, Column

NONE_SHOWN = "无"


def fill(template: bytes, body: Body, decisions: Decisions | None = None) -> bytes:
    """The form with everything in it that the body has and the form asks for, and the ratings of the stage `self`."""
    book = load_workbook(io.BytesIO(template))
    layout = layout_of(book)
    for sheet in layout.sheets:
        page = book[sheet.title]
        match sheet.role:
            case "overview":
                _overview(page, sheet, body)
            case "body":
                _facts(page, sheet, body)
            case "calendar":
                _rows(page, sheet, [_period(one) for one in (body.calendar or {}).get(sheet.name) or ()])
            case "table":
                _table(page, sheet, body)
            case "ratings":
                _ratings(page, sheet, decisions)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def layout_of(book: Workbook) -> Layout:
    rows = [["" if cell is None else str(cell) for cell in row] for row in book[SHEET].iter_rows(values_only=True)]
    made = parse([_trimmed(row) for row in rows])
    assert made is not None, "the form carries no layout"
    return made


def header(page: Worksheet, sheet: Sheet) -> tuple[int, dict[str, int]]:
    """The row of the headings and the column of each part."""
    labels = {part.label: part.name for part in sheet.parts}
    for row in page.iter_rows(max_row=40):
        found = {labels[text]: cell.column for cell in row if (text := _label(cell.value)) in labels}
        if len(found) == len(sheet.parts):
            return row[0].row, found
    raise AssertionError(f"no headings in {sheet.title}")


def shown(column: Column, value: Any) -> Any:
    """A value of a body as a person types it."""
    if value is None or value == NONE:
        return NONE_SHOWN if value == NONE and not (column.codes and NONE in column.codes) else _coded(column, value)
    if column.type in LISTS:
        return "、".join(str(_coded(column, one)) for one in value)
    if column.type == "money":
        return Decimal(value) / 100
    if column.type == "points":
        return Decimal(value) / 100
    if column.type == "percent":
        return Decimal(value) / 1_000_000
    if column.type == "date":
        return dt.date.fromisoformat(value) if len(value) == 10 else value
    return _coded(column, value)


def _coded(column: Column, value: Any) -> Any:
    return (column.codes or {}).get(value, value)


def _trimmed(row: list[str]) -> list[str]:
    shortest = {"kind": 2, "year": 2}.get(row[0], 1)
    while len(row) > shortest and row[-1] == "":
        row = row[:-1]
    return row


def _label(value: Any) -> str:
    return str(value).split("\n")[0].rstrip(" *＊") if value is not None else ""


def _period(one: Mapping[str, str]) -> dict[str, Any]:
    return {"id": one["id"], **{end: dt.date.fromisoformat(one[end]) for end in ("from", "to")}}


def _facts(page: Worksheet, sheet: Sheet, body: Body) -> None:
    review = dict(zip(("review_from", "review_to"), body.review or (None, None), strict=True))
    days = {"as_of": body.as_of, **review}
    labels = {part.label: part.name for part in sheet.parts}
    for row in page.iter_rows(max_col=3):
        for cell in row:
            name = labels.get(_label(cell.value))
            if name is None:
                continue
            if name in days:
                made = dt.date.fromisoformat(days[name]) if days[name] else None
            else:
                made = shown(tables()[BODY].columns[name], body.body.get(name))
            if made is not None:
                page.cell(cell.row, cell.column + 1, made)


def _overview(page: Worksheet, sheet: Sheet, body: Body) -> None:
    start, columns = header(page, sheet)
    options = dict(zip(STATUS, next(part.options for part in sheet.parts if part.name == "status"), strict=True))
    names = {label: name for name, label in sheet.tables}
    last = page.max_row
    for row in range(start + 1, last + 1):
        name = names.get(_label(page.cell(row, columns["table"]).value))
        if name is None:
            continue
        table = body.tables.get(name)
        status = "later" if table is None else "rows" if table.rows else "none"
        page.cell(row, columns["status"], options[status])
        for number, span in enumerate(table.complete if table else ()):
            at = row if number == 0 else page.max_row + 1
            if number:
                page.cell(at, columns["table"], page.cell(row, columns["table"]).value)
            for end, day in zip(("from", "to"), span, strict=True):
                page.cell(at, columns[end], dt.date.fromisoformat(day))


def _table(page: Worksheet, sheet: Sheet, body: Body) -> None:
    columns = tables()[sheet.name].columns
    table = body.tables.get(sheet.name)
    rows = [
        {part.name: shown(columns[part.name], row.get(part.name)) for part in sheet.parts}
        for row in (table.rows if table else ())
    ]
    _rows(page, sheet, rows, {part.name for part in sheet.parts if columns[part.name].type == "percent"})


def _rows(page: Worksheet, sheet: Sheet, rows: list[dict[str, Any]], percent: set[str] | None = None) -> None:
    start, columns = header(page, sheet)
    for number, row in enumerate(rows, start + 1):
        for name, value in row.items():
            if value is not None:
                cell = page.cell(number, columns[name], value)
                if name in (percent or ()):
                    cell.number_format = "0.00%"


def _ratings(page: Worksheet, sheet: Sheet, decisions: Decisions | None) -> None:
    start, columns = header(page, sheet)
    given = {one["item"]: one for one in (decisions.ratings if decisions else ()) if one.get("stage") == "self"}
    ids = {label: f"{sheet.name}/{name}" for name, label in sheet.tables}
    for row in range(start + 1, page.max_row + 1):
        entry = given.get(ids.get(_label(page.cell(row, columns["item"]).value), ""))
        if entry:
            points = entry["points"]
            page.cell(row, columns["points"], int(points) if points.denominator == 1 else float(points))
            for name in ("evidence", "reason", "by"):
                if entry.get(name):
                    page.cell(row, columns[name], entry[name])
            page.cell(row, columns["date"], dt.date.fromisoformat(entry["date"]))
