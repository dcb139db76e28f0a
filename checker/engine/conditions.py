"""Conditions of measures and sets → three-valued SQL over one row `x`: true, false, or NULL where a cell is not reported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from checker.engine import sql
from checker.engine.plan import PPM
from checker.model import SCALES
from checker.records.tables import TableSchema
from checker.rulebook.numbers import first_day, last_day, number
from checker.rulebook.vocabulary import EntitySet

_TEXT = frozenset({"id", "text", "code", "link", "yesno"})


@dataclass
class RowQuery:
    """A FROM clause over `table x` that grows by the joins that paths and sets need; each join is made once."""

    table: TableSchema
    schemas: Mapping[str, TableSchema]
    sets: Mapping[str, EntitySet]
    joins: dict[str, str] = field(default_factory=dict)
    members: dict[tuple[str, str], str] = field(default_factory=dict)

    @property
    def source(self) -> str:
        return f"{self._linked} {self._membership()}" if self.members else self._linked

    @property
    def _linked(self) -> str:
        return " ".join([f"{sql.name(self.table.name)} x", *self.joins.values()])

    def column(self, path: str) -> tuple[str, Any]:
        """SQL and schema of the column at the end of a path over links. Behind a recorded absence (无) everything is 无 too;
        an empty link, or one to a row that is not reported, gives NULL."""
        *links, last = path.split(".")
        alias, table, nowhere = "x", self.table, list[str]()
        for step in links:
            target = table.columns[step].link
            assert target is not None
            key = f"{alias}_{step}"
            self.joins.setdefault(
                key,
                f"LEFT JOIN {sql.name(target)} {key} ON {key}.body = x.body AND {key}.id = {alias}.{sql.name(step)}",
            )
            nowhere.append(f"{alias}.{sql.name(step)} = 'none'")
            alias, table = key, self.schemas[target]
        found = f"{alias}.{sql.name(last)}"
        if links and table.columns[last].type in _TEXT:
            found = f"CASE WHEN {' OR '.join(nowhere)} THEN 'none' ELSE {found} END"
        return found, table.columns[last]

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
        if key in ("one_of", "months"):
            # A date is a day or a whole month, so its month is known even where its day is not.
            one, kind = (column, schema.type) if key == "one_of" else (f"month({column})", "int")
            return f"{one} IN ({', '.join(_constant(each, kind) for each in value)})"
        if schema.type == "date":
            return _dates(column, key, str(value))
        symbol = {"is": "=", "is_not": "<>", "at_least": ">=", "at_most": "<="}[key]
        return f"{column} {symbol} {_constant(value, schema.type)}"

    def _belongs(self, column: str, name: str) -> str:
        """Is the school of this row in the set at the row's own time? A school on the register in another role is not;
        one that is not on it may be, unless the register is complete then."""
        state = "mb." + self.members.setdefault((column, name), f"s{len(self.members)}")
        return (
            f"CASE WHEN {column} IS NULL THEN NULL WHEN {column} = 'none' THEN FALSE WHEN {state} = 3 THEN TRUE"
            f" WHEN {state} = 2 THEN NULL WHEN {state} = 1 THEN FALSE END"
        )

    def _membership(self) -> str:
        """One join for all sets asked of the table: 3 surely in the set, 2 perhaps, 1 known to the register otherwise."""
        # An event lies inside the membership; a state only has to meet it; a row without time may have any.
        time = self.table.time or {}
        low, high = "x.f_lo", "x.u_hi"
        meets, covers = "r.f_hi <= x.u_lo AND r.u_lo >= x.f_hi", "r.f_lo <= x.u_hi AND r.u_hi >= x.f_lo"
        if "at" in time:
            low, high = "x.t_lo", "x.t_hi"
            meets = covers = "r.f_hi <= x.t_lo AND r.u_lo >= x.t_hi"
        elif not time:
            low, high, meets, covers = sql.FIRST, sql.LAST, "TRUE", "TRUE"
        states, names = [], set()
        for (path, name), alias in self.members.items():
            register = known(self.sets[name].table)
            names |= {name, register}
            column = f"CAST({path} AS VARCHAR)"  # a set may be of numbers, such as years
            when, sure, complete = f"r.f_lo <= {high} AND r.u_hi >= {low}", meets, covers
            if self.sets[name].of_events(self.schemas[self.sets[name].table]):
                # What belongs to an event (a step to its payment) does so at whatever time.
                when, sure, complete = "TRUE", "TRUE", "FALSE"
            states.append(
                f"""MAX(CASE WHEN r.name = {sql.text(name)} AND r.entity = {column} AND {when}
                        THEN CASE WHEN r.sure AND {sure} THEN 3 ELSE 2 END
                    WHEN r.name = {sql.text(register)} AND (r.entity = {column} OR (r.entity IS NULL AND {complete}))
                        THEN 1 END) AS {alias}"""
            )
        listed = ", ".join(sql.text(one) for one in sorted(names))
        return f"""LEFT JOIN (SELECT x.body, x.rn, {", ".join(states)} FROM {self._linked}
            JOIN setrow r ON r.body = x.body AND r.name IN ({listed}) GROUP BY x.body, x.rn
            ) mb ON mb.body = x.body AND mb.rn = x.rn"""


def known(table: str) -> str:
    """Name under which `setrow` holds whom a register lists at all, and (without an entity) when it is complete."""
    return f"known {table}"


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
    if kind in ("int", "percent", *SCALES):
        scaled: Fraction = number(value) * (PPM if kind == "percent" else SCALES.get(kind, 1))
        if scaled.denominator != 1:
            raise ValueError(f"{value!r} is finer than the column holds")
        return str(scaled.numerator)
    return sql.text(str(value))
