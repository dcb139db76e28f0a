"""Numbers of a text as its remarks write them, and the few questions that several checks ask of a quantity."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from checker.proofreading.draft import Draft, Passage
from checker.wording.nouns import Quantity

FLOORS = frozenset({"at_least", "more_than"})
CEILINGS = frozenset({"at_most", "less_than"})
TIMES = frozenset({"days", "hours", "weeks", "months", "quarters", "years", "semesters", "school_years"})


def plain(number: Fraction) -> str:
    """A number without a unit: 2.5, 1/3."""
    if number.denominator == 1:
        return str(number.numerator)
    rest = number.denominator
    for factor in (2, 5):
        while rest % factor == 0:
            rest //= factor
    if rest != 1:
        return f"{number.numerator}/{number.denominator}"
    digits = 0
    while (number * 10**digits).denominator != 1:
        digits += 1
    whole = str(abs(number * 10**digits).numerator).rjust(digits + 1, "0")
    return f"{'-' if number < 0 else ''}{whole[:-digits]}.{whole[-digits:]}"


def percent(number: Fraction) -> str:
    return f"{plain(number * 100)}%"


def exact(one: Quantity, unit: str) -> bool:
    """A plain number of this unit: no range, no bound, not about."""
    return (
        one.unit == unit
        and one.low is not None
        and one.low == one.high
        and one.comparator == "equals"
        and not one.about
    )


def measured(one: Quantity) -> str:
    """By what quantities of one measure are told: the unit, or the first letter of its words."""
    return one.unit or (one.unit_word or "")[:1]


def bare(draft: Draft, passage: Passage, one: Quantity) -> str:
    """The words of a quantity without those that compare: 2次 of 至少2次以上."""
    start, end = inner(draft, passage, one)
    return passage.printed(start, end)


def inner(draft: Draft, passage: Passage, one: Quantity) -> tuple[int, int]:
    """Where the first numeral of a quantity begins and where its unit ends."""
    lang, text = draft.language, passage.norm
    found = lang.numeral.search(text, one.span.start, one.span.end)
    start = found.start() if found else one.span.start
    end = one.span.end
    for first, last, _ in lang.comparators.after.find(text, start, one.span.end):
        if last == end:
            end = first
    return start, end


def words_before(draft: Draft, passage: Passage, one: Quantity, reach: int | None = None) -> tuple[str, str] | None:
    """The comparing word before a number, with its operator: the one that stands directly before it or, with a reach, up to so
    many letters away in its clause with no other number between."""
    start, _ = inner(draft, passage, one)
    low = max(passage.clause(one.span.start)[0], start - (reach or 8))
    found: tuple[str, str] | None = None
    compare = draft.language.comparators
    for first, last, key in compare.before.find(passage.norm, low, start):
        word = passage.norm[first:last]
        far = (
            reach is not None
            and word not in compare.adjoining
            and not draft.language.numeral.search(passage.norm, last, start)
        )
        if last == start or far:
            found = word, key
    return found


def words_after(draft: Draft, passage: Passage, one: Quantity) -> tuple[str, str] | None:
    """The comparing word that stands directly behind a number and its unit, with its operator."""
    _, end = inner(draft, passage, one)
    for first, last, key in draft.language.comparators.after.find(passage.norm, end, end + 6):
        if first == end:
            return passage.norm[first:last], key
    return None


def without(text: str, holes: Sequence[tuple[int, int]], start: int, end: int) -> str:
    """The words from `start` to `end` without those in the holes, and without marks and blanks."""
    kept, at = [], start
    for first, last in sorted(holes):
        kept.append(text[at : max(at, min(first, end))])
        at = max(at, last)
    kept.append(text[at : max(at, end)])
    return re.sub(r"[^\w%+]", "", "".join(kept))
