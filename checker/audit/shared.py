"""Rows that stand for two duties of one body at once, where the records have fewer of them than both duties demand.

The text rarely says that one meeting may not serve two duties, so this is a remark for the inspector and changes no verdict.
It is made where two duties are both met, count rows of one table of events by different conditions (neither the other's
special case), and the rows behind them in one period, put together, are fewer than the two numbers added up.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from checker.audit.nouns import Shared
from checker.model import Finding, Measure, Rule
from checker.records.tables import TableSchema

COUNTING = frozenset({"rows", "days"})
LIMIT = 50
"""Duties over one table compared pairwise."""


@dataclass(frozen=True)
class _Claim:
    """What one duty counts in one cell, and how many it needs."""

    rule: Rule
    measure: Measure
    need: int
    rows: Mapping[str, str]


def shared(
    findings: Iterable[Finding], measures: Mapping[str, Measure], schemas: Mapping[str, TableSchema]
) -> tuple[Shared, ...]:
    """The remarks of one body, in the order of the rulebook."""
    cells: dict[tuple[str, str, str], list[_Claim]] = {}
    for finding in findings:
        if finding.verdict == "pass" and finding.rows:
            for key, claim in _claims(finding, measures, schemas):
                cells.setdefault(key, []).append(claim)
    found: dict[tuple[str, str], Shared] = {}
    for (table, _, period), claims in cells.items():
        for one, other in combinations(claims[:LIMIT], 2):
            both = one.rows.keys() & other.rows.keys()
            if not both or one.rule.at == other.rule.at or _nested(one.measure, other.measure):
                continue
            have = len(one.rows.keys() | other.rows.keys())
            if have < one.need + other.need:
                rules = (one.rule.id, other.rule.id)
                rows = tuple((row, one.rows[row]) for row in one.rows if row in both)
                remark = Shared(
                    rules, (one.rule.at, other.rule.at), (one.rule.title, other.rule.title), table, rows, have,
                    one.need + other.need, period,
                )  # fmt: skip
                found.setdefault(rules, remark)
    return tuple(found.values())


def _claims(
    finding: Finding, measures: Mapping[str, Measure], schemas: Mapping[str, TableSchema]
) -> Iterator[tuple[tuple[str, str, str], _Claim]]:
    for test in finding.rule.tests.get("require", ()):
        measure = measures.get(test.measure)
        need = _need(test.op, test.right)
        if measure is None or need is None or measure.kind not in COUNTING or measure.table is None:
            continue
        if "at" not in (schemas[measure.table].time or {}):
            continue
        rows: dict[tuple[str, str], dict[str, str]] = {}
        for row in finding.rows:
            if row.measure == measure.name and row.counted == "yes":
                rows.setdefault((row.entity, row.period), {})[row.id] = row.origin
        for (entity, period), counted in rows.items():
            yield (measure.table, entity, period), _Claim(finding.rule, measure, need, counted)


def _need(op: str, right: object) -> int | None:
    """The number that a floor of counted rows demands."""
    if not isinstance(right, Fraction) or right < 0:
        return None
    return {"at_least": math.ceil(right), "more_than": math.floor(right) + 1}.get(op)


def _nested(one: Measure, other: Measure) -> bool:
    """Does one count by all the conditions of the other, and perhaps more? Then both demand the same of the row."""
    mine, theirs = _conditions(one.where), _conditions(other.where)
    return mine <= theirs or theirs <= mine


def _conditions(where: Sequence[Mapping[str, object]]) -> frozenset[str]:
    return frozenset(json.dumps(one, sort_keys=True, default=str) for one in where)
