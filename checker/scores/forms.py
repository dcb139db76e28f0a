"""How an item comes by its points: one function a form, each from a value's two ends to the points' two ends.

Every form is monotone in its values, so the ends of the points are those of the values. Where a value has no end, the points go
as far as the item does; a value outside what it can be makes the item invalid, and is never cut down to size.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from checker.model import Deducted, Element, Form, Formula, ItemScore, Points, ScoreItem, Value
from checker.scores.bands import touched
from checker.scores.intervals import ZERO, added, exactly, greatest, hull, least, mean, up_to

Key = tuple[str | tuple[str, ...] | None, str]
Given = Mapping[Key, tuple[Element, ...]]
HUNDRED = Fraction(100)


class Invalid(Exception):
    """A value that cannot be: a share of more than the whole, a score beyond its full mark, a grade of no worth."""


def scored(item: ScoreItem, given: Given) -> ItemScore:
    """The item's points as the records have them, without any rating."""
    form = item.form
    if form.kind == "rating":
        return ItemScore(item, up_to(item.points), "open", Formula("rating", {"points": item.points}))
    names = [form.measure] if form.measure else [test.measure for test in form.tests]
    columns = [given.get((form.for_each, str(name)), ()) for name in dict.fromkeys(names)]
    found = [element for column in columns for element in column]
    why = tuple(dict.fromkeys(key for element in found for key in element.value.why_open if key))
    values = tuple(element.value for element in found)
    rows = tuple(dict.fromkeys(row for element in found for row in element.rows))
    try:
        formula = _whole(item, columns)
    except Invalid as wrong:
        nothing = Formula("invalid", {"points": item.points, "value": str(wrong)}, points=up_to(item.points))
        return ItemScore(item, up_to(item.points), "invalid", nothing, values, rows, why_open=why)
    points = formula.points or up_to(item.points)
    if not points.known and any(element.entity == "-" for element in found):
        why = (*why, "empty_set")
    if not points.known and not why:
        why = ("nothing_recorded",)
    basis = "computed" if points.known else "open"
    return ItemScore(item, points, basis, formula, values, rows, why_open=() if points.known else why)


def _whole(item: ScoreItem, columns: Sequence[tuple[Element, ...]]) -> Formula:
    """The formula of an item, with those of its elements where it has any."""
    form = item.form
    if form.for_each is None:
        return _one(item, "*", [column[0].value if column else None for column in columns])
    entities = dict.fromkeys(element.entity for column in columns for element in column)
    by_entity = [{element.entity: element for element in column} for column in columns]
    parts = [
        _one(item, entity, [column[entity].value if entity in column else None for column in by_entity])
        for entity in entities
        if entity not in ("?", "-")
    ]
    unsure = any(element.unsure for column in columns for element in column)
    points = _combined(item, parts, open_set="?" in entities, unsure=unsure)
    numbers: dict[str, Fraction | str | None] = {"points": item.points, "elements": Fraction(len(parts))}
    return Formula(form.combine, numbers, tuple(parts), points)


def _combined(item: ScoreItem, parts: Sequence[Formula], *, open_set: bool, unsure: bool) -> Points:
    found = [one.points or up_to(item.points) for one in parts]
    if not found:
        return up_to(item.points)
    if item.form.combine == "least":
        lowest = least(found)
        if unsure:
            return Points(Fraction(0) if open_set else lowest.low, greatest(found).high)
        return Points(Fraction(0), lowest.high) if open_set else lowest
    if open_set:
        return up_to(item.points)
    return hull(found) if unsure else mean(found)


def _one(item: ScoreItem, entity: str, values: Sequence[Value | None]) -> Formula:
    """The formula of one element, or of the whole body (`*`)."""
    made = _FORMS[item.form.kind](item, values)
    return Formula(made.key, {"entity": entity, **made.numbers}, made.parts, made.points)


def _share(item: ScoreItem, values: Sequence[Value | None]) -> Formula:
    low, high = _ends(values[0])
    if (low is not None and low > 1) or (high is not None and high < 0):
        raise Invalid(_text(low, high))
    top = Fraction(1) if high is None else min(high, Fraction(1))
    points = Points(item.points * max(low or Fraction(0), Fraction(0)), item.points * top)
    return Formula("share", {"points": item.points, "low": low, "high": high}, points=points)


