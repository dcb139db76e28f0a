"""Where the data of the house stands: beside `checker/` in a clone, in `checker/_house/` of an installed wheel."""

from __future__ import annotations

import os
from pathlib import Path

from checker.errors import BadInput, Problem, say

_PACKAGE = Path(__file__).resolve().parent


def _folder(name: str) -> Path:
    packed = _PACKAGE / "_house" / name
    return packed if packed.is_dir() else _PACKAGE.parent / name


def rules_dir() -> Path:
    return _folder("rules")


def schemas_dir() -> Path:
    return _folder("schemas")


def reports_dir() -> Path:
    return _folder("reports")


def examples_dir() -> Path:
    return _folder("examples")


def rule_folders(extra: str | None = None) -> tuple[Path, ...]:
    """The folders that hold rulebooks: the shipped one first, then those of `extra`.

    `extra` is the value of JITUAN_RULES, separated as in PATH; the caller reads the environment. A folder that is not
    there is `BadInput`: silently checking against fewer rules would look like a good result.
    """
    named = [Path(part).expanduser() for part in (extra or "").split(os.pathsep) if part.strip()]
    absent = [
        Problem(str(folder), say("JITUAN_RULES 所列文件夹不存在", "a folder named in JITUAN_RULES does not exist"))
        for folder in named
        if not folder.is_dir()
    ]
    if absent:
        raise BadInput(absent)
    return (rules_dir(), *named)
