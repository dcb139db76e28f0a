"""The report stage: a `checker.model.Report` as text, JSON or HTML, in Chinese or English.

    render(report, Lexicon(measures=…, units=…, …), "html", "zh") -> str

`build` turns the report into words once; `text` and `html` only set them. Each format is imported when it is
asked for, so that text needs no template engine. Own words stand in reports/words, looks in reports/text and
reports/html.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING

from checker.model import Report
from checker.report.audiences import audience as for_whom
from checker.report.words import LANGS, Lexicon, Phrases

if TYPE_CHECKING:
    from checker.report.view import View

__all__ = ["FORMATS", "LANGS", "Lexicon", "fit", "render"]

FORMATS = ("text", "json", "html")
MISSING = "〓"
"""Printers' mark for a character that the type case lacks; GBK has it."""


def render(
    report: Report, lexicon: Lexicon, fmt: str, lang: str, width: int | None = None, audience: str | None = None
) -> str:
    """The report as one string ending with a newline; the same report gives the same string.

    `fmt` is one of FORMATS, `lang` one of LANGS; `width` is the terminal's, for text only. `audience` is one of
    `audiences.NAMES` or None for everybody; JSON is the same for all but in whether persons are told apart. Raises ValueError
    for another format, language or audience.
    """
    reader = for_whom(audience)
    phrases = Phrases(lang)
    if fmt == "json":
        from checker.report.jsonout import render as to_json  # noqa: PLC0415

        return to_json(report, lexicon, phrases, hidden=not reader.persons)
    if fmt not in FORMATS:
        raise ValueError(f"no report format {fmt!r}; there are {', '.join(FORMATS)}")
    from checker.report.build import build  # noqa: PLC0415

    view = build(report, lexicon, phrases, reader)
    made = _set(view, phrases, fmt, width)
    if report.people and reader.persons and not _naming(made, report.people.values()):
        # Names were asked for, and none stands in what is shown: nobody is warned of names.
        return _set(replace(view, persons=phrases("footer.names")), phrases, fmt, width)
    return made


def fit(text: str, encoding: str | None) -> str:
    """`text` with every character that `encoding` lacks replaced by 〓 (or `?` where that is lacking too).

    For pipes and old consoles: rare characters in the names of people's places are no reason to fail.
    """
    if not encoding or encoding.lower().replace("-", "") in ("utf8", "utf16", "utf32"):
        return text
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        mark = MISSING if _encodable(MISSING, encoding) else "?"
        return "".join(char if _encodable(char, encoding) else mark for char in text)
    return text


def _set(view: View, phrases: Phrases, fmt: str, width: int | None) -> str:
    if fmt == "html":
        from checker.report.html import render as to_html  # noqa: PLC0415

        return to_html(view, phrases)
    from checker.report.text import render as to_text  # noqa: PLC0415

    return to_text(view, phrases, width)


def _naming(text: str, names: Iterable[str]) -> bool:
    """Does somebody's name stand in a page, perhaps broken over two lines?"""
    whole = "".join(text.split())
    return any(form in whole for name in names for form in {"".join(name.split()), "".join(escape(name).split())})


def _encodable(char: str, encoding: str) -> bool:
    try:
        char.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
