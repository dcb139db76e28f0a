"""Conditions of measures and sets → three-valued SQL over one row `x`: true, false, or NULL where a cell is not reported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from checker.engine import sql
from checker.engine.plan import PPM
from checker.records.tables import TableSchema
from checker.rulebook.numbers import first_day, last_day, number
from checker.rulebook.vocabulary import EntitySet


@dataclass
class RowQuery:
    """A FROM clause over `table x` that grows by the joins that paths and sets need; each join is made once."""

    table: TableSchema
    schemas: Mapping[str, TableSchema]
    sets: Mapping[str, EntitySet]
    joins: dict[str, str] = field(default_factory=dict)
    members: dict[str, str] = field(default_factory=dict)

    @property
    def source(self) -> str:
        return " ".join([f"{sql.name(self.table.name)} x", *self.joins.values()])

    def column(self, path: str) -> tuple[str, Any]:
        """SQL and schema of the column at the end of a path over links; a link that leads nowhere gives NULL."""
        *links, last = path.split(".")
        alias, table = "x", self.table
        for step in links:
            target = table.columns[step].link
            assert target is not None
            key = f"{alias}_{step}"
            self.joins.setdefault(
                key,
                f"LEFT JOIN {sql.name(target)} {key} ON {key}.body = x.body AND {key}.id = {alias}.{sql.name(step)}",
            )
            alias, table = key, self.schemas[target]
        return f"{alias}.{sql.name(last)}", table.columns[last]

    def all(self, conditions: Sequence[Mapping[str, Any]]) -> str:
        """All of the conditions: SQL's own three-valued AND."""
        return " AND ".join(f"({self.one(c)})" for c in conditions) or "TRUE"

    def one(self, condition: Mapping[str, Any]) -> str:
        """One condition as SQL. The condition names a column and exactly one comparison."""
        column, schema = self.column(condition["column"])
        (key,) = [k for k in condition if k != "column"]
        value = condition[key]
        if key in ("same_as", "differs_from"):
            other, _ = self.column(value)
            return f"{column} {'=' if key == 'same_as' else '<>'} {other}"
        if key in ("belongs", "not_belongs"):
            inside = self._belongs(column, value)
            return inside if key == "belongs" else f"NOT ({inside})"
        if key == "has":
            return f"list_contains({column}, {sql.text(value)})"
        if key == "one_of":
            return f"{column} IN ({', '.join(_constant(one, schema.type) for one in value)})"
        if schema.type == "date":
            return _dates(column, key, str(value))
        symbol = {"is": "=", "is_not": "<>", "at_least": ">=", "at_most": "<="}[key]
        return f"{column} {symbol} {_constant(value, schema.type)}"

    def time(self, at: str) -> tuple[str, str]:
        """(possible, sure): SQL for "this row falls in span `s`"; `at` picks the moment for tables of states."""
        time = self.table.time or {}
        if "at" in time:
            return "x.t_hi >= s.rows_from AND x.t_lo <= s.eff_to", "x.t_lo >= s.rows_from AND x.t_hi <= s.eff_to"
        if "from" in time:
            begin, end = {
                "end": ("s.eff_to", "s.eff_to"),
                "start": ("s.need_from", "s.need_from"),
                "any": ("s.rows_from", "s.eff_to"),
            }[at]
            return f"x.f_lo <= {end} AND x.u_hi >= {begin}", f"x.f_hi <= {end} AND x.u_lo >= {begin}"
        return "TRUE", "TRUE"

    def _belongs(self, column: str, name: str) -> str:
        """Is the school of this row in the set at the row's own time? A school on the register in another role is not;
        one that is not on it may be, unless the register is complete then."""
        known = f"{column} in {name}"
        if known not in self.members:
            self.members[known] = f"b{len(self.members)}"
            self._join_members(column, name, self.members[known])
        key = self.members[known]
        return (
            f"CASE WHEN {column} IS NULL THEN NULL WHEN {column} = 'none' THEN FALSE WHEN {key}.yes THEN TRUE"
            f" WHEN {key}.yes IS NOT NULL THEN NULL WHEN {key}k.rn IS NOT NULL THEN FALSE END"
        )

    def _join_members(self, column: str, name: str, key: str) -> None:
        time = self.table.time or {}
        # An event lies inside the membership; a state only has to meet it.
        low, high = (
            ("x.t_lo", "x.t_hi") if "at" in time else ("x.f_lo", "x.u_hi") if "from" in time else (sql.FIRST, sql.LAST)
        )
        meets = "r.f_hi <= x.t_lo AND r.u_lo >= x.t_hi" if "at" in time else "TRUE"
        meets = "r.f_hi <= x.u_lo AND r.u_lo >= x.f_hi" if "from" in time else meets
        register = self.sets[name]
        # Only the links that the column itself needs: other memberships in here would double the statement each time.
        links = [join for alias, join in self.joins.items() if alias.startswith("x_")]
        source = " ".join([f"{sql.name(self.table.name)} x", *links])
        entity = f"m.{sql.name(register.entity)}"
        self.joins[key] = f"""
            LEFT JOIN (
                SELECT x.body, x.rn, BOOL_OR(r.sure AND {meets}) AS yes
                FROM {source} JOIN setrow r ON r.name = {sql.text(name)} AND r.body = x.body AND r.entity = {column}
                    AND r.f_lo <= {high} AND r.u_hi >= {low}
                GROUP BY x.body, x.rn
            ) {key} ON {key}.body = x.body AND {key}.rn = x.rn
            LEFT JOIN (
                SELECT DISTINCT x.body, x.rn FROM {source} JOIN {sql.name(register.table)} m ON m.body = x.body
                    AND {entity} = {column}
                UNION
                SELECT DISTINCT x.body, x.rn FROM {source} JOIN cov v ON v.body = x.body
                    AND v.tbl = {sql.text(register.table)} AND v.c_from <= {high} AND v.c_to >= {low}
            ) {key}k ON {key}k.body = x.body AND {key}k.rn = x.rn
        """


def _dates(column: str, key: str, value: str) -> str:
    """A date column against a date: true or false only if both ends of a month-only date agree."""
    high = column[:-1] + '__hi"'
    if key in ("on_or_before", "at_most"):
        day = f"DATE '{last_day(value)}'"
        return f"CASE WHEN {high} <= {day} THEN TRUE WHEN {column} > {day} THEN FALSE END"
    if key in ("on_or_after", "at_least"):
        day = f"DATE '{first_day(value)}'"
        return f"CASE WHEN {column} >= {day} THEN TRUE WHEN {high} < {day} THEN FALSE END"
    raise ValueError(f"{key} does not fit a date")


def _constant(value: Any, kind: str) -> str:
    if kind in ("int", "money", "percent"):
        scale = {"money": 100, "percent": PPM}.get(kind, 1)
        scaled: Fraction = number(value) * scale
        if scaled.denominator != 1:
            raise ValueError(f"{value!r} is finer than the column holds")
        return str(scaled.numerator)
    return sql.text(str(value))
