"""What is wrong with the files of an edited rulebook, told at the cell of the workbook that a person has before them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from checker import yamlfile
from checker.editing.patch import path_at
from checker.editing.read import Edited
from checker.editing.words import looks
from checker.errors import Problem, Text

_PLACE = re.compile(r":(?P<line>[0-9]+)(?::(?P<column>[0-9]+))?\Z")
_CASE = re.compile(r"(?P<rule>[^\[\]]+)\[(?P<whole>records )?(?P<number>[0-9]+)\]\Z")
_KEY = re.compile(r"“([a-z_]+)”|`([a-z_]+)`")


def placed(problem: Problem, folder: Path, workbook: Path, edited: Edited) -> Problem:
    """The problem at its cell; where the workbook has none, at the file as the workbook calls it. `folder` is where the files
    were written to be looked at."""
    where, found = problem.where.removeprefix(f"{folder}/"), _PLACE.search(problem.where)
    path = _PLACE.sub("", where)
    if found and path in edited.files:
        place = edited.place(_path(edited.files[path], int(found["line"]), int(found["column"] or 0)))
    else:
        place = edited.place([where.partition("[")[0]])
    return Problem(place or f"{workbook}:{where}", _in_words(problem.what), _in_words(problem.why), problem.mend)


def case(name: str, book: str, wrong: Text, workbook: Path, edited: Edited) -> Problem:
    """A case that does not come out, at its row. `name` is `rule[2]` among those with values, `rule[records 1]` among the others."""
    found = _CASE.match(name)
    place = ""
    if found:
        kinds = _kinds(edited, found["rule"])
        wanted = "records" if found["whole"] else "given"
        rows = [number for number, kind in enumerate(kinds) if kind == wanted]
        at = int(found["number"]) - 1
        place = edited.place([found["rule"], "cases", str(rows[at])] if at < len(rows) else [found["rule"]])
    return Problem(place or f"{workbook}:{book}", wrong)


def _path(text: str, line: int, column: int) -> list[str]:
    """Id of the rule, then the keys and places below it. A place without a column means its whole line."""
    path = path_at(text, line, column or len(text.split("\n")[line - 1]) + 1)
    if len(path) < 2 or path[0] != "rules":
        return []
    return [_rules(text)[int(path[1])].get("id", ""), *path[2:]]


def _rules(text: str) -> list[dict[str, Any]]:
    rules: list[dict[str, Any]] = yamlfile.parse(text.encode(), path=Path("-"), name="-").data["rules"]
    return rules


def _kinds(edited: Edited, name: str) -> list[str]:
    for text in edited.files.values():
        if f"id: {name}\n" in text:
            found = [one for one in _rules(text) if one.get("id") == name]
            return ["records" if "records" in one else "given" for rule in found for one in rule.get("cases", ())]
    return []


def _in_words(text: Text) -> Text:
    """Keys of a rule as the workbook's headings call them."""
    if isinstance(text, Mapping):
        return {lang: "".join(_worded(said, lang)) for lang, said in text.items()}
    return "".join(_worded(text, "zh"))


def _worded(text: str, lang: str) -> Iterator[str]:
    heads = {
        column.key.partition(".")[0]: column.head.get(lang) or column.head["zh"]
        for sheet in ("tests", "cases", "rules")
        for column in looks().sheets[sheet].columns
    }
    at = 0
    for found in _KEY.finditer(text):
        head = heads.get(found[1] or found[2])
        yield text[at : found.start()]
        yield found[0] if head is None else found[0].replace(found[1] or found[2], head)
        at = found.end()
    yield text[at:]
