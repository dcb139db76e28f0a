"""What can be read off one sentence of policy text. Whatever the words do not settle stays empty or is listed as open."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Span:
    """Where words stand: offsets into the normalised sentence, end excluded, and the words themselves."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Quantity:
    """A number with its unit. `low` and `high` are equal but for a range (1—3) or an open end (None).

    `unit` is a key of `rules/vocabulary/units.yaml` or a span of time (`months`, `years`, `semesters` …), None where the
    words name none that is known; a 万 or 千 is already multiplied in, shares are fractions of one (三分之一, 百分之五,
    三成, 30%). `comparator` is an operator of `operators.yaml` (以上 at_least, 不超过 at_most, 超过 more_than, 不足
    less_than, otherwise equals), None where two readings are possible. `about` marks 左右, 约. `per` is the window that
    the number is for (a key of `periods.yaml`: 每学期), `each` the words of what it is counted for each of (每个校区),
    `of` the words of the denominator.
    """

    span: Span
    low: Fraction | None
    high: Fraction | None
    comparator: str | None
    unit: str | None
    per: str | None = None
    each: str | None = None
    of: str | None = None
    about: bool = False
    unit_word: str | None = None
    """The words of the unit as they stand: 个月. Set also where `unit` is None."""
    units: tuple[str, ...] = ()
    """All keys that the words may stand for: a 个 may be a group or another body, and then `unit` is None."""


@dataclass(frozen=True)
class Moment:
    """A date, month, year or phase: ISO days `first` and `last`, None where open (开始, 起, 前)."""

    span: Span
    first: str | None
    last: str | None
    yearly_first: str | None = None
    """Month and day, `07-01`, where the words name no year (每年7月). Then `first` and `last` are None."""
    yearly_last: str | None = None


@dataclass(frozen=True)
class Step:
    """One step of an order that the sentence sets up: its words, who takes it if said, and the key of the kind of step
    (application, approval, filing …), None where the table has no such word."""

    span: Span
    kind: str | None
    actor: str | None = None


@dataclass(frozen=True)
class Found:
    """A word of a table: the key that it stands for (a modality, a bearer, a period kind, an open term)."""

    span: Span
    key: str


@dataclass(frozen=True)
class Reading:
    """One sentence. `modality` is the key that binds its main clause, None where no word says so; all modal words are in
    `modalities`. `actors` in order, the first is who the sentence speaks to. `windows` are recurring periods (每学期).
    `vague` are terms without a value (定期, 大额, 若干). `unread` are numerals that no rule of the reader
    explains, and periods without a key or under a negation (每两年, 不一定每月)."""

    text: str
    modality: str | None
    modalities: tuple[Found, ...] = ()
    actors: tuple[Found, ...] = ()
    action: str | None = None
    quantities: tuple[Quantity, ...] = ()
    windows: tuple[Found, ...] = ()
    moments: tuple[Moment, ...] = ()
    steps: tuple[Step, ...] = ()
    vague: tuple[Found, ...] = ()
    unread: tuple[Span, ...] = ()
    language: str = ""
    """The table set that was used: a folder of `rules/vocabulary/wording`."""
    subject: str | None = None
    """The key of the first actor if it is clear that the sentence speaks to it, None where actors are only mentioned."""
