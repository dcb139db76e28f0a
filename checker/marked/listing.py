"""The first sheet of a marked copy: what is lacking and where, or what must be mended before anything can be checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter.worksheet import Worksheet

from checker.errors import Problem, spoken
from checker.marked.gaps import Gap
from checker.marked.paper import Paper, height, link, text
from checker.marked.places import Spot, spot
from checker.marked.words import Words, looks
from checker.report.view import View
from checker.report.words import Phrases, clean
from checker.sheets.grid import Book

Targets = Mapping[str, str]
"""The names of the book's sheets in the copy."""


@dataclass(frozen=True)
class Located:
    """A problem or note, its number in the list (0 for a note), the cell where there is one."""

    number: int
    problem: Problem
    spot: Spot | None


def located(problems: Sequence[Problem], book: Book, *, numbered: bool) -> list[Located]:
    return [
        Located(number if numbered else 0, one, spot(one.where, book)) for number, one in enumerate(problems, start=1)
    ]


def place(one: Located, book: Book) -> str:
    """Where it is, without the file's name, which is that of the copy."""
    return clean(one.problem.where.removeprefix(book.file).removeprefix(":"))


def sentence(problem: Problem, words: Words) -> str:
    """What, and behind it what was expected and how to mend it."""
    said = clean(spoken(problem.what, words.lang))
    more = words("join").join(clean(spoken(part, words.lang)) for part in (problem.why, problem.mend) if part)
    return words("sentence", what=said, more=more) if more else said


