"""How much of a document its rulebook covers. Counted from the lock, so that the text is not needed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from checker.model import Draft, Rulebook
from checker.rulebook.agreement import counted
from checker.rulebook.citations import expand
from checker.rulebook.lock import Lock, citing

BASES = ("computed", "declared", "asked", "none")


@dataclass(frozen=True)
class Coverage:
    """Counts of sentences (with headings, rows and closing lines) and of rules.

    `with_norm` are the sentences not listed as without a norm; `encoded` those of them that a rule, a consequence or an
    entry of `units.yaml` answers; `drafted` those that only a draft answers; `open` the places of the others. `basis`,
    `modality` and `bearer` count rules; `basis` always has its four keys. `exceptions` are those that rules claim from
    the comparison of their words with their tests, by kind; every kind is there, also one that no rule claims.
    """

    rulebook: str
    sentences: int
    with_norm: int
    encoded: int
    open: tuple[str, ...]
    rules: int
    consequences: int
    basis: Mapping[str, int]
    modality: Mapping[str, int]
    bearer: Mapping[str, int]
    exceptions: Mapping[str, int]
    drafts: int = 0
    drafted: int = 0


@dataclass(frozen=True)
class Line:
    """A row of the table: `group` and `key` name it (the words table and the vocabulary have their labels), `count` of
    `of`."""

    group: str
    key: str
    count: int
    of: int


def coverage(rulebook: Rulebook, lock: Lock) -> Coverage:
    places = [entry.place for entry in lock.outline]
    without = {place for entry in rulebook.source.without_norm for place in expand(entry["at"], places)[0]}
    confirmed = {one.at for one in citing(rulebook) if not isinstance(one, Draft)}
    answered = {item.at for item in citing(rulebook)}
    norms = [place for place in places if place not in without or place in answered]
    bases = Counter(rule.basis if rule.basis in BASES else "none" for rule in rulebook.rules)
    return Coverage(
        rulebook=rulebook.id,
        sentences=len(places),
        with_norm=len(norms),
        encoded=sum(place in confirmed for place in norms),
        open=tuple(place for place in norms if place not in answered),
        rules=len(rulebook.rules),
        consequences=len(rulebook.consequences),
        basis={basis: bases[basis] for basis in BASES},
        modality=_counted(rule.modality for rule in rulebook.rules),
        bearer=_counted(rule.bearer for rule in rulebook.rules),
        exceptions=counted(rulebook),
        drafts=len(rulebook.drafts),
        drafted=sum(place in answered and place not in confirmed for place in norms),
    )


def coverage_table(found: Coverage) -> tuple[Line, ...]:
    """The rows to print: sentences first, then rules by basis, modality and bearer, then exceptions by kind."""
    rows = [
        Line("sentences", "with_norm", found.with_norm, found.sentences),
        Line("sentences", "encoded", found.encoded, found.with_norm),
        Line("sentences", "open", len(found.open), found.with_norm),
    ]
    if found.drafts:
        rows.insert(2, Line("sentences", "drafted", found.drafted, found.with_norm))
    for group, counts in (("basis", found.basis), ("modality", found.modality), ("bearer", found.bearer)):
        rows += [Line(group, key, count, found.rules) for key, count in counts.items()]
    rows += [Line("exceptions", kind, count, found.rules) for kind, count in found.exceptions.items()]
    return tuple(rows)


def _counted(keys: Iterable[str]) -> dict[str, int]:
    """Most frequent first, ties by key: the same order from the same rules."""
    return dict(sorted(Counter(keys).items(), key=lambda pair: (-pair[1], pair[0])))
