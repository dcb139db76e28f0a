"""How scorecards are told: what is certain and possible, what narrows it, the table, the rounds, what is wrong."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction as F
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from make_report import lexicon, report

from checker.model import Due as LastDay
from checker.model import (
    Element,
    Measure,
    Option,
    Point,
    Points,
    Question,
    Rated,
    RecordedTotal,
    Report,
    Row,
    Scorecard,
    ScoreInput,
    Value,
)
from checker.report import LANGS, Lexicon, render
from checker.report.because import Because
from checker.report.cites import Cites
from checker.report.fold import columns
from checker.report.scorewords import ScoreWords, rounded
from checker.report.values import Speaker
from checker.report.words import Phrases
from checker.rulebook.schemes import scheme as read
from checker.rulebook.schemes import scheme_variants
from checker.scores.card import cards

ROOT = Path(__file__).parents[1]
BOOK = "example-2030"
SPAN = ("2028-09-01", "2029-08-31")
RULES = ("3.2.1/monthly-council", "2/coverage")

SCHEME: dict[str, Any] = {
    "id": f"{BOOK}/annex", "at": "附件", "quote": "计分办法", "title": {"zh": "考核计分办法", "en": "Assessment"}, "subject": "group",
    "every": "school_year", "total": 20, "differ": 1,
    "stages": [
        {"key": "self", "title": {"zh": "自评", "en": "self"}, "at": "附件一", "quote": "8月底前自评", "rule": f"{BOOK}/{RULES[0]}"},
        {"key": "city", "title": {"zh": "市评", "en": "city"}, "at": "附件二", "quote": "10月底前终评", "final": True},
    ],
    "categories": [
        {"id": "a", "title": {"zh": "制度", "en": "Rules"}, "points": 10, "at": "附件", "quote": "制度10分"},
        {"id": "b", "title": {"zh": "教师", "en": "Teachers"}, "points": 10, "at": "附件", "quote": "教师10分"},
    ],
    "items": [
        {"id": "i1", "category": "a", "at": "附件 行1", "quote": "按比例计分", "title": {"zh": "章程", "en": "Charter"}, "points": 6,
         "rating": {}, "rules": [f"{BOOK}/{RULES[0]}"], "evidence": ["章程文本"]},
        {"id": "i2", "category": "a", "at": "附件 行2", "quote": "按比例计分", "title": {"zh": "规划", "en": "Plan"}, "points": 4,
         "rating": {}},
        {"id": "i3", "category": "b", "at": "附件 行3", "quote": "每低1个百分点减1分", "title": {"zh": "交流", "en": "Exchange"},
         "points": 5, "readings": ["parts"],
         "deduction": {"tests": [{"measure": "rotation", "at_least": "1/3", "per": "1%", "minus": 1}], "part": "exact"}},
        {"id": "i4", "category": "b", "at": "附件 行4", "quote": "按满意度计分", "title": {"zh": "满意度", "en": "Satisfaction"},
         "points": 5, "share": {"measure": "satisfaction", "for_each": ["teachers", "parents"]}},
    ],
    "bonus": [{"id": "media", "at": "四", "quote": "加2分", "title": {"zh": "宣传加分", "en": "Media"}, "points": 2,
               "when": [{"measure": "newsletters", "at_least": 1}]}],
    "veto": [{"id": "incident", "at": "四", "quote": "直接定为不合格", "title": {"zh": "重大事件", "en": "Incident"}, "grade": "bad",
              "when": [{"measure": "exhibitions", "at_least": 1}]}],
    "grades": {"given_by": "bands", "at": "四", "quote": "16分以上的为良好",
               "bands": [{"grade": "good", "name": {"zh": "良好", "en": "good"}, "from": 16},
                         {"grade": "fair", "name": {"zh": "合格", "en": "fair"}, "from": 12, "under": 16},
                         {"grade": "bad", "name": {"zh": "不合格", "en": "bad"}, "under": 12}]},
}  # fmt: skip
QUESTIONS = {
    "parts": Question("parts", {"zh": "不足1个百分点怎样计？"}, "exact", {
        "exact": Option("exact", {"zh": "按比例"}, {"zh": "“每”字不排除小数"}),
        "whole": Option("whole", {"zh": "不计"}, {"zh": "“1个百分点”是一档"}, scores={"i3": {"deduction": {"part": "whole"}}}),
    }),
}  # fmt: skip
MORE = [Measure("rotation", {"zh": "交流比例", "en": "rotation"}, "share", {"zh": ""}, "share", "share")]


def share(measure: str, top: int | None, base: int | None) -> Value:
    if top is None or base is None:
        return Value(measure, complete=False, why_open=("table_not_reported:surveys",))
    return Value(measure, F(top, base), F(top, base), (top, top), (base, base))


def number(measure: str, n: int | None) -> Value:
    return Value(measure, complete=False) if n is None else Value(measure, F(n), F(n))


ROW = Row("rotation", "exchanges", "x1", "records.yaml:12", "yes", entity="s1")


def given(
    rotation: Value | None = None, teachers: int | None = 90, parents: int | None = 80, media: int | None = 0,
    incidents: int | None = 0, **more: Any,
) -> ScoreInput:  # fmt: skip
    """What the records say: by default everything that they can."""
    audiences = ("teachers", "parents")
    found = [Element(key, share("satisfaction", n, 100)) if n is not None else Element(key, share("satisfaction", None, None))
             for key, n in zip(audiences, (teachers, parents), strict=True)]  # fmt: skip
    values = {
        (None, "rotation"): (Element("*", rotation or share("rotation", 1, 3), (ROW,)),),
        (audiences, "satisfaction"): tuple(found),
        (None, "newsletters"): (Element("*", number("newsletters", media)),),
        (None, "exhibitions"): (Element("*", number("exhibitions", incidents)),),
    }
    return ScoreInput("2028-2029", values, *SPAN, **more)  # type: ignore[arg-type]


def rated(item: str, points: Any, stage: str | None = "city", **more: Any) -> Rated:
    more = {
        "period": None,
        "by": "赵六",
        "date": "2029-10-20",
        "evidence": "查阅档案",
        "origin": f"d.yaml:{item[1:]}",
        **more,
    }
    return Rated(item, F(points), stage, **more)


def made(
    ratings: Sequence[Rated] = (), inputs: ScoreInput | Sequence[ScoreInput] | None = None, patch: Mapping[str, Any] | None = None,
    unplaced: Sequence[Rated] = (),
) -> Report:  # fmt: skip
    """The report made by hand with the cards of the small scheme."""
    scheme = read({**SCHEME, **(patch or {})})
    base = report()
    rules = {one.rule.id: one.rule for one in (*base.findings, *base.others)}
    first = f"{BOOK}/{RULES[0]}"
    rules[first] = replace(rules[first], due=LastDay(Point("2029-08-31")))
    listed = [inputs] if isinstance(inputs, ScoreInput) else list(inputs or [given()])
    found = tuple(cards(scheme_variants(scheme, QUESTIONS), listed, {first: "fail"}, rules, ratings))
    (book,) = base.rulebooks
    book = replace(book, schemes=(scheme,), questions={**book.questions, **QUESTIONS})
    return replace(base, scores=found, unplaced=tuple(unplaced), rulebooks=(book,))


def known() -> Lexicon:
    words = lexicon()
    return replace(words, measures={**words.measures, **{one.name: one for one in MORE}})


def text(one: Report, lang: str = "zh", width: int = 200) -> str:
    """The part on scores, its lines joined where they were folded."""
    said = render(one, known(), "text", lang, width)
    head, end = ("考核评分\n", "\n周期性要求一览") if lang == "zh" else ("Scores\n", "\nRecurring")
    return said[said.index(head) :].split(end)[0]


def flat(one: Report, lang: str = "zh") -> str:
    return re.sub(r"\n +", "", text(one, lang)) if lang == "zh" else re.sub(r"\n +", " ", text(one, lang))


def squeezed(said: str) -> str:
    """Without blanks, of which folding takes one at the end of a line."""
    return said.replace(" ", "")


def page(one: Report, lang: str = "zh") -> str:
    return render(one, known(), "html", lang)


def data(one: Report) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(render(one, known(), "json", "zh"))
    return found


ALL = [rated("i1", 5), rated("i2", 4)]
FULL = [
    rated("i1", 6, "self", date="2029-08-20"),
    rated("i1", "4", reason="缺两项制度"),
    rated("i2", 4, "self"),
    rated("i2", 4),
]


# ---- (1) the first lines ---------------------------------------------------------------------------------------


def test_nothing_but_the_computable_gives_no_single_number() -> None:
    one = made()
    assert "  确定 9.25，可能 19.25：等次未定（不合格、合格或良好都有可能）" in text(one)
    for said in (text(one), re.sub(r"<style>.*?</style>", "", page(one), flags=re.S)):
        assert "总分 9" not in said and "总分 1" not in said
    assert data(one)["scores"][0]["total"] == {"low": "37/4", "high": "77/4"}


def test_the_headline_stands_in_the_summary_too() -> None:
    said = render(made(), known(), "text", "zh", 120)
    assert said.index("考核计分办法（2028—2029学年）：确定 9.25，可能 19.25") < said.index("缺口")
    assert '<a href="#s1">考核计分办法</a>' in page(made()).split('id="gaps"')[0]


def test_grades_narrow_with_ratings() -> None:
    assert "确定 14.25，可能 18.25：合格或良好" in text(made([rated("i1", 5)]))
    assert "总分 18.25：良好" in text(made(ALL))


def test_what_narrows_is_ranked_by_points_at_stake() -> None:
    said = flat(made([rated("i2", 4)], given(parents=None, media=None)))
    listed = [
        "1. 还没有市评的评分，关系到 6 分：第 1 项（6 分）",
        "2. “",
        "3. 加分项“宣传加分”是否成立未定，关系到 2 分",
    ]
    first, second, third = (said.index(one) for one in listed)
    assert first < second < third
    assert "关系到 2.5 分：第 4 项（2.5 分）" in said


def test_a_reading_says_what_it_does_to_total_and_grade() -> None:
    one = made(ALL, given(rotation=share("rotation", 2, 7)))
    said = flat(one)
    # 1/3 - 2/7 is 4.76 percentage points.
    assert "不足1个百分点怎样计？上面按“按比例”。按“不计”：总分 14.25：合格" in said
    assert "总分 约 13.49（" in said
    assert "逐一换用各口径时（几个一起换的没有合算）：确定 约 13.49（1133/84），可能 14.25：合格" in said
    same = flat(made(ALL))
    assert "按“不计”：总分、等次不变" in same
    assert "另有 1 个未定的口径，按哪一种总分和等次都不变" in page(made(ALL))


@pytest.mark.parametrize(
    ("incidents", "said", "line"),
    [
        (0, "总分 18.25：良好\n", "一票否决：重大事件，不成立，不影响等次（"),
        (1, "总分 18.25：不合格（一票否决）", "一票否决：重大事件，成立，等次为“不合格”，不论得分（"),
        (None, "总分 18.25：不合格或良好\n", "一票否决：重大事件，未定，成立则等次为“不合格”，不论得分（"),
    ],
)
def test_a_veto_is_a_line_of_its_own(incidents: int | None, said: str, line: str) -> None:
    found = text(made(ALL, given(incidents=incidents)))
    assert said in found and line in found
    assert html.escape(line.split("，", maxsplit=1)[0].replace("：", "，")) in page(
        made(ALL, given(incidents=incidents))
    )


VETOED = {"harm": Question("harm", {"zh": "是否还须造成危害？"}, "any", {
    "any": Option("any", {"zh": "不须"}, {"zh": "只修饰后一项"}),
    "both": Option("both", {"zh": "须"}, {"zh": "修饰两项"}, scores={"incident": {"when": [{"measure": "exhibitions", "at_least": 2}]}}),
})}  # fmt: skip


@pytest.mark.parametrize(
    ("incidents", "said"),
    [
        (0, "总分 18.25：良好"),
        (1, "总分 18.25：口径不同，不合格（一票否决） / 良好"),
        (2, "总分 18.25：不合格（一票否决）"),
    ],
)
def test_a_veto_that_hangs_on_the_reading_is_no_plain_veto(
    monkeypatch: pytest.MonkeyPatch, incidents: int, said: str
) -> None:
    monkeypatch.setitem(QUESTIONS, "harm", VETOED["harm"])
    veto = [{**SCHEME["veto"][0], "readings": ["harm"]}]
    one = made(ALL, given(incidents=incidents), patch={"veto": veto})
    assert f"  {said}\n" in text(one)
    assert f'<p class="headline">{said}</p>' in page(one)
    (card,) = data(one)["scores"]
    assert card["text"] == said
    assert [reading["vetoed"] for reading in card["readings"] if reading["question"] == "harm"] == [incidents == 2]


def test_a_veto_under_another_reading_alone_is_told_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    """The scheme as written wants two incidents; where the other option holds, one is enough."""
    other = replace(
        VETOED["harm"].options["both"], scores={"incident": {"when": [{"measure": "exhibitions", "at_least": 1}]}}
    )
    options = {**VETOED["harm"].options, "both": other}
    monkeypatch.setitem(QUESTIONS, "harm", replace(VETOED["harm"], options=options))
    veto = [{**SCHEME["veto"][0], "when": [{"measure": "exhibitions", "at_least": 2}], "readings": ["harm"]}]
    one = made(ALL, given(incidents=1), patch={"veto": veto})
    assert "  总分 18.25：口径不同，良好 / 不合格（一票否决）\n" in text(one)
    assert "readings differ, good / bad (veto)" in text(one, "en")


def test_a_bonus_is_a_line_of_its_own() -> None:
    assert "加分：宣传加分，成立，加 2 分（" in text(made(ALL, given(media=1)))
    assert "其中表内各项总分 18.25，加分项 2" in text(made(ALL, given(media=1)))
    assert "加分：宣传加分，未定，成立则加分（0—2 分）（" in text(made(ALL, given(media=None)))


# ---- (2) the table ---------------------------------------------------------------------------------------------


def test_the_table_keeps_the_order_and_leaves_blank_what_nobody_rated() -> None:
    one = made([rated("i1", 5, "self")])
    table = page(one).split('<table class="scorecard">')[1].split('<tbody class="sum">')[0]
    titles = ["制度<", "1. 章程", "2. 规划", "教师<", "3. 交流", "4. 满意度"]
    assert [table.index(title) for title in titles] == sorted(table.index(title) for title in titles)
    charter, plan, exchange = (
        re.findall(r'<td class="n(?: final)?">(.*?)</td>', table.split(title)[1].split("</tr>")[0])
        for title in titles[1:3] + titles[4:5]
    )
    assert charter == ["6", "0—6<small>未定</small>", "5", "", ""]
    assert plan == ["4", "0—4<small>未定</small>", "", "", ""]
    assert exchange == ["5", "5<small>由记录算出</small>", "5*", "5*", "5"]
    assert re.search(r"^2\. 规划 +4 +0—4$", text(one), re.MULTILINE)


def test_a_rating_shows_stage_date_evidence_and_reason_and_no_name() -> None:
    one = made(FULL)
    said = "市评 4 分（2029年10月20日；凭查阅档案）；改分理由：缺两项制度"
    assert said in page(one) and said in flat(one)
    for fmt in ("text", "html", "json"):
        assert "赵六" not in render(one, known(), fmt, "zh")


def test_a_computed_item_shows_values_formula_and_the_exact_result() -> None:
    one = made(ALL, given(rotation=share("rotation", 2, 7)))
    said = ("5 分，减去不足的部分（交流比例 约 28.57%（2/7），以 约 33.33%（1/3） 为准，每低 1 个百分点减 1 分，减 约 4.76 分）"
            "（不满一档的按比例减） = 约 0.24（5/21） 分")  # fmt: skip
    assert squeezed(said) in squeezed(flat(one)) and said in page(one)
    mean = "下列 2 个的平均（教师：5 分 × 满意度平均值 90%（90/100） = 4.5；家长：5 分 × 满意度平均值 80%（80/100） = 4） = 4.25 分"
    assert squeezed(mean) in squeezed(flat(made()))
    for lang, note in (("zh", "四舍五入的标“约”"), ("en", "rounded ones are marked “about”")):
        assert note in flat(one, lang) and note in page(one, lang)


def test_an_item_leads_to_its_clauses_evidence_and_rows() -> None:
    said = page(made(ALL))
    row = said.split('id="s1i1"')[1].split('id="s1i2"')[0]
    assert re.search(r'<a href="#c\d+">理事会每月开会</a>', row) and "章程文本" in row
    rows = said.split('id="s1i3"')[1].split('id="s1i4"')[0]
    assert "x1" in rows and "records.yaml:12" in rows


# ---- (3) and (4) differences, problems, time limits ------------------------------------------------------------


def test_items_on_which_stages_differ_are_listed() -> None:
    assert "第 1 项“章程”：自评 6，市评 4，相差 2 分" in text(made(FULL))
    assert "相差超过" not in text(made([rated("i1", 6, "self"), rated("i1", 5)]))


@pytest.mark.parametrize(
    ("rating", "said"),
    [
        (rated("i1", 7), "第 1 项“章程”，市评 7 分（2029年10月20日；凭查阅档案），不计：超出 0—6 分，也不截为 0 或满分（d.yaml:1）"),
        (rated("i3", 4), "，不计：与记录算出的 5 分不符，以记录为准（d.yaml:3）"),
        (rated("i1", 5, evidence=""), "市评：没有写凭证的 1 个（第 1 项）"),
        (rated("i1", 5, "self", date="2029-09-01"), "自评：晚于2029年8月31日的 1 个（第 1 项）"),
        (rated("i1", 5, "zone"), "没有“zone”这一阶段"),
        (rated("i1", 5, None), "没有写明是哪一阶段的评分"),
        (rated("i1", 5, period="2020-2021"), "没有“2020-2021”这一期"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_rating_is_named(rating: Rated, said: str) -> None:
    one = made([rating])
    assert said in flat(one) and html.escape(said, quote=False) in page(one)
    card = data(one)["scores"][0]
    given = [*card["unplaced"], *(rated for item in card["items"] for rated in item["ratings"])]
    assert [rated["problems"] != [] for rated in given] == [True]


def test_a_change_without_a_reason_is_named() -> None:
    said = "市评：改了前一阶段的分而没有写理由的 1 个（第 1 项）"
    assert said in text(made([rated("i1", 6, "self"), rated("i1", 5)]))


def test_two_final_ratings_are_both_named_and_neither_is_chosen() -> None:
    one = made([rated("i1", 5), rated("i1", 3, origin="d.yaml:9"), rated("i2", 4)])
    said = flat(one)
    assert said.count("同一阶段对本项评了两次以上，取哪个由人决定") == 2
    assert "市评有两个不同的评分，须确定一个，关系到 2 分：第 1 项（2 分）" in said
    assert re.search(r"1\. 章程 +6 +3—5 +(5或3|3或5)\n", text(one))


def test_a_rating_of_no_scheme_is_named() -> None:
    stray = replace(rated("自评总分", 93, "self"), problems=("unknown_item",), counts=False, origin="d.yaml:40")
    one = made(unplaced=[stray])
    said = "“自评总分”，自评 93 分（2029年10月20日）：计分办法没有这一项（d.yaml:40）"
    assert said in flat(one) and html.escape(said, quote=False) in page(one)
    assert data(one)["unplaced_ratings"][0]["problems"] == ["unknown_item"]
    assert "unplaced_ratings" not in data(made())
    alone = replace(report(), unplaced=(stray,))
    assert "没有对应计分办法的评分" in render(alone, known(), "text", "zh") and "没有对应计分办法的评分" in page(alone)
    assert "“自评总分”，自评 93 分（" in render(alone, known(), "text", "zh", 120)
    assert "“自评总分”, self-assessment 93 (" in render(alone, known(), "text", "en", 120)


def test_each_stage_says_its_time_limit_and_the_verdict_of_its_rule() -> None:
    said = flat(made(FULL))
    assert (
        "自评：已评 2/4 项；限2029年8月31日前（含当日）；最晚一份评分 2029年10月20日；有评分晚于限期；“理事会每月开会”：不符合"
        in said
    )
    assert "市评：还没有评分" in flat(made([rated("i1", 5, "self")]))
    assert re.search(r'<th scope="row"><a href="#c\d+">自评</a>', page(made(FULL)))


@pytest.mark.parametrize(
    ("points", "media", "differs"),
    # 10 for the two items rated, 5 and 4.25 from the records; a bonus of 2 may be in it or not
    [("19.25", 0, False), ("21.25", 1, False), ("21.25", 0, True), ("18", 1, True)],
)
def test_a_total_that_the_records_have_stands_beside_the_column(points: str, media: int, *, differs: bool) -> None:
    row = RecordedTotal(F(points), "e1", "records.yaml:9")
    one = made(FULL, given(media=media, totals={"self": (row,)}))
    said = f"记录中登记的总分 {points} 分（e1、records.yaml:9）"
    told = f"自评：{said}，与所评各项的合计不符"
    for where in (flat(one), page(one)):
        assert said in where and (told in where) == differs
    stage, _ = data(one)["scores"][0]["stages"]
    exact = stage["recorded"][0].pop("points")
    assert F(exact) == F(points)
    assert stage["recorded"] == [{"id": "e1", "origin": "records.yaml:9", "differs": differs}]


def test_what_the_text_does_not_say_of_a_stage_stands_with_it() -> None:
    first, *others = SCHEME["stages"]
    stages = [
        {**first, "remark": {"zh": "没有写各校的分怎样合成集团的分", "en": "not how points of schools add up"}},
        *others,
    ]
    one = made(FULL, patch={"stages": stages})
    assert "没有写各校的分怎样合成集团的分" in flat(one) and "没有写各校的分怎样合成集团的分" in page(one)
    assert "not how points of schools add up" in flat(one, "en")


def test_a_recorded_total_of_a_stage_without_ratings_differs_from_nothing() -> None:
    row = RecordedTotal(F(3), "e1", "records.yaml:9")
    said = flat(made(ALL, given(totals={"self": (row,)})))
    assert (
        "自评：还没有评分；限2029年8月31日前（含当日）；“理事会每月开会”：不符合；记录中登记的总分 3 分（e1、records.yaml:9）"
        in said
    )
    assert "合计不符" not in said


def test_a_void_rating_is_shown_beside_its_blank() -> None:
    one = made([rated("i1", 7)])
    assert re.search(r"^1\. 章程 +6 +0—6 +7（无效）$", text(one), re.MULTILINE)
    assert "市评的评分无效，须重评，关系到 6 分：第 1 项（6 分）" in flat(one)


# ---- (5) the bar -----------------------------------------------------------------------------------------------


def test_the_bar_has_certain_possible_edges_and_the_same_in_words() -> None:
    said = page(made([rated("i1", 5)]))
    bar = said.split('<svg class="bar"')[1].split("</svg>")[0]
    assert 'role="img"' in bar
    assert ">分数条：确定 14.25，可能 18.25：合格或良好；满分 20；合格 12 分起、良好 16 分起</desc>" in bar
    assert 'class="certain" x="0" y="22" width="71.25%"' in bar
    assert 'class="possible" x="71.25%" y="22" width="20%"' in bar
    # Not by colour alone, also on paper: what is possible is hatched.
    hatched = re.search(r'x="71.25%" y="22" width="20%" height="20" fill="url\(#(.*?)\)"', bar)
    assert hatched and f'<pattern id="{hatched[1]}"' in bar
    assert re.findall(r'class="edge" x1="(.*?)"', bar) == ["60%", "80%"]
    lines = text(made([rated("i1", 5)]), width=96).splitlines()
    assert any(re.fullmatch(r"  #+=+\.+  # 确定 = 可能", line) for line in lines)


def test_grades_that_people_give_have_no_edges() -> None:
    bands = [{key: one[key] for key in ("grade", "name")} for one in SCHEME["grades"]["bands"]]
    one = made(ALL, patch={"grades": {**SCHEME["grades"], "given_by": "people", "bands": bands}, "veto": []})
    said = text(one)
    assert "总分 18.25：等次未定（不合格、合格或良好都有可能）" in said and "由人评定：“16分以上的为良好”" in said
    assert "^" not in said and 'class="edge"' not in page(one)


# ---- (6) running, not applying, invalid ------------------------------------------------------------------------


def test_a_running_period_says_so_and_an_empty_one_is_short() -> None:
    one = made(inputs=[given(), replace(given(running=True), period="2029-2030", period_to="2030-08-31")])
    said = flat(one)
    assert "本期到2030年8月31日才结束，分数只是到检查日为止的情况" in said
    assert said.count("考核评价内容") == 1 and "各项的表见网页报告" in said
    assert page(one).count('<table class="scorecard">') == 2


@pytest.mark.parametrize(
    ("covered", "running", "said"),
    [
        (SPAN, False, ""),
        ((None, None), False, ""),
        (("2029-02-10", "2029-08-31"), False, "2029年2月10日至2029年8月31日"),
        (("2028-09-01", "2029-05-31"), False, "2028年9月1日至2029年5月31日"),
        (("2028-09-01", "2029-05-31"), True, ""),
        (("2028-11-20", "2029-05-31"), True, "2028年11月20日至2029年5月31日"),
    ],
)
def test_a_period_of_which_only_a_part_was_looked_at_says_so(
    covered: tuple[str | None, str | None], said: str, *, running: bool
) -> None:
    one = made(ALL, given(covered=covered, running=running))
    line = f"本期只有部分时段在检查范围内（{said}），不是一个完整的周期" if said else "本期只有部分时段"
    assert (line in flat(one)) == (line in page(one)) == bool(said)
    assert data(one)["scores"][0]["covered"] == {"from": covered[0], "to": covered[1]}


def test_a_scheme_that_may_not_apply_says_on_what_it_hangs() -> None:
    one = made(inputs=given(media=None), patch={"when": [{"measure": "newsletters", "at_least": 1}]})
    assert "是否适用本计分办法还不能判断，取决于：工作简报期数" in text(one)


def test_a_value_that_cannot_be_is_no_points() -> None:
    said = flat(made(ALL, given(teachers=120)))
    assert "不在可能的范围内，不计分，也不按 0 或满分（5 分）计" in said
    assert "登记的数值有误，须核对，关系到 5 分：第 4 项（5 分）" in said


# ---- all formats -----------------------------------------------------------------------------------------------


@pytest.fixture(params=LANGS)
def lang(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def cases() -> list[Report]:
    return [
        made(),
        made(FULL),
        made([rated("i1", 7), rated("i9", 3)], given(parents=None, media=None, incidents=None, running=True)),
    ]


@pytest.mark.parametrize("width", [40, 72, 100])
def test_text_keeps_its_width(width: int, lang: str) -> None:
    for one in cases():
        assert max(map(columns, render(one, known(), "text", lang, width).splitlines())) <= width


def test_no_word_is_left_unfilled(lang: str) -> None:
    for one in cases():
        for fmt in ("text", "html"):
            said = re.sub(r"<style>.*?</style>", "", render(one, known(), fmt, lang), flags=re.S).replace("{n}", "")
            assert not re.search(r"\{[a-z]+\}|None|Fraction", said)


def test_html_is_well_built(lang: str) -> None:
    for one in cases():
        said = page(one, lang)
        ids = re.findall(r'\bid="([^"]+)"', said)
        assert len(ids) == len(set(ids)) and set(re.findall(r'href="#([^"]+)"', said)) <= set(ids)
        assert re.findall(r"<th(?![^>]*scope=)[^ead]", said) == []
        levels = [int(level) for level in re.findall(r"<h(\d)", said)]
        assert all(after <= before + 1 for before, after in pairwise(levels))
        assert said.index('aria-labelledby="scores-h"') < said.index('aria-labelledby="duties-h"')


def test_json_keeps_its_schema_and_is_exact() -> None:
    schema = json.loads((ROOT / "schemas" / "report.json").read_text(encoding="utf-8"))
    for one in cases():
        assert list(Draft202012Validator(schema).iter_errors(data(one))) == []
    card = data(made(FULL))["scores"][0]
    assert card["items"][0]["stages"] == {"self": {"low": 6, "high": 6}, "city": {"low": 4, "high": 4}}
    assert card["differences"] == [{"item": "i1", "stages": ["self", "city"], "points": [6, 4]}]
    assert card["items"][3]["formula"]["parts"][0]["numbers"]["low"] == "9/10"
    assert not re.search(r":\s-?\d+\.\d", json.dumps(card))


@pytest.mark.parametrize(
    "problem", sorted(set(re.findall(r"`(\w+)`", (Rated.__doc__ or "").split("`problems`")[1].split("`counts`")[0])))
)
def test_every_problem_has_words(problem: str, lang: str) -> None:
    assert f"score.problem_{problem}" in Phrases(lang)


@pytest.mark.parametrize(
    ("fact", "said"),
    [
        ({"kind": "grade", "value": "good、fair"}, "考核计分办法：合格或良好"),
        ({"kind": "grade", "value": None}, "考核计分办法：未知"),
        ({"kind": "total", "value": "37/4..20"}, "考核计分办法：确定 9.25，可能 20"),
        ({"kind": "total", "value": "20"}, "考核计分办法：总分 20"),
        ({"kind": "total", "value": None}, "考核计分办法：未知"),
        (
            {"kind": "grade", "value": "good", "period": "2028-2029", "stage": "city"},
            "考核计分办法（2028—2029学年、市评）：良好",
        ),
        ({"kind": "total", "value": "20", "period": "2028-2029"}, "考核计分办法（2028—2029学年）：总分 20"),
    ],
)
def test_a_consequence_says_the_grade_or_total_that_it_hangs_on(fact: dict[str, Any], said: str) -> None:
    one = made()
    assert because(one).fact({"id": SCHEME["id"], **fact}) == said


def because(one: Report) -> Because:
    """With the card and the clause `2/coverage` to go to."""
    phrases = Phrases("zh")
    cites = Cites(one.rulebooks, phrases, one.as_of)
    return Because(one, Speaker(known(), phrases, {}), {}, cites, {f"{BOOK}/{RULES[1]}": "c7"})


def test_a_reason_leads_to_its_clause_or_card() -> None:
    one = made()
    finding = next(found for found in (*one.findings, *one.others) if found.rule.id == f"{BOOK}/{RULES[1]}")
    reason = because(one).reason({"kind": "finding", "id": finding.rule.id, "verdict": "pass", "holds": "yes"})
    assert reason.anchor == "c7" and f"{finding.rule.at}）：" in reason.said
    graded = {"kind": "grade", "id": SCHEME["id"], "value": "good", "holds": "yes"}
    assert because(one).reason({**graded, "period": "2028-2029"}).anchor == "s1"
    assert because(one).reason({**graded, "period": "2027-2028"}).anchor == "", "a period without a card"


@pytest.mark.parametrize(("holds", "told"), [("yes", True), ("unknown", False), ("no", False)])
def test_an_open_verdict_says_why_the_condition_holds_all_the_same(holds: str, told: bool) -> None:
    fact = {"kind": "finding", "id": f"{BOOK}/{RULES[1]}", "verdict": "disputed", "holds": holds}
    assert ("哪一种口径下这个条件都成立" in because(made()).fact(fact)) == told


def test_every_anchor_of_a_reason_is_on_the_page() -> None:
    said = page(made(ALL, given(incidents=1)))
    ids = set(re.findall(r'id="([^"]+)"', said))
    assert set(re.findall(r'href="#([^"]+)"', said)) <= ids


def test_a_card_that_may_not_apply_says_so_first() -> None:
    one = made(ALL)
    open_ = replace(one, scores=tuple(replace(card, applies="unknown") for card in one.scores))
    assert "是否适用未定，如适用：总分 18.25：良好" in flat(open_)
    assert data(open_)["scores"][0]["text"].startswith("是否适用未定")
    assert "是否适用未定，如适用：总分 18.25" in page(open_)
    assert "是否适用未定，如适用" not in flat(one)


def test_a_final_rating_before_the_period_ended_is_remarked() -> None:
    early = [rated("i1", 5, date="2029-08-30"), rated("i2", 4, date="2029-08-31")]
    said = flat(made(early))
    assert "本期到2029年8月31日才结束，评分日期在此之前的 1 个（第 1 项）" in said
    assert "才结束，评分日期在此之前" not in flat(made([rated("i1", 5, "self", date="2029-06-01")]))


def test_a_report_without_scores_has_no_section() -> None:
    assert "scorecard" not in page(report()) and "考核评分" not in render(report(), lexicon(), "text", "zh")
    assert data(report())["scores"] == []


@pytest.mark.parametrize(
    ("points", "said"),
    [(F(5, 2), ("2.5", True)), (F(10, 3), ("3.33", False)), (F(1, 200), ("0.01", False)), (F(-1, 8), ("-0.13", False)), (F(100), ("100", True))],
)  # fmt: skip
def test_points_have_two_decimals_at_most(points: F, said: tuple[str, bool]) -> None:
    assert rounded(points) == said


def test_only_what_is_known_is_one_number() -> None:
    words = ScoreWords(Phrases("zh"))
    assert words.ends(Points(F(1), F(1))) == "总分 1" and words.range(Points(F(1), F(1))) == "1"
    assert (
        words.ends(Points(F(307, 5), F(88))) == "确定 61.4，可能 88"
        and words.range(Points(F(0), F(10, 3))) == "0—约 3.33"
    )


def test_the_scorecard_of_a_scheme_is_one_of_the_house() -> None:
    (card,) = made().scores
    assert isinstance(card, Scorecard) and card.differences == ()
