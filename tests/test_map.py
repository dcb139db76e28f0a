"""Any spreadsheet: what `jituan map` proposes, and what `check --map` reads by a mapping that a person settled."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

sys.path.insert(0, str(Path(__file__).parent))
import messy_ledger

from checker import cli, yamlfile
from checker.errors import BadInput, Problem
from checker.mapping.names import Names
from checker.mapping.pieces import pieces
from checker.mapping.propose import propose
from checker.mapping.write import write
from checker.records import books, mapped_reader, mapping_file, sheetwords
from checker.records.filled import Filled
from checker.schema import validate
from checker.sheets.grid import Book, Cell, Grid

DATA = Path(__file__).parent / "data" / "map"
HEAD = """body: {kind: group, id: demo, name: 示例教育集团, region: ankang-2022, model: 协作型}
as_of: 2024-07-31
"""
SCHOOLS = HEAD + "sheets:\n- {table: schools, header: [1], columns: {编号: id, 校名: name, 在校学生数: students}}\n"


def grid(text: str, name: str = "") -> Grid:
    """A grid from lines of cells between bars; numbers are numbers."""
    cells = {
        (row, column): Cell("number" if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", value) else "text", value)
        for row, line in enumerate(text.strip("\n").split("\n"), 1)
        for column, value in enumerate(map(str.strip, line.split("|")), 1)
        if value
    }
    return Grid(name, cells, max(row for row, _ in cells), max(column for _, column in cells))


def book(*grids: Grid) -> Book:
    return Book("台账.xlsx" if grids[0].name else "台账.csv", "0" * 64, grids)


def mapping(tmp_path: Path, text: str) -> mapping_file.SheetMap:
    path = tmp_path / "mapping.yaml"
    path.write_text(text, encoding="utf-8")
    return mapping_file.read(path)


def read(tmp_path: Path, text: str, *grids: Grid) -> Filled:
    return mapped_reader.filled(book(*grids), mapping(tmp_path, text))


def rows(filled: Filled, table: str, *columns: str) -> list[Any]:
    """The values of those columns, row by row; of one column alone."""
    assert filled.body is not None, said(filled.problems)
    found = [tuple(row[column] for column in columns) for row in filled.body.tables[table].rows]
    return [one[0] for one in found] if len(columns) == 1 else found


def said(problems: Sequence[Problem], lang: str = "zh") -> str:
    return "\n".join(problem.line(lang) for problem in problems)


def refused(tmp_path: Path, text: str) -> str:
    with pytest.raises(BadInput) as caught:
        mapping(tmp_path, text)
    return said(caught.value.problems)


def proposed(tmp_path: Path, *grids: Grid, lang: str = "zh") -> Any:
    """The data of the mapping that is proposed, which has the shape of its schema."""
    path = tmp_path / "proposed.yaml"
    path.write_text(write(propose(book(*grids)), lang, ["ankang-2022"]), encoding="utf-8")
    document = yamlfile.read(path)
    validate(document, "mapping")
    return document.data


# ---- what is proposed ----------------------------------------------------------------------------------------------


def test_a_messy_ledger_is_proposed_as_a_person_would(tmp_path: Path) -> None:
    ledger = messy_ledger.write(tmp_path / "ledger.xlsx")
    made = tmp_path / "mapping.yaml"
    assert cli_code("map", ledger, "-o", made, "--rules", "nanyang-2023") == 0
    document = yamlfile.read(made)
    validate(document, "mapping")
    assert document.data == yamlfile.read(DATA / "ledger-expected.yaml").data


def test_a_list_without_headings_is_said_so_and_no_name_of_it_is_repeated(tmp_path: Path) -> None:
    ledger = messy_ledger.write(tmp_path / "ledger.xlsx")
    text = write(propose(books.read([ledger])), "zh", [])
    assert "名单!A1:C2：首行像是数据" in text
    for line in text.splitlines():
        assert "丁示例" not in line and "戊示例" not in line and "甲老师" not in line
    for text in ("丁示例|语文组|教师|校长\n戊示例|数学组|教师|副校长", "丁示例|教师|2020\n戊示例|教师|2021"):
        with pytest.raises(BadInput):
            propose(book(grid(text)))
    alone = book(grid("丁示例 | 语文组 | 35\n戊示例 | 数学组 | 41"))
    with pytest.raises(BadInput) as caught:
        propose(alone)
    assert said(caught.value.problems).startswith("台账.csv:1:1: 首行像是数据，没有认得的表头")
    assert "示例 " not in said(caught.value.problems) and "丁示例" not in said(caught.value.problems)


def test_proposals_are_the_same_bytes_each_time_and_in_both_languages(tmp_path: Path) -> None:
    ledger = messy_ledger.write(tmp_path / "ledger.xlsx")
    first, second = (write(propose(books.read([ledger])), "zh", ["a"]) for _ in range(2))
    assert first == second
    english = tmp_path / "en.yaml"
    english.write_text(write(propose(books.read([ledger])), "en", ["a"]), encoding="utf-8")
    chinese = tmp_path / "zh.yaml"
    chinese.write_text(first, encoding="utf-8")
    assert yamlfile.read(english).data == yamlfile.read(chinese).data


@pytest.mark.parametrize(
    ("title", "headings", "table"),
    [
        ("", "支付日期 | 支出学校 | 金额 | 资金来源", "expenditures"),
        ("满意度测评", "日期 | 学校 | 对象 | 满意度", "surveys"),
        ("", "姓名 | 派出学校 | 接收学校", "exchanges"),
        ("", "日期 | 学校 | 金额", "ask"),
    ],
)
def test_the_table_is_told_by_headings_and_title_or_asked(
    tmp_path: Path, title: str, headings: str, table: str
) -> None:
    text = (
        f"{title}\n{headings}\n2024-03-01 | 第一小学 | 1 | 2" if title else f"{headings}\n第一小学 | 第二小学 | 1 | 2"
    )
    assert proposed(tmp_path, grid(text, "表1"))["sheets"][0]["table"] == table


def test_of_tables_that_fit_alike_the_one_is_meant_for_which_the_rules_ask() -> None:
    alike = book(grid("日期 | 学校 | 金额\n2024-03-01 | 第一小学 | 5", "表1"))
    asked = propose(alike).blocks[0].guess
    assert asked is not None and len(asked.tables) > 1 and not asked.sure
    meant = propose(alike, wanted=["allowances", "people"]).blocks[0].guess
    assert meant is not None and [table.name for table in meant.tables] == ["allowances"] and meant.sure


def test_a_workbook_of_our_own_needs_no_mapping() -> None:
    with pytest.raises(BadInput) as caught:
        propose(book(grid("编号|校名", "学校"), grid("jituan-template|1|x", "_jituan")))
    assert "请直接 jituan check" in said(caught.value.problems)


def test_a_column_is_told_by_its_values_or_asked_when_they_differ(tmp_path: Path) -> None:
    made = proposed(
        tmp_path, grid("校名 | 哪一级 | 在校学生数\n第一小学 | 小学 | 很多\n第二中学 | 初中 | 不少", "学校")
    )
    assert made["sheets"][0]["columns"] == {"校名": "name", "哪一级": "stage", "在校学生数": "ask"}


def test_blocks_beside_and_below_one_another_and_on_their_side() -> None:
    known = Names(sheetwords.load()).known
    found = pieces(
        grid(
            """
