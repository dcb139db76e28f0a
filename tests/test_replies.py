"""Files in, replies out: each file is answered, whatever is wrong with the others, and nobody's own file is written over."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from fill_workbook import fill
from openpyxl import load_workbook
from test_commands import jituan, written

from checker.cli import common, replynames
from checker.errors import Problem
from checker.marked.words import Words
from checker.records import yaml_reader
from checker.replies import Order, Source, Wanted, bucket, replies
from checker.replies.page import page
from checker.report.words import Phrases
from checker.template.build import build as template
from checker.workbench import Workbench

__all__ = ["jituan"]

BOOK = "nanyang-2023"
RECORDS = """body: {kind: group, id: KEY, name: 示例集团KEY, region: nanyang-2023, model: 联盟型, founded: 2023-09-01}
as_of: 2023-11-30
calendar:
  semesters:
  - {id: 2023-2024-1, from: 2023-09-01, to: 2024-01-19}
  - {id: 2023-2024-2, from: 2024-02-26, to: 2024-07-05}
schools: {rows: [{id: s1, name: 第一小学, stage: primary}]}
meetings:
  complete: {from: 2023-07-19, to: 2023-11-30}
  rows:
  - {id: m1, kind: council, date: 2023-09-12}
  - {id: m2, kind: council, date: 2023-11-15}
"""
PAGE = "<html><body><table><tr><td>编号</td></tr></table></body></html>"


@pytest.fixture(scope="module")
def form(bench: Workbench) -> bytes:
    return template(bench, [bench.rulebook(BOOK)], "group", "2023-2024")


@pytest.fixture(scope="module")
def filled(form: bytes, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The filled form of a group, made once."""
    made: dict[str, bytes] = {}

    def of(key: str) -> bytes:
        if key not in made:
            records = written(tmp_path_factory.mktemp("records") / "group.yaml", RECORDS.replace("KEY", key))
            made[key] = fill(form, yaml_reader.read(records))
        return made[key]

    return of


@pytest.fixture
def sent(filled: Any, tmp_path: Path) -> Any:
    """Put the workbook of a group into the folder `in`."""

    def put(name: str, key: str = "", **cells: str) -> Path:
        path = tmp_path / "in" / f"{name}.xlsx"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(filled(key or name))
        if cells:
            book = load_workbook(path)
            for place, text in cells.items():
                book["会议"][place] = text
            book.save(path)
        return path

    return put


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def day_of_first_meeting(path: Path) -> str:
    sheet = load_workbook(path)["会议"]
    return next(
        cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("2023-09-12")
    ).coordinate


# a folder


def test_each_file_is_answered(sent: Any, tmp_path: Path, jituan: Any) -> None:
    place = day_of_first_meeting(sent("乙"))
    sent("甲")
    sent("丁", **{place: "约2023年"})
    written(tmp_path / "in" / "丙.xlsx", PAGE)
    before = {path.name: path.read_bytes() for path in (tmp_path / "in").iterdir()}
    done = jituan("check", tmp_path / "in", "-o", tmp_path / "out")
    assert done.code == common.BAD_INPUT
    lines = done.out.splitlines()
    assert [line.partition("：")[0] for line in lines[:4]] == ["丁.xlsx", "丙.xlsx", "乙.xlsx", "甲.xlsx"]
    assert lines[0].startswith("丁.xlsx：未能检查，") and lines[1].startswith("丙.xlsx：未能检查，内容是网页")
    assert lines[2].removeprefix("乙") == lines[3].removeprefix("甲") and "差距 2，" in lines[2]
    assert lines[4].startswith("共 4 份，已检查 2 份，未能检查 2 份；差距 4，")
    assert names(tmp_path / "out") == [
        "丁-标注.xlsx", "丁.html", "丙.html", "乙-标注.xlsx", "乙.html", "总览.html", "甲-标注.xlsx", "甲.html",
    ]  # fmt: skip
    assert {path.name: path.read_bytes() for path in (tmp_path / "in").iterdir()} == before
    assert load_workbook(tmp_path / "out" / "丁-标注.xlsx")["会议"][place].comment is not None
    assert "会议!" + place in (tmp_path / "out" / "丁.html").read_text(encoding="utf-8")


