"""What a draft tells the person who completes it: the bounds that were read, measures that may count them, what is open."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from checker.drafting.duties import Duty
from checker.model import Words
from checker.wording.nouns import Moment, Quantity

_NAMED = 3


@dataclass(frozen=True)
class Known:
    """The shared words that a draft may use: bearers with whose duty they are, topics, periods, and measures (unit and
    label)."""

    bearers: Mapping[str, Words]
    topics: Mapping[str, Words]
    periods: Collection[str]
    measures: Mapping[str, tuple[str, Words]]


def topic(duty: Duty, heading: str, known: Known) -> str | None:
    """The one topic whose name stands in the words of the duty, or else in its heading."""
    for words in (duty.quote, heading):
        found = [key for key, label in known.topics.items() if label["zh"] in words]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def subject(bearer: str | None, known: Known) -> str | None:
    """Whose records decide: the bearer's own."""
    return known.bearers[bearer].get("body") if bearer and bearer in known.bearers else None


def every(duty: Duty, known: Known) -> str | None:
    keys = {one.key for one in duty.windows}
    return next(iter(keys)) if len(keys) == 1 and keys <= set(known.periods) else None


def due(duty: Duty) -> str | None:
    """A last day, where the words name one and no first day."""
    if len(duty.moments) != 1 or duty.windows:
        return None
    one = duty.moments[0]
    return one.last if one.first is None and one.last else None


def tests(duty: Duty, open_: str) -> Iterator[tuple[str, str]]:
    """(the test without its measure, the words) of every bound in the duty. `open_` stands for a comparison that is open."""
    for one in duty.quantities:
        yield _test(one, open_), one.span.text


def _test(one: Quantity, open_: str) -> str:
    if one.low == one.high and one.low is not None:
        return f"{one.comparator or open_}: {_number(one.low, one.unit)}"
    low = f"at_least: {_number(one.low, one.unit)}" if one.low is not None else ""
    high = f"at_most: {_number(one.high, one.unit)}" if one.high is not None else ""
    return ", ".join(part for part in (low, high) if part)


def _number(value: Fraction, unit: str | None) -> str:
    if value.denominator == 1:
        return str(value.numerator)
    percent = value * 100
    return f"{percent.numerator}%" if unit == "share" and percent.denominator == 1 else str(value)


def measures(duty: Duty, known: Known) -> list[str]:
    """Measures with the unit of a bound whose names have most words in common with the duty and few others. A hint."""
    units = {unit for one in duty.quantities for unit in (one.unit, *one.units) if unit}
    if not units:
        return []
    mine = _pairs(duty.quote)
    scored = []
    for name, (unit, label) in known.measures.items():
        if unit not in units:
            continue
        theirs = _pairs(label["zh"])
        if common := len(mine & theirs):
            scored.append((-Fraction(common * common, len(theirs)), name))
    return [name for _, name in sorted(scored)[:_NAMED]]


@cache
def _pairs(text: str) -> frozenset[str]:
    """Neighbouring letters: words in common without knowing where words end."""
    return frozenset(text[i : i + 2] for i in range(len(text) - 1) if text[i : i + 2].isalnum())


def moment(one: Moment) -> str:
    """The days as read: `2031-09-01—2031-12-31`, an open end as …"""
    first, last = one.first or one.yearly_first, one.last or one.yearly_last
    return first if first == last and first else f"{first or '…'}—{last or '…'}"
