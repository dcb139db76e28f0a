"""The official table of a scheme, with room for the points that the body gives itself."""

from __future__ import annotations

from fractions import Fraction
from itertools import groupby

from xlsxwriter.worksheet import Worksheet

from checker.errors import spoken
from checker.model import Scheme, ScoreItem
from checker.records.layout import Part, Sheet
from checker.sheets.grid import letters
from checker.template.checks import check, points
from checker.template.form import HEAD, Form
from checker.template.lists import Lists
from checker.template.paper import height

_WIDTHS = {
    "category": 11, "item": 22, "most": 7, "words": 34, "papers": 26, "form": 10, "points": 9, "evidence": 26, "reason": 20,
    "by": 11, "date": 12.5,
}  # fmt: skip
COLUMNS = tuple(_WIDTHS)
"""Those that are no part of the layout are printed, the others filled in."""


def write(form: Form, lists: Lists, sheet: Sheet, scheme: Scheme) -> None:
    paper, words = form.paper, form.words
    out = paper.sheet(sheet.title)
    for column, one in enumerate(_WIDTHS.values()):
        out.set_column(column, column, one)
    parts = {part.name: part for part in sheet.parts}
    rows = _rows(scheme)
    last = HEAD + len(rows)
    out.set_row(0, 26)
    paper.text(out, 0, 0, spoken(scheme.title, words.lang), "title")
    paper.link(out, 0, len(COLUMNS) - 1, form.layout.sheets[0].title, words("table.back"))
    out.set_row(1, 30)
    paper.wide(out, 1, 0, COLUMNS.index("words"), words("ratings.lead"), "soft")
    paper.wide(
        out,
        1,
        COLUMNS.index("papers"),
        COLUMNS.index("form"),
        words("ratings.total", points=_plain(scheme.total)),
        "soft",
    )
    at = letters(COLUMNS.index("points") + 1)
    total = f"=SUM({at}{HEAD + 2}:{at}{last + 1})"
    out.write_formula(1, COLUMNS.index("points"), total, paper.style("result"), 0)
    for column, name in enumerate(COLUMNS):
        label = parts[name].label if name in parts else words(f"ratings.{name}")
        paper.text(out, HEAD, column, label, "head")
    _categories(form, out, scheme, rows)
    for row, item in enumerate(rows, start=HEAD + 1):
        _item(form, out, row, item, parts)
        out.data_validation(
            row, COLUMNS.index("points"), row, COLUMNS.index("points"), points(form, _plain(item.points))
        )
    if rule := check(form, lists, parts["date"], month=False):
        out.data_validation(HEAD + 1, COLUMNS.index("date"), last, COLUMNS.index("date"), rule)
    out.freeze_panes(HEAD + 1, 2)
    out.repeat_rows(0, HEAD)
    out.print_area(0, 0, last, len(COLUMNS) - 1)


def _rows(scheme: Scheme) -> list[ScoreItem]:
    """The items in the order of the document, those of a category together."""
    order = [one.id for one in scheme.categories]
    return sorted(scheme.items, key=lambda item: order.index(item.category))


def _categories(form: Form, out: Worksheet, scheme: Scheme, rows: list[ScoreItem]) -> None:
    known = {one.id: one for one in scheme.categories}
    row = HEAD + 1
    for name, items in groupby(rows, key=lambda item: item.category):
        count = len(list(items))
        said = f"{spoken(known[name].title, form.words.lang)}\n{_plain(known[name].points)}"
        if count > 1:
            out.merge_range(row, 0, row + count - 1, 0, "", form.paper.style("middle"))
        form.paper.text(out, row, 0, said, "middle")
        row += count


def _item(form: Form, out: Worksheet, row: int, item: ScoreItem, parts: dict[str, Part]) -> None:
    words = form.words
    papers = words("ratings.join").join(item.evidence)
    printed = {
        "item": (spoken(item.title, words.lang), "label"),
        "words": (item.quote, "label"),
        "papers": (papers, "label"),
        "most": (_plain(item.points), "middle"),
        "form": (words("ratings.rated" if item.form.kind == "rating" else "ratings.computed"), "middle"),
    }
    out.set_row(row, max(30, *(height(said, _WIDTHS[name] * 0.95) for name, (said, _) in printed.items())))
    for column, name in enumerate(COLUMNS):
        if name in printed:
            form.paper.text(out, row, column, *printed[name])
        elif name in parts:
            out.write_blank(row, column, None, form.paper.style("input", parts[name].type))


def _plain(number: Fraction) -> str:
    """A number of points as text: decimals where it has an end, else a fraction."""
    scaled = number * 100
    if scaled.denominator != 1:
        return str(number)
    whole, rest = divmod(scaled.numerator, 100)
    return f"{whole}.{rest:02}".rstrip("0") if rest else str(whole)
