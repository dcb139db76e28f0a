"""Which papers there are: `reports/papers.yaml`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from checker import house, yamlfile
from checker.errors import BadInput, Problem, say
from checker.model import Words
from checker.nearest import nearest
from checker.schema import validate

ALL = "all"
"""The name that stands for every paper of a format."""


@dataclass(frozen=True)
class Paper:
    """`templates` maps a format to the file that it is made from; `audience` is a key of reports/audiences.yaml; `needs` is what there
    must be in a report for it (`scores`), empty for most."""

    key: str
    title: Words
    aliases: tuple[str, ...]
    audience: str
    templates: Mapping[str, Path]
    needs: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        return self.key, *self.title.values(), *self.aliases


@dataclass(frozen=True)
class Numbering:
    """How headings are numbered: a pattern for each level, with `{han}` or `{n}`, and the Chinese numerals."""

    levels: tuple[str, ...]
    digits: str
    ten: str
    hundred: str


@dataclass(frozen=True)
class Catalogue:
    papers: Mapping[str, Paper]
    numbering: Numbering


@cache
def catalogue() -> Catalogue:
    """Raises BadInput where the file is not of its shape."""
    folder = house.reports_dir()
    document = yamlfile.read(folder / "papers.yaml")
    validate(document, "papers")
    found = {
        key: Paper(
            key,
            one["title"],
            tuple(one["aliases"]),
            one["for"],
            {fmt: folder / template for fmt, template in one["formats"].items()},
            one.get("needs", ""),
        )
        for key, one in document.data["papers"].items()
    }
    levels = document.data["numbering"]
    return Catalogue(found, Numbering(tuple(levels["levels"]), levels["digits"], levels["ten"], levels["hundred"]))


def papers(fmt: str) -> tuple[Paper, ...]:
    """Those that a format has, in the order of the file."""
    return tuple(one for one in catalogue().papers.values() if fmt in one.templates)


def paper(name: str, fmt: str) -> Paper:
    """The paper of that name. Raises BadInput for an unknown one, and for one that has no such format."""
    every = catalogue().papers.values()
    found = next((one for one in every if name in one.names), None)
    if found is None:
        close = nearest(name, [known for one in every for known in one.names])
        meant = say(f"是不是 {close}？", f"is it {close}?") if close else ""
        raise BadInput(Problem(f"--paper {name}", say("没有这种文书", "no such paper"), listed(every), meant))
    if fmt not in found.templates:
        zh, en = found.title["zh"], found.title.get("en", found.key)
        named = named_papers(papers(fmt))
        formats = "、".join(found.templates), ", ".join(found.templates)
        raise BadInput(
            Problem(
                f"--paper {name} --format {fmt}",
                say(f"{zh}没有 {fmt} 格式", f"{en} has no format {fmt}"),
                say(f"它有 {formats[0]}", f"it has {formats[1]}"),
                say(
                    f"请改用这些格式，或改选有 {fmt} 的文书：{named['zh']}",
                    f"use one of those, or a paper that has {fmt}: {named['en']}",
                ),
            )
        )
    return found


def listed(these: Iterable[Paper]) -> Words:
    """Papers that there are, for a message."""
    named = named_papers(these)
    return say(f"有：{named['zh']}", f"there are: {named['en']}")


def named_papers(these: Iterable[Paper]) -> Words:
    """Papers by title and key."""
    these = list(these)
    zh = "、".join(f"{one.title['zh']}（{one.key}）" for one in these)
    return say(zh, ", ".join(f"{one.key} ({one.title.get('en', one.title['zh'])})" for one in these))
