"""What proofreading goes by: the words, days off and sentences of `rules/vocabulary/proofreading.yaml`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from checker import house
from checker.model import Words
from checker.rulebook.load import document, documents
from checker.wording import lexicon
from checker.wording.lexicon import Lexicon


@dataclass(frozen=True)
class Kind:
    """What is said of a slip and what a drafter could write; both have {names} that the values of a remark fill."""

    group: str
    said: Words
    advice: Words


@dataclass(frozen=True)
class Year:
    """Days off and Saturdays and Sundays on which people work, each as `mm-dd`."""

    off: tuple[tuple[str, str], ...]
    work: frozenset[str]


@dataclass(frozen=True)
class Table:
    """The whole table. `words` maps a language of documents to its lists; a list that a language lacks is empty."""

    words: Mapping[str, Mapping[str, Any]]
    years: Mapping[int, Year]
    weekdays: Mapping[str, Sequence[str]]
    holiday: Words
    groups: Mapping[str, Words]
    kinds: Mapping[str, Kind]
    output: Mapping[str, Words]


@cache
def load() -> Table:
    """The shipped table. Raises BadInput where it is not as it should be."""
    data = document(house.rules_dir() / "vocabulary" / "proofreading.yaml", "proofreading").data
    return Table(
        words=data["words"],
        years={
            int(year): Year(tuple((first, last) for first, last in one["off"]), frozenset(one["work"]))
            for year, one in data["days_off"].items()
        },
        weekdays=data["weekdays"],
        holiday=data["holiday"],
        groups=data["groups"],
        kinds={key: Kind(**one) for key, one in data["kinds"].items()},
        output=data["output"],
    )


@cache
def reader() -> Lexicon:
    """The tables by which sentences are read."""
    return lexicon.load(house.rules_dir() / "vocabulary" / "wording", documents)


def any_of(words: Sequence[str]) -> re.Pattern[str]:
    """One of the words, the longest that fits; nothing where there are none."""
    found = sorted(set(words), key=len, reverse=True)
    return re.compile("|".join(_whole(one) for one in found) or "(?!)", re.IGNORECASE)


def _whole(word: str) -> str:
    return rf"(?<!\w){re.escape(word)}(?!\w)" if word.isascii() and word[:1].isalpha() else re.escape(word)
