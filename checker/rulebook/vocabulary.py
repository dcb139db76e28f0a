"""The words that all rulebooks share: measures, sets, operators, modalities, verdicts and names, from `rules/vocabulary`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from checker.errors import BadInput, Problem, Text, say
from checker.model import SCALES, VERDICTS, Measure, Words
from checker.records.tables import LISTS, TableSchema
from checker.rulebook import formulas
from checker.rulebook.load import documents
from checker.rulebook.numbers import number

AGGREGATES = ("count", "sum", "min", "max", "mean", "value", "set")
FORMULAS = ("share", "sum_of", "difference_of", "weighted", "total_of", "lookup")
_SHARED = {
    "sets": "sets", "operators": "operators", "modalities": "modalities", "verdicts": "verdicts",
    "units": "names", "bearers": "names", "topics": "names", "periods": "names",
    "roles": "names",
}  # fmt: skip
_TYPES = {"date": "date", "money": "money", "points": "points", "percent": "share", "int": "number"}
_UNITS = {"yuan": "money", "points": "points"}
"""Types of a looked-up value by its unit: bands say no column that would tell."""


@dataclass(frozen=True)
class EntitySet:
    """Rows of a table, one entity each: whom a rule's `for_each` runs over and a total sums."""

    name: str
    label: Words
    table: str
    entity: str
    where: tuple[Mapping[str, Any], ...]
    each: Words | None = None
    """How "each one" of the set is said."""
    counter: Words | None = None
    """What its elements are counted in: 所, 笔, 件."""
    at: str = ""
    """`start`: of a table of states, each is taken as the event that began it (an appointment, not who is in office)."""

    def of_events(self, table: TableSchema) -> bool:
        """Do its elements happen on a day, rather than last?"""
        return self.at == "start" or "at" in (table.time or {})


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
    roles: Mapping[str, Words]
    """In what role a document names somebody for an item."""


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
                        what={
                            "zh": f"指标 {name} 重复，已见于 {measures[name].file}:{measures[name].line}",
                            "en": f"measure {name} stands also at {measures[name].file}:{measures[name].line}",
                        },
                    )
                )
                continue
            try:
                measures[name] = measure(name, item, tables, file=doc.name, line=doc.line("measures", name))
            except ValueError as wrong:
                problems.append(Problem(where=where, what=str(wrong)))
                continue
            if what := _of_lists(measures[name], tables):
                mend = say("用 set 收集其中各项", "collect the elements with `set`")
                problems.append(Problem(where=where, what=what, mend=mend))
    measures = typed(measures)
    sets = {
        name: EntitySet(
            name,
            item["label"],
            item["table"],
            item["entity"],
            tuple(item.get("where", ())),
            item.get("each"),
            item.get("counter"),
            item.get("at", ""),
        )
        for name, item in read("sets").items()
    }
    problems += [
        Problem(where=f"{one.file}:{one.line}", what=wrong) for one, wrong in formulas.problems(measures, sets)
    ]
    for name, one in sets.items():
        where = files[folder / "sets.yaml"].where("sets", name)
        problems += [Problem(where=where, what=wrong) for wrong in _set_problems(one, sets, tables)]
    if problems:
        raise BadInput(problems)
    verdicts = read("verdicts")
    if tuple(verdicts) != VERDICTS:
        raise BadInput(
            [Problem(where=str(folder / "verdicts.yaml"), what=f"must list, in order: {', '.join(VERDICTS)}")]
        )
    names = {name: read(name) for name in ("units", "bearers", "topics", "periods", "roles")}
    return Vocabulary(
        measures, sets, read("operators"), read("modalities"), verdicts,
        names["units"], names["bearers"], names["topics"], names["periods"], digest.hexdigest(), names["roles"],
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
        for one in item.get("where", ()):
            _fits(one, table, tables, name)
        if any("latest" in one for one in item.get("where", ())) and ("entity" in item or "item" in item):
            raise ValueError(
                f"measure {name}: the latest row is that of the whole body, so it stands without `entity` and `item`"
            )
        return Measure(
            **common,
            kind=kind,
            type=_type(kind, column, table, tables),
            table=item["table"],
            column=column,
            where=tuple(item.get("where", ())),
            entity=item.get("entity"),
            item=item.get("item"),
            at=item.get("at", "end"),
        )
    kind = next(key for key in FORMULAS if key in item)
    beside = {"share": "of", "total_of": "over"}
    for one, key in beside.items():
        if (one == kind) != (key in item):
            raise ValueError(f"measure {name}: `{one}` and `{key}` stand together, and nowhere else")
    looked_up = _UNITS.get(item["unit"], "number") if kind == "lookup" else "number"
    return Measure(
        **common, kind=kind, type="share" if kind == "share" else looked_up, inputs=_inputs(kind, item),
        weights=tuple(number(part["times"]) for part in item.get("weighted", ())), over=item.get("over"),
        when_zero=item.get("when_zero", "unknown"), lookup=item.get("lookup"),
    )  # fmt: skip


def _of_lists(one: Measure, tables: Mapping[str, TableSchema]) -> Text:
    """What is wrong where a measure takes a whole list for one value; only a set has its elements. Empty where nothing is."""
    if one.table is None or one.column is None or one.kind == "set":
        return ""
    if _column(one.column, tables[one.table], tables, one.name).type not in LISTS:
        return ""
    return say(
        f"指标 {one.name}：{one.column} 是列表，{one.kind} 会把整个列表当作一个值",
        f"measure {one.name}: {one.column} holds lists, and {one.kind} would take each list for one value",
    )


def _inputs(kind: str, item: Mapping[str, Any]) -> tuple[str, ...]:
    named = item[kind]
    if kind == "share":
        return named, item["of"]
    if kind == "lookup":
        return (named["of"],)
    if kind == "weighted":
        return tuple(part["measure"] for part in named)
    return (named,) if kind == "total_of" else tuple(named)


def typed(measures: Mapping[str, Measure]) -> dict[str, Measure]:
    """The measures, with sums, differences and totals of money as money, of points as points."""

    def kind(one: Measure, above: tuple[str, ...] = ()) -> str:
        inputs = {kind(measures[n], (*above, one.name)) for n in one.inputs if n in measures and n not in above}
        kept = {*SCALES, "share"} if one.kind == "weighted" else {*SCALES}
        added = one.kind in ("sum_of", "difference_of", "weighted", "total_of")
        return inputs.pop() if added and len(inputs) == 1 and inputs <= kept else one.type

    return {name: replace(one, type=kind(one)) if one.inputs else one for name, one in measures.items()}


def _set_problems(one: EntitySet, sets: Mapping[str, EntitySet], tables: Mapping[str, TableSchema]) -> Iterator[Text]:
    """Tables, columns and sets that a set names and that do not exist."""
    if one.table not in tables:
        yield say(f"集合 {one.name}：没有表 {one.table}", f"set {one.name}: there is no table {one.table}")
        return
    for path in (one.entity, *(c["column"] for c in one.where)):
        try:
            _column(path, tables[one.table], tables, one.name)
        except ValueError as wrong:
            yield str(wrong).replace("measure", "set", 1)
    for condition in one.where:
        try:
            _fits(condition, tables[one.table], tables, one.name)
        except ValueError as wrong:
            yield str(wrong).replace("measure", "set", 1)
    if one.at and "from" not in (tables[one.table].time or {}):
        yield say(
            f"集合 {one.name}：at: start 只用于有起止日期的表", f"set {one.name}: at: start needs a table of states"
        )
    for name in (c[key] for c in one.where for key in ("belongs", "not_belongs") if key in c):
        if name not in sets:
            yield say(f"集合 {one.name}：没有集合 {name}", f"set {one.name}: there is no set {name}")


_OF_LISTS = frozenset({"has"})
_OF_DATES = frozenset({"on_or_before", "on_or_after", "months"})


def _fits(condition: Mapping[str, Any], table: TableSchema, tables: Mapping[str, TableSchema], name: str) -> None:
    """Raises ValueError for a comparison that the column's type does not know: a list has elements, it is nothing."""
    kind = _column(condition["column"], table, tables, name).type
    (key,) = [one for one in condition if one != "column"]
    if (kind in LISTS) != (key in _OF_LISTS) or (key in _OF_DATES and kind != "date"):
        raise ValueError(f"measure {name}: {key} does not fit {condition['column']}, a column of {kind}")
    if key == "latest" and kind != "int" and condition["column"] != (table.time or {}).get("at"):
        raise ValueError(f"measure {name}: latest goes by the day of an event or by a whole number, as a year is")
    if key == "latest" and "at" not in (table.time or {}):
        raise ValueError(f"measure {name}: latest asks for events, and {table.name} has none")


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
