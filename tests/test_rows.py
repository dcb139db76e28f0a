"""Which rows of a sheet are records, and which cells hold a number of a person."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.errors import PERSONAL_NUMBER
from checker.records import rows, tables
from checker.records.private import personal
from checker.records.rows import Rows
from checker.sheets.grid import Book, Cell, Grid

SCHOOLS = {"id": 1, "name": 2, "students": 3}
HEADINGS = ["编号", "校名", "在校学生数"]


def grid(*lines: list[Any], name: str = "学校", **more: Any) -> Grid:
    """Numbers are number cells, everything else text; None is empty."""
    cells = {
        (row, column): Cell("number" if isinstance(value, int | float) else "text", str(value))
        for row, line in enumerate(lines, 1)
        for column, value in enumerate(line, 1)
        if value is not None
    }
    return Grid(name, cells, len(lines), max(map(len, lines)), **more)


def read(*lines: list[Any], table: str = "schools", columns: dict[str, int] = SCHOOLS, **more: Any) -> Rows:
    return rows.records(grid(HEADINGS, *lines, **more), 1, columns, table=tables.load()[table])


def told(found: Rows) -> list[tuple[int, str]]:
    return [(row, words["zh"]) for row, words in found.notes]


def test_blank_rows_are_skipped_in_silence() -> None:
    found = read(["s1", "第一小学", 300], [None, None, None], [" ", "\u3000", "\u200b"], ["s2", "第二小学", 0])
    assert found == Rows((2, 5))


@pytest.mark.parametrize(
    "line",
    [
        ["合计", None, 620], [None, "合计", 620], ["合 计", None, 620], ["合计：", None, 620], ["总计", None, None],
        ["小计（人）", None, 620],
        ["全区合计", None, 620], ["城区小计", None, 310], ["城区", "小计", 310], [3, "合计", 620], ["平均", None, 310],
        ["平均值", None, 310], ["累计", None, 620],
        ["共计12所", None, 620], ["本页小计", None, 620], ["Total", None, 620], ["总　计", None, "620人"],
        ["第一小学合计", None, 300], ["（合计）", None, 300], ["共计：3所", None, None],
    ],
)  # fmt: skip
def test_a_totals_row_is_never_a_school(line: list[Any]) -> None:
    found = read(["s1", "第一小学", 300], line)
    assert found.records == (2,)
    assert told(found) == [(3, "第 3 行是合计等汇总行，未计入")]


@pytest.mark.parametrize(
    "name",
    [
        "合计镇小学",
        "总数学校",
        "小计村小学",
        "平均街小学",
        "共计小学",
        "累计中学",
        "注溪小学",
        "说明中学",
        "单位路小学",
    ],
)
def test_a_name_that_only_contains_such_a_word_is_a_record(name: str) -> None:
    for line in (["s2", name, 20], [None, name, 20], [name, None, None]):
        assert read(["s1", "第一小学", 300], line) == Rows((2, 3)), line


SURVEYS = {"id": 1, "date": 2, "audience": 3, "respondents": 4, "satisfied": 5}


@pytest.mark.parametrize(
    "line", [[None, None, None, 800, 732], [None, None, None, "800份", 732], [" ", None, None, None, "=SUM(E2:E4)"]]
)
def test_a_row_of_nothing_but_numbers_is_asked_about(line: list[Any]) -> None:
    one = ["u1", "2023-06-15", "教师", 100, 94]
    found = read(one, line, table="surveys", columns=SURVEYS)
    assert (found.records, found.asked, found.notes) == ((2,), (3,), ())


@pytest.mark.parametrize("word", ["总计人数", "以上共4笔", "总额", "本学期合计：", "合计人数（人）", "总数"])
def test_a_row_that_begins_as_a_total_and_goes_on_with_numbers_is_one(word: str) -> None:
    found = read(
        ["u1", "2023-06-15", "教师", 100, 94], [word, None, None, "800", 732], table="surveys", columns=SURVEYS
    )
    assert found.records == (2,) and found.asked == ()
    assert told(found) == [(3, "第 3 行是合计等汇总行，未计入")]
    with_more = read(["总计人数", "2023-06-15", None, 800, 732], table="surveys", columns=SURVEYS)
    assert with_more.records == (2,), "a day makes it a record"


@pytest.mark.parametrize("name", ["6所", "全集团", "六个学校", "共6所", "全县", "各校"])
def test_a_school_that_is_called_by_their_number_is_asked_about(name: str) -> None:
    for line in ([None, name, 3927], ["s7", name, 3927], [None, name, None]):
        found = read(["s1", "第一小学", 300], line)
        assert found.records == (2,), line
        assert found.asked == (3,) or told(found) == [(3, "第 3 行是合计等汇总行，未计入")], line


@pytest.mark.parametrize("name", ["六所街小学", "第6小学", "第十二校", "全集团小学"])
def test_a_school_with_a_number_in_its_name_is_a_record(name: str) -> None:
    assert read([None, name, 20]) == Rows((2,))


def test_columns_of_numbers_alone_leave_nothing_to_ask() -> None:
    assert read([300], columns={"students": 1}).records == (2,)


def test_a_total_of_a_sheet_on_its_side_is_a_column() -> None:
    sheet = grid(HEADINGS, ["s1", "第一小学", 300], ["合计", None, 300], ["总计", None, 300])
    found = rows.records(sheet, 1, SCHOOLS, table=tables.load()["schools"], across=True)
    assert told(found) == [(3, "第 3—4 列各列是合计等汇总列，未计入")]


def test_an_option_of_the_table_is_no_total() -> None:
    label = "集团各校考核分数平均值"
    columns = {"kind": 1, "score": 2}
    sheet = grid(["对象", "分数"], [label, 86], ["集团合计", 86])
    assert rows.records(sheet, 1, columns, table=tables.load()["assessments"]).records == (2,)
    steps = grid(["步骤", "事由"], ["审核", "经费"], ["审核：", None])
    assert rows.records(steps, 1, {"step": 1, "about": 2}, table=tables.load()["steps"]).records == (2,)


def test_a_total_in_the_column_of_a_number_is_a_slip_of_that_row() -> None:
    assert read(["s1", "第一小学", "合计"]).records == (2,)


def test_a_repeated_heading_is_left_out_and_told() -> None:
    found = read(["s1", "第一小学", 300], ["编号", "校 名", "在校学生数"], ["s2", "第二小学", 1], [None, "校名", None])
    assert found.records == (2, 4, 5), "one cell alone may be a value"
    assert told(found) == [(3, "第 3 行重复表头，未计入")]


@pytest.mark.parametrize(
    "line",
    [
        ["注：在校学生数含寄宿生", None, None], ["注1：含寄宿生", None, None], ["填表人：李某", "审核人：李某", None],
        ["填表人", "李某", None], ["单位（盖章）：", None, None],
        ["说明:含寄宿生", None, None], ["备注：", None, None], ["制表", "李某", None],
        ["填报日期：2024年8月31日", None, None], [None, "审核人（签字）：", None], ["※注：含寄宿生", None, None],
        ["以上数据由各校如实填报并加盖公章。", None, None],
        ["1.本表由各学校于每学年开学后一个月内填写，一式两份，分别报区教育局和集团办公室备案", None, None],
        ["单位盖章", None, None], ["联系电话：", None, None],
    ],
)  # fmt: skip
def test_what_stands_below_the_table_is_left_out_and_told(line: list[Any]) -> None:
    found = read(["s1", "第一小学", 300], line)
    assert found.records == (2,)
    assert told(found) == [(3, "第 3 行是表下说明，未计入")]


def test_a_lonely_short_text_may_be_a_school_but_a_wide_one_is_a_title() -> None:
    assert read([None, "第一小学", None]) == Rows((2,))
    wide = read(["一、城区学校", None, None], ["s1", "第一小学", 1], merged=((2, 1, 2, 3),))
    assert wide.records == (3,)
    assert told(wide) == [(2, "第 2 行是分组标题，未计入")]


def test_hidden_rows_are_read_and_told_together() -> None:
    lines = [[f"s{number}", f"第{number}小学", 1] for number in range(1, 7)]
    found = read(*lines, hidden_rows=frozenset({3, 4, 5, 7, 9}))
    assert found.records == (2, 3, 4, 5, 6, 7)
    assert told(found) == [(3, "第 3—5 行各行是隐藏行，已计入"), (7, "第 7 行是隐藏行，已计入")]
    hidden_total = read(["s1", "第一小学", 1], ["合计", None, 1], hidden_rows=frozenset({3}))
    assert told(hidden_total) == [(3, "第 3 行是合计等汇总行，未计入")]


def test_rows_that_fill_only_columns_nobody_reads_are_told_once() -> None:
    sheet = grid(["序号", "校名"], [1, "第一小学"], [2, None], [3, None], [4, None])
    found = rows.records(sheet, 1, {"name": 2})
    assert found.records == (2,)
    assert told(found) == [(3, "第 3—5 行各行只填了不读取的列，未计入")]


def test_the_last_row_and_the_end_of_the_sheet() -> None:
    sheet = grid(HEADINGS, ["s1", "甲校", 1], ["s2", "乙校", 1], ["s3", "丙校", 1])
    assert rows.records(sheet, 1, SCHOOLS, last=3).records == (2, 3)
    assert rows.records(sheet, 1, SCHOOLS, last=99).records == (2, 3, 4)
    assert rows.records(sheet, 4, SCHOOLS).records == ()


def test_csv_cells_are_all_text() -> None:
    found = read(["s1", "第一小学", "300"], ["", "合计", "300"], ["1", "合计", "300"])
    assert found.records == (2,)


NAMES = st.text(alphabet="甲乙丙丁一二三合计总小平均数注说明：:校（）s1 ", min_size=1, max_size=8)


@given(st.lists(st.lists(st.one_of(st.none(), NAMES, st.integers(0, 99)), min_size=3, max_size=3), max_size=8))
def test_every_row_with_something_is_a_record_or_told(lines: list[list[Any]]) -> None:
    found = read(*lines)
    silent = set(range(2, len(lines) + 2)) - set(found.records)
    for row in silent:
        filled = any(str(value).strip() for value in lines[row - 2] if value is not None)
        assert not filled or row in found.asked or any(first <= row for first, _ in found.notes)
    assert len(set(found.records)) == len(found.records) and list(found.records) == sorted(found.records)


# ---- numbers of persons ----

PERSONAL = [
    "110101199003070011", "11010119900307001X", "110101 19900307 0011", "412901670115123", "13812345678", "138 1234 5678", "138-1234-5678",
    "+86 13812345678", "１３８１２３４５６７８", "138\u200b1234\u200b5678", "138—1234—5678", "0377-63112345",
    "(0915)3212345", "（0915）3212345", "0915 3212345", "037763112345",
    "010-62345678", "+86 0377-63112345", "021-6234 5678", "0915—3212345", "电话0377-63112345转801", "联系人（13812345678）", "p13812345678",
]  # fmt: skip
HARMLESS = [
    "20240831", "2024-08-31", "2024.8.31-2024.9.2", "宛职教管〔2023〕8号", "12000.50", "1,234,567,890", "123456789012",
    "0.13812345678", "1234.13812345678", "13800000000.50",
    "12411300418641234", "124113004186412345", "91411300MA3X12345K", "0301-20240901", "030120240901", "001-20240831",
    "2024-0377-001", "ABC-0301-2000123", "410000000012345", "202408311230005",
    "100000000000000", "s1", "0.0377", "2023-2024", "第12345678901234567890号", "3.14159265358979", "123456", "2141000001",
    "0377", "a0377631123456b",
]  # fmt: skip


@pytest.mark.parametrize("text", PERSONAL)
def test_numbers_of_persons_are_found_and_never_repeated(text: str) -> None:
    book = Book("a.xlsx", "", (grid(HEADINGS, [f"甲{text}", "第一小学", 1]),))
    (problem,) = personal(book)
    assert problem.where == "a.xlsx:学校!A2"
    digits = "".join(ch for ch in text if ch.isdigit())
    for lang in ("zh", "en"):
        assert text not in problem.line(lang) and digits[-4:] not in problem.line(lang)


@pytest.mark.parametrize("text", HARMLESS)
def test_other_long_numbers_are_not_taken_for_them(text: str) -> None:
    assert personal(Book("a.csv", "", (grid([text]),))) == []
    assert PERSONAL_NUMBER.sub("…", f"a:1: {text}") == f"a:1: {text}"


@given(st.integers(0, 10**11), st.integers(0, 99))
def test_no_amount_below_ten_milliards_and_no_date_is_taken_for_one(fen: int, day: int) -> None:
    amount = f"{fen // 100}.{fen % 100:02}"
    for text in (amount, str(fen // 100), f"{fen // 100:,}", f"2024{day % 12 + 1:02}{day % 28 + 1:02}"):
        assert not PERSONAL_NUMBER.search(text)


def test_number_cells_that_excel_has_rounded_are_found_in_any_sheet() -> None:
    hidden = grid([None], [None, 110101199003070000], name="附表", hidden=True)
    scientific = grid(["1.10101E+17"], name="导出")
    book = Book("a.xlsx", "", (grid(HEADINGS, ["s1", "第一小学", 13812345678]), hidden, scientific))
    assert [one.where for one in personal(book)] == ["a.xlsx:学校!C2", "a.xlsx:附表!B2", "a.xlsx:导出!A1"]
    dates = Grid("日", {(1, 1): Cell("date", "2024-08-31 08:30")}, 1, 1)
    assert personal(Book("a.xlsx", "", (dates,))) == []


def test_there_is_an_end_to_what_is_listed() -> None:
    many = grid(*[["13812345678"] * 3 for _ in range(500)])
    assert len(personal(Book("a.xlsx", "", (many,)))) == 1000


@pytest.mark.parametrize(
    "text",
    ["联系电话：63123456", "电话 6312345", "办公电话(内线)6312-3456", "Tel: 63123456", "联系方式：８３１２３４５６"],
)
def test_a_telephone_number_behind_its_word_is_found(text: str) -> None:
    (problem,) = personal(Book("x", "", (grid([text]),)))
    assert problem.where == "x:学校!A1" and "312" not in problem.line()


def test_a_telephone_number_beside_its_label_is_found() -> None:
    assert [one.where for one in personal(Book("x", "", (grid(["联系电话", 63123456]),)))] == ["x:学校!B1"]
    assert [one.where for one in personal(Book("x", "", (grid(["联系电话：", "6312 3456"]),)))] == ["x:学校!B1"]


@pytest.mark.parametrize(
    "line",
    [["电话会议20240831"], ["电话", "2024"], ["电话", None, 63123456], ["学生数", 63123456], ["电话会议 12 次"],
     ["金额", 6312345], ["电话费", 123], ["电话会议202409"]],
)  # fmt: skip
def test_other_numbers_are_no_telephone_numbers(line: list[Any]) -> None:
    assert personal(Book("x", "", (grid(line),))) == []


def test_the_name_of_a_sheet_may_hold_no_number_of_a_person() -> None:
    number = "138" + "8801" + "2345"
    (problem,) = personal(Book("x", "", (grid(["甲"]), grid(["乙"], name=f"会议{number}"))))
    assert problem.where == "x" and "第 2 张工作表的名称疑似" in problem.line() and number not in problem.line()
