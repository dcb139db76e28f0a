"""How single findings are worded: what a careful reader once stumbled over, each as a test."""

import json
import re
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from make_report import cell, count, finding, lexicon, report, rule, saw

from checker.model import Ask, Finding, Measure, Row, Value
from checker.model import Test as Comparison
from checker.report import render
from checker.report.cites import Cites
from checker.report.clauses import Clauses
from checker.report.reasons import Reasons
from checker.report.sentences import Writer
from checker.report.summary import headlines, lacking
from checker.report.values import Speaker
from checker.report.view import Clause
from checker.report.words import Phrases

ASK = Ask("inspector", {"zh": "各校是否开齐开足课程"})
MORE = [
    Measure("attendees", {"zh": "参加的学校"}, "name", {"zh": ""}, "set", "set", table="activities", column="schools"),
    Measure("by_rank", {"zh": "派出人员"}, "people", {"zh": ""}, "rows", "count", table="exchanges", item="rank"),
    Measure("reports", {"zh": "书面汇报"}, "documents", {"zh": ""}, "rows", "count", table="documents",
            where=({"column": "kind", "is": "report"}, {"column": "form", "is": "written"})),
    Measure("kept_lessons", {"zh": "有记录的备课"}, "times", {"zh": ""}, "rows", "count", table="activities"),
    Measure("legal", {"zh": "独立法人"}, "code", {"zh": ""}, "value", "code", table="members", column="school.legal_person"),
]  # fmt: skip


@pytest.fixture
def writer() -> Writer:
    words = lexicon()
    known = replace(words, measures={**words.measures, **{one.name: one for one in MORE}})
    return Writer(Speaker(known, Phrases("zh"), report().labels))


def clause(writer: Writer, found: Finding) -> Clause:
    return Clauses(writer.speaker, Cites(report().rulebooks, writer.phrases), "a/b/records.yaml").clause(found, "c1")


def said(writer: Writer, found: Finding) -> str:
    return writer.sentence(found).full


def asked(verdict: str, decision: dict[str, Any] | None = None) -> Finding:
    one = rule("3.5.1/courses", "三（五）1 ②", "开齐开足课程", "开齐开足课程", "must", "teaching", ask=ASK)
    return finding(one, verdict, [cell(one, verdict, decision=decision)])


def counted(verdict: str, test: Comparison, *results: Any, modality: str = "must", **more: Any) -> Finding:
    one = rule(
        "1/one", "一 ①", "一条", "原文", modality, "teaching", tests={"require": (test,)}, **more.pop("rule", {})
    )
    cells = [cell(one, verdict, result, **more.pop("cell", {})) for result in results]
    return finding(one, verdict, cells, **more)


# ---- people who judge ------------------------------------------------------------------------------------------


def test_a_question_is_put_to_the_judge(writer: Writer) -> None:
    asks = asked("review")
    assert said(writer, asks) == (
        "请督导检查人员判断：各校是否开齐开足课程，实际尚无人答复，怎么改：由督导（主管部门）答复。"
    )
    assert clause(writer, asks).kind == "asks"


def test_an_answer_shows_its_day_and_evidence_and_no_name(writer: Writer) -> None:
    given = {"answer": "no", "date": "2030-03-02", "evidence": "课程表", "by": "张三丰"}
    assert "由督导检查人员判断：各校是否开齐开足课程，实际答复“否”（2030年3月2日，凭课程表）" in said(
        writer, asked("fail", given)
    )
    assert "实际答复“否”，怎么改" in said(writer, asked("fail"))
    assert "实际答复“是”" in said(writer, asked("pass"))


def test_records_that_contradict_the_document(writer: Writer) -> None:
    test = Comparison("attendees", "same_set", ("s1", "s2"), group=1)
    value = Value("attendees", elements=("s1", "s3"))
    found = counted("review", test, saw(test, value, "breached", missing=("s2",), extra=("s3",)), modality="fact")
    whole = said(writer, found)
    assert "参加的学校按文件须与城东小学、城西小学一致，实际为城东小学、河湾初级中学，与文件所载不符" in whole
    assert "缺少城西小学；多出河湾初级中学" in whole and "请核实以记录还是以文件为准" in whole
    assert clause(writer, found).kind == "full" and "可计算部分" not in whole


