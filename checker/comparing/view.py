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
    heads: str = ""
    """Of a table's cell: what stands in its row and column heads."""

    @property
    def quoted(self) -> str:
        """The quote as a reader can find it."""
        return f"{self.quote}（{self.heads}）" if self.heads else self.quote


@dataclass(frozen=True)
class CellView:
    """`short` is what a matrix shows; `state` is that of the entry, or `permitted` where its words only permit; `label` is the
    state in words where nothing can be compared. `beside` are binding clauses on the matter that stand beside `clauses` and are
    not compared, `aside` says so."""

    book: str
    region: str
    status: str
    state: str
    label: str
    short: tuple[str, ...]
    clauses: tuple[ClauseView, ...]
    beside: tuple[ClauseView, ...] = ()
    aside: str = ""


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
