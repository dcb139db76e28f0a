"""Constants of the rule language → exact values: `Fraction` for numbers and shares, ISO text for dates, tuples for sets."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from decimal import Decimal
from fractions import Fraction
from typing import Any

DATE_OPS = frozenset({"on_or_before", "on_or_after", "before", "after"})
LIST_OPS = frozenset({"one_of", "covers", "within", "same_set"})
CODE_OPS = frozenset({"is", "is_not"})
SET_OPS = LIST_OPS | CODE_OPS
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


def number(value: Any) -> Fraction:
    """`2`, `2.5`, `3/10`, `85%` → Fraction. Raises ValueError for anything else."""
    if isinstance(value, bool):
        raise ValueError(f"{value!r} 不是数; is not a number")
    if isinstance(value, int | Decimal | Fraction):
        return Fraction(value)
    text = str(value).strip()
    if text.endswith("%") and _NUMBER.fullmatch(text[:-1]):
        return Fraction(text[:-1]) / 100
    if _NUMBER.fullmatch(text) or re.fullmatch(r"\d+/[1-9]\d*", text):
        return Fraction(text)
    raise ValueError(f"{value!r} 不是数，例如 2、3/10、85%; is not a number (examples: 2, 3/10, 85%)")


def last_day(text: str) -> str:
    """`2023-08` → `2023-08-31`; a full date stays. Raises ValueError for an impossible date."""
    if len(text) == 7:
        year, month = int(text[:4]), int(text[5:])
        if not 1 <= month <= 12:
            raise ValueError(f"{text!r} 不是年月; is not a month")
        return f"{text}-{calendar.monthrange(year, month)[1]:02d}"
    return dt.date.fromisoformat(text).isoformat()


def first_day(text: str) -> str:
    """`2023-08` → `2023-08-01`; a full date stays."""
    return f"{text}-01" if len(text) == 7 else dt.date.fromisoformat(text).isoformat()


def literal(op: str, value: Any) -> Fraction | str | tuple[str, ...]:
    """The right side of `op` as an exact value.

    A month after `on_or_before` or `after` means its last day, else its first. Raises ValueError.
    """
    if op in DATE_OPS:
        return last_day(str(value)) if op in ("on_or_before", "after") else first_day(str(value))
    if op in LIST_OPS:
        if not isinstance(value, list | tuple):
            raise ValueError(f"{op} needs a list, found {value!r}")
        return tuple(str(one) for one in value)
    if op in CODE_OPS:
        return str(value)
    return number(value)
