"""Tables that measures may read though no one fills them: the facts of the body itself, and the verdicts of other rules."""

from __future__ import annotations

from collections.abc import Mapping

from checker.records.tables import Column, TableSchema, load

BODY = "body"
RESULTS = "results"
CODES = {
    (BODY, "level"): {"city": "市级", "county": "县级"},
    (BODY, "legal_person"): {"yes": "是", "no": "否"},
}
"""Labels of the body's own codes, by table and column; the tables that people fill have theirs in their schemas."""


def _table(name: str, zh: str, en: str, columns: Mapping[str, tuple[str, str, str]]) -> TableSchema:
    made = {
        key: Column(key, kind, {"zh": zh, "en": en}, codes=CODES.get((name, key)))
        for key, (kind, zh, en) in columns.items()
    }
    return TableSchema(name, {"zh": zh, "en": en}, made, (), None)


def tables() -> Mapping[str, TableSchema]:
    """Every table that a measure may name: those of the records, `body` and `results`."""
    facts = {
        "id": ("id", "编号", "id"),
        "kind": ("code", "种类", "kind"),
        "name": ("text", "名称", "name"),
        "region": ("code", "所在地区", "region"),
        "model": ("code", "组建模式", "model"),
        "level": ("code", "级别", "level"),
        "legal_person": ("yesno", "独立法人", "independent legal person"),
        "founded": ("date", "成立日期", "founding date"),
        "plaque_date": ("date", "挂牌日期", "plaque date"),
        "under": ("code", "上级", "superior body"),
        "as_of": ("date", "检查日期", "day of the check"),
    }
    verdicts = {
        "id": ("id", "编号", "id"), "rule": ("code", "条款", "clause"), "verdict": ("code", "结论", "verdict"),
    }  # fmt: skip
    return {
        **load(),
        BODY: _table(BODY, "基本情况", "the body itself", facts),
        RESULTS: _table(RESULTS, "各条结论", "results", verdicts),
    }
