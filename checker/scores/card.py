"""One scorecard a period: items, categories, total, grades, and what each other reading would make of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from checker.consequences.facts import HOLDS, NO, Verdicts
from checker.model import (
    ItemScore,
    Outlook,
    Points,
    Rated,
    Rule,
    Scheme,
    Scorecard,
    ScoreInput,
    ScoreLine,
    ScoreVariant,
    Value,
)
from checker.scores import lines, stages
from checker.scores.bands import grades_of
from checker.scores.forms import scored
from checker.scores.intervals import added, at_most, hull
from checker.scores.ratings import by_period, dated, judged, wrong

Variants = Sequence[tuple[str, Scheme]]


@dataclass(frozen=True)
class _Made:
    """A scheme worked out under one reading."""

    items: tuple[ItemScore, ...]
    lines: tuple[ScoreLine, ...]
    sum: Points
    total: Points
    grades: tuple[str, ...]


def cards(
    variants: Variants, inputs: Sequence[ScoreInput], verdicts: Verdicts, rules: Mapping[str, Rule],
    ratings: Sequence[Rated],
) -> Iterator[Scorecard]:  # fmt: skip
    """The cards of a scheme, period by period; none where it does not apply.

    `variants` is the scheme under its readings, the primary one first; `verdicts` those of rules by id. Ratings that fit no
    period or stage stand on the last card.
    """
    primary = variants[0][1]
    placed, unplaced = by_period(ratings, primary, [one.period for one in inputs])
    worths = {one.period: lines.state(primary.when, lines.whole(one.values), verdicts)[0] for one in inputs}
    owed = [one for one in inputs if worths[one.period] != NO]
    lost = (wrong(rated, "no_card") for one in inputs if worths[one.period] == NO for rated in placed[one.period])
    unplaced = (*unplaced, *lost)
    for given in owed:
        due = stages.last_days(primary, rules, given.period_to if given.period != "?" else None)
        values = lines.whole(given.values)
        card = _card(variants, given, values, verdicts, placed[given.period], due, HOLDS[worths[given.period]])
        yield replace(card, unplaced=unplaced) if given is owed[-1] else card


def _card(
    variants: Variants, given: ScoreInput, values: Mapping[str, Value], verdicts: Verdicts,
    ratings: Sequence[Rated], due: Mapping[str, str | None], applies: str,
) -> Scorecard:  # fmt: skip
    scheme = variants[0][1]
    ratings = dated(ratings, scheme, given.period_to)
    mine = _made(scheme, given, values, verdicts, ratings, due)
    others = []
    for key, one in variants[1:]:
        question, _, option = key.partition(".")
        made = _made(one, given, values, verdicts, ratings, due, mine.items)
        others.append(ScoreVariant(question, option, made.total, made.grades, lines.holds(made.lines)))
    every = [mine.grades, *(one.grades for one in others)]
    by_category = {
        one.id: added(item.points for item in mine.items if item.item.category == one.id) for one in scheme.categories
    }
    return Scorecard(
        scheme=scheme, period=given.period, applies=applies, items=mine.items, categories=by_category, sum=mine.sum,
        total=mine.total, grades=mine.grades,
        all_grades=tuple(grade for grade in scheme.grading.order if any(grade in found for found in every)),
        all_totals=hull([mine.total, *(one.total for one in others)]), lines=mine.lines, variants=tuple(others),
        stages=stages.columns(scheme, mine.items, due, verdicts, given.totals, mine.total.high - mine.sum.high),
        differences=stages.differences(scheme, mine.items),
        period_from=given.period_from, period_to=given.period_to, running=given.running, covered=given.covered,
    )  # fmt: skip


def _made(
    scheme: Scheme, given: ScoreInput, values: Mapping[str, Value], verdicts: Verdicts,
    ratings: Sequence[Rated], due: Mapping[str, str | None], known: Sequence[ItemScore] = (),
) -> _Made:  # fmt: skip
    """`known` are items worked out under another reading: the very same ones are not worked out again."""
    same = {id(one.item): one for one in known}
    items = tuple(
        same.get(id(item)) or judged(scheme, scored(item, given.values), ratings, due) for item in scheme.items
    )
    beside = [lines.bonus(one, values, verdicts, scheme.total) for one in scheme.bonus]
    beside += [lines.veto(one, values, verdicts) for one in scheme.veto]
    beside = [replace(one, behind=lines.behind(one, given.values)) for one in beside]
    base = added(item.points for item in items)
    total = base
    if scheme.bonus_in != "beside":
        total = added([base, lines.together(scheme, beside)])
    if scheme.bonus_in == "capped":
        total = at_most(total, scheme.total)
    by_total = grades_of(scheme.grading, total, values.get(scheme.grading.measure or ""))
    return _Made(items, tuple(beside), base, total, lines.vetoed(scheme, beside, by_total))


def outlook(found: Sequence[Scorecard], schemes: Sequence[tuple[Variants, Sequence[ScoreInput]]]) -> dict[str, Outlook]:
    """What consequences may know of each scheme: its latest period that is over, or the latest one where none is.

    With each open reading changed in its turn, since which of them holds nobody has decided; changed together they may give what
    neither gives alone. A scheme without a card does not apply, unless no period has begun.
    """
    out = {}
    for variants, begun in schemes:
        scheme = variants[0][1]
        mine = [card for card in found if card.scheme.id == scheme.id]
        over = [card for card in mine if not card.running] or mine
        if not over:
            out[scheme.id] = Outlook(grades=()) if begun else Outlook()
            continue
        card = over[-1]
        seen = Outlook(period=card.period, stage=_rated_in(card))
        if card.applies == "yes":
            seen = replace(seen, grades=card.all_grades, total=card.all_totals)
        out[scheme.id] = seen
    return out


def _rated_in(card: Scorecard) -> str | None:
    """The final stage, if ratings of it count."""
    final = card.scheme.final
    return final if any(one.counts and one.stage == final for item in card.items for one in item.ratings) else None
