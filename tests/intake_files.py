"""Documents made for the tests of intake: Word files with automatic numbers, from plain invented text."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

# (how Word shows the number, its kind), by level
CHINESE = (
    ("%1、", "chineseCountingThousand"),
    ("（%2）", "chineseCounting"),
    ("%3.", "decimal"),
    ("（%4）", "decimal"),
)
ARTICLES = (("第%1章", "chineseCountingThousand"), ("第%2条", "chineseCounting"), ("（%3）", "chineseCounting"))
ENGLISH = (("%1.", "decimal"), ("%1.%2", "decimal"), ("(%3)", "lowerLetter"), ("(%4)", "lowerRoman"))


def element(tag: str, value: object = None, **attributes: str) -> Any:
    made = OxmlElement(tag)
    if value is not None:
        made.set(qn("w:val"), str(value))
    for name, text in attributes.items():
        made.set(qn(f"w:{name}"), text)
    return made


def add_list(document: Any, levels: Sequence[tuple[str, str]], *, no_restart: Sequence[int] = ()) -> int:
    """A kind of list in the document's numbering; the id that paragraphs name."""
    numbering = document.part.numbering_part.element
    kind = 9000 + len(numbering)
    made = element("w:abstractNum", abstractNumId=str(kind))
    for n, (text, number_format) in enumerate(levels):
        level = element("w:lvl", ilvl=str(n))
        level.append(element("w:start", 1))
        level.append(element("w:numFmt", number_format))
        if n in no_restart:
            level.append(element("w:lvlRestart", 0))
        level.append(element("w:lvlText", text))
        made.append(level)
    numbering.insert(0, made)
    return add_num(document, kind)


def add_num(document: Any, kind: int, start: int | None = None) -> int:
    numbering = document.part.numbering_part.element
    num = 9500 + len(numbering)
    made = element("w:num", numId=str(num))
    made.append(element("w:abstractNumId", kind))
    if start is not None:
        change = element("w:lvlOverride", ilvl="0")
        change.append(element("w:startOverride", start))
        made.append(change)
    numbering.append(made)
    return num


def kind_of(document: Any, num: int) -> int:
    numbering = document.part.numbering_part.element
    one = next(n for n in numbering.findall(qn("w:num")) if n.get(qn("w:numId")) == str(num))
    return int(one.find(qn("w:abstractNumId")).get(qn("w:val")))


def numbered(document: Any, text: str, num: int, level: int) -> Any:
    paragraph = document.add_paragraph(text)
    made = element("w:numPr")
    made.append(element("w:ilvl", level))
    made.append(element("w:numId", num))
    paragraph._p.get_or_add_pPr().append(made)
    return paragraph


def tracked(paragraph: Any, text: str, tag: str) -> None:
    """A tracked insertion (w:ins) or deletion (w:del) at the end of a paragraph."""
    change = element(tag, id="1", author="x")
    run = copy.deepcopy(paragraph.add_run(text)._r)
    paragraph._p.remove(paragraph.runs[-1]._r)
    if tag == "w:del":
        for words in run.findall(qn("w:t")):
            words.tag = qn("w:delText")
    change.append(run)
    paragraph._p.append(change)


def saved(document: Any, path: Path) -> Path:
    document.save(str(path))
    return path


def new() -> Any:
    return docx.Document()