经费台账
支付日期 | 金额 | | 校名 | 在校学生数
2024-03-01 | 5 | | 第一小学 | 100
2024-03-02 | 6

二、会议
日期 | 承办学校
2024-03-05 | 第一小学
活动
日期 | 组织学校
2024-04-05 | 第一小学

集团名称 | 示例教育集团 | 示范教育集团
成立日期 | 2020-09-01 | 2021-09-01
龙头学校 | 第一小学 | 第四小学
"""
        ),
        known,
    )
    told = [(one.header and list(one.header.columns), list(one.rows), one.titles, one.transposed) for one in found]
    assert told == [
        (["支付日期", "金额"], [3, 4], ("经费台账",), False),
        (["校名", "在校学生数"], [3], ("经费台账",), False),
        (["日期", "承办学校"], [8], ("二、会议",), False),
        (["日期", "组织学校"], [11], ("活动",), False),
        (["集团名称", "成立日期", "龙头学校"], [2, 3], (), True),
    ]


def test_a_blank_column_within_a_table_does_not_part_it(tmp_path: Path) -> None:
    text = (
        "日期 | 活动形式 | | 主讲人 | 课时\n2024-03-01 | 集体备课 | | 丁示例 | 2\n2024-03-02 | 教学研究 | | 戊示例 | 1"
    )
    (one,) = proposed(tmp_path, grid(text, "教研活动"))["sheets"]
    assert one["columns"] == {"日期": "date", "活动形式": "kind", "主讲人": "person", "课时": "lessons"}


def test_a_column_for_each_month_is_no_table_of_records(tmp_path: Path) -> None:
    (one,) = proposed(tmp_path, grid("学校|9月|10月|11月|合计\n第一小学|1|2|3|6\n第二小学|1|1|1|3", "会议"))["sheets"]
    assert one["table"] == "ask" and set(one["columns"].values()) == {"ask"}


def test_rising_numbers_are_ids_but_no_sums_are(tmp_path: Path) -> None:
    made = proposed(tmp_path, grid("序号|校名|在校学生数|合计\n1|第一小学|5|5\n2|第二小学|6|6", "学校"))
    assert made["sheets"][0]["columns"] == {"序号": "id", "校名": "name", "在校学生数": "students", "合计": "ignore"}
    gone = proposed(tmp_path, grid("序号|校名|在校学生数\n1|第一小学|5\n1|第二小学|6", "学校"))
    assert gone["sheets"][0]["columns"]["序号"] == "ignore" and gone["sheets"][0]["id"] == "rows"


def test_headings_of_three_levels_and_the_corner_of_a_table_on_its_side(tmp_path: Path) -> None:
    upright = grid(
        """
