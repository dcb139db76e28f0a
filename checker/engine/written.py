"""Values that somebody wrote down instead of recording them, as rows of `val` and `sv`."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from checker.engine.formulas import never_negative
from checker.engine.plan import Plan, Row, day_number, scaled
from checker.model import Measure
from checker.rulebook.numbers import last_day, number

VALUES = {
    "mi": "INTEGER", "gid": "BIGINT", "n_lo": "BIGINT", "n_hi": "BIGINT", "d_lo": "BIGINT", "d_hi": "BIGINT",
    "closed": "BOOLEAN", "na": "BOOLEAN",
}  # fmt: skip
ELEMENTS = {"mi": "INTEGER", "gid": "BIGINT", "element": "VARCHAR", "sure": "BOOLEAN"}
"""The columns of `val` and `sv`."""
_SUMMED = ("rows", "days", "distinct", "sum")
"""Kinds to which more may still be added while a period runs."""


def valued(plan: Plan, gid: int, name: str, value: Any, running: bool = False) -> tuple[Row, list[Row]]:
    """The row of `val` and those of `sv` for a value as `GivenCell` has it. Raises ValueError where it is none of the measure's."""
    mi = plan.index[name]
    measure = plan.measures[mi]
    row: Row = {"mi": mi, "gid": gid, "d_lo": 1, "d_hi": 1, "closed": True, "na": False}
    listed: list[Row] = []
    if measure.type in ("code", "set"):
        if value != "unknown":
            elements = list(value) if isinstance(value, list | tuple) else [] if value == "none" else [value]
            listed = [{"mi": mi, "gid": gid, "element": str(one), "sure": True} for one in elements]
            row |= {"n_lo": len(elements), "n_hi": len(elements)}
    elif value == "zero_base":
        row |= {"d_lo": 0, "d_hi": 0, "na": measure.when_zero == "not_applicable"}
    else:
        low, high = (value.get("low"), value.get("high")) if isinstance(value, Mapping) else (value, value)
        for end, one in (("lo", low), ("hi", high)):
            if one is not None and one != "unknown":
                exact = _exact(one, measure)
                row |= {f"n_{end}": exact.numerator, f"d_{'hi' if end == 'lo' else 'lo'}": exact.denominator}
    if running:
        row |= dict.fromkeys(open_ends(measure, plan.vocabulary.measures))
    return row, listed


def open_ends(one: Measure, measures: Mapping[str, Measure]) -> set[str]:
    """The ends of a value that are open while the period runs, just as when the records are read."""
    if one.table is not None:
        return {"n_hi"} if one.kind in _SUMMED else set()
    parts = [open_ends(measures[name], measures) for name in one.inputs]
    if one.kind in ("share", "difference_of"):
        turned = {"n_lo": "n_hi", "n_hi": "n_lo"}
        return parts[0] | {turned[end] for end in parts[1]}
    if one.kind == "total_of":
        return {"n_hi"} if never_negative(one, measures) else {"n_lo", "n_hi"}
    found = set().union(*parts)
    return {"n_lo", "n_hi"} if one.kind == "lookup" and found else found


def _exact(value: Any, measure: Measure) -> Fraction:
    if measure.type == "date":
        return Fraction(day_number("9999-12-31" if value == "none" else last_day(str(value))))
    return scaled(number(value), measure)
