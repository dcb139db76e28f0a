"""Two sequences of keys → pairs of places that hold the same key, in order in both.

Patience: keys that stand once in each are anchors, of which the longest run in order is kept; what lies between two anchors is
aligned in the same way, and last by difflib where it is small. The work grows with the length, not with its square, whatever
the texts: a stretch too long for difflib without any anchor stays unaligned.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from difflib import SequenceMatcher

SMALL = 10_000
"""Pairs of keys that difflib may look at in one stretch."""
DEPTH = 12

Pair = tuple[int, int]


def aligned(left: Sequence[Hashable], right: Sequence[Hashable]) -> list[Pair]:
    """Index pairs, ascending in both, with `left[i] == right[j]`."""
    return list(_stretch(left, right, (0, len(left)), (0, len(right)), DEPTH))


def _stretch(
    left: Sequence[Hashable], right: Sequence[Hashable], of_left: Pair, of_right: Pair, depth: int
) -> Iterator[Pair]:
    (a, a_end), (b, b_end) = of_left, of_right
    while a < a_end and b < b_end and left[a] == right[b]:
        yield a, b
        a, b = a + 1, b + 1
    tail = 0
    while a < a_end - tail and b < b_end - tail and left[a_end - tail - 1] == right[b_end - tail - 1]:
        tail += 1
    inner_left, inner_right = (a, a_end - tail), (b, b_end - tail)
    if a < inner_left[1] and b < inner_right[1]:
        yield from _between(left, right, inner_left, inner_right, depth)
    for number in range(tail, 0, -1):
        yield a_end - number, b_end - number


def _between(
    left: Sequence[Hashable], right: Sequence[Hashable], of_left: Pair, of_right: Pair, depth: int
) -> Iterator[Pair]:
    anchors = _anchors(left, right, of_left, of_right) if depth else []
    if not anchors:
        yield from _small(left, right, of_left, of_right)
        return
    a, b = of_left[0], of_right[0]
    for i, j in anchors:
        yield from _stretch(left, right, (a, i), (b, j), depth - 1)
        yield i, j
        a, b = i + 1, j + 1
    yield from _stretch(left, right, (a, of_left[1]), (b, of_right[1]), depth - 1)


def _anchors(left: Sequence[Hashable], right: Sequence[Hashable], of_left: Pair, of_right: Pair) -> list[Pair]:
    """Keys that stand once in each stretch, the longest run of them that is in order in both."""
    once_left, once_right = _once(left, of_left), _once(right, of_right)
    return _longest_run([(i, once_right[key]) for key, i in once_left.items() if key in once_right])


def _once(keys: Sequence[Hashable], of: Pair) -> dict[Hashable, int]:
    counts = Counter(keys[n] for n in range(*of))
    return {keys[n]: n for n in range(*of) if counts[keys[n]] == 1}


def _longest_run(pairs: Sequence[Pair]) -> list[Pair]:
    """The longest subsequence whose second places ascend; the first ones do already."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for number, (_, j) in enumerate(pairs):
        at = bisect_left(ends, j)
        if at == len(ends):
            ends.append(j)
            last.append(number)
        else:
            ends[at], last[at] = j, number
        before.append(last[at - 1] if at else -1)
    found: list[Pair] = []
    number = last[-1] if last else -1
    while number >= 0:
        found.append(pairs[number])
        number = before[number]
    return found[::-1]


def _small(left: Sequence[Hashable], right: Sequence[Hashable], of_left: Pair, of_right: Pair) -> Iterator[Pair]:
    (a, a_end), (b, b_end) = of_left, of_right
    if (a_end - a) * (b_end - b) > SMALL:
        return
    for i, j, size in SequenceMatcher(None, left[a:a_end], right[b:b_end], autojunk=False).get_matching_blocks():
        yield from ((a + i + n, b + j + n) for n in range(size))
