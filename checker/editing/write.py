"""A rulebook's folder → the workbook in which its rules can be changed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from xlsxwriter.worksheet import Worksheet

from checker import yamlfile
from checker.editing import pack
from checker.editing.table import Row, rows
from checker.editing.words import Codes, Column, Sheet, looks
from checker.errors import BadInput, Problem, say
from checker.report.words import pick
from checker.sheets.grid import letters
from checker.wording.text import columns as width
from checker.xlsx import Making

HEAD = 1
"""Rows above the first rule."""
_LINE = 14
_SPARE = 200
"""Empty rows below the last one that have the drop-downs too."""


def write(folder: Path, book: str, labels: Codes, lang: str) -> bytes:
    """`labels` are those of the codes by table of the vocabulary. Raises BadInput where a file cannot be read."""
    held = pack.files(folder)
    parsed = rule_files(held, str(folder))
    given = rows(parsed, {path: text for path, text in held.items() if path not in parsed and path.endswith(".yaml")})
    return _Maker(labels, lang).made(book, held, given)


def rule_files(held: Mapping[str, str], name: str) -> dict[str, Any]:
    """The parsed files that hold rules, by path. Raises BadInput."""
    found = {}
    for path, text in held.items():
        if path.endswith(".yaml"):
            data = yamlfile.parse(text.encode(), path=Path(path), name=f"{name}/{path}").data
            if isinstance(data, dict) and data.keys() == {"rules"}:
                found[path] = data
    if not found:
        raise BadInput(Problem(name, say("没有规则文件", "no file of rules")))
    return found


class _Maker:
    def __init__(self, labels: Codes, lang: str) -> None:
        self.lang, self.looks = lang, looks()
        self.codes: Codes = {**labels, **self.looks.codes}
        self.making = Making(self.looks.font, self.looks.author)
        add, colours = self.making.workbook.add_format, self.looks.colours
        frame = {"valign": "top", "text_wrap": True, "bottom": 4, "bottom_color": colours["line"], "num_format": "@"}
        self.body = add(frame)
        self.own = add({**frame, "font_color": colours["soft"], "bg_color": colours["quiet"]})
        self.head = add({"bold": True, "text_wrap": True, "valign": "top", "bg_color": colours["head"], "bottom": 1})
        self.wrap = add({"text_wrap": True, "valign": "top"})
        self.lists: dict[str, str] = {}

    def made(self, book: str, held: Mapping[str, str], given: Mapping[str, tuple[Row, ...]]) -> bytes:
        self._guide(book)
        for key, sheet in self.looks.sheets.items():
            self._sheet(sheet, given[key])
        self._options()
        hidden = self.making.workbook.add_worksheet(pack.SHEET)
        for at, row in enumerate(pack.packed(book, held)):
            for column, text in enumerate(row):
                hidden.write_string(at, column, text)
        hidden.very_hidden()
        return self.making.bytes()

    def _guide(self, book: str) -> None:
        sheet = self.making.workbook.add_worksheet(pick(self.looks.guide_title, self.lang))
        sheet.set_column(0, 0, 100)
        for at, line in enumerate(self.looks.guide.get(self.lang, self.looks.guide["zh"])):
            said = line.replace("{id}", book)
            sheet.write_string(at, 0, said, self.wrap)
            sheet.set_row(at, 20 * (1 + width(said) // 95))

    def _sheet(self, sheet: Sheet, given: tuple[Row, ...]) -> None:
        page = self.making.workbook.add_worksheet(pick(sheet.title, self.lang))
        for at, column in enumerate(sheet.columns):
            page.set_column(at, at, column.width)
            page.write_string(0, at, pick(column.head, self.lang), self.head)
            if column.kind == "code":
                self._choice(page, at, column, len(given))
        for number, row in enumerate(given, start=HEAD):
            tall = 1
            for at, column in enumerate(sheet.columns):
                if text := self._shown(column, row.get(column.key, "")):
                    page.write_string(number, at, text, self.own if column.key in ("id", "rule", "file") else self.body)
                    tall = max(tall, sum(1 + width(part) // int(column.width) for part in text.split("\n")))
            page.set_row(number, _LINE * min(tall, self.looks.lines) + 2)
        page.freeze_panes(HEAD, 2)
        page.autofilter(0, 0, max(len(given), 1), len(sheet.columns) - 1)
        page.set_landscape()
        page.set_paper(8)
        page.fit_to_pages(1, 0)
        page.repeat_rows(0)

    def _shown(self, column: Column, text: str) -> str:
        if text in self.looks.too_long.values():
            return pick(self.looks.too_long, self.lang)
        if column.kind != "code" or not text:
            return text
        label = pick(self.codes.get(column.of, {}).get(text), self.lang)
        return f"{text} {label}".rstrip()

    def _choice(self, page: Worksheet, at: int, column: Column, filled: int) -> None:
        name = self.lists.setdefault(column.of, f"codes_{column.of}")
        page.data_validation(
            HEAD, at, HEAD + filled + _SPARE, at,
            {"validate": "list", "source": f"={name}", "ignore_blank": True, "show_error": False},
        )  # fmt: skip

    def _options(self) -> None:
        sheet = self.making.workbook.add_worksheet("_codes")
        sheet.hide()
        for at, (table, name) in enumerate(self.lists.items()):
            options = [f"{key} {pick(words, self.lang)}".rstrip() for key, words in self.codes.get(table, {}).items()]
            for row, option in enumerate(options):
                sheet.write_string(row, at, option)
            column = letters(at + 1)
            self.making.workbook.define_name(name, f"='_codes'!${column}$1:${column}${max(1, len(options))}")
