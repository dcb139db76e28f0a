"""Slips that a rule's own shape does not show: each is named or has its plain meaning, none crashes or counts wrongly."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from invented_book import Desk
from invented_book import desk as made

from checker.engine.given import open_ends
from checker.model import Measure, Option
from checker.proof.lint.match import _is
from checker.proof.lint.tested import constants_of
from checker.records.tables import load as tables
from checker.rulebook.load import rule
from checker.rulebook.readings import patched
from checker.rulebook.vocabulary import measure
from checker.wording.nouns import Moment, Span

QUESTION = """questions:
  when:
    ask: {zh: 多久一次？}
    primary: monthly
    options:
      monthly: {label: {zh: 每月}, pull: {zh: 原文写每月}}
      ever: {label: {zh: 一次}, pull: {zh: 没有写次数}, set: {%s: null}}
"""
MEASURE = """measures:
  demo_count:
    label: {zh: 数}
    unit: schools
    counts: {zh: 数一数}
    table: %s
    %s
"""


@pytest.fixture
def desk(tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Desk:
    return made(tmp_path, capfd, monkeypatch)


@pytest.mark.parametrize("key", ["every", "during", "due", "for_each", "when", "note", "ask", "partial", "no_rows"])
def test_null_in_a_reading_takes_the_key_away(key: str, desk: Desk) -> None:
    (desk.book / "questions.yaml").write_text(QUESTION % key, encoding="utf-8")
    desk.change("rules.yaml", "  every: month\n", "  every: month\n  readings: [when]\n")
    found = desk.lint()
    assert not any("TypeError" in line or "AttributeError" in line or "defect" in line for line in found), found
    assert any("when.ever" in line for line in found)


def test_what_null_leaves() -> None:
    given: dict[str, Any] = {
        "id": "demo-2030/1/one", "at": "一 ①", "title": {"zh": "一"}, "quote": "一", "modality": "must", "bearer": "group",
        "subject": "group", "topic": "meetings", "basis": "computed",
    }  # fmt: skip
    keys: dict[str, Any] = {
        "every": "month", "partial": "excused", "during": {"from": "2030-01-01"}, "due": "open", "for_each": ["schools"],
        "no_rows": "fail", "when": [{"measure": "a", "at_least": 1}], "ask": {"who": "inspector", "on": {"zh": "吗"}},
    }  # fmt: skip
    plain = rule(given)
    for key, value in keys.items():
        assert patched(rule({**given, key: value}), Option("o", {}, {}, set={key: None})) == plain, key


def test_an_unknown_reading_is_named(desk: Desk) -> None:
    desk.change("rules.yaml", "  every: month\n", "  every: month\n  readings: [whenever]\n")
    for command in ("test", "lint"):
        done = desk.call("rules", command, desk.book, "--lang", "en")
        assert "there is no reading whenever" in done.out + done.err and done.code in (1, 3), done
        assert "rules.yaml:" in done.out + done.err


def test_a_month_in_a_condition_of_a_measure() -> None:
    item = {
        "label": {"zh": "数"}, "unit": "times", "counts": {"zh": "数"}, "table": "meetings", "count": "rows",
        "where": [{"column": "date", "on_or_before": "2030-05"}, {"column": "date", "on_or_after": "2030-05"}],
    }  # fmt: skip
    last, first = constants_of(measure("m", item, tables()), {})
    moment = Moment(Span(0, 1, "五月"), "2030-05-01", "2030-05-31")
    assert (last.date, first.date) == ("2030-05-31", "2030-05-01")  # type: ignore[union-attr]
    assert _is(moment, last) and _is(moment, first)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("table", "column"), [("activities", "schools"), ("meetings", "topics"), ("activities", "organiser")]
)
def test_a_distinct_count_of_lists_is_refused(table: str, column: str, desk: Desk) -> None:
    folder = desk.root / "rules" / "measures"
    folder.mkdir()
    (folder / "own.yaml").write_text(MEASURE % (table, f"count: {{distinct: {column}}}"), encoding="utf-8")
    refused = column != "organiser"
    for lang, words in (("en", "holds lists"), ("zh", "是列表")):
        done = desk.call("rules", "lint", desk.book, "--lang", lang)
        assert (words in done.out + done.err) is refused, done
        assert not refused or ("own.yaml:" in done.out + done.err and done.code == 3)


@pytest.mark.parametrize(
    "key", ["due: {after: {measure: %s, months: 1}}", "during: {from: {measure: %s}}", "during: {to: {measure: %s}}"]
)
@pytest.mark.parametrize(
    ("name", "words"), [("founded", ""), ("posting_appointed_on", "has an entity"), ("council_meetings", "no date")]
)
def test_a_window_hangs_on_one_date(key: str, name: str, words: str, desk: Desk) -> None:
    desk.change("rules.yaml", "due: {after: {measure: founded, months: 12}}", key % name)
    found = [
        line for line in desk.lint() if "demo-2030/3/open" in line and ("has an entity" in line or "no date" in line)
    ]
    assert len(found) == bool(words) and all(words in line and "rules.yaml:" in line for line in found)


def test_a_running_period_opens_what_may_still_grow() -> None:
    def of(name: str, item: dict[str, Any]) -> Measure:
        return measure(name, {"label": {"zh": "数"}, "unit": "times", "counts": {"zh": "数"}, **item}, tables())

    made = [
        of("rows", {"table": "meetings", "count": "rows"}), of("paid", {"table": "expenditures", "sum": "amount"}),
        of("first", {"table": "meetings", "min": "date"}), of("part", {"share": "rows", "of": "rows"}),
        of("both", {"sum_of": ["rows", "paid"]}), of("rest", {"difference_of": ["rows", "paid"]}),
        of("dated", {"sum_of": ["first"]}), of("all", {"total_of": "rows", "over": "schools"}),
        of("total_rest", {"total_of": "rest", "over": "schools"}),
        of("looked_up", {"lookup": {"of": "rows", "bands": [{"from": 0, "value": 1}]}}),
    ]  # fmt: skip
    measures = {one.name: one for one in made}
    upper, either = {"n_hi"}, {"n_lo", "n_hi"}
    assert {one.name: open_ends(one, measures) for one in made} == {
        "rows": upper, "paid": upper, "first": set(), "part": either, "both": upper, "rest": either, "dated": set(),
        "all": upper, "total_rest": either, "looked_up": either,
    }  # fmt: skip
