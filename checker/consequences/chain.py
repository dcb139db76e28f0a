"""Consequences as a network of small numbers, and back: what both chainers run on, and the reasons that a report shows.

Rule ids hold `/` and `-`, and the engine hashes what it is given, so conditions and consequences get numbers of their
own. A `Plan` is nothing but those numbers: two rulebooks of one shape share it, and equal facts are chained only once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from checker.consequences.facts import NO, UNKNOWN, YES, Condition, Verdicts, judged, of_state, read_condition, told
from checker.errors import BadInput, Problem, say
from checker.model import Consequence, Followed, Outlook


@dataclass(frozen=True)
class Link:
    """A condition on another consequence (a goal): what it is worth when the goal came out NO, UNKNOWN, YES."""

    condition: int
    goal: int
    worth: tuple[int, int, int]


@dataclass(frozen=True)
class Plan:
    """`leaves` conditions, numbered from 0, are facts from outside; the conditions of `links` follow them. Each goal is
    a consequence: the numbers of its conditions, none of them twice."""

    leaves: int
    links: tuple[Link, ...]
    goals: tuple[tuple[int, ...], ...]

    @property
    def conditions(self) -> int:
        return self.leaves + len(self.links)


@dataclass(frozen=True)
class Chain:
    """A set of consequences, read: `when` are each one's conditions, `leaves` the distinct ones on findings, measures and
    schemes, in the order of their numbers in the plan."""

    consequences: tuple[Consequence, ...]
    when: tuple[tuple[Condition, ...], ...]
    leaves: tuple[Condition, ...]
    plan: Plan


def problems(consequences: Sequence[Consequence]) -> list[Problem]:
    """What makes a set of consequences unusable: an id twice, a condition of no known shape, a consequence that is not
    there, a circle of consequences."""
    found: list[Problem] = []
    by_id: dict[str, tuple[Condition, ...]] = {}
    for one in consequences:
        try:
            when = tuple(read_condition(item) for item in one.when)
        except ValueError as wrong:
            found.append(
                Problem(_where(one), say(f"{one.id} 的条件不对：{wrong}", f"a condition of {one.id}: {wrong}"))
            )
            when = ()
        if not one.when:
            found.append(Problem(_where(one), say(f"{one.id} 没有条件", f"{one.id} has no condition")))
        if one.id in by_id:
            found.append(Problem(_where(one), say(f"编号 {one.id} 重复", f"{one.id} stands twice")))
        by_id.setdefault(one.id, when)
    for one in consequences:
        for name in _named(by_id[one.id]):
            if name not in by_id:
                what = say(f"{one.id} 所依据的后果 {name} 不存在", f"{one.id} rests on {name}, which is not there")
                found.append(Problem(_where(one), what))
    if circle := _circle({key: [name for name in _named(when) if name in by_id] for key, when in by_id.items()}):
        what = say("后果互为条件：" + " → ".join(circle), "consequences in a circle: " + " → ".join(circle))
        mend = say("去掉其中一个条件", "take one of the conditions out")
        found.append(Problem(_where(next(one for one in consequences if one.id == circle[0])), what, mend=mend))
    return found


def read(consequences: Sequence[Consequence]) -> Chain:
    """The chain of a set of consequences. Raises BadInput with all `problems`."""
    if found := problems(consequences):
        raise BadInput(found)
    when = tuple(tuple(read_condition(item) for item in one.when) for one in consequences)
    distinct = list(dict.fromkeys(condition for conditions in when for condition in conditions))
    leaves = tuple(condition for condition in distinct if condition.kind != "consequence")
    linked = [condition for condition in distinct if condition.kind == "consequence"]
    number = {condition: i for i, condition in enumerate((*leaves, *linked))}
    goal = {one.id: i for i, one in enumerate(consequences)}
    links = tuple(
        Link(number[condition], goal[condition.id], _worth(condition, consequences[goal[condition.id]]))
        for condition in linked
    )
    goals = tuple(tuple(dict.fromkeys(number[condition] for condition in conditions)) for conditions in when)
    return Chain(tuple(consequences), when, leaves, Plan(len(leaves), links, goals))


def facts(
    chain: Chain, findings: Verdicts, measures: Mapping[str, Any], scores: Mapping[str, Outlook]
) -> tuple[int, ...]:
    """What each leaf is worth."""
    return tuple(judged(leaf, findings, measures, scores)[1] for leaf in chain.leaves)


def followed(
    chain: Chain, findings: Verdicts, measures: Mapping[str, Any], scores: Mapping[str, Outlook],
    outcomes: Sequence[int],
) -> tuple[Followed, ...]:  # fmt: skip
    """Each consequence with its state and its reasons: first its own conditions, then those of the consequences it
    rests on, nearest first, each once. `of` names the consequence to which a reason belongs."""
    states = {one.id: state_of(one, outcome) for one, outcome in zip(chain.consequences, outcomes, strict=True)}
    when = {one.id: conditions for one, conditions in zip(chain.consequences, chain.when, strict=True)}

    def reasons(start: str) -> Iterator[Mapping[str, Any]]:
        queue = [start]
        for name in queue:  # grows while it is read: breadth first
            for condition in dict.fromkeys(when[name]):
                if condition.kind == "consequence":
                    saw: str | None = states[condition.id]
                    worth = of_state(states[condition.id], condition.wanted)
                else:
                    saw, worth = judged(condition, findings, measures, scores)
                yield {"of": name, **told(condition, saw, worth, scores)}
                if condition.kind == "consequence" and condition.id not in queue:
                    queue.append(condition.id)

    return tuple(Followed(one, states[one.id], tuple(reasons(one.id))) for one in chain.consequences)


def state_of(consequence: Consequence, outcome: int) -> str:
    """YES is the consequence's own state, `follows` or `conditions_met`."""
    return {YES: consequence.state, NO: "not_triggered", UNKNOWN: "unknown"}[outcome]


def _worth(condition: Condition, goal: Consequence) -> tuple[int, int, int]:
    no, unknown, yes = (of_state(state_of(goal, outcome), condition.wanted) for outcome in (NO, UNKNOWN, YES))
    return no, unknown, yes


def _named(when: Sequence[Condition]) -> list[str]:
    return [condition.id for condition in when if condition.kind == "consequence"]


def _circle(named: Mapping[str, Sequence[str]]) -> list[str]:
    """A circle, its first id again at its end; empty where there is none. Without recursion: a chain may be long."""
    done: set[str] = set()
    for start in named:
        path: list[str] = [start]
        stack = [iter(named[start])]
        while stack and start not in done:
            following = next(stack[-1], None)
            if following is None:
                done.add(path.pop())
                stack.pop()
            elif following in path:
                return [*path[path.index(following) :], following]
            elif following not in done:
                path.append(following)
                stack.append(iter(named[following]))
    return []


def _where(consequence: Consequence) -> str:
    return f"{consequence.file}:{consequence.line}" if consequence.file else consequence.id
