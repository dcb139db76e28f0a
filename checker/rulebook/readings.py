"""Readings (口径) as patches: a rule under each option of the questions that it names, one option at a time.

The primary reading applies every question's primary option, or the one that a person has decided. Each undecided question
then adds one variant per other option, all else primary, so that a result shows what each question alone changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from checker.errors import BadInput, Problem, say
from checker.model import Option, Question, Rule
from checker.nearest import nearest
from checker.rulebook.load import ROLES, checked, tests
from checker.rulebook.load import rule as read_rule

PRIMARY = "primary"
_ABSENT = {"every": None, "partial": "open", "no_rows": "not_applicable"}
"""Keys that are taken as they stand, with what a rule has that has none."""
_READ = ("during", "due", "ask", "for_each")


def variants(
    rule: Rule, questions: Mapping[str, Question], decided: Mapping[str, str] | None = None
) -> tuple[tuple[str, Rule], ...]:
    """(reading key, rule) pairs; the first is `primary`, the others `question.option`.

    `decided` maps a question to the option that a person has fixed: it replaces the primary one and closes the question.
    Raises BadInput for a question that does not exist.
    """
    decided = decided or {}
    if unknown := [key for key in rule.readings if key not in questions]:
        raise BadInput([_unknown(rule, key, questions) for key in unknown])
    base = {key: decided.get(key, questions[key].primary) for key in rule.readings}
    out = [(PRIMARY, _under(rule, questions, base))]
    for key in rule.readings:
        if key in decided:
            continue
        for option in questions[key].options:
            if option != base[key]:
                out.append((f"{key}.{option}", _under(rule, questions, {**base, key: option})))
    return tuple(out)


def _unknown(rule: Rule, key: str, questions: Mapping[str, Question]) -> Problem:
    close = nearest(key, tuple(questions))
    mend = say(f"是否指 {close}", f"did you mean {close}") if close else ""
    what = say(f"{rule.id}：没有口径 {key}", f"{rule.id}: there is no reading {key}")
    return Problem(f"{rule.file}:{rule.line}", what, mend=mend)


def _under(rule: Rule, questions: Mapping[str, Question], chosen: Mapping[str, str]) -> Rule:
    for key, option in chosen.items():
        rule = patched(rule, questions[key].options[option])
    return rule


def patched(rule: Rule, option: Option) -> Rule:
    """`rule` under one option: keys replaced, then measures swapped."""
    rule = _replaced(rule, {**option.set, **option.rules.get(rule.id, {})})
    if not option.swap:
        return rule
    swapped = {
        role: tuple(
            replace(
                one,
                measure=option.swap.get(one.measure, one.measure),
                right_measure=option.swap.get(one.right_measure, one.right_measure) if one.right_measure else None,
            )
            for one in items
        )
        for role, items in rule.tests.items()
    }
    return replace(
        rule, tests=swapped, due=_swap_due(rule, option.swap),
        window=(_swap_point(rule.window[0], option.swap), _swap_point(rule.window[1], option.swap)),
    )  # fmt: skip


def _replaced(rule: Rule, patch: Mapping[str, Any]) -> Rule:
    """The rule with keys replaced; `null` takes a key away, so that it is as if the rule had never had it."""
    changes: dict[str, Any] = {
        key: _ABSENT[key] if patch[key] is None else patch[key] for key in _ABSENT if key in patch
    }
    if any(key in patch for key in _READ):
        whole = read_rule(
            {"id": rule.id, "at": rule.at, "title": rule.title, "quote": rule.quote, "modality": rule.modality,
             "bearer": rule.bearer, "subject": rule.subject, "topic": rule.topic, "basis": rule.basis,
             "every": rule.every, **{key: value for key, value in patch.items() if value is not None}}
        )  # fmt: skip
        fields = {"during": "window", "due": "due", "ask": "ask", "for_each": "for_each"}
        changes |= {fields[key]: getattr(whole, fields[key]) for key in _READ if key in patch}
    roles = {role: tests(patch[role] or ()) for role in ROLES if role in patch}
    if roles:
        changes["tests"] = {role: items for role, items in {**rule.tests, **roles}.items() if items}
    return checked(replace(rule, **changes)) if changes else rule


def _swap_point(point: Any, swap: Mapping[str, str]) -> Any:
    return replace(point, measure=swap.get(point.measure, point.measure)) if point and point.measure else point


def _swap_due(rule: Rule, swap: Mapping[str, str]) -> Any:
    return replace(rule.due, at=_swap_point(rule.due.at, swap)) if rule.due and rule.due.at else rule.due


def measures_of(rule: Rule) -> Iterable[str]:
    """Names of every measure that the rule itself reads, window and due date included."""
    for items in rule.tests.values():
        for one in items:
            yield one.measure
            if one.right_measure:
                yield one.right_measure
    points = [*rule.window, rule.due.at if rule.due else None]
    yield from (p.measure for p in points if p is not None and p.measure)
