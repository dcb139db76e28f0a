"""Do the words of a quote and what its rule tests agree? Every way in which they do not is a `Gap`.

Compared one by one, never as sums: a number with a number of the same comparison and unit, a day with a day, a period
with a period. What the reader leaves open (no unit, no comparison) agrees with anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from checker.model import Rule
from checker.proof.lint.tested import YEARLY, Day, Number, Tested
from checker.rulebook.agreement import NONE, Agreement
from checker.wording.nouns import Moment, Quantity, Reading

_OPPOSITE = {"at_least": "less_than", "less_than": "at_least", "at_most": "more_than", "more_than": "at_most"}
_SIDE = {"at_least": "up", "more_than": "up", "at_most": "down", "less_than": "down"}
_STEP = {"more_than": ("at_least", 1), "less_than": ("at_most", -1)}
_OPEN = {"at_least": "more_than", "at_most": "less_than"}
_MET_BY = {"equals": ("equals", "at_least")}
"""A plain number in a duty (开一次会) is a floor as well as an exact number."""


@dataclass(frozen=True)
class Gap:
    """`code` is a finding that a kind of exception may excuse; `words` what was read, `number` what the rule has
    instead, `tests` all numbers of its own."""

    code: str
    words: str = ""
    quantity: Quantity | None = None
    number: Number | None = None
    day: str = ""
    keys: tuple[str, ...] = ()
    tests: tuple[Number, ...] = ()


@dataclass(frozen=True)
class Said:
    """What is read in the words of a rule: its quote and its context."""

    readings: tuple[Reading, ...]
    quantities: tuple[Quantity, ...] = field(init=False)
    moments: tuple[Moment, ...] = field(init=False)
    windows: frozenset[str] = field(init=False)
    modalities: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        read = self.readings
        quantities = tuple(one for reading in read for one in reading.quantities)
        object.__setattr__(self, "quantities", quantities)
        object.__setattr__(self, "moments", tuple(one for reading in read for one in reading.moments))
        windows = {one.key for reading in read for one in reading.windows} | {one.per for one in quantities if one.per}
        object.__setattr__(self, "windows", frozenset(windows))
        object.__setattr__(self, "modalities", frozenset(one.key for r in read for one in r.modalities))

    @property
    def numeric(self) -> bool:
        return bool(self.quantities or self.moments or self.windows)


@dataclass(frozen=True)
class Beside:
    """What another rule on the same words tests; `narrower`: it quotes fewer of them."""

    tests: Tested
    narrower: bool


def gaps(rule: Rule, said: Said, tests: Tested, beside: Sequence[Beside], terms: Agreement) -> Iterator[Gap]:
    """`said` are the rule's words, `tests` what it tests."""
    judged = bool(tests.numbers or tests.days or rule.tests or rule.ask)
    found = list(_untested(said, tests, beside, terms)) if judged else []
    yield from found
    yield from _unsaid(said, tests, terms, {one.number for one in found})
    yield from _windows(rule, said, tests, beside, terms, judged=judged)
    if not (said.modalities or {NONE}) & terms.bears[rule.modality]:
        yield Gap("modality", keys=tuple(sorted(said.modalities)))
    for reading in said.readings:
        for span in reading.unread:
            yield Gap("unread", span.text)


def _untested(said: Said, tests: Tested, beside: Sequence[Beside], terms: Agreement) -> Iterator[Gap]:
    """What the words say and no test has. A rule that has none of their numbers leaves them only to one that quotes less:
    else it has lost its own."""
    numbers = tuple(sorted((one for one in tests.numbers if one.own), key=repr))
    worst = [(quantity, _worst(quantity, tests.numbers, said, terms)) for quantity in said.quantities]
    some = any(one is None for _, one in worst)
    others = [one.tests for one in beside if some or one.narrower]
    for quantity, own in worst:
        if own and not any(_worst(quantity, one.numbers, said, terms) is None for one in others):
            yield Gap(own[0], quantity.span.text, quantity, own[1], tests=numbers)
    for moment in said.moments:
        if not any(_is(moment, day) for one in (tests, *(other.tests for other in beside)) for day in one.days):
            yield Gap("date-untested", moment.span.text, day="、".join(sorted(d.date for d in tests.days)))


