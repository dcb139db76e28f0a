"""The cheapest set of levers that brings the points needed: exact, and one answer only.

Of sets that cost the same, the one with fewer deeds, then fewer ratings, is taken, since handing in a record is the lightest; then
the smaller one, which has nothing to spare; then the one that brings more points; then the first in the order of the table.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import groupby

from checker.planning.nouns import KINDS, Action, Lever

_Weight = tuple[Fraction, int, int, int]


def cheapest(levers: Sequence[Lever], need: Fraction) -> tuple[Action, ...] | None:
    """The actions, lightest first; the last one is asked only for what is still needed. None where no set is enough.

    Levers have some gain each; those of one group stand together, and one of them counts.
    """
    if need <= 0:
        return ()
    # (weight, gain, which): a set that weighs more and brings no more than another one can never win, whatever is added to both.
    front: list[tuple[_Weight, Fraction, tuple[int, ...]]] = [((Fraction(0), 0, 0, 0), Fraction(0), ())]
    for choices in _choices(levers):
        more = [
            (_plus(weight, levers[n]), gain + levers[n].gain, (*which, n))
            for weight, gain, which in front
            if gain < need
            for n in choices
        ]
        front = _best([*front, *more])
    enough = [one for one in front if one[1] >= need]
    if not enough:
        return None
    _, _, which = min(enough, key=lambda one: (one[0], -one[1], one[2]))
    return _asked([levers[n] for n in which], need)


def most(levers: Sequence[Lever]) -> Fraction:
    """What all levers bring together."""
    return sum((max(levers[n].gain for n in choices) for choices in _choices(levers)), Fraction(0))


def lightest(lever: Lever) -> tuple[int, Fraction, int]:
    """The order in which actions are told."""
    return KINDS.index(lever.kind), -lever.gain, lever.place


def _choices(levers: Sequence[Lever]) -> list[tuple[int, ...]]:
    numbered = groupby(range(len(levers)), key=lambda n: levers[n].group or n)
    return [tuple(found) for _, found in numbered]


def _plus(weight: _Weight, lever: Lever) -> _Weight:
    cost, deeds, ratings, size = weight
    return cost + lever.cost, deeds + (lever.kind == "act"), ratings + (lever.kind == "rate"), size + 1


def _best(
    found: list[tuple[_Weight, Fraction, tuple[int, ...]]],
) -> list[tuple[_Weight, Fraction, tuple[int, ...]]]:
    kept: list[tuple[_Weight, Fraction, tuple[int, ...]]] = []
    for one in sorted(found, key=lambda one: (one[0], -one[1], one[2])):
        if not kept or one[1] > kept[-1][1]:
            kept.append(one)
    return kept


def _asked(levers: Sequence[Lever], need: Fraction) -> tuple[Action, ...]:
    actions = []
    for lever in sorted(levers, key=lightest):
        actions.append(Action(lever, min(lever.gain, need)))
        need -= lever.gain
    return tuple(actions)
