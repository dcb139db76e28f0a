"""The layout of the workbook for chosen rulebooks: which sheets, columns and rows it has, and what may be chosen in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from checker.errors import spoken
from checker.model import Rulebook, Scheme
from checker.records.derived import BODY
from checker.records.layout import STATUS, Layout, Part, Sheet
from checker.records.tables import Column, TableSchema
from checker.rulebook.formwords import FormWords, entry
from checker.rulebook.needs import Readers, completed, readers
from checker.rulebook.vocabulary import Vocabulary

SELF = "self"
"""The stage in which a body rates itself."""

DATED = {"as_of": "date", "review_from": "date", "review_to": "date"}
"""What is asked of the body beside its facts, with the type of each."""

_TERMS = frozenset({"semester", "term_month", "school_year"})
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
LONGEST = 31
"""Characters of a sheet's name."""
SHOWN = 8
"""Options that a drop-down shows at once: of more, those for which a clause looks come first."""


def layout(
    books: Sequence[Rulebook],
    vocabulary: Vocabulary,
    schemas: Mapping[str, TableSchema],
    kind: str,
    year: str,
    lang: str = "zh",
    *,
    found: Readers | None = None,
) -> Layout:
    """What a body of `kind` (`group`, `authority`) fills in for `books` in the school year `YYYY-YYYY`. `found` spares working
    out `readers` again."""
    read = found or readers(books, vocabulary, schemas, kind)
    wanted = completed(read, books, schemas, kind)
    words = FormWords(lang)
    order = entry("order.tables")
    names = sorted(wanted.keys() - {BODY}, key=lambda one: (order.index(one) if one in order else len(order), one))
    taken = {words(f"titles.{one}").casefold() for one in entry("titles")}
    titles = {name: _title(spoken(schemas[name].label, lang), taken) for name in names}
    sheets = [
        Sheet("overview", "", words("titles.overview"), tuple(_overview(words)), tuple(titles.items())),
        Sheet("body", "", words("titles.body"), tuple(_facts(wanted[BODY], books, schemas[BODY], words))),
        *_calendar(read, words),
        *(
            Sheet(
                "table",
                name,
                titles[name],
                tuple(_part(name, schemas[name].columns[one], read, lang) for one in wanted[name]),
            )
            for name in names
        ),
        *_ratings(books, kind, words, taken),
    ]
    return Layout(kind, year, tuple((book.id, book.sha256) for book in books), tuple(sheets))


def language(made: Layout) -> str:
    """The language of the words of a layout."""
    titles = entry("titles.overview")
    return next((lang for lang, title in titles.items() if made.sheets and made.sheets[0].title == title), "zh")


def rated(books: Sequence[Rulebook], kind: str) -> Iterator[Scheme]:
    """The schemes by which a body rates itself."""
    for book in books:
        yield from (
            one for one in book.schemes if one.subject == kind and any(stage.key == SELF for stage in one.stages)
        )


def _overview(words: FormWords) -> Iterator[Part]:
    for name, kind in (("table", "text"), ("status", "code"), ("from", "date"), ("to", "date")):
        options = tuple(words(f"headings.status.{one}") for one in STATUS) if name == "status" else ()
        yield Part(name, words(f"headings.overview.{name}"), kind, options)


def _facts(wanted: Sequence[str], books: Sequence[Rulebook], schema: TableSchema, words: FormWords) -> Iterator[Part]:
    own = entry("headings.body")
    for name in entry("order.facts"):
        if name in DATED:
            yield Part(name, words(f"headings.body.{name}"), DATED[name])
        elif name in wanted:
            column = schema.columns[name]
            label = words(f"headings.body.{name}") if name in own else spoken(column.label, words.lang)
            options = _options(column)
            if name == "model":
                options = tuple(dict.fromkeys(model for book in books for model in book.source.models))
            yield Part(name, label, column.type if options or column.type != "code" else "text", options)


def _calendar(found: Readers, words: FormWords) -> Iterator[Sheet]:
    asked = [("semesters", bool(_TERMS & found.periods.keys())), ("school_years", "school_year" in found.periods)]
    for name in (name for name, wanted in asked if wanted):
        types = {"id": "id", "from": "date", "to": "date"}
        parts = tuple(Part(key, words(f"headings.{name}.{key}"), kind) for key, kind in types.items())
        yield Sheet("calendar", name, words("titles.body"), parts)


def _ratings(books: Sequence[Rulebook], kind: str, words: FormWords, taken: set[str]) -> Iterator[Sheet]:
    types = {"item": "text", "points": "points", "evidence": "text", "reason": "text", "by": "text", "date": "date"}
    parts = tuple(Part(key, words(f"headings.ratings.{key}"), one) for key, one in types.items())
    for number, scheme in enumerate(rated(books, kind)):
        title = words("titles.ratings") if number == 0 else _title(words("titles.ratings"), taken)
        items = tuple((item.id, spoken(item.title, words.lang)) for item in scheme.items)
        yield Sheet("ratings", scheme.id, title, parts, items)


def _part(table: str, column: Column, found: Readers, lang: str) -> Part:
    options = _options(column)
    if len(options) > SHOWN:
        first = relevant(table, column, found)
        options = (*first, *(one for one in options if one not in first))
    return Part(column.name, spoken(column.label, lang), column.type, options)


def relevant(table: str, column: Column, found: Readers) -> tuple[str, ...]:
    """The labels of a column's codes for which some clause looks."""
    codes = column.codes or {}
    return tuple(label for code, label in codes.items() if ((table, column.name), code) in found.codes)


def _options(column: Column) -> tuple[str, ...]:
    return tuple((column.codes or {}).values())


def _title(label: str, taken: set[str]) -> str:
    """The label as a sheet's name that no other sheet has."""
    plain = _FORBIDDEN.sub("", label).strip()[:LONGEST]
    title, again = plain, 2
    while title.casefold() in taken:
        title, again = f"{plain[: LONGEST - 3]}{again}", again + 1
    taken.add(title.casefold())
    return title
