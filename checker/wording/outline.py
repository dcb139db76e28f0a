"""From the text of a policy document to its places: 三（二）1 ③ is the third sentence of item 三（二）1.

A place is an item and an ordinal. Items are numbered as the document numbers them; articles that run on through the
chapters stand alone (第十二条 ②). What comes before the first item is 题 (title, number, addressee, date) or 前言; annexes
start anew behind 附件, 附件1…; rows of tables and rosters are 行1…; the closing lines are 尾. A heading without a full stop
is ① of its item. Sentences end at 。！？； outside round brackets. All these words are the tables' (`numbering`).

A page break is undone unless the next line opens an item. What words alone cannot decide is left as it stands: a break
within the first words of an item, before any comma or stop, looks like a heading. Numbers printed wrong keep their
places, and `slips` names them; a number printed twice goes on counting sentences, so that places are unique.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, zip_longest
from typing import Literal

from checker.wording.blocks import Block, Reader
from checker.wording.lines import closed
from checker.wording.numbering import Number, Numbering, numbering_of
from checker.wording.sentences import sentences
from checker.wording.tables import filled, lines
from checker.wording.text import fingerprint, fold, normalise, ordinal

__all__ = ["Kind", "Sentence", "Slip", "fingerprint", "normalise", "outline", "read_outline", "slips"]

Kind = Literal["title", "heading", "sentence", "row", "signature"]


@dataclass(frozen=True)
class Sentence:
    """One sentence, heading or table row (its cells parted by tabs): where it stands and what stands for its words.

    `item` are the labels of the item that it belongs to, from the outermost, without those a place leaves out; `annex`
    is its annex. `cells` are those of a row, a merged cell in every row that it spans; `text` has it once.
    """

    place: str
    text: str
    kind: Kind
    fingerprint: str
    annex: str = ""
    item: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()


@dataclass(frozen=True)
class Slip:
    """A number that is not the next in order, as printed: `expected` was due. The item begins at `place`."""

    place: str
    kind: Literal["skipped", "repeated", "back"]
    number: int
    expected: int


def outline(text: str, words: Numbering | None = None) -> tuple[Sentence, ...]:
    """Every sentence of the document in order; places are unique. Never fails: text without any numbering is 前言.

    `words` is a set of the table of numbering; without one, the shipped set for the language of the text.
    """
    return read_outline(text, words)[0]


def slips(text: str, words: Numbering | None = None) -> tuple[Slip, ...]:
    """Items whose number is skipped, printed twice or set back."""
    return read_outline(text, words)[1]


def read_outline(text: str, words: Numbering | None = None) -> tuple[tuple[Sentence, ...], tuple[Slip, ...]]:
    """`outline` and `slips` of one reading."""
    words = words or numbering_of(text)
    counts: Counter[str] = Counter()
    found: list[Sentence] = []
    wrong: list[Slip] = []
    blocks = Reader(list(lines(text, words)), words).blocks
    shown = _shown(blocks, words)
    cells = _cells(blocks)
    for n, (block, following) in enumerate(zip_longest(blocks, blocks[1:])):
        item = shown[n]
        row = block.kind == "row"
        prefix = _prefix(block, item, words) + (f" {words.raw['places']['row']}" if row else "")
        parts = list(sentences(block.text, words)) if block.kind == "prose" else [block.text]
        for i, part in enumerate(parts):
            counts[prefix] += 1
            mark = str(counts[prefix]) if row else f" {ordinal(counts[prefix])}"
            inner = following is not None and following.opens is not None and block.opens is not None
            leads = len(parts) > 1 or (inner and following.opens.level > block.opens.level)  # type: ignore[union-attr]
            kind = _kind(block, part, words, leads=leads and i == 0)
            place = (prefix + mark).strip()
            if i == 0 and block.expected and block.opens:
                wrong.append(_slip(place, block.opens.value, block.expected))
            labels = tuple(number.label for number in item)
            found.append(Sentence(place, part, kind, fingerprint(part), block.annex, labels, cells.get(n, ())))
    return tuple(found), tuple(wrong)


def _slip(place: str, number: int, expected: int) -> Slip:
    kind: Literal["skipped", "repeated", "back"] = "skipped" if number > expected else "back"
    return Slip(place, "repeated" if number == expected - 1 else kind, number, expected)


def _prefix(block: Block, item: tuple[Number, ...], words: Numbering) -> str:
    if block.part:
        return str(words.raw["places"][block.part])
    path = str(words.raw["between"]).join(number.label for number in item)
    return " ".join(part for part in (block.annex, path) if part)


def _shown(blocks: list[Block], words: Numbering) -> list[tuple[Number, ...]]:
    """The numbers of each block that its place shows. Left out are the chapters over numbers that run on through them,
    if they really do, and a number that the next repeats (5 over 5.2)."""
    paths = {(block.annex, block.path) for block in blocks}
    for level in sorted(words.alone, reverse=True):
        firsts = Counter(
            annex for annex, upper in {(a, _upto(p, level)) for a, p in paths} if upper and upper[-1].value == 1
        )
        restarts = {annex for annex, count in firsts.items() if count > 1}
        for block in blocks:
            if block.annex not in restarts and _upto(block.path, level):
                block.path = tuple(number for number in block.path if number.level >= level)
        paths = {(block.annex, block.path) for block in blocks}
    return [_without_repeats(block.path) for block in blocks]


def _upto(path: tuple[Number, ...], level: int) -> tuple[Number, ...]:
    """The numbers of a path down to one of this level, none if it has none."""
    upper = tuple(number for number in path if number.level <= level)
    return upper if upper and upper[-1].level == level else ()


def _without_repeats(path: tuple[Number, ...]) -> tuple[Number, ...]:
    kept: list[Number] = []
    for number in path:
        while number.up and kept and (number.up == kept[-1].mark or number.up.startswith(kept[-1].mark + ".")):
            kept.pop()
        kept.append(number)
    return tuple(kept)


def _cells(blocks: list[Block]) -> dict[int, tuple[str, ...]]:
    """The cells of every row of a table, by the number of its block; consecutive rows are one table."""
    found: dict[int, tuple[str, ...]] = {}
    rows = [n for n, block in enumerate(blocks) if block.cells]
    for table in _runs(rows):
        found.update(zip(table, filled([blocks[n].cells for n in table]), strict=True))
    return found


def _runs(numbers: list[int]) -> Iterator[list[int]]:
    for _, run in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0]):
        yield [number for _, number in run]


def _kind(block: Block, part: str, words: Numbering, *, leads: bool) -> Kind:
    match block.kind:
        case "title":
            return "title"
        case "heading":
            return "heading"
        case "row":
            return "row"
        case "signature":
            return "signature"
    able = leads and block.opens is not None and block.opens.level not in words.leadless
    lead = able and len(part) <= words.raw["lead"] and fold(part)[-1:] != ":"
    lead = lead and "," not in fold(part) and closed(part, words)
    return "heading" if lead else "sentence"
