"""Lists of words with a key each, found in a text from left to right."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from checker.wording.numerals import any_of


def words_pattern(words: Sequence[str], *, apart: bool) -> str:
    """One of the words, the longest that fits; a whole word in languages that part words."""
    inner = any_of(sorted(set(words), key=len, reverse=True))
    if not apart:
        return f"(?:{inner})"
    before = r"(?<!\w)" if all(word[:1].isalnum() for word in words) else ""
    after = r"(?!\w)" if all(word[-1:].isalnum() for word in words) else ""
    return f"{before}(?:{inner}){after}"


@dataclass(frozen=True)
class Words:
    """A list of words with a key each. The longest word counts; words of the empty key only swallow others."""

    pattern: re.Pattern[str] | None
    keys: Mapping[str, str]

    def find(self, text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int, str]]:
        """Start, end and key of every word, from left to right."""
        if self.pattern is None:
            return
        for found in self.pattern.finditer(text, start, len(text) if end is None else end):
            if key := self.keys[found[0].lower()]:
                yield found.start(), found.end(), key

    def key(self, text: str) -> str | None:
        return self.keys.get(text.lower()) or None

    def match(self, text: str, at: int) -> tuple[int, str] | None:
        """The word that begins at `at`: its end and key."""
        found = self.pattern.match(text, at) if self.pattern else None
        key = self.keys[found[0].lower()] if found else ""
        return (found.end(), key) if found and key else None


def words(groups: Mapping[str, Sequence[str]], swallow: Sequence[str] = (), *, apart: bool) -> Words:
    """`groups` maps a key to its words."""
    keys = {word.lower(): "" for word in swallow}
    keys |= {word.lower(): key for key, listed in groups.items() for word in listed}
    pattern = re.compile(words_pattern(list(keys), apart=apart), re.IGNORECASE) if keys else None
    return Words(pattern, keys)
