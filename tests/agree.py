"""Holds the engine against the reference evaluator, cell by cell: verdicts, values, what is owed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from fractions import Fraction

from reference import Bounds, Elements, Key, evaluate

from checker.decisions import Decisions
from checker.engine import check, plan
from checker.engine.sql import rows
from checker.model import SCALES, VERDICTS, Rulebook
from checker.records.body import Body
from checker.records.tables import TableSchema
from checker.rulebook.vocabulary import Vocabulary

Tables = Mapping[str, TableSchema]
Cells = dict[str, dict[Key, tuple[str, dict[str, Bounds | Elements]]]]
"""Body → cell → verdict and the values that its tests read, in natural units."""


def engine_cells(outcome: check.Outcome) -> Cells:
    """What the tables of a checked bucket say."""
    made = outcome.plan
    out: Cells = {}
    elements: dict[tuple[int, int], dict[str, bool]] = {}
    for mi, gid, element, sure in outcome.con.execute("SELECT mi, gid, element, sure FROM sv").fetchall():
        mine = elements.setdefault((mi, gid), {})
        mine[element] = mine.get(element, False) or sure
    values: dict[int, dict[str, Bounds | Elements]] = {}
    for mi, gid, n_lo, n_hi, d_lo, d_hi, na in outcome.con.execute(
        "SELECT mi, gid, n_lo, n_hi, d_lo, d_hi, na FROM val"
    ).fetchall():
        one = made.measures[mi]
        if one.type in ("code", "set"):
            found = elements.get((mi, gid), {})
            sure = frozenset(e for e, yes in found.items() if yes)
            values.setdefault(gid, {})[one.name] = Elements(sure, frozenset(found) - sure, n_hi is not None)
        elif one.type == "date":
            values.setdefault(gid, {})[one.name] = Bounds(_day(n_lo), _day(n_hi))
        else:
            scale = SCALES.get(one.type, 1)
            low = Fraction(n_lo, d_hi * scale) if n_lo is not None and d_hi else None
            high = Fraction(n_hi, d_lo * scale) if n_hi is not None and d_lo else None
            values.setdefault(gid, {})[one.name] = Bounds(low, high, bool(na))
    names = {}
    for ri, (_, rule) in enumerate(made.variants):
        names[ri] = {n for ts in rule.tests.values() for t in ts for n in (t.measure, t.right_measure) if n}
    for row in rows(
        outcome.con,
        "SELECT g.body, c.ri, c.gid, u.rule, u.reading, g.entity, g.item, g.period, c.verdict"
        " FROM cells c JOIN rules u ON u.ri = c.ri JOIN grid g ON g.gid = c.gid",
    ):
        key = (row["rule"], row["reading"], row["entity"], row["item"], row["period"])
        mine_cells = out.setdefault(row["body"], {})
        assert key not in mine_cells, f"owed twice: {key}"
        read = {n: v for n, v in values.get(row["gid"], {}).items() if n in names[row["ri"]]}
        mine_cells[key] = (VERDICTS[row["verdict"]], read)
    return out


def _day(number: int | None) -> dt.date | None:
    return None if number is None else dt.date(1970, 1, 1) + dt.timedelta(days=number)


def differences(
    book: Rulebook, vocabulary: Vocabulary, tables: Tables, bodies: Sequence[Body],
    decisions: Mapping[str, Decisions] | None = None, subject: str = "group",
) -> list[str]:  # fmt: skip
    """What the two evaluators say differently, one line each."""
    return compared(book, vocabulary, tables, bodies, decisions, subject)[0]


def compared(
    book: Rulebook, vocabulary: Vocabulary, tables: Tables, bodies: Sequence[Body],
    decisions: Mapping[str, Decisions] | None = None, subject: str = "group",
) -> tuple[list[str], Cells]:  # fmt: skip
    """The differences, and the engine's cells."""
    outcome = check.check(plan.build(book, vocabulary, subject), bodies, tables, decisions, detail=False)
    found = engine_cells(outcome)
    outcome.close()
    out = []
    for body in bodies:
        expected = evaluate(book, vocabulary, tables, body, (decisions or {}).get(body.id))
        actual = found.get(body.id, {})
        out += [f"{body.id} {key}: not owed by the reference" for key in actual.keys() - expected.keys()]
        out += [f"{body.id} {key}: not owed by the engine" for key in expected.keys() - actual.keys()]
        for key in sorted(expected.keys() & actual.keys()):
            verdict, values = actual[key]
            out += [
                f"{body.id} {key} {name}: engine {values.get(name)} ≠ {value}"
                for name, value in expected[key].values.items()
                if values.get(name, type(value)()) != value  # without a row of values nothing is known
            ]
            if verdict != expected[key].verdict:
                out.append(f"{body.id} {key}: engine {verdict} ≠ {expected[key].verdict} on {expected[key].values}")
    return out, found
