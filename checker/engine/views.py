"""Record tables as measures see them: every condition, value and key of every measure worked out once per row.

`seen <table>` holds body, rn, id, the row's ends in time and one column per distinct expression; the aggregation and the
trace read it, so that what counts and why it counts can never come from two different computations. Which row is the
latest of its kind is such a column too, found once the others stand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from checker.engine import latest, sql
from checker.engine.conditions import RowQuery
from checker.engine.plan import Plan
from checker.engine.sql import Connection
from checker.engine.store import TIMES
from checker.model import Measure
from checker.records.tables import Column, TableSchema


@dataclass(frozen=True)
class Seen:
    """Columns of a view that belong to one measure: its conditions in order, its value (and the value's upper end for
    dates), the entity's and the item's key; with the schema of each where there is one."""

    tests: tuple[str, ...]
    value: str | None
    high: str | None
    keys: tuple[str | None, str | None]
    schemas: tuple[Column | None, Column | None, Column | None]


@dataclass
class View:
    table: TableSchema
    columns: dict[str, str] = field(default_factory=dict)
    ranks: dict[latest.Rank, str] = field(default_factory=dict)
    seen: dict[str, Seen] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return sql.name(f"seen {self.table.name}")

    @property
    def times(self) -> tuple[str, ...]:
        return next((names for key, names in TIMES.items() if key in (self.table.time or {})), ())

    @property
    def aliases(self) -> tuple[str, ...]:
        """Every column that some measure reads."""
        return (*self.columns.values(), *self.ranks.values())

    def add(self, measure: Measure, query: RowQuery) -> None:
        """Make room for everything that `measure` asks of a row."""
        paths = (measure.column, measure.entity, measure.item)
        found = [query.column(path) if path else (None, None) for path in paths]
        value, *keys = (self._alias(column) if column else None for column, _ in found)
        is_date = found[0][1] is not None and found[0][1].type == "date"
        tests: list[str] = []
        for condition in measure.where:
            tests.append(
                self._rank(condition, query, tuple(tests))
                if latest.KEY in condition
                else self._alias(query.one(condition))
            )
        self.seen[measure.name] = Seen(
            tuple(tests),
            value,
            self._alias(f'{str(found[0][0])[:-1]}__hi"') if is_date else value,
            (keys[0], keys[1]),
            (found[0][1], found[1][1], found[2][1]),
        )

    def _rank(self, condition: Mapping[str, Any], query: RowQuery, among: tuple[str, ...]) -> str:
        column, schema = query.column(condition["column"])
        by = None if schema.type == "date" else self._alias(column)
        plain = tuple(one for one in among if one not in self.ranks.values())
        return self.ranks.setdefault(latest.Rank(plain, by, int(condition[latest.KEY])), f"l{len(self.ranks)}")

    def _alias(self, expression: str) -> str:
        return self.columns.setdefault(expression, f"a{len(self.columns)}")


def build(con: Connection, plan: Plan, schemas: Mapping[str, TableSchema], tables: frozenset[str]) -> dict[str, View]:
    """Create `seen <table>` for each of `tables` that a measure reads; the views by table name."""
    views: dict[str, View] = {}
    queries: dict[str, RowQuery] = {}
    for measure in plan.measures:
        if measure.table is None or measure.table not in tables:
            continue
        table = schemas[measure.table]
        query = queries.setdefault(table.name, RowQuery(table, schemas, plan.vocabulary.sets))
        views.setdefault(table.name, View(table)).add(measure, query)
    for name, view in views.items():
        times = "".join(f", x.{one}" for one in view.times)
        columns = "".join(f", {expression} AS {alias}" for expression, alias in view.columns.items())
        rows = f"SELECT x.body, x.rn, x.id{times}{columns} FROM {queries[name].source}"
        con.execute(
            f"CREATE OR REPLACE TABLE {view.name} AS {latest.ranked(rows, name, view.ranks, plan.rulebook.source.expires)}"
        )
    return views


def listed(value: Any) -> Any:
    """A list cell as a tuple."""
    return tuple(value) if isinstance(value, list) else value
