"""The line of a key in a file of a rulebook, read again only when there is something to say about it."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from checker import yamlfile
from checker.errors import BadInput
from checker.model import Rule
from checker.rulebook.load import ROLES

Step = str | int


def place(file: str | Path, *steps: Step) -> str:
    """`file:line:column` of the key at `steps`, or of the deepest that exists; the file alone where it cannot be read."""
    found = _read(file)
    return found.where(*steps) if found else str(file)


def line_of(rule: Rule, *names: str | None) -> str:
    """`file:line` of the first of `names` that is a key of the rule or a measure of its tests, else of the rule."""
    found = _read(rule.file)
    items = found.data["rules"] if found and any(names) else []
    index = next((i for i, item in enumerate(items) if item.get("id") == rule.id), None)
    if found is None or index is None:
        return f"{rule.file}:{rule.line}"
    for name in names:
        if name and (steps := _steps(items[index], name)):
            return f"{rule.file}:{found.line('rules', index, *steps)}"
    return f"{rule.file}:{rule.line}"


def _steps(item: dict[str, Any], name: str) -> tuple[Step, ...]:
    if name in item:
        return (name,)
    for role in (*ROLES, "during", "due"):
        if role in item and (below := _path(item[role], lambda value: value == name)) is not None:
            return (role, *below)
    return ()


def _path(data: Any, wanted: Callable[[Any], bool]) -> tuple[Step, ...] | None:
    """The steps to the first scalar that is wanted."""
    parts = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for step, value in parts:
        if isinstance(value, dict | list):
            if (below := _path(value, wanted)) is not None:
                return (step, *below)
        elif wanted(value):
            return (step,)
    return None


def _read(file: str | Path) -> yamlfile.Document | None:
    """None for a file that is not there or not sound: whoever asks has something else to say. Kept copies of a file know
    the lines of its rules only, so it is read itself."""
    path = Path(file)
    try:
        return _kept(path, path.stat().st_mtime_ns, path.stat().st_size) if path.is_file() else None
    except (BadInput, OSError):
        return None


@lru_cache(maxsize=4)
def _kept(path: Path, _: int, __: int) -> yamlfile.Document:
    """One file has many problems; a file that has changed since is another one."""
    return yamlfile.read(path)
