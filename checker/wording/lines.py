"""The text of a document, cut into lines that know what they are: numbered, annex label, table row, closing line.

Page breaks, page numbers, blank lines and markup end here. The words and forms that number Chinese policy documents are
the tables at the top and stand nowhere else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from checker.wording.text import fold, numeral_value, visible

_HAN = "[零〇一二三四五六七八九十]{1,4}"

# (level, form of the number at the start of a folded line, how the number is written in a place)
NUMBERINGS = (
    (1, re.compile(rf"({_HAN})\s*[、.]"), "{}"),
    (2, re.compile(rf"\(\s*({_HAN})\s*\)\s*[、.]?"), "（{}）"),
    (3, re.compile(r"([0-9]{1,2})\s*[.、](?![0-9])"), "{}"),
    (4, re.compile(r"\(\s*([0-9]{1,2})\s*\)|([0-9]{1,2})\)"), "（{}）"),
    (5, re.compile(r"([①-⑳])"), "{}"),
)
ANNEX = "附件"
_ANNEX = re.compile(rf"{ANNEX}\s*([0-9]{{1,2}}|{_HAN})?\s*(?::\s*(.*))?")
# A bare number is no page number: it may be a figure that two page breaks left alone, and figures are never dropped.
_PAGE = re.compile(r"-+\s*[0-9]{1,4}\s*-+|第\s*[0-9]{1,4}\s*页\s*[,/]?\s*(?:共\s*[0-9]{1,4}\s*页)?")
_DAY = rf"(?:[0-9]{{4}}|[零〇一二三四五六七八九]{{4}})年(?:[0-9]{{1,2}}|{_HAN})月(?:[0-9]{{1,2}}|{_HAN})日"
_CLOSING = re.compile(rf"[^,;:。]{{0,40}}{_DAY}(?:印发)?|\(?共印[0-9]+份\)?|(?:抄送|主题词):.*")
_LABEL = re.compile(r"[^,;:。、()\"0-9]{2,8}:")

ENDS = frozenset("。！？；!?;")
CLOSERS = frozenset("”’」』")
_BRACKETS = re.compile("[()（）]")
_PROSE = re.compile(r"[,;。!?]|:.")
HEADING = 40
"""Longest heading of a numbered item; what is longer is prose that a page break has cut."""
TITLE = 80


@dataclass(frozen=True)
class Number:
    """The number that opens an item: its level (1 一、 … 5 ①), value, and how a place writes it."""

    level: int
    value: int
    label: str


@dataclass(frozen=True)
class Line:
    """One line without markup. `folded` is as long as `text`. `cells` are those of a table row, `marked` is a Markdown
    heading."""

    text: str
    folded: str
    marked: bool = False
    cells: tuple[str, ...] = ()

    def number(self) -> tuple[Number, str] | None:
        """The number at the start of the line and the text after it."""
        for level, form, written in NUMBERINGS:
            if found := form.match(self.folded):
                digits = found[found.lastindex or 1]
                value = ord(digits) - ord("①") + 1 if level == 5 else numeral_value(digits)
                if value:
                    return Number(level, value, written.format(digits)), self.text[found.end() :].strip()
        return None

    def annex(self) -> tuple[str, str] | None:
        """`附件1` → (附件1, ""), `附件：名单` → (附件, 名单)."""
        found = _ANNEX.fullmatch(self.folded)
        return (ANNEX + (found[1] or ""), self.text[found.start(2) :] if found[2] else "") if found else None

    def closing(self) -> bool:
        """A date of issue, a print count, a distribution list."""
        return bool(_CLOSING.fullmatch("".join(self.folded.split())))

    def label(self) -> bool:
        """Opens with a short label and a colon: 牵头学校：…"""
        return bool(_LABEL.match(self.folded))

    def title(self, longest: int) -> bool:
        """Looks like a heading: short, and no comma, stop or colon with words after it."""
        return 0 < len(self.text) <= longest and not _PROSE.search(self.folded)


def clean(text: str) -> str:
    """One display line: no markup, single blanks; tabs are cells' borders and stay."""
    bare = re.sub(r"^[\s#*]*#+|\*{2,}", "", visible(text))
    return re.sub(r"[^\S\t]+", " ", bare).strip()


def closed(text: str) -> bool:
    """Whether the text ends where a sentence does."""
    tail = text[-20:]
    return tail.rstrip("".join(CLOSERS) + "\"')） ")[-1:] in ENDS or tail[-1:] in {"：", ":"}


def in_bracket(text: str) -> bool:
    """Whether a round bracket stands open at the end. Looks back a little only: one never closed is a misprint."""
    depth = 0
    for bracket in _BRACKETS.findall(text[-200:]):
        depth = depth + 1 if bracket in "(（" else max(0, depth - 1)
    return depth > 0


def lines(text: str) -> Iterator[Line]:
    """The lines that say something, in order. A row of a table is one line, whether its cells stand in one line of the
    text, parted by tabs, or each in a line of its own behind a tab (as Word saves them)."""
    raw = text.splitlines()
    i = 0
    while i < len(raw):
        if _opens_table(raw, i):
            rows, i = _stacked_rows(raw, i)
            yield from (_row(cells) for cells in rows if any(cells))
            continue
        line = clean(raw[i])
        if "\t" in line:
            yield _row([clean(cell) for cell in line.split("\t")])
        elif line and not _PAGE.fullmatch(fold(line)):
            yield Line(line, fold(line), marked=bool(re.match(r"[\s*]*#", raw[i])))
        i += 1


def _row(cells: list[str]) -> Line:
    text = "\t".join(cells).strip()
    return Line(text, fold(text), cells=tuple(cells))


def _opens_table(raw: list[str], i: int) -> bool:
    """Two short unnumbered lines behind tabs: a row of cells, not indented paragraphs."""
    pair = raw[i : i + 2]
    if len(pair) < 2 or not all(line.startswith("\t") for line in pair):
        return False
    cells = [Line(clean(line), fold(clean(line))) for line in pair]
    return all(not cell.text or (cell.title(HEADING) and not cell.number()) for cell in cells)


def _stacked_rows(raw: list[str], i: int) -> tuple[list[list[str]], int]:
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
        elif _cell_goes_on(raw, i):
            rows[-1][-1] += text
            last = i + 1
            blank = False
        else:
            break
        i += 1
    return rows, last


def _cell_goes_on(raw: list[str], i: int) -> bool:
    """Whether an untabbed line is the rest of a cell: tabbed lines follow before anything that opens a new part."""
    for line in raw[i : i + 8]:
        if line.startswith("\t"):
            return True
        text = clean(line)
        here = Line(text, fold(text))
        if here.annex() or here.number() or here.closing():
            return False
    return False
