"""The first line that tells an editor by which schema a file of rules is checked while it is typed (yaml-language-server)."""

from __future__ import annotations

import os
import re
from pathlib import Path

from checker import house
from checker.rulebook.load import schema_of

_LINE = re.compile(r"\A# yaml-language-server:[^\n]*\n")
_OWN = ".schemas"


def modelines(folder: Path) -> dict[Path, str]:
    """The files to be written, with the text that they shall have: rule files whose first line is not yet that one, and the
    schemas. A folder of ours names the schemas beside it; any other takes copies along, since it may be handed on."""
    ours = house.schemas_dir().resolve()
    beside = ours.parent in folder.resolve().parents
    found = {}
    for path in sorted(folder.rglob("*.yaml")):
        name = f"{schema_of(path, folder)}.json"
        schema = (ours if beside else folder.resolve() / _OWN) / name
        there = Path(os.path.relpath(schema, path.resolve().parent)).as_posix()
        text = path.read_bytes().decode("utf-8")
        found[path] = f"# yaml-language-server: $schema={there}\n" + _LINE.sub("", text)
        if not beside:
            found[folder / _OWN / name] = (ours / name).read_text(encoding="utf-8")
    return {path: text for path, text in found.items() if not path.is_file() or path.read_bytes() != text.encode()}
