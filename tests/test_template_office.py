"""The workbook in a real office program: opened without repair, its formulas worked out, and handed back with all that it carries.

LibreOffice stands for the others. WPS and Excel are not tried here.
"""

from __future__ import annotations

import datetime as dt
import io
import os
import shutil
import subprocess
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from checker.records.layout import SHEET, parse
from checker.records.reader import read
from checker.template.build import build
from checker.workbench import Workbench

pytestmark = pytest.mark.office

YEAR = "2023-2024"
Convert = Callable[[bytes, str], bytes]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Convert:
    """Open a workbook and save it in another format. Left out, and said so, where there is no program; in CI a failure."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        reason = "LEFT OUT: the template was opened in no office program, because LibreOffice is not installed"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    folder = tmp_path_factory.mktemp("office")

    def convert(made: bytes, suffix: str) -> bytes:
        (folder / "in").mkdir(exist_ok=True)
        (folder / "in" / "form.xlsx").write_bytes(made)
        subprocess.run(
            [
                program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", suffix,
                "--outdir", str(folder / "out"), str(folder / "in" / "form.xlsx"),
            ],
            check=True, capture_output=True, timeout=300,
        )  # fmt: skip
        return (folder / "out" / f"form.{suffix}").read_bytes()

    return convert


def loaded(raw: bytes, **options: Any) -> openpyxl.Workbook:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(io.BytesIO(raw), **options)


@pytest.fixture(scope="module")
def made(bench: Workbench) -> bytes:
    return build(bench, [bench.rulebook("ankang-2022")], "group", YEAR)


@pytest.fixture(scope="module")
def saved(made: bytes, office: Convert) -> openpyxl.Workbook:
    return loaded(office(made, "xlsx"))


def test_everything_survives_being_saved(made: bytes, saved: openpyxl.Workbook, bench: Workbench) -> None:
    before = loaded(made)
    assert saved.sheetnames == before.sheetnames
    assert {*saved.defined_names} == {*before.defined_names}
    assert {saved[SHEET].sheet_state, saved["选项"].sheet_state} <= {"hidden", "veryHidden"}
    for sheet in before:
        after = saved[sheet.title]
        assert notes(after) == notes(sheet)
        assert rules(after) == rules(sheet)
    rows = [[cell.value or "" for cell in row] for row in saved[SHEET].iter_rows()]
    widths = {"sheet": 4, "part": 4, "rulebook": 3, "row": 3, "kind": 2, "year": 2}
    kept = [row[: max(widths.get(str(row[0]), 3), sum(1 for one in row if one))] for row in rows]
    assert parse(kept) == bench.layout([bench.rulebook("ankang-2022")], "group", YEAR)


def notes(sheet: Any) -> dict[str, str]:
    return {cell.coordinate: cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment}


def rules(sheet: Any) -> list[Any]:
    """Kind, first cell, list, message and strictness of each."""
    return sorted(
        (str(one.type), str(one.sqref).partition(":")[0], str(one.formula1), str(one.error), one.errorStyle or "stop")
        for one in sheet.data_validations.dataValidation
        if one.type
    )


def test_it_prints_every_sheet_across_one_page(made: bytes, office: Convert) -> None:
    """A sheet that is wider than its page would need one page more for each row of pages."""
    program = shutil.which("pdfinfo")
    if program is None:
        pytest.skip("LEFT OUT: pages were not counted, because pdfinfo is not installed")
    found = subprocess.run([program, "-"], input=office(made, "pdf"), capture_output=True, check=True)
    pages = next(int(line.split(b":")[1]) for line in found.stdout.splitlines() if line.startswith(b"Pages"))
    assert 23 <= pages <= 46


def test_the_first_sheet_counts_what_was_filled_in_and_the_form_is_read_back(
    bench: Workbench, office: Convert, tmp_path: Path
) -> None:
    form = loaded(build(bench, [bench.rulebook("kunming-2021")], "group", YEAR))
    facts = {"编号": "jt1", "名称": "示例集团", "检查日期（填报截止日）": dt.date(2024, 7, 31)}
    for row in form["基本情况"].iter_rows(max_col=2):
        if row[0].value in facts:
            row[1].value = facts[row[0].value]
    fill(form["学校"], 4, 校名="第一小学", 学段="小学")
    fill(form["学校"], 5, 学段="小学")
    fill(form["成员关系"], 4, 学校="第一小学", 身份="龙头（核心、牵头）学校")
    start = {row[0].value: row for row in form["填报说明"].iter_rows()}
    start["成员关系"][2].value, start["成员关系"][3].value = dt.date(2022, 9, 1), dt.date(2024, 7, 31)
    start["支出"][1].value = "无"
    start["会议"][1].value = "以后再报"
    buffer = io.BytesIO()
    form.save(buffer)
    raw = office(buffer.getvalue(), "xlsx")
    told = {row[0]: row[4:7] for row in loaded(raw, data_only=True)["填报说明"].iter_rows(values_only=True) if row[0]}
    assert told["基本情况"][1:] == (0, "✓ 已填")
    assert told["学校"] == (2, 1, "必填未填")
    assert told["成员关系"] == (1, 0, "✓ 已填")
    assert told["支出"] == (0, 0, "✓ 无")
    assert told["会议"] == (0, 0, "以后再报")
    assert told["人员"] == (0, 0, "未填")
    fill(form["学校"], 5, 校名="第二小学")
    buffer = io.BytesIO()
    form.save(buffer)
    path = tmp_path / "自评填报表.xlsx"
    path.write_bytes(office(buffer.getvalue(), "xlsx"))
    body = read(path)
    assert body.body["name"] == "示例集团"
    assert [row["name"] for row in body.tables["schools"].rows] == ["第一小学", "第二小学"]
    assert body.tables["expenditures"].state == "none"
    assert body.layout == bench.layout([bench.rulebook("kunming-2021")], "group", YEAR)
    assert bench.admit(body, bench.rulebook("kunming-2021")) == ()


def fill(sheet: Any, row: int, **cells: Any) -> None:
    columns = {cell.value: cell.column for cell in sheet[3]}
    for label, value in cells.items():
        sheet.cell(row, columns[label]).value = value
