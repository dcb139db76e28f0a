"""The pages of a PDF as text; run as a program by `checker.intake.pdf`. Prints one JSON object.

Printed lines become paragraphs again: a line that fills its column goes on in the next one that is not indented, also
across a page. Tables are those with ruling lines.
"""

from __future__ import annotations

import io
import json
import logging
import math
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pdfplumber
from pdfplumber.utils.exceptions import PdfminerException

from checker.wording.lines import closed
from checker.wording.numbering import numbering_of
from checker.wording.tables import ABOVE, ROW
from checker.wording.text import fold

MEMORY = 2_000_000_000
FEW = 50
"""Characters of a page that is not a scan, if an image covers most of it."""
OUTLINES = 200
"""Curves on a page whose letters were turned into drawings."""
EDGE = 2
"""Lines at the top and foot of a page that may be headers, footers or page numbers."""
_NUMBER = re.compile(r"[\W_]*[0-9]{1,4}[\W_]*")
_SLACK = 1.7
"""Characters by which a full line may fall short of its column: punctuation is not broken off."""


@dataclass
class Printed:
    """A printed line or table row and where it stands. `full`: it reaches the right edge; `indented`: it begins apart from
    the left one."""

    text: str
    top: float
    full: bool = False
    indented: bool = False
    row: bool = False
    size: float = 0


