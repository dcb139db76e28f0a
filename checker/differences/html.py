"""A difference as one self-contained HTML page."""

from __future__ import annotations

from checker.differences.view import View
from checker.report import html
from checker.report.words import Phrases

STYLES = (*html.STYLES, "diff.css")


def render(view: View, phrases: Phrases) -> str:
    return html.page("diff.html.j2", STYLES, phrases, view=view)
