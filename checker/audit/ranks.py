"""Ranks and quotas over scorecards whose totals are intervals.

A rank is an interval too. The best one has this card at its highest and all others at their lowest, the worst the other way
round; ties share a rank and the next one is left out (1, 2, 2, 4). A card of which it is open whether the scheme applies
takes nobody's best place, and may take any worst one; so does one that a veto may yet settle. One that a veto has settled stands
outside: its grade, by which texts rank, is no matter of its points.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from checker.audit.nouns import Card, Drawn, Place, Ranking, Standing
from checker.model import Quota, Rulebook

SURE = "yes"
Held = tuple[Standing, Card]


def rankings(standings: Iterable[Standing], books: Mapping[str, Rulebook]) -> tuple[Ranking, ...]:
    """One ranking for each scheme and period, in the order of rulebooks, schemes and periods, the latest period first."""
    held: dict[tuple[str, str], dict[str, list[Held]]] = {}
    for standing in standings:
        for card in () if standing.foreign else standing.cards:
            held.setdefault((standing.rulebook, card.scheme), {}).setdefault(card.period, []).append((standing, card))
    made = []
    for name, book in books.items():
        for scheme in book.schemes:
            by_period = dict(sorted(held.get((name, scheme.id), {}).items(), key=_latest, reverse=True))
            current = _current(by_period)
            for period, cards in by_period.items():
                drawn = tuple(draw(quota, cards) for quota in scheme.quotas)
                made.append(Ranking(name, scheme.id, scheme.title, period, places(cards), drawn, period == current))
    return tuple(made)


def _latest(one: tuple[str, Sequence[Held]]) -> tuple[str, str]:
    """By the day on which a period ends; one of which no day is known goes last."""
    period, cards = one
    return max(card.ends for _, card in cards), period


def _current(by_period: Mapping[str, Sequence[Held]]) -> str | None:
    """The period that has just begun says nothing yet: the first that is settled, of periods with the latest first."""
    settled = (period for period, cards in by_period.items() if any(card.settled for _, card in cards))
    return next(settled, next(iter(by_period), None))


def places(cards: Sequence[Held]) -> tuple[Place, ...]:
    """By best rank, then worst rank, then what is certain; cards that cannot be told apart stay in the order given, those without
    a rank behind all others."""
    ranked = [(standing, card) for standing, card in cards if not card.vetoed]
    lows = sorted(card.low for _, card in ranked if card.applies == SURE and not card.may_veto)
    highs = sorted(card.high for _, card in ranked)
    found = []
    for standing, card in ranked:
        surely_above = len(lows) - bisect_right(lows, card.high)
        # the card's own highest is above its own lowest, unless it is known
        may_be_above = len(highs) - bisect_right(highs, card.low) - (card.high > card.low)
        found.append((1 + surely_above, 1 + may_be_above, standing, card))
    found.sort(key=lambda one: (one[0], one[1], -one[3].low))
    placed = [Place(standing, card, best, worst) for best, worst, standing, card in found]
    return (*placed, *(Place(standing, card, None, None) for standing, card in cards if card.vetoed))


def draw(quota: Quota, cards: Sequence[Held]) -> Drawn:
    """Who is within the share for certain, and who may be. At the edge a tie is open: the text says no more than how many.

    For certain: even if every card that may be graded so and is not surely below were graded so and stood above. Possibly:
    if only those stood above that surely do, and every other that may be graded so were graded so. Totals and grades are those
    under any open reading, since "for certain" must outlast whichever is chosen.
    """
    sure = [card for _, card in cards if _surely(card, quota)]
    may = [card for _, card in cards if _maybe(card, quota)]
    sure_low, sure_high = (sorted(card.reach[end] for card in sure) for end in (0, 1))
    may_low, may_high = (sorted(card.reach[end] for card in may) for end in (0, 1))
    certain, possible = [], []
    for standing, card in cards:
        low, high = card.reach
        if _surely(card, quota):
            above = _from(may_high, low)
            rivals = _from(sure_high, low) - 1 + above
            if rivals + 1 <= _allowed(quota, len(sure) + above):
                certain.append(standing.id)
                continue
        elif not _maybe(card, quota):
            continue
        mine = _surely(card, quota)
        ahead = len(sure_low) - bisect_right(sure_low, high)
        beside = bisect_right(may_low, high) - (not mine)
        if ahead + 1 <= _allowed(quota, len(sure) + beside + (not mine)):
            possible.append(standing.id)
    graded = (len(sure), len(sure) + len(may))
    share = (quota.at_most * graded[0], quota.at_most * graded[1])
    most = (math.floor(share[0]), math.floor(share[1]))
    return Drawn(quota, graded, share, most, tuple(certain), tuple(possible))


def _from(ordered: Sequence[Fraction], least: Fraction) -> int:
    """How many are `least` or more."""
    return len(ordered) - bisect_left(ordered, least)


def _allowed(quota: Quota, graded: int) -> int:
    return math.floor(quota.at_most * graded)


def _surely(card: Card, quota: Quota) -> bool:
    return card.applies == SURE and bool(card.open_grades) and all(grade in quota.grades for grade in card.open_grades)


def _maybe(card: Card, quota: Quota) -> bool:
    return not _surely(card, quota) and any(grade in quota.grades for grade in card.open_grades)
