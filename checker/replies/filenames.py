"""What the marked copy and the page of a reply are called; the page links to the copy, so both are known before either is made."""

from __future__ import annotations


def page_name(stem: str, rulebook: str = "") -> str:
    """`rulebook` is told where a file has more than one answer."""
    return f"{_base(stem, rulebook)}.html"


def copy_name(stem: str, suffix: str, rulebook: str = "") -> str:
    return f"{_base(stem, rulebook)}-{suffix}.xlsx"


def _base(stem: str, rulebook: str) -> str:
    return f"{stem}-{rulebook}" if rulebook else stem
