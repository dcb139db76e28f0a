"""Words and looks of marked copies, from reports/xlsx/marked.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import yaml

from checker import house


@cache
def looks() -> Mapping[str, Any]:
    path = house.reports_dir() / "xlsx" / "marked.yaml"
    # Our own file, so the fast C loader without the guards that users' files need.
    return dict(yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader))


class Words:
    """The words of one language; `words("more", n=3)` fills the braces. Raises KeyError for an unknown key: a defect of ours."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.entries: Mapping[str, str] = looks()["words"][lang]

    def __call__(self, key: str, **parts: object) -> str:
        return self.entries[key].format_map(parts)
