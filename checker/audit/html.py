"""The audit as one self-contained HTML page in the style of the reports: no script, no resource from outside."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from checker import house
from checker.audit.view import View
from checker.report.words import Phrases

LANG = {"zh": "zh-CN", "en": "en"}
STYLES = ("style.css", "print.css", "audit.css")


@cache
def _template() -> tuple[Template, Markup]:
    folder = house.reports_dir() / "html"
    # As in report/html: the template is ours, what users typed comes in as values only.
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style = "\n".join((folder / name).read_text(encoding="utf-8") for name in STYLES)
    return environment.get_template("audit.html.j2"), Markup(style)  # noqa: S704  our own files, no user's text


def render(view: View, phrases: Phrases) -> str:
    template, style = _template()
    return template.render(view=view, say=phrases, lang=LANG[phrases.lang], style=style).rstrip() + "\n"
