"""Scorecards in plain text: what is certain and possible and what narrows it, the table, the rounds, what is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from checker.report.fold import columns, folded, wrapped
from checker.report.scoreview import Card, Cards, Field, ItemLine
from checker.report.texttable import table
from checker.report.words import Phrases

INDENT = "  "
HEAD = 16
"""Columns of a heading before it is folded."""
NARROWEST = 60
"""Columns below which the bar's scale would not be legible."""


def first(card: Card, say: Phrases) -> str:
    """The card in one line, for the summary."""
    return say("score.first", title=_titled(card, say), said=card.headline)


def lines(cards: Cards, say: Phrases, width: int) -> Iterator[str]:
    for n, card in enumerate(cards.cards):
        if n:
            yield ""
        yield from _card(card, say, width)
    yield from _listed(say("score.head_unplaced"), cards.unplaced, width)


def _titled(card: Card, say: Phrases) -> str:
    return say("report.bracketed", what=card.title, text=card.period) if card.period else card.title


def _card(card: Card, say: Phrases, width: int) -> Iterator[str]:
    yield from wrapped(_titled(card, say), width)
    yield from folded(card.headline, width, INDENT, INDENT * 2)
    yield from _bar(card, say, width)
    for line in card.remarks:
        yield from folded(line, width, INDENT, INDENT * 2)
    yield from _listed(say("score.head_narrow"), [one.said for one in card.narrowing], width, numbered=True)
    beside = [say("score.beside", kind=one.kind, title=one.title, state=one.word, effect=one.effect,
                  because=say("report.group_join").join(one.because)) for one in card.beside]  # fmt: skip
    if card.begun:
        yield from _listed(say("score.head_beside"), beside, width)
        yield from _readings(card, say, width)
        yield from _table(card, say, width)
        yield from _after(card, say, width)
    else:
        yield from folded(say("score.not_begun"), width, INDENT, INDENT)
    limits = [say("report.labelled", label=one.title, text=one.said) for one in card.columns]
    yield from _listed(say("score.head_stages"), limits, width)
    yield from _listed(say("score.head_differences", n=card.differ), card.differences, width)
    yield from _listed(say("score.head_problems"), card.problems, width)


def _bar(card: Card, say: Phrases, width: int) -> Iterator[str]:
    """Certain, possible, and where the grades begin: readable without colour, and said in words above it."""
    room = min(width, NARROWEST) - 2 * len(INDENT) - columns(say("score.legend"))
    low, more = (round(part * room) for part in (card.bar.low, card.bar.more))
    more = min(more, room - low)
    if not card.groups or width < NARROWEST:
        return
    yield INDENT + "#" * low + "=" * more + "." * (room - low - more) + INDENT + say("score.legend")
    marks = [" "] * room
    for at, text in card.bar.edges:
        start = min(round(at * room), room - len(text) - 1)
        marks[start : start + len(text) + 1] = list("^" + text)
    if card.bar.edges:
        yield INDENT + "".join(marks).rstrip()


def _readings(card: Card, say: Phrases, width: int) -> Iterator[str]:
    said = []
    for one in card.readings:
        mine, *others = one.outcomes
        told = say("report.group_join").join(
            say("score.reading", label=other.label, said=other.effect) for other in others
        )
        said.append(say("score.question", ask=one.ask, primary=mine.label, others=told))
    yield from _listed(say("score.head_readings"), said, width)


def _table(card: Card, say: Phrases, width: int) -> Iterator[str]:
    heads = [say("score.col_item"), say("score.col_points"), say("score.col_range")]
    heads += [one.title for one in card.columns]
    if card.columns:
        heads.append(say("score.col_final"))
    rows: list[list[str]] = []
    for group in card.groups:
        rows.append([group.title, group.points, group.range, *[""] * (len(heads) - 3)])
        rows += [_row(line, say) for line in group.items]
    finals = [card.final] if card.columns else []
    rows.append([say("label.total"), card.full, card.range, *(one.total for one in card.columns), *finals])
    yield ""
    found = table(["\n".join(wrapped(head, HEAD)) for head in heads], rows, width)
    if found is None:
        for row in rows:
            cells = [
                say("report.labelled", label=head, text=cell)
                for head, cell in zip(heads[1:], row[1:], strict=True)
                if cell
            ]
            yield from folded(say("rest.why", line=row[0], why=say("report.list").join(cells)), width, "", INDENT)
    yield from found or ()
    computed = any(field.kind == "computed" for group in card.groups for line in group.items for field in line.fields)
    notes = [say("score.rounding"), *([say("score.starred")] if computed else [])]
    yield from wrapped(say("report.list").join(notes), width)


def _row(line: ItemLine, say: Phrases) -> list[str]:
    title = say("score.numbered", n=line.number, title=line.title)
    finals = [line.final] if line.fields else []
    return [title, line.points, line.range, *(_field(one, say) for one in line.fields), *finals]


def _field(field: Field, say: Phrases) -> str:
    star = say("score.star") if field.kind == "computed" else ""
    return " ".join(part for part in (field.points + star, field.note) if part)


def _after(card: Card, say: Phrases, width: int) -> Iterator[str]:
    """How points are given, for all items that share the words; how they came about; reasons for a change."""
    items = [line for group in card.groups for line in group.items]
    quotes: dict[str, list[str]] = {}
    for line in items:
        quotes.setdefault(line.quote, []).append(line.number)
    methods = [say("score.method", quote=quote, list=say.join(numbers)) for quote, numbers in quotes.items()]
    yield from _listed(say("score.head_methods"), methods, width)
    how = []
    for line in items:
        if line.how:
            more = say("report.labelled", label=say("score.missing"), text=line.missing) if line.missing else ""
            said = say("report.list").join(part for part in (line.how, more) if part)
            how.append(say("score.numbered", n=line.number, title=said))
    yield from _listed(say("score.head_how"), how, width)
    changed = [
        say("score.numbered", n=line.number, title=say("report.list").join(line.changed))
        for line in items
        if line.changed
    ]
    yield from _listed(say("score.head_changed"), changed, width)


def _listed(head: str, said: Sequence[str], width: int, *, numbered: bool = False) -> Iterator[str]:
    if not said:
        return
    yield from wrapped(head, width)
    for n, line in enumerate(said, start=1):
        mark = f"{n}. " if numbered else "- "
        yield from folded(mark + line, width, INDENT, INDENT + " " * columns(mark))
