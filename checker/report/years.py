"""Which calendar an entry stands in, and what its periods are called there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from checker.model import Report
from checker.report.duties import Entry
from checker.report.values import Speaker
from checker.report.words import clean

SEMESTER = re.compile(r"(?P<y>\d{4})-(?P<z>\d{4})-(?P<t>[12])")
"""The usual id of a semester; any other stands in the heading as it is."""
SCHOOL = ("semester", "school_year")
SCHOOL_YEARS, CALENDAR_YEARS = ("school_year", "semester"), ("year", "month", "term_month", "quarter")
"""Kinds of year, and what may divide it: where nothing does, the years stand side by side."""
LENGTHS = ("month", "term_month", "quarter", "semester", "school_year", "year")
"""Kinds of period, the shorter ones first: those are columns, which the longer ones span."""


@dataclass(frozen=True)
class Period:
    """A period of some kind: its key, its days, its short name within its year, and its whole name."""

    key: str
    kind: str
    first: str
    last: str
    label: str
    whole: str


@dataclass
class Year:
    """A school year or a calendar year with the entries that lie in it."""

    title: str
    days: str
    first: str
    school: bool
    entries: list[Entry] = field(default_factory=list)


class Years:
    def __init__(self, report: Report, speaker: Speaker, entries: Iterable[Entry]) -> None:
        self.speaker, self.say = speaker, speaker.phrases
        kinds = {entry.rule.every for entry in entries if entry.dated}
        self.flat = {
            whole for whole, *parts in (SCHOOL_YEARS, CALENDAR_YEARS) if whole in kinds and not kinds & set(parts)
        }
        given: Mapping[str, list[Mapping[str, object]]] = report.calendar or {}
        self.known = [
            (clean(one["id"]), clean(one["from"]), clean(one["to"])) for one in given.get("school_years") or ()
        ]

    def period(self, entry: Entry) -> Period:
        cell, kind = entry.cell, entry.rule.every or ""
        first, last = cell.period_from or cell.period, cell.period_to or ""
        whole = self.speaker.period(cell.period, kind)
        return Period(cell.period, kind, first, last, self._short(cell.period, kind, whole), whole)

    def periods(self, entries: Iterable[Entry]) -> list[Period]:
        """Each once, the shorter kinds first, then by their days."""
        found = dict.fromkeys(map(self.period, entries))
        return sorted(found, key=lambda one: (length(one), one.first, one.key))

    def of(self, entries: Iterable[Entry]) -> list[Year]:
        """The years with dated entries: school years first, each kind from the latest back."""
        found: dict[tuple[bool, str], Year] = {}
        for entry in entries:
            if entry.dated:
                year = self._year(self.period(entry))
                found.setdefault((year.school, year.title), year).entries.append(entry)
        return sorted(
            sorted(found.values(), key=lambda year: year.first, reverse=True), key=lambda year: not year.school
        )

    def _year(self, period: Period) -> Year:
        if period.kind in self.flat:
            kind = self.speaker.lexicon.period(period.kind, self.speaker.lang)
            return Year(self.say("grid.years", period=kind), "", "", school=period.kind in SCHOOL)
        if period.kind not in SCHOOL:
            year = period.key[:4]
            return Year(self.speaker.period(year, "year"), "", year, school=False)
        for key, first, last in self.known:
            if first <= period.first <= last:
                return Year(self.speaker.period(key, "school_year"), self.speaker.span(first, last), first, school=True)
        if period.kind == "school_year":
            return Year(period.whole, "", period.first, school=True)
        if found := SEMESTER.fullmatch(period.key):
            title = self.say("period.school_year", y=found["y"], z=found["z"])
            return Year(title, "", found["y"], school=True)
        # A semester of no known school year: named after its kind.
        return Year(self.speaker.lexicon.period(period.kind, self.speaker.lang), "", "", school=True)

    def days(self, period: Period) -> str:
        """Those of a semester; the other kinds say themselves when they are."""
        return self.speaker.span(period.first, period.last) if period.last and period.kind == "semester" else ""

    def _short(self, key: str, kind: str, whole: str) -> str:
        """A period's name under the heading of its year."""
        if kind in ("month", "term_month") and key[5:].isdigit():
            return self.say("period.head_month", m=int(key[5:]))
        if kind == "semester" and (found := SEMESTER.fullmatch(key)):
            return self.say("period.head_semester", t=found["t"])
        if kind == "school_year" and kind not in self.flat:
            return self.say("grid.whole_year")
        quarter = re.fullmatch(r"\d{4}-?Q([1-4])", key)
        return self.say("grid.quarter", q=quarter[1]) if kind == "quarter" and quarter else whole


def rank(kind: str) -> int:
    """How long a kind of period is among the others."""
    return LENGTHS.index(kind) if kind in LENGTHS else len(LENGTHS)


def length(period: Period) -> int:
    """As `rank`, but a month is a month, in term or not."""
    return max(1, rank(period.kind))
