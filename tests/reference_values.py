"""Values for the reference evaluator: bounded numbers, amounts and dates, codes and sets; how rows make them
and how they are compared. Plain loops."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from reference_records import BEGINNING, NEVER, Truth, both

from checker.model import Measure
from checker.records.body import NONE


@dataclass(frozen=True)
class Bounds:
    """A number, share, amount (in yuan) or date between two ends; None is an end that is not known. `void`: a share of
    nothing, which makes the test not applicable."""

    low: Any = None
    high: Any = None
    void: bool = False


@dataclass(frozen=True)
class Elements:
    """A code or a set: what is in it for sure, what perhaps; `closed` when nothing else can be."""

    sure: frozenset[str] = frozenset()
    maybe: frozenset[str] = frozenset()
    closed: bool = False


@dataclass(frozen=True)
class Fact:
    """A row as one cell's measure sees it: does it count, is it known whose it is, and the value of its column."""

    sure: bool
    owned: bool
    value: Any
    days: tuple[dt.date, dt.date] | None


# -- aggregates: (facts, closed, is a date) -> bounds


def _ours(facts: Sequence[Fact]) -> list[Fact]:
    return [fact for fact in facts if fact.owned]


def _sure(facts: Sequence[Fact]) -> list[Fact]:
    return [fact for fact in facts if fact.owned and fact.sure]


def _strays(facts: Sequence[Fact]) -> int:
    """Rows of which it is open whose they are: each may add one more."""
    return sum(1 for fact in facts if not fact.owned)


def _rows(facts: Sequence[Fact], closed: bool, _: bool) -> Bounds:
    return Bounds(Fraction(len(_sure(facts))), Fraction(len(facts)) if closed else None)


def _days(facts: Sequence[Fact], closed: bool, _: bool) -> Bounds:
    def exact(some: Sequence[Fact]) -> set[dt.date]:
        return {fact.days[0] for fact in some if fact.days and fact.days[0] == fact.days[1]}

    vague = sum(1 for fact in _ours(facts) if fact.days and fact.days[0] != fact.days[1])
    most = len(exact(_ours(facts))) + vague + _strays(facts)
    return Bounds(Fraction(len(exact(_sure(facts)))), Fraction(most) if closed else None)


def _distinct(facts: Sequence[Fact], closed: bool, _: bool) -> Bounds:
    def known(some: Sequence[Fact]) -> set[Any]:
        return {fact.value for fact in some} - {None, NONE}

    blank = sum(1 for fact in _ours(facts) if fact.value is None)
    most = len(known(_ours(facts))) + blank + _strays(facts)
    return Bounds(Fraction(len(known(_sure(facts)))), Fraction(most) if closed else None)


def _sum(facts: Sequence[Fact], closed: bool, _: bool) -> Bounds:
    low = sum((fact.value for fact in _sure(facts) if fact.value is not None), Fraction(0))
    blank = any(fact.value is None for fact in facts)
    return Bounds(low, sum((fact.value for fact in facts), Fraction(0)) if closed and not blank else None)


def _mean(facts: Sequence[Fact], closed: bool, _: bool) -> Bounds:
    firm = closed and all(fact.sure and fact.owned and fact.value is not None for fact in facts)
    if not firm or not facts:
        return Bounds()
    mean = sum((fact.value for fact in facts), Fraction(0)) / len(facts)
    return Bounds(mean, mean)


def _low(fact: Fact) -> Any:
    return fact.value[0] if isinstance(fact.value, tuple) else fact.value


def _high(fact: Fact) -> Any:
    return fact.value[1] if isinstance(fact.value, tuple) else fact.value


def _min(facts: Sequence[Fact], closed: bool, dated: bool) -> Bounds:
    """Among no rows a date is never, a number is unknown."""
    known = [_high(fact) for fact in _sure(facts) if fact.value is not None]
    firm = closed and all(fact.owned and fact.value is not None for fact in facts)
    lows = [_low(fact) for fact in facts] if firm else []
    low = min(lows) if lows else NEVER if firm and dated else None
    return Bounds(low, min(known) if known else None)


