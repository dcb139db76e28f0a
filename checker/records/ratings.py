"""The points that somebody gave: exact, whatever file they stand in."""

from __future__ import annotations

from fractions import Fraction
from typing import Any


def points(raw: Any) -> Fraction:
    """`8.5`, `17/2` or a number, 0 or more. Raises ValueError for anything else."""
    text = str(raw).strip()
    if len(text) > 20 or not text.isascii():
        raise ValueError
    try:
        number = Fraction(text)
    except ZeroDivisionError:
        raise ValueError from None
    if number < 0 or "e" in text.lower():
        raise ValueError
    return number