# ---- values ----------------------------------------------------------------------------------------------------


def test_what_covers_may_hold_more(writer: Writer) -> None:
    test = Comparison("attendees", "covers", ("s1", "s2"), group=1)
    value = Value("attendees", elements=("lead", "s1"))
    whole = said(writer, counted("fail", test, saw(test, value, "breached", missing=("s2",), extra=("lead",))))
    assert "缺少城西小学，" in whole and "多出" not in whole


def test_due_says_what_is_there(writer: Writer) -> None:
    test = Comparison("attendees", "covers", ("s1", "s2"), group=1)
    some = saw(test, Value("attendees", elements=("s1",)), "breached", missing=("s2",))
    assert "实际为城东小学，缺少城西小学" in said(writer, counted("due", test, some))
    number = Comparison("joint_lessons", "at_least", 2, group=1)
    assert "实际尚无记录" in said(writer, counted("due", number, saw(number, count("joint_lessons", 0), "breached", 2)))
    assert "实际 1 次" in said(writer, counted("due", number, saw(number, count("joint_lessons", 1), "breached", 1)))


def test_codes_have_labels_over_links_and_in_cells(writer: Writer) -> None:
    test = Comparison("legal", "is", ("yes",), group=1)
    no = saw(test, Value("legal", elements=("no",)), "breached", missing=("yes",))
    assert "独立法人应为是，实际为否，怎么改" in said(writer, counted("fail", test, no))
    ranks = Comparison("by_rank", "at_least", 1, group=1)
    one = rule("1/ranks", "一 ①", "派出", "派出", "must", "staff", tests={"require": (ranks,)},
               for_each=(("school_leader", "middle_manager"),))  # fmt: skip
    cells = [
        cell(one, verdict, saw(ranks, count("by_rank", n), outcome, 1 - n), entity=rank)
        for rank, verdict, n, outcome in (
            ("middle_manager", "fail", 0, "breached"),
            ("school_leader", "pass", 1, "holds"),
        )
    ]
    found = clause(writer, finding(one, "fail", cells))
    assert found.sentence.should.startswith("校级领导、中层管理人员每一项，")
    assert found.where == "中层管理人员（2 项中的 1 项）"


def test_an_open_empty_set_says_nothing(writer: Writer) -> None:
    test = Comparison("attendees", "covers", ("s1",), group=1)
    nothing = saw(test, Value("attendees", elements=(), complete=False), "unknown")
    more = {"cell": {"reasons": ("table_not_reported:activities", "when_unknown")}}
    whole = said(writer, counted("unknown", test, nothing, **more))
    assert "实际无法判断，缺材料：“活动”表未报，怎么改" in whole


def test_a_clause_that_does_not_apply_says_why_and_no_value(writer: Writer) -> None:
    test = Comparison("member_schools", "at_most", 5, group=1)
    when = Comparison("model", "is", ("联盟型",), group=1)
    one = rule("1/cap", "一 ①", "上限", "原文", "default", "formation", tests={"require": (test,), "when": (when,)})
    results = (
        saw(when, Value("model", elements=("托管型",)), "breached", role="when"),
        saw(test, count("member_schools", 6), "breached", 1),
    )
    whole = said(
        writer, finding(one, "not_applicable", [cell(one, "not_applicable", *results, reasons=("when_false",))])
    )
    assert whole == "成员学校数原则上应不超过 5 所，不适用：只在“组建模式为联盟型”时适用，实际托管型。"


