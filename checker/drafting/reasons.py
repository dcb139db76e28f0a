"""Why a line has no norm, where its kind or its words say so plainly; None where it has to be read as a rule."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from checker.drafting.duties import binds
from checker.drafting.forms import Forms
from checker.wording.nouns import Reading
from checker.wording.outline import Sentence
from checker.wording.text import normalise

Reason = str
"""A key of `why` in the register's schema."""
CHUNK = 12
"""Places in one entry: more would not be read."""


def reason(sentence: Sentence, reading: Reading, heading: str, *, first: bool, forms: Forms) -> Reason | None:
    """`heading` is that of its item or of one above; `first`: the first of its kind there. Only the first line of an annex
    is surely its title: what follows may be a list that has no ruled lines."""
    if sentence.kind == "title" and sentence.annex:
        return "title" if first else None
    if sentence.kind in ("title", "signature"):
        return sentence.kind
    if sentence.kind == "row":
        return "layout" if first else None
    if binds(reading):
        return None
    return "layout" if sentence.kind == "heading" else _of_prose(sentence, reading.text, heading, forms)


def _of_prose(sentence: Sentence, words: str, heading: str, forms: Forms) -> Reason | None:
    if not sentence.item and not sentence.annex:
        return "basis" if forms.basis.search(words) else "preamble"
    if forms.effective.search(words):
        return "description"
    return next((why for why, form in forms.under.items() if form.search(normalise(heading))), None)


def entries(found: Sequence[tuple[str, Reason]]) -> list[tuple[Reason, list[str]]]:
    """Places with their reasons, neighbours of one reason together, a few at a time."""
    out: list[tuple[Reason, list[str]]] = []
    for why, group in groupby(sorted(found, key=lambda one: one[1]), key=lambda one: one[1]):
        places = [place for place, _ in group]
        out += [(why, places[start : start + CHUNK]) for start in range(0, len(places), CHUNK)]
    return out
