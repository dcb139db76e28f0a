"""PDF papers: what stands in them, on what page, in which typefaces, and that no character is ever a box.

Pages are measured with pdfplumber; fonts with holes are cut from an installed one with fontTools.
"""

from __future__ import annotations

import io
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import make_papers
import pdfplumber
import pytest
from click.testing import CliRunner
from example_bodies import checked
from fontTools import subset
from fontTools.ttLib import TTFont

from checker import house
from checker.cli import cli
from checker.errors import BadInput
from checker.lexicon import lexicon
from checker.papers import papers, write
from checker.papers.catalogue import Paper, catalogue
from checker.papers.dossier import dossier
from checker.papers.faces import plan_of_faces, roles, settle
from checker.papers.fontfiles import Face, _installed, characters, given_faces, installed_faces
from checker.papers.needs import lacks
from checker.papers.nouns import Basis, Dossier
from checker.papers.nouns import Problem as Line
from checker.papers.pdf import plain, render
from checker.records.reader import bodies
from checker.report.scoreview import Bar, Card, Cards, Group, ItemLine
from checker.report.words import Phrases
from checker.workbench import Workbench

ZH = Phrases("zh")
PAPERS = ["opinion", "notice", "ledger", "scoring", "self"]
GROUPS = ["ankang", "ganzhou", "kunming", "nanyang", "shapotou"]
MM = 72 / 25.4


@pytest.fixture(scope="module", autouse=True)
def typefaces() -> None:
    """Without a Chinese typeface there is nothing to test; CI has one."""
    try:
        roles()
    except BadInput as none:
        import os

        if os.environ.get("CI"):
            raise
        pytest.skip(next(none.lines("en")))


CARD = Card(
    "s1", "集团化办学考核", "2023—2024学年", "《示例方案》附件", "考核评价按百分制", "确定 3，可能 6", (),
    Bar(Fraction(1, 2), Fraction(1, 3), (), (), ""),
    (), (), (), (Group("制度建设", "6", "3—6", (ItemLine(
        "i1", "1", "章程、职责和各项制度", "6", "根据制度制定情况按比例计分", "附件 行1", "3—6", "未定", (), "", "", "评分",
        (), (), "", "", (), (),
    ),)),), (), "6", "3—6", "", (), "", (), True,
)  # fmt: skip
SCORES = Cards((CARD,))
NO_VIEW = SimpleNamespace(lacking=(), objections=(), todo=SimpleNamespace(still=()))


def line(order: int = 1, **changes: Any) -> Line:
    given = {
        "number": f"2.2.1-{order}", "order": order, "rule": f"demo/2.2.1/r{order}", "verdict": "fail", "label": "不符合", "symbol": "×",
        "title": "集团只有一个法人主体", "said": "集团各校所属法人单位应等于 1 个，实际 2 个，多 1 个。", "short": "多 1 个",
        "quote": "一个法人主体", "at": "二（二）1 ①", "cite": "《示例方案》二（二）1 ①", "unit": "教育集团",
        "mend": "把各分校的法人登记并入核心校", "due": "", "wanted": "事业单位法人证书",
    }  # fmt: skip
    return Line(**{**given, **changes})


def made(**changes: Any) -> Dossier:
    """A dossier by hand: one certain problem and nothing else."""
    given: dict[str, Any] = dict.fromkeys(Dossier.__dataclass_fields__, ())
    given |= {
        "body": "示例集团", "invented": True, "as_of": "2024年7月31日", "year": "2024", "review": "2023—2024学年", "total": 9,
        "bases": (Basis("示例集团化办学方案", "示教〔2023〕1号", "现行有效", "示例方案"),), "counts": (("×", "不符合", 1),),
        "counters": "本对象应查 9 条：× 不符合 1", "breaches": (line(),), "scores": SCORES, "past": None, "view": NO_VIEW,
        "standing": "", "code": "0123abcd",
        "notes": (("记录", "SHA-256 " + "9101c03bd4330566" * 4),),
    }  # fmt: skip
    return Dossier(**(given | changes))


