"""Rows of a CSV or Parquet file, cells still as they stand, each with its place. All cells are text (or lists of text):
what they mean is for the table's schema to say, not for a reader to guess."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from checker.errors import BadInput, Problem, say
from checker.model import Words
from checker.records.assemble import RawRow
from checker.records.tables import TableSchema
from checker.schemawords import unknown_key
from checker.textfile import decode

ROWS = 1_000_000
"""Rows of one table: some hundred times a county's largest register."""


def csv_rows(path: Path, raw: bytes, schema: TableSchema) -> Iterator[RawRow]:
    """Rows of a UTF-8 CSV file; the origin is the line at which a row begins. Lines without any cell are skipped."""
    name = str(path)
    reader = csv.reader(io.StringIO(decode(raw, name), newline=""), strict=True)
    columns: list[str | None] | None = None
    line = 1
    try:
        for cells in reader:
            at, line = line, reader.line_num + 1
            if not any(cell.strip() for cell in cells):
                continue
            if columns is None:
                columns = headings(cells, schema, f"{name}:{at}")
                continue
            if any(cell.strip() for cell in cells[len(columns) :]):
                what = say(
                    f"有 {len(cells)} 格，表头只有 {len(columns)} 列", f"{len(cells)} cells, {len(columns)} headings"
                )
                mend = say("内容里有逗号时请加英文双引号", "put a cell that contains a comma in double quotes")
                raise BadInput(Problem(f"{name}:{at}", what, mend=mend))
            padded = [*cells, *[""] * (len(columns) - len(cells))]
            yield _row(columns, padded, f"{name}:{at}")
    except csv.Error:
        what = say("CSV 写法有误：引号没有配对，或单格过长", "CSV syntax: an unbalanced quote, or too long a cell")
        raise BadInput(Problem(f"{name}:{line}", what)) from None
    if columns is None:
        raise BadInput(Problem(name, say("没有表头", "no headings"), _wanted(schema)))


def parquet_rows(path: Path, raw: bytes, schema: TableSchema) -> Iterator[RawRow]:
    """Rows of a Parquet file; the origin is the row's number, from 1."""
    name = str(path)
    if raw[:4] != b"PAR1" or raw[-4:] != b"PAR1":
        raise BadInput(Problem(name, say("不是 Parquet 文件", "not a Parquet file"), say("或未写完", "or cut off")))
    import duckdb  # noqa: PLC0415  (200 ms, and only a Parquet file needs it)

    # a path is a pattern to DuckDB, so its special characters are put in brackets
    pattern = "".join(f"[{ch}]" if ch in "*?[" else ch for ch in str(path.resolve()))
    try:
        with duckdb.connect(config={"threads": 1, "memory_limit": "1GB"}) as connection:
            found = connection.execute("DESCRIBE SELECT * FROM read_parquet(?)", [pattern]).fetchall()
            columns = headings([column[0] for column in found], schema, name)
            # numbers come as their shortest text, lists as lists of text; nothing is rounded on the way
            parts = [_as_text(*column[:2]) for column in found]
            rows = connection.execute(
                f"SELECT {', '.join(parts)} FROM read_parquet(?) LIMIT {ROWS + 1}", [pattern]
            ).fetchall()
    except duckdb.Error:
        raise BadInput(Problem(name, say("Parquet 文件损坏，无法读取", "the Parquet file is damaged"))) from None
    if len(rows) > ROWS:
        what = say("行数过多", "too many rows")
        raise BadInput(Problem(name, what, say(f"应不超过 {ROWS} 行", f"at most {ROWS}")))
    for number, cells in enumerate(rows, 1):
        yield _row(columns, [_day(cell) for cell in cells], f"{name}:{number}")


def headings(cells: Sequence[str], schema: TableSchema, where: str) -> list[str | None]:
    """Column names for the headings, which may be names or labels; None for an empty heading. Raises BadInput."""
    problems: list[Problem] = []
    columns: list[str | None] = []
    for number, cell in enumerate(cells, 1):
        heading = cell.strip()
        column = schema.column_called(heading) if heading else None
        if column is not None and column.name in columns:
            what = say(f"列“{heading}”重复", f"column `{heading}` stands twice")
            problems.append(Problem(f"{where}:{number}", what, mend=say("请删去其一", "remove one of the two")))
        elif heading and column is None:
            known = _all_headings(schema)
            private = schema.name == "people" or not heading.isascii()
            problems.append(unknown_key(f"{where}:{number}", heading, known, private=private))
        columns.append(column.name if column else None)
    for required in schema.required:
        if required not in columns and not problems:
            label = schema.columns[required].label["zh"]
            what = say(f"缺少列 {label}（{required}）", f"missing column {required}")
            problems.append(Problem(where, what, _wanted(schema)))
    if problems:
        raise BadInput(problems)
    return columns


def _row(columns: Sequence[str | None], cells: Sequence[Any], origin: str) -> RawRow:
    numbers = {name: number for number, name in enumerate(columns, 1) if name}

    def place(column: str) -> str:
        return f"{origin}:{numbers[column]}" if column in numbers else origin

    return RawRow({name: cell for name, cell in zip(columns, cells, strict=True) if name}, origin, place)


def _as_text(column: str, kind: str) -> str:
    quoted = column.replace('"', '""')
    return f'CAST("{quoted}" AS VARCHAR{"[]" if kind.endswith("[]") else ""})'


def _day(cell: Any) -> Any:
    """A timestamp at midnight is a date: Parquet writers seldom keep the difference."""
    return cell.removesuffix(" 00:00:00") if isinstance(cell, str) else cell


def _all_headings(schema: TableSchema) -> list[str]:
    return [text for column in schema.columns.values() for text in (column.name, column.label["zh"])]


def _wanted(schema: TableSchema) -> Words:
    columns = schema.columns.values()
    labels = ",".join(column.label["zh"] for column in columns)
    return say(f"首行应为表头，例如 {labels}", f"headings first, for example {','.join(schema.columns)}")
