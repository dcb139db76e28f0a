"""The rounds of rating side by side: each one's column, its last day, and the items on which two of them differ."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import combinations

from checker.consequences.facts import Verdicts, whole
from checker.model import Difference, ItemScore, Rated, RecordedTotal, Rule, Scheme, StageScore
from checker.scores.intervals import added


def last_days(scheme: Scheme, rules: Mapping[str, Rule], period_to: str | None) -> dict[str, str | None]:
    """The last day of each stage of a period, from the rule that it names: the month within which the rule is due, the first
    that is not over when the period ends; or a fixed day. None where there is none or the period is not known."""
    return {stage.key: _last_day(rules.get(stage.rule or ""), period_to) for stage in scheme.stages}


def _last_day(rule: Rule | None, period_to: str | None) -> str | None:
    due = rule.due if rule is not None else None
    if due is None:
        return None
    if due.at is not None and due.at.date:
        return due.at.date
    if due.within is None or period_to is None:
        return None
    end = dt.date.fromisoformat(period_to)
    year = end.year + (end.month > due.within)
    return dt.date(year, due.within, calendar.monthrange(year, due.within)[1]).isoformat()


def columns(
    scheme: Scheme, items: Sequence[ItemScore], due: Mapping[str, str | None], verdicts: Verdicts,
    recorded: Mapping[str, tuple[RecordedTotal, ...]], bonus: Fraction,
) -> tuple[StageScore, ...]:  # fmt: skip
    """One column a stage: its total over the items, how many of them it has rated, when last, its time limit, and the totals that
    the records have for it: with up to `bonus` more than its items have, or without."""
    out = []
    for stage in scheme.stages:
        mine = [one for item in items for one in item.ratings if one.stage == stage.key and one.counts]
        total = added(item.stages[stage.key] for item in items)
        least, most = total.low, total.high + max(bonus, Fraction(0))
        told = tuple(
            replace(one, differs=bool(mine) and not least <= one.points <= most) for one in recorded.get(stage.key, ())
        )
        out.append(
            StageScore(
                stage.key, total, len({one.item for one in mine}),
                due.get(stage.key), max((one.date for one in mine), default=None), whole(verdicts, stage.rule), told,
            )
        )  # fmt: skip
    return tuple(out)


def differences(scheme: Scheme, items: Sequence[ItemScore]) -> tuple[Difference, ...]:
    """Items that two stages rated further apart than the scheme allows, stage by stage in their order."""
    order = [stage.key for stage in scheme.stages]
    out = []
    for item in items:
        rated: dict[str, Rated] = {}
        for one in item.ratings:
            if one.stage in order and "out_of_range" not in one.problems:
                rated[one.stage] = one
        for first, second in combinations([key for key in order if key in rated], 2):
            if abs(rated[first].points - rated[second].points) > scheme.differ:
                points = rated[first].points, rated[second].points
                out.append(Difference(item.item.id, (first, second), points))
    return tuple(out)
