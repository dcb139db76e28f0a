"""What is asked for, and what goes back to whoever sent a file in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from checker.audit.bucket import Order
from checker.audit.nouns import Standing
from checker.errors import Problem


@dataclass(frozen=True)
class Wanted:
    """How to check, in which language to answer, and whether a page goes with each marked copy. With `debug` a defect of ours
    ends the run."""

    order: Order
    lang: str = "zh"
    pages: bool = True
    debug: bool = False
    stems: Mapping[str, str] = field(default_factory=dict)
    """File → what its answers are called without an ending; a page links to the copy of that name."""


@dataclass(frozen=True)
class Made:
    """A body under one rulebook: `copy` is a marked workbook, `page` HTML. `counts` are verdicts of the body's own duties, an
    explained deviation counts under `deviates, explained`."""

    rulebook: str
    copy: bytes = field(repr=False)
    page: str = field(repr=False)
    counts: Mapping[str, int] = field(default_factory=dict)
    standing: Standing | None = field(default=None, repr=False)
    """The body in short, for the page that has all bodies."""


@dataclass(frozen=True)
class Reply:
    """What one file gets. `body` is the id of the body where it could be read. Where there are `problems`, `copy` shows them in
    the file's own sheets (None where nothing of it could be read) and `page` lists them. `notes` are decisions without use."""

    file: str
    body: str | None = None
    made: tuple[Made, ...] = ()
    problems: tuple[Problem, ...] = ()
    copy: bytes | None = field(default=None, repr=False)
    page: str = field(default="", repr=False)
    notes: tuple[Problem, ...] = ()
    defect: bool = False

    def rulebook_in_name(self, made: Made) -> str:
        """Of an answer that is not the file's only one, the rulebook: it stands in the names of its copy and page."""
        return made.rulebook if len(self.made) > 1 or self.problems else ""