def _worst(
    quantity: Quantity, numbers: Iterable[Number], said: Said, terms: Agreement
) -> tuple[str, Number | None] | None:
    """None where the numbers bear the quantity, else in what it fails, with the number that comes closest."""
    closest: tuple[str, Number | None] = ("number-untested", None)
    for bound in _bounds(quantity, said):
        closest = ("number-untested", None)
        for number in sorted(numbers, key=lambda one: (not one.own, repr(one))):
            code = _differs(quantity, bound, number, terms)
            if code is None:
                break
            if closest[1] is None and code != "number-untested":
                closest = (code, number)
        else:
            return closest
    return None


Bound = tuple[Fraction, tuple[str, ...]]
"""A value and the comparisons that the words allow with it; none: any."""


def _bounds(quantity: Quantity, said: Said) -> list[Bound]:
    """One bound for a single number, two for a range. Ranges that meet in a number leave open to which of them it belongs."""
    low, high = quantity.low, quantity.high
    others = [one for one in said.quantities if one is not quantity]
    if low is not None and high is not None and low != high:
        shared = {value for one in others for value in (one.low, one.high)}
        return [(low, _either("at_least", low in shared)), (high, _either("at_most", high in shared))]
    value = low if low is not None else high
    if value is None:
        return []
    op = quantity.comparator
    if op in _OPEN:
        edges = {value for one in others if one.low != one.high for value in (one.low, one.high)}
        return [(value, _either(op, value in edges))]
    return [(value, () if op is None else _MET_BY.get(op, (op,)))]


def _either(op: str, shared: bool) -> tuple[str, ...]:
    return (op, _OPEN[op]) if shared else (op,)


def _differs(quantity: Quantity, bound: Bound, number: Number, terms: Agreement) -> str | None:
    """None where the number is the bound; else `unit`, `comparator`, or `number-untested` for a wholly different one."""
    value, ops = bound
    same_unit, factor = _unit(quantity, number, terms)
    value *= factor
    wanted = {_whole(op, value, number) for op in ops}
    compared = [] if number.op is None else [number.op]
    if number.flips:
        compared += [_OPPOSITE[op] for op in compared if op in _OPPOSITE]
    given = {_whole(op, number.value, number) for op in compared}
    if number.op is None or not ops:
        agrees = number.value == value
    else:
        agrees = bool(wanted & given)
    if agrees:
        return None if same_unit else "unit"
    return "comparator" if number.value == value and same_unit else "number-untested"


def _whole(op: str, value: Fraction, number: Number) -> tuple[str, Fraction]:
    """More than 4 of what only occurs whole is at least 5."""
    if number.whole and op in _STEP:
        op, step = _STEP[op]
        return op, value + step
    return op, value


def _unit(quantity: Quantity, number: Number, terms: Agreement) -> tuple[bool, Fraction]:
    """Do they count the same, and how many of the number's unit is one of the quantity's?"""
    said = set(quantity.units) | ({quantity.unit} if quantity.unit else set())
    if number.unit is None or not said or number.unit in said:
        return True, Fraction(1)
    for unit in sorted(said & terms.spans.keys()):
        base, times = terms.spans[unit]
        if base == number.unit:
            return True, Fraction(times)
    return False, Fraction(1)


