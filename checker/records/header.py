"""Headings of a spreadsheet: which row they stand in and which column is which, in whatever order, under whatever title rows."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from checker.records.layout import Part
from checker.sheets.grid import Cell, Grid, Place

ROWS = 40
"""How far down headings are looked for."""

_MARKS = "*＊※"
_BRACKET = re.compile(r"[(（\[【](?P<inner>[^()（）\[\]【】]*)[)）\]】]\Z")


@dataclass(frozen=True)
class Header:
    """Headings found in `row`: the column and the heading as it stands of each part by its name; `others` the headings that are
    no part's; `twice` columns whose part has an earlier one."""

    row: int
    columns: Mapping[str, int]
    texts: Mapping[str, str]
    others: Mapping[int, str]
    twice: Mapping[int, str]

    def likeness(self, parts: Sequence[Part]) -> float:
        """The share of the headings, ours and theirs, that both have: 1 where they are the same."""
        return len(self.columns) / ((len(parts) + len(self.others)) or 1)


def find(grid: Grid, parts: Sequence[Part], taken: Collection[Place] = ()) -> Header | None:
    """The first of the rows that hold most of the parts' headings; None where no row holds two of them (or the only one).
    `taken` are headings of another region on the same sheet."""
    known = Headings(parts)
    best: Header | None = None
    for row in range(1, min(grid.rows, ROWS) + 1):
        found = known.read(row, {at: cell for at, cell in grid.row(row).items() if (row, at) not in taken})
        if len(found.columns) >= min(2, len(parts)) and (best is None or len(found.columns) > len(best.columns)):
            best = found
    return best


class Headings:
    """The headings of a region, as people may have typed them."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self.parts = {part.name: part for part in parts}
        self._exact = {fold(part.label): part.name for part in reversed(parts)}
        self._bare = _unique((bare(part.label), part.name) for part in parts)

    def called(self, text: str) -> str | None:
        """The part with that heading: as we wrote it, without what stands in brackets, or by its name."""
        for line in (text, text.partition("\n")[0]):
            folded = fold(line)
            name = self._exact.get(folded) or self._bare.get(bare(line))
            if name or folded in self.parts:
                return name or folded
        return None

    def read(self, row: int, cells: Mapping[int, Cell]) -> Header:
        columns: dict[str, int] = {}
        texts: dict[str, str] = {}
        others: dict[int, str] = {}
        twice: dict[int, str] = {}
        for column, cell in cells.items():
            name = self.called(cell.value)
            if name is None:
                others[column] = cell.value
            elif name in columns:
                twice[column] = name
            else:
                columns[name], texts[name] = column, cell.value
        return Header(row, columns, texts, others, twice)


def fold(text: str) -> str:
    """Two headings that look alike are the same: full-width letters, blanks, line breaks and the star of a required one."""
    return "".join(unicodedata.normalize("NFKC", text).split()).strip(_MARKS).casefold()


def bare(text: str) -> str:
    """A heading without the brackets behind it."""
    folded = fold(text)
    return _BRACKET.sub("", folded).strip(_MARKS) or folded


def bracket(text: str) -> str:
    """What stands in brackets behind a heading: mostly its unit."""
    found = _BRACKET.search(fold(text))
    return found["inner"] if found else ""


def _unique(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Without what two parts share: that names neither."""
    found: dict[str, list[str]] = {}
    for key, name in pairs:
        found.setdefault(key, []).append(name)
    return {key: names[0] for key, names in found.items() if len(names) == 1}
