"""Which mutants do the written cases fail to notice? A rule whose bound can be moved unnoticed is not proved.

Only cases that a person wrote count: the generated ones follow from the rule, so they would follow a wrong rule too.
Every changed variant becomes a rule of its own with a short id, so that thousands are judged in a few statements: first
by the `given` cases, then, what is still alive, by the cases from whole records.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from checker.engine import check, plan
from checker.model import VERDICTS, Rule, Rulebook
from checker.proof import cases, records
from checker.proof.mutants import Mutant, mutants, other_bases
from checker.records.body import Body
from checker.records.tables import TableSchema
from checker.rulebook.readings import variants
from checker.rulebook.vocabulary import Vocabulary

BATCH = 12
"""Rules whose whole records are judged at once: every mutant meets every body of its batch."""

Probes = Mapping[str, Rule]
"""Variants by the id under which the engine sees them."""


@dataclass(frozen=True)
class Tally:
    """`made` mutants, and those of them that every written case takes for the rule itself."""

    made: int
    survivors: tuple[Mutant, ...]


def survivors(
    book: Rulebook, words: Vocabulary, schemas: Mapping[str, TableSchema], ids: Collection[str] | None = None
) -> Tally:
    """Mutants of the rules named in `ids` (of all rules without it) that no written case notices."""
    rules = [rule for rule in book.rules if ids is None or rule.id in ids]
    made = [mutant for rule in rules for mutant in mutants(rule, book, words)]
    alive = _unnoticed_by_given(made, book, words)
    by_subject: dict[str, dict[str, list[Mutant]]] = {}
    for mutant in alive:
        by_subject.setdefault(mutant.rule.subject, {}).setdefault(mutant.rule.id, []).append(mutant)
    left: list[Mutant] = []
    for subject, by_rule in by_subject.items():
        groups = list(by_rule.values())
        for start in range(0, len(groups), BATCH):
            batch = [mutant for group in groups[start : start + BATCH] for mutant in group]
            left += _unnoticed_by_records(batch, subject, book, words, schemas)
    remaining = {id(mutant) for mutant in left}
    return Tally(len(made), tuple(mutant for mutant in made if id(mutant) in remaining))


def swapped_bases(words: Vocabulary, schemas: Mapping[str, TableSchema]) -> tuple[int, tuple[str, ...]]:
    """How many shares over a wrong base were tried, and which of them all the share's own cases take for it."""
    made = dict(other_bases(words))
    silent = {name: replace(one, cases=()) for name, one in words.measures.items()}
    tried = replace(words, measures={**silent, **{one.name: one for one in made.values()}})
    noticed = {case.name.partition("[")[0] for case in records.of_measures(tried, schemas) if case.wrong}
    return len(made), tuple(kind for kind, one in made.items() if one.name not in noticed)


def _unnoticed_by_given(made: Sequence[Mutant], book: Rulebook, words: Vocabulary) -> list[Mutant]:
    probes = _probes(made, book)
    flat = _flat(book, probes)
    found: dict[tuple[str, int], str] = {}
    picked = [case for rule in flat.rules for case in cases.written(rule)]
    for result in cases.run(flat, words, picked):
        found[result.case.rule.id, result.case.number] = result.overall
    alive = []
    for number, mutant in enumerate(made):
        ids = _ids(number, mutant, book)
        verdicts = (
            (case.expect, {reading: found[one, case.number] for reading, one in ids.items()})
            for case in cases.written(mutant.rule)
        )
        if not any(records.compare(got, expect, mutant.rule, book) for expect, got in verdicts):
            alive.append(mutant)
    return alive


def _unnoticed_by_records(
    made: Sequence[Mutant], subject: str, book: Rulebook, words: Vocabulary, schemas: Mapping[str, TableSchema]
) -> list[Mutant]:
    bodies = {mutant.rule.id: _bodies(mutant.rule, book) for mutant in made}
    everyone = [body for pairs in bodies.values() for _, body in pairs]
    if not everyone:
        return list(made)
    flat = _flat(book, _probes(made, book))
    outcome = check.check(plan.build(flat, words, subject), everyone, schemas, detail=False)
    found = {(row["body"], row["rule"]): VERDICTS[row["worst"]] for row in outcome.rollup()}
    outcome.close()
    alive = []
    for number, mutant in enumerate(made):
        ids = _ids(number, mutant, book)
        if not any(
            records.compare({reading: found[body.id, one] for reading, one in ids.items()}, expect, mutant.rule, book)
            for expect, body in bodies[mutant.rule.id]
        ):
            alive.append(mutant)
    return alive


def _bodies(rule: Rule, book: Rulebook) -> list[tuple[object, Body]]:
    """What each case from whole records expects, and its body."""
    return [
        (case["expect"], records.body_of(case, f"{rule.id} {i}", rule.subject, book.id, f"{rule.file}:{rule.line}"))
        for i, case in enumerate(rule.cases)
        if "records" in case
    ]


def _probes(made: Iterable[Mutant], book: Rulebook) -> Probes:
    """The variants of the rules themselves, and every variant that a mutant changes."""
    probes: dict[str, Rule] = {}
    for number, mutant in enumerate(made):
        own = dict(variants(mutant.rule, book.questions))
        for reading, one in _ids(number, mutant, book).items():
            probes.setdefault(one, own[reading] if one == _own(mutant.rule, reading) else mutant.variants[reading])
    return probes


def _ids(number: int, mutant: Mutant, book: Rulebook) -> dict[str, str]:
    """Reading → the id of its variant under this mutant: the rule's own where the change does not touch it."""
    own = dict(variants(mutant.rule, book.questions))
    return {
        reading: _own(mutant.rule, reading) if own.get(reading) == rule else f"{number} {reading}"
        for reading, rule in _same_readings(mutant, own)
    }


def _same_readings(mutant: Mutant, own: Mapping[str, Rule]) -> Iterator[tuple[str, Rule]]:
    # A mutant without one of the readings is compared as it is: the cases that name the reading then fail.
    for reading, rule in mutant.variants.items():
        yield reading, replace(rule, readings=own[reading].readings) if reading in own else rule


def _own(rule: Rule, reading: str) -> str:
    return f"{rule.id} {reading}"


def _flat(book: Rulebook, probes: Probes) -> Rulebook:
    """A rulebook of these variants, each a rule without readings."""
    rules = tuple(replace(rule, id=name, readings=()) for name, rule in probes.items())
    return replace(book, rules=rules, questions={}, consequences=(), schemes=())
