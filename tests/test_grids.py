"""The calendar of duties on a group made by hand: what a field says, what can still be done and by when, what is past."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from judging import body_of, book_of
from make_duties import AS_OF, FOUNDED, SEMESTERS, YEARS, big, group, lexicon, need, reported, rows
from make_report import report as every_verdict

from checker.model import Report
from checker.report import FORMATS, duties, render
from checker.report.build import build
from checker.report.fold import columns
from checker.report.grids import Calendar, Grid
from checker.report.todo import Item
from checker.report.view import View
from checker.report.words import Phrases
from checker.rulebook.load import _question

ROOT = Path(__file__).parents[1]


@cache
def view(as_of: str = AS_OF, lang: str = "zh") -> View:
    return build(group(as_of), lexicon(), Phrases(lang))


def calendar(title: str) -> Calendar:
    return next(one for one in view().calendars if one.title == title)


def grid(title: str, at: int) -> Grid:
    return calendar(title).grids[at]


def fields(found: Grid) -> dict[str, list[str]]:
    """Row → its fields as they are seen, `.` where there is none."""
    marks = view().marks
    return {
        line.title.label: [f"{marks[box.verdict].symbol} {box.text}".strip() if box else "." for box in line.boxes]
        for line in found.lines
    }


def items(view: View, state: str) -> list[Item]:
    groups = getattr(view.todo, state)
    return list(groups) if state == "ended" else [item for group in groups for item in group.items]


# ---- the grid ----------------------------------------------------------------------------------------------------


def test_calendars_are_school_years_then_years_from_the_latest_back() -> None:
    assert [one.title for one in view().calendars] == ["2023—2024学年", "2024年", "2023年"]


def test_the_whole_has_a_row_per_duty_and_a_longer_period_spans_the_shorter() -> None:
    found = grid("2023—2024学年", 0)
    assert [head.label for head in found.heads] == ["第1学期", "第2学期"]
    assert found.heads[0].days == "2023年9月1日至2024年1月26日"
    assert fields(found)["理事会议不少于2次"] == ["√ 4/2", "○ 1/2"]
    (year,) = next(line.boxes for line in found.lines if line.title.label == "总结")
    assert year is not None and (year.span, year.period, year.verdict) == (2, "全学年", "not_due")
    spans = {
        line.title.label: [(box.span, box.period) for box in line.boxes if box] for line in grid("2024年", 0).lines
    }
    assert spans == {
        "11月有一次会议": [(5, "2024年")],
        "至少一次理事会议": [(1, "")] * 5,
        "会议": [(3, "第1季度"), (2, "第2季度")],
    }


def test_members_have_a_row_each_and_a_column_per_semester_and_kind() -> None:
    found = grid("2023—2024学年", 1)
    assert [(head.label, head.span) for head in found.groups] == [("第1学期", 3), ("第2学期", 3), ("全学年", 1)]
    assert [head.label for head in found.heads[:3]] == ["集体备课", "教学观摩", "活动学科不超过1个"]
    said = {name: cells[:2] + cells[3:5] for name, cells in fields(found).items()}
    assert said == {
        "示例中学": ["-", "-", "-", "-"],
        "甲小学": ["√ 3/3", "√ 3/3", "○ 1/3", "○ 0/3"],
        "乙小学": ["× 1/3", "× 0/3", "√ 3/3", "○ 0/3"],
        # One more activity was of another kind, and one outside the semesters.
        "丙小学": ["× 2/3", "× 0/3", "○ 0/3", "○ 0/3"],
        "丁小学": ["-", "-", "○ 2/3", "○ 0/3"],
    }
    assert found.sums[:2] == ("1/3", "1/3")


def test_why_nothing_was_owed_is_said() -> None:
    found = {line.title.label: line.boxes[0] for line in grid("2023—2024学年", 1).lines}
    lead, late = found["示例中学"], found["丁小学"]
    assert lead is not None and "该期不在“成员学校”之列" in lead.said
    assert late is not None and "按规定免计" in late.said


def test_an_upper_bound_and_open_ends_are_told_apart() -> None:
    found = fields(grid("2023—2024学年", 1))
    assert [found[name][2] for name in ("示例中学", "甲小学")] == ["√ 0/≤1", "? 0–6/≤1"]
    # Nothing is known yet of a register that stops in January.
    assert found["甲小学"][6] == "○"


def test_the_title_leaves_out_the_period_only_where_it_may() -> None:
    labels = [line.title.label for line in grid("2023—2024学年", 0).lines]
    assert "理事会议不少于2次" in labels and "每学期后一个月内报总结" in labels


def test_another_reading_is_marked_in_its_field() -> None:
    words: dict[str, Any] = {"label": {"zh": "某口径"}, "pull": {"zh": "文义"}}
    options = {"one": words, "two": {**words, "set": {"partial": "owed"}}}
    asked = _question("q", {"ask": {"zh": "头一个不满的月算不算？"}, "primary": "one", "options": options})
    rule = need("每月会议", "meetings", 1, every="month", partial="excused", readings=["q"])
    book = replace(book_of(rule), questions={"q": asked})
    held = rows({"kind": "council", "date": "2023-09-05"}, complete={"from": FOUNDED, "to": "2023-09-30"})
    made = build(
        reported(book, body_of(as_of="2023-09-30", body={"founded": FOUNDED}, meetings=held)), lexicon(), Phrases("zh")
    )
    (line,) = made.calendars[0].grids[0].lines
    assert [(box.verdict, box.differs) for box in line.boxes if box] == [("not_applicable", True), ("pass", False)]
    assert line.boxes[0] is not None and line.boxes[0].said.endswith("按别的口径结论不同") and line.title.disputed


def test_a_period_that_only_another_reading_owes_is_marked_and_can_still_be_met() -> None:
    """The rule has one verdict under all readings (not due), and the part of September is excused under the primary one."""
    words: dict[str, Any] = {"label": {"zh": "某口径"}, "pull": {"zh": "文义"}}
    options = {"one": words, "two": {**words, "set": {"partial": "owed"}}}
    asked = _question("q", {"ask": {"zh": "头一个不满的月算不算？"}, "primary": "one", "options": options})
    rule = need("每月会议", "meetings", 1, every="month", partial="excused", readings=["q"])
    book = replace(book_of(rule), questions={"q": asked})
    given = body_of(
        as_of="2023-09-20",
        body={"founded": "2023-09-10"},
        meetings=rows(complete={"from": "2023-09-10", "to": "2023-09-20"}),
    )
    made = reported(book, given)
    assert {finding.verdict for finding in made.findings} == {"not_due"}
    view = build(made, lexicon(), Phrases("zh"))
    (line,) = view.calendars[0].grids[0].lines
    assert [(box.verdict, box.differs) for box in line.boxes if box] == [("not_applicable", True)]
    (group,) = view.todo.still
    (item,) = group.items
    assert (group.day, item.differs, item.said) == ("2023-09-30", True, "按现用的口径本期不须做")
    settled = build(
        reported(replace(book, rules=(replace(book.rules[0], readings=()),)), given), lexicon(), Phrases("zh")
    )
    assert not settled.todo.still and settled.calendars[0].grids[0].lines[0].boxes[0].differs is False  # type: ignore[union-attr]


def test_fifty_members_and_twelve_kinds_are_split_by_semester() -> None:
    (found,) = build(big(), lexicon(), Phrases("zh")).calendars
    assert [([head.label for head in one.groups], len(one.heads), len(one.lines)) for one in found.grids] == [
        (["第1学期"], 12, 50),
        (["第2学期"], 12, 50),
    ]


def test_a_duty_of_the_whole_alone_makes_no_table_of_members() -> None:
    book = book_of(need("每学期会议", "meetings", 1, every="semester", bearer="lead"))
    calendar = {"semesters": [{"id": "2023-2024-1", "from": "2023-09-01", "to": "2024-01-26"}]}
    one = reported(
        book,
        body_of(
            as_of="2024-01-10", calendar=calendar, meetings=rows(complete={"from": "2023-08-01", "to": "2024-01-10"})
        ),
    )
    (found,) = build(one, lexicon(), Phrases("zh")).calendars
    assert [table.among for table in found.grids] == ["whole"] and found.grids[0].lines[0].who == "龙头学校"


def test_years_that_nothing_divides_stand_side_by_side() -> None:
    book = book_of(need("每年会议", "meetings", 1, every="year"), effective="2022-03-01")
    held = rows({"kind": "council", "date": "2023-05-01"}, complete={"from": "2022-01-01", "to": "2024-03-01"})
    (found,) = build(reported(book, body_of(as_of="2024-03-01", meetings=held)), lexicon(), Phrases("zh")).calendars
    assert found.title == "各年" and [head.label for head in found.grids[0].heads] == ["2022年", "2023年", "2024年"]
    assert [box.verdict for box in found.grids[0].lines[0].boxes if box][1:] == ["pass", "not_due"]


def test_a_longer_period_without_shorter_ones_has_a_column_of_its_own() -> None:
    book = book_of(
        need("每学年会议", "meetings", 1, every="school_year"), need("每学期会议", "meetings", 1, every="semester")
    )
    one = body_of(
        as_of="2024-08-31", body={"founded": FOUNDED}, calendar={"semesters": SEMESTERS[1:], "school_years": YEARS},
        meetings=rows({"kind": "council", "date": "2024-08-31"}, complete={"from": FOUNDED, "to": "2024-08-31"}),
    )  # fmt: skip
    (found,) = build(reported(book, one), lexicon(), Phrases("zh")).calendars
    assert [head.label for head in found.grids[0].heads] == ["第2学期"]
    assert [[box.period for box in line.boxes if box] for line in found.grids[0].lines] == [["全学年"], [""]]


def test_months_in_term_share_the_columns_of_months() -> None:
    book = book_of(
        need("每月会议", "meetings", 1, every="month"), need("学期内每月会议", "meetings", 1, every="term_month")
    )
    held = rows(complete={"from": FOUNDED, "to": "2023-12-31"})
    one = body_of(as_of="2023-12-31", body={"founded": FOUNDED}, calendar={"semesters": SEMESTERS}, meetings=held)
    (found,) = build(reported(book, one), lexicon(), Phrases("zh")).calendars
    assert [head.label for head in found.grids[0].heads] == ["8月", "9月", "10月", "11月", "12月"]
    assert [[box.period if box else "." for box in line.boxes] for line in found.grids[0].lines] == [
        [""] * 5,
        [".", *[""] * 4],
    ]


# ---- what is left to do ------------------------------------------------------------------------------------------


def test_what_can_still_be_done_stands_under_its_last_day() -> None:
    days = [(group.day, group.note, len(group.items)) for group in view().todo.still]
    assert days == [
        ("2024-05-31", "还有 21 天", 1), ("2024-06-30", "还有 51 天", 1), ("2024-07-05", "还有 56 天", 5),
        ("2024-08-05", "还有 87 天", 1), ("2024-08-31", "还有 113 天", 3), ("2024-11-30", "还有 204 天", 1),
    ]  # fmt: skip
    semester = [(item.who, item.at, item.said) for item in view().todo.still[2].items]
    assert semester == [
        ("教育集团", "三（二）1 ②", "还差 1 次（已登记 1 次，要求 2 次）"),
        ("甲小学", "三（一）1 ①", "还差 2 次（已登记 1 次，要求 3 次）"),
        ("全部 4 所", "三（一）1 ①", "还差 3 次（已登记 0 次，要求 3 次）"),
        ("丙小学", "三（一）1 ①", "还差 3 次（已登记 0 次，要求 3 次）"),
        ("丁小学", "三（一）1 ①", "还差 1 次（已登记 2 次，要求 3 次）"),
    ]


def test_of_many_members_some_are_named_and_all_are_counted() -> None:
    found = build(big(), lexicon(), Phrases("zh")).todo.still[0].items
    assert found[0].who.startswith("虚构第1中心小学、虚构第2中心小学") and found[0].who.endswith("等 40 个")
    assert len(found[0].entries) == 40


def test_a_register_that_stops_early_leaves_open_what_has_been_done() -> None:
    said = [item.said for item in items(view(), "still") if "满意度" in item.title]
    assert said == ["须做到指标不少于 85%（“满意度测评”表缺2024年2月1日至2024年5月10日的登记）"]


def test_to_keep_below_a_bound_is_nothing_to_make_up() -> None:
    assert not [item for item in items(view(), "still") if "不超过" in item.title]


def test_what_is_past_says_how_far_short_and_when() -> None:
    ended = {(item.who, item.said) for item in items(view(), "ended")}
    assert ended == {
        ("教育集团（2023年）", "差 1 次"),
        ("乙小学（2023—2024学年第1学期）", "差 2 次"),
        ("丙小学（2023—2024学年第1学期）", "差 1 次"),
        ("乙小学、丙小学（2023—2024学年第1学期）", "各差 3 次"),
        ("教育集团（2023年11月、2024年2月、2024年4月）", "各差 1 次"),
    }


def test_records_to_fill_in() -> None:
    found = [(group.label, [item.who for item in group.items]) for group in view().todo.missing]
    assert found == [
        ("请补填“活动·学科”", ["甲小学、丙小学（2023—2024学年第1学期）"]),
        ("请补填“会议·议题”", ["教育集团（2023—2024学年第1学期）"]),
    ]


@pytest.mark.parametrize(
    ("as_of", "state"),
    [("2024-07-04", "still"), ("2024-07-05", "ended"), ("2024-07-06", "ended")],
    ids=["the day before", "the last day is judged", "after"],
)
def test_a_period_is_over_on_its_last_day(as_of: str, state: str) -> None:
    book = book_of(need("每学期会议", "meetings", 1, every="semester"))
    calendar = {"semesters": [{"id": "2023-2024-2", "from": "2024-02-26", "to": "2024-07-05"}]}
    body = {"founded": "2024-02-01"}
    one = body_of(
        as_of=as_of, calendar=calendar, body=body, meetings=rows(complete={"from": "2024-02-01", "to": as_of})
    )
    (found,) = (entry for entry in duties.entries(reported(book, one), lexicon()) if entry.dated)
    assert (found.state, found.until) == (state, "2024-07-05" if state == "still" else None)


@pytest.mark.parametrize(
    ("as_of", "state", "until"),
    [("2023-07-20", "still", "2023-07-31"), ("2023-07-31", "still", "2023-07-31"), ("2023-08-01", "ended", None)],
)
def test_a_last_day_within_the_period_counts_whole(as_of: str, state: str, until: str | None) -> None:
    book = book_of(
        need("每年7月有一次会议", "july", 1, every="year", due={"within": {"month": 7}}), effective="2023-01-01"
    )
    one = body_of(as_of=as_of, meetings=rows(complete={"from": "2023-01-01", "to": as_of}))
    found = duties.entries(reported(book, one), lexicon())
    assert [(entry.state, entry.until) for entry in found] == [(state, until)]


def test_a_document_that_expires_ends_the_period_for_it() -> None:
    book = book_of(need("每年会议", "meetings", 1, every="year"), effective="2023-01-01", expires="2024-05-15")
    one = body_of(as_of="2024-03-01", meetings=rows(complete={"from": "2023-01-01", "to": "2024-03-01"}))
    (_, running) = duties.entries(reported(book, one), lexicon())
    assert (running.state, running.until) == ("still", "2024-05-15")


def test_without_a_calendar_the_list_says_what_to_fill_in() -> None:
    book = book_of(need("每学期会议", "meetings", 1, every="semester"))
    found = build(reported(book, body_of(as_of="2024-03-01", body={"founded": FOUNDED})), lexicon(), Phrases("zh"))
    assert not found.calendars
    assert [group.label for group in found.todo.missing] == [
        "请在记录里补填各学期的起止日期；请补报“会议”表；确实没有的，填“无”"
    ]


# ---- the formats -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [40, 80, 100])
def test_text_keeps_its_width_and_names_every_duty(width: int, lang: str) -> None:
    for made in (group(), big(7, 4)):
        text = render(made, lexicon(), "text", lang, width)
        assert max(map(columns, text.splitlines())) <= width
    assert "还能补的（12）" in render(group(), lexicon(), "text", "zh", 80)


def test_html_says_each_field_in_words() -> None:
    page = render(group(), lexicon(), "html", "zh")
    assert 'title="未到期，还差 1 次（已登记 1 次，要求 2 次）"' in page
    assert '<th scope="colgroup" class="edge" colspan="3">第1学期' in page
    assert page.count('<section class="duties"') == 1


def test_json_keeps_its_schema_and_says_the_same() -> None:
    schema = json.loads((ROOT / "schemas" / "report.json").read_text(encoding="utf-8"))
    for made, words in ((group(), lexicon()), (big(5, 3), lexicon())):
        data = json.loads(render(made, words, "json", "zh"))
        jsonschema.Draft202012Validator(schema).validate(data)
    found = json.loads(render(group(), lexicon(), "json", "zh"))["duties"]
    assert [(one["by"], one["who"]) for one in found["still"]][:2] == [
        ("2024-05-31", "教育集团"),
        ("2024-06-30", "龙头学校"),
    ]
    assert {one["record"] for one in found["missing"]} == {"请补填“活动·学科”", "请补填“会议·议题”"}


def test_a_report_of_every_verdict_has_its_calendar_too() -> None:
    made: Report = every_verdict()
    for fmt in FORMATS:
        assert render(made, lexicon(), fmt, "zh")
