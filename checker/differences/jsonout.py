"""A difference as JSON (`schemas/diff.json`): `kind` is `runs`, `documents` or `rulebooks`. Same input, same bytes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import checker
from checker.differences import documents, rulebooks
from checker.earlier.differ import cells_changed
from checker.earlier.nouns import Change, Past, PastConsequence, PastFinding, PastRow, PastScore
from checker.earlier.runs import Runs
from checker.report.jsonout import exact
from checker.versions.nouns import Edit

Json = dict[str, Any]


def of_runs(runs: Runs, lang: str) -> str:
    return _written(lang, {
        "kind": "runs", "body": runs.after.body, "before": _past(runs.before), "after": _past(runs.after),
        "inputs": list(runs.inputs), "quiet": dict(runs.quiet), "changes": [_change(one) for one in runs.changes],
        "scores": [{"before": _score(old), "after": _score(new)} for old, new in runs.scores],
        "consequences": [_consequence(old, new) for old, new in runs.consequences],
    })  # fmt: skip


def of_documents(compared: documents.Compared, lang: str) -> str:
    versions, touched = compared.versions, compared.touched
    return _written(lang, {
        "kind": "documents",
        **{key: {"file": name, "sentences": n} for key, name, n in
           zip(("before", "after"), compared.names, compared.sentences, strict=True)},
        "same": versions.same, "share": exact(versions.share), "edits": [_edit(one) for one in versions.edits],
        "touched": None if touched is None else [
            {
                "id": one.id, "at": one.at, "quote": one.quote, "state": one.state, "now_at": one.now_at or None,
                "edit": one.edit.kind, "cases": one.cases, "results": _results(compared.results.get(one.id, ())),
            }
            for one in touched
        ],
    })  # fmt: skip


def of_rulebooks(compared: rulebooks.Compared, lang: str) -> str:
    return _written(lang, {
        "kind": "rulebooks",
        **{key: {"rulebook": name, "rules": n} for key, name, n in
           zip(("before", "after"), compared.names, compared.rules, strict=True)},
        "changes": [
            {
                "id": one.id, "at": one.at, "change": one.kind, "judged": one.tested, "cases": one.cases,
                "fields": [{"name": field.name, "before": field.before, "after": field.after} for field in one.fields],
                "results": _results(compared.results.get(one.id, ())),
            }
            for one in compared.changes
        ],
    })  # fmt: skip


def _written(lang: str, made: Json) -> str:
    tool = {"name": "jituan", "version": checker.__version__, "lang": lang}
    return json.dumps({"tool": tool, **made}, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _results(found: Sequence[tuple[str, str]]) -> list[Json]:
    return [{"body": body, "verdict": verdict} for body, verdict in found]


def _past(past: Past) -> Json:
    return {
        "file": past.file, "sha256": past.sha256, "as_of": past.as_of, "version": past.version, "rulebooks": dict(past.books),
        "records_sha256": past.records, "decisions_sha256": past.decisions or None,
    }  # fmt: skip


def _change(one: Change) -> Json:
    old, new = one.before, one.after
    cells = cells_changed(old, new) if old and new else ()
    return {
        "rule": one.rule, "before": _verdict(old), "after": _verdict(new), "because": list(one.because),
        "cells": [
            {"entity": place[0], "item": place[1], "period": place[2], "before": was, "after": now}
            for place, was, now in cells
        ],
        "new_rows": [_row(row) for row in one.new_rows], "lost_rows": [_row(row) for row in one.lost_rows],
    }  # fmt: skip


def _verdict(one: PastFinding | None) -> str | None:
    return one.verdict if one else None


def _row(one: PastRow) -> Json:
    return {"table": one.table, "id": one.id, "origin": one.origin, "counted": one.counted}


def _score(one: PastScore | None) -> Json | None:
    if one is None:
        return None
    return {
        "scheme": one.scheme, "period": one.period, "low": exact(one.low), "high": exact(one.high),
        "grades": list(one.grades),
    }  # fmt: skip


def _consequence(old: PastConsequence | None, new: PastConsequence | None) -> Json:
    one = new or old
    assert one is not None
    return {"id": one.id, "before": old.state if old else None, "after": new.state if new else None}


def _edit(one: Edit) -> Json:
    return {
        "kind": one.kind, "before": _sentence(one.before), "after": _sentence(one.after),
        "marks": [{"kind": piece.kind, "text": piece.text} for piece in one.marks],
        "told": [
            {"kind": told.kind, "before": told.before, "after": told.after, "meant": list(told.meant)} for told in one.told
        ],
    }  # fmt: skip


def _sentence(one: Any) -> Json | None:
    return {"place": one.place, "text": one.text} if one is not None else None
