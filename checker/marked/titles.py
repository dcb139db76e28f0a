"""Names of sheets as Excel takes them: at most 31 characters, without some, each once whatever its case."""

from __future__ import annotations

import re
from collections.abc import Container

LONGEST = 31
_REFUSED = re.compile(r"[\[\]:*?/\\\x00-\x1f\ud800-\udfff]")


def title(wanted: str, taken: Container[str], otherwise: str) -> str:
    """A name like `wanted` that is not among `taken`, which are in lower case."""
    base = _cut(_REFUSED.sub(" ", wanted).strip("' "), LONGEST) or otherwise
    found, number = base, 1
    while found.lower() in taken:
        number += 1
        found = f"{_cut(base, LONGEST - len(str(number)) - 1)} {number}"
    return found


def _cut(text: str, longest: int) -> str:
    """Excel counts characters beyond the basic plane as two."""
    raw = text.encode("utf-16-le")[: 2 * longest]
    return raw.decode("utf-16-le", "ignore").strip("' ")
