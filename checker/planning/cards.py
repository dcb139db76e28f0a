"""Which scorecard a plan is for, which grade, and what makes that grade certain."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from checker.model import Points, Report, Scheme, Scorecard, ScoreLine
from checker.planning.choose import cheapest, lightest, most
from checker.planning.levers import Costs, levers, lost
from checker.planning.nouns import CardPlan, Goal

NOTHING = Fraction(0)


def plans(report: Report, costs: Costs, grade: str | None, period: str | None) -> tuple[CardPlan, ...]:
    """One plan a scheme: for the period asked for, else the one that runs, else the latest whose grade is open, else the latest."""
    schemes = {card.scheme.id: card.scheme for card in report.scores}
    found = []
    for key in schemes:
        cards = [card for card in report.scores if card.scheme.id == key]
        asked = [card for card in cards if period is None or card.period == period]
        if asked:
            chosen = _matters(asked)
            others = tuple(card for card in cards if card is not chosen and _open(card))
            found.append(plan(chosen, costs, grade, others))
    return tuple(found)


def plan(card: Scorecard, costs: Costs, grade: str | None = None, elsewhere: Sequence[Scorecard] = ()) -> CardPlan:
    """The plan for one card; for the lowest grade that is not certain yet where no other one is named."""
    pulled, gone, others = levers(card, costs), lost(card), tuple(elsewhere)
    if card.scheme.grading.given_by != "bands":
        told = tuple(sorted(pulled, key=lightest))
        state = "people" if len(card.grades) != 1 or grade not in (None, *card.grades) else "certain"
        return CardPlan(card, state, None, None, spare=told, lost=gone, elsewhere=others)
    held = _held(card.scheme, card.total.low)
    goal = _goal(card, grade)
    if goal is None:
        return CardPlan(card, "certain", held, None, _vetoes(card, held), lost=gone, elsewhere=others)
    vetoes = _vetoes(card, goal.grade)
    actions = cheapest(pulled, goal.need)
    lacking = max(NOTHING, goal.need - most(pulled))
    used = {one.lever.id for one in actions or ()}
    state = "short" if actions is None else "reachable"
    if any(line.state == "yes" for line in vetoes):
        state = "vetoed"
    elif goal.need == 0 and not vetoes:
        state = "certain"
    return CardPlan(
        card, state, held, goal, vetoes, actions if actions is not None else (),
        tuple(sorted((one for one in pulled if one.id not in used), key=lightest)), gone, lacking,
        _held(card.scheme, card.total.low + most(pulled)) if lacking else None, others,
    )  # fmt: skip


def edges(scheme: Scheme) -> dict[str, Fraction]:
    """Where each grade but the lowest begins, worst first."""
    found = [(band.low, str(band.worth)) for band in scheme.grading.bands if band.low is not None]
    return {grade: low for low, grade in sorted(found)}


def _matters(cards: Sequence[Scorecard]) -> Scorecard:
    for wanted in (lambda card: card.running, _open):
        if found := [card for card in cards if wanted(card)]:
            return found[-1]
    return cards[-1]


def _open(card: Scorecard) -> bool:
    return len(card.grades) != 1


def _held(scheme: Scheme, total: Fraction) -> str | None:
    """The best grade that the total is enough for; the lowest one where it is enough for none above it."""
    reached = [grade for grade, low in edges(scheme).items() if low <= total]
    return reached[-1] if reached else next(reversed(scheme.grading.order), None)


def _goal(card: Scorecard, grade: str | None) -> Goal | None:
    known = edges(card.scheme)
    if grade is None:
        grade = next((one for one, low in known.items() if low > card.total.low), None)
        best = next(reversed(known), None)
        # A veto may spoil what the points are enough for.
        grade = best if grade is None and card.grades != (best,) else grade
    if grade not in known:
        return None
    return Goal(grade, known[grade], _short(known[grade], card.total), _short(known[grade], card.all_totals))


def _short(edge: Fraction, total: Points) -> Fraction:
    return max(NOTHING, edge - total.low)


def _vetoes(card: Scorecard, grade: str | None) -> tuple[ScoreLine, ...]:
    """Vetoes that hold or may hold, and whose grade is worse than this one."""
    order, worse = card.scheme.grading.order, {one.id: one.grade for one in card.scheme.veto}
    if grade is None:
        return ()
    found = [
        line
        for line in card.lines
        if line.kind == "veto" and line.state != "no" and order.index(worse[line.id]) > order.index(grade)
    ]
    return tuple(sorted(found, key=lambda line: line.state != "yes"))
