"""Windows, periods and owed cells for the reference evaluator: which cells a rule owes, before any test is asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from reference_records import BEGINNING, NEVER, Interval, Register, Truth, days_of, either, moved

from checker.model import Point, Rule, Source

VACATION = 62
"""A calendar that leaves more days than this in a row without a semester has a hole."""
ONE = dt.timedelta(days=1)
CALENDAR = ("semester", "school_year", "term_month")
Dated = Callable[[str], tuple[dt.date | None, dt.date | None]]


@dataclass(frozen=True)
class Window:
    """When a rule binds. `opens` and `closes` have two ends where a month-only date leaves them open."""

    opens: Interval
    closes: Interval
    rows_from: dt.date
    due: Interval | None
    missing: str | None
    expires: dt.date = NEVER


@dataclass(frozen=True)
class Cell:
    """One owed cell; rows count from `rows_from` to `until`, a register must be complete from `owed_from` on; or, where
    rows count whatever their day, from those days of `ever_from`: for numbers, for dates."""

    period: str
    first: dt.date
    last: dt.date
    owed_from: dt.date
    rows_from: dt.date
    until: dt.date
    running: bool
    partial: Truth
    missing: str | None
    due: Interval | None
    entity: str = "*"
    item: str = "*"
    unsure: bool = False
    opens: Interval = (BEGINNING, BEGINNING)
    closes: Interval = (NEVER, NEVER)
    """Of the window: events are owed only inside it."""
    expires: dt.date = NEVER
    """Of the words themselves: what is done later does not count, and no later day is a last one."""
    ever_from: Interval | None = None


def window(rule: Rule, source: Source, register: Register, dated: Dated) -> Window:
    open_end = False

    def ends(point: Point | None, side: int) -> Interval | None:
        nonlocal open_end
        if point is None:
            return None
        if point.date:
            day = days_of(point.date)[side]
            return day, day
        assert point.measure is not None
        low, high = dated(point.measure)
        if low is None or high is None:
            open_end = True
            return None
        return moved(low, point.months, point.days), moved(high, point.months, point.days)

    begin, end = ends(rule.window[0], 0), ends(rule.window[1], 1)
    due = ends(rule.due.at, 1) if rule.due else None
    effective = dt.date.fromisoformat(source.effective)
    text = register.body.body.get("founded")
    founded = days_of(text) if text else (effective, effective)
    starts = [(effective, effective), founded, begin or (effective, effective)]
    own = [part.expires for part in source.parts if rule.at.startswith(part.at) and part.expires]
    last_day = own[0] if own else source.expires
    expires = dt.date.fromisoformat(last_day) if last_day else NEVER
    stops = [(expires, expires), end or (NEVER, NEVER)]
    ran_out = max(low for low, _ in starts) > expires
    missing = "ran_out" if ran_out else "window_unknown" if open_end else None
    return Window(
        expires=expires, missing="not_in_force" if effective > register.as_of else missing,
        opens=(max(low for low, _ in starts), max(high for _, high in starts)),
        closes=(min(low for low, _ in stops), min(high for _, high in stops)),
        rows_from=begin[0] if begin else BEGINNING, due=due,
    )  # fmt: skip


def spans(rule: Rule, win: Window, register: Register) -> list[Cell]:
    """The periods of the rule's kind inside its window; the whole time is one."""
    found = [
        replace(one, opens=win.opens, closes=win.closes, expires=win.expires) for one in _spans(rule, win, register)
    ]
    return [replace(one, until=min(one.until, win.expires)) for one in found]


def _spans(rule: Rule, win: Window, register: Register) -> list[Cell]:
    if rule.every is None:
        return [_whole(win, register)]
    found = list(_periods(rule.every, rule.due.within if rule.due else None, win, register))
    begun = None if win.opens[0] <= register.as_of else "not_begun"
    if rule.every in CALENDAR and (why := _hole(rule.every, win, register)):
        begin, until = _inspected(win, register)
        if rule.every == "term_month" and days_of(f"{begin:%Y-%m}")[1] > register.as_of:
            begun = "not_begun"  # whatever the calendar says, no month has passed yet
        first, last = win.opens[0], max(win.opens[0], until)
        found.append(
            Cell(
                "?",
                first,
                last,
                first,
                first,
                min(last, register.as_of),
                False,
                False,
                win.missing or begun or why,
                win.due,
            )
        )
    if not found:
        day = win.opens[0]
        missing = win.missing or begun or "no_period"
        found.append(Cell("-", day, day, day, day, min(day, register.as_of), False, False, missing, win.due))
    return found


