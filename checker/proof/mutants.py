"""Rules with one thing wrong: what a slip of the pen, or of the understanding, would have written.

A mutant is a whole `Rule` (or a rule under one reading) that differs in one operator, bound, period, set, modality,
condition or last day. Changes that no record can ever tell apart (`must` for `must_not`: the same verdicts) are not
made. A bearer moves no verdict, only the place of a finding in the report: that is proved there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from checker.model import VERDICTS, Due, Measure, Point, Rule, Rulebook, Test
from checker.rulebook.load import WITHIN
from checker.rulebook.numbers import SET_OPS, last_day
from checker.rulebook.readings import PRIMARY, variants
from checker.rulebook.vocabulary import Vocabulary

Changed = tuple[str, Rule]
"""What was changed, in words that stay the same from run to run, and the rule so changed."""


@dataclass(frozen=True)
class Mutant:
    """`variants` maps a reading to the rule under it; those that the change does not touch equal the original's."""

    rule: Rule
    kind: str
    variants: Mapping[str, Rule]

    @property
    def name(self) -> str:
        return f"{self.rule.id}: {self.kind}"


def mutants(rule: Rule, book: Rulebook, words: Vocabulary) -> Iterator[Mutant]:
    """Every mutant of `rule` as written, then of what each reading's option puts in its place."""
    for kind, changed in [*_changes(rule, words), *_fewer_readings(rule)]:
        yield Mutant(rule, kind, dict(variants(changed, book.questions)))
    own = dict(variants(rule, book.questions))
    for reading, under in own.items():
        if reading == PRIMARY:
            continue
        for kind, changed in _changes(under, words):
            if _only_there(kind, under, rule):
                yield Mutant(rule, f"{reading}: {kind}", {**own, reading: changed})


def _only_there(kind: str, under: Rule, rule: Rule) -> bool:
    """Does the change concern a key that the option itself has set? What it leaves alone is mutated in the rule."""
    key = kind.split(" ", 1)[0]
    if key in ("when", "require", "note"):
        return under.tests.get(key) != rule.tests.get(key)
    field = {"during": "window", "ask.no": "ask"}.get(key, key)
    return bool(getattr(under, field) != getattr(rule, field))


def _changes(rule: Rule, words: Vocabulary) -> Iterator[Changed]:
    for role in ("when", "require"):  # a note only remarks: it never moves a verdict
        yield from _tests(rule, role, words)
    yield from _periods(rule, words)
    yield from _sets(rule)
    yield from _modalities(rule, words)
    yield from _dues(rule)
    yield from _windows(rule)
    if rule.ask is not None:
        yield "ask removed", replace(rule, ask=None)
        if rule.ask.no is not None:
            yield "ask.no removed", replace(rule, ask=replace(rule.ask, no=None))


def _fewer_readings(rule: Rule) -> Iterator[Changed]:
    for key in rule.readings:
        yield f"readings {key} removed", replace(rule, readings=tuple(one for one in rule.readings if one != key))


def _tests(rule: Rule, role: str, words: Vocabulary) -> Iterator[Changed]:
    tests = rule.tests.get(role, ())

    def put(*new: Test) -> Rule:
        return replace(rule, tests={**rule.tests, role: tuple(new)})

    groups = [test.group for test in tests]
    if len(set(groups)) < len(groups):
        yield f"{role} any → all", put(*(replace(test, group=i) for i, test in enumerate(tests, start=1)))
    for i, test in enumerate(tests):
        before, after = tests[:i], tests[i + 1 :]
        yield f"{role} {i + 1} removed", put(*before, *after)
        yield f"{role} {i + 1} negated", put(*before, replace(test, negate=not test.negate), *after)
        for kind, changed in _test(test, words):
            yield f"{role} {i + 1} {kind}", put(*before, changed, *after)


def _test(test: Test, words: Vocabulary) -> Iterator[tuple[str, Test]]:
    measure = words.measures[test.measure]
    for op in _confusable(test.op, words):
        if measure.type == "count" and test.right == 0 and {test.op, op} == {"at_most", "equals"}:
            continue  # nothing counts below zero
        right = test.right
        if test.op in SET_OPS and test.right_measure is None:
            several = right if isinstance(right, tuple) else (right,)
            right = several if op not in ("is", "is_not") else several[0]
        yield f"{test.op} → {op}", replace(test, op=op, right=right)
    if test.breached_as is not None:
        yield "else removed", replace(test, breached_as=None)
    if test.missing_as is not None:
        yield "if_missing removed", replace(test, missing_as=None)
    for other in _other_base(measure, words):
        yield f"{measure.name} → {other}", replace(test, measure=other)
    yield from _right(test, measure)


def _confusable(op: str, words: Vocabulary) -> Iterator[str]:
    """Operators that fit the same values. One code against another code leaves only `is` and `is_not` apart."""
    families = {"number", "date"} & {words.operators[op]["family"]} or {"code", "set"}
    if op in ("is", "is_not", "one_of"):
        yield {"is": "is_not", "is_not": "is", "one_of": "is_not"}[op]
        return
    yield from (
        one for one, row in words.operators.items()
        if one != op and row["family"] in families and one not in ("is", "is_not", "one_of")
    )  # fmt: skip


def _other_base(measure: Measure, words: Vocabulary) -> Iterator[str]:
    """Shares that have the same numerator over another base, or the same base under another numerator."""
    if measure.kind != "share":
        return
    for other in words.measures.values():
        if other.kind == "share" and other.name != measure.name and set(other.inputs) & set(measure.inputs):
            yield other.name


