"""Random consequence sets, and an oracle that shares nothing with the checker but the meaning of a verdict's words.

    python tests/fuzz_consequences.py SEED COUNT

prints how many sets of facts both chainers and the oracle agree on, in a process of its own: a crash of the engine is
then a failing test, not the end of the tests.
"""

from __future__ import annotations

import importlib.util
import random
import sys
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from checker.consequences import follow
from checker.model import VERDICTS, Consequence, Outlook, Points, Value

STATES = ("follows", "conditions_met", "not_triggered", "unknown")
OPEN = ("unknown", "review", "disputed", "error")

ENGINE = sys.version_info < (3, 13) and importlib.util.find_spec("durable_rules_engine") is not None

X, Y = "demo/1.1/x", "demo/1.2/y"
A, B, C = "demo/9.1/a", "demo/9.2/b", "demo/9.3/c"

GRADES = ("high", "middle", "low")
Given = tuple[dict[str, str], dict[str, Value], dict[str, Outlook]]


def consequence(name: str, when: Sequence[Mapping[str, Any]], state: str = "follows", **rest: Any) -> Consequence:
    return Consequence(name, "一", "作为依据", {"zh": name}, "authority", tuple(when), state, {"zh": "处理"}, **rest)


THREE = [
    consequence(C, [{"consequence": B, "state": ["follows"]}, {"finding": Y, "verdict": ["fail"]}], "conditions_met"),
    consequence(A, [{"finding": X, "verdict": ["fail"]}, {"measure": "m", "at_least": 2}], "conditions_met"),
    consequence(B, [{"consequence": A, "state": ["conditions_met"]}]),
]
"""C rests on B, and B on A."""


def consequences(dice: random.Random) -> list[Consequence]:
    """Up to 12, in any order; each may rest on those that were made before it."""
    many = dice.choice((1, 2, 3, 5, 8, 12))
    made: list[Consequence] = []
    for number in range(many):
        when = [_condition(dice, made) for _ in range(dice.choice((1, 1, 2, 2, 3, 4, 6, 15)))]
        made.append(consequence(f"demo/2.{number}/c-{number}", when, dice.choice(STATES[:2])))
    dice.shuffle(made)
    return made


def _condition(dice: random.Random, before: Sequence[Consequence]) -> Mapping[str, Any]:
    kinds = ("finding", "finding", "measure", "grade", "total", *(["consequence"] * 2 if before else []))
    kind = dice.choice(kinds)
    if kind == "consequence":
        return {"consequence": dice.choice(before).id, "state": dice.sample(STATES, dice.choice((1, 1, 2, 3)))}
    if kind == "finding":
        wanted = dice.sample(VERDICTS, dice.choice((1, 3, 6, 10)))
        return {"finding": f"demo/1.{dice.randrange(8)}/rule", "verdict": wanted}
    scheme = f"demo/table-{dice.randrange(2)}"
    if kind == "grade":
        return {"grade": scheme, "one_of": dice.sample(GRADES, dice.choice((1, 1, 2, 3)))}
    if kind == "total":
        return {"total": scheme, dice.choice(("at_least", "at_most")): dice.choice((1, 2, "3/2"))}
    op = dice.choice(("at_least", "at_most", "is"))
    return {"measure": f"m{dice.randrange(4)}", op: dice.choice((1, 2, "3/2", "50%"))}


def givens(dice: random.Random, many: int) -> Iterator[Given]:
    for _ in range(many):
        verdicts = VERDICTS if dice.random() < 0.5 else ("pass", "fail")
        findings = {f"demo/1.{i}/rule": dice.choice(verdicts) for i in range(8) if dice.random() < 0.9}
        measures = {f"m{i}": _value(dice, f"m{i}") for i in range(4) if dice.random() < 0.9}
        yield findings, measures, {f"demo/table-{i}": _outlook(dice) for i in range(2) if dice.random() < 0.8}


def _outlook(dice: random.Random) -> Outlook:
    grades = None if dice.random() < 0.2 else tuple(one for one in GRADES if dice.random() < 0.5)
    low, high = sorted(Fraction(dice.randrange(6), 2) for _ in range(2))
    return Outlook(grades, None if dice.random() < 0.2 else Points(low, high))


def _value(dice: random.Random, name: str) -> Value:
    low, high = sorted(Fraction(dice.randrange(6), 2) for _ in range(2))
    shape = dice.randrange(4)
    return Value(name, None if shape == 1 else low, None if shape == 2 else low if shape == 3 else high)


def oracle(
    made: Sequence[Consequence], findings: Mapping[str, str], measures: Mapping[str, Value],
    scores: Mapping[str, Outlook] | None = None,
) -> dict[str, str]:  # fmt: skip
    """The states, from the top down and straight from the conditions as they are written."""
    by_id = {one.id: one for one in made}
    known: dict[str, str] = {}

    def state(name: str) -> str:
        if name not in known:
            held = [_holds(condition, findings, measures, scores or {}, state) for condition in by_id[name].when]
            known[name] = "not_triggered" if False in held else "unknown" if None in held else by_id[name].state
        return known[name]

    return {name: state(name) for name in by_id}


def _holds(condition: Mapping[str, Any], findings: Any, measures: Any, scores: Any, state: Any) -> bool | None:
    if "finding" in condition:
        verdict = findings.get(condition["finding"])
        return True if verdict in condition["verdict"] else None if verdict in (None, *OPEN) else False
    if "consequence" in condition:
        other = state(condition["consequence"])
        return True if other in condition["state"] else None if other == "unknown" else False
    if "grade" in condition:
        grades = getattr(scores.get(condition["grade"]), "grades", None)
        wanted = None if grades is None else {one in condition["one_of"] for one in grades} or {False}
        return None if wanted is None or len(wanted) > 1 else wanted.pop()
    value = measures.get(condition["measure"]) if "measure" in condition else None
    if "total" in condition and (known := scores.get(condition["total"])) is not None:
        value = known.total
    low = Fraction(-(10**9)) if value is None or value.low is None else value.low
    high = Fraction(10**9) if value is None or value.high is None else value.high
    numbers = {1: Fraction(1), 2: Fraction(2), "3/2": Fraction(3, 2), "50%": Fraction(1, 2)}
    op, bound = next((op, numbers[x]) for op, x in condition.items() if op not in ("measure", "total"))
    tests = {"at_least": lambda x: x >= bound, "at_most": lambda x: x <= bound, "is": lambda x: x == bound}
    steps = [low, *(x for x in (bound, bound + Fraction(1, 9), bound - Fraction(1, 9)) if low < x < high), high]
    seen = {tests[op](x) for x in steps}
    return seen.pop() if len(seen) == 1 else None


def agree(seed: int, count: int, per_set: int = 10) -> int:
    """Compare `count` sets of facts; returns how many were. Raises AssertionError at the first difference."""
    dice = random.Random(seed)  # noqa: S311  (repeatable)
    done = 0
    while done < count:
        made = consequences(dice)
        for findings, measures, scores in givens(dice, min(per_set, count - done)):
            engine, name = follow(made, findings, measures, "durable", scores)
            plain, _ = follow(made, findings, measures, "naive", scores)
            assert name.startswith("durable-rules"), name
            expected = oracle(made, findings, measures, scores)
            assert {one.consequence.id: one.state for one in engine} == expected, (seed, done)
            assert engine == plain, (seed, done)
            done += 1
    return done


if __name__ == "__main__":
    print(agree(int(sys.argv[1]), int(sys.argv[2])))
