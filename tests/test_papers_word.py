"""Papers in Word: the page of GB/T 9704-2012, what may stand under which heading, text that tries to break out, equal bytes.

Lengths of the standard are written here by hand, in millimetres and points.
"""

from __future__ import annotations

import io
import itertools
import math
import re
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import Environment, UndefinedError, meta
from lxml import etree
from make_papers import ZH, blocks, made, part, samples, text_of, word

from checker import house
from checker.errors import BadInput
from checker.papers import FORMATS, catalogue, paper, papers, write
from checker.papers.nouns import Dossier, Past, Problem, Recheck
from checker.papers.word import chinese, levels

OURS = ("opinion", "notice", "self")
SIGNED = ("opinion", "notice")
"""Papers that leave the office under a seal."""
TEMPLATES = house.reports_dir() / "docx"
HOSTILE = "A<B & C</script>{{ x }}{% if %}{_{ _}{# y #}#set =cmd() \x07\ufffe𠮷\"']]>"
SHOWN = "A<B & C</script>{{ x }}{% if %}{_{ _}{# y #}#set =cmd() 〓〓𠮷\"']]>"
SONG, HEI, KAI, FANG, TITLE = "宋体", "黑体", "楷体", "仿宋", "方正小标宋简体"
LISTS = ("breaches", "reminders", "departures", "lacking", "judged", "disputed", "others")


def mm(twips: str) -> float:
    return int(twips) / 1440 * 25.4


def style_of(raw: bytes, name: str) -> etree._Element:
    root = etree.fromstring(part(raw, "word/styles.xml").encode())
    (found,) = (one for one in root.iter(qn("w:style")) if one.find(qn("w:name")).get(qn("w:val")) == name)
    return found


def problem(number: int, /, **more: object) -> Problem:
    named = {"number": f"9.{number}-1", "title": f"第{number}件事"}
    return replace(made().breaches[0], **named | more)  # type: ignore[arg-type]


def under(raw: bytes, heading: str) -> str:
    """What stands between a heading of the first level and the next one."""
    found, inside = [], False
    for style, text in blocks(raw):
        if style == "Heading 1":
            inside = text.endswith(heading)
        elif inside:
            found.append(text)
    return "\n".join(found)


# ---- the page -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", OURS)
def test_the_page_is_that_of_the_standard(name: str) -> None:
    (section,) = Document(io.BytesIO(word(name))).element.body.iter(qn("w:sectPr"))
    size, margins, grid = (section.find(qn(f"w:{one}")) for one in ("pgSz", "pgMar", "docGrid"))
    width, height = (mm(size.get(qn(f"w:{one}"))) for one in "wh")
    top, bottom, left, right = (mm(margins.get(qn(f"w:{one}"))) for one in ("top", "bottom", "left", "right"))
    assert (round(width), round(height)) == (210, 297)
    assert [round(one, 1) for one in (top, bottom, left, right)] == [37, 35, 28, 26]
    assert round(width - left - right, 1) == 156
    assert round(height - top - bottom, 1) == 225
    assert grid.get(qn("w:type")) == "linesAndChars"
    assert math.floor((height - top - bottom) / mm(grid.get(qn("w:linePitch")))) == 22
    # §17.6.5 of ISO/IEC 29500-1: charSpace is in 1/4096 of a point, beyond the size of the default paragraph style.
    pitch = 16 + int(grid.get(qn("w:charSpace"))) / 4096
    assert math.floor((width - left - right) / 25.4 * 72 / pitch) == 28


