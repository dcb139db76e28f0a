"""Is this text, or the debris of a wrong decoding? Debris is never a success: its quotes would prove nothing."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from checker.errors import BadInput, Problem, say

_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
_LATIN_DEBRIS = re.compile(
    "[\u00c2-\u00ef][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u2122\u20ac]"
)
_CID = re.compile(r"\(cid:[0-9]+\)")
WINDOW = 60
"""Characters judged together. Fewer may well be names."""
RARE = 0.35
FEW = 8
"""Unusual characters that a sound text may hold: private signs in names, one bullet of a symbol font."""
_MEND = say("请取得原始文件，或另存为 UTF-8 文本后核对", "get the original file, or save it as UTF-8 text and check it")


@cache
def _common() -> frozenset[str]:
    """Characters of daily use: the first level of both national sets (GB 2312, Big5)."""
    found: list[str] = []
    for coding, rows, cells in (
        ("gb2312", range(0xB0, 0xD8), range(0xA1, 0xFF)),
        ("big5", range(0xA4, 0xC7), [*range(0x40, 0x7F), *range(0xA1, 0xFF)]),
    ):
        found += [bytes((row, cell)).decode(coding, "ignore") for row in rows for cell in cells]
    return frozenset(found)


def legible(text: str) -> bool:
    """Whether `check` finds nothing."""
    return _fault(text) is None


def likely(text: str) -> bool:
    """Whether most letters are of daily use: any bytes are UTF-16 of something."""
    letters = [char for char in text if char.isalnum()]
    return sum(char.isascii() or char in _common() for char in letters) > 0.6 * len(letters)


def check(text: str, name: str) -> None:
    """BadInput for debris, with the line where it begins, and for a text without any letter."""
    if not any(char.isalnum() for char in text):
        raise BadInput(Problem(name, say("没有文字", "there is no text"), mend=_MEND))
    if (fault := _fault(text)) is not None:
        line = text.count("\n", 0, fault) + 1
        what = say("是乱码，不能当作正文", "garbled text, which cannot be taken for the document")
        raise BadInput(Problem(f"{name}:{line}", what, mend=_MEND))


def _fault(text: str) -> int | None:
    """Where debris begins, None in sound text."""
    if (at := text.find("\ufffd")) >= 0:
        return at
    odd = [i for i, char in enumerate(text) if _odd(char)]
    if len(odd) > FEW or any(text[i] == "\0" for i in odd):
        return odd[0]
    if found := _CID.search(text):
        return found.start()
    debris = [found.start() for found in _LATIN_DEBRIS.finditer(text)]
    if len(debris) >= 3:
        return debris[0]
    return _rare(text)


def _odd(char: str) -> bool:
    """A sign that no text holds: control codes, private use, unassigned."""
    return (
        not char.isprintable() and char not in "\t\n\r\f\v" and unicodedata.category(char) in {"Cc", "Co", "Cn", "Cs"}
    )


def _rare(text: str) -> int | None:
    """The first stretch of Chinese in which too many characters are rare: UTF-8 read as GBK looks so."""
    common = _common()
    places = [found.start() for found in _HAN.finditer(text)]
    for start in range(0, max(1, len(places) - WINDOW // 2), WINDOW):
        stretch = places[start : start + WINDOW]
        rare = sum(text[i] not in common for i in stretch)
        if len(stretch) >= WINDOW // 2 and rare > RARE * len(stretch):
            return stretch[0]
    return None
