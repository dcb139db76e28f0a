"""The audit as JSON (`schemas/audit.json`): the whole of it, for other programs. Same input, same bytes, whatever the pool.

Numbers are exact: integers, or `n/d` as text. Names of people are never in it; who took a decision is left out.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import checker
from checker.audit.nouns import Audit, Broken, Card, Crossing, Drawn, Ranking, Standing, Target
from checker.errors import Problem
from checker.model import VERDICTS, Finding, Rulebook
from checker.report.cites import Cites
from checker.report.clauses import Clauses
from checker.report.jsonout import exact
from checker.report.values import Speaker
from checker.report.words import Lexicon, Phrases, clean, pick

Json = dict[str, Any]


def render(audit: Audit, lexicon: Lexicon, phrases: Phrases) -> str:
    return json.dumps(_Maker(audit, lexicon, phrases).whole(), ensure_ascii=False, indent=1, allow_nan=False) + "\n"


class _Maker:
    def __init__(self, audit: Audit, lexicon: Lexicon, phrases: Phrases) -> None:
        self.audit, self.lexicon, self.say, self.lang = audit, lexicon, phrases, phrases.lang
        last = max((one.as_of for one in audit.standings), default="")
        self.cites = Cites(audit.books.values(), phrases, last)

    def whole(self) -> Json:
        audit = self.audit
        chainers = sorted({one.chainer for one in audit.standings})
        return {
            "tool": {"name": "jituan", "version": checker.__version__, "chainers": chainers, "lang": self.lang},
            "rulebooks": [self._book(book) for book in audit.books.values()],
            "summary": self._counts(audit.standings),
            "bodies": [self._standing(one) for one in audit.standings],
            "rankings": [self._ranking(one) for one in audit.rankings],
            "authorities": [self._target(one) for one in audit.targets],
            "crossings": [self._crossing(one) for one in audit.crossings],
            "broken": [self._broken(one) for one in audit.broken],
            "notes": self._lines(audit.notes),
        }

    def _book(self, book: Rulebook) -> Json:
        source = book.source
        return {
            "id": book.id, "title": pick(source.title, self.lang), "number": source.number,
            "status": self.cites.standing(source), "sha256": book.sha256, "document_sha256": source.sha256,
        }  # fmt: skip

    def _counts(self, standings: Sequence[Standing]) -> Json:
        return {verdict: sum(one.counts.get(verdict, 0) for one in standings) for verdict in VERDICTS}

    # ---- bodies ------------------------------------------------------------------------------------------------

    def _standing(self, one: Standing) -> Json:
        body = {key: clean(value) if isinstance(value, str) else value for key, value in one.body.items()}
        return {
            "body": body, "file": clean(one.file), "rulebook": one.rulebook, "as_of": one.as_of,
            "records_sha256": one.records_sha256, "decisions_sha256": one.decisions_sha256,
            "summary": {verdict: one.counts.get(verdict, 0) for verdict in VERDICTS},
            "addressed_to_others": dict(one.others), "explained_deviations": one.explained,
            "verdicts": dict(one.verdicts),
            "worst": [
                {"rule": gap.rule, "at": clean(gap.at), "title": pick(gap.title, self.lang), "verdict": gap.verdict}
                for gap in one.gaps
            ],
            "scores": [self._card(card) for card in one.cards],
            "consequences": [{"id": key, "state": state} for key, state in one.followed],
        }  # fmt: skip

    def _card(self, card: Card) -> Json:
        return {
            "scheme": card.scheme, "period": card.period, "applies": card.applies,
            "total": {"low": exact(card.low), "high": exact(card.high)}, "grades": list(card.grades),
            "readings": {name: list(grades) for name, grades in card.varies.items()},
            "ratings_with_problems": card.problems,
        }  # fmt: skip

    # ---- ranks -------------------------------------------------------------------------------------------------

    def _ranking(self, one: Ranking) -> Json:
        return {
            "rulebook": one.rulebook, "scheme": one.scheme, "title": pick(one.title, self.lang), "period": one.period,
            "current": one.current,
            "places": [
                {
                    "body": place.standing.id, "best": place.best, "worst": place.worst, "vetoed": place.card.vetoed,
                    "applies": place.card.applies,
                    "low": exact(place.card.low), "high": exact(place.card.high), "grades": list(place.card.grades),
                }
                for place in one.places
            ],
            "quotas": [self._quota(drawn) for drawn in one.quotas],
        }  # fmt: skip

    def _quota(self, drawn: Drawn) -> Json:
        quota = drawn.quota
        return {
            "id": quota.id, "at": clean(quota.at), "quote": clean(quota.quote), "title": pick(quota.title, self.lang),
            "grades": list(quota.grades), "at_most": exact(quota.at_most), "by": quota.by,
            "graded": _span(drawn.graded), "share": _span(drawn.share), "most": _span(drawn.most),
            "certain": list(drawn.certain), "possible": list(drawn.possible),
        }  # fmt: skip

    # ---- authorities -------------------------------------------------------------------------------------------

    def _target(self, one: Target) -> Json:
        made: Json = {
            "rulebook": one.rulebook, "made_from_groups": one.groups if one.made else None,
            "all_groups": one.all_groups if one.made else None, "torn": one.torn if one.made else None, "body": None, "as_of": None, "findings": [],
            "why_not": self._lines(one.why_not),
        }  # fmt: skip
        if one.report is None:
            return made
        report, book = one.report, self.audit.books[one.rulebook]
        speaker = Speaker(self.lexicon, self.say, report.labels, registered=report.registered)
        clauses = Clauses(speaker, Cites((book,), self.say, report.as_of), report.file)
        found = [
            *((finding, True) for finding in report.findings),
            *((finding, False) for finding in report.others),
        ]
        return made | {
            "body": None if one.made else clean(report.body["id"]),
            "as_of": report.as_of,
            "findings": [self._finding(finding, own, clauses) for finding, own in found],
        }

    def _finding(self, finding: Finding, own: bool, clauses: Clauses) -> Json:
        rule = finding.rule
        return {
            "rule": rule.id, "at": clean(rule.at), "title": pick(rule.title, self.lang), "bearer": rule.bearer,
            "own": own, "verdict": finding.verdict, "text": clauses.sentence(finding).full,
        }  # fmt: skip

    # ---- between bodies, and what could not be used -------------------------------------------------------------

    def _crossing(self, one: Crossing) -> Json:
        made: Json = {
            "kind": one.kind, "rulebook": one.rulebook or None, "bodies": list(one.bodies),
            "what": [clean(name) for name in one.what], "count": one.count or len(one.rows), "sure": one.sure,
            "rows": [
                {"table": table, "id": None if table == "people" else clean(key), "origin": clean(origin)}
                for table, key, origin in one.rows
            ],
            "from": one.span[0] or None, "to": one.span[1] or None, "duties": None,
        }  # fmt: skip
        if one.shared is not None:
            shared = one.shared
            made["duties"] = {
                "rules": list(shared.rules), "period": shared.period, "have": shared.have, "need": shared.need
            }  # fmt: skip
        return made

    def _broken(self, one: Broken) -> Json:
        return {"file": clean(one.file), "defect": one.defect, "problems": self._lines(one.problems)}

    def _lines(self, problems: Sequence[Problem]) -> list[str]:
        return [problem.line(self.lang) for problem in problems]


def _span(ends: tuple[Any, Any]) -> Json:
    return {"low": exact(ends[0]), "high": exact(ends[1])}
