"""A calendar of duties as one picture: where its columns, rows and fields lie. The template draws what stands here.

Lengths are whole numbers, those of the drawing's own grid, in which text is 13 high; nothing is measured in a browser, so a wide
character counts as the height of the text and any other as a bit more than half of it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

WIDE, NARROW = 13, 8
"""How wide a character is drawn at most: a Chinese one, any other."""
LABEL = 16 * WIDE
"""Width of the titles of duties."""
TITLES = 2
"""Lines of a title; what is longer ends in …, whole it is the link's name."""
LINE = 17
TOP = 40
"""Height of the headings: the word for the running period, and the label."""
RISE = 5
"""From the middle of a field down to the line on which its text stands."""
LEAST, MOST = 54, 150
"""Width of a column."""
PAD = 7


@dataclass(frozen=True)
class Field:
    """What stands in a field before it has a place: columns `at` to `at + span`. `said` is all of it in words."""

    at: int
    span: int
    verdict: str
    text: str
    said: str
    differs: bool


@dataclass(frozen=True)
class Duty:
    """A row: a clause's title, its place in the document, its rule, and its fields."""

    title: str
    at: str
    rule: str
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Column:
    """A period: `running` on the day of the check; `said` is its whole name."""

    x: int
    width: int
    label: str
    said: str
    running: bool

    @property
    def middle(self) -> int:
        return self.x + self.width // 2


@dataclass(frozen=True)
class Tile:
    """A field in its place; its text stands around `middle` on the line `base`. `anchor` is its id on the page."""

    x: int
    y: int
    width: int
    height: int
    verdict: str
    text: str
    said: str
    differs: bool
    anchor: str

    @property
    def middle(self) -> int:
        return self.x + self.width // 2

    @property
    def base(self) -> int:
        return self.y + self.height // 2 + RISE


@dataclass(frozen=True)
class Row:
    y: int
    height: int
    lines: tuple[str, ...]
    title: str
    at: str
    rule: str
    tiles: tuple[Tile, ...]

    @property
    def lines_at(self) -> tuple[int, ...]:
        """The lines on which the title stands."""
        first = self.y + (self.height - LINE * len(self.lines)) // 2 + WIDE
        return tuple(first + LINE * at for at in range(len(self.lines)))


@dataclass(frozen=True)
class Picture:
    """`verdicts` are those in it, in the order of appearance."""

    width: int
    height: int
    top: int
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    @property
    def verdicts(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(tile.verdict for row in self.rows for tile in row.tiles))


def picture(periods: Sequence[tuple[str, str, bool]], duties: Sequence[Duty], first: int = 1) -> Picture:
    """`periods` are (label, whole name, running) in their order; fields are numbered from `first`, row by row."""
    widths = [_width(at, label, duties) for at, (label, _, _) in enumerate(periods)]
    starts = [LABEL + sum(widths[:at]) for at in range(len(widths) + 1)]
    columns = tuple(Column(x, width, *one) for x, width, one in zip(starts[:-1], widths, periods, strict=True))
    rows: list[Row] = []
    y, number = TOP, first
    for duty in duties:
        lines = folded(duty.title)
        height = LINE * len(lines) + PAD
        tiles = [
            Tile(
                starts[one.at] + 1, y + 1, starts[one.at + one.span] - starts[one.at] - 2, height - 2,
                one.verdict, one.text, one.said, one.differs, f"f{number + at}",
            )
            for at, one in enumerate(duty.fields)
        ]  # fmt: skip
        rows.append(Row(y, height, lines, duty.title, duty.at, duty.rule, tuple(tiles)))
        y, number = y + height, number + len(tiles)
    return Picture(starts[-1], y, TOP, columns, tuple(rows))


def folded(title: str, most: int = LABEL - PAD, lines: int = TITLES) -> tuple[str, ...]:
    """A title in so many lines at most, none wider than `most`; a Latin word is not torn where it fits a line."""
    made: list[str] = []
    left = title.strip()
    while left and len(made) < lines:
        cut = _cut(left, most)
        if len(made) == lines - 1 and cut < len(left):
            return (*made, left[: _cut(left, most - WIDE)].rstrip() + "…")
        made.append(left[:cut].rstrip())
        left = left[cut:].lstrip()
    return tuple(made) or ("",)


def wide(text: str) -> int:
    """How wide a text is drawn at most."""
    return sum(WIDE if unicodedata.east_asian_width(one) in "WFA" else NARROW for one in text)


def _cut(text: str, most: int) -> int:
    """How many characters fit; at least one."""
    fits = next((at for at in range(1, len(text) + 1) if wide(text[:at]) > most), len(text) + 1) - 1
    if fits >= len(text) or not (text[fits].isascii() and text[fits].isalnum()):
        return max(fits, 1)
    space = text.rfind(" ", 0, fits)
    return space if space > 0 else max(fits, 1)


def _width(at: int, label: str, duties: Sequence[Duty]) -> int:
    """Of a column: what its fields need that lie in it alone."""
    texts = [one.text for duty in duties for one in duty.fields if one.at == at and one.span == 1]
    needed = max([wide(label), *(WIDE + NARROW + wide(text) for text in texts)]) + 2 * PAD
    return min(max(LEAST, needed), MOST)
