"""Scoring schemes: from what records and people say to points, totals and grades, each as what is certain and what is possible.

    assess(inputs, verdicts, rules, ratings, book) → the scorecards of a body, and the ratings that are for none of them

`forms` gives an item its points, `intervals` and `bands` are the arithmetic, `lines` judges bonuses and vetoes, `ratings` finds
the place of what people rated, `stages` sets the rounds side by side, `card` puts a card together, `cases` runs the worked
examples of a rulebook. Nothing is rounded here, and nothing read but the nouns of the house.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from checker.consequences.facts import Verdicts
from checker.model import Rated, Rule, Scorecard, ScoreInput
from checker.scores.card import Variants, cards, outlook
from checker.scores.ratings import placed, wrong

__all__ = ["Variants", "assess", "outlook"]


def assess(
    inputs: Iterable[tuple[Variants, Sequence[ScoreInput]]], verdicts: Verdicts, rules: Mapping[str, Rule],
    ratings: Iterable[Mapping[str, Any]], book: str,
) -> tuple[tuple[Scorecard, ...], tuple[Rated, ...]]:  # fmt: skip
    """The cards of every scheme of a rulebook on one body, and the ratings that have no place on any."""
    schemes = list(inputs)
    by_scheme, unplaced = placed(ratings, book, [variants[0][1] for variants, _ in schemes])
    found: list[Scorecard] = []
    for variants, periods in schemes:
        mine = by_scheme.get(variants[0][1].id, ())
        made = list(cards(variants, periods, verdicts, rules, mine))
        found += made
        if not made:
            unplaced = (*unplaced, *(wrong(one, "no_card") for one in mine))
    return tuple(found), unplaced
