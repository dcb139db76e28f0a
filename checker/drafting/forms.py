"""The forms of `rules/vocabulary/wording/register.yaml`, compiled: where a document says what it is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from checker import house, schema, yamlfile
from checker.errors import BadInput, Problem, say


@dataclass(frozen=True)
class Forms:
    """One language. `under` maps a reason without a norm to the headings that it goes with."""

    number: re.Pattern[str]
    header: re.Pattern[str]
    title: re.Pattern[str]
    notice: re.Pattern[str]
    quoted: re.Pattern[str]
    aside: re.Pattern[str]
    issuer: re.Pattern[str]
    effective: re.Pattern[str]
    on_issue: re.Pattern[str]
    condition: re.Pattern[str]
    exception: re.Pattern[str]
    basis: re.Pattern[str]
    under: Mapping[str, re.Pattern[str]]


def load(path: Path) -> Mapping[str, Forms]:
    """The forms by language. BadInput names the line of one that is no pattern."""
    document = yamlfile.read(path)
    schema.validate(document, "register")
    found: dict[str, Forms] = {}
    for lang, raw in document.data["sets"].items():
        try:
            plain = {key: re.compile(form) for key, form in raw.items() if key != "under"}
            found[lang] = Forms(**plain, under={why: re.compile(form) for why, form in raw["under"].items()})
        except re.error as error:
            what = say(f"{lang} 有写错的句式：{error}", f"a form of {lang} is wrong: {error}")
            raise BadInput(Problem(document.where("sets", lang), what)) from None
    return found


@cache
def shipped() -> Mapping[str, Forms]:
    return load(house.rules_dir() / "vocabulary" / "wording" / "register.yaml")


def of(language: str) -> Forms:
    """Those of a language, of the first where it has none."""
    return shipped().get(language) or next(iter(shipped().values()))
