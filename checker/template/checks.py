"""What a spreadsheet refuses or doubts when it is typed: one rule a column, with words of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from checker.records.layout import Part
from checker.template.form import Form
from checker.template.lists import Lists

Check = Mapping[str, Any]
"""A rule in the words of XlsxWriter."""

TITLE, MESSAGE = 32, 255
"""Characters of the title and the text of a message; a longer one would be dropped without a word."""

LARGEST = 1_000_000_000
_DAYS = {"minimum": dt.date(1949, 1, 1), "maximum": dt.date(2100, 12, 31)}
_BETWEEN: Mapping[str, Check] = {
    "date": {"validate": "date", **_DAYS},
    "int": {"validate": "integer", "minimum": 0, "maximum": LARGEST},
    "money": {"validate": "decimal", "minimum": 0, "maximum": LARGEST},
    "points": {"validate": "decimal", "minimum": 0, "maximum": LARGEST},
    "percent": {"validate": "decimal", "minimum": 0, "maximum": 1},
}
_SEVERAL = ("codes", "links", "texts")


def check(form: Form, lists: Lists, part: Part, link: str | None = None, *, month: bool = True) -> Check | None:
    """The rule of a column, None where any text will do. `link` is the table to which it leads; `month`: a date may be a month
    alone, which a spreadsheet takes for text, so it only doubts."""
    found: Check | None = None
    if part.type in _BETWEEN:
        doubt = part.type == "date" and month
        said = "day" if part.type == "date" and not month else part.type
        found = _refused(
            form, {"criteria": "between", **_BETWEEN[part.type]}, form.words(f"checks.{said}"), doubt=doubt
        )
    elif part.type in _SEVERAL:
        found = _said(form, part)
    elif part.options:
        found = _refused(form, _chosen(lists.options(part.options)), form.words("checks.code"))
    elif part.type == "link" and link and (name := lists.rows(link)):
        said = form.words("checks.link", table=form.tables[link].title)
        found = _refused(form, _chosen(name), said, doubt=True)
    return found


def points(form: Form, most: str) -> Check:
    """The rule of a self-score: from 0 to the most that an item can have."""
    rule = {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": most}
    return _refused(form, rule, form.words("checks.score", points=most))


def _chosen(name: str) -> Check:
    return {"validate": "list", "source": f"={name}"}


def _said(form: Form, part: Part) -> Check:
    """Several values in a cell cannot be chosen: what may stand there is told when the cell is."""
    said = form.words("checks.several") + form.words("note.join").join(part.options)
    return {"validate": "any", "input_title": part.label[:TITLE], "input_message": said[:MESSAGE]}


def _refused(form: Form, rule: Check, said: str, *, doubt: bool = False) -> Check:
    return {
        **rule,
        "ignore_blank": True,
        "error_type": "warning" if doubt else "stop",
        "error_title": form.words("checks.sure" if doubt else "checks.title")[:TITLE],
        "error_message": said[:MESSAGE],
    }
