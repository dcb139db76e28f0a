"""Where things stand in one sentence: its clauses, asides, and the forms found in it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from checker.wording.forms import Match
from checker.wording.language import Language
from checker.wording.nouns import Span

Word = tuple[int, int, str]
"""Start, end and key."""


@dataclass(frozen=True)
class Places:
    """One sentence. `cells` are the ends of table cells, which part like a stop."""

    text: str
    lang: Language
    cells: tuple[int, ...]
    matches: tuple[Match, ...]

    @cached_property
    def covered(self) -> bytes:
        """1 for every letter that a form has explained."""
        marks = bytearray(len(self.text))
        for match in self.matches:
            marks[match.start : match.end] = b"\1" * (match.end - match.start)
        return bytes(marks)

    @cached_property
    def stops(self) -> list[int]:
        """Offsets after which a new part begins."""
        return self._borders(self.lang.stops)

    @cached_property
    def pauses(self) -> list[int]:
        """Offsets after which a new clause begins."""
        return self._borders(self.lang.pauses)

    def _borders(self, signs: frozenset[str]) -> list[int]:
        inner = {i + 1 for i, char in enumerate(self.text) if char in signs and not self.covered[i]}
        return sorted({0, *inner, *self.cells})

    def _of(self, kind: str) -> list[Match]:
        return [match for match in self.matches if match.form.kind == kind]

    @cached_property
    def windows(self) -> list[Match]:
        return [match for match in self._of("window") if not self.denied(match.start)]

    @cached_property
    def denied_windows(self) -> list[Match]:
        """Windows under a negation: not every month is no period."""
        return [match for match in self._of("window") if self.denied(match.start)]

    @cached_property
    def _denials(self) -> list[Word]:
        """Words that deny, but for those within a comparison (不得超过), which has turned already."""
        told = [(start, end) for start, end, _ in self.comparators]
        free = [
            word for word in self.lang.modals.denies.find(self.text)
            if not self.aside[word[0]] and not any(start < word[1] and word[0] < end for start, end in told)
        ]  # fmt: skip
        opening = [(at, at + 1, "") for at in self.pauses if self.opens_denied(at)]
        return sorted([*free, *opening])

    def opens_denied(self, at: int) -> bool:
        """Whether the clause that begins at `at` opens with a word that denies all of it: no school may."""
        at += self.lang.blanks and self.text[at : at + 1] == " "
        compared = any(start == at for start, _, _ in self.comparators)
        covered = at < len(self.text) and self.covered[at]
        return not compared and not covered and self.lang.modals.denies_from.match(self.text, at) is not None

    def denied(self, at: int) -> bool:
        """Whether a word before `at` in its clause denies what stands there."""
        i = bisect_right(self._denials, at, key=lambda word: word[1])
        return bool(i) and self._denials[i - 1][0] >= self.clause_start(at)

    @cached_property
    def _eaches(self) -> list[Match]:
        return self._of("each")

    def window(self, number: Span) -> Match | None:
        """The last window before a number in its part of the sentence; where windows follow, the next in its clause. A
        number that describes something (500人及以上的校区) takes only a window of its own clause."""
        at = number.start
        i = bisect_right(self.windows, at, key=lambda match: match.end)
        if self.lang.per_follows and i < len(self.windows) and self.clause(self.windows[i].start) == self.clause(at):
            return self.windows[i]
        found = self.windows[i - 1] if i else None
        if found is None or self.part(found.start) != self.part(at):
            return None
        particles = self.lang.bases.before
        describes = bool(particles) and self.text.startswith(particles, number.end)
        return None if describes and self.clause(found.start) != self.clause(at) else found

    def each(self, number: Span) -> Match | None:
        """The last words of the kind 每个校区 before a number in its part; a window of a later clause ends their reach."""
        at = number.start
        i = bisect_right(self._eaches, at, key=lambda match: match.end)
        found = self._eaches[i - 1] if i else None
        if found is None or self.part(found.start) != self.part(at):
            return None
        k = bisect_right(self.windows, at, key=lambda match: match.end)
        window = self.windows[k - 1] if k else None
        later = window and window.start > found.start and self.clause(window.start) != self.clause(found.start)
        return None if later else found

    def part(self, at: int) -> int:
        return bisect_right(self.stops, at)

    def clause(self, at: int) -> int:
        return bisect_right(self.pauses, at)

    def clause_start(self, at: int) -> int:
        return self.pauses[self.clause(at) - 1]

    def clause_end(self, at: int) -> int:
        """Where the clause ends that `at` stands in, without its sign."""
        following = bisect_right(self.pauses, at)
        if following == len(self.pauses):
            end = len(self.text)
        else:
            end = self.pauses[following]
        return end - 1 if end > at and self.text[end - 1] in self.lang.pauses else end

    @cached_property
    def aside(self) -> bytes:
        """1 for every letter in quotation marks, brackets or titles. A pair that is not closed encloses nothing."""
        marks = bytearray(len(self.text))
        opened: list[tuple[str, int]] = []
        closes = self.lang.aside
        for i, char in enumerate(self.text):
            if opened and char == opened[-1][0]:
                start = opened.pop()[1]
                if not opened:
                    marks[start : i + 1] = b"\1" * (i + 1 - start)
            elif char in closes:
                opened.append((closes[char], i))
        return bytes(marks)

    @cached_property
    def comparators(self) -> list[Word]:
        return list(self.lang.comparators.before.find(self.text))

    @cached_property
    def about(self) -> list[Word]:
        return list(self.lang.comparators.about_before.find(self.text))

    @cached_property
    def included(self) -> dict[int, Match]:
        """By where they begin: brackets that say whether a bound counts."""
        return {match.start: match for match in self.matches if match.form.kind in ("included", "excluded")}

    @cached_property
    def _numbers(self) -> list[int]:
        return [m.start for m in self.matches if m.form.kind in ("quantity", "moment", "bare")]

    def adjacent(self, words: Sequence[Word], at: int) -> Word | None:
        """The word that ends at `at`, a blank apart where blanks part words."""
        for word in self._ending(words, at):
            return word if not self.text[word[1] : at].strip() else None
        return None

    def _ending(self, words: Sequence[Word], at: int) -> Iterator[Word]:
        """The last word that ends before `at`, if any."""
        i = bisect_right(words, at, key=lambda word: word[1])
        if i:
            yield words[i - 1]

    def comparator(self, number: int, at: int) -> Word | None:
        """The comparison that stands before a number: adjoining, or in its clause with no other number between."""
        for word in self._ending(self.comparators, at):
            between = self.text[word[1] : at]
            if not between.strip():
                return word
            if self.text[word[0] : word[1]].lower() in self.lang.comparators.adjoining:
                return None
            near = len(between) <= self.lang.comparators.reach and self.clause(word[1]) == self.clause(at)
            i = bisect_left(self._numbers, word[1])
            return word if near and i < len(self._numbers) and self._numbers[i] == number else None
        return None
