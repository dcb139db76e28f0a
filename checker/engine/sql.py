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
CHUNK = 50_000


def name(text: str) -> str:
    """A quoted identifier."""
    return '"' + text.replace('"', '""') + '"'


def text(value: str) -> str:
    """A quoted constant of the vocabulary."""
    return "'" + value.replace("'", "''") + "'"


def connect() -> Connection:
    """An empty database in memory that reads no file, loads no extension and keeps to one thread for small work."""
    return duckdb.connect(
        ":memory:",
        config={"enable_external_access": "false", "autoload_known_extensions": "false", "threads": "2"},
    )


def create(con: Connection, table: str, columns: Mapping[str, str], rows: Iterable[Mapping[str, Any]] = ()) -> None:
    """A table with `columns` (name → SQL type) filled with `rows`; a key that a row lacks is NULL."""
    con.execute(f"CREATE OR REPLACE TABLE {name(table)} ({', '.join(f'{name(c)} {t}' for c, t in columns.items())})")
    insert(con, table, columns, rows)


def insert(con: Connection, table: str, columns: Mapping[str, str], rows: Iterable[Mapping[str, Any]]) -> None:
    # One JSON parameter per chunk: row-by-row binding costs a hundred times more, and quoting values into SQL is unsafe.
    shape = json.dumps([{c: [t[:-2]] if t.endswith("[]") else t for c, t in columns.items()}])
    picked = ", ".join(f"r.{name(c)}" for c in columns)
    statement = f"INSERT INTO {name(table)} SELECT {picked} FROM (SELECT unnest(from_json(?, {text(shape)})) AS r)"
    batch: list[Mapping[str, Any]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == CHUNK:
            con.execute(statement, [json.dumps(batch)])
            batch = []
    if batch:
        con.execute(statement, [json.dumps(batch)])


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
