"""How documents are numbered and framed, as `rules/vocabulary/wording/numbering.yaml` says: tables become patterns here.

No word of any language stands in this module or in those that read outlines; a new language is a new set in the table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from checker import house, schema, yamlfile
from checker.errors import BadInput, Problem, say
from checker.wording.text import fold

_UP = "[0-9]{1,3}"
_POINT = rf"\.{_UP}"


@dataclass(frozen=True)
class Number:
    """The number that opens an item: its level (0 the outermost), its value, how a place writes it. `mark` is the bare
    number as printed (5, 5.2), `up` the mark of the item above if the number repeats it, `order` that only the order can
    prove it to be a number, `glued` that no blank parts it from its words."""

    level: int
    value: int
    label: str
    mark: str = ""
    up: str = ""
    order: bool = False
    glued: bool = False


@dataclass(frozen=True)
class Numeral:
    """One way to write numbers."""

    kind: str
    pattern: str
    digits: Mapping[str, int]
    units: Mapping[str, int]
    first: str

    def value(self, text: str) -> int | None:
        """The number, None where the text is no numeral of this kind."""
        if not re.fullmatch(self.pattern, text):
            return None
        match self.kind:
            case "decimal":
                return int(text)
            case "run":
                return ord(text) - ord(self.first) + 1
            case "roman":
                return _ROMAN.get(text.lower())
        return self._counted(text)

    def _counted(self, text: str) -> int | None:
        """一百二十一: digits, each before its unit; a unit alone counts once; units only ever get smaller."""
        total, last, digit = 0, 0, None
        for char in text:
            if char in self.units:
                unit = self.units[char]
                if (last and unit >= last) or digit == 0:
                    return None
                total, last, digit = total + (1 if digit is None else digit) * unit, unit, None
            elif digit and (not last or digit):
                return None  # two digits in a row: a year or a misprint, no count
            else:
                digit = self.digits[char]
        return total + (digit or 0)

    def written(self, number: int) -> str | None:
        """The numeral for a number, as a word processor numbers; None beyond what it can write."""
        if self.kind == "decimal":
            return str(number)
        if self.kind == "run":
            sign = chr(ord(self.first) + number - 1)
            return sign if self.value(sign) == number else None
        if self.kind == "roman":
            sign = _roman(number)
            return sign if self.value(sign) == number else sign.upper() if self.value(sign.upper()) == number else None
        if self.kind != "counting" or not 0 < number < 10 * max(self.units.values()):
            return None
        figures = {value: char for char, value in reversed(list(self.digits.items()))}
        text, rest, gap = "", number, False
        for char, unit in sorted(self.units.items(), key=lambda pair: -pair[1]):
            count, rest = divmod(rest, unit)
            if count:
                bare = count == 1 and not text and unit == min(self.units.values())
                text += (figures[0] if gap else "") + ("" if bare else figures[count]) + char
            gap = bool(text) and not count
        return text + ((figures[0] if gap else "") + figures[rest] if rest else "")


def _roman(number: int) -> str:
    text = ""
    for sign, value in (
        ("c", 100),
        ("xc", 90),
        ("l", 50),
        ("xl", 40),
        ("x", 10),
        ("ix", 9),
        ("v", 5),
        ("iv", 4),
        ("i", 1),
    ):
        count, number = divmod(number, value)
        text += sign * count
    return text


_ROMAN = {_roman(number): number for number in range(1, 200)}


@dataclass(frozen=True)
class _Form:
    level: int
    pattern: re.Pattern[str]
    numeral: Numeral
    place: str
    order: bool
    glued: bool


@dataclass(frozen=True, eq=False)
class Numbering:
    """One set of the table, compiled."""

    raw: Mapping[str, Any]
    numerals: Mapping[str, Numeral]
    forms: tuple[_Form, ...]

    def numbers(self, folded: str) -> Iterator[tuple[Number, int]]:
        """Every reading of the number at the start of a folded line, and where the text after it begins."""
        for form in self.forms:
            if found := form.pattern.match(folded):
                value = form.numeral.value(found["n"])
                if value:
                    groups = found.groupdict("")
                    up = groups.get("up", "")
                    mark = f"{up}.{found['n']}" if up else found["n"]
                    label = form.place.format(found["kind"] if "kind" in groups else "", n=found["n"], up=up)
                    yield Number(form.level, value, label, mark, up, form.order, form.glued), found.end()

    @cached_property
    def alone(self) -> frozenset[int]:
        """Levels whose numbers run on, so that the number alone is a place."""
        return frozenset(i for i, item in enumerate(self.raw["items"]) if item.get("alone"))

    @cached_property
    def leadless(self) -> frozenset[int]:
        """Levels whose first sentence is never a mere heading."""
        return frozenset(i for i, item in enumerate(self.raw["items"]) if not item.get("lead", True))

    @cached_property
    def ends(self) -> frozenset[str]:
        return frozenset(self.raw["ends"])

    @cached_property
    def soft_ends(self) -> frozenset[str]:
        return frozenset(self.raw["soft_ends"])

    @cached_property
    def folded_ends(self) -> frozenset[str]:
        return frozenset(fold(self.raw["ends"] + self.raw["soft_ends"]))

    @cached_property
    def closers(self) -> frozenset[str]:
        return frozenset(self.raw["closers"])

    @cached_property
    def abbreviation(self) -> re.Pattern[str]:
        """What stands before a full stop that ends nothing: an abbreviation, a single capital."""
        words = "|".join(re.escape(word) for word in self.raw["abbreviations"])
        return re.compile(rf"(?:^|[^A-Za-z.])(?:{words}|[A-Z])$") if words else re.compile(r"(?!)")

    @cached_property
    def any_end(self) -> re.Pattern[str]:
        return re.compile(f"[{re.escape(self.raw['ends'] + self.raw['soft_ends'])}]")

    @cached_property
    def annex(self) -> re.Pattern[str]:
        """An annex label: `word`, `id`, then nothing, or a colon or blank and a `title`."""
        part = self.raw["annex"]
        words = "|".join(part["words"])
        title = rf"\s*{part['colon']}\s*(?P<title>.*)|\s+(?P<aside>\S.*)"
        return re.compile(rf"(?P<word>{words})\s*(?P<id>(?:{part['id']})(?![0-9A-Za-z]))?\s*(?:{title})?")

    @cached_property
    def page(self) -> re.Pattern[str]:
        return re.compile("|".join(f"(?:{_blanks(form)})" for form in self.raw["pages"]))

    @cached_property
    def closing(self) -> re.Pattern[str]:
        return re.compile("|".join(f"(?:{form})" for form in self.raw["closings"]))

    def pattern(self, name: str) -> re.Pattern[str]:
        """One of the plain patterns: `label`, `spaced_label`, `prose`, `stops`."""
        return _compiled(self.raw[name])


_compiled = cache(re.compile)


def _blanks(form: str) -> str:
    return form.replace(" ", r"\s*")


def _forms(raw: Mapping[str, Any], numerals: Mapping[str, Numeral]) -> Iterator[_Form]:
    for level, item in enumerate(raw["items"]):
        for form in item["forms"]:
            pattern = _blanks(form["form"]).replace("{blank}", r"(?:\s+|$|(?=[\[(【〔:])):?")
            for depth in (1, 2, 3):
                pattern = pattern.replace(f"{{up{depth}}}", f"(?P<up>{_UP}{_POINT * (depth - 1)})")
            place = re.sub(r"\{up[123]\}", "{up}", form["place"]).replace("{1}", "{0}")
            if "{0}" in place:  # the first group of the form is a word that the place repeats
                pattern = pattern.replace("(", "(?P<kind>", 1)
            for name in form["numerals"]:
                numeral = numerals[name]
                whole = re.compile(pattern.replace("{n}", f"(?P<n>{numeral.pattern})"))
                glued = form.get("glued", False)
                yield _Form(level, whole, numeral, place, glued or form.get("order", False), glued)


def load(path: Path) -> Mapping[str, Numbering]:
    """The sets of a table by language. BadInput names the line of a form that is no pattern."""
    document = yamlfile.read(path)
    schema.validate(document, "numbering")
    sets: dict[str, Numbering] = {}
    for lang, raw in document.data["sets"].items():
        try:
            numerals = {
                name: Numeral(
                    one["kind"], one["pattern"], one.get("digits", {}), one.get("units", {}), one.get("first", "")
                )
                for name, one in raw["numerals"].items()
            }
            made = Numbering(raw, numerals, tuple(_forms(raw, numerals)))
            assert made.annex and made.page and made.closing
            for name in ("label", "spaced_label", "prose", "stops"):
                made.pattern(name)
        except (re.error, KeyError, IndexError) as error:
            what = say(f"{lang} 的编号形式写错：{error}", f"a form of {lang} is wrong: {error}")
            raise BadInput(Problem(document.where("sets", lang), what)) from None
        sets[lang] = made
    return sets


@cache
def shipped() -> Mapping[str, Numbering]:
    """The table of the house."""
    return load(house.rules_dir() / "vocabulary" / "wording" / "numbering.yaml")


def numbering_of(text: str, sets: Mapping[str, Numbering] | None = None) -> Numbering:
    """The set whose letters the text has most of; the first of the table where it has none."""
    known = tuple((sets or shipped()).values())
    sample = fold(text[:20_000])
    return max(known, key=lambda one: len(re.findall(f"[{one.raw['letters']}]", sample)))
