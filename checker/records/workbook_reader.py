"""A workbook of ours that somebody filled in → what it says. The hidden sheet in it tells what to look for; everything is found by
its headings, and what cannot be used is named with its cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from checker.errors import BadInput, Problem, say
from checker.model import Words
from checker.records import assemble, links, numbered
from checker.records.assemble import RawTable
from checker.records.body import Body
from checker.records.filled import Filled
from checker.records.filled import Region as Read
from checker.records.layout import Layout
from checker.records.overview import Said, overview
from checker.records.private import masked, personal
from checker.records.reading import Reading
from checker.records.regions import Places, Region, places
from checker.records.workbook_head import Head
from checker.records.workbook_layout import carried, own_titles
from checker.records.workbook_ratings import ratings
from checker.records.workbook_tables import table
from checker.sheets.grid import Book, split
from checker.sheets.read import read as read_book


def body(path: Path) -> Body:
    """The body that a filled workbook describes. Raises BadInput."""
    filled = read(path)
    if filled.body is None:
        raise BadInput(filled.problems)
    return filled.body


def read(path: Path) -> Filled:
    """A workbook as far as it can be read, with all that is wrong with it. Raises BadInput where the file is none, or not safe."""
    book = read_book(path)
    made = carried(book)
    return Filled(book, problems=(made,)) if isinstance(made, Problem) else filled(book, made)


def filled(book: Book, made: Layout) -> Filled:
    """What the sheets of a book say by that layout."""
    private, book = personal(book), masked(book)
    reading = Reading(book)
    found = places(book, made, own_titles() | {*made.made})
    reading.notes += found.notes
    reading.problems += found.twice
    head = Head(reading, made, found)
    said = {name: one for region in found.of("overview") for name, one in overview(reading, region).items()}
    raw, read_ = _tables(reading, made, found, said)
    own = [entry for region in found.of("ratings") for entry in ratings(reading, region, _period(head, made))]
    _missing(reading, found, said)
    body_ = None
    try:
        linked = links.by_name(raw, reading.made, reading.problems)
        reading.problems += numbered.names(linked)
        body_ = assemble.body(head.data, head.where, linked, file=book.file, sha256=book.sha256)
    except BadInput as bad:
        reading.problems += bad.problems
    told = {problem.where for problem in private}
    problems = _sorted(book, [*private, *(one for one in reading.problems if one.where not in told)])
    notes = _sorted(book, reading.notes)
    if problems:
        body_ = None
    if body_ is not None:
        body_ = replace(body_, layout=made, notes=notes, ratings=tuple(own), at=head.cells())
    return Filled(book, read_, body_, problems, notes)


def _tables(
    reading: Reading, made: Layout, found: Places, said: Mapping[str, Said]
) -> tuple[list[RawTable], tuple[Read, ...]]:
    """The tables that are reported, and where each stands."""
    raw: list[RawTable] = []
    regions: list[Read] = []
    for region in found.of("table"):
        one, read_ = table(reading, region)
        regions.append(read_)
        if found.of("overview") and one.name not in said and one.rows:
            reading.note(region.grid, (read_.header, 0), _unlisted(found.of("overview")[0].sheet.title))
        if (stated := _stated(reading, region, one, said.get(one.name))) is not None:
            raw.append(stated)
    named = {sheet.name: sheet for sheet in made.sheets if sheet.role == "table"}
    for name, one_said in said.items():
        # a sheet that somebody deleted because there is nothing to put in it
        if one_said.status == "none" and name in named and name not in {one.table for one in regions}:
            where = reading.book.place(one_said.grid, *one_said.place)
            raw.append(RawTable(name, where, (), one_said.complete, where, absent=True))
    return raw, tuple(regions)


def _stated(reading: Reading, region: Region, one: RawTable, said: Said | None) -> RawTable | None:
    """The table with what the overview says of it; None where it is not reported. A contradiction is told."""
    if said is None:
        return one if one.rows else None
    title = region.sheet.title
    status, rows = said.status, len(one.rows)
    where = reading.book.place(said.grid, *said.complete_at)
    if rows and status in {"none", "later"}:
        chosen = said.grid.cells[said.place].value
        what = say(f"“{title}”选了“{chosen}”，表内却有 {rows} 行", f"`{title}` says `{chosen}` and has {rows} rows")
        mend = say("请改选，或删去这些行", "choose otherwise, or remove the rows")
        reading.wrong(said.grid, said.place, what, mend=mend)
    if not rows and status == "rows":
        what = say(f"“{title}”选了有记录，表内却没有一行", f"`{title}` is said to have rows and has none")
        reading.wrong(said.grid, said.place, what, mend=say("请填表，或改选", "fill it in, or choose otherwise"))
    if not rows and status != "none" and said.complete:
        what = say(f"“{title}”写了完整时段，却没有一行", f"`{title}` has a complete span but no rows")
        mend = say("没有内容请选“无”", "choose none where there is nothing")
        reading.wrong(said.grid, said.place, what, mend=mend)
    if rows and status in {"none", "later"}:
        return replace(one, refused=True)
    if status == "none":
        return RawTable(one.name, one.where, (), said.complete, where, absent=True)
    return replace(one, complete=said.complete, complete_where=where) if rows else None


def _unlisted(title: str) -> Words:
    return say(
        f"“{title}”里没有这张表的一行，完整时段按未填读入；可从空白表复制回来",
        f"`{title}` has no row for this table: its complete span is read as not filled in; copy the row back",
    )


def _missing(reading: Reading, found: Places, said: Mapping[str, Said]) -> None:
    """Regions that are nowhere. Without a sheet for its ratings a body gave itself none; anything else is missed."""
    for sheet, grid in found.missing:
        stated = said.get(sheet.name) if sheet.role == "table" else None
        if stated is not None and stated.status in {"none", "later"}:
            continue
        where, what = reading.book.file, say(f"缺少工作表“{sheet.title}”", f"sheet `{sheet.title}` is missing")
        if grid:
            where = reading.book.place(grid, min((row for row, _ in grid.cells), default=1))
            what = say(f"“{sheet.title}”里找不到表头", f"no headings in `{sheet.title}`")
        wanted = [part.label for part in sheet.parts[:3]]
        why = say(f"应有“{'”“'.join(wanted)}”等", f"expected `{'`, `'.join(wanted)}` and so on")
        mend = say("请从空白表复制回来", "copy it back from the blank form")
        if sheet.role == "table":
            mend = say(f"{mend['zh']}；没有内容请在首页选“无”", f"{mend['en']}, or choose none on the first sheet")
        if sheet.role == "ratings" and not grid:
            told = say(f"{what['zh']}，按没有自评打分读入", f"{what['en']}: read as no self-scores")
            reading.notes.append(Problem(where, told))
        else:
            reading.problems.append(Problem(where, what, why, mend))


def _period(head: Head, made: Layout) -> str | None:
    """The school year of the form, where the calendar has one of that name."""
    years: Iterable[Mapping[str, str]] = head.data.get("calendar", {}).get("school_years", ())
    return made.year if any(year["id"] == made.year for year in years) else None


def _sorted(book: Book, problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """In the order of the sheets and of their rows; what belongs to no sheet comes first. None twice."""
    order = {grid.name: number for number, grid in enumerate(book.grids, 1)}

    def key(problem: Problem) -> tuple[int, int, int]:
        found = split(problem.where, book.file)
        return (order.get(found[0], 0), found[1], found[2]) if found else (0, 0, 0)

    once = dict[str, Problem]()
    for problem in problems:
        once.setdefault(problem.line(), problem)
    return tuple(sorted(once.values(), key=key))
