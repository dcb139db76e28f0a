"""One matter said in two ways: permission against duty, one number or date against another, and laxer than the text above."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, product

from checker.proofreading.draft import Draft, Passage
from checker.proofreading.matters import MANY, Clause, apart, dealt, openings, pairs
from checker.proofreading.nouns import Remark, Spot
from checker.proofreading.numbers import CEILINGS, FLOORS, TIMES, bare, words_before
from checker.wording.nouns import Moment, Quantity

LONG = 8
"""Letters from which on a statement without any modal word is taken for a duty."""
HALF = 6
"""Months up to which one day of every year is taken to come after another."""
PER_YEAR = {
    "week": (36, 53),
    "month": (9, 12),
    "quarter": (4, 4),
    "semester": (2, 2),
    "school_year": (1, 1),
    "year": (1, 1),
}
"""How often a year a period comes round, at least and at most (vacations count or not)."""


def permissions(draft: Draft) -> Iterator[Remark]:
    """可 or 原则上 in one item, 应 or no softening word in another."""
    ones = openings(draft)
    said: set[tuple[int, int]] = set()
    for pair in (*pairs(ones), *pairs([one for one in ones if one.modality], by=lambda one: one.tail)):
        if (split := _split(draft, *pair)) is not None:
            yield from _once(said, split[0].passage, split[1].passage, _against(*split))
    for (first, one), (second, other) in _alike(draft):
        if first.item == second.item or first.annex or second.annex:
            continue
        modal = {key.key: key.span.text for key in first.reading.modalities if key.span.start < one.span.start}
        if (
            "may" in modal
            and second.reading.modality not in draft.words("loose")
            and one.comparator != other.comparator
        ):
            word = words_before(draft, second, other, draft.language.comparators.reach)
            values = {"loose": modal["may"], "firm": (word[0] if word else "") + bare(draft, second, other)}
            places = (first.around(one.span.start), second.around(other.span.start))
            yield from _once(said, first, second, Remark("permission-duty", places, values))


def numbers(draft: Draft, beside: Sequence[Draft] = ()) -> Iterator[Remark]:
    """Different numbers or last days of one matter, in one document or beside others."""
    ones = openings(draft)
    said: set[tuple[int, int]] = set()
    found = [*pairs(ones), *(pair for other in beside for pair in pairs(ones, openings(other)))]
    for a, b in found:
        if remark := _different(a, b):
            yield from (
                _once(said, a.passage, b.passage, remark) if a.passage.document == b.passage.document else [remark]
            )
    for (first, one), (second, other) in _alike(draft):
        loose = {"may"} & {first.reading.modality, second.reading.modality}
        if loose or not apart(first, second) or first.chapter == second.chapter:
            continue
        if (one.low, one.high) != (other.low, other.high):
            places = (first.around(one.span.start), second.around(other.span.start))
            values = {"one": one.span.text, "other": other.span.text}
            yield from _once(said, first, second, Remark("number-differs", places, values))


def compared(draft: Draft, other: Draft) -> int:
    """How many pairs of clauses of one matter two documents have: what is not in one of them was never compared."""
    return sum(1 for _ in pairs(openings(draft), openings(other)))


def looser(draft: Draft, above: Draft) -> Iterator[Remark]:
    """Places that ask less than the text above on the same matter."""
    for mine, theirs in pairs(openings(draft), openings(above)):
        for a, b in _matching(mine, theirs):
            if _laxer(a, b):
                values = {"one": _words(mine, a), "other": _words(theirs, b)}
                yield Remark("looser", _both(mine, theirs), values)
        for mine_day, their_day in product(mine.moments, theirs.moments):
            if _later(mine_day, their_day) and len(mine.moments) == 1:
                yield Remark("looser", _both(mine, theirs), {"one": mine_day.span.text, "other": their_day.span.text})
        if _split(draft, mine, theirs) == (mine, theirs):
            said = theirs.modal_word or theirs.passage.spot(theirs.start, theirs.end).quote
            yield Remark("looser-modality", _both(mine, theirs), {"one": mine.modal_word, "other": said})


def _later(mine: Moment, theirs: Moment) -> bool:
    """Whether a last day comes after another; of days of every year only those that are clearly within one round."""
    if mine.last and theirs.last:
        return mine.last > theirs.last
    if not (mine.yearly_last and theirs.yearly_last) or mine.yearly_last <= theirs.yearly_last:
        return False
    return int(mine.yearly_last[:2]) - int(theirs.yearly_last[:2]) <= HALF


def _split(draft: Draft, a: Clause, b: Clause) -> tuple[Clause, Clause] | None:
    """(the loose clause, the firm one), None where both bind alike."""
    loose, firm = draft.words("loose"), draft.words("firm")
    for one, other in ((a, b), (b, a)):
        if one.modality in loose and (other.modality in firm or (other.modality is None and _whole(other))):
            return one, other
    return None


def _whole(clause: Clause) -> bool:
    """Whether a statement without a modal word is long enough and its whole sentence, so that it stands for a duty."""
    return len(clause.core) >= LONG and clause.end >= len(clause.passage.norm) - 1


def _against(loose: Clause, firm: Clause) -> Remark:
    first, second = sorted((loose, firm), key=lambda one: one.passage.number)
    words = firm.modal_word or firm.passage.spot(firm.start, firm.end).quote
    return Remark("permission-duty", _both(first, second), {"loose": loose.modal_word, "firm": words})


def _both(a: Clause, b: Clause) -> tuple[Spot, Spot]:
    return a.passage.spot(a.start, a.end), b.passage.spot(b.start, b.end)


def _once(said: set[tuple[int, int]], a: Passage, b: Passage, remark: Remark) -> Iterator[Remark]:
    key = (min(a.number, b.number), max(a.number, b.number))
    if key not in said:
        said.add(key)
        yield remark


def _alike(draft: Draft) -> Iterator[tuple[tuple[Passage, Quantity], tuple[Passage, Quantity]]]:
    """Pairs of numbers for each of the same bodies, of the same others, in one unit."""
    shelves: dict[tuple[str, str, str], list[tuple[Passage, Quantity]]] = {}
    for passage in draft.prose:
        for one in passage.reading.quantities:
            if (key := dealt(draft, passage, one)) is not None:
                shelves.setdefault(key, []).append((passage, one))
    for ones in shelves.values():
        yield from combinations(ones[:MANY], 2)


def _different(a: Clause, b: Clause) -> Remark | None:
    if a.passage.chapter == b.passage.chapter and a.passage.document == b.passage.document:
        return None
    for one, other in _matching(a, b):
        if one.unit in TIMES:
            continue  # how long something may take hangs on the case
        if (one.low, one.high, one.per) != (other.low, other.high, other.per) and bool(one.per) == bool(other.per):
            return Remark("number-differs", _both(a, b), {"one": _words(a, one), "other": _words(b, other)})
    if len(a.moments) == len(b.moments) == 1:
        mine, theirs = a.moments[0], b.moments[0]
        if mine.last and theirs.last and (mine.first, mine.last) != (theirs.first, theirs.last):
            values = {"one": mine.span.text, "other": theirs.span.text}
            return Remark("date-differs", _both(a, b), values)
    return None


def _matching(a: Clause, b: Clause) -> Iterator[tuple[Quantity, Quantity]]:
    """The one number of each clause, where both have one and of one unit."""
    if len(a.quantities) == len(b.quantities) == 1 and a.quantities[0].unit == b.quantities[0].unit:
        yield a.quantities[0], b.quantities[0]


def _words(clause: Clause, one: Quantity) -> str:
    """The number with the window that it is for: 每月至少一次."""
    inside = [
        window.span for window in clause.passage.reading.windows if clause.start <= window.span.start < clause.end
    ]
    return "".join(dict.fromkeys([*(span.text for span in inside), one.span.text]))


def _laxer(mine: Quantity, theirs: Quantity) -> bool:
    """Whether a number asks less for certain."""
    if theirs.comparator in CEILINGS:
        return (
            mine.comparator in (*CEILINGS, "equals") and mine.per == theirs.per
            and mine.high is not None and theirs.high is not None and mine.high > theirs.high
        )  # fmt: skip
    if theirs.comparator not in (*FLOORS, "equals") or mine.comparator not in (*FLOORS, "equals"):
        return False
    if mine.low is None or theirs.low is None:
        return False
    if mine.per == theirs.per:
        return mine.low < theirs.low
    if mine.per not in PER_YEAR or theirs.per not in PER_YEAR:
        return False
    return mine.low * PER_YEAR[mine.per][1] < theirs.low * PER_YEAR[theirs.per][0]
