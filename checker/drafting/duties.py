"""A sentence and its reading → the duties in it, each with its words and what is certain of it.

A sentence with two binding words, or with two bounds in different clauses, holds two duties. Their quotes together are the
whole sentence, and each has the conditions and exceptions of its part. Who reads the draft joins or parts them; the words
are never more than the sentence's own.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from checker.drafting.forms import Forms
from checker.drafting.printed import Printed
from checker.wording.language import Language
from checker.wording.nouns import Found, Moment, Quantity, Reading, Span
from checker.wording.text import normalise

TITLE = 30
SHORTEST = 2
MOST = 200
"""The rule language quotes neither less nor more."""


@dataclass(frozen=True)
class Signs:
    """Where a language parts a sentence into clauses and parts, and the pairs within which it does not; which clauses are
    conditions and exceptions, and which modalities reach on to the clauses behind."""

    pauses: frozenset[str]
    stops: frozenset[str]
    aside: Mapping[str, str]
    condition: re.Pattern[str]
    exception: re.Pattern[str]
    carries: frozenset[str]


def signs(language: Language, forms: Forms) -> Signs:
    return Signs(
        language.pauses, language.stops, language.aside, forms.condition, forms.exception, language.modals.carries
    )


@dataclass(frozen=True)
class Clause:
    """Start and end without the closing sign; `part` counts the stops before it."""

    start: int
    end: int
    part: int
    condition: bool
    exception: bool


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
    unread: tuple[Span, ...] = ()
    left_out: tuple[str, ...] = ()
    """Words of the duty that its quote has no room for."""


def binds(reading: Reading) -> bool:
    """Whether words of the sentence bind, compare, or speak to somebody."""
    compared = any(one.comparator for one in reading.quantities)
    return bool(reading.modality or reading.subject or compared or reading.windows or reading.steps)


def duties(text: str, reading: Reading, signs: Signs) -> tuple[Duty, ...]:
    """At least one, in the order of the words."""
    clauses = _clauses(reading.text, signs)
    heads = _heads(reading, clauses, signs)
    firsts = [0, *(_first(clauses, before, head) for before, head in pairwise(heads)), len(clauses)]
    raw = Printed(text, reading.text)
    return tuple(
        _duty(raw, reading, clauses, range(*span), signs, first=i == 0) for i, span in enumerate(pairwise(firsts))
    )


def _first(clauses: Sequence[Clause], before: int, head: int) -> int:
    """The clause with which the duty of `head` begins: that of its own part, or the condition that leads to it."""
    between = range(before + 1, head)
    if clauses[before].part != clauses[head].part:
        return next((i for i in between if clauses[i].part == clauses[head].part), head)
    return next((i for i in between if clauses[i].condition and not clauses[i].exception), head)


def letters(text: str) -> int:
    """Letters and figures: signs alone say nothing."""
    return sum(char.isalnum() for char in text)


def _clauses(text: str, signs: Signs) -> list[Clause]:
    """Every clause; nothing is parted in brackets, quotes or titles."""
    found: list[Clause] = []
    waiting: list[str] = []
    start = part = 0

    def add(end: int) -> None:
        words = text[start:end].strip()
        if words:
            condition, exception = (bool(form.search(words)) for form in (signs.condition, signs.exception))
            found.append(Clause(start, end, part, condition, exception))

    for i, char in enumerate(text):
        if waiting and char == waiting[-1]:
            waiting.pop()
        elif char in signs.aside and signs.aside[char] in text[i + 1 :]:
            waiting.append(signs.aside[char])
        elif char in signs.pauses and not waiting:
            add(i)
            start, part = i + 1, part + (char in signs.stops)
    add(len(text))
    return found or [Clause(0, len(text), 0, condition=False, exception=False)]


def _heads(reading: Reading, clauses: Sequence[Clause], signs: Signs) -> list[int]:
    """The clauses with which a duty begins: each that has a binding word or a bound of its own, the first in any case.

    A bound belongs to the binding word before it, if that has none yet, stands in its part and reaches on.
    """
    modal = {_clause(clauses, one.span.start): one.key for one in reversed(reading.modalities)}
    bound = {_clause(clauses, one.span.start) for one in reading.quantities if one.comparator}
    heads: list[int] = []
    bounded = True
    for i in sorted(modal.keys() | bound):
        apart = bool(heads) and (
            clauses[heads[-1]].part != clauses[i].part or modal.get(heads[-1]) not in signs.carries
        )
        if i in modal or bounded or apart or not heads:
            heads.append(i)
            bounded = False
        bounded = bounded or i in bound
    return heads or [0]


def _clause(clauses: Sequence[Clause], at: int) -> int:
    return max(bisect_right(clauses, at, key=lambda one: one.start) - 1, 0)


def _duty(raw: Printed, reading: Reading, clauses: Sequence[Clause], mine: range, signs: Signs, *, first: bool) -> Duty:
    inner = clauses[mine.start : mine.stop]
    start = 0 if first else inner[0].start
    end = clauses[mine.stop].start if mine.stop < len(clauses) else len(reading.text)

    def here(span: Span) -> bool:
        return start <= span.start < end

    modals = [one for one in reading.modalities if here(one.span)]
    quantities = tuple(one for one in reading.quantities if here(one.span))
    modal = {one.span for one in modals}
    actors = {one.key for one in reading.actors if here(one.span)}
    opening = _opening(inner, [*(one.span.start for one in modals), *(one.span.start for one in quantities)])
    quoted = _reach(clauses, mine, mine.start + opening)
    quote = raw.words(*quoted)
    if letters(quote) < SHORTEST or len(quote) > MOST or normalise(quote) not in normalise(raw.text):
        quoted = 0, min(len(reading.text), MOST)
        quote = raw.words(*quoted)[:MOST].strip()
    bearer = reading.subject if first or not actors - {reading.subject} else None
    modality, word = (modals[0].key, modals[0].span.text) if modals else (_carried(reading, start, signs), "")
    return Duty(
        quote=quote, title=_title(raw, inner[opening:], reading.moments), modality=modality, modal_word=word, bearer=bearer,
        quantities=quantities,
        windows=tuple(one for one in reading.windows if here(one.span)),
        moments=tuple(one for one in reading.moments if here(one.span)),
        vague=tuple(one for one in reading.vague if here(one.span) and one.span not in modal),
        unread=tuple(one for one in reading.unread if here(one)),
        left_out=tuple(raw.words(*one) for one in _left_out(clauses, mine, quoted)),
    )  # fmt: skip


def _carried(reading: Reading, start: int, signs: Signs) -> str | None:
    """What binds a duty without a word of its own: what binds the one before it, if that reaches on. Never what follows."""
    before = [one.key for one in reading.modalities if one.span.start < start]
    return before[-1] if before and before[-1] in signs.carries else None


def _opening(inner: Sequence[Clause], signs: Sequence[int]) -> int:
    """The clause with the first binding word or number; the first clause where there is none."""
    return _clause(inner, min(signs)) if signs else 0


def _bounds(clauses: Sequence[Clause], mine: range) -> tuple[int, int]:
    """The first and last clause that a quote needs: the duty's own, the conditions before them in their part, and the
    exceptions behind."""
    first, last = mine.start, mine.stop - 1
    if clauses[first].exception:  # takes something from what came before it
        first = next(i for i in range(first + 1) if clauses[i].part == clauses[first].part)
    conditions = (i for i in range(first) if clauses[i].part == clauses[first].part and clauses[i].condition)
    behind = range(last + 1, len(clauses))
    exceptions = [i for i in behind if clauses[i].part == clauses[last].part and clauses[i].exception]
    return next(conditions, first), max(exceptions, default=last)


def _reach(clauses: Sequence[Clause], mine: range, opening: int) -> tuple[int, int]:
    """All that the duty needs, if a quote has room for it; else the duty's own clauses; else as many as there is room for
    from the one that binds."""
    for first, last in (_bounds(clauses, mine), (mine.start, mine.stop - 1)):
        if clauses[last].end - clauses[first].start <= MOST:
            return clauses[first].start, clauses[last].end
    start, end = clauses[opening].start, clauses[opening].end
    for one in clauses[opening + 1 : mine.stop]:
        if one.end - start > MOST:
            break
        end = one.end
    return start, min(end, start + MOST)


def _left_out(clauses: Sequence[Clause], mine: range, quoted: tuple[int, int]) -> list[tuple[int, int]]:
    first, last = _bounds(clauses, mine)
    return [(one.start, one.end) for one in clauses[first : last + 1] if one.start < quoted[0] or one.end > quoted[1]]


def _title(raw: Printed, inner: Sequence[Clause], moments: Sequence[Moment]) -> str:
    """The first clause that says more than when."""
    for start, end in ((one.start, one.end) for one in inner):
        dated = sum(len(one.span.text) for one in moments if start <= one.span.start < end)
        if end - start - dated >= SHORTEST + 1:
            return _short(raw.words(start, end))
    return _short(raw.words(inner[0].start, inner[0].end))


def _short(words: str) -> str:
    """No word is cut where blanks part them."""
    if len(words) <= TITLE or not words.isascii():
        return words[:TITLE].strip()
    return words[: 2 * TITLE].rpartition(" ")[0] if len(words) > 2 * TITLE else words
