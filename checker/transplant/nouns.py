"""What a transplant is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from checker.audit.nouns import Broken
from checker.errors import Problem
from checker.model import Rule, Rulebook, Words

BROKEN = frozenset({"fail", "missed", "deviates"})
"""Verdicts of what was not done; a departure from what is advised is one, and keeps its name."""
OPEN = frozenset({"unknown", "review", "disputed", "due", "error", "waived"})
"""Verdicts that tell neither that it was done nor that it was not, or that it need not have been yet."""
MET = "pass"

NEW, BOTH, UNCLEAR, ALONE, RENAMED, CURED, DROPPED, ALONE_BEFORE, LACKS, ERROR = KINDS = (
    "new", "both", "unclear", "alone", "renamed", "cured", "dropped", "alone_before", "lacks", "error",
)  # fmt: skip
"""What becomes of a clause from A to B:

`new`           broken under B; under A the same matter is met, does not apply, or is not regulated
`both`          broken under B, and A's own clauses on the matter are broken too
`unclear`       broken under B; under A the matter cannot be told, or waits for a person
`alone`         broken under B; no theme says which clauses of A speak of it
`renamed`       cannot be told under B, for A has another name for the matter and the body's records follow A
`cured`         met under B, broken under A
`dropped`       broken under A; B does not regulate the matter
`alone_before`  broken under A; no theme says which clauses of B speak of it
`lacks`         cannot be told under B, for lack of a record
`error`         a defect of ours
"""
QUIET = ("not_applicable", "judged", "pending", "met")
"""Clauses of B that are only counted: that do not apply, that wait for a person, that are not due yet, that are met."""


@dataclass(frozen=True)
class Stand:
    """A clause of one body under one rulebook: its verdict; what was measured and how far it is, in words; the records that are
    missing, in words."""

    rule: str
    verdict: str
    own: bool
    said: str = ""
    lacks: tuple[str, ...] = ()
    renamed: bool = False
    """Does the matter go by another name where the body is at home?"""


@dataclass(frozen=True)
class Judged:
    """A body under all rulebooks of the run: `stands` by rulebook and rule; `refused` where a rulebook could not be applied; `told` is
    what must be known first, by rulebook. `home` is the rulebook that all others are compared with."""

    file: str
    id: str = ""
    name: str = ""
    as_of: str = ""
    home: str = ""
    stands: Mapping[str, Mapping[str, Stand]] = field(default_factory=dict)
    told: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    refused: Mapping[str, tuple[Problem, ...]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    defect: bool = False


@dataclass(frozen=True)
class Tie:
    """What two documents say on one matter: rules of each, and how B's stands to A's (`relation` of `comparing.nouns`, or
    `not_regulated` where A has nothing) with the reasons why it cannot be told."""

    theme: str
    label: Words
    before: tuple[str, ...]
    after: tuple[str, ...]
    relation: str
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Pairing:
    """`ties` by rule of either document; a rule without any is in no theme."""

    before: Rulebook
    after: Rulebook
    ties: Mapping[str, tuple[Tie, ...]]


@dataclass(frozen=True)
class Item:
    """What becomes of one clause: `against` are the clauses of the other document on the same matter."""

    kind: str
    rule: Rule
    stand: Stand
    ties: tuple[Tie, ...] = ()
    against: tuple[Stand, ...] = ()


@dataclass(frozen=True)
class Shift:
    """One body from A to B. `quiet` counts B's other clauses, by QUIET."""

    body: Judged
    items: tuple[Item, ...] = ()
    quiet: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Move:
    """All bodies from A to B; `refused` are those to which B could not be applied."""

    pairing: Pairing
    shifts: tuple[Shift, ...]
    refused: tuple[Judged, ...] = ()


@dataclass(frozen=True)
class Transplant:
    books: Mapping[str, Rulebook]
    moves: tuple[Move, ...]
    broken: tuple[Broken, ...] = ()
    notes: tuple[Problem, ...] = ()
