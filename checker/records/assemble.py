"""From what a reader found to a `Body`: tables and columns known, cells of their type, ids unique, links that lead
somewhere, ends not before starts. All problems of a body are collected, then raised together.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from checker.errors import MANY, BadInput, Problem, say
from checker.isodate import ends_before_start
from checker.model import Words
from checker.records import tables as schemas
from checker.records.body import NONE, Body, Span, Table
from checker.records.cells import WrongCell, refuse_personal_numbers, value
from checker.records.tables import Column, TableSchema
from checker.schemawords import unknown_key

PERIODS = 200
"""Semesters of one calendar; they are compared pairwise."""


RESERVED = frozenset({"*", "?", "-"})
"""Marks of cells without an entity, with an unknown one, and of an empty set."""

_SCHOOL_YEAR = re.compile(r"([0-9]{4})-[0-9]{4}(?:-([0-9]))?\Z")


@dataclass(frozen=True)
class RawRow:
    """`cells` by column name; `origin` is `file:line`, of a spreadsheet `file:sheet!row`; `where(column)` the place of one cell.
    `shown(column)` is the cell as its reader repeats it, where that differs from what stands in `cells`: then columns are
    called by their headings alone."""

    cells: Mapping[str, Any]
    origin: str
    where: Callable[[str], str]
    shown: Callable[[str], Words] | None = None


@dataclass(frozen=True)
class RawTable:
    """A table before its checks. `absent`: recorded as having nothing. `typed`: see `cells.value`."""

    name: str
    where: str
    rows: Sequence[RawRow] = ()
    complete: tuple[Span, ...] = ()
    complete_where: str = ""
    absent: bool = False
    typed: bool = True
    refused: bool = False
    """Its reader refused some of its rows, or what is said of it: a link that leads nowhere may mean one of those."""


def body(
    head: Mapping[str, Any], where: Callable[..., str], raw_tables: Iterable[RawTable], *, file: str, sha256: str
) -> Body:
    """Check and normalise one body. `head` has `body`, `as_of`, `review`, `calendar`, already of their schema's shape;
    `where` gives the place of a path in it. Raises BadInput."""
    problems: list[Problem] = list(_head_problems(head, where))
    normal: dict[str, Table] = {}
    checked: list[tuple[TableSchema, RawTable, Table]] = []
    twice = set[str]()
    for raw in raw_tables:
        schema = schemas.load().get(raw.name)
        if schema is None:
            problems.append(unknown_key(raw.where, raw.name, schemas.load()))
            continue
        table = _table(schema, raw, problems)
        normal[raw.name] = table
        checked.append((schema, raw, table))
        if len(known := [row["id"] for row in table.rows]) > len(set(known)):
            twice.add(raw.name)
    refused = {raw.name for _, raw, _ in checked if raw.refused or (raw.name in twice and not raw.typed)}
    ids = {name: {row["id"] for row in table.rows} for name, table in normal.items() if name not in refused}
    for schema, raw, table in checked if len(problems) < MANY else ():
        problems += islice(_link_problems(schema, raw, table, ids), MANY)
    if problems:
        raise BadInput(sorted(problems, key=_place))
    review = head.get("review")
    return Body(
        body=dict(head["body"]),
        as_of=head.get("as_of"),
        review=(review["from"], review["to"]) if review else None,
        calendar=head.get("calendar"),
        tables=normal,
        file=file,
        sha256=sha256,
    )


def spans(raw: Any) -> tuple[Span, ...]:
    """`complete` of a table: one span or a list of them, in order."""
    listed = raw if isinstance(raw, list) else [raw] if raw else []
    return tuple(sorted((span["from"], span["to"]) for span in listed))


def _head_problems(head: Mapping[str, Any], where: Callable[..., str]) -> Iterable[Problem]:
    review = head.get("review")
    if review and review["to"] < review["from"]:
        yield _backwards(where("review", "to"))
    for kind, periods in (head.get("calendar") or {}).items():
        if len(periods) > PERIODS:
            what = say("学期（学年）过多", "too many periods")
            yield Problem(where("calendar", kind), what, say(f"应不超过 {PERIODS} 个", f"at most {PERIODS}"))
            continue
        for index, period in enumerate(periods):
            if period["to"] < period["from"]:
                yield _backwards(where("calendar", kind, index, "to"))
            for other in periods[:index]:
                zh, en = ("", "") if may_be_name(other["id"]) else (f"“{other['id']}”", f" `{other['id']}`")
                if period["id"] == other["id"]:
                    what = say(f"编号{zh}重复", f"id{en} stands twice")
                    yield Problem(where("calendar", kind, index, "id"), what)
                elif period["from"] <= other["to"] and other["from"] <= period["to"]:
                    what = say(f"与{zh or '前面一个'}的日期重叠", f"overlaps{en or ' an earlier one'}")
                    why = say("一天只属于一个学期（学年）", "a day belongs to one period")
                    yield Problem(where("calendar", kind, index, "from"), what, why)
                elif _against(period, other):
                    what = say(f"日期与{zh}的先后不合", f"does not follow{en} in time as its number does")
                    why = say("编号在前的学期（学年）应先开始", "the lower number begins first")
                    mend = say("请核对起止是否填反了行", "were the days of two rows exchanged?")
                    yield Problem(where("calendar", kind, index, "from"), what, why, mend)
    texts = [*((("body", key), text) for key, text in head["body"].items()), (("remark",), head.get("remark"))]
    for path, text in texts:
        try:
            refuse_personal_numbers(text)
        except WrongCell as wrong:
            yield Problem(where(*path), wrong.what or "", wrong.why, wrong.mend)


def may_be_name(text: str) -> bool:
    """An id without a digit and not in plain letters may be a person's name, and is not repeated."""
    return not text.isascii() and not any(ch.isdigit() for ch in text)


