"""What an audit says, in words and in reading order: the shapes that text and HTML print."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from checker.report.marks import Mark


@dataclass(frozen=True)
class Told:
    """A clause: its verdict, title and place; `said` is its sentence, `bodies` how many do not meet it."""

    mark: Mark
    title: str
    at: str
    said: str = ""
    bodies: int = 0


@dataclass(frozen=True)
class Line:
    """One body in the table: `counts` by the table's columns. `score`, `grade` and `rank` are empty where there is no card."""

    number: int
    name: str
    tag: str
    model: str
    file: str
    counts: tuple[int, ...]
    score: str
    grade: str
    rank: str
    worst: tuple[Told, ...]
    more: int
    bar: tuple[Fraction, Fraction] | None = None
    """The score as parts of the full mark: what is certain, what is possible beyond it."""
    page: str = ""
    copy: str = ""
    """Addresses of its page and its marked copy, where they lie beside this one."""

    @property
    def anchor(self) -> str:
        return f"l{self.number}"


@dataclass(frozen=True)
class Area:
    """The bodies under one authority: how many, how many of them have what a clerk should read first, the worst one's line."""

    name: str
    bodies: int
    bad: int
    first: Line


@dataclass(frozen=True)
class RankLine:
    """One card in a ranking: `varies` are grades under other readings, `flaws` ratings that somebody should look at."""

    rank: str
    name: str
    score: str
    grade: str
    varies: tuple[str, ...]
    flaws: str


@dataclass(frozen=True)
class QuotaSaid:
    said: str
    quote: str
    certain: str
    possible: str


@dataclass(frozen=True)
class RankTable:
    heading: str
    lines: tuple[RankLine, ...]
    quotas: tuple[QuotaSaid, ...]


@dataclass(frozen=True)
class TargetSaid:
    """An authority's duties: `notes` say how its records came about, `told` is what can be told, `rest` counts the others."""

    heading: str
    notes: tuple[str, ...]
    told: tuple[Told, ...]
    rest: str


@dataclass(frozen=True)
class BookView:
    """The bodies of one rulebook. `columns` are the verdicts that occur; `scored` says of which scheme and period the scores in
    the table are, and is empty where no body has a card."""

    heading: str
    document: str
    columns: tuple[Mark, ...]
    scored: str
    lines: tuple[Line, ...]
    areas: tuple[Area, ...]
    """Empty where all bodies are under one authority, or it is told of none."""
    clauses: tuple[Told, ...]
    rankings: tuple[RankTable, ...]
    targets: tuple[TargetSaid, ...]


@dataclass(frozen=True)
class Found:
    """What was found between bodies, of one kind."""

    heading: str
    note: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class View:
    title: str
    subtitle: str
    documents: tuple[str, ...]
    as_of: str
    summary: tuple[str, ...]
    broken: tuple[tuple[str, tuple[str, ...]], ...]
    books: tuple[BookView, ...]
    crossings: tuple[Found, ...]
    notes: tuple[str, ...]
    marks: tuple[Mark, ...]
    compared: bool = True
    pages: Mapping[str, str] = field(default_factory=dict)
    """Of files that were not used: the address of the page that says why, by what the file is called."""
