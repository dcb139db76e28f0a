"""What the values of a column say: do they fit one of ours, and which of them match no option?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from checker.errors import printable
from checker.records import cells as records_cells
from checker.records import spoken
from checker.records.cells import WrongCell
from checker.records.nameless import is_like_option
from checker.records.tables import Column
from checker.sheets.grid import Cell

LOOKED_AT = 300
"""Cells of a column that are tried."""

LISTED = 20
"""Values without an option that are listed; more are no options that somebody forgot, but another column."""

_LONGEST = 20


@dataclass(frozen=True)
class Fit:
    """Of `tried` cells so many fit; `strange` are the different values that do not, in order; `like` where each of them has two
    characters in a row from an option (龙头学校: 龙头（核心、牵头）学校)."""

    tried: int
    fitting: int
    strange: tuple[str, ...] = ()
    like: bool = False

    @property
    def wrong(self) -> bool:
        """Too few to be that column, whatever its heading says."""
        return self.tried > 0 and self.fitting * 5 < self.tried


def fit(column: Column, found: Sequence[Cell], unit: str | None) -> Fit:
    strange: dict[str, None] = {}
    fitting = 0
    tried = found[:LOOKED_AT]
    for cell in tried:
        if _fits(column, cell, unit):
            fitting += 1
        else:
            strange.setdefault(printable(cell.value).strip())
    like = bool(strange) and all(is_like_option(column, one) for one in strange)
    return Fit(len(tried), fitting, tuple(strange), like)


def coded(columns: Iterable[Column], found: Sequence[Cell]) -> Column | None:
    """The one column whose options these values are, all of them and at least two: yes and no fit too many."""
    values = {cell.value.strip() for cell in found[:LOOKED_AT]}
    if len(values) < 2 or any(cell.kind != "text" for cell in found[:LOOKED_AT]):
        return None
    fitting = [one for one in columns if one.type == "code" and values <= {*(one.codes or {}).values()}]
    return fitting[0] if len(fitting) == 1 else None


def listable(fits: Fit) -> bool:
    """May the strange values be written into a mapping for a person to settle? Where none fits and hardly one comes twice, they
    are no options but free text."""
    short = 0 < len(fits.strange) <= LISTED and all(0 < len(one) <= _LONGEST for one in fits.strange)
    again = len(fits.strange) < fits.tried
    return short and (fits.fitting > 0 or 2 * len(fits.strange) <= fits.tried or (again and fits.like))


def ordinal(found: Sequence[Cell], rows: int) -> bool:
    """Numbers of the rows: 1, 2, 3, rising, none missing and none twice."""
    numbers = [cell.value.strip() for cell in found]
    if not 0 < len(numbers) == rows or not all(one.isascii() and one.isdigit() and len(one) < 7 for one in numbers):
        return False
    return all(int(before) < int(after) for before, after in pairwise(numbers))


def _fits(column: Column, cell: Cell, unit: str | None) -> bool:
    try:
        records_cells.value(column, spoken.read(column, cell, unit).raw, typed=False)
    except WrongCell:
        return False
    return True


def labels(column: Column) -> Mapping[str, str]:
    """Labels of the options by key."""
    return column.codes or {}
