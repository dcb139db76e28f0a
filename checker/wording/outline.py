"""From the text of a policy document to its places: 三（二）1 ③ is the third sentence of item 三（二）1.

A place is an item and an ordinal. Items are numbered as the document numbers them; what comes before the first is 题
(title, number, addressee, date) or 前言; annexes start anew behind 附件, 附件1…; rows of tables are 行1…; the closing
lines are 尾. A heading without a full stop is ① of its item. Sentences end at 。！？； outside round brackets.

A page break is undone unless the next line opens an item. What words alone cannot decide is left as it stands: a break
within the first words of an item, before any comma or stop, looks like a heading.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Literal

from checker.wording.lines import CLOSERS, ENDS, HEADING, TITLE, Line, Number, closed, in_bracket, lines
from checker.wording.text import fingerprint, fold, normalise, ordinal

__all__ = ["Kind", "Sentence", "fingerprint", "normalise", "outline"]

Kind = Literal["title", "heading", "sentence", "row", "signature"]

FRONT, PREAMBLE, END, ROW = "题", "前言", "尾", "行"
_STOP = re.compile("[。！？；!?;]")
_TAIL = 400
_LEAD = 20
"""Longest first sentence that counts as the item's heading: `1. 组建办法。`"""


@dataclass(frozen=True)
class Sentence:
    """One sentence, heading or table row (its cells parted by tabs): where it stands and what stands for its words."""

    place: str
    text: str
    kind: Kind
    fingerprint: str


@dataclass
class _Block:
    """Lines that belong together. `kind` is `title`, `heading`, `prose`, `row` or `signature`; `opens` is the level of
    the item that starts here, 0 for none; `tail` the last words."""

    kind: str
    prefix: str
    tail: str
    opens: int = 0
    parts: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.parts.append(self.tail)

    @property
    def text(self) -> str:
        return "".join(self.parts)

    def join(self, line: Line) -> None:
        """Chinese text is joined without a blank; between two Latin words the break was one. Only `tail` is looked at
        while reading, so that a text of many lines takes time in proportion."""
        before, after = self.tail[-1:], line.text[:1]
        latin = before.isascii() and before.isalnum() and after.isascii() and after.isalpha()
        self.parts.append((" " if latin else "") + line.text)
        self.tail = (self.tail + self.parts[-1])[-_TAIL:]


@dataclass
class _Position:
    """Where the reader stands: the annex, the open items by level, and the numbers last met."""

    annex: str = ""
    items: dict[int, Number] = field(default_factory=dict)
    running: dict[int, int] = field(default_factory=dict)
    fresh: bool = True
    """Before the first numbered item of the document or annex."""

    def prefix(self) -> str:
        path = "".join(number.label for _, number in sorted(self.items.items()))
        return " ".join(part for part in (self.annex, path) if part)

    def expects(self, number: Number) -> bool:
        """The next of its kind: after the last under this parent, or, where a document counts on across its chapters,
        after the last anywhere."""
        here = self.items.get(number.level)
        return number.value in ((here.value if here else 0) + 1, self.running.get(number.level, 0) + 1)

    def enter(self, number: Number) -> None:
        self.items = {level: open_ for level, open_ in self.items.items() if level < number.level}
        self.items[number.level] = number
        self.running[number.level] = number.value
        self.fresh = False


def outline(text: str) -> tuple[Sentence, ...]:
    """Every sentence of the document in order; places are unique. Never fails: text without any numbering is 前言."""
    counts: Counter[str] = Counter()
    found: list[Sentence] = []
    blocks = _blocks(list(lines(text)))
    for block, following in zip_longest(blocks, blocks[1:]):
        parts = list(_sentences(block.text)) if block.kind == "prose" else [block.text]
        for i, part in enumerate(parts):
            row = block.kind == "row"
            prefix = block.prefix + (f" {ROW}" if row else "")
            counts[prefix] += 1
            mark = str(counts[prefix]) if row else f" {ordinal(counts[prefix])}"
            leads = len(parts) > 1 or (following is not None and following.opens > block.opens)
            kind = _kind(block, part, first=i == 0, leads=leads)
            found.append(Sentence((prefix + mark).strip(), part, kind, fingerprint(part)))
    return tuple(found)


