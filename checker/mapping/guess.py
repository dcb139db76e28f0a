"""Which table is this piece of a sheet, and which column is each of its headings? Said with the reasons, and open where it is not sure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from checker.mapping import evidence
from checker.mapping.names import PERHAPS, SURE, Names, TableNames
from checker.mapping.pieces import Piece
from checker.nearest import nearest
from checker.records import rows as data_rows
from checker.records import sheetwords
from checker.records.blocks import lines_above, numbered
from checker.records.tables import Column, TableSchema
from checker.sheets.grid import Cell

CROSSED = 3
"""Headings that name periods, from which on a table is one of periods."""

_PERIOD = re.compile(
    r"(?:[0-9]{4}年?)?(?:[0-9]{1,2}月(?:份)?)|[0-9]{4}(?:年|学年|-[0-9]{4}学年)?|第[一二三四1-4]季度|第[0-9一二三四五六七八九十]+周"
)

SHOWN = 4
"""Tables that a person is asked to choose from."""

MARGIN = 2
"""By how much the best table must be better than the next."""


@dataclass(frozen=True)
class ColumnGuess:
    """`column` is None where the heading is not used or not sure; `candidates` then say what it may be. `values` are those
    without an option, each with the nearest one. `why` is a key of phrases."""

    heading: str
    column: Column | None = None
    candidates: tuple[Column, ...] = ()
    unit: str | None = None
    values: Mapping[str, str | None] | None = None
    why: str = ""


@dataclass(frozen=True)
class PieceGuess:
    """`tables` is the one table where it is sure, several or none where a person has to say; the columns are those of the first.
    `fixed` are required columns without a heading: the option that a title names, or None."""

    piece: Piece
    tables: tuple[TableSchema, ...]
    sure: bool
    titled: bool
    columns: tuple[ColumnGuess, ...]
    by_row: bool = False
    fixed: Mapping[str, str | None] | None = None
    missing: tuple[Column, ...] = ()
    undated: Column | None = None
    """The column that would date the rows, where no heading may be it."""
    crossed: bool = False
    """A column for each month or year: its rows are no records."""


def guess(piece: Piece, called: Sequence[str], names: Names) -> PieceGuess:
    """`called` are the names of its sheet and file. The piece has headings."""
    assert piece.header is not None
    titles = (*called, *piece.titles)
    scored: list[tuple[int, int, TableNames]] = []
    for number, one in enumerate(names.tables.values()):
        said = max((one.in_title(title) for title in titles), default=0)
        points = _points(one, list(piece.header.columns))
        if points or said:
            scored.append((points + said, -number, one))
    scored.sort(key=lambda one: one[:2], reverse=True)
    best = scored[0] if scored else None
    crossed = sum(bool(_PERIOD.fullmatch(text)) for text in piece.header.columns) >= CROSSED
    if best is None or best[0] < SURE or crossed:
        columns = tuple(ColumnGuess(heading) for heading in piece.header.columns)
        return PieceGuess(piece, (), False, False, columns, crossed=crossed)
    near = [one for one in scored if one[0] > best[0] - MARGIN and one[0] >= SURE]
    near = [one for one in near if one[2].table.name in names.wanted] or near
    best = near[0]
    titled = any(best[2].in_title(title) > 1 for title in titles)
    return _columns(piece, best[2], tuple(one[2].table for one in near[:SHOWN]), titled, titles, names)


def _points(table: TableNames, headings: Sequence[str]) -> int:
    sure = table.all_named(headings)
    named = {column.name for column in sure.values()}
    like = sum(PERHAPS for text in headings if text not in sure and table.like(text))
    lacking = sum(name not in named for name in table.table.required if name != "id")
    if not named - {"id"}:
        return 0
    own = sum(table.alone(text) for text in sure)
    return max(0, SURE * len(named - {"id"}) + own + min(like, SURE - 1) - lacking)


def _columns(
    piece: Piece, table: TableNames, near: tuple[TableSchema, ...], titled: bool, titles: Sequence[str], names: Names
) -> PieceGuess:
    assert piece.header is not None
    header, schema = piece.header, table.table
    found = _records(piece, schema)
    above = lines_above(piece.grid, header.rows[0], piece.left, piece.right, piece.titles)
    made: dict[str, ColumnGuess] = {}
    taken: set[str] = set()
    sure = table.all_named(list(header.columns))
    for text, number in header.columns.items():
        column = sure.get(text)
        if column is not None and column.name not in taken:
            made[text] = _judged(text, column, found.get(number, []), above, titles)
            taken.add(column.name) if made[text].column else None
    rows = max((len(cells) for cells in found.values()), default=0)
    for text, number in header.columns.items():
        if text not in made:
            cells = found.get(number, [])
            made[text] = _other(text, cells, table, taken, rows, names, sure.get(text))
            if (settled := made[text].column) is not None:
                taken.add(settled.name)
    fixed, missing = _lacking(schema, taken, {name for one in made.values() for name in _names(one)}, titles)
    made, missing = _last_one(made, missing, found, header.columns, rows)
    ordered = tuple(made[text] for text in header.columns)
    perhaps = taken | {name for one in made.values() for name in _names(one)}
    day = (schema.time or {}).get("at") or (schema.time or {}).get("from")
    undated = schema.columns[day] if day and day not in perhaps else None
    return PieceGuess(piece, near, len(near) == 1, titled, ordered, "id" not in taken, fixed, missing, undated)


def _judged(
    text: str, column: Column, cells: Sequence[Cell], above: Sequence[str], titles: Sequence[str]
) -> ColumnGuess:
    """A column by its heading, unless its values say that it cannot be."""
    unit = sheetwords.heading(text).unit
    stated = unit or line_unit(column, above)
    fits = evidence.fit(column, cells, stated)
    why = "" if unit else ("unit line" if stated else "")
    if column.codes and column.type in ("code", "codes", "yesno") and fits.strange:
        if not evidence.listable(fits) or (not fits.fitting and _option(column, titles)):
            return ColumnGuess(text, None, (column,), why="values differ")
        options = list(evidence.labels(column).values())
        return ColumnGuess(text, column, values={one: nearest(one, options) for one in fits.strange}, why="values")
    if fits.wrong and column.type in ("date", "int", "money", "points", "percent", "yesno", "code"):
        return ColumnGuess(text, None, (column,), why="values differ")
    return ColumnGuess(text, column, unit=stated, why=why)


def _other(
    text: str, cells: Sequence[Cell], table: TableNames, taken: set[str], rows: int, names: Names, twice: Column | None
) -> ColumnGuess:
    """A heading that surely names none of the columns."""
    columns = table.table.columns
    if sheetwords.heading(text).bare in names.words.ignored:
        total = sheetwords.heading(text).bare in names.words["totals"]
        if "id" not in taken and not total and evidence.ordinal(cells, rows):
            return ColumnGuess(text, columns["id"], why="ordinal")
        return ColumnGuess(text, why="no fact")
    if twice is not None:
        return ColumnGuess(text, None, (twice,), why="taken")
    by_values = evidence.coded((one for one in columns.values() if one.name not in taken), cells)
    if by_values is not None:
        return ColumnGuess(text, by_values, why="by values")
    like = tuple(one for one in table.like(text) if one.name not in taken and not evidence.fit(one, cells, None).wrong)
    return ColumnGuess(text, None, like, why="like" if like else "")


def _last_one(
    made: dict[str, ColumnGuess],
    missing: tuple[Column, ...],
    found: Mapping[int, Sequence[Cell]],
    columns: Mapping[str, int],
    rows: int,
) -> tuple[dict[str, ColumnGuess], tuple[Column, ...]]:
    """Where one required column is missing and one column of words has no use, it may be that one: the corner of a table on its
    side says 项目 above the names."""
    unused = [
        text
        for text, one in made.items()
        if one.column is None
        and not one.why
        and len(found.get(columns[text], ())) == rows > 0
        and all(cell.kind == "text" for cell in found[columns[text]])
    ]
    if len(missing) != 1 or len(unused) != 1 or missing[0].type not in ("text", "link"):
        return made, missing
    return {**made, unused[0]: ColumnGuess(unused[0], None, missing, why="like")}, ()


def _names(one: ColumnGuess) -> tuple[str, ...]:
    return tuple(column.name for column in one.candidates)


def _lacking(
    schema: TableSchema, taken: set[str], perhaps: set[str], titles: Sequence[str]
) -> tuple[dict[str, str | None], tuple[Column, ...]]:
    """Required columns that no heading names: of options the one in a title, the others to be told."""
    fixed: dict[str, str | None] = {}
    missing: list[Column] = []
    for name in schema.required:
        column = schema.columns[name]
        if name in taken or name == "id" or (name in perhaps and not column.codes):
            continue
        if not column.codes:
            missing.append(column)
            continue
        said = _option(column, titles)
        if said or name not in perhaps:
            fixed[name] = said
    return fixed, tuple(missing)


def _option(column: Column, titles: Sequence[str]) -> str | None:
    """The one option that the titles name; of several the longest, if it holds the others."""
    labels = column.codes or {}
    said = sorted(
        (code for code, label in labels.items() if any(label in title for title in titles)),
        key=lambda one: -len(labels[one]),
    )
    return said[0] if said and all(labels[one] in labels[said[0]] for one in said) else None


def line_unit(column: Column, lines: Sequence[str]) -> str | None:
    """The unit that a line above the headings states for such a column, where only one does."""
    words = sheetwords.load().units
    found = {unit for unit in lines if unit in words and words[unit].kind == column.type}
    return found.pop() if len(found) == 1 else None


def _records(piece: Piece, schema: TableSchema) -> dict[int, list[Cell]]:
    """The filled cells of each column, of records only: no totals, no notes."""
    assert piece.header is not None
    columns = {str(number): number for number in piece.header.columns.values()}
    first = piece.header.rows[-1] + 1
    first += numbered(piece.grid, first, columns.values())
    found = data_rows.records(piece.grid, piece.header.rows[-1], columns, piece.last, schema)
    return {
        number: [cell for row in found.records if row >= first and (cell := piece.grid.cells.get((row, number)))]
        for number in columns.values()
    }
