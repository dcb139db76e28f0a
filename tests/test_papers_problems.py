"""The list of problems: stable numbers, one list for each line, whose each is, and which days are its last."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import fields, replace
from functools import cache
from typing import Any

import make_report as made
import pytest
import yaml
from example_bodies import bench, checked
from hypothesis import given, settings
from hypothesis import strategies as st

from checker import house
from checker.lexicon import lexicon
from checker.model import VERDICTS, Finding, Report, Rule
from checker.papers import catalogue
from checker.papers.dossier import dossier
from checker.papers.needs import fitted, lacks
from checker.papers.nouns import Problem
from checker.papers.numbers import numbers
from checker.papers.problems import Problems, problems
from checker.papers.split import axis, lists, units
from checker.records import reader
from checker.report.build import build
from checker.report.words import Lexicon, Phrases

ZH = Phrases("zh")
GROUPS = ("ankang", "ganzhou", "kunming", "nanyang", "shapotou")
LISTS = [one.name for one in fields(Problems)]


@cache
def example(name: str) -> Report:
    folder = house.examples_dir() / name / "invented"
    return checked(reader.read(folder / "group.yaml"), folder / "decisions.yaml")


def found(report: Report, words: Lexicon | None = None) -> Problems:
    words = words or made.lexicon()
    return problems(report, build(report, words, ZH), words, ZH)


@cache
def of(name: str) -> Problems:
    return found(example(name), lexicon(bench()))


def lines(all_: Problems) -> list[Problem]:
    return [line for name in LISTS for line in getattr(all_, name)]


def titled(all_: Problems, title: str) -> list[Problem]:
    return [one for one in lines(all_) if one.title == title]


# ---- numbers ---------------------------------------------------------------------------------------------------


def test_a_number_is_the_item_and_the_place_of_the_rule_within_it() -> None:
    book = bench().rulebook("ankang-2022")
    mine = [rule.id for rule in book.rules if rule.id.startswith("ankang-2022/2.2.1/")]
    known = numbers([book])
    assert [known[one] for one in mine] == [f"2.2.1-{n}" for n in range(1, len(mine) + 1)]
    assert known["ankang-2022/2.2.1/branch-heads"] == "2.2.1-6", "the sixth rule of the item, counted in its file"


@pytest.mark.parametrize("name", GROUPS)
def test_numbers_are_unique_in_a_report(name: str) -> None:
    every = Counter(one.number for one in lines(of(name)))
    assert [number for number, n in every.items() if n > 1] == []


def test_numbers_are_unique_across_annexes_and_rulebooks() -> None:
    books = [bench().rulebook(name) for name in ("ankang-2022", "nanyang-2023", "shapotou-2023")]
    known = numbers(books)
    assert len(set(known.values())) == len(known) == sum(len(book.rules) for book in books)
    assert all(number.startswith(f"{rule.partition('/')[0]}:") for rule, number in known.items())


@settings(max_examples=12, deadline=None)
@given(st.randoms(use_true_random=False))
def test_what_is_recorded_never_renumbers(chance: random.Random) -> None:
    """Findings and cells are taken away as if records came and went: what is left has the number that it had."""
    whole = example("nanyang")
    kept = tuple(_thinned(one, chance) for one in whole.findings if chance.random() < 0.7)
    numbered = {one.number: one.rule for one in lines(of("nanyang"))}
    left = lines(found(replace(whole, findings=kept), lexicon(bench())))
    # Of a rule whose units are told apart, what is left may be a line of the whole: its number is that without the unit.
    known = numbered | {number.partition("（")[0]: rule for number, rule in numbered.items()}
    assert {one.number: one.rule for one in left} == {one.number: known[one.number] for one in left}


def _thinned(one: Finding, chance: random.Random) -> Finding:
    gone = {cell.entity for cell in one.cells if cell.entity != "*" and chance.random() < 0.4}
    left = tuple(cell for cell in one.cells if cell.entity not in gone)
    return replace(one, cells=left or one.cells, verdict=one.verdict)


# ---- lists -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", GROUPS)
def test_every_gap_is_in_a_list_and_no_line_in_two(name: str) -> None:
    report, words = example(name), lexicon(bench())
    own = {one.rule.id for one in report.findings if words.is_gap(one.verdict)}
    assert {one.rule for part in LISTS if part != "others" for one in getattr(of(name), part)} == own
    every = Counter(one.number for one in lines(of(name)))
    assert [number for number, n in every.items() if n > 1] == []


def test_each_verdict_has_its_list() -> None:
    every = found(made.report())
    assert {one.verdict for one in every.breaches} == {"fail", "missed"}
    assert {one.verdict for one in every.reminders} == {"due"}, "a duty without a last day is no violation"
    assert {one.verdict for one in every.lacking} == {"unknown"}
    assert {one.verdict for one in every.disputed} == {"disputed"}
    assert [one.verdict for one in every.departures] == [], "the only departure was explained"
    assert {one.title for one in every.judged} == {"共同制定规划", "程序出错的一条", "每学期简报期数"}
    assert {one.title for one in every.others} == {"年底覆盖率", "主管部门考核龙头学校"}
    gaps = {key for key, one in made.lexicon().verdicts.items() if one["gap"]}
    assert set(lists()) == gaps, "every verdict that is a gap has a list, and no other"


def test_a_departure_without_a_reason_is_to_be_explained() -> None:
    bare = tuple(replace(one, explanation=None) for one in made.report().findings)
    assert [one.title for one in found(replace(made.report(), findings=bare)).departures] == ["每学期简报期数"]


def test_lines_are_counted_through_the_lists() -> None:
    assert [one.order for one in lines(of("ankang"))] == list(range(1, len(lines(of("ankang"))) + 1))


# ---- units -----------------------------------------------------------------------------------------------------


def test_each_school_answers_for_itself() -> None:
    mine = titled(found(made.report()), "每校每学期集体备课")
    assert [(one.number, one.unit) for one in mine] == [
        ("3.4.2-1（s1）", "城东小学"), ("3.4.2-1（s2）", "城西小学"), ("3.4.2-1（s3）", "河湾初级中学"),
        ("3.4.2-1（s4）", "<script>alert('×')</script>&\"[31m逆序{n}%s"), ("3.4.2-1（s5）", "南岭九年一贯制学校（寄宿部）"),
    ]  # fmt: skip
    assert mine[2].said == (
        "每所成员学校每学期，集体备课次数应不少于 2 次，实际 1 次，差 1 次。何处：河湾初级中学：2029-2（2 处中的 1 处）。"
    )
    assert mine[3].said.startswith("每所成员学校每学期，集体备课次数应不少于 2 次，实际 0 次，差 2 次。")
    assert mine[3].behind == ("活动 活动!A" + "9" * 40,)
    assert mine[2].behind == (), "a record of another school"


def test_a_school_that_is_mended_leaves_the_others_their_numbers() -> None:
    one = made.lessons()
    cells = tuple(replace(cell, verdict="pass") if cell.entity == "s2" else cell for cell in one.cells)
    mine = titled(found(replace(made.report(), findings=(replace(one, cells=cells),))), "每校每学期集体备课")
    assert [line.number for line in mine] == ["3.4.2-1（s1）", "3.4.2-1（s3）", "3.4.2-1（s4）", "3.4.2-1（s5）"]


def test_what_one_unit_owes_to_many_is_one_line() -> None:
    one = _lessons(bearer="lead")
    (line,) = titled(found(replace(made.report(), findings=(one,))), "每校每学期集体备课")
    assert (line.number, line.unit) == ("3.4.2-1", "龙头学校")
    assert "城西小学" in line.said


def test_a_set_that_is_not_known_has_one_line() -> None:
    one = _lessons()
    cells = tuple(replace(cell, entity="?") for cell in one.cells[:1])
    (line,) = titled(found(replace(made.report(), findings=(replace(one, cells=cells),))), "每校每学期集体备课")
    assert (line.number, line.unit) == ("3.4.2-1", "成员学校")


def _lessons(**changed: str) -> Finding:
    one = made.lessons()
    return replace(one, rule=replace(one.rule, **changed))  # type: ignore[arg-type]


def test_units_are_named_in_the_data_for_bearers_and_sets_that_exist() -> None:
    data = yaml.safe_load((house.reports_dir() / "problems.yaml").read_text(encoding="utf-8"))
    words = bench().vocabulary
    assert set(data["apart"]) <= set(words.bearers)
    assert {one for some in data["apart"].values() for one in some} <= {*words.sets, "list"}


def test_people_and_deeds_stay_within_one_line() -> None:
    tables = bench().vocabulary.sets
    for name in ("ankang-2022", "nanyang-2023", "shapotou-2023", "kunming-2021", "ganzhou-2024"):
        for rule in bench().rulebook(name).rules:
            for one in _apart(rule):
                assert tables[one].table in ("members", "schools", "groups"), f"{rule.id}: {one}"


def _apart(rule: Rule) -> list[str]:
    by = axis(rule)
    number = ("entity", "item").index(by) if by else -1
    among = rule.for_each[number] if by else ()
    return [among] if isinstance(among, str) else []


def test_no_persons_name_is_a_unit() -> None:
    names = {str(one.explanation["by"]) for one in made.report().findings if one.explanation}
    assert names == {"张三丰"}
    for line in lines(found(made.report())):
        said = "".join(str(getattr(line, one.name)) for one in fields(line))
        assert "张三丰" not in said
        assert "李四光" not in said


def test_what_a_user_typed_is_one_printable_line() -> None:
    for line in lines(found(made.report())):
        for one in fields(line):
            text = getattr(line, one.name)
            assert not isinstance(text, str) or text.isprintable(), one.name


# ---- days ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("due", "as_of", "said"),
    [
        ("2029-12-31", "2030-06-15", "2029年12月31日（已过）"),
        ("2030-06-30", "2030-06-15", "2030年6月30日（还有 15 天）"),
        ("2030-06-15", "2030-06-15", "2030年6月15日（就在截至日当天）"),
        (None, "2030-06-15", ""),
    ],
)
def test_a_last_day_is_that_of_the_text_or_none(due: str | None, as_of: str, said: str) -> None:
    one = made.target()
    cells = tuple(replace(cell, due=due) for cell in one.cells)
    report = replace(made.report(), findings=(replace(one, cells=cells),), others=(), as_of=as_of)
    assert [line.due for line in found(report).breaches] == [said]


def test_of_several_last_days_the_next_one_counts_else_those_that_are_past() -> None:
    one = made.target()
    days = ["2029-12-31", "2030-12-31", "2031-12-31"]
    cells = tuple(replace(one.cells[0], due=day, period=day[:4]) for day in days)
    report = replace(made.report(), findings=(replace(one, cells=cells),), others=())
    assert [line.due for line in found(report).breaches] == ["2030年12月31日（还有 199 天）"]
    late = [line.due for line in found(replace(report, as_of="2033-01-01")).breaches]
    assert late == ["2029年12月31日、2030年12月31日、2031年12月31日（已过）"]


# ---- what a line says ------------------------------------------------------------------------------------------


def test_a_line_says_what_the_report_says() -> None:
    (line,) = titled(found(made.report()), "理事会每月开会")
    assert line.number == "3.2.1-1"
    assert line.cite == "《示例方案》示教〔2029〕8号（试行）三（二）1 ③"
    assert line.quote == "集团每月至少召开一次理事会议"
    assert line.unit == "教育集团"
    assert line.mend == "尽快补开，今后按月排定会期并留存会议记录"
    assert line.wanted == "会议记录、签到表"
    assert line.short == "差 1 次"
    assert line.said == (
        "每月，理事会会议次数应不少于 1 次，实际 0 次，差 1 次。何处：2029年10月、2030年2月（10 个月中的 2 个月）。"
    )
    assert line.behind == (), "no meeting of those months counts"
    assert line.mend not in line.said, "what is to be done stands in a field of its own"


def test_units_of_a_finding_are_those_of_its_cells() -> None:
    assert units(made.lessons()) == ("s1", "s2", "s3", "s4", "s5")
    assert units(made.monthly()) == ()


# ---- what is certain -------------------------------------------------------------------------------------------


def months(verdicts: dict[str, str], **more: Any) -> Finding:
    """The monthly council, each month with its verdict; `more` are fields of the finding."""
    one = made.monthly()
    test = one.rule.tests["require"][0]
    results = {
        "fail": made.saw(test, made.count("council_meetings", 0), "breached", 1),
        "pass": made.saw(test, made.count("council_meetings", 1), "holds"),
    }
    cells = [
        made.cell(one.rule, verdict, *([results[verdict]] if verdict in results else []), period=month)
        for month, verdict in verdicts.items()
    ]
    worst = min(verdicts.values(), key=VERDICTS.index)
    return replace(made.finding(one.rule, worst, cells), **more)


def only(one: Finding, **more: Any) -> Problems:
    return found(replace(made.report(), findings=(one,), others=(), **more))


def test_a_month_that_another_reading_clears_leaves_the_line() -> None:
    hangs = {("*", "*", "2029-10"): ("pass",)}
    (line,) = only(months({"2029-10": "fail", "2030-02": "fail"}, unsettled=hangs)).breaches
    assert "何处：2030年2月（2 个月中的 1 个月）。" in line.said
    assert line.also.startswith("2029年10月：按另一种理解")


def test_months_each_of_which_some_reading_clears_are_disputed_though_no_one_reading_clears_all() -> None:
    hangs = {("*", "*", "2029-10"): ("pass",), ("*", "*", "2030-02"): ("not_applicable",)}
    every = only(months({"2029-10": "fail", "2030-02": "fail", "2030-03": "unknown"}, unsettled=hangs))
    assert every.breaches == ()
    (line,) = every.disputed
    assert line.verdict == "disputed"
    assert "文件没有写明，现不作结论" in line.said
    assert "2030年3月：缺材料" in line.also


def test_what_is_broken_under_every_reading_is_as_the_mildest_has_it() -> None:
    every = only(months({"2029-10": "fail"}, unsettled={("*", "*", "2029-10"): ("due",)}))
    assert [one.verdict for one in every.reminders] == ["due"]


def test_no_meeting_of_nanyang_that_a_reading_clears_is_found() -> None:
    """January falls under one open reading, August under the other: with both, the clause is met."""
    assert "5.2.1-3" not in {one.number for one in of("nanyang").breaches}
    (line,) = [one for one in of("nanyang").disputed if one.number == "5.2.1-3"]
    assert "2024年1月、2024年8月" in line.said
    assert "2024年5月：缺材料，“会议·种类”未填" in line.also
    assert "合并召开" in line.objection


def test_what_is_certain_of_one_school_is_told_though_another_cannot_be_judged() -> None:
    one = made.lessons()
    kept = {"s2": "fail", "s3": "unknown"}
    cells = tuple(replace(cell, verdict=kept.get(cell.entity, "pass")) for cell in one.cells)
    for verdict in ("unknown", "fail"):  # whatever the rule comes to
        every = found(replace(made.report(), findings=(replace(one, cells=cells, verdict=verdict),), others=()))
        assert [line.number for line in every.breaches] == ["3.4.2-1（s2）"]
        assert [line.number for line in every.lacking] == ["3.4.2-1"]


def test_what_cannot_be_told_of_other_places_stands_beside_the_breach() -> None:
    (line,) = only(months({"2029-10": "fail", "2030-02": "unknown", "2030-03": "review"})).breaches
    assert line.also.startswith("2030年2月：缺材料")
    assert "2030年3月：待人判断" in line.also


# ---- what cannot be made up ------------------------------------------------------------------------------------


def test_a_month_that_is_over_can_only_be_explained() -> None:
    one = months({"2029-10": "fail"})
    cells = tuple(replace(cell, period_from="2029-10-01", period_to="2029-10-31") for cell in one.cells)
    (line,) = only(replace(one, cells=cells)).breaches
    assert (line.due, line.mend) == ("2029年10月（已过）", "写明情况和原因、今后的措施")
    assert line.past
    (line,) = only(replace(one, cells=cells), as_of="2029-10-31").breaches
    assert (line.due, line.past) == ("", ""), "the last day of the month is a day of the month"


@pytest.mark.parametrize(
    ("name", "number", "due"),
    [
        ("shapotou", "6.1-5（s2）", "2023年6月20日以前（已过）"),  # hung up before it was filed
        ("shapotou", "6.4.1.2-7", "2024年5月20日以前（已过）"),  # paid, and never approved
        ("shapotou", "6.4.3-6", "2024年7月31日（已过）"),
        ("ganzhou", "5.1-7", "2024年11月30日（已过）"),
        ("ankang", "6.3.1-4", "2023年2月10日以前（已过）"),  # one of several alternatives
    ],
)
def test_what_is_past_asks_for_reasons_and_no_new_day(name: str, number: str, due: str) -> None:
    (line,) = [one for one in of(name).breaches if one.number == number]
    assert line.due == due
    assert line.past
    assert line.mend.startswith("写明")


@pytest.mark.parametrize("name", GROUPS)
def test_no_paper_speaks_of_the_file_of_decisions(name: str) -> None:
    assert [one.number for one in lines(of(name)) if "决定文件" in one.mend + one.said + one.also] == []


# ---- whose, waived, objected -----------------------------------------------------------------------------------


def test_a_deed_of_one_school_is_that_schools() -> None:
    unit = {one.number: one.unit for one in of("shapotou").breaches}
    assert unit["6.4.1.2-10"] == "虚构丁小学", "its payment"
    assert unit["6.4.1.1-7"] == "虚构己小学", "its budget"
    assert unit["6.4.1.1-3"] == "教育集团", "the clause binds the group"


def test_a_waiver_that_ran_out_and_an_objection_stand_in_the_line() -> None:
    (line,) = [one for one in of("nanyang").breaches if one.number == "3.2.2-3"]
    assert line.waived == "豁免已到期（豁免至2024年6月30日）：办公室人员调整，暂缓书面汇报（2024年3月20日 决定）"
    (line,) = [one for one in of("ganzhou").breaches if one.number == "3.2.1-17"]
    assert line.objection.startswith("3月5日书记外出培训")


def test_what_contradicts_the_document_says_what_is() -> None:
    (line,) = [one for one in of("ganzhou").judged if one.number == "3.2.1-9"]
    assert line.short == "实际有 1 人，与文件所载不符"


# ---- documents that bind nobody --------------------------------------------------------------------------------


def test_nothing_is_ordered_under_a_draft_or_a_document_that_ran_out() -> None:
    notice = catalogue().papers["notice"]
    words, report = lexicon(bench()), example("ganzhou")
    draft = dossier(report, words, ZH)
    assert draft.standing.startswith("《") and "征求意见稿" in draft.standing
    assert draft.breaches
    wrong = lacks(notice, draft)
    assert wrong is not None and "征求意见稿" in wrong.what["zh"]  # type: ignore[index]
    bound = dossier(example("nanyang"), words, ZH)
    assert bound.standing == ""
    assert lacks(notice, bound) is None
    assert lacks(notice, replace(bound, breaches=())) is not None
    mixed = replace(bound, breaches=(bound.breaches[0], replace(bound.breaches[1], binding=False)))
    assert fitted(notice, mixed).breaches == bound.breaches[:1]
    assert fitted(catalogue().papers["opinion"], mixed) is mixed


def test_a_paper_tells_only_consequences_that_follow() -> None:
    for name in GROUPS:
        assert {one.state for one in dossier(example(name), lexicon(bench()), ZH).consequences} <= {"follows"}
