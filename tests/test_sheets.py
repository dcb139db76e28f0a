"""Spreadsheets as schools send them: read cell for cell, or refused in one sentence that says what to do."""

from __future__ import annotations

import csv
import dataclasses
import datetime
import io
import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from defusedxml import EntitiesForbidden
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils.datetime import WINDOWS_EPOCH
from spreadsheet_files import (
    HOSTILE,
    ODD,
    backslashes,
    blank_far,
    book,
    changed,
    dates,
    errors,
    foreign,
    hidden,
    html,
    hyperlink,
    large,
    merged,
    number_cell,
    packed,
    prefixed,
    rich,
    row,
    sheet,
    small,
    strict,
    text_cell,
    uncalculated,
    unpacked,
    with_chart,
    wrong_dimension,
)

from checker.errors import BadInput
from checker.intake import read_document
from checker.sheets import child, limits, read, reader, shown
from checker.sheets.grid import Book, Cell, Grid, letters, number, split
from checker.sheets.merged import ranges, uncovered
from checker.sheets.outline import outline
from checker.sheets.scan import Room, scan
from checker.sheets.shown import BUILT_IN, exact, moment, shape


def cells(grid: Grid) -> dict[str, str | tuple[str, str]]:
    """`{"A1": "text", "B1": ("number", "1")}`; a percentage is `("number", "0.1%")`."""
    return {
        f"{letters(column)}{line}": cell.value if cell.kind == "text" else (cell.kind, cell.value + "%" * cell.percent)
        for (line, column), cell in grid.cells.items()
    }


def only(raw: bytes, name: str = "x.xlsx") -> Grid:
    (grid,) = read.read_raw(raw, name).grids
    return grid


def only_here(raw: bytes) -> Grid:
    (grid,) = here(raw).grids
    return grid


def here(raw: bytes) -> Book:
    """Read in this process, without limits: for tests that read hundreds of files."""
    return read.book(json.loads(json.dumps(child.answer(raw))), "x.xlsx", "")


def refusal(raw: bytes, name: str = "x.xlsx") -> str:
    with pytest.raises(BadInput) as caught:
        read.read_raw(raw, name)
    (problem,) = caught.value.problems
    lines = [problem.line(lang) for lang in ("zh", "en")]
    for line in lines:
        assert line.startswith(f"{name}:") and line.isprintable() and len(line) < 200
        assert not any(word in line for word in ("Traceback", "/tmp", "None", "checker"))  # noqa: S108
    assert lines[0] != lines[1] and any("\u4e00" <= char <= "\u9fff" for char in lines[0])
    return lines[0]


# ---- refusals


@cache
def made(what: str) -> bytes:
    return HOSTILE[what][0]()


@pytest.mark.parametrize("what", HOSTILE)
def test_refused_in_one_sentence_and_within_a_second(what: str) -> None:
    raw = made(what)
    before = resource.getrusage(resource.RUSAGE_CHILDREN), time.process_time()
    assert HOSTILE[what][1] in refusal(raw)
    after = resource.getrusage(resource.RUSAGE_CHILDREN), time.process_time()
    # processor time, so that a busy machine does not matter
    assert after[0].ru_utime - before[0].ru_utime + after[1] - before[1] < 1


@pytest.mark.parametrize("what", sorted(set(HOSTILE) - {"text"}))
def test_what_a_file_is_called_does_not_help_it(what: str) -> None:
    refusal(made(what), "x.csv")


def test_an_old_file_is_called_by_its_own_name() -> None:
    old = HOSTILE["old .xls"][0]()
    assert refusal(old, "x.et") == "x.et: 是旧版 .et 文件（请在 Excel 或 WPS 中打开，另存为 .xlsx 再提交）"
    assert refusal(old, "X.XLS") == "X.XLS: 是旧版 .xls 文件（请在 Excel 或 WPS 中打开，另存为 .xlsx 再提交）"


def test_a_text_that_is_called_xls_is_refused_and_a_workbook_is_not() -> None:
    assert "纯文本" in refusal("学校\t人数\n".encode("gb18030"), "x.xls")
    assert cells(only(small(), "x.xls"))["A1"] == "学校"
    assert ".xls" in read.SUFFIXES - read.TAKEN and {".xlsx", ".csv"} == read.TAKEN


def test_entities_are_refused_whatever_the_coding() -> None:
    for coding, said in (("utf-16", "DTD"), ("utf-16-be", "DTD"), ("latin-1", "DTD"), ("cp037", "损坏")):
        xml = f'<?xml version="1.0" encoding="{coding}"?><!DOCTYPE x><worksheet/>'.encode(coding)
        assert said in refusal(changed(small(), lambda p, xml=xml: p.update({"xl/worksheets/sheet1.xml": xml})))  # type: ignore[misc]


