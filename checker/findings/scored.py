"""Values for scoring schemes: per scheme and period, what each of its measures is for the body or for each element of a set."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from checker.engine.check import Outcome
from checker.engine.plan import scale
from checker.engine.trace import OTHER, Tracer
from checker.findings.results import Results, days
from checker.model import Element, Measure, Scheme, ScoreInput, Value
from checker.records.body import Body
from checker.rulebook.schemes import asked

Key = tuple[str | tuple[str, ...] | None, str]


class Scored:
    """Reads what schemes ask of one body of a checked bucket."""

    def __init__(self, outcome: Outcome, body: Body, tracer: Tracer) -> None:
        self.outcome, self.body, self.tracer = outcome, body, tracer
        self._results: Results | None = None

    def inputs(self) -> Iterator[tuple[tuple[tuple[str, Scheme], ...], tuple[ScoreInput, ...]]]:
        """Each scheme under its readings, with its periods in order."""
        for variants in self.outcome.plan.schemes:
            wanted = dict.fromkeys(key for _, one in variants for key in asked(one))
            yield variants, self._periods(variants[0][1].id, tuple(wanted))

    def _periods(self, scheme: str, wanted: tuple[Key, ...]) -> tuple[ScoreInput, ...]:
        plan = self.outcome.plan
        spans = self.outcome.con.execute(
            "SELECT period, p_from, p_to, running, missing FROM grid WHERE body = ? AND shape = ? ORDER BY p_from, period",
            [self.body.id, plan.scored[scheme, None]],
        ).fetchall()
        values: dict[str, dict[Key, list[Element]]] = {}
        for each, name in wanted:
            measure = plan.vocabulary.measures[name]
            found = self.outcome.con.execute(
                "SELECT g.gid, g.entity, g.period, g.unsure, v.n_lo, v.n_hi, v.d_lo, v.d_hi FROM grid g"
                " JOIN val v ON v.gid = g.gid WHERE g.body = ? AND g.shape = ? AND v.mi = ? ORDER BY g.gid",
                [self.body.id, plan.scored[scheme, each], plan.index[name]],
            ).fetchall()
            for gid, entity, period, unsure, *ends in found:
                element = self._element(measure, gid, entity, bool(unsure), *ends)
                values.setdefault(period, {}).setdefault((each, name), []).append(element)
        # "?" is time that the calendar does not name, "-" a window without a period: no year to score beside real ones.
        named = [span for span in spans if span[0] not in ("?", "-")] or [span for span in spans if span[0] == "?"]
        return tuple(
            ScoreInput(
                period, {key: tuple(found) for key, found in values.get(period, {}).items()},
                first and first.isoformat(), last and last.isoformat(), bool(running), missing,
            )
            for period, first, last, running, missing in named
        )  # fmt: skip

    def _element(
        self, measure: Measure, gid: int, entity: str, unsure: bool, lo: int | None, hi: int | None, d_lo: int | None,
        d_hi: int | None,
    ) -> Element:  # fmt: skip
        value = self._value(measure, gid, lo, hi, d_lo, d_hi)
        if entity in ("?", "-"):
            return Element(entity, value, (), unsure)
        rows = self.tracer.rows(measure.name, self.body.id, gid)
        return Element(entity, value, tuple(row for row in rows if row.why != OTHER), unsure)

    def _value(
        self, measure: Measure, gid: int, lo: int | None, hi: int | None, d_lo: int | None, d_hi: int | None
    ) -> Value:
        name = measure.name
        if measure.type in ("code", "set"):
            found = self.outcome.con.execute(
                "SELECT element, BOOL_OR(sure) FROM sv WHERE mi = ? AND gid = ? GROUP BY element ORDER BY element",
                [self.outcome.plan.index[name], gid],
            ).fetchall()
            maybe = tuple(one for one, sure in found if not sure)
            why = self._why(measure, gid) if hi is None or maybe else ()
            sure_ones = tuple(one for one, sure in found if sure)
            return Value(name, elements=sure_ones, maybe=maybe, complete=hi is not None, why_open=why)
        if measure.type == "date":
            return Value(name, *days(lo, hi))
        share = measure.kind == "share"
        if share and d_hi == 0:
            return Value(name, numerator=(lo, hi), denominator=(0, 0), complete=False, why_open=("empty_base",))
        is_open = None in (lo, hi, d_lo, d_hi) or not d_lo or not d_hi
        unit = scale(measure)
        return Value(
            name,
            Fraction(lo, d_hi * unit) if lo is not None and d_hi else None,
            Fraction(hi, d_lo * unit) if hi is not None and d_lo else None,
            numerator=(lo, hi) if share else None, denominator=(d_lo, d_hi) if share else None, complete=not is_open,
            why_open=self._why(measure, gid) if is_open or lo != hi or d_lo != d_hi else (),
        )  # fmt: skip

    def _why(self, measure: Measure, gid: int) -> tuple[str, ...]:
        self._results = self._results or Results(self.outcome, self.body, self.tracer)
        return self._results.why_open(measure, gid)
