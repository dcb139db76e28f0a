"""Remarks as plain text."""

from __future__ import annotations

from collections.abc import Iterator

from checker.proofreading.view import Said, View
from checker.report.fold import wrapped

WIDTH = 100
NARROW = 40


def render(view: View, width: int | None = None) -> str:
    """Each line at most `width` columns, ending with a newline."""
    return "\n".join(_lines(view, max(width or WIDTH, NARROW))) + "\n"


def _lines(view: View, width: int) -> Iterator[str]:
    yield from wrapped(view.title, width)
    yield from wrapped(view.lead, width)
    number = 0
    for group in view.groups:
        yield from ("", f"== {group.label} ==")
        for one in group.remarks:
            number += 1
            yield from _remark(one, number, view.advised, width)
    yield ""
    for line in (*view.notes, view.limits):
        yield from wrapped(line, width)


def _remark(one: Said, number: int, advised: str, width: int) -> Iterator[str]:
    yield from _put(f"{number}. {one.said}", width, 0, 3)
    for where, quote in one.places:
        yield from _put(f"{where}{quote}", width, 3, 5)
    if one.more:
        yield from _put(one.more, width, 3, 5)
    yield from _put(advised.format_map({"text": one.advice}), width, 3, 5)


def _put(text: str, width: int, first: int, rest: int) -> Iterator[str]:
    head, *more = wrapped(text, width - rest)
    yield " " * first + head
    for line in more:
        yield " " * rest + line
