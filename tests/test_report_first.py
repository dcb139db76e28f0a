"""The first lines of a report: what to do, by when, how far off, and which missing record settles most; against values by hand."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from make_report import LABELS, cell, finding, rule, saw
from make_report import lexicon as words

from checker.lexicon import lexicon
from checker.model import Finding, Measure, Report, TestResult, Value
from checker.model import Test as Comparison
from checker.records.body import Body, Table
from checker.records.reader import read
from checker.report.amounts import Amounts
from checker.report.build import build
from checker.report.cites import Cites
from checker.report.clauses import Clauses
from checker.report.mending import between
from checker.report.sentences import Writer, lacks_elsewhere
from checker.report.shares import SHARES, lacking
from checker.report.values import Speaker
from checker.report.view import View
from checker.report.words import Phrases
from checker.run import run
from checker.tasks import task
from checker.workbench import Workbench

EXAMPLES = Path(__file__).parents[1] / "examples"
REGIONS = ("ankang", "ganzhou", "kunming", "nanyang", "shapotou")
ZH = Phrases("zh")
MONEY = Measure("fund", {"zh": "经费"}, "yuan", {"zh": "经费"}, "sum", "money")


@cache
def bench() -> Workbench:
    return Workbench()


@cache
def seen(region: str, as_of: str | None = None) -> tuple[Report, View]:
    report = checked(read(EXAMPLES / region / "invented" / "group.yaml"), as_of)
    return report, build(report, lexicon(bench()), ZH)


def checked(body: Body, as_of: str | None = None) -> Report:
    return next(run(bench(), [task(bench(), body, bench().rulebook_for(body), as_of=as_of)]))


def told(view: View, key: str) -> dict[str | None, list[str]]:
    """The actions of the batches of a kind by their last day: title and how far."""
    return {
        one.day: [f"{action.title}: {action.far}" for action in one.actions]
        for one in view.first.batches
        if one.key == key
    }


# ---- amounts -------------------------------------------------------------------------------------------------------


@given(st.sampled_from(SHARES), st.fractions(0, 1, max_denominator=200), st.integers(1, 500), st.integers(0, 500))
def test_the_stated_number_meets_the_bound_and_one_less_does_not(op: str, bound: Fraction, base: int, top: int) -> None:
    def meets(number: int) -> bool:
        share = Fraction(number, base)
        return {
            "at_least": share >= bound,
            "more_than": share > bound,
            "at_most": share <= bound,
            "less_than": share < bound,
        }[op]

    found = lacking(op, bound, top, base)
    if found is None:
        assert op == "less_than" and bound == 0  # nothing is less than nothing
        return
    step = 1 if op in ("at_least", "more_than") else -1
    assert meets(top + step * found)
    assert not meets(top + step * (found - 1))
    assert (found <= 0) == meets(top)


@pytest.mark.parametrize(
    ("op", "bound", "top", "base", "number"),
    [
        ("at_least", Fraction(1, 10), 6, 100, 4),
        ("at_least", Fraction(1, 10), 6, 101, 5),
        ("at_least", Fraction(5, 100), 0, 20, 1),
        ("at_most", Fraction(1, 2), 3, 5, 1),
        ("more_than", Fraction(1, 2), 2, 4, 1),
        ("equals", Fraction(1, 2), 2, 4, None),
        ("at_least", Fraction(1, 2), 0, 0, None),
    ],
)
def test_numbers_by_hand(op: str, bound: Fraction, top: int, base: int, number: int | None) -> None:
    assert lacking(op, bound, top, base) == number


@pytest.mark.parametrize(
    ("fen", "said"),
    [
        (2_400_000, "2.4 万元"),
        (1_000_000, "1 万元"),
        (999_900, "9,999 元"),
        (1_234_500, "1.2345 万元"),
        (1_280_050, "12,800.50 元"),
        (12_345_678_900, "12,345.6789 万元"),
    ],
)
def test_money_from_ten_thousand_yuan_on_is_exact_in_wan(fen: int, said: str) -> None:
    assert Speaker(words(), ZH, {}).amount(Fraction(fen), MONEY) == said


def test_english_has_no_larger_unit_than_yuan() -> None:
    assert Speaker(words(), Phrases("en"), {}).amount(Fraction(2_400_000), MONEY) == "24,000 yuan"


def test_a_share_of_money_has_both_parts_in_one_unit() -> None:
    share = Measure("spent", {"zh": "占比"}, "share", {"zh": "占比"}, "share", "share", inputs=("a", "b"))
    some = replace(words(), measures={"spent": share, "a": replace(MONEY, name="a"), "b": replace(MONEY, name="b")})
    assert Speaker(some, ZH, {}).parts("spent", 800_000, 1_200_000) == ("8,000 元", "12,000 元")


def test_shares_of_several_places_name_each() -> None:
    """Of a made report: two schools lack 2 and 3 teachers."""

    share = Measure("moved", {"zh": "交流比例"}, "share", {"zh": "占比"}, "share", "share", inputs=("gone", "all"))
    gone = Measure("gone", {"zh": "交流教师"}, "people", {"zh": ""}, "rows", "count", table="exchanges")
    some = replace(words(), measures={"moved": share, "gone": gone, "all": replace(gone, name="all")})
    speaker = Speaker(some, ZH, LABELS)
    test = Comparison("moved", "at_least", Fraction(1, 10))
    one = rule("moved", "一", "交流", "交流", "must", "people", for_each=("members",), tests={"require": (test,)})

    def result(top: int, base: int) -> TestResult:
        value = Value("moved", Fraction(top, base), Fraction(top, base), (top, top), (base, base))
        return saw(test, value, "breached", Fraction(1, 10) - Fraction(top, base))

    cells = [cell(one, "fail", result(2, 40), entity="s1"), cell(one, "fail", result(0, 25), entity="s2")]
    amounts = Amounts(Writer(speaker))
    both: Finding = finding(one, "fail", cells)
    clause = Clauses(speaker, Cites((), ZH, "2030-07-31")).clause(both, "c1")
    assert amounts.far(both, cells, clause) == "至少再增城东小学 2 人、城西小学 3 人（交流教师，各处分母不变）"
    alone = amounts.far(both, cells[:1], clause)
    assert alone == "至少再增 2 人（交流教师，现 2/40，分母不变）"
    assert list(amounts.tables("moved")) == ["exchanges"]


# ---- days ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        ("2024-02-28", "2024-03-01", 2),
        ("2025-05-20", "2025-07-04", 45),
        ("2025-05-20", "2024-11-30", -171),
        ("2024-08-31", "2024-08-31", 0),
    ],
)
def test_days_by_hand(first: str, last: str, days: int) -> None:
    assert between(first, last) == days


def test_the_group_of_ganzhou_by_hand() -> None:
    """Its semester ends on 2025-07-04, 45 days after the check; what was due by 2024-11-30 is 171 days past."""
    _, view = seen("ganzhou")
    notes = {(one.key, one.day): (one.left, one.note) for one in view.first.batches}
    assert notes["by", "2025-07-04"] == (45, "还有 45 天")
    assert notes["by", "2025-12-31"] == (225, "还有 225 天")
    assert notes["past", "2024-11-30"] == (-171, "已过 171 天")
    assert notes["now", None] == notes["open", None] == (None, "")
    labels = [one.label for one in view.first.batches]
    assert labels == [
        "现在就改正，改不了的写明原因", "7月4日前（含当日）可补", "12月31日前（含当日）可补", "文件未定最后期限，尽快办",
        "原文口径未定，是不是缺口还不能说，由督导（主管部门）定口径", "已经发生、改不了的，写明情况、原因和今后措施，不得倒填日期",
        "2024年11月30日到期，已过期，补不上",
    ]  # fmt: skip
    assert "每学期1次校长论坛: 本学期还差 1 次" in told(view, "by")["2025-07-04"]
    assert told(view, "past")["2024-11-30"] == [
        "制定推进方案和活动计划: 2025年1月10日才办，晚 41 天", "召开工作安排会议: 2025年1月8日才办，晚 39 天",
    ]  # fmt: skip
    assert view.first.said == (
        "缺口 94 条（应查 138 条）：要改的 11 条、缺材料的 5 条、等人判断的 73 条、口径未定的 5 条。",
        "要办的 23 件：现在就改的 2 件、有期限、还来得及的 7 件、文件未定期限的 6 件、"
        "等定口径的 5 件、已经发生、改不了的 1 件、已过期补不上的 2 件。最近的期限是 7月4日（还有 45 天）。",
        "缺材料 1 样，先补：“文件资料”表缺2025年5月1日至2025年5月20日的登记，单补这一样可判 5 条。",
    )


def test_a_period_that_ends_on_the_day_of_the_check_can_still_be_met_on_that_day() -> None:
    _, view = seen("nanyang", "2024-03-31")
    (march,) = (one for one in view.first.batches if one.day == "2024-03-31")
    assert (march.key, march.left, march.note) == ("by", 0, "就在截至日当天")


def test_a_later_check_makes_past_what_was_still_to_come() -> None:
    before, after = seen("ganzhou")[1], seen("ganzhou", "2025-07-05")[1]
    coming = {one for days in told(before, "by").values() for one in days if "校长论坛" in one}
    past = [one for one in told(after, "past").get("2025-07-04", []) if "校长论坛" in one]
    assert coming and not [one for days in told(after, "by").values() for one in days if "校长论坛" in one]
    assert past == ["每学期1次校长论坛: 差 1 次"]
    note = next(one.note for one in after.first.batches if one.day == "2025-07-04")
    assert note == "已过 1 天"


# ---- one line an action --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("region", REGIONS)
def test_every_gap_that_can_be_acted_on_stands_once(region: str) -> None:
    report, view = seen(region)
    found = Counter(action.anchor for batch in view.first.batches for action in batch.actions)
    recurring = Counter(
        view.anchors[item.rule]
        for items in (*(group.items for group in view.todo.still), view.todo.over)
        for item in items
        if any(entry.cell.verdict != "not_applicable" for entry in item.entries)
    )
    single = Counter(
        view.anchors[one.rule.id]
        for one in report.findings
        if one.verdict in ("fail", "missed", "deviates", "due") and not one.rule.every and not one.explained
    )
    # What only a reading decides stands once where no recurring duty of it does; what cannot be changed apart from the rest.
    asked = Counter(action.anchor for one in view.first.batches if one.key == "disputed" for action in one.actions)
    listed = Counter(view.anchors[item.rule] for item in view.todo.over if any(one.cleared for one in item.entries))
    disputed = {view.anchors[one.rule.id] for one in report.findings if one.verdict == "disputed"}
    assert set(asked) == set(listed) | disputed and set(asked.values()) <= {1}
    single += asked - listed
    split = Counter(action.anchor for one in view.first.batches if one.key == "done" for action in one.actions)
    single += Counter({key: n for key, n in split.items() if found[key] > n})
    kinds = {one.anchor: one.kind for one in view.gaps}
    assert found == recurring + Counter({key: n for key, n in single.items() if kinds[key] == "full"})


@pytest.mark.parametrize("region", REGIONS)
def test_the_order_is_wrong_now_then_by_day_then_without_then_past(region: str) -> None:
    _, view = seen(region)
    ranks = [("now", "by", "open", "disputed", "done", "past").index(one.key) for one in view.first.batches]
    assert ranks == sorted(ranks)
    for key, sign in (("by", 1), ("past", -1)):
        left = [sign * one.left for one in view.first.batches if one.key == key and one.left is not None]
        assert left == sorted(left) and all(days >= 0 for days in left)


@pytest.mark.parametrize("region", REGIONS)
def test_the_numbers_of_the_first_line_add_up(region: str) -> None:

    _, view = seen(region)
    total, *parts = (int(one) for one in re.findall(r"(\d+) 条", view.first.said[0].replace("（应查", "（")) if one)
    assert total == len(view.gaps) == sum(parts[1:])


# ---- missing records -----------------------------------------------------------------------------------------------


def without(body: Body, *tables: str) -> Body:
    return replace(body, tables={name: table for name, table in body.tables.items() if name not in tables})


def unknown(report: Report) -> set[str]:
    return {one.rule.id for one in report.findings if one.verdict == "unknown" and not lacks_elsewhere(one)}


@pytest.mark.parametrize("region", REGIONS)
def test_a_record_alone_settles_as_many_clauses_as_are_said(region: str) -> None:
    """Two tables are taken away; each is given back alone, and the clauses that it settles are counted."""
    whole = read(EXAMPLES / region / "invented" / "group.yaml")
    assert isinstance(whole.tables["meetings"], Table)
    bare = without(whole, "meetings", "activities")
    before = checked(bare)
    view = build(before, lexicon(bench()), ZH)
    found = {one.what: one for one in view.lacking}
    for name, label in (("meetings", "会议"), ("activities", "活动")):
        given_back = replace(bare, tables={**bare.tables, name: whole.tables[name]})
        settled = unknown(before) - unknown(checked(given_back))
        said = found.get(f"“{label}”表未报")
        assert (said.alone if said else 0) == len(settled)
    ranks = [(-one.alone, -one.clauses, -one.points) for one in view.lacking]
    assert ranks == sorted(ranks)


def test_the_points_at_stake_are_those_of_one_scorecard() -> None:
    """Of Ankang's table, by hand: the share of exchanges is worth 5 points, the four surveys 8."""
    bare = without(read(EXAMPLES / "ankang" / "invented" / "group.yaml"), "exchanges", "surveys", "people")
    view = build(checked(bare), lexicon(bench()), ZH)
    points = {one.what: one.points for one in view.lacking}
    assert (points["“人员交流”表未报"], points["“满意度测评”表未报"]) == (5, 8)
