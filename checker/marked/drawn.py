"""Records that came from no workbook, drawn as one: a sheet per table, labels as headings, so that a copy can be marked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from checker.marked.words import Words
from checker.records.body import NONE, Body, Table
from checker.records.filled import Filled, Region
from checker.report.words import LabelledColumn, Lexicon, pick
from checker.sheets.grid import Book, Cell, Grid, Place
from checker.wording import text as wording

FACTS = "body"
HEADER = 1
_SCALES = {"money": 100, "points": 100, "percent": 1_000_000}
_WIDEST, _NARROWEST = 40.0, 8.0
_YESNO = {"zh": {"yes": "是", "no": "否"}, "en": {"yes": "yes", "no": "no"}}
_ABSENT = {"zh": "无", "en": "none"}


def drawn(body: Body, lexicon: Lexicon, words: Words) -> Filled:
    """The body as a book, with a region for each table that has rows; the rows' origins are places of that book."""
    regions: list[Region] = []
    grids: list[Grid] = [_facts(body, lexicon, words)]
    tables: dict[str, Table] = dict(body.tables)
    for name, table in body.tables.items():
        if not table.rows:
            continue
        grid, columns = _sheet(name, table, lexicon, words)
        grids.append(grid)
        rows = tuple(range(HEADER + 1, HEADER + 1 + len(table.rows)))
        regions.append(Region(name, grid.name, HEADER, columns, rows))
        origins = tuple(f"{body.file}:{grid.name}!{row}" for row in rows)
        tables[name] = replace(table, origins=origins)
    return Filled(Book(body.file, body.sha256, tuple(grids)), tuple(regions), replace(body, tables=tables))


def _facts(body: Body, lexicon: Lexicon, words: Words) -> Grid:
    """The facts of the body, and which tables it states to be empty."""
    lines = list(_facts_said(body, lexicon, words))
    cells: dict[Place, Cell] = {}
    for row, (label, cell) in enumerate(lines, start=1):
        cells[row, 1] = Cell("text", label)
        if cell is not None:
            cells[row, 2] = cell
    return Grid(words("facts_sheet"), cells, len(lines), 2, widths={1: 22.0, 2: 44.0})


def _facts_said(body: Body, lexicon: Lexicon, words: Words) -> Iterator[tuple[str, Cell | None]]:
    for key, column in lexicon.tables[FACTS].columns.items() if FACTS in lexicon.tables else ():
        value = body.as_of if key == "as_of" else body.body.get(key)
        if value not in (None, ""):
            yield pick(column.label, words.lang), _cell(column, value, words.lang)
    for name, table in body.tables.items():
        if table.state == NONE:
            yield words("absent", table=lexicon.place(name, words.lang)), None


def _sheet(name: str, table: Table, lexicon: Lexicon, words: Words) -> tuple[Grid, Mapping[str, int]]:
    known = lexicon.tables[name].columns
    used = [key for key in known if any(row.get(key) not in (None, "") for row in table.rows)]
    columns = {key: at for at, key in enumerate(used, start=1)}
    cells: dict[Place, Cell] = {
        (HEADER, columns[key]): Cell("text", pick(known[key].label, words.lang)) for key in used
    }
    widths = {columns[key]: _width(pick(known[key].label, words.lang)) for key in used}
    for number, row in enumerate(table.rows, start=HEADER + 1):
        for key, at in columns.items():
            if row.get(key) not in (None, ""):
                cell = _cell(known[key], row[key], words.lang)
                cells[number, at] = cell
                widths[at] = max(widths[at], _width(cell.value))
    grid = Grid(lexicon.place(name, words.lang), cells, HEADER + len(table.rows), len(columns), widths=widths)
    return grid, columns


def _cell(column: LabelledColumn, value: Any, lang: str) -> Cell:
    """A normalised value (see `records.body.Table`) as a person would have typed it."""
    if value == NONE:
        return Cell("text", _ABSENT[lang])
    if isinstance(value, tuple):
        return Cell("text", "、".join(_cell(column, one, lang).value for one in value))
    if isinstance(value, int):
        number = Decimal(value) / _SCALES.get(column.type, 1)
        return Cell("number", _plain(number), percent=column.type == "percent")
    if column.type == "date" and len(str(value)) == len("2024-01-01"):
        return Cell("date", str(value))
    labels = _YESNO[lang] if column.type == "yesno" else (column.codes or {}) if lang == "zh" else {}
    return Cell("text", str(labels.get(str(value), value)))


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _width(text: str) -> float:
    return min(_WIDEST, max(_NARROWEST, 2.0 + wording.columns(text)))
