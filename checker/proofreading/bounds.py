"""Bounds that nothing can meet, or that can be read in two ways; deductions that several tests share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from checker.proofreading.draft import Draft, Passage, spots
from checker.proofreading.nouns import Remark, Spot
from checker.proofreading.numbers import (
    CEILINGS,
    FLOORS,
    TIMES,
    bare,
    inner,
    measured,
    plain,
    words_after,
    words_before,
)
from checker.wording.nouns import Quantity
from checker.wording.text import normalise

REACH = 12
"""Letters before the clause of a deduction that may say which of the tests it is for."""


def bounds(draft: Draft) -> Iterator[Remark]:
    """Every quantity by itself, and two that follow each other."""
    for passage in draft.passages:
        ones = passage.reading.quantities
        for one in ones:
            yield from _single(draft, passage, one)
        for first, second in pairwise(ones):
            yield from _crossed(draft, passage, first, second)


def changes(draft: Draft) -> Iterator[Remark]:
    """Ratios changed by so many per cent, all of one wording in one remark."""
    change, ratio = draft.pattern("changes"), draft.pattern("ratios")
    found: dict[str, list[tuple[Spot, str]]] = {}
    for passage in draft.passages:
        for one in passage.reading.quantities:
            if one.unit != "share" or "%" not in one.span.text or one.low != one.high:
                continue
            start, _ = inner(draft, passage, one)
            before = passage.norm[passage.near(start)[0] : start]
            word = next((w[0] for w in change.finditer(before) if w.end() == len(before)), None)
            if word and ratio.search(before) and not _both_ends(draft, passage, one):
                words = word + bare(draft, passage, one)
                found.setdefault(words, []).append((passage.around(start), word))
    for words, places in found.items():
        yield Remark("bound-points", spots([spot for spot, _ in places]), {"words": words, "change": places[0][1]})


def deductions(draft: Draft) -> Iterator[Remark]:
    """Rows and sentences with several tests of one measure and one deduction by the step of that measure."""
    each = draft.pattern("by_each")
    for passage in draft.passages:
        if passage.kind not in ("row", "sentence"):
            continue
        ones = passage.reading.quantities
        falls = [one for one in ones if one.unit == "points" and one.each and _deducts(draft, passage, one)]
        if len(falls) != 1 or each.search(passage.norm, _from(passage, falls[0])):
            continue
        unit = _step(draft, falls[0], ones)
        tests = [one for one in ones if one.comparator in FLOORS | CEILINGS and unit and measured(one) == unit]
        if len(tests) > 1:
            shown = draft.words("list_mark").join(one.span.text for one in tests)
            said = passage.around(falls[0].span.start).quote
            places = [passage.around(tests[0].span.start, tests[-1].span.end), passage.around(falls[0].span.start)]
            yield Remark("shared-deduction", spots(places), {"tests": shown, "deduction": said})


def _both_ends(draft: Draft, passage: Passage, one: Quantity) -> bool:
    """Whether the sentence says from which share and to which: 由10%提高5%，达到15%."""
    leads, ends = draft.words("from_words"), draft.words("to_words")
    at = passage.reading.quantities.index(one)
    before, after = passage.reading.quantities[:at][-1:], passage.reading.quantities[at + 1 :][:1]

    def led(other: Quantity, words: Sequence[str]) -> bool:
        start, _ = inner(draft, passage, other)
        return other.unit == "share" and passage.norm[max(0, start - 8) : start].endswith(tuple(words))

    return any(led(other, leads) for other in before) and any(led(other, ends) for other in after)


def _single(draft: Draft, passage: Passage, one: Quantity) -> Iterator[Remark]:
    start, end = inner(draft, passage, one)
    before = words_before(draft, passage, one, draft.language.comparators.reach)
    after = words_after(draft, passage, one)
    first = passage.norm.rfind(before[0], max(0, start - 60), start) if before else start
    adjacent = before is not None and first + len(before[0]) == start
    values = {"words": passage.printed(first, end + len(after[0]) if after else end)}
    spot = passage.around(start)
    if one.low is not None and one.high is not None and one.low > one.high:
        yield Remark("bound-crossed", (spot,), {"low": plain(one.low), "high": plain(one.high)})
    elif one.low is not None and one.high is not None and one.low < one.high:
        if one.unit not in TIMES and (_firm(draft, before) or after):
            unit = "" if one.unit == "yuan" else one.unit_word or ""
            ends = {name: f"{plain(number)}{unit}" for name, number in (("low", one.low), ("high", one.high))}
            if one.unit == "share":
                ends = {"low": f"{plain(one.low * 100)}%", "high": f"{plain(one.high * 100)}%"}
            yield Remark("bound-open-range" if after else "bound-range", (spot,), values | ends)
    elif before and after and _firm(draft, before):
        number = passage.printed(start, end)
        strict = before[1] in ("more_than", "less_than")  # 超过定员的20%以上 is one bound
        if _side(before[1]) and _side(before[1]) == _side(after[1]) and (adjacent or not strict):
            kept = {"first": f"{passage.printed(first, start)}{number}", "second": f"{number}{after[0]}"}
            yield Remark("bound-doubled", (spot,), values | kept)
        elif adjacent and _side(before[1]) and _side(after[1]):
            yield Remark("bound-mixed", (spot,), values)


def _firm(draft: Draft, before: tuple[str, str] | None) -> bool:
    """Whether a word before a number demands; 达到 does not: 达到60%以上 is one bound."""
    return before is not None and before[0] not in draft.language.comparators.adjoining


def _side(operator: str) -> str:
    return "floor" if operator in FLOORS else "ceiling" if operator in CEILINGS else ""


def _crossed(draft: Draft, passage: Passage, first: Quantity, second: Quantity) -> Iterator[Remark]:
    """Two demands on one number, one right behind the other: 不少于8所、不超过5所."""
    if (said := _range(draft, passage, first, second)) is not None:
        yield said
        return
    floor, ceiling = (first, second) if first.comparator in FLOORS else (second, first)
    if floor.comparator not in FLOORS or ceiling.comparator not in CEILINGS or measured(first) != measured(second):
        return
    if first.per != second.per or floor.low is None or ceiling.high is None or floor.low <= ceiling.high:
        return
    start, _ = inner(draft, passage, second)
    word = words_before(draft, passage, second)
    if word is None or (words_before(draft, passage, first) or words_after(draft, passage, first)) is None:
        return
    between = passage.norm[first.span.end : start - len(word[0])]
    marks = "".join(draft.language.pauses) + draft.words("list_mark")
    joined = between.strip(marks)
    if joined == "" or joined in draft.words("joins"):
        values = {"low": bare(draft, passage, floor), "high": bare(draft, passage, ceiling)}
        yield Remark("bound-crossed", (passage.around(first.span.start, second.span.end),), values)


def _range(draft: Draft, passage: Passage, first: Quantity, second: Quantity) -> Remark | None:
    """20%以上15%以下: a range in words whose ends are the wrong way round."""
    low, high = words_after(draft, passage, first), words_after(draft, passage, second)
    if (
        low is None
        or high is None
        or low[1] not in FLOORS
        or high[1] not in CEILINGS
        or measured(first) != measured(second)
    ):
        return None
    if first.low is None or second.high is None or first.low <= second.high or second.span.start - first.span.end > 1:
        return None
    values = {"low": bare(draft, passage, first), "high": bare(draft, passage, second)}
    return Remark("bound-crossed", (passage.around(first.span.start, second.span.end),), values)


def _deducts(draft: Draft, passage: Passage, one: Quantity) -> bool:
    return bool(draft.pattern("deducts").search(passage.norm, passage.near(one.span.start)[0], one.span.end))


def _from(passage: Passage, one: Quantity) -> int:
    return max(0, passage.near(one.span.start)[0] - REACH)


def _step(draft: Draft, fall: Quantity, ones: Sequence[Quantity]) -> str:
    """The measure by whose steps points are deducted: a share for 每降低1个百分点, times for 每少1次."""
    said = normalise(fall.each or "")
    for word, unit in dict(draft.words("steps") or {}).items():
        if word in said:
            return str(unit)
    for one in ones:
        if one.unit_word and said.endswith(one.unit_word):
            return measured(one)
    return ""