def _whole(win: Window, register: Register) -> Cell:
    as_of = register.as_of
    last = min(as_of, win.closes[1])
    if win.due and win.due[1] < as_of:
        last = min(last, win.due[1])
    first = min(win.opens[0], last)
    missing = win.missing or ("not_begun" if win.opens[0] > as_of else None)
    cell = Cell("*", first, last, first, win.rows_from, last, False, False, missing, win.due)
    founded = register.body.body.get("founded")
    if not founded or win.rows_from > BEGINNING:
        return cell
    begin = days_of(founded)[0]
    return replace(cell, ever_from=(min(first, begin), min(first, begin - ONE)))


def _inspected(win: Window, register: Register) -> Interval:
    """The part of the window that is looked at: up to the day of the check, inside the period under review."""
    begin, until = win.opens[0], min(register.as_of, win.closes[1])
    if register.body.review:
        begin = max(begin, dt.date.fromisoformat(register.body.review[0]))
        until = min(until, dt.date.fromisoformat(register.body.review[1]))
    return begin, until


def _month_of(month: int, first: dt.date) -> Interval:
    """The first such month that is not over on the first day of a period."""
    day = first.replace(day=1)
    while day.month != month:
        day = moved(day, 1, 0)
    return day, moved(day, 1, 0) - ONE


def _periods(kind: str, month: int | None, win: Window, register: Register) -> Iterator[Cell]:
    begin, until = _inspected(win, register)
    if begin > until:
        return
    if kind == "term_month":
        months = {}
        for _, first, last in _calendar("semester", register):
            for label, start, end in _units("month", max(begin, first), min(until, last)):
                months[label] = (label, start, end)
        cut = list(months.values())
    elif kind in CALENDAR:
        cut = [one for one in _calendar(kind, register) if one[1] <= until and (month or one[2] >= begin)]
    else:
        cut = list(_units(kind, begin, until))
    for label, first, last in cut:
        start, stop, due = first, last, win.due
        if month:
            # Of the whole period only its month is owed; what is done later does not count.
            start, stop = _month_of(month, first)
            due = stop, stop
            if stop < begin or start > win.closes[1]:
                continue
        sure = start >= win.opens[1] and stop <= win.closes[0]
        partial = True if start < win.opens[0] or stop > win.closes[1] else False if sure else None
        end = min(last, stop)
        yield Cell(
            label, first, last, max(win.opens[0], first), first, min(end, register.as_of),
            end > register.as_of and win.missing is None, partial, win.missing, due,
        )  # fmt: skip


