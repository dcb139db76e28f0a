"""How policy text is compared: one normal form, its fingerprint, and the ordinals of sentences.

Everything that compares two pieces of policy text compares their `normalise`d forms, so that a blank, a page break, a
full-width digit or a bold mark is never a difference, while any other character is.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata

# Blocks whose characters are mere variants of others. Folding all of NFKC would go too far: it turns ① into 1.
_VARIANT = re.compile("[\u2e80-\u2fdf\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef]")
_SAME = str.maketrans("“”„‟‘’‛‐‑‒–—―−～∼〔〕", '""""\'\'\'-------~~[]')
_MARKUP_AT_START = re.compile(r"(?m)^[\s#*]+")
_MARKUP = re.compile(r"\*{2,}")
_BLANK = re.compile(r"\s+")
_INVISIBLE = frozenset({"Cc", "Cf", "Cs"})


def fold(text: str) -> str:
    """Width and variants folded, character by character: the result has the length of `text`."""
    return _VARIANT.sub(_fold_one, text).translate(_SAME)


def _fold_one(found: re.Match[str]) -> str:
    folded = unicodedata.normalize("NFKC", found[0])
    return folded if len(folded) == 1 else found[0]


def visible(text: str) -> str:
    """Without characters that are not seen: zero-width blanks, byte order marks, control codes other than blanks."""
    if text.isprintable():
        return text
    return "".join(ch for ch in text if ch.isspace() or unicodedata.category(ch) not in _INVISIBLE)


def plain(text: str) -> str:
    """As the eye reads it: one width for each character, and nothing that is not seen."""
    return visible(unicodedata.normalize("NFKC", text))


def columns(text: str) -> int:
    """That a text takes in a sheet or on a terminal: two for a Chinese character."""
    return sum(2 if ord(char) > 0x2E7F else 1 for char in text)


def normalise(text: str) -> str:
    """The form in which quotes and sentences are compared: no blanks, no markup, one width. Applying it twice changes
    nothing."""
    bare = _MARKUP_AT_START.sub("", visible(fold(text)))
    return _MARKUP.sub("", _BLANK.sub("", bare))


def fingerprint(text: str) -> str:
    """16 hexadecimal digits that stand for the normalised text."""
    return hashlib.sha256(normalise(text).encode()).hexdigest()[:16]


def ordinal(number: int) -> str:
    """①…⑳, then （21）."""
    return chr(ord("①") + number - 1) if 1 <= number <= 20 else f"（{number}）"


def ordinal_value(mark: str) -> int | None:
    """The number of an ordinal, None for anything else. `ordinal_value(ordinal(n)) == n`."""
    if len(mark) == 1 and "①" <= mark <= "⑳":
        return ord(mark) - ord("①") + 1
    wide = re.fullmatch(r"\(([1-9][0-9]{0,5})\)", fold(mark))
    return int(wide[1]) if wide else None
