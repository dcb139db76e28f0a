"""A document taken apart once for all checks: its sentences and rows with what they say, its clauses, tables and lines."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, groupby
from typing import Any

from checker.proofreading.nouns import Spot
from checker.proofreading.words import Table, any_of, load, reader
from checker.wording.language import Language
from checker.wording.nouns import Reading
from checker.wording.numbering import Numbering, numbering_of
from checker.wording.outline import Kind, Sentence, Slip, read_outline
from checker.wording.reading import read
from checker.wording.text import fold, normalise, visible

NEAR = 120
"""Letters around a number among which what belongs to it is looked for."""
QUOTE = 60
"""Longest quote, in characters."""
LEAD = 16
"""Letters before the words in question with which the quote of an endless clause begins."""


class Lines:
    """The lines of a document (from 1), found by the letters that stand on them."""

    def __init__(self, text: str) -> None:
        rows = [normalise(line) for line in text.splitlines()]
        self._ends = list(accumulate(len(row) for row in rows))
        self._whole = "".join(rows)

    def find(self, text: str, start: int) -> int | None:
        """Offset of a passage that is to stand at `start` or not far behind it; its first letters are enough."""
        wanted = normalise(text)[:QUOTE]
        for length in (len(wanted), len(wanted) // 2, 8):
            found = self._whole.find(wanted[:length], start, start + 20_000) if length else -1
            if found >= 0:
                return found
        return None

    def at(self, words: str, begin: int) -> int:
        """The line of words that belong to the passage which begins at an offset; its own line where they are not found."""
        found = self.find(words, begin)
        return self.of(begin if found is None else found)

    def of(self, offset: int) -> int:
        return min(bisect_right(self._ends, offset) + 1, max(len(self._ends), 1))


@dataclass(frozen=True, eq=False)
class Passage:
    """A sentence, heading or row. `reading.text` is its normalised form (cells joined), to which all offsets refer; `number`
    counts passages from 0, `line` is where it begins, `begin` its offset among the letters of `lines`."""

    number: int
    at: str
    text: str
    kind: Kind
    annex: str
    item: tuple[str, ...]
    cells: tuple[str, ...]
    line: int
    document: str
    reading: Reading
    pauses: frozenset[str]
    lines: Lines
    begin: int

    @property
    def norm(self) -> str:
        return self.reading.text

    @property
    def prose(self) -> bool:
        return self.kind == "sentence"

    @property
    def chapter(self) -> tuple[str, str]:
        return self.annex, self.item[0] if self.item else ""

    @cached_property
    def borders(self) -> tuple[int, ...]:
        """Where the clauses of a sentence and the cells of a row begin, and the end."""
        found = {0, len(self.norm)}
        found |= {i + 1 for i, char in enumerate(self.norm) if char in self.pauses}
        if self.kind == "row":
            found |= set(accumulate(len(normalise(cell)) for cell in self.text.split("\t")))
        return tuple(sorted(one for one in found if one <= len(self.norm)))

    def clause(self, at: int) -> tuple[int, int]:
        """The clause in which an offset lies, without the mark that ends it."""
        found = min(max(bisect_right(self.borders, at), 1), max(len(self.borders) - 1, 1))
        start, end = self.borders[found - 1], self.borders[min(found, len(self.borders) - 1)]
        return start, end - 1 if end > start and self.norm[end - 1] in self.pauses else end

    def near(self, at: int) -> tuple[int, int]:
        """The part of its clause around an offset in which words may belong to it: a clause may be endless."""
        start, end = self.clause(at)
        return max(start, at - NEAR), min(end, at + NEAR)

    def clauses(self) -> Iterator[tuple[int, int]]:
        for start in self.borders[:-1]:
            first, last = self.clause(start)
            if last > first:
                yield first, last

    def printed(self, start: int, end: int) -> str:
        """Words as the document prints them, on one line."""
        kept = self._kept
        words = (
            self.text[kept[start] : kept[end - 1] + 1] if kept and start < end <= len(kept) else self.norm[start:end]
        )
        return _shortened(" ".join(words.split()))

    def spot(self, start: int = 0, end: int | None = None) -> Spot:
        """The whole passage, or the words between two offsets."""
        last = len(self.norm) if end is None else end
        line = self.lines.at(self.norm[start : min(last, start + QUOTE)], self.begin) if start else self.line
        return Spot(self.at, self.printed(start, last), line, self.document)

    def around(self, start: int, end: int | None = None) -> Spot:
        """The clauses from one offset to another; of a long one so much that the words between the offsets are in the quote."""
        stop = max(start, (end if end is not None else start + 1) - 1)
        first, last = self.clause(start)[0], self.clause(stop)[1]
        if last - first > QUOTE and stop - first >= QUOTE - LEAD:
            first = max(first, start - LEAD)
        return self.spot(first, last)

    @cached_property
    def _kept(self) -> tuple[int, ...]:
        """Offset in `text` of each normalised character; empty where the two forms cannot be laid side by side."""
        folded = fold(self.text)
        kept = [i for i, char in enumerate(folded) if not char.isspace() and visible(char)]
        if "".join(folded[i] for i in kept) != self.norm:
            kept = [i for i in kept if folded[i] not in "*#"]
        return tuple(kept) if "".join(folded[i] for i in kept) == self.norm else ()


@dataclass(frozen=True, eq=False)
class Draft:
    """A document that is proofread. `id` is empty for the one in hand, the name of one that stands beside or above it."""

    id: str
    passages: tuple[Passage, ...]
    slips: tuple[Slip, ...]
    language: Language
    numbering: Numbering
    table: Table

    def words(self, name: str) -> Any:
        """An entry of the words for this document's language; an empty list where it has none."""
        return self.table.words.get(self.language.key, {}).get(name, [])

    def pattern(self, name: str) -> re.Pattern[str]:
        return any_of(self.words(name))

    def read(self, text: str) -> Reading:
        return read(text, reader())

    @cached_property
    def prose(self) -> tuple[Passage, ...]:
        """Sentences of items and annexes: what is before the first item only says why and to whom."""
        return tuple(one for one in self.passages if one.prose and (one.item or one.annex))

    @cached_property
    def annexes(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one.annex for one in self.passages if one.annex))

    @cached_property
    def tables(self) -> tuple[tuple[Passage, ...], ...]:
        """Runs of rows with cells."""
        runs = groupby(self.passages, lambda one: bool(one.cells))
        return tuple(tuple(rows) for table, rows in runs if table)

    def item(self, passage: Passage) -> tuple[Passage, ...]:
        """All passages of the item that one belongs to."""
        return self._items.get((passage.annex, passage.item), (passage,))

    def listed(self, passage: Passage) -> bool:
        """Whether a sentence is a member of a list: what stands above it ends with a colon, or it does not end with a stop."""
        above = self._items.get((passage.annex, passage.item[:-1]), ()) if passage.item[:-1] else ()
        open_end = passage.norm[-1:] not in self.numbering.folded_ends - {";"}
        return open_end or any(one.norm.endswith(":") for one in above)

    def headings(self, passage: Passage) -> tuple[Passage, ...]:
        """The headings above a passage, from its own item to the outermost."""
        uppers = (passage.item[:depth] for depth in range(len(passage.item), 0, -1))
        return tuple(
            one for upper in uppers for one in self._items.get((passage.annex, upper), ()) if one.kind == "heading"
        )

    @cached_property
    def chapters(self) -> dict[tuple[str, str], list[Passage]]:
        """All passages of each chapter."""
        found: dict[tuple[str, str], list[Passage]] = {}
        for one in self.passages:
            found.setdefault(one.chapter, []).append(one)
        return found

    @cached_property
    def _items(self) -> dict[tuple[str, tuple[str, ...]], tuple[Passage, ...]]:
        found: dict[tuple[str, tuple[str, ...]], list[Passage]] = {}
        for one in self.passages:
            if one.item and not one.cells:
                found.setdefault((one.annex, one.item), []).append(one)
        return {key: tuple(ones) for key, ones in found.items()}


def make(text: str, name: str = "") -> Draft:
    """Never fails: a text without any structure is a draft with one passage a sentence. `name` marks what is quoted from a
    document that stands beside the one that is read."""
    numbering = numbering_of(text)
    sentences, slips = read_outline(text, numbering)
    language = reader().choose(text)
    lines = Lines(text)
    passages = tuple(_passages(sentences, lines, name, language))
    return Draft(name, passages, slips, language, numbering, load())


def _passages(sentences: Sequence[Sentence], lines: Lines, name: str, language: Language) -> Iterator[Passage]:
    at = 0
    for number, one in enumerate(sentences):
        begin = lines.find(one.text, at)
        at = at if begin is None else begin + 1
        begin = max(at - 1, 0)
        yield Passage(
            number, one.place, one.text, one.kind, one.annex, one.item, one.cells, lines.of(begin), name,
            read(one.text, reader()), language.pauses, lines, begin,
        )  # fmt: skip


def _shortened(text: str) -> str:
    return text if len(text) <= QUOTE else text[: QUOTE - 1] + "…"


def spots(found: Sequence[Spot]) -> tuple[Spot, ...]:
    """Each once, in order."""
    return tuple(dict.fromkeys(found))
