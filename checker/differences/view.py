"""A difference in words, once for all formats."""

from __future__ import annotations

from dataclasses import dataclass

from checker.versions.nouns import Piece


@dataclass(frozen=True)
class Line:
    """One sentence below an entry; one with `marks` shows two wordings in one instead."""

    text: str
    marks: tuple[Piece, ...] = ()


@dataclass(frozen=True)
class Entry:
    """One clause, sentence or rule. `change` is what happened to it, empty where the section says so."""

    head: str
    change: str = ""
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True)
class Section:
    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class View:
    """`facts` are labels with what they say, `nothing` the sentence for two that do not differ, else empty."""

    title: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    nothing: str
    notes: tuple[str, ...] = ()
