"""Numerals → exact numbers. The signs and how they combine come from the tables; nothing here knows a language.

A numeral is either figures (`1,200`, `1.5`) or words of four kinds: digits (below ten, or below twenty where a language
has such words), tens that a digit may follow, powers that multiply a digit, and steps that multiply all before them.
What is not well formed has no value: nobody knows whether two digits in a row are a range, a year or a slip.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

LONGEST = 15
"""Digits of the longest figure that is read: no policy counts further, and a telephone or an identity number is longer."""
MOST_WORDS = 20

FIGURES = rf"(?<![0-9])(?:[0-9]{{1,3}}(?:,[0-9]{{3}}){{1,4}}|[0-9]{{1,{LONGEST}}})(?:\.[0-9]{{1,6}})?(?![0-9]|\.[0-9])"
_FIGURES = re.compile(FIGURES)
_TEN = 10
_POSITIONAL = 4
"""Digits in a row that are read place by place without a zero among them: a year."""


@dataclass(frozen=True)
class Numerals:
    """The number words of one language. `elides`: a last digit after a power counts the next lower power (two hundred
    and fifty said as two-hundred-five). `point` parts a decimal fraction. `joins` stand between words."""

    digits: Mapping[str, int]
    tens: Mapping[str, int]
    powers: Mapping[str, int]
    steps: Mapping[str, int]
    zeros: tuple[str, ...]
    joins: tuple[str, ...] = ()
    point: tuple[str, ...] = ()
    elides: bool = False
    apart: bool = False
    """Words are parted by blanks, so a numeral must not begin or end inside another word."""

    @property
    def words(self) -> list[str]:
        every = [*self.digits, *self.tens, *self.powers, *self.steps, *self.zeros]
        return sorted(every, key=len, reverse=True)

    @cached_property
    def written(self) -> str:
        """A regular expression for a numeral in words, well formed or not."""
        word = any_of(self.words)
        joined = f"(?:{any_of(sorted(self.joins, key=len, reverse=True))})" if self.joins else ""
        decimals = f"(?:{any_of(self.point)}(?:{any_of([*self.digits, *self.zeros])}){{1,6}})?" if self.point else ""
        whole = f"(?:{word})(?:{joined}(?:{word})){{0,{MOST_WORDS - 1}}}{decimals}"
        return rf"(?<!\w)(?:{whole})(?!\w)" if self.apart else f"(?:{whole})"

    @cached_property
    def pattern(self) -> str:
        """A regular expression for any numeral."""
        return f"(?:{FIGURES}|{self.written})"

    @cached_property
    def _token(self) -> re.Pattern[str]:
        return re.compile(any_of(self.words), re.IGNORECASE)

    def value(self, text: str) -> Fraction | None:
        """The number that `text` as a whole stands for, None where it is no well-formed numeral."""
        if _FIGURES.fullmatch(text):
            return Fraction(text.replace(",", ""))
        whole, decimals = self._parted(text.lower())
        tokens = self._tokens(whole)
        if tokens is None:
            return None
        number = self._place_by_place(tokens) if len(tokens) > 1 else None
        if number is None:
            number = self._composed(tokens)
        if number is None or decimals is None:
            return None if number is None else Fraction(number)
        digits = "".join(str(self.digits.get(token, 0)) for token in self._tokens(decimals) or ())
        return number + Fraction(int(digits), 10 ** len(digits)) if digits else None

    def _parted(self, text: str) -> tuple[str, str | None]:
        for point in self.point:
            whole, found, decimals = text.partition(point)
            if found:
                return whole, decimals
        return text, None

    def _tokens(self, text: str) -> list[str] | None:
        """The words of the numeral, None where something else stands between them."""
        tokens: list[str] = []
        at = 0
        for found in self._token.finditer(text):
            between = text[at : found.start()]
            if between and (not tokens or between not in self.joins):
                return None
            tokens.append(found[0])
            at = found.end()
        return tokens if tokens and at == len(text) else None

    def _place_by_place(self, tokens: list[str]) -> int | None:
        """Digits alone, each standing for its place: a year, or a number with a zero among its digits."""
        single = all(token in self.zeros or self.digits.get(token, _TEN) < _TEN for token in tokens)
        zero = any(token in self.zeros for token in tokens[1:])
        if self.joins or not single or not (zero or len(tokens) == _POSITIONAL):
            return None
        return int("".join(str(self.digits.get(token, 0)) for token in tokens))

    def _composed(self, tokens: list[str]) -> int | None:
        if len(tokens) == 1 and tokens[0] in self.zeros:
            return 0
        sum_ = _Sum()
        for token in tokens:
            if not self._add(sum_, token):
                return None
        return sum_.closed(elides=self.elides)

    def _add(self, sum_: _Sum, token: str) -> bool:
        if token in self.zeros:
            return sum_.zero()
        if token in self.digits:
            return sum_.digit(self.digits[token])
        if token in self.tens:
            return sum_.tens(self.tens[token])
        if token in self.powers:
            return sum_.power(self.powers[token])
        return sum_.step(self.steps[token])


@dataclass
class _Sum:
    """A numeral so far. Each method takes one more word and says whether it may stand there."""

    total: int = 0
    section: int = 0
    open: int | None = None
    """The digit or tens that no power has multiplied yet."""
    extends: bool = False
    """`open` is a multiple of ten that a digit may follow."""
    last: int = 0
    """The power or step just before, 0 at the start."""
    last_power: int = 0
    last_step: int = 0
    zeroed: bool = False

    def zero(self) -> bool:
        fits = self.open is None and self.last > 0 and not self.zeroed
        self.zeroed = True
        return fits

    def digit(self, value: int) -> bool:
        fits = self.open is None or (self.extends and 0 < value < _TEN)
        self.open = (self.open or 0) + value
        self.extends = False
        return fits

    def tens(self, value: int) -> bool:
        fits = self.open is None
        self.open, self.extends = value, True
        return fits

    def power(self, value: int) -> bool:
        """A power without a digit is one of it, but only ten and only at the start."""
        if self.open is None:
            if value != _TEN or self.section or self.last or self.zeroed:
                return False
            self.open = 1
        fits = (not self.last_power or value < self.last_power) and self.open > 0
        self.section += self.open * value
        self.open, self.extends, self.zeroed = None, False, False
        self.last = self.last_power = value
        return fits

    def step(self, value: int) -> bool:
        counted = self.section + (self.open or 0)
        fits = counted > 0 and counted < value and (not self.last_step or value < self.last_step) and self._proper()
        self.total += counted * value
        self.section, self.open, self.extends, self.last_power, self.zeroed = 0, None, False, 0, False
        self.last = self.last_step = value
        return fits

    def _proper(self) -> bool:
        """No zero at the end, and no digit that skips a place in silence."""
        return not (self.zeroed and self.open is None)

    def closed(self, *, elides: bool) -> int | None:
        if not self._proper():
            return None
        rest = self.open or 0
        if elides and self.open is not None and self.last > _TEN and not self.zeroed:
            rest = self.open * (self.last // 10)
        return self.total + self.section + rest


def any_of(words: list[str] | tuple[str, ...]) -> str:
    """One of the words, the first that fits."""
    return "|".join(re.escape(word) for word in words)
