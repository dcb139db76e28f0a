"""A marked copy: the list of gaps first, then every sheet of the book in its place with the cells marked that the gaps concern.

    copy(filled, report, lexicon, phrases) -> bytes

The file that somebody handed in is never touched. A copy of a workbook of ours carries its layout again, so that it can be
corrected and sent in like the workbook itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from xlsxwriter.worksheet import Worksheet

from checker.errors import Problem
from checker.marked import sheets
from checker.marked.drawn import drawn
from checker.marked.frames import Frame, of_layout, of_table
from checker.marked.gaps import Gaps, tally
from checker.marked.listing import Listing, Located, located, sentence
from checker.marked.options import Options
from checker.marked.paper import Paper, link
from checker.marked.places import Places, Spot
from checker.marked.sheets import Notes
from checker.marked.titles import title
from checker.marked.words import Words
from checker.model import Report
from checker.records import layout as layouts
from checker.records.body import Body
from checker.records.filled import Filled
from checker.records.layout import Layout
from checker.records.regions import places
from checker.records.workbook_layout import carried, own_titles
from checker.report.build import build
from checker.report.view import View
from checker.report.words import Lexicon, Phrases
from checker.rulebook.formwords import entry
from checker.sheets.grid import Grid

SHOWN = 1000
"""Problems listed in one copy."""
TOP = 3
"""Rows above the headings of a form."""


def copy(
    source: Filled | Body, report: Report | None, lexicon: Lexicon, phrases: Phrases, *,
    problems: Sequence[Problem] = (), view: View | None = None,
) -> bytes:  # fmt: skip
    """The copy as the bytes of an .xlsx file; the same input gives the same bytes.

    With a `report` (and its `view`, where it is made already) its gaps are listed and marked. Without one the problems are:
    those given, else the source's own. A body that came from no workbook is drawn as one.
    """
    words = Words(phrases.lang)
    filled = source if isinstance(source, Filled) else drawn(source, lexicon, words)
    return _Copy(filled, lexicon, phrases, words, is_drawn=isinstance(source, Body)).made(report, problems, view)


@dataclass(frozen=True)
class _Kept:
    """A sheet of the book and its name in the copy."""

    grid: Grid
    title: str


class _Copy:
    def __init__(self, filled: Filled, lexicon: Lexicon, phrases: Phrases, words: Words, *, is_drawn: bool) -> None:
        self.filled, self.lexicon, self.phrases, self.words, self.drawn = filled, lexicon, phrases, words, is_drawn
        self.paper, self.marks = Paper(), Notes()
        self.layout = _carried(filled)

    def made(self, report: Report | None, problems: Sequence[Problem], view: View | None) -> bytes:
        words, book = self.words, self.filled.book
        kept = _kept(self.filled, self.layout, words)
        # The school's own sheets keep their names, so the list takes one that is free.
        first = title(words("sheet" if report else "wrong_sheet"), {one.title.lower() for one in kept}, words("sheet"))
        targets = {one.grid.name: one.title for one in kept}
        lacking = self._required()
        listing = Listing(self.paper, self.paper.sheet(first), targets, words)
        if report is not None:
            self._gaps(listing, report, view or build(report, self.lexicon, self.phrases), lacking)
        else:
            found = [one.to_sender() for one in problems or self.filled.problems]
            listed = located(found[:SHOWN], book, numbered=True)
            listing.problems(Path(book.file).name, listed, book, more=len(found) - len(listed), lacking=lacking)
            self._mark(listed, "bad", "problem")
        known = [Problem(one.where, one.said) for one in report.notes] if report else self.filled.notes
        notes = located(known[:SHOWN], book, numbered=False)
        listing.notes(notes, book)
        self._mark(notes, "note", "note")
        listing.finish()
        self._sheets(kept, first)
        return self.paper.bytes()

    # ---- marks -------------------------------------------------------------------------------------------------

    def _required(self) -> int:
        """Marks the empty cells under red headings; how many there are."""
        found = list(Places(self.filled, self.layout).required())
        for spot in found[:SHOWN]:
            self.marks.add(spot, "lacks", self.words("required"))
        return len(found)

    def _gaps(self, listing: Listing, report: Report, view: View, lacking: int) -> None:
        gaps = Gaps(report, view, Places(self.filled), self.lexicon, self.phrases, self.words)
        own, others = gaps.own(), gaps.others()
        counts = tally({mark.key: n for mark, n in view.counts}, self.lexicon)
        listing.gaps(view, self.phrases, counts, own, others, drawn=self.drawn, lacking=lacking)
        for gap in (*own, *others):
            for mark in gap.marks:
                self.marks.add(mark.spot, mark.colour, mark.said)

    def _mark(self, found: Iterable[Located], colour: str, key: str) -> None:
        for one in found:
            if one.spot is not None and not one.spot.whole:
                self.marks.add(one.spot, colour, self.words(key, n=one.number, text=sentence(one.problem, self.words)))

    # ---- sheets ------------------------------------------------------------------------------------------------

    def _sheets(self, kept: Sequence[_Kept], first: str) -> None:
        options, frames = Options(self.paper, self.words("options_sheet")), _frames(self.filled, self.layout)
        more = self.words("told_more", n="{n}", sheet=first)
        for one in kept:
            sheet = self.paper.sheet(one.title)
            mine = frames.get(one.grid.name, [])
            sheets.write(self.paper, sheet, one.grid, mine, self.marks.of(one.grid.name), more)
            options.add(sheet, mine)
            self._back(sheet, one.grid)
            if one.grid.hidden:
                sheet.hide()
        if self.layout is not None:
            made = tuple(one for one in (first, options.finish()) if one)
            hidden = self.paper.sheet(layouts.SHEET)
            sheets.rows(hidden, list(replace(self.layout, made=made).rows()))
            hidden.very_hidden()

    def _back(self, sheet: Worksheet, grid: Grid) -> None:
        """The form's own link to its first sheet, of which only the words are in a cell."""
        overview = self.layout.sheet("overview") if self.layout else None
        said = set(entry("table.back").values())
        for place, one in grid.cells.items() if overview else ():
            if place[0] <= TOP and one.value in said and overview and self.filled.book.grid(overview.title):
                form = self.paper.format(**entry("styles.link"))
                link(sheet, *place, Spot(overview.title, 1, 1), overview.title, one.value, form)


