"""From what a check found to what a condition is worth: `YES`, `NO` or `UNKNOWN`.

A condition of a consequence reads a finding's verdict, a measure's value, a scheme's grade or total, or the state of another
consequence. Only what is settled can make a condition false; whatever is still open (no record, a person's judgement, readings that
differ) leaves it unknown, unless the condition asks for just that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from checker.isodate import is_day
from checker.model import Outlook, Value
from checker.rulebook.numbers import last_day, number

NO, UNKNOWN, YES = 0, 1, 2
"""In this order, so that "all must hold" is the least of them."""

HOLDS = {YES: "yes", NO: "no", UNKNOWN: "unknown"}

SETTLED = frozenset({"pass", "fail", "missed", "deviates", "not_applicable", "waived", "info", "not_due", "due"})
"""Verdicts that say what is the case. The others, `unknown`, `review`, `disputed`, `error`, may yet become anything."""

DISPUTED = "disputed"

Verdicts = Mapping[str, str | tuple[str, ...]]
"""By rule: its verdict; where the open readings differ, that of the whole rule and behind it theirs, each once."""

ABSENT = "absent"
"""Stands for the verdict of a rule that was not evaluated. No condition can ask for it: nothing comes of nothing."""

NUMBER_OPS = ("at_least", "at_most")
DATE_OP = "on_or_before"
OPS = (*NUMBER_OPS, "is", DATE_OP)


@dataclass(frozen=True)
class Condition:
    """`kind` is `finding`, `consequence`, `grade`, `measure` or `total`; `wanted` are verdicts, states, grades, or
    `(op, text)`."""

    kind: str
    id: str
    wanted: tuple[str, ...]


def read_condition(item: Mapping[str, Any]) -> Condition:
    """A condition as it stands in consequences.yaml. Raises ValueError where it is of no known shape.

    The schema refuses these first, with a better message; here they end the consequences that code made.
    """
    for kind, key in (("finding", "verdict"), ("consequence", "state"), ("grade", "one_of")):
        if kind in item:
            if set(item) != {kind, key} or not item[key]:
                raise ValueError(f"{kind} needs {key}, and nothing else")
            return Condition(kind, str(item[kind]), tuple(dict.fromkeys(map(str, item[key]))))
    kind, known = ("total", NUMBER_OPS) if "total" in item else ("measure", OPS)
    ops = [op for op in known if op in item]
    if set(item) != {kind, *ops} or len(ops) != 1:
        raise ValueError(f"{kind} needs exactly one of {', '.join(known)}")
    _bound(ops[0], str(item[ops[0]]))
    return Condition(kind, str(item[kind]), (ops[0], str(item[ops[0]])))


def judged(
    condition: Condition, findings: Verdicts, measures: Mapping[str, Any], scores: Mapping[str, Outlook]
) -> tuple[str | None, int]:
    """What a condition saw, as text, and what it is worth. Another consequence's state is not for here."""
    if condition.kind == "finding":
        return of_verdicts(findings.get(condition.id, ABSENT), condition.wanted)
    if condition.kind == "grade":
        grades = scores.get(condition.id, Outlook()).grades
        return None if grades is None else "、".join(grades), of_grades(grades, condition.wanted)
    if condition.kind == "total":
        total = scores.get(condition.id, Outlook()).total
        value = Value(condition.id, total.low, total.high) if total else Value(condition.id, complete=False)
    else:
        value = as_value(condition.id, measures.get(condition.id))
    return shown(value), of_value(value, condition.wanted)


def told(
    condition: Condition, saw: str | None, worth: int, scores: Mapping[str, Outlook] | None = None
) -> dict[str, Any]:
    """`{kind, id, verdict | state | value, wanted, holds}`, of plain texts and lists, as a JSON report shows it; of a grade or total
    also the `period` of its card and, where the final round has rated, that `stage`."""
    key = {"finding": "verdict", "consequence": "state"}.get(condition.kind, "value")
    bound = condition.kind in ("measure", "total")
    wanted = {condition.wanted[0]: condition.wanted[1]} if bound else list(condition.wanted)
    made = {"kind": condition.kind, "id": condition.id, key: saw, "wanted": wanted, "holds": HOLDS[worth]}
    if condition.kind in ("grade", "total"):
        known = (scores or {}).get(condition.id, Outlook())
        made |= {name: one for name, one in (("period", known.period), ("stage", known.stage)) if one is not None}
    return made


def of_grades(grades: tuple[str, ...] | None, wanted: tuple[str, ...]) -> int:
    """The grades still possible against the wanted ones: it holds if all are wanted, and not if none is."""
    if grades is None:
        return UNKNOWN
    if not any(one in wanted for one in grades):
        return NO
    return YES if all(one in wanted for one in grades) else UNKNOWN


