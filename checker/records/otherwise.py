"""Which heading that nobody knows most likely stands for a column that is missing."""

from __future__ import annotations

from collections.abc import Mapping

from checker.nearest import nearest
from checker.records.header import bare
from checker.records.layout import Part
from checker.records.sheetwords import heading, load

_SHORTEST = 2
"""Characters of a heading that another one may hold: one alone stands in too many."""


def heading_of(table: str, part: Part, others: Mapping[int, str]) -> str | None:
    """Of the headings `others` (by column) the one that is another usual name of the part, holds its label or is held by it, or is
    written nearly so; as it stands. None where none is, or several are."""
    label = bare(part.label)
    named = {heading(text).bare: text for text in others.values()}
    usual = [text for key, text in named.items() if key in load().aliases(table, part.name)]
    held = [text for key, text in named.items() if _holds(key, label) or _holds(label, key)]
    for found in (usual, held):
        if found:
            return found[0] if len(found) == 1 else None
    near = nearest(label, named)
    return named[near] if near else None


def _holds(whole: str, piece: str) -> bool:
    return len(piece) >= _SHORTEST and piece in whole
