"""Random bodies, small and nasty: month-only dates, empty cells, `none`, holes in registers, members who join
in mid-period, odd calendars. A seed makes one; hypothesis draws lists of seeds, so that a failure shrinks to few.
"""
# ruff: noqa: S311

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from checker.decisions import Decisions
from checker.model import Rulebook
from checker.records.body import NONE, Body, Table
from checker.records.derived import BODY, RESULTS
from checker.records.tables import LISTS, Column, TableSchema

SEEDS = st.integers(0, 10**9)
MONTHS = [f"2023-{m:02d}" for m in range(7, 13)] + [f"2024-{m:02d}" for m in range(1, 8)]
SCHOOLS, PEOPLE = ["s1", "s2", "s3"], ["p1", "p2", "p3"]
NAMES = ["甲校", "乙校", "一小"]

# -- records


def body(seed: int, tables: Mapping[str, TableSchema], number: int) -> Body:
    """One group, normalised as a reader would hand it over."""
    luck = random.Random(seed)
    as_of = luck.choice(["2023-09-30", "2023-12-10", "2024-01-31", "2024-03-15", "2024-07-15"])
    facts = {"kind": "group", "id": f"g{number}", "name": "示例集团", "region": "gen"}
    facts |= {"model": luck.choice([None, "联盟型", "紧密型", "联盟"]), "founded": _maybe(luck, _founding(luck), 0.4)}
    names = [
        "meetings",
        "funds",
        "surveys",
        "members",
        "activities",
        "exchanges",
        "organs",
        "schools",
        "people",
        "posts",
        "expenditures",
        "steps",
        "assessments",
    ]
    made = {name: _table(luck, tables[name], as_of) for name in names if luck.random() < 0.85}
    review = luck.choice([None, None, ("2023-10-01", "2024-02-29")])
    return Body(facts, as_of, review, _calendar(luck), made)


def records(seed: int, tables: Mapping[str, TableSchema], number: int, kind: str) -> Body:
    """One group or authority with any of the tables that records may have."""
    one = body(seed, tables, number)
    luck = random.Random(seed + 1)
    facts = {**one.body, "kind": kind, "region": "nanyang-2023", "plaque_date": _maybe(luck, _date(luck), 0.3)}
    names = [name for name in tables if name not in (BODY, RESULTS)]
    made = {name: _table(luck, tables[name], str(one.as_of)) for name in names if luck.random() < 0.9}
    return replace(one, body=facts, tables=made)


def _table(luck: random.Random, schema: TableSchema, as_of: str) -> Table:
    if luck.random() < 0.08:
        return Table("none")
    complete = luck.choice(
        [(), (("2023-07-01", as_of),), (("2023-07-01", "2023-12-31"), ("2024-01-01", as_of)),
         (("2023-10-05", "2024-01-20"),), (("2023-07-01", as_of), ("2023-08-01", "2023-09-01")),
         (("2015-09-01", as_of),), (("2015-08-31", as_of),)]
    )  # fmt: skip
    ids = {"schools": SCHOOLS, "people": PEOPLE}.get(schema.name, [f"r{n}" for n in range(luck.choice([0, 1, 3, 6]))])
    blank = luck.choice([0.0, 0.05, 0.25])
    rows = tuple(
        {c.name: key if c.type == "id" else _maybe(luck, _cell(luck, c), blank) for c in schema.columns.values()}
        for key in ids
    )
    time = schema.time or {}
    for row in rows if "from" in time else ():
        begin, end = row[time["from"]], row[time["to"]]
        if luck.random() < 0.3 or (begin and end and end[:7] <= begin[:7]):
            row[time["to"]] = None
    return Table("reported", tuple(sorted(complete)), rows, tuple(f"x:{n}" for n in range(len(rows))))


def _cell(luck: random.Random, column: Column) -> Any:
    if column.none and luck.random() < 0.1:
        return NONE
    link = {"schools": SCHOOLS, "people": PEOPLE}.get(column.link or "", ["r0", "r1"])
    match column.type:
        case "date":
            return _date(luck)
        case "int":
            return luck.choice([0, 1, 99, 100, 150])
        case "money":
            return luck.choice([0, 1, 500, 2050, 3000])
        case "points":
            return luck.choice([0, 850, 5000, 9000, 9001])
        case "percent":
            return luck.choice([0, 500_000, 850_000, 849_999, 1_000_000])
        case "yesno":
            return luck.choice(["yes", "no"])
        case "text":
            return luck.choice(NAMES)
        case "link":
            return luck.choice([*link, "s9"] if column.link == "schools" else link)
        case "code":
            return luck.choice(list(column.codes or ())[:3])
    assert column.type in LISTS
    values = {"links": link, "texts": NAMES}.get(column.type) or list(column.codes or ())[:3]
    return tuple(luck.sample(values, luck.randint(1, len(values))))


def _date(luck: random.Random) -> str:
    month = luck.choice(MONTHS)
    return month if luck.random() < 0.25 else f"{month}-{luck.choice([1, 5, 15, 20, 28]):02d}"


def _founding(luck: random.Random) -> str:
    return luck.choice(["2015-09", "2015-09-01", _date(luck), _date(luck)])


def _maybe(luck: random.Random, value: Any, blank: float) -> Any:
    return None if luck.random() < blank else value


def _calendar(luck: random.Random) -> dict[str, Any] | None:
    first = {"id": "2023-2024-1", "from": "2023-09-01", "to": "2024-01-20"}
    second = {"id": "2023-2024-2", "from": "2024-02-20", "to": "2024-07-10"}
    next_one = {"id": "2024-2025-1", "from": "2024-09-01", "to": "2025-01-18"}
    chosen = luck.choice([None, [first, second], [first, second], [second], [first, next_one], [first]])
    return {"semesters": chosen} if chosen else None


def decisions(seed: int, book: Rulebook, one: Body) -> Decisions | None:
    """Answers and waivers, never two of equal weight that contradict each other."""
    luck = random.Random(seed)
    if luck.random() < 0.4:
        return None
    answers, waivers = [], []
    for rule in book.rules:
        if rule.ask and luck.random() < 0.5:
            answers.append({"rule": rule.id, "answer": luck.choice(["yes", "no"])})
            key = luck.choice(["entity", "period"])
            answers.append(
                {"rule": rule.id, key: {"entity": "s1", "period": "2023-11"}[key], "answer": luck.choice(["yes", "no"])}
            )
        if luck.random() < 0.2:
            waiver = {"rule": rule.id, "until": luck.choice(["2023-11-30", str(one.as_of)])}
            waivers.append(waiver | luck.choice([{}, {"entity": "s2"}, {"period": "2023-Q4"}]))
    return Decisions(one.id, tuple(answers), tuple(waivers))
