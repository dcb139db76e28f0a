"""Folding of mixed Chinese and Latin lines by terminal columns; closing punctuation never starts a line."""

from __future__ import annotations

import re
from functools import lru_cache

from wcwidth import wcswidth, wcwidth

CLOSING = "，。、；：！？）》〉」』】〕”’…％%,.;:!?)]}"
OPENING = "（《〈「『【〔“‘([{"
_PIECES = re.compile(r"[!-~]+|\s+|.", re.S)
"""A run of ASCII is one piece, every other character its own: Chinese may break anywhere."""


@lru_cache(maxsize=4096)
def columns(text: str) -> int:
    """Columns that the text takes; characters of unknown width count as one."""
    width = wcswidth(text)
    return width if width >= 0 else sum(max(wcwidth(char), 0) or 1 for char in text)


def wrapped(text: str, width: int) -> list[str]:
    """Lines of at most `width` columns; a longer run of ASCII (a hash, a path) is cut. At least one line."""
    lines, line, used = [], "", 0
    for piece in _pieces(text, max(width, 4)):
        size = columns(piece)
        if used + size > width and line.strip():
            lines.append(line.rstrip())
            line, used = ("", 0) if piece.isspace() else (piece, size)
            continue
        line, used = line + piece, used + size
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def _pieces(text: str, width: int) -> list[str]:
    """The units that are not broken: words, and characters with the punctuation that must not leave them."""
    found: list[str] = []
    for piece in _PIECES.findall(text):
        clings = found and ((piece in CLOSING and not found[-1].isspace()) or found[-1][-1] in OPENING)
        if clings and columns(found[-1]) + columns(piece) <= width:
            found[-1] += piece
            continue
        found += [piece[at : at + width] for at in range(0, len(piece), width)] if piece.isascii() else [piece]
    return found
