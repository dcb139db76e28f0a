"""A workbook of ours, filled in and sent back: everything is found by its headings, nothing that was typed is lost in silence, and
whatever is wrong is named with its cell."""

from __future__ import annotations

import datetime as dt
import io
import json
import random
import subprocess
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from fill_workbook import fill, header, layout_of
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from checker import decisions, run
from checker.cli.common import State
from checker.decisions import Decisions
from checker.errors import BadInput, Problem
from checker.records import reader, workbook_reader
from checker.records.body import Body
from checker.records.filled import Filled
from checker.records.layout import SHEET
from checker.report import Lexicon, render
from checker.template.build import build
from checker.workbench import Workbench

pytestmark = pytest.mark.filterwarnings("ignore:Print area")  # openpyxl knows no print area of whole columns

EXAMPLES = Path(__file__).parents[1] / "examples"
GROUPS = {
    "ankang": ("ankang-2022", "2022-2023"),
    "ganzhou": ("ganzhou-2024", "2024-2025"),
    "kunming": ("kunming-2021", "2023-2024"),
    "shapotou": ("shapotou-2023", "2023-2024"),
    "nanyang": ("nanyang-2023", "2023-2024"),
}
SMALL = """
body: {kind: group, id: demo, name: 示例教育集团, region: nanyang-2023, model: 联盟型, founded: 2023-08-15}
as_of: 2024-08-31
calendar:
  semesters:
  - {id: 2023-2024-1, from: 2023-09-01, to: 2024-01-26}
  - {id: 2023-2024-2, from: 2024-02-26, to: 2024-07-05}
schools:
  complete: {from: 2023-08-15, to: 2024-08-31}
  rows:
  - {id: s1, name: 第一小学, stage: primary, legal_person: yes}
  - {id: s2, name: 第二小学, stage: primary}
  - {id: s3, name: 第三小学}
meetings:
  complete: {from: 2023-09-01, to: 2024-08-31}
  rows:
  - {id: m1, kind: council, date: 2023-09-12}
  - {id: m2, kind: council, date: 2023-10}
activities:
  rows:
  - {id: a1, kind: teaching_research, date: 2023-11-05, organiser: s2}
resources: none
"""

Edit = Callable[[Workbook], None]


@cache
def bench() -> Workbench:
    return Workbench()


@cache
def blank(book: str, year: str) -> bytes:
    return build(bench(), [bench().rulebook(book)], "group", year)


@cache
def example(name: str) -> tuple[Body, Decisions | None]:
    folder = EXAMPLES / name / "invented"
    body = reader.read(folder / "group.yaml")
    return body, decisions.read(folder / "decisions.yaml").get(body.id)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The small body above in the form of Nanyang."""
    path = tmp_path_factory.mktemp("small") / "body.yaml"
    path.write_text(SMALL, encoding="utf-8")
    return fill(blank("nanyang-2023", "2023-2024"), reader.read(path))


@pytest.fixture
def read(small: bytes, tmp_path: Path) -> Callable[[Edit], Filled]:
    """The small form after an edit, read back."""

    def done(edit: Edit) -> Filled:
        return workbook_reader.read(saved(tmp_path / "form.xlsx", edited(small, edit)))

    return done


def edited(raw: bytes, edit: Edit) -> bytes:
    book = load_workbook(io.BytesIO(raw))
    edit(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def saved(path: Path, raw: bytes) -> Path:
    path.write_bytes(raw)
    return path


def put(title: str, row: int, label: str, value: Any) -> Edit:
    """`value` in the column with that heading, `row` rows below the headings."""

    def edit(book: Workbook) -> None:
        page = book[title]
        start, column = at(page, label)
        page.cell(start + row, column).value = value

    return edit


def at(page: Worksheet, label: str) -> tuple[int, int]:
    return next((cell.row, cell.column) for row in page.iter_rows() for cell in row if cell.value == label)


def fact(label: str, value: Any) -> Edit:
    def edit(book: Workbook) -> None:
        row, column = at(book["基本情况"], label)
        book["基本情况"].cell(row, column + 1).value = value

    return edit


def overview(title: str, **values: Any) -> Edit:
    def edit(book: Workbook) -> None:
        page = book["填报说明"]
        sheet = layout_of(book).sheets[0]
        start, columns = header(page, sheet)
        row = next(row for row in range(start, page.max_row + 1) if page.cell(row, columns["table"]).value == title)
        for name, value in values.items():
            page.cell(row, columns[name]).value = value

    return edit


def both(*edits: Edit) -> Edit:
    def edit(book: Workbook) -> None:
        for one in edits:
            one(book)

    return edit


def lines(problems: tuple[Problem, ...], lang: str = "zh") -> list[str]:
    return [problem.line(lang).partition("form.xlsx:")[2] for problem in problems]


def body_of(filled: Filled) -> Body:
    assert filled.body is not None, lines(filled.problems)
    return filled.body


# ---- the same as from YAML --------------------------------------------------------------------------------------------


def findings(body: Body, decided: Decisions | None, book: str) -> dict[str, Any]:
    """What `check --format json` says of each clause; the rows' places are the only difference there may be."""
    report = run.check(bench(), body, bench().rulebook(book), decided)
    data = json.loads(render(report, lexicon(), "json", "zh"))
    kept = ("verdict", "measured", "required", "short_by", "counts", "readings")
    found = {one["rule"]: {key: one[key] for key in kept} for one in (*data["findings"], *data["addressed_to_others"])}
    return found | {"scores": [{key: card[key] for key in ("sum", "total", "grades")} for card in data["scores"]]}


