"""Where one sentence ends and the next begins."""

from __future__ import annotations

from collections.abc import Iterator

from checker.wording.numbering import Numbering
from checker.wording.text import fold

_LONGEST_BRACKET = 300


def sentences(text: str, words: Numbering) -> Iterator[str]:
    """Cut behind the ends of sentences and the quotation marks that close with them. Nothing is cut inside round
    brackets."""
    enclosed = _enclosed(text)
    start = i = 0
    while i < len(text):
        if not enclosed[i] and _ends(text, i, words):
            while i + 1 < len(text) and text[i + 1] in words.ends | words.soft_ends | words.closers:
                i += 1
            yield text[start : i + 1].strip()
            start = i + 1
        i += 1
    if rest := text[start:].strip():
        yield rest


def _ends(text: str, i: int, words: Numbering) -> bool:
    if text[i] in words.ends:
        return True
    if text[i] not in words.soft_ends:
        return False
    after = text[i + 1 : i + 9].lstrip("".join(words.closers | words.soft_ends))[:1]
    if after and not after.isspace():
        return False
    return text[i] != "." or not words.abbreviation.search(text[max(0, i - 12) : i])


def _enclosed(text: str) -> list[bool]:
    """For each character whether it stands inside a pair of round brackets; an odd one encloses nothing."""
    inside = [False] * len(text)
    openings: list[int] = []
    for i, char in enumerate(fold(text)):
        if char == "(":
            openings.append(i)
        elif char == ")" and openings:
            start = openings.pop()
            if i - start <= _LONGEST_BRACKET:
                inside[start:i] = [True] * (i - start)
    return inside
