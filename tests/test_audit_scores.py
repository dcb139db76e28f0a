"""Scores in an audit: each card as the body's own report has it, ranks and quotas over them, in every format."""

from __future__ import annotations

import json
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from test_audit import formats
from test_commands import written

from checker import decisions
from checker.audit import Audit, Order, audit
from checker.audit.nouns import Card, Standing
from checker.audit.ranks import rankings
from checker.audit.sources import sources
from checker.records.reader import read
from checker.report.fold import columns
from checker.run import check
from checker.workbench import Workbench

BOOK, SCHEME, YEAR, DAY = "ankang-2022", "ankang-2022/annex-4", "2023-2024", "2024-10-31"
RECORDS = f"""as_of: {DAY}
calendar: {{school_years: [{{id: {YEAR}, from: 2023-09-01, to: 2024-08-31}}]}}
schools:
  complete: {{from: 2022-08-01, to: {DAY}}}
  rows:
  - {{id: s0, name: 虚构KEY中学, centre: yes}}
  - {{id: s1, name: 虚构KEY小学, centre: yes}}
members:
  complete: {{from: 2022-08-01, to: {DAY}}}
  rows:
  - {{id: m0, school: s0, role: lead, from: 2022-08-01}}
  - {{id: m1, school: s1, role: member, from: 2022-08-01}}
incidents: none
"""


