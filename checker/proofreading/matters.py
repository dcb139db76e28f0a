"""What a clause is about, so that two places that speak of one matter can be laid side by side.

A clause without its numbers, periods, modal and comparing words and without who acts is its *core*. Two clauses speak of one matter
where their cores agree to the letter and nobody else acts in the one than in the other. That finds few pairs, and those for certain.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from checker.proofreading.draft import Draft, Passage
from checker.proofreading.numbers import inner, without
from checker.wording.nouns import Moment, Quantity

LEAST = 5
"""Letters that a core must have at least."""
SHORT = 2
"""Letters that a core must have that two documents have once each."""
OPENING = 3
"""Letters of a clause behind whose start who acts must begin; others who are named belong to the core."""
MANY = 60
"""Clauses with one core above which they are taken for boilerplate."""


@dataclass(frozen=True, eq=False)
class Clause:
    """One clause with all that was taken out of its core. `modality` is None where no word binds."""

    passage: Passage
    start: int
    end: int
    core: str
    tail: str
    """The core behind the modal word, or the whole where there is none."""
    actors: frozenset[str]
    modality: str | None
    modal_word: str
    quantities: tuple[Quantity, ...]
    moments: tuple[Moment, ...]


Key = Callable[[Clause], str]


def core_of(clause: Clause) -> str:
    return clause.core


def clauses(draft: Draft, least: int) -> tuple[Clause, ...]:
    """Every clause of the sentences that bind with so many letters at least, in order."""
    spans = ((passage, start, end) for passage in draft.prose for start, end in passage.clauses())
    return tuple(_clause(draft, passage, start, end) for passage, start, end in spans if end - start >= least)


def openings(draft: Draft) -> tuple[Clause, ...]:
    """The first clause of every sentence, unless it says when or why: a later one may hang on what it says (违反……的，处……)."""
    made = (one for passage in draft.prose if not draft.listed(passage) for one in _opening(draft, passage))
    return tuple(one for one in made if not _hangs(draft, one))


def pairs(
    ones: Sequence[Clause], others: Sequence[Clause] | None = None, by: Key = core_of
) -> Iterator[tuple[Clause, Clause]]:
    """Pairs of one matter: within one document those of different items (not of two annexes), or across two documents. There a
    core of few letters (召开例会) is enough where each document has it once."""
    shelves: dict[str, tuple[list[Clause], list[Clause]]] = {}
    for side, clauses_ in enumerate((ones, others or ())):
        for one in clauses_:
            shelves.setdefault(by(one), ([], []))[side].append(one)
    for core, (left, right) in shelves.items():
        once = len(left) == len(right) == 1 and len(core) >= SHORT
        if (len(core) < LEAST and not once) or len(left) > MANY or len(right) > MANY:
            continue
        found = combinations(left, 2) if others is None else ((a, b) for a in left for b in right)
        for a, b in found:
            if compatible(a, b) and (others is not None or apart(a.passage, b.passage)):
                yield a, b


def _opening(draft: Draft, passage: Passage) -> Iterator[Clause]:
    """The clause with which a sentence opens; one that only names a day (6月20日前，……) together with the next."""
    first, second = next(spans := passage.clauses(), (1, 1)), next(spans, None)
    if first[0] == 0:
        clause = _clause(draft, passage, *first)
        dated = second is not None and clause.moments and len(clause.core) <= 1
        yield _clause(draft, passage, 0, second[1], second[0]) if dated and second else clause


def _hangs(draft: Draft, clause: Clause) -> bool:
    """Whether a clause says when, why or which: what it says is then part of something else."""
    marks = tuple(draft.words("nouns") or ())
    behind = min((one.span.end for one in clause.quantities), default=clause.end)
    words = clause.passage.norm[: clause.end]
    which = any(mark in words[behind:] for mark in marks) or words.endswith(marks)
    return which or clause.tail.startswith(draft.language.modals.circumstance)


def apart(first: Passage, second: Passage) -> bool:
    """Of different items, and not of two annexes: these may well regulate different things in the same words."""
    return (first.annex, first.item) != (second.annex, second.item) and not (first.annex and second.annex)


def compatible(first: Clause, second: Clause) -> bool:
    """Whether nobody else acts in the one than in the other."""
    return not first.actors or not second.actors or first.actors == second.actors


def dealt(draft: Draft, passage: Passage, one: Quantity) -> tuple[str, str, str] | None:
    """(for each of whom, unit, of whom) for a number such as 每所核心校带动3所成员校; None where the words do not say all three."""
    if not one.each or not one.unit:
        return None
    each = draft.read(one.each).actors
    behind = [actor for actor in passage.reading.actors if 0 <= actor.span.start - one.span.end <= 1]
    return (each[0].key, one.unit, behind[0].key) if each and behind else None


def _clause(draft: Draft, passage: Passage, start: int, end: int, subject: int | None = None) -> Clause:
    """`subject` is where who acts may begin, the start unless it is said."""
    reading = passage.reading
    opens = start if subject is None else subject
    quantities = tuple(one for one in reading.quantities if start <= one.span.start < end)
    moments = tuple(one for one in reading.moments if start <= one.span.start < end)
    modals = [one for one in reading.modalities if start <= one.span.start < end]
    actors = [one for one in reading.actors if opens <= one.span.start <= opens + OPENING]
    windows = [one for one in reading.windows if start <= one.span.start < end]
    holes = [(one.span.start, one.span.end) for one in moments]
    holes += [(one.span.start, one.span.end) for one in (*modals, *actors, *windows)]
    for one in quantities:
        first, last = inner(draft, passage, one)
        holes += [(one.span.start, one.span.end), (first, last)]
        holes += [
            (a, b) for a, b, _ in draft.language.comparators.before.find(passage.norm, max(start, first - 10), first)
        ]
    behind = modals[0].span.end if modals else start
    return Clause(
        passage, start, end,
        core=without(passage.norm, holes, start, end),
        tail=without(passage.norm, holes, behind, end),
        actors=frozenset(one.key for one in actors),
        modality=modals[0].key if modals else None,
        modal_word=modals[0].span.text if modals else "",
        quantities=quantities,
        moments=moments,
    )  # fmt: skip