@pytest.mark.parametrize("name", OURS)
def test_the_number_of_the_page_stands_outside(name: str) -> None:
    raw = word(name)
    assert "w:evenAndOddHeaders" in part(raw, "word/settings.xml")
    (section,) = Document(io.BytesIO(raw)).element.body.iter(qn("w:sectPr"))
    kinds = {one.get(qn("w:type")): one.get(qn("r:id")) for one in section.iter(qn("w:footerReference"))}
    relations = part(raw, "word/_rels/document.xml.rels")
    for kind, side in (("default", "right"), ("even", "left")):
        tag = next(one for one in re.findall("<Relationship [^>]*>", relations) if f'Id="{kinds[kind]}"' in one)
        footer = etree.fromstring(part(raw, "word/" + re.search('Target="([^"]+)"', tag)[1]).encode())  # type: ignore[index]
        assert next(footer.iter(qn("w:jc"))).get(qn("w:val")) == side
        said = "".join(one.text for one in footer.iter(qn("w:t"), qn("w:instrText")))
        assert said == "—  PAGE 1 —"
        for run in footer.iter(qn("w:rPr")):
            assert run.find(qn("w:sz")).get(qn("w:val")) == "28"  # 四号
            assert run.find(qn("w:rFonts")).get(qn("w:eastAsia")) == SONG


@pytest.mark.parametrize("name", OURS)
@pytest.mark.parametrize(
    ("style", "font", "half_points"),
    [
        ("Normal", FANG, 32), ("公文正文", FANG, 32), ("Title", TITLE, 44), ("heading 1", HEI, 32), ("heading 2", KAI, 32),
        ("heading 3", FANG, 32), ("heading 4", FANG, 32), ("表格文字", FANG, 21), ("表格标题", HEI, 21), ("表格内容", FANG, 24),
        ("公文落款", FANG, 32), ("发文机关标志", TITLE, 60), ("footer", SONG, 28),
    ],
)  # fmt: skip
def test_every_style_has_its_face(name: str, style: str, font: str, half_points: int) -> None:
    looks = style_of((TEMPLATES / f"{name}.docx").read_bytes(), style).find(qn("w:rPr"))
    assert {looks.find(qn("w:rFonts")).get(qn(f"w:{one}")) for one in ("ascii", "hAnsi", "eastAsia", "cs")} == {font}
    assert looks.find(qn("w:sz")).get(qn("w:val")) == str(half_points)


@pytest.mark.parametrize("name", OURS)
def test_no_run_has_a_face_of_its_own(name: str) -> None:
    """Otherwise a designer who changes a style would not change it everywhere."""
    root = etree.fromstring(part(word(name), "word/document.xml").encode())
    for looks in root.iter(qn("w:rFonts")):
        assert set(looks.attrib) <= {qn("w:hint")}
    known = {one.get(qn("w:styleId")) for one in etree.fromstring(part(word(name), "word/styles.xml").encode())}
    used = {one.get(qn("w:val")) for one in root.iter(qn("w:pStyle"), qn("w:tblStyle"))}
    assert used <= known


# ---- templates ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", OURS)
def test_tags_of_a_template_name_what_there_is(name: str) -> None:
    template = DocxTemplate(str(TEMPLATES / f"{name}.docx"))
    template.render_init()
    source = template.patch_xml(template.get_xml())
    environment = Environment(autoescape=True)
    environment.filters |= dict.fromkeys(("bare", "cut", "item", "tight", "whose", "within"), str)
    environment.tests["over"] = bool
    tree = environment.parse(source)
    assert meta.find_undeclared_variables(tree) <= {one.name for one in fields(Dossier)} | {"level"}
    of_problems = set(re.findall(r"\bp\.(\w+)", source))
    assert of_problems <= {one.name for one in fields(Problem)}
    of_rechecks = set(re.findall(r"\brecheck\.(\w+)", source))
    assert of_rechecks <= {one.name for one in fields(Recheck)}


@pytest.mark.parametrize("name", OURS)
def test_a_template_names_nobody(name: str) -> None:
    with zipfile.ZipFile(TEMPLATES / f"{name}.docx") as archive:
        about = archive.read("docProps/core.xml").decode() + archive.read("docProps/app.xml").decode()
    assert not re.search("creator>[^<]|lastModifiedBy>[^<]|Company>[^<]|Manager>[^<]", about)


def test_a_tag_that_names_nothing_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "opinion.docx"
    with zipfile.ZipFile(TEMPLATES / "opinion.docx") as before, zipfile.ZipFile(path, "w") as after:
        for name in before.namelist():
            after.writestr(name, before.read(name).replace("{{ body }}：".encode(), "{{ bodi }}：".encode()))
    from checker.papers.word import render

    broken = replace(paper("opinion", "docx"), templates={"docx": path})
    with pytest.raises(UndefinedError, match="bodi"):
        render(broken, made(), ZH)


