"""A changed number in words: counts alone. As text, and as a page of HTML in the same words."""

from __future__ import annotations

from collections.abc import Iterator

from checker.report import html
from checker.report.supposed import changes
from checker.report.textpage import MARGIN, TextPage
from checker.report.values import Speaker
from checker.report.words import Lexicon, Phrases
from checker.transplant.nouns import BROKEN, MET
from checker.transplant.tally import Count, Tally

Block = tuple[str, tuple[str, ...]]
"""What is supposed, and its counts."""


def as_text(tally: Tally, lexicon: Lexicon, phrases: Phrases, width: int | None = None) -> str:
    page = TextPage("transplant", phrases, width)
    blocks, tail = _said(tally, lexicon, phrases)
    page.put(phrases("transplant.tally_title"))
    page.put(phrases("transplant.tally_bodies", n=tally.bodies))
    for supposed, lines in blocks:
        page.lines.append("")
        page.put(supposed)
        for line in lines:
            page.put(line, MARGIN)
    page.lines.append("")
    for line in tail:
        page.put(line)
    return page.whole()


def as_html(tally: Tally, lexicon: Lexicon, phrases: Phrases) -> str:
    blocks, tail = _said(tally, lexicon, phrases)
    return html.page("counts.html.j2", html.STYLES, phrases, bodies=tally.bodies, blocks=blocks, tail=tail)


def _said(tally: Tally, lexicon: Lexicon, phrases: Phrases) -> tuple[tuple[Block, ...], tuple[str, ...]]:
    speaker = Speaker(lexicon, phrases, {})
    supposed = [line for book in tally.books for line in changes(book, speaker)]
    blocks = tuple((line, tuple(_lines(one, phrases))) for line, one in zip(supposed, tally.counts, strict=True))
    tail = [phrases("transplant.tally_whole", gained=tally.gained, lost=tally.lost)]
    if tally.broken:
        tail.append(phrases("transplant.tally_unused", n=len(tally.broken)))
    return blocks, tuple(tail)


def _lines(one: Count, say: Phrases) -> Iterator[str]:
    if not one.bodies:
        yield say("transplant.tally_none")
        return
    gaps = tuple(BROKEN)
    yield say("transplant.tally_concerned", n=one.bodies)
    less = sum(n for (was, now), n in one.moves.items() if was in BROKEN and now not in BROKEN)
    yield say(
        "transplant.tally_gap", was=one.stood(0, *gaps), now=one.stood(1, *gaps), more=one.became(*gaps), less=less
    )
    yield say("transplant.tally_met", was=one.stood(0, MET), now=one.stood(1, MET), more=one.became(MET))
    open_ = "unknown"
    yield say("transplant.tally_unknown", was=one.stood(0, open_), now=one.stood(1, open_), more=one.became(open_))
    yield say("transplant.tally_same", n=sum(n for (was, now), n in one.moves.items() if was == now))
