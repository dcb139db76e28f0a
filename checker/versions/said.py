"""What the reader of the wording reads in one of two sentences and not in the other: numbers, units, who must, when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from checker.versions.nouns import Told
from checker.wording.lexicon import Lexicon
from checker.wording.nouns import Found, Reading
from checker.wording.reading import read


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
    return tuple(found for kind, words in _KINDS.items() for found in _changes(kind, words(one), words(other)))


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
    return [
        _Word(
            (one.low, one.high, one.comparator, one.unit or one.unit_word, one.per, one.each, one.of, one.about),
            one.span.text,
            one.comparator or "",
        )
        for one in reading.quantities
    ]


def _moments(reading: Reading) -> list[_Word]:
    return [_Word((one.first, one.last, one.yearly_first, one.yearly_last), one.span.text) for one in reading.moments]


def _found(words: Sequence[Found]) -> list[_Word]:
    return [_Word(one.key, one.span.text) for one in words]


_KINDS: Mapping[str, _Words] = {
    "modality": _modality,
    "quantity": _quantities,
    "moment": _moments,
    "window": lambda reading: _found(reading.windows),
    "actor": lambda reading: _found(reading.actors),
    "vague": lambda reading: _found(reading.vague),
    "unread": lambda reading: [_Word(one.text, one.text) for one in reading.unread],
}
