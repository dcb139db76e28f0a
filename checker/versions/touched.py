"""Which parts of a rulebook rest on sentences that another version words otherwise or does not have.

A rule is looked for by its place, and by its quote where the place is not that of the earlier text (a rulebook that was written from
yet another copy). Whether a quote still stands is asked of the normalised words, as `rules verify` does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from checker.model import Consequence, Rule, Rulebook
from checker.rulebook.lock import Citing, quoting
from checker.versions.documents import LONG_ENOUGH
from checker.versions.nouns import Edit, Touched, Versions
from checker.wording.outline import Sentence, outline
from checker.wording.text import normalise


def touched(rulebook: Rulebook, versions: Versions, before: str, after: str) -> tuple[Touched, ...]:
    """In the order of the edits, then of the rulebook. What the rulebook says of sentences that stay is not looked at."""
    old, new = outline(before), outline(after)
    words = {one.place: normalise(one.text) for one in old}
    edits = {one.before.place: one for one in versions.edits if one.before is not None}
    found: dict[str, list[Citing]] = {}
    for item in quoting(rulebook):
        for place in _places(item, words):
            found.setdefault(place, []).append(item)
    now = [(one, normalise(one.text)) for one in new]
    return tuple(
        _touched(item, edit, now)
        for place, edit in edits.items()
        for item in found.get(place, ())
    )  # fmt: skip


def _places(item: Citing, words: Mapping[str, str]) -> Sequence[str]:
    """The sentence that a quote stands in: the one named, else the only one that has the words."""
    quote = normalise(item.quote)
    if quote and quote in words.get(item.at, ""):
        return [item.at]
    found = [place for place, text in words.items() if quote and quote in text]
    return found if len(found) == 1 else [item.at]


def _touched(item: Citing, edit: Edit, now: Sequence[tuple[Sentence, str]]) -> Touched:
    quote = normalise(item.quote)
    cases = len(item.cases) if isinstance(item, Rule | Consequence) else 0
    if edit.after is not None and quote and quote in normalise(edit.after.text):
        state = "kept" if edit.kind == "reworded" else "placed"
        return Touched(item.id, item.at, item.quote, state, edit.after.place, edit, cases)
    state = "gone" if edit.after is None else "requoted"
    return Touched(item.id, item.at, item.quote, state, _standing(quote, now), edit, cases)


def _standing(quote: str, now: Sequence[tuple[Sentence, str]]) -> str:
    """The one place where the words stand now, empty where there is none or several, or where they are too few to tell."""
    found = [one.place for one, text in now if len(quote) >= LONG_ENOUGH and quote in text]
    return found[0] if len(found) == 1 else ""
