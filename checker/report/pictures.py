"""Entries → the picture of a calendar: a row per duty, of several members what is worst among them and how many have done it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from checker.model import VERDICTS
from checker.report.duties import Entry, by_duty
from checker.report.dutynames import Names
from checker.report.picture import Duty, Field, Picture, picture
from checker.report.years import Period, Years


class Pictures:
    """The pictures of one report: fields are numbered through all of them. `said` is an entry in words."""

    def __init__(self, names: Names, said: Callable[[Entry], str]) -> None:
        self.names, self.years, self.say, self.said = names, names.years, names.say, said
        self.drawn = 0

    def of(self, entries: Sequence[Entry]) -> Picture:
        columns = columns_of(self.years, entries)
        periods = [(one.label, one.whole, self._running(one)) for one in columns]
        made = picture(periods, [self._duty(found, columns) for found in by_duty(entries)], self.drawn + 1)
        self.drawn += sum(len(row.tiles) for row in made.rows)
        return made

    def _running(self, period: Period) -> bool:
        return bool(period.last) and period.first <= self.names.as_of <= period.last

    def _duty(self, entries: Sequence[Entry], columns: Sequence[Period]) -> Duty:
        together: dict[tuple[int, ...], list[Entry]] = {}
        for entry in entries:
            together.setdefault(tuple(held_by(self.years.period(entry), columns)), []).append(entry)
        fields = [Field(held[0], len(held), *self._rolled(some)) for held, some in sorted(together.items()) if held]
        first = entries[0]
        return Duty(self.names.title(first), self.names.at(first), first.rule.id, tuple(fields))

    def _rolled(self, entries: Sequence[Entry]) -> tuple[str, str, str, bool]:
        """The verdict, the number, all in words, and whether readings differ."""
        first = entries[0]
        if len(entries) == 1:
            return first.cell.verdict, self.names.text(first), self._when(first, self.said(first)), first.differs
        verdicts = [entry.cell.verdict for entry in entries]
        counted = [
            self.say(
                "report.count", label=self.names.speaker.lexicon.verdict(key, self.names.lang), n=verdicts.count(key)
            )
            for key in VERDICTS
            if key in verdicts
        ]
        differs = any(entry.differs for entry in entries)
        worst = min(verdicts, key=VERDICTS.index)
        return worst, self.names.tallies.reached(verdicts), self._when(first, self.say.join(counted)), differs

    def _when(self, entry: Entry, said: str) -> str:
        return self.say("report.labelled", label=self.years.period(entry).whole, text=said)


def columns_of(years: Years, entries: Iterable[Entry]) -> list[Period]:
    """The shortest periods; a longer one that holds none of them has a column of its own. Periods of one kind never
    overlap: the records are not read else."""
    columns: list[Period] = []
    for period in years.periods(entries):
        if not held_by(period, columns):
            columns.append(period)
    return sorted(columns, key=lambda one: (one.first, one.key))


def held_by(period: Period, columns: Sequence[Period]) -> list[int]:
    """Which columns a period fills: its own, else those that lie in it."""
    if period in columns:
        return [columns.index(period)]
    return [at for at, one in enumerate(columns) if period.first <= one.first and one.last <= period.last]