def test_a_place_that_the_workbook_does_not_have() -> None:
    for gone in ("xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml"):
        assert "损坏" in refusal(changed(small(), lambda p, gone=gone: p.pop(gone)))  # type: ignore[misc]


@pytest.mark.parametrize(
    "cell",
    [
        "<c r='A1'><v>一</v></c>",
        "<c r='A1'><v>nan</v></c>",
        "<c r='A1'><v>1E999</v></c>",
        f"<c r='A1'><v>{'1' * 400}</v></c>",
        "<c r='A1'><v>٣</v></c>",
        "<c r='A1'><v>1_000</v></c>",
        "<c r='A1'><v>Infinity</v></c>",
        "<c r='A1'><v>1,5</v></c>",
        "<c r='A1' s='x'><v>1</v></c>",
        "<c r='A1' t='inlineStr'><v>一</v></c>",
        "<c r='A1' t='s'><v>0</v></c>",
        "<c r='A1' t='s'><v>-1</v></c>",
        "<c r='A1' t='b'><v>2</v></c>",
        "<c r='A1' t='e'><v>错</v></c>",
        "<c r='A1' t='d'><v>2024-02-30</v></c>",
        "<c r='A1' t='x'><v>1</v></c>",
        "<c r='A1'><v>1</v></c><c r='A1'><v>2</v></c>",
    ],
)
def test_cells_that_no_program_writes_are_damage_by_place(cell: str) -> None:
    assert refusal(small(row(1, cell))).startswith("x.xlsx:学校!A1: 工作簿已损坏")


def test_a_string_is_not_counted_from_the_end() -> None:
    raw = small(row(1, "<c r='A1' t='s'><v>-1</v></c>"), strings=("<t>最后</t>",))
    assert refusal(raw).startswith("x.xlsx:学校!A1: 工作簿已损坏")


def test_a_part_that_is_no_sheet_is_not_an_empty_one() -> None:
    assert "不是工作表" in refusal(book({"学校": "<worksheet><sheetData/></worksheet>"}))


def test_rows_without_cells_are_counted() -> None:
    raw = sheet("<row/>" * 5).encode()
    scan(raw, "学校", Room(blank=5))
    with pytest.raises(BadInput):
        scan(raw, "学校", Room(blank=4))


@pytest.mark.parametrize("more", ["r='0'", "r='x'", "r='1048577'", "r='99999999999'"])
def test_rows_that_no_program_writes(more: str) -> None:
    refusal(small(f"<row {more}><c><v>1</v></c></row>"))


def test_sheets_without_a_name_of_their_own() -> None:
    for names in (("表", "表 "), ("A", "a"), ("", "b"), (" ", "b")):
        raw = book({name: sheet("") for name in names})
        if names == ("表", "表 "):
            assert [grid.name for grid in read.read_raw(raw, "x.xlsx").grids] == ["表", "表 "]
        else:
            assert "名称" in refusal(raw)


def test_one_long_text_in_many_cells_is_passed_on_once() -> None:
    text = "".join(chr(0x4E00 + n * n % 9973) for n in range(30_000))
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 5001))
    raw = small(rows, strings=(f"<t>{text}</t>",))
    assert len(json.dumps(child.answer(raw))) < 400_000
    assert only(raw).cells[5000, 1].value == text
    many = [f"<t>{n:05}{text}</t>" for n in range(400)]
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>{n - 1}</v></c></row>' for n in range(1, 401))
    assert "文字过多" in refusal(small(rows, strings=many))


def test_too_many_merged_ranges() -> None:
    after = (
        "<mergeCells>" + "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(1, limits.MERGES + 2)) + "</mergeCells>"
    )
    assert "合并" in refusal(book({"学校": sheet(row(1, number_cell("A1", "1")), after=after)}))


def test_a_start_of_many_comments_takes_no_time(tmp_path: Path) -> None:
    raw = b"<!---->" * 500 + b"x,y\n"
    assert cells(only(raw, "x.csv"))["B1"] == "y"
    (tmp_path / "x.txt").write_bytes(raw)
    assert read_document(tmp_path / "x.txt").text


# ---- the process


def test_a_process_that_does_not_end_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read, "_PROGRAM", "while True: pass")
    monkeypatch.setattr(read, "PATIENCE", 0.3)
    assert "没有读完" in refusal(small())


