"""A school's ledger as bureaus get them: titles, units above the table, two-level headings, subtotals, notes, blocks of all kinds
on one sheet. All names are invented."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

SCHOOLS = [
    (1, "第一小学", "公办", 36, 1620, 98, 21, "城区", "甲老师"),
    (2, "第二小学", "公办", 18, 760, 45, 8, "城区", "乙老师"),
    (None, "城区小计", None, 54, 2380, 143, 29, None, None),
    (3, "第三小学", "民办", 12, 400, 30, 2, "镇", "丙老师"),
    ("合 计", None, None, 66, 2780, 173, 31, None, None),
]
MEETINGS = [
    ("2023.9.12", "第一小学", "第一小学、第二小学、第三小学", "传达开学工作"),
    ("2024年3月5日", "第二小学", "第一小学、第二小学", "研究经费"),
]
ACTIVITIES = [("2023-10-11", "集体备课", "第一小学", "语文"), ("20240411", "教学研究", "第三小学", "数学")]
SPENT = [("2023/11/2", "第一小学", 1.2, "学校预算资金"), ("2024/4/3", "第二小学", "3000元", "合作办学收入")]
EXCHANGED = [
    ("丁示例", "第一小学", "第二小学", "2023.9", "至今"),
    ("戊示例", "第二小学", "第三小学", "2023.9", "2024.7"),
]


def write(path: Path) -> Path:
    book = Workbook()
    first = book.active
    assert isinstance(first, Worksheet)
    _schools(first)
    _meetings(book.create_sheet("会议和活动"))
    _money(book.create_sheet("经费"))
    _exchanged(book.create_sheet("交流"))
    _about(book.create_sheet("集团概况"))
    people = book.create_sheet("名单")
    _rows(people, 1, [("丁示例", "语文组", 35), ("戊示例", "数学组", 41)])
    book.save(path)
    return path


def _schools(sheet: Worksheet) -> None:
    sheet.title = "学校基本情况"
    sheet["A1"] = "示例教育集团2023—2024学年成员学校基本情况一览表"
    sheet.merge_cells("A1:I1")
    sheet["A2"], sheet["H2"] = "填报单位：集团办公室", "截至2024年6月30日"
    _rows(sheet, 4, [("序号", "学校\n名称", "办学性质", "规模", None, "教师", None, "所在地类型", "联系人")])
    _rows(sheet, 5, [(None, None, None, "班级数", "在校生数（人）", "专任教师数", "其中：骨干", None, None)])
    for span in ("D4:E4", "F4:G4", "A4:A5", "B4:B5", "C4:C5", "H4:H5", "I4:I5"):
        sheet.merge_cells(span)
    _rows(sheet, 6, SCHOOLS)
    sheet["A12"] = "注：在校生数为学年初报表数。"


def _meetings(sheet: Worksheet) -> None:
    sheet["A1"] = "一、理事会议记录"
    _rows(sheet, 2, [("日期", "承办学校", "参加学校", "会议内容"), *MEETINGS])
    sheet["A6"] = "二、活动记录"
    _rows(sheet, 7, [("日期", "活动类型", "组织学校", "学科"), *ACTIVITIES])


def _money(sheet: Worksheet) -> None:
    sheet["A1"] = "集团经费台账"
    sheet.merge_cells("A1:H1")
    sheet["A2"] = "支出（单位：万元）"
    _rows(sheet, 3, [("支付日期", "支出学校", "金额", "资金来源"), *SPENT])
    sheet["F2"] = "上级拨款"
    for row, cells in enumerate([("日期", "种类", "金额（元）"), ("2023-11-01", "奖励经费", 50000)], 3):
        for column, value in enumerate(cells, 6):
            sheet.cell(row, column, value)


def _exchanged(sheet: Worksheet) -> None:
    _rows(sheet, 1, [("姓名", "派出学校", "接收学校", "起", "止"), *EXCHANGED])


def _about(sheet: Worksheet) -> None:
    facts = [("集团名称", "示例教育集团"), ("成立日期", "2020.9.1"), ("组建模式", "联盟型"), ("独立法人", "否")]
    _rows(sheet, 1, facts)


def _rows(sheet: Worksheet, first: int, rows: list[tuple[object, ...]]) -> None:
    for number, row in enumerate(rows, first):
        for column, value in enumerate(row, 1):
            if value is not None:
                sheet.cell(number, column, value)
