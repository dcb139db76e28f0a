"""The report as one self-contained HTML page: no script, no resource from outside; reports/html has its looks."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from checker import house
from checker.report.view import View
from checker.report.words import Phrases

LANG = {"zh": "zh-CN", "en": "en"}


@cache
def _template() -> Template:
    folder = house.reports_dir() / "html"
    # The template is ours; what users typed comes in as values only, and autoescape makes them text.
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("report.html.j2")


@cache
def _style(*, scored: bool) -> Markup:
    """A page without scorecards goes without their looks."""
    names = ("style.css", "print.css", *(("scores.css",) if scored else ()))
    found = [(house.reports_dir() / "html" / name).read_text(encoding="utf-8") for name in names]
    return Markup("\n".join(found))  # noqa: S704  our own files, no user's text


def render(view: View, phrases: Phrases) -> str:
    style = _style(scored=bool(view.scores))
    return _template().render(view=view, say=phrases, lang=LANG[phrases.lang], style=style).rstrip() + "\n"
