"""Stretches of time that registers do not cover: `outside_complete:table/from..to,from..to`, an open start as `..to`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

OPEN = "outside_complete"
"""The reason; without spans the register says nowhere of which time it is complete."""
SHOWN = 3
"""Stretches named one by one; of more, from when to when they lie."""
Span = tuple[str, str]


def table_of(reason: str) -> str:
    return reason.partition(":")[2].partition("/")[0]


def spans_of(reason: str) -> list[Span]:
    listed = reason.partition(":")[2].partition("/")[2]
    return [(one.partition("..")[0], one.partition("..")[2]) for one in listed.split(",") if one]


def together(reasons: Iterable[str]) -> list[str]:
    """The reasons in their order, what one register lacks said once, with all its stretches."""
    found: dict[str, list[str]] = {}
    for one in reasons:
        key = f"{OPEN}:{table_of(one)}" if one.partition(":")[0] == OPEN else one
        found.setdefault(key, []).append(one)
    return [_joined(key, some) if key.partition(":")[0] == OPEN else key for key, some in found.items()]


def _joined(key: str, reasons: Iterable[str]) -> str:
    spans = [spans_of(one) for one in reasons]
    if not all(spans):
        return key
    merged: list[Span] = []
    for first, last in sorted({span for some in spans for span in some}):
        if merged and first <= _after(merged[-1][1]):
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        else:
            merged.append((first, last))
    return f"{key}/{','.join(f'{first}..{last}' for first, last in merged)}"


def _after(day: str) -> str:
    return day if day >= "9999-12-31" else (dt.date.fromisoformat(day) + dt.timedelta(days=1)).isoformat()


def shown(spans: list[Span]) -> tuple[list[Span], int]:
    """The stretches to be named, and how many there are where only the whole that they lie in is."""
    return (spans, 0) if len(spans) <= SHOWN else ([(spans[0][0], spans[-1][1])], len(spans))
