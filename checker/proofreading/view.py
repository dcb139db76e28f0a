"""Remarks in words, as all formats show them: what is wrong, the places with their words, what could be written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from checker.model import Words
from checker.proofreading.nouns import Note, Remark, Spot
from checker.proofreading.words import Table, load
from checker.report.words import clean, pick

LINELESS = (".docx", ".pdf")
"""Ends of the names of documents whose lines are those of a text that nobody sees."""
SHOWN = 4
"""Places quoted of one remark; further ones are only named."""


@dataclass(frozen=True)
class Said:
    """One remark in words. `places` are (where, quote); `more` names the places that are not quoted, empty without any."""

    kind: str
    said: str
    advice: str
    places: tuple[tuple[str, str], ...]
    more: str
    remark: Remark


@dataclass(frozen=True)
class Group:
    key: str
    label: str
    remarks: tuple[Said, ...]


@dataclass(frozen=True)
class View:
    """All of a document's remarks in the order of the groups; `lead` says how many."""

    title: str
    lead: str
    limits: str
    groups: tuple[Group, ...]
    notes: tuple[str, ...]
    """What was not looked at, in sentences."""
    advised: str
    """What stands before an advice, with {text}."""


def build(name: str, remarks: Sequence[Remark], lang: str, notes: Sequence[Note] = ()) -> View:
    """`name` is what the user calls the document: nobody sees the lines of one whose name ends as a Word or PDF file's does."""
    table = load()
    output = {key: pick(words, lang) for key, words in table.output.items()}
    groups = [
        Group(key, pick(table.groups[key], lang), tuple(_said(table, one, lang, output, name) for one in ones))
        for key, ones in groupby(remarks, lambda one: table.kinds[one.kind].group)
    ]
    lead = output["count"].format_map({"n": len(remarks)}) if remarks else output["none"]
    told = (output[one.key].format_map({key: clean(value) for key, value in one.values.items()}) for one in notes)
    title = output["title"].format_map({"name": clean(name)})
    return View(title, lead, output["limits"], tuple(groups), tuple(told), output["advice"])


def _said(table: Table, one: Remark, lang: str, output: dict[str, str], name: str) -> Said:
    kind = table.kinds[one.kind]
    shown, more = one.spots[:SHOWN], one.spots[SHOWN:]
    places = ("、" if lang == "zh" else ", ").join(spot.at for spot in more)
    return Said(
        kind=one.kind,
        said=_filled(kind.said, one, lang),
        advice=_filled(kind.advice, one, lang),
        places=tuple((_where(spot, output, name), clean(spot.quote)) for spot in shown),
        more=output["more"].format_map({"n": len(more), "places": places}) if more else "",
        remark=one,
    )


def _filled(words: Words, one: Remark, lang: str) -> str:
    """The pattern with the values of the remark; what is inserted is never read as a pattern."""
    return clean(pick(words, lang).format_map({key: clean(value) for key, value in one.values.items()}))


def _where(spot: Spot, output: dict[str, str], name: str) -> str:
    parts = {"at": spot.at, "line": spot.line, "document": clean(spot.document)}
    lined = not (spot.document or name).lower().endswith(LINELESS)
    key = ("other" if lined else "other_place") if spot.document else ("spot" if lined else "place")
    where = output[key].format_map(parts)
    return f"{where} " if where.isascii() or where.endswith(":") else where
