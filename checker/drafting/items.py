"""The items of a document as numbers: what their rules are called and in which file they stand.

三（二）1 is 3.2.1 and stands in `3/2/1.yaml`; an item that has items below it stands in `0.yaml` beside them. What comes
before the first item is 0; annexes go on counting behind the last one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from checker.wording.numbering import Numbering
from checker.wording.outline import Sentence
from checker.wording.text import fold

_DOTTED = re.compile(r"[0-9]{1,4}(?:\.[0-9]{1,4})+")
Item = tuple[str, ...]
"""The annex (or nothing) and the labels of an item, from the outermost."""


def item_of(sentence: Sentence) -> Item:
    return (sentence.annex, *sentence.item)


class Items:
    """Numbers for all items of a document; two items never share one."""

    def __init__(self, sentences: Sequence[Sentence], words: Numbering) -> None:
        items = list(dict.fromkeys(item_of(one) for one in sentences))
        tops = [_number(item[1], words) for item in items if len(item) > 1 and not item[0]]
        annexes = list(dict.fromkeys(item[0] for item in items if item[0]))
        first = max(tops, default=0) + 1
        self._paths: dict[Item, tuple[str, ...]] = {}
        taken: set[tuple[str, ...]] = set()
        for item in items:
            own = [number for label in item[1:] for number in _numbers(label, words)]
            path = tuple([str(first + annexes.index(item[0])), *own] if item[0] else own or ["0"])
            again = 2
            while path in taken:
                path = (*path[:-1], f"{path[-1].split('-')[0]}-{again}")
                again += 1
            taken.add(path)
            self._paths[item] = path
        self._parents = {path[:n] for path in taken for n in range(1, len(path))}

    def dotted(self, item: Item) -> str:
        """The middle of a rule's id."""
        return ".".join(self._paths[item])

    def file(self, item: Item) -> str:
        path = self._paths[item]
        return "/".join([*path, "0"] if path in self._parents else path) + ".yaml"


def _numbers(label: str, words: Numbering) -> list[str]:
    """5.2.1 stands for three levels, any other label for one."""
    if _DOTTED.fullmatch(label):
        return label.split(".")
    return [str(_number(label, words))]


def _number(label: str, words: Numbering) -> int:
    """The last number in a label: 12 of 第十二条, 2 of （二）, 3 of 5.3; 0 where none can be read."""
    folded = fold(label)
    found: list[tuple[int, int, int]] = []
    for numeral in words.numerals.values():
        for match in re.finditer(numeral.pattern, folded):
            if value := numeral.value(match[0]):
                found.append((match.end(), len(match[0]), value))
    return max(found, default=(0, 0, 0))[2]


def numbered(sentences: Iterable[Sentence]) -> int:
    """How many numbered items there are."""
    return len({item_of(one) for one in sentences if one.item})