def paper(name: str) -> Paper:
    return catalogue().papers[name]


def text_of(pdf: bytes) -> str:
    """All text but the page numbers, without line breaks."""
    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        return "".join(char["text"] for page in opened.pages for char in page.chars if not numbers_page(char))


def numbers_page(char: Any) -> bool:
    """4号 is the size of page numbers alone."""
    return abs(char["size"] - 14) < 0.01


def squeezed(text: str) -> str:
    return "".join(text.split()).replace("\u200b", "")


@pytest.fixture(scope="module")
def examples() -> dict[str, Dossier]:
    return {}


def example(name: str, cached: dict[str, Dossier]) -> Dossier:
    if name not in cached:
        folder = house.examples_dir() / name / "invented"
        (body,) = bodies((folder / "group.yaml",))
        assert not isinstance(body, BadInput)
        cached[name] = dossier(checked(body, folder / "decisions.yaml"), lexicon(Workbench()), ZH)
    return cached[name]


# --- fonts with holes ------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def song() -> Face:
    return roles().faces["song"][0]


def cut(face: Face, keep: set[int], path: Path, family: str = "Hole Song") -> Path:
    """A font file with these characters of the face and no others."""
    font = TTFont(face.path, fontNumber=face.index)
    options = subset.Options(layout_features=[], notdef_outline=True, name_IDs=["*"], glyph_names=False)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=keep)
    cutter.subset(font)
    for record in font["name"].names:
        if record.nameID in (1, 4, 16):
            record.string = family
    font.save(path)
    return path


def needed(name: str, dossier: Dossier) -> set[int]:
    """The characters of a paper: of its data and of its template."""
    folder = house.reports_dir() / "typst"
    own = "".join((folder / file).read_text("utf-8") for file in (f"{name}.typ", "gb9704.typ"))
    return {ord(char) for char in f"{plain(dossier)}{own}{paper(name).title['zh']}零一二三四五六七八九十百0123456789"}


