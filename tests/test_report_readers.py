"""What two readers of whole reports stumbled over: each as a test on a small group of our own."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pytest
from judging import BENCH, SMALL, body_of, book_of
from make_duties import lexicon, need, reported, rows
from make_report import lexicon as plain_lexicon

from checker import run
from checker.decisions import Decisions
from checker.model import Report, Rulebook, Value
from checker.model import Test as Comparison
from checker.model import TestResult as Seen
from checker.report import render
from checker.report.because import Because
from checker.report.build import build
from checker.report.cites import Cites
from checker.report.comparisons import Comparisons
from checker.report.facts import Facts
from checker.report.gaps import together
from checker.report.values import Speaker
from checker.report.view import Clause, View
from checker.report.words import Phrases
from checker.rulebook.load import _question

ZH, EN = Phrases("zh"), Phrases("en")
WORDS: dict[str, Any] = {"label": {"zh": "某口径"}, "pull": {"zh": "文义"}}
FOUNDED = "2023-08-01"


def seen(book: Rulebook, as_of: str = "2024-07-15", **records: Any) -> tuple[Report, View]:
    facts = {"founded": FOUNDED, **records.pop("body", {})}
    report = reported(book, body_of(as_of=as_of, body=facts, **records))
    return report, build(report, lexicon(), ZH)


def text(report: Report, lang: str = "zh") -> str:
    """On very long lines, so that no phrase is folded."""
    return render(report, lexicon(), "text", lang, 4000)


def only(view: View) -> Clause:
    clauses = [*view.gaps, *view.others, *(one for _, some in view.rest for one in some)]
    (found,) = clauses
    return found


def with_reading(rule: dict[str, Any], patch: dict[str, Any]) -> Rulebook:
    options = {"one": WORDS, "two": {**WORDS, "set": patch}}
    asked = _question("q", {"ask": {"zh": "怎么读？"}, "primary": "one", "options": options})
    return replace(book_of({**rule, "readings": ["q"]}), questions={"q": asked})


def held(*dates: str, complete: Any = None, **cells: Any) -> dict[str, Any]:
    made = [{"kind": "council", "date": day, **cells} for day in dates]
    return rows(*made, complete=complete or {"from": FOUNDED, "to": "2024-07-15"})


# ---- places ------------------------------------------------------------------------------------------------------


def test_items_and_periods_of_another_reading_have_names() -> None:
    rule = need("活动", "activities", 1, every="school_year")
    book = with_reading(rule, {"for_each": [["showcase_lesson"]], "every": "semester",
                               "require": [{"measure": "activities_of", "at_least": 1}]})  # fmt: skip
    calendar = {"semesters": [{"id": "2023-2024-1", "from": "2023-09-01", "to": "2024-01-26"},
                              {"id": "2023-2024-2", "from": "2024-02-26", "to": "2024-07-05"}]}  # fmt: skip
    schools = rows({"id": "s1", "name": "甲小学"}, complete=None)
    done = rows(
        {"kind": "observation", "date": "2023-10-10", "organiser": "s1"}, complete={"from": FOUNDED, "to": "2024-07-15"}
    )
    _, view = seen(book, calendar=calendar, activities=done, schools=schools)
    where = only(view).where
    assert "showcase" not in where and "2023-2024-" not in where
    assert "第1学期" in where and "全部" not in where, where


# ---- periods that run, parts of periods --------------------------------------------------------------------------


def test_a_period_that_began_before_the_window_says_what_is_done_and_what_is_lacking() -> None:
    years = {"school_years": [{"id": "2022-2023", "from": "2022-09-01", "to": "2023-08-31"}]}
    book = book_of(need("活动", "meetings", 1, every="school_year"))
    one = held(complete={"from": FOUNDED, "to": "2024-01-31"})
    report, view = seen(book, "2023-08-20", calendar=years, meetings=one)
    (item,) = view.todo.still[0].items
    assert item.said == "还差 1 次（已登记 0 次，要求 1 次）"
    assert [box.text for line in view.calendars[0].grids[0].lines for box in line.boxes if box] == ["0/1"]
    (cell,) = report.findings[0].cells
    assert cell.tests[0].value.why_open == ("period_running",)
    assert Speaker(lexicon(), ZH, {}).value(cell.tests[0].value) == "至今 0 次"


def test_a_part_of_a_period_lacks_no_record() -> None:
    book = book_of(need("每年会议", "meetings", 3, every="year"))
    report, view = seen(book, "2024-01-15", meetings=held("2023-10-10", complete={"from": FOUNDED, "to": "2024-01-15"}))
    assert view.lacking == () and only(view).kind == "partial" and view.todo.missing == ()
    (item,) = view.todo.partial
    assert item.said == "只有部分时段在内，已登记 1 次，一整期要求 3 次"
    said = text(report)
    assert "不满一期、未达到时不能断定的 1 条（没有可补的记录）" in said and "缺哪些材料" not in said
    assert "There is no" not in text(report, "en") and "no record to fill in" in text(report, "en")


def test_a_clause_that_is_met_says_what_is_still_to_come() -> None:
    book = book_of(need("每年会议", "meetings", 1, every="year", partial="owed"))
    report, _ = seen(book, meetings=held("2023-10-10"))
    assert "√ 符合" in text(report) and "另有未到期 1" in text(report) and "also ○" not in text(report, "en")


def test_a_share_lacks_a_number_of_its_base() -> None:
    book = book_of(need("满意", "content_share", "85%", every="year", partial="owed"))
    asked = rows({"date": "2024-03-01", "respondents": 20, "satisfied": 10, "satisfaction": "50%"},
                 complete={"from": FOUNDED, "to": "2024-07-15"})  # fmt: skip
    _, view = seen(book, surveys=asked)
    said = [item.said for group in view.todo.still for item in group.items]
    assert len(said) == 1 and said[0].startswith("还差") and "7" in said[0] and "20" in said[0] and "85%" in said[0], (
        said
    )


# ---- registers ---------------------------------------------------------------------------------------------------


def test_what_a_register_lacks_is_named_not_what_it_has() -> None:
    spans = [{"from": FOUNDED, "to": "2024-04-30"}, {"from": "2024-05-21", "to": "2025-01-31"}]
    report, view = seen(book_of(need("会议", "meetings", 1)), meetings=held(complete=spans))
    assert only(view).why == "“会议”表缺2024年5月1日至2024年5月20日的登记"
    assert "2025" not in only(view).why and "lacks the records of" in text(report, "en")


def test_stretches_of_one_register_are_joined() -> None:
    first, second = (
        "outside_complete:meetings/2024-01-01..2024-01-31",
        "outside_complete:meetings/2024-02-01..2024-02-29",
    )
    assert together([first, "empty_cell:meetings.kind", second]) == [
        "outside_complete:meetings/2024-01-01..2024-02-29", "empty_cell:meetings.kind",
    ]  # fmt: skip
    assert together([first, "outside_complete:meetings"]) == ["outside_complete:meetings"]
    assert together(["outside_complete:steps/..2023-07-31"]) == ["outside_complete:steps/..2023-07-31"]


def test_clauses_that_lack_days_of_one_register_lack_one_thing() -> None:
    book = book_of(need("会议", "meetings", 1), need("计划", "planned", 1, during={"from": "2024-01-01"}))
    _, view = seen(book, meetings=held(complete={"from": "2024-03-01", "to": "2024-07-15"}))
    (one,) = view.lacking
    assert one.clauses == 2 and one.what == "“会议”表缺2023年8月1日至2024年2月29日的登记"


def test_rows_after_the_day_of_the_check_are_left_out_and_counted() -> None:
    report, view = seen(book_of(need("会议", "meetings", 2)), "2024-03-01",
                        meetings=held("2024-01-10", "2024-05-10", complete={"from": FOUNDED, "to": "2024-07-15"}))  # fmt: skip
    assert [row.id for row in only(view).rows] == ["n0"] and [row.id for row in report.findings[0].rows] == ["n0"]
    assert "其中2024年3月1日以后的 1 行没有看" in text(report)


# ---- late --------------------------------------------------------------------------------------------------------


def test_late_is_not_nothing() -> None:
    due = {"due": {"by": "2023-11-30"}}
    report, view = seen(book_of(need("会议", "meetings", 1, **due)), meetings=held("2023-12-05"))
    assert view.summary[0].said == "实际限期内 0 次（晚于期限的：2023年12月5日），差 1 次"
    assert "已在期限后办理" in only(view).sentence.mend and "after the last day" in text(report, "en")
    few = seen(book_of(need("会议", "meetings", 2, **due)), meetings=held("2023-12-05"))[1]
    assert "已在期限后办理" not in only(few).sentence.mend
    none = seen(book_of(need("会议", "meetings", 1, **due)), meetings=held())[1]
    assert none.summary[0].said == "实际 0 次，差 1 次"


def test_a_late_day_is_said_with_how_late_it_is() -> None:
    first = need("首次会议", "first_meeting", "2023-11-30", op="on_or_before", due={"by": "2023-11-30"})
    one = held("2023-12-02", complete={"from": "2023-07-01", "to": "2024-07-15"})
    _, view = seen(book_of(first), meetings=one)
    assert view.summary[0].said == "实际 2023年12月2日，晚 2 天"


# ---- words -------------------------------------------------------------------------------------------------------


def test_what_there_must_not_be_is_named() -> None:
    report, view = seen(book_of(need("会议", "meetings", 0, op="at_most")), meetings=held("2023-12-02"))
    assert view.summary[0].said.endswith("有 1 次") and "超" not in view.summary[0].said
    assert only(view).sentence.should.startswith("不应有") and only(view).sentence.actual == "实际有 1 次"
    assert "there must be no" in text(report, "en") and "1 time." in text(report, "en").replace(",", ".")


def test_one_of_something_is_singular() -> None:
    for lang, said in ((ZH, "1 次"), (EN, "1 time")):
        speaker = Speaker(lexicon(), lang, {})
        assert speaker.amount(Fraction(1), lexicon().measure("meetings")) == said


def test_just_equal_is_not_more() -> None:
    facts = Facts(Speaker(lexicon(), ZH, {}))
    test = Comparison("meetings", "more_than", Fraction(2))
    result = Seen(test, "require", "breached", Value("meetings", Fraction(2), Fraction(2)), None, Fraction(0))
    assert facts.short([(test, [result])]) == "恰好相等，还不算超过"


def test_a_condition_names_its_days_and_its_links() -> None:
    comparisons = Comparisons(Speaker(lexicon(), ZH, {}))
    assert comparisons.condition("early.0") == "日期不晚于2023年12月"
    assert (
        comparisons.condition("primary_held.0").startswith("组织学校的")
        and "organiser" not in SMALL.measures["early"].label["zh"]
    )
    assert "与" in comparisons.condition("returned.0") and "的" in comparisons.condition("returned.0")


def test_two_sets_stand_apart() -> None:
    rule = need("活动", "activities_of", 1, for_each=["members", ["observation", "showcase_lesson"]])
    _, view = seen(book_of(rule))
    assert "，" in only(view).sentence.should.partition("每一项")[0]


def test_an_answer_is_no_verdict_of_the_records() -> None:
    rule = {"title": {"zh": "有突出成绩"}, "ask": {"who": "inspector", "on": {"zh": "有没有突出成绩"}}}
    book = book_of(rule)
    given = Decisions("g", answers=({"rule": "gen/1/r0", "answer": "yes", "date": "2024-07-01"},))
    bench: Any = SimpleNamespace(vocabulary=SMALL, schemas=BENCH.schemas, places=BENCH.places)
    report = run.check(bench, replace(body_of(), sha256="0" * 64), book, given, chainer="naive")
    speaker = Speaker(lexicon(), ZH, {})
    because = Because(report, speaker, build(report, lexicon(), ZH).marks, Cites(report.rulebooks, ZH), {})
    assert because.fact({"kind": "finding", "id": "gen/1/r0", "verdict": "pass"}).endswith("：答复“是”")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_period_of_another_kind_has_a_name(lang: str) -> None:
    speaker = Speaker(plain_lexicon(), Phrases(lang), {})
    assert "2023-2024-1" not in speaker.period("2023-2024-1", "school_year")
    assert speaker.period("2023", "school_year") != speaker.period("2023", "year") or lang == "en"
