"""Periods in words: 2023年10月, 2023—2024学年第1学期; and what kind of period a key is of."""

from __future__ import annotations

import re

from checker.report.words import Phrases, clean

SPECIAL_PERIODS = {"*": "none", "?": "unknown", "-": "nothing"}
PERIODS = (
    (("month", "term_month"), r"(?P<y>\d{4})-(?P<m>\d{2})", "period.month"),
    (("quarter",), r"(?P<y>\d{4})-?Q(?P<q>[1-4])", "period.quarter"),
    (("year",), r"(?P<y>\d{4})", "period.year"),
    (("school_year",), r"(?P<y>\d{4})[-/—](?P<z>\d{4})", "period.school_year"),
    (("school_year",), r"(?P<y>\d{4})", "period.school_year_1"),
    (("semester",), r"(?P<y>\d{4})-(?P<z>\d{4})-(?P<t>[12])", "period.semester"),
)
"""Kinds of period, the form of their keys, and how they are said."""


def said(key: str, every: str | None, say: Phrases) -> str:
    """A period's key in words; a key of no known form (a semester's id) as it stands."""
    if key in SPECIAL_PERIODS:
        return say(f"period.{SPECIAL_PERIODS[key]}")
    # Under another reading the periods may be of another kind than the rule's own.
    for _, pattern, phrase in sorted(PERIODS, key=lambda one: every not in one[0]):
        if found := re.fullmatch(pattern, key):
            return say(phrase, **{name: text.lstrip("0") for name, text in found.groupdict().items()})
    return clean(key)


def kind(key: str, every: str | None) -> str | None:
    """The kind of a period: the rule's, unless its key has the form of another one."""
    fits = [kinds for kinds, pattern, _ in PERIODS if re.fullmatch(pattern, key)]
    return every if not fits or any(every in kinds for kinds in fits) else fits[0][0]
