"""Whom a quote names as the one who acts (由…): nobody of another side may bear its rule or consequence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checker.errors import Problem, say
from checker.model import Rulebook
from checker.rulebook.vocabulary import Vocabulary
from checker.rulebook.words import lexicon
from checker.wording.lexicon import Lexicon
from checker.wording.nouns import Reading
from checker.wording.reading import read


def agents(reading: Reading, words: Lexicon) -> tuple[str, ...]:
    """The keys of the actor directly behind an agent word and of all behind it, unless they only make something up or hold a post
    (由…组成). Those behind it count too, since the one who acts may be named by another (由成员校属地教育部门)."""
    lang = next((one for one in words.languages if one.key == reading.language), None)
    if lang is None:
        return ()
    table, placed = lang.actors, sorted(reading.actors, key=lambda one: one.span.start)
    for number, one in enumerate(placed):
        before = reading.text[: one.span.start]
        clause = re.split(f"[{re.escape(''.join(lang.pauses))}]", reading.text[one.span.end :])[0]
        if before.endswith(table.agents) and not any(sign in clause for sign in table.not_agent):
            return tuple(dict.fromkeys(each.key for each in placed[number:]))
    return ()


def side(key: str, vocabulary: Vocabulary) -> str | None:
    """On whose side a bearer stands: `group` with its schools, or `authority`."""
    found: str | None = vocabulary.bearers.get(key, {}).get("body")
    return found


def bearers(rulebook: Rulebook, vocabulary: Vocabulary) -> Iterator[Problem]:
    """Consequences whose bearer is of another side than everybody whom the quote names with an agent word."""
    words = lexicon()
    for one in rulebook.consequences:
        named = agents(read(one.quote, words), words)
        sides = {side(key, vocabulary) for key in named}
        if named and None not in sides and side(one.bearer, vocabulary) not in {None, *sides}:
            said = [vocabulary.bearers[key] for key in dict.fromkeys(named)]
            own = vocabulary.bearers[one.bearer]
            yield Problem(
                f"{one.file}:{one.line}",
                say(
                    f"{one.id}：引文写明由“{'、'.join(str(each['zh']) for each in said)}”作出，责任方却是“{own['zh']}”",
                    f"{one.id}: by its quote the {', '.join(str(each['en']) for each in said)} acts, its bearer is the {own['en']}",
                ),
                mend=say("请照原文改 bearer", "make `bearer` who acts by the quote"),
            )