class Listing:
    """Writes down from row 1; `sheet` is the first of the workbook."""

    def __init__(self, paper: Paper, sheet: Worksheet, targets: Targets, words: Words) -> None:
        self.paper, self.sheet, self.targets, self.words = paper, sheet, targets, words
        self.row = 1
        self.looks = looks()

    def gaps(
        self, view: View, phrases: Phrases, counts: tuple[int, int, int], own: Sequence[Gap], others: Sequence[Gap],
        *, drawn: bool, lacking: int = 0,
    ) -> None:  # fmt: skip
        words = self.words
        invented = phrases("report.bracket", text=phrases("report.invented")) if view.invented else ""
        self._title(words("title", body=view.body + invented))
        for name, number, status, _ in view.documents:
            said = phrases("report.document", title=name, number=number) + phrases("report.bracket", text=status)
            self._line(phrases("report.labelled", label=phrases("report.rulebook"), text=said))
        dated = phrases("report.labelled", label=phrases("report.as_of"), text=view.as_of)
        review = phrases("report.labelled", label=phrases("report.review"), text=view.review) if view.review else ""
        self._line("　".join(part for part in (dated, review) if part))
        broken, unknown, asked = counts
        for line in (*view.ran_out, view.counters, *view.also):
            self._line(line)
        self._line(words("tally", gaps=broken, unknown=unknown, review=asked), bold=True)
        self._lacking(lacking)
        self._line(words("how_drawn" if drawn else "how"), soft=True)
        columns = self._columns("gaps", self.looks["links"])
        self._heads(columns, freeze=True)
        first = self.row
        for gap in own:
            self._gap(gap)
        if own:
            self.sheet.autofilter(first - 2, 0, self.row - 2, len(columns) - 1)
        else:
            self._line(words("none"))
        if others:
            self.row += 1
            self._line(words("others"), bold=True)
            self._heads(columns)
            for gap in others:
                self._gap(gap)

    def problems(self, file: str, found: Sequence[Located], book: Book, *, more: int = 0, lacking: int = 0) -> None:
        self._title(self.words("wrong_title", file=clean(file)))
        self._line(self.words("wrong_lead", n=len(found) + more), bold=True)
        self._lacking(lacking)
        columns = self._columns("problems")
        self._heads(columns, freeze=True)
        first = self.row
        for one in found:
            self._problem(one, book)
        if found:
            self.sheet.autofilter(first - 2, 0, self.row - 2, len(columns) - 1)
        if more:
            self._line(self.words("wrong_more", n=more))

    def notes(self, found: Sequence[Located], book: Book) -> None:
        """Below what is there: the place, and what was read in a way that somebody should know of."""
        if not found:
            return
        self.row += 1
        self._line(self.words("notes"), bold=True)
        for one in found:
            where = place(one, book)
            if one.spot and one.spot.sheet in self.targets:
                self._link(2, one.spot, where)
            else:
                self._line(where, at=2, keep=True)
            text(self.sheet, self.row, 3, sentence(one.problem, self.words), self.paper.format(valign="top"))
            self.row += 1

    def finish(self) -> None:
        """Landscape A4, as wide as the page, the headings on each."""
        sheet = self.sheet
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(0.4, 0.4, 0.5, 0.6)
        sheet.set_footer("&C" + self.words("page"))
        sheet.hide_gridlines(2)
        sheet.activate()
        sheet.set_first_sheet()

    # ---- lines -------------------------------------------------------------------------------------------------

    def _title(self, said: str) -> None:
        text(self.sheet, self.row, 1, said, self.paper.format(bold=True, font_size=16))
        self.sheet.set_row(self.row - 1, 26)
        self.row += 1

    def _line(self, said: str, *, bold: bool = False, soft: bool = False, at: int = 1, keep: bool = False) -> None:
        colour = {"font_color": self.looks["head"]["soft"]} if soft else {}
        text(self.sheet, self.row, at, said, self.paper.format(bold=bold, **colour))
        self.row += not keep

    def _lacking(self, number: int) -> None:
        if number:
            self._line(self.words("required_cells", n=number))

    def _columns(self, table: str, links: int = 0) -> list[str]:
        """The keys of the columns in order; sets their widths."""
        columns: list[str] = []
        for key, width in self.looks[table].items():
            times = links if key == "record" else 1
            self.sheet.set_column(len(columns), len(columns) + times - 1, width)
            columns += [key] * times
        return columns

    def _heads(self, columns: Sequence[str], *, freeze: bool = False) -> None:
        head = self.looks["head"]
        form = self.paper.format(
            bold=True, bg_color=head["fill"], font_color=head["ink"], border=1, border_color=head["line"],
            text_wrap=True, valign="vcenter",
        )  # fmt: skip
        for at, key in enumerate(columns, start=1):
            word = "fix" if key == "mend" and "place" in columns else key
            word = "record_more" if key in columns[: at - 1] else word
            text(self.sheet, self.row, at, self.words(word), form)
        if freeze:
            self.sheet.freeze_panes(self.row, 0)
            self.sheet.repeat_rows(self.row - 1)
        self.row += 1

    def _gap(self, gap: Gap) -> None:
        clause, plain = gap.clause, self._plain()
        colours = self.looks["colours"].get(gap.mark.colour, self.looks["colours"]["quiet"])
        verdict = self._plain(bg_color=colours["fill"], font_color=colours["ink"], bold=True)
        if gap.number:
            self.sheet.write_number(self.row - 1, 0, gap.number, plain)
        else:
            self.sheet.write_blank(self.row - 1, 0, None, plain)
        said = clause.sentence
        actual = "\n".join(part for part in (said.actual, clause.where) if part)
        title = f"{gap.at}\n{clause.title}"
        cells = [title, clause.quote, actual, said.should, said.short, said.mend, clause.bearer]
        text(self.sheet, self.row, 2, f"{gap.mark.symbol} {gap.mark.label}", verdict)
        for at, one in enumerate(cells, start=3):
            text(self.sheet, self.row, at, one, plain)
        self._links(gap.links, len(cells) + 3)
        self._fit(cells, list(self.looks["gaps"].values())[2:])
        self.row += 1

    def _links(self, spots: Sequence[Spot], at: int) -> None:
        most = self.looks["links"]
        known = [one for one in spots if one.sheet in self.targets]
        shown = known if len(known) <= most else known[: most - 1]
        for column, one in enumerate(shown, start=at):
            self._link(column, one)
        for column in range(at + len(shown), at + most):
            self.sheet.write_blank(self.row - 1, column - 1, None, self._plain())
        if len(known) > len(shown):
            said = self.words("more", n=len(known) - len(shown))
            text(self.sheet, self.row, at + len(shown), said, self._plain())

    def _link(self, column: int, one: Spot, said: str = "") -> None:
        target = self.targets[one.sheet]
        said = said or (self.words("table", sheet=target) if one.whole else f"{target}!{one.name}")
        form = self._plain(font_color=self.looks["head"]["link"], underline=1)
        link(self.sheet, self.row, column, one, target, said, form)

    def _problem(self, one: Located, book: Book) -> None:
        lang, plain = self.words.lang, self._plain()
        self.sheet.write_number(self.row - 1, 0, one.number, plain)
        where = place(one, book)
        if one.spot and one.spot.sheet in self.targets:
            self._link(2, one.spot, where)
        else:
            text(self.sheet, self.row, 2, where, plain)
        said = [clean(spoken(part, lang)) for part in (one.problem.what, one.problem.why, one.problem.mend)]
        for at, part in enumerate(said, start=3):
            text(self.sheet, self.row, at, part, plain)
        self._fit(said, list(self.looks["problems"].values())[2:])
        self.row += 1

    def _fit(self, cells: Sequence[str], widths: Sequence[float]) -> None:
        self.sheet.set_row(self.row - 1, height(zip(cells, widths, strict=False)))

    def _plain(self, **more: Any) -> Any:
        return self.paper.format(
            border=1, border_color=self.looks["head"]["line"], text_wrap=True, valign="top", **more
        )
