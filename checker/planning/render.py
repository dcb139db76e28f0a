"""A plan as text or JSON. Each format is imported when it is asked for."""

from __future__ import annotations

from checker.planning.said import PlanWords

FORMATS = ("text", "json")


def render(words: PlanWords, fmt: str, width: int | None = None) -> str:
    """The plan as one string ending with a newline; the same plan gives the same string. Raises ValueError for another format."""
    if fmt == "json":
        from checker.planning.jsonout import render as to_json  # noqa: PLC0415

        return to_json(words)
    if fmt not in FORMATS:
        raise ValueError(f"no plan format {fmt!r}; there are {', '.join(FORMATS)}")
    from checker.planning.text import render as to_text  # noqa: PLC0415

    return to_text(words, width)
