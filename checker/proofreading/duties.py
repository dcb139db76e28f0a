"""Terms without a value, and duties without anybody to do them or without a time. What repeats is one remark."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from checker.proofreading.draft import Draft, Passage, spots
from checker.proofreading.nouns import Remark, Spot
from checker.proofreading.words import any_of
from checker.wording.nouns import Quantity

NEAR = 6
"""Letters between a modal word and the word of a task that is done once."""


def vague(draft: Draft) -> Iterator[Remark]:
    """Terms that stand where a number should, and that get none where one would look for it."""
    unmeant = draft.pattern("unmeant")
    for group in draft.words("terms") or ():
        pattern = any_of(group["words"])
        found: dict[str, list[Spot]] = {}
        known: dict[object, bool] = {}
        for passage in (one for one in draft.passages if one.kind in ("sentence", "row") and (one.item or one.annex)):
            blind = [(one.start(), one.end()) for one in unmeant.finditer(passage.norm)]
            for one in pattern.finditer(passage.norm):
                if any(a <= one.start() < b for a, b in blind) or _valued(draft, group, passage, one.start(), known):
                    continue
                found.setdefault(one[0], []).append(passage.around(one.start()))
        for term, places in found.items():
            once = spots(places)
            yield Remark("vague-term", once, {"term": term, "n": str(len(once))})


def actors(draft: Draft) -> Iterator[Remark]:
    """Sentences that open with a word of duty, in items that name nobody at all."""
    found: list[Spot] = []
    named: dict[tuple[str, tuple[str, ...]], bool] = {}
    nouns = draft.pattern("nouns")
    for passage in draft.prose:
        if not passage.item or not _opens(passage, nouns) or draft.listed(passage):
            continue
        key = (passage.annex, passage.item)
        if key not in named:
            others = (*draft.item(passage), *draft.headings(passage))
            named[key] = any(one.reading.actors or _subject(one) for one in others)
        if not named[key]:
            found.append(passage.around(0))
    if found:
        yield Remark("no-actor", spots(found), {"n": str(len(found))})


def times(draft: Draft) -> Iterator[Remark]:
    """Tasks done once, in a document that gives no date at all behind its title."""
    body = [one for one in draft.passages if (one.item or one.annex) and one.kind not in ("title", "signature")]
    if any(one.reading.moments for one in body):
        return
    once, tried = draft.pattern("once"), draft.pattern("not_once")
    found: list[Spot] = []
    for passage in draft.prose:
        reading = passage.reading
        if not reading.actors or any(one.unit in ("days", "weeks", "months", "years") for one in reading.quantities):
            continue
        for modal in (one for one in reading.modalities if one.key == "must"):
            end = modal.span.end
            word = once.search(passage.norm, end, end + NEAR)
            blind = [(one.start(), one.end()) for one in tried.finditer(passage.norm)]
            if word and not any(a <= word.start() < b for a, b in blind):
                found.append(passage.around(modal.span.start))
                break
    if found:
        yield Remark("no-time", spots(found), {"n": str(len(found))})


def _duty(passage: Passage) -> int | None:
    """Where the first word of duty stands."""
    return next((one.span.start for one in passage.reading.modalities if one.key == "must"), None)


def _opens(passage: Passage, nouns: re.Pattern[str]) -> bool:
    """Whether a sentence begins with its word of duty, so that it has no subject."""
    return _duty(passage) == 0 and not nouns.search(passage.norm, 0, passage.clause(0)[1])


def _subject(passage: Passage) -> bool:
    """Whether a sentence says who, though the reader does not know the name: its word of duty stands behind something."""
    return (_duty(passage) or 0) > 0


def _valued(draft: Draft, group: Mapping[str, Any], passage: Passage, at: int, known: dict[object, bool]) -> bool:
    """Whether a term gets a value as near as its group asks; `known` keeps what was found out of items and chapters."""
    wants, within = group["wants"], group["within"]
    if within in ("item", "chapter") and not passage.cells:
        key = passage.chapter if within == "chapter" else (passage.annex, passage.item)
        if key not in known:
            near = draft.chapters[passage.chapter] if within == "chapter" else draft.item(passage)
            known[key] = any(_gives(draft, wants, one, 0, len(one.norm)) for one in near)
        return known[key]
    start, end = passage.clause(at) if within == "clause" else (0, len(passage.norm))
    return _gives(draft, wants, passage, start, end)


def _gives(draft: Draft, wants: str | Sequence[str], passage: Passage, start: int, end: int) -> bool:
    inside = [one for one in passage.reading.quantities if start <= one.span.start < end]
    if wants == "window":
        windows = [one for one in passage.reading.windows if start <= one.span.start < end]
        periods = re.compile(str(draft.words("periods") or "(?!)"))
        return bool(windows) or any(one.per for one in inside) or bool(periods.search(passage.norm, start, end))
    if wants == "any":
        return any(_counts(one) for one in inside)
    return any(one.unit in wants and _counts(one) for one in inside)


def _counts(one: Quantity) -> bool:
    return one.unit != "points"
