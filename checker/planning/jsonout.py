"""A plan as JSON (`schemas/plan.json`): the whole of it, for other programs. Numbers are exact: integers, or `n/d` as text."""

from __future__ import annotations

import json
from typing import Any

import checker
from checker.engine.whatif import Supposed
from checker.model import Points, Scorecard
from checker.planning.gaps import Gap
from checker.planning.nouns import CardPlan, Changed, Lever, Need
from checker.planning.said import PlanWords
from checker.report.jsonout import exact
from checker.report.todo import Item
from checker.report.words import clean, pick

Json = dict[str, Any]


def render(words: PlanWords) -> str:
    return json.dumps(_Maker(words).whole(), ensure_ascii=False, indent=1, allow_nan=False) + "\n"


class _Maker:
    def __init__(self, words: PlanWords) -> None:
        self.words, self.plan, self.lang = words, words.plan, words.lang

    def whole(self) -> Json:
        report, supposed = self.plan.report, self.plan.supposed
        return {
            "tool": {"name": "jituan", "version": checker.__version__, "lang": self.lang},
            "body": {"id": clean(report.body["id"]), "name": self.words.view.body},
            "rulebooks": [one.id for one in report.rulebooks],
            "as_of": report.as_of,
            "records_sha256": report.records_sha256,
            "decisions_sha256": report.decisions_sha256,
            "outlook": self.words.outlook,
            "notices": list(self.words.view.ran_out),
            "supposed": [self._supposed(one) for one in supposed.given] if supposed else [],
            "changed": [self._changed(one) for one in supposed.changed] if supposed else [],
            "scores_changed": [
                {"scheme": new.scheme.id, "period": new.period, "before": self._card(old), "after": self._card(new)}
                for old, new in self.words.scores_changed()
            ],
            "cards": [self._plan(one) for one in self.plan.cards],
            "gaps": self._gaps() if self.plan.by_gaps else None,
        }

    # ---- what is supposed --------------------------------------------------------------------------------------

    def _supposed(self, one: Supposed) -> Json:
        value = list(one.value) if isinstance(one.value, tuple) else one.value
        return {"measure": one.measure, "period": one.period, "value": value, "text": self.words.supposed(one)}

    def _changed(self, one: Changed) -> Json:
        return {
            "rule": one.after.rule.id, "title": pick(one.after.rule.title, self.lang),
            "before": {"verdict": one.before.verdict, "counts": dict(one.before.counts)},
            "after": {"verdict": one.after.verdict, "counts": dict(one.after.counts)},
        }  # fmt: skip

    def _card(self, card: Scorecard) -> Json:
        return {"total": self._points(card.total), "grades": list(card.grades)}

    # ---- a scorecard -------------------------------------------------------------------------------------------

    def _plan(self, one: CardPlan) -> Json:
        goal, card, words = one.goal, one.card, self.words
        return {
            "scheme": card.scheme.id, "period": card.period, "running": card.running, "applies": card.applies,
            "state": one.state, "held": one.held, "total": self._points(card.total),
            "all_totals": self._points(card.all_totals), "grades": list(card.grades),
            "goal": goal and {
                "grade": goal.grade, "edge": exact(goal.edge), "need": exact(goal.need),
                "need_anyhow": exact(goal.need_anyhow),
            },
            "vetoes": [{"id": line.id, "state": line.state, "text": words.veto(one, line)} for line in one.vetoes],
            "actions": [
                {**self._lever(one, action.lever), "asked": exact(action.asked),
                 "text": words.action(one, action).asked}
                for action in one.actions
            ],
            "cost": exact(one.cost),
            "spare": [self._lever(one, lever) for lever in one.spare],
            "lost": [
                {"id": gone.id, "points": exact(gone.points), "why": gone.why, "text": said}
                for gone, said in zip(one.lost, words.lost(one, one.lost), strict=True)
            ],
            "lacking": exact(one.lacking), "best": one.best,
            "open_elsewhere": [found.period for found in one.elsewhere],
        }  # fmt: skip

    def _lever(self, plan: CardPlan, one: Lever) -> Json:
        return {
            "id": one.id, "title": self.words.title(plan, one), "kind": one.kind, "low": exact(one.low),
            "gain": exact(one.gain), "cost": exact(one.cost), "group": one.group, "what": self.words.what(plan, one),
            "needs": [self._need(need) for need in one.needs],
            "steps": [{"measure": step.measure, "units": step.units, "gain": exact(step.gain)} for step in one.steps],
        }  # fmt: skip

    def _need(self, one: Need) -> Json:
        target = list(one.target) if isinstance(one.target, tuple) else exact(one.target)
        return {
            "measure": one.measure, "entity": clean(one.entity), "target": target, "units": one.units,
            "now": list(one.now) if one.now else None,
        }  # fmt: skip

    def _points(self, points: Points) -> Json:
        return {"low": exact(points.low), "high": exact(points.high)}

    # ---- gaps --------------------------------------------------------------------------------------------------

    def _gaps(self) -> Json:
        found = self.words.gaps
        return {
            "coming": [
                {"day": group.day, "label": group.label, "items": [self._item(one) for one in group.items]}
                for group in found.coming
            ],
            "mend": [self._gap(one) for one in found.mend],
            "lacking": [
                {"what": one.what, "clauses": one.clauses, "alone": one.alone, "inside": one.inside}
                for one in found.lacking
            ],
            "disputed": [self._gap(one) for one in found.disputed],
            "unsettled": [self._item(one) for one in found.unsettled],
            "done": [self._gap(one) for one in found.done],
            "late": [self._gap(one) for one in found.late],
            "ended": [self._item(one) for one in found.ended],
        }

    def _gap(self, one: Gap) -> Json:
        sentence = one.clause.sentence
        return {
            "rule": one.clause.rule, "title": one.clause.title, "at": one.clause.at, "verdict": one.clause.mark.key,
            "actual": sentence.brief, "short": sentence.short, "mend": self.words.mend(one),
            "day": one.day, "days_left": one.left,
        }  # fmt: skip

    def _item(self, one: Item) -> Json:
        return {
            "rule": one.rule, "title": one.title, "at": one.at, "who": one.who, "period": one.period, "said": one.said,
        }  # fmt: skip
