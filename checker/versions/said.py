"""What the reader of the wording reads in one of two sentences and not in the other: numbers, units, who must, when."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from checker.versions.nouns import Told
from checker.wording.lexicon import Lexicon
from checker.wording.nouns import Found, Quantity, Reading
from checker.wording.reading import read

UNREAD = "unread"
"""What a period means that has no key: every two years."""
BODIES = frozenset({"schools", "groups", "bodies"})
"""Units that count those who may be named as actors."""
_OPENING = re.compile(r"[A-Za-z]+|.", re.S)


@dataclass(frozen=True)
class _Word:
    """One thing that was read: `key` is all that it means, `text` its words, `meant` the key that is told beside them."""

    key: Hashable
    text: str
    meant: str = ""


_Words = Callable[[Reading], Sequence[_Word]]


def told(before: str, after: str, lexicon: Lexicon) -> tuple[Told, ...]:
    """In the order of the kinds, then of the words. What only moved within the sentence is not told."""
    one, other = read(before, lexicon), read(after, lexicon)
    found = [change for kind, words in _KINDS.items() for change in _changes(kind, words(one), words(other))]
    return tuple(_periods(found))


def _periods(found: Sequence[Told]) -> Iterator[Told]:
    """A period that the reader cannot read in the place of one that it can is one change: 每季度 → 每半年."""
    left = [*found]
    for window in (one for one in found if one.kind == "window" and not (one.before and one.after)):
        for unread in (one for one in left if one.kind == UNREAD):
            late = not window.after
            word, gap = (unread.after, unread.before) if late else (unread.before, unread.after)
            if word and not gap and _opening(word) == _opening(window.before or window.after):
                left[left.index(window)] = (
                    replace(window, after=word, meant=("", UNREAD))
                    if late
                    else replace(window, before=word, meant=(UNREAD, ""))
                )
                left.remove(unread)
                break
    yield from left


def _opening(words: str) -> str:
    """Its first letter, or its first word where letters make one."""
    found = _OPENING.match(words)
    return found[0].lower() if found else ""


def _changes(kind: str, before: Sequence[_Word], after: Sequence[_Word]) -> Iterator[Told]:
    common = Counter(one.key for one in before) & Counter(one.key for one in after)
    for old, new in zip_longest(_without(before, common), _without(after, common), fillvalue=_Word(None, "")):
        if (old.text, old.meant) != (new.text, new.meant):  # else its window differs, and that is told
            yield Told(kind, old.text, new.text, (old.meant, new.meant))


def _without(words: Sequence[_Word], common: Counter[Hashable]) -> list[_Word]:
    left = common.copy()
    kept = []
    for one in words:
        if left[one.key]:
            left[one.key] -= 1
        else:
            kept.append(one)
    return kept


def _modality(reading: Reading) -> list[_Word]:
    words = next((one.span.text for one in reading.modalities if one.key == reading.modality), "")
    return [_Word(reading.modality, words, reading.modality)] if reading.modality else []


def _quantities(reading: Reading) -> list[_Word]:
    made = []
    for one in reading.quantities:
        counted = _counted(one, reading)
        unit = one.unit or (one.unit_word, counted.key if counted else "")
        key = (one.low, one.high, one.comparator, unit, one.per, one.each, one.of, one.about)
        made.append(_Word(key, _with(one, counted), one.comparator or ""))
    return made


def _counted(quantity: Quantity, reading: Reading) -> Found | None:
    """The body that a number counts (3个校区): it stands in its words or directly behind them, and the sentence does not speak to
    it."""
    if not BODIES & {*quantity.units}:
        return None
    words = quantity.span
    return next((one for one in reading.actors[1:] if words.start < one.span.start <= words.end), None)


def _with(quantity: Quantity, counted: Found | None) -> str:
    """The words of a number with what it counts."""
    behind = counted is not None and counted.span.start == quantity.span.end
    return quantity.span.text + (counted.span.text if counted is not None and behind else "")


def _actors(reading: Reading) -> list[_Word]:
    counted = [_counted(one, reading) for one in reading.quantities]
    return _found([one for one in reading.actors if one not in counted])


def _moments(reading: Reading) -> list[_Word]:
    return [_Word((one.first, one.last, one.yearly_first, one.yearly_last), one.span.text) for one in reading.moments]


def _found(words: Sequence[Found]) -> list[_Word]:
    return [_Word(one.key, one.span.text) for one in words]


_KINDS: Mapping[str, _Words] = {
    "modality": _modality,
    "quantity": _quantities,
    "moment": _moments,
    "window": lambda reading: _found(reading.windows),
    "actor": _actors,
    "vague": lambda reading: _found(reading.vague),
    UNREAD: lambda reading: [_Word(one.text, one.text) for one in reading.unread],
}
