"""What the note of a heading says: what the column means, how it is written, an example, who needs it."""

from __future__ import annotations

from collections.abc import Iterator

from checker.errors import spoken
from checker.records.layout import Part, Sheet
from checker.records.tables import Column
from checker.rulebook.asksfor import relevant
from checker.template.form import Form

PLACES = 2
"""Places named of the clauses that read a column."""
LISTED = 12
"""Codes named in a note; of more, only how many there are."""


def note(form: Form, sheet: Sheet, part: Part) -> str:
    """Lines of text."""
    return "\n".join(one for one in _lines(form, sheet, part) if one)


def _lines(form: Form, sheet: Sheet, part: Part) -> Iterator[str]:
    words, schema = form.words, form.schemas[sheet.name]
    column = schema.columns[part.name]
    yield part.label
    required = words("note.required") if part.name in form.required(sheet) else ""
    yield required + how(form, sheet, part, column)
    codes = relevant(sheet.name, column, form.found)
    if codes and len(column.codes or ()) > max(len(codes), 2):
        more = "……" if len(codes) > LISTED else ""
        yield words("note.relevant", codes=words("note.join").join(codes[:LISTED]) + more)
    if column.none and part.name not in form.required(sheet):
        yield words("note.none")
    if column.empty == "open":
        yield words("note.open")
    if column.example and column.type in ("text", "texts", "int"):
        yield words("note.example", example=column.example)
    yield _readers(form, sheet.name, part.name)


def how(form: Form, sheet: Sheet, part: Part, column: Column) -> str:
    """How a value of the column is written."""
    words = form.words
    if part.type == "id":
        return _id(form, sheet)
    if part.type == "codes":
        return words("note.codes", codes=words("note.join").join(part.options))
    if column.link is None:
        return words(f"note.{part.type}")
    label = spoken(form.schemas[column.link].label, words.lang)
    target = form.tables.get(column.link)
    if target is None:
        example = form.schemas[column.link].columns["id"].example or "x1"
        return words(f"note.{part.type}_free", table=label, example=example)
    return words(f"note.{part.type}_{form.shown(column.link)}", table=target.title)


def _id(form: Form, sheet: Sheet) -> str:
    if sheet.name == "people":
        return form.words("note.id_people")
    from_others = form.linking(sheet.name)
    if from_others and form.shown(sheet.name) == "id":
        return form.words("note.id_linked", tables=form.words("note.join").join(from_others))
    return form.words("note.id")


def _readers(form: Form, table: str, column: str) -> str:
    clauses = form.found.clauses.get((table, column), {})
    if column == "id":
        return ""
    if not clauses:
        dated = column in (form.schemas[table].time or {}).values()
        return form.words("note.dated" if dated else "note.unread")
    several = len(form.books) > 1
    places = []
    for one in clauses:
        book = next(book for book in form.books if one.id.startswith(f"{book.id}/"))
        short = spoken(book.source.short, form.words.lang)
        places.append(f"《{short}》{one.at}" if several else one.at)
    named = list(dict.fromkeys(places))[:PLACES]
    said = form.words("note.join").join(named)
    return (
        form.words("note.read", n=len(clauses), places=said)
        if len(clauses) > len(named)
        else form.words("note.read_by", places=said)
    )
