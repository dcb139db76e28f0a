"""Deadlines on Saturdays, Sundays and public holidays, of years whose days off are known."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from checker.proofreading.draft import Draft, spots
from checker.proofreading.nouns import Remark, Spot
from checker.wording.nouns import Moment

SATURDAY = 5
FULL, YEARLY = 3, 2
"""Numerals in the words of a day with and without its year."""


def deadlines(draft: Draft) -> Iterator[Remark]:
    """Last days with a year, one by one; yearly ones, for the years that the document's title states, in one remark."""
    years = _years(draft)
    found: list[tuple[Spot, str]] = []
    postponed = draft.pattern("postponed")
    if any(postponed.search(passage.norm) for passage in draft.prose):
        return
    for passage in draft.passages:
        if passage.kind not in ("sentence", "row", "heading"):
            continue
        for one in passage.reading.moments:
            if _day(draft, one) and one.last and (why := _off(draft, one.last)):
                values = {"day": one.last, "why": why}
                yield Remark("day-off", (passage.around(one.span.start),), values)
            if _yearly(draft, one):
                days = [f"{year}-{one.yearly_last}" for year in years]
                found += [
                    (passage.around(one.span.start), f"{day}（{why}）") for day in days if (why := _off(draft, day))
                ]
    if found:
        mark = draft.words("list_mark") or ","
        yield Remark(
            "day-off-yearly", spots([spot for spot, _ in found]), {"days": mark.join(said for _, said in found)}
        )


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
