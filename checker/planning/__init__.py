"""What a body can still do: the cheapest set of actions that makes the next grade certain, what can no longer be reached, what if.

    make(bench, task, Asked(...)) → Plan;  render(PlanWords(plan, lexicon, phrases), fmt) → str

`levers` reads off a scorecard what may still add points, `choose` takes the cheapest set of them, `cards` sets the goal, `gaps` is
the plan where no points lead to a grade, `suppose` reads what is supposed. Nothing is judged here: with a supposition the body goes
through the same engine once more.
"""

from __future__ import annotations

from checker.planning.make import Asked, make
from checker.planning.nouns import CardPlan, Plan
from checker.planning.render import FORMATS, render
from checker.planning.said import PlanWords

__all__ = ["FORMATS", "Asked", "CardPlan", "Plan", "PlanWords", "make", "render"]
