"""Cases from whole records, of rules and of measures: small bodies through the whole engine, all in one batch."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from checker.engine import check, plan
from checker.engine.trace import Tracer
from checker.errors import BadInput
from checker.model import VERDICTS, Measure, Row, Rule, Rulebook, Source, Test
from checker.records.body import Body
from checker.records.tables import TableSchema
from checker.records.yaml_reader import from_data
from checker.rulebook.numbers import number
from checker.rulebook.readings import PRIMARY
from checker.rulebook.vocabulary import Vocabulary
from checker.verdicts import combined

NOT_OWED = "not_owed"
"""What comes out of a case about a cell that the rule does not have."""


@dataclass(frozen=True)
class RecordCase:
    """`name` is the test's id; `wrong` is None when the case comes out as written."""

    name: str
    wrong: str | None


def of_rules(rulebook: Rulebook, vocabulary: Vocabulary, schemas: Mapping[str, TableSchema]) -> list[RecordCase]:
    """Every `records` case of the rules: one body each, judged by its own rule."""
    picked: list[tuple[str, Rule, Mapping[str, Any], Body]] = []
    results: list[RecordCase] = []
    for rule in rulebook.rules:
        for i, case in enumerate((one for one in rule.cases if "records" in one), start=1):
            name = f"{rule.id}[records {i}]"
            try:
                body = body_of(case, name, rule.subject, rulebook.id, f"{rule.file}:{rule.line}")
            except BadInput as bad:
                results.append(RecordCase(name, str(bad)))
                continue
            picked.append((name, rule, case, body))
    found: dict[str, dict[str, str]] = {}
    for subject in ("group", "authority"):
        bodies = [body for _, _, _, body in picked if body.body["kind"] == subject]
        if not bodies:
            continue
        outcome = check.check(plan.build(rulebook, vocabulary, subject), bodies, schemas, detail=False)
        for row in outcome.rollup():
            found.setdefault(f"{row['body']} {row['rule']}", {})[row["reading"]] = VERDICTS[row["worst"]]
        outcome.close()
    for name, rule, case, body in picked:
        readings = found.get(f"{body.id} {rule.id}", {})
        results.append(RecordCase(name, compare(readings, case["expect"], rule, rulebook)))
    return results


def overall(readings: Mapping[str, str]) -> str:
    """One verdict from those of all readings, or that one of them has no such cell."""
    return NOT_OWED if NOT_OWED in readings.values() else combined(readings[PRIMARY], readings.values())


def compare(found: Mapping[str, str], expect: Any, rule: Rule, rulebook: Rulebook) -> str | None:
    if not found:
        return "not evaluated: is the body of the rule's subject?"
    named = dict(found)
    for key in rule.readings:
        named[f"{key}.{rulebook.questions[key].primary}"] = found[PRIMARY]
    for key, verdict in list(named.items()):
        named.setdefault(key.rpartition(".")[2], verdict)
    named["overall"] = overall(found)
    wanted = {"overall": expect} if isinstance(expect, str) else expect
    wrong = [f"{key}: {named.get(key, '?')} ≠ {value}" for key, value in wanted.items() if named.get(key) != value]
    return "; ".join(wrong) or None


def body_of(case: Mapping[str, Any], name: str, subject: str, region: str, where: str) -> Body:
    records = dict(case["records"])
    facts = {"kind": subject, "name": "（用例）", "region": region, **records.get("body", {}), "id": name}
    as_of = str(case.get("as_of") or records.get("as_of") or "2024-07-31")
    return from_data(
        {**records, "body": facts, "as_of": as_of}, lambda *path: f"{where} {'.'.join(map(str, path))}", file=where
    )


def of_measures(vocabulary: Vocabulary, schemas: Mapping[str, TableSchema]) -> list[RecordCase]:
    """Every case of the measures: raw rows to value, numerator and denominator, counted and not counted rows."""
    results: list[RecordCase] = []
    groups: dict[tuple[str | None, bool, bool], list[tuple[str, Measure, Mapping[str, Any]]]] = {}
    for measure in vocabulary.measures.values():
        for i, case in enumerate(measure.cases, start=1):
            key = (case.get("every"), "entity" in case, "item" in case)
            groups.setdefault(key, []).append((f"{measure.name}[{i}]", measure, case))
    for (every, by_entity, by_item), members in groups.items():
        results += _measured(vocabulary, schemas, every, by_entity, by_item, members)
    return sorted(results, key=lambda one: one.name)


def _measured(
    vocabulary: Vocabulary, schemas: Mapping[str, TableSchema], every: str | None, by_entity: bool, by_item: bool,
    members: Sequence[tuple[str, Measure, Mapping[str, Any]]],
) -> list[RecordCase]:  # fmt: skip
    entities = tuple(str(case["entity"]) for _, _, case in members if by_entity)
    items = tuple(str(case["item"]) for _, _, case in members if by_item)
    sets = [tuple(dict.fromkeys(one)) for one in (entities, items) if one]
    if by_item and not by_entity:
        sets.insert(0, ("*",))
    rulebook = _probe({m.name for _, m, _ in members}, every, sets)
    made = plan.build(rulebook, vocabulary, None)
    results, read = [], []
    for name, measure, case in members:
        try:
            read.append(
                (name, measure, case, body_of(case, name, "group", rulebook.id, f"{measure.file}:{measure.line}"))
            )
        except BadInput as bad:
            results.append(RecordCase(name, str(bad)))
    bodies = [body for *_, body in read]
    outcome = check.check(made, bodies, schemas)
    tracer = Tracer(outcome, bodies)
    for name, measure, case, body in read:
        results.append(RecordCase(name, _value_wrong(outcome, tracer, measure, case, body)))
    outcome.close()
    return results


