"""Dates as text: `2023-09-12`, or `2023-09` where only the month is known. Full-width digits are not digits here.

Years run from 1900 to 2199: anything else in such records is a slip.
"""

from __future__ import annotations

import re
from datetime import date

_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})\Z")
_YEARS = range(1900, 2200)
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})\Z")


def is_day(text: str) -> bool:
    """Is it written as a day and does that day exist (no 2023-02-30)?"""
    found = _DAY.match(text)
    if not found:
        return False
    try:
        return date(*map(int, found.groups())).year in _YEARS
    except ValueError:
        return False


def is_day_or_month(text: str) -> bool:
    return is_day(text) or (_MONTH.match(text) is not None and is_day(f"{text}-01"))


def is_day_or_none(text: str) -> bool:
    """A day, a month, or `none`: it is known that no day is stated."""
    return text == "none" or is_day_or_month(text)


def ends_before_start(start: str, end: str) -> bool:
    """Is `end` surely before `start`? Month-only dates count as the whole month, so 2023-09 does not end before
    2023-09-12."""
    width = min(len(start), len(end))
    return end[:width] < start[:width]
