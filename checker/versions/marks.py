"""Where two wordings differ, character by character: what stays, what is gone, what is new."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from checker.versions.nouns import Piece

LONG = 1_000
"""Characters of a stretch that are compared one by one; a longer one is told as a whole."""
_TOKEN = re.compile(r"[0-9]+(?:[.,][0-9]+)*|[A-Za-z]+|.", re.S)
"""A number in digits, a Latin word, or one character: half a number is no difference."""


def marked(before: str, after: str) -> tuple[Piece, ...]:
    """Pieces in order: those `same` and `gone` make up `before`, those `same` and `new` make up `after`."""
    one, other = _TOKEN.findall(before), _TOKEN.findall(after)
    head = _common(one, other)
    tail = _common(one[head:][::-1], other[head:][::-1])
    ends = len(one) - tail, len(other) - tail
    pieces = [Piece("same", "".join(one[:head])), *_inner(one[head : ends[0]], other[head : ends[1]])]
    pieces.append(Piece("same", "".join(one[ends[0] :])))
    return tuple(_joined(piece for piece in pieces if piece.text))


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many tokens they begin with alike."""
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _inner(before: Sequence[str], after: Sequence[str]) -> Iterator[Piece]:
    if max(len(before), len(after)) > LONG:
        yield from (Piece("gone", "".join(before)), Piece("new", "".join(after)))
        return
    gone = new = ""
    for tag, i, i_end, j, j_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal" and i_end - i > 1:
            yield from (Piece("gone", gone), Piece("new", new), Piece("same", "".join(before[i:i_end])))
            gone = new = ""
        else:  # a single character in common is chance
            gone, new = gone + "".join(before[i:i_end]), new + "".join(after[j:j_end])
    yield from (Piece("gone", gone), Piece("new", new))


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Neighbours of one kind as one piece."""
    last: Piece | None = None
    for piece in pieces:
        if last is not None and last.kind == piece.kind:
            last = Piece(last.kind, last.text + piece.text)
            continue
        if last is not None:
            yield last
        last = piece
    if last is not None:
        yield last
