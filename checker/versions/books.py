"""Two rulebooks of one document → rules added, removed, and changed field by field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from checker.errors import BadInput, Problem, say
from checker.findings.prints import MEASURE
from checker.fingerprint import fingerprint
from checker.model import Consequence, Measure, Question, Rule, Rulebook
from checker.rulebook.closure import closure
from checker.rulebook.readings import measures_of, variants
from checker.versions.documents import ONE_DOCUMENT
from checker.versions.nouns import FieldChange, RuleChange
from checker.versions.written import written

_RULE = (
    "at", "title", "quote", "modality", "bearer", "subject", "topic", "basis", "evidence", "for_each", "every", "partial",
    "window", "due", "tests", "ask", "no_rows", "readings", "mend", "remark", "context",
)  # fmt: skip
_TESTED = (
    "modality", "bearer", "subject", "for_each", "every", "partial", "window", "due", "tests", "ask", "no_rows", "readings",
)  # fmt: skip
_JUDGED = frozenset({*_TESTED, "when", "state", "reading", "measure"})
"""Fields on which verdicts and consequences rest, by the first part of their names."""
_CONSEQUENCE = ("at", "title", "quote", "bearer", "when", "state", "then", "subject")
Measures = Mapping[str, Measure]
Case = Mapping[str, Any]
CASE = "case"
"""The first part of the names of `FieldChange` that tell a case; no verdict rests on one."""


def compared(
    before: Rulebook, after: Rulebook, old_measures: Measures, new_measures: Measures
) -> tuple[RuleChange, ...]:
    """Rules and consequences in the order of the later rulebook, what it no longer has behind them. A question or a measure that
    differs is told with each rule that rests on it."""
    found: list[RuleChange] = []
    for ours, theirs, keys in (
        (before.rules, after.rules, _RULE),
        (before.consequences, after.consequences, _CONSEQUENCE),
    ):
        old: dict[str, Any] = {_short(one, before): one for one in ours}
        new: dict[str, Any] = {_short(one, after): one for one in theirs}
        for name in dict.fromkeys((*new, *old)):
            if name not in old or name not in new:
                kind, one = ("added", new[name]) if name in new else ("removed", old[name])
                found.append(RuleChange(one.id, kind, one.title, one.at, (), True, len(one.cases)))
                continue
            was, one = old[name], new[name]
            changes = [*_changes(was, one, keys, before.questions, after.questions)]
            changes += _cases(was.cases, one.cases)
            changes += _measures(_behind(was, before, old_measures), _behind(one, after, new_measures))
            if changes:
                tested = any(change.name.partition(".")[0] in _JUDGED for change in changes)
                found.append(RuleChange(one.id, "changed", one.title, one.at, tuple(changes), tested, len(one.cases)))
    return tuple(found)


def refuse_others(before: Rulebook, after: Rulebook, names: tuple[str, str]) -> None:
    """Raises BadInput for rulebooks of two documents: other ids, and hardly a rule that both have."""
    old, new = ({_short(one, book) for one in book.rules} for book in (before, after))
    if before.id != after.id and len(old & new) < ONE_DOCUMENT * min(len(old), len(new)):
        what = say(
            f"与 {names[0]} 不是同一份文件的规则库：共有 {len(old & new)} 条编号相同的规则",
            f"and {names[0]} are rulebooks of two documents: {len(old & new)} rules have the same id",
        )
        mend = say("两地规定的对照见 jituan compare", "jituan compare sets the rules of two documents side by side")
        raise BadInput(Problem(names[1], what, mend=mend))


def _short(one: Rule | Consequence, book: Rulebook) -> str:
    return one.id.removeprefix(f"{book.id}/")


def _changes(
    old: Any, new: Any, keys: Sequence[str], before: Mapping[str, Question], after: Mapping[str, Question]
) -> Iterator[FieldChange]:
    for key in keys:
        was, now = getattr(old, key), getattr(new, key)
        if key == "tests":
            for role in dict.fromkeys((*was, *now)):
                if was.get(role, ()) != now.get(role, ()):
                    yield from _tests(role, was.get(role, ()), now.get(role, ()))
        elif was != now:
            yield FieldChange(key, written(was), written(now))
    if isinstance(old, Rule):
        for key in old.readings:
            if key in new.readings and _asked(before[key], old) != _asked(after[key], new):
                yield FieldChange(f"reading.{key}", _options(before[key], old), _options(after[key], new))


def _behind(one: Rule | Consequence, book: Rulebook, measures: Measures) -> Measures:
    """The measures that a rule rests on under any reading."""
    if isinstance(one, Consequence):
        named = [str(condition["measure"]) for condition in one.when if "measure" in condition]
    else:
        named = [name for _, rule in variants(one, book.questions) for name in measures_of(rule)]
    return {name: measures[name] for name in closure(dict.fromkeys(named), measures)}


def _measures(old: Measures, new: Measures) -> Iterator[FieldChange]:
    """Measures that both rest on and that are defined otherwise; another measure shows in the tests."""
    for name in old:
        if name in new:
            was, now = ({key: getattr(one, key) for key in MEASURE} for one in (old[name], new[name]))
            keys = [key for key in MEASURE if was[key] != now[key]]
            if keys:
                words = [", ".join(f"{key} {written(one[key])}" for key in keys) for one in (was, now)]
                yield FieldChange(f"measure.{name}", *words)


def _tests(role: str, was: Sequence[Any], now: Sequence[Any]) -> Iterator[FieldChange]:
    """Tests one by one, where there are as many; else all of them."""
    pairs = zip(was, now, strict=True) if len(was) == len(now) else [(was, now)]
    for number, (old, new) in enumerate(pairs, start=1):
        if old != new:
            name = f"{role}.{number}" if len(was) == len(now) > 1 else role
            yield FieldChange(f"tests.{name}", written(old), written(new))


def _asked(question: Question, rule: Rule) -> Any:
    """What a question means to a rule: which option goes first, and what each puts in place of what."""
    options = {key: (one.swap, one.set, one.rules.get(rule.id, {})) for key, one in question.options.items()}
    return question.primary, options


def _cases(was: Sequence[Case], now: Sequence[Case]) -> Iterator[FieldChange]:
    """By their number in the rulebook that has them. One of the same data is the same case wherever it stands, of the rest that
    of the same number; what a case says of itself (`why`) changes nothing."""
    old = dict(enumerate(was, start=1))
    pairs: list[tuple[int, Case | None, Case]] = []
    for number, one in enumerate(now, start=1):
        same = next((key for key, case in old.items() if _given(case) == _given(one)), None)
        pairs.append((number, old.pop(same) if same is not None else None, one))
    for number, before, after in pairs:
        other = before if before is not None else old.pop(number, None)
        if other is None or (_given(other), other["expect"]) != (_given(after), after["expect"]):
            yield FieldChange(f"{CASE}.{number}", _case(other) if other is not None else "", _case(after))
    yield from (FieldChange(f"{CASE}.{number}", _case(one), "") for number, one in old.items())


def _given(case: Case) -> Case:
    return {key: value for key, value in case.items() if key not in ("expect", "why")}


def _case(case: Case) -> str:
    """Records, which may be long, by their fingerprint."""
    said = {key: fingerprint(value)[:8] if key == "records" else value for key, value in _given(case).items()}
    return written({**said, "expect": case["expect"]})


def _options(question: Question, rule: Rule) -> str:
    primary, options = _asked(question, rule)
    return written({key: [part for part in patch if part] for key, patch in options.items()}) + f" ({primary})"
