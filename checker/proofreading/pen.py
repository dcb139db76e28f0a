"""Slips of the pen that no reading is needed for: half a pair of marks, a word twice, a number without its unit among its like."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from checker.proofreading.draft import Draft, Passage
from checker.proofreading.nouns import Remark
from checker.proofreading.numbers import exact
from checker.wording.text import visible

FEWEST = 2


def marks(draft: Draft) -> Iterator[Remark]:
    """Marks that open and do not close within their item."""
    pairs = [tuple(pair) for pair in draft.words("marks") if len(pair) == 2]
    prose = [one for one in draft.passages if one.kind not in ("title", "signature")]
    for _, group in groupby(prose, lambda one: (one.annex, one.item, one.at if one.cells else "")):
        ones = list(group)
        for opening, closing in pairs:
            yield from _unpaired(ones, opening, closing)


def doubled(draft: Draft) -> Iterator[Remark]:
    """Words and marks of the table that stand twice."""
    pattern, right = draft.pattern("doubled"), draft.pattern("undoubled")
    for passage in draft.passages:
        text = visible(passage.text)
        blind = [(one.start(), one.end()) for one in right.finditer(text)]
        for one in pattern.finditer(text):
            if not any(a <= one.start() and one.end() <= b for a, b in blind):
                at = len("".join(text[: one.start()].split()))
                yield Remark("doubled", (passage.around(min(at, max(len(passage.norm) - 1, 0))),), {"words": one[0]})
                break


def units(draft: Draft) -> Iterator[Remark]:
    """A number without a unit at the end of its clause, where its like in the sentence have one behind the same letter."""
    for passage in draft.prose:
        like: dict[str, list[str]] = {}
        for one in passage.reading.quantities:
            if one.unit and exact(one, one.unit) and one.span.start and one.unit_word:
                like.setdefault(passage.norm[one.span.start - 1], []).append(one.unit_word)
        for span in passage.reading.unread:
            letter = passage.norm[span.start - 1 : span.start]
            words = like.get(letter, [])
            if len(words) >= FEWEST and len(set(words)) == 1 and span.end == passage.clause(span.start)[1]:
                values = {"words": letter + span.text, "unit": words[0]}
                yield Remark("unit-missing", (passage.around(span.start),), values)


def _unpaired(ones: Sequence[Passage], opening: str, closing: str) -> Iterator[Remark]:
    """The first mark of the item that has no partner. Brackets behind a numeral number something: 1）."""
    open_at: list[tuple[Passage, int]] = []
    wide = {"(": "（", ")": "）"}
    first, last = wide.get(opening, opening), wide.get(closing, closing)
    for passage in ones:
        for i, printed in enumerate(passage.text):
            char = wide.get(printed, printed)
            if char == first:
                open_at.append((passage, i))
            elif char == last:
                if open_at:
                    open_at.pop()
                elif not (last == "）" and passage.text[:i].rstrip()[-1:].isalnum()):
                    yield _unclosed(passage, i, opening + closing)
                    return
    if open_at:
        yield _unclosed(*open_at[-1], opening + closing)


def _unclosed(passage: Passage, at: int, pair: str) -> Remark:
    place = min(len("".join(passage.text[:at].split())), max(len(passage.norm) - 1, 0))
    return Remark("unclosed", (passage.around(place),), {"mark": pair})
