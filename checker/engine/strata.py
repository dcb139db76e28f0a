"""What must be worked out before what: measures before the formulas over them, rules before those that read results."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from checker.errors import BadInput, Problem, say
from checker.model import Measure, Rule
from checker.records.derived import RESULTS
from checker.rulebook.readings import measures_of


def closure(names: Iterable[str], measures: Mapping[str, Measure], *, within: bool = False) -> list[str]:
    """Names with their formula inputs, inputs first. Raises BadInput on a cycle or an unknown name. `within`: without the
    inputs of a total, which belong to other cells."""
    done: dict[str, None] = {}

    def visit(name: str, above: tuple[str, ...]) -> None:
        if name in above:
            raise BadInput(
                [Problem(where=name, what=say("指标互相引用成环", "measures refer to each other in a circle"))]
            )
        if name not in measures:
            raise BadInput([Problem(where=name, what=say(f"没有名为 {name} 的指标", f"there is no measure {name}"))])
        for one in measures[name].inputs if not (within and measures[name].over) else ():
            visit(one, (*above, name))
        done.setdefault(name)

    for name in names:
        visit(name, ())
    return list(done)


def strata(rules: Sequence[Rule], measures: Mapping[str, Measure]) -> dict[str, int]:
    """Stratum of each rule: 0 unless it reads results of other rules, then one above the highest of those.

    Raises BadInput on a cycle.
    """
    reads: dict[str, set[str]] = {}
    ids = {rule.id for rule in rules}
    for rule in rules:
        over = reads.setdefault(rule.id, set())
        for name in closure(measures_of(rule), measures):
            if measures[name].table == RESULTS:
                over |= _rules_read(measures[name], ids - {rule.id})
    level: dict[str, int] = {}

    def visit(rule_id: str, above: tuple[str, ...]) -> int:
        if rule_id in above:
            raise BadInput(
                [Problem(where=rule_id, what=say("规则互相引用结果成环", "rules read each other's results"))]
            )
        if rule_id not in level:
            level[rule_id] = max((visit(one, (*above, rule_id)) + 1 for one in reads.get(rule_id, ())), default=0)
        return level[rule_id]

    for rule in rules:
        visit(rule.id, ())
    return level


def _rules_read(measure: Measure, ids: set[str]) -> set[str]:
    named: set[str] = set()
    for condition in measure.where:
        if condition["column"] == "rule":
            named |= set(condition.get("one_of", ())) | ({condition["is"]} if "is" in condition else set())
    return named & ids if named else ids
