"""An authority put together from the groups' own records, where no authority's are among the files.

Its `groups` are the bodies themselves, its `schools` and `members` those of their records, a school of two groups once. Such
records never list the schools outside any group, so `schools` is never complete. That no other group exists is for a person
to say (`all_groups`); then `groups` and `members` are complete where every group's own register of members is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from checker.audit.nouns import Traces
from checker.audit.schools import Register, register
from checker.model import Rulebook, Source
from checker.records.body import NONE, Body, Span, Table
from checker.records.tables import TableSchema

ID = "(audit)"
"""Of the body that is put together: it is checked alone, so it meets no other id."""
FROM_BODY = ("name", "model", "founded", "level", "legal_person")
Group = tuple[Mapping[str, Any], str | None, Traces]
"""The head of a group's body, its day of check, its tables."""


def together(groups: Sequence[Group], book: Rulebook, schemas: Mapping[str, TableSchema], *, all_groups: bool) -> Body:
    """The body of kind `authority` with these groups; dated by the earliest day of check, which all of them cover."""
    schools = register(book.source, ((str(head["id"]), traces) for head, _, traces in groups))
    members = [row for head, _, traces in groups for row in _members(str(head["id"]), traces, schools, schemas)]
    spans = _common([traces for _, _, traces in groups]) if all_groups else ()
    day = min((day for _, day, _ in groups if day), default=None)
    now = [one for one in members if not one["to"]]
    leads = _by((one["group"], one["school"]) for one in now if one["role"] == "lead")
    belongs = _by((one["school"], one["group"]) for one in now)
    made = {
        "groups": [_group(head, traces, schools, leads, schemas) for head, _, traces in groups],
        "schools": [_school(key, schools, belongs, schemas) for key in schools.rows],
        "members": members,
    }
    tables = {
        name: Table("reported", () if name == "schools" else spans, tuple(rows), ("",) * len(rows))
        for name, rows in made.items()
    }
    title = _title(book.source)
    return Body({"kind": "authority", "id": ID, "name": title, "region": book.id}, day, None, None, tables)


def _title(source: Source) -> str:
    return str(source.short["zh"])


def _group(
    head: Mapping[str, Any], traces: Traces, schools: Register, leads: Mapping[str, set[str]],
    schemas: Mapping[str, TableSchema],
) -> dict[str, Any]:  # fmt: skip
    """What the group's own table of groups says of it, completed by the head of its file and its lead member."""
    body = str(head["id"])
    row = dict.fromkeys(schemas["groups"].columns)
    table = traces.tables.get("groups")
    own = [one for one in (table.rows if table else ()) if one["id"] == body]
    row |= own[0] if own else {}
    row |= {key: head[key] for key in FROM_BODY if row.get(key) is None and head.get(key) is not None}
    told = schools.keys.get((body, str(row["lead"]))) if row.get("lead") else None
    return {**row, "id": body, "lead": told or _only(leads, body)}


def _members(body: str, traces: Traces, schools: Register, schemas: Mapping[str, TableSchema]) -> list[dict[str, Any]]:
    """A group's memberships with the group's and the schools' ids of the whole."""
    table = traces.tables.get("members")
    blank = dict.fromkeys(schemas["members"].columns)
    return [
        {
            **blank, **row, "id": f"{body}/{row['id']}", "group": body,
            "school": schools.keys.get((body, str(row["school"]))) if row["school"] else None,
        }
        for row in (table.rows if table else ())
    ]  # fmt: skip


def _school(
    key: str, schools: Register, belongs: Mapping[str, set[str]], schemas: Mapping[str, TableSchema]
) -> dict[str, Any]:
    """One school: a cell counts where the rows that tell of it agree; where they differ nobody knows."""
    row: dict[str, Any] = dict.fromkeys(schemas["schools"].columns)
    for column in row:
        said = {_mapped(column, one.get(column), body, schools) for body, one, _ in schools.rows[key]} - {None}
        row[column] = said.pop() if len(said) == 1 else None
    return row | {"id": key, "name": schools.names[key], "group": _only(belongs, key)}


def _mapped(column: str, cell: Any, body: str, schools: Register) -> Any:
    if column == "campus_of" and cell not in (None, NONE):
        return schools.keys.get((body, str(cell)))
    return cell


def _by(pairs: Iterable[tuple[str | None, str | None]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for key, value in pairs:
        if key and value:
            found.setdefault(key, set()).add(value)
    return found


def _only(found: Mapping[str, set[str]], key: str) -> str | None:
    """The one value of a key; None where there is none, or more than one."""
    values = found.get(key, set())
    return next(iter(values)) if len(values) == 1 else None


def _common(held: Sequence[Traces]) -> tuple[Span, ...]:
    """The days in which every group's register of members is complete; one without a register leaves none."""
    spans: tuple[Span, ...] | None = None
    for traces in held:
        table = traces.tables.get("members")
        own = table.complete if table is not None else ()
        spans = own if spans is None else _both(spans, own)
    return spans or ()


def _both(one: Sequence[Span], other: Sequence[Span]) -> tuple[Span, ...]:
    pairs = ((max(a[0], b[0]), min(a[1], b[1])) for a in one for b in other)
    return tuple(sorted(pair for pair in pairs if pair[0] <= pair[1]))
