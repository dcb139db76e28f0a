"""A workbook of rules that somebody changed → the files of the rulebook, with only those values written anew that differ."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from checker import yamlfile
from checker.editing import pack
from checker.editing.flow import flow
from checker.editing.patch import with_items
from checker.editing.table import Reader, Row, Rows, rows, unlike
from checker.editing.words import Column, Sheet, looks
from checker.editing.write import HEAD, rule_files
from checker.errors import BadInput, Problem, say
from checker.report.words import LANGS, pick
from checker.rulebook.load import schema_of
from checker.sheets.grid import Book, Cell, Grid
from checker.sheets.read import read as read_book


@dataclass(frozen=True)
class Change:
    """`kind` is `added`, `removed`, `moved` (to another file) or `changed`; `what` are the keys of a rule that differ, or a file's name."""

    kind: str
    name: str
    what: tuple[str, ...] = ()


@dataclass(frozen=True)
class Edited:
    """`files` is the whole folder by path. `cells` says where things stand in the workbook: a rule by its id, a value of it by id and key,
    a test or case by id, part (`when`, `require`, `note`, `cases`) and number."""

    book: str
    files: Mapping[str, str]
    changes: tuple[Change, ...]
    cells: Mapping[tuple[str, ...], str]

    def place(self, path: Sequence[str]) -> str:
        """The cell of what stands at that path, or of what it stands in. Empty where the workbook has no cell for it."""
        for length in range(len(path), 0, -1):
            if found := self.cells.get(tuple(path[:length])):
                return found
        return ""


def read(path: Path) -> Edited:
    """Raises BadInput with every cell that cannot be read, for a file that is no such workbook, and for one that is not safe."""
    book = read_book(path)
    hidden = book.grid(pack.SHEET)
    name, held = pack.unpacked(_hidden(hidden) if hidden else [], book.file)
    old_files = rule_files(held, name)
    other = {path: text for path, text in held.items() if path not in old_files and path.endswith(".yaml")}
    old = {rule["id"]: rule for data in old_files.values() for rule in data["rules"]}
    sheets = {key: _rows(book, sheet) for key, sheet in looks().sheets.items()}
    places = {key: [at for at, _ in listed] for key, listed in sheets.items()}
    columns = {key: _columns(_grid(book, sheet), sheet) for key, sheet in looks().sheets.items()}

    def at(sheet: str, number: int, key: str) -> str:
        grid = _grid(book, looks().sheets[sheet])
        return book.place(grid, places[sheet][number], columns[sheet].get(key))

    given = {key: tuple(row for _, row in listed) for key, listed in sheets.items()}
    reader = Reader(given, old, at)
    new = reader.rules()
    problems = [*reader.problems, *_paths(given["rules"], at), *_strays(given["files"], other, at)]
    if problems:
        raise BadInput(problems)
    # What the sheets would say of the files as they were: a value that a cell cannot hold in the same way is no change.
    before = Reader(rows(old_files, other), old, lambda *_: name).rules()
    files = {**held, **_others(given["files"], other)}
    changes: list[Change] = []
    files |= _written(held, before, new, changes)
    gone = before.keys() - new.keys()
    changes += [Change("changed", path) for path, text in other.items() if files[path] != text]
    kept = {path: text for path, text in files.items() if path not in gone}
    return Edited(name, kept, tuple(_moved(changes)), _cells(given, reader, at))


def _moved(changes: Sequence[Change]) -> Iterator[Change]:
    """A rule that left one file and came into another has moved."""
    added, removed = ({one.name for one in changes if one.kind == kind} for kind in ("added", "removed"))
    for one in changes:
        if one.name in added & removed:
            if one.kind == "added":
                yield Change("moved", one.name)
        else:
            yield one


def _cells(given: Rows, reader: Reader, at: Any) -> dict[tuple[str, ...], str]:
    found: dict[tuple[str, ...], str] = {}
    for number, row in enumerate(given["rules"]):
        name = row["id"]
        found[name,] = at("rules", number, "id")
        for column in looks().sheets["rules"].columns:
            found.setdefault((name, column.key.partition(".")[0]), at("rules", number, column.key))
    for (name, part, place), number in reader.made.items():
        sheet, key = ("cases", "expect") if part == "cases" else ("tests", "value")
        found.setdefault((name, part, str(place)), at(sheet, number, key))
    return found


def _written(
    held: Mapping[str, str], before: Mapping[str, list[dict[str, Any]]], new: Mapping[str, list[dict[str, Any]]],
    changes: list[Change],
) -> dict[str, str]:  # fmt: skip
    """The texts of the files of rules that differ; what differs is added to `changes`."""
    found = {}
    for path in before.keys() - new.keys():
        changes += [Change("removed", rule["id"]) for rule in before[path]]
    for path, rules in new.items():
        old = {rule["id"]: rule for rule in before.get(path, ())}
        now = {rule["id"]: rule for rule in rules}
        differ = {name: keys for name, rule in now.items() if name in old and (keys := unlike(old[name], rule))}
        added, gone = [now[name] for name in now if name not in old], [name for name in old if name not in now]
        changes += [Change("changed", name, tuple(keys)) for name, keys in differ.items()]
        changes += [Change("added", one["id"]) for one in added]
        changes += [Change("removed", one) for one in gone]
        if differ or added or gone:
            text = _changed(held[path], path, now, differ) if path in held else "rules:\n"
            found[path] = (text if text.endswith("\n") else text + "\n") + "".join(map(_block, added))
    return found


