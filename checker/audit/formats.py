"""An audit as text, JSON or HTML. Each format is imported when it is asked for."""

from __future__ import annotations

from checker.audit.nouns import Audit
from checker.report.words import Lexicon, Phrases

FORMATS = ("text", "json", "html")


def render(audit: Audit, lexicon: Lexicon, fmt: str, lang: str, width: int | None = None) -> str:
    """The audit as one string ending with a newline; the same audit gives the same string."""
    phrases = Phrases(lang)
    if fmt == "json":
        from checker.audit.jsonout import render as to_json  # noqa: PLC0415

        return to_json(audit, lexicon, phrases)
    if fmt not in FORMATS:
        raise ValueError(f"no audit format {fmt!r}; there are {', '.join(FORMATS)}")
    from checker.audit.build import build  # noqa: PLC0415

    view = build(audit, lexicon, phrases)
    if fmt == "html":
        from checker.audit.html import render as to_html  # noqa: PLC0415

        return to_html(view, phrases)
    from checker.audit.text import render as to_text  # noqa: PLC0415

    return to_text(view, phrases, width)
