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
        self._codes: dict[tuple[int, int], list[tuple[str, bool]]] = {}

    def inputs(self) -> Iterator[tuple[tuple[tuple[str, Scheme], ...], tuple[ScoreInput, ...]]]:
        """Each scheme under its readings, with its periods in order."""
        for variants in self.outcome.plan.schemes:
            wanted = dict.fromkeys(key for _, one in variants for key in asked(one))
            yield variants, self._periods(variants[0][1].id, tuple(wanted))

    def _periods(self, scheme: str, wanted: tuple[Key, ...]) -> tuple[ScoreInput, ...]:
        plan, con = self.outcome.plan, self.outcome.con
        spans = con.execute(
            "SELECT period, p_from, p_to, running, missing FROM grid WHERE body = ? AND shape = ? ORDER BY p_from, period",
            [self.body.id, plan.scored[scheme, None]],
        ).fetchall()
        asked_of = {(plan.scored[scheme, each], plan.index[name]): (each, name) for each, name in wanted}
        values: dict[str, dict[Key, list[Element]]] = {}
        if asked_of:
            shapes, measures = ({str(pair[n]) for pair in asked_of} for n in (0, 1))
            where = f"g.body = ? AND g.shape IN ({', '.join(shapes)}) AND v.mi IN ({', '.join(measures)})"
            for gid, mi, element, sure in con.execute(
                f"SELECT v.gid, v.mi, v.element, BOOL_OR(v.sure) FROM sv v JOIN grid g ON g.gid = v.gid WHERE {where}"
                " GROUP BY v.gid, v.mi, v.element ORDER BY v.element",
                [self.body.id],
            ).fetchall():
                self._codes.setdefault((mi, gid), []).append((element, sure))
            found = con.execute(
                "SELECT g.shape, v.mi, g.gid, g.entity, g.period, g.unsure, v.n_lo, v.n_hi, v.d_lo, v.d_hi FROM grid g"
                f" JOIN val v ON v.gid = g.gid WHERE {where} ORDER BY g.gid, v.mi",
                [self.body.id],
            ).fetchall()
            for shape, mi, gid, entity, period, unsure, *ends in found:
                if key := asked_of.get((shape, mi)):
                    element = self._element(plan.measures[mi], gid, entity, bool(unsure), *ends)
                    values.setdefault(period, {}).setdefault(key, []).append(element)
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
            found = self._codes.get((self.outcome.plan.index[name], gid), [])
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