def _carried(filled: Filled) -> Layout | None:
    """The layout that the book carries, be it that nothing else of it could be read."""
    if filled.body is not None:
        return filled.body.layout
    found = carried(filled.book)
    return found if isinstance(found, Layout) else None


def _ours(layout: Layout | None) -> frozenset[str]:
    """Sheets that nobody filled in: they are made again."""
    return own_titles() | {*layout.made} if layout else frozenset()


def _kept(filled: Filled, layout: Layout | None, words: Words) -> list[_Kept]:
    """The sheets of the book that somebody filled in, each with its name in the copy: as it was, where Excel takes it."""
    ours = _ours(layout)
    taken = {one.lower() for one in (layouts.SHEET, *ours)}
    kept = []
    for grid in filled.book.grids:
        if grid.name not in ours:
            name = title(grid.name or Path(filled.book.file).stem, taken, words("unnamed_sheet"))
            taken.add(name.lower())
            kept.append(_Kept(grid, name))
    return kept


def _frames(filled: Filled, layout: Layout | None) -> dict[str, list[Frame]]:
    """What stands in a table on each sheet: in a workbook of ours also the sheets that hold no records."""
    found: dict[str, list[Frame]] = {}
    read: dict[tuple[str, str], list[int]] = {}
    for one in filled.regions:
        read.setdefault((one.table, one.sheet), []).extend(one.rows)
    if layout is None:
        for one in filled.regions:
            found.setdefault(one.sheet, []).append(of_table(one))
        return found
    for region in places(filled.book, layout, _ours(layout)).regions:
        rows = read.get((region.sheet.name, region.grid.name), ())
        found.setdefault(region.grid.name, []).append(of_layout(region, rows))
    return found
