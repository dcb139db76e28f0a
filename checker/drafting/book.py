"""The whole document → a rulebook in draft, as nouns: nothing is written here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from checker.drafting import forms, limits
from checker.drafting.duties import SHORTEST, Duty, Signs, binds, duties, letters, signs
from checker.drafting.items import Item, Items, item_of, numbered
from checker.drafting.reasons import reason
from checker.drafting.register import Register, register
from checker.errors import BadInput, Problem, say
from checker.wording.lexicon import Lexicon
from checker.wording.nouns import Reading
from checker.wording.numbering import numbering_of
from checker.wording.outline import Sentence, outline
from checker.wording.reading import read
from checker.wording.text import normalise


@dataclass(frozen=True)
class DraftRule:
    """One duty with its id, place and enclosing heading."""

    id: str
    at: str
    duty: Duty
    heading: str


@dataclass(frozen=True)
class DraftBook:
    """`files` maps a path in the folder to its rules, in the document's order; `without_norm` are places and reasons."""

    id: str
    register: Register
    files: dict[str, list[DraftRule]]
    headings: dict[str, str]
    without_norm: list[tuple[str, str]]
    sentences: int
    items: int

    @property
    def rules(self) -> list[DraftRule]:
        return [rule for rules in self.files.values() for rule in rules]


def draft(text: str, name: str, book_id: str, lexicon: Lexicon) -> DraftBook:
    """Raises BadInput where the text is no policy document: too large, no numbered item, or no word that binds."""
    limits.check(text, name)
    words = numbering_of(text)
    sentences = outline(text, words)
    limits.check_sentences(sentences, name)
    language = lexicon.choose(text)
    said = forms.of(language.key)
    known = {text: read(text, lexicon) for text in dict.fromkeys(one.text for one in sentences)}
    readings = [known[one.text] for one in sentences]
    _has_clauses(sentences, readings, name)
    about = register(sentences, lambda line: known.get(line) or read(line, lexicon), said)
    items = Items(sentences, words)
    parting = signs(language, said)
    made = DraftBook(book_id, about, {}, {}, [], len(sentences), numbered(sentences))
    above: dict[Item, str] = {}
    drafts = 0
    for one, (kind, count), reading in zip(sentences, _counted(sentences), readings, strict=True):
        item = item_of(one)
        if one.kind == "heading" and item not in above:
            above[item] = one.text
        heading = _heading(above, item)
        why = reason(one, reading, heading, first=count == 1, forms=said)
        if why is not None or letters(one.text) < SHORTEST:
            made.without_norm.append((one.place, why or "layout"))
            continue
        stem = f"{book_id}/{items.dotted(item)}/{kind}{count}"
        rules = made.files.setdefault(items.file(item), [])
        made.headings.setdefault(items.file(item), f"{one.place.rpartition(' ')[0]} {above.get(item, '')}".strip())
        added = _rules(stem, one, reading, parting, heading)
        drafts += len(added)
        limits.check_drafts(drafts, name)
        rules += added
    return made


def _rules(stem: str, one: Sentence, reading: Reading, parting: Signs, heading: str) -> list[DraftRule]:
    found = duties(one.text, reading, parting)
    ids = [stem] if len(found) == 1 else [f"{stem}-{n}" for n in range(1, len(found) + 1)]
    return [DraftRule(name, one.place, duty, heading) for name, duty in zip(ids, found, strict=True)]


def rules_at(text: str, book_id: str, place: str, lexicon: Lexicon) -> list[DraftRule]:
    """The drafts of one place, whether or not its words bind. Empty where there is no such place."""
    words = numbering_of(text)
    sentences = outline(text, words)
    items = Items(sentences, words)
    language = lexicon.choose(text)
    for one, (kind, count) in zip(sentences, _counted(sentences), strict=True):
        if normalise(one.place) == normalise(place):
            stem = f"{book_id}/{items.dotted(item_of(one))}/{kind}{count}"
            return _rules(stem, one, read(one.text, lexicon), signs(language, forms.of(language.key)), "")
    return []


def _counted(sentences: Sequence[Sentence]) -> list[tuple[str, int]]:
    """`s3` is the third sentence of its item, `r3` the third row."""
    seen: Counter[tuple[str, str]] = Counter()
    out = []
    for one in sentences:
        kind = "r" if one.kind == "row" else "s"
        key = (one.annex if kind == "r" else one.place.rpartition(" ")[0], kind)
        seen[key] += 1
        out.append((kind, seen[key]))
    return out


def _heading(above: dict[Item, str], item: Item) -> str:
    """The heading of the item, else that of the nearest item above it."""
    for n in range(len(item), 0, -1):
        if item[:n] in above:
            return above[item[:n]]
    return ""


def _has_clauses(sentences: Sequence[Sentence], readings: Sequence[Reading], name: str) -> None:
    if not any(one.item for one in sentences):
        what = say("没有找到条款：全文没有编号的条目", "no clause found: the text has no numbered item")
    elif not any(one.item and binds(reading) for one, reading in zip(sentences, readings, strict=True)):
        what = say("没有找到条款：各条目都没有规范性语句", "no clause found: no sentence of an item binds anybody")
    else:
        return
    mend = say("请换成政策文件的正文，保留“一、（一）第一条”等编号", "give the document itself, with its numbering")
    raise BadInput(Problem(name, what, mend=mend))
