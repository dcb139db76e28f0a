"""Records → typed tables in the database, each row with its body, its row id and its two ends in time.

Every date column `c` is a pair `c`, `c__hi` (a month is its first and last day; equal for a full date). Tables of events
get `t_lo, t_hi`, tables of states `f_lo, f_hi, u_lo, u_hi` (from, until). A missing date is unbounded, except that a state
listed in a register has begun by the day of the check, and an empty end where the schema says so is "still running".
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from checker.engine import sql
from checker.engine.plan import Plan
from checker.engine.sql import FIRST, LAST, Connection
from checker.records.body import Body
from checker.records.derived import BODY, RESULTS
from checker.records.tables import LISTS, TableSchema
from checker.rulebook.numbers import first_day, last_day

_TYPES = {
    "int": "BIGINT",
    "money": "BIGINT",
    "points": "BIGINT",
    "percent": "BIGINT",
    "codes": "VARCHAR[]",
    "links": "VARCHAR[]",
    "texts": "VARCHAR[]",
}
NONE = "none"
TIMES = {"at": ("t_lo", "t_hi"), "from": ("f_lo", "f_hi", "u_lo", "u_hi")}
"""Columns of a row's ends in time, by the kind of time that its table has."""


def column_types(table: TableSchema) -> dict[str, str]:
    """SQL columns of a record table, before time is added."""
    columns = {"body": "VARCHAR", "rn": "INTEGER"}
    for column in table.columns.values():
        columns[column.name] = "DATE" if column.type == "date" else _TYPES.get(column.type, "VARCHAR")
        if column.type == "date":
            columns[f"{column.name}__hi"] = "DATE"
    return columns


def fill(con: Connection, plan: Plan, bodies: Sequence[Body], schemas: Mapping[str, TableSchema]) -> None:
    """Create `bodies`, `calendar`, `cov` and every record table that the plan reads (linked tables too)."""
    needed = _with_links(plan, schemas)
    reported: dict[str, list[dict[str, Any]]] = {name: [] for name in needed}
    names = canonical_names(plan)
    cover: list[dict[str, str]] = []
    for body in bodies:
        for name in needed & body.tables.keys():
            table = body.tables[name]
            reported[name] += (
                {"body": body.body["id"], "rn": rn, **_stored(row, schemas[name], names)}
                for rn, row in enumerate(table.rows)
            )
            begin, end = ("0001-01-01", "9999-12-31") if table.state == NONE else ("", "")
            spans = [(begin, end)] if begin else _merged(table.complete)
            cover += ({"body": body.body["id"], "tbl": name, "c_from": f, "c_to": t} for f, t in spans)
    _bodies(con, bodies)
    for name in sorted(needed):
        if name == BODY:
            reported[BODY] = [_body_row(body, schemas[BODY], names) for body in bodies]
            cover += ({"body": b.body["id"], "tbl": BODY, "c_from": "0001-01-01", "c_to": "9999-12-31"} for b in bodies)
        if name != RESULTS:
            _table(con, schemas[name], reported[name])
    if RESULTS in needed:
        con.execute(
            f"CREATE OR REPLACE TABLE {RESULTS} (body VARCHAR, rn INTEGER, id VARCHAR, rule VARCHAR, verdict VARCHAR)"
        )
        cover += ({"body": b.body["id"], "tbl": RESULTS, "c_from": "0001-01-01", "c_to": "9999-12-31"} for b in bodies)
    sql.create(con, "cov", {"body": "VARCHAR", "tbl": "VARCHAR", "c_from": "DATE", "c_to": "DATE"}, cover)


def canonical_names(plan: Plan) -> dict[str, str]:
    """Declared aliases → the document's own name, for schools and models alike."""
    source = plan.rulebook.source
    return {
        other: one
        for names in (source.aliases, source.models)
        for one, others in names.items()
        for other in (one, *others)
    }


def _with_links(plan: Plan, schemas: Mapping[str, TableSchema]) -> set[str]:
    needed = set(plan.tables)
    sets = [plan.vocabulary.sets[name] for name in plan.sets]
    read = [(m.table, (m.column, m.entity, m.item), m.where) for m in plan.measures if m.table is not None]
    for name, columns, where in [*read, *((one.table, (one.entity,), one.where) for one in sets)]:
        paths = [*columns, *(c["column"] for c in where)]
        paths += [c[key] for c in where for key in ("same_as", "differs_from") if key in c]
        for path in paths:
            table = schemas[name]
            for step in (path or "").split(".")[:-1]:
                link = table.columns[step].link
                assert link is not None
                needed.add(link)
                table = schemas[link]
    return needed