def test_every_paper_has_the_templates_that_it_names() -> None:
    for one in catalogue().papers.values():
        for path in one.templates.values():
            assert path.is_file(), path
    assert {one.key for one in papers("docx")} == {"opinion", "notice", "ledger", "scoring", "self"}
    assert [one.key for one in papers("xlsx")] == ["ledger", "scoring"]
    names = [name for one in catalogue().papers.values() for name in one.names]
    assert len(names) == len(set(names)), "two papers answer to one name"
    assert set(FORMATS) == {fmt for one in catalogue().papers.values() for fmt in one.templates}


@pytest.mark.parametrize("name", ["整改通知书", "notice", "通知书", "Notice of what to mend"])
def test_a_paper_answers_to_its_names(name: str) -> None:
    assert paper(name, "docx").key == "notice"


def test_an_unknown_paper_is_told_with_those_there_are() -> None:
    with pytest.raises(BadInput) as caught:
        write("通知", made(), "docx", ZH)
    assert "没有这种文书" in str(caught.value)
    assert "整改通知书（notice）" in str(caught.value)
    with pytest.raises(BadInput) as caught:
        write("自评报告", made(), "xlsx", ZH)
    assert "自评报告没有 xlsx 格式" in str(caught.value)


# ---- numbers --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "said"),
    [(1, "一"), (9, "九"), (10, "十"), (11, "十一"), (20, "二十"), (23, "二十三"), (100, "一百"), (101, "一百零一"), (110, "一百一十"),
     (111, "一百一十一"), (120, "一百二十"), (999, "九百九十九"), (1000, "1000")],
)  # fmt: skip
def test_chinese_numerals(number: int, said: str) -> None:
    assert chinese(number, catalogue().numbering) == said


def test_headings_are_numbered_as_they_come() -> None:
    level = levels(catalogue().numbering)
    assert [level(depth) for depth in (1, 2, 2, 3, 4, 4, 3, 4, 1, 2)] == [
        "一、", "（一）", "（二）", "1.", "（1）", "（2）", "2.", "（1）", "二、", "（一）",
    ]  # fmt: skip


# ---- what a paper says ----------------------------------------------------------------------------------------------


def test_only_what_is_certain_is_a_problem() -> None:
    lists = {name: (problem(number),) for number, name in enumerate(LISTS, start=1)}
    raw = word("opinion", replace(made(), **lists))  # type: ignore[arg-type]
    text = under(raw, "主要问题")
    assert "第1件事" in text
    assert not [number for number in range(2, 8) if f"第{number}件事" in text]
    notice = text_of(word("notice", replace(made(), **lists)))  # type: ignore[arg-type]
    assert "第1件事" in notice
    assert not [number for number in range(3, 8) if f"第{number}件事" in notice], "the second is a reminder"


def test_the_problems_of_a_made_report() -> None:
    """By construction: broken clauses of the body's own, each with its school; no other verdict, no duty of another."""
    headings = [text for style, text in blocks(word("opinion")) if style == "Heading 2"]
    wanted = [
        "理事会每月开会",
        *["每校每学期集体备课"] * 5,
        "管理机构",
        "规划报备期限",
        "专项经费",
        "满意度",
    ]
    assert [one.partition("）")[2] for one in headings[2:]] == wanted
    assert "年底覆盖率" not in text_of(word("notice"))


def test_no_deadline_is_invented() -> None:
    raw = word(
        "notice",
        replace(
            made(),
            breaches=(problem(1), problem(2, due="2031年5月1日（还有 3 天）"), problem(3, due="2030年1月1日（已过）")),
        ),
    )
    said = [text for _, text in blocks(raw) if text.startswith("整改时限")]
    assert said == [
        "整改时限 | 　　　　年　　月　　日前", "整改时限 | 文件规定2031年5月1日（还有3天）",
        "整改时限 | 文件规定2030年1月1日（已过），现限于　　　　年　　月　　日前",
    ]  # fmt: skip


