"""A spreadsheet that somebody filled in, as read: what it says, where it says it, and what is wrong with it. Unlike a `Body`
it exists also where nothing can be checked yet, so that the cells to mend can be marked in a copy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from checker.errors import Problem
from checker.records.body import Body
from checker.sheets.grid import Book


@dataclass(frozen=True)
class Region:
    """Where the rows of a table stand: sheet by name, the row of its headings, the column of each of ours, the rows read."""

    table: str
    sheet: str
    header: int
    columns: Mapping[str, int]
    rows: tuple[int, ...] = ()


@dataclass(frozen=True)
class Filled:
    """`body` is None exactly where there are problems; `notes` tell what was read in a way that somebody should know of
    (a totals row left out, 0.1 taken as 10%). The places of both are as `Book.place` writes them."""

    book: Book
    regions: tuple[Region, ...] = ()
    body: Body | None = None
    problems: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()
