"""Automatic numbering of a Word document, as the text that Word shows: 第一章, （二）, 3、."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from docx.oxml.ns import qn

from checker.wording.numbering import Numeral, shipped

_COUNTED = frozenset(
    {"chineseCounting", "chineseCountingThousand", "taiwaneseCounting", "taiwaneseCountingThousand", "japaneseCounting",
     "ideographDigital", "japaneseDigitalTenThousand", "koreanCounting"}
)  # fmt: skip
_CIRCLED = frozenset({"decimalEnclosedCircle", "decimalEnclosedCircleChinese"})
_SILENT = frozenset({"none", "bullet"})
_PLAIN = frozenset({"decimal", "decimalZero", "decimalFullWidth", "decimalHalfWidth", "decimalFullWidth2"})
DEPTH = 9


@dataclass
class _Level:
    """`restart`: levels before this one begin it anew; -1 for never."""

    start: int = 1
    kind: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False


@dataclass
class _List:
    """A kind of list (abstractNum): its levels, and how far each has counted. Several lists may share one."""

    levels: dict[int, _Level] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)


class Numbers:
    """The numbers of the paragraphs, asked for in their order."""

    def __init__(self, document: Any) -> None:
        self.unknown: set[str] = set()
        self._lists: dict[str, _List] = {}
        self._of: dict[str, tuple[str, dict[int, _Level | int]]] = {}
        self._begun: set[str] = set()
        self._levels_of_styles: dict[tuple[str, str], int] = {}
        self._styles = document.styles.element
        self._style_numbers: dict[str, tuple[str | None, int | None]] = {}
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError):
            return
        for one in root.findall(qn("w:abstractNum")):
            levels = {_int(level, "w:ilvl"): _level(level) for level in one.findall(qn("w:lvl"))}
            kind = one.get(qn("w:abstractNumId"), "")
            self._lists[kind] = _List(levels)
            for level in one.findall(qn("w:lvl")):
                if style := _child(level, "w:pStyle"):
                    self._levels_of_styles[kind, style] = _int(level, "w:ilvl")
        for one in root.findall(qn("w:num")):
            changes: dict[int, _Level | int] = {}
            for change in one.findall(qn("w:lvlOverride")):
                start, level = change.find(qn("w:startOverride")), change.find(qn("w:lvl"))
                if level is not None:
                    changes[_int(change, "w:ilvl")] = _level(level)
                elif start is not None:
                    changes[_int(change, "w:ilvl")] = _int(start, "w:val")
            self._of[one.get(qn("w:numId"), "")] = (_child(one, "w:abstractNumId") or "", changes)

    def label(self, paragraph: Any) -> str:
        """The number before this paragraph; empty for none."""
        found = self._numbered(paragraph)
        if found is None:
            return ""
        num, depth = found
        kind, changes = self._of[num]
        whole = self._lists.get(kind)
        if whole is None or depth not in whole.levels:
            return ""
        levels = whole.levels | {n: change for n, change in changes.items() if isinstance(change, _Level)}
        if num not in self._begun:
            self._begun.add(num)
            whole.counts |= {n: start - 1 for n, start in changes.items() if isinstance(start, int)}
        level = levels[depth]
        whole.counts[depth] = whole.counts.get(depth, level.start - 1) + 1
        for n in [n for n in whole.counts if n > depth]:
            restart = levels[n].restart if n in levels else None
            if restart is None or (restart != 0 and depth < restart):
                del whole.counts[n]
        return self._written(levels, whole.counts, depth)

    def _written(self, levels: dict[int, _Level], counts: dict[int, int], depth: int) -> str:
        if levels[depth].kind in _SILENT:
            return ""

        def figure(found: re.Match[str]) -> str:
            n = int(found[1]) - 1
            level = levels.get(n, _Level())
            return self._figure("decimal" if levels[depth].legal else level.kind, counts.get(n, level.start))

        text = re.sub(r"%([1-9])", figure, levels[depth].text)
        return text.strip()

    def _figure(self, kind: str, number: int) -> str:
        numerals = shipped()
        if kind in _COUNTED:
            return _or_digits(numerals["zh"].numerals["han"], number)
        if kind in _CIRCLED:
            return _or_digits(numerals["zh"].numerals["circle"], number)
        if kind in {"lowerLetter", "upperLetter"}:
            return _or_digits(numerals["en"].numerals["letter" if kind == "lowerLetter" else "capital"], number)
        if kind in {"lowerRoman", "upperRoman"}:
            return _or_digits(numerals["en"].numerals["roman" if kind == "lowerRoman" else "Roman"], number)
        if kind == "decimalEnclosedParen":
            return f"({number})"
        if kind not in _PLAIN | _SILENT:
            self.unknown.add(kind)
        return "" if kind in _SILENT else str(number)

    def _numbered(self, paragraph: Any) -> tuple[str, int] | None:
        """List and level, by the paragraph itself or by its style."""
        properties = paragraph.find(qn("w:pPr"))
        num, depth = _num_pr(properties)
        style = _child(properties, "w:pStyle")
        if num is None or depth is None:
            style_num, style_depth = self._by_style(style)
            num = style_num if num is None else num
            depth = (style_depth or 0) if depth is None else depth
        return (num, depth) if num in self._of and num != "0" and 0 <= depth < DEPTH else None

    def _by_style(self, style: str | None) -> tuple[str | None, int | None]:
        if style is None:
            return None, None
        if style not in self._style_numbers:
            num, depth, seen, name = None, None, set(), style
            while name and name not in seen and (num is None or depth is None):
                seen.add(name)
                one = next((s for s in self._styles.findall(qn("w:style")) if s.get(qn("w:styleId")) == name), None)
                if one is None:
                    break
                own_num, own_depth = _num_pr(one.find(qn("w:pPr")))
                num, depth = num if num is not None else own_num, depth if depth is not None else own_depth
                name = _child(one, "w:basedOn") or ""
            self._style_numbers[style] = num, self._linked(num, style) if depth is None else depth
        return self._style_numbers[style]

    def _linked(self, num: str | None, style: str) -> int:
        """The level that a list ties to this style."""
        return self._levels_of_styles.get((self._of[num][0], style), 0) if num in self._of else 0


def _or_digits(numeral: Numeral, number: int) -> str:
    written = numeral.written(number)
    return str(number) if written is None else written


def _level(element: Any) -> _Level:
    restart = _child(element, "w:lvlRestart")
    return _Level(
        start=_number(_child(element, "w:start"), 1),
        kind=_child(element, "w:numFmt") or "decimal",
        text=_child(element, "w:lvlText") or "",
        restart=None if restart is None else _number(restart, 0),
        legal=element.find(qn("w:isLgl")) is not None,
    )


def _num_pr(properties: Any) -> tuple[str | None, int | None]:
    found = None if properties is None else properties.find(qn("w:numPr"))
    if found is None:
        return None, None
    depth = _child(found, "w:ilvl")
    return _child(found, "w:numId"), None if depth is None else _number(depth, 0)


def _child(element: Any, tag: str) -> str | None:
    found = None if element is None else element.find(qn(tag))
    value = None if found is None else found.get(qn("w:val"))
    return None if value is None else str(value)


def _int(element: Any, attribute: str) -> int:
    return _number(element.get(qn(attribute)), 0)


def _number(text: str | None, default: int) -> int:
    return int(text) if text and re.fullmatch(r"-?[0-9]{1,6}", text) else default
