"""What can still add points to a scorecard, and what no longer can."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from checker.model import Bonus, ItemScore, Scorecard, ScoreLine
from checker.planning.nouns import Lever, Lost
from checker.planning.steps import needs, steps

WAITS = "period_running"
"""The reason why a value is open where nothing is lacking but time."""
Costs = Mapping[str, Fraction]


def levers(card: Scorecard, costs: Costs) -> tuple[Lever, ...]:
    """In the order of the table, then the bonuses, each with some gain. An action costs 1 where `costs` has no other number."""
    return (*_items(card, costs), *_bonuses(card, costs))


def lost(card: Scorecard) -> tuple[Lost, ...]:
    """Points of items that are settled below their full mark, and of bonuses that did not come."""
    return (*_lost_items(card), *_lost_bonuses(card))


def _items(card: Scorecard, costs: Costs) -> Iterator[Lever]:
    for place, score in enumerate(card.items, start=1):
        most = score.item.points if _may_rise(card, score) else score.points.high
        if most > score.points.low:
            kind = _kind(card, score)
            key = score.item.id
            yield Lever(
                key, place, kind, score.points.low, most - score.points.low, costs.get(key, Fraction(1)), score=score,
                needs=needs(score), steps=steps(score) if kind == "act" else (),
            )  # fmt: skip


def _may_rise(card: Scorecard, score: ItemScore) -> bool:
    """Whether what the records say today may become more before the period ends."""
    return card.running and score.basis == "computed"


def _kind(card: Scorecard, score: ItemScore) -> str:
    if (
        score.item.form.kind == "rating"
        or len([one for one in score.ratings if one.counts and _last(card, one.stage)]) > 1
    ):
        return "rate"
    return "act" if card.running and (score.basis == "computed" or WAITS in score.why_open) else "record"


def _last(card: Scorecard, stage: str | None) -> bool:
    return stage == card.scheme.final


def _bonuses(card: Scorecard, costs: Costs) -> Iterator[Lever]:
    if card.scheme.bonus_in == "beside":
        return
    mine = _lines(card)
    highest = card.scheme.bonuses == "highest"
    counted = max((line.points.low for _, line in mine), default=Fraction(0))
    for place, (one, line) in enumerate(mine, start=len(card.items) + 1):
        most = one.points if card.running and line.state == "no" and not one.times else line.points.high
        low = counted if highest else line.points.low
        if most > low:
            decided = line.state == "yes" and one.least is not None
            kind = "rate" if decided else "act" if card.running else "record"
            group = "bonus" if highest else None
            yield Lever(one.id, place, kind, low, most - low, costs.get(one.id, Fraction(1)), group, line=line)


def _lines(card: Scorecard) -> list[tuple[Bonus, ScoreLine]]:
    lines = {line.id: line for line in card.lines if line.kind == "bonus"}
    return [(one, lines[one.id]) for one in card.scheme.bonus if one.id in lines]


def _lost_items(card: Scorecard) -> Iterator[Lost]:
    for place, score in enumerate(card.items, start=1):
        short = score.item.points - score.points.high
        if short > 0 and not _may_rise(card, score):
            yield Lost(score.item.id, place, short, "rated" if score.basis == "rated" else "records")


def _lost_bonuses(card: Scorecard) -> Iterator[Lost]:
    if card.running or card.scheme.bonus_in == "beside":
        return
    for place, (one, line) in enumerate(_lines(card), start=len(card.items) + 1):
        if line.state == "no" and not one.times:
            yield Lost(one.id, place, one.points, "bonus")
