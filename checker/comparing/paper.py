"""The comparison as values for `reports/docx/compare.docx`: a table a topic, whose rows are matters, clauses and sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from checker import house
from checker.comparing.view import CellView, LineView, RegionView, TopicView, View
from checker.report.words import Phrases

TEMPLATE = house.reports_dir() / "docx" / "compare.docx"
THEME, CLAUSE, RELATIONS, MEMO = "theme", "clause", "relations", "memo"


@dataclass(frozen=True)
class Row:
    """`text` runs over the whole width, but for CLAUSE, where it is what is asked."""

    kind: str
    text: str
    region: str = ""
    actor: str = ""
    cite: str = ""
    quote: str = ""


@dataclass(frozen=True)
class Topic:
    label: str
    rows: tuple[Row, ...]


def values(view: View, phrases: Phrases) -> Mapping[str, Any]:
    """By the names of the template's tags."""
    rows = _Rows(phrases)
    topics = [Topic(one.label, tuple(rows.topic(one))) for one in view.topics]
    if view.all:
        topics += [
            Topic(phrases("report.labelled", label=phrases("compare.alone"), text=one.region), tuple(rows.alone(one)))
            for one in view.regions
            if one.alone
        ]
    return {
        "say": phrases, "title": view.title, "regions": view.regions, "topics": topics,
        "notes": (*view.notes, *((phrases("compare.alone_note"),) if view.all else ())),
    }  # fmt: skip


class _Rows:
    def __init__(self, phrases: Phrases) -> None:
        self.say = phrases

    def topic(self, topic: TopicView) -> Iterator[Row]:
        for line in topic.lines:
            yield Row(THEME, line.label)
            for cell in line.cells:
                yield from self._cell(cell)
            if line.relations:
                yield Row(RELATIONS, self._relations(line))
            yield Row(MEMO, line.memo)

    def alone(self, region: RegionView) -> Iterator[Row]:
        for one in region.alone:
            yield Row(CLAUSE, one.said, "", one.actor, one.place, one.quoted)

    def _cell(self, cell: CellView) -> Iterator[Row]:
        """A row a clause, the region with its status before the first alone."""
        region = self.say("report.bracketed", what=cell.region, text=cell.status)
        if not cell.clauses:
            yield Row(CLAUSE, cell.label, region)
        for number, one in enumerate(cell.clauses):
            said = self.say("report.list").join([cell.label or one.said, *one.others])
            yield Row(CLAUSE, said, region if number == 0 else "", one.actor, one.place, one.quoted)
        if cell.beside:
            places = self.say.join(list(dict.fromkeys(one.place for one in cell.beside)))
            quotes = self.say("report.list").join(dict.fromkeys(one.quoted for one in cell.beside))
            yield Row(CLAUSE, cell.aside, "", "", places, quotes)

    def _relations(self, line: LineView) -> str:
        return self.say("report.list").join(f"{one.mark} {one.said}" for one in line.relations)
