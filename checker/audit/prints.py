"""What the comparison of bodies needs of one: the print of every row that could stand elsewhere again.

A row's content is all its cells but the id; cells that are not reported say nothing. Links are local ids (every group has an
`s1`), so that across bodies schools and groups go by name, and links to anything else are left out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from checker.audit.nouns import Print, Traces
from checker.records.body import NONE, Body
from checker.records.tables import Column, TableSchema

MEMBERSHIP = ("schools", "groups", "members")
"""Tables that say who belongs to whom: compared as such, and put together for an authority."""
APART = frozenset({*MEMBERSHIP, "people", "settings"})
"""Not compared across bodies: membership has its own comparison, people have no names here, settings are shared by nature."""
NAMED = {"schools": "name", "groups": "name"}


def traces(body: Body, schemas: Mapping[str, TableSchema]) -> Traces:
    names = {table: _names(body, table) for table in NAMED}
    across: list[Print] = []
    within: dict[str, list[Print]] = {}
    for table, held in body.tables.items():
        schema = schemas[table]
        for row, origin in zip(held.rows, held.origins, strict=True):
            if not _telling(schema, row):
                continue
            own = _digest(table, {key: cell for key, cell in row.items() if key != "id"})
            within.setdefault(own, []).append(Print(own, table, str(row["id"]), origin))
            if table not in APART:
                told = dict(_told(schema, row, names))
                if _distinctive(schema, told):
                    across.append(Print(_digest(table, told), table, str(row["id"]), origin))
    kept = {name: body.tables[name] for name in MEMBERSHIP if name in body.tables}
    return Traces(kept, tuple(across), tuple(tuple(found) for found in within.values() if len(found) > 1))


def _names(body: Body, table: str) -> dict[str, str]:
    held = body.tables.get(table)
    return {str(row["id"]): str(row["name"]) for row in held.rows if row.get("name")} if held else {}


def _telling(schema: TableSchema, row: Mapping[str, Any]) -> bool:
    """Does the row say enough to be told from another? It has a day or a name, and people have names only."""
    if schema.name == "people":
        return bool(row.get("name"))
    days = [row.get(column) for column in (schema.time or {}).values()]
    return any(days) or bool(row.get("name"))


def _told(
    schema: TableSchema, row: Mapping[str, Any], names: Mapping[str, Mapping[str, str]]
) -> Iterator[tuple[str, Any]]:
    for key, cell in row.items():
        column = schema.columns.get(key)
        if cell is None or key == "id" or column is None:
            continue
        if column.link is None:
            yield key, cell
        elif column.link in names:
            listed = cell if isinstance(cell, tuple) else (cell,)
            yield key, sorted(names[column.link].get(str(one), "") for one in listed if one != NONE)


def _distinctive(schema: TableSchema, told: Mapping[str, Any]) -> bool:
    """A council meets on the same day in two groups: only with words of its own, a school or an amount is it the same one."""
    days = set((schema.time or {}).values())
    return any(
        _own(schema.columns[key], value) for key, value in told.items() if key not in days and value not in (None, NONE)
    )


def _own(column: Column, value: Any) -> bool:
    if column.link is not None:
        return any(value)
    if column.type in ("text", "texts"):
        return any(len(one) >= 4 for one in (value if isinstance(value, tuple) else (value,)))
    return column.type in ("money", "points", "percent", "int") and bool(value)


def _digest(table: str, content: Mapping[str, Any]) -> str:
    said = repr((table, sorted((key, cell) for key, cell in content.items() if cell is not None)))
    return hashlib.blake2b(said.encode(), digest_size=12).hexdigest()
