"""The calendar of duties and what is left to do, in plain text: a row per duty, under it its members, a column per period."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from checker.report.fold import columns, folded, wrapped
from checker.report.grids import Strip
from checker.report.texttable import GAP, HEAD_PADDING, table
from checker.report.todo import Group, Item, Todo
from checker.report.view import View
from checker.report.words import Phrases

INDENT = "  "
LABEL = 24
"""Columns that the names of members have at least; what remains is for the periods."""


def heading(view: View, say: Phrases) -> str:
    title, status = say("heading.calendar"), view.todo.status
    return say("report.bracketed", what=title, text=status) if status else title


def lines(view: View, say: Phrases, width: int, shown: int) -> Iterator[str]:
    """`shown` items of each list; the whole lists are in the other formats."""
    for calendar in view.calendars:
        title = calendar.title + (say("report.bracket", text=calendar.days) if calendar.days else "")
        yield from wrapped(title, width)
        for strip in calendar.strips:
            yield from _strip(strip, say, width)
        yield ""
    yield from _todo(view.todo, say, width, shown)


def _strip(strip: Strip, say: Phrases, width: int) -> Iterator[str]:
    """As many periods beside one another as there is room for; the rest in further tables."""
    heads_ = [columns(head) + HEAD_PADDING for head in strip.heads]
    widest = max([*heads_, *(columns(one) for _, rows in strip.duties for _, fields in rows for one in fields)])
    room = max(1, (width - LABEL) // (widest + GAP))
    for start in range(0, len(strip.heads), room):
        heads = strip.heads[start : start + room]
        rows = [row for duty in strip.duties for row in _rows(duty, start, start + room)]
        if not rows:
            continue
        yield from table((say("grid.every", period=strip.kind).strip(), *heads), rows, width) or (
            line for row in rows for line in wrapped(" ".join(cell for cell in row if cell), width)
        )


def _rows(duty: tuple[str, Sequence[tuple[str, Sequence[str]]]], start: int, end: int) -> Iterator[list[str]]:
    title, told = duty
    rows = [(name, fields[start:end]) for name, fields in told if any(fields[start:end])]
    if len(rows) == 1 and not rows[0][0]:
        yield [title, *rows[0][1]]
    elif rows:
        yield [title, *[""] * (end - start)][: len(rows[0][1]) + 1]
        yield from ([f"- {name}", *fields] for name, fields in rows)


def _todo(todo: Todo, say: Phrases, width: int, shown: int) -> Iterator[str]:
    for label, groups in (
        (say("todo.still"), todo.still),
        (say("todo.ended"), (Group("", "", todo.ended),) if todo.ended else ()),
        (say("todo.missing"), todo.missing),
        (say("todo.partial"), (Group("", "", todo.partial),) if todo.partial else ()),
        (say("todo.asked"), todo.asked),
    ):
        if not groups:
            continue
        items = sum(len(group.items) for group in groups)
        yield from wrapped(label + say("report.bracket", text=items), width)
        left = shown
        for group in groups:
            if left <= 0:
                break
            yield from _group(group, say, width, left)
            left -= len(group.items)
        if items > shown:
            yield from folded(say("row.more", n=items - shown), width, INDENT, INDENT)
        yield ""


def _group(group: Group, say: Phrases, width: int, left: int) -> Iterator[str]:
    if group.label:
        note = say("report.bracket", text=group.note) if group.note else ""
        yield from folded(group.label + note, width, INDENT, INDENT)
    indent = INDENT * 2 if group.label else INDENT
    for item in group.items[:left]:
        yield from folded(_said(item, say), width, indent, indent + INDENT)


def _said(item: Item, say: Phrases) -> str:
    title = say("report.bracketed", what=item.title, text=item.at)
    parts = [item.period, item.said, say("grid.differs") if item.differs else ""]
    said = say("report.comma").join([title, *(part for part in parts if part)])
    return say("report.labelled", label=item.who, text=said)
