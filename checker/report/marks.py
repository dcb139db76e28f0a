"""The smallest pieces of a report: a verdict as it is shown, and a row of the records."""

from __future__ import annotations

from dataclasses import dataclass

from checker.report.words import clean


def own_place(origin: str, folder: str) -> str:
    """Where a row stands, without the folder of the body's own file."""
    return clean(origin.removeprefix(f"{folder}/") if folder else origin)


@dataclass(frozen=True)
class Mark:
    """A verdict as it is shown: symbol, word and colour class, never one alone."""

    key: str
    label: str
    symbol: str
    colour: str
    meaning: str


@dataclass(frozen=True)
class RowLine:
    """A record row behind a finding; `counted` is yes, partly, maybe or no. `here`: it is in a place of the verdict."""

    table: str
    id: str
    origin: str
    entity: str
    measure: str
    counted: str
    counted_word: str
    why: str
    here: bool
    day: str = ""
