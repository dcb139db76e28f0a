"""The comparison as plain text for a terminal or printer: a block a matter, a row a region."""

from __future__ import annotations

from collections.abc import Sequence

from checker.comparing.view import CellView, LineView, RegionView, View
from checker.report.fold import wrapped
from checker.report.texttable import table
from checker.report.words import Phrases

WIDTH = 100
NARROW = 60
SHOWN = 3
"""Clauses that are not compared and that a cell quotes; the others stand in the other formats."""


def render(view: View, phrases: Phrases, width: int | None = None) -> str:
    """Each line at most `width` columns, ending with a newline."""
    return _Page(phrases, max(width or WIDTH, NARROW)).text(view)


class _Page:
    def __init__(self, phrases: Phrases, width: int) -> None:
        self.say, self.width = phrases, width
        self.lines: list[str] = []

    def text(self, view: View) -> str:
        self.lines += [view.title, ""]
        self._table(
            ("region", "documents"),
            [(self.say("report.bracketed", what=one.region, text=one.status), one.document) for one in view.regions],
        )
        if not view.topics:
            self.lines += ["", self.say("compare.none")]
        for topic in view.topics:
            self.lines += ["", f"== {topic.label} =="]
            for line in topic.lines:
                self._line(line)
        if view.all:
            for region in view.regions:
                self._alone(region)
        self.lines.append("")
        for note in view.notes:
            self._put(f"* {note}")
        return "\n".join(line.rstrip() for line in self.lines) + "\n"

    def _line(self, line: LineView) -> None:
        self.lines += ["", line.label]
        rows = [row for cell in line.cells for row in self._rows(cell)]
        self._table(("region", "asks", "actor", "cite"), rows)
        for one in line.relations:
            self._put(f"{one.mark} {one.said}", indent=2)
        self._put(line.memo, indent=2)

    def _alone(self, region: RegionView) -> None:
        self.lines += ["", f"== {self.say('compare.alone')} {region.region} {len(region.alone)} =="]
        rows = [(one.place, one.said, one.actor) for one in region.alone]
        if rows:
            self._table(("cite", "asks", "actor"), rows)

    def _table(self, heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
        made = table([self.say(f"compare.{one}") for one in heads], rows, self.width)
        self.lines += (
            made if made is not None else [line for row in rows for line in wrapped("  ".join(row), self.width)]
        )

    def _put(self, text: str, indent: int = 0) -> None:
        first, *rest = wrapped(text, self.width - indent - 2)
        self.lines += [" " * indent + first, *(" " * (indent + 2) + one for one in rest)]

    def _rows(self, cell: CellView) -> list[tuple[str, ...]]:
        """A row a clause, the region before the first alone; a clause without a number is quoted."""
        if not cell.clauses:
            return [(cell.region, cell.label, "", "")]
        worded = bool(cell.label)
        shown = cell.clauses[:SHOWN] if worded else cell.clauses
        rows: list[tuple[str, ...]] = []
        for number, one in enumerate(shown):
            said = self.say("report.labelled", label=cell.label, text=f"“{one.quoted}”") if worded else one.said
            text = self.say("report.list").join([said, *one.others])
            rows.append((cell.region if number == 0 else "", text, one.actor, one.place))
        for number, one in enumerate(cell.beside[:SHOWN]):
            quote = f"“{one.quoted}”"
            text = self.say("report.labelled", label=cell.aside, text=quote) if number == 0 else quote
            rows.append(("", text, one.actor, one.place))
        return rows