@pytest.mark.parametrize(
    "program", ["print('x')", "print([])", "print('{}')", "raise SystemExit(1)", "print('{\"problems\": [1]}')"]
)
def test_what_the_process_says_is_not_trusted(monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    monkeypatch.setattr(read, "_PROGRAM", program)
    assert "损坏" in refusal(small())


def test_memory_and_time_of_the_process_are_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    start = "import sys; sys.path += sys.argv[1:]; from checker.sheets import child; "
    hungry = f"{start} child.read = lambda raw: bytearray(2_000_000_000); child.main()"
    monkeypatch.setattr(read, "_PROGRAM", hungry)
    assert "读不下" in refusal(small())
    busy = f"{start} child.SECONDS = 1; child.read = lambda raw: [1 for _ in iter(int, 1)]; child.main()"
    monkeypatch.setattr(read, "_PROGRAM", busy)
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    assert "没有读完" in refusal(small())
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before < 3


def test_the_calling_process_unpacks_and_parses_nothing() -> None:
    parsers = "('zipfile', 'zlib', 'pyexpat', 'defusedxml', 'openpyxl')"
    program = f"import sys, checker.sheets.read; print([m for m in {parsers} if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[1]
    )
    assert done.stdout.strip() == "[]"


def test_openpyxl_is_loaded_only_for_what_is_read() -> None:
    start = "import sys; sys.path += sys.argv[1:]; from checker.sheets import child; "
    program = f"{start} child.answer(sys.stdin.buffer.read()); print('openpyxl' in sys.modules)"
    command = [sys.executable, "-I", "-S", "-c", program, str(Path(__file__).parents[1]), *filter(None, sys.path)]
    for raw, loaded in ((made("far cell"), b"False"), (made("bomb"), b"False"), (small(), b"True")):
        assert subprocess.run(command, input=raw, capture_output=True, check=True).stdout.strip() == loaded


def test_no_entity_is_resolved_even_behind_the_gate() -> None:
    entity = b'<!DOCTYPE x [<!ENTITY a "b">]>'
    parts = {"xl/workbook.xml": entity + b"<workbook/>"}
    for parse in (lambda: outline(parts), lambda: scan(entity + b"<x/>", "x", Room())):
        with pytest.raises(EntitiesForbidden):
            parse()
    sound = outline({name.lower(): part for name, part in unpacked(small()).items()})
    for part in ("styles", "strings"):
        with pytest.raises(EntitiesForbidden):
            reader.read(dataclasses.replace(sound, **{part: entity + b"<x/>"}))
    with pytest.raises(EntitiesForbidden):
        reader.read(dataclasses.replace(sound, sheets=(("x", entity + b"<x/>", False),)))


def test_a_large_workbook_is_read_quickly_and_in_little_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = large()
    before = resource.getrusage(resource.RUSAGE_CHILDREN), time.process_time()
    grid = only(raw)
    after = resource.getrusage(resource.RUSAGE_CHILDREN), time.process_time()
    assert len(grid.cells) == 30_000
    assert after[0].ru_utime - before[0].ru_utime + after[1] - before[1] < 1.5
    assert grid.cells[1500, 2] == Cell("number", "149.9") and grid.cells[2, 3] == Cell("date", "2023-03-16")
    if Path("/proc/self/status").exists():
        peak = "next(line for line in open('/proc/self/status') if line.startswith('VmHWM')).split()[1]"
        start = "import sys; sys.path += sys.argv[1:]; from checker.sheets import child; "
        program = f"{start} child.answer(sys.stdin.buffer.read()); print({peak})"
        command = [sys.executable, "-I", "-S", "-c", program, str(Path(__file__).parents[1]), *filter(None, sys.path)]
        done = subprocess.run(command, input=raw, capture_output=True, check=True)
        assert int(done.stdout) < 100_000  # kilobytes


def test_the_same_bytes_give_the_same_book() -> None:
    raw = hidden()
    assert read.read_raw(raw, "x.xlsx") == read.read_raw(raw, "x.xlsx")


def test_a_file_is_read_by_its_path(tmp_path: Path) -> None:
    (tmp_path / "x.xlsx").write_bytes(small())
    assert read.read(tmp_path / "x.xlsx").file == str(tmp_path / "x.xlsx")
    found = read.read(tmp_path / "x.xlsx", "自评.xlsx")
    assert found.place(found.grids[0], 2, 28) == "自评.xlsx:学校!AB2" and len(found.sha256) == 64
    for path in (tmp_path / "no.xlsx", tmp_path):
        with pytest.raises(BadInput):
            read.read(path)


# ---- what is read


def test_every_odd_workbook_is_read() -> None:
    for make in ODD.values():
        assert read.read_raw(make(), "x.xlsx").grids


def test_a_wrong_dimension_is_not_believed() -> None:
    assert cells(only(wrong_dimension())) == {"A1": "学校", "C3": "第一小学"}


