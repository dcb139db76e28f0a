"""Whom a document names for its items, and its parts: what an entry says stands in its quote, and it speaks for some rule."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from checker.errors import Problem, say
from checker.model import Point, Rule, Rulebook, Unit
from checker.nearest import nearest
from checker.proof.lint.problems import about
from checker.rulebook.lock import citing
from checker.rulebook.numbers import last_day
from checker.rulebook.vocabulary import Vocabulary
from checker.rulebook.words import lexicon
from checker.wording.reading import read
from checker.wording.text import normalise
from checker.wording.within import within

_COMMAS = re.compile(r"[、，,；;]")


def units(rulebook: Rulebook, vocabulary: Vocabulary) -> Iterator[Problem]:
    """Every entry of `units.yaml` has a known role, quotes what it says, and covers a rule whose time agrees with its own."""
    for one in rulebook.units:
        if one.role not in vocabulary.roles:
            close = nearest(one.role, tuple(vocabulary.roles))
            listed = "、".join(vocabulary.roles)
            yield _about(
                one, f"没有角色 {one.role}", f"there is no role {one.role}", f"是否指 {close}" if close else f"可用：{listed}",
                f"did you mean {close}" if close else f"known: {listed}",
            )  # fmt: skip
        for words in (*one.names, *([one.words] if one.words else ())):
            if normalise(words) not in normalise(one.quote):
                zh, en = f"“{words}”不在引文里", f"“{words}” does not stand in the quote"
                yield _about(one, zh, en, "照原文写名称，或改引文", "write the name as it stands, or quote more")
        for words in _left_out(one):
            zh, en = f"引文列有“{words}”，names 里没有", f"the quote lists “{words}”, `names` does not"
            yield _about(one, zh, en, "照原文补上名称", "add the name as it stands")
        for cover in one.covers:
            if not _covered(rulebook, cover):
                zh, en = f"“{cover}”里没有规则", f"there is no rule in {cover}"
                yield _about(one, zh, en, "用 covers 写明它管的条目", "name the items that it speaks for in `covers`")
        if one.words:
            yield from _times(one, rulebook)


def parts(rulebook: Rulebook, _: Vocabulary) -> Iterator[Problem]:
    """Every part of the document has a rule, quotes itself and no other part, and stands in the register once."""
    seen: set[str] = set()
    for part in rulebook.source.parts:
        where = f"{part.file}:{part.line}"
        if not _covered(rulebook, part.at):
            yield Problem(where, say(f"部分“{part.at}”里没有规则", f"there is no rule in the part {part.at}"))
        if not within(part.quote_at, part.at):
            what = say(f"部分“{part.at}”的引文在别处：{part.quote_at}", f"the part {part.at} quotes {part.quote_at}")
            yield Problem(where, what, mend=say("请改 quote_at", "change `quote_at`"))
        if part.at in seen:
            yield Problem(where, say(f"部分“{part.at}”重复", f"the part {part.at} stands twice"))
        seen.add(part.at)


def _left_out(one: Unit) -> Iterator[str]:
    """What a list behind a colon names and the entry does not."""
    _, colon, listed = normalise(one.quote).partition(":")
    known = [normalise(name) for name in one.names]
    for words in filter(None, map(str.strip, _COMMAS.split(listed))) if colon and known else ():
        if not any(name in words or words in name for name in known):
            yield words


def _covered(rulebook: Rulebook, whole: str) -> bool:
    return any(within(one.at, whole) for one in citing(rulebook) if not isinstance(one, Unit))


def _times(limit: Unit, rulebook: Rulebook) -> Iterator[Problem]:
    """Rules of the item that give more time than its limit, where the limit is one that the calendar knows."""
    ends = {moment.last for moment in read(limit.words, lexicon()).moments}
    end = ends.pop() if len(ends) == 1 else None
    covered = (rule for rule in rulebook.rules if any(within(rule.at, one) for one in limit.covers))
    for rule in covered if end else ():
        for key, day in _last_days(rule):
            if day > str(end):
                yield about(
                    rule, f"{key} 到 {day}，晚于{limit.at}的时限“{limit.words}”",
                    f"`{key}` ends {day}, after the limit of {limit.at}: {limit.words}",
                    "照原文改期限，或用 covers 写明时限管哪些条目",
                    "mend the day after the document, or say in `covers` what the limit is for", key,
                )  # fmt: skip


def _last_days(rule: Rule) -> Sequence[tuple[str, str]]:
    points: tuple[tuple[str, Point | None], ...] = (
        ("due", rule.due.at if rule.due else None),
        ("during", rule.window[1]),
    )
    return [(key, last_day(point.date)) for key, point in points if point and point.date]


def _about(one: Unit, zh: str, en: str, mend_zh: str, mend_en: str) -> Problem:
    return Problem(f"{one.file}:{one.line}", say(f"{one.id}：{zh}", f"{one.id}: {en}"), mend=say(mend_zh, mend_en))
