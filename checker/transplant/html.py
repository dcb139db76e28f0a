"""A transplant as one self-contained HTML page."""

from __future__ import annotations

from checker.report import html
from checker.report.words import Phrases
from checker.transplant.view import View

STYLES = (*html.STYLES, "compare.css", "transplant.css")


def render(view: View, phrases: Phrases) -> str:
    return html.page("transplant.html.j2", STYLES, phrases, view=view)