def test_formulas_give_their_result_or_are_told() -> None:
    assert cells(only(uncalculated())) == {
        "A1": ("number", "1"),
        "A2": ("formula", "=SUM(A1:A1)"),
        "B2": ("number", "2"),
        "D2": ("formula", "=SUM(D1:D1)"),
        "E2": "ab",
        "F2": ("formula", "=A1:A2*2"),
    }


def test_errors_are_told() -> None:
    assert cells(only(errors())) == {"A1": ("error", "#N/A"), "B1": ("error", "#DIV/0!")}


def test_dates_percentages_and_times() -> None:
    assert cells(only(dates())) == {
        "A1": ("number", "45535"),
        "B1": ("number", "45535%"),
        "C1": ("date", "2024-08-31"),
        "D1": ("date", "2024-08-31"),
        "E1": ("date", "2024-08-31"),
        "F1": ("date", "2024-08-31"),
        "G1": ("number", "45535"),
        "H1": ("date", "2024-08-31"),
        "I1": ("date", "2024-08-31"),
        "J1": ("number", "45535%"),
        "K1": ("number", "45535"),
        "L1": ("number", "45535"),
        "M1": ("number", "45535"),
        "A2": ("date", "2024-08-31 12:00"),
        "B2": "10:30",
        "C2": ("number", "60"),
        "D2": ("number", "-1"),
        "A3": ("date", "2024-08-31"),
        "B3": ("date", "2024-08-31 09:30"),
    }


def test_days_may_be_counted_from_1904() -> None:
    found = cells(only(dates(date1904=True)))
    assert found["C1"] == ("date", "2028-09-01") and found["C2"] == ("date", "1904-03-01") and found["B2"] == "10:30"


@pytest.mark.parametrize(
    ("serial", "kind", "cell"),
    [
        ("1", "date", Cell("date", "1900-01-01")),
        ("59", "date", Cell("date", "1900-02-28")),
        ("61", "date", Cell("date", "1900-03-01")),
        ("2958465", "date", Cell("date", "9999-12-31")),
        ("2958466", "date", None),
        ("0", "date", None),
        ("0", "time", Cell("text", "00:00")),
        ("45535.9999999", "date", Cell("date", "2024-09-01")),
        ("45535.3541666667", "date", Cell("date", "2024-08-31 08:30")),
        ("45505", "month", Cell("text", "2024-08")),
        ("45505.5", "month", Cell("date", "2024-08-01 12:00")),
    ],
)
def test_serials(serial: str, kind: str, cell: Cell | None) -> None:
    assert moment(float(serial), kind, WINDOWS_EPOCH) == cell  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("General", "number"),
        ("G/通用格式", "number"),
        ("0.00", "number"),
        ("#,##0.00;[Red]-#,##0.00", "number"),
        ("0.00E+00", "number"),
        ("##0.0E+0", "number"),
        ('0"日"', "number"),
        ('0"days"', "number"),
        ("0\\d", "number"),
        ("[h]:mm:ss", "number"),
        ("@", "number"),
        ("0%", "percent"),
        ('0"%"', "number"),
        ("0.0%;-0.0%", "percent"),
        ("yyyy-mm-dd", "date"),
        ('yyyy"年"m"月"d"日";@', "date"),
        ('[$-804]yyyy"年"m"月";@', "month"),
        ("mmm-yy", "month"),
        ("yyyy/m/d h:mm", "date"),
        ("[$-F400]h:mm:ss AM/PM", "time"),
        ("mm:ss", "time"),
        ('m"月"d"日"', "date"),
        ('[DBNum1][$-804]yyyy"年"m"月"d"日"', "date"),
        ("yyyy\\-mm\\-dd", "date"),
    ],
)
def test_formats(code: str, found: str) -> None:
    assert shape(code) == found


@pytest.mark.parametrize(
    ("numbers", "found"),
    [
        ((27, 36, 50, 52, 57), "2024-09"),
        ((28, 29, 30, 31, 51, 53, 54, 58), ("date", "2024-09-01")),
        ((14, 15, 16), ("date", "2024-09-01")),
        ((17,), "2024-09"),
        ((9, 10), ("number", "45536%")),
        ((0, 1, 2, 3, 4, 11, 37, 44, 46, 48, 49, 23, 60, 163), ("number", "45536")),
    ],
)
def test_built_in_formats_of_chinese_editions(numbers: Sequence[int], found: str | tuple[str, str]) -> None:
    for n in numbers:
        raw = changed(
            small(row(1, number_cell("A1", "45536", 1))),
            lambda p, n=n: p.update({"xl/styles.xml": p["xl/styles.xml"].replace(b'"9"', b'"%d"' % n)}),  # type: ignore[misc]
        )
        assert cells(only_here(raw)) == {"A1": found}, n
    assert all(shape(BUILT_IN[n]) == "time" for n in (18, 19, 20, 21, 32, 33, 34, 35, 45, 47, 55, 56))


