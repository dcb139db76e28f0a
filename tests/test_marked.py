"""Marked copies: the list of gaps, every value in its place and of its kind, marks on the cells that matter, and in again."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from fill_workbook import fill
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from checker.cli.common import State
from checker.errors import Problem, say
from checker.marked.copy import copy
from checker.marked.gaps import tally
from checker.marked.titles import title
from checker.marked.words import looks
from checker.model import Report
from checker.records import workbook_reader, yaml_reader
from checker.records.body import Body
from checker.records.filled import Filled, Region
from checker.records.layout import SHEET
from checker.report.words import Lexicon, Phrases
from checker.run import check
from checker.sheets.grid import Book, Cell, Grid
from checker.template.build import build as template
from checker.workbench import Workbench

ROOT = Path(__file__).parents[1]
BOOK = "nanyang-2023"
ZH = Phrases("zh")
RECORDS = """body: {kind: group, id: demo, name: 示例集团, region: nanyang-2023, model: 联盟型, founded: 2023-09-01}
as_of: 2023-11-30
calendar:
  semesters:
  - {id: 2023-2024-1, from: 2023-09-01, to: 2024-01-19}
  - {id: 2023-2024-2, from: 2024-02-26, to: 2024-07-05}
meetings:
  complete: {from: 2023-07-19, to: 2023-11-30}
  rows:
  - {id: m1, kind: council, date: 2023-09-12}
  - {id: m2, kind: council, date: 2023-11-15}
  - {id: m3, kind: other, date: 2023-11-20}
