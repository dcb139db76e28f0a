"""What a body has to do about its recurring duties: what can still be done and by when, what is past, what lacks records.

Cells of one duty that lack the same are one item, so that fifty schools do not make fifty lines; each cell is in one item.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace

from checker.report.duties import ASKED, ENDED, IDLE, MISSING, NOWHERE, PARTLY, STILL, Entry, final_day, members_of
from checker.report.dutynames import Names
from checker.report.reasons import FOLLOWS
from checker.report.words import pick

SHOWN = 8
"""Members named one by one; the grid and the JSON report have all of them."""
FEW = 3
"""So many are always named; of more, that it is all of them says it shorter."""


@dataclass(frozen=True)
class Item:
    """Who owes what, what is lacking, and the clause. `entries` are the cells that it stands for."""

    who: str
    title: str
    rule: str
    at: str
    said: str
    period: str
    differs: bool
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Group:
    """Items under one heading: a last day and how long that is, a record to fill in, a judge. `day` is the ISO date."""

    label: str
    note: str
    items: tuple[Item, ...]
    day: str | None = None

    @property
    def cells(self) -> int:
        return sum(len(item.entries) for item in self.items)


@dataclass(frozen=True)
class Todo:
    """`over` are the cells of `ended` once more, apart by their last day and by whether another reading clears them. `status` is
    that of the document where it is not in force, said once for all that stands here."""

    still: tuple[Group, ...] = ()
    ended: tuple[Item, ...] = ()
    missing: tuple[Group, ...] = ()
    partial: tuple[Item, ...] = ()
    asked: tuple[Group, ...] = ()
    over: tuple[Item, ...] = ()
    status: str = ""

    def __bool__(self) -> bool:
        return bool(self.still or self.ended or self.missing or self.partial or self.asked)


class Todos:
    def __init__(self, names: Names) -> None:
        self.names, self.writer, self.tallies = names, names.writer, names.tallies
        self.speaker, self.say, self.lang = names.speaker, names.say, names.lang
        self.owed: dict[Hashable, set[tuple[str, ...]]] = {}

    def of(self, entries: Sequence[Entry]) -> Todo:
        names = self.names.rows(entries)
        self.owed = _owed(entries)
        order = {row: number for number, row in enumerate(members_of(entries, self.names.labels))}
        lists = {
            state: [one for one in entries if one.state == state] for state in (STILL, ENDED, MISSING, PARTLY, ASKED)
        }

        def items(
            found: Iterable[Entry], said: Callable[[Entry], str], *, apart: bool, by: Callable[[Entry], Hashable] = _one
        ) -> tuple[Item, ...]:
            """One item per duty and what is `said` of it; with `apart` per period too."""
            same: dict[Hashable, list[Entry]] = {}
            for entry in found:
                key = (entry.duty, said(entry), entry.cell.period if apart else "", by(entry))
                same.setdefault(key, []).append(entry)
            made = [self._item(some, said(some[0]), names, apart=apart) for some in same.values()]
            return tuple(sorted(made, key=lambda one: min(order[entry.row] for entry in one.entries)))

        days = sorted({one.until for one in lists[STILL]}, key=lambda day: (day is None, day or ""))
        records = _grouped(lists[MISSING], self._record)
        judges = _grouped(lists[ASKED], self._judge)

        def short(entry: Entry) -> str:
            return self.tallies.short([entry.cell])

        ended = items(lists[ENDED], short, apart=False)
        over = items(lists[ENDED], short, apart=False, by=lambda one: not one.cleared and final_day(one.rule, one.cell))
        ended, over = (tuple(self._each(one) for one in found) for found in (ended, over))
        return Todo(
            tuple(
                Group(*self._day(day), items([one for one in lists[STILL] if one.until == day], self._lacking, apart=True), day)
                for day in days
            ),
            tuple(sorted(ended, key=_first)),
            tuple(Group(label, "", items(found, lambda _: "", apart=False)) for label, found in records.items()),
            items(lists[PARTLY], self.tallies.partly, apart=False),
            tuple(Group(label, "", items(found, self._asks, apart=False)) for label, found in judges.items()),
            over=tuple(sorted(over, key=_first)), status=self.names.status,
        )  # fmt: skip

    # ---- what is said of a cell --------------------------------------------------------------------------------

    def _lacking(self, entry: Entry) -> str:
        if entry.cell.verdict == "due":
            return self.say("todo.nothing_yet")
        if entry.cell.verdict == IDLE:
            return self.say("todo.otherwise")
        said = self.names.lacking(entry)
        if FOLLOWS in entry.cell.reasons:
            return self.say("todo.if_applies", what=said) if said else self.say("why.when_unknown")
        ask = entry.rule.ask
        if said or ask is None:
            return said or self.say("todo.open")
        return self.say("todo.judged", who=self.speaker.lexicon.bearer(ask.who, self.lang))

    def _record(self, entry: Entry) -> str:
        reasons = self.writer.reasons
        cells, every = [entry.cell], entry.rule.every
        why = reasons.all(cells, every) or self.say("mend.unknown")
        return reasons.mends(cells, every) or self.say("todo.no_record", why=why)

    def _judge(self, entry: Entry) -> str:
        ask = entry.rule.ask
        return self.speaker.lexicon.bearer(ask.who, self.lang) if ask else self.say("mend.to_judge")

    def _asks(self, entry: Entry) -> str:
        return pick(entry.rule.ask.on, self.lang) if entry.rule.ask else self.tallies.short([entry.cell])

    def _day(self, day: str | None) -> tuple[str, str]:
        if day is None:
            return self.say("why.due_open"), ""
        left = (dt.date.fromisoformat(day) - dt.date.fromisoformat(self.names.as_of)).days
        note = self.say("todo.days_left", n=left) if left else self.say("todo.today")
        return self.say("todo.by", date=self.speaker.date(day)), note

    # ---- items -------------------------------------------------------------------------------------------------

    def _item(self, entries: Sequence[Entry], said: str, names: dict[tuple[str, ...], str], *, apart: bool) -> Item:
        first = entries[0]
        return Item(
            who=self._who(entries, names, periods=not apart), title=self.names.title(first, short=False),
            rule=first.rule.id, at=self.names.at(first), said=said,
            period=self._period(first) if apart else "", differs=any(one.differs for one in entries), entries=tuple(entries),
        )  # fmt: skip

    def _each(self, item: Item) -> Item:
        """What several cells lack they lack each."""
        return (
            replace(item, said=self.say("todo.each", what=item.said)) if len(item.entries) > 1 and item.said else item
        )

    def _who(self, entries: Sequence[Entry], names: dict[tuple[str, ...], str], *, periods: bool) -> str:
        """Members by name, the body as a whole by who has to act for it; with `periods` each with the periods."""
        by_row = {row: [one for one in entries if one.row == row] for row in members_of(entries, self.names.labels)}
        when: dict[tuple[str, ...], list[str]] = {}
        for row, found in by_row.items():
            times = tuple(self._period(one) for one in found if one.dated) if periods else ()
            when.setdefault(times, []).append(names[row] if row else self.names.bearer(found[0].rule))
        everyone = {row for one in entries for row in self.owed[one.duty, one.cell.period]}
        if len(when) == 1 and len(by_row) > FEW and set(by_row) == everyone:
            (times,) = when
            when = {times: [self._everyone(entries[0], len(by_row))]}
        said = [self._named(some, times) for times, some in when.items()]
        return self.say("report.group_join").join(said)

    def _everyone(self, entry: Entry, number: int) -> str:
        sets = (one for one in entry.rule.for_each if isinstance(one, str))
        unit = self.speaker.lexicon.counter(next(sets, ""), self.lang) or self.say("todo.unit")
        return self.say("todo.everyone", n=number, unit=unit)

    def _named(self, names: Sequence[str], times: Sequence[str]) -> str:
        say = self.say
        listed = say.join(list(names[:SHOWN]))
        if len(names) > SHOWN:
            listed = say("todo.and_more", list=listed, n=len(names))
        return say("report.bracketed", what=listed, text=say.join(list(times))) if times else listed

    def _period(self, entry: Entry) -> str:
        key = entry.cell.period
        return "" if key in NOWHERE else self.speaker.period(key, entry.rule.every)


def _one(_: Entry) -> Hashable:
    return ""


def _grouped(entries: Iterable[Entry], label: Callable[[Entry], str]) -> dict[str, list[Entry]]:
    """By label, that of most entries first, then in the order of appearance."""
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        found.setdefault(label(entry), []).append(entry)
    return dict(sorted(found.items(), key=lambda one: -len(one[1])))


def _owed(entries: Iterable[Entry]) -> dict[Hashable, set[tuple[str, ...]]]:
    """Who owes a duty in a period."""
    found: dict[Hashable, set[tuple[str, ...]]] = {}
    for entry in entries:
        if entry.cell.verdict != IDLE or entry.state:
            found.setdefault((entry.duty, entry.cell.period), set()).add(entry.row)
    return found


def _first(item: Item) -> str:
    return min(one.cell.period_from or one.cell.period for one in item.entries)
