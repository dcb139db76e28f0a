"""The list of problems: stable numbers, one list for each line, whose each is, and which days are its last."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import fields, replace
from functools import cache

import make_report as made
import pytest
import yaml
from example_bodies import bench, checked
from hypothesis import given, settings
from hypothesis import strategies as st

from checker import house
from checker.lexicon import lexicon
from checker.model import Finding, Report, Rule
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
    numbered = {(one.rule, one.unit): one.number for one in lines(of("nanyang"))}
    left = lines(found(replace(whole, findings=kept), lexicon(bench())))
    assert [one.number for one in left] == [numbered[one.rule, one.unit] for one in left]


def _thinned(one: Finding, chance: random.Random) -> Finding:
    gone = {cell.entity for cell in one.cells if cell.entity != "*" and chance.random() < 0.4}
    left = tuple(cell for cell in one.cells if cell.entity not in gone)
    return replace(one, cells=left or one.cells, verdict=one.verdict)


# ---- lists -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", GROUPS)
def test_every_gap_is_in_exactly_one_list(name: str) -> None:
    report, words = example(name), lexicon(bench())
    own = {one.rule.id: one for one in report.findings if words.is_gap(one.verdict)}
    placed = {
        rule: [part for part in LISTS if any(one.rule == rule for one in getattr(of(name), part))] for rule in own
    }
    assert {rule: where for rule, where in placed.items() if len(where) != 1} == {}
    assert {one.rule for part in LISTS if part != "others" for one in getattr(of(name), part)} == set(own)


def test_each_verdict_has_its_list() -> None:
    every = found(made.report())
    assert {one.verdict for one in every.breaches} == {"fail", "missed", "due"}
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
