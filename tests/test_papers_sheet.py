"""Ledger and scoring table as workbooks: what stands where, that texts stay texts, that rows are high enough, equal bytes."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import make_papers_sheets as sheets
import openpyxl
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from checker import house
from checker.errors import BadInput
from checker.papers import write
from checker.papers.catalogue import paper
from checker.papers.needs import lacks
from checker.papers.nouns import Dossier, Problem
from checker.papers.page import folded
from checker.papers.shown import item
from checker.report.scoreview import Column, Field
from checker.wording.text import columns

SAMPLES = house.reports_dir() / "xlsx" / "samples"
HOSTILE = ("=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", '=HYPERLINK("http://x","y")', "{=1}", "http://x.example/", "</script>",
           "A<B & C", "{{ x }}", "#set page", "𠮷 😀", "0012", "1e9", "TRUE")  # fmt: skip
EXCEL_HIGHEST = 409.5


def book(dossier: Dossier, name: str = "ledger") -> Any:
    return openpyxl.load_workbook(io.BytesIO(write(name, dossier, "xlsx", sheets.ZH)))


def looks(name: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((house.reports_dir() / "xlsx" / f"{name}.yaml").read_text(encoding="utf-8"))
    return found


def head_row(sheet: Worksheet) -> int:
    return next(row for row in range(1, 30) if sheet.cell(row, 1).value in ("序号", "一级指标"))


def entries(sheet: Worksheet) -> list[dict[str, Any]]:
    """Rows below the head with a number in the first column, by head."""
    top = head_row(sheet)
    heads = [cell.value for cell in sheet[top]]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=top + 1)]
    return [dict(zip(heads, row, strict=True)) for row in rows if isinstance(row[0], int)]


# ---- the ledger ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(sheets.sheets()))
def test_samples_are_what_is_written_now(name: str) -> None:
    assert (SAMPLES / name).read_text(encoding="utf-8") == sheets.sheets()[name]


def test_there_is_no_sample_too_many() -> None:
    assert {path.name for path in SAMPLES.iterdir()} == set(sheets.sheets())


def test_the_ledger_has_the_columns_of_an_office() -> None:
    sheet = book(sheets.facts("ankang")).worksheets[0]
    assert [cell.value for cell in sheet[head_row(sheet)]] == [
        "序号", "编号", "问题", "依据（文件·条款·原文）", "责任单位", "整改措施", "整改时限", "完成情况", "佐证材料", "复查意见", "销号",
    ]  # fmt: skip


def test_problems_stand_apart_from_everything_else() -> None:
    facts = sheets.facts("ankang")
    made = book(facts)
    lists = {
        "问题清单": facts.breaches, "应办未办": facts.reminders, "待说明": facts.departures, "待补材料": facts.lacking,
        "口径未定": facts.disputed, "待人判断": facts.judged, "其他主体": facts.others,
    }  # fmt: skip
    shown = [title for title, lines in lists.items() if lines]
    assert made.sheetnames == [*shown, "核对说明"], "no sheet for what there is none of"
    for title in shown:
        lines = lists[title]
        assert [one["编号"] for one in entries(made[title])] == [item(line) for line in lines]
        assert [one["序号"] for one in entries(made[title])] == list(range(1, len(lines) + 1))


def test_a_line_says_what_the_dossier_says() -> None:
    facts = sheets.facts("ankang")
    at = next(n for n, one in enumerate(facts.breaches) if not one.due)
    one, line = entries(book(facts).worksheets[0])[at], facts.breaches[at]
    assert one["问题"].split("\n")[:2] == [f"{line.symbol} {line.label}　{line.title}", line.said]
    assert one["依据（文件·条款·原文）"] == f"{line.cite}\n“{line.quote}”"
    assert (one["责任单位"], one["整改措施"], one["佐证材料"]) == (line.unit, line.mend, line.wanted)
    assert (one["整改时限"], one["完成情况"], one["复查意见"], one["销号"]) == (None, None, None, None), (
        "left for the hand"
    )


def test_a_hand_chooses_from_lists() -> None:
    sheet = book(sheets.facts("ankang")).worksheets[0]
    found = {one.formula1: str(one.sqref) for one in sheet.data_validations.dataValidation}
    assert set(found) == {'"未开始,整改中,已完成,暂不能完成"', '"已销号,未销号"'}
    (first, last) = re.findall(r"\d+", next(iter(found.values())))
    rows = [row for row in range(1, sheet.max_row + 1) if isinstance(sheet.cell(row, 1).value, int)]
    assert int(first) <= rows[0]
    assert int(last) == rows[-1]


def test_a_recheck_fills_in_the_opinion() -> None:
    facts = sheets.rechecked()
    found = entries(book(facts).worksheets[0])
    assert [one["复查意见"] for one in found] == [
        f"{line.recheck.label}（上次{line.recheck.before}）。{line.recheck.said}"
        for line in facts.breaches
        if line.recheck
    ]
    assert "复查意见" in [cell.value for cell in book(facts)["待人判断"][head_row(book(facts)["待人判断"])]]
    assert "复查意见" not in [cell.value for cell in book(sheets.facts("nanyang"))["待人判断"][6]]


def test_closed_and_kept_problems_have_parts_of_their_own() -> None:
    facts = sheets.rechecked()
    first, second, *rest = facts.breaches
    moved = replace(facts, breaches=tuple(rest), closed=(first,), kept=(second,))
    sheet = book(moved).worksheets[0]
    parts = [str(row[0].value) for row in sheet.iter_rows() if str(row[0].value)[:2] in ("一、", "二、", "三、")]
    assert [one.split("（")[0] for one in parts] == [
        "一、问题",
        "二、上次的问题，待核实、不能销号",
        "三、上次的问题，本次可以销号",
    ]
    assert [one["编号"] for one in entries(sheet)] == [*[item(line) for line in rest], item(second), item(first)]


def test_a_report_without_problems_has_a_ledger_all_the_same() -> None:
    facts = replace(
        sheets.facts("nanyang"), breaches=(), reminders=(), departures=(), lacking=(), disputed=(), judged=(), others=()
    )
    made = book(facts)
    assert made.sheetnames == ["问题清单", "核对说明"]
    assert "无。" in [row[0].value for row in made.worksheets[0].iter_rows()]


def test_it_prints_on_landscape_a4() -> None:
    for sheet in (
        *book(sheets.facts("ankang")).worksheets[:-1],
        *book(sheets.facts("ankang"), "scoring").worksheets[:-1],
    ):
        assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToHeight or 0) == 0, "as many pages as it takes"
        top = head_row(sheet)
        assert sheet.print_title_rows == f"${top}:${top}"
        assert sheet.freeze_panes == f"A{top + 1}"
        assert sheet.oddFooter.center.text == "— &P —"


def test_invented_records_are_marked_so() -> None:
    assert book(sheets.facts("ankang")).worksheets[0]["A1"].value == "问题清单（整改台账）（虚构示例）"
    real = replace(sheets.facts("ankang"), invented=False)
    assert book(real).worksheets[0]["A1"].value == "问题清单（整改台账）"


def test_what_was_checked_stands_at_the_end() -> None:
    text = sheets.shown(write("ledger", sheets.facts("ankang"), "xlsx", sheets.ZH))
    last = text.partition("== 核对说明\n")[2]
    assert "规则库 ankang-2022 | SHA-256 " in last
    assert "SHA-256" not in text.partition("== 核对说明\n")[0]
    assert "检查截至：2023年10月15日" in text


# ---- texts -----------------------------------------------------------------------------------------------------


def hostile(text: str) -> Dossier:
    facts = sheets.facts("nanyang")
    line = replace(
        facts.breaches[0], title=text, said=text, quote=text, cite=text, unit=text, mend=text, due=text, wanted=text,
        number=text, behind=(text,),
    )  # fmt: skip
    return replace(facts, body=text, breaches=(line,), lacking=(line,), notes=((text, text),))


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_becomes_a_formula_a_number_or_a_link(text: str) -> None:
    raw = write("ledger", hostile(text), "xlsx", sheets.ZH)
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        names = archive.namelist()
        parts = "".join(archive.read(name).decode() for name in names if name.startswith("xl/worksheets/sheet"))
    assert "<f>" not in parts
    assert "<hyperlink" not in parts
    assert not any("externalLink" in name for name in names)
    one = entries(openpyxl.load_workbook(io.BytesIO(raw)).worksheets[0])[0]
    assert one["责任单位"] == text
    assert one["编号"] == text


@pytest.mark.parametrize("facts", ["ankang", "shapotou"])
def test_the_same_report_gives_the_same_bytes(facts: str) -> None:
    for name in ("ledger", "scoring"):
        first, second = (write(name, sheets.facts(facts), "xlsx", sheets.ZH) for _ in range(2))
        assert first == second


@given(st.text(st.sampled_from("甲乙 ab1（，\n"), max_size=200), st.floats(4, 60))
def test_lines_are_the_text_and_fit_their_column(text: str, width: float) -> None:
    lines = folded(text, width)
    assert "".join(lines) == text
    assert all(columns(line.rstrip("\n")) <= max(2, width * 1.166 - 0.8) for line in lines)


def test_rows_are_high_enough_for_all_their_text() -> None:
    """A text for more lines than the highest row of Excel has goes on in the row below; nothing is lost."""
    made, long = looks("ledger"), "甲" * 3000
    facts = sheets.facts("nanyang")
    sheet = book(replace(facts, breaches=(replace(facts.breaches[0], said=long), *facts.breaches[1:]))).worksheets[0]
    widths = [one["width"] for one in made["sheets"][0]["columns"]]
    said = ""
    for row in range(head_row(sheet) + 2, sheet.max_row + 1):
        if sheet.cell(row, 3).value is None:
            break
        height = sheet.row_dimensions[row].height
        texts = [sheet.cell(row, n).value for n in range(1, 12)]
        lines = max(len(folded(str(text), width)) for text, width in zip(texts, widths, strict=True) if text)
        assert lines * made["line"] <= height <= EXCEL_HIGHEST
        said += str(sheet.cell(row, 3).value)
    assert said.count("甲") >= 3000


def test_a_hundred_problems_are_a_hundred_rows() -> None:
    facts = sheets.facts("nanyang")
    many = tuple(replace(facts.breaches[0], number=f"9.9-{n}") for n in range(1, 101))
    found = entries(book(replace(facts, breaches=many)).worksheets[0])
    assert [one["编号"] for one in found] == [f"9.9-{n}" for n in range(1, 101)]


# ---- the scoring table -----------------------------------------------------------------------------------------


def test_the_official_table_has_the_stages_of_its_scheme() -> None:
    first = book(sheets.facts("ankang"), "scoring").worksheets[0]
    heads = [cell.value for cell in first[head_row(first)]]
    assert heads == [
        "一级指标",
        "二级指标",
        "分值",
        "评分标准",
        "自查自评得分",
        "区级初评得分",
        "市级终评得分",
        "确定—可能",
        "计算与依据的记录",
        "备注",
    ]
    one = book(sheets.facts("shapotou"), "scoring").worksheets[0]
    assert [cell.value for cell in one[head_row(one)]][4] == "得分", "a scheme without stages has one column"


def scored(name: str, number: int = 0) -> dict[str, list[Any]]:
    """By the second column."""
    sheet = book(sheets.facts(name), "scoring").worksheets[number]
    return {
        str(row[1].value): [cell.value for cell in row]
        for row in sheet.iter_rows(min_row=head_row(sheet) + 1)
        if row[1].value
    }


def test_what_is_not_known_is_a_blank_with_its_range_beside_it() -> None:
    row = scored("ankang")["7. 教学素养展示和比赛获奖"]
    assert row[2:3] + row[4:8] == [5, 4, 4, None, "0—5"], "6 of 5 points in the last stage are void"
    assert "市级终评：6（无效）" in row[9]
    known = scored("ankang")["1. 章程、职责和各项制度"]
    assert known[4:8] == [6, 5, 5, 5]
    assert scored("shapotou")["2. 集团党的建设"][4:6] == [None, "0—10"]


def test_a_total_is_what_the_stage_gave_or_else_certain_to_possible() -> None:
    """The records give 93 and 91.5 points in the first two stages; what their items come to is said below the table."""
    assert scored("ankang")["合计"][2:8] == [100, None, 93, 91.5, "41.52—92.52", "41.52—92.52"]
    assert scored("ankang", 1)["合计"][4:7] == [None, None, None], "nobody has rated yet, which is no 0"


def test_vetoes_and_bonuses_and_signatures_stand_below() -> None:
    text = sheets.shown(write("scoring", sheets.facts("ankang"), "xlsx", sheets.ZH))
    assert "一票否决：出现重大责任事件，成立，等次为“不合格”，不论得分；理由：重大责任事件：1 次" in text
    assert "加分：市级媒体宣传交流加分，成立，加 1 分" in text
    assert text.count("评分人（两人签字）") == 6, "three stages in each of two years"


def test_the_table_is_refused_where_nothing_is_scored() -> None:
    for fmt in ("xlsx", "docx"):
        with pytest.raises(BadInput) as wrong:
            write("scoring", sheets.facts("nanyang"), fmt, sheets.ZH)
        assert "没有考核评价计分表可填" in str(wrong.value)
    assert lacks(paper("ledger", "xlsx"), sheets.facts("nanyang")) is None


def test_the_columns_follow_whatever_stages_there_are() -> None:
    facts = sheets.facts("ankang")
    card = facts.scores.cards[0]
    two = tuple(replace(card.columns[0], title=title) for title in ("甲评", "乙评"))
    groups = tuple(
        replace(group, items=tuple(replace(item, fields=(Field("1"), Field())) for item in group.items))
        for group in card.groups
    )
    assert all(isinstance(one, Column) for one in two)
    changed = replace(facts, scores=replace(facts.scores, cards=(replace(card, columns=two, groups=groups),)))
    sheet = book(changed, "scoring").worksheets[0]
    assert [cell.value for cell in sheet[head_row(sheet)]][4:6] == ["甲评得分", "乙评得分"]


def test_no_word_of_a_sheet_stands_in_the_code() -> None:
    for name in ("ledger", "scoring", "page", "sheet"):
        code = (Path(house.__file__).parent / "papers" / f"{name}.py").read_text(encoding="utf-8")
        literals = re.findall(r'(?<!")"([^"\n]*[\u4e00-\u9fff][^"\n]*)"', re.sub(r'"""(?:.|\n)*?"""', "", code))
        assert literals == [], name


def test_every_field_of_a_column_is_one_that_there_is() -> None:
    fields = {*Problem.__dataclass_fields__, "problem", "basis", "opinion", "done", "ended", "reply"}
    for sheet in looks("ledger")["sheets"]:
        assert {one["field"] for one in sheet["columns"]} <= fields
        assert {part["from"] for part in sheet["parts"]} <= set(Dossier.__dataclass_fields__)


# ---- the same in Word ------------------------------------------------------------------------------------------


def tables(dossier: Dossier, name: str) -> list[list[list[str]]]:
    """The texts of the cells of each table of the Word paper; cells that were merged downwards stand once."""
    document = docx.Document(io.BytesIO(write(name, dossier, "docx", sheets.ZH)))
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]


def test_the_ledger_in_word_has_the_lines_of_the_workbook() -> None:
    for facts in (sheets.facts("ankang"), sheets.rechecked()):
        first, *others = tables(facts, "ledger")
        numbers = [row[1] for row in first if row[0].isdigit()]
        assert numbers == [item(line) for line in (*facts.breaches, *facts.kept, *facts.closed)]
        apart = [facts.reminders, facts.departures, facts.lacking, facts.disputed, facts.judged, facts.others]
        assert [len(table) - 1 for table in others] == [len(some) for some in apart if some]


def test_the_scoring_table_in_word_has_the_columns_of_the_scheme() -> None:
    heads = tables(sheets.facts("ankang"), "scoring")[0][0]
    assert heads[4:8] == ["自查自评得分", "区级初评得分", "市级终评得分", "确定—可能"]
    one = tables(sheets.facts("shapotou"), "scoring")[0][0]
    assert one[4:6] == ["得分", "确定—可能"]
    rows = {row[1]: row for row in tables(sheets.facts("ankang"), "scoring")[0]}
    assert rows["7. 教学素养展示和比赛获奖"][4:8] == ["4", "4", "", "0—5"]
    assert rows["合计"][4:8] == ["93", "91.5", "41.52—92.52", "41.52—92.52"]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_in_word_is_read_as_a_template(text: str) -> None:
    first = tables(hostile(text), "ledger")[0]
    (row,) = [row for row in first if row[0] == "1"]
    assert row[4] == text


def test_papers_in_word_stand_on_landscape_a4() -> None:
    for name in ("ledger", "scoring"):
        (section,) = docx.Document(io.BytesIO(write(name, sheets.facts("ankang"), "docx", sheets.ZH))).sections
        assert (round(section.page_width.mm), round(section.page_height.mm)) == (297, 210)


@pytest.mark.parametrize("sample", sorted((house.reports_dir()).glob("*/samples/*")), ids=lambda one: one.name)
def test_no_sample_names_a_path_of_a_computer(sample: Path) -> None:
    assert "/examples" not in sample.read_text(encoding="utf-8").replace("jituan/examples", "")