学校名称 | 学生 | | 教职工 | |
 | 人数 | 班级数 | 专任教师 | | 在编教师数
 | | | 合计 | 骨干 |
第一小学 | 1200 | 24 | 60 | 10 | 58
""",
        "附件2",
    )
    sheet = Grid("附件2", upright.cells, 4, 6, merged=((1, 2, 1, 3), (1, 4, 1, 6), (2, 4, 2, 5)))
    lying = grid("项目|第一小学|第二小学\n在校学生数（人）|1200|800\n班级数（个）|24|18\n专任教师数|60人|40人", "附件3")
    first, second = proposed(tmp_path, sheet, lying)["sheets"]
    assert first["header"] == [1, 2, 3]
    assert first["columns"] == {
        "学校名称": "name",
        "学生/人数": "students",
        "学生/班级数": "classes",
        "教职工/专任教师/合计": "teachers",
        "教职工/专任教师/骨干": "ignore",
        "教职工/在编教师数": "staffed",
    }
    assert second["transposed"] is True and second["columns"]["项目"] == "ask"
    assert second["columns"]["在校学生数（人）"] == {"column": "students", "unit": "人"}


def test_a_heading_is_quoted_whatever_it_looks_like(tmp_path: Path) -> None:
    text = '校名 | 在校学生数 | =HYPERLINK("x") | a: b #c | 编号\n第一小学 | 5 | 1 | 2 | 3'
    made = proposed(tmp_path, grid(text, "学校"))
    assert list(made["sheets"][0]["columns"]) == ["校名", "在校学生数", '=HYPERLINK("x")', "a:b#c", "编号"]


def test_personal_numbers_stop_a_proposal() -> None:
    with pytest.raises(BadInput) as caught:
        propose(book(grid("校名 | 联系电话\n第一小学 | 13800138000")))
    assert "13800138000" not in said(caught.value.problems)


def test_the_command_never_overwrites_unasked(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    sheet, made = tmp_path / "学校.csv", tmp_path / "mapping.yaml"
    sheet.write_text("编号,校名\ns1,第一小学\n", encoding="utf-8")
    made.write_text("mine\n", encoding="utf-8")
    assert cli_code("map", sheet, "-o", made) == 3
    assert "已经有这个文件，没有写" in capfd.readouterr().err and made.read_text(encoding="utf-8") == "mine\n"
    assert cli_code("map", sheet, "-o", made, "--force") == 0
    assert "table: schools" in made.read_text(encoding="utf-8")
    assert cli_code("map", sheet, "-o", sheet, "--force") == 3
    assert sheet.read_text(encoding="utf-8").startswith("编号")


# ---- the mapping file ----------------------------------------------------------------------------------------------


def test_every_ask_is_refused_by_its_line(tmp_path: Path) -> None:
    text = SCHOOLS.replace("name: 示例教育集团", "name: ask").replace("在校学生数: students", "在校学生数: ask")
    lines = refused(tmp_path, text).splitlines()
    assert [re.sub(r".*mapping.yaml:([0-9]+):.*", r"\1", line) for line in lines] == ["1", "4"]
    assert all("还是 ask，没有决定" in line for line in lines)
    ignored = SCHOOLS + "- {table: ignore, columns: {甲: ask}}\n"
    assert mapping(tmp_path, ignored).blocks[1].table is None


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("table: schools", "table: school", "是否想写“schools”？"),
        ("在校学生数: students", "在校学生数: student", "是否想写“students”？"),
        ("在校学生数: students", "在校学生数: {column: students, unit: 万元}", "单位不能是“万元”"),
        ("在校学生数: students", "在校学生数: {column: students, values: {a: b}}", "没有选项，不能写 values"),
        (
            "在校学生数: students",
            "学段: {column: stage, values: {完小: 完全小学}}",
            "没有选项“完全小学”（是否想写“完全中学”？）",
        ),
        ("在校学生数: students", "在校学生数: name", "校名（name）有两处来源"),
        ("编号: id, ", "", "没有一列是必填的编号（id）"),
        ("校名: name, ", "", "没有一列是必填的校名（name）"),
        ("as_of: 2024-07-31\n", "as_of: 2024-07-31\nnone: [schools]\n", "既记为“无”，又有对应的表"),
    ],
)
def test_a_wrong_mapping_is_named_with_what_to_do(tmp_path: Path, old: str, new: str, words: str) -> None:
    assert old in SCHOOLS
    assert words in refused(tmp_path, SCHOOLS.replace(old, new))


def test_labels_may_stand_for_the_names_of_tables_and_columns(tmp_path: Path) -> None:
    text = SCHOOLS.replace("schools", "学校").replace(": students", ": 在校学生数").replace(": name,", ": 校名,", 1)
    found = read(
        tmp_path, text.replace("校名: name", "校名: 校名"), grid("编号 | 校名 | 在校学生数\ns1 | 第一小学 | 5")
    )
    assert rows(found, "schools", "name", "students") == [("第一小学", 5)]


def test_the_example_of_the_guide_is_a_mapping(tmp_path: Path) -> None:
    guide = (Path(__file__).parents[1] / "docs" / "spreadsheets.md").read_text(encoding="utf-8")
    found = mapping(tmp_path, re.findall(r"```yaml\n(.*?)```", guide, re.S)[0])
    assert [block.table.name for block in found.blocks if block.table] == ["schools", "meetings"]
    assert found.blocks[0].headings["学段"] is not None
    assert found.blocks[0].headings["学段"].values == {"完小": "primary", "不明": "ignore"}


# ---- rows and cells ------------------------------------------------------------------------------------------------

PLAIN = "编号,校名,在校学生数\ns1,第一小学,120\ns2,第二小学,80\n合计,,200\n"


@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_every_encoding_of_a_csv_file_gives_the_same_records(tmp_path: Path, code: str) -> None:
    path = tmp_path / "学校.csv"
    path.write_bytes(PLAIN.encode(code))
    found = mapped_reader.read(path, mapping(tmp_path, SCHOOLS))
    assert rows(found, "schools", "id", "name", "students") == [("s1", "第一小学", 120), ("s2", "第二小学", 80)]
    assert found.body is not None and found.body.tables["schools"].origins == (f"{path}:2", f"{path}:3")


def test_a_total_is_never_a_school(tmp_path: Path) -> None:
    found = read(tmp_path, SCHOOLS, grid("编号|校名|在校学生数\n1|第一小学|5\n|城区小计|5\n2|第二小学|6\n合 计||11"))
    assert rows(found, "schools", "name") == ["第一小学", "第二小学"]
    assert "汇总行，未计入" in said(found.notes)


@pytest.mark.parametrize("value", ["约240", "不足100", "240左右", "200-240"])
def test_what_is_not_exact_is_asked(tmp_path: Path, value: str) -> None:
    found = read(tmp_path, SCHOOLS, grid(f"编号|校名|在校学生数\n1|第一小学|{value}"))
    assert found.body is None and found.problems[0].where == "台账.csv:2:3"


MONEY = (
    HEAD + "sheets:\n- {sheet: 支出, table: expenditures, header: [2], id: rows, columns: {日期: date, 金额: UNIT}}\n"
)


@pytest.mark.parametrize(
    ("unit", "line", "fen"),
    [
        ("amount", "单位：万元", [1_200_000, 300_000]),
        ("amount", "支出表", [120, 300_000]),
        ("{column: amount, unit: 万元}", "支出表", [1_200_000, 300_000]),
        ("{column: amount, unit: 万元}", "单位：万元", [1_200_000, 300_000]),
    ],
)
def test_units_of_the_mapping_the_line_above_and_the_cell(tmp_path: Path, unit: str, line: str, fen: list[int]) -> None:
    sheet = grid(f"{line}\n日期 | 金额\n2024-03-01 | 1.2\n2024-03-02 | 3000元", "支出")
    assert rows(read(tmp_path, MONEY.replace("UNIT", unit), sheet), "expenditures", "amount") == fen


def test_a_sheet_that_states_another_unit_than_the_mapping_is_asked(tmp_path: Path) -> None:
    sheet = grid("单位：元\n日期 | 金额\n2024-03-01 | 12000", "支出")
    found = read(tmp_path, MONEY.replace("UNIT", "{column: amount, unit: 万元}"), sheet)
    assert "台账.xlsx:支出!B2: 金额（元）：表里的单位是元，映射写的是万元" in said(found.problems)


def test_values_that_a_person_settled(tmp_path: Path) -> None:
    stage = "学段: {column: stage, values: {完小: 小学, 不明: ignore}}"
    text = SCHOOLS.replace("在校学生数: students", stage)
    found = read(tmp_path, text, grid("编号|校名|学段\n1|第一小学|完小\n2|第二小学|不明\n3|第三小学|初中"))
    assert rows(found, "schools", "stage") == ["primary", None, "junior"]


def test_a_table_on_its_side(tmp_path: Path) -> None:
    text = SCHOOLS.replace("header: [1]", "header: [1], transposed: true, sheet: 学校")
    sheet = grid("编号 | s1 | s2\n校名 | 第一小学 | 第二小学\n在校学生数 | 120 | 约80", "学校")
    found = read(tmp_path, text, sheet)
    assert [problem.where for problem in found.problems] == ["台账.xlsx:学校!C3"]
    exact = grid("编号 | s1 | s2\n校名 | 第一小学 | 第二小学\n在校学生数 | 120 | 80", "学校")
    found = read(tmp_path, text, exact)
    assert rows(found, "schools", "id", "students") == [("s1", 120), ("s2", 80)]
    assert found.body is not None
    assert found.body.tables["schools"].origins == ("台账.xlsx:学校!B1", "台账.xlsx:学校!C1")


def test_headings_of_two_levels_in_a_csv_file(tmp_path: Path) -> None:
    text = SCHOOLS.replace("header: [1]", "header: [1, 2]").replace(
        "在校学生数: students", "规模/学生: students, 规模/班级: classes"
    )
    sheet = grid("编号 | 校名 | 规模 | | 备注\n | | 学生 | 班级\ns1 | 第一小学 | 120 | 3 | 无")
    found = read(tmp_path, text.replace("classes}", "classes, 备注: ignore}"), sheet)
    assert rows(found, "schools", "students", "classes") == [(120, 3)]


TWO = (
    HEAD
    + """sheets:
