"""Which sentence of a later version is an earlier one, reworded.

Two texts are alike by the pairs of neighbouring characters that they share: twice the common ones over all (Dice), of texts under
`SHORT` characters the characters themselves. From `ALIKE` on, a sentence of the same stretch or of the corresponding item is the same
one reworded; from `VERY_ALIKE` on, one anywhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import pairwise

ALIKE = Fraction(2, 5)
VERY_ALIKE = Fraction(3, 4)
SHORT = 8
RARE = 8
"""Character pairs of a sentence by which candidates elsewhere are looked up: its rarest."""
COMMON = 30
"""A pair of characters that more sentences have tells nothing."""
CANDIDATES = 4
"""Sentences elsewhere that are looked at for each."""
NEAR = 2
"""How far from its own place in a long stretch a sentence is looked for."""
FEW = 900
"""Pairs of sentences of one stretch that are all looked at."""

Stretch = tuple[Sequence[int], Sequence[int]]
"""Sentences of both versions between the same neighbours, that have no equal in the other."""


class Text:
    """A normalised text and what it is made of."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def pairs(self) -> Counter[str]:
        return Counter(a + b for a, b in pairwise(self.text))

    @cached_property
    def characters(self) -> Counter[str]:
        return Counter(self.text)


def likeness(left: Text, right: Text) -> Fraction:
    """From 0 to 1, the same both ways."""
    short = min(len(left.text), len(right.text)) < SHORT
    one, two = (left.characters, right.characters) if short else (left.pairs, right.pairs)
    common = sum(min(count, two[key]) for key, count in one.items())
    return Fraction(2 * common, (one.total() + two.total()) or 1)


def reworded(
    left: Mapping[int, Text],
    right: Mapping[int, Text],
    stretches: Sequence[Stretch],
    related: Callable[[int, int], bool],
) -> dict[int, int]:
    """Pairs of places, each in one pair, the most alike first. `related` says whether two stand in corresponding items."""
    near = {pair for stretch in stretches for pair in _near(*stretch)}
    scored = []
    for i, j in sorted(near | set(_looked_up(left, right))):
        alike = likeness(left[i], right[j])
        if alike >= (ALIKE if (i, j) in near or related(i, j) else VERY_ALIKE):
            scored.append((-alike, abs(i - j), i, j))
    found: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, i, j in sorted(scored):
        if i not in found and j not in taken:
            found[i] = j
            taken.add(j)
    return found


def _near(lefts: Sequence[int], rights: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Pairs of one stretch: all of a small one, else those about as far from its beginning or its end."""
    if len(lefts) * len(rights) <= FEW:
        yield from ((i, j) for i in lefts for j in rights)
        return
    back = len(rights) - len(lefts)
    for number, i in enumerate(lefts):
        for middle in {number, number + back}:
            for j in rights[max(0, middle - NEAR) : max(0, middle + NEAR + 1)]:
                yield i, j


def _looked_up(left: Mapping[int, Text], right: Mapping[int, Text]) -> Iterator[tuple[int, int]]:
    """For each earlier sentence the few later ones that share most of its rarest pairs of characters."""
    places: dict[str, list[int]] = {}
    for j, text in right.items():
        for key in text.pairs:
            places.setdefault(key, []).append(j)
    for i, text in left.items():
        known = [key for key in text.pairs if len(places.get(key, ())) in range(1, COMMON + 1)]
        rarest = sorted(known, key=lambda one: (len(places[one]), one))[:RARE]
        votes = Counter(j for key in rarest for j in places[key])
        yield from ((i, j) for j in sorted(votes, key=lambda one: (-votes[one], one))[:CANDIDATES])
