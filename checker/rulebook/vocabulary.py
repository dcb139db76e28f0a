"""The words that all rulebooks share: measures, sets, operators, modalities, verdicts and names, from `rules/vocabulary`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from checker.errors import BadInput, Problem
from checker.model import VERDICTS, Measure, Words
from checker.records.tables import TableSchema
from checker.rulebook.load import documents
from checker.rulebook.numbers import number

AGGREGATES = ("count", "sum", "min", "max", "mean", "value", "set")
FORMULAS = ("share", "sum_of", "difference_of", "lookup")
_SHARED = {
    "sets": "sets", "operators": "operators", "modalities": "modalities", "verdicts": "verdicts",
    "units": "names", "bearers": "names", "topics": "names", "periods": "names",
}  # fmt: skip
_TYPES = {"date": "date", "money": "money", "percent": "share", "int": "number"}


@dataclass(frozen=True)
class EntitySet:
    """Rows of a table of states, one entity each: whom a rule's `for_each` runs over."""

    name: str
    label: Words
    table: str
    entity: str
    where: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True)
class Vocabulary:
    measures: Mapping[str, Measure]
    sets: Mapping[str, EntitySet]
    operators: Mapping[str, Mapping[str, Any]]
    modalities: Mapping[str, Mapping[str, Any]]
    verdicts: Mapping[str, Mapping[str, Any]]
    units: Mapping[str, Words]
    bearers: Mapping[str, Words]
    topics: Mapping[str, Words]
    periods: Mapping[str, Words]
    sha256: str


def load(folder: Path, tables: Mapping[str, TableSchema], extra: tuple[Path, ...] = ()) -> Vocabulary:
    """The shipped vocabulary and the `measures/` of added rule folders. Raises BadInput naming file and line."""
    digest = hashlib.sha256()

    shared = [(folder / f"{name}.yaml", schema) for name, schema in _SHARED.items()]
    own = [(path, "measures") for root in (folder, *extra) for path in sorted((root / "measures").glob("*.yaml"))]
    files = documents([*shared, *own])

    def read(name: str) -> Mapping[str, Any]:
        doc = files[folder / f"{name}.yaml"]
        digest.update(bytes.fromhex(doc.sha256))
        found: Mapping[str, Any] = doc.data[name]
        return found

    measures: dict[str, Measure] = {}
    problems: list[Problem] = []
    for path, _ in own:
        doc = files[path]
        digest.update(bytes.fromhex(doc.sha256))
        for name, item in doc.data["measures"].items():
            where = doc.where("measures", name)
            if name in measures:
                problems.append(
                        Problem(
                            where=where,
                            what={"zh": f"指标 {name} 重复，已见于 {measures[name].file}:{measures[name].line}",
                                  "en": f"measure {name} stands also at {measures[name].file}:{measures[name].line}"},
                        )
                    )  # fmt: skip
                continue
            try:
                measures[name] = measure(name, item, tables, file=doc.name, line=doc.line("measures", name))
            except ValueError as wrong:
                problems.append(Problem(where=where, what=str(wrong)))
    problems += [Problem(where=f"{one.file}:{one.line}", what=wrong) for one, wrong in uneven(measures)]
    if problems:
        raise BadInput(problems)
    measures = typed(measures)
    sets = {
        name: EntitySet(name, item["label"], item["table"], item["entity"], tuple(item.get("where", ())))
        for name, item in read("sets").items()
    }
    verdicts = read("verdicts")
    if tuple(verdicts) != VERDICTS:
        raise BadInput(
            [Problem(where=str(folder / "verdicts.yaml"), what=f"must list, in order: {', '.join(VERDICTS)}")]
        )
    names = {name: read(name) for name in ("units", "bearers", "topics", "periods")}
    return Vocabulary(
        measures, sets, read("operators"), read("modalities"), verdicts,
        names["units"], names["bearers"], names["topics"], names["periods"], digest.hexdigest(),
    )  # fmt: skip