- {sheet: 台账, table: meetings, header: [2], id: rows, columns: {日期: date, 学校: school}, fixed: {kind: 理事会议}}
- {sheet: 台账, table: activities, header: [6], id: rows, columns: {日期: date, 种类: kind}}
"""
)


def test_two_tables_on_a_sheet_end_where_the_next_begins(tmp_path: Path) -> None:
    sheet = grid(
        "一、会议\n日期|学校\n2024-03-01|第一小学\n\n二、活动\n日期|种类\n2024-04-01|集体备课\n2024-05-01|教学研究",
        "台账",
    )
    found = read(tmp_path, TWO, sheet)
    assert rows(found, "meetings", "id", "kind", "date") == [("r3", "council", "2024-03-01")]
    assert rows(found, "activities", "id", "date") == [("r7", "2024-04-01"), ("r8", "2024-05-01")]


def test_rows_may_be_limited_and_the_limits_move_with_the_headings(tmp_path: Path) -> None:
    text = SCHOOLS.replace("header: [1]", "header: [1], rows: {from: 3, to: 4}")
    lines = [f"{number}|第{number}小学|{number}" for number in range(1, 6)]
    sheet = "编号|校名|在校学生数\n" + "\n".join(lines)
    assert rows(read(tmp_path, text, grid(sheet)), "schools", "id") == ["2", "3"]
    assert rows(read(tmp_path, text, grid(f"标题\n\n{sheet}")), "schools", "id") == ["2", "3"]


def test_a_row_that_numbers_the_columns_is_no_record(tmp_path: Path) -> None:
    found = read(tmp_path, SCHOOLS, grid("编号|校名|在校学生数\n甲|乙|1\ns1|第一小学|5"))
    assert rows(found, "schools", "id") == ["s1"]
    assert "台账.csv:2: 是栏次编号，未计入" in said(found.notes)


def test_merged_cells_hold_for_each_of_their_rows_but_numbers_are_asked(tmp_path: Path) -> None:
    cells = grid("编号|校名|在校学生数|所属行政区域\n1|第一小学|5|东城\n2|第二小学||", "学校")
    merged = Grid("学校", cells.cells, 3, 4, merged=((2, 4, 3, 4),))
    text = SCHOOLS.replace("table:", "sheet: 学校, table:").replace("students}", "students, 所属行政区域: area}")
    assert rows(read(tmp_path, text, merged), "schools", "area", "students") == [("东城", 5), ("东城", None)]
    number = Grid("学校", cells.cells, 3, 4, merged=((2, 3, 3, 3),))
    assert "几行合并为一格" in said(read(tmp_path, text, number).problems)


def test_complete_none_and_fixed(tmp_path: Path) -> None:
    text = TWO.replace(
        "sheets:", "complete: {meetings: {from: 2023-09-01, to: 2024-07-31}}\nnone: [incidents]\nsheets:"
    )
    sheet = grid("日期|学校\n2024-03-01|第一小学\n\n日期|种类\n2024-04-01|集体备课", "台账")
    found = read(tmp_path, text, sheet)
    assert found.body is not None
    assert found.body.tables["meetings"].complete == (("2023-09-01", "2024-07-31"),)
    assert found.body.tables["incidents"].state == "none"
    lost = text.replace("{meetings:", "{trainings:")
    assert "写了 trainings 的完整时段，却没有它的表" in said(read(tmp_path, lost, sheet).problems)


# ---- ids, links, people --------------------------------------------------------------------------------------------

SEVERAL = (
    HEAD
    + """sheets:
