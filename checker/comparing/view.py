"""A comparison in words, once for all formats."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ClauseView:
    """`others` are what the clause asks under other readings, each with the option's words; of an unmeasured clause there are
    none. `rule` is its id, `place` the place with a status that is not in force, `cite` that and the document."""

    rule: str
    at: str
    said: str
    actor: str
    modality: str
    cite: str
    place: str
    quote: str
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class CellView:
    """`short` is what a matrix shows; `state` is that of the entry, or `permitted` where its words only permit; `label` is the
    state in words where nothing can be compared."""

    book: str
    region: str
    status: str
    state: str
    label: str
    short: tuple[str, ...]
    clauses: tuple[ClauseView, ...]


@dataclass(frozen=True)
class RelationView:
    left: str
    right: str
    kind: str
    mark: str
    said: str
    reasons: tuple[str, ...]
    """Words of the reasons, or of what was taken for granted."""


@dataclass(frozen=True)
class LineView:
    theme: str
    label: str
    cells: tuple[CellView, ...]
    relations: tuple[RelationView, ...]
    memo: str


@dataclass(frozen=True)
class TopicView:
    label: str
    lines: tuple[LineView, ...]


@dataclass(frozen=True)
class RegionView:
    book: str
    region: str
    document: str
    status: str
    alone: tuple[ClauseView, ...]
    """Rules with something to compare that no theme holds."""


@dataclass(frozen=True)
class View:
    title: str
    regions: tuple[RegionView, ...]
    topics: tuple[TopicView, ...]
    notes: tuple[str, ...]
    all: bool
