"""The workbook that goes out: what it asks for, what may be chosen, that text stays text, and what becomes of an old one."""

from __future__ import annotations

import io
import os
import shutil
import time
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from checker import cli, house
from checker.errors import BadInput
from checker.records.body import Body
from checker.records.layout import SHEET, Layout, Part, Sheet, parse
from checker.rulebook.asksfor import layout
from checker.rulebook.formwords import form
from checker.template.build import build
from checker.workbench import Workbench

YEAR = "2023-2024"
BOOKS = ("ankang-2022", "ganzhou-2024", "kunming-2021", "nanyang-2023", "shapotou-2023")
ALL = [(book, kind, lang) for book in BOOKS for kind in ("group", "authority") for lang in ("zh", "en")]

Key = tuple[str, str, str]


def loaded(made: bytes) -> openpyxl.Workbook:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl knows no print area of whole columns
        return openpyxl.load_workbook(io.BytesIO(made))


@pytest.fixture(scope="module")
def made(bench: Workbench) -> dict[Key, bytes]:
    return {key: build(bench, [bench.rulebook(key[0])], key[1], YEAR, key[2]) for key in ALL}


@pytest.fixture(scope="module")
def opened(made: dict[Key, bytes]) -> dict[Key, openpyxl.Workbook]:
    return {key: loaded(raw) for key, raw in made.items()}


@pytest.fixture(scope="module")
def ankang(opened: dict[Key, openpyxl.Workbook]) -> openpyxl.Workbook:
    return opened["ankang-2022", "group", "zh"]


def checks(sheet: Worksheet) -> dict[str, Any]:
    """Rules of a sheet by their first cell."""
    return {str(one.sqref).partition(":")[0]: one for one in sheet.data_validations.dataValidation}


def heading(sheet: Worksheet, label: str) -> str:
    """The letter of a table's column."""
    return next(cell.column_letter for cell in sheet[3] if cell.value == label)


# --- the layout ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("book", "kind", "lang"), ALL)
def test_the_workbook_is_what_its_layout_says(opened: Any, bench: Workbench, book: str, kind: str, lang: str) -> None:
    workbook = opened[book, kind, lang]
    rows = [[cell for cell in row if cell is not None] for row in workbook[SHEET].iter_rows(values_only=True)]
    wanted = layout([bench.rulebook(book)], bench.vocabulary, bench.schemas, kind, YEAR, lang)
    assert parse(rows) == wanted
    assert workbook[SHEET].sheet_state == "veryHidden"
    for sheet in wanted.sheets:
        assert len(sheet.title) <= 31
        assert not set("[]:*?/\\'") & set(sheet.title)
        labels = [part.label for part in sheet.parts]
        assert len(set(labels)) == len(labels)
        if sheet.role == "table":
            assert [cell.value for cell in workbook[sheet.title][3]][: len(labels)] == labels
    titles = list(dict.fromkeys(sheet.title for sheet in wanted.sheets))
    assert workbook.sheetnames == [*titles, form()["titles"]["options"][lang], SHEET]


def test_calendars_are_asked_for_where_terms_are_judged(bench: Workbench) -> None:
    def calendars(book: str, kind: str) -> list[str]:
        made = bench.layout([bench.rulebook(book)], kind, YEAR)
        return [sheet.name for sheet in made.sheets if sheet.role == "calendar"]

    assert calendars("ankang-2022", "group") == ["semesters", "school_years"]
    assert calendars("nanyang-2023", "group") == ["semesters"]
    assert calendars("kunming-2021", "group") == []


def test_self_scores_are_asked_for_where_a_scheme_has_that_stage(bench: Workbench) -> None:
    ankang = bench.layout([bench.rulebook("ankang-2022")], "group", YEAR).sheet("ratings", "ankang-2022/annex-4")
    assert ankang is not None
    assert ankang.tables[0] == ("i1", "章程、职责和各项制度")
    assert bench.layout([bench.rulebook("shapotou-2023")], "group", YEAR).sheet("ratings") is None
    assert bench.layout([bench.rulebook("ankang-2022")], "authority", YEAR).sheet("ratings") is None


def test_of_many_options_those_that_a_clause_looks_for_come_first(bench: Workbench) -> None:
    kinds = {
        part.name: part
        for part in bench.layout([bench.rulebook("kunming-2021")], "group", YEAR).sheet("table", "documents").parts
    }["kind"]  # type: ignore[union-attr]
    assert kinds.options[:4] == ("章程", "教育教学质量标准", "教育教学管理办法", "内部督导评价指标体系")
    assert len(kinds.options) == len(bench.schemas["documents"].columns["kind"].codes or ())


