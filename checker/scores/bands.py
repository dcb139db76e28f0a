"""Bands: which of them a value may lie in. What lies between two bands is in neither, so both of them are possible."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from checker.model import Band, Grading, Points, Value


def touched(bands: Sequence[Band], low: Fraction | None, high: Fraction | None) -> tuple[Band, ...]:
    """The bands in which a value between `low` and `high` may lie, in the order given; None is no end."""
    ordered = sorted(bands, key=lambda one: (one.low is not None, one.low or 0, one.high is None, one.high or 0))
    hit = {id(one) for one in ordered if _meets(one, low, high)}
    for lower, upper in pairwise(ordered):
        if _between(lower, upper, low, high):
            hit |= {id(lower), id(upper)}
    if ordered and _below(ordered[0], low):
        hit.add(id(ordered[0]))
    if ordered and _above(ordered[-1], high):
        hit.add(id(ordered[-1]))
    return tuple(one for one in bands if id(one) in hit)


def _meets(band: Band, low: Fraction | None, high: Fraction | None) -> bool:
    begins = band.low is None or high is None or high >= band.low
    ends = band.high is None or low is None or (low < band.high if band.under else low <= band.high)
    return begins and ends


def gap(lower: Band, upper: Band) -> bool:
    """Whether some value lies between two neighbouring bands."""
    if lower.high is None or upper.low is None:
        return False
    return lower.high < upper.low


def _between(lower: Band, upper: Band, low: Fraction | None, high: Fraction | None) -> bool:
    if not gap(lower, upper) or lower.high is None or upper.low is None:
        return False
    after = high is None or (high >= lower.high if lower.under else high > lower.high)
    return after and (low is None or low < upper.low)


def _below(first: Band, low: Fraction | None) -> bool:
    return first.low is not None and (low is None or low < first.low)


def _above(last: Band, high: Fraction | None) -> bool:
    if last.high is None:
        return False
    return high is None or (high >= last.high if last.under else high > last.high)


def grades_of(grading: Grading, total: Points, given: Value | None) -> tuple[str, ...]:
    """The grades still possible, in the order of the scheme: by the bands of the total, or all that people may yet give."""
    if grading.given_by == "bands":
        return tuple(str(band.worth) for band in touched(grading.bands, total.low, total.high))
    order = grading.order
    if given is None or given.elements is None:
        return order
    sure = [one for one in order if one in given.elements]
    if sure and given.complete and not given.maybe:
        return tuple(sure)
    return order
