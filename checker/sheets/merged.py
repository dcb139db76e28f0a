"""Merged cells: only the first of each range holds something."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from checker.sheets.grid import Place

Range = tuple[int, int, int, int]
"""First row, first column, last row, last column."""


def ranges(merged: Iterable[Range], rows: int, columns: int) -> list[Range]:
    """Those that are left within so many rows and columns, in order. Of two that overlap, which no program writes, the first
    counts."""
    kept: list[Range] = []
    free = [1] * (columns + 1)  # of each column the first row that no earlier range covers
    for top, left, bottom, right in sorted(merged):
        last_row, last_column = min(bottom, rows), min(right, columns)
        several = last_row >= top and last_column >= left and (last_row, last_column) != (top, left)
        if several and max(free[left : last_column + 1]) <= top:
            free[left : last_column + 1] = [last_row + 1] * (last_column + 1 - left)
            kept.append((top, left, last_row, last_column))
    return kept


def uncovered(cells: Mapping[Place, int], kept: list[Range]) -> dict[Place, int]:
    """The cells, by row and column, without those that lie under another one."""
    found: dict[Place, int] = {}
    over: dict[int, Range] = {}
    following = iter(kept)
    one = next(following, None)
    for place in sorted(cells):
        while one and one[0] <= place[0]:
            over |= dict.fromkeys(range(one[1], one[3] + 1), one)
            one = next(following, None)
        range_ = over.get(place[1])
        if not range_ or place[0] > range_[2] or place == range_[:2]:
            found[place] = cells[place]
    return found