def test_two_rulebooks_in_one_workbook(bench: Workbench) -> None:
    books = [bench.rulebook("kunming-2021"), bench.rulebook("nanyang-2023")]
    workbook = loaded(build(bench, books, "group", YEAR))
    assert [row[1].value for row in workbook[SHEET].iter_rows() if row[0].value == "rulebook"] == [
        book.id for book in books
    ]
    note = workbook["成员关系"]["C3"].comment.text
    assert "《昆明市指导意见（试行）》" in note


# --- what is written -------------------------------------------------------------------------------------------------


def test_same_input_same_bytes(bench: Workbench, made: Any) -> None:
    time.sleep(2.1)  # a ZIP file has a clock of two seconds
    again = build(bench, [bench.rulebook("kunming-2021")], "group", YEAR)
    assert again == made["kunming-2021", "group", "zh"]


def test_no_formula_knows_a_rule_and_none_leads_outside(made: Any, opened: Any) -> None:
    for key, raw in made.items():
        for sheet in opened[key]:
            for cell in (cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"):
                assert sheet.title in (form()["titles"]["overview"][key[2]], form()["titles"]["ratings"][key[2]])
                assert "[" not in cell.value
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            assert not [name for name in packed.namelist() if "external" in name.lower() or "vba" in name.lower()]
            links = [name for name in packed.namelist() if name.endswith(".rels")]
            assert not any(b'TargetMode="External"' in packed.read(name) for name in links)


def test_what_can_be_chosen_stands_behind_names(ankang: openpyxl.Workbook) -> None:
    options, schools = ankang["选项"], checks(ankang["学校"])
    assert options.sheet_state == "hidden"
    column = heading(ankang["学校"], "所在地类型")
    name = schools[f"{column}4"].formula1.lstrip("=")
    cells = ankang.defined_names[name].attr_text.partition("!")[2].replace("$", "")
    assert [cell.value for (cell,) in options[cells]] == ["城区", "镇区", "乡村"]
    assert str(schools[f"{column}4"].sqref) == f"{column}4:{column}2000"


def test_schools_are_chosen_by_name_and_people_by_number(ankang: openpyxl.Workbook) -> None:
    moves = ankang["人员交流"]
    assert checks(moves)[f"{heading(moves, '派出学校')}4"].formula1.lstrip("=") == "rows_schools"
    assert checks(moves)[f"{heading(moves, '人员')}4"].formula1.lstrip("=") == "rows_people"
    assert "'学校'!$B$4:$B$2000" in ankang.defined_names["rows_schools"].attr_text
    assert "'人员'!$A$4:$A$2000" in ankang.defined_names["rows_people"].attr_text
    assert checks(moves)[f"{heading(moves, '人员')}4"].errorStyle == "warning"


def test_dates_numbers_and_percentages_are_looked_at_as_they_are_typed(ankang: openpyxl.Workbook) -> None:
    sheet = ankang["满意度测评"]
    share, count, day = (heading(sheet, label) for label in ("满意度", "有效答卷数", "日期"))
    found = checks(sheet)
    assert (found[f"{share}4"].type, found[f"{share}4"].formula1, found[f"{share}4"].formula2) == ("decimal", "0", "1")
    assert sheet[f"{share}4"].number_format == "0.0###%"
    assert (found[f"{count}4"].type, found[f"{count}4"].errorStyle) == ("whole", None)
    assert (found[f"{day}4"].type, found[f"{day}4"].errorStyle) == ("date", "warning")  # a month alone is a text
    assert sheet[f"{day}4"].number_format == "yyyy-mm-dd"
    assert "86.5%" in found[f"{share}4"].error
    money = ankang["标准与核定数"]
    assert money[f"{heading(money, '数额（元）')}4"].number_format == "#,##0.00"


def test_messages_are_as_short_as_a_spreadsheet_takes_them(opened: Any) -> None:
    for workbook in opened.values():
        for sheet in workbook:
            for one in sheet.data_validations.dataValidation:
                assert len(one.error or "") <= 255
                assert len(one.prompt or "") <= 255
                assert len(one.errorTitle or "") <= 32
                assert len(one.promptTitle or "") <= 32
                assert one.type is None or one.error


def test_several_values_in_a_cell_are_told_not_chosen(ankang: openpyxl.Workbook) -> None:
    sheet = ankang["考核评估"]
    aspects = heading(sheet, "内容")
    assert checks(sheet)[f"{aspects}4"].type is None
    assert "办学实绩" in checks(sheet)[f"{aspects}4"].prompt
    assert "述职述效述廉" in sheet[f"{aspects}3"].comment.text


def test_notes_say_what_how_and_for_which_clauses(ankang: openpyxl.Workbook) -> None:
    sheet = ankang["人员"]
    assert (
        sheet["A3"].comment.text
        == "编号\n必填。自定的人员编号，如 p1；各表同一人用同一编号。不填姓名、证件号、手机号。"
    )
    assert [cell.value for cell in sheet[3]] == [
        "编号", "人事关系所在学校", "类别", "骨干教师", "符合交流要求", "参与教学研究",
    ]  # fmt: skip
    moves = ankang["人员交流"]
    assert moves[f"{heading(moves, '止')}3"].comment.text.splitlines()[1:] == [
        "日期，如 2023-11-05；只知道月份的，先打英文单引号再写 2023-11。",
        "到填报日仍在继续的才留空；已经结束的要填日期，只知道月份的先打英文单引号再写 2023-11，不清楚的先查明再填。",
        "用到这一列的条款 6 条，如 附件3 三（二） ③、附件3 三（二） ④。",
    ]


def test_each_sheet_is_frozen_below_its_headings_and_prints_on_a4(ankang: openpyxl.Workbook) -> None:
    for title in ("学校", "成员关系", "文件资料", "自评打分"):
        sheet = ankang[title]
        assert sheet.freeze_panes.endswith("4")
        assert sheet.print_title_rows == "$1:$3"
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
        assert "&P" in sheet.oddFooter.right.text


def test_the_body_and_its_calendar(ankang: openpyxl.Workbook) -> None:
    sheet = ankang["基本情况"]
    beside = {row[0].value: row[1] for row in sheet.iter_rows(max_col=2)}
    assert beside["所在地区"].value == "安康市"
    assert beside["编号"].value is None
    assert {"组建模式", "成立日期", "检查日期（填报截止日）", "本次检查时段：起"} <= beside.keys()
    assert {"级别", "挂牌日期", "上级"}.isdisjoint(beside)
    for period in ("2023-2024-1", "2023-2024-2", "2023-2024"):
        assert beside[period].value is None


def test_the_first_sheet_counts_and_tells_what_is_empty(ankang: openpyxl.Workbook) -> None:
    sheet = ankang["填报说明"]
    text = "\n".join(str(row[0].value) for row in sheet.iter_rows(max_col=1))
    assert "已失效" in text
    assert "完整时段" in text
    row = next(row for row in sheet.iter_rows() if row[0].value == "人员")
    assert row[0].hyperlink.location == "'人员'!A1"
    assert row[4].value.startswith("=SUMPRODUCT(--((LEN('人员'!$A$4:$A$2000)")
    assert row[5].value.count("SUMPRODUCT") == 1  # the number of each person
    assert "没写完整时段" in row[6].value
    statuses = checks(sheet)[f"B{next(r[0].row for r in sheet.iter_rows() if r[0].value == '数据表') + 1}"].formula1
    name = ankang.defined_names[statuses.lstrip("=")].attr_text.partition("!")[2].replace("$", "")
    assert [cell.value for (cell,) in ankang["选项"][name]] == ["有记录", "无", "以后再报"]


def test_the_first_sheet_says_how_to_state_two_spans(ankang: openpyxl.Workbook) -> None:
    told = [str(row[0]) for row in ankang["填报说明"].iter_rows(max_row=15, values_only=True)]
    assert any("有几段的，把那一行复制一份插在下面，再写一段起止" in line for line in told)
    assert any("只有“止”一类的列，空着是说还在继续" in line for line in told)


def test_the_official_table_takes_no_more_points_than_there_are(ankang: openpyxl.Workbook) -> None:
    sheet = ankang["自评打分"]
    rows = {row[1].value: row for row in sheet.iter_rows(min_row=4, max_row=21)}
    charter, exchange = rows["章程、职责和各项制度"], rows["教师交流和骨干教师的比例"]
    assert [cell.value for cell in charter[:6]] == [
        "制度建设\n15", "章程、职责和各项制度", "6", "根据教育集团及各方面制度制定情况按比例计分", "集团章程、管理制度、集团各项制度", "评分",
    ]  # fmt: skip
    assert exchange[5].value == "记录计算"
    rule = checks(sheet)[charter[6].coordinate]
    assert (rule.type, rule.formula1, rule.formula2) == ("decimal", "0", "6")
    assert "A4:A6" in [str(one) for one in sheet.merged_cells.ranges]
    assert len(rows) == 18


def test_text_of_a_rulebook_stays_text(bench: Workbench) -> None:
    book = bench.rulebook("kunming-2021")
    source = replace(book.source, title={"zh": "=HYPERLINK(1)"}, number="+1")
    workbook = loaded(build(bench, [replace(book, source=source)], "group", YEAR))
    cell = workbook["填报说明"]["A2"]
    assert cell.data_type == "s"
    assert cell.value.startswith("《=HYPERLINK(1)》（+1）　试行")


def test_every_word_is_there_in_both_languages() -> None:
    def words(node: Any) -> Iterator[dict[str, str]]:
        if isinstance(node, dict) and {"zh", "en"} & node.keys():
            yield node
        elif isinstance(node, dict | list):
            for one in node.values() if isinstance(node, dict) else node:
                yield from words(one)

    found = list(words(form()))
    assert len(found) > 150
    assert all({*one} == {"zh", "en"} and one["zh"] and one["en"] for one in found)
    assert {*form()["table"]["rows"]} == {*form()["order"]["tables"]}


# --- an old one comes back -------------------------------------------------------------------------------------------


def filled(old: Layout | None) -> Body:
    return Body(
        {"kind": "group", "id": "jt1", "name": "示例集团", "region": "昆明市"},
        "2024-07-31",
        None,
        None,
        {},
        "表.xlsx",
        "",
        old,
    )


def changed(old: Layout, title: str, **parts: Part | None) -> Layout:
    """The layout with parts of a sheet put in place of those of their name; None takes one away."""

    def other(sheet: Sheet) -> Sheet:
        if sheet.title != title:
            return sheet
        return replace(sheet, parts=tuple(one for part in sheet.parts if (one := parts.get(part.name, part))))

    return replace(old, sheets=tuple(other(sheet) for sheet in old.sheets))


@pytest.fixture
def kunming(bench: Workbench) -> Layout:
    return bench.layout([bench.rulebook("kunming-2021")], "group", YEAR)


def test_the_current_form_is_admitted_without_a_word(bench: Workbench, kunming: Layout) -> None:
    assert bench.admit(filled(kunming), bench.rulebook("kunming-2021")) == ()
    assert bench.admit(filled(None), bench.rulebook("kunming-2021")) == ()


def test_a_form_in_english_is_compared_in_english(bench: Workbench) -> None:
    book = bench.rulebook("kunming-2021")
    assert bench.admit(filled(bench.layout([book], "group", YEAR, "en")), book) == ()


def test_an_old_form_is_refused_with_what_changed(bench: Workbench, kunming: Layout) -> None:
    part = next(part for part in kunming.sheet("table", "schools").parts if part.name == "stage")  # type: ignore[union-attr]
    old = changed(kunming, "学校", setting=None, stage=replace(part, options=part.options[:-1]))
    with pytest.raises(BadInput) as refused:
        bench.admit(filled(old), bench.rulebook("kunming-2021"))
    assert refused.value.problems[0].line() == (
        "表.xlsx: 填报表是旧的，现行规则所问不同：“学校”“学段”的选项有变；“学校”新增“所在地类型”"
        "（请用 jituan template --rules kunming-2021 --year 2023-2024 重新生成，把已填的内容粘贴过去）"
    )
    told = refused.value.problems[0].to_sender().line()
    assert "jituan" not in told and told.endswith("（请向发表单位索取新的填报表，把已填的内容粘贴过去）")


def test_options_in_another_order_are_the_same_options(bench: Workbench, kunming: Layout) -> None:
    part = next(part for part in kunming.sheet("table", "schools").parts if part.name == "stage")  # type: ignore[union-attr]
    old = changed(kunming, "学校", stage=replace(part, options=part.options[::-1]))
    assert bench.admit(filled(old), bench.rulebook("kunming-2021")) == ()


def test_rules_that_changed_and_ask_the_same_are_told(bench: Workbench, kunming: Layout) -> None:
    old = replace(kunming, rulebooks=(("kunming-2021", "0" * 64),))
    (note,) = bench.admit(filled(old), bench.rulebook("kunming-2021"))
    assert note.line() == "表.xlsx: 填报表生成以后规则库 kunming-2021 有过改动，所问内容没有变"


def test_another_rulebook_than_the_form_was_made_for_is_told(bench: Workbench, kunming: Layout) -> None:
    (note,) = bench.admit(filled(kunming), bench.rulebook("nanyang-2023"))
    assert "没有按 nanyang-2023 发问" in note.line()


def test_a_rulebook_that_is_not_here_is_told(bench: Workbench, kunming: Layout) -> None:
    old = replace(kunming, rulebooks=(*kunming.rulebooks, ("gone-2030", "0" * 64)))
    (note,) = bench.admit(filled(old), bench.rulebook("kunming-2021"))
    assert "没有核对" in note.line()


EXTRA = """rules:
- id: kunming-copy/1/more
  at: 三（五） ②
  title: {zh: 另一条}
  quote: 加快建设现代学校制度
  modality: must
  bearer: group
  subject: group
  topic: governance
  basis: computed
  require: [{measure: pupils_of_all, at_least: 1}]
  cases:
  - {given: {pupils_of_all: 1}, expect: pass}
"""
MEASURE = """measures:
  pupils_of_all:
    label: {zh: 学生数}
    unit: people
    counts: {zh: 各校学生数之和}
    table: schools
    sum: students
    cases:
    - records: {body: {kind: group, id: g, name: 甲集团, region: kunming-copy}}
      as_of: "2023-12-31"
      expect: {low: 0, high: null}
"""


def test_a_clause_that_reads_another_column_makes_forms_old(tmp_path: Path) -> None:
    folder = tmp_path / "kunming-copy"
    shutil.copytree(house.rules_dir() / "kunming-2021", folder)
    source = (folder / "source.yaml").read_text(encoding="utf-8")
    (folder / "source.yaml").write_text(source.replace("id: kunming-2021", "id: kunming-copy", 1), encoding="utf-8")
    before = Workbench(str(tmp_path))
    old = before.layout([before.rulebook("kunming-copy")], "group", YEAR)
    assert before.admit(filled(old), before.rulebook("kunming-copy")) == ()
    (tmp_path / "measures").mkdir()
    (tmp_path / "measures" / "more.yaml").write_text(MEASURE, encoding="utf-8")
    (folder / "3-work" / "99-more.yaml").write_text(EXTRA, encoding="utf-8")
    after = Workbench(str(tmp_path))
    with pytest.raises(BadInput, match="“学校”新增“在校学生数”"):
        after.admit(filled(old), after.rulebook("kunming-copy"))


def test_the_region_is_a_place_that_no_other_rulebook_governs(tmp_path: Path, bench: Workbench) -> None:
    assert bench.region_of(bench.rulebook("kunming-2021")) == "昆明市"
    folder = tmp_path / "kunming-copy"
    shutil.copytree(house.rules_dir() / "kunming-2021", folder)
    source = (folder / "source.yaml").read_text(encoding="utf-8")
    (folder / "source.yaml").write_text(source.replace("id: kunming-2021", "id: kunming-copy", 1), encoding="utf-8")
    both = Workbench(str(tmp_path))
    assert both.region_of(both.rulebook("kunming-2021")) == "kunming-2021"
    alone = Workbench()
    assert alone.region_of(alone.rulebook(str(folder))) == "kunming-copy"


# --- the command -----------------------------------------------------------------------------------------------------


def call(*arguments: str) -> int:
    with pytest.raises(SystemExit) as left:
        cli.main(["template", *arguments])
    return int(left.value.code or 0)


def test_the_command_writes_the_workbook(tmp_path: Path, made: Any) -> None:
    out = tmp_path / "自评填报表.xlsx"
    assert call("--rules", "kunming-2021", "--year", YEAR, "-o", str(out)) == 0
    assert out.read_bytes() == made["kunming-2021", "group", "zh"]
    assert (
        call(
            "--rules", "kunming-2021", "--year", YEAR, "--kind", "authority", "--lang", "en", "-o", str(out), "--force"
        )
        == 0
    )
    assert out.read_bytes() == made["kunming-2021", "authority", "en"]
    assert os.listdir(tmp_path) == [out.name]  # noqa: PTH208  hidden files too


def test_a_file_that_is_there_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "表.xlsx"
    out.write_bytes(b"filled in")
    assert call("--rules", "kunming-2021", "--year", YEAR, "-o", str(out)) == 3
    assert "已存在，没有写" in capsys.readouterr().err
    assert out.read_bytes() == b"filled in"


@pytest.mark.parametrize("year", ["2023", "2023-2025", "2024-2023", "2023-24", "2023—2024", "0001-0002"])
def test_a_year_is_two_years(year: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("--rules", "kunming-2021", "--year", year, "-o", str(tmp_path / "a.xlsx")) == 2
    assert "例如 2023-2024" in capsys.readouterr().err


def test_what_cannot_be_made_is_said_in_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("--rules", "nowhere-2030", "--year", YEAR, "-o", str(tmp_path / "a.xlsx")) == 3
    assert "没有名为 nowhere-2030 的规则库" in capsys.readouterr().err
    assert call("--rules", "kunming-2021", "--year", YEAR, "-o", str(tmp_path / "a.csv")) == 3
    assert "只能写成 .xlsx" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
