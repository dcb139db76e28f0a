"""What a measure must come to for an item's full points, and what each further unit brings: tried on the item's own form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from checker.model import Element, ItemScore, Points, Value
from checker.planning.nouns import Need, Step
from checker.report.shares import lacking
from checker.scores.forms import HUNDRED, scored

TRIED = 200
"""Further units that are tried one by one."""


def needs(score: ItemScore) -> tuple[Need, ...]:
    """What lacks for the full points; nothing where a person rates."""
    form = score.item.form
    return tuple(_bounds(score) if form.kind == "deduction" and form.for_each is None else _elements(score))


def steps(score: ItemScore) -> tuple[Step, ...]:
    """What further units of each measure bring by themselves, up to where they bring no more. Only where the records say how many
    there are, and of how many."""
    form = score.item.form
    if form.for_each or form.kind == "rating":
        return ()
    return tuple(step for value in score.values for step in _tried(score, value))


def _bounds(score: ItemScore) -> Iterator[Need]:
    """The lines of a deduction that take something off, or may; of a value that cannot be there are none."""
    by_name = {value.measure: value for value in score.values}
    for test, part in zip(score.item.form.tests, score.formula.parts, strict=False):
        if part.points is None or part.points.high > 0:
            yield _need(by_name.get(test.measure), test.measure, "*", test.at_least)


def _elements(score: ItemScore) -> Iterator[Need]:
    """The elements of a set, or the whole body, that lack something."""
    form, target = score.item.form, _target(score)
    parts = score.formula.parts if form.for_each else (score.formula,)
    values: Sequence[Value | None] = score.values if len(score.values) == len(parts) else [None] * len(parts)
    for part, value in zip(parts, values, strict=True):
        if target is not None and form.measure and (part.points is None or part.points.low < score.item.points):
            entity = str(part.numbers.get("entity", "*")) if form.for_each else "*"
            yield _need(value, form.measure, entity, target)


def _tried(score: ItemScore, value: Value) -> Iterator[Step]:
    counted = _counted(value)
    if counted is None:
        return
    now, base = counted
    before = score.points.low
    for units in range(1, TRIED + 1):
        number = Fraction(now + units, base)
        if number > 1:
            return
        points = _with(score, replace(value, low=number, high=number)).low
        if points > before:
            yield Step(value.measure, units, points - score.points.low)
            before = points
        if before >= score.item.points:
            return


def _with(score: ItemScore, changed: Value) -> Points:
    names = dict.fromkeys(value.measure for value in score.values)
    by_name = {value.measure: value for value in score.values} | {changed.measure: changed}
    return scored(score.item, {(None, name): (Element("*", by_name[name]),) for name in names}).points


def _need(value: Value | None, measure: str, entity: str, target: Fraction | tuple[str, ...]) -> Need:
    counted = _counted(value) if value is not None else None
    if counted is None or not isinstance(target, Fraction):
        return Need(measure, entity, target)
    now, base = counted
    return Need(measure, entity, target, max(0, lacking("at_least", target, now, base) or 0), counted)


def _counted(value: Value) -> tuple[int, int] | None:
    """How many there are, and of how many; None where that is not known. What a period that runs may still add is not counted."""
    if value.numerator is not None and value.denominator is not None:
        now, base = value.numerator[0], value.denominator[0]
        return (now, base) if now is not None and base else None
    return None


def _target(score: ItemScore) -> Fraction | tuple[str, ...] | None:
    form = score.item.form
    if form.kind == "share":
        return Fraction(1)
    if form.kind == "weighted":
        return HUNDRED
    if form.kind == "grades":
        top = max(form.worth.values(), default=None)
        return tuple(one for one, worth in form.worth.items() if worth == top)
    if form.kind == "bands":
        top_band = max(form.bands, key=lambda one: Fraction(one.worth), default=None)
        return top_band.low if top_band else None
    return None
