"""A document read before it is issued: what a careful reader of its words alone would hold against it.

`draft` takes the text apart once; each check is a function from a draft to remarks; the words they go by are data
(`rules/vocabulary/proofreading.yaml`). A check says nothing rather than something doubtful.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from checker.proofreading import (
    annexes,
    bands,
    bounds,
    contradictions,
    counts,
    dates,
    duties,
    names,
    pen,
    points,
    references,
    totals,
)
from checker.proofreading.draft import Draft, make
from checker.proofreading.nouns import Note, Remark, Spot

__all__ = ["Draft", "Note", "Remark", "Spot", "make", "notes", "proofread"]

Check = Callable[[Draft], Iterable[Remark]]

CHECKS: tuple[Check, ...] = (
    points.points, points.shares, counts.lists, counts.rows, bands.bands, bounds.deductions, bounds.bounds, bounds.changes,
    contradictions.permissions, annexes.mottos, annexes.bodies, annexes.rosters, totals.yearly, duties.vague, duties.actors,
    duties.times, dates.deadlines, dates.impossible, references.annexes, references.articles, references.tables, references.titles, names.offices,
    names.schools, references.numbering, pen.marks, pen.doubled, pen.units,
)  # fmt: skip


def proofread(draft: Draft, beside: Sequence[Draft] = (), above: Draft | None = None) -> tuple[Remark, ...]:
    """All remarks, in the order of the kinds' table and within a kind in that of the document.

    `beside` are documents that should say the same of the same matter, `above` is the one that this may not be laxer than.
    """
    found = [remark for check in CHECKS for remark in check(draft)]
    found += contradictions.numbers(draft, beside)
    if above is not None:
        found += contradictions.looser(draft, above)
    order = {kind: at for at, kind in enumerate(draft.table.kinds)}
    return tuple(sorted(found, key=lambda one: order[one.kind]))


def notes(draft: Draft, beside: Sequence[Draft] = (), above: Draft | None = None) -> tuple[Note, ...]:
    """What a reader must know of the silence: years whose days off nobody has announced, how much of two documents was compared."""
    years = dates.unjudged(draft)
    mark = draft.words("list_mark") or ","
    found = [Note("unjudged", {"years": mark.join(map(str, years))})] if years else []
    others = [("above", above), *(("beside", one) for one in beside)]
    for key, other in others:
        if other is not None:
            found.append(Note(key, {"document": other.id, "n": str(contradictions.compared(draft, other))}))
    return tuple(found)
