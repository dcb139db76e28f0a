"""The rows behind a value: which counted, which may count and why that is open, which nearly counted and why not.

One statement per table asks every condition of every measure of every row; the time test and the wording are made here.
A row that fails its measure's first condition (its kind) is no near miss and is not listed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from checker.engine import sql
from checker.engine.check import Outcome
from checker.engine.views import Seen, View, listed
from checker.fingerprint import row_content
from checker.model import COUNTED, Measure, Row
from checker.records.body import Body


@dataclass(frozen=True)
class _Seen:
    """One row as a measure sees it: `tests` are its conditions in order, `key` what a distinct count counts."""

    rn: int
    id: str
    tests: tuple[bool | None, ...]
    key: Any
    entity: Any
    item: Any
    times: Mapping[str, Any]


class Tracer:
    """Rows by measure and cell of a checked bucket; statements run once per table, on demand.

    What was traced of one body is kept until another body is asked for, since rules share measures and cells.
    """

    def __init__(self, outcome: Outcome, bodies: Sequence[Body]) -> None:
        self.outcome = outcome
        self.bodies = {body.id: body for body in bodies}
        self._recorded: dict[str, dict[str, list[dict[str, Any]]]] = {}
        self._seen: dict[tuple[str, str, bool], _Listed] = {}
        self._kept: dict[tuple[str, int, bool], tuple[Row, ...]] = {}
        self._kept_of = ""
        self._placed: dict[tuple[str, str], Mapping[str, int]] = {}
        self._contents: dict[tuple[str, int], str] = {}

    def rows(self, name: str, body: str, gid: int, *, near: bool = True) -> tuple[Row, ...]:
        """Rows behind measure `name` in one cell, formula inputs included, in the order of the record; without `near`
        also the rows of another kind altogether and of somebody else. A row that counts nothing new says of which row it is
        a repeat."""
        if body != self._kept_of:
            self._kept, self._seen, self._contents, self._kept_of = {}, {}, {}, body
        key = (name, gid, near)
        if key not in self._kept:
            self._kept[key] = self._traced(name, body, gid, near)
        return self._kept[key]

    def _traced(self, name: str, body: str, gid: int, near: bool) -> tuple[Row, ...]:
        measure = self.outcome.plan.vocabulary.measures[name]
        if measure.table is None:
            return self._of_formula(measure, body, gid, near)
        if measure.table not in self.outcome.views or measure.table not in self.bodies[body].tables:
            return ()
        return tuple(self._judged(measure, body, self.cells[gid], near))

    def _of_formula(self, measure: Measure, body: str, gid: int, near: bool) -> tuple[Row, ...]:
        found: dict[Any, Row] = {}
        parts = self.parts(measure, gid)
        for number, cell in enumerate(parts):
            for one in measure.inputs:
                for row in self.rows(one, body, cell, near=near):
                    key = (row.table, row.id, row.measure)
                    if key not in found and near and number and row.counted == "no":
                        continue  # a near miss of one element of many is none of the whole
                    if key not in found or COUNTED[row.counted] < COUNTED[found[key].counted]:
                        found[key] = row
        if near and len(parts) > 1:
            leaves = dict.fromkeys(leaf for cell in parts for one in measure.inputs for leaf in self.leaves(one, cell))
            return tuple(self.ordered(found.values(), body, tuple(leaves)))
        return tuple(found.values())

    def ordered(self, rows: Iterable[Row], body: str, measures: Sequence[str]) -> list[Row]:
        """Rows by the measures that read them, and those of one measure as the record has them."""
        rank = {name: number for number, name in enumerate(measures)}
        return sorted(rows, key=lambda row: (rank[row.measure], self._places(body, row.table)[row.id]))

    def _places(self, body: str, table: str) -> Mapping[str, int]:
        """Where each row of a table stands."""
        if (body, table) not in self._placed:
            rows = self.bodies[body].tables[table].rows
            self._placed[body, table] = {str(row["id"]): number for number, row in enumerate(rows)}
        return self._placed[body, table]

    def parts(self, measure: Measure, gid: int) -> tuple[int, ...]:
        """The cells whose values a formula reads in one cell: those of each entity for a total, else the cell itself."""
        if measure.over is None:
            return (gid,)
        cell = self.cells[gid]
        over = self._totals[cell["shape"], self.outcome.plan.index[measure.name]]
        return self._spanned.get((over, cell["sid"]), ())

    def leaves(self, name: str, gid: int) -> Iterator[str]:
        """The measures of records that `name` reads in one cell, in the order in which their rows are listed."""
        measure = self.outcome.plan.vocabulary.measures[name]
        if measure.table is not None:
            yield name
        for cell in self.parts(measure, gid) if measure.table is None else ():
            for one in measure.inputs:
                yield from self.leaves(one, cell)

    def _judged(self, measure: Measure, body: str, cell: Mapping[str, Any], near: bool) -> Iterator[Row]:
        assert measure.table is not None
        origins = self.bodies[body].tables[measure.table].origins
        first: dict[Any, str] = {}
        entity, period = cell["entity"], cell["period"]
        for seen in self._listed(measure, body, near).of(cell) if near else self._listed(measure, body, near).rows:
            counted, why = _status(measure, seen, cell)
            if near and why == OTHER:
                continue
            if counted == "yes" and measure.kind in ("distinct", "set", "days"):
                key = seen.times["t_lo"] if measure.kind == "days" else seen.key
                if key in first:
                    why = f"duplicate:{first[key]}"
                first.setdefault(key, seen.id)
            content = self._content(body, measure.table, seen.rn)
            yield Row(measure.name, measure.table, seen.id, origins[seen.rn], counted, why, entity, period, content)

    def _content(self, body: str, table: str, number: int) -> str:
        key = (table, number)
        if key not in self._contents:
            self._contents[key] = row_content(table, self.bodies[body].tables[table].rows[number])
        return self._contents[key]

    @cached_property
    def cells(self) -> Mapping[int, Mapping[str, Any]]:
        """Every cell of the grid with its span. `founded` is the body's day where it may widen what a register must cover."""
        found = sql.rows(
            self.outcome.con,
            "SELECT g.gid, g.body, g.shape, g.sid, g.entity, g.item, g.period, g.p_from, g.p_to, g.running,"
            " g.partial, g.unsure, g.missing, g.due_hi, g.until < g.as_of AS ran_out, s.eff_to, s.rows_from,"
            f" s.need_from, CASE WHEN s.rows_from = {sql.FIRST} THEN b.founded END AS founded"
            " FROM grid g LEFT JOIN span s ON s.sid = g.sid LEFT JOIN bodies b ON b.body = g.body ORDER BY g.gid",
        )
        return {row["gid"]: row for row in found}

    @cached_property
    def _spanned(self) -> Mapping[tuple[int, int], tuple[int, ...]]:
        """Cells by shape and span."""
        found: dict[tuple[int, int], list[int]] = {}
        for gid, row in self.cells.items():
            found.setdefault((row["shape"], row["sid"]), []).append(gid)
        return {key: tuple(gids) for key, gids in found.items()}

    @cached_property
    def _totals(self) -> Mapping[tuple[int, int], int]:
        """The shape over whose entities a total goes, by its own shape and measure."""
        return {(row["shape"], row["mi"]): row["over"] for row in self.outcome.plan.totals}

    def _listed(self, measure: Measure, body: str, near: bool) -> _Listed:
        key = (measure.name, body, near)
        if key not in self._seen:
            view = self.outcome.views[str(measure.table)]
            if str(measure.table) not in self._recorded:
                self._recorded[str(measure.table)] = self._ask(view)
            found = self._recorded[str(measure.table)].get(body, [])
            self._seen[key] = _Listed(measure, list(_as_seen(view.seen[measure.name], found, near)))
        return self._seen[key]

    def _ask(self, view: View) -> dict[str, list[dict[str, Any]]]:
        """Every row of a table, by body, with all that measures see of it, in one statement."""
        picked = "".join(f", x.{one}" for one in (*view.times, *view.aliases))
        found = sql.rows(
            self.outcome.con, f"SELECT x.body, x.rn, x.id{picked} FROM {view.name} x ORDER BY x.body, x.rn"
        )
        out: dict[str, list[dict[str, Any]]] = {}
        for row in found:
            out.setdefault(row["body"], []).append(row)
        return out