def _deduction(item: ScoreItem, values: Sequence[Value | None]) -> Formula:
    form = item.form
    by_name = dict(zip(dict.fromkeys(test.measure for test in form.tests), values, strict=True))
    parts = []
    for test in form.tests:
        low, high = _ends(by_name[test.measure])
        off = _off(test, form.part, low, high)
        numbers: dict[str, Fraction | str | None] = {
            "measure": test.measure, "at_least": test.at_least, "per": test.per, "minus": test.minus, "low": low,
            "high": high,
        }  # fmt: skip
        parts.append(Formula("deducted", numbers, points=off))
    offs = [part.points or ZERO for part in parts]
    off = added(offs) if form.together == "sum" else greatest(offs)
    points = Points(max(Fraction(0), item.points - off.high), max(Fraction(0), item.points - off.low))
    return Formula("deduction", {"points": item.points, "part": form.part}, tuple(parts), points)


def _off(test: Deducted, part: str, low: Fraction | None, high: Fraction | None) -> Points:
    """What a line takes off; a value without a low end may take as much as nothing at all would, one without a high end
    nothing."""
    worst = Fraction(0) if low is None else low
    return Points(
        Fraction(0) if high is None else _minus(test, part, high),
        _minus(test, part, worst),
    )


def _minus(test: Deducted, part: str, value: Fraction) -> Fraction:
    units = max(Fraction(0), test.at_least - value) / test.per
    whole = {"exact": units, "whole": Fraction(math.floor(units)), "begun": Fraction(math.ceil(units))}[part]
    return test.minus * whole


def _graded(item: ScoreItem, values: Sequence[Value | None]) -> Formula:
    """A code's worth. More than one code is one of them, nobody knows which."""
    value = values[0]
    sure, maybe = (value.elements or (), value.maybe) if value is not None else ((), ())
    unknown = [one for one in (*sure, *maybe) if one not in item.form.worth and one != "none"]
    if unknown:
        raise Invalid("、".join(unknown))
    found = [exactly(item.points * item.form.worth[one]) for one in (*sure, *maybe) if one in item.form.worth]
    settled = value is not None and value.complete and bool(sure) and not maybe
    points = hull(found) if settled and found else up_to(item.points)
    numbers: dict[str, Fraction | str | None] = {"points": item.points, "grade": "、".join(sure) or None}
    if len(found) == 1 and settled:
        numbers["worth"] = item.form.worth[sure[0]]
    return Formula("grades", numbers, points=points)


def _banded(item: ScoreItem, values: Sequence[Value | None]) -> Formula:
    low, high = _ends(values[0])
    if low is None and high is None:
        points = up_to(item.points)
    else:
        points = hull([exactly(Fraction(band.worth)) for band in touched(item.form.bands, low, high)])
    return Formula("bands", {"points": item.points, "low": low, "high": high}, points=points)


def _weighted(item: ScoreItem, values: Sequence[Value | None]) -> Formula:
    low, high = _ends(values[0])
    if (low is not None and not 0 <= low <= HUNDRED) or (high is not None and high < 0):
        raise Invalid(_text(low, high))
    times = item.form.times
    top = HUNDRED if high is None else min(high, HUNDRED)
    points = Points(times * (low or Fraction(0)), times * top)
    return Formula("weighted", {"points": item.points, "times": times, "low": low, "high": high}, points=points)


_FORMS: Mapping[str, Callable[[ScoreItem, Sequence[Value | None]], Formula]] = {
    "share": _share, "deduction": _deduction, "grades": _graded, "bands": _banded, "weighted": _weighted,
}  # fmt: skip


def _ends(value: Value | None) -> tuple[Fraction | None, Fraction | None]:
    """Both ends of a number; a date or a code has none here, which lint says."""
    if value is None:
        return None, None
    low, high = (end if isinstance(end, Fraction) else None for end in (value.low, value.high))
    return low, high


def _text(low: Fraction | None, high: Fraction | None) -> str:
    return str(low) if low == high else f"{'?' if low is None else low}..{'?' if high is None else high}"


def full(form: Form) -> Fraction | None:
    """The most points that a form can give, where it says so itself; lint compares it with the item's."""
    if form.kind == "weighted":
        return HUNDRED * form.times
    if form.kind == "bands":
        return max((Fraction(band.worth) for band in form.bands), default=Fraction(0))
    return None
