"""The audit as one self-contained HTML page in the style of the reports."""

from __future__ import annotations

from checker.audit.view import View
from checker.report import html
from checker.report.words import Phrases

STYLES = (*html.STYLES, "audit.css")


OPEN, CHUNK = 100, 200
"""Lines of a long list that are open, and how many unfold at once beyond them: a browser lays out what it is shown."""


def render(view: View, phrases: Phrases) -> str:
    return html.page("audit.html.j2", STYLES, phrases, view=view, open=OPEN, chunk=CHUNK)
