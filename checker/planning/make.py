"""A task and what is asked of its plan → the `Plan`."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from fractions import Fraction

from checker.engine import plan as engine
from checker.errors import BadInput, Problem, Text, say
from checker.model import Report, Scheme
from checker.nearest import nearest
from checker.planning.cards import plans
from checker.planning.nouns import Changed, Plan, WhatIf
from checker.planning.suppose import Supposing
from checker.run import run
from checker.tasks import Task
from checker.workbench import Workbench

_COST = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9}|/[1-9][0-9]{0,8})?")


@dataclass(frozen=True)
class Asked:
    """As typed: `supposed` as MEASURE=VALUE, `costs` as ITEM=N, the label or key of a `grade`, the `period` of a scorecard."""

    supposed: tuple[str, ...] = ()
    costs: tuple[str, ...] = ()
    grade: str | None = None
    period: str | None = None


def make(bench: Workbench, task: Task, asked: Asked) -> Plan:
    """The plan of one body. Raises BadInput where a measure, period, item or grade is none of the rulebook's."""
    before = next(run(bench, [task]))
    supposed = None
    report = before
    if asked.supposed:
        kind = str(task.body.body["kind"])
        measures = engine.build(task.rulebook, bench.vocabulary, kind, dict(task.decided)).measures
        given = Supposing(measures, bench.vocabulary, bench.schemas, _periods(before)).read(asked.supposed)
        report = next(run(bench, [replace(task, given=given)]))
        supposed = WhatIf(given, before, _changed(before, report))
    schemes = list({card.scheme.id: card.scheme for card in report.scores}.values())
    grade = _grade(schemes, asked.grade)
    _known_period(report, asked.period)
    return Plan(report, plans(report, _costs(schemes, asked.costs), grade, asked.period), supposed)


def _periods(report: Report) -> set[str]:
    cells = (cell.period for finding in (*report.findings, *report.others) for cell in finding.cells)
    return {one for one in (*cells, *(card.period for card in report.scores)) if one not in ("*", "?", "-")}


def _changed(before: Report, after: Report) -> tuple[Changed, ...]:
    was = {finding.rule.id: finding for finding in (*before.findings, *before.others)}
    pairs = ((was[one.rule.id], one) for one in (*after.findings, *after.others))
    return tuple(
        Changed(old, new) for old, new in pairs if (old.verdict, dict(old.counts)) != (new.verdict, dict(new.counts))
    )


def _grade(schemes: Iterable[Scheme], named: str | None) -> str | None:
    """The key of a grade. What only people may give, and the lowest one, which needs nothing, can be named too."""
    if named is None:
        return None
    known: dict[str, str] = {}
    for scheme in schemes:
        for key in scheme.grading.order:
            known |= {key: key} | dict.fromkeys(scheme.grading.labels.get(key, {}).values(), key)
    if named not in known:
        what = say(f"没有等次“{named}”", f"no grade `{named}`")
        raise BadInput(_unknown("--grade", what, named, known))
    return known[named]


def _known_period(report: Report, period: str | None) -> None:
    known = [card.period for card in report.scores]
    if period is not None and period not in known:
        what = say(f"没有“{period}”这一期的评分表", f"no scorecard of {period}")
        raise BadInput(_unknown("--period", what, period, known))


def _costs(schemes: Iterable[Scheme], typed: Iterable[str]) -> dict[str, Fraction]:
    """By the id of an item or bonus; an item goes by its number too."""
    known: dict[str, str] = {}
    for scheme in schemes:
        known |= {str(n): item.id for n, item in enumerate(scheme.items, start=1)}
        known |= {one: one for one in (*(item.id for item in scheme.items), *(bonus.id for bonus in scheme.bonus))}
    found: dict[str, Fraction] = {}
    problems = []
    for text in typed:
        name, _, cost = (part.strip() for part in text.partition("="))
        if name not in known:
            what = say(f"评分表没有“{name}”这一项", f"no item `{name}` in the scorecard")
            problems.append(_unknown(f"--cost {text[:80]}", what, name, known))
        elif not _COST.fullmatch(cost):
            what = say(f"“{cost}”不是不小于 0 的数", f"`{cost}` is no number of 0 or more")
            problems.append(
                Problem(f"--cost {text[:80]}", what, mend=say("例如 i4=2、i4=1/2", "for example i4=2 or i4=1/2"))
            )
        else:
            found[known[name]] = Fraction(cost)
    if problems:
        raise BadInput(problems)
    return found


def _unknown(where: str, what: Text, wrong: str, known: Collection[str]) -> Problem:
    near = nearest(wrong, known)
    listed = "、".join(dict.fromkeys(known))
    why: Text = say(f"可用：{listed}", f"known: {listed}") if known else say("没有评分表", "there is no scorecard")
    return Problem(where, what, why, say(f"是否想写“{near}”？", f"did you mean `{near}`?") if near else "")