# ---- reasons ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("partial_excused", "只有部分时段在内，按规定免计"),
        ("membership_open", "不能确定该校当时是否为成员"),
        ("no_period", "所检查的时间内没有这样的周期"),
        ("date_open:meetings", "“会议”有的日期不完整"),
        ("empty_cell:members.school.legal_person", "“学校·独立法人”未填"),
        ("empty_cell:body.model", "“基本情况·组建模式”未填"),
        ("condition:reports.1", "不满足条件“形式为书面”"),
        ("open_condition:reports.1", "无法确定是否“形式为书面”"),
        ("condition:nowhere.0", "不满足条件“nowhere.0”"),
        ("duplicate:k02", "与 k02 重复"),
        ("due_later:2030-08-31", "期限为2030年8月31日，尚未到"),
        ("due_later:", "期限尚未到"),
    ],
)
def test_reason(writer: Writer, reason: str, words: str) -> None:
    assert writer.reasons.one(reason) == words


def test_reasons_of_one_kind_stand_together(writer: Writer) -> None:
    one = rule("1/one", "一 ①", "一条", "原文", "must", "teaching")
    open_ = cell(one, "unknown", reasons=("when_unknown", "table_not_reported:organs", "table_not_reported:posts"))
    assert writer.reasons.all([open_]) == "“组织机构”“任职”表未报"
    assert writer.reasons.mends([open_]) == "请补报“组织机构”“任职”表；确实没有的，填“无”"


def test_missing_records_are_ranked(writer: Writer) -> None:
    one = rule("1/one", "一 ①", "一条", "原文", "must", "teaching")
    found = [
        finding(one, "unknown", [cell(one, "unknown", reasons=reasons)])
        for reasons in (("table_not_reported:posts",), ("no_calendar", "table_not_reported:posts"), ("no_calendar",),
                        ("table_not_reported:posts",))
    ]  # fmt: skip
    ranked = lacking(found, Reasons(writer.comparisons), writer.phrases)
    assert [(one.what, one.clauses, one.alone) for one in ranked] == [
        ("“任职”表未报", 3, 2),
        ("学期起止日期未报", 2, 1),
    ]


# ---- rows ------------------------------------------------------------------------------------------------------


def test_rows_are_merged_and_those_that_count_come_first(writer: Writer) -> None:
    test = Comparison("kept_lessons", "at_least", right_measure="joint_lessons", group=1)
    result = saw(test, count("kept_lessons", 1), "breached", 1)
    rows = (
        Row("kept_lessons", "activities", "a1", "a/b/records.yaml:1", "no", "outside_period", "*", "2029-09"),
        Row("kept_lessons", "activities", "a2", "a/b/records.yaml:2", "no", "outside_period", "*", "2029-09"),
        Row("joint_lessons", "activities", "a2", "a/b/records.yaml:2", "yes", "", "*", "2029-10"),
        Row("kept_lessons", "activities", "a3", "a/b/records.yaml:3", "maybe", "date_open", "*", "2029-11"),
    )
    lines = clause(writer, counted("fail", test, result, rule={"every": "month"}, rows=rows)).rows
    assert [(one.id, one.counted) for one in lines] == [("a2", "partly"), ("a3", "maybe"), ("a1", "no")]
    assert lines[0].why == "未计入“有记录的备课”：不在本期内" and lines[0].origin == "records.yaml:2"
    assert [one.entity for one in lines] == ["2029年10月", "2029年11月", ""]


def by_day(low: str, required: str) -> Any:
    test = Comparison("plan_date", "on_or_before", right_measure="plan_date", group=1)
    return saw(test, Value("plan_date", low, low), "breached", required=Value("plan_date", required, required))


def test_a_disputed_clause_names_the_bound_of_the_cell_that_is_in_dispute(writer: Writer) -> None:
    test = by_day("never", "2029-09-01").test
    one = rule("1/one", "一 ①", "一条", "原文", "must", "teaching", tests={"require": (test,)})
    cells = [
        cell(one, "not_applicable", by_day("never", "2028-09-01"), entity="s2"),
        cell(one, "fail", by_day("never", "2029-09-01"), entity="s3"),
    ]
    told = said(writer, finding(one, "disputed", cells))
    assert "（即 2029年9月1日）" in told and "2028" not in told


