"""Yearly figures against their total, in tables and in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from checker.proofreading.draft import Draft, Passage
from checker.proofreading.nouns import Remark
from checker.proofreading.numbers import CEILINGS, FLOORS, TIMES, bare, plain
from checker.proofreading.words import any_of
from checker.wording.nouns import Quantity
from checker.wording.text import normalise

FEWEST = 2
LONGEST = 10
"""Years that a plan counts at most."""


def yearly(draft: Draft) -> Iterator[Remark]:
    """Tables with a row a year and a total, sentences with a number a year and one altogether, and the one against the other."""
    for rows in draft.tables:
        years, total = _rows(draft, rows)
        if len(years) >= FEWEST and total is not None:
            yield from _columns(draft, rows, years, total)
            yield from _parts(draft, years, total)
            yield from _text(draft, rows, total)
    for passage in draft.prose:
        yield from _sentence(draft, passage)


def _rows(draft: Draft, rows: Sequence[Passage]) -> tuple[list[Passage], Passage | None]:
    totals = any_of(draft.words("totals"))
    years = [row for row in rows if row.cells and draft.read(row.cells[0]).moments]
    found = [row for row in rows if row.cells and totals.match(normalise(row.cells[0]))]
    return years, found[0] if len(found) == 1 else None


def _number(draft: Draft, row: Passage, column: int) -> Fraction | None:
    if column >= len(row.cells):
        return None
    found = draft.read(row.cells[column]).quantities
    plain_one = len(found) == 1 and found[0].unit != "share" and found[0].low == found[0].high
    return found[0].low if plain_one and found[0].comparator == "equals" else None


def _columns(draft: Draft, rows: Sequence[Passage], years: Sequence[Passage], total: Passage) -> Iterator[Remark]:
    for column in range(1, len(total.cells)):
        values = [_number(draft, row, column) for row in years]
        stated = _number(draft, total, column)
        if stated is None or None in values:
            continue
        summed = sum((one for one in values if one is not None), Fraction(0))
        if stated not in (summed, values[-1]):  # what is counted up from year to year ends with its total
            head = normalise(rows[0].cells[column]) if column < len(rows[0].cells) else ""
            said = {"head": head, "sum": plain(summed), "stated": plain(stated)}
            yield Remark("totals-years", (years[0].spot(), total.spot()), said)


def _parts(draft: Draft, years: Sequence[Passage], total: Passage) -> Iterator[Remark]:
    """A first column that is the sum of the others in all years but one. The total then differs as well."""
    rows = [*years, total]
    width = min(len(row.cells) for row in rows)
    table = [[_number(draft, row, column) for column in range(1, width)] for row in rows]
    columns = [c for c in range(width - 1) if all(line[c] is not None for line in table)]
    if len(columns) <= FEWEST:
        return
    wholes = [_sums([line[c] or Fraction(0) for c in columns]) for line in table[:-1]]
    wrong = [(row, pair) for row, pair in zip(years, wholes, strict=True) if pair[0] != pair[1]]
    if len(wrong) == 1 and len(years) - 1 >= FEWEST:
        row, (whole, parts) = wrong[0]
        said = {"row": normalise(row.cells[0]), "sum": plain(parts), "stated": plain(whole)}
        yield Remark("totals-row", (row.spot(),), said)


def _sums(numbers: Sequence[Fraction]) -> tuple[Fraction, Fraction]:
    return numbers[0], sum(numbers[1:], Fraction(0))


def _text(draft: Draft, rows: Sequence[Passage], total: Passage) -> Iterator[Remark]:
    """The total of the text against the first column, where both speak of the same body."""
    column = next((c for c in range(1, len(total.cells)) if _number(draft, total, c) is not None), None)
    if column is None:
        return
    stated = _number(draft, total, column) or Fraction(0)
    heads = {actor.key for row in rows[:2] for actor in row.reading.actors}
    heads |= {a.key for p in draft.passages if p.annex == total.annex and p.kind == "title" for a in p.reading.actors}
    altogether = draft.pattern("altogether")
    for passage in draft.prose:
        if passage.annex == total.annex or not any(one.unit == "years" for one in passage.reading.quantities):
            continue
        for one in passage.reading.quantities:
            start, end = passage.near(one.span.start)
            spoken = {a.key for a in passage.reading.actors if start <= a.span.start < end}
            word = altogether.search(passage.norm, start, one.span.start)
            if word and spoken & heads and one.unit != "share" and not _agrees(one, stated):
                said = {"sum": _like(draft, stated, one), "stated": one.span.text}
                yield Remark("totals-text", (passage.around(one.span.start), total.spot()), said)


def _agrees(one: Quantity, number: Fraction) -> bool:
    low, high = one.low, one.high
    if one.comparator in FLOORS:
        return low is None or number >= low
    if one.comparator in CEILINGS:
        return high is None or number <= high
    return one.comparator is None or one.about or low is None or high is None or low <= number <= high


def _sentence(draft: Draft, passage: Passage) -> Iterator[Remark]:
    """2022年建3个，2023年建4个，三年共建8个; the whole may stand first, and one number may be that of every year."""
    altogether = draft.pattern("altogether")
    yearly_: list[Quantity] = []
    whole: list[Quantity] = []
    every: list[Quantity] = []
    last = 0
    for one in passage.reading.quantities:
        start = max(passage.near(one.span.start)[0], last)
        moments = [m for m in passage.reading.moments if start <= m.span.start < one.span.start]
        if altogether.search(passage.norm, start, one.span.start):
            whole.append(one)
        elif len(moments) == 1 and moments[0].first and moments[0].last and moments[0].first[:4] == moments[0].last[:4]:
            yearly_.append(one)
        elif one.per == "year" and one.unit not in TIMES and one.comparator == "equals":
            every.append(one)
        last = one.span.end
    yearly_ = yearly_ if len(yearly_) >= FEWEST else _respective(draft, passage) or _repeated(passage, every)
    if len(whole) != 1 or len(yearly_) < FEWEST:
        return
    total, words = whole[0], {one.unit_word for one in (*yearly_, *whole)}
    if len(words) == 1 and all(one.unit != "share" and one.low == one.high and not one.about for one in yearly_):
        summed = sum((one.low or Fraction(0) for one in yearly_), Fraction(0))
        if not _agrees(total, summed):
            said = {"sum": _like(draft, summed, total), "stated": bare(draft, passage, total)}
            yield Remark("totals-text", (passage.spot(),), said)


def _respective(draft: Draft, passage: Passage) -> list[Quantity]:
    """2024年、2025年分别完成10所、20所: as many numbers behind the word as years before it; empty otherwise."""
    word = draft.pattern("respectively").search(passage.norm)
    if word is None:
        return []
    start, end = passage.clause(word.start())
    years = [one for one in passage.reading.moments if start <= one.span.start < word.start()]
    numbers = [one for one in passage.reading.quantities if word.end() <= one.span.start < end]
    return numbers if len(years) == len(numbers) else []


def _repeated(passage: Passage, every: Sequence[Quantity]) -> list[Quantity]:
    """每年50名，三年: the number of every year, once for each of the years that the sentence counts."""
    spans = [one for one in passage.reading.quantities if one.unit == "years" and one.comparator == "equals"]
    if len(every) != 1 or len(spans) != 1 or spans[0].low is None or spans[0].low != spans[0].high:
        return []
    return [every[0]] * int(spans[0].low) if spans[0].low.denominator == 1 and spans[0].low <= LONGEST else []


def _like(draft: Draft, number: Fraction, other: Quantity) -> str:
    """A number in the unit of another: 290万元 beside 300万元."""
    for word, factor in dict(draft.words("scales") or {}).items():
        if word in other.span.text:
            return f"{plain(number / factor)}{word}{other.unit_word or ''}"
    return f"{plain(number)}{other.unit_word or ''}"
