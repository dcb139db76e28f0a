"""The tables that records may have, read from `schemas/tables/*.json`: the one place that knows the `x-` keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from checker import schema
from checker.house import schemas_dir
from checker.model import Words

TYPES = ("id", "text", "texts", "code", "codes", "yesno", "date", "int", "money", "points", "percent", "link", "links")
LISTS = frozenset({"texts", "codes", "links"})
NUMBERS = frozenset({"int", "money", "points", "percent"})


@dataclass(frozen=True)
class Column:
    """`type` is one of TYPES; `link` the table whose ids it holds; `codes` maps a code to its Chinese label; `none`
    says that a recorded absence is a value; `empty` is `open` where an empty end means that the state still lasts."""

    name: str
    type: str
    label: Words
    link: str | None = None
    codes: Mapping[str, str] | None = None
    none: bool = False
    empty: str | None = None
    longest: int = 500
    example: str | None = None
    at_most: str | None = None
    """The column of the same row that it cannot exceed."""
    share_of: tuple[str, str] | None = None
    """The columns of the same row whose quotient it is."""


@dataclass(frozen=True)
class Once:
    """Rows that are equal in `by` tell of one thing, so they agree in `say`."""

    by: tuple[str, ...]
    say: tuple[str, ...]


@dataclass(frozen=True)
class TableSchema:
    """`time` is `{at: column}` for events, `{from: column, to: column}` for states, None for undated tables; `named` the
    columns whose values together name a row for a reader; `since` the column, with its codes, of rows that no group can have
    before it is founded (without a column: all rows; None: no such rows)."""

    name: str
    label: Words
    columns: Mapping[str, Column]
    required: tuple[str, ...]
    time: Mapping[str, str] | None
    named: tuple[str, ...] = ()
    since: Mapping[str, frozenset[str]] | None = None
    once: Once | None = None

    def column_called(self, heading: str) -> Column | None:
        """A column by its name or by its label in either language, as in the heading of a spreadsheet."""
        found = self.columns.get(heading)
        return found or next((one for one in self.columns.values() if heading in one.label.values()), None)


def required(schema: TableSchema) -> frozenset[str]:
    """The columns that every row of a form must have: the id only of people, whom nothing else names."""
    ids = {"id"} if schema.name == "people" else set()
    return frozenset({*schema.required} - {"id"} | ids)


@cache
def load() -> Mapping[str, TableSchema]:
    """All tables by name, in alphabetical order."""
    names = sorted(path.stem for path in (schemas_dir() / "tables").glob("*.json"))
    return {name: _table(name, schema.load(f"tables/{name}")) for name in names}


def _table(name: str, raw: Mapping[str, Any]) -> TableSchema:
    return TableSchema(
        name=name,
        label=raw["x-label"],
        columns={key: _column(key, column) for key, column in raw["properties"].items()},
        required=tuple(raw["required"]),
        time=raw["x-time"],
        named=tuple(raw.get("x-name", ())),
        since=_since(raw.get("x-since-founded")),
        once=Once(tuple(raw["x-once"]["by"]), tuple(raw["x-once"]["say"])) if "x-once" in raw else None,
    )


def _since(raw: Mapping[str, Any] | None) -> Mapping[str, frozenset[str]] | None:
    return None if raw is None else {column: frozenset(codes) for column, codes in raw.items()}


def _column(name: str, raw: Mapping[str, Any]) -> Column:
    if raw["x-type"] not in TYPES:
        raise ValueError(f"unknown x-type {raw['x-type']} of column {name}")
    return Column(
        name=name,
        type=raw["x-type"],
        label=raw["x-label"],
        link=raw.get("x-link"),
        codes=raw.get("x-codes"),
        none=raw.get("x-none", False),
        empty=raw.get("x-empty"),
        longest=raw.get("items", {}).get("maxLength") or raw.get("maxLength") or 500,
        example=raw.get("examples", [None])[0],
        at_most=raw.get("x-at-most"),
        share_of=(raw["x-share-of"][0], raw["x-share-of"][1]) if "x-share-of" in raw else None,
    )
