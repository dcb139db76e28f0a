"""The first line that tells an editor by which schema a file of rules is checked while it is typed (yaml-language-server)."""

from __future__ import annotations

import os
import re
from pathlib import Path

from checker import house
from checker.rulebook.load import schema_of

_LINE = re.compile(r"\A# yaml-language-server:[^\n]*\n")


def modelines(folder: Path) -> dict[Path, str]:
    """The files of a rulebook whose first line is not yet that one, with the text that they shall have. The schema is named by its
    place as seen from the file, so that a folder may move together with the schemas."""
    found = {}
    for path in sorted(folder.rglob("*.yaml")):
        schema = house.schemas_dir() / f"{schema_of(path, folder)}.json"
        there = Path(os.path.relpath(schema.resolve(), path.resolve().parent)).as_posix()
        text = path.read_bytes().decode("utf-8")
        wanted = f"# yaml-language-server: $schema={there}\n" + _LINE.sub("", text)
        if wanted != text:
            found[path] = wanted
    return found
