"""Scorecards as data: exact fractions, both ends of everything, each rating without who gave it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from checker.model import Formula, ItemScore, Points, Rated, Report, Scorecard, ScoreLine, Value
from checker.report.clauses import Clauses
from checker.report.jsonrows import fact, rows
from checker.report.scorewords import ScoreWords
from checker.report.words import clean, pick

Json = dict[str, Any]


class JsonScores:
    """`valued` and `exact` give values and numbers as the rest of the report does."""

    def __init__(
        self, clauses: Clauses, valued: Callable[[Value], Json], exact: Callable[[Fraction], int | str | None]
    ) -> None:
        self.clauses, self.valued, self.exact = clauses, valued, exact
        self.lang, self.words, self.freely = clauses.lang, ScoreWords(clauses.say), clauses.speaker.freely

    def card(self, report: Report, card: Scorecard) -> Json:
        scheme = card.scheme
        book = next((one.id for one in report.rulebooks if scheme.id.startswith(f"{one.id}/")), "")
        return {
            "scheme": scheme.id, "document": book, "title": pick(scheme.title, self.lang), "at": clean(scheme.at),
            "quote": clean(scheme.quote), "citation": self.clauses.cites.cite(book, scheme.at),
            "every": scheme.every, "period": clean(card.period), "from": card.period_from, "to": card.period_to,
            "covered": {"from": card.covered[0], "to": card.covered[1]},
            "running": card.running, "applies": card.applies, "text": self.words.headline(card), "full": self.exact(scheme.total),
            "total": self._points(card.total), "sum": self._points(card.sum), "grades": list(card.grades),
            "all_totals": self._points(card.all_totals), "all_grades": list(card.all_grades),
            "grading": {
                "by": scheme.grading.given_by, "at": clean(scheme.grading.at), "quote": clean(scheme.grading.quote),
                "labels": {key: pick(scheme.grading.labels.get(key), self.lang) for key in scheme.grading.order},
            },
            "categories": [
                {
                    "id": one.id, "title": pick(one.title, self.lang), "at": clean(one.at), "quote": clean(one.quote),
                    "full": self.exact(one.points), "points": self._points(card.categories[one.id]),
                }
                for one in scheme.categories
            ],
            "items": [self._item(one) for one in card.items],
            "lines": [self._line(card, one) for one in card.lines],
            "readings": [
                {
                    "question": one.question, "option": one.option, "total": self._points(one.total),
                    "grades": list(one.grades), "vetoed": one.vetoed,
                }
                for one in card.variants
            ],
            "stages": [
                {
                    "stage": one.stage, "total": self._points(one.total), "rated": one.rated, "due": one.due,
                    "last": one.last, "rule": rule, "verdict": one.verdict, "final": one.stage == scheme.final,
                    "recorded": [
                        {"points": self.exact(row.points), "id": clean(row.id), "origin": clean(row.origin), "differs": row.differs}
                        for row in one.recorded
                    ],
                }
                for one, rule in zip(card.stages, (stage.rule for stage in scheme.stages), strict=True)
            ],
            "differ": self.exact(scheme.differ),
            "differences": [
                {"item": one.item, "stages": list(one.stages), "points": [self.exact(points) for points in one.points]}
                for one in card.differences
            ],
            "unplaced": [self.rating(one) for one in card.unplaced],
        }  # fmt: skip

    def _points(self, points: Points) -> Json:
        return {"low": self.exact(points.low), "high": self.exact(points.high)}

    def _item(self, score: ItemScore) -> Json:
        item = score.item
        return {
            "item": item.id, "category": item.category, "at": clean(item.at), "quote": clean(item.quote),
            "title": pick(item.title, self.lang), "full": self.exact(item.points), "form": item.form.kind,
            "points": self._points(score.points), "basis": score.basis, "formula": self._formula(score.formula),
            "values": [self.valued(one) for one in score.values],
            "stages": {key: self._points(points) for key, points in score.stages.items()},
            "ratings": [self.rating(one) for one in score.ratings], "why_open": [clean(one) for one in score.why_open],
            "rules": list(item.rules), "evidence": [clean(one) for one in item.evidence],
            "rows": rows(score.rows),
        }  # fmt: skip

    def _formula(self, one: Formula) -> Json:
        return {
            "key": one.key,
            "numbers": {key: self._number(value) for key, value in one.numbers.items()},
            "points": self._points(one.points) if one.points else None,
            "parts": [self._formula(part) for part in one.parts],
        }

    def _number(self, value: Fraction | str | None) -> int | str | None:
        return self.exact(value) if isinstance(value, Fraction) else clean(value) if value is not None else None

    def rating(self, one: Rated) -> Json:
        """Without who gave it: that may be a person's name, and the decisions file has it."""
        return {
            "item": clean(one.item), "points": self.exact(one.points), "stage": clean(one.stage) if one.stage else None,
            "period": clean(one.period) if one.period else None, "date": clean(one.date),
            "evidence": self.freely(one.evidence) or None, "reason": self.freely(one.reason) or None,
            "origin": clean(one.origin),
            "problems": list(one.problems), "counts": one.counts,
        }  # fmt: skip

    def _line(self, card: Scorecard, line: ScoreLine) -> Json:
        known: Mapping[tuple[str, str], Any] = {
            **{("bonus", one.id): one for one in card.scheme.bonus},
            **{("veto", one.id): one for one in card.scheme.veto},
        }
        one = known[line.kind, line.id]
        return {
            "kind": line.kind, "id": line.id, "at": clean(one.at), "quote": clean(one.quote),
            "title": pick(one.title, self.lang), "state": line.state, "points": self._points(line.points),
            "grade": one.grade if line.kind == "veto" else None,
            "because": [fact(one, line.behind) for one in line.reasons],
        }  # fmt: skip