- {sheet: 东片, table: schools, header: [1], columns: {序号: id, 校名: name}}
- {sheet: 西片, table: schools, header: [1], columns: {序号: id, 校名: name}}
- {sheet: 会议, table: meetings, header: [1], id: rows, columns: {日期: date, 学校: school}, fixed: {kind: council}}
"""
)


def test_numbers_of_rows_are_told_apart_by_their_sheet(tmp_path: Path) -> None:
    found = read(
        tmp_path, SEVERAL, grid("序号|校名\n1|第一小学\n2|第二小学", "东片"), grid("序号|校名\n1|第三小学", "西片"),
        grid("日期|学校\n2024-03-01|第三小学", "会议"),
    )  # fmt: skip
    assert rows(found, "schools", "id") == ["东片-1", "东片-2", "西片-1"]
    assert rows(found, "meetings", "school") == ["西片-1"]
    assert "学校：几处编号相同，已在前面加上工作表名" in said(found.notes)


def test_a_school_that_stands_in_two_sheets_is_told(tmp_path: Path) -> None:
    east, west = grid("序号|校名\n1|第一小学\n2|第二小学", "东片"), grid("序号|校名\n7|第一小学", "西片")
    found = read(tmp_path, SEVERAL, east, west, grid("日期|学校\n2024-03-01|第二小学", "会议"))
    assert rows(found, "schools", "id") == ["1", "2", "7"]
    assert "台账.xlsx:西片!A1: 学校：1 个名称在几处都有，各计一行" in said(found.notes)


PEOPLE = (
    HEAD
    + """sheets:
