"""The gaps of a report with the cells that they concern: which to lead to, which to mark. Every word is the report's own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from checker.marked.places import Places, Spot
from checker.marked.words import Words
from checker.model import Cell, Finding, Report, Row
from checker.report.marks import Mark, RowLine
from checker.report.reasons import causes
from checker.report.sentences import Sentence, Writer, telling_cells
from checker.report.summary import placed
from checker.report.values import Speaker
from checker.report.view import Clause, View
from checker.report.words import Lexicon, Phrases, clean

BLANK = "empty_cell"
"""The reason that a cell is empty which a clause needs."""
BLANKS = 6
"""Empty cells of one column to which a gap leads."""
MARKED = ("full", "lacks")
"""Kinds of clauses whose rows are marked: of the others no cell is wrong."""
WAITING = {"unknown": "unknown", "review": "review"}
ELSEWHERE = frozenset({"outside_period", "outside_review", "outside_complete", "outside_window", "after_as_of"})
"""Why a row does not count that is of another time."""
TIMED = ELSEWHERE | {"no_date", "month_only", "date_open"}
"""Why a row does not count, where its day says so."""
ON_BODY = {"founded_unknown": "body", "no_calendar": "calendar", "calendar_gap": "calendar"}
"""Reasons that are mended on a sheet that is no table."""
CONDITIONS = ("condition", "open_condition")
VALUED = frozenset({"sum", "min", "max", "mean", "value", "set", "distinct"})
"""Kinds of measures that read the value of their column."""


@dataclass(frozen=True)
class Marking:
    """One cell, the colour class of the verdict, and what its comment says of one gap: nothing in further cells of a row."""

    spot: Spot
    colour: str
    said: str


@dataclass(frozen=True)
class Gap:
    """A line of the list. `number` is 0 for a duty of others."""

    number: int
    clause: Clause
    at: str
    links: tuple[Spot, ...]
    marks: tuple[Marking, ...]

    @property
    def mark(self) -> Mark:
        return self.clause.mark


def tally(counts: Mapping[str, int], lexicon: Lexicon) -> tuple[int, int, int]:
    """How many gaps, how many that lack records, how many that wait for a person."""
    waiting = [counts.get(one, 0) for one in WAITING]
    broken = sum(n for verdict, n in counts.items() if lexicon.is_gap(verdict) and verdict not in WAITING)
    return broken, waiting[0], waiting[1]


class Gaps:
    def __init__(self, report: Report, view: View, places: Places, lexicon: Lexicon, phrases: Phrases, words: Words):
        self.view, self.places, self.lexicon, self.phrases, self.words = view, places, lexicon, phrases, words
        self.labels = report.labels
        self.writer = Writer(Speaker(lexicon, phrases, report.labels, registered=report.registered))
        self._sentences: dict[tuple[str, tuple[Cell, ...]], Sentence] = {}
        self.findings = {clean(one.rule.id): one for one in (*report.findings, *report.others)}

    def own(self) -> list[Gap]:
        return [self._gap(number, clause) for number, clause in enumerate(self.view.gaps, start=1)]

    def others(self) -> list[Gap]:
        """What other bodies owe and have not done; what lacks records only is not theirs to be told here."""
        return [self._gap(0, clause) for clause in self.view.others if clause.kind == "full"]

    def _gap(self, number: int, clause: Clause) -> Gap:
        finding = self.findings[clause.rule]
        lines = _shown(clause.rows)
        rows = self._rows(finding, lines)
        spots = {(table, row_id): self._spots(table, row_id, found) for (table, row_id), found in rows.items()}
        blanks = self._blanks(finding, rows) if clause.kind == "lacks" else []
        links = [*blanks, *(spots[key][0] for key in spots if spots[key])] or self._missing(finding, clause)
        marks = [*self._marks(number, clause, finding, lines, rows, spots)] if clause.kind in MARKED else []
        marks += [self._blank(number, clause, spot) for spot in blanks]
        return Gap(number, clause, placed(clause, self.phrases), tuple(dict.fromkeys(links)), tuple(marks))

    # ---- rows --------------------------------------------------------------------------------------------------

    def _rows(self, finding: Finding, lines: Sequence[RowLine]) -> dict[tuple[str, str], list[Row]]:
        """The rows behind the lines that are shown, by table and id."""
        wanted = {(line.table, line.id) for line in lines}
        found: dict[tuple[str, str], list[Row]] = {}
        for row in finding.rows:
            if (self.lexicon.place(row.table, self.phrases.lang), clean(row.id)) in wanted:
                found.setdefault((row.table, row.id), []).append(row)
        return {key: rows for key, rows in found.items() if self._tells(finding, rows)}

    def _tells(self, finding: Finding, rows: Sequence[Row]) -> bool:
        """A row of another time says nothing of what is lacking in this one, unless it is this one's and came late."""
        if not all(row.counted == "no" and row.why.partition(":")[0] in ELSEWHERE for row in rows):
            return True
        table = self.lexicon.tables.get(rows[0].table)
        day = self.labels.get(f"{rows[0].table}/{rows[0].id}/{((table.time if table else None) or {}).get('at')}", "")
        due = max((cell.due for cell in finding.cells if cell.due), default="")
        return bool(due and day > due)

    def _spots(self, table: str, row_id: str, rows: Sequence[Row]) -> tuple[Spot, ...]:
        columns = dict.fromkeys(column for row in rows for column in self._columns(row))
        return self.places.cell(table, row_id, tuple(columns))

    def _columns(self, row: Row) -> Iterator[str]:
        """The columns by which a measure took the row or left it."""
        measure, (key, _, argument) = self.lexicon.measure(row.measure), row.why.partition(":")
        if key in CONDITIONS:
            number = argument.rpartition(".")[2]
            if number.isdigit() and int(number) < len(measure.where):
                yield str(measure.where[int(number)].get("column", "")).partition(".")[0]
        elif key == "empty_cell":
            yield argument.rpartition(".")[2]
        elif key in TIMED:
            table = self.lexicon.tables.get(row.table)
            yield from ((table.time if table else None) or {}).values()
        elif row.counted != "no" and measure.kind in VALUED and measure.column:
            yield measure.column.partition(".")[0]

    def _marks(
        self,
        number: int,
        clause: Clause,
        finding: Finding,
        lines: Sequence[RowLine],
        rows: Mapping[tuple[str, str], Sequence[Row]],
        spots: Mapping[tuple[str, str], tuple[Spot, ...]],
    ) -> Iterator[Marking]:
        """Of a gap that lacks records only the cells in doubt: what is there and counts is not what is lacking."""
        by_name = {(self.lexicon.place(table, self.phrases.lang), clean(one)): (table, one) for table, one in rows}
        whole, bare = self._said(number, clause), self._named(number, clause, clause.mark.label)
        for line in lines:
            if clause.kind == "lacks" and line.counted not in ("maybe", "partly"):
                continue
            row_key = by_name.get((line.table, line.id), ("", ""))
            key = "row_why" if line.why else "row"
            row = self.words(key, counted=line.counted_word, why=line.why)
            cells = _cells_of(finding, rows.get(row_key, ()))
            said = (
                bare
                if not cells
                else whole
                if cells == finding.cells
                else self._of_cells(number, clause, finding, cells)
            )
            for at, spot in enumerate(spots.get(row_key, ())):
                told = "" if at else self.words("sentence", what=said, more=row)
                yield Marking(spot, clause.mark.colour, told)

    def _of_cells(self, number: int, clause: Clause, finding: Finding, cells: tuple[Cell, ...]) -> str:
        """What the finding would say if there were no other places: the sentence of all tells the worst."""
        key = (finding.rule.id, cells)
        if key not in self._sentences:
            self._sentences[key] = self.writer.sentence(replace(finding, cells=cells))
        return self._named(number, clause, _brief(self._sentences[key]))

    def _said(self, number: int, clause: Clause) -> str:
        return self._named(number, clause, _brief(clause.sentence))

    def _named(self, number: int, clause: Clause, said: str) -> str:
        key = "gap" if number else "gap_other"
        gap = self.words(key, n=number, title=clause.title, at=clause.at)
        return self.words("said", gap=gap, said=said) if said else gap

    # ---- cells that are empty ----------------------------------------------------------------------------------

    def _blanks(self, finding: Finding, rows: Mapping[tuple[str, str], Sequence[Row]]) -> list[Spot]:
        """The empty cells for which a clause waits. Where its own rows are known to be in doubt for them, those are marked
        already and no cell of another row is taken for one."""
        told = {row.why for found in rows.values() for row in found}
        found: list[Spot] = []
        for reason in causes(telling_cells(finding), finding.rule.every):
            key, _, path = reason.partition(":")
            if key == BLANK and reason not in told:
                table, _, column = path.rpartition(".")
                found += islice(self.places.blank(table, column), BLANKS)
        return found

    def _blank(self, number: int, clause: Clause, spot: Spot) -> Marking:
        said = self.words("sentence", what=self._said(number, clause), more=self.words("blank"))
        return Marking(spot, clause.mark.colour, said)

    # ---- what is missing ---------------------------------------------------------------------------------------

    def _missing(self, finding: Finding, clause: Clause) -> list[Spot]:
        """Where the record belongs that is lacking."""
        cells = telling_cells(finding)
        found = [self._of_reason(one) for one in causes(cells, finding.rule.every)] if clause.kind == "lacks" else []
        if not any(found):
            tests = [result.test for cell in cells for result in cell.tests if result.outcome != "holds"]
            found = [self.places.table(name) for test in tests for name in self._tables(test.measure)]
        return [one for one in found if one]

    def _of_reason(self, reason: str) -> Spot | None:
        key, _, argument = reason.partition(":")
        if key in ON_BODY:
            return self.places.role(ON_BODY[key])
        names = self._tables(argument.partition("/")[0])
        return next((spot for name in names if (spot := self.places.table(name))), None)

    def _tables(self, path: str) -> Iterable[str]:
        """The tables behind a table, column, set or measure."""
        name = path.partition(".")[0]
        if name in self.lexicon.tables:
            return (name,)
        if path in self.lexicon.sets:
            return (self.lexicon.sets[path].table,)
        measure = self.lexicon.measures.get(path)
        if measure is None:
            return ()
        if measure.table:
            return (measure.table,)
        return dict.fromkeys(table for one in measure.inputs for table in self._tables(one))


def _brief(sentence: Sentence) -> str:
    return sentence.short or sentence.actual


def _cells_of(finding: Finding, rows: Sequence[Row]) -> tuple[Cell, ...]:
    """The places of the verdict in which those rows are."""
    if len(finding.cells) == 1:
        return finding.cells
    mine = {(row.entity, row.period) for row in rows}
    return tuple(cell for cell in telling_cells(finding) if (cell.entity, cell.period) in mine)


def _shown(rows: Sequence[RowLine]) -> list[RowLine]:
    """As in the text report: the rows that count in the places of the gap, else those that nearly do."""
    here = [row for row in rows if row.here and row.counted != "no"]
    return here or [row for row in rows if row.here and row.counted != "yes"]