def _against(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """Do two periods whose ids count on (2023-2024-1, 2023-2024-2) stand in time the other way round?"""
    numbers = [_counted(period["id"]) for period in (one, other)]
    (front, first), (other_front, second) = numbers
    return front == other_front and first != second and (first < second) != (one["from"] < other["from"])


def _counted(name: str) -> tuple[str, tuple[int, ...]]:
    """What an id counts on from, and its numbers."""
    if found := _SCHOOL_YEAR.match(name):
        return "", tuple(int(part) for part in found.groups(default="0"))
    front, _, last = name.rpartition("-")
    return (front, (int(last),)) if front and last.isascii() and last.isdigit() and len(last) < 7 else (name, ())


def _table(schema: TableSchema, raw: RawTable, problems: list[Problem]) -> Table:
    for start, end in raw.complete:
        if end < start:
            problems.append(_backwards(raw.complete_where or raw.where))
    if raw.absent:
        return Table(NONE, raw.complete)
    rows, seen = [], dict[str, str]()
    for row in raw.rows:
        normal = _row(schema, raw, row, problems)
        rows.append(normal)
        if len(problems) >= MANY:
            break
        key = normal["id"]
        if key in seen:
            zh, en = ("", "") if schema.name == "people" or may_be_name(key) else (f"“{key}”", f" `{key}`")
            problems.append(
                Problem(
                    row.where("id"),
                    say(f"编号{zh}重复，首见于 {seen[key]}", f"duplicate id{en}, first at {seen[key]}"),
                    say("同一表内每行编号应不同", "each row has an id of its own"),
                    say("请改编号或删去重复的一行", "change the id or remove the duplicate row"),
                )
            )
        elif key is not None:
            seen[key] = row.origin
    return Table("reported", raw.complete, tuple(rows), tuple(row.origin for row in raw.rows))


def _row(schema: TableSchema, raw: RawTable, row: RawRow, problems: list[Problem]) -> dict[str, Any]:
    normal: dict[str, Any] = dict.fromkeys(schema.columns)
    for name, cell in row.cells.items():
        column = schema.columns.get(name)
        if column is None:
            labelled = schema.column_called(name)
            known = [labelled.name] if labelled else list(schema.columns)
            problems.append(unknown_key(row.where(name), name, known, private=schema.name == "people"))
            continue
        try:
            normal[name] = value(column, cell, typed=raw.typed)
        except WrongCell as wrong:
            what = wrong.what or say("填得不对", "is wrong")
            shown, called = _shown(schema, column, row, cell), _called(column, row)
            text = say(f"{called['zh']}{shown['zh']}{what['zh']}", f"{called['en']}{shown['en']} {what['en']}")
            problems.append(Problem(row.where(name), text, wrong.why, wrong.mend))
    if normal["id"] in RESERVED:
        what = say(f"编号不能是“{normal['id']}”", f"`{normal['id']}` cannot be an id")
        problems.append(
            Problem(
                row.where("id"), what, say("它另有含义", "it has another meaning"), say("例如 s1", "for example s1")
            )
        )
    for name in schema.required:
        if name not in row.cells:
            column = schema.columns[name]
            example = column.example or next(iter(column.codes or ()), None)
            problems.append(
                Problem(
                    row.where(name),
                    say(f"缺少{column.label['zh']}（{name}）", f"missing {name}"),
                    say("每行必填", "every row has it"),
                    say(f"例如 {name}: {example}", f"for example {name}: {example}") if example else "",
                )
            )
    if schema.time and "from" in schema.time:
        start, end = normal[schema.time["from"]], normal[schema.time["to"]]
        if start and end and ends_before_start(start, end):
            problems.append(_backwards(row.where(schema.time["to"])))
    return normal


def _link_problems(schema: TableSchema, raw: RawTable, table: Table, ids: Mapping[str, set[str]]) -> Iterable[Problem]:
    for column in schema.columns.values():
        # a link to a table that is not reported leads nowhere yet, which is no mistake
        if column.link is None or column.link not in ids:
            continue
        target = schemas.load()[column.link]
        for raw_row, row in zip(raw.rows, table.rows, strict=True):
            cell = row[column.name]
            for link in cell if isinstance(cell, tuple) else (cell,):
                if link is not None and link != NONE and link not in ids[column.link]:
                    yield _dead_end(schema, column, target, raw_row, link)


def _dead_end(schema: TableSchema, column: Column, target: TableSchema, row: RawRow, link: str) -> Problem:
    shown, called = _shown(schema, column, row, link), _called(column, row)
    zh, en = target.label["zh"], target.name
    there = say(f"{zh}表（{target.name}）", en)
    why = say(f"应为{zh}表里的编号", f"expected an id of {en}")
    if row.shown:
        zh, en = target.label["zh"], target.label["en"]
        there = say(f"{zh}表", en)
        if "name" in target.columns and target.name != "people":
            why = say(f"应为{zh}表里的编号或名称", f"expected an id or a name of {en}")
    return Problem(
        row.where(column.name),
        say(
            f"{called['zh']}{shown['zh']}不在{there['zh']}里",
            f"{called['en']}{shown['en']} is not in the table {there['en']}",
        ),
        why,
        say("请补上该行或改正编号", "add the row or correct the id"),
    )


def _called(column: Column, row: RawRow) -> Words:
    """What a message calls a column: as the file does."""
    return column.label if row.shown else say(f"{column.label['zh']}（{column.name}）", column.name)


def _shown(schema: TableSchema, column: Column, row: RawRow, cell: Any) -> Words:
    """The cell in quotes, unless it may be about a person: then, and wherever text is free, only its place is given."""
    if row.shown:
        return row.shown(column.name)
    hidden = schema.name == "people" or column.link == "people" or column.type in {"text", "texts"}
    text = str(cell).lower() if isinstance(cell, bool) else str(cell)
    if hidden or isinstance(cell, list | dict | None) or not text.strip() or not text.isascii() or len(text) > 40:
        return say("", "")
    return say(f"“{text}”", f" `{text}`")


def _place(problem: Problem) -> list[str | int]:
    """Sorts `file:9:2` before `file:10:1`, and `file:sheet!B9` before `file:sheet!B10`."""
    parts = re.split(r"(?<=:)([0-9]+)|(?<=!)[A-Z]*([0-9]+)", problem.where)
    return [int(part) if part.isdigit() else part for part in parts if part is not None]


def _backwards(where: str) -> Problem:
    return Problem(
        where,
        say("止日早于起日", "ends before it starts"),
        say("止日应不早于起日", "the end is not before the start"),
        say("例如起 2023-09-01，止 2024-07-31", "for example from 2023-09-01 to 2024-07-31"),
    )