def test_rich_text_and_phonetic_guides() -> None:
    assert cells(only(rich())) == {"A1": "第一小学", "A2": "第一小学", "A3": "上\n下_x0041_", "A4": "第一小学"}


def test_merged_cells_hold_what_the_first_one_holds() -> None:
    grid = only(merged())
    assert cells(grid) == {"A1": "学校一览", "A2": "第一小学", "B2": ("number", "1"), "B3": ("number", "2")}
    assert grid.merged == ((1, 1, 1, 2), (2, 1, 3, 1))


def test_what_is_hidden_is_read_and_told() -> None:
    grids = read.read_raw(hidden(), "x.xlsx").grids
    assert [(grid.name, grid.hidden) for grid in grids] == [("学校", False), ("选项", True), ("密", True)]
    assert (grids[0].hidden_rows, grids[0].hidden_columns, grids[0].widths) == ({2}, {2}, {1: 30.5})
    assert cells(grids[0]) == {"A1": "甲", "B1": "乙", "A2": "丙"}


def test_a_link_harms_nobody() -> None:
    assert cells(only(hyperlink()))["A2"] == "第一小学"


def test_ranges_over_the_whole_sheet_take_no_time() -> None:
    every = "A1:XFD1048576"
    after = f'<mergeCells><mergeCell ref="{every}"/></mergeCells><hyperlinks><hyperlink ref="{every}" location="x"/></hyperlinks>'
    raw = book(
        {
            "学校": sheet(
                row(1, text_cell("A1", "学校"), text_cell("B1", "盖住的")),
                before=f'<dimension ref="{every}"/>',
                after=after,
            )
        }
    )
    before = time.process_time()
    grid = only_here(raw)
    assert cells(grid) == {"A1": "学校"} and grid.merged == ()
    assert time.process_time() - before < 1


@pytest.mark.filterwarnings("ignore::UserWarning")  # of openpyxl
@pytest.mark.parametrize("where", ["filter", "font", "name", "properties"])
def test_what_nobody_looks_at_damages_nothing(where: str) -> None:
    """Files of other programs on which openpyxl's `load_workbook` gives up."""
    wrong = {
        "filter": ("xl/worksheets/sheet1.xml", b"</sheetData>", b'</sheetData><autoFilter ref="A"/>'),
        "font": ("xl/styles.xml", b"</numFmts>", b'</numFmts><fonts><font><family val="99"/></font></fonts>'),
        "name": ("xl/workbook.xml", b"</sheets>", b'</sheets><definedNames><definedName hidden="x"/></definedNames>'),
        "properties": ("xl/workbook.xml", b"</sheets>", b'</sheets><calcPr calcMode="x"/>'),
    }
    part, old, new = wrong[where]
    raw = changed(small(), lambda p: p.update({part: p[part].replace(old, new)}))
    with pytest.raises((TypeError, ValueError)):
        openpyxl.load_workbook(io.BytesIO(raw))
    assert cells(only_here(raw)) == cells(only_here(small()))


def test_cells_in_another_order_stand_where_they_say() -> None:
    raw = small(
        row(2, number_cell("B2", "2"), number_cell("A2", "1")), row(1, number_cell("A1", "0"), "<c><v>9</v></c>")
    )
    found = {"A1": "0", "B1": "9", "A2": "1", "B2": "2"}
    assert cells(only_here(raw)) == {place: ("number", shown) for place, shown in found.items()}


def test_prefixes_and_missing_places_are_fine() -> None:
    assert cells(only(prefixed())) == {"A1": "学校", "B1": ("number", "7")}


@pytest.mark.parametrize("make", [strict, with_chart, backslashes])
def test_variants_of_the_format_are_read_alike(make: Callable[[], bytes]) -> None:
    assert cells(only(make())) == {"A1": "学校", "B1": "人数", "A2": "第一小学", "B2": ("number", "240")}


def test_cells_of_another_namespace_are_none() -> None:
    assert cells(only(foreign())) == {"A1": "学校"}


def test_formats_without_content_make_no_sheet_larger() -> None:
    grid = only(blank_far())
    assert (grid.rows, grid.columns, cells(grid)) == (1, 1, {"A1": "学校"})


def test_dangerous_texts_are_texts() -> None:
    texts = ["=HYPERLINK(1)", "+cmd|' /C calc'!A0", "@x", "\u202e倒\u200b", "䶮㛃𠮷", "_x0041_"]
    raw = small(*(row(n, text_cell(f"A{n}", text.replace("_x", "_x005F_x"))) for n, text in enumerate(texts, 1)))
    assert [cell for _, cell in sorted(only(raw).cells.items())] == [Cell("text", text) for text in texts]


