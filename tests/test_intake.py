"""From a document file to its text: Word numbering, tables, what is left out; and what is refused."""

from __future__ import annotations

import hashlib
import io
import random
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from intake_files import (
    ARTICLES,
    CHINESE,
    ENGLISH,
    add_list,
    add_num,
    element,
    kind_of,
    new,
    numbered,
    saved,
    tracked,
)

from checker import packed
from checker.errors import BadInput
from checker.intake import pdf, read_document
from checker.wording.outline import outline
from checker.wording.text import normalise

POLICY = Path(__file__).parent / "data" / "invented-policy.txt"


def places(text: str) -> list[tuple[str, str, str]]:
    return [(s.place, s.kind, s.fingerprint) for s in outline(text)]


def refused(path: Path) -> str:
    with pytest.raises(BadInput) as caught:
        read_document(path)
    (problem,) = caught.value.problems
    assert problem.what["zh"] and problem.what["en"]  # type: ignore[index]
    return problem.line("zh")


def written(tmp_path: Path, raw: bytes, name: str = "x.txt") -> Path:
    path = tmp_path / name
    path.write_bytes(raw)
    return path


# ---- text files

CHINESE_TEXT = POLICY.read_text(encoding="utf-8")


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_codings_are_told_apart(tmp_path: Path, coding: str) -> None:
    raw = CHINESE_TEXT.encode(coding)
    found = read_document(written(tmp_path, raw))
    assert (found.text, found.kind, found.sha256) == (CHINESE_TEXT, "txt", hashlib.sha256(raw).hexdigest())
    assert bool(found.remarks) == (not coding.startswith("utf-8"))


def test_traditional_and_english_text_is_sound(tmp_path: Path) -> None:
    for text in (
        "第一條　為了規範集團化辦學，制定本辦法。學校應當於每學期召開會議，並將紀錄報送教育局備查，經費另行規定。",
        "1. Schools must meet twice a term. “Twice” means on two days – café costs are excluded.",
        "成员学校：犇犇小学、淼淼小学、喆園",
    ):
        assert read_document(written(tmp_path, text.encode())).text == text


DEBRIS = {
    "replacement": CHINESE_TEXT.encode()[:100].decode("utf-8", "replace") + "\ufffd",
    "utf-8 read as gbk": CHINESE_TEXT.encode().decode("gb18030", "ignore"),
    "utf-8 read as latin": CHINESE_TEXT.encode().decode("latin-1"),
    "utf-8 read as windows": CHINESE_TEXT.encode().decode("cp1252", "ignore"),
    "private use": "一、总则\n" + "\ue000\ue001\ue002各校" * 20,
    "glyph numbers": "一、总则 (cid:12)(cid:13)各校应当遵守。",
    "nothing": "。，；\n　——\n",
}


@pytest.mark.parametrize("kind", DEBRIS)
def test_debris_is_never_a_success(tmp_path: Path, kind: str) -> None:
    assert "乱码" in (said := refused(written(tmp_path, DEBRIS[kind].encode()))) or "没有文字" in said


def test_a_page_of_debris_in_sound_text_is_found(tmp_path: Path) -> None:
    bad = CHINESE_TEXT.encode().decode("gb18030", "ignore")
    assert ":" in refused(written(tmp_path, (CHINESE_TEXT + bad[:400]).encode()))
    assert "编码混乱" in refused(
        written(tmp_path, CHINESE_TEXT.encode() + CHINESE_TEXT.encode("gb18030") + b"\xff\xff")
    )


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "空"),
        (b"\xef\xbb\xbf \n", "空"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "另存为 .docx"),
        (b"{\\rtf1 x}", "另存为 .docx"),
        (b"<!DOCTYPE html><html>x</html>", "网页"),
        (b"\n<HTML><body>x", "网页"),
        (b"<?xml version='1.0'?><a/>", "网页或 XML"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "文字识别"),
        (b"\x1f\x8b" + b"\0" * 50, "解压"),
        (b"PK\x03\x04" + b"\0" * 50, "损坏"),
        (b"%PDF-1.4\nnothing", "损坏"),
        (b"\0\1\2\3binary" * 9, "二进制"),
    ],
)
@pytest.mark.parametrize("name", ["x.docx", "x.txt"])
def test_other_files_say_what_to_do(tmp_path: Path, raw: bytes, said: str, name: str) -> None:
    assert said in refused(written(tmp_path, raw, name))