@pytest.fixture(scope="module")
def rated(bench: Workbench, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Audit]:
    """Four groups: two rated by the city in everything that people rate, one in half of it, one in nothing."""
    folder, given_in = tmp_path_factory.mktemp("groups"), tmp_path_factory.mktemp("decisions")
    (scheme,) = bench.rulebook(BOOK).schemes
    people = [item for item in scheme.items if item.form.kind == "rating"]
    for key, share, number in (("a", 1, len(people)), ("b", 0, len(people)), ("c", 1, len(people) // 2), ("d", 1, 0)):
        head = f"body: {{kind: group, id: {key}, name: 虚构{key}集团, region: {BOOK}, model: 一体型, founded: 2022-08-01}}\n"
        written(folder / f"{key}.yaml", head + RECORDS.replace("KEY", key))
        lines = [
            f"- {{item: {SCHEME}/{item.id}, stage: {scheme.final}, points: {item.points * share}, by: 市教体局, "
            f"date: 2024-10-20, period: {YEAR}, evidence: 评分表}}\n"
            for item in people[:number]
        ]
        if lines:
            written(given_in / f"{key}.decisions.yaml", f"body: {key}\nratings:\n" + "".join(lines))
    found, _ = sources([folder])
    return folder, given_in, audit(bench, found, Order(decisions=decisions.read(given_in)))


def test_a_card_is_what_the_bodys_own_report_has(bench: Workbench, rated: tuple[Path, Path, Audit]) -> None:
    folder, given_in, made = rated
    given: Mapping[str, decisions.Decisions] = decisions.read(given_in)
    for one in made.standings:
        report = check(bench, read(folder / f"{one.id}.yaml"), bench.rulebook(BOOK), given.get(one.id))
        assert len(report.scores) == len(one.cards) == 1
        (card,), (mine,) = report.scores, one.cards
        assert (mine.low, mine.high, mine.grades) == (card.total.low, card.total.high, card.grades)


def test_ranks_follow_what_is_certain_and_possible(rated: tuple[Path, Path, Audit]) -> None:
    (ranking,) = rated[2].rankings
    assert (ranking.scheme, ranking.period) == (SCHEME, YEAR)
    places = {one.standing.id: (one.best, one.worst) for one in ranking.places}
    low = {one.standing.id: one.card.low for one in ranking.places}
    high = {one.standing.id: one.card.high for one in ranking.places}
    assert low["a"] > high["b"], "the fixture: whatever the records may add, all points beat none"
    assert places["b"][0] >= 2 and places["a"][0] == places["d"][0] == 1 and places["d"][1] >= 2


def test_a_quota_of_the_text_is_applied(rated: tuple[Path, Path, Audit]) -> None:
    drawn = {one.quota.id: one for one in rated[2].rankings[0].quotas}
    assert set(drawn) == {"award-excellent", "award-good"}
    excellent = drawn["award-excellent"]
    assert excellent.graded[0] <= excellent.graded[1] <= 4 and excellent.most[1] <= 1
    assert excellent.certain == ()


def test_the_formats_show_scores(bench: Workbench, rated: tuple[Path, Path, Audit]) -> None:
    found = formats(bench, rated[2])
    assert max(columns(line) for line in found["text"].splitlines()) <= 100
    for text in (found["text"], found["html"]):
        assert "名次" in text and "不超过30%的比例" in text
    (ranking,) = json.loads(found["json"])["rankings"]
    assert ranking["places"][0]["body"] in "ad"


TWO_YEARS = RECORDS.replace("to: 2024-08-31}]}", "to: 2024-08-31}, {id: 2024-2025, from: 2024-09-01, to: 2025-08-31}]}")
assert TWO_YEARS != RECORDS


def shown(bench: Workbench, folder: Path, rated: str | None, stage: str | None = None) -> tuple[list[object], str]:
    """The periods by whether they are current, and the text, of a group on a day on which its second year runs."""
    head = f"body: {{kind: group, id: a, name: 虚构集团, region: {BOOK}, model: 一体型, founded: 2022-08-01}}\n"
    written(folder / "a.yaml", head + TWO_YEARS.replace("KEY", "a"))
    (scheme,) = bench.rulebook(BOOK).schemes
    item = next(item for item in scheme.items if item.form.kind == "rating")
    given = None
    if rated:
        line = f"- {{item: {SCHEME}/{item.id}, stage: {stage or scheme.final}, points: 1, by: 处, date: {DAY}, period: {rated}, evidence: 表}}\n"
        given = decisions.read(written(folder / "made" / "a.yaml", f"body: a\nratings:\n{line}"))
    found, _ = sources([folder / "a.yaml"])
    made = audit(bench, found, Order(decisions=given))
    told = formats(bench, made)
    (body,) = json.loads(told["json"])["bodies"]
    assert [one["period"] for one in body["scores"]] == [YEAR, "2024-2025"], "no period is lost"
    ranked = [(one["period"], one["current"]) for one in json.loads(told["json"])["rankings"]]
    assert "已经结束或已经评分的最近一期" in told["html"]
    return ranked, told["text"]


def test_the_year_that_has_just_begun_is_not_the_one_shown(bench: Workbench, tmp_path: Path) -> None:
    ranked, text = shown(bench, tmp_path, None)
    assert ranked == [("2024-2025", False), (YEAR, True)]
    assert "2023—2024学年。这是已经结束或已经评分的最近一期" in text.replace("\n   ", "")


def test_a_running_year_that_the_final_stage_rates_is_shown(bench: Workbench, tmp_path: Path) -> None:
    assert shown(bench, tmp_path, "2024-2025")[0] == [("2024-2025", True), (YEAR, False)]


def test_rating_oneself_does_not_make_a_running_year_the_one_shown(bench: Workbench, tmp_path: Path) -> None:
    (scheme,) = bench.rulebook(BOOK).schemes
    assert scheme.stages[0].key != scheme.final
    assert shown(bench, tmp_path, "2024-2025", scheme.stages[0].key)[0] == [("2024-2025", False), (YEAR, True)]


def test_a_card_without_a_period_is_never_the_latest() -> None:
    def one_card(period: str, ends: str) -> Standing:
        card = Card("b/s", period, "yes", Fraction(1), Fraction(2), (), ends=ends)
        return Standing("", {"id": period}, "b", "", {}, {}, {}, 0, (), (card,), (), (), "", "", None)

    book: Any = SimpleNamespace(schemes=(SimpleNamespace(id="b/s", title={}, quotas=()),))
    made = rankings([one_card("?", ""), one_card("y9", "2023-08-31"), one_card("y10", "2024-08-31")], {"b": book})
    assert [(one.period, one.current) for one in made] == [("y10", True), ("y9", False), ("?", False)]
