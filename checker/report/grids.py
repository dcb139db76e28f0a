"""Two kinds of tables of a report: topics × verdicts, and the calendar of duties.

A calendar is a school year or a calendar year. The body as a whole has one row per duty and a column per period; a longer
period spans the columns that it holds. Its members have one row each, and per period a column for each kind of duty.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from checker.model import VERDICTS, Finding
from checker.report.picture import Picture
from checker.report.values import Speaker


@dataclass(frozen=True)
class Topics:
    """`columns` are the verdicts that occur, worst first; a row is (topic's label, a number per column, total)."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int, ...], int], ...]
    totals: tuple[int, ...]
    total: int


@dataclass(frozen=True)
class Head:
    """A heading: its `label`, the days that it stands for, how many columns it spans, and the clause that it names. Of a
    part of a duty the label is the part, and `more` the clause's title."""

    label: str
    more: str = ""
    days: str = ""
    span: int = 1
    rule: str = ""
    at: str = ""
    disputed: bool = False


@dataclass(frozen=True)
class Box:
    """A field: a verdict (empty where nothing was owed) with the numbers behind it; `said` is all of it in words. `period`
    names a period that spans several columns."""

    verdict: str
    text: str = ""
    said: str = ""
    differs: bool = False
    period: str = ""
    span: int = 1


@dataclass(frozen=True)
class Line:
    """A duty of the whole, or a member: a `title`, and of a duty whose it is and its clause; then the fields."""

    title: Head
    who: str
    boxes: tuple[Box | None, ...]


@dataclass(frozen=True)
class Grid:
    """`groups` stand over `heads` where there are two rows of headings; `sum` is a first line that counts who has done it.
    `upright` headings are long titles over narrow columns."""

    among: str
    caption: str
    corner: str
    groups: tuple[Head, ...]
    heads: tuple[Head, ...]
    lines: tuple[Line, ...]
    sums: tuple[str, ...] = ()
    upright: bool = False
    rule: str = ""
    at: str = ""
    disputed: bool = False


@dataclass(frozen=True)
class Strip:
    """The same for plain text: periods of one kind as columns; per duty its title, then (who, fields) of the whole or of
    members. Members that do not differ share a line."""

    kind: str
    heads: tuple[str, ...]
    duties: tuple[tuple[str, tuple[tuple[str, tuple[str, ...]], ...]], ...]


@dataclass(frozen=True)
class Calendar:
    """`picture` has every duty of the calendar in one row: of several members what is worst among them, and how many have
    done it. The `grids` are the same in full."""

    title: str
    days: str
    grids: tuple[Grid, ...]
    strips: tuple[Strip, ...]
    picture: Picture


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
