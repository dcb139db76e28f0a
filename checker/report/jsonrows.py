"""Rows of the records as data, and the facts that rest on them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from checker.model import Row
from checker.report.words import clean

Json = dict[str, Any]


def rows(found: Iterable[Row]) -> list[Json]:
    """Sorted by table and id."""
    return [_row(row) for row in sorted(found, key=_key)]


def fact(told: Mapping[str, Any], behind: Mapping[str, tuple[Row, ...]]) -> Json:
    """A reason; one that is a measure's value with the rows `behind` it."""
    said = {key: told[key] for key in sorted(told)}
    found = behind.get(told["id"], ()) if told["kind"] == "measure" else ()
    return {**said, "rows": rows(found)} if found else said


def _row(row: Row) -> Json:
    return {
        "measure": row.measure, "table": row.table, "id": clean(row.id), "origin": clean(row.origin),
        "counted": row.counted, "why": clean(row.why), "entity": clean(row.entity), "period": clean(row.period),
        "content": row.content,
    }  # fmt: skip


def _key(row: Row) -> tuple[str, ...]:
    return row.table, row.id, row.measure, row.entity, row.period, row.origin
