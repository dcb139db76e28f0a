"""What people rated, put in its place: which item, stage and period an entry is for, and what is wrong with it.

Nothing is dropped: an entry that fits no place is told with the report, one that cannot count stands beside its item and says
why. Two ratings of one item, stage and period that differ both count, as the range between them: which of them holds is not for
a program to choose.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from checker.model import ItemScore, Points, Rated, Scheme, ScoreItem
from checker.scores.intervals import exactly, holds, hull

Entry = Mapping[str, Any]


def placed(
    entries: Iterable[Entry], book: str, schemes: Sequence[Scheme]
) -> tuple[Mapping[str, tuple[Rated, ...]], tuple[Rated, ...]]:
    """Ratings by scheme, and those of no scheme. An entry that names another rulebook is that one's."""
    found: dict[str, list[Rated]] = {}
    unplaced = []
    items = {f"{one.id}/{item.id}": (one.id, item.id) for one in schemes for item in one.items}
    for entry in entries:
        named = str(entry["item"])
        head, _, rest = named.partition("/")
        if "/" in rest and head != book:
            continue
        scheme, item = items.get(named, (None, named))
        one = Rated(
            item=item, points=entry["points"], stage=entry.get("stage"), period=entry.get("period"), by=entry["by"],
            date=entry["date"], evidence=str(entry.get("evidence", "")).strip(),
            reason=str(entry.get("reason", "")).strip(), origin=str(entry.get("origin", "")),
        )  # fmt: skip
        if scheme is None:
            unplaced.append(wrong(one, "unknown_item"))
        else:
            found.setdefault(scheme, []).append(one)
    return {scheme: tuple(ones) for scheme, ones in found.items()}, tuple(unplaced)


def by_period(
    ratings: Iterable[Rated], scheme: Scheme, periods: Sequence[str]
) -> tuple[Mapping[str, tuple[Rated, ...]], tuple[Rated, ...]]:
    """Ratings of a scheme by period, and those of no period or stage. Without a period an entry is for the only one."""
    found: dict[str, list[Rated]] = {period: [] for period in periods}
    unplaced = []
    known = {stage.key for stage in scheme.stages}
    for one in ratings:
        period = one.period if one.period is not None else periods[0] if len(periods) == 1 else None
        if known and one.stage is None:
            unplaced.append(wrong(one, "no_stage"))
        elif one.stage is not None and one.stage not in known:
            unplaced.append(wrong(one, "unknown_stage"))
        elif period is None:
            unplaced.append(wrong(one, "no_period"))
        elif period not in found:
            unplaced.append(wrong(one, "unknown_period"))
        else:
            found[period].append(replace(one, period=period))
    return {period: tuple(ones) for period, ones in found.items()}, tuple(unplaced)


def dated(ratings: Iterable[Rated], scheme: Scheme, period_to: str | None) -> tuple[Rated, ...]:
    """Ratings of one period; a final one of a day on which the period was not over says so, and counts all the same."""
    return tuple(
        replace(one, problems=(*one.problems, "early"))
        if period_to is not None and one.stage == scheme.final and one.date < period_to
        else one
        for one in ratings
    )


def wrong(one: Rated, problem: str) -> Rated:
    """A rating that cannot count, and why."""
    return replace(one, problems=(*one.problems, problem), counts=False)


def judged(scheme: Scheme, computed: ItemScore, ratings: Sequence[Rated], due: Mapping[str, str | None]) -> ItemScore:
    """An item with its ratings: each with its problems, the points of each stage, and what holds in the end.

    Only a rating of the final stage, or of a scheme without stages, makes a rated item certain. Where the records decide, they
    stand, and a rating that differs is told as a difference; where they leave a range, a rating inside it settles it.
    """
    item = computed.item
    mine = [one for one in ratings if one.item == item.id]
    stages = [stage.key for stage in scheme.stages]
    mine.sort(key=lambda one: (stages.index(one.stage) if one.stage in stages else 0, one.date, one.origin))
    times = Counter(one.stage for one in mine)
    told = [replace(one, problems=(*_problems(one, item, computed, times, due), *one.problems)) for one in mine]
    told = [replace(one, counts=not {"out_of_range", "differs"} & set(one.problems)) for one in told]
    told = _unexplained(told, stages)
    by_stage = {key: _points(computed, [one for one in told if one.stage == key]) for key in stages}
    last = [one for one in told if one.stage == scheme.final]
    points = _points(computed, last)
    rated = points != computed.points or (points.known and computed.basis == "open")
    return replace(
        computed, points=points, ratings=tuple(told), stages=by_stage, basis="rated" if rated else computed.basis,
        why_open=() if points.known else computed.why_open,
    )  # fmt: skip


def _problems(
    one: Rated, item: ScoreItem, computed: ItemScore, times: Counter[str | None], due: Mapping[str, str | None]
) -> tuple[str, ...]:
    last = due.get(one.stage or "")
    outside = not 0 <= one.points <= item.points
    found = {
        "out_of_range": outside,
        "differs": not outside and not holds(computed.points, one.points),
        "twice": times[one.stage] > 1,
        "no_evidence": not one.evidence,
        "late": last is not None and one.date > last,
    }
    return tuple(key for key, wrong in found.items() if wrong)


def _unexplained(told: Sequence[Rated], stages: Sequence[str]) -> list[Rated]:
    """A later stage that changes an earlier one's points gives a reason."""
    out = []
    before: Rated | None = None
    for one in told:
        changed = before is not None and before.stage != one.stage and before.points != one.points
        out.append(replace(one, problems=(*one.problems, "no_reason")) if changed and not one.reason else one)
        if one.counts and one.stage in stages:
            before = one
    return out


def _points(computed: ItemScore, ratings: Sequence[Rated]) -> Points:
    """What a stage says of an item: the records where they decide, else its rating, else what the records leave open."""
    found = [exactly(one.points) for one in ratings if one.counts]
    return computed.points if computed.points.known or not found else hull(found)
