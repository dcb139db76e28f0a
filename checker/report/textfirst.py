"""What to do first and which records are missing, in plain text: an action a line, under its last day."""

from __future__ import annotations

from collections.abc import Iterator

from checker.report.fold import folded
from checker.report.scorewords import ScoreWords
from checker.report.view import Action, Batch, Lacking, View
from checker.report.words import Phrases

INDENT = "   "


def lines(view: View, say: Phrases, width: int, shown: int | None) -> Iterator[str]:
    """The sentences, then no more than `shown` actions, all for None."""
    for said in view.first.said:
        yield from folded(said, width, "", INDENT)
    left = sum(len(one.actions) for one in view.first.batches)
    room = left if shown is None else shown
    for batch in view.first.batches:
        if room:
            yield from folded(_head(batch, say), width, "", INDENT)
            for action in batch.actions[:room]:
                yield from folded(f"{action.mark.symbol} {_line(action, say)}", width, "  ", "    ")
        room, left = max(0, room - len(batch.actions)), left - min(room, len(batch.actions))
    if left:
        yield from folded(say("first.rest", n=left), width, "  ", "    ")


def lacking(view: View, say: Phrases, width: int) -> Iterator[str]:
    """One missing record a line, that which settles most first."""
    for number, one in enumerate(view.lacking, start=1):
        yield from folded(f"{number}. {_lacks(one, say)}", width, "", INDENT)


def _head(batch: Batch, say: Phrases) -> str:
    key = "first.batch" if batch.note else "first.batch_plain"
    return say(key, label=batch.label, note=batch.note, n=len(batch.actions))


def _line(action: Action, say: Phrases) -> str:
    said = say("report.comma").join(part for part in (action.who, action.far) if part)
    return say("first.line", title=action.title, at=action.at, said=said, where=action.where)


def _lacks(one: Lacking, say: Phrases) -> str:
    """Where every clause lacks this alone, the others need no number of their own."""
    parts = [say("first.lacks_alone", n=one.alone)] if one.alone else []
    if one.clauses > one.alone:
        parts.append(say("first.lacks_with", n=one.clauses))
    if one.inside:
        parts.append(say("first.lacks_inside", n=one.inside))
    if one.points:
        parts.append(say("first.lacks_points", n=ScoreWords(say).exactly(one.points)))
    return say("first.lacks", what=one.what, parts=say("report.comma").join(parts))
