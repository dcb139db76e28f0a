"""The file that says how the columns of a spreadsheet become records: proposed by `jituan map`, settled by a person.

Its shape is `schemas/mapping.json`. `body`, `as_of`, `review`, `calendar`, `complete` and `none` are those of a `body.yaml`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from checker import yamlfile
from checker.errors import MANY, BadInput, Problem, say
from checker.model import Words
from checker.nearest import nearest
from checker.records import assemble, sheetwords
from checker.records import tables as schemas
from checker.records.body import Span
from checker.records.tables import Column, TableSchema
from checker.schema import validate
from checker.yamlfile import Document

ASK = "ask"
"""Stands wherever a person has to decide; nothing is read while one is left."""

IGNORE = "ignore"
"""A column, or a whole block, that is not read."""


_TABLE, _COLUMN, _OPTION = say("表", "table"), say("列", "column"), say("选项", "option")
_SHOWN = 30


@dataclass(frozen=True)
class Target:
    """What a column of the spreadsheet becomes: a column of ours, its `unit` there, what its `values` stand for."""

    column: Column
    unit: str | None = None
    values: Mapping[str, str] | None = None


@dataclass(frozen=True)
class BlockMap:
    """A block of a sheet; a CSV file has one without a name. `header` are the rows of its headings where the mapping was made,
    `first` and `last` limit the rows of records there. `columns` by heading, None for one that is not read. `table` is None
    for a block that is not read. `by_row`: rows have no ids of their own. `where(*path)` is the place in the mapping file.
    """

    sheet: str
    table: TableSchema | None
    where: Callable[..., str]
    header: tuple[int, ...] = (1,)
    first: int | None = None
    last: int | None = None
    transposed: bool = False
    by_row: bool = False
    columns: Mapping[str, Target | None] | None = None
    fixed: Mapping[str, str] | None = None

    @property
    def headings(self) -> Mapping[str, Target | None]:
        return self.columns or {}


@dataclass(frozen=True)
class SheetMap:
    """A mapping file without a question left. `head` has the shape that `assemble.body` wants."""

    name: str
    sha256: str
    head: Mapping[str, Any]
    where: Callable[..., str]
    blocks: tuple[BlockMap, ...]
    complete: Mapping[str, tuple[Span, ...]]
    none: tuple[str, ...] = ()


def read(path: Path) -> SheetMap:
    """Raises BadInput with every problem, first of all with every `ask` that is left."""
    return settled(yamlfile.read(path))


def settled(document: Document) -> SheetMap:
    """The same of a document at hand."""
    validate(document, "mapping")
    if asked := list(_asked(document)):
        raise BadInput(asked)
    data, where = document.data, document.where
    problems: list[Problem] = []
    blocks = [_block(one, _under(where, "sheets", index), problems) for index, one in enumerate(data["sheets"])]
    filled = {block.table.name for block in blocks if block.table}
    known = schemas.load()
    for name in [*data.get("none", ()), *data.get("complete", ())]:
        if name not in known:
            key = "none" if name in data.get("none", ()) else "complete"
            problems.append(_unknown(where(key, name), _TABLE, name, known))
    for name in filled.intersection(data.get("none", ())):
        what = say(f"{name} 既记为“无”，又有对应的表", f"{name} is recorded as none and has a sheet")
        problems.append(Problem(where("none"), what, mend=say("请二者去一", "remove one of the two")))
    if problems:
        raise BadInput(problems[:MANY])
    head = {key: data[key] for key in ("body", "as_of", "review", "calendar", "remark") if key in data}
    complete = {name: assemble.spans(span) for name, span in data.get("complete", {}).items()}
    none = tuple(data.get("none", ()))
    return SheetMap(document.name, document.sha256, head, where, tuple(blocks), complete, none)


def _block(raw: Mapping[str, Any], where: Callable[..., str], problems: list[Problem]) -> BlockMap:
    sheet = raw.get("sheet", "")
    if raw["table"] == IGNORE:
        headings = dict.fromkeys(raw.get("columns", ()))  # where it begins, the block above it ends
        header, transposed = tuple(raw.get("header", (1,))), raw.get("transposed", False)
        return BlockMap(sheet, None, where, header, transposed=transposed, columns=headings)
    table = _table(raw["table"])
    if table is None:
        problems.append(_unknown(where("table"), _TABLE, raw["table"], _names(schemas.load())))
        return BlockMap(sheet, None, where)
    columns = {
        heading: _target(table, one, _under(where, "columns", heading), problems)
        for heading, one in raw["columns"].items()
    }
    fixed: dict[str, str] = {}
    for name, value in raw.get("fixed", {}).items():
        column = table.column_called(name)
        if column is None:
            problems.append(_unknown(where("fixed", name), _COLUMN, name, _names(table.columns)))
        else:
            fixed[column.name] = str(value)
    by_row = raw.get("id") == "rows"
    _reached_once(table, columns, fixed, by_row, where, problems)
    rows = raw.get("rows", {})
    return BlockMap(
        sheet, table, where, tuple(raw["header"]), rows.get("from"), rows.get("to"), raw.get("transposed", False), by_row,
        columns, fixed,
    )  # fmt: skip


def _target(table: TableSchema, raw: Any, where: Callable[..., str], problems: list[Problem]) -> Target | None:
    if raw == IGNORE:
        return None
    one: Mapping[str, Any] = {"column": raw} if isinstance(raw, str) else raw
    column = table.column_called(one["column"])
    if column is None:
        problems.append(_unknown(where(), _COLUMN, one["column"], [*_names(table.columns), IGNORE]))
        return None
    unit, values = one.get("unit"), one.get("values")
    if unit is not None and (wrong := _unit_problem(column, unit, where)):
        problems.append(wrong)
    if values and not column.codes:
        what = say(f"{column.label['zh']}（{column.name}）没有选项，不能写 values", f"{column.name} has no codes")
        problems.append(Problem(where("values"), what))
        return Target(column, unit)
    codes = column.codes or {}
    meant = {label: code for code, label in codes.items()} | {code: code for code in codes}
    for value, code in (values or {}).items():
        if code not in meant and code != IGNORE:
            problems.append(_unknown(where("values", value), _OPTION, code, [*codes.values(), IGNORE]))
    return Target(column, unit, {value: meant.get(code, IGNORE) for value, code in (values or {}).items()})


def _names(known: Mapping[str, TableSchema] | Mapping[str, Column]) -> list[str]:
    return [text for name, one in known.items() for text in (name, one.label["zh"])]


def _unknown(where: str, kind: Words, name: str, known: Iterable[str]) -> Problem:
    """A table, column or option that does not exist: the nearest one, or all."""
    listed = list(known)
    what = say(f"没有{kind['zh']}“{name}”", f"no {kind['en']} `{name}`")
    if near := nearest(name, listed):
        return Problem(where, what, say(f"是否想写“{near}”？", f"did you mean `{near}`?"))
    shown = [*listed[:_SHOWN], *(["…"] if len(listed) > _SHOWN else [])]
    return Problem(where, what, say("可用：" + "、".join(shown), "known: " + ", ".join(shown)))


def _unit_problem(column: Column, unit: str, where: Callable[..., str]) -> Problem | None:
    """A unit that is none, or of another kind of column."""
    units = sheetwords.load().units
    fitting = [name for name, one in units.items() if one.kind in (column.type, "scale")]
    if (unit in units and units[unit].kind == column.type) or (unit in fitting and column.type in ("money", "int")):
        return None
    label = column.label["zh"]
    what = say(f"{label}（{column.name}）的单位不能是“{unit}”", f"`{unit}` is no unit of {column.name}")
    listed = "、".join(name for name in fitting if units[name].kind == column.type)[:60]
    return Problem(where("unit"), what, mend=say(f"可用：{listed}", f"known: {listed}") if listed else "")


def _reached_once(
    table: TableSchema,
    columns: Mapping[str, Target | None],
    fixed: Mapping[str, str],
    by_row: bool,
    where: Callable[..., str],
    problems: list[Problem],
) -> None:
    """Every column of ours gets its value from one place, and the required ones get one."""
    reached: set[str] = set(fixed) | ({"id"} if by_row else set())
    for heading, target in columns.items():
        if target is None:
            continue
        name = target.column.name
        if name in reached:
            label = target.column.label["zh"]
            what = say(f"{label}（{name}）有两处来源", f"{name} comes from two places")
            mend = say("请只留一处，另一处写 ignore", "keep one, write `ignore` for the other")
            problems.append(Problem(where("columns", heading), what, mend=mend))
        reached.add(name)
    for name in table.required:
        if name not in reached:
            label = table.columns[name].label["zh"]
            what = say(f"没有一列是必填的{label}（{name}）", f"no column for {name}, which every row needs")
            mend = (
                say("请指定一列，或写 id: rows（以行号为编号）", "name its column, or write `id: rows`")
                if name == "id"
                else say("请指定一列，或在 fixed 里写各行相同的值", "name its column, or give its value under `fixed`")
            )
            problems.append(Problem(where("columns"), what, mend=mend))


def _table(name: str) -> TableSchema | None:
    known = schemas.load()
    return known.get(name) or next((one for one in known.values() if name in one.label.values()), None)


def _asked(document: Document) -> Iterator[Problem]:
    for path in _asks(document.data, ()):
        what = say("还是 ask，没有决定", "still `ask`")
        mend = (
            say("请按注释填写；不读就写 ignore", "fill it in as the comment says, or write `ignore`")
            if path[0] == "sheets"
            else say("请按注释填写", "fill it in as the comment says")
        )
        yield Problem(document.where(*path), what, say("由人决定后才能检查", "a person decides first"), mend)


def _asks(data: Any, path: tuple[str | int, ...]) -> Iterator[tuple[str | int, ...]]:
    if data == ASK and path:
        yield path
    elif isinstance(data, dict):
        if data.get("table") == IGNORE:
            return
        for key, value in data.items():
            yield from _asks(value, (*path, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _asks(value, (*path, index))


def _under(where: Callable[..., str], *path: str | int) -> Callable[..., str]:
    return lambda *more: where(*path, *more)
