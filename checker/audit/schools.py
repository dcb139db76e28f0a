"""Which schools of several bodies are one: by name or declared alias within a region; ids are local to a body.

Sections (初中部, 小学部) of one school are two schools, and schools of one name in two areas are two.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from checker.audit.nouns import Traces
from checker.model import Source
from checker.records.body import NONE
from checker.wording.text import normalise

WHOLE = (None, NONE, "none")


@dataclass
class Register:
    """Every school of a region's bodies, those that are one under one key (`body/id` of the first that was met)."""

    aliases: Mapping[str, str]
    known: dict[tuple[str, Any], list[tuple[str, Any]]] = field(default_factory=dict)
    keys: dict[tuple[str, str], str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    rows: dict[str, list[tuple[str, Mapping[str, Any], str]]] = field(default_factory=dict)
    """Key to (body, row, origin) of every row that tells of this school."""

    def add(self, body: str, row: Mapping[str, Any], origin: str) -> str:
        """The key of a school's row."""
        section = None if row.get("section") in WHOLE else row["section"]
        called = dict.fromkeys(self._canonical(one) for one in _names(row))
        key = next((found for one in called if (found := self._known(one, section, row.get("area")))), None)
        key = key or f"{body}/{row['id']}"
        for one in called:
            listed = self.known.setdefault((one, section), [])
            if (key, row.get("area")) not in listed:
                listed.append((key, row.get("area")))
        self.keys[body, str(row["id"])] = key
        self.names.setdefault(key, str(row.get("name") or row["id"]))
        self.rows.setdefault(key, []).append((body, row, origin))
        return key

    def _known(self, name: str, section: Any, area: Any) -> str | None:
        listed = self.known.get((name, section), ())
        return next((key for key, where in listed if where is None or area is None or where == area), None)

    def _canonical(self, name: str) -> str:
        plain = normalise(name)
        return self.aliases.get(plain, plain)


def register(source: Source, held: Iterable[tuple[str, Traces]]) -> Register:
    """All schools of some bodies of one region, in their order."""
    found = Register({normalise(alias): normalise(name) for name, alias in _aliases(source)})
    for body, traces in held:
        table = traces.tables.get("schools")
        if table is not None:
            for row, origin in zip(table.rows, table.origins, strict=True):
                found.add(body, row, origin)
    return found


def _names(row: Mapping[str, Any]) -> Iterator[str]:
    if row.get("name") not in (None, NONE):
        yield str(row["name"])
    aliases = row.get("aliases")
    if isinstance(aliases, tuple):
        yield from map(str, aliases)


def _aliases(source: Source) -> Iterator[tuple[str, str]]:
    for name, others in source.aliases.items():
        for one in others:
            yield name, one
