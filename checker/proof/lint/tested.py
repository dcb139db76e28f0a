"""What a rule tests, under all its readings: the numbers, days and periods that words can be compared with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from checker.errors import BadInput
from checker.model import COUNTS, Measure, Question, Rule, Test
from checker.rulebook.numbers import DATE_OPS, SET_OPS, first_day, last_day, literal, number
from checker.rulebook.readings import measures_of, variants
from checker.rulebook.vocabulary import Vocabulary

YEARLY = "--"
"""Before a month without a year: the day is the last one of it, every year."""
_OPPOSITE = {
    "at_least": "less_than", "less_than": "at_least", "at_most": "more_than", "more_than": "at_most",
}  # fmt: skip


@dataclass(frozen=True)
class Number:
    """A number of a rule. `op` compares with it, None where nothing does (a span, an amount of a band, a weight). `whole`
    tells that only whole numbers occur, `flips` that the opposite comparison says the same (a condition, an edge of a
    band). `own` are the rule's own tests, whose numbers the words must bear; others belong to its measures."""

    value: Fraction
    op: str | None
    unit: str | None
    whole: bool
    flips: bool
    own: bool
    name: str


@dataclass(frozen=True)
class Day:
    """A day of a rule: the last or the first one of something."""

    date: str
    last: bool
    own: bool


@dataclass(frozen=True)
class Tested:
    """`always` are the numbers and days that the rule tests under each of its readings, `written` the numbers that stand
    in the rule itself and hold under one of them, `measures` all that any of them reads."""

    numbers: frozenset[Number]
    days: frozenset[Day]
    every: frozenset[str]
    always: frozenset[Number | Day]
    written: frozenset[Number]
    measures: frozenset[str]


def tested(rule: Rule, questions: Mapping[str, Question], vocabulary: Vocabulary) -> Tested:
    """Everything that any reading of the rule tests. Names that do not exist are passed over: another check names them."""
    try:
        rules = [one for _, one in variants(rule, questions)]
    except (BadInput, KeyError, ValueError, TypeError, AttributeError):
        rules = [rule]
    facts = [frozenset(_facts(one, vocabulary)) for one in rules]
    seen = frozenset[Number | Day]().union(*facts)
    return Tested(
        frozenset(one for one in seen if isinstance(one, Number)),
        frozenset(one for one in seen if isinstance(one, Day)),
        frozenset(one.every for one in rules if one.every),
        frozenset.intersection(*facts),
        frozenset(one for one in _facts(rule, vocabulary) if isinstance(one, Number) and one in seen),
        frozenset(name for one in rules for name in measures_of(one)),
    )


def _facts(rule: Rule, vocabulary: Vocabulary) -> Iterator[Number | Day]:
    measures = vocabulary.measures
    for role, items in rule.tests.items():
        for test in items:
            if test.measure in measures:
                yield from _of_test(test, measures[test.measure], flips=role == "when")
    points = [(rule.window[0], False), (rule.window[1], True), (rule.due.at if rule.due else None, True)]
    for point, last in points:
        if point is not None and point.date:
            yield Day(last_day(point.date) if last else first_day(point.date), last, own=True)
        elif point is not None:
            yield from _spans(point.months, point.days, str(point.measure))
    if rule.due and rule.due.within:
        yield Day(f"{YEARLY}{rule.due.within:02d}", last=True, own=True)
    if rule.due and rule.due.after_period:
        yield from _spans(*rule.due.after_period, name="after_period")
    for one in rule.for_each:
        if not isinstance(one, str):
            yield from _listed(one)
    for name in below(measures_of(rule), measures):
        yield from constants_of(measures[name], measures)


def _of_test(test: Test, measure: Measure, *, flips: bool) -> Iterator[Number | Day]:
    whole = measure.type in COUNTS
    op = _OPPOSITE.get(test.op, test.op) if test.negate else test.op
    if test.right_measure is not None:
        if test.times != 1:
            yield Number(test.times, op, "share", False, flips, True, measure.name)
        if test.plus:
            yield Number(test.plus, op, measure.unit, whole, flips, True, measure.name)
        yield from _spans(test.months, test.days, measure.name)
    elif test.op in DATE_OPS:
        yield Day(test.right, test.op in ("on_or_before", "after"), own=True)
    elif test.op in SET_OPS:
        yield from _listed(test.right if isinstance(test.right, tuple) else ())
    else:
        unit = "share" if measure.type == "share" else measure.unit
        yield Number(test.right, op, unit, whole, flips, True, measure.name)


def _spans(months: int, days: int, name: str) -> Iterator[Number]:
    for count, unit in ((months, "months"), (days, "days")):
        if count:
            yield Number(Fraction(abs(count)), None, unit, False, False, True, name)


def _listed(items: tuple[str, ...]) -> Iterator[Number]:
    """A list is as many as it names."""
    if len(items) > 1:
        yield Number(Fraction(len(items)), None, None, False, False, False, "list")


def below(names: Iterable[str], measures: Mapping[str, Measure]) -> set[str]:
    """The measures and all that they rest on."""
    found: set[str] = set()
    waiting = [name for name in names if name in measures]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += [one for one in measures[name].inputs if one in measures]
    return found


def constants_of(measure: Measure, measures: Mapping[str, Measure]) -> Iterator[Number | Day]:
    """The constants in a measure's conditions, its weights, the edges and amounts of its bands."""
    for condition in measure.where:
        for key, value in condition.items():
            if key in DATE_OPS:
                yield Day(str(literal(key, value)), key in ("on_or_before", "after"), own=False)
            elif key in ("at_least", "at_most", "is", "is_not") and (found := _number(value)) is not None:
                op = key if key.startswith("at_") else None
                yield Number(found, op, None, True, True, False, measure.name)
    for weight in measure.weights:
        yield Number(weight, None, "share", False, False, False, measure.name)
    bands = measure.lookup["bands"] if measure.lookup else ()
    base = measures.get(measure.inputs[0]) if bands else None
    for band in bands:
        for key, op in (("from", "at_least"), ("to", "at_most")):
            if (edge := _number(band.get(key))) is not None:
                whole = base is not None and base.type in COUNTS
                yield Number(edge, op, base.unit if base else None, whole, True, False, measure.name)
        if (amount := _number(band.get("value"))) is not None:
            yield Number(amount, None, measure.unit, False, False, False, measure.name)


def _number(value: Any) -> Fraction | None:
    try:
        return None if value is None else number(value)
    except ValueError:
        return None
