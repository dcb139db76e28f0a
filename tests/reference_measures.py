"""Measures for the reference evaluator: what the rows of a register say of one cell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from reference_records import BEGINNING, NEVER, Register, Truth, both
from reference_values import AGGREGATES, Bounds, Elements, Fact, elements
from reference_windows import Cell, members

from checker.model import Measure
from checker.records.derived import RESULTS
from checker.rulebook.numbers import number


class Measured:
    """Values of the measures of a vocabulary in one body's register."""

    def __init__(self, measures: Mapping[str, Measure], register: Register, expires: dt.date | None = None) -> None:
        self.measures, self.register, self.expires = measures, register, expires
        self._truths: dict[tuple[str, int], Truth] = {}

    def date(self, name: str) -> tuple[dt.date | None, dt.date | None]:
        """The date that a window hangs on, as recorded up to the day of the check."""
        as_of = self.register.as_of
        everything = Cell("*", BEGINNING, as_of, BEGINNING, BEGINNING, as_of, False, False, None, None)
        found = self._aggregate(self.measures[name], everything, recorded=True)
        assert isinstance(found, Bounds)
        return found.low, found.high

    def value(self, name: str, cell: Cell) -> Bounds | Elements:
        one = self.measures[name]
        if one.table is not None:
            return self._aggregate(one, cell)
        if one.over is not None:
            return self._total(one, cell)
        parts = [self.value(part, cell) for part in one.inputs]
        bounds = [part for part in parts if isinstance(part, Bounds)]
        lows, highs = [part.low for part in bounds], [part.high for part in bounds]
        if one.kind == "sum_of":
            return Bounds(
                sum(lows) if None not in lows else None,  # type: ignore[arg-type]
                sum(highs) if None not in highs else None,  # type: ignore[arg-type]
            )
        if one.kind == "difference_of":
            low = lows[0] - highs[1] if lows[0] is not None and highs[1] is not None else None
            high = highs[0] - lows[1] if highs[0] is not None and lows[1] is not None else None
            return Bounds(low, high)
        if one.kind == "weighted":
            ends = [
                sum((part * times for part, times in zip(side, one.weights, strict=True)), Fraction(0))
                if None not in side
                else None
                for side in (lows, highs)
            ]
            return Bounds(*ends, void=any(part.void for part in bounds))
        if one.kind == "lookup":
            return self._lookup(one, bounds[0])
        top, base = bounds
        if base.high == 0:
            return Bounds(void=one.when_zero == "not_applicable")
        return Bounds(
            top.low / base.high if top.low is not None and base.high is not None else None,
            top.high / base.low if top.high is not None and base.low else None,
        )

    def _lookup(self, one: Measure, at: Bounds) -> Bounds:
        """Walk from the low end to the high one, band by band; a step into no band leaves all unknown."""
        assert one.lookup is not None
        if at.low is None or at.high is None:
            return Bounds()
        step = Fraction(1, 100) if self.measures[one.inputs[0]].type in ("money", "points") else Fraction(1)
        here, met = at.low, []
        while here <= at.high:
            band = next((b for b in one.lookup["bands"] if _inside(here, b)), None)
            if band is None:
                return Bounds()
            met.append(number(band["value"]))
            here = number(band["to"]) + step if "to" in band else at.high + step
        return Bounds(min(met), max(met))

    def _total(self, one: Measure, cell: Cell) -> Bounds:
        """The value of each entity in the set, which may be none where its membership is open, and may be anything where
        the set or the period is. Only what cannot be below zero leaves the rest a least sum."""
        if cell.period in "?-":
            return Bounds()
        low: Fraction | None = Fraction(0)
        high: Fraction | None = None if cell.running else Fraction(0)
        floor = None if self._may_be_negative(one.inputs[0]) else Fraction(0)
        if cell.running:
            low = floor
        for each in members(replace(cell, entity="*", item="*", unsure=False), str(one.over), "entity", self.register):
            if each.entity == "-":
                continue
            part = Bounds() if each.entity == "?" else self.value(one.inputs[0], each)
            assert isinstance(part, Bounds)
            least = floor if part.low is None else part.low
            most = part.high
            if each.unsure and each.entity != "?":
                least = None if least is None else min(least, Fraction(0))
                most = None if most is None else max(most, Fraction(0))
            low = None if low is None or least is None else low + least
            high = None if high is None or most is None else high + most
        return Bounds(low, high)

    def _may_be_negative(self, name: str) -> bool:
        one = self.measures[name]
        if one.lookup is not None:
            return any(number(band["value"]) < 0 for band in one.lookup["bands"])
        return one.kind == "difference_of" or any(self._may_be_negative(part) for part in one.inputs)

    def _aggregate(self, one: Measure, cell: Cell, *, recorded: bool = False) -> Bounds | Elements:
        assert one.table is not None
        coded = one.type in ("code", "set")
        time = self.register.schemas[one.table].time
        ghost = (
            (one.entity and cell.entity in "?-") or (one.item and cell.item in "?-") or (time and cell.period in "?-")
        )
        if ghost:
            return Elements() if coded else Bounds()
        facts = self._facts(one, cell)
        if time and "from" in time and one.at != "any":
            first = last = cell.until if one.at == "end" else cell.owed_from
        elif not time and one.at == "end":
            first = last = cell.until
        else:
            first, last = cell.owed_from, cell.until
            if cell.ever_from:
                first = cell.ever_from[one.type == "date"]
        closed = recorded or (self.register.covers(one.table, first, last) and not cell.running)
        if coded:
            return elements(one, facts, closed)
        return AGGREGATES[one.kind](facts, closed, one.type == "date")

    def _facts(self, one: Measure, cell: Cell) -> list[Fact]:
        assert one.table is not None
        found = []
        for number_, row in enumerate(self.register.tables.get(one.table, ())):
            key = (one.name, number_)
            if key not in self._truths or one.table == RESULTS:
                self._truths[key] = self.register.holds(row, one.table, one.where)
            holds = self._truths[key]
            if any("latest" in condition for condition in one.where):
                holds = both([holds, *self._places(one, number_)])
            owned = both(
                self._owns(row, one.table, path, wanted)
                for path, wanted in ((one.entity, cell.entity), (one.item, cell.item))
                if path
            )
            when = self.register.moment(row, one.table)
            if when.state and one.at != "any":
                day = cell.until if one.at == "end" else cell.owed_from
                then = when.within(day, day)
            else:
                then = when.within(cell.rows_from, cell.until)
            if False in (holds, owned, then):
                continue
            value = self.register.cell(row, one.table, one.column)[0] if one.column else None
            found.append(Fact(bool(holds and then), bool(owned), value, None if when.state else when.begins))
        return found

    def _places(self, one: Measure, mine: int) -> Iterator[Truth]:
        """Is row `mine` in the place that each `latest` asks for, among the rows that meet the conditions before it?"""
        table = str(one.table)
        rows = self.register.tables[table]
        expires = self.expires or NEVER
        end = min(self.register.as_of, expires)
        for at, condition in enumerate(one.where):
            if "latest" not in condition:
                continue
            ranked = self.register.schemas[table].columns[condition["column"]].type == "int"
            row, when = rows[mine], self.register.moment(rows[mine], table)
            sure: list[Any] = []
            maybe: list[Any] = []
            beaten: Truth = False
            for number_, other in enumerate(rows):
                if number_ == mine:
                    continue
                truth = both(
                    self.register.holds(other, table, [c]) if "latest" not in c else True for c in one.where[:at]
                )
                then = self.register.moment(other, table)
                if truth is False or then.begins[0] > end:
                    continue
                firm = truth is True and then.begins[1] <= end
                after = then.begins[0] > when.begins[1]
                perhaps = then.begins[1] >= when.begins[0]
                if not ranked:
                    sure += [number_] if firm and after else []
                    maybe += [number_] if perhaps else []
                    continue
                ours, theirs = row[condition["column"]], other[condition["column"]]
                if ours is None or theirs is None:
                    maybe.append(("?", number_))
                elif theirs > ours:
                    sure += [theirs] if firm else []
                    maybe.append(theirs)
                elif theirs == ours and perhaps:
                    beaten = True if firm and after else (beaten or None)
            others = condition["latest"] - 1
            if len(set(sure)) > others or len(set(maybe)) < others or beaten is True:
                yield False
            elif len(set(sure)) == len(set(maybe)) == others and beaten is False:
                yield True if self.register.covers(table, when.begins[0], end) else None
            else:
                yield None

    def _owns(self, row: Mapping[str, Any], table: str, path: str, wanted: str) -> Truth:
        value, _ = self.register.cell(row, table, path)
        if value is None:
            return None
        return wanted in value if isinstance(value, tuple) else str(value) == wanted


def _inside(value: Any, band: Mapping[str, Any]) -> bool:
    above = "from" not in band or value >= number(band["from"])
    return bool(above and ("to" not in band or value <= number(band["to"])))
