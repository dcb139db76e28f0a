"""What a proofreader of a policy says: which places, what is wrong with them, what a drafter could write."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Spot:
    """Words of a document and where they stand: `at` as the outline names places, `line` in the text (1-based). `document` is
    empty for the one that is read, otherwise the id of the one beside it."""

    at: str
    quote: str
    line: int
    document: str = ""


@dataclass(frozen=True)
class Note:
    """What was not looked at, or how much was compared: `key` is one of `output` in rules/vocabulary/proofreading.yaml, `values`
    fill it."""

    key: str
    values: Mapping[str, str]


@dataclass(frozen=True)
class Remark:
    """`kind` is a key of rules/vocabulary/proofreading.yaml, which has its title and the patterns of `said` and `advice`;
    `values` fill these patterns. Every remark quotes one place at least, and both where it rests on two."""

    kind: str
    spots: tuple[Spot, ...]
    values: Mapping[str, str]
