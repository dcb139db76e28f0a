"""Several spreadsheets that are the records of one body, taken as one: the sheets of a school's CSV exports, for instance."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from checker.errors import BadInput, Problem
from checker.sheets.grid import Book, Grid
from checker.sheets.read import read as read_one


def read(paths: Sequence[Path]) -> Book:
    """One file as it is. Of several, a sheet is called by its file, with its own name behind; the hash is over all. Raises
    BadInput with the problems of every file."""
    books: list[Book] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            books.append(read_one(path))
        except BadInput as bad:
            problems += bad.problems
    if problems:
        raise BadInput(problems)
    if len(books) == 1:
        return books[0]
    grids: dict[str, Grid] = {}
    for book in books:
        for grid in book.grids:
            plain = f"{Path(book.file).name} {grid.name}".strip()
            name = plain if plain not in grids else f"{plain} {len(grids) + 1}"
            grids[name] = replace(grid, name=name)
    return Book("+".join(dict.fromkeys(Path(book.file).name for book in books)), digest(books), tuple(grids.values()))


def digest(hashed: Sequence[Book]) -> str:
    """One hash over names and contents, independent of where the files stand."""
    lines = "".join(sorted(f"{book.sha256}  {Path(book.file).name}\n" for book in hashed))
    return hashlib.sha256(lines.encode()).hexdigest()
