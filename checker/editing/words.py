"""Sheets, columns and words of a rulebook's workbook, from reports/xlsx/rulebook.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from checker import house, yamlfile
from checker.model import Words

Codes = Mapping[str, Mapping[str, Words]]
"""Labels of codes by table (`modalities`, `bearers` …)."""


@dataclass(frozen=True)
class Column:
    key: str
    kind: str
    width: float
    head: Words
    of: str = ""


@dataclass(frozen=True)
class Sheet:
    key: str
    title: Words
    columns: tuple[Column, ...]


@dataclass(frozen=True)
class Looks:
    """`lines` of a cell are shown at most; `too_long` stands for a value that a cell cannot hold."""

    font: str
    author: str
    colours: Mapping[str, str]
    lines: int
    sheets: Mapping[str, Sheet]
    codes: Codes
    too_long: Words
    guide_title: Words
    guide: Mapping[str, tuple[str, ...]]

    @property
    def order(self) -> tuple[str, ...]:
        """Keys of a rule in the order of the columns."""
        return tuple(dict.fromkeys(one.key.partition(".")[0] for one in self.sheets["rules"].columns))


@cache
def looks() -> Looks:
    data: dict[str, Any] = yamlfile.read(house.reports_dir() / "xlsx" / "rulebook.yaml").data
    sheets = {
        key: Sheet(key, one["title"], tuple(_column(column) for column in one["columns"]))
        for key, one in data["sheets"].items()
    }
    guide = {lang: tuple(lines) for lang, lines in data["guide"]["lines"].items()}
    return Looks(
        data["font"], data["author"], data["colours"], data["lines"], sheets, data["codes"], data["too_long"],
        data["guide"]["title"], guide,
    )  # fmt: skip


def _column(one: Mapping[str, Any]) -> Column:
    return Column(one["key"], one["kind"], float(one["width"]), one["head"], one.get("of", ""))
