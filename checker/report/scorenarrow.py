"""What would narrow a scorecard most: the items nobody has rated and the records that are missing, by the points at stake."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from checker.model import ItemScore
from checker.report.scoreitems import Items
from checker.report.scoreview import Narrowing
from checker.report.words import pick

NOTHING = "nothing_recorded"
"""A reason that says less than whose value is missing."""
NAMED = 20
"""Items named one by one."""


@dataclass
class _Stake:
    points: Fraction = Fraction(0)
    items: list[tuple[Fraction, str, str]] = field(default_factory=list)
    """(points, anchor, name), in the order of the table"""


def narrowing(items: Items) -> tuple[Narrowing, ...]:
    """The greatest stake first. An item that lacks several records counts with each of them: any one alone may not do."""
    found: dict[str, _Stake] = {}
    for score in items.card.items:
        at_stake = score.points.high - score.points.low
        for what in _causes(score, items) if at_stake else ():
            stake = found.setdefault(what, _Stake())
            stake.points += at_stake
            stake.items.append((at_stake, items.anchor(score.item.id), items.name(score.item.id)))
    titles = {one.id: pick(one.title, items.lang) for one in items.scheme.bonus}
    for line in items.card.lines:
        at_stake = line.points.high - line.points.low
        if line.kind == "bonus" and at_stake and items.scheme.bonus_in != "beside":
            what = items.say("score.open_bonus", title=titles.get(line.id, line.id))
            found.setdefault(what, _Stake()).points += at_stake
    ranked = sorted(found.items(), key=lambda one: -one[1].points)
    return tuple(_told(what, stake, items) for what, stake in ranked)


def _causes(score: ItemScore, items: Items) -> tuple[str, ...]:
    """Why an item's points are not known."""
    say, last = items.say, items.scheme.final
    stage = items.stage(last) if last else ""
    given = [one for one in score.ratings if one.stage == last]
    if len([one for one in given if one.counts]) > 1:
        return (say("score.open_twice", stage=stage or say("score.rating")),)
    if score.basis == "invalid":
        return (say("score.open_invalid"),)
    if score.item.form.kind == "rating":
        key = "score.open_void" if given else "score.open_rating"
        return (say(key, stage=stage) if stage else say(f"{key}_bare"),)
    why = [items.clauses.writer.reasons.one(one) for one in score.why_open if one != NOTHING]
    if NOTHING in score.why_open or not why:
        why.append(_valueless(score, items))
    return tuple(dict.fromkeys(why))


def _valueless(score: ItemScore, items: Items) -> str:
    """Which measure has no value, and of whom, where the records give no other reason."""
    names = dict.fromkeys(one.measure for one in score.values if one.low is None or not one.complete)
    if not names:
        return items.say("score.open_records")
    said = items.say.join([items.clauses.writer.reasons.one(f"no_value:{name}") for name in names])
    open_ = [part for part in score.formula.parts if part.points and not part.points.known and "entity" in part.numbers]
    whom = [items.formulas.entity(score.item.form, str(part.numbers["entity"])) for part in open_]
    return items.say("report.bracketed", what=said, text=items.say.join(whom[:NAMED])) if whom else said


def _told(what: str, stake: _Stake, items: Items) -> Narrowing:
    say, points = items.say, items.words.points(stake.points)
    ranked = sorted(stake.items, key=lambda one: -one[0])
    named = [
        (anchor, say("score.item_points", item=name, points=items.words.points(worth)))
        for worth, anchor, name in ranked
    ]
    listed = say.join([name for _, name in named[:NAMED]])
    said = say("score.narrow", what=what, points=points) if points else what
    if named:
        said = say("report.labelled", label=said, text=listed)
    return Narrowing(what, points, tuple(named), said)
