"""The chainer on durable-rules: the only module that knows it.

The rules of a plan, over facts of one or two small integers:

    {c, v}   condition c is worth v (NO, UNKNOWN, YES)          {u}   some condition of goal u is unknown
    {s, v}   goal s came out as v, for the goals that conditions read

    no-c        c is NO                                      → every goal with c is NO
    unknown-c   c is UNKNOWN                                 → {u} for every goal with c
    yes-g       all conditions of g are YES                  → g is YES
    open-g      all conditions of g are not NO, and {u: g}   → g is UNKNOWN
    link-c-v    goal s came out as v                         → {c, v} as the condition asks

For given facts at most one of no, yes and open can match a goal, and each fact is asserted once, so the order of firing
does not matter, nothing is negated and nothing has to be taken back.

The library (2.0.28) ends the process, or never returns, where it is used beyond what it can do. Hence: its C module
only, because its Python side starts timer threads; one ruleset per process, replaced when another set of consequences
comes; one session at a time, deleted at the end, and only after something fired in it (else its memory was never
initialised); one fact per call; tests against constants only, so that no test joins two facts (those read past an array
when the last one is false); and `reason_not_to` before anything is compiled.
"""

from __future__ import annotations

import json
import threading
from collections import Counter, deque
from dataclasses import dataclass, field
from typing import Any

from checker.consequences.chain import Plan
from checker.consequences.facts import NO, UNKNOWN, YES

Fact = dict[str, int]

# Each limit of the engine was met; beyond it comes an error code, a crash or an endless loop.
MOST_CONDITIONS = 15  # of one consequence: a join takes 16 facts, and `open` has one more
MOST_ON_ONE_TEST = 255  # rules on one and the same condition: the 256th ends the process
MOST_FIRST_TESTS = 511  # different first tests: with the 512th the engine searches for ever
MOST_RULES = 4096
MOST_NODES = 4096  # ours: each takes some 20 KB per session

_WARM_UP: Fact = {"w": 1}
_SESSION = "s"


class EngineFault(RuntimeError):
    """The engine did not do what it should: an error of its own, a fact not taken, a goal without an outcome."""


@dataclass
class _Ruleset:
    plan: Plan
    handle: int
    goals_of: dict[int, list[int]] = field(default_factory=dict)
    worth: dict[str, Fact] = field(default_factory=dict)


_lock = threading.Lock()  # the engine has none
_live: list[_Ruleset] = []  # at most one


def name() -> str:
    """`durable-rules 2.0.28`. Raises ImportError where the extension cannot be imported (Python 3.13 and later)."""
    from importlib import metadata  # noqa: PLC0415

    import durable_rules_engine  # noqa: F401, PLC0415

    try:
        return f"durable-rules {metadata.version('durable_rules')}"
    except metadata.PackageNotFoundError as wrong:
        raise ImportError("durable_rules is not an installed distribution") from wrong


def reason_not_to(plan: Plan) -> str | None:
    """Why the engine must not be given this plan; None where it may."""
    used = Counter(condition for goal in plan.goals for condition in goal)
    watched = len({link.goal for link in plan.links})
    measured = (
        ("conditions of one consequence", max(map(len, plan.goals), default=0), MOST_CONDITIONS),
        ("consequences on one condition", max(used.values(), default=0), MOST_ON_ONE_TEST),
        (
            "conditions on one consequence",
            max(Counter(x.goal for x in plan.links).values(), default=0),
            MOST_ON_ONE_TEST,
        ),
        ("different conditions", 1 + plan.conditions + len(plan.goals) + watched, MOST_FIRST_TESTS),
        ("rules", 1 + 2 * plan.conditions + 2 * len(plan.goals) + 3 * len(plan.links), MOST_RULES),
        ("nodes", 2 * (sum(used.values()) + plan.conditions + len(plan.goals)) + 3 * len(plan.links), MOST_NODES),
    )
    over = [f"{what}: {count}, durable-rules takes {most}" for what, count, most in measured if count > most]
    return over[0] if over else None


def run(plan: Plan, facts: tuple[int, ...]) -> tuple[int, ...]:
    """The outcome (NO, UNKNOWN, YES) of each goal, chained by the engine. Same contract as `naive.run`.

    Raises ImportError without the extension, ValueError beyond a limit, EngineFault when the engine fails.
    """
    import durable_rules_engine as engine  # noqa: PLC0415

    if reason := reason_not_to(plan):
        raise ValueError(reason)
    with _lock:
        try:
            return _chain(engine, _ruleset(engine, plan), facts)
        except BaseException as wrong:  # an interrupt too
            _live.clear()  # forgotten, not freed: nobody knows the state that it is in
            if isinstance(wrong, engine.error):
                raise EngineFault(str(wrong)) from wrong
            raise


