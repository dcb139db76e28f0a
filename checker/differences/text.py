"""A difference as plain text. Words that are gone stand in [- -], new ones in {+ +}, long stretches that stay are shortened."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from checker.differences.view import Entry, View
from checker.report.fold import folded
from checker.report.words import Phrases
from checker.versions.nouns import Piece

WIDTH, NARROW = 100, 40
AROUND = 12
"""Characters that are shown on each side of a difference."""
SIGNS = {"gone": ("[-", "-]"), "new": ("{+", "+}")}


def render(view: View, phrases: Phrases, width: int | None = None) -> str:
    """Each line at most `width` columns, ending with a newline."""
    lines = _lines(view, phrases, max(width or WIDTH, NARROW))
    return "\n".join(line.rstrip() for line in lines) + "\n"


def in_line(marks: Iterable[Piece]) -> str:
    """Both wordings as one line of signs."""
    pieces = [*marks]
    return "".join(_piece(one, n == 0, n == len(pieces) - 1) for n, one in enumerate(pieces))


def _lines(view: View, say: Phrases, width: int) -> Iterator[str]:
    yield view.title
    for label, text in view.facts:
        yield from folded(say("report.labelled", label=label, text=text), width, "", "  ")
    if view.nothing:
        yield ""
        yield from folded(view.nothing, width, "", "")
    for section in view.sections:
        yield ""
        yield f"== {section.title} {len(section.entries)} =="
        for entry in section.entries:
            yield from _entry(entry, say, width)
    if view.notes:
        yield ""
    for note in view.notes:
        yield from folded(note, width, "* ", "  ")


def _entry(entry: Entry, say: Phrases, width: int) -> Iterator[str]:
    head = say("report.labelled", label=entry.head, text=entry.change) if entry.change else entry.head
    yield from folded(head, width, "- ", "  ")
    for line in entry.lines:
        yield from folded(in_line(line.marks) if line.marks else line.text, width, "    ", "      ")


def _piece(one: Piece, first: bool, last: bool) -> str:
    if one.kind != "same":
        left, right = SIGNS[one.kind]
        return f"{left}{one.text}{right}"
    head, tail = ("" if first else one.text[:AROUND]), ("" if last else one.text[-AROUND:])
    return one.text if len(one.text) <= len(head) + len(tail) + 1 else f"{head}…{tail}"
