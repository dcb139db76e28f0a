"""Links as people type them: the id of a row or its name, where only one row has it."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from checker.errors import Problem, say
from checker.records import tables as schemas
from checker.records.assemble import RawRow, RawTable, may_be_name
from checker.records.body import NONE
from checker.records.tables import Column, TableSchema


def by_name(
    raw_tables: Sequence[RawTable], made: Mapping[str, Collection[str]], problems: list[Problem]
) -> list[RawTable]:
    """The tables with ids for names in their links. `made` are ids by table that a reader gave to rows without one: nobody can
    mean them. A name of several rows, and a link to such a row by its id, are problems. What leads nowhere stays as it is."""
    targets = {
        raw.name: _target(schemas.load()[raw.name], raw, made.get(raw.name, ())) for raw in raw_tables if not raw.absent
    }
    return [replace(raw, rows=[_linked(raw.name, row, targets, problems) for row in raw.rows]) for raw in raw_tables]


@dataclass(frozen=True)
class _Target:
    """A table to which links may lead: its ids, those that we made, and ids by name."""

    schema: TableSchema
    ids: frozenset[str]
    made: Collection[str]
    names: Mapping[str, tuple[str, ...]]


def _target(schema: TableSchema, raw: RawTable, made: Collection[str]) -> _Target:
    names: dict[str, tuple[str, ...]] = {}
    for row in raw.rows:
        name = row.cells.get("name")
        if isinstance(name, str) and name not in (NONE, ""):
            key = _key(name)
            names[key] = (*names.get(key, ()), str(row.cells["id"]))
    return _Target(schema, frozenset(str(row.cells["id"]) for row in raw.rows), made, names)


def _linked(table: str, row: RawRow, targets: Mapping[str, _Target], problems: list[Problem]) -> RawRow:
    changed: dict[str, Any] = {}
    for column in _links(schemas.load()[table]):
        cell, target = row.cells.get(column.name), targets.get(column.link or "")
        if not cell or cell == NONE or target is None:
            continue
        parts = [cell] if isinstance(cell, str) else list(cell)
        found = list(_ids(parts, target, row, column, problems))
        if found != parts:
            changed[column.name] = next(iter(found), None) if isinstance(cell, str) else found
    return replace(row, cells={**row.cells, **changed}) if changed else row


def _links(schema: TableSchema) -> Iterable[Column]:
    return (column for column in schema.columns.values() if column.link)


def _ids(parts: Iterable[str], target: _Target, row: RawRow, column: Column, problems: list[Problem]) -> Iterator[str]:
    for part in parts:
        key = _key(part)
        named = target.names.get(key, ())
        known = next((one for one in (part, key) if one in target.ids), None)
        label = target.schema.label
        if known is not None and known not in target.made:
            yield known
        elif len(named) == 1:
            yield named[0]
        elif named:
            problems.append(
                Problem(
                    row.where(column.name),
                    say(
                        f"{column.label['zh']}：有 {len(named)} 行同名",
                        f"{column.label['en']}: {len(named)} rows have this name",
                    ),
                    say(f"应填{label['zh']}表里的编号", f"expected an id of {label['en']}"),
                    say(f"例如 {named[0]}", f"for example {named[0]}")
                    if named[0] not in target.made and not may_be_name(named[0])
                    else "",
                )
            )
        elif known is not None:
            problems.append(
                Problem(
                    row.where(column.name),
                    say(
                        f"{column.label['zh']}所指的一行没有编号，不能引用",
                        f"{column.label['en']} points to a row without an id",
                    ),
                    mend=say(f"请先在{label['zh']}表里给它编号", f"give it an id in {label['en']} first"),
                )
            )
        else:
            yield part


def _key(name: str) -> str:
    """Full-width letters and blanks make no other name."""
    return "".join(unicodedata.normalize("NFKC", name).split())
