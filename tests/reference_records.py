"""One body's records for the reference evaluator: rows as the document names things, when they hold, what they say.

Everything is a `Fraction`, a `date`, a text or a tuple; true, false and None (not reported) are the three truths.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from checker.records.body import NONE, Body
from checker.records.derived import BODY, RESULTS
from checker.records.tables import LISTS, Column, TableSchema
from checker.rulebook.numbers import number
from checker.rulebook.vocabulary import EntitySet

Truth = bool | None
Interval = tuple[dt.date, dt.date]
TEXTS = frozenset({"id", "text", "code", "link", "yesno"})
BEGINNING, NEVER = dt.date.min, dt.date.max
"""`NEVER` is also the day of what is known not to have happened."""


def both(truths: Iterable[Truth]) -> Truth:
    """All of them: one false makes it false, else one open makes it open."""
    found = list(truths)
    if False in found:
        return False
    return None if None in found else True


def either(truths: Iterable[Truth]) -> Truth:
    found = list(truths)
    if True in found:
        return True
    return None if None in found else False


def opposite(truth: Truth) -> Truth:
    return None if truth is None else not truth


def days_of(text: str) -> Interval:
    """A date is one day; a month is any of its days."""
    if len(text) == 7:
        year, month = int(text[:4]), int(text[5:])
        return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])
    day = dt.date.fromisoformat(text)
    return day, day


def moved(day: dt.date, months: int, days: int) -> dt.date:
    """Calendar months first (the 31st becomes the last day of a shorter month), then days. Never stays never."""
    if day in (NEVER, BEGINNING):
        return day
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    clipped = min(day.day, calendar.monthrange(year, month + 1)[1])
    return dt.date(year, month + 1, clipped) + dt.timedelta(days=days)


@dataclass(frozen=True)
class Moment:
    """When a row holds: an event lies on some day of `begins` (= `ends`); a state lasts from `begins` to `ends`."""

    begins: Interval
    ends: Interval
    state: bool

    def within(self, first: dt.date, last: dt.date) -> Truth:
        """Does the event lie inside, or the state touch, these days?"""
        if self.begins[0] > last or self.ends[1] < first:
            return False
        if self.state:
            return True if self.begins[1] <= last and self.ends[0] >= first else None
        return True if self.begins[0] >= first and self.begins[1] <= last else None


ALWAYS = Moment((BEGINNING, BEGINNING), (NEVER, NEVER), True)


class Register:
    """The tables of one body. `names` maps a declared alias to the document's own name."""

    def __init__(
        self, body: Body, schemas: Mapping[str, TableSchema], sets: Mapping[str, EntitySet], names: Mapping[str, str]
    ) -> None:
        self.body, self.schemas, self.sets, self.names = body, schemas, sets, names
        self.as_of = dt.date.fromisoformat(str(body.as_of))
        self.tables: dict[str, list[dict[str, Any]]] = {}
        for name, table in body.tables.items():
            self.tables[name] = [self._row(row, schemas[name]) for row in table.rows]
        facts = {column: body.body.get(column) for column in schemas[BODY].columns} | {"as_of": body.as_of}
        self.tables[BODY] = [self._row(facts, schemas[BODY])]
        self.tables[RESULTS] = []

    def _row(self, row: Mapping[str, Any], schema: TableSchema) -> dict[str, Any]:
        known = set(self.names.values())
        made = {}
        for column in schema.columns.values():
            cell = row.get(column.name)
            if column.type in LISTS and cell is not None:
                cell = () if cell == NONE else tuple(self.names.get(one, one) for one in cell)
            elif column.name in ("name", "model"):
                cell = self.names.get(cell, cell) if cell is not None else None
            elif column.type == "date":
                cell = days_of(cell) if cell not in (None, NONE) else None
            elif column.type in ("money", "points") and cell is not None:
                cell = Fraction(cell, 100)
            elif column.type == "percent" and cell is not None:
                cell = Fraction(cell, 1_000_000)
            elif column.type == "int" and cell is not None:
                cell = Fraction(cell)
            made[column.name] = cell
        if "aliases" in made and made["name"] not in known:
            made["name"] = next((self.names[one] for one in made["aliases"] or () if one in self.names), made["name"])
        return made

    def covered(self, table: str) -> list[Interval]:
        """The days for which the register is stated to be complete; adjoining spans are one."""
        if table in (BODY, RESULTS):
            return [(BEGINNING, NEVER)]
        if table not in self.body.tables:
            return []
        if self.body.tables[table].state == NONE:
            return [(BEGINNING, NEVER)]
        days = sorted(
            (dt.date.fromisoformat(one), dt.date.fromisoformat(two)) for one, two in self.body.tables[table].complete
        )
        joined: list[Interval] = []
        for first, last in days:
            if joined and joined[-1][1] + dt.timedelta(days=1) >= first:
                joined[-1] = (joined[-1][0], max(joined[-1][1], last))
            else:
                joined.append((first, last))
        return joined

    def covers(self, table: str, first: dt.date, last: dt.date) -> bool:
        return any(one <= first and two >= last for one, two in self.covered(table))

    def moment(self, row: Mapping[str, Any], table: str) -> Moment:
        """A date not reported may be any day; but a state in a register has begun by the day of the check, and an empty
        end, where the schema says so, is a state that lasts."""
        time = self.schemas[table].time
        if not time:
            return ALWAYS
        if "at" in time:
            days = row[time["at"]] or (BEGINNING, NEVER)
            return Moment(days, days, state=False)
        lasting = (NEVER, NEVER) if self.schemas[table].columns[time["to"]].empty == "open" else (BEGINNING, NEVER)
        return Moment(row[time["from"]] or (BEGINNING, self.as_of), row[time["to"]] or lasting, state=True)

    def cell(self, row: Mapping[str, Any], table: str, path: str) -> tuple[Any, Column]:
        """The value at the end of a path over links; None where a link leads nowhere. Behind a recorded absence every text
        is one too."""
        schema = self.schemas[table]
        here: Mapping[str, Any] | None = row
        *links, last = path.split(".")
        absent = False
        for step in links:
            target = schema.columns[step].link
            assert target is not None
            wanted = here[step] if here is not None else None
            absent = absent or wanted == NONE
            here = next((one for one in self.tables.get(target, ()) if one["id"] == wanted), None)
            schema = self.schemas[target]
        column = schema.columns[last]
        if absent:
            return (NONE if column.type in TEXTS else None), column
        return (here[last] if here is not None else None), column

    def holds(self, row: Mapping[str, Any], table: str, conditions: Sequence[Mapping[str, Any]]) -> Truth:
        return both(self._condition(row, table, one) for one in conditions)

    def _condition(self, row: Mapping[str, Any], table: str, condition: Mapping[str, Any]) -> Truth:
        value, column = self.cell(row, table, condition["column"])
        key = next(key for key in condition if key != "column")
        wanted = condition[key]
        if key in ("belongs", "not_belongs"):
            inside = self.belongs(value, self.moment(row, table), wanted)
            return inside if key == "belongs" else opposite(inside)
        if key == "latest":
            return True  # hangs on the other rows: the measure asks for it
        if value is None:
            return None
        if key in ("same_as", "differs_from"):
            other, _ = self.cell(row, table, wanted)
            return None if other is None else (value == other) == (key == "same_as")
        if key == "has":
            return wanted in value
        if key == "months":
            return value[0].month in wanted
        if column.type == "date":
            early, late = value
            if key in ("on_or_before", "at_most"):
                bound = days_of(wanted)[1]
                return True if late <= bound else False if early > bound else None
            bound = days_of(wanted)[0]
            return True if early >= bound else False if late < bound else None
        read = number if column.type in ("int", "money", "points", "percent") else str
        if key == "one_of":
            return value in {read(one) for one in wanted}
        right = read(wanted)
        answers = {"is": value == right, "is_not": value != right}
        if key in answers:
            return answers[key]
        return bool(value >= right) if key == "at_least" else bool(value <= right)

    def members(self, name: str) -> Iterable[tuple[str, Truth, Moment, Mapping[str, Any]]]:
        """Rows of a set: entity, whether the row's conditions hold (never false), when, the row."""
        one = self.sets[name]
        for row in self.tables.get(one.table, ()):
            entity, _ = self.cell(row, one.table, one.entity)
            truth = self.holds(row, one.table, one.where)
            if entity is not None and truth is not False:
                yield str(entity), truth, self.moment(row, one.table), row

    def belongs(self, school: str | None, when: Moment, name: str) -> Truth:
        """Is this school in the set at the time of a row? On the register in another role means no; not on it means no
        only where the register is complete then."""
        if school is None:
            return None
        if school == NONE:
            return False
        school = str(school)
        first, last = when.begins[0], when.ends[1]
        if self.sets[name].of_events(self.schemas[self.sets[name].table]):
            # What belongs to an event does so at whatever time.
            truths = [truth for entity, truth, _, _ in self.members(name) if entity == school]
            table = self.sets[name]
            known = any(str(row[table.entity]) == school for row in self.tables.get(table.table, ()))
            return True if True in truths else None if truths or not known else False
        met = [
            (truth, then)
            for entity, truth, then, _ in self.members(name)
            if entity == school and then.begins[0] <= last and then.ends[1] >= first
        ]
        if when.state:
            sure = [truth for truth, then in met if then.begins[1] <= when.ends[0] and then.ends[0] >= when.begins[1]]
        else:
            sure = [truth for truth, then in met if then.begins[1] <= first and then.ends[0] >= last]
        if True in sure:
            return True
        if met:
            return None
        one = self.sets[name]
        listed = any(str(row[one.entity]) == school for row in self.tables.get(one.table, ()))
        if when.state:
            complete = any(begin <= last and end >= first for begin, end in self.covered(one.table))
        else:
            complete = self.covers(one.table, first, last)
        return False if listed or complete else None
