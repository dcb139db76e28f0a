"""Which parts of a rulebook rest on sentences that another version words otherwise or does not have.

A rule is looked for by its place, and by its quote where the place is not that of the earlier text (a rulebook that was written from
yet another copy). Whether a quote still stands is asked of the normalised words, as `rules verify` does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from checker.errors import BadInput, Problem, say
from checker.model import Consequence, Rule, Rulebook
from checker.rulebook.lock import Citing, quoting
from checker.versions.documents import LONG_ENOUGH, ONE_DOCUMENT
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
    return tuple(_touched(item, edit, now) for place, edit in edits.items() for item in found.get(place, ()))


def refuse_other_document(rulebook: Rulebook, before: str, after: str, name: str) -> None:
    """Raises BadInput where neither text has the words that the rulebook quotes: its document is another one. Quotes are counted
    as `documents.refuse_others` counts sentences, of the smaller number of both; those of a few characters stand in any text."""
    every = {normalise(item.quote) for item in quoting(rulebook)} - {""}
    quotes = {quote for quote in every if len(quote) >= LONG_ENOUGH} or every
    hits = [
        (sum(any(quote in one for one in text) for quote in quotes), len(text)) for text in map(_texts, (before, after))
    ]
    if all(found < ONE_DOCUMENT * min(len(quotes), size) for found, size in hits):
        found = max(found for found, _ in hits)
        title = rulebook.source.title
        en = title.get("en", title["zh"])
        what = say(
            f"是《{title['zh']}》的规则库，两个版本不是这份文件：{len(quotes)} 处引文只有 {found} 处在其中",
            f"is the rulebook of another document ({en}): {found} of its {len(quotes)} quotes stand in these",
        )
        mend = say("请用 --rules 指明这份文件自己的规则库", "name the rulebook of this document with --rules")
        raise BadInput(Problem(name, what, mend=mend))


def _texts(text: str) -> list[str]:
    return [normalise(one.text) for one in outline(text)]


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
    modality = item.modality if isinstance(item, Rule) else ""
    if edit.after is not None and quote and quote in normalise(edit.after.text):
        state = "kept" if edit.kind == "reworded" else "placed"
        return Touched(item.id, item.at, item.quote, state, edit.after.place, edit, cases, modality)
    stood = edit.before is not None and quote in normalise(edit.before.text)
    state = ("gone" if edit.after is None else "requoted") if stood else "absent"
    return Touched(item.id, item.at, item.quote, state, _standing(quote, now), edit, cases, modality)


def _standing(quote: str, now: Sequence[tuple[Sentence, str]]) -> str:
    """The one place where the words stand now, empty where there is none or several, or where they are too few to tell."""
    found = [one.place for one, text in now if len(quote) >= LONG_ENOUGH and quote in text]
    return found[0] if len(found) == 1 else ""
