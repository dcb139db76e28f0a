"""What a body's own records say against each other: never an error, since either row may be the right one, and never silent.

doubts(body, "2024-07-31") → a Problem for each pair of rows that cannot both be right, and for what a complete register lacks
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from checker.errors import MANY, Problem, say
from checker.isodate import ends_before_start
from checker.model import Words
from checker.records import rowdoubts
from checker.records.body import NONE, Body, Table
from checker.records.leads import leaderless
from checker.wording.text import normalise

Held = tuple[Mapping[str, Any], str]
"""A row and its origin."""

PAIRS = 50
"""Rows of one school, or leads of one group, that are compared with each other; a file of more is beyond such a remark."""
LEAD = "lead"
_ROLES = {"lead": ("龙头", "lead"), "member": ("成员", "member"), "campus": ("校区", "campus")}
_LOOK = say("请核对，改正其中一行", "correct one of the two rows")


def doubts(body: Body, day: str) -> tuple[Problem, ...]:
    """A group without a lead, two leads at one time, one school twice in a group or in two groups at one time, two schools of one
    name, and what `rowdoubts` finds. A membership without a first day is taken as it stands on `day`, the day of the check."""
    found = [*leaderless(body, day), *_memberships(body, day), *_names(body), *rowdoubts.doubts(body)]
    return tuple(found[:MANY])


def _memberships(body: Body, day: str) -> Iterator[Problem]:
    names = {str(row["id"]): str(row["name"]) for row, _ in _rows(body, "schools") if row["name"] not in (None, NONE)}
    leads: dict[str, list[Held]] = defaultdict(list)
    schools: dict[str, list[Held]] = defaultdict(list)
    for row, origin in _rows(body, "members"):
        if row["school"] in (None, NONE):
            continue
        schools[str(row["school"])].append((row, origin))
        if row["role"] == LEAD:
            leads[_group(row, body)].append((row, origin))
    for held in leads.values():
        for (one, before), (other, origin) in _together(held, day, of_one_school=False):
            first, second = (names.get(str(row["school"]), str(row["school"])) for row in (one, other))
            zh = f"“{first}”和“{second}”同时登记为一个集团的龙头校，另见 {before}"
            yield Problem(origin, say(zh, f"{first} and {second} lead one group at one time, see {before}"), mend=_LOOK)
    for key, held in schools.items():
        for (one, before), (other, origin) in _together(held, day, of_one_school=True):
            yield Problem(origin, _twice(names.get(key, key), one, other, before, body), mend=_LOOK)


def _twice(name: str, one: Mapping[str, Any], other: Mapping[str, Any], before: str, body: Body) -> Words:
    """One school in two rows at one time."""
    if _group(one, body) != _group(other, body):
        return say(f"“{name}”同时登记在两个集团，另见 {before}", f"{name} is in two groups at one time, see {before}")
    if one["role"] == other["role"]:
        return say(f"“{name}”在同一时间登记了两次，另见 {before}", f"{name} stands twice at one time, see {before}")
    (zh, en), (zh_too, en_too) = (_ROLES.get(row["role"], ("身份未填", "of no role")) for row in (one, other))
    return say(
        f"“{name}”同时登记为{zh}和{zh_too}，另见 {before}", f"{name} is {en} and {en_too} at one time, see {before}"
    )


def _names(body: Body) -> Iterator[Problem]:
    """Schools of one name; those of two areas are two, and so are the sections of one."""
    seen: dict[tuple[str, Any], list[Held]] = defaultdict(list)
    for row, origin in _rows(body, "schools"):
        if row["name"] in (None, NONE):
            continue
        alike = seen[normalise(str(row["name"])), row["section"]]
        for earlier, before in alike:
            if earlier["area"] is None or row["area"] is None or earlier["area"] == row["area"]:
                what = say(
                    f"两所学校同名“{row['name']}”，另见 {before}", f"two schools named {row['name']}, see {before}"
                )
                mend = say(
                    "是一所的删去一行，不是的写明所在地或学部", "remove one, or name the area or the section of each"
                )
                yield Problem(origin, what, mend=mend)
                break
        alike.append((row, origin))


def _rows(body: Body, name: str) -> Iterable[Held]:
    table = body.tables.get(name, Table(NONE))
    return zip(table.rows, table.origins, strict=True)


def _group(row: Mapping[str, Any], body: Body) -> str:
    """A group's own memberships name no group, or its own."""
    return str(row["group"]) if row["group"] not in (None, NONE) else body.id


def _together(held: list[Held], day: str, *, of_one_school: bool) -> Iterator[tuple[Held, Held]]:
    """Each row with the first earlier one that surely has a day in common with it."""
    for at, other in enumerate(held[:PAIRS]):
        for one in held[:at]:
            if (one[0]["school"] == other[0]["school"]) == of_one_school and _overlap(one[0], other[0], day):
                yield one, other
                break


def _overlap(one: Mapping[str, Any], other: Mapping[str, Any], day: str) -> bool:
    """Have the two states surely a day in common? A row without a first day had begun by the day of the check, and one that ends
    in the month, or on the day, on which the other begins may just have made room for it."""
    starts = [str(row["from"] or (row["to"] if row["to"] and row["to"] < day else day)) for row in (one, other)]
    ends = [row["to"] for row in (one, other)]
    return not any(end and not ends_before_start(end, start) for start, end in zip(starts, reversed(ends), strict=True))