@cache
def lexicon() -> Lexicon:
    return State("zh").lexicon


@pytest.mark.parametrize("name", GROUPS)
def test_a_filled_form_gives_the_findings_of_the_same_records_in_yaml(name: str, tmp_path: Path) -> None:
    book, year = GROUPS[name]
    body, decided = example(name)
    raw = fill(blank(book, year), body, decided)
    filled = workbook_reader.read(saved(tmp_path / "form.xlsx", raw))
    own = without_self(decided) if filled.body and filled.body.ratings else decided
    assert findings(body_of(filled), own, book) == findings(body, decided, book)


def without_self(decided: Decisions | None) -> Decisions | None:
    assert decided is not None
    return replace(decided, ratings=tuple(one for one in decided.ratings if one.get("stage") != "self"))


def test_a_form_in_english_gives_the_same_findings(tmp_path: Path) -> None:
    book, year = GROUPS["kunming"]
    body, decided = example("kunming")
    raw = fill(build(bench(), [bench().rulebook(book)], "group", year, "en"), body)
    filled = workbook_reader.read(saved(tmp_path / "form.xlsx", raw))
    assert findings(body_of(filled), decided, book) == findings(body, decided, book)


@pytest.mark.office
def test_a_form_that_another_program_saved_gives_the_same_findings(
    tmp_path: Path, needs_program: Callable[..., str]
) -> None:
    book, year = GROUPS["ganzhou"]
    body, decided = example("ganzhou")
    made = saved(tmp_path / "form.xlsx", fill(blank(book, year), body))
    office = [needs_program("soffice", "libreoffice"), f"-env:UserInstallation={(tmp_path / 'office').as_uri()}"]
    saving = ["--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(tmp_path / "out"), str(made)]
    subprocess.run([*office, *saving], check=True, capture_output=True, timeout=180)
    filled = workbook_reader.read(tmp_path / "out" / "form.xlsx")
    assert findings(body_of(filled), decided, book) == findings(body, decided, book)


@pytest.mark.parametrize("name", GROUPS)
def test_a_form_that_was_rebuilt_gives_the_same_findings_and_says_what_it_met(name: str, tmp_path: Path) -> None:
    book, year = GROUPS[name]
    body, decided = example(name)
    raw = edited(fill(blank(book, year), body), lambda form: rebuilt(form, random.Random(name)))  # noqa: S311
    filled = workbook_reader.read(saved(tmp_path / "form.xlsx", raw))
    assert findings(body_of(filled), decided, book) == findings(body, decided, book)
    told = lines(filled.notes)
    assert any("改了名" in line for line in told)
    assert any("备注" in line and "未读" in line for line in told)
    assert any("合计" in line for line in told)
    assert any("隐藏" in line for line in told)


def rebuilt(book: Workbook, chance: random.Random) -> None:
    """Columns in another order, rows above the headings, one column more, totals below, hidden rows, other titles."""
    layout = layout_of(book)
    for sheet in (one for one in layout.sheets if one.role == "table"):
        page = book[sheet.title]
        start, columns = header(page, sheet)
        rows = [
            {name: (page.cell(row, at).value, page.cell(row, at).number_format) for name, at in columns.items()}
            for row in range(start + 1, page.max_row + 1)
        ]
        rows = [row for row in rows if any(value is not None for value, _ in row.values())]
        index = book.index(page)
        book.remove(page)
        new = book.create_sheet(f"{sheet.title}（本校）"[:31], index)
        new.append([f"某某集团{sheet.title}登记"])
        new.merge_cells(start_row=1, end_row=1, start_column=1, end_column=4)
        new.append([])
        names = list(columns)
        chance.shuffle(names)
        labels = {part.name: part.label for part in sheet.parts}
        new.append([*(labels[name] for name in names), "备注"])
        for row in rows:
            new.append([*(row[name][0] for name in names), "见台账"])
            for column, name in enumerate(names, 1):
                new.cell(new.max_row, column).number_format = row[name][1]
        if rows:
            new.row_dimensions[4].hidden = True
            new.append([])
            new.append(["合计", len(rows)])


# ---- what is found where ----------------------------------------------------------------------------------------------


def test_the_small_form_is_read_as_it_was_filled(read: Callable[[Edit], Filled]) -> None:
    filled = read(lambda book: None)
    body = body_of(filled)
    assert (body.id, body.as_of, body.body["region"], body.review) == ("demo", "2024-08-31", "nanyang-2023", None)
    assert body.calendar == {
        "semesters": [
            {"id": "2023-2024-1", "from": "2023-09-01", "to": "2024-01-26"},
            {"id": "2023-2024-2", "from": "2024-02-26", "to": "2024-07-05"},
        ]
    }
    assert set(body.tables) == {"schools", "meetings", "activities", "resources"}
    assert body.tables["resources"].state == "none"
    assert body.tables["meetings"].complete == (("2023-09-01", "2024-08-31"),)
    assert [row["date"] for row in body.tables["meetings"].rows] == ["2023-09-12", "2023-10"]
    origin = body.tables["meetings"].origins[0]
    assert origin.endswith("form.xlsx:会议!4")
    assert filled.notes == ()
    assert body.layout is not None and body.layout.id == layout_of_small().id
    region = next(one for one in filled.regions if one.table == "meetings")
    assert (region.sheet, region.header, region.rows) == ("会议", 3, (4, 5))


def layout_of_small() -> Any:
    return bench().layout([bench().rulebook("nanyang-2023")], "group", "2023-2024")


def test_a_blank_form_says_what_is_to_be_filled_in_first(tmp_path: Path) -> None:
    filled = workbook_reader.read(saved(tmp_path / "form.xlsx", blank("nanyang-2023", "2023-2024")))
    assert lines(filled.problems) == [
        "基本情况!B4: “编号”没有填（必填，例如 demo-group）",
        "基本情况!B5: “名称”没有填（必填，例如 示例教育集团）",
    ]
    assert lines(filled.notes) == ["基本情况!16: “学期”没有填起止，按没有校历读入"]


def test_a_heading_may_state_another_unit(tmp_path: Path) -> None:
    def edit(book: Workbook) -> None:
        put("支出", 1, "金额（元）", 4)(book)
        put("支出", 2, "金额（元）", "2.5万元")(book)
        put("支出", 0, "金额（元）", "金额（万元）")(book)

    body, _ = example("kunming")
    raw = edited(fill(blank(*GROUPS["kunming"]), body), edit)
    read = body_of(workbook_reader.read(saved(tmp_path / "form.xlsx", raw)))
    assert [row["amount"] for row in read.tables["expenditures"].rows[:2]] == [4_000_000, 2_500_000]


def test_a_row_without_an_id_gets_one_and_may_be_linked_to_by_its_name(read: Callable[[Edit], Filled]) -> None:
    edits = both(put("学校", 2, "编号", None), put("活动", 1, "组织学校", "第 二小学"))
    body = body_of(read(edits))
    assert [row["id"] for row in body.tables["schools"].rows] == ["s1", "r5", "s3"]
    assert body.tables["activities"].rows[0]["organiser"] == "r5"


def test_an_id_that_was_given_is_never_given_again(read: Callable[[Edit], Filled]) -> None:
    body = body_of(read(both(put("会议", 1, "编号", "r5"), put("会议", 2, "编号", None))))
    assert [row["id"] for row in body.tables["meetings"].rows] == ["r5", "r5_"]


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (put("活动", 1, "组织学校", "r5"), "活动!D4: 组织学校所指的一行没有编号，不能引用"),
        (put("活动", 1, "组织学校", "s9"), "活动!D4: 组织学校“s9”不在学校表里"),
        (
            both(put("学校", 3, "校名", "第二小学"), put("活动", 1, "组织学校", "第二小学")),
            "活动!D4: 组织学校：有 2 行同名",
        ),
    ],
)
def test_a_link_that_leads_nowhere_or_to_several_rows_is_named(
    read: Callable[[Edit], Filled], edit: Edit, expected: str
) -> None:
    filled = read(both(put("学校", 2, "编号", None), edit))
    assert filled.body is None
    assert [line for line in lines(filled.problems) if line.startswith(expected)], lines(filled.problems)


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (put("会议", 1, "种类", "碰头会"), "会议!B4: 种类"),
        (put("会议", 1, "日期", "2023年2月30日"), "会议!C4: 日期"),
        (put("会议", 1, "日期", "=TODAY()"), "会议!C4: 日期"),
        (put("会议", 1, "日期", "#N/A"), "会议!C4: 日期"),
        (put("会议", 2, "编号", "m1"), "会议!A5: 编号“m1”重复"),
        (put("会议", 0, "种类", "类型"), "会议!3: 缺少列“种类”"),
        (put("会议", 0, "议题", "日期"), "会议!D3: 列“日期”重复"),
        (put("成员关系", 1, "起", "2024-01-01"), "成员关系"),
        (fact("编号", None), "基本情况!B4: “编号”没有填"),
        (fact("编号", "a/b"), "基本情况!B4: 编号填得不对"),
        (fact("名称", "校" * 101), "基本情况!B5: 名称太长"),
        (fact("检查日期（填报截止日）", "2024-08"), "基本情况!B10: 检查日期"),
        (fact("本次检查时段：起", dt.date(2024, 1, 1)), "基本情况!B12: 检查时段只填了一头"),
        (overview("会议", status="大概有"), "填报说明!"),
        (overview("会议", status="无"), "填报说明!"),
        (overview("会议", status="以后再报"), "填报说明!"),
        (overview("会议", to=None), "填报说明!"),
        (overview("文件资料", status="有记录"), "填报说明!"),
        (overview("文件资料", status=None, **{"from": dt.date(2024, 1, 1), "to": dt.date(2024, 2, 1)}), "填报说明!"),
        (lambda book: book.remove(book["会议"]), "缺少工作表“会议”"),
        (lambda book: book.remove(book["基本情况"]), "缺少工作表“基本情况”"),
        (lambda book: book["会议"].delete_rows(3), "会议!1: “会议”里找不到表头"),
        (lambda book: book["基本情况"].delete_rows(16), "基本情况!1: “基本情况”里找不到表头"),
    ],
)
def test_what_is_wrong_is_named_with_its_cell(read: Callable[[Edit], Filled], edit: Edit, expected: str) -> None:
    filled = read(edit)
    assert filled.body is None
    found = lines(filled.problems)
    assert any(line.startswith(expected) or expected in line for line in found), found
    assert all("Traceback" not in line and "None" not in line for line in found)
    assert all(line.count("（") <= line.count("）") for line in found)


