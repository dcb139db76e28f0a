"""What each test saw, in exact values for display: both sides with their ends, the shortfall, and why an end is open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from checker.engine import sql
from checker.engine.check import Outcome
from checker.engine.plan import EPOCH, scale
from checker.engine.sql import NEVER, NOWHERE
from checker.engine.trace import Tracer
from checker.findings.registers import Registers
from checker.model import Measure, Test, TestResult, Value
from checker.records.body import Body
from checker.records.derived import BODY

_OUTCOME = {1: "holds", 0: "breached", None: "unknown"}
_ROLE = {0: "when", 1: "require", 2: "note"}


class Results:
    """The test results of one body, by rule row and cell. Needs an outcome with detail."""

    def __init__(self, outcome: Outcome, body: Body, tracer: Tracer) -> None:
        self.outcome, self.body, self.tracer = outcome, body, tracer
        self.measures = outcome.plan.vocabulary.measures
        self.registers = Registers(outcome, body)
        found = outcome.con.execute(
            "SELECT v.mi, v.gid, v.closed, COALESCE(v.n_lo = v.n_hi AND v.d_lo = v.d_hi, FALSE) FROM val v"
            " JOIN grid g ON g.gid = v.gid WHERE g.body = ?",
            [body.id],
        ).fetchall()
        self._closed: dict[tuple[int, int], bool] = {(mi, gid): closed for mi, gid, closed, _ in found}
        self._open: set[tuple[int, int]] = {(mi, gid) for mi, gid, _, known in found if not known}

    def all(self) -> dict[tuple[int, int], list[TestResult]]:
        """(ri, gid) → the results of its tests, in the order of the rule."""
        elements = self._elements()
        found = sql.rows(
            self.outcome.con,
            "SELECT o.* FROM outcomes o JOIN grid g ON g.gid = o.gid WHERE g.body = ? ORDER BY o.ri, o.gid, o.ti",
            [self.body.id],
        )
        tests = [test for _, rule in self.outcome.plan.variants for items in rule.tests.values() for test in items]
        out: dict[tuple[int, int], list[TestResult]] = {}
        for row in found:
            sides = elements.get((row["ti"], row["gid"]), [])
            out.setdefault((row["ri"], row["gid"]), []).append(self._result(tests[row["ti"]], row, sides))
        return out

    def _elements(self) -> dict[tuple[int, int], list[tuple[str, int, int]]]:
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
        if measure.table is None:
            found: dict[str, None] = {}
            for cell in self.tracer.parts(measure, gid):
                if measure.over is not None and self.tracer.cells[cell]["entity"] == "?":
                    found[self.registers.of_set(measure.over, cell)] = None
                    continue
                for name in measure.inputs:
                    # Of the many parts of a total only those that are open say why.
                    if measure.over is None or (self.outcome.plan.index[name], cell) in self._open:
                        found |= dict.fromkeys(self.why_open(self.measures[name], cell))
            return tuple(found)
        if measure.table == BODY:
            return (f"empty_cell:{BODY}.{measure.column}",)
        if measure.table not in self.body.tables:
            return (f"table_not_reported:{measure.table}",)
        closed = self._closed.get((self.outcome.plan.index[measure.name], gid), False)
        why = [] if closed else [self.registers.of_measure(measure, gid)]
        for row in self.tracer.rows(measure.name, self.body.id, gid):
            if row.counted == "maybe":
                why.append(self._open_cell(measure, row.why))
        return tuple(dict.fromkeys(why))

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


def whole_body(outcome: Outcome, body: Body, name: str) -> Value | None:
    """A measure over the whole body and time, in the units in which rules are written: what a consequence asks of it."""
    mi = outcome.plan.index[name]
    measure = outcome.plan.measures[mi]
    found = outcome.con.execute(
        "SELECT v.gid, v.n_lo, v.n_hi, v.d_lo, v.d_hi FROM val v JOIN grid g ON g.gid = v.gid WHERE v.mi = ? AND g.body = ?"
        " AND g.period = '*' AND g.entity = '*' ORDER BY g.gid LIMIT 1",
        [mi, body.id],
    ).fetchone()
    if found is None:
        return None
    gid, lo, hi, d_lo, d_hi = found
    if measure.type == "date":
        return Value(name, *days(lo, hi))
    if measure.type in ("code", "set"):
        rows = outcome.con.execute(
            "SELECT element, BOOL_OR(sure) FROM sv WHERE mi = ? AND gid = ? GROUP BY element ORDER BY element",
            [mi, gid],
        ).fetchall()
        sure = tuple(element for element, is_sure in rows if is_sure)
        maybe = tuple(element for element, is_sure in rows if not is_sure)
        return Value(name, elements=sure, maybe=maybe, complete=hi is not None)
    unit = scale(measure)
    return Value(
        name,
        Fraction(lo, d_hi * unit) if lo is not None and d_hi else None,
        Fraction(hi, d_lo * unit) if hi is not None and d_lo else None,
    )


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
