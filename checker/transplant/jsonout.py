"""A transplant (`schemas/transplant.json`) and a changed number (`schemas/supposed.json`) as JSON. Same input, same bytes, whatever the pool."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import checker
from checker.errors import Problem
from checker.model import Rulebook
from checker.report.supposed import written
from checker.report.words import clean
from checker.transplant.nouns import KINDS, QUIET, Item, Move, Shift, Transplant
from checker.transplant.tally import Count, Tally

Json = dict[str, Any]


def render(transplant: Transplant, lang: str) -> str:
    return _text(
        {
            "tool": {"name": "jituan", "version": checker.__version__, "lang": lang},
            "rulebooks": [_book(book) for book in transplant.books.values()],
            "moves": [_move(one, lang) for one in transplant.moves],
            "broken": [
                {"file": clean(one.file), "defect": one.defect, "problems": _lines(one.problems, lang)}
                for one in transplant.broken
            ],
            "notes": _lines(transplant.notes, lang),
        }
    )


def render_tally(tally: Tally, lang: str) -> str:
    return _text(
        {
            "tool": {"name": "jituan", "version": checker.__version__, "lang": lang},
            "rulebooks": [_book(book) for book in tally.books],
            "bodies": tally.bodies,
            "unused_files": len(tally.broken),
            "newly_with_gaps": tally.gained,
            "newly_without_gaps": tally.lost,
            "changes": [_count(one) for one in tally.counts],
        }
    )


def _book(book: Rulebook) -> Json:
    supposed = {"supposed": [written(one) for one in book.changed]} if book.changed else {}
    return {"id": book.id, "status": book.source.status, "sha256": book.sha256, **supposed}


def _move(move: Move, lang: str) -> Json:
    items = [item for one in move.shifts for item in one.items]
    return {
        "before": move.pairing.before.id, "after": move.pairing.after.id,
        "totals": {
            kind: {
                "clauses": sum(item.kind == kind for item in items),
                "groups": sum(any(item.kind == kind for item in one.items) for one in move.shifts),
            }
            for kind in KINDS
        },
        "groups": [_shift(one) for one in move.shifts],
        "refused": [
            {"id": one.id, "file": clean(one.file), "problems": _lines(one.problems, lang)} for one in move.refused
        ],
    }  # fmt: skip


def _shift(one: Shift) -> Json:
    body = one.body
    return {
        "id": body.id, "name": clean(body.name), "file": clean(body.file), "as_of": body.as_of,
        "notes": [line for lines in body.told.values() for line in lines],
        "items": [_item(item) for item in one.items], "others": {key: one.quiet.get(key, 0) for key in QUIET},
    }  # fmt: skip


def _item(item: Item) -> Json:
    return {
        "kind": item.kind, "rule": item.rule.id, "at": clean(item.rule.at), "topic": item.rule.topic,
        "verdict": item.stand.verdict, "said": item.stand.said, "lacks": list(item.stand.lacks),
        "themes": [{"id": tie.theme, "relation": tie.relation or None, "why": list(tie.reasons)} for tie in item.ties],
        "against": [{"rule": one.rule, "verdict": one.verdict} for one in item.against],
    }  # fmt: skip


def _count(one: Count) -> Json:
    moves = [{"before": was, "after": now, "bodies": n} for (was, now), n in sorted(one.moves.items())]
    return {"rule": one.change.rule, "change": written(one.change), "bodies": one.bodies, "verdicts": moves}


def _lines(problems: Iterable[Problem], lang: str) -> list[str]:
    return [problem.line(lang) for problem in problems]


def _text(made: Json) -> str:
    return json.dumps(made, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
