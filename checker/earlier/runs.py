"""Two reports as wholes: may they be compared, which inputs differ, and what came out otherwise."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from checker.earlier.differ import difference, inputs, quiet
from checker.earlier.nouns import Change, Past, PastConsequence, PastScore
from checker.errors import BadInput, Problem, say

T = TypeVar("T")
CAUSES = ("records", "file", "rule", "decision", "calendar", "day", "tool")
OF_THE_FILE = frozenset({"records", "calendar", "day"})
"""What the file of records says, the day of the check perhaps."""


@dataclass(frozen=True)
class Runs:
    """`inputs` are those of `Change.because` that differ between the reports at all; `file` where the file of records differs and
    neither what it says nor anything else of it does. `quiet` counts, by those names, the clauses that rest on something else than
    before and are judged as before. Scores and consequences stand in pairs that differ, None where one report has none."""

    before: Past
    after: Past
    inputs: tuple[str, ...]
    changes: tuple[Change, ...]
    quiet: Mapping[str, int]
    scores: tuple[tuple[PastScore | None, PastScore | None], ...]
    consequences: tuple[tuple[PastConsequence | None, PastConsequence | None], ...]

    @property
    def same(self) -> bool:
        """Does nothing come out otherwise?"""
        return not (self.changes or self.scores or self.consequences)


def compared(before: Past, after: Past) -> Runs:
    """Raises BadInput for reports of two bodies, or of documents of which they have none in common."""
    _comparable(before, after)
    scores = _pairs(before.scores, after.scores, _card)
    consequences = _pairs(before.consequences, after.consequences, _id)
    changes = difference(before, after)
    return Runs(before, after, _inputs(before, after, changes), changes, quiet(before, after), scores, consequences)


def _inputs(before: Past, after: Past, changes: Iterable[Change]) -> tuple[str, ...]:
    """Where the order of rows alone made the difference, its clause says so and the whole follows."""
    named = {*inputs(before, after), *(cause for one in changes for cause in one.because)}
    if before.records != after.records and not named & OF_THE_FILE:
        named.add("file")
    return tuple(one for one in CAUSES if one in named)


def _comparable(before: Past, after: Past) -> None:
    if before.body != after.body:
        what = say(
            f"是“{after.body}”的报告，{before.file} 是“{before.body}”的",
            f"is of {after.body}, and {before.file} is of {before.body}",
        )
        raise BadInput(Problem(after.file, what, mend=say("请给同一对象的两份报告", "give two reports of one body")))
    if not before.books.keys() & after.books.keys():
        old, new = ("、".join(sorted(one.books)) for one in (before, after))
        what = say(
            f"按 {new} 检查，{before.file} 按 {old} 检查", f"checks against {new}, and {before.file} against {old}"
        )
        mend = say(
            "请给同一份文件的两份报告；两地规定的对照见 jituan compare",
            "give two reports on one document; jituan compare sets documents side by side",
        )
        raise BadInput(Problem(after.file, what, mend=mend))


def _card(one: PastScore) -> Hashable:
    return one.scheme, one.period


def _id(one: PastConsequence) -> Hashable:
    return one.id


def _pairs(old: Iterable[T], new: Iterable[T], key: Callable[[T], Hashable]) -> tuple[tuple[T | None, T | None], ...]:
    was: dict[Any, T] = {key(one): one for one in old}
    now: dict[Any, T] = {key(one): one for one in new}
    found = [(was.get(one), now.get(one)) for one in dict.fromkeys((*now, *was))]
    return tuple(pair for pair in found if pair[0] != pair[1])
