"""Two texts of one document → what was added, removed, reworded, moved, renumbered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise

from checker.errors import BadInput, Problem, say
from checker.versions.align import aligned
from checker.versions.marks import marked
from checker.versions.nouns import Edit, Versions
from checker.versions.said import told
from checker.versions.similar import Stretch, Text, reworded
from checker.wording.lexicon import Lexicon
from checker.wording.outline import Sentence, outline
from checker.wording.text import normalise

LONG_ENOUGH = 8
"""Characters of words that are told to stand elsewhere: shorter ones (headings, brackets) stand in many places."""
ONE_DOCUMENT = Fraction(1, 4)
"""The least share of sentences that two versions of one document have in common; see `Versions.share`."""

Item = tuple[str, tuple[str, ...]]


def compared(before: str, after: str, lexicon: Lexicon) -> Versions:
    """The edits that make the later text of the earlier one; `refuse_others` tells whether they are one document at all."""
    return _Comparison(outline(before), outline(after), lexicon).versions()


def refuse_others(versions: Versions, names: tuple[str, str]) -> None:
    """Raises BadInput where two texts have too little in common to be versions of one document."""
    if versions.share < ONE_DOCUMENT:
        percent = int(versions.share * 100)
        what = say(
            f"与 {names[0]} 不是同一份文件的两个版本：只有 {percent}% 的句子两边都有",
            f"and {names[0]} are not two versions of one document: they share {percent}% of the sentences",
        )
        why = say(f"应不少于 {int(ONE_DOCUMENT * 100)}%", f"expected {int(ONE_DOCUMENT * 100)}% or more")
        mend = say("两地规定的对照见 jituan compare", "jituan compare sets the rules of two documents side by side")
        raise BadInput(Problem(names[1], what, why, mend))


class _Comparison:
    def __init__(self, before: Sequence[Sentence], after: Sequence[Sentence], lexicon: Lexicon) -> None:
        self.before, self.after, self.lexicon = before, after, lexicon
        self.pairs = dict(aligned([one.fingerprint for one in before], [one.fingerprint for one in after]))
        self.left = [i for i in range(len(before)) if i not in self.pairs]
        taken = set(self.pairs.values())
        self.right = [j for j in range(len(after)) if j not in taken]

    def versions(self) -> Versions:
        moved = self._moved()
        changed = self._reworded(moved)
        found = {**self.pairs, **moved, **changed}
        edits = {j: self._edit(i, j, changed, moved) for i, j in found.items()}
        share = Fraction(len(found), max(min(len(self.before), len(self.after)), 1))
        edits |= {j: Edit("added", None, self.after[j]) for j in self.right if j not in edits}
        differing = {j: one for j, one in edits.items() if one is not None}
        return Versions(tuple(self._in_order(found, differing)), len(edits) - len(differing), share)

    def _edit(self, i: int, j: int, changed: Mapping[int, int], moved: Mapping[int, int]) -> Edit | None:
        old, new = self.before[i], self.after[j]
        if i in changed and old.fingerprint != new.fingerprint:
            return Edit("reworded", old, new, marked(old.text, new.text), told(old.text, new.text, self.lexicon))
        if i in moved or i in changed:
            return Edit("moved", old, new)
        if old.place == new.place:
            return None
        return Edit("shifted" if _item(old) == _item(new) else "renumbered", old, new)

    def _in_order(self, found: Mapping[int, int], edits: Mapping[int, Edit]) -> Iterator[Edit]:
        """By the later document; what was removed stands behind what stood before it."""
        behind: dict[int, list[Edit]] = {}
        at = -1
        for i, sentence in enumerate(self.before):
            if i in found:
                at = found[i] if i in self.pairs else at
            else:
                behind.setdefault(at, []).append(Edit("removed", sentence, None))
        yield from behind.get(-1, ())
        for j in range(len(self.after)):
            if j in edits:
                yield edits[j]
            yield from behind.get(j, ())

    def _moved(self) -> dict[int, int]:
        """The same words at another place among the others, where they stand once in each version."""
        counts = [Counter(one.fingerprint for one in version) for version in (self.before, self.after)]
        places = {self.after[j].fingerprint: j for j in self.right}
        found = {}
        for i in self.left:
            one = self.before[i]
            once = all(count[one.fingerprint] == 1 for count in counts)
            if once and one.fingerprint in places and len(normalise(one.text)) >= LONG_ENOUGH:
                found[i] = places[one.fingerprint]
        return found

    def _reworded(self, moved: Mapping[int, int]) -> dict[int, int]:
        gone = set(moved.values())
        left = {i: Text(normalise(self.before[i].text)) for i in self.left if i not in moved}
        right = {j: Text(normalise(self.after[j].text)) for j in self.right if j not in gone}
        items = self._items({**self.pairs, **moved})

        def related(i: int, j: int) -> bool:
            own = _item(self.before[i])
            return items.get(own, own) == _item(self.after[j])

        return reworded(left, right, list(self._stretches(left, right)), related)

    def _stretches(self, left: Mapping[int, Text], right: Mapping[int, Text]) -> Iterator[Stretch]:
        """What has no equal, between neighbours that have."""
        bounds = [(-1, -1), *sorted(self.pairs.items()), (len(self.before), len(self.after))]
        for (a, b), (a_end, b_end) in pairwise(bounds):
            lefts = [i for i in range(a + 1, a_end) if i in left]
            rights = [j for j in range(b + 1, b_end) if j in right]
            if lefts and rights:
                yield lefts, rights

    def _items(self, found: Mapping[int, int]) -> Mapping[Item, Item]:
        """The item of the later version to which most sentences of an earlier one went."""
        votes: dict[Item, Counter[Item]] = {}
        for i, j in sorted(found.items()):
            votes.setdefault(_item(self.before[i]), Counter())[_item(self.after[j])] += 1
        return {item: counts.most_common(1)[0][0] for item, counts in votes.items()}


def _item(sentence: Sentence) -> Item:
    return sentence.annex, sentence.item


def runs(edits: Iterable[Edit]) -> Iterator[tuple[Edit, Edit]]:
    """First and last of each run of sentences that only went to another place, one after the other from one item to another."""
    first = last = None
    for one in edits:
        if one.before is None or one.after is None:
            continue
        alike = last is not None and (one.kind, _ends(one)) == (last.kind, _ends(last))
        if not alike and first is not None and last is not None:
            yield first, last
        first = first if alike else one
        last = one
    if first is not None and last is not None:
        yield first, last


def _ends(one: Edit) -> tuple[Item, Item]:
    assert one.before is not None and one.after is not None
    return _item(one.before), _item(one.after)