def _changed(text: str, path: str, now: Mapping[str, Any], differ: Mapping[str, Sequence[str]]) -> str:
    """The text with those keys of those rules as they are now, and without the rules that are gone."""
    listed = yamlfile.parse(text.encode(), path=Path(path), name=path).data["rules"]
    wanted = [
        _merged(rule, now[rule["id"]], differ.get(rule["id"], ())) if rule["id"] in now else None for rule in listed
    ]
    return with_items(text, "rules", listed, wanted, _ORDER)


def _merged(rule: Mapping[str, Any], now: Mapping[str, Any], keys: Sequence[str]) -> dict[str, Any]:
    kept = {key: value for key, value in rule.items() if key not in keys or key in now}
    return {**kept, **{key: now[key] for key in keys if key in now}}


def _block(rule: Mapping[str, Any]) -> str:
    """A new rule, a line for each key and each case."""
    lines = []
    for key in sorted(rule, key=_ORDER.index):
        if key == "cases":
            lines += ["  cases:", *(f"  - {flow(one)}" for one in rule[key])]
        else:
            lines.append(f"  {key}: {flow(rule[key])}")
    return "\n".join(["-" + lines[0][1:], *lines[1:]]) + "\n"


def _others(given: Sequence[Row], old: Mapping[str, str]) -> dict[str, str]:
    """The files that hold no rules, line by line."""
    lines: dict[str, list[tuple[Decimal, str]]] = {path: [] for path in old}
    for row in given:
        if row.get("file") in lines:
            lines[row["file"]].append((Decimal(row["number"]), row.get("line", "")))
    return {path: "\n".join(line for _, line in sorted(one, key=lambda each: each[0])) for path, one in lines.items()}


# ---- cells -----------------------------------------------------------------------------------------------------


def _hidden(grid: Grid) -> list[list[str]]:
    rows = (grid.row(number) for number in range(1, grid.rows + 1))
    return [[cell.value for _, cell in sorted(row.items())] for row in rows if row]


def _grid(book: Book, sheet: Sheet) -> Grid:
    for lang in LANGS:
        if found := book.grid(pick(sheet.title, lang)):
            return found
    title = sheet.title["zh"]
    raise BadInput(Problem(book.file, say(f"缺少工作表“{title}”", f"sheet `{title}` is missing"), mend=pack.ANEW))


def _columns(grid: Grid, sheet: Sheet) -> dict[str, int]:
    """The columns by key, found by their headings in either language."""
    heads = {cell.value.strip(): column for column, cell in grid.row(HEAD).items()}
    return {one.key: heads[head] for one in sheet.columns for head in one.head.values() if head in heads}


def _rows(book: Book, sheet: Sheet) -> list[tuple[int, Row]]:
    """Rows that hold something, each with its number in the sheet. Raises BadInput for a column that is missing."""
    grid = _grid(book, sheet)
    columns = _columns(grid, sheet)
    if lost := [one.head["zh"] for one in sheet.columns if one.key not in columns]:
        listed = "、".join(lost)
        what = say(f"缺少列：{listed}", f"columns are missing: {listed}")
        raise BadInput(Problem(book.place(grid, HEAD), what, mend=pack.ANEW))
    found: list[tuple[int, Row]] = []
    for number in range(HEAD + 1, grid.rows + 1):
        cells = {one.key: grid.cells.get((number, columns[one.key])) for one in sheet.columns}
        row = {one.key: _text(one, cell) for one in sheet.columns if (cell := cells[one.key]) is not None}
        if any(row.values()):
            found.append((number, {key: text for key, text in row.items() if text}))
    return found


def _text(column: Column, cell: Cell) -> str:
    """What a cell holds as a text; of a code its word without the label."""
    text = cell.value
    if cell.kind == "number" and cell.percent:
        text = f"{(Decimal(text) * 100).normalize():f}%"
    elif cell.kind == "yesno":
        text = text.lower()
    if column.key in ("id", "rule", "file", "number", "at"):
        return text.strip()
    if column.kind == "code":
        return text.split()[0] if text.split() else ""
    return text


def _strays(given: Sequence[Row], held: Mapping[str, str], at: Any) -> Iterator[Problem]:
    """Lines that belong to no file, or stand at no place in it: nothing that was typed is dropped in silence."""
    for number, row in enumerate(given):
        if row.get("file") not in held:
            mend = say(
                "文件名照别的行写；新的文件请在文件夹里加",
                "name the file as the other rows do; a new one is added in the folder",
            )
            yield Problem(at("files", number, "file"), say("没有这个文件", "there is no such file"), mend=mend)
        elif not _NUMBER.fullmatch(row.get("number", "")):
            mend = say("插在第 4、5 行之间的写 4.5", "4.5 stands between lines 4 and 5")
            yield Problem(at("files", number, "number"), say("没有行号", "there is no line number"), mend=mend)


def _paths(given: Sequence[Row], at: Any) -> Iterator[Problem]:
    for number, row in enumerate(given):
        if (path := row.get("file")) and not (pack.safe(path) and schema_of(Path("-", path), Path("-")) == "rules"):
            mend = say("例如 3-work/2-meetings.yaml", "for example 3-work/2-meetings.yaml")
            yield Problem(
                at("rules", number, "file"), say("不是规则库里的文件名", "no name of a file in a rulebook"), mend=mend
            )


_NUMBER = re.compile(r"[0-9]{1,6}(\.[0-9]{1,6})?")
_ORDER = (*looks().order[1:], "when", "require", "note", "cases")
"""Keys of a rule as they are written."""