class Refused(Exception):
    """`reason` is a word that `pdf` knows."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason)
        self.reason, self.detail = reason, detail


def read(raw: bytes, most: int) -> dict[str, Any]:
    pages: list[list[Printed]] = []
    images = 0
    with pdfplumber.open(io.BytesIO(raw)) as pdf:
        if getattr(pdf.doc, "encryption", None) is not None:
            raise Refused("encrypted")
        if len(pdf.pages) > most:
            raise Refused("pages", str(len(pdf.pages)))
        scans = []
        for number, page in enumerate(pdf.pages, 1):
            images += len(page.images)
            lines = _lines(page)
            if _scanned(page):
                scans.append(number)
            pages.append(lines)
            page.close()
    if not any(pages):
        raise Refused("scan")
    if scans:
        raise Refused("part-scan", str(scans[0]))
    dropped = _drop_frames(pages)
    return {"text": _joined(pages), "dropped": dropped, "images": images}


def _scanned(page: Any) -> bool:
    """Whether images or outlines stand where text should be; a page number printed over a scan does not make it text."""
    covered = sum(abs((one["x1"] - one["x0"]) * (one["bottom"] - one["top"])) for one in page.images)
    drawn = covered > page.width * page.height / 2 or len(page.curves) > OUTLINES
    return drawn and len(page.chars) < FEW


def _lines(page: Any) -> list[Printed]:
    """Lines of prose and rows of tables, from top to bottom."""
    tables = [
        table for table in page.find_tables() if max(len(row.cells) for row in table.rows) > 1 and len(table.rows) > 1
    ]
    boxes = [table.bbox for table in tables]

    def outside(thing: Any) -> bool:
        x, y = (thing["x0"] + thing["x1"]) / 2, (thing["top"] + thing["bottom"]) / 2
        return not any(x0 <= x <= x1 and top <= y <= bottom for x0, top, x1, bottom in boxes)

    prose = page.filter(lambda thing: thing["object_type"] != "char" or outside(thing)) if boxes else page
    printed = prose.dedupe_chars().extract_text_lines(return_chars=True) if page.chars else []
    found: list[Printed] = []
    if printed:
        left, right = min(line["x0"] for line in printed), max(line["x1"] for line in printed)
        for line in printed:
            size = max(char["size"] for char in line["chars"])
            full = line["x1"] > right - _SLACK * size
            found.append(Printed(line["text"], line["top"], full, line["x0"] > left + size, size=size))
    for table in tables:
        found += _rows(table)
    return sorted(found, key=lambda line: line.top)


def _rows(table: Any) -> Iterator[Printed]:
    """The rows of a table. A cell that begins in a row above, in this column, is merged with it; one that begins further
    left spans columns, and its words stand in the first."""
    columns = max(len(row.cells) for row in table.rows)
    edges = [
        next((row.cells[n] for row in table.rows if n < len(row.cells) and row.cells[n]), None) for n in range(columns)
    ]
    for row, texts in zip(table.rows, table.extract(), strict=True):
        middle = (row.bbox[1] + row.bbox[3]) / 2
        cells: list[str] = []
        for n, text in enumerate(texts):
            if text is not None:
                cells.append(_cell_text(text))
                continue
            edge = edges[n]
            x = edge[0] + 1 if edge else math.nan
            over = [cell for cell in table.cells if cell[0] <= x <= cell[2] and cell[1] <= middle <= cell[3]]
            merged = over and over[0][1] < row.bbox[1] - 1 and abs(over[0][0] + 1 - x) < 2
            cells.append(ABOVE if merged else "")
        if any(cell not in {"", ABOVE} for cell in cells):
            yield Printed(ROW + "\t".join(cells), row.bbox[1], row=True)


def _cell_text(text: str) -> str:
    """The lines of a cell as one: a blank only between two Latin words."""
    joined = ""
    for line in text.split("\n"):
        words = " ".join(line.split())
        joined += _gap(joined, words) + words
    return joined


def _gap(before: str, after: str) -> str:
    latin = before[-1:].isascii() and before[-1:].isalnum() and after[:1].isascii() and after[:1].isalpha()
    return " " if latin else ""


def _drop_frames(pages: list[list[Printed]]) -> int:
    """Takes headers, footers and page numbers out: what stands at the edge of most pages, digits aside."""
    filled = [page for page in pages if page]
    words = numbering_of("\n".join(line.text for page in filled for line in page))
    seen: Counter[str] = Counter()
    for page in filled:
        seen.update({_masked(page[n].text) for n in _edge(page)})
    needed = max(2, math.ceil(len(filled) * 0.6))
    dropped = 0
    for page in filled:
        for n in sorted(_edge(page), reverse=True):
            text = page[n].text
            often = seen[_masked(text)] >= needed and (len(filled) > 2 or bool(_NUMBER.fullmatch(text)))
            if not page[n].row and (often or words.page.fullmatch(fold(text.strip()))):
                del page[n]
                dropped += 1
    return dropped


def _edge(page: list[Printed]) -> set[int]:
    return {*range(min(EDGE, len(page))), *range(max(0, len(page) - EDGE), len(page))}


def _masked(text: str) -> str:
    return re.sub(r"[0-9]+", "#", "".join(text.split()))


def _joined(pages: list[list[Printed]]) -> str:
    """Paragraphs a line each. A page that ends with a full line goes on in the next."""
    lines = [line for page in pages for line in page]
    words = numbering_of("\n".join(line.text for line in lines))
    text = ""
    for before, line in zip([None, *lines], lines, strict=False):
        apart = before is None or line.indented or line.row or before.row or abs(before.size - line.size) >= 1
        goes_on = before is not None and before.full and not apart and not closed(before.text, words)
        gap = (_gap(text[-1:], line.text) or words.raw["joint"]) if goes_on else "\n"
        text += gap + line.text
    return text.strip("\n") + "\n"


def main() -> None:
    logging.disable(logging.CRITICAL)  # pdfminer remarks on every oddity
    try:
        import resource  # noqa: PLC0415  (not on Windows)

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    except (ImportError, OSError, ValueError):
        pass
    try:
        answer = read(sys.stdin.buffer.read(), int(sys.argv[1]))
    except Refused as refused:
        answer = {"refused": refused.reason, "detail": refused.detail}
    except PdfminerException as error:
        cause = type(error.args[0]).__name__ if error.args else ""
        answer = {
            "refused": "encrypted" if "Password" in cause or "Encryption" in cause else "damaged",
            "detail": cause,
        }
    except Exception as error:  # a parser of hostile files fails in many ways; each is "damaged"
        answer = {"refused": "damaged", "detail": type(error).__name__}
    sys.stdout.buffer.write(json.dumps(answer).encode())


if __name__ == "__main__":
    main()
