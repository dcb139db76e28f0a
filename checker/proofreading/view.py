"""Remarks in words, as all formats show them: what is wrong, the places with their words, what could be written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from checker.model import Words
from checker.proofreading.nouns import Remark, Spot
from checker.proofreading.words import Table, load
from checker.report.words import clean, pick

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
    advised: str
    """What stands before an advice, with {text}."""


def build(name: str, remarks: Sequence[Remark], lang: str) -> View:
    """`name` is what the user calls the document."""
    table = load()
    output = {key: pick(words, lang) for key, words in table.output.items()}
    groups = [
        Group(key, pick(table.groups[key], lang), tuple(_said(table, one, lang, output) for one in ones))
        for key, ones in groupby(remarks, lambda one: table.kinds[one.kind].group)
    ]
    lead = output["count"].format_map({"n": len(remarks)}) if remarks else output["none"]
    return View(
        output["title"].format_map({"name": clean(name)}), lead, output["limits"], tuple(groups), output["advice"]
    )


def _said(table: Table, one: Remark, lang: str, output: dict[str, str]) -> Said:
    kind = table.kinds[one.kind]
    shown, more = one.spots[:SHOWN], one.spots[SHOWN:]
    places = ("、" if lang == "zh" else ", ").join(spot.at for spot in more)
    return Said(
        kind=one.kind,
        said=_filled(kind.said, one, lang),
        advice=_filled(kind.advice, one, lang),
        places=tuple((_where(spot, output), clean(spot.quote)) for spot in shown),
        more=output["more"].format_map({"n": len(more), "places": places}) if more else "",
        remark=one,
    )


def _filled(words: Words, one: Remark, lang: str) -> str:
    """The pattern with the values of the remark; what is inserted is never read as a pattern."""
    return clean(pick(words, lang).format_map({key: clean(value) for key, value in one.values.items()}))


def _where(spot: Spot, output: dict[str, str]) -> str:
    parts = {"at": spot.at, "line": spot.line, "document": clean(spot.document)}
    where = output["other" if spot.document else "spot"].format_map(parts)
    return f"{where} " if where.isascii() or where.endswith(":") else where
