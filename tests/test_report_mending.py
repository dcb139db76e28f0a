"""What can be done about a gap, and that the pre-check and the plan say the same of it; against values by hand."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from make_report import cell, finding, report, rule, saw
from make_report import lexicon as words

from checker import decisions
from checker.lexicon import lexicon
from checker.model import Cell, Report, TestResult, Value
from checker.model import Test as Comparison
from checker.planning.gaps import Gaps, gaps
from checker.records.reader import read
from checker.report.build import build
from checker.report.duties import done_so_far
from checker.report.mending import over, unchangeable
from checker.report.todo import Item
from checker.report.values import Speaker
from checker.report.view import Batch, View
from checker.report.words import Phrases
from checker.run import run
from checker.tasks import task
from checker.workbench import Workbench

EXAMPLES = Path(__file__).parents[1] / "examples"
REGIONS = ("ankang", "ganzhou", "kunming", "nanyang", "shapotou")
ZH = Phrases("zh")
APPROVED = rule("gate", "一", "批准后实施", "批准后方可实施", "must", "funding")


@cache
def bench() -> Workbench:
    return Workbench()


@cache
def seen(region: str) -> tuple[Report, View, Gaps]:
    folder = EXAMPLES / region / "invented"
    body = read(folder / "group.yaml")
    book = bench().rulebook_for(body)
    made = next(
        run(bench(), [task(bench(), body, book, decisions.read(folder / "decisions.yaml")[str(body.body["id"])])])
    )
    view = build(made, lexicon(bench()), ZH)
    return made, view, gaps(made, view, Speaker(lexicon(bench()), ZH, made.labels))


def batch(view: View, key: str) -> list[Batch]:
    return [one for one in view.first.batches if one.key == key]


def titles(view: View, key: str) -> Counter[str]:
    return Counter(action.title for one in batch(view, key) for action in one.actions)


# ---- what happened and cannot be changed -----------------------------------------------------------------------------


def ordered(op: str, low: str, right: str, **more: Any) -> TestResult:
    test = Comparison("spent_on", op, None, group=1, right_measure="approved_on", **more)
    return saw(test, Value("spent_on", low, low), "breached", required=Value("approved_on", right, right))


@pytest.mark.parametrize(
    ("op", "low", "right", "more", "fixed"),
    [
        ("on_or_before", "2024-09-18", "2024-09-01", {}, True),
        ("on_or_after", "2024-01-10", "2024-01-15", {}, True),
        ("before", "2024-09-01", "2024-09-01", {}, True),
        ("on_or_before", "never", "2024-06-03", {}, True),  # the step that had to come first was left out
        ("on_or_after", "2024-06-03", "never", {}, True),
        ("on_or_before", "never", "2024-06-03", {"days": 30}, False),  # what must follow can still be done, late
        ("on_or_before", "2024-07-20", "2024-06-03", {"days": 30}, True),
        ("on_or_before", "2030-09-18", "2030-09-01", {}, False),  # planned days can be moved
        ("at_least", "2024-09-18", "2024-09-01", {}, False),
        ("on_or_before", "2024-09-18", "2024-09-01", {"negate": True}, False),
    ],
)
def test_an_order_of_two_days_that_are_over_is_never_mended(
    op: str, low: str, right: str, more: dict[str, Any], *, fixed: bool
) -> None:
    assert unchangeable(cell(APPROVED, "fail", ordered(op, low, right, **more)), "2025-01-31") is fixed


def test_a_deadline_of_the_text_and_what_is_only_due_are_no_such_order() -> None:
    late = saw(Comparison("spent_on", "on_or_before", "2024-01-01", group=1), Value("spent_on", "2024-02-01", "2024-02-01"),
               "breached", required=Value("spent_on", "2024-01-01", "2024-01-01"))  # fmt: skip
    assert not unchangeable(cell(APPROVED, "fail", late), "2025-01-31")
    assert not unchangeable(cell(APPROVED, "due", ordered("on_or_before", "never", "2024-06-03")), "2025-01-31")


def test_one_alternative_that_can_still_be_met_is_enough() -> None:
    count = saw(Comparison("sealed", "at_least", 1, group=1), Value("sealed", 0, 0), "breached", 1)  # type: ignore[arg-type]
    both = cell(APPROVED, "fail", ordered("on_or_before", "2024-09-18", "2024-09-01"), count)
    assert not unchangeable(both, "2025-01-31")
    apart = replace(both, tests=(both.tests[0], replace(count, test=replace(count.test, group=2))))
    assert unchangeable(apart, "2025-01-31")


def test_no_row_is_asked_for_of_what_cannot_be_changed() -> None:
    """Kunming: a school that came in before it was approved, a charter before it was filed, two matters before they were agreed on."""
    _, view, found = seen("kunming")
    assert titles(view, "done") == Counter(
        ["新增成员经批准后方可纳入", "章程备案后才实施", "重大事项经联席会议研究同意后方可实施"]
    )
    (past,) = batch(view, "done")
    assert past.label == "已经发生、改不了的，写明情况、原因和今后措施，不得倒填日期"
    assert {(one.where, one.do) for one in past.actions} == {("", "写明情况和原因，今后按先后次序办")}
    assert Counter(one.clause.title for one in found.done) == titles(view, "done")
    assert found.past


# ---- a reading decides -----------------------------------------------------------------------------------------------


def test_what_another_reading_clears_is_no_gap_that_is_past() -> None:
    """Nanyang: January's meeting hangs on one question, August's on another, the council's of August and the showcase on a third."""
    _, view, found = seen("nanyang")
    assert titles(view, "past") == Counter(["每季度书面汇报理事会重大决策"])
    (asked,) = batch(view, "disputed")
    told = {action.title: (action.mark.symbol, action.who, action.where) for action in asked.actions}
    assert told == {
        "副会长由成员学校校长兼任": ("◇", "", ""),
        "名师或骨干评课示范或点评": ("◇", "集团各校（2023—2024学年第1学期）", ""),
        "集团每月一次工作例会": ("◇", "教育集团（2024年1月、2024年8月）", ""),
        "每月至少一次理事会议": ("◇", "教育集团（2024年8月）", ""),
    }
    assert {one.title for one in found.unsettled} | {one.clause.title for one in found.disputed} == set(told)
    assert "等定口径的 4 件、已过期补不上的 1 件" in view.first.said[1]