def test_a_name_where_a_number_of_a_person_belongs_is_refused_and_not_repeated(read: Callable[[Edit], Filled]) -> None:
    filled = read(both(put("任职", 1, "人员", "王小明"), overview("任职", status="有记录")))
    (line,) = lines(filled.problems)
    assert line.startswith("任职!B4: 人员疑似姓名") and "王小明" not in line and "例如 p1" in line


def test_a_personal_number_in_any_cell_is_told_once_and_not_repeated(read: Callable[[Edit], Filled]) -> None:
    number = "138" + "0013" + "8000"
    filled = read(both(put("会议", 1, "编号", number), lambda book: book["填报说明"].cell(60, 9, number)))
    found = lines(filled.problems)
    assert [line.partition(":")[0] for line in found] == ["填报说明!I60", "会议!A4"]
    assert all(number not in line and "电话号码" in line for line in found)


def test_a_contradiction_of_the_overview_says_what_to_do(read: Callable[[Edit], Filled]) -> None:
    (line,) = lines(read(overview("会议", status="无")).problems)
    assert line.endswith("“会议”选了“无”，表内却有 2 行（请改选，或删去这些行）")


def test_a_deleted_sheet_of_which_nothing_is_held_is_fine(read: Callable[[Edit], Filled]) -> None:
    body = body_of(read(lambda book: book.remove(book["共享资源"])))
    assert body.tables["resources"].state == "none"


