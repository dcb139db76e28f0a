"""Two tables of a report: topics × verdicts, and the calendar of recurring duties (clause and member × period)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from checker.model import VERDICTS, Cell, Finding
from checker.report.places import who
from checker.report.sentences import primary_cells
from checker.report.values import Speaker

SEMESTER = re.compile(r"(?P<y>\d{4})-(?P<z>\d{4})-(?P<t>[12])")
"""The usual id of a semester; any other stands in the heading as it is."""


@dataclass(frozen=True)
class Topics:
    """`columns` are the verdicts that occur, worst first; a row is (topic's label, a number per column, total)."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int, ...], int], ...]
    totals: tuple[int, ...]
    total: int


@dataclass(frozen=True)
class Line:
    """One clause, or one member of it: a verdict per period, None where nothing was owed. `first` starts a clause,
    whose title spans `span` lines."""

    rule: str
    title: str
    who: str
    first: bool
    span: int
    cells: tuple[str | None, ...]


@dataclass(frozen=True)
class Calendar:
    """`heads` are (group, label, whole) per period: 2023年 over 10月; without groups the group is empty."""

    kind: str
    heads: tuple[tuple[str, str, str], ...]
    groups: tuple[tuple[str, int], ...]
    members: bool
    lines: tuple[Line, ...]


def topics(findings: Sequence[Finding], speaker: Speaker) -> Topics:
    """Counts in the order of the vocabulary's topics, then of appearance."""
    columns = tuple(one for one in VERDICTS if any(finding.verdict == one for finding in findings))
    known = list(speaker.lexicon.topics)
    order = dict.fromkeys([*known, *(finding.rule.topic for finding in findings)])
    rows = []
    for topic in order:
        mine = [finding.verdict for finding in findings if finding.rule.topic == topic]
        if mine:
            rows.append(
                (speaker.lexicon.topic(topic, speaker.lang), tuple(mine.count(one) for one in columns), len(mine))
            )
    totals = tuple(sum(row[1][at] for row in rows) for at in range(len(columns)))
    return Topics(columns, tuple(rows), totals, len(findings))


def calendars(findings: Sequence[Finding], titles: Mapping[str, str], speaker: Speaker) -> tuple[Calendar, ...]:
    """One calendar per kind of period among the recurring clauses that have dated cells."""
    kinds = dict.fromkeys(finding.rule.every for finding in findings if finding.rule.every)
    order = [kind for kind in speaker.lexicon.periods if kind in kinds]
    made = [_calendar(kind, findings, titles, speaker) for kind in (order or [kind for kind in kinds if kind])]
    return tuple(one for one in made if one)


def _calendar(kind: str, findings: Sequence[Finding], titles: Mapping[str, str], speaker: Speaker) -> Calendar | None:
    mine = [(finding, _dated(finding)) for finding in findings if finding.rule.every == kind]
    mine = [(finding, cells) for finding, cells in mine if cells]
    # A semester's id need not sort by time; its first day does.
    keys = sorted({(cell.period_from or cell.period, cell.period) for _, cells in mine for cell in cells})
    periods = list(dict.fromkeys(period for _, period in keys))
    if not periods:
        return None
    lines = [
        line for finding, cells in mine for line in _lines(finding, titles[finding.rule.id], cells, periods, speaker)
    ]
    heads = tuple(_head(period, kind, speaker) for period in periods)
    groups: list[tuple[str, int]] = []
    for group, _, _ in heads:
        groups[-1:] = [(group, groups[-1][1] + 1)] if groups and groups[-1][0] == group else [*groups[-1:], (group, 1)]
    return Calendar(
        speaker.lexicon.period(kind, speaker.lang), heads, tuple(groups), any(line.who for line in lines), tuple(lines)
    )  # fmt: skip


def _dated(finding: Finding) -> list[Cell]:
    return [cell for cell in primary_cells(finding) if cell.period not in ("*", "?", "-")]


def _lines(finding: Finding, title: str, cells: Sequence[Cell], periods: Sequence[str], speaker: Speaker) -> list[Line]:
    grouped: dict[str, dict[str, str]] = {}
    for cell in cells:
        mine = grouped.setdefault(who(cell, speaker, finding.rule), {})
        # Two members of one name share a line: the worse verdict shows.
        mine[cell.period] = min(mine.get(cell.period, cell.verdict), cell.verdict, key=VERDICTS.index)
    return [
        Line(finding.rule.id, title, name, at == 0, len(grouped), tuple(mine.get(period) for period in periods))
        for at, (name, mine) in enumerate(grouped.items())
    ]


def _head(period: str, kind: str, speaker: Speaker) -> tuple[str, str, str]:
    whole = speaker.period(period, kind)
    year, _, month = period.partition("-")
    if kind in ("month", "term_month") and month.isdigit():
        short = speaker.phrases("period.head_month", m=int(month))
        return speaker.phrases("period.year", y=year), short, whole
    if kind == "semester" and (found := SEMESTER.fullmatch(period)):
        short = speaker.phrases("period.head_semester", t=found["t"])
        return speaker.phrases("period.school_year", y=found["y"], z=found["z"]), short, whole
    return "", whole, whole