def _ruleset(engine: Any, plan: Plan) -> _Ruleset:
    """The process's ruleset, compiled for `plan`."""
    if _live and _live[0].plan == plan:
        return _live[0]
    if _live:
        engine.delete_ruleset(_live.pop().handle)
    definition = json.dumps(rules(plan))
    made = _Ruleset(plan, engine.create_ruleset("consequences", definition))
    for number, goal in enumerate(plan.goals):
        for condition in goal:
            made.goals_of.setdefault(condition, []).append(number)
    for link in plan.links:
        for outcome, worth in enumerate(link.worth):
            made.worth[f"link-{link.condition}-{outcome}"] = {"c": link.condition, "v": worth}
    _live.append(made)
    return made


def rules(plan: Plan) -> dict[str, Any]:
    """The engine's own form of the rules above. The test on the number comes first: it is the one that differs."""

    def test(key: str, number: int, worth: Any) -> dict[str, Any]:
        return {"$and": [{key: number}, worth]}

    made: dict[str, Any] = {"warm-up": {"all": [{"f": _WARM_UP}]}}
    for condition in range(plan.conditions):
        made[f"no-{condition}"] = {"all": [{"f": test("c", condition, {"v": NO})}]}
        made[f"unknown-{condition}"] = {"all": [{"f": test("c", condition, {"v": UNKNOWN})}]}
    for number, goal in enumerate(plan.goals):
        made[f"yes-{number}"] = {"all": [{f"f{c}": test("c", c, {"v": YES})} for c in goal]}
        not_no = [{f"f{c}": test("c", c, {"$gte": {"v": UNKNOWN}})} for c in goal]
        made[f"open-{number}"] = {"all": [*not_no, {"u": {"u": number}}]}
    for link in plan.links:
        for outcome in (NO, UNKNOWN, YES):
            made[f"link-{link.condition}-{outcome}"] = {"all": [{"f": test("s", link.goal, {"v": outcome})}]}
    return made


def _chain(engine: Any, ruleset: _Ruleset, facts: tuple[int, ...]) -> tuple[int, ...]:
    watched = {link.goal for link in ruleset.plan.links}
    outcomes: dict[int, int] = {}
    open_goals: set[int] = set()
    waiting = deque([_WARM_UP, *({"c": condition, "v": worth} for condition, worth in enumerate(facts))])

    def come_out(goal: int, outcome: int) -> None:
        if outcomes.setdefault(goal, outcome) != outcome:
            raise EngineFault(f"goal {goal} came out as {outcomes[goal]} and as {outcome}")
        if goal in watched:
            watched.discard(goal)
            waiting.append({"s": goal, "v": outcome})

    def act(rule: str) -> None:
        kind, _, rest = rule.partition("-")
        if kind == "no":
            for goal in ruleset.goals_of[int(rest)]:
                come_out(goal, NO)
        elif kind == "unknown":
            new = [goal for goal in ruleset.goals_of[int(rest)] if goal not in open_goals]
            open_goals.update(new)
            waiting.extend({"u": goal} for goal in new)
        elif kind in ("yes", "open"):
            come_out(int(rest), YES if kind == "yes" else UNKNOWN)
        elif kind == "link":
            waiting.append(ruleset.worth[rule])

    asserted, fired = 0, False
    while waiting:
        asserted += 1
        fact = {"id": str(asserted), "sid": _SESSION, **waiting.popleft()}
        refused, state = engine.assert_fact(ruleset.handle, json.dumps(fact))
        if refused:
            raise EngineFault(f"fact not taken: {refused}")
        started = engine.start_action_for_state(ruleset.handle, state)
        matched = started[1] if started else None
        while matched:
            fired = True
            act(next(iter(json.loads(matched))))
            matched = engine.complete_and_start_action(ruleset.handle, state)
    missing = [goal for goal in range(len(ruleset.plan.goals)) if goal not in outcomes]
    if missing or not fired:  # before the session is deleted: deleting one in which nothing fired ends the process
        raise EngineFault(f"goals without an outcome: {missing[:5]}")
    engine.delete_state(ruleset.handle, _SESSION)
    return tuple(outcomes[goal] for goal in range(len(ruleset.plan.goals)))
