"""A report as data for those who may not tell persons apart from their staff numbers: each number becomes a running one."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

KEYED = frozenset({"id", "entity", "item", "elements", "maybe", "missing", "extra"})
"""Fields that may hold a staff number."""
PEOPLE = "people"


def pseudonyms(made: dict[str, Any], registered: Collection[str], labels: Collection[str]) -> dict[str, Any]:
    """The report with `person-1` for the first of the `registered` staff numbers, and so on. What is also the id of a school
    (`labels`) stays that, but in rows of the people themselves."""
    known = {key: f"person-{number}" for number, key in enumerate(registered, start=1)}
    elsewhere = {key: one for key, one in known.items() if key not in labels}
    found: dict[str, Any] = _walked(made, known, elsewhere)
    contents = found.get("contents", {})
    if PEOPLE in contents:
        found["contents"] = {**contents, PEOPLE: {known.get(key, key): one for key, one in contents[PEOPLE].items()}}
    return found


def _walked(node: Any, known: Mapping[str, str], elsewhere: Mapping[str, str]) -> Any:
    if isinstance(node, list):
        return [_walked(one, known, elsewhere) for one in node]
    if not isinstance(node, dict):
        return node
    table = node.get("table")
    return {
        key: _renamed(one, known if key == "id" and table == PEOPLE else elsewhere)
        if key in KEYED and not (key == "id" and table != PEOPLE)
        else _walked(one, known, elsewhere)
        for key, one in node.items()
    }


def _renamed(found: Any, known: Mapping[str, str]) -> Any:
    if isinstance(found, list):
        return [_renamed(one, known) for one in found]
    return known.get(found, found) if isinstance(found, str) else found
