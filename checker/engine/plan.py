"""Rules and vocabulary → rows that SQL can join: the statement never grows with the rulebook.

A `Plan` is for one rulebook under one set of decided readings. Every rule variant (rule × reading) is a row of `rules`,
every comparison a row of `tests`; a *shape* is what cells of several rules share (sets, period kind, window), so values
are computed once a shape, not once a rule.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from checker.engine.strata import strata
from checker.model import SCALES, VERDICTS, Measure, Point, Rule, Rulebook, Scheme, Test
from checker.rulebook.closure import closure
from checker.rulebook.numbers import SET_OPS, last_day
from checker.rulebook.readings import measures_of, variants
from checker.rulebook.schemes import asked, scheme_variants
from checker.rulebook.vocabulary import Vocabulary
from checker.wording.within import expires

RANK = {name: rank for rank, name in enumerate(VERDICTS)}
ROLE = {"when": 0, "require": 1, "note": 2}
PARTIAL = {"owed": 0, "excused": 1, "open": 2}
FORMULA = frozenset({"share", "sum_of", "difference_of", "lookup", "weighted", "total_of"})

EPOCH = dt.date(1970, 1, 1)
PPM = 1_000_000
"""Percent columns are stored in millionths: four decimals of a percent, exact."""

Row = dict[str, Any]
Each = str | tuple[str, ...] | None
"""A set, a literal list, or the whole body."""
_Points = tuple[Point | None, Point | None, Point | None, int | None, str | None]
"""From, to, due of a window, the month within each period, and the last day of the words themselves."""


@dataclass(frozen=True)
class Plan:
    """Rows for the engine's tables; `variants[ri]` is the rule under the reading of row `ri`."""

    rulebook: Rulebook
    vocabulary: Vocabulary
    variants: tuple[tuple[str, Rule], ...]
    rules: list[Row]
    tests: list[Row]
    elements: list[Row]
    windows: list[Row]
    shapes: list[Row]
    literals: list[Row]
    measures: tuple[Measure, ...]
    wanted: list[Row]
    """(shape, mi): which measures each shape's cells read, formula inputs included."""
    totals: list[Row]
    """(shape, mi, over): a total in the cells of `shape` sums its input over those of the shape `over`."""
    point_measures: frozenset[str] = frozenset()
    index: Mapping[str, int] = field(default_factory=dict)
    schemes: tuple[tuple[tuple[str, Scheme], ...], ...] = ()
    """Each scoring scheme under its readings, the primary one first."""
    scored: Mapping[tuple[str, Each], int] = field(default_factory=dict)
    """The shape in whose cells a scheme reads its measures, by its id and the set over which they go."""

    @property
    def window_kinds(self) -> dict[tuple[int, str], int]:
        """Numbers of the (window, period kind) pairs in use."""
        return {(row["w"], row["kind"]): row["wk"] for row in self.shapes}

    @property
    def tables(self) -> frozenset[str]:
        """Record tables that any measure or set reads, linked ones not counted."""
        own = {m.table for m in self.measures if m.table}
        return frozenset(own | {self.vocabulary.sets[name].table for name in self.sets})

    @property
    def sets(self) -> tuple[str, ...]:
        """The sets that a shape or a condition names, each after those that its own conditions name."""
        order: dict[str, None] = {}

        def visit(name: str) -> None:
            if name not in order:
                for one in sorted(named(self.vocabulary.sets[name].where)):
                    visit(one)
                order[name] = None

        asked = {row[key] for row in self.shapes for key in ("eset", "iset")} & self.vocabulary.sets.keys()
        for name in sorted(asked.union(*(named(m.where) for m in self.measures))):
            visit(name)
        return tuple(order)


def named(conditions: Iterable[Mapping[str, Any]]) -> set[str]:
    """Sets that conditions name."""
    return {c[key] for c in conditions for key in ("belongs", "not_belongs") if key in c}


def day_number(text: str) -> int:
    """Days since 1970-01-01 of an ISO date."""
    return (dt.date.fromisoformat(text) - EPOCH).days


