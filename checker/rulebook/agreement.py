"""When words and tests agree, and the exceptions a rule may claim: `rules/vocabulary/agreement.yaml`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from checker import house
from checker.model import Rulebook, Words
from checker.rulebook.load import document
from checker.rulebook.numbers import number

NONE = "none"
"""Stands in a list of modal words for: no modal word at all."""


@dataclass(frozen=True)
class Kind:
    """A kind of exception: the findings that it lets pass, and whether only a rule that asks a person may claim it."""

    name: str
    label: Words
    excuses: frozenset[str]
    ask: bool


@dataclass(frozen=True)
class Agreement:
    """`bears` maps a rule's modality to the modal words that bear it; `spans` a unit of time to another and how many;
    `limit` is the share of rules that may claim an exception."""

    bears: Mapping[str, frozenset[str]]
    whole: re.Pattern[str]
    several: re.Pattern[str]
    recurring: re.Pattern[str]
    statuses: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]
    """Words of titles, with the statuses that a document of that title may have."""
    spans: Mapping[str, tuple[str, int]]
    limit: Fraction
    kinds: Mapping[str, Kind]


@cache
def load() -> Agreement:
    """The shipped table. Raises BadInput where it is not as it should be."""
    data = document(house.rules_dir() / "vocabulary" / "agreement.yaml", "agreement").data
    return Agreement(
        bears={key: frozenset(words) for key, words in data["modalities"].items()},
        whole=_any(data["whole"]),
        several=_any(data["several"]),
        recurring=_any(data["recurring"]),
        statuses=tuple((_any(one["words"]), tuple(one["status"])) for one in data["statuses"]),
        spans={unit: (one["of"], one["times"]) for unit, one in data["spans"].items()},
        limit=number(data["limit"]),
        kinds={
            name: Kind(name, one["label"], frozenset(one["excuses"]), one.get("ask", False))
            for name, one in data["exceptions"].items()
        },
    )


def counted(rulebook: Rulebook) -> dict[str, int]:
    """How many exceptions of each kind the rules claim, in the order of the table; unknown kinds after them."""
    found = Counter(str(one["kind"]) for rule in rulebook.rules for one in rule.wording)
    return {kind: found[kind] for kind in (*load().kinds, *sorted(found.keys() - load().kinds.keys()))}


def _any(lists: Mapping[str, Iterable[str]]) -> re.Pattern[str]:
    """One pattern for all words. Words in letters match whole words only: `all` does not stand in `shall`."""
    words = [rf"\b{re.escape(one)}\b" if one.isascii() else re.escape(one) for part in lists.values() for one in part]
    return re.compile("|".join(words), re.IGNORECASE)
