"""The comparison as one self-contained HTML page: a matrix of matters and regions whose cells open their quotes."""

from __future__ import annotations

from checker.comparing.view import View
from checker.report import html
from checker.report.words import Phrases

STYLES = (*html.STYLES, "compare.css")


def render(view: View, phrases: Phrases) -> str:
    return html.page("compare.html.j2", STYLES, phrases, view=view)
