"""A `Report` → its `Standing`: what is kept of one body once its bucket is done. Nothing is decided here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from checker.audit.nouns import Card, Gap, Standing
from checker.audit.shared import shared
from checker.model import VERDICTS, Measure, Report, Scorecard
from checker.records.tables import TableSchema

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
        explained=sum(one.verdict == "deviates" and one.explanation is not None for one in report.findings),
        gaps=tuple(Gap(one.rule.id, one.rule.at, one.rule.title, one.verdict) for one in worst[:GAPS]),
        cards=tuple(_card(card) for card in report.scores),
        followed=tuple((one.consequence.id, one.state) for one in report.consequences if one.state in STATES),
        shared=shared(report.findings, measures, schemas),
        chainer=report.chainer,
        records_sha256=report.records_sha256,
        decisions_sha256=report.decisions_sha256,
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
    )