def test_what_is_signed_is_blank() -> None:
    text = text_of(word("opinion"))
    assert "发文字号  　　　　〔2030〕　　号" in text
    assert "公文签名  督学（签名）：＿＿＿＿＿＿＿＿　　＿＿＿＿＿＿＿＿" in text
    assert "公文落款  年　　月　　日" in text
    assert "申辩" in text
    assert "（虚构示例）" in text
    assert "（虚构示例）" not in text_of(word("opinion", replace(made(), invented=False)))


def test_a_paper_says_what_it_was_made_of() -> None:
    for name in OURS:
        text = text_of(word(name))
        if name in SIGNED:
            assert text.endswith("核对码：abababab-cdcdcdcd（检查日2030年6月15日）\n"), "a few digits, in the last line"
            assert "ab" * 5 not in text
        else:
            assert "检查日 | 2030年6月15日" in text
            assert "ab" * 32 in text
            assert "cd" * 32 in text


def test_a_signed_paper_names_no_file_and_no_row() -> None:
    """What somebody receives in a letter is told of documents and days, not of the places of records in our files."""
    behind = ("会议 group.yaml:83", "文件资料 group.xlsx 文件资料!12")
    of = replace(made(), breaches=(problem(1, behind=behind),))
    for name in SIGNED:
        text = text_of(word(name, of))
        assert "第1件事" in text
        assert not re.search(r"yaml|xlsx|SHA|![0-9]", text)


NOUGHT = dict.fromkeys((*LISTS, "kept", "closed", "met", "consequences"), ())


@pytest.mark.parametrize("name", OURS)
def test_no_heading_stands_over_nothing(name: str) -> None:
    """Whatever lists are empty: no heading without text, no number left out, nothing that counts to nought."""
    for full in itertools.product((False, True), repeat=len(LISTS)):
        if name == "notice" and not full[0]:
            continue  # refused
        lists = {key: (problem(1),) for key, wanted in zip(LISTS, full, strict=True) if wanted}
        of = replace(made(), **NOUGHT | lists, view=replace(made().view, lacking=(), objections=()))  # type: ignore[arg-type]
        found = [one for one in blocks(word(name, of)) if one[1]]
        tops = [text for style, text in found if style == "Heading 1"]
        assert [text.partition("、")[0] for text in tops] == list("一二三四五六七八九")[: len(tops)]
        for (style, text), (below, _) in itertools.pairwise(found):
            if style == "Heading 1":
                assert below != "Heading 1", text
            if style in ("Heading 2", "附表标题"):
                assert not below.startswith("Heading"), text
        said = "".join(text for _, text in found)
        assert not re.search(r"(?<![0-9])0(项|条|件)", said), said
        assert ("应办未办（文件未定期限" in said) == full[1]
        assert ("主要问题" in said) == (full[0] and name == "opinion")


def test_nothing_to_mend_reads_well() -> None:
    of = replace(made(), **NOUGHT, view=replace(made().view, objections=()))  # type: ignore[arg-type]
    assert "就现有记录，没有认定不符合文件要求的问题。" in text_of(word("opinion", of))


def test_duties_without_a_last_day_are_reminders() -> None:
    due = problem(7, title="宣传学校做法", verdict="due", short="缺 1 项")
    of = replace(made(), breaches=(problem(1),), reminders=(due,))
    heading = "应办未办（文件未定期限，提醒，不是认定的不符合）"
    for name in OURS:
        text = text_of(word(name, of))
        assert "宣传学校做法" in text.partition(heading)[2], "below its own heading"
        assert "宣传学校做法" not in text.partition(heading)[0], "and not above it, among the problems"
    assert "认定不符合文件要求的问题1项。" in text_of(word("notice", of))


def test_what_cannot_be_made_up_has_no_new_day() -> None:
    gone = problem(1, past="先后次序已成事实，改不了。", due="2029年5月1日（已过）", mend="写明情况和原因、今后的措施")
    of = replace(made(), breaches=(gone,))
    notice = text_of(word("notice", of))
    assert "不能补做 | 先后次序已成事实，改不了。" in notice
    assert "应作说明 | 写明情况和原因、今后的措施" in notice
    assert "整改时限" not in notice
    opinion = text_of(word("opinion", of))
    assert "下列1项已经发生，不能补做，请书面说明情况和原因、今后的措施：第1件事（9.1-1）。" in opinion
    assert "前完成整改" not in opinion


