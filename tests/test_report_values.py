"""How exact values are said: bounds, shares, money, dates, shortfalls, in both languages."""

from fractions import Fraction as F

import pytest
from make_report import LABELS, count, lexicon

from checker.model import Measure, Value
from checker.model import Test as Comparison
from checker.model import TestResult as Seen
from checker.report.bounds import Bounds
from checker.report.fold import columns, wrapped
from checker.report.values import Speaker, decimal
from checker.report.words import Phrases


@pytest.fixture
def zh() -> Speaker:
    return Speaker(lexicon(), Phrases("zh"), LABELS)


@pytest.mark.parametrize(
    ("number", "said", "exact"),
    [
        (F(0), "0", True),
        (F(5, 2), "2.5", True),
        (F(1, 3), "0.33", False),
        (F(1, 200), "0.005", True),
        (F(201, 200), "1.005", True),
        (F(1, 160_000), "0", False),
        (F(-5, 2), "-2.5", True),
        (F(-1, 1000), "-0.001", True),
        (F(12345678), "12,345,678", True),
        (F(10**30), "1" + ",000" * 10, True),
    ],
)
def test_decimal(number: F, said: str, exact: bool) -> None:
    assert decimal(number) == (said, exact)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (count("council_meetings", 0), "0 次"),
        (count("council_meetings", 3, 5), "3—5 次"),
        (Value("council_meetings", F(3)), "至少 3 次"),
        (Value("council_meetings", None, F(5)), "至多 5 次"),
        (Value("council_meetings"), "未知"),
        (Value("council_meetings", F(0)), "未知"),
        (Value("coverage", F(10, 17), F(10, 17), (10, 10), (17, 17)), "约 58.82%（10/17）"),
        (Value("coverage", F(3, 5), F(3, 5), (12, 12), (20, 20)), "60%（12/20）"),
        (Value("coverage", F(1, 4), F(3, 8), (10, 15), (40, 40)), "25%—37.5%"),
        (Value("coverage", F(0), None, (0, None), (None, None)), "未知"),
        (Value("fund", F(9_876_543), F(9_876_543)), "98,765.43 元"),
        (Value("plan_date", "2029-11-01", "2029-11-01"), "2029年11月1日"),
        (Value("plan_date", "2029-11-01", "2029-11-30"), "2029年11月"),
        (Value("plan_date", "2028-02-01", "2028-02-29"), "2028年2月"),
        (Value("plan_date", "2029-11-02", "2029-11-30"), "2029年11月2日至2029年11月30日"),
        (Value("plan_date", "2029-11-02"), "不早于2029年11月2日"),
        (Value("plan_date", None, "2029-11-02"), "不晚于2029年11月2日"),
        (Value("plan_date", "never", "never"), "登记里没有"),
        (Value("organs", elements=("council", "s1")), "理事会、城东小学"),
        (Value("organs", elements=(), maybe=("s2",)), "无（另可能有：城西小学）"),
    ],
)
def test_value(zh: Speaker, value: Value, said: str) -> None:
    assert zh.value(value) == said


@pytest.mark.parametrize(
    ("key", "every", "said"),
    [
        ("2029-09", "month", "2029年9月"),
        ("2029-09", "term_month", "2029年9月"),
        ("2029-Q3", "quarter", "2029年第3季度"),
        ("2029", "year", "2029年"),
        ("2029-2030", "school_year", "2029—2030学年"),
        ("2029秋", "semester", "2029秋"),
        ("*", None, "全部时间"),
        ("?", "month", "时段未知"),
        ("2029-13x", "month", "2029-13x"),
    ],
)
def test_period(zh: Speaker, key: str, every: str | None, said: str) -> None:
    assert zh.period(key, every) == said


def short(measure: str, op: str, by: F, right: F, top: int, base: int) -> Seen:
    value = Value(measure, F(top, base), F(top, base), (top, top), (base, base))
    return Seen(Comparison(measure, op, right), "require", "breached", value, None, by)


def test_a_share_says_how_many_are_lacking(zh: Speaker) -> None:
    lacks = short("coverage", "at_least", F(63, 100) - F(10, 17), F(63, 100), 10, 17)
    assert zh.still_needed(lacks) == (1, 17)
    assert zh.short_by(F(71, 1700), lacks) == "约 4.18 个百分点（71/1700）"
    exceeds = short("coverage", "at_most", F(1, 10), F(1, 2), 12, 20)
    assert zh.still_needed(exceeds) == (2, 20)
    assert zh.short_by(F(1, 10), exceeds) == "10 个百分点"


def test_a_tiny_shortfall_is_never_said_to_be_nothing(zh: Speaker) -> None:
    assert zh.short_by(F(1, 10**9), short("coverage", "at_least", F(1), F(1), 1, 2)).startswith("不到 0.01 个百分点")


def test_right_side_in_words(zh: Speaker) -> None:
    right = Bounds(zh).right
    half = Comparison("member_schools", "at_most", right_measure="teachers", times=F(1, 2), plus=F(3))
    assert right(half) == "“专任教师数”的 1/2加上 3 所"
    assert right(half, count("member_schools", 5)) == "“专任教师数”（4 人）的 1/2加上 3 所（即 5 所）"
    assert right(Comparison("fund", "at_least", F(100_000))) == "10 万元"
    more = Comparison("fund", "at_least", right_measure="fund", plus=F("0.5"))
    assert right(more) == "“集团化办学专项经费”加上 0.50 元"
    a_head = Comparison("fund", "at_least", right_measure="teachers", times=F(500))
    assert right(a_head, Value("fund", F(12_345_600), F(12_345_600))).endswith("（即 12.3456 万元）")
    assert right(Comparison("coverage", "at_least", F(17, 20))) == "85%"
    assert right(Comparison("coverage", "at_least", F(1, 3))) == "1/3"
    assert right(Comparison("model", "is", "联盟型")) == "联盟型"


def test_a_code_of_a_literal_list_is_said_in_the_words_of_the_column_that_knows_the_list() -> None:
    assert lexicon().listed(("council", "office"), "office", "zh") == "集团管理办公室"
    assert lexicon().listed(("council", "nowhere"), "council", "zh") == "council"


def test_an_unknown_measure_and_language() -> None:
    assert lexicon().measure("nowhere") == Measure("nowhere", {"zh": "nowhere"}, "", {"zh": ""}, "rows", "count")
    with pytest.raises(ValueError, match="fr"):
        Phrases("fr")


@pytest.mark.parametrize("width", [4, 10, 33])
def test_folding_keeps_width_and_text(width: int) -> None:
    text = "集团每月至少召开一次（理事会议），研究“发展规划”、records.yaml:1234567890123456 等。" * 2
    lines = wrapped(text, width)
    assert all(columns(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    if width > 10:
        assert not any(line[0] in "，。、）”" or line[-1] in "（“" for line in lines)
    assert wrapped("", width) == ("",)
