"""Groups whose register of members is complete and holds no lead school.

Nothing in such records is false by itself, and yet much hangs on the lead: whether a scheme applies, and every clause on its kind. So
it is told, with what hangs on it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from checker.errors import Problem, say
from checker.isodate import ends_before_start
from checker.records.body import NONE, Body

LEAD = "lead"


def leaderless(body: Body, day: str) -> Iterator[Problem]:
    """A Problem for each group that has, on the last day up to `day` on which its register is complete, no lead school. Whose role
    or days are open may be the lead."""
    table = body.tables.get("members")
    days = [min(end, day) for start, end in (table.complete if table else ()) if start <= day]
    if table is None or not days:
        return
    last = max(days)
    groups = {key: one for key, one in _groups(body) if not _over(one, last)}
    led = {_group(row, body) for row in table.rows if row["role"] in (LEAD, None) and not _over(row, last)}
    named = {str(row["lead"]): key for key, row in groups.items() if row.get("lead") not in (None, NONE)}
    for key, row in groups.items():
        if key in led or None in led:
            continue
        what = say(
            f"成员关系登记截至 {last} 是完整的，“{row.get('name') or key}”却没有一所龙头校",
            f"the register of members is complete until {last}, and {row.get('name') or key} has no lead school in it",
        )
        if key in named.values():
            what = say(
                f"{what['zh']}；集团表所写的龙头校不在其中",
                f"{what['en']}; the lead that the table of groups names is not there",
            )
        yield Problem(_where(body, key), what, _HANGS, _MEND)


_HANGS = say(
    "凡看龙头校的条款、计分办法和后果因此会显示为“不适用”“未触发”或“符合”，不足为凭",
    "clauses, scores and consequences that look at the lead come out as not applicable, not triggered or met, and prove nothing",
)
_MEND = say(
    "请补登龙头校；登记不完整的，改 complete", "add the lead school, or mend `complete` if the register is not complete"
)


def _groups(body: Body) -> Iterator[tuple[str, Mapping[str, Any]]]:
    table = body.tables.get("groups")
    rows = {str(row["id"]): row for row in (table.rows if table else ())}
    if body.body["kind"] == "group":
        yield body.id, {"from": body.body.get("founded"), **rows.get(body.id, {}), "name": body.body.get("name")}
    else:
        yield from rows.items()


def _group(row: Mapping[str, Any], body: Body) -> str | None:
    """A group's own memberships name no group, or its own; of an authority's, one without a group may be anyone's."""
    if row["group"] not in (None, NONE):
        return str(row["group"])
    return body.id if body.body["kind"] == "group" else None


def _over(row: Mapping[str, Any], day: str) -> bool:
    """Is that which the row tells of surely over, or surely not begun, on that day?"""
    start, end = (row.get("from") or row.get("founded"), row.get("to") or row.get("ended"))
    return bool((start and ends_before_start(start, day)) or (end and ends_before_start(day, end)))


def _where(body: Body, group: str) -> str:
    table = body.tables["members"]
    own = (origin for row, origin in zip(table.rows, table.origins, strict=True) if _group(row, body) == group)
    return next(own, body.file or body.id)