def of_verdicts(found: str | tuple[str, ...], wanted: tuple[str, ...]) -> tuple[str, int]:
    """What is shown of a finding and what it is worth: unknown where readings that nobody has chosen between disagree on it."""
    verdict, *under = (found,) if isinstance(found, str) else found
    worths = {of_verdict(one, wanted) for one in (under or [verdict])}
    if len(worths) == 1 or verdict == DISPUTED:
        return verdict, worths.pop() if len(worths) == 1 else of_verdict(verdict, wanted)
    return DISPUTED, UNKNOWN


def whole(findings: Verdicts, rule: str | None) -> str | None:
    """The verdict of a whole rule, whatever its readings say."""
    found = findings.get(rule or "")
    return found if found is None or isinstance(found, str) else found[0]


def of_verdict(verdict: str, wanted: tuple[str, ...]) -> int:
    """A finding's verdict against the wanted ones."""
    if verdict in wanted and verdict != ABSENT:
        return YES
    return NO if verdict in SETTLED else UNKNOWN


def of_state(state: str, wanted: tuple[str, ...]) -> int:
    """Another consequence's state against the wanted ones: only `unknown` is not settled."""
    if state in wanted:
        return YES
    return UNKNOWN if state == "unknown" else NO


def of_value(value: Value, wanted: tuple[str, ...]) -> int:
    """A measure's value against `(op, text)`. Holds, or does not, only if both ends of the value agree.

    Raises ValueError where a number meets a date or a code: the rulebook is wrong, and lint says so beforehand.
    """
    op, text = wanted
    if value.elements is not None:
        return _of_elements(value, op, text)
    ends = [end for end in (value.low, value.high) if end is not None]
    if not ends:
        return UNKNOWN
    bound = _bound(op, text) if op != "is" else _same_kind(text, ends[0])
    if bound is None or any(isinstance(end, str) != isinstance(bound, str) for end in ends):
        raise ValueError(f"{value.measure} is not of a kind that {op} {text} can read")
    # two texts are ISO dates, whose order as texts is their order as dates
    low: Any = value.low
    high: Any = value.high
    too_high = low is not None and low > bound
    too_low = high is not None and high < bound
    if op == "at_least":
        return YES if low is not None and low >= bound else NO if too_low else UNKNOWN
    if op == "is":
        return YES if low == high == bound else NO if too_high or too_low else UNKNOWN
    return YES if high is not None and high <= bound else NO if too_high else UNKNOWN


def _of_elements(value: Value, op: str, text: str) -> int:
    """`is` on a code: it is this one, and surely no other."""
    elements = value.elements or ()
    if op != "is":
        raise ValueError(f"{value.measure} is not of a kind that {op} {text} can read")
    if any(one != text for one in elements):
        return NO
    if value.complete and not value.maybe:
        return YES if elements else NO
    return UNKNOWN if elements or not value.complete or text in value.maybe else NO


def _bound(op: str, text: str) -> Fraction | str:
    """The right side of `op`. Raises ValueError."""
    if op == DATE_OP:
        return last_day(text)
    return number(text) if op in NUMBER_OPS else text


def _same_kind(text: str, end: Fraction | str) -> Fraction | str | None:
    """`text` read as what `end` is, a number or a date; None where it is neither."""
    if isinstance(end, str):
        return text if is_day(text) else None
    try:
        return number(text)
    except ValueError:
        return None


def as_value(name: str, given: Any) -> Value:
    """A value given in a case: a number, `3/10`, `12%`, a date, a code, a list (set), `unknown`, or `{low, high}`."""
    if isinstance(given, Value):
        return given
    if given is None or given == "unknown":
        return Value(name, complete=False)
    if isinstance(given, Mapping):
        low, high = (_end(given.get(key)) for key in ("low", "high"))
        return Value(name, low, high, complete=low is not None and low == high)
    if isinstance(given, list | tuple):
        return Value(name, elements=tuple(map(str, given)))
    try:
        end = _end(given)
    except ValueError:
        return Value(name, elements=(str(given),))
    return Value(name, end, end)


def _end(given: Any) -> Fraction | str | None:
    if given is None or given == "unknown":
        return None
    return given if isinstance(given, str) and is_day(given) else number(given)


def shown(value: Value) -> str | None:
    """The value as plain text for the chain of reasons (`3`, `3/10`, `1..3`, `2..?`); None where nothing is known."""
    if value.elements is not None:
        sure, maybe = "、".join(value.elements), "、".join(f"{one}?" for one in value.maybe)
        return "、".join(part for part in (sure, maybe) if part) or (None if not value.complete else "")
    if value.low is None and value.high is None:
        return None
    low, high = ("?" if end is None else str(end) for end in (value.low, value.high))
    return low if low == high else f"{low}..{high}"
