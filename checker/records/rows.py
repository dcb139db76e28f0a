"""Which rows below a heading are records: not totals, not a heading once more, not the notes below a table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from checker.errors import say
from checker.model import Words
from checker.records.sheetwords import comparable, folded, load
from checker.records.spokencodes import option
from checker.records.tables import NUMBERS, Column, TableSchema
from checker.sheets.grid import Cell, Grid, Place
from checker.wording.numerals import any_of

_LEADING = 3
"""Texts of a row, from the left, that may call it a total: 城区, 小计."""
_LONGEST = 40
"""Characters of what may be called a total."""
_PROSE = 30
"""Characters of a lonely text that is no name any more."""


@dataclass(frozen=True)
class Rows:
    """`records` are the numbers of the rows to read. `notes` say of a row (or of several, by the first one) why it was left
    out, or that it is hidden and was read; never a word of what stands there. `asked` are rows that may be totals or records:
    neither is assumed."""

    records: tuple[int, ...]
    notes: tuple[tuple[int, Words], ...] = ()
    asked: tuple[int, ...] = ()


ASKED = say("是合计行还是一条记录？", "a total, or a record?")
ANSWER = say(
    "合计行请删去，记录请补编号和日期、对象", "remove a total; give a record its id and its date or what it is about"
)
"""What is asked about such a row, and what to do."""


def is_total(text: str) -> bool:
    """Is it what a total is called: 合计, 本页小计, 总计12所, 城区小计?"""
    said = comparable(text)
    return len(said) <= _LONGEST and bool(_total().fullmatch(said) or _ends_as_total().fullmatch(said))


def records(
    grid: Grid,
    header: int,
    columns: Mapping[str, int],
    last: int | None = None,
    table: TableSchema | None = None,
    *,
    across: bool = False,
) -> Rows:
    """The records below the row `header`, down to `last` or to the end. `columns` are the numbers of the columns that are
    read; rows with nothing at all are skipped in silence. With `table`, an option of a column is never taken for a total
    (集团各校考核分数平均值 is a kind of assessment). `across`: rows of `grid` are columns of the sheet, and are called so."""
    wide = frozenset((top, left) for top, left, _, right in grid.merged if right > left)
    looked = _Table(grid, header, columns, table, wide)
    found: list[int] = []
    asked: list[int] = []
    told: dict[str, list[int]] = {reason: [] for reason in _REASONS}
    end = grid.rows if last is None else min(last, grid.rows)
    for row in range(header + 1, end + 1):
        cells = {column: cell for column, cell in grid.row(row).items() if folded(cell.value)}
        if not cells:
            continue
        reason = looked.reason(row, cells)
        if reason:
            told[reason].append(row)
            continue
        if looked.asks(cells):
            asked.append(row)
            continue
        found.append(row)
        if row in grid.hidden_rows:
            told["hidden"].append(row)
    notes = [(run[0], _said(reason, run, across)) for reason, rows in told.items() for run in _runs(rows)]
    return Rows(tuple(found), tuple(sorted(notes, key=lambda note: note[0])), tuple(asked))


_REASONS: Mapping[str, Words] = {
    "total": say("是合计等汇总{}，未计入", "sums up others and was left out"),
    "header": say("重复表头，未计入", "repeats the headings and was left out"),
    "footnote": say("是表下说明，未计入", "is a note below the table and was left out"),
    "banner": say("是分组标题，未计入", "is a title within the table and was left out"),
    "elsewhere": say("只填了不读取的列，未计入", "is filled in only in columns that are not read and was left out"),
    "hidden": say("是隐藏{}，已计入", "is hidden and was read"),
}


@dataclass(frozen=True)
class _Table:
    grid: Grid
    header: int
    columns: Mapping[str, int]
    table: TableSchema | None
    wide: frozenset[Place]
    """Cells that are merged with others to their right."""

    def reason(self, row: int, cells: Mapping[int, Cell]) -> str | None:
        """Why the row is no record; None where it is one or may be one."""
        texts = [(at, cell.value) for at, cell in cells.items() if cell.kind == "text"]
        if self._repeats(cells):
            return "header"
        summed = any(self._sums(at, text, first=number == 0) for number, (at, text) in enumerate(texts[:_LEADING]))
        if summed or (texts and self._counts_all(cells, *texts[0])):
            return "total"
        if texts and _footnote().match(comparable(texts[0][1])):
            return "footnote"
        if len(cells) == len(texts) == 1:
            at, text = texts[0]
            if text.strip().endswith("。") or len(text.strip()) > _PROSE:
                return "footnote"
            if (row, at) in self.wide and len(self.columns) > 1:
                return "banner"
        return None if any(at in cells for at in self.columns.values()) else "elsewhere"

    def asks(self, cells: Mapping[int, Cell]) -> bool:
        """May it be a total that nobody called so? A row that says how many and of nothing else; a thing that is called by a
        number of things (6所) or by all of them (全集团)."""
        known = self.table.columns if self.table else {}
        read = {name: cells[at] for name, at in self.columns.items() if at in cells and name in known}
        naming = [name for name, column in known.items() if column.type not in NUMBERS and name in self.columns]
        if not read or not naming:
            return False
        words = [name for name in naming if name in read]
        if not words:
            return True
        called = "name" if "name" in read else words[0]
        if known[called].type not in {"id", "text", "link"} or not _counting().fullmatch(
            comparable(read[called].value)
        ):
            return False
        others = [name for name in read if name != called]
        return called == "name" or (bool(others) and all(known[name].type in NUMBERS for name in others))

    def _counts_all(self, cells: Mapping[int, Cell], at: int, text: str) -> bool:
        """Does the text begin as a total is called, with nothing but numbers beside it (总计人数 800)?"""
        others = [cell for column, cell in cells.items() if column != at]
        if not others or any(option(column, text) for column in self._read_from(at)):
            return False
        said = comparable(text)
        begins = _begins_as_total().match(said) and not said.endswith(load()["school_ends"])
        return bool(begins) and all(_number().fullmatch(comparable(cell.value)) for cell in others)

    def _repeats(self, cells: Mapping[int, Cell]) -> bool:
        """Does every cell that is read say what its heading says?"""
        read = [at for at in self.columns.values() if at in cells]
        enough = len(read) > 1 or len(read) == len(self.columns) == 1
        return enough and all(self._is_heading(at, cells[at].value) for at in read)

    def _is_heading(self, at: int, text: str) -> bool:
        above = self.grid.cells.get((self.header, at))
        return above is not None and comparable(above.value) == comparable(text)

    def _sums(self, at: int, text: str, *, first: bool) -> bool:
        """Is the text of that column what a total is called?"""
        for column in self._read_from(at):
            if option(column, text) or (column.type in NUMBERS and not first):
                return False
        said = comparable(text)
        if len(said) > _LONGEST:
            return False
        return bool(_total().fullmatch(said) or (first and _ends_as_total().fullmatch(said)))

    def _read_from(self, at: int) -> Iterator[Column]:
        known = self.table.columns if self.table else {}
        return (known[name] for name, number in self.columns.items() if number == at and name in known)


@cache
def _total() -> re.Pattern[str]:
    """合计, 本页小计：, 合计（元）, 总计12所."""
    words = load()
    before, total = any_of(words["totals_of"]), any_of(words["totals"])
    return re.compile(rf"\(?(?:{before})?(?:{total})\)?{_BEHIND}")


@cache
def _ends_as_total() -> re.Pattern[str]:
    return re.compile(rf"[^:]+(?:{any_of(load()['totals_ends'])}){_BEHIND}")


@cache
def _begins_as_total() -> re.Pattern[str]:
    """总计人数, 以上共4笔."""
    words = load()
    before = any_of(words["totals_of"])
    return re.compile(rf"\(?(?:{before})?(?:{any_of(words['totals'])}|(?:{before})共)")


@cache
def _counting() -> re.Pattern[str]:
    """6所, 共六个学校, 全集团: how many, or all."""
    words = load()
    units = any_of(sorted((name for name, unit in words.units.items() if unit.kind == "int"), key=len, reverse=True))
    number = rf"(?:[0-9]+|{words.numerals.written})"
    return re.compile(
        rf"(?:{any_of(words['before_number'])})?{number}(?:{units})(?:学校)?|{any_of(words['totals_of'])}"
    )


@cache
def _number() -> re.Pattern[str]:
    """A number, perhaps with its unit; a formula; an error of one."""
    units = any_of(sorted(load().units, key=len, reverse=True))
    return re.compile(rf"[-+]?[0-9][0-9,]*(?:\.[0-9]+)?(?:{units})?|=.*|#.*")


_BEHIND = r"(?:\([^()]*\))?(?::.*|[0-9][^:]*)?"


@cache
def _footnote() -> re.Pattern[str]:
    words = load()
    only_marked = set(words["footnotes_with_colon"])
    alone = any_of([word for word in words["footnotes"] if word not in only_marked])
    marked = any_of(sorted({*words["footnotes"], *only_marked}, key=len, reverse=True))
    brackets = r"(?:\([^()]*\))"
    return re.compile(rf"[*※]?(?:(?:{marked})[0-9]{{0,2}}{brackets}?:|(?:{alone})(?:{brackets})?$)")


def _runs(rows: list[int]) -> Iterator[list[int]]:
    """Rows that follow each other, together."""
    run: list[int] = []
    for row in rows:
        if run and row != run[-1] + 1:
            yield run
            run = []
        run.append(row)
    if run:
        yield run


def _said(reason: str, run: list[int], across: bool) -> Words:
    words = _REASONS[reason]
    zh, en = ("列", "column") if across else ("行", "row")
    if len(run) == 1:
        return say(f"第 {run[0]} {zh}{words['zh'].format(zh)}", f"{en} {run[0]} {words['en']}")
    return say(
        f"第 {run[0]}—{run[-1]} {zh}各{zh}{words['zh'].format(zh)}",
        f"each of {en}s {run[0]} to {run[-1]} {words['en']}",
    )
