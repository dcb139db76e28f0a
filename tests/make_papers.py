"""Papers made of the report in make_report.py, and what stands in a Word file, block by block.

`samples()` gives the texts that stand beside the templates in reports/docx/samples: what each paper says, for whoever edits its template.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from functools import cache

from docx import Document
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph
from make_report import lexicon, report

from checker.papers import papers, write
from checker.papers.dossier import dossier
from checker.papers.needs import lacks
from checker.papers.nouns import Dossier
from checker.report.words import Phrases

ZH = Phrases("zh")


@cache
def made() -> Dossier:
    return dossier(report(), lexicon(), ZH)


def word(name: str, of: Dossier | None = None) -> bytes:
    return write(name, of or made(), "docx", ZH)


def blocks(raw: bytes) -> Iterator[tuple[str, str]]:
    """(style, text) of each paragraph, and `|` with the texts of its cells for each row of a table."""
    document = Document(io.BytesIO(raw))
    for element in document.element.body.iterchildren():
        if element.tag == qn("w:p"):
            paragraph = Paragraph(element, document)
            yield paragraph.style.name, paragraph.text
        elif element.tag == qn("w:tbl"):
            for row in Table(element, document).rows:
                cells = list(dict.fromkeys(row.cells))  # merged ones stand several times
                yield "|", " | ".join("\n".join(one.text for one in cell.paragraphs) for cell in cells)


def part(raw: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return archive.read(name).decode()


def text_of(raw: bytes) -> str:
    return "".join(f"{style}  {text}\n" if text else "\n" for style, text in blocks(raw))


def samples() -> dict[str, str]:
    """By the name of the file in reports/docx/samples."""
    return {f"{one.key}.txt": text_of(word(one.key)) for one in papers("docx") if not lacks(one, made())}
