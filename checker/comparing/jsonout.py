"""The comparison as JSON (`schemas/compare.json`). Same rules, same bytes; numbers are exact, integers or `n/d` as text."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import checker
from checker.comparing.nouns import Clause, Comparison, Duty, Entry, Relation
from checker.comparing.view import CellView, ClauseView, RelationView, View
from checker.report.values import fraction

Json = dict[str, Any]


def render(comparison: Comparison, view: View, lang: str) -> str:
    """`view` is that of this very comparison, line by line."""
    lines = [line for topic in view.topics for line in topic.lines]
    made: Json = {
        "tool": {"name": "jituan", "version": checker.__version__, "lang": lang},
        "rulebooks": [
            {"id": book.id, "region": region.region, "document": region.document, "status": book.source.status,
             "sha256": book.sha256}
            for book, region in zip(comparison.books, view.regions, strict=True)
        ],
        "themes": [
            {
                "id": line.theme.id, "topic": line.theme.topic, "label": shown.label,
                "regions": [_entry(*pair) for pair in zip(line.entries, shown.cells, strict=True)],
                "relations": [_relation(*pair) for pair in zip(line.relations, shown.relations, strict=True)],
                "memo": shown.memo,
            }
            for line, shown in zip(comparison.lines, lines, strict=True)
        ],
        "alone": {book: [rule.id for rule in rules] for book, rules in comparison.alone.items()},
    }  # fmt: skip
    return json.dumps(made, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _entry(entry: Entry, cell: CellView) -> Json:
    """`clauses` have duties, `spoken` have words alone, `beside` are not compared whatever they have."""
    shown = cell.clauses[: len(entry.clauses)]
    return {
        "rulebook": entry.book, "state": entry.state, "status": cell.status,
        "clauses": [
            {**_clause(text), "duties": _duties(clause), "other_readings": list(text.others)}
            for clause, text in zip(entry.clauses, shown, strict=True)
        ],
        "spoken": [_clause(text) for text in cell.clauses[len(shown) :][: len(entry.spoken)]],
        "beside": [_clause(text) for text in (*cell.clauses[len(shown) + len(entry.spoken) :], *cell.beside)],
    }  # fmt: skip


def _clause(text: ClauseView) -> Json:
    return {
        "rule": text.rule, "at": text.at, "quote": text.quote, "cite": text.cite, "actor": text.actor, "modality": text.modality,
        "said": text.said,
    }  # fmt: skip


def _duties(clause: Clause) -> list[Json]:
    return [_duty(one) for duties in (clause.primary, *clause.others.values()) for one in duties]


def _duty(duty: Duty) -> Json:
    return {
        "reading": duty.reading, "measure": duty.test.measure if duty.test else "", "item": duty.item or None,
        "unit": duty.quantity.unit, "side": duty.side, "bound": None if duty.computed or duty.vague else _bound(duty.bound),
        "beyond": duty.over, "computed_from": duty.computed or None, "vague": duty.vague or None, "judged": duty.judged,
        "each": list(duty.each), "every": duty.every,
        "due": duty.due or None, "lead": duty.quantity.lead or None,
    }  # fmt: skip


def _bound(bound: Any) -> Any:
    if isinstance(bound, Fraction | int):
        exact = Fraction(bound)
        return exact.numerator if exact.denominator == 1 else fraction(exact)
    return sorted(bound) if isinstance(bound, frozenset) else str(bound)


def _relation(one: Relation, text: RelationView) -> Json:
    return {
        "left": one.left, "right": one.right, "relation": one.kind, "why": list(one.reasons), "assumed": list(one.assumed),
        "said": text.said,
    }  # fmt: skip
