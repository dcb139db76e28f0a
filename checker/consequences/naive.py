"""The plain chainer: the oracle of the other one in the tests, and what runs where that one cannot be imported."""

from __future__ import annotations

from checker.consequences.chain import Plan
from checker.consequences.facts import NO, UNKNOWN, YES

NAME = "naive"


def run(plan: Plan, facts: tuple[int, ...]) -> tuple[int, ...]:
    """The outcome (NO, UNKNOWN, YES) of each goal of a plan without circles; `facts` is the worth of each leaf.

    Round after round, whatever has all it needs is decided, until nothing is left.
    """
    worth: dict[int, int] = dict(enumerate(facts))
    outcomes: dict[int, int] = {}
    while len(outcomes) < len(plan.goals):
        for number, goal in enumerate(plan.goals):
            if number not in outcomes and all(condition in worth for condition in goal):
                outcomes[number] = _all_hold([worth[condition] for condition in goal])
        for link in plan.links:
            if link.goal in outcomes:
                worth[link.condition] = link.worth[outcomes[link.goal]]
    return tuple(outcomes[number] for number in range(len(plan.goals)))


def _all_hold(worth: list[int]) -> int:
    """One that is known to be false settles it; else one that is unknown leaves it open."""
    if NO in worth:
        return NO
    return UNKNOWN if UNKNOWN in worth else YES
