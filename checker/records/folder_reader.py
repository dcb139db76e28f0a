"""A body in a folder: `body.yaml` says who it is and what is complete, each table is a CSV or Parquet file.

`body.yaml` holds `body`, `as_of`, `review`, `calendar`, `complete: {table: {from, to}}` and `none: [table, …]`. The
files are named after their tables in either language: `meetings.csv`, `会议.csv`, `meetings.parquet`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from checker import yamlfile
from checker.errors import BadInput, Problem, say
from checker.records import assemble, sheet
from checker.records import tables as schemas
from checker.records.assemble import RawTable
from checker.records.body import Body
from checker.records.tables import TableSchema
from checker.schema import validate
from checker.schemawords import unknown_key
from checker.textfile import read_bytes

HEAD = "body.yaml"
_TABULAR = {".csv": sheet.csv_rows, ".parquet": sheet.parquet_rows}
# A table in a form that nobody reads here must not go missing silently; papers (.pdf, .docx, .md) may lie about.
_UNREAD = frozenset({".xlsx", ".xls", ".xlsm", ".et", ".ods", ".tsv", ".json", ".yaml", ".yml"})


def is_body(folder: Path) -> bool:
    return (folder / HEAD).is_file()


def read(folder: Path) -> Body:
    """One folder with a `body.yaml` is one body. Raises BadInput."""
    head = yamlfile.read(inside(folder / HEAD, folder))
    validate(head, "body")
    problems: list[Problem] = []
    files = _table_files(folder, problems)
    tables: list[RawTable] = []
    hashed = [(HEAD, head.sha256)]
    complete = head.data.get("complete") or {}
    for name, path in files.items():
        try:
            raw = read_bytes(path, str(path))
            hashed.append((path.name, hashlib.sha256(raw).hexdigest()))
            rows = list(_TABULAR[path.suffix.lower()](path, raw, schemas.load()[name]))
        except BadInput as bad:
            problems += bad.problems
            continue
        span = assemble.spans(complete.get(name))
        tables.append(RawTable(name, str(path), rows, span, head.where("complete", name), typed=False))
    for name in head.data.get("none") or ():
        if name in files:
            what = say(f"{name} 既记为“无”，又有文件", f"{name} is recorded as none and has a file")
            problems.append(Problem(head.where("none"), what, mend=say("请二者去一", "remove one of the two")))
        span = assemble.spans(complete.get(name))
        tables.append(RawTable(name, head.where("none"), (), span, head.where("complete", name), absent=True))
    for name in complete:
        if name not in schemas.load():
            problems.append(unknown_key(head.where("complete", name), name, schemas.load()))
        elif name not in files and name not in (head.data.get("none") or ()):
            what = say(f"写了 {name} 的完整时段，却没有它的文件", f"{name} has a complete span but no file")
            mend = say(f"请放入 {name}.csv，没有内容就写进 none", f"add {name}.csv, or list it under none")
            problems.append(Problem(head.where("complete", name), what, mend=mend))
    try:
        made = assemble.body(head.data, head.where, tables, file=str(folder), sha256=_digest(hashed))
    except BadInput as bad:
        raise BadInput([*problems, *bad.problems]) from None
    if problems:
        raise BadInput(problems)
    return made


def inside(path: Path, folder: Path) -> Path:
    """`path`, unless a symbolic link leads it out of `folder`: a file from elsewhere is not part of these records."""
    if not path.resolve().is_relative_to(folder.resolve()):
        raise BadInput(
            Problem(
                str(path),
                say("符号链接指向文件夹之外", "a symbolic link leads out of the folder"),
                mend=say("请把文件复制进来", "copy the file into the folder"),
            )
        )
    return path


def _table_files(folder: Path, problems: list[Problem]) -> dict[str, Path]:
    """Table name -> file, in the order of file names."""
    found: dict[str, Path] = {}
    for path in _listed(folder):
        suffix = path.suffix.lower()
        if suffix in _UNREAD:
            problems.append(
                Problem(
                    str(path),
                    say(f"文件夹里的表不能用 {suffix}", f"a table in a folder cannot be {suffix}"),
                    say("应为 .csv 或 .parquet", "expected .csv or .parquet"),
                )
            )
        if suffix not in _TABULAR:
            continue
        try:
            inside(path, folder)
        except BadInput as bad:
            problems += bad.problems
            continue
        table = _table_called(path.stem)
        if table is None:
            problems.append(unknown_key(str(path), path.stem, schemas.load()))
        elif table.name in found:
            what = say(f"同一个表另有文件 {found[table.name].name}", f"the same table as {found[table.name].name}")
            problems.append(Problem(str(path), what, mend=say("请二者去一", "remove one of the two")))
        else:
            found[table.name] = path
    return found


def _listed(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir(), key=lambda one: one.name):
        if path.name != HEAD and not path.name.startswith((".", "~$")) and not path.is_dir():
            yield path


def _table_called(stem: str) -> TableSchema | None:
    tables = schemas.load()
    return tables.get(stem) or next((one for one in tables.values() if stem == one.label["zh"]), None)


def _digest(hashed: list[tuple[str, str]]) -> str:
    """One hash over the names and contents of all files read, independent of where the folder stands."""
    lines = "".join(f"{sha256}  {name}\n" for name, sha256 in sorted(hashed))
    return hashlib.sha256(lines.encode()).hexdigest()