def test_waivers_objections_and_open_places_stand_with_the_problem() -> None:
    one = problem(1, also="5月：缺材料", waived="豁免已到期。", objection="已合并召开（2030年3月1日提出）")
    said = [text for _, text in blocks(word("notice", replace(made(), breaches=(one,))))]
    assert "尚不能判断的 | 5月：缺材料。" in said
    assert "曾经豁免 | 豁免已到期。" in said
    assert "已提出的异议 | 已合并召开（2030年3月1日提出）。" in said


def test_nothing_is_ordered_under_a_document_that_binds_nobody() -> None:
    of = replace(
        made(), **NOUGHT | {"breaches": (problem(1, binding=False),), "standing": "甲文件是征求意见稿，只供参考"}
    )  # type: ignore[arg-type]
    for name in ("opinion", "self"):
        assert "Subtitle  （甲文件是征求意见稿，只供参考）" in text_of(word(name, of))
    opinion = text_of(word("opinion", of))
    assert "这些问题所依据的文件不在施行，只供参考，不要求整改。" in opinion
    assert "整改要求与时限" not in opinion


def test_a_school_stands_by_name() -> None:
    one = problem(1, number="9.1-1（s6）", unit="示例第一小学", due="2031年5月1日")
    opinion = text_of(word("opinion", replace(made(), breaches=(one,))))
    assert "问题编号：9.1-1，责任单位：示例第一小学。" in opinion
    assert "第1件事（9.1-1，示例第一小学），2031年5月1日" in opinion
    assert "s6" not in opinion


def test_what_waits_for_a_person_is_sorted_by_who_that_is() -> None:
    asked = (
        problem(1, judge="督导检查人员"),
        problem(2, judge="教育局"),
        problem(3, judge="督导检查人员", said="实际尚无人答复"),
    )
    raw = word("opinion", replace(made(), judged=asked))
    rows = [text for style, text in blocks(raw) if style == "|"]
    start = rows.index("事项 | 条款")
    assert [row.partition(" | ")[0] for row in rows[start + 1 : start + 6]] == [
        "由教育局判断（1项）", "第2件事", "由督导检查人员判断（2项）", "第1件事", "第3件事",
    ]  # fmt: skip
    assert "尚无人答复" not in text_of(raw)


def test_every_annex_is_named_under_the_text() -> None:
    of = replace(made(), **NOUGHT | dict.fromkeys(("breaches", "lacking", "judged", "disputed"), (problem(1),)))  # type: ignore[arg-type]
    named = [text for style, text in blocks(word("opinion", of)) if style == "公文附件"]
    assert [one.partition(".")[2] for one in named if "计分表" not in one] == [
        "问题清单（整改台账）", "需补充的材料（附表1）", "待核实的事项（附表2）", "口径未定的事项（附表3）", "申辩栏",
    ]  # fmt: skip
    assert named[0].startswith("附件：1.")


def test_a_re_check_says_what_became_of_each_problem() -> None:
    stays = Recheck("open", "未整改", "不符合", "没有新的材料")
    of = replace(
        made(), breaches=(problem(1, recheck=stays),), kept=(problem(2, recheck=replace(stays, said="结论变了，材料没有变")),),
        closed=(problem(3),), past=Past("2030年3月1日", "12" * 32),
    )  # fmt: skip
    opinion = word("opinion", of)
    assert "复查：未整改，没有新的材料" in under(opinion, "主要问题")
    assert "第2件事（教育集团） | 结论变了，材料没有变" in under(opinion, "上次问题的复查")
    assert "与截至2030年3月1日的上次核对相比，依据新的材料销号1项：第3件事（9.3-1）。" in under(opinion, "总体情况")
    assert "复查情况 | 未整改，没有新的材料" in text_of(word("notice", of))
    assert "依据新的材料销号1项：第3件事（9.3-1）。" in text_of(word("self", of))


