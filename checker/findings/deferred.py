"""A finding whose cells and rows are made when somebody looks at them: an audit counts verdicts, and most are never shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from functools import cached_property
from typing import Any

from checker.model import Cell, Finding, Row, TestResult


class Deferred(Finding):
    """Equal to the finding with everything made, as which it is also pickled."""

    _cells: Callable[[], tuple[Cell, ...]]
    _rows: Callable[[], tuple[Row, ...]]

    @classmethod
    def of(
        cls, known: Mapping[str, Any], cells: Callable[[], tuple[Cell, ...]], rows: Callable[[], tuple[Row, ...]]
    ) -> Deferred:
        """`known` is everything but cells, rows and remarks."""
        made = cls.__new__(cls)
        vars(made).update(known, _cells=cells, _rows=rows)
        return made

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        return self._cells()

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        return self._rows()

    @cached_property
    def remarks(self) -> tuple[TestResult, ...]:
        return tuple(t for cell in self.cells for t in cell.tests if t.role == "note" and t.outcome != "holds")

    def made(self) -> Finding:
        """The same finding with everything made."""
        return Finding(*self._values())

    def _values(self) -> tuple[Any, ...]:
        return tuple(getattr(self, one.name) for one in fields(Finding))

    def __reduce__(self) -> tuple[type[Finding], tuple[Any, ...]]:
        return Finding, self._values()

    def __eq__(self, other: object) -> bool:
        return self.made() == (other.made() if isinstance(other, Deferred) else other)

    __hash__ = Finding.__hash__