def test_a_table_may_be_complete_in_two_spans(read: Callable[[Edit], Filled]) -> None:
    def second(book: Workbook) -> None:
        _, columns = header(book["填报说明"], layout_of(book).sheets[0])
        row = book["填报说明"].max_row + 1
        cells = {"table": "会议", "from": dt.date(2022, 9, 1), "to": dt.date(2022, 12, 31)}
        for name, value in cells.items():
            book["填报说明"].cell(row, columns[name], value)

    body = body_of(read(second))
    assert body.tables["meetings"].complete == (("2022-09-01", "2022-12-31"), ("2023-09-01", "2024-08-31"))
    body = body_of(read(both(overview("会议", status=None), second)))
    assert body.tables["meetings"].state == "reported"

    def other(book: Workbook) -> None:
        second(book)
        page = book["填报说明"]
        page.cell(page.max_row, header(page, layout_of(book).sheets[0])[1]["status"], "以后再报")

    assert any("前后不一" in line for line in lines(read(other).problems))
    filled = read(both(overview("会议", status=None), other))
    assert any("选了“以后再报”，表内却有 2 行" in line for line in lines(filled.problems))


def test_a_sheet_and_a_column_that_are_not_ours_are_told_and_not_read(read: Callable[[Edit], Filled]) -> None:
    def more(book: Workbook) -> None:
        book.create_sheet("台账")["B2"] = "自用"
        start, _ = at(book["会议"], "种类")
        book["会议"].cell(start, 6, "备注")
        book["会议"].cell(start + 1, 6, "延期一周")

    filled = read(more)
    assert lines(filled.notes) == ["会议!F3: 列“备注”不在表内，未读", "台账!2: 这个工作表不在填报表内，未读"]
    assert body_of(filled).notes == filled.notes


