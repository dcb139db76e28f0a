"""References to what is not there: annexes, articles, tables, short titles, titles in another form; and the numbering itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import islice

from checker.proofreading.draft import Draft, Passage
from checker.proofreading.nouns import Remark, Spot
from checker.wording.text import normalise

ALIKE = 0.8
"""From which share of letters in common on a cited title is taken for one of the document's own."""
LONGEST = 120
DEPTH = 2
"""Labels of an item directly below a chapter."""
LINES = 8
"""Lines of a title at most."""
MANY = 400
"""Titles that are compared at most."""


def annexes(draft: Draft) -> Iterator[Remark]:
    """Annexes by a number that none has, and without a number where there are several."""
    raw = draft.numbering.raw["annex"]
    words = "|".join(re.escape(word) for word in raw["words"] if len(word) > 1)
    numbered = re.compile(rf"(?<!》)(?<!》的)(?:{words})({raw['id']})(?![0-9.]*%)")
    see = draft.pattern("see")
    there = {normalise(one) for one in draft.annexes}
    known = {_number(draft, one) for one in there}
    shown = (draft.words("list_mark") or ",").join(draft.annexes) or str(draft.words("no_annexes"))
    for passage in draft.passages:
        if passage.kind == "title" or not (passage.item or passage.annex):
            continue
        for one in numbered.finditer(passage.norm):
            if _number(draft, one[0]) not in known:
                first = [p.spot() for p in draft.passages if p.annex][:1]
                yield Remark("no-annex", (passage.around(one.start()), *first), {"name": one[0], "there": shown})
        for one in see.finditer(passage.norm):
            if not there and not re.match(raw["id"], passage.norm[one.end() :]):
                yield Remark("no-annex", (passage.around(one.start()),), {"name": one[0], "there": shown})
            if len(there) > 1 and not re.match(raw["id"], passage.norm[one.end() :]):
                yield Remark("bare-annex", (passage.around(one.start()),), {"name": one[0], "there": shown})


def articles(draft: Draft) -> Iterator[Remark]:
    """Articles of this document beyond its last."""
    form = str(draft.words("article") or "")
    if not form:
        return
    numeral = draft.language.numerals.pattern if isinstance(draft.language.numerals.pattern, str) else r"[0-9]+"
    pattern = re.compile(re.escape(form).replace(re.escape("{n}"), f"({numeral}|[0-9]+)"))
    there = {
        value
        for p in draft.passages
        for label in p.item
        if (m := pattern.fullmatch(label)) and (value := _value(draft, m[1]))
    }
    own, last = draft.pattern("own"), max(there, default=0)
    for passage in draft.prose:
        for one in pattern.finditer(passage.norm):
            before = passage.norm[max(0, one.start() - 8) : one.start()]
            unnamed = before.endswith(tuple(draft.words("by_article"))) and draft.words("titles")[1] not in passage.norm
            named = any(word.end() == len(before) for word in own.finditer(before))
            if (named or (last and unnamed)) and (_value(draft, one[1]) or 0) > last:
                yield Remark("no-article", (passage.around(one.start()),), {"name": one[0]})


def tables(draft: Draft) -> Iterator[Remark]:
    """A table above or below, in a part without any."""
    pattern = draft.pattern("tables")
    having = {rows[0].annex for rows in draft.tables}
    for passage in draft.prose:
        if passage.annex not in having and (one := pattern.search(passage.norm)):
            yield Remark("no-table", (passage.around(one.start()),), {"name": one[0]})


def titles(draft: Draft) -> Iterator[Remark]:
    """The document's own title and those of its annexes in another form; short titles that were never introduced."""
    marks = draft.words("titles")
    if not marks:
        return
    cited = re.compile(rf"{marks[0]}([^{marks[0]}{marks[1]}]{{2,{LONGEST}}}){marks[1]}")
    own = list(islice(_titles(draft), MANY))
    whole = "".join(one.norm for one in draft.passages)
    said: set[str] = set()
    repeals = draft.pattern("repeals")
    elsewhere = re.compile(str(draft.words("number") or "(?!)"))
    for passage in draft.passages:
        if passage.kind == "title":
            continue
        for one in cited.finditer(passage.norm):
            name = one[1]
            if name in said:
                continue
            said.add(name)
            if len(name) <= int(draft.words("short") or 0):
                if not _introduced(draft, whole, name):
                    yield Remark("short-title", (passage.around(one.start()),), {"name": name})
            elif not _law(draft, name) and not (
                elsewhere.match(passage.norm[one.end() :]) or repeals.search(passage.norm, one.end())
            ):
                yield from _own(passage, one, own)


