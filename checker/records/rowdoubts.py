"""What single rows cannot be: older than the group, told twice with different results, more than the whole.

Which columns are compared is data: the `x-` keys of `schemas/tables/*.json`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from checker.errors import Problem, say
from checker.isodate import ends_before_start
from checker.records import tables
from checker.records.body import NONE, Body, Table
from checker.records.tables import Column, Once, TableSchema

WHOLE = 1_000_000
"""A percentage of all, in the parts in which records hold it."""
COARSEST = 10_000
"""One per cent in those parts: the coarsest step in which a share is written."""


def doubts(body: Body) -> Iterator[Problem]:
    """Table by table: rows before the group was founded, once with their number; rows of one thing that differ; numbers of one row
    that contradict each other."""
    founded = _founded(body)
    for name, table in body.tables.items():
        schema = tables.load().get(name)
        if schema is None:
            continue
        if schema.since is not None and founded:
            yield from _early(table, schema, body, founded)
        if schema.once is not None:
            yield from _differing(table, schema, schema.once)
        for column in schema.columns.values():
            if column.at_most or column.share_of:
                yield from _numbers(table, schema, column)


def _founded(body: Body) -> Mapping[str, str]:
    """By group: the day or month in which it was founded, where that is known."""
    table = body.tables.get("groups")
    found = {str(row["id"]): row["founded"] for row in (table.rows if table else ()) if row["founded"]}
    own = body.body.get("founded") if body.body["kind"] == "group" else None
    return {**found, body.id: str(own)} if own else found


def _early(table: Table, schema: TableSchema, body: Body, founded: Mapping[str, str]) -> Iterator[Problem]:
    time = schema.time or {}
    column = time.get("at") or time.get("from") or ""
    early = [
        (str(row[column]), origin)
        for row, origin in zip(table.rows, table.origins, strict=True)
        if row[column] not in (None, NONE) and _own(row, schema)
        if (day := founded.get(_group(row, body))) and ends_before_start(day, row[column])
    ]
    if early:
        first, where = min(early)
        label, number = schema.label, len(early)
        what = say(
            f"“{label['zh']}”有 {number} 行的日期早于集团成立，最早的是 {first}",
            f"{number} rows of {label['en']} are dated before the group was founded, the first of them {first}",
        )
        mend = say("请核对成立日期和这些行的日期", "check the founding date and the dates of these rows")
        yield Problem(where, what, mend=mend)


def _own(row: Mapping[str, Any], schema: TableSchema) -> bool:
    return all(row[column] in codes for column, codes in (schema.since or {}).items())


def _group(row: Mapping[str, Any], body: Body) -> str:
    return str(row["group"]) if row.get("group") not in (None, NONE) else body.id


def _differing(table: Table, schema: TableSchema, once: Once) -> Iterator[Problem]:
    """Each row that differs from the first of its kind. Of rows without a number of the year, only those of one day tell of one
    thing; what is not stated differs from nothing."""
    day = (schema.time or {}).get("at", "")
    seen: dict[tuple[Any, ...], list[tuple[Mapping[str, Any], str]]] = {}
    for row, origin in zip(table.rows, table.origins, strict=True):
        key = tuple(row[column] for column in once.by)
        when = row.get(day) if row[once.by[-1]] is None else None
        if row[once.by[0]] is None or (row[once.by[-1]] is None and when is None):
            continue
        alike = seen.setdefault((*key, when), [])
        for earlier, before in alike[:1]:
            differ = [column for column in once.say if _unlike(row[column], earlier[column])]
            if differ:
                yield Problem(origin, _twice(schema, row, once, differ, before), mend=_ONE)
        alike.append((row, origin))


def _unlike(one: Any, other: Any) -> bool:
    return None not in (one, other) and one != other


def _twice(
    schema: TableSchema, row: Mapping[str, Any], once: Once, differ: list[str], before: str
) -> Mapping[str, str]:
    columns = [schema.columns[name] for name in differ]
    code = schema.columns[once.by[0]].codes or {}
    kind = str(row[once.by[0]])
    year = row[once.by[-1]]
    zh = "、".join(one.label["zh"] for one in columns)
    en = ", ".join(one.label["en"] for one in columns)
    return say(
        f"“{code.get(kind, kind)}”{f'（{year} 学年度）' if year is not None else ''}登记了两次，{zh}不同，另见 {before}",
        f"{kind}{f' of {year}' if year is not None else ''} stands twice with a different {en}, see {before}",
    )


_ONE = say("请核对，留下作准的一行", "keep the row that holds")
_LOOK = say("请核对，改正其中一个数", "correct one of the numbers")


def _numbers(table: Table, schema: TableSchema, column: Column) -> Iterator[Problem]:
    for row, origin in zip(table.rows, table.origins, strict=True):
        given = row[column.name]
        if not isinstance(given, int):
            continue
        most = row[column.at_most] if column.at_most else None
        if isinstance(most, int) and given > most:
            one, other = column.label, schema.columns[str(column.at_most)].label
            what = say(
                f"{one['zh']} {given} 多于{other['zh']} {most}", f"{one['en']} {given} exceed {other['en']} {most}"
            )
            yield Problem(origin, what, mend=_LOOK)
        if column.share_of:
            part, whole = (row[name] for name in column.share_of)
            if isinstance(part, int) and isinstance(whole, int) and part <= whole and _contradicts(given, part, whole):
                yield Problem(origin, _share(schema, column, (given, part, whole)), mend=_LOOK)


def _contradicts(given: int, part: int, whole: int) -> bool:
    """By more than one in its last digit, at the coarsest a whole per cent: a share may be rounded or cut off."""
    step = 1
    while step < COARSEST and given % (step * 10) == 0:
        step *= 10
    return whole > 0 and abs(Fraction(part * WHOLE, whole) - given) > step


def _share(schema: TableSchema, column: Column, numbers: tuple[int, int, int]) -> Mapping[str, str]:
    given, part, whole = numbers
    first, second = (schema.columns[name].label for name in column.share_of or ())
    said = f"{Decimal(given) / COARSEST:f}%"
    return say(
        f"{column.label['zh']} {said} 与{first['zh']} {part}、{second['zh']} {whole} 不符",
        f"{column.label['en']} {said} contradicts {first['en']} {part} and {second['en']} {whole}",
    )
