"""Self-contained HTML pages: no script, no resource from outside; reports/html has their templates and looks.

    page("report.html.j2", ("style.css", "print.css"), phrases, view=view) -> str

is what every page of the house is made with, `render` the one of a report.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache, partial

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from checker import house
from checker.report.aims import cell, ids
from checker.report.values import decimal
from checker.report.view import View
from checker.report.words import Phrases

LANG = {"zh": "zh-CN", "en": "en"}
STYLES = ("style.css", "print.css")
"""What every page looks like; a page may add its own."""


def render(view: View, phrases: Phrases, copy: str = "") -> str:
    """The whole report in the order of its audience; a page without scorecards goes without their looks. `copy` is the name of
    the marked workbook beside the page, in which the rows are looked up."""
    styles = (*STYLES, *(("scores.css",) if view.scores else ()))
    here = ids(view, view.audience.show)
    return page(
        "report.html.j2", styles, phrases, view=view, audience=view.audience, here=here, copy=partial(cell, copy)
    )


def page(template: str, styles: tuple[str, ...], phrases: Phrases, **values: object) -> str:
    """One page, ending with a newline.

    `template` and `styles` are names of files in reports/html. The template finds `say` (the phrases), `lang` (for the
    element html), `style` and each of `values`; whatever is in `values` comes out as text, never as markup.
    """
    looks = _style(styles)
    made = environment().get_template(template).render(say=phrases, lang=LANG[phrases.lang], style=looks, **values)
    return made.rstrip() + "\n"


@cache
def environment() -> Environment:
    """Where the templates of all pages live. A name that a template misspells raises; what users typed is escaped."""
    made = Environment(
        loader=FileSystemLoader(house.reports_dir() / "html"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["percent"] = _percent
    return made


@cache
def _style(names: tuple[str, ...]) -> Markup:
    found = [(house.reports_dir() / "html" / name).read_text(encoding="utf-8") for name in names]
    return Markup("\n".join(found))  # noqa: S704  our own files, no user's text


def _percent(part: Fraction) -> str:
    """A part of one as a length on the page."""
    return f"{decimal(part * 100)[0]}%"
