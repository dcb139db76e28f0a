"""A `Report` → its `Standing`: what is kept of one body once its bucket is done. Nothing is decided here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from checker.audit.nouns import Card, Gap, Standing
from checker.audit.shared import shared
from checker.model import VERDICTS, Measure, Points, Report, Scorecard
from checker.records.tables import TableSchema
from checker.report.supposed import foreign
from checker.scores.bands import grades_of

WORST = frozenset({"error", "fail", "missed", "disputed", "deviates"})
"""Verdicts whose clauses a clerk should read first; the others are counted."""
GAPS = 5
"""Worst clauses kept of one body: the rest is in its own report."""
KEPT = ("kind", "id", "name", "region", "model", "level", "invented")
STATES = frozenset({"follows", "conditions_met"})


def standing(report: Report, measures: Mapping[str, Measure], schemas: Mapping[str, TableSchema]) -> Standing:
    """One body under one rulebook in short. `report` is of exactly one rulebook."""
    worst = sorted(
        (finding for finding in report.findings if finding.verdict in WORST),
        key=lambda finding: VERDICTS.index(finding.verdict),
    )
    return Standing(
        file=report.file,
        body=_head(report.body),
        rulebook=report.rulebooks[0].id,
        as_of=report.as_of,
        verdicts={finding.rule.id: finding.verdict for finding in report.findings},
        counts=_counted(finding.verdict for finding in report.findings),
        others=_counted(finding.verdict for finding in report.others),
        explained=sum(one.explained for one in report.findings),
        gaps=tuple(Gap(one.rule.id, one.rule.at, one.rule.title, one.verdict) for one in worst[:GAPS]),
        cards=tuple(_card(card) for card in report.scores),
        followed=tuple((one.consequence.id, one.state) for one in report.consequences if one.state in STATES),
        shared=shared(report.findings, measures, schemas),
        chainer=report.chainer,
        records_sha256=report.records_sha256,
        decisions_sha256=report.decisions_sha256,
        under=str(report.body.get("under") or ""),
        foreign=foreign(report),
    )


def _head(body: Mapping[str, Any]) -> dict[str, Any]:
    return {key: body[key] for key in KEPT if body.get(key) is not None}


def _counted(verdicts: Any) -> dict[str, int]:
    """Counts by verdict, worst first, those that are there."""
    counted = Counter(verdicts)
    return {key: counted[key] for key in VERDICTS if counted[key]}


def _card(card: Scorecard) -> Card:
    ratings = [rated for item in card.items for rated in item.ratings]
    flawed = (*card.unplaced, *ratings)
    reach = _reach(card)
    return Card(
        scheme=card.scheme.id,
        period=card.period,
        applies=card.applies,
        low=card.total.low,
        high=card.total.high,
        grades=card.grades,
        varies={f"{one.question}.{one.option}": one.grades for one in card.variants if one.grades != card.grades},
        problems=sum(bool(rated.problems) for rated in flawed),
        settled=not card.running or any(one.counts and one.stage == card.scheme.final for one in ratings),
        ends=card.period_to or "",
        vetoed=bool(_vetoes(card, "yes")),
        may_veto=bool(_vetoes(card, "unknown")) or any(one.vetoed for one in card.variants),
        any_reading=(reach.low, reach.high),
        any_grades=_any_grades(card, reach),
    )


def _vetoes(card: Scorecard, state: str) -> list[str]:
    return [line.id for line in card.lines if line.kind == "veto" and line.state == state]


def _reach(card: Scorecard) -> Points:
    """The total whatever the open readings come to: what each question can take or add, added up."""
    low, high = dict[str, Fraction](), dict[str, Fraction]()
    for one in card.variants:
        low[one.question] = min(low.get(one.question, Fraction(0)), one.total.low - card.total.low)
        high[one.question] = max(high.get(one.question, Fraction(0)), one.total.high - card.total.high)
    least = card.total.low + sum(low.values(), Fraction(0))
    most = card.total.high + sum(high.values(), Fraction(0))
    return Points(min(least, card.all_totals.low), max(most, card.all_totals.high))


def _any_grades(card: Scorecard, reach: Points) -> tuple[str, ...]:
    """Those of each reading, and where bands give them those of all readings together."""
    found = set(card.all_grades)
    settled = _vetoes(card, "yes") and all(one.vetoed for one in card.variants)
    if card.scheme.grading.given_by == "bands" and not settled:
        found |= set(grades_of(card.scheme.grading, reach, None))
    return tuple(one for one in card.scheme.grading.order if one in found)
