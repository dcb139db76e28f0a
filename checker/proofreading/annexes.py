"""The body and its annexes: a phrase in two forms, a sentence that speaks of the whole here and of a part there, rosters that
go beyond what the text allows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations, takewhile

from checker.proofreading.draft import Draft, Passage, spots
from checker.proofreading.matters import Clause, apart, clauses
from checker.proofreading.names import names_of
from checker.proofreading.nouns import Remark
from checker.proofreading.numbers import CEILINGS
from checker.wording.nouns import Quantity, Span
from checker.wording.text import normalise

PARTS = 3
"""Parts that a phrase must have to be told from another of its kind."""
SAME = 16
"""Letters that two sentences must share around a difference."""
APART = 8
"""Letters that a difference has at most."""
KEY = 6
"""Letters at the end by which sentences are laid together."""
MANY = 300
"""Phrases that are compared at most."""


def mottos(draft: Draft) -> Iterator[Remark]:
    """Phrases in quotation marks, of several parts, that agree in all parts but one."""
    quoted = re.compile('"([^",.;:!?。]{6,40})"')
    found = [(p, m.start(1), m.end(1)) for p in draft.prose for m in quoted.finditer(p.norm)]
    mark = draft.words("list_mark") or ","
    said: set[tuple[str, str]] = set()
    for (a, a0, a1), (b, b0, b1) in combinations(found[:MANY], 2):
        one, other = a.norm[a0:a1], b.norm[b0:b1]
        left, right = one.split(mark), other.split(mark)
        if one == other or len(left) != len(right) or len(left) < PARTS or (one, other) in said:
            continue
        differing = [(x, y) for x, y in zip(left, right, strict=True) if x != y]
        if len(differing) == 1 and set(differing[0][0]) & set(differing[0][1]):
            said.add((one, other))
            values = {"one": a.printed(a0, a1), "other": b.printed(b0, b1)}
            yield Remark("motto-differs", (a.spot(a0, a1), b.spot(b0, b1)), values)


def bodies(draft: Draft) -> Iterator[Remark]:
    """Sentences that are the same but for whom they speak of, a part here and the whole there."""
    parts = {part: frozenset(wholes) for part, wholes in dict(draft.words("parts_of") or {}).items()}
    shelves: dict[str, list[Clause]] = {}
    for one in clauses(draft, SAME):
        shelves.setdefault(one.passage.norm[one.end - KEY : one.end], []).append(one)
    for ones in shelves.values():
        for a, b in combinations(ones[:50], 2):
            if not apart(a.passage, b.passage) or a.passage.chapter == b.passage.chapter:
                continue
            if (words := _who(a, b, parts)) is not None:
                spots = (a.passage.spot(a.start, a.end), b.passage.spot(b.start, b.end))
                yield Remark("body-differs", spots, {"one": words[0], "other": words[1]})


def rosters(draft: Draft) -> Iterator[Remark]:
    """Rows of an annex with more names than the text allows to groups of their kind."""
    limits = list(_limits(draft))
    for rows in draft.tables:
        heads = [normalise(cell) for cell in rows[0].cells]
        column = _members(draft, heads)
        if not rows[0].annex or column is None:
            continue
        for row in rows[1:]:
            if len(row.cells) != len(heads):
                continue
            names = names_of(draft, row.cells[column])
            others = [normalise(cell) for i, cell in enumerate(row.cells) if i != column and cell.strip()]
            inside = [
                one for one in names if not any((one != cell and cell.endswith(one)) or one == cell for cell in others)
            ]
            for kind, passage, one in limits:
                if one.high is not None and len(inside) > one.high and any(cell == kind for cell in others):
                    modal = _softened(passage, one)
                    words = [passage.around(modal.start)] if modal else []
                    values = {"name": normalise(row.cells[0]), "listed": str(len(inside))}
                    values["stated"] = (modal.text if modal else "") + one.span.text
                    yield Remark("roster-beyond", spots([*words, passage.around(one.span.start), row.spot()]), values)


def _softened(passage: Passage, one: Quantity) -> Span | None:
    """The 原则上 of the sentence that stands before a number: what goes beyond is then a departure, no breach."""
    found = [
        word.span for word in passage.reading.modalities if word.key == "default" and word.span.end <= one.span.start
    ]
    return found[-1] if found else None


def _members(draft: Draft, heads: Sequence[str]) -> int | None:
    """The column that lists members: the one with the first word of the table that only one head has."""
    for word in draft.words("list_heads") or ():
        found = [i for i, head in enumerate(heads) if word in head]
        if len(found) == 1:
            return found[0]
    return None


def _who(a: Clause, b: Clause, parts: dict[str, frozenset[str]]) -> tuple[str, str] | None:
    """The words of who is spoken of, where that alone differs and one is a part of the other."""
    one, other = a.passage.norm[a.start : a.end], b.passage.norm[b.start : b.end]
    if one == other:
        return None
    head = _shared(one, other)
    tail = _shared(one[head:][::-1], other[head:][::-1])
    if head + tail < SAME or max(len(one), len(other)) - head - tail > APART:
        return None
    first, second = _at(a, head, len(one) - tail), _at(b, head, len(other) - tail)
    if first is None or second is None:
        return None
    related = second[0] in parts.get(first[0], ()) or first[0] in parts.get(second[0], ())
    return (first[1], second[1]) if related else None


def _shared(one: str, other: str) -> int:
    """How many letters two texts begin with in common."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _at(clause: Clause, start: int, end: int) -> tuple[str, str] | None:
    """Key and words of the one actor whose name covers what differs."""
    first, last = clause.start + start, clause.start + end
    found = [one for one in clause.passage.reading.actors if one.span.start <= first and last <= one.span.end]
    return (found[0].key, found[0].span.text) if len(found) == 1 else None


def _limits(draft: Draft) -> Iterator[tuple[str, Passage, Quantity]]:
    """Ceilings on schools that the text sets for a kind in quotation marks, with the root of the kind's name."""
    quoted = re.compile('"([^"]{2,6})"')
    for passage in draft.prose:
        for one in passage.reading.quantities:
            if one.unit == "schools" and one.comparator in CEILINGS:
                first, _ = passage.clause(one.span.start)
                kinds = quoted.findall(passage.norm, first, one.span.start)
                if len(kinds) == 1:
                    yield kinds[0].removesuffix(kinds[0][-1]), passage, one
                    yield kinds[0], passage, one