def _bodies(con: Connection, bodies: Sequence[Body]) -> None:
    rows, calendar = [], []
    for body in bodies:
        facts = body.body
        founded = facts.get("founded")
        review = body.review or (None, None)
        rows.append(
            {"body": facts["id"], "kind": facts["kind"], "as_of": body.as_of,
             "founded": first_day(founded) if founded else None, "founded_hi": last_day(founded) if founded else None,
             "review_from": review[0], "review_to": review[1]}
        )  # fmt: skip
        calendar += [{"body": facts["id"], **one} for one in calendar_rows(body.calendar)]
    columns = {
        "body": "VARCHAR",
        "kind": "VARCHAR",
        "as_of": "DATE",
        "founded": "DATE",
        "founded_hi": "DATE",
        "review_from": "DATE",
        "review_to": "DATE",
    }
    sql.create(con, "bodies", columns, rows)
    sql.create(
        con,
        "calendar",
        {"body": "VARCHAR", "kind": "VARCHAR", "key": "VARCHAR", "c_from": "DATE", "c_to": "DATE"},
        calendar,
    )


def calendar_rows(calendar: Mapping[str, Any] | None) -> list[dict[str, str]]:
    """Semesters and school years of a calendar. A school year that is not given is its two semesters `YYYY-YYYY-1`, `-2`."""
    if not calendar:
        return []
    semesters = {one["id"]: one for one in calendar.get("semesters", ())}
    years = {one["id"]: (one["from"], one["to"]) for one in calendar.get("school_years", ())}
    for key in semesters:
        found = re.fullmatch(r"(\d{4}-\d{4})-1", key)
        second = f"{found[1]}-2" if found else None
        if found and second in semesters:
            years.setdefault(found[1], (semesters[key]["from"], semesters[second]["to"]))
    return [
        *({"kind": "semester", "key": k, "c_from": s["from"], "c_to": s["to"]} for k, s in semesters.items()),
        *({"kind": "school_year", "key": k, "c_from": f, "c_to": t} for k, (f, t) in years.items()),
    ]


def _body_row(body: Body, schema: TableSchema, names: Mapping[str, str]) -> dict[str, Any]:
    row = {column: body.body.get(column) for column in schema.columns} | {"as_of": body.as_of}
    return {**_stored(row, schema, names), "body": body.body["id"], "rn": 0}


def _stored(row: Mapping[str, Any], schema: TableSchema, names: Mapping[str, str]) -> dict[str, Any]:
    stored: dict[str, Any] = {}
    for column in schema.columns.values():
        value = row.get(column.name)
        if value is None:
            continue
        if column.type == "date":
            if value != NONE:
                stored[column.name], stored[f"{column.name}__hi"] = first_day(value), last_day(value)
        elif column.type in LISTS:
            stored[column.name] = [] if value == NONE else [names.get(one, one) for one in value]
        elif column.name in ("name", "model"):
            stored[column.name] = names.get(value, value)
        else:
            stored[column.name] = value
    if stored.get("name") not in names.values() and isinstance(row.get("aliases"), list | tuple):
        # A school may declare the name by which the document calls it.
        stored["name"] = next((names[one] for one in row["aliases"] if one in names), stored.get("name"))
    return stored


def _table(con: Connection, schema: TableSchema, rows: Sequence[Mapping[str, Any]]) -> None:
    """The table with the two ends in time of each row."""
    time = schema.time or {}
    columns = column_types(schema)
    if not rows:
        empty = next((names for key, names in TIMES.items() if key in time), ())
        sql.create(con, schema.name, {**columns, **dict.fromkeys(empty, "DATE")})
        return
    ends, bodies = "", ""
    if "at" in time:
        low, high = (f"r.{sql.name(time['at'] + end)}" for end in ("", "__hi"))
        ends = f", COALESCE({low}, {FIRST}) AS t_lo, COALESCE({high}, {LAST}) AS t_hi"
    elif "from" in time:
        begin, end = time["from"], time["to"]
        open_end = LAST if schema.columns[end].empty == "open" else FIRST
        bodies = "JOIN bodies b ON b.body = r.body"
        ends = (
            f", COALESCE(r.{sql.name(begin)}, {FIRST}) AS f_lo, COALESCE(r.{sql.name(begin + '__hi')}, b.as_of) AS f_hi"
            f", COALESCE(r.{sql.name(end)}, {open_end}) AS u_lo, COALESCE(r.{sql.name(end + '__hi')}, {LAST}) AS u_hi"
        )
    sql.create(con, schema.name, columns, rows, added=ends, joined=bodies)


def _merged(spans: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Spans that touch or overlap joined: what is covered by two adjoining registers is covered."""
    merged: list[tuple[str, str]] = []
    for begin, end in sorted(spans):
        if merged and _next_day(merged[-1][1]) >= begin:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((begin, end))
    return merged


def _next_day(day: str) -> str:
    return (dt.date.fromisoformat(day) + dt.timedelta(days=1)).isoformat()
