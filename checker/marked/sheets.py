"""The sheets of a book as they stand, each value in its place, with marks on cells and a comment that says why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from xlsxwriter.worksheet import Worksheet

from checker.marked.frames import Frame
from checker.marked.paper import Paper, cell, comment, height, text
from checker.marked.places import Spot
from checker.marked.words import looks
from checker.rulebook.formwords import entry
from checker.sheets.grid import Grid, Place

FIRST = (1, 1)
"""Where the title of a sheet stands that is no heading."""
UNKNOWN = "formula"
"""The kind of a cell that holds a formula and no result."""
ROOM = 20_000
"""Cells of merged ranges that are kept in a sheet; a file may name more than there is paper."""
HIGHEST = 200
"""Hidden rows and columns below and beside what is filled are of no use to anybody."""
SEVERE = ("error", "bad", "warn", "open", "lacks", "note")
"""Colour classes, the gravest first: where a cell has several marks, its fill is the gravest one's."""
WIDEST = 60.0
FROZEN = 20
"""Headings further down are not kept in view: nothing else would be."""


@dataclass
class Note:
    """What is to be said of one cell: the colour class of the gravest, and each in a line."""

    colour: str
    said: list[str] = field(default_factory=list)


class Notes:
    """By cell."""

    def __init__(self) -> None:
        self._found: dict[Spot, Note] = {}

    def add(self, spot: Spot, colour: str, said: str) -> None:
        spot = Spot(spot.sheet, spot.row, spot.column)
        note = self._found.setdefault(spot, Note(colour))
        note.colour = min(note.colour, colour, key=_severity)
        if said and said not in note.said:
            note.said.append(said)

    def of(self, sheet: str) -> dict[Place, Note]:
        return {(spot.row, spot.column): note for spot, note in self._found.items() if spot.sheet == sheet}


def write(
    paper: Paper, sheet: Worksheet, grid: Grid, frames: Sequence[Frame], notes: Mapping[Place, Note], more: str
) -> None:
    """One sheet. `more` ends a comment that leaves out gaps: it has a place for their number `{n}`."""
    _shape(sheet, grid, frames)
    covered = _merge(sheet, grid, paper.format(valign="top", text_wrap=True))
    places = _dressed(frames)
    for place in sorted({*grid.cells, *notes, *places}):
        row, column = place
        chosen = {"valign": "top", **places.get(place, {}), **_marked(notes.get(place))}
        one = grid.cells.get(place)
        if one is not None and one.kind == UNKNOWN and place not in notes:
            one = None  # the form's own counting, which nobody has worked out yet: no text for a reader
        if one is not None:
            cell(paper, sheet, row, column, one, chosen)
        elif place not in covered:
            sheet.write_blank(row - 1, column - 1, None, paper.format(**chosen))
    told = looks()["told"]
    for (row, column), note in sorted(notes.items()):
        if not note.said:
            continue
        lines = note.said[:told]
        if len(note.said) > told:
            lines.append(more.format(n=len(note.said) - told))
        comment(paper, sheet, row, column, "\n".join(lines), looks()["colours"]["note"]["fill"])


def rows(sheet: Worksheet, listed: Sequence[Sequence[str]]) -> None:
    """Rows of plain text."""
    for row, cells in enumerate(listed, start=1):
        for column, said in enumerate(cells, start=1):
            text(sheet, row, column, said)


def _severity(colour: str) -> int:
    return SEVERE.index(colour) if colour in SEVERE else len(SEVERE)


def _dressed(frames: Sequence[Frame]) -> dict[Place, Mapping[str, Any]]:
    """How the cells of tables look: headings, what is to be filled in, some empty rows below."""
    found: dict[Place, Mapping[str, Any]] = {}
    head, line = entry("styles.head"), {"border": 1, "border_color": looks()["head"]["line"], "text_wrap": True}
    inputs = {kind: {**entry("styles.input"), "num_format": shown["format"]} for kind, shown in entry("types").items()}
    for frame in frames:
        found |= {(frame.header, column): head for column in frame.columns if frame.header}
        empty = range(frame.last + 1, frame.last + 1 + min(frame.room, looks()["empty"]))
        for row in (*frame.rows, *empty):
            for column in frame.columns:
                part = frame.part((row, column))
                found[row, column] = inputs.get(part.type, entry("styles.input")) if part else line
        for at, part in frame.parts.items():
            if isinstance(at, tuple):
                found[at] = inputs.get(part.type, entry("styles.input"))
        found |= dict.fromkeys(frame.labels, entry("styles.label"))
    if frames and FIRST not in found:
        found[FIRST] = entry("styles.title")
    return found


def _marked(note: Note | None) -> dict[str, Any]:
    if note is None:
        return {}
    mark = looks()["colours"].get(note.colour, looks()["colours"]["quiet"])
    return {"bg_color": mark["fill"], "font_color": mark["ink"]}


def _shape(sheet: Worksheet, grid: Grid, frames: Sequence[Frame]) -> None:
    """Widths, what is hidden, headings that stay in view, the paper."""
    for column, width in grid.widths.items():
        if column <= grid.columns:
            sheet.set_column(column - 1, column - 1, min(width, WIDEST))
    for column in sorted(one for one in grid.hidden_columns if one <= grid.columns + HIGHEST):
        sheet.set_column(column - 1, column - 1, grid.widths.get(column), None, {"hidden": True})
    for row, said in _long(grid, frames).items():
        sheet.set_row(row - 1, height(said))
    for row in sorted(one for one in grid.hidden_rows if one <= grid.rows + HIGHEST):
        sheet.set_row(row - 1, None, None, {"hidden": True})
    if len(frames) == 1 and 0 < frames[0].header <= FROZEN:
        sheet.freeze_panes(frames[0].header, 0)
        sheet.repeat_rows(frames[0].header - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _long(grid: Grid, frames: Sequence[Frame]) -> dict[int, list[tuple[str, float]]]:
    """The rows of tables with a text that needs more than one line."""
    usual = looks()["width"]
    found: dict[int, list[tuple[str, float]]] = {}
    for frame in frames:
        for row in (frame.header, *frame.rows):
            for column in frame.columns:
                one, width = grid.cells.get((row, column)), grid.widths.get(column, usual)
                if one is not None and one.kind == "text" and 2 * len(one.value) > width:
                    found.setdefault(row, []).append((one.value, min(width, WIDEST)))
    return found


def _merge(sheet: Worksheet, grid: Grid, form: Any) -> set[Place]:
    """Merged ranges within what is filled, as many as there is room for; those that overlap another are left out. Gives
    the cells that they cover."""
    covered: set[Place] = set()
    for first, left, last, right in grid.merged:
        bottom, edge = min(last, max(grid.rows, first)), min(right, max(grid.columns, left))
        size = (bottom - first + 1) * (edge - left + 1)
        if size < 2 or len(covered) + size > ROOM:
            continue
        places = {(row, column) for row in range(first, bottom + 1) for column in range(left, edge + 1)}
        if places & covered:
            continue
        covered |= places
        sheet.merge_range(first - 1, left - 1, bottom - 1, edge - 1, "", form)
    return covered
