"""Cells as people type them: what is certain comes back exact, what is not is asked, and nobody's name is repeated."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.records import spoken, tables
from checker.records.body import NONE
from checker.records.cells import WrongCell, value
from checker.records.sheetwords import Heading, comparable, heading, load
from checker.records.shown import shown
from checker.records.tables import Column
from checker.sheets.grid import Cell

WORDS = {"zh": "列", "en": "column"}


def column(path: str) -> Column:
    table, name = path.split(".")
    return tables.load()[table].columns[name]


INT, MONEY, PERCENT = column("schools.students"), column("funds.amount"), column("surveys.satisfaction")
POINTS, DATE, TEXT = column("assessments.score"), column("meetings.date"), column("schools.name")


def text(written: str) -> Cell:
    return Cell("text", written)


def number(written: str, *, percent: bool = False) -> Cell:
    return Cell("number", written, percent)


def got(one: Column, cell: Cell | str, unit: str | None = None) -> Any:
    """The normalised value, through `cells.value` as the readers take it."""
    said = spoken.read(one, text(cell) if isinstance(cell, str) else cell, unit)
    return value(one, said.raw, typed=False)


def remark(one: Column, cell: Cell | str, unit: str | None = None) -> str:
    said = spoken.read(one, text(cell) if isinstance(cell, str) else cell, unit)
    return said.remark["zh"] if said.remark else ""


def asked(one: Column, cell: Cell | str, unit: str | None = None) -> str:
    """What a person is told, in one line."""
    with pytest.raises(WrongCell) as raised:
        got(one, cell, unit)
    parts = (raised.value.what or "", raised.value.why, raised.value.mend)
    return "|".join(part if isinstance(part, str) else part["zh"] for part in parts)


# ---- nothing, none, zero ----


@pytest.mark.parametrize("blank", ["", " ", "\u3000", "\xa0", "\u200b", "\ufeff \n", "\t"])
@pytest.mark.parametrize(
    "kind", [INT, MONEY, PERCENT, POINTS, DATE, TEXT, column("schools.stage"), column("meetings.schools")]
)
def test_a_blank_is_not_reported(kind: Column, blank: str) -> None:
    assert spoken.read(kind, text(blank)).raw is None
    assert spoken.read(kind, None).raw is None


@pytest.mark.parametrize(
    "path", ["meetings.schools", "meetings.school", "meetings.topics", "schools.aliases", "schools.name"]
)
def test_none_is_a_recorded_absence_and_a_dash_is_asked(path: str) -> None:
    one = column(path)
    for written in ("无", " 无 ", "none", "（无）"):
        assert got(one, written) == NONE
    for dash in ("—", "－", "-", "–", "/", "／", "※", "——", "———", "—\u3000—"):
        assert "是没有（填“无”）还是未报（留空）？" in asked(one, dash)


def test_none_and_dashes_where_there_is_no_none() -> None:
    for one in (INT, MONEY, PERCENT, POINTS):
        for written in ("无", "—", "/"):
            assert "是没有（填 0）还是未报（留空）？" in asked(one, written)
        assert got(one, "0") == 0
        assert got(one, number("0")) == 0
    assert "这一列不能填“无”" in asked(DATE, "无")
    assert "请填“是”或“否”" in asked(column("schools.legal_person"), "无")
    assert got(column("members.plaque"), "无") == "none", "where 无 is an option it is that option"
    assert got(column("schools.section"), "无（整所学校）") == "none"


@pytest.mark.parametrize("written", ["不详", "未知", "待定", "暂无", "同上", "〃", "见附件", "N/A", "?", "？", "待 定"])
@pytest.mark.parametrize("kind", [INT, MONEY, PERCENT, DATE, TEXT, column("schools.stage"), column("meetings.schools")])
def test_words_for_not_known_are_no_value(kind: Column, written: str) -> None:
    assert "尚不掌握请留空" in asked(kind, written)


def test_an_end_that_is_not_there_yet() -> None:
    assert spoken.read(column("members.to"), text("至今")).raw is None
    assert "尚未结束" in remark(column("members.to"), "至今")
    asked(DATE, "至今")


@pytest.mark.parametrize("path", ["posts.to", "members.to", "resources.ended", "organs.dissolved", "groups.ended"])
@pytest.mark.parametrize("written", ["—", "无", "不详", "待定", "/", "没有"])
def test_where_empty_means_ongoing_nobody_is_told_to_leave_it_empty(path: str, written: str) -> None:
    said = asked(column(path), written)
    assert f"仍在继续的留空；已经结束的填{column(path).label['zh']}，只知月份写 年-月" in said
    assert "请留空" not in said and "（留空）" not in said


def test_where_empty_means_ongoing_none_is_refused_in_records_too() -> None:
    with pytest.raises(WrongCell) as raised:
        value(column("posts.to"), "无", typed=True)
    assert isinstance(raised.value.mend, dict) and "已经结束的填止" in raised.value.mend["zh"]


@pytest.mark.parametrize("mark", ["○", "◯", "●", "△", "□", "☆", "○ ○", "■"])
@pytest.mark.parametrize("kind", [INT, MONEY, PERCENT, DATE, TEXT, column("schools.stage"), column("meetings.schools")])
def test_a_mark_is_no_value(kind: Column, mark: str) -> None:
    assert "含义不明" in asked(kind, mark)


def test_a_circle_within_a_numeral_is_a_nought() -> None:
    assert got(INT, "〇") == 0 and got(INT, "二○二三") == 2023
    assert got(DATE, "二○二三年九月") == "2023-09"


@pytest.mark.parametrize("written", ["没有", "未", "无", "没", "尚无"])
def test_absence_is_asked_where_yes_or_no_is_meant(written: str) -> None:
    assert "请填“是”或“否”" in asked(column("schools.legal_person"), written)


# ---- what the format of a cell shows ----


def shows(written: str, unit: str) -> Cell:
    return Cell("number", written, False, unit)


def test_the_unit_that_a_format_shows_is_read() -> None:
    assert got(MONEY, shows("1.28", "万")) == got(MONEY, shows("1.28", "万元")) == 1_280_000
    assert remark(MONEY, shows("1.28", "万")) == "按单元格格式的单位“万”计为 12800"
    assert got(MONEY, shows("12800.5", "元")) == 1_280_050 and remark(MONEY, shows("12800.5", "元")) == ""
    assert got(INT, shows("1.2", "万")) == 12_000 and got(INT, shows("12", "人")) == 12
    assert got(MONEY, shows("1.28", "万"), "万元") == 1_280_000
    assert got(MONEY, shows("500", "RMB")) == 50_000


@pytest.mark.parametrize(
    ("kind", "unit"),
    [(MONEY, "元/人"), (MONEY, ",万"), (MONEY, ","), (MONEY, "约"), (INT, "元"), (MONEY, "人"), (POINTS, "万"),
     (PERCENT, "万"), (TEXT, "万"), (column("schools.id"), "s")],
)  # fmt: skip
def test_a_unit_of_a_format_that_does_not_fit_is_asked(kind: Column, unit: str) -> None:
    asked(kind, shows("12", unit))


# ---- whole numbers ----


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("12", 12), ("１２", 12), ("12.0", 12), ("1,200", 1200), ("１，２００", 1200), ("两次", 2), ("2次", 2),
        ("十二人", 12), ("12 人", 12), ("二十", 20),
        ("共3次", 3), ("共 三 次", 3), ("一百二十", 120), ("一百零五名", 105), ("〇", 0), ("零次", 0), ("1.2万", 12000),
        ("三千", 3000), ("3千", 3000), ("1.2万人", 12000),
        ("\u30002 次\xa0", 2), ("007", 7), ("1000000000", 1_000_000_000), ("2023年", 2023), ("二〇二三", 2023), ("十", 10),
        ("贰拾", 20), ("实有12人", 12),
    ],
)  # fmt: skip
def test_whole_numbers(written: str, expected: int) -> None:
    assert got(INT, written) == expected
    assert remark(INT, written) == ""


@pytest.mark.parametrize(
    ("cell", "expected"), [(number("12"), 12), (number("12.0"), 12), (number("0"), 0), (number("12000"), 12000)]
)
def test_whole_numbers_in_number_cells(cell: Cell, expected: int) -> None:
    assert got(INT, cell) == expected


APPROXIMATE = [
    "约240", "大约240", "近百", "将近240", "240左右", "240上下", "240余人", "两百余", "不足50", "不到50人", "50以上",
    "50以下", "至少50", "不少于50", "不超过50", "超过50",
    "逾50", "多次", "若干", "十几", "几十", "数十人", "上百人", "50多", "二十多人", "十来人", "50+", ">50", "≥50", "~50",
    "≈50", "50?", "五十几", "百余", "几次", "许多",
    "约二十", "二十左右", "近 50", "约１２０", "50人以内", "每学期2次", "半数", "一半", "百八十", "千把人", "240（约）",
    "（约）240", "2次以上", "平均12",
]  # fmt: skip
UNCLEAR = [
    "3-5",
    "3～5次",
    "三至五次",
    "两三次",
    "三五次",
    "3、5",
    "1 2",
    "12 000",
    "3次/学期",
    "第3次",
    "①",
    "2²",
    "½",
    "12。5",
    "1,20",
    "1,2000",
    "一二",
    "5/10",
    "12人3次",
    "1e3",
    "0x10",
    "٣",
    "+5",
    "全部",
]


@pytest.mark.parametrize("written", [*APPROXIMATE, *UNCLEAR])
@pytest.mark.parametrize("kind", [INT, MONEY, POINTS, PERCENT])
def test_what_is_not_exact_is_never_a_number(kind: Column, written: str) -> None:
    asked(kind, written)
    for unit in ("%", "‰", "元", "万元"):
        asked(PERCENT, f"{written}{unit}")
        asked(MONEY, f"{written}{unit}")


def test_what_is_asked_about_numbers() -> None:
    assert asked(INT, "约240") == "不是确数|请填实有数|例如 120"
    assert "是一个范围" in asked(INT, "3-5")
    assert "不是整数" in asked(INT, number("1.5"))
    assert "不是整数" in asked(INT, "1.5")
    assert "是负数" in asked(INT, number("-3"))
    assert "是负数" in asked(INT, "－3")
    assert "被表格当作了日期" in asked(INT, Cell("date", "2024-03-05")), "3-5 as Excel takes it"
    assert "是百分数" in asked(INT, number("0.12", percent=True))
    assert "的单位“元”不合" in asked(INT, "12元")
    assert "是逻辑值" in asked(INT, Cell("yesno", "TRUE"))


def test_counted_in_something_else_than_the_column() -> None:
    lessons = column("activities.lessons")
    assert got(lessons, "12节") == 12
    assert got(lessons, "12个") == 12
    assert got(INT, "12人") == got(INT, "12次") == 12, "a column that states no unit takes any"
    assert asked(lessons, "12人") == "的单位是“人”|表头的单位是“节”|请按“节”填数"
    assert asked(INT, "12次", "人") == "的单位是“次”|表头的单位是“人”|请按“人”填数"
    assert got(INT, "12名", "人") == 12
    assert got(INT, "1.2", "万人") == 12000
    assert "表头单位“%”不合" in asked(INT, "12", "%")


# ---- money ----


@pytest.mark.parametrize(
    ("written", "fen"),
    [
        ("12,000", 1_200_000), ("12000元", 1_200_000), ("1.2万", 1_200_000), ("1.2万元", 1_200_000), ("￥12000", 1_200_000),
        ("¥1.2万元", 1_200_000), ("2亿", 20_000_000_000),
        ("三万元", 3_000_000), ("叁万伍仟元整", 3_500_000), ("人民币12000元", 1_200_000), ("1.234567万元", 1_234_567),
        ("0.01", 1), ("12000.50", 1_200_050), ("12,000.5元", 1_200_050),
        ("1,200万元", 1_200_000_000), ("１．２万", 1_200_000), ("0.1", 10), ("0.29", 29), ("1.10", 110), ("RMB 500", 50_000),
        ("3千", 300_000), ("1.5亿元", 15_000_000_000),
    ],
)  # fmt: skip
def test_money(written: str, fen: int) -> None:
    assert got(MONEY, written) == fen


def test_money_under_a_heading_with_a_unit() -> None:
    assert got(MONEY, number("1.2"), "万元") == got(MONEY, "1.2", "万元") == 1_200_000
    assert got(MONEY, number("1.2"), "万") == 1_200_000
    assert got(MONEY, number("0.07"), "万元") == 70_000
    assert got(MONEY, number("1.2"), "元") == 120
    assert remark(MONEY, number("1.2"), "万元") == remark(MONEY, "1.2万元", "万元") == ""
    assert got(MONEY, "12000元", "万元") == 1_200_000
    assert remark(MONEY, "12000元", "万元") == "按所写单位计为 12000元，未按表头的单位"
    assert got(MONEY, "1.2万元", "元") == 1_200_000
    assert remark(MONEY, "1.2万元", "元") != ""
    assert got(MONEY, "1.2万", "万元") == 1_200_000
    assert "按表头的“万元”" in asked(MONEY, "3千", "万元")
    assert "按表头的“万元”" in asked(MONEY, "三", "万元")
    assert "小数位过多" in asked(MONEY, "1.2345678万元")
    assert "例如 12345.68" in asked(MONEY, "1.2345678", "万元")
    assert "表头单位“人”不合" in asked(MONEY, "3", "人")


@pytest.mark.parametrize(
    "written", ["约3万", "3万左右", "3万余元", "近3万元", "-500", "(500)", "5角", "12次", "3万-5万", "86%"]
)
def test_money_that_is_asked(written: str) -> None:
    asked(MONEY, written)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("'2022-09", "2022-09"), ("’2022-09-05", "2022-09-05"), ("' 2022.9.5", "2022-09-05"),
        ("2024年8月31日（周六）", "2024-08-31"), ("2024-08-31 (星期六)", "2024-08-31"), ("2024.9.1（星期天）", "2024-09-01"),
        ("2024.9.1(礼拜日)", "2024-09-01"),
    ],
)  # fmt: skip
def test_what_is_certain_beside_a_date_is_dropped(written: str, day: str) -> None:
    assert got(DATE, written) == day


# ---- percentages and points ----


@pytest.mark.parametrize(("written", "millionths"), [("九成五", 950_000), ("9成5", 950_000), ("九成", 900_000)])
def test_tenths(written: str, millionths: int) -> None:
    assert got(PERCENT, written) == millionths
    asked(INT, written)
    for not_exact in (f"近{written}", f"{written}多", f"{written}左右"):
        asked(PERCENT, not_exact)


@pytest.mark.parametrize(
    ("cell", "millionths"),
    [
        (text("10%"), 100_000), (text("１０％"), 100_000), (text("百分之十"), 100_000), (text("百分之10"), 100_000),
        (text("10.5％"), 105_000), (text("十成"), 1_000_000),
        (text("八成"), 800_000), (text("5‰"), 5_000), (text("千分之五"), 5_000), (text("百分之百"), 1_000_000),
        (text("百分之八十六点五"), 865_000), (text("10 %"), 100_000), (text("0%"), 0),
        (text("二分之一"), 500_000), (number("0.1", percent=True), 100_000), (number("1", percent=True), 1_000_000),
        (number("0.865", percent=True), 865_000), (number("0.1"), 100_000),
        (text("0.1"), 100_000), (number("0"), 0), (text("100%"), 1_000_000), (text("86.5432%"), 865_432), (text("十%"), 100_000),
    ],
)  # fmt: skip
def test_percentages(cell: Cell, millionths: int) -> None:
    assert got(PERCENT, cell) == millionths


def test_percentages_that_are_asked_or_remarked() -> None:
    assert remark(PERCENT, number("0.1")) == remark(PERCENT, "0.1") == "0.1 按 10% 计"
    assert remark(PERCENT, "10%") == remark(PERCENT, number("0.1", percent=True)) == remark(PERCENT, number("0")) == ""
    assert "是 10% 吗？" in asked(PERCENT, number("10"))
    assert "是 10% 吗？" in asked(PERCENT, "10")
    assert "是 1% 还是 100%？" in asked(PERCENT, number("1"))
    assert "是 86.5% 吗？" in asked(PERCENT, "86.5")
    assert "是 10% 吗？" in asked(PERCENT, "十")
    assert "0—100" in asked(PERCENT, "120%")
    assert "0—100" in asked(PERCENT, number("1.2", percent=True))
    assert "例如 33.3333%" in asked(PERCENT, number("0.333333333333333", percent=True))
    assert "小数位过多" in asked(PERCENT, "三分之一")
    assert "不是确数" in asked(PERCENT, "90%以上")
    assert "范围" in asked(PERCENT, "85%-90%")
    assert "是负数" in asked(PERCENT, "-5%")


def test_a_percent_sign_in_the_heading() -> None:
    assert (
        got(PERCENT, number("10"), "%")
        == got(PERCENT, "10%", "%")
        == got(PERCENT, number("0.1", percent=True), "%")
        == 100_000
    )
    assert got(PERCENT, number("5"), "‰") == 5_000
    assert "是 0.1% 还是 10%？" in asked(PERCENT, number("0.1"), "%")
    assert "是 1% 还是 100%？" in asked(PERCENT, number("1"), "%")


@pytest.mark.parametrize(
    ("written", "expected"),
    [("86.5", 8650), ("86.5分", 8650), ("八十六分", 8600), ("８６", 8600), ("0", 0), ("8.25 分", 825)],
)
def test_points(written: str, expected: int) -> None:
    assert got(POINTS, written) == expected


@pytest.mark.parametrize("written", ["优秀", "86%", "86万", "86.555", "-1", "86/100", "86人", "八成"])
def test_points_that_are_asked(written: str) -> None:
    asked(POINTS, written)


# ---- dates ----


@pytest.mark.parametrize(
    "cell",
    [
        Cell("date", "2024-08-31"), Cell("date", "2024-08-31 08:30"), number("20240831"),
        *map(text, [
            "2024.8.31", "2024/8/31", "2024-8-31", "2024年8月31日", "2024年8月31", "2024 年 8 月 31 日", "20240831",
            "２０２４．８．３１", "２０２４年８月３１日", "2024.08.31.",
        ]),
        *map(text, [
            "二〇二四年八月三十一日", "二零二四年八月三十一日", "2024-08-31 00:00", "2024-08-31 00:00:00", "2024/8/31 8:30",
            "2024-08-31T08:30:00", "2024年8月31号", "2024.8/31",
        ]),
    ],
)  # fmt: skip
def test_a_day(cell: Cell) -> None:
    assert spoken.read(DATE, cell) == spoken.Spoken("2024-08-31")
    assert got(DATE, cell) == "2024-08-31"


@pytest.mark.parametrize(
    "cell",
    [
        number("2024.08"),
        number("2024.8"),
        *map(text, ["2024.08", "2024.8", "2024年8月", "2024年8月份", "2024-08", "2024/8", "二〇二四年八月"]),
    ],
)
def test_a_month(cell: Cell) -> None:
    assert got(DATE, cell) == "2024-08"


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (text("8.31"), "没有年份"), (number("8.31"), "没有年份"), (text("8月31日"), "没有年份"), (text("8月"), "没有年份"),
        (text("24.8.31"), "是 2024-08-31 吗？"), (text("24年8月31日"), "是 2024-08-31 吗？"),
        (text("2024"), "只有年份"), (number("2024"), "只有年份"), (text("2024年"), "只有年份"),
        (text("2024-2025"), "一段时间"), (text("2024-2025学年"), "一段时间"), (text("2024年秋季"), "不是确切的日期"),
        (text("9月初"), "不是确切的日期"), (text("2024年9月初"), "不是确切的日期"),
        (text("2024年9月中旬"), "不是确切的日期"), (text("2024.8.31-9.2"), "一段时间"),
        (text("2024.8.31至2024.9.2"), "一段时间"),
        (text("2024年8月31日—9月2日"), "一段时间"), (text("13/8/2024"), "哪个是月"), (text("8/13/2024"), "哪个是月"),
        (text("2024-02-30"), "没有这一天"), (text("20240230"), "没有这一天"),
        (text("2024.13.1"), "没有这一天"), (text("2024.0.1"), "没有这一天"), (text("202408"), "是 2024-08 吗？"),
        (text("45535"), "是 2024-08-31 吗？"), (text("约2024年8月"), "不是确切的日期"),
        (text("2024年8月前后"), "不是确切的日期"), (number("2024.1"), "2024-01 还是 2024-10"),
        (text("2024.1"), "2024-01 还是 2024-10"), (text("1024.8.31"), "年份填对了吗"), (text("去年8月"), "不是日期"),
        (number("-45535"), "不是日期"), (number("45535", percent=True), "不是日期"), (text("二四年八月"), "不是日期"),
        (text("2024.8.31、2024.9.1"), "不是日期"), (text("2122-09-05"), "年份填对了吗"),
        (text("1022-09-05"), "年份是 1022"), (Cell("date", "1905-03-01"), "年份填对了吗"),
        (text("约2022-09"), "不是确切的日期"), (text("2024-08-31 下午"), "是 2024-08-31 吗"),
        (text("2024-8-31起"), "是 2024-08-31 吗"), (text("2024-O8-31"), "不是日期"), (text("2023年9月至今"), "一段时间"),
        (text("2024年8月31日（周日）"), "2024-08-31 是星期六"), (number("36525"), "不是日期"),
        (Cell("yesno", "TRUE"), "逻辑值"),
    ],
)  # fmt: skip
def test_a_date_that_is_asked(cell: Cell, said: str) -> None:
    assert said in asked(DATE, cell)


@given(st.integers(36526, 73050), st.sampled_from(["", ".0", ".5", ".354166666666667"]))
def test_a_serial_number_is_a_day_and_said(serial: int, time: str) -> None:
    day = (date(2000, 1, 1) + timedelta(days=serial - 36526)).isoformat()
    assert got(DATE, number(f"{serial}{time}")) == day
    assert day in remark(DATE, number(f"{serial}{time}"))


# ---- properties ----

DIGITS = "零一二三四五六七八九"


def in_words(whole: int) -> str:
    """A whole number below a hundred million, as it is read aloud."""
    high, low = divmod(whole, 10000)
    words = (_section(high) + "万" if high else "") + (
        ("零" if high and low and low < 1000 else "") + _section(low) if low or not high else ""
    )
    return re.sub(r"^一十", "十", words)


def _section(part: int) -> str:
    if part == 0:
        return "零"
    said = "".join(
        DIGITS[int(digit)] + (unit if digit != "0" else "") for digit, unit in zip(f"{part:04}", "千百十 ", strict=True)
    )
    return re.sub("零+", "零", said.replace(" ", "")).strip("零")


def wide(written: str) -> str:
    return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in written)


@given(st.integers(0, 99_999_999), st.sampled_from(["", "人", " 人", "次", "名"]), st.sampled_from(["", "共", "共 "]))
def test_every_way_to_write_a_whole_number(whole: int, unit: str, before: str) -> None:
    for written in (str(whole), f"{whole:,}", wide(str(whole)), f"{whole}.0", in_words(whole)):
        assert got(INT, f"{before}{written}{unit}") == whole, written
    assert got(INT, number(str(whole))) == whole


@given(st.integers(0, 10**13))
def test_every_way_to_write_money(fen: int) -> None:
    yuan = Decimal(fen).scaleb(-2)
    plain, ten_thousands = format(yuan, "f"), format(yuan.scaleb(-4), "f")
    for written in (
        plain,
        f"{plain}元",
        f"¥{plain}",
        f"{yuan:,}",
        wide(plain),
        f"{ten_thousands}万元",
        f"{ten_thousands} 万",
        f"人民币{plain}元整",
    ):
        assert got(MONEY, written) == fen, written
    assert got(MONEY, number(plain)) == fen
    assert got(MONEY, number(ten_thousands), "万元") == fen
    assert got(MONEY, f"{ten_thousands}万元", "元") == fen


@given(st.integers(0, 1_000_000))
def test_every_way_to_write_a_percentage(millionths: int) -> None:
    percent, share = format(Decimal(millionths).scaleb(-4), "f"), format(Decimal(millionths).scaleb(-6), "f")
    for written in (f"{percent}%", f"{percent}％", f"{percent} %", wide(percent) + "％", f"百分之{percent}"):
        assert got(PERCENT, written) == millionths, written
    assert got(PERCENT, number(share, percent=True)) == millionths
    if millionths < 1_000_000:
        assert got(PERCENT, number(share)) == millionths
        assert bool(remark(PERCENT, number(share))) == (millionths > 0)
    if millionths > 10_000:
        assert got(PERCENT, number(percent), "%") == millionths
        asked(PERCENT, number(percent))


@given(st.dates(date(1950, 1, 1), date(2100, 12, 31)))
def test_every_way_to_write_a_day(day: date) -> None:
    year, month, number_ = day.year, day.month, day.day
    worded = "".join(DIGITS[int(digit)] for digit in str(year)).replace("零", "〇")
    for written in (
        day.isoformat(), f"{year}.{month}.{number_}", f"{year}/{month}/{number_}", f"{year}-{month}-{number_}",
        f"{year}年{month}月{number_}日", f"{year}{month:02}{number_:02}",
        f"{worded}年{in_words(month)}月{in_words(number_)}日", wide(f"{year}.{month}.{number_}"), f"{day} 00:00", f"{day} 8:05",
    ):  # fmt: skip
        assert spoken.read(DATE, text(written)) == spoken.Spoken(day.isoformat()), written
    assert got(DATE, Cell("date", day.isoformat())) == day.isoformat()
    assert got(DATE, f"{year}年{month}月") == got(DATE, f"{year}-{month:02}") == day.isoformat()[:7]


@given(
    st.integers(0, 10**8),
    st.sampled_from(
        [
            "约{}",
            "近{}",
            "不足{}",
            "{}左右",
            "{}以上",
            "{}余",
            "{}多",
            "超过{}",
            "{}上下",
            "至少{}",
            "{}+",
            ">{}",
            "大约{}人",
            "{}余人",
            "{}来人",
        ]
    ),
)
def test_no_form_of_an_approximate_value_is_a_number(whole: int, form: str) -> None:
    for written in (
        str(whole),
        f"{whole:,}",
        in_words(whole % 10**8),
        wide(str(whole)),
        f"{whole}万",
        f"{whole}%",
        f"{whole}元",
    ):
        for kind in (INT, MONEY, POINTS, PERCENT):
            asked(kind, form.format(written))


@given(st.text(max_size=12))
def test_any_text_is_read_or_asked_in_both_languages(written: str) -> None:
    for kind in (
        INT,
        MONEY,
        POINTS,
        PERCENT,
        DATE,
        TEXT,
        column("schools.stage"),
        column("meetings.topics"),
        column("meetings.schools"),
        column("schools.legal_person"),
    ):
        try:
            got(kind, written)
        except WrongCell as wrong:
            for part in (wrong.what, wrong.why, wrong.mend):
                assert not part or isinstance(part, str) or {*part} == {"zh", "en"}


# ---- options, yes and no, lists, text ----


@pytest.mark.parametrize(
    "path",
    [f"{table.name}.{one.name}" for table in tables.load().values() for one in table.columns.values() if one.codes],
)
def test_every_option_is_known_by_key_and_label_however_wide_or_cased(path: str) -> None:
    one = column(path)
    for key, label in (one.codes or {}).items():
        expected = (key,) if one.type == "codes" else key
        for written in (
            key,
            label,
            key.upper(),
            f" {label}\u3000",
            label.replace("（", "(").replace("）", ")"),
            " ".join(label),
            wide(key),
            label.replace("、", "，"),
        ):
            assert got(one, written) == expected, written
    if one.type == "codes":
        for separator in "、，,；;/\n":
            assert got(one, separator.join((one.codes or {}).values())) == tuple(one.codes or ())


def test_what_is_no_option() -> None:
    stage = column("schools.stage")
    assert "是否想写 小学？" in asked(stage, "小")
    assert "是否想写 九年一贯制？" in asked(stage, "九年一贯")
    assert "只填一项" in asked(stage, "小学、初中")
    assert "未报请留空" in asked(stage, "—")
    assert asked(column("documents.kind"), "别的什么东西") == "不是选项|应为 45 个选项之一|例如 发展规划", (
        "no list of all"
    )


@pytest.mark.parametrize("written", ["是", "√", "✓", "✔", "有", "对", "Y", "y", "YES", "Ｙ", "true"])
def test_yes(written: str) -> None:
    assert got(column("schools.legal_person"), written) == "yes"
    assert got(column("schools.legal_person"), Cell("yesno", "TRUE")) == "yes"


@pytest.mark.parametrize("written", ["否", "×", "✗", "N", "no", "FALSE", "不是"])
def test_no(written: str) -> None:
    assert got(column("schools.legal_person"), written) == "no"
    assert got(column("schools.legal_person"), Cell("yesno", "FALSE")) == "no"


@pytest.mark.parametrize(
    "cell", [text("○"), text("V"), text("x"), text("1"), number("1"), number("0"), text("不详"), text("是、否")]
)
def test_neither_yes_nor_no(cell: Cell) -> None:
    asked(column("schools.legal_person"), cell)


def test_lists() -> None:
    schools, names = column("meetings.schools"), column("schools.aliases")
    for written in ("s1、s2", "s1，s2", "s1,s2", "s1；s2", "s1;s2", "s1/s2", "s1\ns2", "s1\r\ns2", " s1 、 s2、"):
        assert got(schools, written) == ("s1", "s2"), written
    assert spoken.read(schools, text("第一小学（东、西校区）、第二小学")).raw == ["第一小学（东、西校区）", "第二小学"]
    assert got(schools, number("1")) == ("1",)
    assert got(names, "一小") == ("一小",)
    assert "既有“无”又有内容" in asked(schools, "无、s1")
    assert "含义不明" in asked(schools, "、")
    assert "不是选项" in asked(column("meetings.topics"), "、")
    assert "各项不得重复" in asked(schools, "s1、s1")


@pytest.mark.parametrize(
    "name",
    [
        '=HYPERLINK("http://example.invalid")',
        "+cmd",
        "-1+1",
        "@SUM",
        "䶮㛃小学",
        "𠮷小学",
        "葛󠄀城小学",
        "①号校",
        "ＡＢＣ学校",
        "“甲”校",
        "甲/乙",
        "第一  小学",
    ],
)
def test_text_stays_as_typed(name: str) -> None:
    assert spoken.read(TEXT, text(f"\u3000{name} ")) == spoken.Spoken(name)


@pytest.mark.parametrize(
    ("written", "clean"),
    [("第一\u200b小学", "第一小学"), ("\u202e小学甲", "小学甲"), ("甲\u2066校\u2069", "甲校"), ("\ufeff甲校", "甲校")],
)
def test_marks_that_nobody_sees_are_left_out_and_told(written: str, clean: str) -> None:
    for path in ("schools.name", "schools.id", "schools.campus_of"):
        assert spoken.read(column(path), text(written)).raw == clean
        assert "看不见的控制符" in remark(column(path), written)
    assert got(column("schools.aliases"), written) == (clean,)
    assert got(INT, "1\u200b2\u202c") == 12


def test_numbers_where_text_is_wanted() -> None:
    for path in ("schools.id", "schools.name", "schools.campus_of"):
        one = column(path)
        assert got(one, number("1")) == "1"
        assert got(one, number("20240001")) == "20240001"
        assert got(one, text("001")) == "001"
        assert "已失原样" in asked(one, number("12345678901234567000"))
        assert "已失原样" in asked(one, number("0.1", percent=True))
        assert "当作了日期" in asked(one, Cell("date", "2024-01-02"))


def test_cells_without_a_value_and_numbers_of_persons() -> None:
    for one in (INT, TEXT, DATE, column("schools.stage")):
        assert "是公式错误" in asked(one, Cell("error", "#N/A"))
        assert "没有计算结果" in asked(one, Cell("formula", "=SUM(A1:A9)"))
        assert "电话号码" in asked(one, "０３７７－６３１１２３４５")
        assert "13812345678" not in asked(one, "138\u200b12345678")


# ---- what a message repeats ----


def said(one: Column, cell: Cell | str, table: str = "schools") -> str:
    return shown(one, text(cell) if isinstance(cell, str) else cell, table)["zh"]


def test_values_are_shown() -> None:
    assert said(INT, "约240") == "“约240”"
    assert shown(INT, text("约240"))["en"] == " `约240`"
    for written in (
        "十几",
        "若干",
        "3-5",
        "240余人",
        "多次",
        "—",
        "不详",
        "1.5",
        "两三次",
        "近百",
        "不足50",
        "近九成",
        "二十多人",
        "几次",
    ):
        assert said(INT, written) == f"“{written}”"
    assert said(PERCENT, number("0.1", percent=True)) == "“10%”"
    assert said(PERCENT, number("0.8655", percent=True)) == "“86.55%”"
    assert said(PERCENT, number("1", percent=True)) == "“100%”"
    assert said(DATE, "2024年9月初") == "“2024年9月初”"
    assert said(column("schools.stage"), "小") == "“小”"
    assert said(column("schools.stage"), "九年一贯") == "“九年一贯”"
    assert said(column("schools.stage"), "prmary") == "“prmary”"
    assert said(column("meetings.school"), "s99") == "“s99”"
    assert said(INT, Cell("error", "#N/A")) == "“#N/A”"


@pytest.mark.parametrize(
    "name",
    [
        "李某某",
        "欧阳某",
        "阿依·古丽",
        "李某",
        "李某等12人",
        "12人（李某某）",
        "Zhang San",
        "张三",
        "张三等12人",
        "余秋",
        "万秋一",
        "买买提·吐尔逊",
    ],
)
@pytest.mark.parametrize(
    "kind",
    [
        INT,
        MONEY,
        PERCENT,
        DATE,
        column("schools.stage"),
        column("meetings.school"),
        column("schools.legal_person"),
        column("schools.id"),
    ],
)
def test_what_may_name_somebody_is_not_shown(kind: Column, name: str) -> None:
    assert said(kind, name) == ("“Zhang San”" if name.isascii() and kind.type in ("id", "link") else "")


def test_other_things_that_are_not_shown() -> None:
    assert said(column("people.subject"), "x", "people") == said(column("people.joined"), "8.31", "people") == ""
    assert said(column("posts.person"), "p1") == said(TEXT, "一小") == said(column("schools.aliases"), "a") == ""
    assert said(INT, "1" * 41) == said(INT, "") == said(INT, "13812345678") == said(INT, "１３８１２３４５６７８") == ""
    assert shown(INT, None) == {"zh": "", "en": ""}
    assert said(INT, "12\u202e3") == "“123”"


# ---- headings and words ----


@pytest.mark.parametrize(
    ("written", "bare", "unit"),
    [
        ("经费（万元）", "经费", "万元"), ("比例(%)", "比例", "%"), ("金额/元", "金额", "元"),
        ("经费（单位：万元）", "经费", "万元"), ("金额：万元", "金额", "万元"), ("满意率％", "满意率", "%"),
        ("在校\n学生数 ( 人 )", "在校学生数", "人"), ("*校 名", "校名", None), ("校名＊", "校名", None),
        ("参加学校（校区）", "参加学校(校区)", None), ("起/止", "起/止", None), ("万元", "万元", None),
        ("ID", "id", None), ("经费〔万元〕", "经费", "万元"), ("发放率‰", "发放率", "‰"),
    ],
)  # fmt: skip
def test_headings(written: str, bare: str, unit: str | None) -> None:
    assert heading(written) == Heading(bare, unit)


def test_aliases_lead_to_columns_that_exist_and_to_one_only() -> None:
    words, schemas = load(), tables.load()
    general = {name for table in schemas.values() for name in table.columns}
    for key in words.headings:
        table, _, name = key.rpartition(".")
        assert name in (schemas[table].columns if table else general), key
    assert {*words.tables} == {*schemas}
    for table in schemas.values():
        taken: dict[str, str] = {}
        for one in table.columns.values():
            own = {heading(label).bare for label in one.label.values()} | {
                *words.headings.get(f"{table.name}.{one.name}", ())
            }
            for alias in own:
                assert taken.setdefault(alias, one.name) == one.name, f"{table.name}: {alias}"


def test_words_are_kept_apart() -> None:
    words = load()
    assert not {*words["yes"]} & {*words["no"]}
    assert not {*words["placeholders"]} & {*words["yes"], *words["no"], *words["lasting"]}
    for table in tables.load().values():
        for one in table.columns.values():
            labels = [comparable(label) for label in (one.codes or {}).values()]
            assert len(labels) == len({label.replace("、", "") for label in labels}), one.name
            assert not {*labels} & {*words["placeholders"]}, one.name
    assert {unit.kind for unit in words.units.values()} == {"money", "percent", "points", "int", "scale"}


# ---- names are never repeated, other words are ----

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = ["伟", "芳", "娜", "秀英", "敏", "静", "丽", "强", "磊", "军", "洋", "勇", "艳", "杰", "娟", "涛", "明", "超", "秀兰", "霞", "平", "刚",
         "桂英", "文学", "小学", "志会", "建校", "新级", "国课", "成员", "章", "制", "联席", "教研", "初", "小明", "建国", "志远", "海燕", "会",
         "思源", "子涵", "梓轩", "欣怡", "浩然", "一诺", "宇航", "诗涵", "雨泽", "佳琪", "晓东", "立春", "学军", "培", "训", "民", "班",
         "校", "园", "部"]  # fmt: skip
OTHERS = ["阿依·古丽", "买买提·吐尔逊", "才旦卓玛", "扎西", "欧阳娜娜", "司马光", "诸葛亮", "阿依古丽", "巴图", "古力娜扎", "Zhang San", "张 三",
          "张三、李四", "张三（校长）", "校长：张三", "阿不都热西提", "娜仁托娅"]  # fmt: skip
CODED = [one for table in tables.load().values() for one in table.columns.values() if one.codes and one.type != "yesno"]


@given(st.sampled_from(CODED), st.sampled_from(SURNAMES), st.sampled_from(GIVEN))
def test_a_name_in_a_column_of_options_is_hidden(one: Column, surname: str, given_name: str) -> None:
    name = f"{surname}{given_name}"
    said = shown(one, text(name))["zh"]
    ends = any(name.endswith(word) for word in ("小学", "教研"))
    assert said == "" or ends or name in (one.codes or {}).values(), (name, one.label)


@pytest.mark.parametrize("name", OTHERS)
@pytest.mark.parametrize("path", ["documents.kind", "schools.stage", "meetings.kind", "posts.post", "steps.step"])
def test_other_names_are_hidden_too(path: str, name: str) -> None:
    assert shown(column(path), text(name))["zh"] == ""


@pytest.mark.parametrize(
    ("path", "written"),
    [
        ("documents.kind", "集团章程"), ("schools.stage", "初级中学"), ("groups.level", "省级"), ("meetings.kind", "联席会"),
        ("meetings.kind", "工作碰头会议"), ("schools.stage", "高级中学"), ("activities.kind", "教研活动"),
        ("documents.kind", "三年发展规划"),
    ],
)  # fmt: skip
def test_a_wrong_option_that_is_no_name_is_shown(path: str, written: str) -> None:
    assert shown(column(path), text(written))["zh"] == f"“{written}”"