"""


@pytest.fixture(scope="module")
def lexicon(bench: Workbench) -> Lexicon:
    state = State("zh")
    state.__dict__["bench"] = bench
    return state.lexicon


@pytest.fixture
def body(tmp_path: Path) -> Body:
    path = tmp_path / "group.yaml"
    path.write_text(RECORDS, encoding="utf-8")
    return yaml_reader.read(path)


def report(bench: Workbench, body: Body) -> Report:
    return check(bench, body, bench.rulebook(BOOK))


def opened(made: bytes) -> Workbook:
    return load_workbook(io.BytesIO(made))


def book(cells: Mapping[tuple[int, int], Cell], name: str = "表", file: str = "in.xlsx", **more: Any) -> Book:
    rows, columns = max(row for row, _ in cells), max(column for _, column in cells)
    return Book(file, "0" * 64, (Grid(name, cells, rows, columns, **more),))


def problems_copy(of: Book, lexicon: Lexicon, *problems: Problem, **more: Any) -> Workbook:
    return opened(copy(Filled(of, problems=problems, **more), None, lexicon, ZH))


def lines(sheet: Worksheet) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in sheet.iter_rows(values_only=True)]


# the list of gaps


def gap_row(sheet: Worksheet, words: str) -> int:
    """The row of the list whose clause has those words."""
    return next(row[0].row for row in sheet.iter_rows() if words in str(row[2].value))


def test_gaps_lead_to_their_cells(bench: Workbench, lexicon: Lexicon, body: Body) -> None:
    made = opened(copy(body, report(bench, body), lexicon, ZH))
    first = made.worksheets[0]
    assert first.title == "差距清单"
    assert lines(first)[0][0] == "差距清单　示例集团"
    row = gap_row(first, "每月至少一次理事会议")
    assert [first.cell(row, column).value for column in range(2, 8)] == [
        "× 不符合", "三（二）1 ③\n每月至少一次理事会议", "集团每月至少召开一次理事会议",
        "实际 0 次\n2023年10月（3 个月中的 1 个月）", "每月，理事会议应不少于 1 次", "差 1 次",
    ]  # fmt: skip
    link = first.cell(row, 10)
    assert link.hyperlink is not None and link.hyperlink.location == "'会议'!A1"
    assert link.value == "会议（表）"


def test_every_gap_of_the_report_is_listed_once(bench: Workbench, lexicon: Lexicon, body: Body) -> None:
    one = report(bench, body)
    made = opened(copy(body, one, lexicon, ZH)).worksheets[0]
    numbers = [row[0] for row in lines(made) if isinstance(row[0], int)]
    gaps = sum(lexicon.is_gap(finding.verdict) for finding in one.findings)
    assert numbers == list(range(1, gaps + 1)) and gaps > 5


def test_the_words_are_those_of_the_text_report(bench: Workbench, lexicon: Lexicon, body: Body) -> None:
    from checker.report.build import build

    one = report(bench, body)
    gap = build(one, lexicon, ZH).gaps[0]
    made = opened(copy(body, one, lexicon, ZH)).worksheets[0]
    row = next(row for row in lines(made) if row[0] == 1)
    said = gap.sentence
    found = [cell or "" for cell in row[3:9]]
    assert found == [gap.quote, f"{said.actual}\n{gap.where}", said.should, said.short, said.mend, gap.bearer]


def test_the_head_counts(bench: Workbench, lexicon: Lexicon, body: Body) -> None:
    made = opened(copy(body, report(bench, body), lexicon, ZH)).worksheets[0]
    told = [str(row[0]) for row in lines(made)[:12]]
    assert (
        told[1] == "依据：《进一步深化集团化办学改革推进基础教育优质均衡发展的实施方案》宛职教管〔2023〕8号（现行有效）"
    )
    assert "截至：2023年11月30日" in "".join(told)
    counts = {"fail": 2, "deviates": 1, "disputed": 1, "unknown": 4, "review": 3, "pass": 9, "not_due": 2}
    assert tally(counts, lexicon) == (4, 4, 3)


def test_the_list_prints_on_a4_with_its_headings(bench: Workbench, lexicon: Lexicon, body: Body) -> None:
    sheet = opened(copy(body, report(bench, body), lexicon, ZH)).worksheets[0]
    head = next(row[0].row for row in sheet.iter_rows() if row[0].value == "序号")
    assert sheet.page_setup.orientation == "landscape" and sheet.page_setup.paperSize == 9
    assert sheet.page_setup.fitToHeight == 0 and sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == f"${head}:${head}"
    assert sheet.freeze_panes == f"A{head + 1}"
    assert str(sheet.auto_filter.ref).startswith(f"A{head}:")


def test_a_row_in_doubt_is_marked_with_the_reason(bench: Workbench, lexicon: Lexicon, filled: Filled) -> None:
    assert filled.body is not None
    made = opened(copy(filled, report(bench, filled.body), lexicon, ZH))
    region = next(one for one in filled.regions if one.table == "meetings")
    cell = made[region.sheet].cell(region.rows[0], region.columns["topics"])
    assert cell.value is None and cell.comment is not None
    assert cell.comment.text.endswith("缺材料：“会议·议题”未填。此行不确定：“会议·议题”未填")
    assert cell.fill.fgColor.rgb == "FFD6E6F6"


def test_rows_of_another_time_are_not_marked(bench: Workbench, lexicon: Lexicon, filled: Filled) -> None:
    """September's meeting is no gap of October's."""
    assert filled.body is not None
    made = opened(copy(filled, report(bench, filled.body), lexicon, ZH))
    region = next(one for one in filled.regions if one.table == "meetings")
    dates = [made[region.sheet].cell(row, region.columns["date"]) for row in region.rows]
    assert [cell.comment for cell in dates] == [None, None, None]


# sheets as they stand


KINDS = {
    (1, 1): Cell("text", '=HYPERLINK("http://example.com","点")'),
    (1, 2): Cell("text", "+cmd|' /C calc'!A0"),
    (1, 3): Cell("text", "@SUM(A1)"),
    (1, 4): Cell("text", "-1"),
    (2, 1): Cell("text", "䶮㛃\u200b\u202e小学"),
    (2, 2): Cell("text", "001"),
    (2, 3): Cell("number", "0.1"),
    (2, 4): Cell("number", "0.8655", percent=True),
    (3, 1): Cell("date", "2024-08-31"),
    (3, 2): Cell("date", "2024-08-31 09:30"),
    (3, 3): Cell("yesno", "TRUE"),
    (3, 4): Cell("error", "#N/A"),
    (5, 3): Cell("number", "12345678901234567890"),
    (5, 4): Cell("date", "1899-12-31"),
}


def test_values_keep_their_places_and_kinds(lexicon: Lexicon) -> None:
    sheet = problems_copy(book(KINDS), lexicon, Problem("in.xlsx:表!A9", "x"))["表"]
    assert {cell.coordinate for row in sheet.iter_rows() for cell in row if cell.value is not None} == {
        "A1", "B1", "C1", "D1", "A2", "B2", "C2", "D2", "A3", "B3", "C3", "D3", "C5", "D5",
    }  # fmt: skip
    for place in ("A1", "B1", "C1", "D1", "A2", "B2", "D3", "C5", "D5"):
        row, column = int(place[1]), "ABCD".index(place[0]) + 1
        assert (sheet[place].data_type, sheet[place].value) == ("s", KINDS[row, column].value)
    assert (sheet["C2"].data_type, sheet["C2"].value) == ("n", 0.1)
    assert (sheet["D2"].value, sheet["D2"].number_format) == (0.8655, "0.00%")
    assert (str(sheet["A3"].value), sheet["A3"].number_format) == ("2024-08-31 00:00:00", "yyyy-mm-dd")
    assert (str(sheet["B3"].value), sheet["B3"].number_format) == ("2024-08-31 09:30:00", "yyyy-mm-dd hh:mm")
    assert sheet["C3"].value is True


def test_shape_stays(lexicon: Lexicon) -> None:
    cells = {(1, 1): Cell("text", "题"), (2, 1): Cell("text", "甲"), (3, 2): Cell("text", "乙")}
    shape = {
        "merged": ((1, 1, 1, 3),),
        "hidden_rows": frozenset({2}),
        "hidden_columns": frozenset({2}),
        "widths": {1: 30.0},
    }
    sheet = problems_copy(book(cells, **shape), lexicon, Problem("in.xlsx", "x"))["表"]
    assert [str(one) for one in sheet.merged_cells.ranges] == ["A1:B1"]  # no further than what is filled in
    assert sheet.row_dimensions[2].hidden and sheet.column_dimensions["B"].hidden
    assert sheet.column_dimensions["A"].width == pytest.approx(30, abs=1)


def test_a_hostile_shape_is_cut(lexicon: Lexicon) -> None:
    cells = {(1, 1): Cell("text", "甲" * 40_000), (3, 3): Cell("text", "乙")}
    merged = ((1, 1, 1_048_576, 16_384), (2, 2, 3, 3), (2, 2, 2, 2))
    rows = frozenset(range(1, 1_000_000, 7))
    sheet = problems_copy(
        book(cells, merged=merged, hidden_rows=rows, widths={16_000: 9.0, 1: 1e9}), lexicon, Problem("in.xlsx", "x")
    )["表"]
    assert [str(one) for one in sheet.merged_cells.ranges] == ["A1:C3"]
    assert len(str(sheet["A1"].value)) < 32_767
    assert sheet.max_row < 300 and sheet.column_dimensions["A"].width <= 61


@pytest.mark.parametrize(
    ("wanted", "taken", "found"),
    [
        ("会议", set(), "会议"),
        ("会议", {"会议"}, "会议 2"),
        ("Data", {"data", "data 2"}, "Data 3"),
        ("a/b[c]*?:\\", set(), "a b c"),
        ("'quoted'", set(), "quoted"),
        ("", set(), "表"),
        ("长" * 40, set(), "长" * 31),
        ("长" * 40, {"长" * 31}, "长" * 29 + " 2"),
        ("𠮷" * 20, set(), "𠮷" * 15),
    ],
)
def test_titles_are_such_as_excel_takes(wanted: str, taken: set[str], found: str) -> None:
    assert title(wanted, taken, "表") == found


def test_personal_numbers_are_not_copied(lexicon: Lexicon) -> None:
    cells = {
        (1, 1): Cell("text", "张某某 13912345678"),
        (1, 2): Cell("number", "410105199001011234"),
        (1, 3): Cell("text", "１３９１２３４５６７８"),
        (1, 4): Cell("text", "13\u200b912345678"),
        (1, 5): Cell("text", "2023年9月12日 第12345号"),
    }
    made = copy(Filled(book(cells), problems=(Problem("in.xlsx:表!A1", "疑似手机号 13912345678"),)), None, lexicon, ZH)
    sheet = opened(made)["表"]
    assert [cell.value for cell in sheet[1]] == ["张某某 …", "…", "…", "…", "2023年9月12日 第12345号"]
    assert all("13912345678" not in str(row) for one in opened(made).worksheets for row in lines(one))


# problems


def test_wrong_cells_are_marked_and_listed(lexicon: Lexicon) -> None:
    cells = {(4, 1): Cell("text", "编号"), (4, 2): Cell("text", "种类"), (7, 2): Cell("text", "理会事")}
    wrong = Problem(
        "in.xlsx:会 议!B7",
        say("“理会事”不是选项", "`理会事` is no option"),
        say("应为 14 个选项之一", "one of 14"),
        say("是否想写 理事会？", "did you mean 理事会?"),
    )
    whole = Problem("in.xlsx", say("缺少工作表“学校”", "no sheet"))
    made = problems_copy(book(cells, "会 议"), lexicon, wrong, whole)
    first = made.worksheets[0]
    assert first.title == "须改之处"
    assert lines(first)[1][0] == "有 2 处须改，改好以前没有检查。下面逐处列出，各表中已标红，批注写明怎么改。"
    assert lines(first)[3:5] == [
        (1, "会 议!B7", "“理会事”不是选项", "应为 14 个选项之一", "是否想写 理事会？"),
        (2, None, "缺少工作表“学校”", None, None),
    ]
    assert first["B4"].hyperlink is not None and first["B4"].hyperlink.location == "'会 议'!B7"
    cell = made["会 议"]["B7"]
    assert cell.comment is not None and cell.fill.fgColor.rgb == "FFFBD5D2"
    assert cell.comment.text == "须改 1：“理会事”不是选项。应为 14 个选项之一。是否想写 理事会？"


def test_a_blank_cell_can_be_marked_and_one_cell_have_two_problems(lexicon: Lexicon) -> None:
    cells = {(1, 1): Cell("text", "编号"), (2, 2): Cell("text", "甲")}
    found = [
        Problem("in.xlsx:表!A2", "编号没有填"),
        Problem("in.xlsx:表!A2", "编号重复"),
        Problem("in.xlsx:表!2", "整行"),
    ]
    sheet = problems_copy(book(cells), lexicon, *found)["表"]
    assert sheet["A2"].value is None and sheet["A2"].comment is not None and sheet["B2"].comment is not None
    assert sheet["A2"].comment.text.split("\n") == ["须改 1：编号没有填", "须改 2：编号重复"]


def test_no_more_problems_than_anybody_reads(lexicon: Lexicon) -> None:
    cells = {(1, 1): Cell("text", "编号")}
    made = copy(
        Filled(book(cells), problems=tuple(Problem("in.xlsx:表!A1", f"第{n}处") for n in range(1500))),
        None,
        lexicon,
        ZH,
    )
    first = opened(made).worksheets[0]
    assert lines(first)[1][0].startswith("有 1500 处须改")
    assert lines(first)[-1][0] == "另有 500 处没有列出；先改上面的，再查。"
    comment = opened(made)["表"]["A1"].comment
    assert comment is not None and comment.text.split("\n")[-1] == "另有 995 条差距，见“须改之处”"


def test_notes_are_marked_lightly(lexicon: Lexicon) -> None:
    cells = {(1, 1): Cell("text", "比例"), (2, 1): Cell("number", "0.1")}
    notes = (Problem("in.xlsx:表!A2", say("0.1 当作 10%", "0.1 taken as 10%")),)
    made = problems_copy(book(cells), lexicon, Problem("in.xlsx:表!A1", "x"), notes=notes)
    cell = made["表"]["A2"]
    assert cell.comment is not None and cell.comment.text == "说明：0.1 当作 10%"
    assert cell.fill.fgColor.rgb == "FFFFF9DB"
    assert any("0.1 当作 10%" in str(row) for row in lines(made.worksheets[0]))


def test_a_csv_file_is_marked_too(lexicon: Lexicon) -> None:
    cells = {(1, 1): Cell("text", "编号"), (2, 1): Cell("text", "甲")}
    made = problems_copy(book(cells, "", "名册.csv"), lexicon, Problem("名册.csv:2:1", "编号不对"))
    assert made.sheetnames == ["须改之处", "名册"]
    assert made["名册"]["A2"].comment is not None


def test_the_school_keeps_the_names_of_its_sheets(lexicon: Lexicon) -> None:
    made = problems_copy(book({(1, 1): Cell("text", "甲")}, "须改之处"), lexicon, Problem("in.xlsx:须改之处!A1", "x"))
    assert made.sheetnames == ["须改之处 2", "须改之处"]
    assert made.worksheets[0]["B4"].hyperlink.location == "'须改之处'!A1"


# bytes


def test_same_input_same_bytes(bench: Workbench, lexicon: Lexicon, body: Body, tmp_path: Path) -> None:
    made = copy(body, report(bench, body), lexicon, ZH)
    assert copy(body, report(bench, body), lexicon, ZH) == made
    outs = []
    for seed in ("1", "2"):
        out = tmp_path / f"{seed}.xlsx"
        env = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-m", "checker", "check", body.file, "--format", "xlsx", "-o", str(out)]
        subprocess.run(command, env=env, capture_output=True, check=False)
        outs.append(out.read_bytes())
    assert outs[0] == outs[1] == made


def test_english(bench: Workbench, body: Body) -> None:
    state = State("en")
    state.__dict__["bench"] = bench
    made = opened(copy(body, report(bench, body), state.lexicon, Phrases("en")))
    assert made.sheetnames[0] == "Gaps"
    assert "Records" in [cell.value for row in made.worksheets[0].iter_rows() for cell in row]


def test_both_languages_have_the_same_words() -> None:
    words = looks()["words"]
    assert words["zh"].keys() == words["en"].keys()


# a workbook of ours, out and in again


@pytest.fixture(scope="module")
def form(bench: Workbench) -> bytes:
    return template(bench, [bench.rulebook(BOOK)], "group", "2023-2024")


@pytest.fixture
def filled(form: bytes, body: Body, tmp_path: Path) -> Filled:
    path = tmp_path / "填报表.xlsx"
    path.write_bytes(fill(form, body))
    return workbook_reader.read(path)


def facts(body: Body | None) -> Any:
    assert body is not None
    rows = {name: (one.state, one.complete, one.rows) for name, one in body.tables.items()}
    return dict(body.body), body.as_of, body.review, body.calendar, rows, body.ratings


def test_a_copy_is_read_like_the_workbook(bench: Workbench, lexicon: Lexicon, filled: Filled, tmp_path: Path) -> None:
    assert filled.body is not None, filled.problems
    path = tmp_path / "标注.xlsx"
    path.write_bytes(copy(filled, report(bench, filled.body), lexicon, ZH))
    again = workbook_reader.read(path)
    assert again.problems == () and facts(again.body) == facts(filled.body)
    assert [note.what for note in again.notes] == [note.what for note in filled.notes]
    twice = tmp_path / "再标注.xlsx"
    assert again.body is not None
    twice.write_bytes(copy(again, report(bench, again.body), lexicon, ZH))
    assert load_workbook(twice).sheetnames == load_workbook(path).sheetnames
    assert facts(workbook_reader.read(twice).body) == facts(filled.body)


def test_a_copy_with_problems_can_be_corrected(
    bench: Workbench, lexicon: Lexicon, form: bytes, body: Body, tmp_path: Path
) -> None:
    path = tmp_path / "填报表.xlsx"
    path.write_bytes(fill(form, body))
    wrong = load_workbook(path)
    sheet = wrong["会议"]
    place = next(
        cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("2023-09-12")
    ).coordinate
    sheet[place] = "约2023年"
    wrong.save(path)
    found = workbook_reader.read(path)
    assert found.body is None
    path.write_bytes(copy(found, None, lexicon, ZH))
    marked = load_workbook(path)
    assert marked["会议"][place].comment is not None
    assert marked[SHEET].sheet_state == "veryHidden"
    marked["会议"][place] = "2023-09-12"
    marked.save(path)
    assert workbook_reader.read(path).problems == ()


def test_the_forms_own_links_lead_somewhere(bench: Workbench, lexicon: Lexicon, filled: Filled) -> None:
    assert filled.body is not None
    made = opened(copy(filled, report(bench, filled.body), lexicon, ZH))
    links = [cell.hyperlink for row in made["会议"].iter_rows(max_row=2) for cell in row if cell.hyperlink]
    assert [one.location for one in links] == ["'填报说明'!A1"]


def test_drop_downs_are_put_back(bench: Workbench, lexicon: Lexicon, filled: Filled) -> None:
    assert filled.body is not None
    made = opened(copy(filled, report(bench, filled.body), lexicon, ZH))
    region = next(one for one in filled.regions if one.table == "meetings")
    column = region.columns["kind"]
    rules = [
        one
        for one in made[region.sheet].data_validations.dataValidation
        for area in one.sqref.ranges
        if area.min_col <= column <= area.max_col and area.min_row == region.header + 1
    ]
    assert [one.type for one in rules] == ["list"]
    assert next(iter(rules[0].sqref.ranges)).max_row > region.rows[-1] + 100


def test_missing_records_lead_to_the_headings_of_their_table(
    bench: Workbench, lexicon: Lexicon, filled: Filled
) -> None:
    assert filled.body is not None
    made = opened(copy(filled, report(bench, filled.body), lexicon, ZH)).worksheets[0]
    region = next(one for one in filled.regions if one.table == "meetings")
    link = made.cell(gap_row(made, "每月至少一次理事会议"), 10).hyperlink
    assert link is not None and link.location == f"'{region.sheet}'!A{region.header}"


def test_marks_stand_on_the_columns_that_decide(bench: Workbench, lexicon: Lexicon) -> None:
    """A row out of its period is marked at its day, not at its id."""
    from checker.marked.gaps import Gaps
    from checker.marked.places import Places
    from checker.model import Row

    one = Filled(
        book({(1, 1): Cell("text", "编号")}), (Region("meetings", "表", 1, {"id": 1, "kind": 2, "date": 3}, (2,)),)
    )
    gaps = Gaps.__new__(Gaps)
    gaps.lexicon, gaps.places = lexicon, Places(one)
    gaps.places._rows[("meetings", "m1")] = ("表", 2)
    measure = next(name for name, m in bench.vocabulary.measures.items() if m.table == "meetings" and m.where)
    column = str(bench.vocabulary.measures[measure].where[0]["column"])

    def spots(counted: str, why: str) -> list[str]:
        row = Row(measure, "meetings", "m1", "", counted, why)
        return [spot.name for spot in gaps._spots("meetings", "m1", [row])]

    assert spots("no", "outside_period") == ["C2"]
    assert spots("maybe", "empty_cell:meetings.kind") == ["B2"]
    assert spots("yes", "") == ["A2"]
    assert spots("no", f"condition:{measure}.0") == [{"kind": "B2", "date": "C2"}.get(column, "A2")]


# cells that are empty, rows of one finding that are unlike

KUNMING = ROOT / "examples" / "kunming" / "invented" / "group.yaml"


def kunming(bench: Workbench, tmp_path: Path, **empty: str) -> tuple[Workbook, Filled]:
    """The marked copy of the invented group's workbook; in the first row of each table that has more the cell of a column is
    emptied."""
    path = tmp_path / "in.xlsx"
    form = template(bench, [bench.rulebook("kunming-2021")], "group", "2023-2024")
    path.write_bytes(fill(form, yaml_reader.read(KUNMING)))
    before = workbook_reader.read(path)
    changed = load_workbook(path)
    for table, column in empty.items():
        region = next(one for one in before.regions if one.table == table)
        changed[region.sheet].cell(region.rows[-1], region.columns[column]).value = None
    changed.save(path)
    filled = workbook_reader.read(path)
    assert filled.body is not None, filled.problems
    made = copy(filled, check(bench, filled.body, bench.rulebook("kunming-2021")), lexicon_of(bench), ZH)
    return opened(made), filled


def lexicon_of(bench: Workbench) -> Lexicon:
    state = State("zh")
    state.__dict__["bench"] = bench
    return state.lexicon


def test_a_gap_for_want_of_a_cell_leads_to_it(bench: Workbench, tmp_path: Path) -> None:
    made, filled = kunming(bench, tmp_path, members="school")
    region = next(one for one in filled.regions if one.table == "members")
    cell = made[region.sheet].cell(region.rows[-1], region.columns["school"])
    first = made.worksheets[0]
    gaps = [row[0].row for row in first.iter_rows() if str(row[6].value) == "缺材料：“成员关系·学校”未填"]
    assert gaps
    for row in gaps:
        link = first.cell(row, 10).hyperlink
        assert link is not None and link.location == f"'{region.sheet}'!{cell.coordinate}"
    assert cell.value is None and cell.comment is not None and cell.fill.fgColor.rgb == "FFD6E6F6"
    told = cell.comment.text.split("\n")
    assert told[0] == "必填，未填"
    assert told[1].endswith("缺材料：“成员关系·学校”未填。此格未填")


def test_required_cells_that_are_empty_are_counted_and_marked(bench: Workbench, tmp_path: Path) -> None:
    made, filled = kunming(bench, tmp_path, schools="name", members="role")
    assert "红字必填而未填的有 2 格，各表中已标浅红色" in [row[0] for row in lines(made.worksheets[0])]
    region = next(one for one in filled.regions if one.table == "schools")
    cell = made[region.sheet].cell(region.rows[-1], region.columns["name"])
    assert cell.comment is not None and cell.comment.text == "必填，未填" and cell.fill.fgColor.rgb == "FFFDECEA"
    whole, _ = kunming(bench, tmp_path)
    assert not any("红字必填" in str(row[0]) for row in lines(whole.worksheets[0]))


def test_a_rows_comment_speaks_of_that_row(bench: Workbench, tmp_path: Path) -> None:
    """One matter was agreed 16 days late, the other never: the sentence of both tells the worst."""
    made, filled = kunming(bench, tmp_path)
    said = [
        line
        for row in made[next(one.sheet for one in filled.regions if one.table == "steps")].iter_rows()
        for cell in row
        if cell.comment
        for line in cell.comment.text.split("\n")
        if "重大事项经联席会议研究同意后方可实施" in line
    ]
    assert [line.partition("⑥）：")[2].partition("。")[0] for line in said] == ["晚 16 天", "实际登记里没有"]


def test_blank_cells_are_those_of_the_column(lexicon: Lexicon) -> None:
    from checker.marked.places import Places

    cells = {
        (1, 1): Cell("text", "编号"),
        (2, 1): Cell("text", "m1"),
        (3, 1): Cell("text", "m2"),
        (2, 2): Cell("text", "x"),
    }
    region = Region("meetings", "表", 1, {"id": 1, "kind": 2}, (2, 3))
    places = Places(Filled(book(cells), (region,)))
    assert [spot.name for spot in places.blank("meetings", "kind")] == ["B3"]
    assert [*places.blank("meetings", "date")] == [*places.blank("schools", "kind")] == []