def test_all_sheets_may_have_other_names(read: Callable[[Edit], Filled]) -> None:
    def rename(book: Workbook) -> None:
        for number, page in enumerate([page for page in book.worksheets if page.title not in (SHEET, "选项")]):
            page.title = f"第{number}页"

    body = body_of(read(rename))
    same = body_of(read(lambda book: None))
    assert {name: table.rows for name, table in body.tables.items()} == {
        name: table.rows for name, table in same.tables.items()
    }
    assert (body.body, body.calendar, body.as_of) == (same.body, same.calendar, same.as_of)
    assert len(body.notes) == len({sheet.title for sheet in layout_of_small().sheets})


def test_one_more_copy_of_a_table_is_asked_about(read: Callable[[Edit], Filled]) -> None:
    (line,) = lines(read(lambda book: setattr(book.copy_worksheet(book["会议"]), "title", "会议 (2)")).problems)
    assert line == "会议 (2)!1: 又一张与“会议”表头相同的表，不知要不要算（要算的请并入“会议”，不算的请删去）"


def test_what_is_merged_over_several_rows_is_said_of_each(read: Callable[[Edit], Filled]) -> None:
    def merge(column: str) -> Edit:
        return lambda book: book["会议"].merge_cells(f"{column}4:{column}5")

    filled = read(merge("B"))
    assert [row["kind"] for row in body_of(filled).tables["meetings"].rows] == ["council", "council"]
    assert lines(filled.notes) == ["会议!B4: 种类合并了几行，各行按同一内容读入"]
    assert lines(read(merge("A")).problems) == ["会议!A4: 编号合并了几行，不知各是多少（请取消合并，逐行填写）"]


def test_a_heading_may_have_a_star_full_width_letters_and_a_line_break(read: Callable[[Edit], Filled]) -> None:
    edit = both(
        put("会议", 0, "种类", " 种　类 *"), put("学校", 0, "所属法人单位（登记名称）", "所属法人单位\n(登记名称)")
    )
    assert len(body_of(read(edit)).tables["meetings"].rows) == 2


def test_a_column_that_is_not_required_may_be_missing(read: Callable[[Edit], Filled]) -> None:
    filled = read(put("会议", 0, "议题", None))
    assert lines(filled.notes) == ["会议!3: 没有列“议题”，按未填读入"]
    assert body_of(filled).tables["meetings"].rows[0]["topics"] is None


# ---- what is no form of ours ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (lambda book: book.remove(book[SHEET]), "不是本软件生成的填报表"),
        (lambda book: book[SHEET].cell(6, 3, "别的"), "标识页已损坏"),
        (lambda book: book[SHEET].cell(1, 2, "9"), "填报表由另一版本的软件生成"),
    ],
)
def test_what_is_no_form_of_ours_is_refused_in_one_sentence(
    read: Callable[[Edit], Filled], edit: Edit, expected: str
) -> None:
    filled = read(edit)
    assert filled.body is None
    (line,) = [problem.line() for problem in filled.problems]
    assert expected in line
    assert "jituan template" in line


