"""The word tables of `rules/vocabulary/wording`: a folder per language, whose files together hold every table once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from checker.errors import BadInput, Problem, say
from checker.schema import load as schema
from checker.schema import validate
from checker.textfile import read_bytes
from checker.wording.language import Language, language
from checker.yamlfile import Document, parse

SCHEMA = "wording"

Documents = Callable[[Sequence[tuple[Path, str]]], Mapping[Path, Document]]
"""Reads files, each checked against the schema that is named beside it."""


@dataclass(frozen=True)
class Lexicon:
    """All languages, in the order of their folders; `choose` picks the one that a text is written in."""

    languages: tuple[Language, ...]

    def choose(self, text: str) -> Language:
        """The language with most letters in the text; the first where there are none."""
        counts = [len(one.letters.findall(text)) for one in self.languages]
        return self.languages[counts.index(max(counts))]


def documents(paths: Sequence[tuple[Path, str]]) -> dict[Path, Document]:
    """Files read strictly and checked, without keeping anything."""
    found: dict[Path, Document] = {}
    for path, name in paths:
        found[path] = parse(read_bytes(path, str(path)), path=path, name=str(path))
        validate(found[path], name)
    return found


def load(folder: Path, read: Documents = documents) -> Lexicon:
    """The tables in the folders of `folder`. Pass `checker.rulebook.load.documents` as `read` to keep checked files
    between runs. Raises BadInput with the place of a table that is missing, stands twice or cannot be read."""
    folders = sorted(path for path in folder.iterdir() if path.is_dir() and any(path.glob("*.yaml")))
    files = {one: sorted(one.glob("*.yaml")) for one in folders}
    found = read([(path, SCHEMA) for paths in files.values() for path in paths])
    problems: list[Problem] = []
    languages = [_language(one, [found[path] for path in paths], problems) for one, paths in files.items()]
    if not languages:
        problems.append(
            Problem(
                str(folder),
                say("没有词表", "no word tables"),
                mend=say("每种语言一个文件夹", "one folder per language"),
            )
        )
    if problems:
        raise BadInput(problems)
    return Lexicon(tuple(one for one in languages if one is not None))


def _language(folder: Path, documents: Sequence[Document], problems: list[Problem]) -> Language | None:
    tables: dict[str, Any] = {}
    place: dict[str, Document] = {}
    before = len(problems)
    for document in documents:
        for name, table in document.data.items():
            if name in tables:
                first = place[name].where(name)
                problems.append(
                    Problem(
                        document.where(name),
                        say(f"表 {name} 重复，已见于 {first}", f"table {name} stands also at {first}"),
                    )
                )
            tables[name], place[name] = table, document
    for name in schema(SCHEMA)["properties"]:
        if name not in tables:
            problems.append(
                Problem(
                    str(folder),
                    say(f"缺少表 {name}", f"table {name} is missing"),
                    mend=say("没有内容也请写出", "write it, even if it is empty"),
                )
            )
    if len(problems) > before:
        return None

    def bad(table: str, template: str) -> None:
        problems.append(
            Problem(place[table].where(table), say(f"句式无法识别：{template}", f"cannot read the form {template}"))
        )

    tables["language"] = {"key": folder.name, **tables["language"]}
    return language(tables, bad)
