"""The page of a workbook that could not be checked: what must be mended, cell by cell."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from checker.errors import Problem, spoken
from checker.marked.words import Words
from checker.report.html import STYLES
from checker.report.html import page as html
from checker.report.words import Phrases, clean

SHOWN = 1000
"""Problems on one page."""


def page(file: str, problems: Sequence[Problem], phrases: Phrases, *, read: bool) -> str:
    """`read`: the file was read as far as its cells, so that the problems are places in it."""
    words, name = Words(phrases.lang), clean(Path(file).name)
    rows = [_row(one.to_sender(), file, phrases.lang) for one in problems[:SHOWN]]
    more = len(problems) - len(rows)
    lead = words("page_lead", n=len(problems)) if read else words("page_refused")
    return html(
        "problems.html.j2", STYLES, phrases, words=words, name=name, lead=lead, rows=rows,
        more=words("wrong_more", n=more) if more else "",
    )  # fmt: skip


def _row(one: Problem, file: str, lang: str) -> tuple[str, ...]:
    """The place within the file, what is wrong, what was expected, how to mend it."""
    where = one.where.removeprefix(file).removeprefix(":")
    return clean(where), *(clean(spoken(part, lang)) for part in (one.what, one.why, one.mend))
