"""Which words bind a sentence, who it speaks to, what is to be done, and in which steps."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

from checker.wording.language import Language
from checker.wording.nouns import Found, Span, Step
from checker.wording.places import Places, Word

ACTION = 60
"""Longest action: more is no longer one."""
_ORDERED = 2
"""Step words that make an order by standing together."""
_NEAR = 16


def found(places: Places, words: Iterable[Word]) -> tuple[Found, ...]:
    return tuple(Found(Span(start, end, places.text[start:end]), key) for start, end, key in words)


def actors(places: Places) -> list[Word]:
    return list(places.lang.actors.words.find(places.text))


def openings(places: Places, items: Iterable[tuple[int, int]]) -> set[int]:
    """Where a clause's first words may stand: at its start, or behind what may precede them (who, when, 一是)."""
    starts = {_past_blank(places, at) for at in places.pauses}
    lead_in = [(start, end) for start, end, _ in places.lang.actors.lead_in.find(places.text)]
    for start, end in sorted([*items, *lead_in]):
        if start in starts:
            starts.add(_past_blank(places, end))
    return starts


def _past_blank(places: Places, at: int) -> int:
    return at + 1 if places.lang.blanks and places.text[at : at + 1] == " " else at


def modals(places: Places, opens_at: set[int]) -> tuple[Word | None, list[Word]]:
    """The word that binds the sentence and all that bind. Words in quotation marks, brackets and titles bind nothing.

    The first binding word counts. Softer ones, which are ordinary verbs too, count where they open a clause and nothing
    else binds, as long as no clause before has said the main thing.
    """
    table, text = places.lang.modals, places.text
    # A month may be spelt like a modal word.
    hard = [word for word in table.binds.find(text) if not places.aside[word[0]] and not _explained(places, word)]
    soft = [
        word
        for word in table.opens.find(text)
        if (word[0] in opens_at or _ends_with(text, word[0], table.circumstance_ends, places.lang))
        and not places.aside[word[0]]
    ]
    told = _told(places)
    for form in table.templates:
        for match in form.pattern.finditer(text):
            if not places.aside[match.start()]:
                # The number is no part of the binding word.
                named = [name for name in ("number", "figures") if name in match.groupdict()]
                end = match.start(named[0]) if named else match.end()
                soft.append((match.start(), end, form.kind))
    taken = {at for start, end, _ in hard for at in range(start, end)}
    soft = [word for word in soft if word[0] not in taken]
    longest: dict[int, Word] = {}
    for word in soft:
        if word[0] not in longest or word[1] > longest[word[0]][1]:
            longest[word[0]] = word
    hard, soft = [_turned(places, word) for word in hard], [_turned(places, word) for word in longest.values()]
    every = sorted([*hard, *soft])
    leading = [word for word in soft if word[2] in table.numeric or word[0] < told]
    return min(hard, default=None) or min(leading, default=None), every


def _explained(places: Places, word: Word) -> bool:
    """Whether a form has explained the whole word."""
    return all(places.covered[word[0] : word[1]])


def _turned(places: Places, word: Word) -> Word:
    """What binds in a clause that denies all of it: no school may."""
    start, end, key = word
    denied = places.opens_denied(places.clause_start(start))
    return start, end, places.lang.modals.turns.get(key, key) if denied else key


def _told(places: Places) -> int:
    """Where the sentence has said its main thing: the end of its first clause that is no mere circumstance."""
    table, text = places.lang.modals, places.text
    for start in places.pauses:
        end = places.clause_end(start)
        clause = text[start:end].strip()
        explained = places.covered[start:end].count(1) >= len(clause)
        if clause and not (
            explained or clause.startswith(table.circumstance) or clause.endswith(table.circumstance_ends)
        ):
            return end
    return len(text)


def subject(places: Places, acting: list[Word], opens_at: set[int], binding: list[Word]) -> Word | None:
    """The actor that the sentence clearly speaks to: directly before a binding word; or where a clause opens, before a
    word that an actor's doings begin with; or behind an agent word that opens a clause."""
    table, text, lang = places.lang.actors, places.text, places.lang
    bound = {start for start, _, _ in binding}
    forms = {match.start for match in places.matches}
    for word in acting:
        start, end, _ = word
        if places.aside[start] or _ends_with(text, start, table.not_after, lang) or _counted(places, end, binding):
            continue
        following = _past_blank(places, end)
        if following in bound:
            return word
        acts = following in forms or _begins_with(text, end, table.acts, lang)
        if start in opens_at and acts:
            return word
        agent = _ends_with(text, start, table.agents, lang) and any(start - len(w) in opens_at for w in table.agents)
        clause = text[end : places.clause_end(end)] if agent else ""
        if agent and not any(sign in clause for sign in table.not_agent):
            return word
    return None


def _counted(places: Places, at: int, binding: list[Word]) -> bool:
    """Whether the words that end at `at` name what is counted: only words that bind and compare part them from a number."""
    between = {start: end for start, end, _ in [*binding, *places.about, *places.comparators]}
    numbers = {match.start for match in places.matches if match.form.kind == "quantity"}
    at = _past_blank(places, at)
    while at not in numbers and at in between:
        at = _past_blank(places, between[at])
    return at in numbers


def action(places: Places, binding: Word | None, acting: Word | None) -> str | None:
    """What stands behind the binding word, or behind who acts, to the end of the clause."""
    for word in (binding, acting):
        words = places.text[word[1] : places.clause_end(word[1])].strip() if word else ""
        if words:
            return words if len(words) <= ACTION else None
    return None


def steps(places: Places, acting: list[Word], speaks_to: Word | None) -> tuple[Step, ...]:
    """Who takes a step stands before it in its clause; of the first step it may be who the sentence speaks to."""
    text, lang = places.text, places.lang
    every = [word for word in lang.steps.find(text) if not places.aside[word[0]]]
    if len(every) < _ORDERED:
        every = [word for word in every if _ordered(places, word)]
    doers = [word for word in acting if not _ends_with(text, word[0], lang.actors.recipient, lang)]
    taken: list[Step] = []
    last = 0
    for start, end, kind in every:
        i = bisect_left(doers, start, key=lambda word: word[0])
        doer = doers[i - 1] if i and doers[i - 1][0] >= max(last, places.clause_start(start)) else None
        if doer and any(sign in text[doer[1] : start] for sign in lang.through):
            doer = None
        elif doer is None and not taken and speaks_to and speaks_to[0] < start:
            doer = speaks_to
        taken.append(Step(Span(start, end, text[start:end]), kind, doer[2] if doer else None))
        last = end
    return tuple(taken)


def _ordered(places: Places, word: Word) -> bool:
    """Whether a word of order stands beside a step."""
    start, end, _ = word
    if _begins_with(places.text, end, places.lang.order_after, places.lang):
        return True
    opening = max(start - _NEAR, places.clause_start(start))
    return any(sign in places.text[opening:start] for sign in places.lang.order_before)


def _ends_with(text: str, at: int, words: tuple[str, ...], lang: Language) -> bool:
    """Whether one of the words ends at `at`."""
    if not lang.blanks:
        return text[:at].endswith(words) if at < _NEAR else text[at - _NEAR : at].endswith(words)
    return (" " + text[max(0, at - 2 * _NEAR) : at].rstrip().lower()).endswith(tuple(" " + word for word in words))


def _begins_with(text: str, at: int, words: tuple[str, ...], lang: Language) -> bool:
    if not lang.blanks:
        return text.startswith(words, at)
    return (text[at : at + 2 * _NEAR].lstrip().lower() + " ").startswith(tuple(word + " " for word in words))