def build(
    rulebook: Rulebook, vocabulary: Vocabulary, subject: str | None, decided: Mapping[str, str] | None = None
) -> Plan:
    """The plan for every rule of `rulebook` whose records are those of `subject` (`group`, `authority`; None for all)."""
    chosen = [
        (reading, rule)
        for whole in rulebook.rules
        if subject is None or whole.subject == subject
        for reading, rule in variants(whole, rulebook.questions, decided)
    ]
    concerned = [c["measure"] for one in rulebook.consequences for c in one.when if "measure" in c]
    mine = [one for one in rulebook.schemes if subject in (None, one.subject)]
    schemes = tuple(scheme_variants(one, rulebook.questions, decided) for one in mine)
    scored = [(one, each, name) for found in schemes for _, one in found for each, name in asked(one)]
    used = [*(name for _, rule in chosen for name in measures_of(rule)), *concerned, *(name for _, _, name in scored)]
    names = closure(used, vocabulary.measures)
    measures = tuple(vocabulary.measures[name] for name in names)
    index = {name: number for number, name in enumerate(names)}
    levels = strata([rule for _, rule in chosen], vocabulary.measures)
    builder = _Builder(rulebook, vocabulary, index)
    for number, (reading, rule) in enumerate(chosen):
        builder.add(number, reading, rule, levels[rule.id])
    builder.ask(concerned)
    for found in schemes:
        builder.shape_of(found[0][1], None)  # its periods, also of a scheme that reads nothing
    for one, each, name in scored:
        builder.want(builder.shape_of(one, each), name)
    dated = [p for _, rule in chosen for p in (*rule.window, rule.due.at if rule.due else None)]
    points = frozenset(p.measure for p in dated if p is not None and p.measure)
    return Plan(
        rulebook, vocabulary, tuple(chosen), builder.rules, builder.tests, builder.elements, builder.windows,
        builder.shapes, builder.literals, measures, builder.wanted(), builder.totals(), points, index,
        schemes, builder.scored,
    )  # fmt: skip


