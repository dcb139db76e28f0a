"""How many more, or fewer, of a base a share needs: in whole numbers, the base unchanged."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor

SHARES = ("at_least", "more_than", "at_most", "less_than")
"""Comparisons that a number of people or things more, or fewer, can meet."""


def lacking(op: str, bound: Fraction, top: int, base: int) -> int | None:
    """The least number by which `top` must grow (`at_least`, `more_than`) or shrink (`at_most`, `less_than`) for `top/base` to meet
    the bound; 0 or less where it does. None for another comparison, without a base, or where no such number would do."""
    if op not in SHARES or base <= 0:
        return None
    edge = bound * base
    needed = {
        "at_least": ceil(edge),
        "more_than": floor(edge) + 1,
        "at_most": floor(edge),
        "less_than": ceil(edge) - 1,
    }[op]
    if needed < 0:
        return None
    return needed - top if op in ("at_least", "more_than") else top - needed
