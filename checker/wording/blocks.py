"""Lines joined across page breaks and parted where the document parts: blocks, each with the item that it belongs to."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

from checker.wording.lines import Line, closed, in_bracket, rosters
from checker.wording.numbering import Number, Numbering
from checker.wording.text import fold, normalise

Part = Literal["front", "preamble", "end", ""]
_TAIL = 400
_AHEAD = 3
"""How many numbers may be missing before a form that only the order can prove is no longer believed."""


@dataclass
class Block:
    """Lines that belong together. `kind` is `title`, `heading`, `prose`, `row` or `signature`; `opens` is the number of
    the item that starts here; `tail` the last words."""

    kind: str
    tail: str
    words: Numbering
    annex: str = ""
    path: tuple[Number, ...] = ()
    part: Part = ""
    opens: Number | None = None
    cells: tuple[str, ...] = ()
    expected: int = 0
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
        joint = (" " if latin else self.words.raw["joint"]) if self.tail else ""
        self.parts.append(joint + line.text)
        self.tail = (self.tail + self.parts[-1])[-_TAIL:]


@dataclass
class _Position:
    """Where the reader stands: the annex, the open items by level, and the numbers last met."""

    annex: str = ""
    items: dict[int, Number] = field(default_factory=dict)
    running: dict[int, int] = field(default_factory=dict)
    fresh: bool = True
    """Before the first numbered item of the document or annex."""
    listing: Number | None = None
    """The last entry of a list of annexes, whose entries are numbered but are no items."""

    def path(self) -> tuple[Number, ...]:
        return tuple(number for _, number in sorted(self.items.items()))

    def due(self, number: Number) -> tuple[int, int]:
        """The next of its kind: after the last under this parent, or, where a document counts on across its chapters,
        after the last anywhere."""
        here = self.items.get(number.level)
        if number.up and here and here.up != number.up:
            here = None
        return (here.value if here else 0) + 1, self.running.get(number.level, 0) + 1

    def expects(self, number: Number) -> bool:
        return number.value in self.due(number) and self._under(number)

    def believes(self, number: Number) -> bool:
        """Whether a form that proves nothing by itself may be an item: soon after the last one."""
        here = self.due(number)
        return any(due <= number.value <= due + _AHEAD for due in here) and self._under(number)

    def _under(self, number: Number) -> bool:
        """A number that repeats that of the item above (5.2) stands under it or beside one that does."""
        return not number.up or any(
            open_.mark == number.up or (open_.level == number.level and open_.up == number.up)
            for open_ in self.items.values()
        )

    def enter(self, number: Number) -> None:
        self.items = {level: open_ for level, open_ in self.items.items() if level < number.level}
        self.items[number.level] = number
        self.running[number.level] = number.value
        self.fresh = False


class Reader:
    """Reads lines into `blocks`."""

    def __init__(self, lines: list[Line], words: Numbering) -> None:
        self.lines = lines
        self.words = words
        self.at = _Position()
        self.blocks: list[Block] = []
        self.parted = True  # nothing can go on: the start of the document or of an annex
        self.parting = {n.level for line in lines for n, _ in line.numbers if not n.order}
        columns = rosters(lines)
        for i, line in enumerate(lines):
            if line.cells or i in columns:
                self._add(Block("row", line.text, words, cells=line.cells))
            else:
                self._read(i, line)
        self.blocks = [block for block in self.blocks if normalise(block.text)]

    def _read(self, i: int, line: Line) -> None:
        last = None if self.parted else self.blocks[-1]
        prose = last.tail if last and last.kind == "prose" else None
        ended = prose is None or closed(prose, self.words)
        if last and prose is not None and in_bracket(prose):
            last.join(line)
        elif line.annex and self.blocks and (ended or not self.words.raw["wrapped"]):
            self._annex(*line.annex)
        elif self._listed(line):
            self._add(Block("title", line.text, self.words), path=())
        elif found := self._number(line, last, ended):
            self._item(line, *found)
        elif ended and (self.at.annex or not self.at.fresh) and self._closes(i):
            self._add(Block("signature", line.text, self.words, part="end"), path=())
        elif last and last.opens and not last.text and not line.marked:  # a number alone on its line
            last.join(line)
            last.kind = "heading" if line.title() else "prose"
        elif ended and self._captions(i):
            self._add(Block("title", line.text, self.words), path=())
        elif last and prose is not None and not self._parts(last, line):
            last.join(line)
        else:
            self._unnumbered(line)

    def _add(self, block: Block, path: tuple[Number, ...] | None = None) -> None:
        """With the annex and item where the reader stands; rows of an annex are counted through all its items."""
        block.annex = "" if block.part else self.at.annex
        within = () if block.part or (block.kind == "row" and block.annex) else self.at.path()
        block.path = within if path is None else path
        self.blocks.append(block)
        self.parted = False

    def _annex(self, label: str, title: str) -> None:
        first = [number for number, _ in Line(title, self.words).numbers if number.value == 1]
        self.at = _Position(label, listing=first[0] if first else None)
        if title:
            self._add(Block("title", title, self.words))
        self.parted = True

    def _proved(self, number: Number, rest: Line) -> bool:
        """Behind a sentence that has ended: any number but one that needs the order and is out of it."""
        if number.glued and number.level in self.parting and not rest.title():
            return False
        return not number.order or self.at.believes(number)

    def _listed(self, line: Line) -> bool:
        """The next entry in a list of annexes."""
        last = self.at.listing
        entry = next((n for n, _ in line.numbers if last and (n.level, n.value) == (last.level, last.value + 1)), None)
        if entry and line.title():
            self.at.listing = entry
            return True
        return False

    def _number(self, line: Line, last: Block | None, ended: bool) -> tuple[Number, str] | None:
        """The number that opens an item here. Of several readings ((i): the ninth letter or one) the next in order, and
        the outer one unless what stands before announces a list."""
        found = [
            (number, rest)
            for number, rest in line.numbers
            if (ended and self._proved(number, replace(line, text=rest)))
            or (not number.order and self.at.expects(number))
        ]
        if not found:
            return None
        fitting = [one for one in found if self.at.expects(one[0])] or found
        announced = last is not None and last.tail[-1:] in {":", "："}
        return fitting[-1] if announced and fitting[-1][0].value == 1 else fitting[0]

    def _item(self, line: Line, number: Number, rest: str) -> None:
        """An item opens, with its heading or the first words of its text."""
        due = self.at.due(number)
        expected = 0 if number.value in due else due[1 if number.level in self.words.alone else 0]
        self.at.enter(number)
        self.at.listing = None
        longest = self.words.raw["title"] if line.marked else None
        heading = not rest or replace(line, text=rest).title(longest)
        self._add(Block("heading" if heading else "prose", rest, self.words, opens=number, expected=expected))

    def _parts(self, last: Block, line: Line) -> bool:
        """Whether an unnumbered line stands apart from the prose before it: a Markdown heading, a title among the front
        matter, a labelled line after a sentence without comma."""
        if line.marked:
            return True
        if closed(last.tail, self.words):
            return self.at.fresh and line.title(self.words.raw["title"])
        unfinished = self.words.any_end.split(last.tail[-2 * self.words.raw["title"] :])[-1]
        return line.label() and "," not in fold(unfinished)

    def _captions(self, i: int) -> bool:
        """The title of a table in an annex."""
        following = self.lines[i + 1 : i + 2]
        return bool(self.at.annex and following and following[0].cells and self.lines[i].title())

    def _unnumbered(self, line: Line) -> None:
        """A line without number that opens a block: a title or prose before the first item, else a heading or prose."""
        at, words = self.at, self.words
        front = at.fresh and not at.annex
        if at.fresh and (line.marked or line.title(words.raw["title"]) or (front and self._addresses(line))):
            self._add(Block("title", line.text, words, part="front" if front else ""))
        else:
            kind = "heading" if line.marked and line.title(words.raw["title"]) else "prose"
            self._add(Block(kind, line.text, words, part="preamble" if front else ""))

    def _addresses(self, line: Line) -> bool:
        """The addressee: ends with a colon and comes before any prose."""
        return (
            line.folded.endswith(":")
            and len(line.text) <= self.words.raw["title"]
            and len(self.blocks) < 20
            and all(block.kind == "title" for block in self.blocks)
        )

    def _closes(self, i: int) -> bool:
        """A closing line, or the issuer's name (at most three lines) before one."""
        for line in self.lines[i : i + 4]:
            if line.closing():
                return True
            if line.opens() or not line.title():
                return False
        return False
