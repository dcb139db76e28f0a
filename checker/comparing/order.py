"""What follows from what: whoever meets one duty meets another.

    lacks(a, b, bridges) -> the reasons why meeting `a` is not meeting `b`; none where it is
    between(left, right, bridges) -> (relation, reasons, what was assumed)

Of duties with a bound that the text states and nothing for a person to judge, `lacks` is reflexive and transitive where it finds
nothing, so that stricter (one way only) is a strict partial order, and equal (both ways) an equivalence. The others follow from
none. What is not proved by the two texts and the calendar alone is incomparable, with its reasons.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from fractions import Fraction

from checker.comparing.nouns import EQUAL, INCOMPARABLE, LOOSER, STRICTER, Condition, Duty, Quantity

MODALITIES = {"must_not": "must", "definition": "fact"}
"""Modalities of one class; any other is its own."""

PARTS = {
    "month": {"quarter": 3, "semester": 2, "year": 12, "school_year": 4, "": 12},
    "term_month": {"semester": 2, "school_year": 4, "": 4},
    "quarter": {"year": 4, "": 4},
    "semester": {"school_year": 2, "": 2},
    "year": {"": 1},
    "school_year": {"": 1},
}
"""How many whole periods lie in a longer one at least. A semester has two whole months, no text says how many more; what has
no period at all lasts a year (`compare.assumed` says both)."""

WHOLE = {"month": {"quarter": 3, "year": 12}, "quarter": {"year": 4}}
"""Periods that fill a longer one without a rest: what a cap on each says of all."""

WITHIN = {"quarter": ("month",), "year": ("month", "quarter"), "school_year": ("semester",)}
"""Periods no part of which lies outside the longer one: what a cap on the longer one says of each."""

MAGNITUDE = "less"
"""The one reason that is no difference in kind: the bound asks less."""


def lacks(a: Duty, b: Duty, bridges: Collection[str] = ()) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_lacks(a, b, bridges)))


def between(
    left: Sequence[Duty], right: Sequence[Duty], bridges: Collection[str] = ()
) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """Two regions' duties on one matter, each taken together: one is as strict as the other if each duty of that follows from
    some duty of it. Neither side is empty."""
    there = _follows(left, right, bridges)
    back = _follows(right, left, bridges)
    if there and back:
        return EQUAL, (), _assumed(left, right, bridges)
    if there:
        return STRICTER, (), _assumed(left, right, bridges)
    if back:
        return LOOSER, (), _assumed(right, left, bridges)
    found = dict.fromkeys(
        reason for a in left for b in right for pair in ((a, b), (b, a)) for reason in lacks(*pair, bridges)
    )
    kinds = tuple(one for one in found if one != MAGNITUDE)
    return INCOMPARABLE, kinds or ("crossed",), ()


def _follows(strict: Sequence[Duty], loose: Sequence[Duty], bridges: Collection[str]) -> bool:
    return all(any(not lacks(a, b, bridges) for a in strict) for b in loose)


def _assumed(strict: Sequence[Duty], loose: Sequence[Duty], bridges: Collection[str]) -> tuple[str, ...]:
    """What had to be taken for granted of periods, where no pair does without."""
    found: dict[str, None] = {}
    for b in loose:
        ways = [_granted(a, b) for a in strict if not lacks(a, b, bridges)]
        best = min(ways, key=len, default=())
        found.update(dict.fromkeys(best))
    return tuple(found)


def _granted(a: Duty, b: Duty) -> tuple[str, ...]:
    if a.every == b.every:
        return ()
    if not b.every:
        return ("lasts",)
    if a.every in ("month", "term_month") and b.every in ("semester", "school_year"):
        return ("semester_months",)
    return (f"{a.every}_in_{b.every}",)


def _lacks(a: Duty, b: Duty, bridges: Collection[str]) -> Iterator[str]:
    if a.actor != b.actor:
        yield "actor"
    if MODALITIES.get(a.modality, a.modality) != MODALITIES.get(b.modality, b.modality):
        yield "modality"
    if not a.conditions <= b.conditions:  # what holds always holds under any condition, and never the other way round
        yield "conditions"
    if b.judged:
        yield "judged"
    if a.window != b.window:
        yield "window"
    if not a.alternatives <= b.alternatives:
        yield "alternatives"
    yield from _counted(a, b, bridges)
    if a.vague or b.vague:
        yield "computed"
        return
    if a.computed or b.computed:
        if (a.computed, a.side, a.bound, a.every, a.due) != (b.computed, b.side, b.bound, b.every, b.due):
            yield "computed"
        return
    yield from _bounded(a, b)
    yield from _by_when(a, b)


def _counted(a: Duty, b: Duty, bridges: Collection[str]) -> Iterator[str]:
    one, other = a.quantity, b.quantity
    if one.unit != other.unit:
        yield "unit"
    elif (one.base is None) != (other.base is None):
        yield "counted"
    elif one.base != other.base:
        yield "denominator"
    elif one.lead != other.lead:
        yield "lead"
    elif one.count != other.count or not _covers(b.side, one, other, bridges):
        yield "counted"
    if a.each != b.each:
        yield "lead" if {*a.each} ^ {*b.each} == {"members", "schools"} else "each"


def _covers(side: str, one: Quantity, other: Quantity, bridges: Collection[str]) -> bool:
    """For a floor: does each row that counts here count there? For a cap it is the other way round; else both."""
    mine, theirs = ({c for c in q.where if c[0] not in bridges} for q in (one, other))
    narrower = all(any(_implies(c, wanted) for c in mine) for wanted in theirs)
    wider = all(any(_implies(c, wanted) for c in theirs) for wanted in mine)
    return {"floor": narrower, "cap": wider}.get(side, narrower and wider)


def _implies(known: Condition, wanted: Condition) -> bool:
    if known == wanted:
        return True
    (column, op, values), (other, as_op, others) = known, wanted
    return column == other and op == as_op == "in" and values <= others


def _bounded(a: Duty, b: Duty) -> Iterator[str]:
    """Bounds and periods: the sides must be of one kind, or exactly so many for at least or at most so many."""
    if a.side != b.side and not (a.side == "exact" and b.side in ("floor", "cap")):
        yield "side"
        return
    if b.side in ("floor", "cap"):
        yield from _numbers(a, b)
        return
    if a.every != b.every:
        yield "period"
    if not _as_strict(a, b):
        yield MAGNITUDE if b.side in ("before", "after", "covers", "within") else "differs"


def _numbers(a: Duty, b: Duty) -> Iterator[str]:
    times = _times(a, b)
    if times is None:
        yield "period"
        return
    floor = b.side == "floor"
    mine = Fraction(a.bound) * times
    # More than n of what is counted in wholes is at least n + 1 of it, in each period: the bounds are made so.
    enough = mine > b.bound if floor else mine < b.bound
    if not (enough or (mine == b.bound and (a.over or not b.over))):
        yield MAGNITUDE


def _times(a: Duty, b: Duty) -> int | None:
    """How often a's bound counts towards b's; None where their periods cannot be brought together."""
    mine, theirs = a.every or "", b.every or ""
    if mine == theirs:
        return 1
    if not a.quantity.events:
        return None
    if b.side == "floor":
        found = PARTS.get(mine, {}).get(theirs)
        return found if found is None or a.quantity.adds else 1
    if theirs in WITHIN.get(mine, ()):
        return 1
    return WHOLE.get(mine, {}).get(theirs) if a.quantity.adds else None


def _as_strict(a: Duty, b: Duty) -> bool:
    if b.side in ("before", "after"):
        same = a.bound == b.bound
        earlier = a.bound < b.bound if b.side == "before" else a.bound > b.bound
        return bool(earlier or (same and (a.over or not b.over)))
    if b.side == "covers":
        return bool(a.bound >= b.bound)
    if b.side == "within":
        return bool(a.bound <= b.bound)
    return bool(a.bound == b.bound and a.over == b.over)


def _by_when(a: Duty, b: Duty) -> Iterator[str]:
    """Last days: what has happened by then has happened by any later day; a state or a share may have changed."""
    if a.due == b.due or b.side in ("before", "after") or (a.quantity.events and b.side == "floor" and not b.due):
        return
    fixed = a.due[:1].isdigit() and b.due[:1].isdigit() and not (a.every or b.every)
    if fixed and a.quantity.events and b.side == "floor":
        if a.due > b.due:
            yield MAGNITUDE
        return
    yield "date"
