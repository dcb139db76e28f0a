"""The words of the workbook that is filled in: `reports/xlsx/template.yaml`."""

from __future__ import annotations

from functools import cache
from typing import Any

from checker import house, yamlfile
from checker.errors import spoken


@cache
def form() -> Any:
    """The whole file. Words in it are mappings from language to text."""
    return yamlfile.read(house.reports_dir() / "xlsx" / "template.yaml").data


class FormWords:
    """The words of one language; `words("titles.body")` is one entry, its braces filled from what follows. What is inserted
    is never read as a template again. Raises KeyError for an entry that is not there: a defect of ours."""

    def __init__(self, lang: str) -> None:
        self.lang = lang

    def __call__(self, path: str, **parts: object) -> str:
        found = spoken(entry(path), self.lang)
        return found.format_map(parts) if parts else found


def entry(path: str) -> Any:
    """The entry at a dotted path."""
    found = form()
    for key in path.split("."):
        found = found[key]
    return found
