"""The invented group of Ankang on the official table: three stages of ratings with holes, each named in the report."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from fractions import Fraction as F

import pytest
from example_bodies import bench, checked
from test_examples_ankang import DECIDED, INVENTED, report

from checker import decisions
from checker.lexicon import lexicon
from checker.model import ItemScore, Points, Scorecard
from checker.records import reader
from checker.report import render
from checker.run import check

assert "group" in DECIDED


def card() -> Scorecard:
    return next(one for one in report("group").scores if one.period == "2022-2023")


def items() -> dict[str, ItemScore]:
    return {one.item.id: one for one in card().items}


def said() -> str:
    return re.sub(r"\n +", "", render(report("group"), lexicon(bench()), "text", "zh", 100))


def test_the_official_table_is_whole() -> None:
    one = card()
    assert [item.item.id for item in one.items] == [f"i{n}" for n in range(1, 19)]
    assert [category.points for category in one.scheme.categories] == [15, 20, 30, 15, 12, 8]
    assert sum(item.item.points for item in one.items) == one.scheme.total == 100


def test_what_is_certain_and_possible_is_the_sum_of_the_items() -> None:
    one, found = card(), items()
    assert one.sum == Points(sum(i.points.low for i in found.values()), sum(i.points.high for i in found.values()))
    assert found["i4"].points == Points(F(5), F(5)), "2 of the 20 teachers due were exchanged, 1 of the 2 a key teacher"
    assert found["i11"].points == Points(F(8), F(8)), "excellent, three times good, qualified"
    assert found["i18"].points == Points(F(138, 25), F(188, 25)), "society was not asked"
    assert found["i7"].points == Points(F(0), F(5)), "6 of 5 points: invalid, not clipped"


def test_without_ratings_there_is_no_single_number() -> None:
    body = reader.read(INVENTED / "group.yaml")
    bare = check(bench(), body, bench().rulebook_for(body))
    for one in bare.scores:
        assert one.total.low < one.total.high
    text = render(bare, lexicon(bench()), "text", "zh", 100)
    assert "总分 " not in text.split("考核评分")[1].split("口径未定")[0]


def test_the_stages_stand_side_by_side() -> None:
    stages = {one.stage: one for one in card().stages}
    assert {key: one.rated for key, one in stages.items()} == {"self": 15, "district": 15, "city": 5}
    # What the records say the stages came to, bonus included or not.
    assert stages["self"].total.low <= 93 <= stages["self"].total.high
    assert stages["district"].total.low + 1 <= F("91.5") <= stages["district"].total.high + 1


@pytest.mark.parametrize(
    "hole",
    [
        "第 7 项“教学素养展示和比赛获奖”，市级终评 6 分（2023年10月13日；凭获奖证书），不计：超出 0—5 分",
        "区级初评：没有写凭证的 1 个（第 6 项）",
        "区级初评：改了前一阶段的分而没有写理由的 1 个（第 16 项）",
        "第 9 项“课堂教学主题活动、课题和教改项目”：区级初评 7，市级终评 5.5，相差 1.5 分",
        "第 14 项“综合素质评价和质量监测”：自查自评 3，区级初评 5，相差 2 分",
        "“自评总分”，自查自评 93 分（2023年8月28日）：计分办法没有这一项",
        "“该类对象的满意度”没有记录（社会），关系到 2 分：第 18 项（2 分）",
        "市级终评的评分无效，须重评，关系到 5 分：第 7 项（5 分）",
    ],
)
def test_each_hole_is_named(hole: str) -> None:
    assert hole.replace(" ", "") in said().replace(" ", "")


def test_the_veto_is_a_line_and_readings_say_what_they_change() -> None:
    found = said().replace(" ", "")
    assert "不合格（一票否决）" in found
    assert "一票否决：出现重大责任事件，成立，等次为“不合格”，不论得分（重大责任事件：1次（记录：group.yaml:" in found
    assert len({one.question for one in card().variants}) == 10
    assert len(card().all_grades) == 4, "under the other reading the veto is open"


def test_a_total_in_the_records_that_the_ratings_do_not_come_to_is_told() -> None:
    """91.5 is what the ratings of the district come to; 70 is not, and what judges another school year is not compared."""
    body = reader.read(INVENTED / "group.yaml")
    table = body.tables["assessments"]

    def told(**change: object) -> list[tuple[F, bool]]:
        rows = tuple({**row, **change} if row["id"] == "e22" else row for row in table.rows)
        made = checked(
            replace(body, tables={**body.tables, "assessments": replace(table, rows=rows)}), INVENTED / "decisions.yaml"
        )
        (one,) = (one for one in made.scores if one.period == "2022-2023")
        (stage,) = (stage for stage in one.stages if stage.stage == "district")
        return [(row.points, row.differs) for row in stage.recorded]

    assert told() == [(F("91.5"), False)]
    assert told(score=7000) == [(F(70), True)]
    assert told(score=7000, of_year=2021) == told(score=7000, date="2023-10-16") == told(score=None) == []


def test_nobody_is_named() -> None:
    by = {one["by"] for one in decisions.read(INVENTED / "decisions.yaml")["invented-ankang-jia"].ratings}
    part = said().split("考核评分")[1].split("周期性要求一览")[0]
    assert by and not any(one in part for one in by if one != report("group").body["name"])


def test_a_veto_and_a_bonus_name_the_rows_on_which_they_rest() -> None:
    rows = {line.id: [row.id for found in line.behind.values() for row in found] for line in card().lines}
    assert rows["major-incident"] == ["i1"] and rows["city"] == ["v1"] and rows["national"] == []


def test_a_consequence_names_the_rows_behind_its_measures() -> None:
    told = json.loads(render(report("group"), lexicon(bench()), "json", "zh"))
    reasons = {one["id"]: one["because"] for one in told["consequences"]}["ankang-2022/7.4.1/bonus-city"]
    rows = {one["id"]: [row["id"] for row in one.get("rows", ())] for one in reasons}
    assert rows["city_media_reports"] == ["v1"] and len(rows["lead_in_centre"]) == 1
    assert "市级媒体宣传交流：1次（记录：group.yaml:" in said().replace(" ", "")
