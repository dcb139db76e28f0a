"""Rows of tables in plain text, and the cells that belong to them.

Three ways to write a row are read: its cells in one line parted by tabs; each cell in a line of its own behind a tab, as
Word saves them; between upright strokes, as Markdown does. `checker.intake` writes the first with two signs that nobody
sees: `ROW` opens a row, so that a number in its first cell is no item, and `ABOVE` is a cell merged with the one above.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from checker.wording.lines import Line, clean, plain_lines
from checker.wording.numbering import Numbering
from checker.wording.text import fold

ROW = "\u00a0"
ABOVE = "\u2060"

_STROKES = re.compile(r"\s*\|.*\|\s*")
_RULE = re.compile(r"[\s|:+=-]*")


def lines(text: str, words: Numbering) -> Iterator[Line]:
    """The lines that say something, in order; a row of a table is one line."""
    raw = text.splitlines()
    prose: list[str] = []
    inline = False
    i = 0
    while i < len(raw):
        rows: list[list[str]] = []
        if _opens_table(raw, i, words):
            rows, after = _stacked_rows(raw, i, words)
        else:
            after = i + 1
            if cells := _cells(raw[i], words, within=inline):
                rows = [cells]
            inline = bool(cells)
        if rows or (after > i + 1):
            yield from plain_lines(prose, words)
            prose = []
            yield from (_row(row, words) for row in rows if any(clean(cell) for cell in row))
        else:
            prose.append(raw[i])
        i = after
    yield from plain_lines(prose, words)


def filled(rows: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The cells of the rows of one table; a cell merged downwards stands in every row that it spans.

    Merged is what the document says is merged. Where it cannot say so, empty cells at the start of a row as wide as the
    one above are: that is how a table is grouped. Any other empty cell is empty.
    """
    found: list[tuple[str, ...]] = []
    for row in rows:
        cells = [clean(cell) for cell in row]
        above = found[-1] if found and len(found[-1]) == len(row) else None
        if above and any(ABOVE in cell for cell in row):
            cells = [above[n] if ABOVE in cell and not cells[n] else cells[n] for n, cell in enumerate(row)]
        elif above and any(cells):
            first = next(n for n, cell in enumerate(cells) if cell)
            cells[:first] = above[:first]
        found.append(tuple(cells))
    return found


def _row(cells: list[str], words: Numbering) -> Line:
    return Line("\t".join(clean(cell) for cell in cells).strip(), words, cells=tuple(cells))


def _cells(raw: str, words: Numbering, *, within: bool) -> list[str]:
    """The cells of a row that stands in one line; none where the line is no row. `within`: a row stands before it, so
    that a tab at the start is an empty cell and no indent."""
    if "|" in raw and _STROKES.fullmatch(raw):
        inner = raw.strip().strip("|")
        return [] if "|" not in inner or _RULE.fullmatch(inner) else inner.split("|")
    if "\t" not in raw:
        return []
    if raw.startswith(ROW):
        return raw.removeprefix(ROW).split("\t")
    text = clean(raw)
    if "\t" not in text:  # indented prose
        return raw.split("\t") if within and raw.startswith("\t") and text else []
    head = fold(text.split("\t")[0].strip())
    lone = text.count("\t") == 1 and any(end == len(head) for _, end in words.numbers(head))
    return [] if lone else raw.split("\t")  # a number and a tab open an item, as Word writes them


def _opens_table(raw: list[str], i: int, words: Numbering) -> bool:
    """Two short unnumbered lines behind tabs: a row of cells, not indented paragraphs."""
    pair = raw[i : i + 2]
    if len(pair) < 2 or not all(line.startswith("\t") and "\t" not in clean(line) for line in pair):
        return False
    cells = [Line(clean(line), words) for line in pair]
    return all(not cell.text or (cell.title() and not cell.numbers) for cell in cells)


def _stacked_rows(raw: list[str], i: int, words: Numbering) -> tuple[list[list[str]], int]:
    """The rows of a table whose cells stand one a line, and the line after it. A blank line ends a row that has as many
    cells as the first; within a shorter one it is a page break or a paragraph of the cell."""
    rows: list[list[str]] = [[]]
    width, blank, last = 0, False, i
    while i < len(raw):
        text = clean(raw[i])
        if raw[i].startswith("\t"):
            if blank and len(rows[-1]) >= max(width, 1):
                width = width or len(rows[-1])
                rows.append([])
            rows[-1].append(text)
            blank, last = False, i + 1
        elif not text:
            blank = True
        elif _cell_goes_on(raw, i, words):
            rows[-1][-1] += text
            last = i + 1
            blank = False
        else:
            break
        i += 1
    return rows, last


def _cell_goes_on(raw: list[str], i: int, words: Numbering) -> bool:
    """Whether an untabbed line is the rest of a cell: tabbed lines follow before anything that opens a new part."""
    for line in raw[i : i + 8]:
        if line.startswith("\t"):
            return True
        here = Line(clean(line), words)
        if here.annex or here.numbers or here.closing():
            return False
    return False
