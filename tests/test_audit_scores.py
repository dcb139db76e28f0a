"""Scores in an audit: each card as the body's own report has it, ranks and quotas over them, in every format."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from test_audit import formats
from test_commands import written

from checker import decisions
from checker.audit import Audit, Order, audit
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
