"""A sentence and its reading → the duties in it, each with its words and what is certain of it.

A sentence with two binding words, or with two bounds in different clauses, holds two duties. Who reads the draft joins or
parts them; the words are never more than the sentence's own.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from checker.drafting.printed import Printed
from checker.wording.nouns import Found, Moment, Quantity, Reading
from checker.wording.text import normalise

QUOTE = 80
"""Longest draft quote: the clause that binds, and what follows it up to here."""
TITLE = 30
SHORTEST = 2
MOST = 200
"""The rule language quotes neither less nor more."""


@dataclass(frozen=True)
class Signs:
    """Where a language parts a sentence, and the pairs within which it does not."""

    pauses: frozenset[str]
    aside: Mapping[str, str]


@dataclass(frozen=True)
class Duty:
    """One draft to be. What is None, empty or not there the words leave open."""

    quote: str
    title: str
    modality: str | None
    modal_word: str
    bearer: str | None
    quantities: tuple[Quantity, ...] = ()
    windows: tuple[Found, ...] = ()
    moments: tuple[Moment, ...] = ()
    vague: tuple[Found, ...] = ()


def binds(reading: Reading) -> bool:
    """Whether words of the sentence bind, compare, or speak to somebody."""
    compared = any(one.comparator for one in reading.quantities)
    return bool(reading.modality or reading.subject or compared or reading.windows or reading.steps)


def duties(text: str, reading: Reading, signs: Signs) -> tuple[Duty, ...]:
    """At least one, in the order of the words."""
    clauses = _clauses(reading.text, signs)
    heads = _heads(reading, clauses)
    edges = [0, *(clauses[i][0] for i in heads[1:]), len(reading.text)]
    raw = Printed(text, reading.text)
    return tuple(
        _duty(raw, reading, clauses, (start, end), first=i == 0) for i, (start, end) in enumerate(pairwise(edges))
    )


def letters(text: str) -> int:
    """Letters and figures: signs alone say nothing."""
    return sum(char.isalnum() for char in text)


def _clauses(text: str, signs: Signs) -> list[tuple[int, int]]:
    """Start and end of every clause, its closing sign left out; nothing is parted in brackets, quotes or titles."""
    found: list[tuple[int, int]] = []
    waiting: list[str] = []
    start = 0
    for i, char in enumerate(text):
        if waiting and char == waiting[-1]:
            waiting.pop()
        elif char in signs.aside and signs.aside[char] in text[i + 1 :]:
            waiting.append(signs.aside[char])
        elif char in signs.pauses and not waiting:
            if i > start:
                found.append((start, i))
            start = i + 1
    if start < len(text):
        found.append((start, len(text)))
    return found or [(0, len(text))]


def _heads(reading: Reading, clauses: Sequence[tuple[int, int]]) -> list[int]:
    """The clauses with which a duty begins: each that has a binding word or a bound of its own, the first in any case.

    A bound belongs to the binding word before it, if that has none yet.
    """
    modal = {_clause(clauses, one.span.start) for one in reading.modalities}
    bound = {_clause(clauses, one.span.start) for one in reading.quantities if one.comparator}
    heads: list[int] = []
    bounded = True
    for i in sorted(modal | bound):
        if i in modal or bounded or not heads:
            heads.append(i)
            bounded = False
        bounded = bounded or i in bound
    return heads or [0]


def _clause(clauses: Sequence[tuple[int, int]], at: int) -> int:
    return max(bisect_right(clauses, (at, len(clauses) and clauses[-1][1])) - 1, 0)


def _duty(
    raw: Printed, reading: Reading, clauses: Sequence[tuple[int, int]], span: tuple[int, int], *, first: bool
) -> Duty:
    start, end = span
    modals = [one for one in reading.modalities if start <= one.span.start < end]
    quantities = tuple(one for one in reading.quantities if start <= one.span.start < end)
    modal = {one.span for one in modals}
    actors = {one.key for one in reading.actors if start <= one.span.start < end}
    inner = [one for one in clauses if start <= one[0] < end] or [span]
    opening = _opening(inner, [*(one.span.start for one in modals), *(one.span.start for one in quantities)])
    quoted = _reach(inner, opening)
    quote = raw.words(*quoted)
    if letters(quote) < SHORTEST or normalise(quote) not in normalise(raw.text):
        quote = raw.words(0, min(len(reading.text), MOST))
    bearer = reading.subject if first or not actors - {reading.subject} else None
    modality, word = (modals[0].key, modals[0].span.text) if modals else (reading.modality, "")
    return Duty(
        quote=quote, title=_title(raw, inner[opening:], reading.moments), modality=modality, modal_word=word, bearer=bearer,
        quantities=quantities,
        windows=tuple(one for one in reading.windows if start <= one.span.start < end),
        moments=tuple(one for one in reading.moments if start <= one.span.start < end),
        vague=tuple(one for one in reading.vague if start <= one.span.start < end and one.span not in modal),
    )  # fmt: skip


def _opening(inner: Sequence[tuple[int, int]], signs: Sequence[int]) -> int:
    """The clause with the first binding word or number; the first clause where there is none."""
    return _clause(inner, min(signs)) if signs else 0


def _reach(inner: Sequence[tuple[int, int]], opening: int) -> tuple[int, int]:
    """The opening clause with as many of the next as a short quote holds."""
    start, end = inner[opening]
    for _, further in inner[opening + 1 :]:
        if further - start > QUOTE:
            break
        end = further
    return start, min(end, start + MOST)


def _title(raw: Printed, inner: Sequence[tuple[int, int]], moments: Sequence[Moment]) -> str:
    """The first clause that says more than when."""
    for start, end in inner:
        dated = sum(len(one.span.text) for one in moments if start <= one.span.start < end)
        if end - start - dated >= SHORTEST + 1:
            return _short(raw.words(start, end))
    return _short(raw.words(*inner[0]))


def _short(words: str) -> str:
    """No word is cut where blanks part them."""
    if len(words) <= TITLE or not words.isascii():
        return words[:TITLE].strip()
    return words[: 2 * TITLE].rpartition(" ")[0] if len(words) > 2 * TITLE else words
