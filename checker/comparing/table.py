"""The comparison itself: a line a theme, a cell a region, and how each two regions stand to each other."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import combinations, product

from checker.comparing.beside import hindered, noted
from checker.comparing.duties import Read, Reducer
from checker.comparing.nouns import BOUND, INCOMPARABLE, Clause, Comparison, Duty, Entry, Line, Relation, Theme, Themes
from checker.comparing.order import between
from checker.model import Rulebook

NOTHING = ("", (), ())
"""Under some reading one of the two asks nothing on the theme."""


def compare(
    books: Sequence[Rulebook],
    themes: Themes,
    reducer: Reducer,
    topics: Collection[str] = (),
    only: Collection[str] = (),
) -> Comparison:
    """Every theme of the topics, and those of `only` by id (neither: all), on which some region has something. `alone` looks at all
    themes, whatever is wanted of them."""
    everything = not topics and not only
    wanted = [one for one in themes.themes.values() if everything or one.topic in topics or one.id in only]
    read = {book.id: [reducer.read(rule, book.questions) for rule in book.rules] for book in books}
    matters = frozenset(measure for theme in themes.themes.values() for measure in theme.measures)
    every = {
        theme.id: [_entry(book, read[book.id], theme, matters, reducer) for book in books]
        for theme in themes.themes.values()
    }
    lines = [
        Line(theme, tuple(every[theme.id]), tuple(_relations(theme, every[theme.id])))
        for theme in wanted
        if any(one.clauses for one in every[theme.id])
    ]
    placed = {clause.rule.id for entries in every.values() for entry in entries for clause in entry.clauses}
    alone = {
        book.id: tuple(
            rule for rule in book.rules
            if rule.id not in placed and reducer.compares(rule) and (everything or rule.topic in topics)
        )
        for book in books
    }  # fmt: skip
    return Comparison(tuple(books), tuple(lines), alone)


def readings(entry: Entry) -> Iterator[tuple[str, tuple[Duty, ...]]]:
    """A region's duties as a whole, first as they are first read, then with one question answered otherwise throughout."""
    yield "primary", tuple(duty for clause in entry.clauses for duty in clause.primary)
    for key in dict.fromkeys(key for clause in entry.clauses for key in clause.others):
        yield key, tuple(duty for clause in entry.clauses for duty in clause.others.get(key, clause.primary))


def _entry(book: Rulebook, read: Sequence[Read], theme: Theme, matters: Collection[str], reducer: Reducer) -> Entry:
    clauses: list[Clause] = []
    rest: list[Read] = []
    for one in read:
        clause = reducer.clause(one, theme)
        if clause is not None:
            clauses.append(clause)
        else:
            rest.append(one)
    clauses.sort(key=lambda clause: not clause.primary)  # what is asked under no first reading stands last
    others = tuple(noted(rest, clauses, theme, matters, reducer.bodies))
    spoken = () if clauses else tuple(rule for rule in others if not rule.tests.get("require"))
    return Entry(book.id, tuple(clauses), spoken, tuple(rule for rule in others if rule not in spoken))


def _relations(theme: Theme, entries: Sequence[Entry]) -> Iterator[Relation]:
    bound = [one for one in entries if one.state == BOUND]
    for left, right in combinations(bound, 2):
        yield _relation(theme, left, right)


def _relation(theme: Theme, left: Entry, right: Entry) -> Relation:
    """One under all readings, or incomparable for the reading makes the difference."""
    pairs = product((duties for _, duties in readings(left)), (duties for _, duties in readings(right)))
    found = [between(a, b, theme.bridges) if a and b else NOTHING for a, b in pairs]
    kinds = {kind for kind, _, _ in found}
    kind, reasons, assumed = found[0]
    if len(kinds) == 1 and (hindrances := hindered(kind, left, right)):
        return Relation(left.book, right.book, INCOMPARABLE, hindrances)
    if len(kinds) == 1:
        return Relation(left.book, right.book, kind, reasons, assumed)
    return Relation(left.book, right.book, INCOMPARABLE, tuple(dict.fromkeys(["reading", *reasons])))
