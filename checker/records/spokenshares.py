"""Figures and words as exact numbers, and the ways in which people write a share in words."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from functools import cache

from checker.records.sheetwords import load
from checker.wording.numerals import any_of

FIGURES = r"(?:[1-9][0-9]{0,2}(?:,[0-9]{3}){1,5}|[0-9]{1,18})(?:\.[0-9]{1,18})?"
"""1200, 1,200, 12.5: a pattern."""


def share(text: str) -> Fraction | None:
    """Per cent that a text says in words (百分之十, 九成五), None for any other text."""
    if found := _share().fullmatch(text):
        bottom, top = _part(found["bottom"]), _part(found["top"])
        return top / bottom * 100 if top is not None and bottom else None
    if found := _tenths().fullmatch(text):
        return Fraction(_digit(found["tens"]) * 10 + _digit(found["ones"]))
    return None


def count(text: str) -> Fraction | None:
    """Figures or words as a number."""
    if re.fullmatch(FIGURES, text):
        return Fraction(Decimal(text.replace(",", "")))
    return load().numerals.value(text)


def _part(text: str) -> Fraction | None:
    """As `count`, but 百 alone is a hundred: only so in a share (百分之百)."""
    numerals = load().numerals
    alone = numerals.powers.get(text) or numerals.steps.get(text)
    return Fraction(alone) if alone else count(text)


def _digit(text: str) -> int:
    return int(text) if text.isascii() else int(load().numerals.digits[text])


@cache
def _share() -> re.Pattern[str]:
    words = load()
    number = rf"{FIGURES}|{words.numerals.written}"
    return re.compile(rf"(?P<bottom>{number})\s*{re.escape(words.fraction)}\s*(?P<top>{number})")


@cache
def _tenths() -> re.Pattern[str]:
    """九成五, 9成5: tens and ones."""
    words = load()
    digit = rf"[1-9]|{any_of([one for one, value in words.numerals.digits.items() if 0 < value < 10])}"
    return re.compile(rf"(?P<tens>{digit}){re.escape(words.tenths)}(?P<ones>{digit})")
