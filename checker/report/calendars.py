"""Entries → the calendars of a report: which table, which row, which column. Their verdicts and numbers are the cells'."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from checker.report.duties import IDLE, MEMBERS, STILL, WHOLE, Entry, by_duty, members_of
from checker.report.dutynames import Names
from checker.report.grids import Box, Calendar, Grid, Head, Line
from checker.report.pictures import Pictures, columns_of, held_by
from checker.report.strips import Strips
from checker.report.words import pick
from checker.report.years import Period, Year

COLUMNS = 14
"""Columns of a members' table; one with more is split, so that it can be read and printed."""
FEW = 2
"""With so many periods in a year a period is the heading and the duties stand under it; else a duty has its own table."""


class Calendars:
    def __init__(self, names: Names) -> None:
        self.names, self.writer, self.tallies, self.years = names, names.writer, names.tallies, names.years
        self.speaker, self.say, self.lang = names.speaker, names.say, names.lang
        self.pictures = Pictures(names, self.said)

    def all(self, entries: Iterable[Entry]) -> tuple[Calendar, ...]:
        return tuple(self._calendar(year) for year in self.years.of(entries))

    def _calendar(self, year: Year) -> Calendar:
        among: dict[str, list[Entry]] = {}
        for entry in year.entries:
            among.setdefault(entry.among, []).append(entry)
        grids = [self._whole(among.pop(WHOLE))] if WHOLE in among else []
        for name, found in among.items():
            grids += self._members(name, found)
        strips = tuple(Strips(self.names).of(year.entries))
        return Calendar(year.title, year.days, tuple(grids), strips, self.pictures.of(year.entries))

    # ---- headings ----------------------------------------------------------------------------------------------

    def _head(self, entry: Entry, span: int = 1) -> Head:
        return Head(
            self.names.title(entry), span=span, rule=entry.rule.id, at=self.names.at(entry),
            disputed=entry.finding.verdict == "disputed",
        )  # fmt: skip

    def _period(self, period: Period, span: int = 1) -> Head:
        return Head(period.label, "", self.years.days(period), span)

    # ---- fields ------------------------------------------------------------------------------------------------

    def box(self, entry: Entry, span: int = 1, period: str = "") -> Box:
        return Box(
            entry.cell.verdict,
            self.names.text(entry),
            self.said(entry),
            entry.differs,
            period,
            span,
        )

    def said(self, entry: Entry) -> str:
        """The whole of a field in words: what the symbol means, and the numbers or the reasons."""
        cell, say = entry.cell, self.say
        parts = [self.speaker.lexicon.verdict(cell.verdict, self.lang)]
        if entry.state == STILL and cell.verdict == "unknown":
            parts.append(say("why.when_unknown"))
        if entry.state == STILL and cell.verdict not in ("due", IDLE) and (lacking := self.names.lacking(entry)):
            parts.append(lacking)
        elif cell.verdict in ("unknown", "not_applicable", "review", "not_due"):
            parts.append(self.writer.reasons.all([cell], entry.rule.every))
        else:
            parts += self.writer.seen([cell])
        parts.append(say("grid.differs") if entry.differs else "")
        return say("report.comma").join(part for part in parts if part)

    def _no_member(self, entry: Entry) -> Box | None:
        """A member without a cell in a period in which others have one: it was not owed, since it was not in the set."""
        name = next((one for one in entry.rule.for_each if isinstance(one, str)), "")
        said = self.say("grid.not_in", set=self.speaker.lexicon.set(name, self.lang))
        return Box("not_applicable", said=said) if entry.among == MEMBERS and name else None

    # ---- the body as a whole -----------------------------------------------------------------------------------

    def _whole(self, entries: Sequence[Entry]) -> Grid:
        columns = columns_of(self.years, entries)
        lines = [self._line(found, columns) for found in by_duty(entries)]
        heads = tuple(self._period(one) for one in columns)
        return Grid(WHOLE, self.say("grid.whole"), self.say("grid.clause"), (), heads, tuple(lines))

    def _line(self, entries: Sequence[Entry], columns: Sequence[Period]) -> Line:
        starts = {held[0]: (held, entry) for entry in entries if (held := held_by(self.years.period(entry), columns))}
        boxes: list[Box | None] = []
        at = 0
        while at < len(columns):
            held, entry = starts.get(at, ([at], None))
            if entry is None:
                boxes.append(None)
            else:
                period = self.years.period(entry)
                boxes.append(self.box(entry, len(held), "" if period.key == columns[at].key else period.label))
            at += len(held)
        return Line(self._head(entries[0]), self.names.bearer(entries[0].rule), tuple(boxes))

    # ---- its members -------------------------------------------------------------------------------------------

    def _members(self, among: str, entries: Sequence[Entry]) -> list[Grid]:
        kinds: dict[str, set[str]] = {}
        for entry in entries:
            kinds.setdefault(entry.rule.every or "", set()).add(entry.cell.period)
        few = [entry for entry in entries if len(kinds[entry.rule.every or ""]) <= FEW]
        if len({entry.duty for entry in few}) <= 1:
            few = []
        grids = self._side_by_side(among, few) if few else []
        beside = set(map(id, few))
        alone = by_duty(entry for entry in entries if id(entry) not in beside)
        return grids + [self._alone(among, found) for found in alone]

    def _alone(self, among: str, entries: Sequence[Entry]) -> Grid:
        """One duty: its periods are the columns."""
        periods = self.years.periods(entries)
        columns = [[one for one in entries if one.cell.period == period.key] for period in periods]
        head = self._head(entries[0])
        return Grid(
            among, head.label, self._corner(among), (), tuple(self._period(one) for one in periods),
            self._lines(entries, columns), self._sums(columns), rule=head.rule, at=head.at, disputed=head.disputed,
        )  # fmt: skip

    def _side_by_side(self, among: str, entries: Sequence[Entry]) -> list[Grid]:
        """Several duties: under each period a column for every duty that is owed in it; as many tables as are needed."""
        columns: list[tuple[Period, list[Entry]]] = []
        for period in self.years.periods(entries):
            found = by_duty(entry for entry in entries if self.years.period(entry) == period)
            columns += [(period, some) for some in found]
        return [self._table(among, entries, some) for some in _split(columns)]

    def _table(self, among: str, rows: Sequence[Entry], columns: Sequence[tuple[Period, list[Entry]]]) -> Grid:
        spans = Counter(period for period, _ in columns)
        groups = tuple(self._period(period, span) for period, span in spans.items())
        cells = [found for _, found in columns]
        heads = [self._head(found[0]) for found in cells]
        # Of parts of one duty the caption names the duty; else each part says of which duty it is.
        one = heads[0] if len({head.rule for head in heads}) == 1 else None
        parts = [self.names.part(found[0]) for found in cells]
        short = [self.names.short(found[0].rule) for found in cells]
        heads = [
            replace(head, label=part or head.label, more="" if one or not part else title)
            for head, part, title in zip(heads, parts, short, strict=True)
        ]
        return Grid(
            among, short[0] if one else self._corner(among), self._corner(among), groups, tuple(heads), self._lines(rows, cells),
            self._sums(cells), upright=True, rule=one.rule if one else "", at=one.at if one else "",
            disputed=one.disputed if one else False,
        )  # fmt: skip

    def _lines(self, rows: Sequence[Entry], columns: Sequence[Sequence[Entry]]) -> tuple[Line, ...]:
        names = self.names.rows(rows)
        fields = [{entry.row: self.box(entry) for entry in column} for column in columns]
        blank = [self._no_member(column[0]) for column in columns]
        return tuple(
            Line(Head(names[row]), "", tuple(one.get(row, none) for one, none in zip(fields, blank, strict=True)))
            for row in members_of(rows, self.names.labels)
        )

    def _sums(self, columns: Sequence[Sequence[Entry]]) -> tuple[str, ...]:
        if max((len(column) for column in columns), default=0) <= 1:
            return ()
        return tuple(self.tallies.reached(entry.cell.verdict for entry in column) for column in columns)

    def _corner(self, among: str) -> str:
        table = self.speaker.lexicon.tables.get(among)
        return pick(table.label, self.lang) if table else self.say("grid.members")


def _split(columns: Sequence[tuple[Period, list[Entry]]]) -> list[list[tuple[Period, list[Entry]]]]:
    """Columns in as many tables as are needed; those of one period stay together where they can."""
    tables: list[list[tuple[Period, list[Entry]]]] = []
    for period in dict.fromkeys(one for one, _ in columns):
        mine = [column for column in columns if column[0] == period]
        if tables and len(tables[-1]) + len(mine) <= COLUMNS:
            tables[-1] += mine
            continue
        tables += [mine[at : at + COLUMNS] for at in range(0, len(mine), COLUMNS)]
    return tables
