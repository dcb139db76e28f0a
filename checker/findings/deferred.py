"""A finding whose cells and rows are made when somebody looks at them: an audit counts verdicts, and most are never shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from functools import cached_property
from typing import Any

from checker.model import Cell, Finding, Prints, Row, TestResult

Unsettled = Mapping[tuple[str, str, str], tuple[str, ...]]


class Deferred(Finding):
    """Equal to the finding with everything made, as which it is also pickled."""

    _cells: Callable[[], tuple[Cell, ...]]
    _rows: Callable[[], tuple[Row, ...]]
    _unsettled: Callable[[], Unsettled]
    _prints: Callable[[], Prints]

    @classmethod
    def of(
        cls, known: Mapping[str, Any], cells: Callable[[], tuple[Cell, ...]], rows: Callable[[], tuple[Row, ...]],
        unsettled: Callable[[], Unsettled], prints: Callable[[], Prints],
    ) -> Deferred:  # fmt: skip
        """`known` is everything but cells, rows, remarks, what is unsettled, and fingerprints."""
        made = cls.__new__(cls)
        vars(made).update(known, _cells=cells, _rows=rows, _unsettled=unsettled, _prints=prints)
        return made

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        return self._cells()

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        return self._rows()

    @cached_property
    def unsettled(self) -> Unsettled:
        return self._unsettled()

    @cached_property
    def prints(self) -> Prints:
        return self._prints()

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


class Behind(Mapping[str, tuple[Row, ...]]):
    """The rows behind a value, by measure, looked for when somebody looks at them. Pickled as the mapping that it is."""

    def __init__(self, found: Mapping[str, Callable[[], tuple[Row, ...]]]) -> None:
        self._found = found
        self._made: dict[str, tuple[Row, ...]] = {}

    def __getitem__(self, measure: str) -> tuple[Row, ...]:
        if measure not in self._made:
            self._made[measure] = self._found[measure]()
        return self._made[measure]

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)

    def __reduce__(self) -> tuple[type, tuple[dict[str, tuple[Row, ...]]]]:
        return dict, (dict(self),)