def test_an_overview_leads_to_every_page(sent: Any, tmp_path: Path, jituan: Any) -> None:
    sent("甲")
    sent("乙")
    written(tmp_path / "in" / "丙.xlsx", PAGE)
    jituan("check", tmp_path / "in", "-o", tmp_path / "out")
    page = (tmp_path / "out" / "总览.html").read_text(encoding="utf-8")
    links = {unquote(link) for link in re.findall(r'<a href="([^"#]+)"', page)}
    assert links == {"甲.html", "甲-标注.xlsx", "乙.html", "乙-标注.xlsx", "丙.html"} <= {*names(tmp_path / "out")}
    assert "对象之间的发现" not in page  # each was checked alone


def test_an_overview_of_an_earlier_run_makes_room_and_no_other_file_does(
    sent: Any, tmp_path: Path, jituan: Any
) -> None:
    sent("甲")
    sent("乙")
    jituan("check", tmp_path / "in", "-o", tmp_path / "out")
    sent("丁")
    assert jituan("check", tmp_path / "in", "-o", tmp_path / "out").code == common.BROKEN
    assert "丁.html" in unquote((tmp_path / "out" / "总览.html").read_text(encoding="utf-8"))
    written(tmp_path / "out" / "总览.html", "somebody's own")
    jituan("check", tmp_path / "in", "-o", tmp_path / "out")
    assert (tmp_path / "out" / "总览.html").read_text(encoding="utf-8") == "somebody's own"
    assert "总览-2.html" in names(tmp_path / "out")


def test_the_code_is_that_of_check(sent: Any, tmp_path: Path, jituan: Any) -> None:
    path = sent("甲")
    alone = jituan("check", path)
    assert jituan("check", tmp_path / "in", "-o", tmp_path / "out").code == alone.code == common.BROKEN


def test_the_page_is_the_report_of_check(sent: Any, tmp_path: Path, jituan: Any) -> None:
    path = sent("甲")
    jituan("check", tmp_path / "in", "-o", tmp_path / "out")
    page = (tmp_path / "out" / "甲.html").read_text(encoding="utf-8")
    # It also leads from each row to its cell in the copy beside it.
    plain, links = re.subn(r'<a href="([^"#]*)#[^"]+">([^<]*)</a>', _unlinked, page)
    assert links and plain == jituan("check", path, "--format", "html").out


def _unlinked(link: re.Match[str]) -> str:
    return link[2] if unquote(link[1]) == "甲-标注.xlsx" else link[0]


def test_records_among_workbooks_are_answered_too(sent: Any, tmp_path: Path, jituan: Any) -> None:
    sent("甲")
    written(tmp_path / "in" / "乙.yaml", RECORDS.replace("KEY", "b"))
    assert jituan("check", tmp_path / "in", "-o", tmp_path / "out").code == common.BROKEN
    assert names(tmp_path / "out") == ["乙-标注.xlsx", "乙.html", "总览.html", "甲-标注.xlsx", "甲.html"]


def test_a_folder_of_records_alone_is_as_it_was(tmp_path: Path, jituan: Any) -> None:
    written(tmp_path / "in" / "a.yaml", RECORDS.replace("KEY", "a"))
    written(tmp_path / "in" / "b.yaml", RECORDS.replace("KEY", "b"))
    jituan("check", tmp_path / "in", "-o", tmp_path / "out")
    assert names(tmp_path / "out") == ["a.txt", "b.txt"]


def test_two_of_one_body_are_both_answered_and_the_second_is_named(sent: Any, tmp_path: Path, jituan: Any) -> None:
    sent("a", "same"), sent("b", "same")
    done = jituan("check", tmp_path / "in", "-o", tmp_path / "out")
    assert names(tmp_path / "out") == ["a-标注.xlsx", "a.html", "b-标注.xlsx", "b.html", "总览.html"]
    assert "编号 same 与" in done.err and done.err.count("\n") == 1 and "b.xlsx:" in done.err
    assert done.code == common.BAD_INPUT


