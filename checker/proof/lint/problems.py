"""How a check of lint speaks: one problem about one rule, with its place."""

from __future__ import annotations

from fractions import Fraction

from checker.errors import Problem, say
from checker.model import Rule
from checker.rulebook.places import line_of


def plain(value: Fraction) -> str:
    """A number in a message: exact, never a decimal that was cut."""
    return f"{value.numerator}/{value.denominator}" if value.denominator > 1 else str(value.numerator)


def about(rule: Rule, zh: str, en: str, mend_zh: str = "", mend_en: str = "", key: str | None = None) -> Problem:
    """`key` is the key of the rule, or the measure of its tests, that is wrong."""
    mend = say(mend_zh, mend_en or mend_zh) if mend_zh else ""
    return Problem(line_of(rule, key), say(f"{rule.id}：{zh}", f"{rule.id}: {en}"), mend=mend)