def test_cells_held_to_different_days_are_said_without_one(writer: Writer) -> None:
    here, there = by_day("2030-01-01", "2029-09-01"), by_day("2030-01-01", "2028-09-01")
    assert "（即 2029年9月1日）" in said(writer, counted("fail", here.test, here, here))
    assert "即" not in said(writer, counted("fail", here.test, here, there))


# ---- decisions -------------------------------------------------------------------------------------------------


def test_an_explained_departure_asks_for_no_other_explanation(writer: Writer) -> None:
    test = Comparison("member_schools", "at_most", 5, group=1)
    result = saw(test, count("member_schools", 6), "breached", 1)
    plain = counted("deviates", test, result, modality="default")
    told = replace(plain, explanation={"reason": "就近加入", "date": "2030-03-02"})
    assert "怎么改：请整改，或书面说明偏离的理由" in said(writer, plain)
    assert "怎么改：已说明理由，请核实理由是否成立" in said(writer, told)
    (line,) = headlines([], [told], {told.rule.id: clause(writer, told)}, writer.phrases)
    assert line.said == "实际 6 所，超 1 所，已说明理由" and line.bearer == "教育集团"


def test_an_expired_waiver_says_so(writer: Writer) -> None:
    waiver = {"reason": "换届", "date": "2030-01-05", "until": "2030-03-31", "expired": True}
    notes = {note.label: note.text for note in clause(writer, replace(asked("fail"), waivers=(waiver,))).notes}
    assert notes["豁免"] == "已到期（豁免至2030年3月31日）：换届（2030年1月5日 决定）"


MET, BROKEN = (("2029", "pass"), ("2030", "waived")), (("2029", "waived"), ("2030", "fail"))


def _waiver(until: str, *, expired: bool = False) -> dict[str, Any]:
    return {"reason": "换届", "by": "王五", "date": "2029-01-05", "until": until, "expired": expired}


def yearly(verdict: str, cells: tuple[tuple[str, str], ...], *waivers: dict[str, Any]) -> Finding:
    test = Comparison("council_meetings", "at_least", Fraction(1))
    one = rule("1/yearly", "一 ①", "每年开会", "每年开会", "must", "meetings", every="year", tests={"require": (test,)})
    made = [
        cell(one, verdict, saw(test, count("council_meetings", 0), "breached", 1), period=year)
        for year, verdict in cells
    ]
    return finding(one, verdict, made, waivers=waivers)


def test_a_waived_breach_does_not_go_as_met(writer: Writer) -> None:
    """The rule is met in 2029; that it was broken in 2030 nobody has to mend, but everybody may see."""
    found = yearly("pass", MET, _waiver("2030-12-31"))
    also = clause(writer, found).also
    assert also == "另有已豁免 1（2030年；豁免至2030年12月31日：换届（2029年1月5日 决定））"
    whole = render(replace(report(), findings=(found,), others=()), lexicon(), "text", "zh", 120)
    assert "每年开会（一 ①，另有已豁免 1（2030年；豁免至" in re.sub(r"\n +", "", whole)
    assert "王五" not in whole


def test_each_waiver_is_told_the_one_that_the_verdict_rests_on_first(writer: Writer) -> None:
    found = yearly("fail", BROKEN, _waiver("2029-12-31", expired=True), _waiver("2031-12-31"))
    assert [note.text[:4] for note in clause(writer, found).notes if note.label == "豁免"] == ["已到期（", "豁免至2"]
    whole = json.loads(render(replace(report(), findings=(found,), others=()), lexicon(), "json", "zh"))
    given = whole["findings"][0]["waivers"]
    assert [(one["until"], one["expired"]) for one in given] == [("2029-12-31", True), ("2031-12-31", False)]


def test_a_settled_reading_names_the_option() -> None:
    (found,) = [one for one in report().findings if one.decided]
    writer = Writer(Speaker(lexicon(), Phrases("zh"), report().labels))
    notes = {note.label: note.text for note in clause(writer, found).notes}
    assert notes["已定口径"] == "合编的简报算不算？按“只计本集团编发的”"
