"""A value as one line of YAML, and back: what a cell holds for whatever is more than a text."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

from checker import yamlfile, yamltext
from checker.errors import BadInput

_HOLDER = "v: "


def said(value: Any) -> str:
    """A value as a person would type it: quotes only where another value would be read without them. Empty for None."""
    if value is None:
        return ""
    if isinstance(value, str) and value == value.strip() and "\n" not in value and _plain(value):
        return value
    return flow(value)


def flow(value: Any) -> str:
    """The same, safe within brackets."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | Decimal):
        return str(value)
    if isinstance(value, str):
        return yamltext.scalar(value)
    if isinstance(value, list):
        return "[" + ", ".join(map(flow, value)) + "]"
    return "{" + ", ".join(f"{yamltext.scalar(key)}: {flow(one)}" for key, one in value.items()) + "}"


def meant(text: str, where: str) -> Any:
    """The value of a text; None for an empty one. Raises BadInput, at `where`, for what is no value."""
    if not text.strip():
        return None
    try:
        return yamlfile.parse(f"{_HOLDER}{text}\n".encode(), path=Path(where), name=where).data["v"]
    except BadInput as bad:
        wrong = bad.problems[0]
        raise BadInput(type(wrong)(where, wrong.what, wrong.why, wrong.mend)) from None


def same(one: Any, other: Any) -> bool:
    """Equal in type as well: 1 is not true, 0.10 is not 0.1."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(value, other[key]) for key, value in one.items())
    if isinstance(one, list):
        return len(one) == len(other) and all(map(same, one, other))
    return str(one) == str(other)


def _plain(text: str) -> bool:
    try:
        return same(meant(text, "-"), text)
    except BadInput:
        return False