@pytest.mark.parametrize("region", REGIONS)
def test_the_plan_and_the_pre_check_say_the_same_of_each_gap(region: str) -> None:
    made, view, found = seen(region)
    explained = {one.rule.id for one in made.findings if one.explained}
    plan = {
        "done": [*found.done], "past": [*found.late], "disputed": [*found.disputed],
        "now": [one for one in found.mend if one.key == "now"], "open": [one for one in found.mend if one.key == "open"],
        "by": [one for one in found.mend if one.key == "by"],
    }  # fmt: skip
    listed = {
        key: Counter(one.clause.anchor for one in some if one.clause.rule not in explained)
        for key, some in plan.items()
    }

    def anchors(items: tuple[Item, ...]) -> Counter[str]:
        return Counter(view.anchors[one.rule] for one in items)

    listed["past"] += anchors(tuple(one for one in found.ended if over(one, made.as_of)[0] == "past"))
    listed["now"] += anchors(tuple(one for one in found.ended if over(one, made.as_of)[0] == "now"))
    listed["disputed"] += anchors(found.unsettled)
    for group in found.coming:
        listed["by" if group.day else "open"] += anchors(group.items)
    for key, counted in listed.items():
        assert counted == Counter(action.anchor for one in batch(view, key) for action in one.actions), key


# ---- days ------------------------------------------------------------------------------------------------------------


def test_each_period_that_is_over_stands_under_its_own_end() -> None:
    """Meetings of October 2029 and of February 2030 are lacking on 30 June 2030."""
    test = Comparison("council_meetings", "at_least", 1, group=1)  # type: ignore[arg-type]
    one = rule(
        "monthly", "三", "理事会每月开会", "每月开会", "must", "meetings", every="month", tests={"require": (test,)}
    )
    ends = {"2029-10": "2029-10-31", "2030-02": "2030-02-28"}
    cells = [
        cell(one, "fail", saw(test, Value("council_meetings", 0, 0), "breached", 1), period=month,  # type: ignore[arg-type]
             period_from=f"{month}-01", period_to=last)
        for month, last in ends.items()
    ]  # fmt: skip
    view = build(replace(report(), findings=(finding(one, "fail", cells),), as_of="2030-06-30"), words(), ZH)
    assert [(one.day, one.left, [action.who for action in one.actions]) for one in batch(view, "past")] == [
        ("2030-02-28", -122, ["教育集团（2030年2月）"]),
        ("2029-10-31", -242, ["教育集团（2029年10月）"]),
    ]


