"""Words that can be no person's name: those that a message may repeat."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from checker.records.sheetwords import folded, load
from checker.records.tables import Column

_HAN = re.compile(r"[\u3400-\u9fff]{2,20}")
_GIVEN = 2
"""Characters of a given name at most."""


def is_nameless(column: Column, text: str) -> bool:
    """Is a wrong value of a column of options surely no name? It is of plain Chinese characters, without the dot of names such as
    those of Uyghurs, and ends as words for schools, papers and events do, or has two characters in a row from an option; where
    it is as long as a name and begins like one (高远), more than one character must say so (高级中学)."""
    said = folded(text)
    if not _HAN.fullmatch(said):
        return False
    ends = [word for word in load()["nameless_ends"] if said.endswith(word) and len(word) < len(said)]
    like = is_like_option(column, said)
    if _begins_like_name(said):
        return any(len(word) > 1 for word in ends)
    return bool(ends) or like


def is_like_option(column: Column, text: str) -> bool:
    """Has the text two characters in a row that stand so in an option?"""
    return bool({*map("".join, pairwise(folded(text)))} & _pairs(tuple((column.codes or {}).values())))


def _begins_like_name(said: str) -> bool:
    return any(said.startswith(one) and len(said) <= len(one) + _GIVEN for one in load()["surnames"])


@cache
def _pairs(labels: tuple[str, ...]) -> frozenset[str]:
    return frozenset("".join(pair) for label in labels for pair in pairwise(folded(label)))
