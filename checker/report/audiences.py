"""Who reads a report: which sections each audience gets, in which order, and which are folded (`reports/audiences.yaml`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import yaml

from checker import house
from checker.model import Words

DEFAULT = "default"
NAMES = ("school", "inspector", "policy")
"""What `--for` takes; without it the report is everybody's."""


@dataclass(frozen=True)
class Audience:
    """`show` are the sections in order, `fold` those of them that start closed. With `persons` false no person is told from
    another, whatever was asked for."""

    key: str
    title: Words
    show: tuple[str, ...]
    fold: frozenset[str]
    persons: bool


def audience(name: str | None = None) -> Audience:
    """The audience of that name, everybody's for None. Raises ValueError for another name."""
    found = _audiences()
    key = name or DEFAULT
    if key not in found:
        raise ValueError(f"no audience {name!r}; there are {', '.join(NAMES)}")
    return found[key]


@cache
def _audiences() -> Mapping[str, Audience]:
    # Our own file, so the fast C loader without the guards that users' files need.
    data = yaml.load((house.reports_dir() / "audiences.yaml").read_bytes(), Loader=yaml.CSafeLoader)
    return {
        key: Audience(key, one["title"], tuple(one["show"]), frozenset(one["fold"]), one["persons"])
        for key, one in data["audiences"].items()
    }