def test_on_the_last_day_itself_a_deed_still_counts() -> None:
    made, _, _ = seen("nanyang")
    assert made.as_of == "2024-08-31"
    plain = next(run(bench(), [task(bench(), body := read(EXAMPLES / "nanyang/invented/group.yaml"), bench().rulebook_for(body),
                                    as_of="2024-03-31")]))  # fmt: skip
    view = build(plain, lexicon(bench()), ZH)
    (today,) = [one for one in batch(view, "by") if one.day == "2024-03-31"]
    assert [one.title for one in today.actions] == ["每季度书面汇报理事会重大决策"]
    assert (today.left, today.note) == (0, "就在截至日当天")
    assert not [one for one in batch(view, "past") if one.day == "2024-03-31"]


# ---- done as things stand ----------------------------------------------------------------------------------------------


def sets(op: str, *, negate: bool, elements: tuple[str, ...], right: tuple[str, ...], **more: Any) -> TestResult:
    test = Comparison("schools", op, None, group=1, negate=negate, right_measure="leads")
    value = Value("schools", elements=elements, complete=False, why_open=more.pop("why", ("period_running",)))
    return saw(test, value, "unknown", required=Value("leads", elements=right), **more)


DUTY = rule("lecture", "一", "集中宣讲", "每年一次", "must", "training", every="year")


@pytest.mark.parametrize(
    ("result", "done"),
    [
        (sets("within", negate=True, elements=("s0", "s1"), right=("s0",), extra=("s1",)), True),
        (sets("within", negate=True, elements=("s0",), right=("s0",)), False),
        (sets("within", negate=False, elements=("s0", "s1"), right=("s0",), extra=("s1",)), False),
        (sets("covers", negate=False, elements=("s0", "s1"), right=("s0", "s1")), True),
        (sets("covers", negate=False, elements=("s0",), right=("s0", "s1"), missing=("s1",)), False),
        (
            sets("covers", negate=False, elements=("s0",), right=("s0",), why=("period_running", "empty_cell:a.b")),
            False,
        ),
        (sets("covers", negate=False, elements=("s0",), right=()), False),
    ],
)
def test_a_demand_that_is_met_so_far_is_nothing_to_do(result: TestResult, *, done: bool) -> None:
    running: Cell = cell(DUTY, "not_due", result, period="2025")
    assert done_so_far(running) is done


def test_what_ganzhou_has_done_is_not_asked_for_again() -> None:
    """Its lecture of 12 March 2025 was for four schools; its report has not been held."""
    _, view, _ = seen("ganzhou")
    asked = [one.title for group in view.todo.still for one in group.items]
    assert not [one for one in asked if one.endswith("师德师风集中宣讲")]
    assert [one for one in asked if one.endswith("师德师风先进事迹报告会")]


# ---- missing records ---------------------------------------------------------------------------------------------------


def test_what_is_missing_inside_a_broken_clause_is_asked_for() -> None:
    """Nanyang: the kind of a meeting in May and who took part in a timetable, each a cell of a clause that is broken elsewhere."""
    _, view, found = seen("nanyang")
    inside = {one.what: (one.clauses, one.alone, one.inside) for one in view.lacking if one.inside}
    assert inside == {"“文件资料·参与制定的学校”未填": (0, 0, 1), "“会议·种类”未填": (0, 0, 1)}
    assert {one.what for one in found.lacking} >= set(inside)
    assert "“会议·种类”未填（已有问题的 1 条里还有别处缺它）" in {one.said for one in view.lacking}


def test_a_clause_that_waits_for_records_alone_is_counted_as_before() -> None:
    one = rule("plan", "一", "规划", "制定规划", "must", "planning")
    made = replace(
        report(), findings=(finding(one, "unknown", [cell(one, "unknown", reasons=("empty_cell:documents.title",))]),)
    )
    (only,) = build(made, words(), ZH).lacking
    assert (only.clauses, only.alone, only.inside) == (1, 1, 0)
