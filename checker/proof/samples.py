"""Values that make a test hold or be breached, from its own operator and bound: the stuff of generated cases."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import Any

from checker.model import Measure, Test
from checker.rulebook.numbers import SET_OPS

OTHER = "（另一项）"
_STEP = {"at_least": (0, -1), "at_most": (0, 1), "more_than": (1, 0), "less_than": (-1, 0), "equals": (0, 1),
         "on_or_before": (0, 1), "on_or_after": (0, -1), "before": (-1, 0), "after": (1, 0)}  # fmt: skip
_SOME = Fraction(10)
_DAY = "2030-06-30"


def given(test: Test, measure: Measure, *, holds: bool) -> dict[str, Any]:
    """Measures and values under which `test` holds, or is breached, just at its bound."""
    if test.negate:
        holds = not holds
    if test.op in SET_OPS:
        return _sets(test, holds)
    right: Any = test.right
    out: dict[str, Any] = {}
    if test.right_measure:
        right = _DAY if measure.type == "date" else _SOME
        out[test.right_measure] = right
        if measure.type != "date":
            right = right * test.times + test.plus
    step = _STEP[test.op][0 if holds else 1]
    if isinstance(right, str):
        moved = dt.date.fromisoformat(right) + dt.timedelta(days=step * 400 if test.right_measure else step)
        return {**out, test.measure: moved.isoformat()}
    unit = Fraction(1, 1000) if measure.type == "share" else Fraction(1)
    return {**out, test.measure: right + step * unit}


def _sets(test: Test, holds: bool) -> dict[str, Any]:
    out: dict[str, Any] = {}
    right = test.right
    if test.right_measure:
        right = ("甲",)
        out[test.right_measure] = right
    values = right if isinstance(right, tuple) else (right,)
    if test.op in ("is", "one_of"):
        return {**out, test.measure: (values[0] if holds else OTHER,)}
    if test.op == "is_not":
        return {**out, test.measure: (OTHER if holds else values[0],)}
    return {**out, test.measure: values if holds else (OTHER,)}
