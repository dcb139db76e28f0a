"""A plan in plain text: the goal and what stands in its way, the actions, what they leave aside, what is lost."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from checker.planning.gaps import Gap
from checker.planning.nouns import CardPlan
from checker.planning.said import PlanWords, Told
from checker.report.mending import BY, PAST
from checker.report.textpage import TextPage
from checker.report.todo import Item


def render(words: PlanWords, width: int | None = None) -> str:
    """At most `width` columns."""
    return _Page(words, width).made()


class _Page(TextPage):
    def __init__(self, words: PlanWords, width: int | None) -> None:
        super().__init__("plan", words.say, width)
        self.plan, self.words = words.plan, words

    def made(self) -> str:
        self._head()
        for one in self.plan.cards:
            self._card(one)
        if self.plan.by_gaps:
            self._gaps()
        return self.whole()

    def _head(self) -> None:
        view, say = self.words.view, self.say
        tag = say("report.bracket", text=say("report.invented")) if view.invented else ""
        self.put(f"{say('plan.title')}  {view.body}{tag}")
        self.put(say("report.labelled", label=say("report.as_of"), text=view.as_of))
        for line in (*view.ran_out, *([say("plan.foreign")] if view.foreign else [])):
            self.put(f"! {line}", rest="  ")
        supposed = self.plan.supposed
        if supposed is None:
            return
        self._list(say("plan.supposed"), [self.words.supposed(one) for one in supposed.given])
        changed = self.words.changed()
        self._list(say("plan.changed"), changed or [say("plan.changed_none")])

    # ---- a scorecard -------------------------------------------------------------------------------------------

    def _card(self, one: CardPlan) -> None:
        say, words, points = self.say, self.words, self.words.points
        scheme = one.card.scheme
        self._apart(words.card_title(one.card))
        if one.card.applies != "yes":
            self.put(say("plan.may_not_apply"))
        vetoed = one.state == "vetoed"
        self._list(
            say("plan.vetoes_hold" if vetoed else "plan.vetoes_open"), [words.veto(one, line) for line in one.vetoes]
        )
        self.lines += [""] if one.vetoes else []
        if one.held is not None and one.goal is not None and one.held != scheme.grading.order[-1]:
            self.put(say("plan.held", grade=points.grade(scheme, one.held)))
        self.put(self._verdict(one))
        if one.goal is not None:
            self._goal(one)
        told = [words.action(one, action) for action in one.actions]
        note = say("plan.if_no_veto") if one.vetoes else ""
        if told:
            head = say("plan.actions", n=len(told), points=points.exactly(one.goal.need) if one.goal else "")
            self._told(head + self._cost(one) + note, told)
        if one.spare:
            key = "plan.all" if one.state in ("short", "people") else "plan.spare"
            self._told(say(key), [words.spare(one, lever) for lever in one.spare])
        if one.lost:
            total = points.exactly(sum((lost.points for lost in one.lost), Fraction(0)))
            self._list(say("plan.lost", n=total), words.lost(one, one.lost))
        if one.elsewhere:
            listed = say.join([words.card_title(card) for card in one.elsewhere])
            self.lines.append("")
            self.put(say("plan.elsewhere", list=listed, period=one.elsewhere[-1].period))

    def _verdict(self, one: CardPlan) -> str:
        say, points, scheme = self.say, self.words.points, one.card.scheme
        if one.state == "people":
            return say("score.by_people", quote=scheme.grading.quote)
        if one.state == "certain":
            grade = one.goal.grade if one.goal else one.held or next(iter(one.card.grades), "")
            return say("plan.certain", grade=points.grade(scheme, grade))
        goal = one.goal
        if goal is None:
            return ""
        grade = points.grade(scheme, goal.grade)
        if one.state == "short":
            best = points.grade(scheme, one.best) if one.best else ""
            return say("plan.short", grade=grade, n=points.exactly(one.lacking), best=best)
        if goal.need == 0:
            return say("plan.enough", grade=grade)
        return say("plan.vetoed" if one.state == "vetoed" else "plan.reachable", grade=grade)

    def _goal(self, one: CardPlan) -> None:
        goal, say, points = one.goal, self.say, self.words.points
        assert goal is not None
        grade = points.grade(one.card.scheme, goal.grade)
        low, edge, need = (points.exactly(number) for number in (one.card.total.low, goal.edge, goal.need))
        self.put(say("plan.goal", grade=grade, edge=edge, low=low, need=need))
        if goal.need_anyhow != goal.need:
            self.put(say("plan.anyhow", need=points.exactly(goal.need_anyhow)))

    def _cost(self, one: CardPlan) -> str:
        if one.cost == len(one.actions):
            return ""
        return self.say("report.bracket", text=self.say("plan.cost", n=self.words.points.exactly(one.cost)))

    # ---- gaps --------------------------------------------------------------------------------------------------

    def _gaps(self) -> None:
        say, found = self.say, self.words.gaps
        self._apart(say("plan.gaps"))
        foreign = self.words.view.foreign
        self.put(say("plan.gaps_none" if found.nothing else "plan.gaps_foreign" if foreign else "plan.gaps_why"))
        for group in found.coming:
            head = say("report.comma").join(filter(None, (group.label, group.note)))
            self._some(head, [self._item(one) for one in group.items])
        self._some(say("plan.mend_foreign" if foreign else "plan.mend"), [self._gap(one) for one in found.mend])
        self._some(
            say("plan.lacking"),
            [
                say("plan.lacks", n=one.clauses + one.inside, what=one.said if one.clauses else one.what)
                for one in found.lacking
            ],
        )
        self._some(
            say("plan.disputed"),
            [*(self._gap(one) for one in found.disputed), *(self._item(one) for one in found.unsettled)],
        )
        self._some(say("plan.done"), [self._gap(one) for one in found.done])
        self._some(
            say("plan.ended"), [*(self._gap(one) for one in found.late), *(self._item(one) for one in found.ended)]
        )

    def _gap(self, one: Gap) -> str:
        say, clause = self.say, one.clause
        said = say("report.comma").join(filter(None, (clause.sentence.brief, clause.sentence.short)))
        if one.key == BY:
            said = say("plan.by", said=said, date=self.words.speaker.date(one.day or ""), n=one.left)
        elif one.key == PAST:
            said = say("plan.late", said=said, date=self.words.speaker.date(one.day or ""))
        return say(
            "plan.gap",
            symbol=clause.mark.symbol,
            title=clause.title,
            at=clause.at,
            said=said,
            mend=self.words.mend(one),
        )

    def _item(self, one: Item) -> str:
        when = self.say("report.bracket", text=one.period) if one.period else ""
        return self.say("plan.owed", who=one.who + when, title=one.title, at=one.at, said=one.said)

    # ---- lines -------------------------------------------------------------------------------------------------

    def _apart(self, head: str) -> None:
        self.lines += ["", head, "─" * (self.width // 2)]

    def _told(self, head: str, told: Iterable[Told]) -> None:
        said = [self.say("plan.told", title=one.title, what=one.what, asked=one.asked) for one in told]
        self._list(head, said)

    def _list(self, head: str, said: Iterable[str]) -> None:
        for n, line in enumerate(said, start=1):
            if n == 1:
                self.lines.append("")
                self.put(head)
            self.put(line, f"{n:>2}. ", "    ")

    def _some(self, head: str, said: list[str]) -> None:
        """No more than the layout allows; the JSON has all."""
        shown = said[: self.layout["gaps"]]
        self._list(self.say("plan.count", head=head, n=len(said)), shown)
        if len(said) > len(shown):
            self.put(self.say("plan.more_lines", n=len(said) - len(shown)), "    ")
