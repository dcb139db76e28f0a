"""A plan in words: what text prints and JSON has beside its numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from checker.engine.whatif import Supposed
from checker.model import VERDICTS, Finding, Scorecard, ScoreLine, Value
from checker.planning.gaps import Gap, gaps, undated
from checker.planning.nouns import Action, CardPlan, Changed, Lever, Lost, Need, Plan
from checker.report.build import build
from checker.report.mending import DONE
from checker.report.scoreformulas import Formulas
from checker.report.scoreview import Card
from checker.report.scorewords import ScoreWords
from checker.report.values import Speaker
from checker.report.words import Lexicon, Phrases, clean, pick

NAMED = 5
"""Elements of a set that are named one by one."""


@dataclass(frozen=True)
class Told:
    """An action, or a lever that is not needed."""

    title: str
    what: str
    asked: str


class PlanWords:
    def __init__(self, plan: Plan, lexicon: Lexicon, phrases: Phrases) -> None:
        self.plan, self.say, self.lang = plan, phrases, phrases.lang
        self.view = build(plan.report, lexicon, phrases)
        self.speaker = Speaker(lexicon, phrases, plan.report.labels, plan.report.people)
        self.points = ScoreWords(phrases)
        found = gaps(plan.report, self.view, self.speaker)
        self.gaps = undated(found) if self.view.foreign else found

    @property
    def outlook(self) -> str:
        """`certain`, `reachable` or `unreachable`: the worst over the cards; where gaps are the plan, whether there are any, and
        whether one is past mending."""
        states = {one.state for one in self.plan.cards}
        if self.plan.by_gaps:
            if self.gaps.nothing:
                return "certain"
            return "unreachable" if self.gaps.past else "reachable"
        if states & {"short", "vetoed"}:
            return "unreachable"
        return "certain" if states == {"certain"} else "reachable"

    def mend(self, gap: Gap) -> str:
        """What to do about it; no row is asked for of what cannot be changed."""
        return self.say("first.do_done") if gap.key == DONE else gap.clause.sentence.mend

    # ---- what is supposed --------------------------------------------------------------------------------------

    def supposed(self, one: Supposed) -> str:
        label = self.speaker.label(one.measure)
        if one.period is not None:
            label = self.say("report.bracketed", what=label, text=self.speaker.period(one.period, None))
        return self.say("plan.supposed_one", label=label, value=self._typed(one))

    def _typed(self, one: Supposed) -> str:
        if isinstance(one.value, tuple):
            return self.speaker.elements(one.value, one.measure)
        return self.speaker.date("never") if one.value == "none" else clean(one.value)

    def changed(self) -> list[str]:
        """Clauses with another verdict, then scorecards with another outcome."""
        what = self.plan.supposed
        if what is None:
            return []
        found = [
            self.say(
                "plan.changed_one", title=pick(one.after.rule.title, self.lang), at=clean(one.after.rule.at),
                before=self._judged(one.before, one), after=self._judged(one.after, one),
            )
            for one in what.changed
        ]  # fmt: skip
        scores = [
            self.say(
                "plan.changed_score", title=self.card_title(new), before=self.points.headline(old),
                after=self.points.headline(new),
            )
            for old, new in self.scores_changed()
        ]  # fmt: skip
        return [*found, *scores]

    def _judged(self, finding: Finding, one: Changed) -> str:
        """The verdict; where that stays the same, the cells by verdict under the reading in use."""
        marks = self.view.marks
        if one.before.verdict != one.after.verdict:
            return f"{marks[finding.verdict].symbol} {marks[finding.verdict].label}"
        said = [
            self.say("report.count", label=f"{marks[key].symbol} {marks[key].label}", n=finding.counts[key])
            for key in VERDICTS
            if finding.counts.get(key)
        ]
        return self.say.join(said)

    def scores_changed(self) -> list[tuple[Scorecard, Scorecard]]:
        """Scorecards without and with what is supposed, where the outcome differs."""
        if self.plan.supposed is None:
            return []
        was = {(one.scheme.id, one.period): one for one in self.plan.supposed.before.scores}
        pairs = [(was.get((one.scheme.id, one.period)), one) for one in self.plan.report.scores]
        return [
            (old, new)
            for old, new in pairs
            if old and (old.total, old.grades, old.all_totals) != (new.total, new.grades, new.all_totals)
        ]

    # ---- a card ------------------------------------------------------------------------------------------------

    def card(self, plan: CardPlan) -> Card:
        """What the report says of the card."""
        return self.view.scores.cards[self._number(plan)]

    def _number(self, plan: CardPlan) -> int:
        return next(n for n, one in enumerate(self.plan.report.scores) if one is plan.card)

    def card_title(self, card: object) -> str:
        made = self.view.scores.cards[next(n for n, one in enumerate(self.plan.report.scores) if one is card)]
        return self.say("report.bracketed", what=made.title, text=made.period) if made.period else made.title

    def veto(self, plan: CardPlan, line: ScoreLine) -> str:
        """A veto, on what it rests, and what would settle it."""
        n = [one.id for one in plan.card.lines].index(line.id)
        beside = self.card(plan).beside[n]
        if line.state != "yes":
            key = "plan.settle_running" if plan.card.running else "plan.settle_records"
            settle = self.say(key)
        else:
            options = [one for one in plan.card.variants if not one.vetoed]
            listed = self.say.join([self._option(one.question, one.option) for one in options])
            settle = self.say("plan.settle_reading", list=listed) if options else self.say("plan.settle_none")
        return self.say(
            "plan.veto", title=beside.title, state=beside.word, because=self.say("report.group_join").join(beside.because),
            effect=beside.effect, settle=settle,
        )  # fmt: skip

    def _option(self, question: str, option: str) -> str:
        for book in self.plan.report.rulebooks:
            if question in book.questions:
                return pick(book.questions[question].options[option].label, self.lang)
        return clean(option)

    # ---- levers ------------------------------------------------------------------------------------------------

    def action(self, plan: CardPlan, one: Action) -> Told:
        """What to do, and how many points that must bring."""
        to = self.points.exactly(one.lever.low + one.asked)
        if one.lever.line is not None:
            asked = self.say("plan.hold", points=self.points.exactly(one.lever.gain))
        else:
            key = "plan.full" if one.asked == one.lever.gain else "plan.at_least"
            asked = self.say(key, points=to)
            if one.lever.low:
                asked = self.say("plan.more_points", said=asked, gain=self.points.exactly(one.asked))
        return Told(self.title(plan, one.lever), self.what(plan, one.lever), asked)

    def spare(self, plan: CardPlan, lever: Lever) -> Told:
        """What could add points too. Of what a person rates the evidence is left out: it is the item's, and the report has it."""
        what = self._missing(plan, lever) if lever.kind == "rate" and lever.score else self.what(plan, lever)
        return Told(self.title(plan, lever), what, self.say("plan.add", points=self.points.exactly(lever.gain)))

    def title(self, plan: CardPlan, one: Lever | Lost) -> str:
        card, scheme = plan.card, plan.card.scheme
        if one.place > len(card.items):
            bonus = next(found for found in scheme.bonus if found.id == one.id)
            return self.say("plan.bonus", title=pick(bonus.title, self.lang))
        item = card.items[one.place - 1].item
        return self.say("score.titled", item=self.say("score.item", n=one.place), title=pick(item.title, self.lang))

    def what(self, plan: CardPlan, lever: Lever) -> str:
        if lever.line is not None:
            n = [one.id for one in plan.card.lines].index(lever.id)
            because = self.say("report.group_join").join(self.card(plan).beside[n].because)
            return self.say("plan.bonus_open", because=because)
        why = self._missing(plan, lever)
        if lever.kind == "rate":
            proof = self._evidence(lever)
            return self.say("plan.rate", why=why, proof=proof) if proof else why
        if lever.kind == "record":
            return self.say("plan.record", why=why)
        said = [self._need(lever, one) for one in self._together(lever)]
        if not said:
            return self.say("plan.act")
        done = [
            self.say(
                "plan.step",
                n=self._units(one.measure, one.units),
                label=self.speaker.label(one.measure),
                gain=self.points.exactly(one.gain),
            )
            for one in lever.steps
        ]
        full = self.say("plan.act_full", list=self.say("report.group_join").join(said))
        return self.say("report.list").join([full, *done[:NAMED]])

    def _missing(self, plan: CardPlan, lever: Lever) -> str:
        anchor = f"{self.card(plan).anchor}i{lever.place}"
        found = [one.what for one in self.card(plan).narrowing if any(anchor == item for item, _ in one.items)]
        return self.say("report.group_join").join(found)

    def _evidence(self, lever: Lever) -> str:
        evidence = lever.score.item.evidence if lever.score else ()
        return self.say.join([clean(one) for one in evidence])

    def _together(self, lever: Lever) -> list[tuple[Need, int]]:
        """Needs that differ in the element alone, once, with how many elements they are."""
        found: dict[object, tuple[Need, int]] = {}
        for one in lever.needs:
            key = (one.measure, one.target) if one.units is None else (one.measure, one.target, one.entity)
            first, n = found.get(key, (one, 0))
            found[key] = (first, n + 1)
        return list(found.values())

    def _need(self, lever: Lever, found: tuple[Need, int]) -> str:
        one, number = found
        measure = self.speaker.lexicon.measure(one.measure)
        if isinstance(one.target, tuple):
            target = self.speaker.value(Value(one.measure, elements=one.target))
        else:
            target = self.speaker.amount(one.target, measure)
        label = self.speaker.label(one.measure)
        if number > 1:
            label = self.say("plan.each", label=label, n=number)
        elif one.entity != "*" and lever.score is not None:
            entity = Formulas(self.speaker).entity(lever.score.item.form, one.entity)
            label = self.say("report.bracketed", what=label, text=entity)
        said = self.say("plan.reach", label=label, target=self.speaker.spaced(target))
        if one.units and one.now is not None:
            said = self.say(
                "plan.more", said=said, n=self._units(one.measure, one.units), now=one.now[0], base=one.now[1]
            )
        return said

    def _units(self, share: str, number: int) -> str:
        """So many of what the upper part of a share counts."""
        counted = self.speaker.lexicon.measure(share).inputs[:1]
        measure = self.speaker.lexicon.measure(counted[0] if counted else share)
        return self.speaker.amount(Fraction(number), measure)

    # ---- what is lost ------------------------------------------------------------------------------------------

    def lost(self, plan: CardPlan, found: Sequence[Lost]) -> list[str]:
        return [
            self.say(
                f"plan.lost_{one.why}", title=self.title(plan, one), points=self.points.exactly(one.points),
                had=self.points.range(plan.card.items[one.place - 1].points) if one.place <= len(plan.card.items) else "",
            )
            for one in found
        ]  # fmt: skip