def test_a_hundred_problems_are_a_table() -> None:
    of = replace(made(), breaches=tuple(problem(number) for number in range(1, 101)))
    rows = [text for style, text in blocks(word("opinion", of)) if style == "|" and "件事" in text]
    assert [row.partition(" | ")[0] for row in rows] == [f"9.{number}-1" for number in range(1, 101)]
    raw = part(word("opinion", of), "word/document.xml")
    assert raw.count("<w:tblHeader/>") >= 1, "the heading of a long table is repeated"


def test_samples_stand_beside_the_templates() -> None:
    folder = TEMPLATES / "samples"
    for name, text in samples().items():
        assert (folder / name).read_text(encoding="utf-8") == text, (
            f"{name}: python tests/regenerate.py, then read the difference"
        )


# ---- text that tries to break out ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", OURS)
def test_text_of_records_stays_text(name: str) -> None:
    def of(text: str) -> Dossier:
        hostile = {
            key: tuple(
                replace(one, title=text, said=text, mend=text, quote=text, unit=text, wanted=text)
                for one in getattr(made(), key)
            )
            for key in LISTS
        }
        return replace(made(), body=text, notes=((text, text),), met=(text,), **hostile)  # type: ignore[arg-type]

    harmless, raw = word(name, of("示例")), word(name, of(HOSTILE))
    text = text_of(raw)
    assert SHOWN in text
    shape = [style for style, _ in blocks(harmless)]
    assert [style for style, _ in blocks(raw)] == shape, "no paragraph, row or table more or less"
    for file in ("word/document.xml", "docProps/core.xml"):
        etree.fromstring(part(raw, file).encode())


@settings(max_examples=25, deadline=None)
@given(
    st.text(min_size=1, max_size=40).filter(
        lambda text: text.strip() == text and not set(text) & set("\t\r\n\v\f\x1c\x1d\x1e\x85")
    )
)
def test_any_name_is_said_as_it_is(name: str) -> None:
    shown = "".join(char if char in "\t\n" or _holds(char) else "〓" for char in name)
    assert f"公文主送  {shown}：" in text_of(word("notice", replace(made(), body=name)))


def _holds(char: str) -> bool:
    """Char of XML 1.0, §2.2, written anew."""
    point = ord(char)
    return 0x20 <= point <= 0xD7FF or 0xE000 <= point <= 0xFFFD or point >= 0x10000


# ---- the file -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", OURS)
def test_the_same_report_gives_the_same_bytes(name: str) -> None:
    raw = word(name)
    assert raw == word(name)
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    about = Document(io.BytesIO(raw)).core_properties
    assert (about.author, about.last_modified_by, about.created.year, about.modified.year) == ("", "", 2020, 2020)


@pytest.mark.office
@pytest.mark.parametrize("name", OURS)
def test_an_office_program_sets_22_lines_of_28(name: str, tmp_path: Path, needs_program: Callable[..., str]) -> None:
    import pdfplumber

    program = needs_program("soffice", "libreoffice")
    path = tmp_path / f"{name}.docx"
    prose = "教育集团成员学校共同制定发展规划并按期报送备案材料"
    of = replace(made(), breaches=(problem(1, said=prose * 60),), met=(prose * 60,))
    path.write_bytes(word(name, of))
    subprocess.run(
        [program, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to", "pdf",
         "--outdir", str(tmp_path), str(path)],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    with pdfplumber.open(path.with_suffix(".pdf")) as pdf:
        pages = [
            [char for char in page.chars if round(char["size"]) == 16 and char["text"].strip()] for page in pdf.pages
        ]
    assert pages
    if name == "notice":
        return  # its problems stand in a table
    lines = [[sum(abs(char["bottom"] - line) < 4 for char in page) for line in _lines(page)] for page in pages if page]
    assert max(len(page) for page in lines) == 22
    full = [count for page in lines for count in page if count >= 28]
    assert len(full) > 20
    assert set(full) <= {28, 29}, "a mark of punctuation may hang over"


def _lines(page: list[dict[str, float]]) -> list[float]:
    found: list[float] = []
    for bottom in sorted(char["bottom"] for char in page):
        if not found or bottom - found[-1] > 8:
            found.append(bottom)
    return found