def test_no_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    assert "不存在" in refused(tmp_path / "no.docx")
    assert "不存在" in refused(tmp_path)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.bin"
    path.write_bytes(raw if b"%PDF-" not in raw else b"x")
    try:
        assert read_document(path).text.strip()
    except BadInput as bad:
        assert len(bad.problems) == 1


# ---- Word


def test_automatic_numbers_become_text(tmp_path: Path) -> None:
    document = new()
    num = add_list(document, CHINESE)
    text = ""
    for level, shown, words in (
        (0, "一、", "总则"), (1, "（一）", "对象。"), (1, "（二）", "范围。"), (2, "1.", "5所以上学校。"), (2, "2.", "其他学校。"),
        (3, "（1）", "公办学校。"), (0, "二、", "组建"), (1, "（一）", "条件。"), (2, "1.", "有章程。"),
    ):  # fmt: skip
        numbered(document, words, num, level)
        text += f"{shown}{'' if words[0] != '5' else ' '}{words}\n"
    document.add_paragraph("附件1")
    again = add_num(document, kind_of(document, num), start=1)
    numbered(document, "名单", again, 0)
    text += "附件1\n一、名单\n"
    found = read_document(saved(document, tmp_path / "x.docx"))
    assert places(found.text) == places(text)
    assert (found.kind, found.remarks) == ("docx", ())
    assert [s.place for s in outline(found.text)][-1] == "附件1 一 ①"


def test_articles_run_on_through_chapters(tmp_path: Path) -> None:
    document = new()
    num = add_list(document, ARTICLES, no_restart=[1])
    for level, words in (
        (0, "总则"),
        (1, "制定本办法。"),
        (1, "适用全区。"),
        (0, "组建"),
        (1, "应当有下列条件："),
        (2, "有章程；"),
    ):
        numbered(document, words, num, level)
    found = outline(read_document(saved(document, tmp_path / "x.docx")).text)
    assert [s.place for s in found] == ["第一章 ①", "第一条 ①", "第二条 ①", "第二章 ①", "第三条 ①", "第三条（一） ①"]


def test_english_numbers(tmp_path: Path) -> None:
    document = new()
    num = add_list(document, ENGLISH)
    for level, words in (
        (0, "Scope"),
        (1, "Each group shall have:"),
        (2, "a council, which"),
        (3, "meets;"),
        (3, "reports."),
        (1, "Fees vary."),
    ):
        numbered(document, words, num, level)
    found = outline(read_document(saved(document, tmp_path / "x.docx")).text)
    assert [s.place for s in found] == ["1 ①", "1.1 ①", "1.1 (a) ①", "1.1 (a) (i) ①", "1.1 (a) (ii) ①", "1.2 ①"]


def test_numbers_by_style_and_kinds_that_word_knows(tmp_path: Path) -> None:
    document = new()
    num = add_list(
        document,
        (("第%1节", "chineseCounting"), ("%2", "decimalEnclosedCircleChinese"), ("%3", "bullet"), ("%4)", "hex")),
    )
    properties = document.styles["Heading 1"].element.get_or_add_pPr()
    made = element("w:numPr")
    made.append(element("w:numId", num))
    properties.append(made)
    for _ in range(11):
        document.add_paragraph("节题", style="Heading 1")
    for level, words in ((1, "圈号。"), (2, "圆点。"), (3, "怪号。")):
        numbered(document, words, num, level)
    found = read_document(saved(document, tmp_path / "x.docx"))
    assert found.text.splitlines()[10:] == ["第十一节 节题", "① 圈号。", "圆点。", "1) 怪号。"]
    assert [remark["en"] for remark in found.remarks] == ["numbers of the kind hex are written in digits"]