- {sheet: 教师, table: people, header: [1], id: rows, columns: {姓名: name, 骨干教师: backbone}}
- {sheet: 交流, table: exchanges, header: [1], id: rows, columns: {姓名: person, 起: from}}
"""
)


def test_people_are_linked_by_a_name_that_only_one_has_and_no_message_repeats_it(tmp_path: Path) -> None:
    teachers = "姓名|骨干教师\n丁示例|是\n戊示例|否\n己示例|是\n己示例|否"
    found = read(tmp_path, PEOPLE, grid(teachers, "教师"), grid("姓名|起\n戊示例|2023-09-01", "交流"))
    assert rows(found, "people", "id", "name")[1] == ("r3", "戊示例")
    assert rows(found, "exchanges", "person") == ["r3"]
    for name, words in (("己示例", "有 2 行同名"), ("庚示例", "不在人员表里")):
        wrong = read(tmp_path, PEOPLE, grid(teachers, "教师"), grid(f"姓名|起\n{name}|2023-09-01", "交流"))
        told = said(wrong.problems) + said(wrong.problems, "en")
        assert words in told and name not in told


def test_a_name_is_no_number_of_a_person(tmp_path: Path) -> None:
    text = PEOPLE.replace(
        "id: rows, columns: {姓名: name, 骨干教师: backbone}", "columns: {姓名: id, 骨干教师: backbone}"
    )
    found = read(tmp_path, text, grid("姓名|骨干教师\n丁示例|是", "教师"), grid("姓名|起\n丁示例|2023-09-01", "交流"))
    assert "台账.xlsx:教师!A2: 编号疑似姓名" in said(found.problems) and "丁示例" not in said(found.problems)


def test_names_without_a_table_of_people_become_numbers(tmp_path: Path) -> None:
    text = (
        HEAD + "sheets:\n- {sheet: 交流, table: exchanges, header: [1], id: rows, columns: {姓名: person, 起: from}}\n"
    )
    sheet = grid("姓名|起\n丁示例|2023-09-01\n戊示例|2023-09-01\n丁示例|2024-03-01\np7|2024-03-01", "交流")
    found = read(tmp_path, text, sheet)
    assert rows(found, "exchanges", "person") == ["n1", "n2", "n1", "p7"]
    assert "同名视为同一人" in said(found.notes)


# ---- a mapping used again ------------------------------------------------------------------------------------------

FORM = SCHOOLS.replace("table:", "sheet: 学校, table:")


def test_columns_may_move_and_rows_be_inserted(tmp_path: Path) -> None:
    sheet = grid("2024年报表\n\n在校学生数 | 电话 | 编号 | 校名\n5 | x | 1 | 第一小学\n\n6 | y | 2 | 第二小学", "学校")
    found = read(tmp_path, FORM, sheet)
    assert rows(found, "schools", "id", "students") == [("1", 5), ("2", 6)]
    assert "学校!A3: 表头按文字找到（映射写的是第 1 行）" in said(found.notes)
    assert "学校!B3: 这一列不在映射里，没有读" in said(found.notes) and "电话" not in said(found.notes)


def test_a_renamed_sheet_is_found_by_its_headings(tmp_path: Path) -> None:
    found = read(tmp_path, FORM, grid("说明\n请填写", "封面"), grid("编号|校名|在校学生数\n1|第一小学|5", "学校信息"))
    assert rows(found, "schools", "name") == ["第一小学"]
    assert "没有工作表“学校”，按表头认作这一张" in said(found.notes)
    lost = read(tmp_path, FORM, grid("编号|名称\n1|第一小学", "学校信息"))
    assert "文件里没有工作表“学校”" in said(lost.problems) and "学校信息" in said(lost.problems)


def test_a_heading_that_is_gone_is_named_with_the_nearest(tmp_path: Path) -> None:
    found = read(tmp_path, FORM, grid("编号|校名|在校学生人数\n1|第一小学|5", "学校"))
    assert "映射里的表头“在校学生数”不在" in said(found.problems)
    assert "是否为“在校学生人数”？" in said(found.problems)
    assert ":4:" in found.problems[0].where and "mapping.yaml" in found.problems[0].where
    other = read(tmp_path, FORM, grid("丁示例|戊示例\n1|2", "学校"))
    assert "没有找到学校表的表头" in said(other.problems) and "丁示例" not in said(other.problems)


@settings(max_examples=60, deadline=None)
@given(order=st.permutations([0, 1, 2]), above=st.integers(0, 4), blanks=st.lists(st.integers(0, 2), max_size=3))
def test_order_and_blank_rows_change_nothing(order: list[int], above: int, blanks: list[int]) -> None:
    lines = [["编号", "校名", "在校学生数"], ["1", "第一小学", "5"], ["2", "第二小学", "6"], ["3", "第三小学", "7"]]
    made = ["" for _ in range(above)]
    for number, line in enumerate(lines):
        made += ["|".join(line[at] for at in order), *([""] * (blanks[number] if number < len(blanks) else 0))]
    document = yamlfile.parse(FORM.encode(), path=Path("mapping.yaml"), name="mapping.yaml")
    cells = grid("x\n" + "\n".join(made), "学校")
    found = mapped_reader.filled(book(cells), mapping_file.settled(document))
    assert rows(found, "schools", "id", "students") == [("1", 5), ("2", 6), ("3", 7)]


def test_several_csv_files_are_one_body(tmp_path: Path) -> None:
    (tmp_path / "学校.csv").write_text(PLAIN, encoding="utf-8")
    (tmp_path / "会议.csv").write_text("会议日期,会议类型,学校\n2024-03-01,理事会议,第一小学\n", encoding="gb18030")
    files = [tmp_path / "学校.csv", tmp_path / "会议.csv"]
    made = tmp_path / "mapping.yaml"
    assert cli_code("map", *files, "-o", made, "--rules", "nanyang-2023") == 0
    text = (
        made.read_text(encoding="utf-8").replace("as_of: ask", "as_of: 2024-07-31").replace("kind: ask", "kind: group")
    )
    text = re.sub(r"(id|name): ask", r"\1: demo", text)
    found = mapped_reader.read_all(files, mapping(tmp_path, text))
    assert rows(found, "meetings", "date", "kind", "school") == [("2024-03-01", "council", "s1")]
    assert found.body is not None
    assert found.body.tables["meetings"].origins == ("学校.csv+会议.csv:会议.csv!2",)


# ---- the whole way -------------------------------------------------------------------------------------------------


def cli_code(*arguments: str | Path) -> int:
    with pytest.raises(SystemExit) as left:
        cli.main([str(one) for one in arguments])
    return int(left.value.code or 0)


def test_the_settled_ledger_gives_the_findings_of_the_same_records_in_yaml(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    ledger = messy_ledger.write(tmp_path / "ledger.xlsx")
    made = tmp_path / "mapping.yaml"
    assert cli_code("map", ledger, "-o", made, "--rules", "nanyang-2023") == 0
    text = made.read_text(encoding="utf-8")
    assert cli_code("check", "--map", made, ledger) == 3
    for old, new in (
        ("as_of: ask", "as_of: 2024-07-31"),
        ("会议内容: ask", "会议内容: ignore"),
        ("镇: ask", "镇: 镇区"),
        ("# complete: {meetings:", "complete: {meetings:"),
    ):
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    made.write_text(text, encoding="utf-8")
    capfd.readouterr()
    cli_code("check", "--map", made, ledger, "--format", "json")
    mapped = json.loads(capfd.readouterr().out)
    cli_code("check", DATA / "ledger.yaml", "--format", "json")
    typed = json.loads(capfd.readouterr().out)
    assert mapped["summary"] == typed["summary"]
    assert _bare(mapped["findings"]) == _bare(typed["findings"])
    assert any(finding["verdict"] == "disputed" for finding in mapped["findings"])


def _bare(found: Any) -> Any:
    """Without the places and ids of rows, which differ between two kinds of file."""
    if isinstance(found, dict):
        return {key: _bare(value) for key, value in found.items() if key not in ("origin", "rows", "where")}
    return [_bare(one) for one in found] if isinstance(found, list) else found


def test_a_marked_copy_of_any_spreadsheet(tmp_path: Path) -> None:
    sheet, made, marked = tmp_path / "学校.csv", tmp_path / "mapping.yaml", tmp_path / "标注.xlsx"
    made.write_text(SCHOOLS.replace("ankang-2022, model: 协作型", "nanyang-2023, model: 联盟型"), encoding="utf-8")
    for students, code in (("120", 11), ("约120", 3)):
        sheet.write_text(f"编号,校名,在校学生数\ns1,=第一小学,{students}\n", encoding="utf-8")
        before = sheet.read_bytes()
        assert cli_code("check", "--map", made, sheet, "--format", "xlsx", "-o", marked) == code
        copy = load_workbook(marked)
        assert len(copy.worksheets) == 2 and sheet.read_bytes() == before
        cells = {cell.value: cell for row in copy.worksheets[1].iter_rows() for cell in row}
        assert cells["=第一小学"].data_type == "s"
        marked.unlink()
    assert cli_code("check", "--map", made, sheet, "-o", made) == 3
    assert made.read_text(encoding="utf-8").startswith("body")


@pytest.mark.parametrize("code", ["utf-8-sig", "gb18030", "utf-16"])
def test_every_encoding_is_proposed_alike(tmp_path: Path, code: str) -> None:
    plain, other = tmp_path / "a" / "学校.csv", tmp_path / "b" / "学校.csv"
    for path, encoding in ((plain, "utf-8"), (other, code)):
        path.parent.mkdir()
        path.write_bytes("序号,学校名称,学段\n1,第一小学,完小\n2,第二小学,小学\n".encode(encoding))
    texts = [write(propose(books.read([path])), "zh", []) for path in (plain, other)]
    assert texts[0] == texts[1] and "完小: ask" in texts[0]


def test_a_staff_count_is_not_taken_for_members_of_a_party() -> None:
    schools = Names(sheetwords.load()).tables["schools"]
    assert "party_members" not in [one.name for one in schools.like("教职工数")]
    assert "party_members" in [one.name for one in schools.like("教职工党员数")]


def test_values_that_are_like_options_are_listed_to_be_settled() -> None:
    text = """
    校名 | 身份 | 加入日期
    第一小学 | 龙头学校 | 2023-09-01
    第二小学 | 成员校 | 2023-09-01
    第三小学 | 成员校 | 2024-02-01
    """
    made = write(propose(book(grid(text, "台账"))), "zh", [])
    assert "      column: role" in made and "        龙头学校: ask" in made and "        成员校: ask" in made
    free = text.replace("成员校", "甲方", 1).replace("成员校", "乙方")
    assert "    身份: ask" in write(propose(book(grid(free, "台账"))), "zh", [])


def test_the_total_of_a_sheet_on_its_side_is_called_a_column(tmp_path: Path) -> None:
    text = SCHOOLS.replace("header: [1]", "header: [1], transposed: true, sheet: 学校")
    sheet = grid("编号 | s1 | s2 | 合计\n校名 | 第一小学 | 第二小学 | \n在校学生数 | 1 | 2 | 3", "学校")
    filled = read(tmp_path, text, sheet)
    assert [one.line() for one in filled.notes] == ["台账.xlsx:学校!D1: 第 4 列是合计等汇总列，未计入"]


def test_a_row_of_numbers_alone_is_asked_about(tmp_path: Path) -> None:
    sheet = grid("编号 | 校名 | 在校学生数\ns1 | 第一小学 | 300\n | | 300", "")
    (line,) = [one.line() for one in read(tmp_path, SCHOOLS, sheet).problems]
    assert line.startswith("台账.csv:3: 是合计行还是一条记录？")


def test_of_two_files_each_sheet_is_found_by_its_own_name(tmp_path: Path) -> None:
    text = SCHOOLS.replace("table: schools", "sheet: 学校, table: schools")
    one, other = (
        grid(f"编号 | 校名 | 在校学生数\n{key} | {key}小学 | 300", name)
        for key, name in (("甲", "甲.xlsx 学校"), ("乙", "乙.xlsx 别的"))
    )
    filled = read(tmp_path, text, one, other)
    assert filled.body is not None and len(filled.body.tables["schools"].rows) == 1
    assert not [note for note in filled.notes if "没有工作表" in note.line()]
