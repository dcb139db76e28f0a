"""Arithmetic on what is certain and what is possible: exact, and never narrower than what went in allows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from checker.model import Points

ZERO = Points(Fraction(0), Fraction(0))


def exactly(points: Fraction) -> Points:
    return Points(points, points)


def up_to(points: Fraction) -> Points:
    """Nothing certain, everything possible."""
    return Points(Fraction(0), points)


def added(parts: Iterable[Points]) -> Points:
    found = list(parts)
    return Points(sum((one.low for one in found), Fraction(0)), sum((one.high for one in found), Fraction(0)))


def mean(parts: Sequence[Points]) -> Points:
    whole = added(parts)
    return Points(whole.low / len(parts), whole.high / len(parts))


def least(parts: Sequence[Points]) -> Points:
    """The least of several: it is no more than any of them can be."""
    return Points(min(one.low for one in parts), min(one.high for one in parts))


def greatest(parts: Sequence[Points]) -> Points:
    return Points(max(one.low for one in parts), max(one.high for one in parts))


def hull(parts: Sequence[Points]) -> Points:
    """The narrowest range with all of them: it is one of these, nobody knows which."""
    return Points(min(one.low for one in parts), max(one.high for one in parts))


def at_most(points: Points, limit: Fraction) -> Points:
    return Points(min(points.low, limit), min(points.high, limit))


def holds(outer: Points, points: Fraction) -> bool:
    """Whether `points` lie inside `outer`."""
    return outer.low <= points <= outer.high
