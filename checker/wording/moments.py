"""Dates, months, years and phases → first and last day. A day that the words leave open stays open."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from datetime import date

from checker.wording.forms import Match
from checker.wording.language import Language
from checker.wording.nouns import Moment, Span

_LEAP = 2024
"""Stands in where no year is named, so that any day of a month exists."""
_FEBRUARY = 2
_MONTHS = 12

Part = tuple[int | None, int | None, int | None]
Days = tuple[date | None, date | None]


def moment(text: str, match: Match, lang: Language) -> Moment | None:
    """What a form of the kind `moment` says, None where there is no such day."""
    groups = match.groups
    span = Span(match.start, match.end, text[match.start : match.end])
    if phase := groups.get("phase"):
        first, last = lang.phases[phase.lower()]
        days = _bounded((date.fromisoformat(first), date.fromisoformat(last)), groups, lang, exact=False)
        return Moment(span, _iso(days[0]), _iso(days[1]))
    begin, end = _parts(groups, lang)
    if begin is None:
        return None
    yearly = begin[0] is None
    opening, closing = _period(begin), _period(end or begin)
    if opening is None or closing is None or opening[0] > closing[1]:
        return None
    exact = (end or begin)[2] is not None
    if end:
        effect = lang.edges_after.get(groups.get("edge_after", "").lower(), "")
        open_end = effect in ("opens", "opens_until", "past", "from") or (effect == "until" and not exact)
        days = opening[0], None if open_end else closing[1]
    else:
        days = _bounded(opening, groups, lang, exact=exact)
    if not yearly:
        return Moment(span, _iso(days[0]), _iso(days[1]))
    first_day, last_day = days
    if last_day and last_day.month == _FEBRUARY and not exact:
        last_day = None  # the 28th or the 29th
    return Moment(span, None, None, _month_day(first_day), _month_day(last_day))


def _month_day(day: date | None) -> str | None:
    return day.isoformat()[5:] if day else None


def _parts(groups: Mapping[str, str], lang: Language) -> tuple[Part | None, Part | None]:
    """Year, month and day of the first date and, of a span, the last one. A part that is no number spoils both."""
    found: dict[str, int | None] = dict.fromkeys(("y1", "m1", "d1", "y2", "m2", "d2"))
    for name in found:
        if name in groups:
            value = lang.months.get(groups[name].lower()) or lang.numerals.value(groups[name])
            if value is None or value != int(value):
                return None, None
            found[name] = int(value)
    begin = found["y1"], found["m1"], found["d1"]
    if not any(found[name] for name in ("y2", "m2", "d2")):
        return begin, None
    year = found["y2"] or found["y1"]
    if begin[0] is None and found["y2"]:
        begin = found["y2"], begin[1], begin[2]
    return begin, (year, found["m2"] or (found["m1"] if found["d2"] else None), found["d2"])


def _period(part: Part) -> tuple[date, date] | None:
    year, month, day = part
    year = _LEAP if year is None else year
    if month is None:
        return (date(year, 1, 1), date(year, _MONTHS, 31)) if 1 <= year <= date.max.year else None
    if not 1 <= month <= _MONTHS or not 1 <= year <= date.max.year:
        return None
    longest = calendar.monthrange(year, month)[1]
    if day is None:
        return date(year, month, 1), date(year, month, longest)
    return (date(year, month, day), date(year, month, day)) if 1 <= day <= longest else None


def _bounded(days: tuple[date, date], groups: Mapping[str, str], lang: Language, *, exact: bool) -> Days:
    """The period as the words around it cut it. "Before" a month or year may or may not include it: open."""
    before = lang.edges_before.get(groups.get("edge_before", "").lower(), "")
    after = lang.edges_after.get(groups.get("edge_after", "").lower(), "")
    match after or before:
        case "ends" | "ends_until":
            return None, days[1]
        case "until" if after:
            return None, days[1] if exact else None
        case "until":
            return None, days[1]
        case "from":
            return days[0], None
        case "opens" | "opens_until" | "past":
            return None, None
    return days


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