# ---- numbers


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("0.1", "0.1"),
        ("0.30000000000000004", "0.3"),
        ("1.1000000000000001", "1.1"),
        ("100", "100"),
        ("100.0", "100"),
        ("-0", "0"),
        ("00", "0"),
        ("1E3", "1000"),
        ("1.5e-3", "0.0015"),
        ("1E-7", "0.0000001"),
        ("123456789012345", "123456789012345"),
        ("123456789012345678", "123456789012346000"),
        (".5", "0.5"),
        ("5.", "5"),
    ],
)
def test_numbers_are_what_people_see(stored: str, shown: str) -> None:
    assert cells(only_here(small(row(1, number_cell("A1", stored))))) == {"A1": ("number", shown)}


@given(st.floats(allow_nan=False, allow_infinity=False, allow_subnormal=False, min_value=-1e300, max_value=1e300))
def test_any_stored_number_is_shown_in_fifteen_digits(stored: float) -> None:
    shown = exact(stored)
    assert set(shown) <= set("-.0123456789")
    assert abs(Decimal(shown) - Decimal(repr(stored))) * 10**15 <= abs(Decimal(repr(stored))) * 5
    assert len(shown.replace("-", "").replace(".", "").strip("0")) <= 15


# ---- what other programs write

SIGNS = st.characters(exclude_categories=["Cs"])
PLAIN = st.characters(exclude_categories=["Cs", "Cc", "Cn"])
DAYS = st.dates(datetime.date(1900, 3, 1), datetime.date(2199, 12, 31))
NUMBERS = st.builds(
    lambda whole, places: Decimal(whole).scaleb(-places), st.integers(-(10**12), 10**12), st.integers(0, 6)
)


def grids_of(texts: st.SearchStrategy[str]) -> st.SearchStrategy[dict[tuple[int, int], Any]]:
    values = texts | NUMBERS | DAYS | st.booleans()
    return st.dictionaries(st.tuples(st.integers(1, 8), st.integers(1, 30)), values, max_size=12)


def expected(values: dict[tuple[int, int], Any]) -> dict[tuple[int, int], Cell]:
    """What was written, without what nobody sees."""
    found: dict[tuple[int, int], Cell] = {}
    for place, value in values.items():
        match value:
            case bool():
                found[place] = Cell("yesno", str(value).upper())
            case datetime.date():
                found[place] = Cell("date", value.isoformat())
            case Decimal():
                plain = format(value, "f")
                trimmed = plain.rstrip("0").rstrip(".") if "." in plain else plain
                found[place] = Cell("number", "0" if trimmed in {"", "-0", "-"} else trimmed)
            case str() if value.strip():
                found[place] = Cell("text", value.replace("\0", "\ufffd").replace("\r\n", "\n"))
    return found


@settings(max_examples=150, deadline=None)
@given(grids_of(st.text(SIGNS, max_size=12) | st.sampled_from(["_x0041_", "x_x000D_", "=1+1", "a\r\nb", "_x005F_"])))
def test_what_xlsxwriter_writes_comes_back(values: dict[tuple[int, int], Any]) -> None:
    stream = io.BytesIO()
    made = xlsxwriter.Workbook(stream, {"in_memory": True})
    page, day = made.add_worksheet("表"), made.add_format({"num_format": "yyyy-mm-dd"})
    for (line, column), value in values.items():
        match value:
            case bool():
                page.write_boolean(line - 1, column - 1, value)
            case datetime.date():
                page.write_datetime(line - 1, column - 1, value, day)
            case Decimal():
                page.write_number(line - 1, column - 1, float(value))
            case _:
                page.write_string(line - 1, column - 1, value)
    made.close()
    (grid,) = here(stream.getvalue()).grids
    assert grid.cells == expected(values)
    assert (grid.rows, grid.columns) == tuple(max((place[n] for place in expected(values)), default=0) for n in (0, 1))


@settings(max_examples=100, deadline=None)
@given(grids_of(st.text(PLAIN, max_size=12).filter(lambda text: "_x" not in text and not text.startswith(("=", "#")))))
def test_what_openpyxl_writes_comes_back(values: dict[tuple[int, int], Any]) -> None:
    made = openpyxl.Workbook()
    page = made.active
    assert page is not None
    for (line, column), value in values.items():
        page.cell(line, column).value = float(value) if isinstance(value, Decimal) else value
    stream = io.BytesIO()
    made.save(stream)
    (grid,) = here(stream.getvalue()).grids
    assert grid.cells == expected(values)


