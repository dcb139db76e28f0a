"""Deadlines on Saturdays, Sundays and public holidays, of years whose days off are known; days that no calendar has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from checker.proofreading.draft import Draft, Passage, spots
from checker.proofreading.nouns import Remark, Spot
from checker.wording.nouns import Moment

SATURDAY = 5
COMMON = 2023
"""A year that is no leap year."""
FULL, YEARLY = 3, 2
"""Numerals in the words of a day with and without its year."""


def deadlines(draft: Draft) -> Iterator[Remark]:
    """Last days with a year, one by one; yearly ones, for the years that the document's title states, in one remark."""
    years = _years(draft)
    found: list[tuple[Spot, str]] = []
    for passage, one in _last_days(draft):
        if _day(draft, one) and one.last and (why := _off(draft, one.last)):
            yield Remark("day-off", (passage.around(one.span.start),), {"day": one.last, "why": why})
        if _yearly(draft, one):
            days = [f"{year}-{one.yearly_last}" for year in years]
            found += [(passage.around(one.span.start), f"{day}（{why}）") for day in days if (why := _off(draft, day))]
    if found:
        mark = draft.words("list_mark") or ","
        yield Remark(
            "day-off-yearly", spots([spot for spot, _ in found]), {"days": mark.join(said for _, said in found)}
        )


def unjudged(draft: Draft) -> tuple[int, ...]:
    """Years of the document's deadlines whose days off are not in the table, in order."""
    named: set[int] = set()
    for _, one in _last_days(draft):
        if _day(draft, one) and one.last:
            named.add(int(one.last[:4]))
        elif _yearly(draft, one):
            named.update(_years(draft))
    return tuple(sorted(named - set(draft.table.years)))


def impossible(draft: Draft) -> Iterator[Remark]:
    """30 February, the 13th month, and 29 February every year."""
    form = re.compile(str(draft.words("day") or "(?!)"))
    for passage in (one for one in draft.passages if one.kind in ("sentence", "row", "heading")):
        for match in form.finditer(passage.norm):
            year, month, day = (int(one) if one else None for one in match.groups())
            if not _exists(year or COMMON, month or 0, day or 0):
                yield Remark("no-day", (passage.around(match.start(), match.end()),), {"day": match[0]})


def _last_days(draft: Draft) -> Iterator[tuple[Passage, Moment]]:
    """Every moment of a sentence, row or heading in an item that does not itself say what happens on a day off."""
    postponed, general = draft.pattern("postponed"), draft.pattern("all_deadlines")
    if any(postponed.search(one.norm) and general.search(one.norm) for one in draft.prose):
        return
    for passage in draft.passages:
        if passage.kind not in ("sentence", "row", "heading") or not passage.reading.moments:
            continue
        near = (passage,) if passage.cells or not passage.item else draft.item(passage)
        if not any(postponed.search(one.norm) for one in near):
            yield from ((passage, one) for one in passage.reading.moments)


def _years(draft: Draft) -> range:
    """The years that the title states; none where it states none."""
    for passage in draft.passages:
        if passage.kind == "title" and not passage.annex:
            for one in passage.reading.moments:
                if one.first and one.last and one.first[:4] != one.last[:4]:
                    return range(int(one.first[:4]), int(one.last[:4]) + 1)
    return range(0)


def _day(draft: Draft, one: Moment) -> bool:
    """Whether the words name the last day themselves: 8月31日前, not 8月底前."""
    return one.first is None and one.last is not None and _numerals(draft, one) == FULL


def _yearly(draft: Draft, one: Moment) -> bool:
    return one.yearly_last is not None and one.yearly_first is None and _numerals(draft, one) == YEARLY


def _numerals(draft: Draft, one: Moment) -> int:
    return sum(1 for _ in draft.language.numeral.finditer(one.span.text))


def _off(draft: Draft, day: str) -> str:
    """Why people do not work on a day; empty where they do, and where nobody knows."""
    try:
        when = date.fromisoformat(day)
    except ValueError:  # 29 February of most years
        return ""
    year = draft.table.years.get(when.year)
    short = day[5:]
    if year is None or short in year.work:
        return ""
    names = draft.table.weekdays.get(draft.language.key) or draft.table.weekdays["zh"]
    if any(first <= short <= last for first, last in year.off):
        return draft.table.holiday.get(draft.language.key) or draft.table.holiday["zh"]
    return names[when.weekday()] if when.weekday() >= SATURDAY else ""


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
