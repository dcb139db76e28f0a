"""Facts that stand beside their labels, one to a line: of the body, of the review."""

from __future__ import annotations

from collections.abc import Sequence

from checker.records.header import Headings
from checker.records.layout import Part
from checker.sheets.grid import Grid, Place

LONGEST = 100
"""Characters of a label; a longer text is something else."""


def labels(parts: Sequence[Part], grid: Grid) -> dict[str, list[Place]]:
    """The places of each part's label, in the column that holds most of the labels."""
    known = Headings(parts)
    found: dict[int, dict[str, list[Place]]] = {}
    for (row, column), cell in sorted(grid.cells.items()):
        if cell.kind == "text" and len(cell.value) <= LONGEST:
            name = known.called(cell.value)
            if name is not None:
                found.setdefault(column, {}).setdefault(name, []).append((row, column))
    return max(found.values(), key=len, default={})


def beside(grid: Grid, label: Place) -> Place:
    """The cell to the right of a label, which may be merged over several."""
    row, column = label
    for top, left, bottom, right in grid.merged:
        if top <= row <= bottom and left <= column <= right:
            return row, right + 1
    return row, column + 1