class _Builder:
    def __init__(self, rulebook: Rulebook, vocabulary: Vocabulary, index: Mapping[str, int]) -> None:
        self.rulebook, self.vocabulary, self.index = rulebook, vocabulary, index
        self.rules: list[Row] = []
        self.tests: list[Row] = []
        self.elements: list[Row] = []
        self.windows: list[Row] = []
        self.shapes: list[Row] = []
        self.literals: list[Row] = []
        self._totals: dict[tuple[int, str], int] = {}
        self._window_ids: dict[Any, int] = {}
        self._shape_ids: dict[Any, int] = {}
        self._literal_ids: dict[tuple[str, ...], str] = {}
        self._kind_ids: dict[tuple[int, str], int] = {}
        self.scored: dict[tuple[str, Each], int] = {}
        self._wanted: dict[tuple[int, int], None] = {}
        self._operators = {name: number for number, name in enumerate(vocabulary.operators)}

    def add(self, ri: int, reading: str, rule: Rule, stratum: int) -> None:
        outcomes = self.vocabulary.modalities[rule.modality]
        shape = self._shape(rule)
        due = rule.due
        months, days = due.after_period if due and due.after_period else (None, None)
        self.rules.append(
            {
                "ri": ri, "rule": rule.id, "reading": reading, "shape": shape, "stratum": stratum,
                "partial": PARTIAL[rule.partial], "asks": rule.ask is not None, "open": bool(due and due.open),
                "tests": sum(len(items) for items in rule.tests.values()),
                "after_months": months, "after_days": days, "no_rows": RANK[rule.no_rows],
                **{f"v_{key}": RANK[outcomes[key]] for key in ("holds", "unknown", "asked")},
                "v_no": RANK[(rule.ask and rule.ask.no) or outcomes["breached"]],
            }
        )  # fmt: skip
        for role, items in rule.tests.items():
            for test in items:
                self._test(ri, shape, ROLE[role], test, rule)

    def ask(self, names: Iterable[str]) -> None:
        """Have these measures worked out for the whole body, though no rule's cell reads them: consequences do."""
        for name in names:
            self.want(self._shape_of(None, None, "*", (None, None, None, None, self.rulebook.source.expires)), name)

    def shape_of(self, scheme: Scheme, each: Each) -> int:
        """The shape of a scheme's periods, for the whole body or each element of a set."""
        end = expires(self.rulebook.source, scheme.at)
        eset = self._set(each) if each is not None else None
        shape = self._shape_of(eset, None, scheme.every or "*", (None, None, None, None, end))
        self.scored[scheme.id, each] = shape
        return shape

    def _test(self, ri: int, shape: int, role: int, test: Test, rule: Rule) -> None:
        ti = len(self.tests)
        outcomes = self.vocabulary.modalities[rule.modality]
        measure = self.vocabulary.measures[test.measure]
        self.want(shape, test.measure)
        row: Row = {
            "ti": ti, "ri": ri, "role": role, "grp": test.group, "neg": test.negate, "op": self._operators[test.op],
            "is_set": test.op in SET_OPS, "mi": self.index[test.measure], "rmi": None, "r_n": None, "r_d": 1,
            "t_n": 1, "t_d": 1, "p_n": 0, "p_d": 1, "months": test.months,
            "days": test.days, "breached": RANK[test.breached_as or outcomes["breached"]],
            "missing": RANK[test.missing_as or outcomes["unknown"]],
        }  # fmt: skip
        if test.right_measure is not None:
            self.want(shape, test.right_measure)
            row["rmi"] = self.index[test.right_measure]
            # Both in the unit that the left side is stored in: yuan a head are fen a head.
            times = test.times * scale(measure) / scale(self.vocabulary.measures[test.right_measure])
            plus = scaled(test.plus, measure)
            row |= {"t_n": times.numerator, "t_d": times.denominator, "p_n": plus.numerator, "p_d": plus.denominator}
        elif test.op in SET_OPS:
            values = test.right if isinstance(test.right, tuple) else (test.right,)
            self.elements += [{"ti": ti, "element": value} for value in values]
        elif isinstance(test.right, str):
            row["r_n"] = day_number(test.right)
        else:
            number = scaled(test.right, measure)
            row["r_n"], row["r_d"] = number.numerator, number.denominator
        self.tests.append(row)

    def want(self, shape: int, name: str) -> None:
        for one in closure([name], self.vocabulary.measures, within=True):
            self._wanted.setdefault((shape, self.index[one]))
            measure = self.vocabulary.measures[one]
            if measure.over is not None:
                self._total(shape, measure)

    def _total(self, shape: int, measure: Measure) -> None:
        """Have the input of a total worked out for each entity of its set, in the windows and periods of `shape`."""
        if (shape, measure.name) not in self._totals:
            row = self.shapes[shape]
            over = self._shape_in(measure.over, None, row["kind"], row["w"])
            self._totals[shape, measure.name] = over
            self.want(over, measure.inputs[0])

    def totals(self) -> list[Row]:
        return [{"shape": shape, "mi": self.index[name], "over": over} for (shape, name), over in self._totals.items()]

    def wanted(self) -> list[Row]:
        return [{"shape": shape, "mi": mi} for shape, mi in self._wanted]

    def _shape(self, rule: Rule) -> int:
        sets = [self._set(one) for one in rule.for_each] + [None, None]
        due, month = (rule.due.at, rule.due.within) if rule.due else (None, None)
        end = expires(self.rulebook.source, rule.at)
        return self._shape_of(sets[0], sets[1], rule.every or "*", (*rule.window, due, month, end))

    def _shape_of(self, eset: str | None, iset: str | None, kind: str, points: _Points) -> int:
        return self._shape_in(eset, iset, kind, self._window(points))

    def _shape_in(self, eset: str | None, iset: str | None, kind: str, window: int) -> int:
        key = (eset, iset, kind, window)
        if key not in self._shape_ids:
            self._shape_ids[key] = len(self.shapes)
            wk = self._kind_ids.setdefault((window, kind), len(self._kind_ids))
            row = {"shape": len(self.shapes), "eset": eset, "iset": iset, "kind": kind, "w": window, "wk": wk}
            self.shapes.append(row)
        return self._shape_ids[key]

    def _set(self, one: str | tuple[str, ...]) -> str:
        if isinstance(one, str):
            return one
        if one not in self._literal_ids:
            name = f"literal {len(self._literal_ids)}"
            self._literal_ids[one] = name
            self.literals += [{"name": name, "element": value} for value in one]
        return self._literal_ids[one]

    def _window(self, key: _Points) -> int:
        if key not in self._window_ids:
            source = self.rulebook.source
            self._window_ids[key] = len(self.windows)
            self.windows.append(
                {
                    "w": len(self.windows), "effective": source.effective, "expires": key[4], "within": key[3],
                    **self._point("from", key[0]), **self._point("to", key[1]), **self._point("due", key[2]),
                }
            )  # fmt: skip
        return self._window_ids[key]

    def _point(self, name: str, point: Point | None) -> Row:
        # A month as a start is its first day, as an end or a last day its last.
        date = None
        if point is not None and point.date:
            date = last_day(point.date) if name != "from" or len(point.date) > 7 else f"{point.date}-01"
        return {
            f"{name}_date": date,
            f"{name}_mi": self.index[point.measure] if point and point.measure else None,
            f"{name}_months": point.months if point else 0,
            f"{name}_days": point.days if point else 0,
        }


def scale(measure: Measure) -> int:
    """How many of the unit that a measure is stored in make one of the unit that it is written in."""
    return SCALES.get(measure.type, 1)


def scaled(number: Any, measure: Measure) -> Fraction:
    """A constant in the unit that a measure's column is stored in: money in fen, all else as it is."""
    fraction = number if isinstance(number, Fraction) else Fraction(number)
    return fraction * scale(measure)