def test_a_file_that_vanished_stops_nothing(bench: Workbench, sent: Any, tmp_path: Path) -> None:
    path = sent("甲")
    gone = Source(str(tmp_path / "gone.xlsx"), tmp_path / "gone.xlsx")
    first, second = replies(bench, Wanted(Order()), [gone, Source(str(path), path)])
    assert first.problems and first.page and first.copy is None and not first.defect
    assert len(second.made) == 1 and second.problems == ()


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_stops_nothing(sent: Any, tmp_path: Path, jituan: Any) -> None:
    sent("甲"), sent("乙").chmod(0)
    assert "共 2 份，已检查 1 份" in jituan("check", tmp_path / "in", "-o", tmp_path / "out").out


def test_a_defect_is_told_of_its_file_alone(
    bench: Workbench, sent: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = bucket.copy

    def faulty(source: Any, report: Any, *more: Any, **named: Any) -> bytes:
        if report is not None and report.body["id"] == "b":
            raise ZeroDivisionError
        return real(source, report, *more, **named)

    monkeypatch.setattr(bucket, "copy", faulty)
    files = [Source(str(path), path) for path in (sent("a"), sent("b"), sent("c"))]
    found = list(replies(bench, Wanted(Order()), files))
    assert [(bool(one.made), one.defect) for one in found] == [(True, False), (False, True), (True, False)]
    with pytest.raises(ZeroDivisionError):
        list(replies(bench, Wanted(Order(), debug=True), files))


def test_the_same_bytes_whatever_the_pool(
    bench: Workbench, sent: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import checker.replies as module
    from checker.audit import pool

    files = [Source(str(path), path) for path in (sent("a"), sent("b"))]
    alone = list(replies(bench, Wanted(Order()), files))
    monkeypatch.setattr(module, "WORTH", 2)
    monkeypatch.setattr(pool, "cores", lambda: 2)
    ticks: list[int] = []
    assert list(replies(bench, Wanted(Order()), files, jobs=2, tick=ticks.append)) == alone
    assert sum(ticks) == 2


def test_an_answer_takes_no_files_place(sent: Any, tmp_path: Path, jituan: Any) -> None:
    """Replies go where the files are; what was sent in stays, and a reply that comes back gets no second suffix."""
    path = sent("甲")
    jituan("check", tmp_path / "in", "-o", tmp_path / "in")
    assert names(tmp_path / "in") == ["甲-标注.xlsx", "甲.html", "甲.xlsx"]
    before = (tmp_path / "in" / "甲-标注.xlsx").read_bytes()
    again = jituan("check", tmp_path / "in" / "甲-标注.xlsx", path, "-o", tmp_path / "in", "--force")
    assert (tmp_path / "in" / "甲-标注.xlsx").read_bytes() == before
    assert "是输入文件，没有写" in again.err and again.code == common.BAD_INPUT
    assert names(tmp_path / "in") == ["总览.html", "甲-2-标注.xlsx", "甲-2.html", "甲-标注.xlsx", "甲.html", "甲.xlsx"]
    assert again.out.splitlines()[0].endswith("（回件：甲-2-标注.xlsx）")


def test_what_somebody_wrote_in_a_reply_stays(sent: Any, tmp_path: Path, jituan: Any) -> None:
    sent("甲")
    once = jituan("check", tmp_path / "in", "-o", tmp_path / "out")
    reply = tmp_path / "out" / "甲-标注.xlsx"
    made = reply.read_bytes()
    again = jituan("check", tmp_path / "in", "-o", tmp_path / "out")
    assert again == once  # the same replies take nothing from anybody
    reply.write_bytes(b"remarks")
    (tmp_path / "out" / "甲.html").unlink()
    kept = jituan("check", tmp_path / "in", "-o", tmp_path / "out")
    assert reply.read_bytes() == b"remarks" and kept.code == common.BAD_INPUT and kept.out == once.out
    assert kept.err.count("\n") == 1 and "已有 1 个同名文件，没有写：甲-标注.xlsx" in kept.err and "--force" in kept.err
    assert (tmp_path / "out" / "甲.html").exists()
    forced = jituan("check", tmp_path / "in", "-o", tmp_path / "out", "--force")
    assert forced == once and reply.read_bytes() == made


def test_a_marked_copy_takes_nothings_place_either(sent: Any, tmp_path: Path, jituan: Any) -> None:
    path, out = sent("甲"), written(tmp_path / "a.xlsx", "remarks")
    assert jituan("check", path, "-o", out).code == common.BAD_INPUT and out.read_text() == "remarks"
    assert jituan("check", path, "-o", out, "--force").code == common.BROKEN and out.read_bytes()[:2] == b"PK"


def test_files_that_differ_in_their_ending_keep_it() -> None:
    found = replynames.names(["in/a.et", "in/a.xlsx", "in/b.xlsm", "in/C.xls", "in/c.et", "in/d.XLSX"], "标注")
    assert found == {
        "in/a.et": "a.et", "in/a.xlsx": "a", "in/b.xlsm": "b", "in/C.xls": "C.xls", "in/c.et": "c.et", "in/d.XLSX": "d",
    }  # fmt: skip


def test_names_that_are_the_same_are_numbered() -> None:
    assert replynames.names(["a/甲.xlsx", "b/甲.xlsx"], "标注") == {"a/甲.xlsx": "甲", "b/甲.xlsx": "甲-2"}
    assert replynames.names(["A.XLSX", "a.xlsx"], "标注") == {"A.XLSX": "A-2", "a.xlsx": "a"}
    assert replynames.names(["甲-标注.xlsx", "甲.xlsx"], "标注") == {"甲-标注.xlsx": "甲-2", "甲.xlsx": "甲"}
    assert replynames.names(["甲-标注.xlsx"], "标注") == {"甲-标注.xlsx": "甲"}


def test_the_line_says_which_file_became_which(sent: Any, tmp_path: Path, jituan: Any) -> None:
    sent("甲", "a")
    sent("乙", "b").rename(tmp_path / "in" / "甲.et")
    done = jituan("check", tmp_path / "in", "-o", tmp_path / "out")
    first, second = done.out.splitlines()[:2]
    assert first.startswith("甲.et：") and first.endswith("（回件：甲.et-标注.xlsx）")
    assert second.startswith("甲.xlsx：") and "回件" not in second
    assert names(tmp_path / "out") == ["总览.html", "甲-标注.xlsx", "甲.et-标注.xlsx", "甲.et.html", "甲.html"]


def test_files_that_are_not_read_are_named_once(sent: Any, tmp_path: Path, jituan: Any) -> None:
    sent("甲")
    for name in ("说明.docx", "扫描件.pdf", "~$甲.xlsx", ".x"):
        written(tmp_path / "in" / name, "x")
    done = jituan("check", tmp_path / "in", "-o", tmp_path / "out")
    assert done.out.splitlines()[-1].endswith("；另有 2 个文件不是记录，没有读：扫描件.pdf、说明.docx")
    for at in range(20):
        written(tmp_path / "in" / f"{at:02}.pdf", "x")
    assert "另有 22 个文件不是记录，没有读：00.pdf、" in jituan("check", tmp_path / "in", "-o", tmp_path / "out").out


def test_the_line_names_the_cell_that_is_far_away(sent: Any, tmp_path: Path, jituan: Any) -> None:
    sent("甲", **{"XFD1048576": "x"})
    done = jituan("check", tmp_path / "in", "-o", tmp_path / "out")
    assert done.out.startswith("甲.xlsx：未能检查，会议!XFD1048576：这里有内容，离表格太远")


# what a school reads speaks of its own cells


def fact(path: Path, label: str, value: str | None) -> str:
    """Change a fact of the body; its place."""
    book = load_workbook(path)
    at = next(row[0] for row in book["基本情况"].iter_rows() if row[0].value == label).row
    book["基本情况"].cell(at, 2).value = value
    book.save(path)
    return f"基本情况!B{at}"


@pytest.mark.parametrize(
    ("label", "value", "told"),
    [
        ("检查日期（填报截止日）", None, "没有检查日期（程序不取当天日期，须写明，请填“检查日期（填报截止日）”，如 2024-07-31）"),
        ("检查日期（填报截止日）", "2022-01-01", "没有一条可查（请核对“检查日期（填报截止日）”）"),
        ("成立日期", "2024-09-01", "没有一条可查（请核对“成立日期”“检查日期（填报截止日）”）"),
        ("所在地区", "南阳市", "里的“南阳市”不认识（这一格由填报表填好，不要改，请改回“南阳市职教园区”）"),
        ("所在地区", "王小明", "里的地名不认识（这一格由填报表填好，不要改，请改回“南阳市职教园区”）"),
        ("组建模式", "王小明", "没有这里填的这种模式（所列模式："),
    ],
)  # fmt: skip
def test_a_fact_that_is_wrong_is_told_of_its_cell(
    sent: Any, tmp_path: Path, jituan: Any, label: str, value: str | None, told: str
) -> None:
    place = fact(sent("甲"), label, value)
    done = jituan("check", tmp_path / "in", "-o", tmp_path / "out")
    page_ = (tmp_path / "out" / "甲.html").read_text(encoding="utf-8")
    assert f'<th scope="row">{place}</th>' in page_ and f"甲.xlsx：未能检查，{place}：" in done.out and told in done.out
    marked = load_workbook(tmp_path / "out" / "甲-标注.xlsx")
    assert marked["基本情况"][place.partition("!")[2]].comment is not None
    for word in ("as_of", "--as-of", "founded", "region", "model", "王小明"):
        assert word not in page_.partition("<tbody>")[2] + done.out


def test_a_label_that_is_gone_is_asked_for_on_its_sheet(sent: Any, tmp_path: Path, jituan: Any) -> None:
    path = sent("甲")
    book = load_workbook(path)
    cell = next(row[0] for row in book["基本情况"].iter_rows() if row[0].value == "检查日期（填报截止日）")
    cell.value = "日子"
    book.save(path)
    done = jituan("check", tmp_path / "in", "-o", tmp_path / "out")
    assert "甲.xlsx：未能检查，基本情况：没有检查日期" in done.out
    assert "请在“基本情况”填“检查日期（填报截止日）”" in done.out
    assert "--as-of" in jituan("check", path).err  # who has a command line is told of it


def test_at_most_five_regions_are_suggested(tmp_path: Path, jituan: Any) -> None:
    path = written(tmp_path / "a.yaml", RECORDS.replace("region: nanyang-2023", "region: 昆明县"))
    told = jituan("check", path).err
    assert "不认识的地区“昆明县”" in told and told.count("、") == 4


def test_a_form_without_its_hidden_sheet_is_asked_for_again(sent: Any, tmp_path: Path, jituan: Any) -> None:
    path = sent("甲")
    book = load_workbook(path)
    book.remove(book["_jituan"])
    book.save(path)
    done = jituan("check", tmp_path / "in", "-o", tmp_path / "out")
    page_ = (tmp_path / "out" / "甲.html").read_text(encoding="utf-8")
    assert "请向发表单位索取新的填报表" in page_ and "jituan template" not in page_ + done.out
    assert "jituan template" in jituan("check", path).err


def test_no_name_of_a_person_is_printed(sent: Any, tmp_path: Path, jituan: Any) -> None:
    place = day_of_first_meeting(sent("甲"))
    sent("甲", **{place: "王小明13912345678", f"A{place[1:]}": "王小明 13912345678"})
    done = jituan("check", tmp_path / "in", "-o", tmp_path / "out")
    assert "13912345678" not in done.out + done.err and "王小明" not in done.out + done.err
    for name in names(tmp_path / "out"):
        assert b"13912345678" not in (tmp_path / "out" / name).read_bytes()


def test_decisions_and_rulebooks_hold_for_all(sent: Any, tmp_path: Path, jituan: Any) -> None:
    sent("甲", "a"), sent("乙", "b")
    answer = (
        "{rule: nanyang-2023/3.2.1/monthly-council, until: 2024-12-31, reason: 停课, by: 示例教育局, date: 2023-11-01}"
    )
    given = written(tmp_path / "d.yaml", f"body: a\nwaivers: [{answer}]\n")
    other = written(tmp_path / "d2.yaml", f"body: z\nwaivers: [{answer}]\n")
    done = jituan("check", tmp_path / "in", "--decisions", given, "-o", tmp_path / "out")
    assert "甲.xlsx：差距 1，" in done.out and "乙.xlsx：差距 2，" in done.out
    unused = jituan("check", tmp_path / "in", "--decisions", other, "-o", tmp_path / "out")
    assert "没有检查“z”" in unused.err
    two = jituan("check", tmp_path / "in", "--rules", BOOK, "--rules", "kunming-2021", "-o", tmp_path / "two")
    assert f"甲.xlsx（{BOOK}）：" in two.out
    assert f"甲-{BOOK}-标注.xlsx" in names(tmp_path / "two") and "甲-kunming-2021.html" in names(tmp_path / "two")
    assert jituan("check", tmp_path / "in", "--rules", "no-such", "-o", tmp_path / "none").code == common.BAD_INPUT


# one file


def test_a_marked_copy_of_one_file(sent: Any, tmp_path: Path, jituan: Any) -> None:
    path = sent("甲")
    by_format = jituan("check", path, "--format", "xlsx", "-o", tmp_path / "a.xlsx")
    by_name = jituan("check", path, "-o", tmp_path / "b.xlsx")
    assert by_format == by_name == (common.BROKEN, "", "")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    assert load_workbook(tmp_path / "a.xlsx").sheetnames[0] == "差距清单"
    into = jituan("check", path, "-o", make(tmp_path / "folder"))
    assert into.code == common.BROKEN and names(tmp_path / "folder") == ["甲-标注.xlsx", "甲.html"]


def make(folder: Path) -> Path:
    folder.mkdir()
    return folder


def test_a_marked_copy_of_records(tmp_path: Path, jituan: Any) -> None:
    path = written(tmp_path / "a.yaml", RECORDS.replace("KEY", "a"))
    other = written(tmp_path / "b.yaml", RECORDS.replace("KEY", "b"))
    assert jituan("check", path, "--format", "xlsx", "-o", tmp_path / "a.xlsx").code == common.BROKEN
    assert load_workbook(tmp_path / "a.xlsx").sheetnames == ["差距清单", "基本情况", "学校", "会议"]
    assert jituan("check", path, other, "--format", "xlsx", "-o", tmp_path / "out").code == common.BROKEN
    assert names(tmp_path / "out") == ["a.xlsx", "b.xlsx"]


def test_a_broken_workbook_gets_a_copy_with_its_problems(sent: Any, tmp_path: Path, jituan: Any) -> None:
    place = day_of_first_meeting(sent("甲"))
    path = sent("甲", **{place: "约2023年"})
    done = jituan("check", path, "--format", "xlsx", "-o", tmp_path / "a.xlsx")
    assert done.code == common.BAD_INPUT and f"会议!{place}" in done.err
    assert load_workbook(tmp_path / "a.xlsx").sheetnames[0] == "须改之处"


def test_a_workbook_is_not_printed(sent: Any, jituan: Any) -> None:
    done = jituan("check", sent("甲"), "--format", "xlsx")
    assert done.code == 2 and "请用 -o 写到文件" in done.err and done.out == ""


def test_the_users_file_is_not_written_over(sent: Any, tmp_path: Path, jituan: Any) -> None:
    path = sent("甲")
    before = path.read_bytes()
    done = jituan("check", path, "--format", "xlsx", "-o", path)
    assert done.code == common.BAD_INPUT and "是输入文件，没有写" in done.err
    link = tmp_path / "link.xlsx"
    link.symlink_to(path)
    assert jituan("check", path, "--format", "xlsx", "-o", link).code == common.BAD_INPUT
    assert path.read_bytes() == before and link.is_symlink()


def test_a_file_is_no_folder(sent: Any, tmp_path: Path, jituan: Any) -> None:
    sent("甲"), sent("乙")
    done = jituan("check", tmp_path / "in", "-o", written(tmp_path / "file", "x"))
    assert done.code == common.BAD_INPUT and "不能作为文件夹" in done.err


# the page of a file that was not checked


def test_the_page_says_what_to_mend() -> None:
    problems = [
        Problem("/home/x/in.xlsx:会议!B7", "种类“<b>”不是选项", "应为 14 个选项之一", "是否想写 理事会？"),
        Problem("/home/x/in.xlsx", "缺少工作表“学校”"),
    ]
    made = page("/home/x/in.xlsx", problems, Phrases("zh"), read=True)
    assert '<th scope="row">会议!B7</th><td>种类“&lt;b&gt;”不是选项</td><td>应为 14 个选项之一</td>' in made
    assert "/home/x" not in made and "有 2 处须改" in made
    assert Words("en")("page_refused") in page("a.xls", problems, Phrases("en"), read=False)
    many = page("in.xlsx", [Problem("in.xlsx", f"第{n}处") for n in range(1500)], Phrases("zh"), read=True)
    assert many.count("<tr>") == 1001 and "另有 500 处没有列出" in many