def _max(facts: Sequence[Fact], closed: bool, dated: bool) -> Bounds:
    known = [_low(fact) for fact in _sure(facts) if fact.value is not None]
    firm = closed and all(fact.owned and fact.value is not None for fact in facts)
    highs = [_high(fact) for fact in facts] if firm else []
    high = max(highs) if highs else BEGINNING if firm and dated else None
    return Bounds(max(known) if known else None, high)


def _value(facts: Sequence[Fact], _: bool, __: bool) -> Bounds:
    """What is recorded; known only if some row counts for sure and none has an empty cell."""
    if not _sure(facts) or not all(fact.owned and fact.value is not None for fact in facts):
        return Bounds()
    return Bounds(min(map(_low, facts)), max(map(_high, facts)))


AGGREGATES = {
    "rows": _rows, "days": _days, "distinct": _distinct, "sum": _sum, "mean": _mean, "min": _min, "max": _max,
    "value": _value,
}  # fmt: skip


def elements(one: Measure, facts: Sequence[Fact], closed: bool) -> Elements:
    def names(some: Sequence[Fact]) -> set[str]:
        found: set[str] = set()
        for fact in some:
            found |= set(fact.value) if isinstance(fact.value, tuple) else {fact.value}
        return found - {None, NONE}

    # An empty list says that there is nothing, whosever it is.
    facts = [fact for fact in facts if fact.value != ()]
    sure = names(_sure(facts))
    whole = all(fact.owned and fact.value is not None for fact in facts)
    if one.kind == "value":
        closed = bool(_sure(facts)) or (closed and not facts)
    return Elements(frozenset(sure), frozenset(names(_ours(facts)) - sure), closed and whole)


# -- comparisons


def compared(op: str, left: Bounds, right: Bounds) -> Truth:
    """True or false only if both ends agree."""

    def less(a: Any, b: Any) -> bool:
        return a is not None and b is not None and bool(a < b)

    def upto(a: Any, b: Any) -> bool:
        return a is not None and b is not None and bool(a <= b)

    match op:
        case "at_least" | "on_or_after":
            holds, breached = upto(right.high, left.low), less(left.high, right.low)
        case "at_most" | "on_or_before":
            holds, breached = upto(left.high, right.low), less(right.high, left.low)
        case "more_than" | "after":
            holds, breached = less(right.high, left.low), upto(left.high, right.low)
        case "less_than" | "before":
            holds, breached = less(left.high, right.low), upto(right.high, left.low)
        case "equals":
            exact = None not in (left.low, left.high, right.low, right.high)
            holds = exact and left.low == left.high == right.low == right.high
            breached = less(left.high, right.low) or less(right.high, left.low)
        case _:
            raise AssertionError(op)
    return True if holds else False if breached else None


def _within(left: Elements, right: Elements) -> Truth:
    if left.closed and left.sure | left.maybe <= right.sure:
        return True
    return False if right.closed and left.sure - right.sure - right.maybe else None


def _is(left: Elements, right: Elements) -> Truth:
    """Nothing recorded is not `is`: where the absence itself is recorded it is false, else it is open."""
    if left.closed and not left.sure and not left.maybe:
        return False
    inside = _within(left, right)
    return None if inside and not left.sure else inside


def _is_not(left: Elements, right: Elements) -> Truth:
    if left.closed and not left.sure and not left.maybe:
        return True
    if left.closed and right.closed and not (left.sure | left.maybe) & (right.sure | right.maybe):
        return True
    return False if left.sure & right.sure else None


SET_TESTS = {
    "within": _within,
    "covers": lambda left, right: _within(right, left),
    "same_set": lambda left, right: both([_within(left, right), _within(right, left)]),
    "is": _is,
    "one_of": _is,
    "is_not": _is_not,
}