@pytest.mark.office
def test_libreoffice_writes_what_is_read_or_refused(tmp_path: Path, needs_program: Callable[..., str]) -> None:
    office = needs_program("soffice", "libreoffice")
    source = tmp_path / "x.xlsx"
    rows = (
        row(1, text_cell("A1", "学校"), text_cell("B1", "䶮𠮷")),
        row(3, number_cell("A3", "0.1", 9), number_cell("C3", "45535", 8)),
    )
    source.write_bytes(small(*rows))
    for kind in ("ods", "xls", "csv:Text - txt - csv (StarCalc):44,34,76", "xlsx"):
        command = [
            office,
            f"-env:UserInstallation={(tmp_path / 'office').as_uri()}",
            "--headless",
            "--convert-to",
            kind,
        ]
        folder = tmp_path / kind[:4].rstrip(":")
        subprocess.run([*command, "--outdir", str(folder), str(source)], check=True, capture_output=True, timeout=120)
    found = read.read(tmp_path / "xlsx" / "x.xlsx").grids[0]
    assert cells(found) == {"A1": "学校", "B1": "䶮𠮷", "A3": ("number", "0.1%"), "C3": ("date", "2024-08-31")}
    assert cells(read.read(tmp_path / "csv" / "x.csv").grids[0]) == {
        "A1": "学校",
        "B1": "䶮𠮷",
        "A3": "10.00%",
        "C3": "2024年8月31日",
    }
    for name, said in (("x.ods", ".ods"), ("x.xls", "旧版 .xls")):
        assert said in refusal((tmp_path / name[2:] / name).read_bytes(), name)


# ---- chance


def test_chance_gives_a_book_or_one_sentence() -> None:
    """Bytes of the archive, and bytes of its parts, where a checksum does not save the parser."""
    raw = uncalculated()
    parts = unpacked(
        changed(
            rich(), lambda p: p.update({"xl/worksheets/sheet1.xml": unpacked(merged())["xl/worksheets/sheet1.xml"]})
        )
    )
    started = time.process_time()
    books = 0
    for seed in range(400):
        chance = random.Random(seed)  # noqa: S311
        if seed % 2:
            broken = bytearray(raw)
            for _ in range(chance.randrange(1, 6)):
                broken[chance.randrange(len(raw))] = chance.randrange(256)
            made = bytes(broken[: chance.choice([len(raw), len(raw) - 1, len(raw) // 2])])
        else:
            name = chance.choice(sorted(parts))
            part = bytearray(parts[name])
            for _ in range(chance.randrange(1, 4)):
                part[chance.randrange(len(part))] = chance.choice(b"<>&\"'/0123456789AZaz= \0\xff")
            made = packed({**parts, name: bytes(part)})
        try:
            books += bool(here(made).grids)
        except BadInput as bad:
            assert len(bad.problems) == 1 and bad.problems[0].line().isprintable()
    assert 50 < books < 350
    assert time.process_time() - started < 30


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["x.csv", "x.xlsx"]))
def test_any_bytes_are_read_or_refused(raw: bytes, name: str) -> None:
    try:
        assert read.read_raw(raw if raw[:2] != b"PK" else b"x", name).grids
    except BadInput as bad:
        assert len(bad.problems) == 1


# ---- CSV

TABLE = '学校,人数,备注\n第一小学,240,\n\n第二小学（䶮村）,0.1,"有，\n也有"\n'
READ = {
    "A1": "学校",
    "B1": "人数",
    "C1": "备注",
    "A2": "第一小学",
    "B2": "240",
    "A4": "第二小学（䶮村）",
    "B4": "0.1",
    "C4": "有，\n也有",
}


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("stated", [False, True])
def test_csv_of_any_program(coding: str, separator: str, stated: bool) -> None:
    text = (f"sep={separator}\r\n" if stated else "") + TABLE.replace(",", separator)
    found = read.read_raw(text.encode(coding), "x.csv")
    grid = found.grids[0]
    assert cells(grid) == READ and (grid.name, grid.rows, grid.columns) == ("", 4, 3)
    assert found.place(grid, 4, 2) == "x.csv:4:2"


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("学校,人\0数\n".encode(), "编码混乱"),
        ("学校,人\0数\n".encode("utf-16"), "零字节"),
        (b'a,b\nc,"d\n', "x.csv:2: CSV 写法有误"),
        (b'a,"b"c\n', "x.csv:1: CSV 写法有误"),
        (("学校名称人数班级年级教师" * 9).encode()[:-1] + b"\xff\xff\n", "编码混乱"),
        ("学校名称人数班级年级教师学生课程活动计划".encode() + "第一小学".encode("gb18030") + b"\n", "编码混乱"),
        (bytes(range(256)), "编码混乱"),
        (("x," * 300 + "x").encode(), "x.csv:1:301: 这里有内容，离表格太远"),
        (("x\n" * 60_001).encode(), "x.csv:60001:1: 这里有内容，离表格太远"),
        (b"x" * 32_768, "x.csv:1:1: 单元格里的文字过长"),
        (b"x" * 140_000, "单格过长"),
        (b"x" + b"\n" * 3_000_000, "空单元格"),
        (b"x\n" + b"," * 3_000_000, "空单元格"),
        (b"x" * 11_000_000, "文字过多"),
        (html(), "网页"),
        (b" \r\n", "空"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_csv_that_is_not_read(raw: bytes, said: str) -> None:
    assert said in refusal(raw, "x.csv")


def test_csv_may_be_ragged_and_of_one_column() -> None:
    assert cells(only("学校\n第一小学\n".encode(), "x.csv")) == {"A1": "学校", "A2": "第一小学"}
    assert cells(only(b"title\na,b,c\nd,e\n,,,\n", "x.csv")) == {
        "A1": "title",
        "A2": "a",
        "B2": "b",
        "C2": "c",
        "A3": "d",
        "B3": "e",
    }
    assert cells(only("意见;人数\n好，很好;3\n".encode(), "x.csv"))["B2"] == "3"


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.lists(
            st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=6),
            min_size=2,
            max_size=5,
        ),
        min_size=1,
        max_size=5,
    )
)
def test_what_csv_writes_comes_back(rows: Sequence[Sequence[str]]) -> None:
    stream = io.StringIO(newline="")
    csv.writer(stream, quoting=csv.QUOTE_ALL).writerows([["学校", "人数"], *rows])
    found = only(b"\xef\xbb\xbf" + stream.getvalue().encode(), "x.csv").cells
    written = {
        (r, c): Cell("text", text) for r, line in enumerate(rows, 2) for c, text in enumerate(line, 1) if text.strip()
    }
    assert {place: cell for place, cell in found.items() if place[0] > 1} == written


