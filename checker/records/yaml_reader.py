"""A body in one YAML file: `body`, `as_of`, `review`, `calendar`, and every other key a table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from checker import yamlfile
from checker.records import assemble
from checker.records.assemble import RawRow, RawTable
from checker.records.body import Body
from checker.schema import validate

HEAD = ("body", "as_of", "review", "remark", "calendar")
_ABSENT = ("none", "无")


def read(path: Path) -> Body:
    """One file is one body. Raises BadInput."""
    document = yamlfile.read(path)
    validate(document, "records")
    return from_data(document.data, document.where, file=document.name, sha256=document.sha256)


def from_data(data: Mapping[str, Any], where: Callable[..., str], *, file: str, sha256: str = "") -> Body:
    """The body in a mapping of the shape of `records.json`, for instance the `records` of a rule's case.

    `where(*path)` gives `file:line:column` (or any place) of a path in `data`. Raises BadInput.
    """
    return assemble.body(data, where, _tables(data, where), file=file, sha256=sha256)


def _tables(data: Mapping[str, Any], where: Callable[..., str]) -> Iterator[RawTable]:
    for name, table in data.items():
        if name in HEAD:
            continue
        if table in _ABSENT:
            yield RawTable(name, where(name), absent=True)
            continue
        rows = [_row(cells, name, index, where) for index, cells in enumerate(table["rows"])]
        yield RawTable(name, where(name), rows, assemble.spans(table.get("complete")), where(name, "complete"))


def _row(cells: Mapping[str, Any], table: str, index: int, where: Callable[..., str]) -> RawRow:
    def place(column: str) -> str:
        return where(table, "rows", index, column)

    origin = where(table, "rows", index)
    return RawRow(cells, origin.rpartition(":")[0], place)
