"""A rule reduced to what can be compared: each of its tests, under each of its readings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Any

from checker.comparing.nouns import Clause, Condition, Count, Duty, Quantity, Scope, Theme
from checker.model import Measure, Question, Rule, Test
from checker.records.tables import TableSchema
from checker.report.outcomes import ADVICE, grouped, guards
from checker.rulebook.readings import PRIMARY, variants
from checker.rulebook.vocabulary import Vocabulary
from checker.rulebook.words import lexicon
from checker.wording.reading import read
from checker.wording.text import normalise

SIDES = {
    "at_least": "floor", "more_than": "floor", "at_most": "cap", "less_than": "cap", "equals": "exact",
    "on_or_before": "before", "before": "before", "on_or_after": "after", "after": "after",
    "covers": "covers", "within": "within", "one_of": "within", "is": "within", "same_set": "same", "is_not": "not",
}  # fmt: skip
NEGATED = {"at_least": "less_than", "more_than": "at_most", "at_most": "more_than", "less_than": "at_least"}
_OVER = {"more_than", "less_than", "before", "after"}
_OPEN = ("interval", "amount")
"""Kinds of words without a value that stand where a number or a period could."""
_LEAD_OUT = {("role", "is_not", "lead"), ("school", "not_belongs", "lead")}


@dataclass(frozen=True)
class Read:
    """A rule, and every measure that it may test under some reading."""

    rule: Rule
    questions: Mapping[str, Question]
    measures: frozenset[str]

    @cached_property
    def text(self) -> str:
        """The quote and the words of other sentences that it rests on."""
        return "\n".join([self.rule.quote, *(one["quote"] for one in self.rule.context)])

    @cached_property
    def ways(self) -> tuple[tuple[str, Rule], ...]:
        """The rule under each reading, the primary one first: made for few, since most rules belong to no theme."""
        return variants(self.rule, self.questions)


class Reducer:
    """Rules to clauses; what measures are and whom documents govern is looked up here alone."""

    def __init__(self, vocabulary: Vocabulary, tables: Mapping[str, TableSchema], scope: Scope) -> None:
        self.vocabulary, self.tables, self.scope = vocabulary, tables, scope
        self.bodies = {key: str(item.get("body", key)) for key, item in vocabulary.bearers.items()}
        self._quantities: dict[str, Quantity] = {}

    def read(self, rule: Rule, questions: Mapping[str, Question]) -> Read:
        """One of a single group by name (a line of a roster) is a fact of that group, and has nothing to compare."""
        named = any(test.measure in self.scope.named for test in rule.tests.get("when", ()))
        return Read(rule, questions, frozenset() if named else frozenset(_measures(rule, questions)))

    def clause(self, read: Read, theme: Theme) -> Clause | None:
        """What the rule asks on the theme under each reading; None where no reading asks anything of it."""
        if not read.measures & theme.measures.keys():
            return None
        theme = replace(theme, measures={**_renamed(read, theme), **theme.measures})
        found = {
            key: tuple(dict.fromkeys(self._duties(one, key, theme, asked=read.rule.ask is not None)))
            for key, one in read.ways
        }
        if not any(found.values()):
            return None
        primary = found.pop(PRIMARY)
        return Clause(read.rule, primary, {key: duties for key, duties in found.items() if duties != primary})

    def compares(self, rule: Rule) -> bool:
        """Has the rule, as it is first read, a number, a share, a date or a kind to compare?"""
        return any(test.op in SIDES for test in rule.tests.get("require", ()))

    def _duties(self, rule: Rule, reading: str, theme: Theme, *, asked: bool) -> Iterator[Duty]:
        for group in grouped(rule.tests.get("require", ())):
            apart = guards(group)
            for test in group:
                if test in apart or test.measure not in theme.measures or _only_tells(test, asked):
                    continue
                duty = self._duty(rule, test, reading, group, apart)
                if duty is not None and _on(theme, duty):
                    kinds = theme.measures[test.measure]
                    yield from (one for one in self._one_by_one(rule, duty) if not kinds or one.item in kinds)

    def _duty(
        self, rule: Rule, test: Test, reading: str, group: tuple[Test, ...], apart: tuple[Test, ...]
    ) -> Duty | None:
        op = NEGATED.get(test.op, "") if test.negate else test.op
        if op not in SIDES:
            return None
        quantity = self._quantity(test.measure)
        bound, over = _bound(test, op, quantity)
        window, due = _window(rule), _due(rule)
        others = [one for one in group if one != test and one not in apart]
        sets = tuple(one for one in rule.for_each if isinstance(one, str))
        vague = _vague(rule) if SIDES[op] in ("floor", "cap", "exact") and not test.right_measure else ""
        return Duty(
            self.scope.actors.get(rule.bearer, rule.bearer), rule.modality, quantity, SIDES[op], bound, over, _computed(test),
            tuple(self.scope.sets.get(one, one) for one in sets), rule.every, due, window, vague, rule.ask is not None,
            frozenset([*_when(rule), *(f"unless {_written(one)}" for one in apart), *(f"in {one}" for one in sets if one in self.scope.sets)]),
            frozenset(_written(one) for one in others), reading, rule, test,
        )  # fmt: skip

    def _one_by_one(self, rule: Rule, duty: Duty) -> Iterator[Duty]:
        """A list of kinds in `for_each` makes a duty of each: what counts must be of that kind."""
        made = [duty]
        measure = self.vocabulary.measures[duty.test.measure] if duty.test else None
        columns = (measure.entity, measure.item) if measure else ()
        for at, listed in enumerate(rule.for_each):
            if isinstance(listed, str):
                continue
            column = columns[at] if at < len(columns) and columns[at] else "each"
            made = [
                replace(
                    one, item=kind, quantity=replace(one.quantity, where=one.quantity.where | {_in(str(column), kind)})
                )
                for one in made
                for kind in listed
            ]
        yield from made

    def _quantity(self, name: str) -> Quantity:
        if name not in self._quantities:
            self._quantities[name] = self._counted(self.vocabulary.measures[name])
        return self._quantities[name]

    def _counted(self, measure: Measure) -> Quantity:
        if measure.kind == "share" and len(measure.inputs) == 2:
            top, base = (self._quantity(one) for one in measure.inputs)
            return Quantity(("share", *top.count), measure.unit, top.where, (base.count, base.where))
        if measure.inputs:
            return Quantity((measure.kind, measure.name), measure.unit)
        where = frozenset(_condition(one) for one in measure.where)
        table = self.tables.get(measure.table or "")
        count: Count = (measure.kind, measure.table, measure.column, measure.at)
        return Quantity(
            count, measure.unit, where, adds=measure.kind in ("rows", "sum"),
            events=bool(table and "at" in (table.time or {})) and measure.kind in ("rows", "sum", "distinct"),
            lead=_lead(measure),
        )  # fmt: skip


def _measures(rule: Rule, questions: Mapping[str, Question]) -> Iterator[str]:
    """What the rule tests, and what options put in its place or patch it with."""
    yield from (test.measure for test in rule.tests.get("require", ()))
    for key in rule.readings:
        for option in questions[key].options.values() if key in questions else ():
            yield from option.swap.values()
            for patch in (option.set, option.rules.get(rule.id, {})):
                yield from _named(patch.get("require") or ())


def _renamed(read: Read, theme: Theme) -> Mapping[str, frozenset[str]]:
    """Measures that an option of the rule's puts in the place of one of the theme's belong to it as well."""
    options = [one for key in read.rule.readings for one in read.questions[key].options.values()]
    return {new: theme.measures[old] for one in options for old, new in one.swap.items() if old in theme.measures}


def _named(item: Any) -> Iterator[str]:
    """Every `measure` in a mapping as it was read, however deep."""
    if isinstance(item, Mapping):
        if isinstance(item.get("measure"), str):
            yield item["measure"]
        for value in item.values():
            yield from _named(value)
    elif isinstance(item, list | tuple):
        for one in item:
            yield from _named(one)


def _only_tells(test: Test, asked: bool) -> bool:
    """Does the test demand nothing: what is but advised, or to whom the question that a person answers is put?"""
    return test.breached_as == ADVICE or (asked and test.op in ("is", "is_not", "one_of"))


def _on(theme: Theme, duty: Duty) -> bool:
    """A theme of caps takes caps, one of floors all but caps."""
    return theme.side is None or (duty.side == "cap") == (theme.side == "cap")


def _bound(test: Test, op: str, quantity: Quantity) -> tuple[Any, bool]:
    if test.right_measure is not None:
        return (str(test.times), str(test.plus), test.months, test.days), op in _OVER
    if isinstance(test.right, tuple | list):
        return frozenset(str(one) for one in test.right), False
    if SIDES[op] in ("covers", "within", "same"):
        return frozenset({str(test.right)}), False
    if SIDES[op] in ("floor", "cap") and op in _OVER and quantity.count[0] in ("rows", "distinct"):
        return Fraction(test.right) + (1 if SIDES[op] == "floor" else -1), False
    return test.right, op in _OVER


def _computed(test: Test) -> str:
    return test.right_measure or ""


def _when(rule: Rule) -> Iterator[str]:
    """Conditions that must all hold; those of which one is enough are one."""
    for group in grouped(rule.tests.get("when", ())):
        yield " or ".join(sorted(map(_written, group)))


def _vague(rule: Rule) -> str:
    """The word that leaves open how much or how often, where the sentence has neither number nor period."""
    text = "\n".join([rule.quote, *(one["quote"] for one in rule.context if one["at"] == rule.at)])
    kinds = _OPEN[:1] if rule.for_each else _OPEN  # of each one by one it is not the amount that is asked
    known = lexicon()
    if not any(key in kinds for _, _, key in known.choose(text).vague.find(normalise(text))):
        return ""  # few have one, and reading a whole sentence takes long
    found = read(text, known)
    if found.quantities or found.windows:
        return ""
    return next((one.span.text for one in found.vague if one.key in kinds), "")


def _written(test: Test) -> str:
    right = test.right_measure or (sorted(test.right) if isinstance(test.right, tuple | list) else test.right)
    return f"{'not ' if test.negate else ''}{test.measure} {test.op} {right} {test.times} {test.plus} {test.months}"


def _condition(item: Mapping[str, Any]) -> Condition:
    """`is` and `one_of` are one comparison: the value is among these."""
    (op, value), *_ = [(key, one) for key, one in item.items() if key != "column"]
    values = frozenset(str(one) for one in value) if isinstance(value, list | tuple) else frozenset({str(value)})
    return str(item["column"]), "in" if op in ("is", "one_of") else str(op), values


def _in(column: str, kind: str) -> Condition:
    return column, "in", frozenset({str(kind)})


def _lead(measure: Measure) -> str:
    if measure.table != "members" or measure.entity:
        return ""
    conditions = {
        (one["column"], key, str(value)) for one in measure.where for key, value in one.items() if key != "column"
    }
    if ("role", "is", "lead") in conditions:
        return ""
    return "out" if conditions & _LEAD_OUT else "in"


def _window(rule: Rule) -> str:
    return "/".join(
        "" if one is None else f"{one.date or one.measure} {one.months} {one.days}" for one in rule.window
    ).strip("/")


def _due(rule: Rule) -> str:
    """The last day as text: a fixed one as its date, one in each period by its month, one after an event by that."""
    due = rule.due
    if due is None or due.open:
        return ""
    if due.at is not None:
        return due.at.date or f"{due.at.measure} {due.at.months} {due.at.days}"
    return f"within {due.within}" if due.within else f"after {due.after_period}"