def test_a_folder_of_forms_is_read_one_by_one_and_what_is_broken_is_named(small: bytes, tmp_path: Path) -> None:
    saved(tmp_path / "a.xlsx", small)
    saved(tmp_path / "b.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    saved(tmp_path / "c.csv", "编号,名称\n1,第一小学\n".encode())
    saved(tmp_path / "~$a.xlsx", b"x")
    first, *broken = reader.bodies([tmp_path])
    assert isinstance(first, Body) and first.id == "demo"
    assert [Path(one.problems[0].where).name for one in broken if isinstance(one, BadInput)] == ["b.xls", "c.csv"]


@pytest.mark.parametrize("suffix", sorted(reader.SPREADSHEETS))
def test_other_spreadsheets_are_refused_in_one_sentence(suffix: str, tmp_path: Path) -> None:
    path = saved(tmp_path / f"form{suffix}", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    with pytest.raises(BadInput) as caught:
        reader.read(path)
    (problem,) = caught.value.problems
    assert problem.mend or problem.why


# ---- points that a body gives itself ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def rated() -> bytes:
    body, decided = example("ankang")
    return fill(blank(*GROUPS["ankang"]), body, decided)


def scored(rated: bytes, tmp_path: Path, edit: Edit) -> Filled:
    return workbook_reader.read(saved(tmp_path / "form.xlsx", edited(rated, edit)))


def test_self_scores_become_ratings_of_the_stage_self(rated: bytes, tmp_path: Path) -> None:
    def edit(book: Workbook) -> None:
        for label, value in {
            "自评分": "５.５分",
            "佐证材料": "章程",
            "评分人": "自评组",
            "评分日期": dt.date(2023, 8, 20),
        }.items():
            put("自评打分", 1, label, value)(book)

    body = body_of(scored(rated, tmp_path, edit))
    first = body.ratings[0]
    assert first["origin"].partition("form.xlsx:")[2].startswith("自评打分!")
    assert {key: first[key] for key in ("item", "points", "stage", "by", "date", "evidence", "period")} == {
        "item": "ankang-2022/annex-4/i1", "points": "5.5", "stage": "self", "by": "自评组", "date": "2023-08-20",
        "evidence": "章程", "period": "2022-2023",
    }  # fmt: skip


@pytest.mark.parametrize("value", ["优", "-1", "10%", "=1/0", "#REF!", 0.5j])
def test_points_that_are_none_are_named(rated: bytes, tmp_path: Path, value: Any) -> None:
    edit = both(put("自评打分", 1, "自评分", str(value)), put("自评打分", 1, "评分人", "自评组"))
    found = lines(scored(rated, tmp_path, edit).problems)
    assert any(line.startswith("自评打分!") and "例如 8.5" in line for line in found), found


def test_who_rated_and_when_is_asked_for_once(rated: bytes, tmp_path: Path) -> None:
    def edit(book: Workbook) -> None:
        for row in (1, 2, 3):
            put("自评打分", row, "自评分", 3)(book)
            put("自评打分", row, "评分人", None)(book)

    (line,) = lines(scored(rated, tmp_path, edit).problems)
    assert "没有填“评分人”（同样缺的共 3 行）" in line


def test_own_ratings_join_the_decisions_and_two_of_them_are_told(rated: bytes, tmp_path: Path) -> None:
    body = body_of(scored(rated, tmp_path, lambda book: None))
    _, decided = example("ankang")
    assert decided is not None
    joined = decisions.of(body, decided)
    assert joined is not None
    assert len(joined.ratings) == len(decided.ratings) + len(body.ratings)
    assert decisions.of(body, joined) == joined
    (card, *_) = run.check(bench(), body, bench().rulebook("ankang-2022"), decided).scores
    told = [one.problems for item in card.items for one in item.ratings if one.stage == "self"]
    assert told and all("twice" in problems for problems in told)
    alone = decisions.of(body, None)
    assert alone is not None and (alone.body, alone.answers) == (body.id, ())
    assert decisions.of(replace(body, ratings=()), None) is None


@pytest.mark.parametrize("label", ["发展规划（6分）", "  发展 规划\u200b", "发展规划（满分 4 分）"])
def test_an_item_is_known_without_what_stands_in_brackets(rated: bytes, tmp_path: Path, label: str) -> None:
    def edit(book: Workbook) -> None:
        item = str(book["自评打分"].cell(*below(book, "指标", 1)).value)
        put("自评打分", 1, "指标", label.replace("发展 规划", " ".join(item)).replace("发展规划", item))(book)
        rate(book, 1)

    body = body_of(scored(rated, tmp_path, edit))
    assert body.ratings[0]["item"] == "ankang-2022/annex-4/i1"


def below(book: Workbook, label: str, row: int) -> tuple[int, int]:
    start, column = at(book["自评打分"], label)
    return start + row, column


def rate(book: Workbook, row: int, **values: Any) -> None:
    given = {"自评分": 5, "评分人": "自评组", "评分日期": dt.date(2023, 8, 20)} | values
    for label, value in given.items():
        put("自评打分", row, label, value)(book)


@pytest.mark.parametrize(("filled", "value"), [("自评分", 5), ("佐证材料", "台账"), ("评分人", "自评组")])
@pytest.mark.parametrize("item", ["章程和职责各项制度", "别的事项", None])
def test_what_is_filled_in_for_an_unknown_item_is_not_lost(
    rated: bytes, tmp_path: Path, filled: str, value: Any, item: str | None
) -> None:
    def edit(book: Workbook) -> None:
        for label in ("自评分", "佐证材料", "说明", "评分人", "评分日期"):
            put("自评打分", 1, label, None)(book)
        put("自评打分", 1, "指标", item)(book)
        put("自评打分", 1, filled, value)(book)

    found = [line for line in lines(scored(rated, tmp_path, edit).problems) if line.startswith("自评打分!B4")]
    assert found and ("不认识的指标" in found[0] if item else "没有写是哪个指标" in found[0]), found
    assert ("是否为“章程、职责和各项制度”" in found[0]) == (item == "章程和职责各项制度")


def test_a_sum_of_the_scores_is_no_item_and_a_deleted_row_is_told(rated: bytes, tmp_path: Path) -> None:
    def edit(book: Workbook) -> None:
        page = book["自评打分"]
        last = page.max_row + 1
        page.cell(last, 2, "合计")
        page.cell(last, at(page, "自评分")[1], 80)
        page.delete_rows(at(page, "指标")[0] + 2)

    filled = scored(rated, tmp_path, edit)
    assert not [line for line in lines(filled.problems) if line.startswith("自评打分!")]
    assert any("没有指标“发展规划和年度目标、措施、总结”这一行" in line for line in lines(filled.notes))


# ---- columns whose empty cells mean something -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heading", "hint"),
    [
        ("结束日期", "结束日期"),
        ("截止", "截止"),
        ("退出日期", "退出日期"),
        ("截止日期", "截止日期"),
        (None, ""),
        ("别的", ""),
    ],
)
def test_without_the_column_of_ends_nothing_is_read_as_ongoing(
    read: Callable[[Edit], Filled], heading: str | None, hint: str
) -> None:
    found = [line for line in lines(read(put("成员关系", 0, "止", heading)).problems) if line.startswith("成员关系!")]
    assert len(found) == 1 and found[0].startswith("成员关系!3: 缺少列“止”（没有这一列，就不知道哪些已经结束"), found
    assert (f"是否为“{hint}”？请把表头改回“止”" in found[0]) if hint else ("是否为" not in found[0])


def test_a_heading_that_is_like_a_missing_one_is_named(read: Callable[[Edit], Filled]) -> None:
    told = lines(read(put("会议", 0, "日期", "召开日期")).notes)
    assert any(line.startswith("会议!3: 没有列“日期”，按未填读入；是否为“召开日期”？") for line in told), told
    told = lines(read(put("会议", 0, "日期", "主持单位")).notes)
    assert any(line == "会议!3: 没有列“日期”，按未填读入" for line in told), told


# ---- rows that may be totals, and what is said of other tables --------------------------------------------------------


def test_a_row_of_numbers_alone_is_a_question(tmp_path: Path) -> None:
    body, decided = example("kunming")
    raw = fill(blank(*GROUPS["kunming"]), body, decided)
    count = len(body.tables["expenditures"].rows)
    filled = workbook_reader.read(
        saved(tmp_path / "form.xlsx", edited(raw, put("支出", count + 1, "金额（元）", 1000)))
    )
    (line,) = lines(filled.problems)
    assert line.startswith("支出!") and line.endswith(
        "是合计行还是一条记录？（合计行请删去，记录请补编号和日期、对象）"
    )


def test_a_unit_in_the_format_of_a_cell_counts(tmp_path: Path) -> None:
    def shows(code: str) -> Edit:
        def edit(book: Workbook) -> None:
            put("支出", 1, "金额（元）", 1.28)(book)
            start, column = at(book["支出"], "金额（元）")
            book["支出"].cell(start + 1, column).number_format = code

        return edit

    body, decided = example("kunming")
    raw = fill(blank(*GROUPS["kunming"]), body, decided)
    filled = workbook_reader.read(saved(tmp_path / "form.xlsx", edited(raw, shows('0.00"万"'))))
    assert body_of(filled).tables["expenditures"].rows[0]["amount"] == 1_280_000
    assert any("按单元格格式的单位“万”计为 12800" in line for line in lines(filled.notes))
    filled = workbook_reader.read(saved(tmp_path / "form.xlsx", edited(raw, shows('0!.00,"万"'))))
    assert any("不知实为多少" in line for line in lines(filled.problems))


def test_what_is_refused_in_one_table_is_not_told_in_all_others(read: Callable[[Edit], Filled]) -> None:
    (line,) = lines(read(both(overview("学校", status="无"), put("会议", 1, "编号", "m1"))).problems)
    assert line.startswith("填报说明!") and "表内却有 3 行" in line
    (line,) = lines(read(put("学校", 3, "编号", "s2")).problems)
    assert line.startswith("学校!A6: 编号“s2”重复"), "the link to s2 may mean either"


def test_a_table_that_the_overview_no_longer_lists_is_told(read: Callable[[Edit], Filled]) -> None:
    def gone(book: Workbook) -> None:
        page = book["填报说明"]
        row = next(row for row in range(1, page.max_row + 1) if page.cell(row, 1).value == "会议")
        page.delete_rows(row)

    filled = read(gone)
    assert body_of(filled).tables["meetings"].complete == ()
    assert any(line.startswith("会议!3: “填报说明”里没有这张表的一行") for line in lines(filled.notes))


def test_a_copy_of_a_row_of_the_overview_is_one_more_span(read: Callable[[Edit], Filled]) -> None:
    def copied(book: Workbook) -> None:
        page = book["填报说明"]
        _, columns = header(page, layout_of(book).sheets[0])
        row = next(row for row in range(1, page.max_row + 1) if page.cell(row, columns["table"]).value == "会议")
        page.insert_rows(row + 1)
        for column in range(1, page.max_column + 1):
            page.cell(row + 1, column).value = page.cell(row, column).value
        page.cell(row + 1, columns["from"]).value = dt.date(2022, 9, 1)
        page.cell(row + 1, columns["to"]).value = dt.date(2022, 12, 31)

    body = body_of(read(copied))
    assert body.tables["meetings"].complete == (("2022-09-01", "2022-12-31"), ("2023-09-01", "2024-08-31"))


def test_an_id_that_may_be_a_name_is_not_repeated(read: Callable[[Edit], Filled]) -> None:
    found = lines(read(both(put("会议", 1, "编号", "张三"), put("会议", 2, "编号", "张三"))).problems)
    assert any(line.startswith("会议!A5: 编号重复") for line in found) and not any("张三" in line for line in found)
    filled = read(
        both(put("学校", 2, "编号", "张三"), put("学校", 3, "校名", "第二小学"), put("活动", 1, "组织学校", "第二小学"))
    )
    assert any("有 2 行同名" in line for line in lines(filled.problems))
    assert not any("张三" in line for line in lines(filled.problems) + lines(filled.notes))


def test_a_number_of_a_person_in_the_name_of_a_sheet_is_refused(read: Callable[[Edit], Filled]) -> None:
    number = "138" + "8801" + "2345"
    filled = read(lambda book: setattr(book.create_sheet(), "title", f"电话{number}"))
    said = [problem.line() for problem in filled.problems]
    assert len(said) == 1 and "的名称疑似身份证号或电话号码" in said[0] and number not in said[0]
    assert not [grid.name for grid in filled.book.grids if number in grid.name], "copies are made of these"


# ---- notes in the report ----------------------------------------------------------------------------------------------


def test_a_report_says_how_the_form_was_read(read: Callable[[Edit], Filled]) -> None:
    body = body_of(read(put("会议", 0, "议题", None)))
    report = run.check(bench(), body, bench().rulebook("nanyang-2023"))
    data = json.loads(render(report, lexicon(), "json", "zh"))
    assert [(one["at"].partition("form.xlsx:")[2], one["text"]) for one in data["notes"]] == [
        ("会议!3", "没有列“议题”，按未填读入")
    ]
    text = render(report, lexicon(), "text", "zh")
    assert "读入说明" in text
    assert "没有列“议题”，按未填读入" in text
    page = render(report, lexicon(), "html", "en")
    assert "How it was read" in page and "no column `议题`" in page
    assert page.count("会议!3") == 1


def test_a_report_lists_twenty_notes_and_says_how_many_there_are(read: Callable[[Edit], Filled]) -> None:
    body = body_of(read(lambda book: None))
    notes = tuple(Problem(f"{body.file}:会议!{row}", f"说明{row}。") for row in range(1, 26))
    report = run.check(bench(), replace(body, notes=notes), bench().rulebook("nanyang-2023"))
    text = render(report, lexicon(), "text", "zh")
    assert "说明20。" in text and "说明21。" not in text
    assert "25 处" in text
    assert len(json.loads(render(report, lexicon(), "json", "zh"))["notes"]) == 25


# ---- anything at all --------------------------------------------------------------------------------------------------

MOMENT = dt.datetime(2024, 8, 31, 10, 30, tzinfo=dt.UTC).replace(tzinfo=None)
ODD = [
    None, "", " ", "　", "无", "—", "0", 0, -1, 1e300, 0.1, 10, "10%", "１０％", "约240", "=1/0", "=A1", "#N/A", True, "是", "s1", "第一小学",
    "2024.8.31", "20240831", dt.date(1899, 12, 31), MOMENT, "合计", "注：以上", "编号", "校名", "䶮㛃", "\u202eabc\u200b",
    "+cmd|' /C calc'!A1", "x" * 5000, "a\nb", "jituan-template", "有记录", "以后再报", "r4", "*", "?",
]  # fmt: skip


@pytest.mark.parametrize("seed", range(40))
def test_whatever_is_typed_where_never_breaks_the_reader(small: bytes, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311

    def edit(book: Workbook) -> None:
        for _ in range(chance.choice([1, 5, 60])):
            page = chance.choice(book.worksheets)
            what = chance.random()
            row, column = chance.randint(1, 12), chance.randint(1, 9)
            if what < 0.75:
                cell = page.cell(row, column)
                if type(cell).__name__ == "Cell":
                    cell.value = chance.choice(ODD)
            elif what < 0.82:
                page.insert_rows(row)
            elif what < 0.86:
                page.delete_rows(row)
            elif what < 0.92:
                page.insert_cols(column)
            elif what < 0.96:
                page.title = chance.choice(["表1", "会议", "学校 ", "Sheet"]) + str(chance.randint(1, 99))
            elif len(book.worksheets) > 2:
                book.remove(page)

    try:
        filled = workbook_reader.read(saved(tmp_path / "form.xlsx", edited(small, edit)))
    except BadInput as bad:
        assert bad.problems
        return
    assert (filled.body is None) == bool(filled.problems)
    assert all(problem.line("zh") and problem.line("en") for problem in (*filled.problems, *filled.notes))
