"""Bands (grades, subsidies, posts): values that lie in two of them, or in none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import groupby, pairwise

from checker.proofreading.draft import Draft, Passage, spots
from checker.proofreading.nouns import Remark
from checker.proofreading.numbers import CEILINGS, FLOORS, TIMES, measured, plain, words_before
from checker.wording.nouns import Quantity
from checker.wording.text import normalise

FEWEST = 2
AT = frozenset({"at_least", "at_most"})


@dataclass(frozen=True)
class Band:
    """From `low` to `high`, None where open. `has_low` and `has_high` say whether the end itself is in the band, `sure` that the
    text says so in brackets."""

    passage: Passage
    start: int
    end: int
    low: Fraction | None
    high: Fraction | None
    has_low: bool
    has_high: bool
    sure: bool
    unit: str
    unit_words: str


def bands(draft: Draft) -> Iterator[Remark]:
    """Runs of bands of one measure in one item, or down one column of a table."""
    for ones in _texts(draft):
        for run in _runs(ones):
            yield from _judged(draft, run)


def _texts(draft: Draft) -> Iterator[list[Band]]:
    """All bands of an item, of a row, and of a column, each in order."""
    for _, passages in groupby(draft.passages, lambda one: (one.annex, one.item, one.number if one.cells else -1)):
        yield [band for passage in passages for band in _of(draft, passage)]
    for rows in draft.tables:
        for column in range(max(len(row.cells) for row in rows)):
            yield [band for row in rows for band in _cell(draft, row, column)]


def _of(draft: Draft, passage: Passage) -> Iterator[Band]:
    """The bands of a passage; 80分以上不足90分 is one. What is to be paid or suffered is none."""
    sanctions = draft.pattern("sanctions")
    waiting: Band | None = None
    for one in passage.reading.quantities:
        band = _band(draft, passage, one)
        if band is not None and sanctions.search(passage.norm, *passage.near(band.start)):
            band = None
        if waiting is not None:
            if band is not None and band.low is None and band.unit == waiting.unit and band.start - waiting.end <= 1:
                yield replace(band, start=waiting.start, low=waiting.low, has_low=waiting.has_low)
                waiting = None
                continue
            yield waiting
            waiting = None
        if band is not None and band.low is not None and band.high is None:
            waiting = band
        elif band is not None:
            yield band
    if waiting is not None:
        yield waiting


def _cell(draft: Draft, row: Passage, column: int) -> Iterator[Band]:
    """The band that a cell is, which must hold nothing else."""
    if column < len(row.cells):
        cell = normalise(row.cells[column])
        start = row.norm.find(cell) if cell else -1
        inside = [b for b in _of(draft, row) if start <= b.start < start + len(cell)] if start >= 0 else []
        if len(inside) == 1 and len(draft.read(cell).quantities) == 1:
            yield inside[0]


def _band(draft: Draft, passage: Passage, one: Quantity) -> Band | None:
    """A quantity that divides cases: a range, or a bound said behind the number (90分以上) or by 不足; what is said before it
    (不少于3次) is a demand."""
    if one.about or one.unit in TIMES or one.per or (one.low is None and one.high is None):
        return None
    start, end, unit, words = one.span.start, one.span.end, measured(one), one.unit_word or ""
    inside, outside = _brackets(draft, passage, one.span.end)
    if one.low is not None and one.high is not None and one.low < one.high:
        settled = inside is not None
        return Band(
            passage,
            start,
            end,
            one.low,
            one.high,
            inside != one.high,
            not settled or inside == one.high,
            settled,
            unit,
            words,
        )
    number = one.low if one.low is not None else one.high
    demand = words_before(draft, passage, one, draft.language.comparators.reach)
    if number is None or one.comparator not in FLOORS | CEILINGS or (demand and one.comparator in AT):
        return None
    at = one.comparator in AT
    floor = one.comparator in FLOORS
    sure = not at or inside is not None or outside
    low, high = (number, None) if floor else (None, number)
    return Band(
        passage,
        start,
        end,
        low,
        high,
        at and floor and not outside,
        at and not floor and not outside,
        sure,
        unit,
        words,
    )


def _brackets(draft: Draft, passage: Passage, at: int) -> tuple[Fraction | None, bool]:
    """What a bracket behind a number says: the bound that counts, or that it does not."""
    close = passage.norm.find(")", at, at + 14) if passage.norm[at : at + 1] == "(" else -1
    if close < 0:
        return None, False
    inside = passage.norm[at + 1 : close]
    if any(inside.startswith(word) for word in draft.words("excluded")):
        return None, True
    if not any(inside.startswith(word) for word in draft.words("included")):
        return None, False
    found = draft.language.numeral.search(inside)
    value = draft.language.numerals.value(found[0]) if found else None
    return (Fraction(value) if value is not None else Fraction(-1)), False


def _runs(ones: Sequence[Band]) -> Iterator[list[Band]]:
    """Bands of one measure that run up or down, from one end that is open to the other."""
    for unit in dict.fromkeys(one.unit for one in ones):
        run: list[Band] = []
        for one in (band for band in ones if band.unit == unit):
            if run and not _goes_on(run, one):
                yield from _whole(run)
                run = []
            run.append(one)
        yield from _whole(run)


def _goes_on(run: Sequence[Band], one: Band) -> bool:
    ends = [_middle(band) for band in (*run, one)]
    same = one.passage.clause(one.start) != run[-1].passage.clause(run[-1].start) or one.passage is not run[-1].passage
    return same and (all(a < b for a, b in pairwise(ends)) or all(a > b for a, b in pairwise(ends)))


def _middle(band: Band) -> Fraction:
    """Where a band stands among others: open ends count as half a step beyond."""
    if band.low is None:
        return (band.high or Fraction(0)) - Fraction(1, 2)
    return band.low + Fraction(1, 2) if band.high is None else (band.low + band.high) / 2


def _whole(run: list[Band]) -> Iterator[list[Band]]:
    """A run is a set of bands where it is open at both ends, or has ranges and one open end."""
    floors, ceilings = sum(b.high is None for b in run), sum(b.low is None for b in run)
    ranges = len(run) - floors - ceilings
    if (
        len(run) >= FEWEST
        and floors <= 1
        and ceilings <= 1
        and (floors + ceilings == 2 or (ranges and len(run) > FEWEST))
    ):
        yield sorted(run, key=_middle)


def _judged(draft: Draft, run: Sequence[Band]) -> Iterator[Remark]:
    whole = draft.pattern("whole_numbers")
    stepped = any(whole.search(one.norm) for one in draft.chapters[run[0].passage.chapter])
    dense = run[0].unit in draft.words("dense") and not stepped
    gaps: list[tuple[Band, Band, str]] = []
    both: list[tuple[Band, Band, str]] = []
    for lower, upper in pairwise(run):
        end, begin = lower.high, upper.low
        if end is None or begin is None:
            continue
        if len(run) == FEWEST and abs(begin - end) > (Fraction(1, 100) if lower.unit == "share" else 1):
            continue  # two bounds far apart: what lies between may well be left alone
        has_end, has_begin = _settled(lower, upper)
        if end > begin or (end == begin and has_end and has_begin):
            words = _said(begin, lower) if end == begin else f"{_said(begin, lower)}—{_said(end, lower)}"
            both.append((lower, upper, words))
        elif (end < begin and (dense or begin - end > 1)) or (end == begin and not has_end and not has_begin):
            words = _said(end, lower) if end == begin else f"{_said(end, lower)}—{_said(begin, lower)}"
            gaps.append((lower, upper, words))
    rest = draft.pattern("others")
    if any(rest.search(one.norm) for one in draft.item(run[0].passage)):
        gaps = []
    for kind, name, found in (("band-gap", "gaps", gaps), ("band-overlap", "values", both)):
        if found:
            shown = sorted(
                (band for lower, upper, _ in found for band in (lower, upper)),
                key=lambda b: (b.passage.number, b.start),
            )
            yield Remark(
                kind,
                spots([band.passage.around(band.start) for band in shown]),
                {name: draft.words("list_mark").join(words for *_, words in found)},
            )


def _settled(lower: Band, upper: Band) -> tuple[bool, bool]:
    """Whether the shared bound is in the lower and in the upper band; a bracket on one settles the other."""
    if upper.sure and upper.has_low and not lower.sure:
        return False, True
    if lower.sure and lower.has_high and not upper.sure:
        return True, False
    return lower.has_high, upper.has_low


def _said(number: Fraction, band: Band) -> str:
    if band.unit == "share":
        return f"{plain(number * 100)}%"
    word = band.unit_words if band.unit != "yuan" else ""
    return f"{plain(number)}{word}"