# ---- nouns


@given(st.integers(1, 16384), st.integers(1, 1048576), st.text(PLAIN, min_size=1, max_size=31))
def test_a_place_is_found_again(column: int, line: int, name: str) -> None:
    grid = Grid(name, {}, 0, 0)
    found = Book("报/x.xlsx", "", (grid,))
    assert number(letters(column)) == column
    assert split(found.place(grid, line, column), found.file) == (name, line, column)
    assert split(found.place(grid, line), found.file) == (name, line, 0)


@given(
    st.lists(st.tuples(*[st.integers(1, 9)] * 4), max_size=8), st.sets(st.tuples(st.integers(1, 9), st.integers(1, 9)))
)
def test_merged_ranges_never_overlap(merges: list[tuple[int, int, int, int]], filled: set[tuple[int, int]]) -> None:
    kept = ranges(merges, 8, 8)
    covered = [
        (r, c) for top, left, bottom, right in kept for r in range(top, bottom + 1) for c in range(left, right + 1)
    ]
    assert len(covered) == len(set(covered)) and all(max(place) <= 8 for place in covered)
    firsts = {one[:2] for one in kept}
    assert set(uncovered(dict.fromkeys(filled, 0), kept)) == {
        place for place in filled if place not in covered or place in firsts
    }


@pytest.mark.parametrize(
    ("code", "unit"),
    [
        ("General", ""), ('0.00"万"', "万"), ('0!.0,"万"', ",万"), ('0\\.0,"万"', ",万"), ("#,##0.00", ""), ("#,##0,", ","),
        ('#,##0.00,,"亿"', ",亿"), ('"¥"#,##0.00', ""), ("[$¥-804]#,##0.00", ""), ("0.00E+00", ""), ('0"元/人"', "元/人"),
        ("0\\人", "人"), ("0人", "人"), ('G/通用格式"万元"', "万元"), ('[>=10000]0.0,"万";0', ",万"), ("[Red]0", ""),
        ("_ ¥* #,##0.00_ ", ""), ('"约"0', "约"), ('0" 次"', "次"), ("000", ""), ("# ?/?", ""), ("[h]:mm", ""),
        ('0.0_);[Red]\\(0.0"万"\\)', ""), ('0"%"', ""), ("[DBNum1]0", ""), ("0;[Red]-0", ""),
    ],
)  # fmt: skip
def test_words_of_number_formats(code: str, unit: str) -> None:
    assert shown.unit(code) == unit


def test_a_cell_knows_the_unit_that_it_shows() -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page["A1"], page["A2"] = 1.28, 1.28
    page["A1"].number_format = '0.00"万"'
    out = io.BytesIO()
    book.save(out)
    answer = child.answer(out.getvalue())
    assert answer["cells"] == [["number", "1.28", False, "万"], ["number", "1.28", False]]
    (sheet,) = here(out.getvalue()).grids
    assert sheet.cells == {(1, 1): Cell("number", "1.28", unit="万"), (2, 1): Cell("number", "1.28")}
