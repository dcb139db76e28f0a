"""Conditions of a scheme: whether it applies, which bonuses and vetoes hold, and what they say to the grade."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from checker.consequences.facts import HOLDS, NO, UNKNOWN, YES, Verdicts, judged, read_condition, told
from checker.model import Bonus, Points, Row, Scheme, ScoreLine, Value, Veto
from checker.scores.forms import Given
from checker.scores.intervals import ZERO, added, exactly, greatest, up_to


def whole(given: Given) -> dict[str, Value]:
    """The values of the whole body, by measure."""
    return {name: found[0].value for (each, name), found in given.items() if each is None and found}


def state(
    when: Sequence[Mapping[str, Any]], values: Mapping[str, Value], verdicts: Verdicts
) -> tuple[int, tuple[Mapping[str, Any], ...]]:
    """What conditions that must all hold are worth, with the reasons. No condition holds."""
    reasons = []
    worth = YES
    for item in when:
        condition = read_condition(item)
        saw, one = judged(condition, verdicts, values, {})
        reasons.append(told(condition, saw, one))
        worth = min(worth, one)
    return worth, tuple(reasons)


def bonus(one: Bonus, values: Mapping[str, Value], verdicts: Verdicts, limit: Fraction) -> ScoreLine:
    """What a bonus adds. Of one that counts each time, an unknown number may add as much as `limit`."""
    worth, reasons = state(one.when, values, verdicts)
    points = exactly(one.points) if one.least is None else Points(one.least, one.points)
    if one.times:
        value = values.get(one.times)
        low, high = (
            (end if isinstance(end, Fraction) else None for end in (value.low, value.high)) if value else (None,) * 2
        )
        points = Points(one.points * (low or 0), limit if high is None else one.points * high)
    if worth == UNKNOWN:
        points = up_to(points.high)
    return ScoreLine("bonus", one.id, HOLDS[worth], reasons, ZERO if worth == NO else points)


def veto(one: Veto, values: Mapping[str, Value], verdicts: Verdicts) -> ScoreLine:
    worth, reasons = state(one.when, values, verdicts)
    return ScoreLine("veto", one.id, HOLDS[worth], reasons)


def behind(line: ScoreLine, given: Given) -> dict[str, tuple[Row, ...]]:
    """The rows behind the measures among a line's reasons."""
    names = {str(one["id"]) for one in line.reasons if one["kind"] == "measure"}
    return {
        name: tuple(row for row in found[0].rows if row.counted != "no")
        for (each, name), found in given.items()
        if each is None and found and name in names
    }


def together(scheme: Scheme, lines: Sequence[ScoreLine]) -> Points:
    """What the bonuses come to together."""
    found = [line.points for line in lines if line.kind == "bonus"]
    if not found:
        return ZERO
    return added(found) if scheme.bonuses == "sum" else greatest(found)


def holds(lines: Sequence[ScoreLine]) -> bool:
    """Whether some veto holds."""
    return any(line.kind == "veto" and line.state == "yes" for line in lines)


def vetoed(scheme: Scheme, lines: Sequence[ScoreLine], grades: tuple[str, ...]) -> tuple[str, ...]:
    """The grades after the vetoes: one that holds leaves its own, the worst of several; one that may hold adds it."""
    states = {line.id: line.state for line in lines if line.kind == "veto"}
    order = scheme.grading.order
    sure = [one.grade for one in scheme.veto if states.get(one.id) == "yes"]
    maybe = {one.grade for one in scheme.veto if states.get(one.id) == "unknown"}
    if sure:
        settled = max(sure, key=order.index)
        worse = {one for one in maybe if order.index(one) > order.index(settled)}
        return tuple(one for one in order if one == settled or one in worse)
    return tuple(one for one in order if one in grades or one in maybe)