class _Listed:
    """The rows of one body as one measure sees them, and those that may be of an entity: a table of every school has a cell
    for each, and must not be gone through for each."""

    def __init__(self, measure: Measure, rows: Sequence[_Seen]) -> None:
        self.rows, self.measure = rows, measure

    def of(self, cell: Mapping[str, Any]) -> Sequence[_Seen]:
        """Those that are not for certain of somebody else, and perhaps a few more."""
        if self.measure.entity is None and self.measure.item is None:
            return self.rows
        wanted = cell["entity" if self.measure.entity is not None else "item"]
        mine, anyone = self._by_owner.get(wanted, ()), self._by_owner.get(None, ())
        if not mine or not anyone:
            return mine or anyone
        return sorted((*mine, *anyone), key=lambda seen: seen.rn)

    @cached_property
    def _by_owner(self) -> Mapping[str | None, Sequence[_Seen]]:
        found: dict[str | None, list[_Seen]] = {}
        for seen in self.rows:
            value = seen.entity if self.measure.entity is not None else seen.item
            owners = value if isinstance(value, tuple) else (value,)
            for owner in dict.fromkeys(None if value is None else str(one) for one in owners):
                found.setdefault(owner, []).append(seen)
        return found


def _as_seen(asked: Seen, found: Iterable[Mapping[str, Any]], near: bool) -> Iterator[_Seen]:
    """Rows as one measure sees them; with `near` without those of another kind altogether."""
    for row in found:
        if near and asked.tests and row[asked.tests[0]] is False:
            continue
        key, entity, item = (listed(row[alias]) if alias else None for alias in (asked.value, *asked.keys))
        tests = tuple(row[test] for test in asked.tests)
        yield _Seen(row["rn"], row["id"], tests, key, entity, item, row)