def test_tables_keep_their_place_and_merged_cells(tmp_path: Path) -> None:
    document = new()
    document.add_paragraph("一、名单")
    document.add_paragraph("各校名单如下。")
    table = document.add_table(4, 4)
    rows = ("年度|模式||数", "|紧密|联盟|", "1.|甲|乙|3", "|丙||4")
    for row, line in zip(table.rows, rows, strict=True):
        for cell, words in zip(row.cells, line.split("|"), strict=True):
            cell.text = words
    table.cell(0, 1).merge(table.cell(0, 2))
    table.cell(0, 0).merge(table.cell(1, 0))
    table.cell(2, 2).merge(table.cell(3, 2))
    document.add_paragraph("二、其他")
    found = outline(read_document(saved(document, tmp_path / "x.docx")).text)
    assert [(s.place, s.cells) for s in found if s.kind == "row"] == [
        ("一 行1", ("年度", "模式", "", "数")),
        ("一 行2", ("年度", "紧密", "联盟", "")),
        ("一 行3", ("1.", "甲", "乙", "3")),
        ("一 行4", ("", "丙", "乙", "4")),  # merged is what Word says is merged, and nothing else
    ]
    assert [s.place for s in found if s.kind != "row"] == ["一 ①", "一 ②", "二 ①"]
    assert "".join(s.text for s in found).count("乙") == 1


def test_what_is_left_out_is_said(tmp_path: Path) -> None:
    document = new()
    paragraph = document.add_paragraph("一、各校应当")
    tracked(paragraph, "不得", "w:del")
    tracked(paragraph, "按时", "w:ins")
    paragraph.add_run("报送。")
    hidden = paragraph.add_run("密")
    hidden.font.hidden = True
    document.sections[0].header.paragraphs[0].text = "内部资料"
    box = element("w:pict")
    box.append(element("w:txbxContent"))
    paragraph.add_run()._r.append(box)
    nested = document.add_table(2, 2)
    nested.cell(0, 0).text = "甲"
    nested.cell(0, 1).add_table(1, 2).cell(0, 0).text = "内"
    found = read_document(saved(document, tmp_path / "x.docx"))
    assert found.text.splitlines()[0] == "一、各校应当按时报送。"
    assert "密" not in found.text and "内部" not in found.text and "内" in found.text
    said = " ".join(remark["zh"] for remark in found.remarks)
    assert all(word in said for word in ("删除", "插入", "文本框", "隐藏", "页眉", "表中表"))


