"""The shipped word tables of the reader, read once a process and kept checked between runs like rule files."""

from __future__ import annotations

from functools import cache

from checker import house
from checker.rulebook.load import documents
from checker.wording.lexicon import Lexicon, load


@cache
def lexicon() -> Lexicon:
    """Raises BadInput where a table is not as it should be."""
    return load(house.rules_dir() / "vocabulary" / "wording", documents)
