"""One sentence of policy text → what its words say, by the tables of its language. Never guesses, never fails.

A sentence is scanned once for the forms with numerals (quantities, dates, ordinals …), then for words that bind, compare
and act; last, what belongs together is joined. A numeral that no form explains is listed as unread.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from checker.wording import binding
from checker.wording.amounts import number, quantity
from checker.wording.forms import Match
from checker.wording.language import Language
from checker.wording.lexicon import Lexicon
from checker.wording.moments import moment
from checker.wording.nouns import Found, Moment, Quantity, Reading, Span
from checker.wording.places import Places
from checker.wording.text import fold, normalise, visible

_CELL = "\ue000"
"""Stands for the tab between two cells while the text is normalised: numbers of two cells are not one number."""
_BLANKS = re.compile(r"\s+")


def read(text: str, lexicon: Lexicon) -> Reading:
    """What one sentence says. Offsets are into `text` of the reading: the normalised form, or, in a language that parts
    its words with blanks, the folded form with single blanks."""
    lang = lexicon.choose(text)
    marked = (_spaced if lang.blanks else normalise)(text.replace(_CELL, "").replace("\t", _CELL))
    cells = [part.strip() if lang.blanks else part for part in marked.split(_CELL)]
    borders, at, gap = [], 0, len(" ") if lang.blanks else 0
    for cell in cells[:-1]:
        at += len(cell)
        borders.append(at)
        at += gap
    return _read((" " * gap).join(cells), tuple(borders), lang)


def _spaced(text: str) -> str:
    return _BLANKS.sub(" ", visible(fold(text))).strip()


def _read(text: str, cells: tuple[int, ...], lang: Language) -> Reading:
    matches = tuple(match for at, cell in _cells(text, cells) for match in lang.scanner.scan(cell, at))
    places = Places(text, lang, cells, matches)
    # A number that fills its cell is what the column counts: the unit stands in the column's head.
    whole = {_trimmed(cell, at) for at, cell in _cells(text, cells)}
    quantities: list[Quantity] = []
    moments: list[Moment] = []
    unread: list[Span] = []
    for match in matches:
        words = Span(match.start, match.end, text[match.start : match.end])
        match match.form.kind:
            case "quantity" | "bare":
                value = number(match, lang)
                said = quantity(places, match, value) if value else None
                alone = match.form.kind == "bare" and said is not None and said.span == words
                if said is None or (alone and (words.start, words.end) not in whole):
                    unread.append(words)
                else:
                    quantities.append(said)
            case "moment":
                when = moment(text, match, lang)
                if when is None:
                    unread.append(words)
                else:
                    moments.append(when)
            case "open":
                unread.append(words)
    unread += _unexplained(places)
    unread += [Span(m.start, m.end, text[m.start : m.end]) for m in places.denied_windows]
    windows = tuple(Found(Span(m.start, m.end, text[m.start : m.end]), _key(places, m)) for m in places.windows)
    acting = binding.actors(places)
    vague = list(lang.vague.find(text))
    before = [(m.start, m.end) for m in matches] + [(start, end) for start, end, _ in [*acting, *vague]]
    opens_at = binding.openings(places, before)
    main, every = binding.modals(places, opens_at)
    speaks_to = binding.subject(places, acting, opens_at, every)
    ordered = acting if speaks_to is None else [speaks_to, *(word for word in acting if word != speaks_to)]
    return Reading(
        text=text,
        modality=main[2] if main else None,
        modalities=binding.found(places, every),
        actors=binding.found(places, ordered),
        action=binding.action(places, main, speaks_to),
        quantities=tuple(_joined(places, one) for one in quantities),
        windows=windows,
        moments=tuple(moments),
        steps=binding.steps(places, acting, speaks_to),
        vague=binding.found(places, vague),
        unread=tuple(sorted(unread, key=lambda span: span.start)),
        language=lang.key,
        subject=speaks_to[2] if speaks_to else None,
    )


def _cells(text: str, borders: tuple[int, ...]) -> Iterator[tuple[int, str]]:
    """Offset and words of each cell."""
    for start, end in pairwise((0, *borders, len(text))):
        yield start, text[start:end]


def _trimmed(cell: str, at: int) -> tuple[int, int]:
    start = at + len(cell) - len(cell.lstrip())
    return start, start + len(cell.strip())


def _unexplained(places: Places) -> Iterator[Span]:
    """Numerals that no form has touched."""
    for at, cell in _cells(places.text, places.cells):
        for found in places.lang.numeral.finditer(cell):
            start, end = at + found.start(), at + found.end()
            if not any(places.covered[start:end]):
                yield Span(start, end, found[0])


def _joined(places: Places, one: Quantity) -> Quantity:
    """The number with its window and with what it is counted for each of."""
    window, each = places.window(one.span), places.each(one.span)
    return replace(
        one,
        per=_key(places, window) if window else None,
        each=places.text[each.start : each.end] if each else None,
    )


def _key(places: Places, window: Match) -> str:
    return places.lang.windows.key(places.text[window.start : window.end]) or ""
