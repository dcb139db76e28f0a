"""Folding of mixed Chinese and Latin lines by terminal columns; closing punctuation never starts a line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from wcwidth import wcwidth

CLOSING = frozenset("，。、；：！？）》〉」』】〕”’…％%,.;:!?)]}")
OPENING = frozenset("（《〈「『【〔“‘([{")
_PIECES = re.compile(r"[!-~]+|\s+|.", re.S)
"""A run of ASCII is one piece, every other character its own: Chinese may break anywhere."""


class _Widths(dict[str, int]):
    """Columns by character, asked for once each; a character of unknown width counts as one."""

    def __missing__(self, char: str) -> int:
        width = wcwidth(char)
        found = self[char] = 1 if width < 0 else width
        return found


_WIDTHS = _Widths()


def columns(text: str) -> int:
    """Columns that the text takes in a terminal."""
    return len(text) if text.isascii() else sum(map(_WIDTHS.__getitem__, text))


@lru_cache(maxsize=4096)
def wrapped(text: str, width: int) -> tuple[str, ...]:
    """Lines of at most `width` columns; a longer run of ASCII (a hash, a path) is cut. At least one line."""
    if columns(text) <= width and not text[:1].isspace():
        return (text.rstrip(),)
    lines, line, used = [], "", 0
    for piece, size in _pieces(text, max(width, 4)):
        if used + size > width and line.strip():
            lines.append(line.rstrip())
            line, used = ("", 0) if piece.isspace() else (piece, size)
            continue
        line, used = line + piece, used + size
    return (*lines, line.rstrip()) if line.strip() or not lines else tuple(lines)


def folded(text: str, width: int, first: str, rest: str) -> Iterator[str]:
    """Lines of at most `width` columns behind their indents, that of the `first` line and that of the others."""
    for at, line in enumerate(wrapped(text, width - max(len(first), len(rest)))):
        yield (rest if at else first) + line


def _pieces(text: str, width: int) -> list[tuple[str, int]]:
    """The units that are not broken, with their columns: words, and characters with the punctuation that must not
    leave them."""
    found: list[tuple[str, int]] = []
    last, used = "", 0
    for piece in _PIECES.findall(text):
        size = columns(piece)
        clings = last and ((piece in CLOSING and not last.isspace()) or last[-1] in OPENING)
        if clings and used + size <= width:
            last, used = last + piece, used + size
            found[-1] = (last, used)
            continue
        if size > width and piece.isascii():
            cut = [piece[at : at + width] for at in range(0, size, width)]
            found += [(one, len(one)) for one in cut]
        else:
            found.append((piece, size))
        last, used = found[-1]
    return found
