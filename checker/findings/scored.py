"""Values for scoring schemes: per scheme and period, what each of its measures is for the body or for each element of a set."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from checker.engine.check import Outcome
from checker.engine.plan import scale
from checker.engine.trace import OTHER
from checker.findings.results import Results, days
from checker.model import SCALES, Element, Measure, RecordedTotal, Scheme, ScoreInput, Value
from checker.rulebook.schemes import asked

ASSESSMENTS = "assessments"
"""The table whose rows have the total of a round."""
Key = tuple[str | tuple[str, ...] | None, str]
Codes = Sequence[tuple[str, bool]]


class Asked:
    """What the schemes of a plan read, of all bodies of a bucket at once."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome
        self.schemes = [
            _Asked(outcome, variants, tuple(dict.fromkeys(key for _, one in variants for key in asked(one))))
            for variants in outcome.plan.schemes
        ]


class _Asked:
    """Of one scheme under its readings, by body: its periods, and the values with their codes."""

    def __init__(self, outcome: Outcome, variants: tuple[tuple[str, Scheme], ...], wanted: Sequence[Key]) -> None:
        plan, con, scheme = outcome.plan, outcome.con, variants[0][1].id
        self.variants = variants
        self.spans: dict[str, list[tuple[Any, ...]]] = {}
        for body, *span in con.execute(
            "SELECT g.body, g.period, g.p_from, g.p_to, g.running, g.missing, s.need_from, s.eff_to FROM grid g"
            " LEFT JOIN span s ON s.sid = g.sid WHERE g.shape = ? ORDER BY g.p_from, g.period",
            [plan.scored[scheme, None]],
        ).fetchall():
            self.spans.setdefault(body, []).append(tuple(span))
        self.keys = {(plan.scored[scheme, each], plan.index[name]): (each, name) for each, name in wanted}
        self.values: dict[str, list[tuple[Any, ...]]] = {}
        self.codes: dict[tuple[int, int], list[tuple[str, bool]]] = {}
        if not self.keys:
            return
        shapes, measures = ({str(pair[n]) for pair in self.keys} for n in (0, 1))
        where = f"g.shape IN ({', '.join(shapes)}) AND v.mi IN ({', '.join(measures)})"
        for gid, mi, element, sure in con.execute(
            f"SELECT v.gid, v.mi, v.element, BOOL_OR(v.sure) FROM sv v JOIN grid g ON g.gid = v.gid WHERE {where}"
            " GROUP BY v.gid, v.mi, v.element ORDER BY v.element"
        ).fetchall():
            self.codes.setdefault((mi, gid), []).append((element, sure))
        for body, *found in con.execute(
            "SELECT g.body, g.shape, v.mi, g.gid, g.entity, g.period, g.unsure, v.n_lo, v.n_hi, v.d_lo, v.d_hi FROM grid g"
            f" JOIN val v ON v.gid = g.gid WHERE {where} ORDER BY g.gid, v.mi"
        ).fetchall():
            self.values.setdefault(body, []).append(tuple(found))


class Scored:
    """What schemes ask of one body of a checked bucket."""

    def __init__(self, given: Asked, results: Results) -> None:
        self.given, self.outcome, self.results = given, given.outcome, results
        self.body, self.tracer = results.body, results.tracer

    def inputs(self) -> Iterator[tuple[tuple[tuple[str, Scheme], ...], tuple[ScoreInput, ...]]]:
        """Each scheme under its readings, with its periods in order."""
        for one in self.given.schemes:
            yield one.variants, self._periods(one)

    def _periods(self, given: _Asked) -> tuple[ScoreInput, ...]:
        spans = given.spans.get(self.body.id, [])
        values: dict[str, dict[Key, list[Element]]] = {}
        for shape, mi, gid, entity, period, unsure, *ends in given.values.get(self.body.id, ()):
            if key := given.keys.get((shape, mi)):
                codes = given.codes.get((mi, gid), ())
                element = self._element(self.outcome.plan.measures[mi], gid, entity, bool(unsure), codes, *ends)
                values.setdefault(period, {}).setdefault(key, []).append(element)
        # "?" is time that the calendar does not name, "-" a window without a period: no year to score beside real ones.
        named = [span for span in spans if span[0] not in ("?", "-")] or [span for span in spans if span[0] == "?"]
        return tuple(
            ScoreInput(
                period, {key: tuple(found) for key, found in values.get(period, {}).items()},
                first and first.isoformat(), last and last.isoformat(), bool(running), missing,
                self._totals(given.variants[0][1], first.year) if first else {}, self._covered(begin, end),
            )
            for period, first, last, running, missing, begin, end in named
        )  # fmt: skip

    def _covered(self, begin: dt.date | None, end: dt.date | None) -> tuple[str | None, str | None]:
        """The part of a period in which the document is in force and the body exists, as far as it is inspected."""
        first, last = self.body.review or (None, None)
        begins = [day for day in (begin and begin.isoformat(), first) if day]
        ends = [day for day in (end and end.isoformat(), last) if day]
        return max(begins, default=None), min(ends, default=None)

    def _totals(self, scheme: Scheme, year: int) -> dict[str, tuple[RecordedTotal, ...]]:
        """The scores of the whole body that the records have for each stage of a period, by the year that they judge: rounds are
        held after its end."""
        table = self.body.tables.get(ASSESSMENTS)
        if table is None:
            return {}
        found = {}
        for stage in scheme.stages:
            found[stage.key] = tuple(
                RecordedTotal(Fraction(row["score"], SCALES["points"]), str(row["id"]), origin)
                for row, origin in zip(table.rows, table.origins, strict=True)
                if row.get("kind") == stage.recorded and stage.recorded and row.get("of_year") == year
                and row.get("school") is None and row.get("group") is None and isinstance(row.get("score"), int)
                and str(row.get("date") or "") <= str(self.body.as_of)
            )  # fmt: skip
        return found

    def _element(
        self, measure: Measure, gid: int, entity: str, unsure: bool, codes: Codes, lo: int | None, hi: int | None,
        d_lo: int | None, d_hi: int | None,
    ) -> Element:  # fmt: skip
        value = self._value(measure, gid, codes, lo, hi, d_lo, d_hi)
        if entity in ("?", "-"):
            return Element(entity, value, (), unsure)
        rows = self.tracer.rows(measure.name, self.body.id, gid)
        return Element(entity, value, tuple(row for row in rows if row.why != OTHER), unsure)

    def _value(
        self, measure: Measure, gid: int, codes: Codes, lo: int | None, hi: int | None, d_lo: int | None, d_hi: int | None
    ) -> Value:  # fmt: skip
        name = measure.name
        if measure.type in ("code", "set"):
            maybe = tuple(one for one, sure in codes if not sure)
            why = self.results.why_open(measure, gid) if hi is None or maybe else ()
            sure_ones = tuple(one for one, sure in codes if sure)
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
            why_open=self.results.why_open(measure, gid) if is_open or lo != hi or d_lo != d_hi else (),
        )  # fmt: skip