def _units(kind: str, begin: dt.date, until: dt.date) -> Iterator[tuple[str, dt.date, dt.date]]:
    """Calendar months, quarters or years that touch these days."""
    length = {"month": 1, "quarter": 3, "year": 12}[kind]
    if begin > until:
        return
    start = begin.replace(day=1, month=(begin.month - 1) // length * length + 1)
    while start <= until:
        after = moved(start, length, 0)
        label = {"month": f"{start:%Y-%m}", "quarter": f"{start:%Y}-Q{start.month // 3 + 1}", "year": f"{start:%Y}"}[
            kind
        ]
        yield label, start, after - dt.timedelta(days=1)
        start = after


def _calendar(kind: str, register: Register) -> list[tuple[str, dt.date, dt.date]]:
    """Semesters as they are given; school years as given, or from the first to the second semester of one name."""
    given = register.body.calendar or {}
    day = dt.date.fromisoformat
    semesters = {one["id"]: (day(one["from"]), day(one["to"])) for one in given.get("semesters", ())}
    if kind == "semester":
        return [(key, *days) for key, days in semesters.items()]
    years = {one["id"]: (day(one["from"]), day(one["to"])) for one in given.get("school_years", ())}
    for key, (first, _) in semesters.items():
        name, _, half = key.rpartition("-")
        if half == "1" and f"{name}-2" in semesters and name not in years:
            years[name] = (first, semesters[f"{name}-2"][1])
    return [(key, *days) for key, days in years.items()]


def _hole(kind: str, win: Window, register: Register) -> str | None:
    """Why the calendar does not answer for the whole time looked at."""
    periods = sorted((a, b) for _, a, b in _calendar("semester" if kind == "term_month" else kind, register))
    if not periods:
        return "no_calendar"
    begin, until = _inspected(win, register)
    if (periods[0][0] - begin).days > VACATION or (until - periods[-1][1]).days > VACATION:
        return "calendar_gap"
    for (_, last), (first, _) in pairwise(periods):
        if (min(first - ONE, until) - max(last + ONE, begin)).days + 1 > VACATION:
            return "calendar_gap"
    return None


def cells(rule: Rule, source: Source, register: Register, dated: Dated) -> list[Cell]:
    """Spans times entities times items."""
    found = spans(rule, window(rule, source, register, dated), register)
    for place, one in zip(("entity", "item"), rule.for_each, strict=False):
        found = [wider for cell in found for wider in members(cell, one, place, register)]
    return found


def members(cell: Cell, one: str | tuple[str, ...], place: str, register: Register) -> Iterator[Cell]:
    if isinstance(one, tuple):
        for name in dict.fromkeys(one):
            yield replace(cell, **{place: name})
        return
    table = register.sets[one].table
    if register.sets[one].of_events(register.schemas[table]):
        yield from _events(cell, one, place, register)
        return
    begin = cell.until if cell.period == "*" else cell.first
    rows: dict[str, list[tuple[Truth, Interval, Interval]]] = {}
    for entity, truth, when, _ in register.members(one):
        if when.begins[0] <= cell.until and when.ends[1] >= begin:
            rows.setdefault(entity, []).append((truth, when.begins, when.ends))
    for entity, met in rows.items():
        sure = any(truth and a[1] <= cell.until and b[0] >= begin for truth, a, b in met)
        partial = either([cell.partial, _part(cell, met)]) if cell.period != "*" else cell.partial
        yield replace(cell, **{place: entity}, partial=partial, unsure=cell.unsure or not sure)
    first = cell.until if cell.period == "*" else cell.owed_from
    if not register.covers(table, first, cell.until):
        yield replace(cell, **{place: "?"}, missing=cell.missing or f"set_open:{one}")
    elif not rows:
        yield replace(cell, **{place: "-"}, missing=cell.missing or "empty_set")


def _events(cell: Cell, one: str, place: str, register: Register) -> Iterator[Cell]:
    """One cell for each event in the window and the period; an event lies there whole."""
    found: dict[str, bool] = {}
    for entity, truth, when, _ in register.members(one):
        low, high = when.begins
        if high >= cell.owed_from and low <= min(cell.until, cell.closes[1]):
            inside = low >= max(cell.owed_from, cell.opens[1]) and high <= min(cell.until, cell.closes[0])
            found[entity] = found.get(entity, False) or bool(truth and inside)
    for entity, sure in found.items():
        partial = False if place == "entity" else cell.partial
        yield replace(cell, **{place: entity}, partial=partial, unsure=cell.unsure or not sure)
    if not register.covers(register.sets[one].table, cell.owed_from, cell.until):
        yield replace(cell, **{place: "?"}, missing=cell.missing or f"set_open:{one}")
    elif not found:
        none = "period_running" if cell.running else "empty_set"
        yield replace(cell, **{place: "-"}, missing=cell.missing or none)


def _part(cell: Cell, met: list[tuple[Truth, Interval, Interval]]) -> Truth:
    """Does the membership cover only part of the period?"""
    if min(a[0] for _, a, _ in met) > cell.first or max(b[1] for _, _, b in met) < cell.until:
        return True
    if min(a[1] for _, a, _ in met) <= cell.first and max(b[0] for _, _, b in met) >= cell.until:
        return False
    return None