def _is(moment: Moment, day: Day) -> bool:
    """Is this day an end of the moment? `2030-01-01` is past the end of a moment that begins after 2029."""
    if day.date.startswith(YEARLY):
        return (moment.yearly_last or moment.last or "")[-5:-3] == day.date[2:4]
    ends = {moment.first, moment.last}
    yearly = {moment.yearly_first, moment.yearly_last} - {None}
    if day.date in ends or day.date[5:] in yearly:
        return True
    nearby = date.fromisoformat(day.date) + timedelta(days=1 if day.last else -1)
    return nearby.isoformat() in ends and (moment.first is None or moment.last is None)


def _unsaid(said: Said, tests: Tested, terms: Agreement, named: Set[Number | None]) -> Iterator[Gap]:
    """What the rule tests under every reading and no word says; of what it writes itself and a reading replaces, the
    numbers, and bounds that the words have the other way round. `named` are those that already stand in a gap."""
    for one in sorted(tests.always | tests.written, key=repr):
        if not one.own or one in named:
            continue
        if isinstance(one, Day):
            if not any(_is(moment, one) for moment in said.moments):
                yield Gap("date-unsaid", day=one.date)
        elif not _natural(one, said, terms):
            yield from (
                gap
                for gap in _never_said(one, said, terms)
                if one in tests.always or gap.code == "number-unsaid" or _against(gap)
            )


def _against(gap: Gap) -> bool:
    """Does the rule want less where the words want more, or more where they want less? No reading turns a bound round."""
    said, given = (gap.quantity.comparator if gap.quantity else None), (gap.number.op if gap.number else None)
    return gap.code == "comparator" and {_SIDE.get(said or ""), _SIDE.get(given or "")} == {"up", "down"}


def _never_said(one: Number, said: Said, terms: Agreement) -> Iterator[Gap]:
    """A number that no quantity bears: in nothing, or in what comes closest."""
    closest = Gap("number-unsaid", number=one)
    for quantity in said.quantities:
        for bound in _bounds(quantity, said):
            code = _differs(quantity, bound, one, terms)
            if code is None:
                return
            if code != "number-untested" and closest.quantity is None:
                closest = Gap(code, quantity.span.text, quantity, one)
    yield closest


def bears(said: Said, number: Number, terms: Agreement) -> bool:
    """Does any of the words say the number of a measure, in whatever unit?"""
    bounds = ((quantity, bound) for quantity in said.quantities for bound in _bounds(quantity, said))
    return any(_differs(quantity, bound, number, terms) in (None, "unit") for quantity, bound in bounds)


def _natural(number: Number, said: Said, terms: Agreement) -> bool:
    """Numbers that need no word: none, at least one, all where a word says the whole, two where one says several."""
    value, op = number.value, number.op
    text = "".join(reading.text for reading in said.readings)
    if op is None or value == 0:
        return value == 0
    if number.unit == "share":
        return value == 1 and terms.whole.search(text) is not None
    op, value = _whole(op, value, number)
    if value in (0, 1) and op == ("at_least" if value else "at_most"):
        return True
    return op == "at_least" and value == 2 and terms.several.search(text) is not None


def _windows(
    rule: Rule, said: Said, tests: Tested, beside: Sequence[Beside], terms: Agreement, *, judged: bool
) -> Iterator[Gap]:
    every = frozenset[str]().union(tests.every, *(one.tests.every for one in beside))
    if judged:
        for window in sorted(said.windows - every):
            yield Gap("window-untested", _words_of(said, window), keys=(window,))
    if rule.every and not tests.every & said.windows and not _recurs(rule, said, terms):
        yield Gap("window-unsaid", keys=(rule.every,))


def _recurs(rule: Rule, said: Said, terms: Agreement) -> bool:
    """Words like regularly name no period; `every` is then only what a setting is counted in, and no number is a bound."""
    require = rule.tests.get("require", ())
    said_so = any(terms.recurring.search(reading.text) for reading in said.readings)
    return said_so and bool(require) and all(test.right_measure is not None for test in require)


def _words_of(said: Said, window: str) -> str:
    spans = [one.span.text for reading in said.readings for one in reading.windows if one.key == window]
    return spans[0] if spans else window
