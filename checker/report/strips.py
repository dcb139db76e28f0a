"""The calendar for plain text: the periods of one kind side by side, a row per duty and under it those who owe it."""

from __future__ import annotations

from collections.abc import Sequence

from checker.report.duties import WHOLE, Entry, by_duty, members_of
from checker.report.dutynames import Names
from checker.report.grids import Strip
from checker.report.years import rank


class Strips:
    def __init__(self, names: Names) -> None:
        self.names, self.say = names, names.say

    def of(self, entries: Sequence[Entry]) -> list[Strip]:
        kinds: dict[str, list[Entry]] = {}
        for entry in entries:
            kinds.setdefault(entry.rule.every or "", []).append(entry)
        return [self._strip(kinds[kind], kind) for kind in sorted(kinds, key=rank)]

    def _strip(self, entries: Sequence[Entry], kind: str) -> Strip:
        periods, names = self.names.years.periods(entries), self.names.rows(entries)
        told = []
        for found in by_duty(entries):
            same: dict[tuple[str, ...], list[str]] = {}
            for row in members_of(found, self.names.labels):
                mine = {entry.cell.period: self.names.marked(entry) for entry in found if entry.row == row}
                same.setdefault(tuple(mine.get(one.key, "") for one in periods), []).append(names[row])
            title = self.say("rest.line", title=self.names.title(found[0]), at=self.names.at(found[0]))
            # A duty of the body as a whole needs no name beside it.
            whole = found[0].among == WHOLE
            told.append((title, tuple(("" if whole else self.say.join(some), fields) for fields, some in same.items())))
        label = self.names.speaker.lexicon.period(kind, self.names.lang)
        return Strip(label, tuple(one.label for one in periods), tuple(told))
