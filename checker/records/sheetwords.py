"""The words that people use in spreadsheets, from `rules/vocabulary/spreadsheet.yaml`, and how a heading is taken apart."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, lru_cache
from typing import Any

from checker.house import rules_dir
from checker.schema import validate
from checker.wording.numerals import Numerals
from checker.wording.text import fold, visible
from checker.yamlfile import read

_BLANK = re.compile(r"\s+")
_NEEDED = "*★☆"
_IN_BRACKETS = re.compile(r"(?P<bare>.+)[(\[]\s*(?:计量|计算)?(?:单位:?)?(?P<unit>[^()\[\]]{1,8})[)\]]")
_BEHIND = re.compile(r"(?P<bare>.+)[/:,](?:计量|计算)?(?:单位:?)?(?P<unit>[^/:,]{1,8})")
_SIGN = re.compile(r"(?P<bare>.+)(?P<unit>[%‰])")


@dataclass(frozen=True)
class Unit:
    """A unit by one of its names. `kind` is the type of column that it measures: `money`, `percent`, `points`, `int`, or `scale`
    (万), which fits money and whole numbers. `factor` is what one of it is in the column's own unit: yuan, per cent, points,
    one. `same` is equal for the names of one thing (人, 名, 位, 万人)."""

    name: str
    kind: str
    factor: Fraction
    same: str


@dataclass(frozen=True)
class Heading:
    """`bare` as `comparable` gives it, without the unit; `unit` a key of `SheetWords.units`, None where none is stated."""

    bare: str
    unit: str | None = None


@dataclass(frozen=True)
class SheetWords:
    """The tables of the file, explained there. Words are in the form that `comparable` gives."""

    units: Mapping[str, Unit]
    tables: Mapping[str, tuple[str, ...]]
    """Other names of a table: what a sheet or the title above it may be called."""
    headings: Mapping[str, tuple[str, ...]]
    """Other headings, by `table.column`, or by `column` for that column of every table."""
    ignored: frozenset[str]
    """Headings of columns that hold no fact: 序号, 备注."""
    lists: Mapping[str, tuple[str, ...]]
    """All other lists of the file by name, longest word first."""
    any_unit: str
    fraction: str
    tenths: str
    numerals: Numerals

    def aliases(self, table: str, column: str) -> tuple[str, ...]:
        """Headings under which that column may be found beside its label; those of this table alone come first."""
        return (*self.headings.get(f"{table}.{column}", ()), *self.headings.get(column, ()))

    def __getitem__(self, name: str) -> tuple[str, ...]:
        return self.lists[name]


@cache
def load() -> SheetWords:
    """The words as shipped. Raises BadInput with the place where the file is not of its shape."""
    document = read(rules_dir() / "vocabulary" / "spreadsheet.yaml")
    validate(document, "spreadsheet")
    raw: Mapping[str, Any] = document.data
    numerals: Mapping[str, Any] = read(rules_dir() / "vocabulary" / "wording" / "zh" / "numerals.yaml").data["numerals"]
    return SheetWords(
        units=_units(raw["units"]),
        tables={name: _compared(words) for name, words in raw["tables"].items()},
        headings={name: _compared(words) for name, words in raw["headings"].items()},
        ignored=frozenset(_compared(raw["ignored"])),
        lists={
            name: _longest_first(words)
            for name, words in raw.items()
            if isinstance(words, list) and name not in ("ignored",)
        },
        any_unit=raw["any_unit"],
        fraction=raw["fraction"],
        tenths=raw["tenths"],
        numerals=Numerals(
            numerals["digits"], {}, numerals["powers"], numerals["steps"], tuple(numerals["zeros"]),
            point=tuple(numerals["point"]), elides=numerals["elides"],
        ),
    )  # fmt: skip


@lru_cache(maxsize=4096)
def heading(text: str) -> Heading:
    """经费（万元）, 比例(%), 金额/元 and 经费（单位：万元） parted; what stands in brackets and is no unit stays where it is."""
    whole = comparable(text)
    for form in (_IN_BRACKETS, _BEHIND, _SIGN):
        found = form.fullmatch(whole)
        if found and found["unit"] in load().units:
            return Heading(found["bare"], found["unit"])
    return Heading(whole)


def comparable(text: str) -> str:
    """A heading without blanks, invisible characters, width and case of letters, and the marks of columns that must be filled
    in."""
    return folded(text).strip(_NEEDED)


def folded(text: str) -> str:
    """A cell without blanks, invisible characters, and width and case of letters; empty where nothing is to be seen in it."""
    return _BLANK.sub("", visible(fold(text))).casefold()


def _units(raw: Mapping[str, Sequence[Mapping[str, Any]]]) -> dict[str, Unit]:
    return {
        name: Unit(name, kind, Fraction(factor), next(iter(group)))
        for kind, groups in raw.items()
        for group in groups
        for name, factor in group.items()
    }


def _compared(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(comparable(word) for word in words)


def _longest_first(words: Sequence[str]) -> tuple[str, ...]:
    # a separator or a dash may be nothing but what `comparable` takes away
    return tuple(sorted(dict.fromkeys(comparable(word) or word for word in words), key=len, reverse=True))