@pytest.fixture(scope="module")
def holed(song: Face, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All that the paper of `made()` needs but 核."""
    keep = needed("opinion", made()) - {ord("核")}
    return cut(song, keep, tmp_path_factory.mktemp("fonts") / "holed.otf")


# --- what stands in a paper ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PAPERS)
@pytest.mark.parametrize("group", ["ankang", "nanyang"])
def test_papers_of_invented_groups(name: str, group: str, examples: dict[str, Dossier]) -> None:
    one = example(group, examples)
    if lacks(paper(name), one):
        return
    pdf = write(name, one, "pdf", ZH)
    text = squeezed(text_of(pdf))
    assert squeezed(one.body) in text
    assert "虚构示例" in text
    if name in ("opinion", "notice", "ledger"):
        assert one.breaches
        for breach in one.breaches:
            if len(breach.said) < 250:  # a longer one may go on on the next page, beside other cells
                assert squeezed(breach.said).rstrip("。") in text, breach.number
    assert boxes(pdf) == Counter()


@pytest.mark.parametrize("group", ["ganzhou", "kunming", "shapotou"])
def test_papers_of_the_other_groups(group: str, examples: dict[str, Dossier]) -> None:
    for one in papers("pdf"):
        if not lacks(one, example(group, examples)):
            assert boxes(write(one.key, example(group, examples), "pdf", ZH)) == Counter()


@pytest.mark.parametrize("name", PAPERS)
def test_a_pdf_says_what_the_word_file_says(name: str, examples: dict[str, Dossier]) -> None:
    """Each paragraph and cell of the Word paper stands in the PDF; blanks for the hand are drawn there."""
    for one in (make_papers.made(), example("ankang", examples)):
        if lacks(paper(name), one):
            continue
        pdf = write(name, one, "pdf", ZH)
        text = squeezed(text_of(pdf)) + columns_of(pdf)
        for style, said in make_papers.blocks(write(name, one, "docx", ZH)):
            for cell in said.replace(" | ", "\n").split("\n"):
                if len(cell) < 250:  # a longer one may go on on the next page, beside other cells
                    assert squeezed(cell.replace("＿", "")) in text, style


def columns_of(pdf: bytes) -> str:
    """The columns of all tables from top to bottom, one after the other and without the heads that each page repeats: a row may go
    on on the next page beside other cells."""
    columns: dict[tuple[int, int], str] = {}
    heads = set()
    with pdfplumber.open(io.BytesIO(pdf)) as file:
        for first, *rows in (table for page in file.pages for table in page.extract_tables()):
            repeated = tuple(first) in heads
            heads.add(tuple(first))
            for row in rows if repeated else [first, *rows]:
                for at, cell in enumerate(row):
                    columns[len(row), at] = columns.get((len(row), at), "") + squeezed(cell or "")
    return "".join(columns.values())


HOSTILE = [
    "#set text(size: 99pt)", "*x* _y_ `z`", "$a$", "</script>", "{{ x }}", "A<B & C", "= Heading", "- item", "@preview/cetz", "<label>",
    "#import \"@preview/cetz:0.3.0\"", "// comment", "/* open", "\\u{41} \\ #", "[x](y) ~ -- --- ...", "=cmd()|'/c calc'!A1", "#eval(\"1\")",
]  # fmt: skip


@pytest.mark.parametrize("name", PAPERS)
def test_hostile_text_is_text(name: str) -> None:
    hostile = made(body="，".join(HOSTILE), breaches=tuple(line(n, said=said) for n, said in enumerate(HOSTILE, 1)))
    text = squeezed(text_of(write(name, hostile, "pdf", ZH)))
    for said in HOSTILE:
        assert squeezed(said) in text, said


def test_text_that_no_page_can_hold() -> None:
    broken = made(body="示例\ud800集团\x00\ufffe")
    assert "示例〓集团〓〓" in text_of(write("opinion", broken, "pdf", ZH))


def test_rare_characters() -> None:
    text = squeezed(text_of(write("ledger", made(body="示例𠮷㐂镕集团"), "pdf", ZH)))
    assert "示例𠮷㐂镕集团" in text


def test_long_runs_stay_on_the_page() -> None:
    long = made(body="A" * 300, breaches=(line(said="x" * 3000), line(2, said="示" * 3000)))
    for name in PAPERS:
        with pdfplumber.open(io.BytesIO(write(name, long, "pdf", ZH))) as pdf:
            for page in pdf.pages:
                assert all(char["x0"] > 0 and char["x1"] < page.width for char in page.chars), name
                assert all(char["top"] > 0 and char["bottom"] < page.height for char in page.chars), name


@pytest.mark.parametrize("name", [one for one in PAPERS if one != "notice"])
def test_nothing_to_say(name: str) -> None:
    assert "示例集团" in text_of(write(name, made(breaches=()), "pdf", ZH))


def test_a_notice_of_nothing_is_refused() -> None:
    with pytest.raises(BadInput, match="不必出整改通知书"):
        write("notice", made(breaches=()), "pdf", ZH)


def test_a_hundred_problems() -> None:
    many = made(breaches=tuple(line(n) for n in range(1, 101)))
    with pdfplumber.open(io.BytesIO(write("ledger", many, "pdf", ZH))) as pdf:
        pages = [squeezed(page.extract_text()) for page in pdf.pages]
    assert len(pages) > 5
    body = [text for text in pages if "2.2.1-" in text]
    assert all("编号" in text and "问题" in text for text in body)  # the head of the table comes again
    assert all(any(f"2.2.1-{n}" in text for text in body) for n in range(1, 101))


# --- same input, same bytes ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PAPERS)
def test_equal_bytes(name: str) -> None:
    assert write(name, made(), "pdf", ZH) == write(name, made(), "pdf", ZH)


def test_equal_bytes_of_another_process_and_day() -> None:
    code = (
        "import sys, hashlib; sys.path[:0] = ['tests', '.']; import test_papers_pdf as t; "
        "print(hashlib.sha256(t.write('opinion', t.made(), 'pdf', t.ZH)).hexdigest())"
    )
    made_by = [
        subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            cwd=Path(__file__).parent.parent,
            env={**__import__("os").environ, "TZ": zone, "PYTHONHASHSEED": seed},
        ).stdout
        for zone, seed in (("Pacific/Auckland", "1"), ("America/Anchorage", "2"))
    ]
    assert made_by[0] == made_by[1]
    assert len(made_by[0]) == 65


def test_nothing_of_this_computer_in_the_file() -> None:
    pdf = write("opinion", made(), "pdf", ZH)
    for trace in (b"/usr/", b"/tmp/", b"/work", b"jituan-", Path.home().name.encode() + b"/", str(Path.cwd()).encode()):
        assert trace not in pdf
    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        assert opened.metadata["CreationDate"].startswith("D:20200101000000")
        assert opened.metadata["Title"] == "督导意见书 示例集团"


# --- the page --------------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def full_pages() -> Iterator[Any]:
    """An opinion whose second and third page are nothing but text of Chinese characters."""
    with pdfplumber.open(io.BytesIO(write("opinion", made(breaches=(line(said="示例" * 1200),)), "pdf", ZH))) as pdf:
        yield pdf


def text_lines(page: Any) -> dict[float, list[Any]]:
    """The characters of 3号 by their baseline, from the top."""
    lines: dict[float, list[Any]] = {}
    for char in page.chars:
        if abs(char["size"] - 16) < 0.01:
            lines.setdefault(round(char["matrix"][5], 1), []).append(char)
    return dict(sorted(lines.items(), reverse=True))


def test_22_lines_of_28_characters(full_pages: Any) -> None:
    page = full_pages.pages[3]
    lines = text_lines(page)
    assert len(lines) == 22
    assert {len(chars) for chars in lines.values()} == {28}
    gaps = [above - below for above, below in zip(list(lines), list(lines)[1:], strict=False)]
    assert all(abs(gap - 28.95) < 0.11 for gap in gaps)


def test_margins_of_an_official_document(full_pages: Any) -> None:
    page = full_pages.pages[3]
    assert (page.width, page.height) == pytest.approx((210 * MM, 297 * MM), abs=0.01)
    chars = [char for chars in text_lines(page).values() for char in chars]
    assert min(char["x0"] for char in chars) == pytest.approx(28 * MM, abs=0.5)
    assert max(char["x1"] for char in chars) == pytest.approx((210 - 26) * MM, abs=0.5)
    baselines = list(text_lines(page))
    # half of what a line is higher than its characters stands above the first and below the last one
    slack = (28.95 - 16) / 2
    assert page.height - baselines[0] - 16 * 0.88 - slack == pytest.approx(37 * MM, abs=1)
    assert baselines[-1] - 16 * 0.12 - slack == pytest.approx(35 * MM, abs=2)


def test_page_numbers_stand_outside(full_pages: Any) -> None:
    """GB/T 9704-2012, 7.5: 4号, one character from the edge of the text, right on odd pages and left on even ones."""
    for number, page in enumerate(full_pages.pages, start=1):
        chars = [char for char in page.chars if numbers_page(char)]
        assert "".join(char["text"] for char in chars) == f"— {number} —"
        if number % 2:
            assert chars[-1]["x1"] == pytest.approx((210 - 26) * MM - 14, abs=3)
        else:
            assert chars[0]["x0"] == pytest.approx(28 * MM + 14, abs=3)


def test_headings_are_numbered_as_the_standard_says() -> None:
    text = squeezed(text_of(write("opinion", made(breaches=(line(1), line(2, title="第二个问题"))), "pdf", ZH)))
    assert "（二）第二个问题" in text
    assert "一、" in text
    assert "二、" in text


# --- typefaces -------------------------------------------------------------------------------------------------------------------


def boxes(pdf: bytes) -> Counter[str]:
    """How often each font draws its glyph 0, the box. typst numbers the glyphs of a font anew, but keeps 0."""
    found: Counter[str] = Counter()
    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        for page in opened.pages:
            for char in page.chars:
                # a glyph without a text comes as (cid:n)
                if char["text"].startswith("(cid:") or char["text"] in ("\x00", "\ufffd"):
                    found[char["fontname"]] += 1
    return found


def test_a_missing_glyph_is_an_error(holed: Path) -> None:
    with pytest.raises(BadInput) as bad:
        render(paper("opinion"), made(), ZH, (holed,), installed=False)
    (problem,) = bad.value.problems
    assert problem.line() == (
        "问题 1: 所用字体没有 “核”（U+6838） 这个字（不能印成方框，用 --font 加一个有这个字的字体，或改用别的写法）"
    )


def test_a_declared_face_has_what_another_lacks(holed: Path, song: Face, tmp_path: Path) -> None:
    """The face that is given comes first; what it lacks is taken from the next one, never from one that is not named."""
    other = cut(song, {ord("核")}, tmp_path / "other.otf", "HanaMinA")
    pdf = render(paper("opinion"), made(), ZH, (holed, other), installed=False)
    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        fonts = {char["text"]: char["fontname"] for page in opened.pages for char in page.chars}
    assert fonts["核"] != fonts["登"]


def test_every_character_that_lacks_is_named_once(song: Face, tmp_path: Path) -> None:
    keep = needed("opinion", made()) - {ord(char) for char in "核校登"}
    few = cut(song, keep, tmp_path / "few.otf")
    with pytest.raises(BadInput) as bad:
        render(paper("opinion"), made(), ZH, (few,), installed=False)
    said = [problem.line() for problem in bad.value.problems]
    assert len(said) == 3
    assert all(sum(char in one for one in said) == 1 for char in "核登")


def test_a_character_that_no_face_has() -> None:
    with pytest.raises(BadInput) as bad:
        write("opinion", made(body="示例\U000e1234\U0010fffd集团"), "pdf", ZH)
    assert any("U+10FFFD" in said for said in bad.value.lines())


def test_no_face_at_all() -> None:
    with pytest.raises(BadInput) as bad:
        roles((), installed=False)
    (said,) = bad.value.lines()
    assert "没有能排中文公文的字体" in said
    assert "SimSun" in said
    assert "--font" in said


def test_a_given_face_comes_first(song: Face, tmp_path: Path) -> None:
    mine = cut(song, {ord("示")}, tmp_path / "mine.otf", "KaiTi")
    chosen = roles((mine,))
    assert chosen.faces["kai"][0].family == "KaiTi"
    assert chosen.faces["song"][0].family == song.family


def test_a_face_that_no_role_names_serves_them_all(holed: Path) -> None:
    assert {faces[0].family for faces in roles((holed,)).faces.values()} == {"Hole Song"}


def test_a_folder_of_fonts(holed: Path, tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "a.otf").write_bytes(holed.read_bytes())
    (tmp_path / "broken.ttf").write_bytes(b"OTTO" + bytes(100))
    (tmp_path / "readme.txt").write_text("no font")
    assert [face.family for face in given_faces([tmp_path])] == ["Hole Song"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no font at all",
        b"OTTO",
        b"ttcf" + b"\xff" * 60,
        b"\x00\x01\x00\x00" + b"\xff" * 500,
        b"OTTO\x00\x10" + bytes(2000),
    ],
)
def test_a_broken_font_is_one_sentence(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "font.ttf"
    file.write_bytes(content)
    with pytest.raises(BadInput) as bad:
        write("opinion", made(), "pdf", ZH, fonts=(file,))
    (said,) = bad.value.lines()
    assert "不是能用的字体文件" in said


def test_a_font_that_was_cut_off_or_altered(holed: Path, tmp_path: Path) -> None:
    """Whatever is done to a font file, there is a PDF without boxes or one sentence."""
    sound = holed.read_bytes()
    step = len(sound) // 23
    for number in range(24):
        broken = bytearray(sound)
        if number % 2:
            del broken[number * step + 300 :]
        else:
            broken[number * step : number * step + 64] = b"\xff" * 64
        file = tmp_path / f"{number}.otf"
        file.write_bytes(bytes(broken))
        try:
            assert boxes(render(paper("opinion"), made(breaches=()), ZH, (file,), installed=False)) == Counter()
        except BadInput as bad:
            assert list(bad.lines())


def test_a_font_that_is_not_there(tmp_path: Path) -> None:
    for path in (tmp_path / "none.ttf", tmp_path):
        with pytest.raises(BadInput) as bad:
            write("opinion", made(), "pdf", ZH, fonts=(path,))
        (said,) = bad.value.lines()
        assert str(path) in said


def test_every_role_knows_others_to_turn_to() -> None:
    plan = plan_of_faces()
    for role, one in plan["roles"].items():
        assert set(one["else"]) <= set(plan["roles"]) - {role, "title"}
        assert len(set(one["families"])) == len(one["families"])
    fields = set(plan["fields"]) - {"template", "title"}
    assert fields <= set(Dossier.__dataclass_fields__)


def test_no_more_faces_than_are_needed() -> None:
    settled = settle(roles(), [("x", "示例")])
    assert all(len(faces) == 1 for faces in settled.faces.values())
    assert all(ord("示") in characters(faces[0]) for faces in settled.faces.values())
    assert installed_faces()


# --- without the extra, and without the outside -----------------------------------------------------------------------------------


@pytest.mark.parametrize("absent", ["typst", "fontTools.ttLib"])
def test_without_the_extra_one_sentence(absent: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, absent, None)
    _installed.cache_clear()
    characters.cache_clear()
    roles.cache_clear()
    with pytest.raises(BadInput) as bad:
        write("opinion", made(), "pdf", ZH)
    (said,) = bad.value.lines()
    assert "pip install 'jituan[pdf]'" in said


def test_templates_reach_for_nothing_outside(tmp_path: Path) -> None:
    for number, source in enumerate(('#import "@preview/cetz:0.3.0": *', '#eval("1")', '#plugin("x.wasm")')):
        template = tmp_path / f"t{number}.typ"
        template.write_text(source)
        (tmp_path / "gb9704.typ").write_text("")
        with pytest.raises(BadInput):
            render(replace(paper("opinion"), templates={"pdf": template}), made(), ZH)


def test_templates_read_no_file(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "gb9704.typ").write_text("")
    for name in ("secret.txt", "/secret.txt", "../secret.txt", str(tmp_path / "secret.txt"), "/etc/passwd"):
        template = tmp_path / "t.typ"
        template.write_text(f'#read("{name}")')
        with pytest.raises(Exception, match=r"(?i)not found|access|outside|escape"):
            render(replace(paper("opinion"), templates={"pdf": template}), made(), ZH)


def test_shipped_templates_use_what_they_are_given() -> None:
    for file in (house.reports_dir() / "typst").glob("*.typ"):
        source = file.read_text("utf-8")
        for word in ("read(", "eval(", "plugin(", "image(", "@preview", "@local", "datetime.today"):
            assert word not in source, f"{file.name}: {word}"


def test_typst_draws_no_box_either(holed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second net: where the look-up of characters overlooks one, the typesetter refuses it."""
    monkeypatch.setattr("checker.papers.pdf.settle", lambda found, _: found)
    with pytest.raises(BadInput) as bad:
        render(paper("opinion"), made(), ZH, (holed,), installed=False)
    (said,) = bad.value.lines()
    assert "排不出" in said


def test_a_font_is_for_pdf_alone(tmp_path: Path) -> None:
    order = [
        "check",
        str(house.examples_dir() / "nanyang/invented/group.yaml"),
        "--paper",
        "督导意见书",
        "--font",
        "x.ttf",
    ]
    found = CliRunner().invoke(cli, [*order, "-o", str(tmp_path / "paper.docx")])
    assert found.exit_code == 2
    assert "--font" in found.output
    broken = CliRunner().invoke(cli, [*order, "-o", str(tmp_path / "paper.pdf")])
    assert isinstance(broken.exception, BadInput)
    assert not list(tmp_path.iterdir())
