"""What the overview says of each table: rows, none, or to come; and in which spans it is complete."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from checker.errors import say
from checker.records.body import Span
from checker.records.header import fold
from checker.records.layout import STATUS, Sheet
from checker.records.reading import Reading
from checker.records.regions import Region
from checker.sheets.grid import Grid, Place


@dataclass(frozen=True)
class Said:
    """`status` is of `layout.STATUS`, None where nothing was chosen. `grid` and `place` are those of the status; `complete_at` of
    the first span."""

    grid: Grid
    place: Place
    status: str | None = None
    complete: tuple[Span, ...] = ()
    complete_at: Place = (1, 0)


def overview(reading: Reading, region: Region) -> dict[str, Said]:
    """By table. A table may stand in several rows, one for each span in which it is complete."""
    header, grid, found = region.header, region.grid, dict[str, Said]()
    assert header is not None
    columns, names = header.columns, {fold(label): name for name, label in region.sheet.tables}
    lacking = [part.label for part in region.sheet.parts if part.name not in columns]
    for label in lacking:
        reading.wrong(grid, (header.row, 0), say(f"缺少列“{label}”", f"column `{label}` is missing"))
    for row in range(header.row + 1, region.end + 1) if not lacking else ():
        cell = grid.cells.get((row, columns["table"]))
        places = {name: (row, columns[name]) for name in ("status", "from", "to")}
        filled = [place for place in places.values() if place in grid.cells]
        name = names.get(fold(cell.value)) if cell else None
        if name is None:
            if filled:
                what = say("这一行不知是哪张表", "no table is named in this row")
                why = say("第一列应为表名，与工作表同名", "the first column names a sheet")
                reading.wrong(grid, filled[0], what, why, say("请勿改动表名", "leave the names as they are"))
            continue
        status = _status(reading, region.sheet, grid, places["status"])
        span = _span(reading, region.sheet, grid, places["from"], places["to"])
        found[name] = _joined(reading, found.get(name), Said(grid, places["status"], status, span, places["from"]))
    return found


def _status(reading: Reading, sheet: Sheet, grid: Grid, place: Place) -> str | None:
    cell = grid.cells.get(place)
    if cell is None:
        return None
    options = next(part.options for part in sheet.parts if part.name == "status")
    known: Mapping[str, str] = {fold(text): key for text, key in zip(options, STATUS, strict=False)}
    if (key := known.get(fold(cell.value))) is None:
        why = say("应为 " + "、".join(options) + " 之一", "expected one of " + ", ".join(options))
        mend = say(f"例如 {options[0]}", f"for example {options[0]}") if options else ""
        reading.wrong(grid, place, say("填报情况填得不对", "the status is wrong"), why, mend)
    return key


def _span(reading: Reading, sheet: Sheet, grid: Grid, start: Place, end: Place) -> tuple[Span, ...]:
    labels = {part.name: say(part.label, part.label) for part in sheet.parts}
    first, last = reading.day(grid, start, labels["from"]), reading.day(grid, end, labels["to"])
    if first and last:
        return ((first, last),)
    for value, other in ((first, end), (last, start)):
        if value and other not in grid.cells:
            what = say("完整时段只填了一头", "the complete span has one end only")
            reading.wrong(grid, other, what, mend=say("起止都要填，或都不填", "fill in both ends or neither"))
    return ()


def _joined(reading: Reading, earlier: Said | None, now: Said) -> Said:
    if earlier is None:
        return now
    if now.status and earlier.status and now.status != earlier.status:
        what = say("同一张表的填报情况前后不一", "the table has two different statuses")
        reading.wrong(now.grid, now.place, what, mend=say("请改成一样", "make them the same"))
    spans: Sequence[Span] = sorted({*earlier.complete, *now.complete})
    at = earlier.complete_at if earlier.complete else now.complete_at
    one = earlier if earlier.status or not now.status else now
    return Said(one.grid, one.place, one.status, tuple(spans), at)
