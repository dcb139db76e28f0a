"""The report stage: a `checker.model.Report` as text, JSON or HTML, in Chinese or English.

    render(report, Lexicon(measures=…, units=…, …), "html", "zh") -> str

`build` turns the report into words once; `text` and `html` only set them. Each format is imported when it is
asked for, so that text needs no template engine. Own words stand in reports/words, looks in reports/text and
reports/html.
"""

from __future__ import annotations

from dataclasses import replace

from checker.model import Report
from checker.report.audiences import audience as for_whom
from checker.report.words import LANGS, Lexicon, Phrases

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

        return to_json(report if reader.persons else replace(report, people={}), lexicon, phrases)
    if fmt not in FORMATS:
        raise ValueError(f"no report format {fmt!r}; there are {', '.join(FORMATS)}")
    from checker.report.build import build  # noqa: PLC0415

    view = build(report, lexicon, phrases, reader)
    if fmt == "html":
        from checker.report.html import render as to_html  # noqa: PLC0415

        return to_html(view, phrases)
    from checker.report.text import render as to_text  # noqa: PLC0415

    return to_text(view, phrases, width)


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


def _encodable(char: str, encoding: str) -> bool:
    try:
        char.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
