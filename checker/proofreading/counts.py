"""A number beside a list that is longer or shorter."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from checker.proofreading.draft import Draft, Passage
from checker.proofreading.names import names_of
from checker.proofreading.nouns import Remark
from checker.proofreading.numbers import bare, exact, inner, plain
from checker.wording.nouns import Quantity
from checker.wording.text import fold, normalise

FEWEST = 3
LEAST = 2
"""Smallest number that may count a list: 一项 seldom does."""
REACH = 8
"""Letters behind a number within which the word that opens its list stands."""
LONGEST = 24
"""Letters of a name in a list."""
NEAR = 4
"""Passages behind a heading with a number among which its list stands."""


def lists(draft: Draft) -> Iterator[Remark]:
    """优秀、良好、合格、不合格四个等次; a heading （9所） over its list of schools."""
    for passage in draft.passages:
        if passage.kind == "sentence":
            for one in passage.reading.quantities:
                yield from _beside(draft, passage, one)
        if passage.kind == "heading":
            yield from _heading(draft, passage)


def rows(draft: Draft) -> Iterator[Remark]:
    """A column of a table that counts the rows into which its entry is divided."""
    for table in draft.tables:
        heads = [normalise(cell) for cell in table[0].cells]
        pattern = draft.pattern("count_heads")
        columns = [i for i, head in enumerate(heads) if pattern.search(head)]
        if len(columns) == 1 and columns[0] > 0:
            yield from _counted(draft, table[1:], heads, columns[0])


def _beside(draft: Draft, passage: Passage, one: Quantity) -> Iterator[Remark]:
    counters = draft.words("counters") or ()
    counted = one.unit_word in counters or one.unit in draft.words("counted")
    if not counted or one.low != one.high or one.comparator != "equals" or one.about:
        return
    if one.low is None or one.low < LEAST:
        return
    if (named := _named(draft, passage, one)) and one.low not in named:
        values = {"stated": bare(draft, passage, one), "listed": str(min(named))}
        yield Remark("count-list", (passage.around(one.span.start, len(passage.norm)),), values)
        return
    start = passage.near(one.span.start)[0]
    parts = _listed(draft, passage.norm[start : inner(draft, passage, one)[0]])
    if len(parts) >= FEWEST and len(parts) != one.low:
        values = {"stated": bare(draft, passage, one), "listed": str(len(parts))}
        yield Remark("count-list", (passage.around(one.span.start),), values)


def _named(draft: Draft, passage: Passage, one: Quantity) -> frozenset[int]:
    """How many names the list behind a number has (设5个集团，分别是甲、乙、丙), both ways where 和 may be in a name; empty
    where there is no such list to the end of the sentence."""
    found = draft.pattern("namely").search(passage.norm, one.span.end, one.span.end + REACH)
    if found is None:
        return frozenset()
    rest = passage.norm[found.end() :].lstrip(":").rstrip("。.;")
    parts = rest.split(draft.words("list_mark"))
    if len(parts) < FEWEST or re.search(r"[,;:()。]", rest) or not all(parts) or max(map(len, parts)) > LONGEST:
        return frozenset()
    joined = re.split("|".join(map(re.escape, draft.words("pairs"))) or "(?!)", parts[-1])
    return frozenset((len(parts), len(parts) - 1 + len(joined)))


def _listed(draft: Draft, before: str) -> list[str]:
    """The members of a list that ends where a number begins; empty where the last may be more than a member."""
    mark = draft.words("list_mark")
    parts = before.rstrip("\"'").split(mark)
    if len(parts) < FEWEST:
        return []
    joined = re.split("|".join(map(re.escape, draft.words("pairs"))) or "(?!)", parts[-1])
    if len(joined) > 2 or not all(joined):
        return []
    parts[-1:] = joined
    inner_ones, last = parts[1:-1], parts[-1]
    plausible = all(part and not re.search(r"[()]", part) for part in parts)
    return parts if plausible and len(last) <= max(len(part) for part in inner_ones) + 1 else []


def _heading(draft: Draft, passage: Passage) -> Iterator[Remark]:
    found = [one for one in passage.reading.quantities if exact(one, "schools")]
    if len(found) != 1 or not passage.norm.endswith((")", found[0].span.text)):
        return
    pattern = draft.pattern("list_heads")
    for other in draft.passages[passage.number + 1 : passage.number + 1 + NEAR]:
        if other.item[: len(passage.item)] != passage.item or other.annex != passage.annex or other.kind == "heading":
            return
        label, colon, names = fold(other.text).partition(":")
        if not colon or not pattern.search(label) or draft.words("list_mark") not in names:
            continue
        listed = [part for part in names.split(draft.words("list_mark")) if part.strip()]
        leads = names_of(draft, fold(draft.passages[other.number - 1].text).partition(":")[2])
        extra = sum(1 for one in leads if one not in map(normalise, listed))
        if found[0].low not in (len(listed), len(listed) + extra):
            values = {"stated": found[0].span.text, "listed": str(len(listed))}
            yield Remark("count-list", (passage.spot(), other.spot()), values)
        return


def _counted(draft: Draft, table: Sequence[Passage], heads: Sequence[str], column: int) -> Iterator[Remark]:
    full = [row for row in table if len(row.cells) == len(heads)]
    groups = [(key, list(group)) for key, group in groupby(full, lambda row: row.cells[: column + 1])]
    if not any(len(group) > 1 for _, group in groups):
        return
    for key, group in groups:
        found = draft.read(key[column]).quantities
        if len(found) == 1 and found[0].low is not None and found[0].low != len(group):
            name = normalise(key[column - 1])
            values = {"name": name, "head": heads[column], "stated": plain(found[0].low), "listed": str(len(group))}
            yield Remark("count-rows", (group[0].spot(), group[-1].spot()), values)
