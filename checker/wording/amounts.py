"""Numbers with their units, and what stands around them: the comparison, 左右, and the base of a share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from checker.wording.forms import Match
from checker.wording.language import Language
from checker.wording.nouns import Quantity, Span
from checker.wording.places import Places

SHARE = "share"
_DIGITS = 10


@dataclass(frozen=True)
class Number:
    """The value of a form, before its surroundings are looked at."""

    low: Fraction
    high: Fraction
    units: tuple[str, ...]
    unit_word: str | None
    comparator: str | None
    over: bool


def number(match: Match, lang: Language) -> Number | None:
    """None where a numeral is not well formed or a range runs backwards."""
    groups, settings = match.groups, match.form.settings
    worth = Fraction(str(settings.get("of_one", 1)))
    word = groups.get("unit")
    unit = lang.units.get(word.lower()) if word else None
    keys = unit.keys if unit else tuple(str(key) for key in _listed(settings.get("unit")))
    low, high = _ends(match, lang)
    if low is None or high is None or low > high:
        return None
    worth *= unit.of_one if unit else 1
    other = lang.units.get(groups["low_unit"].lower()) if "low_unit" in groups else None
    if other is not None and other != unit:
        return None
    compared = str(settings.get("comparator", "")) or lang.comparators.after.key(groups.get("comparator", ""))
    return Number(low * worth, high * worth, keys, word, compared, "over" in groups)


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _ends(match: Match, lang: Language) -> tuple[Fraction | None, Fraction | None]:
    groups, settings = match.groups, match.form.settings
    if "value" in settings:
        constant = Fraction(str(settings["value"]))
        return constant, constant
    scale = _scale(groups.get("scale"), lang)
    half = Fraction(1, 2) if "half" in groups else Fraction(0)
    if "low" not in groups:
        return half, half
    low = lang.numerals.value(groups["low"])
    if low is None:
        return None, None
    if "bottom" in groups:
        bottom = _bottom(groups["bottom"], lang)
        return (low / bottom, low / bottom) if bottom else (None, None)
    if "high" not in groups:
        whole = low * scale + half
        return whole, whole
    return _range(low, groups, lang)


def _range(low: Fraction, groups: Mapping[str, str], lang: Language) -> tuple[Fraction | None, Fraction | None]:
    high = lang.numerals.value(groups["high"])
    scale = _scale(groups.get("scale"), lang)
    if high is not None and "low_scale" not in groups and "scale" not in groups:
        return _shared(low, groups, high, lang), high
    # 1-2万: what multiplies the last number of a range multiplies the first, unless that has its own.
    first = _scale(groups["low_scale"], lang) if "low_scale" in groups else scale
    return low * first, None if high is None else high * scale


def _shared(low: Fraction, groups: Mapping[str, str], high: Fraction, lang: Language) -> Fraction | None:
    """The low end of a range whose high end is a numeral in words with its multiplier: 三至五万 is 30,000 to 50,000, as far
    as it runs upwards. None where a smaller multiplier leaves two readings: 三至五百."""
    first, last = groups["low"].lower(), groups["high"].lower()
    for word, worth in lang.numerals.steps.items():
        if last.endswith(word) and word not in first:
            return low * worth if low * worth <= high else low
    for word, worth in lang.numerals.powers.items():
        if last.endswith(word) and last != word and low < _DIGITS and low * worth <= high:
            return None
    return low


def _scale(word: str | None, lang: Language) -> int:
    return lang.scales[word.lower()] if word else 1


def _bottom(word: str, lang: Language) -> Fraction | None:
    value = lang.denominators.get(word.lower())
    return Fraction(value) if value else lang.numerals.value(word)


def quantity(places: Places, match: Match, value: Number) -> Quantity:
    """The number with the words around it. Two comparisons that contradict each other, one of a range,
    and one under a negation stay open."""
    text, lang = places.text, places.lang
    compare = lang.comparators
    start, end = match.start, match.end
    about = value.over
    if found := compare.about_after.match(text, end):
        end, about = found[0], True
    bracket = places.included.get(end)
    after = compare.after.match(text, _past_blank(text, bracket.end if bracket else end, lang))
    if after:
        end = after[0]
        bracket = bracket or places.included.get(end)
    if bracket and after:
        after = end, _strict(after[1], excluded=bracket.form.kind == "excluded")
    front = start
    if about_word := places.adjacent(places.about, front):
        front, about = about_word[0], True
    before = places.comparator(match.start, front)
    if before and not text[before[1] : front].strip():
        front = before[0]
    compared = _one({op for op in (value.comparator, before and before[2], after and after[1]) if op})
    if compared and value.low != value.high:
        compared = ""
    if places.denied(start):
        compared = ""
    elif compared is None:
        compared = "more_than" if value.over else "equals"
    units = value.units
    of = _base(places, match.start, end, before) if units == (SHARE,) else None
    return Quantity(
        Span(front, end, text[front:end]), value.low, value.high, compared or None,
        units[0] if len(units) == 1 else None, of=of, about=about, unit_word=value.unit_word, units=units,
    )  # fmt: skip


def _one(found: set[str]) -> str | None:
    """The one comparison, None without any, empty for two that differ."""
    return None if not found else found.pop() if len(found) == 1 else ""


def _strict(compared: str, *, excluded: bool) -> str:
    """A bound that a bracket behind it says not to include."""
    return {"at_least": "more_than", "at_most": "less_than"}.get(compared, compared) if excluded else compared


def _past_blank(text: str, at: int, lang: Language) -> int:
    return at + 1 if lang.blanks and text[at : at + 1] == " " else at


def _base(places: Places, start: int, end: int, before: tuple[int, int, str] | None) -> str | None:
    """The words of the denominator: between the comparison and the share, or behind the share, up to the next pause."""
    text, rules = places.text, places.lang.bases
    if before:
        between = text[before[1] : start]
        for particle in rules.before:
            if between.endswith(particle) and len(between) > len(particle):
                return between[: -len(particle)].strip()
    for particle in rules.after:
        if not text.startswith(particle, end):
            continue
        at = end + len(particle)
        to = places.clause_end(at)
        to = next((start for start, _, _ in places.lang.modals.binds.find(text, at, to)), to)
        words = text[at:to].strip()
        counts = places.covered.find(1, at, to) >= 0
        if words and not counts and to - at <= rules.longest and not words.startswith(rules.unless):
            return words
    return None
