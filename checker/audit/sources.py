"""What an audit is about: the sources under some paths, and the decisions about them. What cannot be used is named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from checker import decisions as people
from checker import yamlfile
from checker.audit.bucket import Source
from checker.audit.nouns import Broken
from checker.decisions import Decisions
from checker.errors import BadInput, Problem, say
from checker.records import reader

TABULAR = frozenset({".tsv", ".parquet", ".json"})
"""Kinds of files that hold records elsewhere: one of them in a folder of bodies is a body that would go missing."""


def sources(paths: Sequence[Path]) -> tuple[list[Source], list[Problem]]:
    """One source for each body that the paths hold, broken ones too, in the order of `check`; and notes on what was left."""
    found: list[Source] = []
    notes: list[Problem] = []
    for path in paths:
        try:
            members = reader.sources(path)
        except BadInput as bad:
            members = []
            if not (path.is_dir() and any(_lost(path))):
                found.append(Source(str(path), problems=bad.problems))
        if members == [path]:
            found.append(Source(str(path), path))
            continue
        lost = dict(_lost(path)) if path.is_dir() else {}
        for member in sorted({*members, *lost}, key=lambda one: one.name):
            if member in lost:
                found.append(Source(str(member), problems=(lost[member],)))
            else:
                found.append(Source(str(member), member, path))
        notes += _below(path, set(members)) if path.is_dir() else []
    return found, notes


def _lost(folder: Path) -> Iterator[tuple[Path, Problem]]:
    """Files of a folder that look like records and that no reader takes."""
    for member in folder.iterdir():
        hidden = member.name.startswith((".", "~$"))
        if not hidden and member.is_file() and member.suffix.lower() in TABULAR:
            known = "、".join(reader.READERS)
            what = say("不认识的文件种类，没有检查", "unknown kind of file: not checked")
            yield member, Problem(str(member), what, say(f"应为 {known} 文件或文件夹", f"expected {known} or a folder"))


def _below(folder: Path, taken: set[Path]) -> Iterator[Problem]:
    """Subfolders that hold bodies themselves: an audit looks one level deep, and says so."""
    for member in sorted(folder.iterdir(), key=lambda one: one.name):
        if not member.is_dir() or member in taken or member.name.startswith("."):
            continue
        try:
            inside = len(reader.sources(member))
        except BadInput:
            continue
        what = say(f"其中另有 {inside} 份记录，没有检查", f"holds {inside} more bodies, which were not checked")
        yield Problem(str(member), what, mend=say("要一并检查，请另列这个文件夹", "name this folder too to check them"))


@dataclass
class Given:
    """Decisions by body, those that cannot be used by body, and files whose body is not known."""

    decisions: dict[str, Decisions] = field(default_factory=dict)
    refused: dict[str, tuple[Problem, ...]] = field(default_factory=dict)
    broken: list[Broken] = field(default_factory=list)


def decisions(path: Path | None) -> Given:
    """One broken file of decisions stops only the body that it is about: without them its result would be another. Two files
    about one body stop it too: which of them holds is not for a program to choose. Raises BadInput where nothing is there."""
    given = Given()
    files = people.files(path) if path is not None else ()
    first: dict[str, Path] = {}
    for file in files:
        try:
            made = next(iter(people.read(file).values()))
        except BadInput as bad:
            body = _body_of(file)
            if body is None:
                given.broken.append(Broken(str(file), bad.problems))
            else:
                given.refused[body] = (*given.refused.get(body, ()), *bad.problems)
            continue
        if made.body in first:
            what = say(f"“{made.body}”的决定另见 {first[made.body]}", f"{made.body} has also {first[made.body]}")
            why = say("一个集团的决定应在一个文件里", "the decisions about one body stand in one file")
            given.refused[made.body] = (*given.refused.get(made.body, ()), Problem(made.file, what, why))
        first.setdefault(made.body, file)
        given.decisions.setdefault(made.body, made)
    return given


def _body_of(file: Path) -> str | None:
    """Whom a broken file of decisions is about, where it can still be told."""
    try:
        data = yamlfile.read(file).data
    except BadInput:
        return None
    body = data.get("body") if isinstance(data, dict) else None
    return body if isinstance(body, str) else None