def numbering(draft: Draft) -> Iterator[Remark]:
    """Numbers that skip, repeat or go back, and numbers that run on through some chapters only."""
    places = {one.at: one for one in draft.passages}
    for slip in draft.slips:
        # The first item is often printed within its sentence; lists and tables of contents begin anew with 1.
        if 1 not in (slip.number, slip.expected) and (passage := places.get(slip.place)) is not None:
            values = {"number": str(slip.number), "expected": str(slip.expected)}
            yield Remark(f"number-{slip.kind}", (passage.spot(),), values)
    for annex in ("", *draft.annexes):
        yield from _restarts(draft, annex)


def _number(draft: Draft, label: str) -> str:
    """A label of an annex with its number in figures."""
    found = draft.language.numeral.search(label)
    value = _value(draft, found[0]) if found else None
    return label if found is None or value is None else f"{label[: found.start()]}{value}{label[found.end() :]}"


def _value(draft: Draft, numeral: str) -> int | None:
    value = draft.language.numerals.value(numeral)
    return int(value) if value is not None and value.denominator == 1 else None


def _titles(draft: Draft) -> Iterator[tuple[str, Spot]]:
    """Each run of title lines of one part as one title, and each line of it; the longest first."""
    run: list[Passage] = []
    for passage in (*draft.passages, None):
        if passage is not None and passage.kind == "title" and (not run or run[-1].annex == passage.annex):
            run.append(passage)
            continue
        run = run[:LINES]
        for start in range(len(run)):
            for end in range(len(run), start, -1):
                lines = run[start:end]
                quote = " ".join(one.printed(0, len(one.norm)) for one in lines)
                yield "".join(one.norm for one in lines), replace(lines[0].spot(), quote=quote)
        run = [passage] if passage is not None and passage.kind == "title" else []


def _own(passage: Passage, one: re.Match[str], own: list[tuple[str, Spot]]) -> Iterator[Remark]:
    """The title of the document itself that a citation all but repeats."""
    name = one[1]
    if any(_letters(title) == _letters(name) for title, _ in own):
        return
    own = [
        (title, place) for title, place in own if title not in name and name not in title
    ]  # a law and what carries it out
    best, found = ALIKE, None
    for title, place in own:
        matcher = SequenceMatcher(None, name, title, autojunk=False)
        if matcher.real_quick_ratio() >= best and matcher.quick_ratio() >= best and (ratio := matcher.ratio()) > best:
            best, found = ratio, (title, place)
    if found is not None:
        title, place = found
        values = {"cited": passage.printed(one.start(1), one.end(1)), "title": title}
        yield Remark("title-differs", (passage.spot(one.start(), one.end()), place), values)


def _law(draft: Draft, name: str) -> bool:
    """Whether a title is one of the kinds that everybody knows by their short names, laws above all."""
    known, unknown = tuple(draft.words("well_known") or ()), tuple(draft.words("unknown") or ())
    return name.endswith(known) and not name.endswith(unknown)


def _letters(title: str) -> str:
    return re.sub(r"\W", "", title)


def _introduced(draft: Draft, whole: str, name: str) -> bool:
    return _law(draft, name) or any(
        re.search(f'{re.escape(word)}[:："《]*{re.escape(name)}', whole) for word in draft.words("introduced")
    )


def _restarts(draft: Draft, annex: str) -> Iterator[Remark]:
    """Items whose numbers go on from chapter to chapter and start again in a later one."""
    chapter, label, number, through = "", "", 0, False
    for passage in draft.passages:
        if passage.annex != annex or len(passage.item) != DEPTH or passage.cells or passage.item == (chapter, label):
            continue
        found = draft.language.numeral.search(passage.item[1])
        value = _value(draft, found[0]) if found else None
        if value is None or (label and _shape(draft, passage.item[1]) != _shape(draft, label)):
            return
        if chapter and passage.item[0] != chapter:
            if through and value == 1:
                yield Remark("numbering-restarts", (passage.spot(),), {"last": label, "first": passage.item[1]})
                return
            if value != number + 1:
                return
            through = True
        (chapter, label), number = passage.item, value


def _shape(draft: Draft, label: str) -> str:
    """A label without its number."""
    return draft.language.numeral.sub("", label)
