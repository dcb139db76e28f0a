"""Does a place lie within an item, an annex or a chapter? Told by the numbers alone: item 10 is no part of item 1."""

from __future__ import annotations

from checker.model import Part, Source


def item_of(place: str) -> str:
    """The numbered item that a place belongs to: 四（一）1 of 四（一）1 ④."""
    return place.rpartition(" ")[0] or place


def within(place: str, whole: str) -> bool:
    """Is `place` the place `whole`, or does it lie in the item, annex or chapter that `whole` names?"""
    if not place.startswith(whole):
        return False
    last, following = whole[-1:], place[len(whole) : len(whole) + 1]
    # One number runs on only in numerals of its own kind: 四 and 1 are two numbers, 1 and 0 are one.
    return not (last.isnumeric() and following.isnumeric() and last.isascii() == following.isascii())


def part_of(source: Source, place: str) -> Part | None:
    """The part of the document with facts of its own in which the place lies: the innermost, where there are several."""
    found = [part for part in source.parts if within(place, part.at)]
    return max(found, key=lambda part: len(part.at), default=None)


def expires(source: Source, place: str) -> str | None:
    """The last day on which the words at a place hold: their part's own, else the document's."""
    part = part_of(source, place)
    return part.expires if part and part.expires else source.expires