def _kind(block: _Block, part: str, *, first: bool, leads: bool) -> Kind:
    match block.kind:
        case "title":
            return "title"
        case "heading":
            return "heading"
        case "row":
            return "row"
        case "signature":
            return "signature"
    lead = first and leads and block.opens and len(part) <= _LEAD and "," not in fold(part) and closed(part)
    return "heading" if lead else "sentence"


def _blocks(all_lines: list[Line]) -> list[_Block]:
    """Lines joined across page breaks and parted where the document parts."""
    blocks: list[_Block] = []
    at = _Position()
    parted = True  # nothing can go on: the start of the document or of an annex
    for i, line in enumerate(all_lines):
        last = None if parted else blocks[-1]
        prose = last.tail if last and last.kind == "prose" else None
        if line.cells:
            blocks.append(_Block("row", at.annex or at.prefix(), line.text))
        elif last and prose is not None and in_bracket(prose):
            last.join(line)
        elif (annex := line.annex()) and blocks:
            at = _Position(annex[0])
            parted = True
            if annex[1]:
                blocks.append(_Block("title", at.annex, annex[1]))
            continue
        elif (numbered := line.number()) and (prose is None or closed(prose) or at.expects(numbered[0])):
            number, rest = numbered
            at.enter(number)
            heading = line.marked or Line(rest, fold(rest)).title(HEADING)
            blocks.append(_Block("heading" if heading else "prose", at.prefix(), rest, opens=number.level))
        elif (prose is None or closed(prose)) and (at.annex or not at.fresh) and _closes(all_lines, i):
            blocks.append(_Block("signature", END, line.text))
        elif last and prose is not None and not _parts(last, at, line):
            last.join(line)
        else:
            blocks.append(_unnumbered(blocks, at, line))
        parted = False
    return [block for block in blocks if normalise(block.text)]


def _parts(last: _Block, at: _Position, line: Line) -> bool:
    """Whether an unnumbered line stands apart from the prose before it: a Markdown heading, a title among the front
    matter, a labelled line after a sentence without comma (牵头学校：… 成员学校：…)."""
    if line.marked:
        return True
    if closed(last.tail):
        return at.fresh and line.title(TITLE)
    unfinished = _STOP.split(last.tail[-2 * TITLE :])[-1]
    return line.label() and "," not in fold(unfinished)


def _unnumbered(blocks: list[_Block], at: _Position, line: Line) -> _Block:
    """A line without number that opens a block: a title or prose before the first item, else a heading or prose."""
    front = at.fresh and not at.annex
    if at.fresh and (line.marked or line.title(TITLE) or (front and _addresses(blocks, line))):
        return _Block("title", FRONT if front else at.annex, line.text)
    return _Block("heading" if line.marked else "prose", PREAMBLE if front else at.prefix(), line.text)


def _addresses(blocks: list[_Block], line: Line) -> bool:
    """The addressee: ends with a colon and comes before any prose."""
    return (
        line.folded.endswith(":")
        and len(line.text) <= TITLE
        and len(blocks) < 20
        and all(block.kind == "title" for block in blocks)
    )


def _closes(all_lines: list[Line], i: int) -> bool:
    """A closing line, or the issuer's name (at most three lines) before one."""
    for line in all_lines[i : i + 4]:
        if line.closing():
            return True
        if line.cells or line.marked or line.number() or line.annex() or not line.title(HEADING):
            return False
    return False


def _sentences(text: str) -> Iterator[str]:
    """Cut after 。！？； and the quotation marks that close with them. Nothing is cut inside round brackets."""
    enclosed = _enclosed(text)
    start = i = 0
    while i < len(text):
        if text[i] in ENDS and not enclosed[i]:
            while i + 1 < len(text) and text[i + 1] in ENDS | CLOSERS:
                i += 1
            yield text[start : i + 1].strip()
            start = i + 1
        i += 1
    if rest := text[start:].strip():
        yield rest


def _enclosed(text: str) -> list[bool]:
    """For each character whether it stands inside a pair of round brackets; an odd one encloses nothing."""
    inside = [False] * len(text)
    openings: list[int] = []
    for i, char in enumerate(fold(text)):
        if char == "(":
            openings.append(i)
        elif char == ")" and openings:
            start = openings.pop()
            if i - start <= 300:
                inside[start:i] = [True] * (i - start)
    return inside
