"""Exact numbers in words: counts, shares, money, how far short.

A decimal is written out where it ends within two places; else it is rounded half up, marked 约 (about) and followed
by the exact fraction. Nothing here decides anything.
"""

from __future__ import annotations

from fractions import Fraction

from checker.model import Measure, TestResult
from checker.report.shares import lacking
from checker.report.words import Lexicon, Phrases

PLACES = 2
EXACT = 4
LARGE = 10_000 * 100
"""Fen from which on an amount of whole yuan is said in a larger unit, where the language has one."""
MONEY = Measure("", {"zh": ""}, "yuan", {"zh": ""}, "value", "money")


def decimal(number: Fraction) -> tuple[str, bool]:
    """The decimal and whether it is exact: up to EXACT places where these say it all, else rounded to PLACES, half up
    (away from zero)."""
    places = PLACES if (number * 10**EXACT).denominator > 1 else EXACT
    scale = 10**places
    scaled = abs(number) * scale
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    text = f"{whole // scale:,}"
    rest = f"{whole % scale:0{places}d}".rstrip("0")
    sign = "-" if number < 0 and whole else ""
    return sign + text + (f".{rest}" if rest else ""), Fraction(whole, scale) == abs(number)


def fraction(number: Fraction) -> str:
    """`n/d`, or `n`: the form of exact numbers in JSON too."""
    return str(number)


class Quantities:
    """Says numbers in one language."""

    def __init__(self, lexicon: Lexicon, phrases: Phrases) -> None:
        self.lexicon, self.phrases, self.lang = lexicon, phrases, phrases.lang

    def spaced(self, text: str) -> str:
        """A blank before a figure that follows Chinese, as typesetters put it; English has its own."""
        return f" {text}" if self.lang == "zh" and text[:1].isascii() and text[:1].isalnum() else text

    # ---- numbers -----------------------------------------------------------------------------------------------

    def number(self, number: Fraction) -> str:
        text, exact = decimal(number)
        return text if exact else self.phrases(
            "value.exact", a=self.phrases("value.about", a=text), b=fraction(number)
        )  # fmt: skip

    def share(self, share: Fraction, behind: str | None = None) -> str:
        """`58.82%（10/17）`; `behind` is the fraction as counted, unreduced."""
        text, exact = decimal(share * 100)
        percent = f"{text}%" if exact else self.phrases("value.about", a=f"{text}%")
        return self.phrases("value.exact", a=percent, b=behind or fraction(share)) if behind or not exact else percent

    def amount(self, number: Fraction, measure: Measure) -> str:
        """A number with its unit; money comes in fen and is said in yuan, from 10,000 whole yuan on in 万元."""
        if measure.type == "share" or measure.unit == "share":
            return self.share(number)
        large = self.phrases("value.large_money") if measure.type == "money" else ""
        if large and abs(number) >= LARGE and (number / 100).denominator == 1:
            return self.phrases("value.number_unit", n=self.number(number / LARGE), unit=large)
        return self._amount(number, measure)

    def _amount(self, number: Fraction, measure: Measure) -> str:
        said = self.money(number) if measure.type == "money" else self.number(number)
        one = f"one.{measure.unit}"
        unit = self.lexicon.unit(measure.unit, self.lang) if measure.unit else ""
        unit = self.phrases(one) if number == 1 and one in self.phrases else unit
        return self.phrases("value.number_unit", n=said, unit=unit).strip()

    def money(self, fen: Fraction) -> str:
        """Fen as yuan: whole, or with both decimals."""
        yuan = fen / 100
        said = self.number(yuan)
        return f"{said}0" if (yuan * 10).denominator == 1 != yuan.denominator else said

    def written(self, number: Fraction, measure: Measure) -> str:
        """A number as a rule has it: of money, yuan."""
        return self.amount(number * 100 if measure.type == "money" else number, measure)

    def short_by(self, number: Fraction, result: TestResult) -> str:
        """The shortfall of a test: percentage points, days, or the measure's own unit."""
        measure = self.lexicon.measure(result.test.measure)
        number = abs(number)
        if measure.type == "date":
            return self.phrases("value.days", n=self.number(number))
        if measure.type != "share" and measure.unit != "share":
            return self.amount(number, measure)
        if 0 < number < Fraction(1, 10_000):
            return self.phrases("value.points_small", b=fraction(number))
        points, exact = decimal(number * 100)
        return self.phrases("value.points" if exact else "value.points_about", n=points, b=fraction(number))

    def still_needed(self, result: TestResult) -> tuple[int, int] | None:
        """(how many, of which base) a share lacks or exceeds, where numerator, denominator and bound are known."""
        value, required = result.value, result.required
        right = required.low if required else result.test.right
        if not (value.numerator and value.denominator and isinstance(right, Fraction)):
            return None
        (top, top_high), (base, base_high) = value.numerator, value.denominator
        if top is None or base is None or top != top_high or base != base_high or base <= 0:
            return None
        needed = lacking(result.test.op, right, top, base)
        return None if needed is None else (needed, base)
