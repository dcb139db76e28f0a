"""Points and weights that do not add up: the items of a scoring table, headings with points, shares of a whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import groupby

from checker.proofreading.draft import Draft, Passage, spots
from checker.proofreading.nouns import Remark, Spot
from checker.proofreading.numbers import exact, percent, plain
from checker.proofreading.words import any_of
from checker.wording.nouns import Quantity
from checker.wording.text import normalise

UNIT = "points"
FEWEST = 2


def points(draft: Draft) -> Iterator[Remark]:
    """Items against the points of their category, and all against the total."""
    for rows in draft.tables:
        column = _column(draft, rows[0])
        if column is not None:
            yield from _table(draft, rows, column)
    yield from _headings(draft)
    for passage in draft.prose:
        yield from _sentence(draft, passage)


def shares(draft: Draft) -> Iterator[Remark]:
    """Shares that divide a whole, in one sentence."""
    part_of, among = draft.pattern("share_of"), draft.pattern("among")
    others = draft.pattern("others")
    weights, divides = draft.pattern("weights"), draft.pattern("divides")
    for passage in draft.passages:
        if passage.cells:
            continue
        parts = [one for one in passage.reading.quantities if exact(one, "share") and _follows(passage, one, part_of)]
        if len(parts) < FEWEST:
            continue
        inner = among.search(passage.norm)
        whole, rest = Fraction(1), parts
        if inner and parts[0].span.start < inner.start() and parts[1].span.start > inner.start():
            other = others.search(passage.norm, inner.end())
            behind = other.start() if other else len(passage.norm)  # 其余占60% is of the whole again
            whole, rest = parts[0].low or Fraction(1), [one for one in parts[1:] if one.span.start < behind]
            if not rest:
                continue
        total = sum((one.low or Fraction(0) for one in rest), Fraction(0))
        complete = len(rest) >= FEWEST and (weights.search(passage.norm) or divides.search(passage.norm))
        if total > whole or (complete and total != whole):
            spot = passage.around(rest[0].span.start, rest[-1].span.end)
            yield Remark("shares-sum", (spot,), {"sum": percent(total), "stated": percent(whole)})


def _sentence(draft: Draft, passage: Passage) -> Iterator[Remark]:
    """满分100分，其中甲60分、乙30分: the parts that one sentence names against the whole that it names before them."""
    found = list(_full(draft, passage))
    opener = any_of([*draft.words("among"), *draft.words("divides")])
    if len({value for value, _ in found}) != 1 or len(opener.findall(passage.norm)) != 1:
        return
    if draft.pattern("others").search(passage.norm) or draft.pattern("earned").search(passage.norm):
        return
    stated, spot = found[0]
    scores = [one for one in passage.reading.quantities if one.unit == UNIT]
    parts = [one for one in scores if not _follows(passage, one, draft.pattern("out_of"))]
    if len(parts) < FEWEST or not all(exact(one, UNIT) and not one.each for one in parts):
        return
    total = sum((one.low or Fraction(0) for one in parts), Fraction(0))
    if total != stated:
        ends = passage.around(parts[0].span.start, parts[-1].span.end)
        yield Remark("points-total", spots([spot, ends]), {"stated": plain(stated), "sum": plain(total)})


def _follows(passage: Passage, one: Quantity, words: re.Pattern[str]) -> bool:
    before = passage.norm[max(0, one.span.start - 6) : one.span.start]
    return any(found.end() == len(before) for found in words.finditer(before))


def _column(draft: Draft, head: Passage) -> int | None:
    """The column that holds the points of each item."""
    heads = [normalise(cell) for cell in head.cells]
    found = [i for i, cell in enumerate(heads) if any(cell.startswith(word) for word in draft.words("point_heads"))]
    return found[0] if len(found) == 1 else None


def _table(draft: Draft, rows: Sequence[Passage], column: int) -> Iterator[Remark]:
    items = [(row, value) for row in rows[1:] if (value := _points(draft, row, column)) is not None]
    totals = any_of(draft.words("totals"))
    lines = [(row, value) for row, value in items if not totals.match(normalise(row.cells[0]))]
    if len(lines) < FEWEST:
        return
    whole = True
    labelled = zip(_categories([row for row, _ in lines], column), lines, strict=True)
    for part, group in groupby(labelled, lambda pair: pair[0]):
        members = [line for _, line in group]
        stated = _stated(draft, part)
        total = sum((value for _, value in members), Fraction(0))
        if stated is not None and (len(members) > 1 or column > 1) and total != stated:
            whole = False
            found = tuple(row.spot() for row, _ in members)
            name = " ".join(part.split())
            yield Remark("points-items", found, {"part": name, "stated": plain(stated), "sum": plain(total)})
    total = sum((value for _, value in lines), Fraction(0))
    for stated, spot in _totals(draft, rows, items):
        if whole and total != stated:
            first = lines[0][0]
            values = {"stated": plain(stated), "sum": plain(total)}
            yield Remark("points-total", (spot, first.spot(), lines[-1][0].spot()), values)


def _categories(rows: Sequence[Passage], column: int) -> Iterator[str]:
    """The category of each row: its first cell with words, or, where a cell was left blank for it, that of the row above."""
    label, at = "", column
    for row in rows:
        first = next((i for i, cell in enumerate(row.cells[:column]) if cell.strip()), column)
        if first < column and first <= at:
            label, at = row.cells[first], first
        yield label


def _points(draft: Draft, row: Passage, column: int) -> Fraction | None:
    """The points of a row; None for one whose cell holds anything but a number."""
    if column >= len(row.cells):
        return None
    found = draft.read(row.cells[column]).quantities
    if len(found) == 1 and found[0].unit in (UNIT, None) and found[0].low == found[0].high:
        return found[0].low
    return None


def _stated(draft: Draft, part: str) -> Fraction | None:
    found = [one for one in draft.read(part).quantities if exact(one, UNIT)]
    return found[0].low if len(found) == 1 else None


def _totals(
    draft: Draft, rows: Sequence[Passage], items: Sequence[tuple[Passage, Fraction]]
) -> Iterator[tuple[Fraction, Spot]]:
    """Totals that the table or the text of its part states; none where the text states several."""
    totals = any_of(draft.words("totals"))
    for row, value in items:
        if totals.match(normalise(row.cells[0])):
            yield value, row.spot()
            return
    texts = [one for one in draft.passages if not one.cells]
    inside = [full for one in texts if one.annex == rows[0].annex for full in _full(draft, one)]
    found = inside or [full for one in texts for full in _full(draft, one)]
    if len({value for value, _ in found}) == 1:
        yield found[0]


def _full(draft: Draft, passage: Passage) -> Iterator[tuple[Fraction, Spot]]:
    for word, value in dict(draft.words("full") or {}).items():
        at = passage.norm.find(word)
        if at >= 0:
            yield Fraction(value), passage.around(at)
    out_of = draft.pattern("out_of")
    for one in passage.reading.quantities:
        if exact(one, UNIT) and _follows(passage, one, out_of):
            yield one.low or Fraction(0), passage.around(one.span.start)


def _headings(draft: Draft) -> Iterator[Remark]:
    """An item whose heading says its points, against those that open the items below it."""
    openings: dict[tuple[str, tuple[str, ...]], tuple[Passage, Fraction]] = {}
    for passage in draft.passages:
        key = (passage.annex, passage.item)
        if passage.item and not passage.cells and key not in openings:
            found = [one for one in passage.reading.quantities if exact(one, UNIT)]
            if len(found) == 1:
                openings[key] = (passage, found[0].low or Fraction(0))
    children: dict[tuple[str, tuple[str, ...]], dict[tuple[str, ...], None]] = {}
    for passage in draft.passages:
        if passage.item[:-1]:
            children.setdefault((passage.annex, passage.item[:-1]), {})[passage.item] = None
    for (annex, item), (passage, stated) in openings.items():
        below = children.get((annex, item), {})
        members = [openings[annex, one] for one in below if (annex, one) in openings]
        if len(members) < FEWEST or len(members) != len(below):
            continue
        total = sum((value for _, value in members), Fraction(0))
        if total != stated:
            values = {"part": passage.printed(0, len(passage.norm)), "stated": plain(stated), "sum": plain(total)}
            yield Remark("points-items", (passage.spot(), *(one.spot() for one, _ in members)), values)
