"""One body's records as every later stage sees them, whatever kind of file they came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from checker.errors import Problem
from checker.records.layout import Layout

NONE = "none"
"""A recorded absence (无), in a cell and in place of a list. Not reported is `None`."""

Span = tuple[str, str]
"""From and to, both days included, as ISO text."""


@dataclass(frozen=True)
class Table:
    """A table that is reported. `state` is `reported` or `none` (the body states that there is nothing to record).

    Each row has every column of its schema. Values: dates `YYYY-MM-DD` or `YYYY-MM`; money in fen; percent in parts
    per million (86.5% is 865000); yes or no as `yes`/`no`; codes by key; lists as tuples; `NONE` a recorded
    absence; None not reported. `origins[i]` is the `file:line` of `rows[i]`.
    """

    state: str
    complete: tuple[Span, ...] = ()
    rows: tuple[Mapping[str, Any], ...] = ()
    origins: tuple[str, ...] = ()


@dataclass(frozen=True)
class Body:
    """A group or an authority. A table that is not reported has no entry in `tables`.

    `body` has kind, id, name, region, perhaps model, level, legal_person, founded, plaque_date, under, invented. `sha256` is of the
    file's bytes, or of the names and bytes of all files that were read from a folder.
    """

    body: Mapping[str, Any]
    as_of: str | None
    review: Span | None
    calendar: Mapping[str, Any] | None
    tables: Mapping[str, Table] = field(repr=False)
    file: str = ""
    sha256: str = ""
    layout: Layout | None = None
    """Of the workbook that it was filled into."""
    notes: tuple[Problem, ...] = ()
    """What its reader took in a way that somebody should know of."""
    at: Mapping[str, str] = field(default_factory=dict, repr=False)
    """The cells of a workbook in which its facts and its day of check stand, by their names."""
    ratings: tuple[Mapping[str, Any], ...] = ()
    """The points that the body gave itself, in the shape of `ratings` of decisions.json plus `origin`."""

    @property
    def id(self) -> str:
        return str(self.body["id"])