def measure(
    name: str, item: Mapping[str, Any], tables: Mapping[str, TableSchema], *, file: str = "", line: int = 0
) -> Measure:
    """One measure from its mapping. Raises ValueError for an unknown table or column."""
    common: dict[str, Any] = {
        "name": name, "label": item["label"], "unit": item["unit"], "counts": item["counts"],
        "cases": tuple(item.get("cases", ())), "declared": item.get("declared", False), "file": file, "line": line,
    }  # fmt: skip
    if "table" in item:
        kind, column = _aggregate(item)
        if item["table"] not in tables:
            raise ValueError(f"measure {name}: no table {item['table']}")
        table = tables[item["table"]]
        paths = [column, item.get("entity"), item.get("item"), *(c["column"] for c in item.get("where", ()))]
        for path in paths:
            if path is not None:
                _column(path, table, tables, name)
        return Measure(
            **common, kind=kind, type=_type(kind, column, table, tables), table=item["table"], column=column,
            where=tuple(item.get("where", ())), entity=item.get("entity"), item=item.get("item"),
            at=item.get("at", "end"),
        )  # fmt: skip
    kind = next(key for key in FORMULAS if key in item)
    named = item[kind]
    inputs = (named, item["of"]) if kind == "share" else (named["of"],) if kind == "lookup" else tuple(named)
    return Measure(
        **common, kind=kind, type="share" if kind == "share" else "number", inputs=inputs,
        when_zero=item.get("when_zero", "unknown"), lookup=item.get("lookup"),
    )  # fmt: skip


def typed(measures: Mapping[str, Measure]) -> dict[str, Measure]:
    """The measures, with sums and differences of money as money."""

    def kind(one: Measure, above: tuple[str, ...] = ()) -> str:
        inputs = {kind(measures[n], (*above, one.name)) for n in one.inputs if n in measures and n not in above}
        return "money" if one.kind in ("sum_of", "difference_of") and inputs == {"money"} else one.type

    return {name: replace(one, type=kind(one)) if one.inputs else one for name, one in measures.items()}


def uneven(measures: Mapping[str, Measure]) -> Iterator[tuple[Measure, str]]:
    """Formulas over what is itself a fraction: they would add numerators of different bases."""
    for one in measures.values():
        for name in one.inputs:
            part = measures.get(name)
            bands = part.lookup["bands"] if part is not None and part.lookup else ()
            broken = any(number(band["value"]).denominator > 1 for band in bands)
            if part is not None and (part.type == "share" or part.kind == "mean" or broken):
                yield one, f"measure {one.name}: {name} is a fraction, and a formula reads whole numbers only"


def _aggregate(item: Mapping[str, Any]) -> tuple[str, str | None]:
    key = next((key for key in AGGREGATES if key in item), None)
    if key is None:
        raise ValueError("a measure over a table needs one of " + ", ".join(AGGREGATES))
    if key != "count":
        return key, item[key]
    count = item["count"]
    return (count, None) if isinstance(count, str) else ("distinct", count["distinct"])


def _type(kind: str, column: str | None, table: TableSchema, tables: Mapping[str, TableSchema]) -> str:
    if kind in ("rows", "days", "distinct"):
        return "count"
    assert column is not None
    if kind == "set":
        return "set"
    found = _column(column, table, tables, "")
    return _TYPES.get(found.type, "code" if kind == "value" else "number")


def _column(path: str, table: TableSchema, tables: Mapping[str, TableSchema], measure_name: str) -> Any:
    """The column at the end of a path over links, `person.school`."""
    *links, last = path.split(".")
    for step in links:
        column = table.columns.get(step)
        if column is None or column.link is None:
            raise ValueError(f"measure {measure_name}: {table.name}.{step} is not a link")
        table = tables[column.link]
    if last not in table.columns:
        raise ValueError(
            f"measure {measure_name}: {table.name} has no column {last}; it has {', '.join(table.columns)}"
        )
    return table.columns[last]