def changed(tmp_path: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """A sound Word file whose parts were changed."""
    document = new()
    document.add_paragraph("一、总则")
    source = zipfile.ZipFile(saved(document, tmp_path / "sound.docx"))
    parts = {name: source.read(name) for name in source.namelist()}
    change(parts)
    path = tmp_path / "changed.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


MAIN, RELS = "word/document.xml", "word/_rels/document.xml.rels"


def noise(seed: int) -> bytes:
    """A megabyte that packs to a thirtieth."""
    return random.Random(seed).randbytes(1000) * 21_000  # noqa: S311


OUTSIDE = b'<Relationship Id="z" Type="http://x/%s" Target="http://x/t" TargetMode="External"/></Relationships>'
HOSTILE: dict[str, tuple[Callable[[dict[str, bytes]], object], str]] = {
    "a path that leads out": (lambda p: p.update({"../../x.xml": b"<a/>"}), "路径"),
    "an absolute path": (lambda p: p.update({"/etc/x": b"1"}), "路径"),
    "a drive": (lambda p: p.update({"c:\\x": b"1"}), "路径"),
    "a macro": (lambda p: p.update({"word/vbaProject.bin": b"1"}), "宏"),
    "a bomb": (lambda p: p.update({"word/media/a.xml": b" " * 30_000_000}), "压缩"),
    "too large": (lambda p: p.update({f"word/{n}.bin": noise(n) for n in range(5)}), "解压后过大"),
    "many parts": (lambda p: p.update({f"word/x{n}": b"" for n in range(packed.ENTRIES)}), "条目过多"),
    "entities": (lambda p: p.update({MAIN: p[MAIN].replace(b"<w:document", b"<!DOCTYPE a [<!ENTITY b 'c'>]><w:document", 1)}), "DTD"),
    "entities in wide characters": (lambda p: p.update({"word/x.xml": "<!DOCTYPE a>".encode("utf-16")}), "DTD"),
    "an outside template": (lambda p: p.update({RELS: p[RELS].replace(b"</Relationships>", OUTSIDE % b"attachedTemplate")}), "外部"),
    "broken xml": (lambda p: p.update({MAIN: p[MAIN][:-30]}), "损坏"),
    "deep xml": (lambda p: p.update({MAIN: p[MAIN].replace(b"<w:p>", b"<w:sdt>" * 300 + b"<w:p>", 1)}), "损坏"),
    "no words": (lambda p: p.update({MAIN: p[MAIN].replace("一、总则".encode(), b"")}), "没有文字"),
    "no main part": (lambda p: p.pop(MAIN), "不是 Word"),
}  # fmt: skip


@pytest.mark.parametrize("what", HOSTILE)
def test_hostile_word_files_are_refused(tmp_path: Path, what: str) -> None:
    change, said = HOSTILE[what]
    assert said in refused(changed(tmp_path, lambda parts: (change(parts), None)[1]))


def test_a_link_is_said_and_not_followed(tmp_path: Path) -> None:
    path = changed(tmp_path, lambda p: p.update({RELS: p[RELS].replace(b"</Relationships>", OUTSIDE % b"hyperlink")}))
    assert [remark["en"] for remark in read_document(path).remarks] == ["1 links to the outside, not followed"]


def test_damaged_archives_are_refused(tmp_path: Path) -> None:
    document = new()
    document.add_paragraph("一、总则")
    stream = io.BytesIO()
    document.save(stream)
    raw = stream.getvalue()
    for seed in range(60):
        chance = random.Random(seed)  # noqa: S311
        broken = bytearray(raw)
        for _ in range(20):
            broken[chance.randrange(len(raw))] = chance.randrange(256)
        path = written(tmp_path, bytes(broken[: chance.choice([len(raw), len(raw) // 2])]), "x.docx")
        try:
            assert "总则" in read_document(path).text
        except BadInput as bad:
            assert len(bad.problems) == 1


# ---- PDF


def to_pdf(needs_program: Callable[..., str], source: Path) -> Path:
    office = needs_program("soffice", "libreoffice")
    home = source.parent / "office"
    command = [
        office,
        f"-env:UserInstallation={home.as_uri()}",
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(source.parent),
        str(source),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return source.with_suffix(".pdf")


def policy_document(times: int = 1) -> tuple[object, str]:
    """A Word document of some pages with header, page number and table, and the text it should be read as."""
    document = new()
    section = document.sections[0]
    section.header.paragraphs[0].text = "松谷区教育委员会文件汇编"
    footer = section.footer.paragraphs[0]
    run = footer.add_run()._r
    for kind in ("begin", None, "end"):
        if kind:
            run.append(element("w:fldChar", fldCharType=kind))
        else:
            code = element("w:instrText")
            code.text = "PAGE"
            run.append(code)
    lines = ["集团化办学试行办法"]
    for chapter in range(times):
        lines += [f"{'一二三四五六七八九十'[chapter]}、第{chapter + 1}部分工作"]
        for item in range(4):
            lines.append(
                f"（{'一二三四'[item]}）"
                + "各成员学校应当在教育集团的统一安排下按学期开展教师交流与联合教研活动，" * 4
                + "每学期不少于2次。"
            )
            lines.append("集团总校负责统筹安排并于学期末向区教育局报送总结。")
    for line in lines:
        document.add_paragraph(line)
    table = document.add_table(3, 3)
    table.style = "Table Grid"
    for row, words in zip(table.rows, ("集团|学校|人数", "甲集团|甲校|120", "|乙校|80"), strict=True):
        for cell, word in zip(row.cells, words.split("|"), strict=True):
            cell.text = word
    table.cell(1, 0).merge(table.cell(2, 0))
    return document, "\n".join(lines) + "\n集团\t学校\t人数\n甲集团\t甲校\t120\n\t乙校\t80\n"


@pytest.mark.office
def test_a_pdf_says_what_its_word_file_says(tmp_path: Path, needs_program: Callable[..., str]) -> None:
    document, text = policy_document(8)
    word = saved(document, tmp_path / "x.docx")
    started = time.perf_counter()
    from_word = read_document(word)
    assert places(from_word.text) == places(text)
    path = to_pdf(needs_program, word)
    assert time.perf_counter() - started < 200
    started = time.perf_counter()
    from_pdf = read_document(path)
    assert time.perf_counter() - started < 10
    assert places(from_pdf.text) == places(text)
    assert outline(from_pdf.text)[-1].cells == outline(from_word.text)[-1].cells == ("甲集团", "乙校", "80")
    assert "松谷区" not in from_pdf.text and any("页码" in remark["zh"] for remark in from_pdf.remarks)


def minimal_pdf(content: bytes, pages: int = 1, extra: bytes = b"") -> bytes:
    """A PDF of equal pages, written by hand."""
    kids = b" ".join(b"%d 0 R" % (4 + n) for n in range(pages))
    parts = [
        b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj",
        b"2 0 obj<</Type/Pages/Count %d/Kids[%s]>>endobj" % (pages, kids),
        b"3 0 obj<</Length %d>>stream\n%s\nendstream endobj" % (len(content), content),
    ]
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
    for n in range(pages):
        parts.append(
            b"%d 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 3 0 R/Resources<</Font<</F %s>>>>>>endobj"
            % (4 + n, font)
        )
    return b"%PDF-1.4\n" + b"\n".join(parts) + b"\ntrailer<</Root 1 0 R" + extra + b">>\n%%EOF"


WORDS = b"BT /F 12 Tf 50 700 Td (1. Schools must meet twice a term.) Tj ET"


def test_pdfs_that_cannot_be_read_say_why(tmp_path: Path) -> None:
    assert "Schools must meet" in read_document(written(tmp_path, minimal_pdf(WORDS))).text
    assert "没有文字层" in refused(written(tmp_path, minimal_pdf(b"0 0 300 300 re f")))
    assert "过长" in refused(written(tmp_path, minimal_pdf(WORDS, pdf.PAGES + 1)))
    scan = b"q 600 0 0 800 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q BT /F 9 Tf 300 20 Td (- 1 -) Tj ET"
    assert "第 1 页没有文字层" in refused(written(tmp_path, minimal_pdf(scan)))
    locked = b"/Encrypt<</Filter/Standard/V 1/R 2/O<%s>/U<%s>/P -4>>/ID[<00><00>]" % (b"00" * 32, b"00" * 32)
    assert "加密" in refused(written(tmp_path, minimal_pdf(WORDS, extra=locked)))


def test_a_pdf_that_takes_too_long_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "SECONDS", 0.01)
    assert "没有读完" in refused(written(tmp_path, minimal_pdf(WORDS)))


def test_other_commands_do_not_load_the_readers() -> None:
    code = "import sys, checker.cli, checker.intake; assert not {'docx', 'pdfplumber', 'lxml', 'pdfminer'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_nothing_of_a_word_file_is_lost(tmp_path: Path) -> None:
    document, text = policy_document(2)
    found = read_document(saved(document, tmp_path / "x.docx")).text
    assert normalise(found.replace("\u00a0", "").replace("\u2060", "")) == normalise(text)
