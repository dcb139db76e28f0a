"""Clauses on a matter that are not compared: whoever does what is compared has not done them yet.

noted(rest, clauses, theme, elsewhere, bodies) -> what else a document says on the matter
hindered(kind, left, right) -> why a relation of the compared duties is none of the documents; empty where it is
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from checker.comparing.duties import Read
from checker.comparing.nouns import EQUAL, INCOMPARABLE, LOOSER, STRICTER, Clause, Duty, Entry, Theme
from checker.model import Rule

BINDING = frozenset({"must", "must_not", "default"})
ROW = "行"
"""In the place of a table's row, whose cells are many sentences."""


def noted(
    rest: Sequence[Read], clauses: Sequence[Clause], theme: Theme, elsewhere: Collection[str], bodies: Mapping[str, str]
) -> Iterator[Rule]:
    """Of the rules that ask nothing which is compared: those with the matter's words and, beside compared ones, the rest of their
    sentence but for what is a matter of its own (measures `elsewhere`); there only what binds, or is as weak as what is compared."""
    asked = BINDING | {clause.rule.modality for clause in clauses}
    sentences = {_sentence(clause.rule, bodies) for clause in clauses if ROW not in clause.rule.at}
    for one in rest:
        if clauses and one.rule.modality not in asked:
            continue
        if theme.apart and one.measures and one.measures <= theme.apart:
            continue
        rest_of = one.rule.modality in BINDING and not one.measures & set(elsewhere)
        if _speaks(one, theme) or (rest_of and _sentence(one.rule, bodies) in sentences):
            yield one.rule


def hindered(kind: str, left: Entry, right: Entry) -> tuple[str, ...]:
    """Reasons, as keys of `compare.why`. That both have something says nothing of what it is made of, nor of who asks more."""
    if kind == INCOMPARABLE:
        return ()
    if all(_exists(duty) for entry in (left, right) for one in entry.clauses for duty in one.primary):
        return ("both",)
    looser = {STRICTER: (right,), LOOSER: (left,), EQUAL: (left, right)}[kind]
    return ("beside",) if any(one.beside for one in looser) else ()


def _speaks(one: Read, theme: Theme) -> bool:
    return any(word in one.text for word in theme.words)


def _sentence(rule: Rule, bodies: Mapping[str, str]) -> tuple[str, str, str]:
    """Where it stands, on what, and whether the group or the authority is spoken to."""
    return rule.at, rule.topic, bodies.get(rule.bearer, rule.bearer)


def _exists(duty: Duty) -> bool:
    return duty.side == "floor" and duty.bound == 1 and not duty.every and not duty.computed
