"""Remarks as one self-contained page."""

from __future__ import annotations

from checker.proofreading.view import View
from checker.report import html
from checker.report.words import Phrases

STYLES = (*html.STYLES, "proofread.css")


def render(view: View, phrases: Phrases) -> str:
    return html.page("proofread.html.j2", STYLES, phrases, view=view)
