"""A spreadsheet → a proposed mapping: every block of every sheet with its guess, and what could not be proposed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from checker.errors import BadInput, Problem, say
from checker.mapping.guess import PieceGuess, guess
from checker.mapping.head import Head, head
from checker.mapping.names import Names
from checker.mapping.pieces import Piece, lines, pieces
from checker.records import cells, layout, sheetwords, spoken
from checker.records.blocks import window
from checker.records.cells import WrongCell
from checker.records.private import personal
from checker.sheets.grid import Book, letters

FACTS = ("name", "model", "level", "legal_person", "founded")
"""Columns of the table of groups that a body has too."""


@dataclass(frozen=True)
class Block:
    """A guess on a sheet, or a piece without headings."""

    sheet: str
    piece: Piece
    guess: PieceGuess | None
    of_body: bool = False
    """It describes the group itself: its facts stand in `body`."""


@dataclass(frozen=True)
class Proposal:
    head: Head
    blocks: tuple[Block, ...]


def propose(book: Book, *, wanted: Iterable[str] | None = None, region: str | None = None) -> Proposal:
    """`wanted` are the tables that are asked for: of several that fit alike those are meant. Raises BadInput for personal numbers,
    for a workbook of our own, and where no sheet has headings that are known."""
    if private := personal(book):
        raise BadInput(private)
    if book.grid(layout.SHEET):
        what = say(
            "是 jituan template 生成的填报表，不需要映射", "a workbook that `jituan template` made: it needs no mapping"
        )
        raise BadInput(Problem(book.file, what, mend=say("请直接 jituan check", "run `jituan check` on it")))
    names = Names(sheetwords.load(), wanted)
    blocks: list[Block] = []
    for grid in book.grids:
        called = [Path(part).stem for part in (grid.name or Path(book.file).name).split()]
        for piece in pieces(grid, names.known):
            block = Block(grid.name, piece, guess(piece, called, names) if piece.header else None)
            whole = _joined(blocks[-1], block) if blocks else None
            if whole is not None:
                blocks[-1] = Block(grid.name, whole, guess(whole, called, names))
            else:
                blocks.append(block)
    if not any(block.guess for block in blocks):
        raise BadInput([_nothing(book, block) for block in blocks] or [_empty(book)])
    said = [text for grid in book.grids for text in (grid.name, *lines(grid), *_first_titles(blocks, grid.name))]
    facts = _facts(blocks)
    blocks = [replace(block, of_body=bool(facts) and _table(block) == "groups") for block in blocks]
    found = head([*said, Path(book.file).stem], [_table(block) for block in blocks], region, facts)
    return Proposal(found, tuple(blocks))


def extent(block: Block) -> str:
    """`A3:F20`, of the sheet as it stands."""
    piece = block.piece
    if piece.transposed:
        return f"{letters(piece.top)}{piece.left}:{letters(piece.last)}{piece.right}"
    return f"{letters(piece.left)}{piece.top}:{letters(piece.right)}{piece.last}"


def _joined(left: Block, right: Block) -> Piece | None:
    """One table that a blank column parts: the same headings' rows, the same last row, columns of the same table, none twice."""
    one, other = left.piece, right.piece
    if left.guess is None or right.guess is None or one.header is None or other.header is None:
        return None
    beside = left.sheet == right.sheet and one.right + 2 == other.left and not one.transposed and not other.transposed
    level = one.header.rows == other.header.rows and one.last == other.last and one.titles == other.titles
    named = [
        {guessed.column.name for guessed in block.columns if guessed.column} for block in (left.guess, right.guess)
    ]
    same = _table(left) == _table(right) != "" and not named[0] & named[1]
    if not (beside and level and same):
        return None
    return replace(one, header=window(one.grid, one.header.rows, one.left, other.right), right=other.right)


def _facts(blocks: Sequence[Block]) -> dict[str, str]:
    """What stands beside the labels of a group, if of one only: that is the group itself."""
    mine = [block for block in blocks if _table(block) == "groups"]
    if not all(block.piece.transposed and len(block.piece.rows) == 1 for block in mine):
        return {}
    facts: dict[str, str] = {}
    for piece, found in ((block.piece, block.guess) for block in mine):
        assert found and piece.header
        said = _said(piece, found)
        if facts.keys() & said.keys():
            return {}
        facts |= said
    return facts if "name" in facts else {}


def _said(piece: Piece, found: PieceGuess) -> dict[str, str]:
    assert piece.header
    facts: dict[str, str] = {}
    for one in found.columns:
        cell = piece.grid.cells.get((piece.last, piece.header.columns[one.heading]))
        if cell and one.column and one.column.name in FACTS and one.values is None:
            try:
                value = cells.value(one.column, spoken.read(one.column, cell, one.unit).raw, typed=False)
            except WrongCell:
                continue
            if isinstance(value, str):
                facts[one.column.name] = value
    return facts


def _table(block: Block) -> str:
    return block.guess.tables[0].name if block.guess and block.guess.tables else ""


def _first_titles(blocks: Iterable[Block], sheet: str) -> list[str]:
    return [title for block in blocks if block.sheet == sheet for title in block.piece.titles]


def _nothing(book: Book, block: Block) -> Problem:
    grid = block.piece.grid
    row, column = (block.piece.left, block.piece.top) if block.piece.transposed else (block.piece.top, block.piece.left)
    return Problem(
        book.place(grid, row, column),
        say("首行像是数据，没有认得的表头", "the first row looks like data: no heading is known"),
        say("应有写明各列含义的表头，如 学校名称、日期", "expected a row of headings, as 学校名称, 日期"),
        say("请在表里加上表头再试", "add headings to the sheet and try again"),
    )


def _empty(book: Book) -> Problem:
    return Problem(book.file, say("表格是空的", "the spreadsheet is empty"))
