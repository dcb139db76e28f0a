"""One office or school under several names, where the words leave no doubt that it is the same."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import islice
from typing import Any

from checker.proofreading.draft import QUOTE, Draft, Passage, spots
from checker.proofreading.nouns import Remark, Spot
from checker.proofreading.words import any_of
from checker.wording.text import fold, normalise

LEAST = 2
"""Letters that the shorter of two names of a school has before its kind at least."""
MANY = 300
"""Names and places that are compared at most."""
REACH = 12
"""Letters before a short name among which the word that introduces it stands."""
TIMES = " / "

Found = tuple[Passage, int, int]


def offices(draft: Draft) -> Iterator[Remark]:
    """Words that the table lists as names of one office, and that the document uses side by side."""
    for group in draft.words("offices") or ():
        short = _introduced(draft, group["words"])
        for used in _used(draft, group).values():
            names = {name: place for name, place in used.items() if name not in short}
            if len(names) > 1:
                first = sorted(names.values(), key=lambda one: (one[0].number, one[1]))
                shown = draft.words("list_mark").join(p.norm[a:b] for p, a, b in first)
                yield Remark("office-names", tuple(p.around(a, b) for p, a, b in first), {"names": shown})


def schools(draft: Draft) -> Iterator[Remark]:
    """Names in lists that stand elsewhere with a place before them, all in one remark. Places are those with which parts of lists
    begin."""
    text = [one for one in draft.passages if one.item or one.annex]
    first: dict[str, Passage] = {}
    for passage in text:
        for name in names_of(draft, passage.text):
            first.setdefault(name, passage)
    places = sorted({place for passage in text for place in _places(draft, passage.text)})[:MANY]
    whole = "\n".join(one.norm for one in text)
    pairs: list[tuple[str, str]] = []
    found: list[tuple[int, int, Spot]] = []
    for short, passage in islice(first.items(), MANY):
        for place in places:
            if place + short in whole and _named(draft, short) and not short.startswith(place):
                full = next(one for one in text if place + short in one.norm)
                pairs.append((place + short, short))
                found += [*_shown(passage, short), *_shown(full, place + short)]
                break
    if pairs:
        shown = draft.words("list_mark").join(TIMES.join(pair) for pair in pairs)
        places_ = spots([spot for _, _, spot in sorted(found, key=lambda one: one[:2])])
        yield Remark("school-names", places_, {"names": shown})


def _shown(passage: Passage, name: str) -> Iterator[tuple[int, int, Spot]]:
    """Where a name stands, as a quote: a whole row, or the name in its list. Behind a place it is another form of the name."""
    if len(passage.norm) <= QUOTE:
        yield passage.number, 0, passage.spot()
        return
    for one in re.finditer(rf"(?<!\w){re.escape(name)}", passage.norm):
        yield passage.number, one.start(), passage.spot(one.start(), one.end())
        return
    yield passage.number, 0, passage.spot()


def names_of(draft: Draft, text: str) -> list[str]:
    """The names of schools that stand in a text as members of a list, in order."""
    ends = tuple(draft.words("school_ends") or ())
    if not ends:
        return []
    parts = (normalise(part) for part in _split(str(draft.words("split"))).split(fold(text)))
    return [one for one in parts if one.endswith(ends) and len(one) <= 20]


def _places(draft: Draft, text: str) -> Iterator[str]:
    """The place with which a part of a list begins: 甘州区, 皇路店镇."""
    ends = "".join(draft.words("place_ends") or ())
    if ends:
        for part in _split(str(draft.words("split"))).split(fold(text)):
            if found := re.match(rf"\w{{2,3}}[{ends}](?=\w\w)", normalise(part)):
                yield found[0]


def _named(draft: Draft, name: str) -> bool:
    """Whether a name says more than its kind: 中学 alone names no school."""
    return any(name.endswith(end) and len(name) - len(end) >= LEAST for end in draft.words("school_ends"))


def _introduced(draft: Draft, names: Sequence[str]) -> set[str]:
    """Names that the document itself says are short for another of the same office: 人力资源和社会保障局（以下简称县人社局）."""
    office, words = any_of(names), "|".join(map(re.escape, draft.words("introduced")))
    said = re.compile(rf'(?:{words or "(?!)"})[:："]*\w{{0,4}}$')
    found: set[str] = set()
    for passage in draft.passages:
        full = ""
        for one in office.finditer(passage.norm):
            if full and full != one[0] and said.search(passage.norm[: one.start()][-REACH:]):
                found.add(one[0])
            full = full or one[0]
    return found


@cache
def _split(pattern: str) -> re.Pattern[str]:
    return re.compile(fold(pattern))


def _used(draft: Draft, group: Mapping[str, Any]) -> dict[str, dict[str, Found]]:
    """For each level (省, 市, 区 …; one for a group that has none) the names that are used, each with its first place."""
    words: Sequence[str] = group["words"]
    pattern, before = any_of(words), tuple(group.get("not_before", ()))
    levels = tuple(draft.words("levels") or ())
    found: dict[str, dict[str, Found]] = {}
    for passage in draft.passages:
        if passage.kind == "title" or not (passage.item or passage.annex):
            continue
        for one in pattern.finditer(passage.norm):
            ahead = passage.norm[: one.start()]
            if before and ahead.endswith(before):
                continue
            level = ahead[-1:] if group.get("level") else ""
            if not group.get("level") or level in levels:
                found.setdefault(level, {}).setdefault(one[0], (passage, one.start(), one.end()))
    return found
