"""What must be worked out before what: measures before the formulas over them, rules before those that read results."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from checker.errors import BadInput, Problem, say
from checker.model import Measure, Rule
from checker.records.derived import RESULTS
from checker.rulebook.closure import closure
from checker.rulebook.readings import measures_of


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
