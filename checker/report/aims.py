"""Where the links of a page lead: which ids it has for an audience, and the cell of a workbook beside it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from urllib.parse import quote

from checker.model import VERDICTS
from checker.report.grids import Calendar
from checker.report.marks import RowLine
from checker.report.view import Clause, View

CELL = re.compile(r"(?:^|:)(?P<sheet>[^:]+)!(?P<cell>[A-Z]*)(?P<row>\d+)$")
"""The end of an origin in a workbook: `sheet!row`, or with a column."""


OPEN = ("unknown", "review")
"""Verdicts of the clauses that makers of policy see as unjudged."""


def ids(view: View, show: Collection[str]) -> frozenset[str]:
    """The ids that links may lead to, in the sections that are shown."""
    return frozenset(one for section, one in _ids(view) if section in show)


def _of_gap(clause: Clause) -> Iterator[tuple[str, str]]:
    if clause.kind == "full":
        yield "gaps", f"g{clause.anchor}"
        yield "details", clause.anchor
    else:
        yield "gaps", clause.anchor
    if clause.mark.key in OPEN:
        yield "unjudged", clause.anchor


def _ids(view: View) -> Iterator[tuple[str, str]]:
    for clause in view.gaps:
        yield from _of_gap(clause)
    for clause in view.others:
        yield "others", clause.anchor
    for _, clauses in view.rest:
        for clause in clauses:
            yield "rest", clause.anchor
    for card in view.scores.cards:
        yield "scores", card.anchor
        for group in card.groups:
            for item in group.items:
                yield "scores", item.anchor
    for calendar in view.calendars:
        for row in calendar.picture.rows:
            for tile in row.tiles:
                yield "duties", tile.anchor


def fields(calendars: Iterable[Calendar], anchors: dict[str, str]) -> dict[str, str]:
    """A clause's anchor → that of its field in the calendar: the worst one, of equal ones the first drawn."""
    found: dict[str, tuple[int, str]] = {}
    for calendar in calendars:
        for row in calendar.picture.rows:
            for tile in row.tiles:
                one = (VERDICTS.index(tile.verdict), tile.anchor)
                kept = found.setdefault(anchors[row.rule], one)
                if one[0] < kept[0]:
                    found[anchors[row.rule]] = one
    return {key: anchor for key, (_, anchor) in found.items()}


def cell(copy: str, row: RowLine) -> str:
    """The address of a row in the workbook `copy` beside the page; empty without one, or where the row is of no workbook."""
    found = CELL.search(row.origin) if copy else None
    if found is None:
        return ""
    sheet = found["sheet"].replace("'", "''")
    place = f"'{sheet}'!{found['cell'] or 'A'}{found['row']}"
    return f"{quote(copy, safe='')}#{quote(place, safe='')}"
