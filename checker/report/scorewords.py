"""Points and grades in words: at most two decimals, marked where they are rounded; the exact fraction beside them on request."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from checker.model import Points, Scheme, Scorecard
from checker.report.values import PLACES, fraction
from checker.report.words import Phrases, clean, pick

SCALE = 10**PLACES


def rounded(number: Fraction) -> tuple[str, bool]:
    """The number with at most two decimals, half up, and whether that is all of it."""
    scaled = abs(number) * SCALE
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    rest = f"{whole % SCALE:0{PLACES}d}".rstrip("0")
    text = f"{whole // SCALE:,}" + (f".{rest}" if rest else "")
    return ("-" if number < 0 and whole else "") + text, Fraction(whole, SCALE) == abs(number)


class ScoreWords:
    def __init__(self, phrases: Phrases) -> None:
        self.say, self.lang = phrases, phrases.lang

    def points(self, number: Fraction) -> str:
        """`3.33` marked 约 where it is rounded."""
        text, exact = rounded(number)
        return text if exact else self.say("value.about", a=text)

    def exactly(self, number: Fraction) -> str:
        """With the exact fraction, where the printed number is not all of it."""
        text, exact = rounded(number)
        return text if exact else self.say("value.exact", a=self.say("value.about", a=text), b=fraction(number))

    def range(self, points: Points) -> str:
        """One number only where it is known."""
        if points.known:
            return self.points(points.low)
        return self.say("score.range", a=self.points(points.low), b=self.points(points.high))

    def ends(self, points: Points) -> str:
        """`确定 61.4，可能 88`"""
        if points.known:
            return self.say("score.known", a=self.exactly(points.low))
        return self.say("score.ends", a=self.exactly(points.low), b=self.exactly(points.high))

    def grade(self, scheme: Scheme, key: str) -> str:
        return pick(scheme.grading.labels.get(key), self.lang) or clean(key)

    def grades(self, scheme: Scheme, keys: Sequence[str]) -> str:
        """`合格或良好`: from the lower to the better one, as the total grows."""
        named = [self.grade(scheme, key) for key in reversed([one for one in scheme.grading.order if one in keys])]
        if len(named) < 2:
            return "".join(named) or self.say("score.no_grade")
        return self.say("score.or", list=self.say.join(named[:-1]), last=named[-1])

    def possible(self, scheme: Scheme, grades: Sequence[str]) -> str:
        """`合格或良好`, or that every grade is possible."""
        listed = self.grades(scheme, grades)
        whole = set(grades) == set(scheme.grading.order) and len(grades) > 1
        return self.say("score.any_grade", list=listed) if whole else listed

    def outcome(self, scheme: Scheme, total: Points, grades: Sequence[str]) -> str:
        """`确定 61.4，可能 88：合格或良好`"""
        return self.say("report.labelled", label=self.ends(total), text=self.possible(scheme, grades))

    def headline(self, card: Scorecard) -> str:
        """The outcome under the reading that the card starts from, first that it may not apply where that is open;
        `…：口径不同：不合格（一票否决） / 良好` where a veto holds under some of the open readings only."""
        vetoed = any(line.kind == "veto" and line.state == "yes" for line in card.lines)
        grades: dict[bool, set[str]] = {vetoed: set(card.grades)}
        for one in card.variants:
            grades.setdefault(one.vetoed, set()).update(one.grades if one.vetoed != vetoed else ())
        said = [self._graded(card.scheme, tuple(found), vetoed=key) for key, found in grades.items()]
        text = said[0] if len(said) == 1 else self.say("score.disputed", mine=said[0], other=said[1])
        whole = self.say("report.labelled", label=self.ends(card.total), text=text)
        return whole if card.applies == "yes" else self.say("score.if_applies", said=whole)

    def _graded(self, scheme: Scheme, grades: Sequence[str], *, vetoed: bool) -> str:
        said = self.possible(scheme, grades)
        return self.say("report.bracketed", what=said, text=self.say("score.veto")) if vetoed else said
