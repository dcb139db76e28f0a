"""Which clauses of two documents speak of one matter: those that `compare` puts into one line."""

from __future__ import annotations

from collections.abc import Iterator

from checker.comparing.duties import Reducer
from checker.comparing.nouns import LOOSER, NOT_REGULATED, STRICTER, Line, Themes
from checker.comparing.table import compare
from checker.model import Rulebook
from checker.transplant.nouns import Pairing, Tie


def pairing(before: Rulebook, after: Rulebook, themes: Themes, reducer: Reducer) -> Pairing:
    """The ties of each rule, in the order of the themes."""
    ties: dict[str, list[Tie]] = {}
    for line in compare((before, after), themes, reducer).lines:
        tie = _tie(line)
        for rule in (*tie.before, *tie.after):
            ties.setdefault(rule, []).append(tie)
    return Pairing(before, after, {rule: tuple(found) for rule, found in ties.items()})


def _tie(line: Line) -> Tie:
    before, after = (tuple(_rules(line, at)) for at in (0, 1))
    relation = "" if before and after else NOT_REGULATED
    reasons: tuple[str, ...] = ()
    for one in line.relations:  # of the left one to the right one; here it is B that is stricter or looser
        relation = {STRICTER: LOOSER, LOOSER: STRICTER}.get(one.kind, one.kind)
        reasons = one.reasons
    theme = line.theme
    return Tie(theme.id, theme.label, before, after, relation, reasons)


def _rules(line: Line, at: int) -> Iterator[str]:
    entry = line.entries[at]
    yield from (clause.rule.id for clause in entry.clauses)
    yield from (rule.id for rule in entry.spoken)
