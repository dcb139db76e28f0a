"""A transplant in words, once for all formats."""

from __future__ import annotations

from dataclasses import dataclass

from checker.report.marks import Mark


@dataclass(frozen=True)
class ItemView:
    """`matter` is the topic, with the themes of the clause; `against` are the other document's clauses on it with their verdicts;
    `relation` says whose is stricter, or why that cannot be told; `lacks` are the records that are missing."""

    kind: str
    rule: str
    mark: Mark
    title: str
    at: str
    matter: str
    said: str
    against: tuple[str, ...]
    relation: str
    lacks: tuple[str, ...]

    @property
    def notes(self) -> tuple[str, ...]:
        return tuple(one for one in (*self.against, self.relation) if one)


@dataclass(frozen=True)
class Section:
    kind: str
    label: str
    note: str
    items: tuple[ItemView, ...]


@dataclass(frozen=True)
class GroupView:
    """`lacking` are the records whose lack keeps clauses from being told: (which, how many clauses)."""

    name: str
    file: str
    as_of: str
    told: tuple[str, ...]
    sections: tuple[Section, ...]
    lacking: tuple[tuple[str, int], ...]
    quiet: str


@dataclass(frozen=True)
class Total:
    kind: str
    label: str
    clauses: int
    groups: int


@dataclass(frozen=True)
class Row:
    """A clause over all groups: `counts` by the move's `columns`."""

    title: str
    at: str
    matter: str
    counts: tuple[int, ...]


@dataclass(frozen=True)
class MoveView:
    heading: str
    documents: tuple[tuple[str, str], ...]
    groups: int
    totals: tuple[Total, ...]
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    bodies: tuple[GroupView, ...]
    refused: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class View:
    title: str
    moves: tuple[MoveView, ...]
    legend: tuple[tuple[str, str], ...]
    broken: tuple[str, ...]
    notes: tuple[str, ...]
    footer: tuple[str, ...]