def _right(test: Test, measure: Measure) -> Iterator[tuple[str, Test]]:
    """The bound one step to either side; a set with one element less."""
    if test.right_measure is not None:
        if measure.type not in ("date", "code", "set"):
            for step in (-1, 1):
                yield f"plus {step:+}", replace(test, plus=test.plus + step)
        if test.times != 1:
            yield "times 1", replace(test, times=Fraction(1))
        if measure.type == "date":
            for step in (-1, 1):
                yield f"days {step:+}", replace(test, days=test.days + step)
        return
    if test.op in SET_OPS:
        if isinstance(test.right, tuple) and len(test.right) > 1:
            for one in test.right:
                yield f"without {one}", replace(test, right=tuple(v for v in test.right if v != one))
        return
    for step in (-1, 1):
        if isinstance(test.right, str):
            yield f"bound {step:+} day", replace(test, right=_moved(test.right, step))
        else:
            one = Fraction(1, 100) if measure.type == "share" else Fraction(1)
            yield (
                f"bound {step:+}{'%' if measure.type == 'share' else ''}",
                replace(test, right=test.right + step * one),
            )


def _moved(day: str, step: int) -> str:
    return (dt.date.fromisoformat(last_day(day)) + dt.timedelta(days=step)).isoformat()


def _periods(rule: Rule, words: Vocabulary) -> Iterator[Changed]:
    if rule.every:
        if not (rule.due and rule.due.within):
            yield "every removed", replace(rule, every=None)
        for kind in words.periods:
            if kind != rule.every and not (rule.due and rule.due.within and kind not in WITHIN):
                yield f"every {rule.every} → {kind}", replace(rule, every=kind)
    # Without a period, a cell is never cut by a window's end or a founding.
    if rule.every:
        for partial in ("owed", "excused", "open"):
            if partial != rule.partial:
                yield f"partial {rule.partial} → {partial}", replace(rule, partial=partial)


def _sets(rule: Rule) -> Iterator[Changed]:
    for i, one in enumerate(rule.for_each):
        rest = rule.for_each[:i], rule.for_each[i + 1 :]
        yield f"for_each {i + 1} removed", replace(rule, for_each=(*rest[0], *rest[1]))
        if isinstance(one, tuple):
            for value in one:
                fewer = tuple(v for v in one if v != value)
                if fewer:
                    yield f"for_each {i + 1} without {value}", replace(rule, for_each=(*rest[0], fewer, *rest[1]))
        for other in {"members": ("schools", "lead"), "schools": ("members", "lead"), "lead": ("schools",)}.get(
            one if isinstance(one, str) else "", ()
        ):
            yield f"for_each {i + 1} {one} → {other}", replace(rule, for_each=(*rest[0], other, *rest[1]))
    if rule.for_each and rule.no_rows != "not_applicable":
        yield "no_rows removed", replace(rule, no_rows="not_applicable")


def _modalities(rule: Rule, words: Vocabulary) -> Iterator[Changed]:
    seen = {_outcomes(rule, rule.modality, words)}
    for name in words.modalities:
        outcomes = _outcomes(rule, name, words)
        if outcomes not in seen:
            seen.add(outcomes)
            yield f"modality {rule.modality} → {name}", replace(rule, modality=name)


def _outcomes(rule: Rule, modality: str, words: Vocabulary) -> tuple[str, ...]:
    """What the rule's cells can come to under a modality; see the order of judgement in engine/judge.py."""
    row = words.modalities[modality]
    tests = rule.tests.get("require", ())
    named = [test.breached_as or row["breached"] for test in tests]
    if rule.due is not None and rule.due.open:
        named = ["due" if VERDICTS.index(one) <= VERDICTS.index("review") else one for one in named]
    asked = (row["asked"], rule.ask.no or row["breached"]) if rule.ask else ()
    return (row["holds"], row["unknown"], *named, *asked)


def _dues(rule: Rule) -> Iterator[Changed]:
    due = rule.due
    if due is None:
        return
    yield "due removed", replace(rule, due=None)
    for step in (-1, 1):
        if due.at is not None:
            yield f"due {step:+} day", replace(rule, due=Due(at=_shifted(due.at, step)))
        if due.within is not None and 1 <= due.within + step <= 12:
            yield f"due {step:+} month", replace(rule, due=Due(within=due.within + step))
        if due.after_period is not None:
            months, days = due.after_period
            yield f"due {step:+} day", replace(rule, due=Due(after_period=(months, days + step)))


def _windows(rule: Rule) -> Iterator[Changed]:
    for i, end in enumerate(("from", "to")):
        point = rule.window[i]
        if point is None:
            continue

        def put(new: Point | None, i: int = i) -> Rule:
            return replace(rule, window=(new, rule.window[1]) if i == 0 else (rule.window[0], new))

        yield f"during {end} removed", put(None)
        for step in (-1, 1):
            yield f"during {end} {step:+} day", put(_shifted(point, step))
            if point.measure:
                yield f"during {end} {step:+} month", put(replace(point, months=point.months + step))


def _shifted(point: Point, step: int) -> Point:
    if point.date:
        return Point(date=_moved(point.date, step))
    return replace(point, days=point.days + step)


def other_bases(words: Vocabulary) -> Iterator[tuple[str, Measure]]:
    """Shares over the base of another share: (what was changed, the measure so changed, under a name of its own)."""
    shares = [one for one in words.measures.values() if one.kind == "share"]
    bases = sorted({one.inputs[1] for one in shares})
    for share in shares:
        top, own = share.inputs
        for base in bases:
            if base not in (own, top):
                kind = f"{share.name}: of {own} → {base}"
                yield kind, replace(share, name=f"{share.name}_of_{base}", inputs=(top, base))
