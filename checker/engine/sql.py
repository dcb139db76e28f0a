"""Small helpers for building SQL: quoting, loading rows, calendar arithmetic.

Statements are built only from schemas and vocabulary; whatever a user's file holds goes in as a parameter.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import duckdb

Connection = duckdb.DuckDBPyConnection
FIRST = "DATE '0001-01-01'"
LAST = "DATE '9999-12-31'"
NEVER = 2932896
"""Day number of 9999-12-31: the date of what is known not to have happened."""
NOWHERE = -719162
"""Day number of 0001-01-01: the latest date among no rows."""
CHUNK = 50_000


def name(text: str) -> str:
    """A quoted identifier."""
    return '"' + text.replace('"', '""') + '"'


def text(value: str) -> str:
    """A quoted constant of the vocabulary."""
    return "'" + value.replace("'", "''") + "'"


def connect(*, small: bool = False) -> Connection:
    """An empty database in memory that reads no file and loads no extension.

    `small` is for a few hundred rows: there the optimizer costs more than it saves (half of a check's time). One thread
    each: DuckDB 2.0.0 ends some of our statements with an internal error on more ("global dictionary column changed
    identity", its issue 24807), and large work is spread by buckets anyway.
    """
    con = duckdb.connect(
        ":memory:",
        config={
            "enable_external_access": "false",
            "autoload_known_extensions": "false",
            "threads": "1",
            "preserve_insertion_order": "false",  # whoever reads rows orders them
        },
    )
    if small:
        con.execute("PRAGMA disable_optimizer")
    return con


def create(
    con: Connection, table: str, columns: Mapping[str, str], rows: Iterable[Mapping[str, Any]] = (), *,
    added: str = "", joined: str = "",
) -> None:  # fmt: skip
    """A table with `columns` (name → SQL type) filled with `rows`; a key that a row lacks is NULL. `added` are further
    columns, made of the row `r` and of what is `joined` to it; without rows they are left out."""
    found = list(rows)
    if not found:
        con.execute(
            f"CREATE OR REPLACE TABLE {name(table)} ({', '.join(f'{name(c)} {t}' for c, t in columns.items())})"
        )
        return
    unpacked = _unpacked(columns, added, joined)
    con.execute(f"CREATE OR REPLACE TABLE {name(table)} AS {unpacked}", [json.dumps(found[:CHUNK])])
    for start in range(CHUNK, len(found), CHUNK):
        con.execute(f"INSERT INTO {name(table)} {unpacked}", [json.dumps(found[start : start + CHUNK])])


def insert(con: Connection, table: str, columns: Mapping[str, str], rows: Iterable[Mapping[str, Any]]) -> None:
    """Append `rows` in chunks."""
    found = list(rows)
    for start in range(0, len(found), CHUNK):
        chunk = json.dumps(found[start : start + CHUNK])
        con.execute(f"INSERT INTO {name(table)} {_unpacked(columns)}", [chunk])


def _unpacked(columns: Mapping[str, str], added: str = "", joined: str = "") -> str:
    # One JSON parameter per chunk: row-by-row binding costs a hundred times more, and quoting values into SQL is unsafe.
    shape = json.dumps([{c: [t[:-2]] if t.endswith("[]") else t for c, t in columns.items()}])
    picked = ", ".join(f"r.{name(c)}" for c in columns)
    return f"SELECT {picked}{added} FROM (SELECT unnest(from_json(?, {text(shape)})) AS r) {joined}"


def rows(con: Connection, statement: str, parameters: Sequence[Any] = ()) -> list[dict[str, Any]]:
    """The result as dicts."""
    found = con.execute(statement, list(parameters))
    columns = [one[0] for one in found.description or ()]
    return [dict(zip(columns, row, strict=True)) for row in found.fetchall()]


def shifted(date: str, months: str, days: str) -> str:
    """SQL for a date expression moved by calendar months and days; the day is clipped to the month's end."""
    return f"CAST({date} + to_months(CAST({months} AS INTEGER)) + to_days(CAST({days} AS INTEGER)) AS DATE)"


def from_day(number: str) -> str:
    """SQL for the date of a day number."""
    return f"(DATE '1970-01-01' + CAST({number} AS INTEGER))"


def to_day(date: str) -> str:
    """SQL for the day number of a date."""
    return f"CAST({date} - DATE '1970-01-01' AS BIGINT)"