OTHER = "other_entity"
"""Why a row does not count in a cell of somebody else."""


def _status(measure: Measure, seen: _Seen, cell: Mapping[str, Any]) -> tuple[str, str]:
    """(`yes`, `maybe` or `no`; why)."""
    # Whose row it is comes first: what fails a condition is a near miss for its own entity alone.
    for column, value, wanted in (
        (measure.entity, seen.entity, cell["entity"]), (measure.item, seen.item, cell["item"])
    ):  # fmt: skip
        listed_ = value if isinstance(value, tuple) else (value,)
        if column is not None and value is not None and wanted not in map(str, listed_):
            return "no", OTHER
    for number, holds in enumerate(seen.tests):
        if holds is False:
            return "no", f"condition:{measure.name}.{number}"
    possible, sure = _in_time(measure, seen.times, cell)
    if not possible:
        return "no", "outside_period"
    for number, holds in enumerate(seen.tests):
        if holds is None:
            return "maybe", f"open_condition:{measure.name}.{number}"
    for column, value in ((measure.entity, seen.entity), (measure.item, seen.item), (measure.column, seen.key)):
        if column is not None and value is None:
            return "maybe", f"empty_cell:{measure.table}.{column}"
    return ("yes", "") if sure else ("maybe", "date_open")


def _in_time(measure: Measure, times: Mapping[str, Any], cell: Mapping[str, Any]) -> tuple[bool, bool]:
    if "t_lo" in times:
        low, high = times["t_lo"], times["t_hi"]
        return high >= cell["rows_from"] and low <= cell["eff_to"], low >= cell["rows_from"] and high <= cell["eff_to"]
    if "f_lo" in times:
        begin = {"end": cell["eff_to"], "start": cell["need_from"], "any": cell["rows_from"]}[measure.at]
        end = cell["need_from"] if measure.at == "start" else cell["eff_to"]
        return (
            times["f_lo"] <= end and times["u_hi"] >= begin,
            times["f_hi"] <= end and times["u_lo"] >= begin,
        )
    return True, True