def _probe(names: set[str], every: str | None, sets: Sequence[tuple[str, ...]]) -> Rulebook:
    """A rulebook that asks each measure and judges nothing."""
    source = Source(
        id="probe", title={"zh": "probe"}, short={"zh": "probe"}, number=None, issuer={"zh": "probe"},
        issued="2000-01-01", effective="2000-01-01",
        expires=None, status="in_force", jurisdiction=(), file="", sha256="", scope={"zh": ""},
        models={}, aliases={}, without_norm=(),
    )  # fmt: skip
    rules = tuple(
        Rule(
            id=f"probe/1/{name.replace('_', '-')}", at="一", title={"zh": name}, quote="", modality="may",
            bearer="group", subject="group", topic="goals", basis="none", for_each=tuple(sets), every=every,
            tests={"note": (Test(name, "equals", Fraction(0)),)},
        )
        for name in sorted(names)
    )  # fmt: skip
    return Rulebook("probe", source, rules, {}, (), "", "")


def _value_wrong(
    outcome: check.Outcome, tracer: Tracer, measure: Measure, case: Mapping[str, Any], body: Body
) -> str | None:
    mi = outcome.plan.index[measure.name]
    period, entity, item = str(case.get("period", "*")), str(case.get("entity", "*")), str(case.get("item", "*"))
    found = outcome.con.execute(
        "SELECT v.gid, v.n_lo, v.n_hi, v.d_lo, v.d_hi FROM val v JOIN grid g ON g.gid = v.gid"
        " WHERE v.mi = ? AND g.body = ? AND g.period = ? AND g.entity = ? AND g.item = ?",
        [mi, body.id, period, entity, item],
    ).fetchone()
    if found is None:
        return f"no cell for period {period}, entity {entity}"
    gid, n_lo, n_hi, d_lo, d_hi = found
    expect = dict(case["expect"])
    if isinstance(expect.get("value"), Mapping):
        expect |= expect.pop("value")
    wrong = []
    if measure.type in ("code", "set"):
        elements = outcome.con.execute(
            "SELECT element FROM sv WHERE mi = ? AND gid = ? AND sure ORDER BY 1", [mi, gid]
        ).fetchall()
        low: Any = sorted(one for (one,) in elements)
        high: Any = low if n_hi is not None else None
    else:
        low, high = _shown(n_lo, d_hi, measure), _shown(n_hi, d_lo, measure)
    for key, actual in (("low", low), ("high", high)):
        if key in expect and _wanted(expect[key], measure) != actual:
            wrong.append(f"{key} {actual} ≠ {expect[key]}")
    if "value" in expect:
        wanted = _wanted(expect["value"], measure)
        if "of" in expect:
            top_of = number(expect["value"])
            if (n_lo, n_hi, d_lo, d_hi) != (top_of, top_of, expect["of"], expect["of"]):
                wrong.append(f"{n_lo}..{n_hi} of {d_lo}..{d_hi} ≠ {expect['value']} of {expect['of']}")
        elif wanted is None:
            if low is not None and high is not None and low == high:
                wrong.append(f"{low} is not unknown")
        elif (low, high) != (wanted, wanted):
            wrong.append(f"{low}..{high} ≠ {wanted}")
    wrong += _rows_wrong(tracer.rows(measure.name, body.id, gid, near=False), expect)
    return "; ".join(wrong) or None


def _rows_wrong(rows: Sequence[Row], expect: Mapping[str, Any]) -> Iterator[str]:
    """`rows` must be exactly those that count; `not_counted` must be among those that do not, or only perhaps."""
    for key, states in (("rows", ("yes",)), ("not_counted", ("no", "maybe"))):
        if key in expect:
            found = {row.id for row in rows if row.counted in states}
            if not set(expect[key]) <= found or (key == "rows" and found != set(expect[key])):
                yield f"{key} {sorted(found)} ≠ {expect[key]}"


def _shown(top: int | None, base: int | None, measure: Measure) -> Any:
    if top is None or not base:
        return None
    if measure.type == "date":
        return (plan.EPOCH + dt.timedelta(days=top)).isoformat()
    return Fraction(top, base)


def _wanted(value: Any, measure: Measure) -> Any:
    if value is None or value == "unknown":
        return None
    if measure.type in ("code", "set"):
        return sorted(value) if isinstance(value, list) else [] if value == "none" else [value]
    if measure.type == "date":
        return "9999-12-31" if value == "none" else value
    return plan.scaled(number(value), measure)
