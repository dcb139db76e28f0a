"""The known word that a mistyped one most likely stands for."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The closest of `known`, or None when none is close. Ties go to the first in order."""
    return _nearest(word[:100].lower(), tuple(known))


def alike(word: str, known: Iterable[str], most: int = 5) -> list[str]:
    """Those of `known` that are close, the closest first."""
    from difflib import get_close_matches  # noqa: PLC0415  (only errors pay for it)

    return get_close_matches(word[:100], list(known), n=most, cutoff=0.6)


@lru_cache(maxsize=1024)  # a mistyped column stands in every row
def _nearest(word: str, known: tuple[str, ...]) -> str | None:
    from difflib import get_close_matches  # noqa: PLC0415  (only errors pay for it)

    found = get_close_matches(word, known, n=1, cutoff=0.6)
    return found[0] if found else None
