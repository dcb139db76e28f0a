"""What each test saw, in exact values for display: both sides with their ends, the shortfall, and why an end is open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cached_property, partial
from typing import Any

from checker.engine import sql
from checker.engine.check import Outcome
from checker.engine.plan import EPOCH, scale
from checker.engine.sql import NEVER, NOWHERE
from checker.findings.bucket import Bucket
from checker.findings.deferred import Behind
from checker.findings.prints import RecordPrints
from checker.findings.registers import Registers
from checker.model import Measure, Row, Test, TestResult, Value
from checker.records.body import Body
from checker.records.derived import BODY

_OUTCOME = {1: "holds", 0: "breached", None: "unknown"}
_ROLE = {0: "when", 1: "require", 2: "note"}


class Results:
    """The test results of one body, by rule row and cell. Needs an outcome with detail."""

    def __init__(self, bucket: Bucket, body: Body) -> None:
        self.bucket, self.outcome, self.tracer, self.body = bucket, bucket.outcome, bucket.tracer, body
        self.measures = self.outcome.plan.vocabulary.measures
        self.registers = Registers(bucket, body)
        self.record_prints = RecordPrints(body, self.outcome.schemas)
        self._why: dict[tuple[str, int], tuple[str, ...]] = {}
        self._later: dict[str, frozenset[str]] = {}

    def of(self, ri: int, gid: int) -> tuple[TestResult, ...]:
        """The results of the tests of one cell, in the order of the rule."""
        found = self._outcomes.get((ri, gid), ())
        return tuple(
            self._result(self._tests[row["ti"]], row, self._elements.get((row["ti"], gid), ())) for row in found
        )

    def later(self, table: str) -> frozenset[str]:
        """The ids of the rows of a table that begin after the day of the check."""
        if table not in self._later:
            self._later[table] = later_rows(table, self.body, self.outcome)
        return self._later[table]

    def behind(self, held: Mapping[str, tuple[int, Value]]) -> Behind:
        """The rows behind values of the body, by measure and cell."""
        return Behind({name: partial(self._counted, name, gid) for name, (gid, _) in held.items()})

    def _counted(self, measure: str, gid: int) -> tuple[Row, ...]:
        return tuple(row for row in self.tracer.rows(measure, self.body.id, gid) if row.counted != "no")

    @cached_property
    def _tests(self) -> Sequence[Test]:
        return [test for _, rule in self.outcome.plan.variants for items in rule.tests.values() for test in items]

    @cached_property
    def _outcomes(self) -> Mapping[tuple[int, int], Sequence[Mapping[str, Any]]]:
        found = sql.rows(
            self.outcome.con,
            "SELECT o.* FROM outcomes o JOIN grid g ON g.gid = o.gid WHERE g.body = ? ORDER BY o.ri, o.gid, o.ti",
            [self.body.id],
        )
        out: dict[tuple[int, int], list[Mapping[str, Any]]] = {}
        for row in found:
            out.setdefault((row["ri"], row["gid"]), []).append(row)
        return out

    @cached_property
    def _elements(self) -> Mapping[tuple[int, int], Sequence[tuple[str, int, int]]]:
        out: dict[tuple[int, int], list[tuple[str, int, int]]] = {}
        if any(test["is_set"] for test in self.outcome.plan.tests):
            for ti, gid, element, v, r in self.outcome.con.execute(
                "SELECT e.ti, e.gid, e.element, e.v, e.r FROM elements_all e JOIN grid g ON g.gid = e.gid"
                " WHERE g.body = ? ORDER BY e.ti, e.gid, e.element",
                [self.body.id],
            ).fetchall():
                out.setdefault((ti, gid), []).append((element, v, r))
        return out

    def _result(self, test: Test, row: Mapping[str, Any], sides: Sequence[tuple[str, int, int]]) -> TestResult:
        measure = self.measures[test.measure]
        right = self.measures[test.right_measure] if test.right_measure else None
        outcome, role = _OUTCOME[row["o"]], _ROLE[row["role"]]
        if measure.type in ("code", "set"):
            value = Value(
                measure.name,
                elements=tuple(e for e, v, _ in sides if v == 2),
                maybe=tuple(e for e, v, _ in sides if v == 1),
                complete=row["n_hi"] is not None,
                why_open=self._why_set_open(measure, row["gid"], row["n_hi"], [v for _, v, _ in sides]),
            )
            required = Value(
                right.name if right else "",
                elements=tuple(e for e, _, r in sides if r == 2),
                why_open=self._why_set_open(right, row["gid"], row["rn_hi"], [r for _, _, r in sides]) if right else (),
            )
            missing = tuple(e for e, v, r in sides if r == 2 and v == 0)
            extra = tuple(e for e, v, r in sides if v == 2 and r == 0)
            return TestResult(test, role, outcome, value, required, None, missing, extra)
        value = self._number(measure, row, "n", "d", measure)
        required = self._number(measure, row, "rn", "rd", right)
        return TestResult(test, role, outcome, value, required, _short(value, required, outcome))

    def _why_set_open(self, measure: Measure, gid: int, high: int | None, sides: Sequence[int]) -> tuple[str, ...]:
        """Why a set is not known: its register is open (no high end), or an element only may belong to it (1)."""
        return self.why_open(measure, gid) if high is None or 1 in sides else ()

    def _number(self, left: Measure, row: Mapping[str, Any], top: str, base: str, source: Measure | None) -> Value:
        """One side of a numeric test on `left`, from `source`; without one it is a constant, which is never open. Both
        sides are in the unit of `left`: money in fen, points as they are written."""
        lo, hi, d_lo, d_hi = (row[f"{top}_lo"], row[f"{top}_hi"], row[f"{base}_lo"], row[f"{base}_hi"])
        is_open = lo is None or hi is None or d_lo is None or d_hi is None
        why = self.why_open(source, row["gid"]) if source and (is_open or lo != hi or d_lo != d_hi) else ()
        name = "" if source is None else source.name if source.type == left.type else left.name
        if left.type == "date":
            if source and source.table and not is_open and lo != hi:
                why = (*why, f"date_open:{source.table}")  # only a month is known, and the day decides
            return Value(name, *days(lo, hi), complete=not is_open, why_open=tuple(dict.fromkeys(why)))
        share = source is not None and source.kind == "share"
        unit = scale(left) if left.type == "points" else 1
        return Value(
            name,
            Fraction(lo, d_hi * unit) if lo is not None and d_hi else None,
            Fraction(hi, d_lo * unit) if hi is not None and d_lo else None,
            numerator=(lo, hi) if share else None,
            denominator=(d_lo, d_hi) if share else None,
            complete=not is_open,
            why_open=why,
        )

    def why_open(self, measure: Measure, gid: int) -> tuple[str, ...]:
        """Which record is missing: a table not reported, a register not complete, a cell left empty, a day not given."""
        key = (measure.name, gid)
        if key not in self._why:
            self._why[key] = self._asked_why(measure, gid)
        return self._why[key]

    def _asked_why(self, measure: Measure, gid: int) -> tuple[str, ...]:
        if measure.table is None:
            found: dict[str, None] = {}
            for cell in self.tracer.parts(measure, gid):
                if measure.over is not None and self.tracer.cells[cell]["entity"] == "?":
                    found[self.registers.of_set(measure.over, cell)] = None
                    continue
                for name in measure.inputs:
                    # Of the many parts of a total only those that are open say why.
                    if measure.over is None or not self._known(name, cell)[1]:
                        found |= dict.fromkeys(self.why_open(self.measures[name], cell))
            return tuple(found)
        if measure.table == BODY:
            return (f"empty_cell:{BODY}.{measure.column}",)
        if measure.table not in self.body.tables:
            return (f"table_not_reported:{measure.table}",)
        why = [] if self._known(measure.name, gid)[0] else [self.registers.of_measure(measure, gid)]
        for row in self.tracer.rows(measure.name, self.body.id, gid):
            if row.counted == "maybe":
                why.append(self._open_cell(measure, row.why))
        return tuple(dict.fromkeys(why))

    def _known(self, name: str, gid: int) -> tuple[bool, bool]:
        return self.bucket.known.get((self.outcome.plan.index[name], gid), (False, True))

    def _open_cell(self, measure: Measure, why: str) -> str:
        key, _, argument = why.partition(":")
        if key == "open_condition":
            column = measure.where[int(argument.rpartition(".")[2])]["column"]
            return f"empty_cell:{self._column(measure, column)}"
        return f"date_open:{measure.table}" if key == "date_open" else why

    def _column(self, measure: Measure, path: str) -> str:
        """`table.column` at the end of a path over links."""
        table = str(measure.table)
        *links, last = path.split(".")
        for step in links:
            table = self.outcome.schemas[table].columns[step].link or table
        return f"{table}.{last}"


def whole_bodies(outcome: Outcome, name: str) -> Mapping[str, tuple[int, Value]]:
    """A measure over the whole body and time, of every body of a bucket, in the units in which rules are written: what a
    consequence asks of it. With the cell in which it was measured."""
    mi = outcome.plan.index[name]
    measure = outcome.plan.measures[mi]
    found = outcome.con.execute(
        "SELECT g.body, v.gid, v.n_lo, v.n_hi, v.d_lo, v.d_hi FROM val v JOIN grid g ON g.gid = v.gid WHERE v.mi = ?"
        " AND g.period = '*' AND g.entity = '*' ORDER BY g.gid",
        [mi],
    ).fetchall()
    codes: dict[int, list[tuple[str, bool]]] = {}
    if measure.type in ("code", "set"):
        for gid, element, sure in outcome.con.execute(
            "SELECT gid, element, BOOL_OR(sure) FROM sv WHERE mi = ? GROUP BY gid, element ORDER BY element", [mi]
        ).fetchall():
            codes.setdefault(gid, []).append((element, sure))
    out: dict[str, tuple[int, Value]] = {}
    for body, gid, *ends in found:
        if body not in out:
            out[body] = gid, _whole(measure, codes.get(gid, ()), *ends)
    return out


def _whole(
    measure: Measure, codes: Sequence[tuple[str, bool]], lo: int | None, hi: int | None, d_lo: int | None, d_hi: int | None
) -> Value:  # fmt: skip
    if measure.type == "date":
        return Value(measure.name, *days(lo, hi))
    if measure.type in ("code", "set"):
        sure = tuple(element for element, is_sure in codes if is_sure)
        maybe = tuple(element for element, is_sure in codes if not is_sure)
        return Value(measure.name, elements=sure, maybe=maybe, complete=hi is not None)
    unit = scale(measure)
    return Value(
        measure.name,
        Fraction(lo, d_hi * unit) if lo is not None and d_hi else None,
        Fraction(hi, d_lo * unit) if hi is not None and d_lo else None,
    )


def later_rows(table: str, body: Body, outcome: Outcome) -> frozenset[str]:
    """The ids of the rows of a table that begin after the day of the check."""
    time = outcome.schemas[table].time if table in body.tables else None
    column = (time or {}).get("at") or (time or {}).get("from")
    if column is None:
        return frozenset()
    rows = body.tables[table].rows
    # A month alone is no later than any of its days.
    return frozenset(str(row["id"]) for row in rows if str(row.get(column) or "") > str(body.as_of))


def days(low: int | None, high: int | None) -> tuple[str | None, str | None]:
    """Both ends of a date; what did not happen by the day of the check has no later end."""
    ends = _day(low), _day(high)
    return ("never", "never") if ends[0] == "never" or high == NOWHERE else ends


def _day(number: int | None) -> str | None:
    if number is None:
        return None
    return "never" if number >= NEVER or number <= NOWHERE else (EPOCH + dt.timedelta(days=number)).isoformat()


def _short(value: Value, required: Value, verdict: str) -> Fraction | None:
    """The exact distance to the bound of a breached numeric test; None where an end is open. Dates count days."""
    if verdict != "breached":
        return None
    ends = (value.low if value.high is None else value.high, required.low)
    if any(end is None or end == "never" for end in ends):
        return None
    if isinstance(ends[0], str) and isinstance(ends[1], str):
        return Fraction(abs((dt.date.fromisoformat(ends[0]) - dt.date.fromisoformat(ends[1])).days))
    if isinstance(ends[0], Fraction) and isinstance(ends[1], Fraction):
        return abs(ends[0] - ends[1])
    return None
