"""A body whose id stood before is not counted again, and is named."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar

from checker.audit.nouns import Broken
from checker.errors import Problem, say


class Identified(Protocol):
    @property
    def file(self) -> str: ...
    @property
    def id(self) -> str:
        """Empty where the file could not be read so far."""


One = TypeVar("One", bound=Identified)


def once(found: Iterable[One]) -> tuple[list[One], list[Broken]]:
    """The first of each id, and the files of the others."""
    seen: dict[str, str] = {}
    kept: list[One] = []
    twice: list[Broken] = []
    for one in found:
        if one.id and one.id in seen:
            twice.append(Broken(one.file, (_twice(one.id, one.file, seen[one.id]),)))
            continue
        seen |= {one.id: one.file} if one.id else {}
        kept.append(one)
    return kept, twice


def _twice(name: str, file: str, first: str) -> Problem:
    what = say(f"编号 {name} 与 {first} 相同，没有检查", f"same id {name} as {first}: not checked")
    why = say("每个集团的编号应不同", "each group has an id of its own")
    return Problem(file, what, why, say("请修改 body.id", "change body.id"))
