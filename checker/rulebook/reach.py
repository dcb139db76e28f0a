"""What of the records is behind a measure or a set: its own columns, those of conditions and those that links pass through,
and the codes for which conditions look."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from checker.model import Measure
from checker.records.tables import TableSchema
from checker.rulebook.vocabulary import Vocabulary

Place = tuple[str, str]
"""A table and one of its columns."""

_OTHER_COLUMN = ("same_as", "differs_from")
_OTHER_SET = ("belongs", "not_belongs")
_CODES = ("is", "is_not", "has", "one_of")


@dataclass(frozen=True)
class Found:
    """`codes` are values (of a column of codes) that conditions name."""

    places: frozenset[Place] = frozenset()
    codes: frozenset[tuple[Place, str]] = frozenset()

    def __or__(self, other: Found) -> Found:
        return Found(self.places | other.places, self.codes | other.codes)


@dataclass(frozen=True)
class Reach:
    """Each measure and set is followed once."""

    vocabulary: Vocabulary
    schemas: Mapping[str, TableSchema]
    _measures: dict[str, Found] = field(default_factory=dict)
    _sets: dict[str, Found] = field(default_factory=dict)

    def of_measure(self, measure: Measure) -> Found:
        """Without what is behind the measures that a formula reads."""
        if measure.name not in self._measures:
            found = Found()
            if measure.table is not None:
                paths = (measure.column, measure.entity, measure.item)
                found |= self._of_rows(measure.table, paths, measure.where)
            if measure.over is not None:
                found |= self.of_set(measure.over)
            self._measures[measure.name] = found
        return self._measures[measure.name]

    def of_set(self, name: str) -> Found:
        if name not in self._sets:
            self._sets[name] = Found()  # so that sets that name each other end
            one = self.vocabulary.sets[name]
            self._sets[name] = self._of_rows(one.table, (one.entity,), one.where)
        return self._sets[name]

    def _of_rows(self, table: str, paths: Iterable[str | None], where: Iterable[Mapping[str, Any]]) -> Found:
        found = Found(frozenset({(table, "id")}))
        for path in paths:
            found |= Found(frozenset(self._along(table, path)))
        for condition in where:
            along = [*self._along(table, condition["column"])]
            found |= Found(frozenset(along), frozenset((along[-1], code) for code in _codes(condition)))
            for key in _OTHER_COLUMN:
                found |= Found(frozenset(self._along(table, condition.get(key))))
            for key in _OTHER_SET:
                found |= self.of_set(condition[key]) if key in condition else Found()
        return found

    def _along(self, table: str, path: str | None) -> Iterator[Place]:
        """The places on a path over links, the column at its end last."""
        if path is None:
            return
        *links, last = path.split(".")
        for step in links:
            yield table, step
            target = self.schemas[table].columns[step].link
            assert target is not None
            table = target
            yield table, "id"
        yield table, last


def _codes(condition: Mapping[str, Any]) -> Iterator[str]:
    for key in _CODES:
        value = condition.get(key, ())
        yield from map(str, value if isinstance(value, list | tuple) else [value])
