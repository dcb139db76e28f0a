"""Tables that measures may read though no one fills them: the facts of the body itself, and the verdicts of other rules."""

from __future__ import annotations

from collections.abc import Mapping

from checker.records.tables import Column, TableSchema, load

BODY = "body"
RESULTS = "results"


def _table(name: str, zh: str, en: str, columns: Mapping[str, str]) -> TableSchema:
    made = {key: Column(key, kind, {"zh": key, "en": key}) for key, kind in columns.items()}
    return TableSchema(name, {"zh": zh, "en": en}, made, (), None)


def tables() -> Mapping[str, TableSchema]:
    """Every table that a measure may name: those of the records, `body` and `results`."""
    facts = {
        "id": "id", "kind": "code", "name": "text", "region": "code", "model": "code", "founded": "date",
        "plaque_date": "date", "under": "code",
    }  # fmt: skip
    return {
        **load(),
        BODY: _table(BODY, "基本情况", "the body itself", facts),
        RESULTS: _table(RESULTS, "各条结论", "results", {"id": "id", "rule": "code", "verdict": "code"}),
    }
