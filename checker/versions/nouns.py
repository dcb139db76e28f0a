"""What two versions of a document, or of a rulebook, do not have in common."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from checker.model import Words
from checker.wording.outline import Sentence

KINDS = ("added", "removed", "reworded", "moved", "renumbered", "shifted")
"""In the order in which they are told. A `moved` sentence stands elsewhere among the others; a `renumbered` one stands where it stood,
in an item with another number; a `shifted` one only has another ordinal in its item."""


@dataclass(frozen=True)
class Piece:
    """Words that stay (`same`), that are `gone` or that are `new`."""

    kind: str
    text: str


@dataclass(frozen=True)
class Told:
    """What the reader of the wording reads in one version and not in the other.

    `kind` is `quantity`, `modality`, `moment`, `window`, `actor`, `vague` or `unread` (a number that it cannot explain). `before`
    and `after` are the words, empty where there is none; `meant` are keys where words alone do not tell: the modality; the
    comparator, `equals` where a number stands alone; `unread` for a period that has no key.
    """

    kind: str
    before: str
    after: str
    meant: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class Edit:
    """One sentence, heading or row that differs. `before` is None for one that was added, `after` for one that was removed."""

    kind: str
    before: Sentence | None
    after: Sentence | None
    marks: tuple[Piece, ...] = ()
    told: tuple[Told, ...] = ()

    @property
    def moved(self) -> bool:
        """Does it stand at another place, whatever else?"""
        return self.before is not None and self.after is not None and self.before.place != self.after.place


@dataclass(frozen=True)
class Versions:
    """`edits` in the order of the later document, what was removed where it stood. `same` counts the sentences that stand as they
    stood, `share` is how many of the shorter document's sentences the other has, reworded ones among them."""

    edits: tuple[Edit, ...]
    same: int
    share: Fraction

    def of(self, kind: str) -> tuple[Edit, ...]:
        return tuple(one for one in self.edits if one.kind == kind)


@dataclass(frozen=True)
class Touched:
    """A rule, or anything else of a rulebook that quotes the document, whose sentence differs. `state` is `gone` (the sentence was
    removed), `requoted` (its words no longer stand in it), `kept` (the sentence changed, the words quoted did not), `placed` (only
    the place changed) or `absent` (the words stand in neither, so that the rulebook is of yet another copy). `now_at` is where the
    words stand now, empty where they stand nowhere. `cases` are those of the rule, `modality` is how it reads the sentence, empty
    for what is no rule."""

    id: str
    at: str
    quote: str
    state: str
    now_at: str
    edit: Edit
    cases: int
    modality: str = ""


@dataclass(frozen=True)
class FieldChange:
    """One field of a rule, as it is written; empty where one rulebook has none."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class RuleChange:
    """A rule that only one rulebook has (no `fields`), or whose `fields` differ. `tested` says whether its verdicts may differ: its
    tests, or a measure or set on which it rests."""

    id: str
    kind: str
    title: Words
    at: str
    fields: tuple[FieldChange, ...]
    tested: bool
    cases: int
