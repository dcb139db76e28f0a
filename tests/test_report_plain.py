"""What a clerk stumbled over when reading whole reports: rows by what names them, what was computed, tolerance, order."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction as F
from types import SimpleNamespace
from typing import Any

import pytest
from make_report import LABELS, cell, count, finding, lexicon, questions, rule, saw, source

from checker.model import Cell, Finding, Measure, Option, Question, Row, Rulebook, Value
from checker.model import Test as Comparison
from checker.model import TestResult as Seen
from checker.records import derived
from checker.report.cites import Cites
from checker.report.clauses import Clauses
from checker.report.sentences import Writer
from checker.report.summary import lacking, placed
from checker.report.values import Speaker
from checker.report.view import Clause
from checker.report.words import Phrases
from checker.run import _labels

STEP = {"column": "step", "is": "filing"}
MORE = [
    Measure("vice", {"zh": "副校长"}, "people", {"zh": ""}, "rows", "count", table="posts", entity="school"),
    Measure("wanted", {"zh": "应配副校长"}, "people", {"zh": ""}, "lookup", "count", inputs=("teachers",)),
    Measure("score", {"zh": "登记的得分"}, "points", {"zh": ""}, "value", "points", table="assessments", column="score"),
    Measure("weighted", {"zh": "按权重计算的得分"}, "points", {"zh": ""}, "weighted", "points", inputs=("score",)),
    Measure("paid", {"zh": "拨付合计"}, "yuan", {"zh": ""}, "sum", "money", table="funds", column="amount"),
    Measure("owed", {"zh": "应增补合计"}, "yuan", {"zh": ""}, "lookup", "money", inputs=("teachers",)),
    Measure("part", {"zh": "基础津贴占比"}, "share", {"zh": ""}, "share", "share", inputs=("paid", "owed")),
    Measure("named_by", {"zh": "任命单位"}, "code", {"zh": ""}, "value", "code", table="steps", column="actor"),
    Measure("topics", {"zh": "制度的内容"}, "code", {"zh": ""}, "set", "set", table="documents", column="topics"),
    Measure("plans", {"zh": "发展规划"}, "documents", {"zh": ""}, "rows", "count", table="documents"),
    Measure("filed", {"zh": "备案日期"}, "date", {"zh": ""}, "min", "date", table="steps", column="date",
            where=(STEP,), entity="document"),
    Measure("agreed", {"zh": "批准日期"}, "date", {"zh": ""}, "min", "date", table="steps", column="date",
            where=({"column": "step", "is": "approval"}, {"column": "date", "months": [7, 8]}), entity="document"),
]  # fmt: skip
ROWS = {
    "documents/b3/unit": "s1", "documents/b3/of_year": "2024", "documents/b3/kind": "budget", "documents/b3/date": "2023-11-09",
    "documents/d1/kind": "charter", "documents/d1/date": "2023-09-26", "documents/d2/date": "2031-07-05",
    "expenditures/x3/date": "2024-05-20", "expenditures/x3/amount": "6000050",
    "posts/p4/school": "s2", "posts/p4/post": "principal", "posts/p4/person": "T4",
    "steps/j2/date": "2024-04-08", "steps/j2/about": "甲" * 40,
}  # fmt: skip


def speaker(lang: str = "zh", labels: Mapping[str, str] = ROWS) -> Speaker:
    known = lexicon()
    return Speaker(
        replace(known, measures={**known.measures, **{one.name: one for one in MORE}}),
        Phrases(lang),
        {**LABELS, **labels},
    )


def clause(found: Finding, asked: Mapping[str, Question] | None = None) -> Clause:
    book = Rulebook("example-2030", source(), (), {**questions(), **(asked or {})}, (), "", "")
    return Clauses(speaker(), Cites([book], Phrases("zh")), "records.yaml").clause(found, "c1")


def one_rule(test: Comparison, modality: str = "must", **more: Any) -> Any:
    return rule("1/one", "一 ①", "一条", "原文", modality, "teaching", tests={"require": (test,)}, **more)


def said(test: Comparison, *results: Seen, modality: str = "must", verdict: str = "fail") -> str:
    one = one_rule(test, modality)
    cells = [cell(one, verdict, result) for result in results]
    return Writer(speaker()).sentence(finding(one, verdict, cells)).full


def money(measure: str, fen: int) -> Value:
    return Value(measure, F(fen), F(fen))


# ---- rows by what names them -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entities", "key", "words"),
    [
        ("budgets", "b3", "城东小学 2024 年度部门预算（b3）"),
        ("charters", "d1", "章程 2023年9月26日（d1）"),
        ("staffing_plans", "d2", "2031年7月5日（d2）"),
        ("payments", "x3", "2024年5月20日 60,000.50 元（x3）"),
        ("leader_appointments", "p4", "城西小学 校长 T4（p4）"),
        ("major_matters", "j2", f"2024年4月8日 {'甲' * 30}…（j2）"),
        ("payments", "x9", "x9"),
        ("principals", "T4", "T4"),
    ],
)
def test_a_row_is_named_by_its_columns(entities: str, key: str, words: str) -> None:
    one = one_rule(Comparison("vice", "at_least", 1), for_each=(entities,))
    assert speaker().member(key, one) == words


def test_the_columns_that_name_a_row_are_its_own_and_no_name_of_a_person() -> None:
    for table in derived.tables().values():
        assert set(table.named) <= set(table.columns), table.name
    assert not derived.tables()["people"].named
    person = {"id": "T4", "name": "某某"}
    post = {"id": "p4", "school": "s2", "post": None, "person": "T4", "title": "某某校长"}
    body: Any = SimpleNamespace(
        tables={"people": SimpleNamespace(rows=[person]), "posts": SimpleNamespace(rows=[post])}
    )
    assert _labels(body, derived.tables()) == {"posts/p4/school": "s2", "posts/p4/person": "T4"}


def test_a_code_goes_before_a_row_of_the_same_id() -> None:
    assert speaker().elements(("lead",), "named_by") == "龙头（牵头）学校"


def test_an_entity_that_is_no_row_is_never_named_as_one() -> None:
    """A person whose id is also that of an appointment."""
    one = one_rule(Comparison("vice", "at_least", 1), for_each=("principals",))
    assert speaker().member("p4", one) == "p4"


def test_places_are_counted_in_the_word_of_their_set() -> None:
    test = Comparison("vice", "at_least", F(1), group=1)
    one = one_rule(test, for_each=("budgets",))
    cells = [cell(one, verdict, saw(test, count("vice", n), outcome, 1 - n), entity=key)
             for key, verdict, n, outcome in (("b3", "fail", 0, "breached"), ("b4", "pass", 1, "holds"))]  # fmt: skip
    assert clause(finding(one, "fail", cells)).where == "城东小学 2024 年度部门预算（b3）（2 份中的 1 份）"


def test_places_held_to_different_bounds_say_their_own() -> None:
    test = Comparison("vice", "equals", right_measure="wanted", group=1)
    one = one_rule(test, for_each=("members",))
    cells = [cell(one, "fail", saw(test, count("vice", n), "breached", 1, required=count("wanted", n + 1)), entity=key)
             for key, n in (("s1", 1), ("s2", 2))]  # fmt: skip
    told = clause(finding(one, "fail", cells))
    assert told.where == "城东小学（实际 1 人，要求 2 人）、城西小学（实际 2 人，要求 3 人）（全部 2 所）"
    assert "即" not in told.sentence.should


# ---- numbers ---------------------------------------------------------------------------------------------------


def test_an_exact_number_is_missed_from_either_side() -> None:
    test = Comparison("vice", "equals", right_measure="wanted", group=1)
    fewer = saw(test, count("vice", 1), "breached", 1, required=count("wanted", 2))
    more = saw(test, count("vice", 3), "breached", 1, required=count("wanted", 2))
    assert "（即 2 人），实际 1 人，少 1 人" in said(test, fewer)
    assert "（即 2 人），实际 3 人，多 1 人" in said(test, more)
    assert "，少 1 人；多 1 人" in said(test, fewer, more)
    flat = Comparison("paid", "equals", F(10_000), group=1)
    assert "实际 1.5 万元，多 5,000 元" in said(flat, saw(flat, money("paid", 1_500_000), "breached", 500_000))
    assert "实际 9,000 元，少 1,000 元" in said(flat, saw(flat, money("paid", 900_000), "breached", 100_000))


def test_what_was_computed_stands_beside_the_bound_made_of_it() -> None:
    test = Comparison("paid", "equals", right_measure="owed", plus=F(100_000), group=1)
    short = saw(test, money("paid", 20_700_000), "breached", 300_000, required=money("owed", 21_000_000))
    assert "等于“应增补合计”（11 万元）加上 10 万元（即 21 万元），实际 20.7 万元，少 3,000 元" in said(test, short)


def test_what_rounding_allows_is_no_bound() -> None:
    test = Comparison("score", "at_most", right_measure="weighted", plus=F(1, 200), group=1)
    value, bound = Value("score", F("87.7"), F("87.7")), Value("weighted", F("86.705"), F("86.705"))
    whole = said(test, saw(test, value, "breached", F("0.995"), required=bound))
    assert "“按权重计算的得分”（86.7 分，四舍五入的差不计），实际 87.7 分，超 1 分" in whole
    assert "0.005" not in whole and "0.995" not in whole
    real = replace(test, plus=F(1, 100))
    bound = Value("weighted", F("86.71"), F("86.71"))
    assert "加上 0.01 分（即 86.71 分），实际 87.7 分，超 0.99 分" in said(
        real, saw(real, value, "breached", F("0.99"), required=bound)
    )


def test_a_value_between_two_bounds_is_said_once() -> None:
    tests = [Comparison("vice", op, F(n), group=n) for op, n in (("at_least", 1), ("at_most", 3))]
    one = rule("1/one", "一 ①", "一条", "原文", "must", "teaching", tests={"require": tuple(tests)})
    met = cell(one, "pass", *(saw(test, count("vice", 2), "holds") for test in tests))
    assert Writer(speaker()).sentence(finding(one, "pass", [met])).actual == "实际 2 人"


def test_a_share_of_money_is_said_in_yuan() -> None:
    test = Comparison("part", "at_least", F(7, 10), group=1)
    value = Value("part", F(2, 3), F(2, 3), (800_000, 800_000), (1_200_000, 1_200_000))
    whole = said(test, saw(test, value, "breached", F(1, 30)))
    assert "（8,000 元/12,000 元），差约 3.33 个百分点（1/30），即还差 400 元（分母不变，为 12,000 元）" in whole
    assert "00000" not in whole


# ---- order and words -------------------------------------------------------------------------------------------


def test_elements_stand_in_the_order_of_the_text_then_of_their_column() -> None:
    test = Comparison("topics", "covers", ("training", "assessment", "exchange"), group=1)
    value = Value("topics", elements=("research", "appointments", "assessment", "training"))
    missing = saw(test, value, "breached", missing=("exchange",))
    whole = said(test, missing)
    codes = list(speaker().lexicon.codes("topics"))
    assert codes.index("appointments") < codes.index("research")
    shown = speaker().elements(("training", "assessment", "appointments", "research"), "topics")
    assert f"实际为{shown}，缺少" in whole


def test_a_right_side_may_stand_inside_the_operator() -> None:
    test = Comparison("named_by", "same_set", ("authority",), group=1)
    no = saw(test, Value("named_by", elements=("lead",)), "breached", missing=("authority",), extra=("lead",))
    assert "任命单位须与教育行政主管部门一致，实际为龙头（牵头）学校" in said(test, no)
    none = replace(test, right=("none",), negate=True)
    assert "任命单位不得为" in said(none, saw(none, Value("named_by", elements=("none",)), "breached"))


def test_a_duty_that_a_person_judges_contradicts_no_document() -> None:
    test = Comparison("vice", "at_most", F(0), group=1)
    over = saw(test, count("vice", 1), "breached", 1)
    duty, stated = said(test, over, verdict="review"), said(test, over, modality="fact", verdict="review")
    assert "需由人判断" in duty and "是否符合，由督导（主管部门）答复" in duty and "文件为准" not in duty
    assert "与文件所载不符" in stated and "请核实以记录还是以文件为准" in stated


@pytest.mark.parametrize(("lang", "words"), [("zh", "日期在7月、8月"), ("en", "month of date is 7, 8")])
def test_a_condition_on_months_has_words(lang: str, words: str) -> None:
    assert Writer(speaker(lang)).comparisons.condition("agreed.1") == words


def test_quotation_marks_inside_others_are_single() -> None:
    known = speaker()
    inner = replace(known.lexicon.measures["wanted"], label={"zh": "“核定”职数"})
    known.lexicon = replace(known.lexicon, measures={**known.lexicon.measures, "wanted": inner})
    test = Comparison("vice", "equals", right_measure="wanted", group=1)
    one = one_rule(test)
    told = Writer(known).sentence(finding(one, "fail", [cell(one, "fail", saw(test, count("vice", 1), "breached", 1))]))
    assert "“‘核定’职数”" in told.should


@pytest.mark.parametrize(("every", "words"), [("school_year", "学年起止日期未报"), ("semester", "学期起止日期未报")])
def test_which_days_of_the_calendar_lack(every: str, words: str) -> None:
    one = one_rule(Comparison("plans", "at_least", 1, group=1), every=every)
    found = finding(one, "unknown", [cell(one, "unknown", period="?", reasons=("no_calendar",))])
    writer = Writer(speaker())
    assert words in writer.sentence(found).full and words[:2] in writer.sentence(found).mend
    assert [line.what for line in lacking([found], writer.reasons, writer.phrases)] == [words]


# ---- readings --------------------------------------------------------------------------------------------------

BANDS = {
    "band": Question("band", {"zh": "归哪一档？"}, "upper", {
        key: Option(key, {"zh": label}, {"zh": "…"}) for key, label in (("upper", "归上一档"), ("lower", "归下一档"))
    })
}  # fmt: skip


def in_dispute(primary: str, value: Value | None = None, verdict: str = "disputed", **more: Any) -> Finding:
    """A band that under one reading holds s2, and under the primary one another school only."""
    test = Comparison("paid", "equals", F(10_000), group=1)
    one = one_rule(test, for_each=("members",), readings=("band",))
    fits, over = (
        saw(test, money("paid", 1_000_000), "holds"),
        saw(test, value or money("paid", 1_500_000), "breached", 500_000),
    )
    cells = [cell(one, "pass", fits, entity="s1"), cell(one, primary, over, entity="s2")]
    other: list[Cell] = [cell(one, "fail", over, entity="s2", reading="band.lower")] if verdict == "disputed" else []
    return finding(one, verdict, cells + other, readings={"band.upper": "pass", "band.lower": "fail"}, **more)


def test_each_reading_is_said_of_the_place_in_dispute() -> None:
    told = clause(in_dispute("not_applicable"), BANDS)
    assert "按“归上一档”，不适用；按“归下一档”为 1.5 万元，多 5,000 元，不符合" in told.sentence.actual
    assert told.where.startswith("城西小学")


def test_the_rows_of_a_disputed_clause_say_of_which_reading_they_are() -> None:
    assert clause(in_dispute("not_applicable"), BANDS).rows_of == "依据的记录（按“归上一档”）"
    assert clause(in_dispute("pass", verdict="pass"), BANDS).rows_of == "依据的记录"


def test_a_day_that_never_was_is_no_value() -> None:
    test = Comparison("filed", "on_or_before", right_measure="filed", group=1)
    one = one_rule(test, readings=("band",))
    never = saw(test, Value("filed", "never", "never"), "breached", required=Value("filed", "2030-01-01", "2030-01-01"))
    there = saw(test, Value("filed", "2029-01-01", "2029-01-01"), "holds")
    cells = [cell(one, "pass", there), cell(one, "fail", never, reading="band.lower")]
    found = finding(one, "disputed", cells, readings={"band.upper": "pass", "band.lower": "fail"})
    assert "按“归上一档”为 2029年1月1日，符合；按“归下一档”登记里没有，不符合" in clause(found, BANDS).sentence.full


def test_what_is_missing_only_under_another_reading_is_said_so() -> None:
    test = Comparison("plans", "at_least", 1, group=1)
    one = one_rule(test, readings=("band",))
    waits = cell(one, "review", reasons=("not_answered",))
    found = finding(one, "unknown", [waits], readings={"band.upper": "review", "band.lower": "unknown"})
    told = clause(found, BANDS)
    assert told.why == "按“归上一档”，待人判断；按“归下一档”，缺材料" and "尚无人答复" not in told.sentence.full
    writer = Writer(speaker())
    assert lacking([found], writer.reasons, writer.phrases) == ()


# ---- rows and places -------------------------------------------------------------------------------------------


def test_a_row_after_the_last_day_says_so() -> None:
    test = Comparison("plans", "at_least", 1, group=1)
    one = one_rule(test)
    late = Row("plans", "documents", "d2", "records.yaml:3", "no", "outside_period")
    unknown = Row("plans", "documents", "d9", "records.yaml:4", "no", "outside_period")
    found = finding(one, "fail", [cell(one, "fail", saw(test, count("plans", 0), "breached", 1), due="2031-06-30")],
                    rows=(late, unknown))  # fmt: skip
    assert [line.why for line in clause(found).rows] == ["晚于期限2031年6月30日", "不在本期内"]


def test_a_row_of_one_kind_is_no_near_miss_of_another() -> None:
    test = Comparison("agreed", "on_or_before", right_measure="filed", group=1)
    one = one_rule(test, for_each=("budgets",))
    late = saw(
        test,
        Value("agreed", "2030-01-02", "2030-01-02"),
        "breached",
        1,
        required=Value("filed", "2030-01-01", "2030-01-01"),
    )
    rows = [
        Row("agreed", "steps", "t1", "records.yaml:1", "no", "condition:agreed.0", "b3"),
        Row("filed", "steps", "t1", "records.yaml:1", "yes", "", "b3"),
        Row("agreed", "steps", "t2", "records.yaml:2", "yes", "", "b3"),
        Row("filed", "steps", "t2", "records.yaml:2", "no", "condition:filed.0", "b3"),
        # of another document, and of no kind that is asked for
        Row("agreed", "steps", "t3", "records.yaml:3", "no", "condition:agreed.0", "b3"),
    ]
    found = finding(one, "fail", [cell(one, "fail", late, entity="b3")], rows=tuple(rows))
    assert [(line.id, line.counted, line.why) for line in clause(found).rows] == [("t1", "yes", ""), ("t2", "yes", "")]


def test_no_verdict_goes_without_the_status_of_a_document_on_trial() -> None:
    test = Comparison("plans", "at_least", 1, group=1)
    one = one_rule(test)
    found = finding(one, "fail", [cell(one, "fail", saw(test, count("plans", 0), "breached", 1))])
    told = clause(found)
    assert placed(told, Phrases("zh")) == "试行，一 ①" and "（试行）" in told.cite
    valid = Cites([Rulebook("example-2030", replace(source(), status="in_force"), (), {}, (), "", "")], Phrases("zh"))
    plain = Clauses(speaker(), valid, "").clause(found, "c1")
    assert placed(plain, Phrases("zh")) == "一 ①" and "试行" not in plain.cite
