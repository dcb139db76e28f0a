"""Outlines of other forms than Nanyang's: chapters and articles, English, numbers printed wrong, tables, rosters."""

from __future__ import annotations

import difflib
import io
import re
import time
import tokenize
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.errors import BadInput
from checker.house import rules_dir
from checker.wording.numbering import load, numbering_of, shipped
from checker.wording.outline import outline, read_outline, slips
from checker.wording.tables import ABOVE, ROW
from checker.wording.text import normalise

TABLE = rules_dir() / "vocabulary" / "wording" / "numbering.yaml"

ARTICLES = """\
青岚县集团化办学管理办法

第一章　总　则

第一条　为了规范集团化办学，制定本办法。
第二条　本办法所称集团，是指两所以上学校组成的共同体。
集团不改变成员学校的法人资格。
第三条所称龙头校由县教育局认定。

第二章
组建与退出
第一节 条件
第三条 设立集团应当具备下列条件：
（一）有章程；
（二）有三所以上学校，并按照本办法

第四条 规定报批。
1．报批材料齐全。
第二节 程序
第四条：集团每学期召开２次会议，会议记录保存三年。
第五条　一是建章立制。二是按期报送，不得迟延。

青岚县教育局
2030年12月1日

附件：1．集团名单
　　　2．考核办法
附件1
集团名单
一、	城区
序号	集团	学校
1	甲集团	甲校
		乙校
附件２　考核办法
一、对象
各集团。
"""
ARTICLE_PLACES = """\
题 ①|title|青岚县集团化办学管理办法
第一章 ①|heading|总 则
第一条 ①|sentence|为了规范集团化办学，制定本办法。
第二条 ①|sentence|本办法所称集团，是指两所以上学校组成的共同体。
第二条 ②|sentence|集团不改变成员学校的法人资格。
第二条 ③|sentence|第三条所称龙头校由县教育局认定。
第二章 ①|heading|组建与退出
第二章第一节 ①|heading|条件
第三条 ①|sentence|设立集团应当具备下列条件：
第三条（一） ①|sentence|有章程；
第三条（二） ①|sentence|有三所以上学校，并按照本办法
第四条 ①|sentence|规定报批。
第四条1 ①|sentence|报批材料齐全。
第二章第二节 ①|heading|程序
第四条 ②|sentence|集团每学期召开２次会议，会议记录保存三年。
第五条 ①|sentence|一是建章立制。
第五条 ②|sentence|二是按期报送，不得迟延。
尾 ①|signature|青岚县教育局
尾 ②|signature|2030年12月1日
附件 ①|title|1．集团名单
附件 ②|title|2．考核办法
附件1 ①|title|集团名单
附件1 一 ①|heading|城区
附件1 行1|row|序号\t集团\t学校
附件1 行2|row|1\t甲集团\t甲校
附件1 行3|row|乙校
附件2 ①|title|考核办法
附件2 一 ①|heading|对象
附件2 一 ②|sentence|各集团。
"""
ENGLISH = """\
Model policy for school groups

This policy sets out how education groups are formed and governed in the
county of Larkhill. It applies to all schools.

1. Purpose, scope and definitions

1.1 The county must publish a register of groups.
1.2 Each group shall have:
(a) a lead school;
(b) no more than 5 member schools, see No. 3 of
Schedule 1; and
(c) a council, which must:
(i) meet twice a term, and
(ii) keep minutes.
1.3 Schools may leave (see 1.1. and 2). They should give notice, e.g. by letter.
Page 2 of 3
2. Funding
2.1 The county pays 1.5 million a year.
2.1.1 Half is paid in spring.

Article 5 Staff
Teachers may move under
Section 5 of the Act
between schools.

Schedule 1
List of groups
Group\tSchool
A\tB

Annex B: Scoring
1. Points
Done at Larkhill on 3 May 2031
"""
ENGLISH_PLACES = """\
Title ①|title|Model policy for school groups
Preamble ①|sentence|This policy sets out how education groups are formed and governed in the county of Larkhill.
Preamble ②|sentence|It applies to all schools.
1 ①|heading|Purpose, scope and definitions
1.1 ①|sentence|The county must publish a register of groups.
1.2 ①|sentence|Each group shall have:
1.2 (a) ①|sentence|a lead school;
1.2 (b) ①|sentence|no more than 5 member schools, see No. 3 of Schedule 1;
1.2 (b) ②|sentence|and
1.2 (c) ①|sentence|a council, which must:
1.2 (c) (i) ①|sentence|meet twice a term, and
1.2 (c) (ii) ①|sentence|keep minutes.
1.3 ①|sentence|Schools may leave (see 1.1. and 2).
1.3 ②|sentence|They should give notice, e.g. by letter.
2 ①|heading|Funding
2.1 ①|sentence|The county pays 1.5 million a year.
2.1.1 ①|sentence|Half is paid in spring.
Article 5 ①|heading|Staff
Article 5 ②|sentence|Teachers may move under Section 5 of the Act between schools.
Schedule 1 ①|title|List of groups
Schedule 1 Row 1|row|Group\tSchool
Schedule 1 Row 2|row|A\tB
Annex B ①|title|Scoring
Annex B 1 ①|heading|Points
End ①|signature|Done at Larkhill on 3 May 2031
"""


def shown(text: str) -> list[str]:
    return [f"{s.place}|{s.kind}|{s.text}" for s in outline(text)]


def test_chapters_and_articles() -> None:
    assert shown(ARTICLES) == ARTICLE_PLACES.splitlines()


def test_english() -> None:
    assert shown(ENGLISH) == ENGLISH_PLACES.splitlines()


def test_articles_that_restart_in_each_chapter_are_told_apart() -> None:
    text = "第一章 总则\n第一条 各校应当按时报送。\n第二章 附则\n第一条 本办法即日起施行。\n"
    assert [s.place for s in outline(text)][1::2] == ["第一章第一条 ①", "第二章第一条 ①"]
    assert slips(text) == ()


def test_articles_without_a_blank_and_one_missing() -> None:
    text = "第一章总则\n第一条各校应当按时报送。\n第二条教育局汇总。\n第四条各校公示。\n第一条所称学校含幼儿园。\n"
    places, wrong = read_outline(text)
    assert [s.place for s in places] == ["第一章 ①", "第一条 ①", "第二条 ①", "第四条 ①", "第四条 ②"]
    assert [(w.place, w.kind, w.number, w.expected) for w in wrong] == [("第四条 ①", "skipped", 4, 3)]


def test_numbers_printed_wrong_are_said_and_places_stay_unique() -> None:
    text = "一、总则\n（一）甲方。\n（一）乙方。\n（四）丙方。\n（二）丁方。\n三、附则\n（五）戊方。\n"
    places, wrong = read_outline(text)
    assert len({s.place for s in places}) == len(places)
    assert [(w.place, w.kind, w.number, w.expected) for w in wrong] == [
        ("一（一） ②", "repeated", 1, 2),
        ("一（四） ①", "skipped", 4, 2),
        ("一（二） ①", "back", 2, 5),
        ("三 ①", "skipped", 3, 2),
        ("三（五） ①", "skipped", 5, 1),
    ]


def test_numbers_that_run_on_or_start_anew_are_no_slip() -> None:
    text = "一、甲\n（一）子。\n（二）丑。\n二、乙\n（三）寅。\n三、丙\n（一）卯。\n附件1\n一、丁\n（一）辰。\n"
    assert slips(text) == ()


def test_an_annex_label_as_first_line_is_a_title() -> None:
    found = shown("附件2\n青岚县实施方案\n一、总则\n各校参加。\n附件\n一、名单\n甲校。\n")
    assert found[0] == "题 ①|title|附件2" and found[2].startswith("一 ①") and found[-1] == "附件 一 ②|sentence|甲校。"


def test_what_only_mentions_an_annex_opens_none() -> None:
    found = outline("一、名单\n名单见\n附件1 所列学校，须报送。\n二、其他\n附件2、附件3另发。\n")
    assert {s.annex for s in found} == {""}


@pytest.mark.parametrize(
    ("line", "annex", "title"),
    [("附件", "附件", None), ("附件 ３－１", "附件3-1", None), ("附件一：名单", "附件一", "名单"), ("附录A 计分表", "附录A", "计分表"),
     ("附：名单", "附", "名单"), ("**附件2**", "附件2", None)],
)  # fmt: skip
def test_annex_labels(line: str, annex: str, title: str | None) -> None:
    found = outline(f"某县通知\n一、总则\n各校参加。\n{line}\n一、对象\n各校。\n")
    assert [s.place for s in found if s.kind == "sentence"] == ["一 ②", f"{annex} 一 ②"]
    assert [s.text for s in found if s.place == f"{annex} ①"] == ([title] if title else [])


ROSTER = """\
三、组织领导
成立领导小组。
组　　长：甲　某　　县委常委、副县长
副组长：乙　某　　县教育局局长
        丙某某　　县财政局副局长
体育中心副主任
        丁　某　　县委编办副主任
领导小组成员变动时，由接任人员担任，不另发文。
"""


def test_a_roster_is_lines_and_not_prose() -> None:
    assert [(s.place, s.kind) for s in outline(ROSTER)] == [
        ("三 ①", "heading"), ("三 ②", "sentence"), *((f"三 行{n}", "row") for n in range(1, 6)), ("三 ③", "sentence"),
    ]  # fmt: skip


def test_prose_with_wide_blanks_is_no_roster() -> None:
    text = "一、总则\n各校  应当\n按时　　报送\n材料  并公示，不得迟延。\n"
    assert [s.kind for s in outline(text)] == ["heading", "sentence"]


def test_cells_of_tables() -> None:
    stacked = "某县通知\n附件\n名单\n\t序号\n\t集团\n\t学校\n\n\t1\n\t甲\n\n集团\n\t甲校\n（总校）\n\n\t\n\t\n\t乙校\n"
    tabbed = "某县通知\n附件\n名单\n序号\t集团\t学校\n1\t甲集团\t甲校（总校）\n\t\t乙校\n"
    strokes = (
        "某县通知\n附件\n名单\n| 序号 | 集团 | 学校 |\n|---|:--|---|\n| 1 | **甲集团** | 甲校（总校） |\n| | | 乙校 |\n"
    )
    ours = f"某县通知\n附件\n名单\n{ROW}序号\t集团\t学校\n{ROW}1\t甲集团\t甲校（总校）\n{ROW}{ABOVE}\t{ABOVE}\t乙校\n"
    want = [("序号", "集团", "学校"), ("1", "甲集团", "甲校（总校）"), ("1", "甲集团", "乙校")]
    for text in (stacked, tabbed, strokes, ours):
        found = [s for s in outline(text) if s.kind == "row"]
        assert [s.cells for s in found] == want
        assert [s.place for s in found] == ["附件 行1", "附件 行2", "附件 行3"]
        assert normalise("".join(s.text for s in found)) == "序号集团学校1甲集团甲校(总校)乙校"


def test_a_cell_is_filled_only_where_it_is_merged() -> None:
    rows = [s.cells for s in outline(f"甲\t乙\t丙\n子\t丑\t寅\n卯\t\t辰\n{ROW}巳\t{ABOVE}\t\n\t午\n")]
    assert rows == [("甲", "乙", "丙"), ("子", "丑", "寅"), ("卯", "", "辰"), ("巳", "", ""), ("", "午")]


def test_the_title_of_a_table_belongs_to_its_annex() -> None:
    assert (
        shown("某县通知\n附件1\n办法\n一、要求\n1.如实填报。\n指标及分值\n指标\t分值\n章程\t5分\n")[4]
        == "附件1 ②|title|指标及分值"
    )


# ---- properties

NUMBERS = re.compile(r"第[零一二三四五六七八九十百]+[编章节条]:?|附件[0-9]?:?|[()、.:0-9①-⑳一二三四五六七八九十-]+")


@pytest.mark.parametrize("text", [ARTICLES, ROSTER, ENGLISH])
def test_nothing_is_lost_and_nothing_twice(text: str) -> None:
    """What is not in a sentence is a number, an annex label or a page number; what is, is there once, in order."""
    whole, kept = normalise(text), normalise("".join(s.text for s in outline(text)))
    steps = difflib.SequenceMatcher(None, whole, kept, autojunk=False).get_opcodes()
    assert {step[0] for step in steps} <= {"equal", "delete"}
    if text is not ENGLISH:
        assert [whole[a:b] for tag, a, b, _, _ in steps if tag == "delete" and not NUMBERS.fullmatch(whole[a:b])] == []


SENTENCE = st.text("各校应当按时报送并公示集团章程会议记录教师交流", min_size=14, max_size=60).map(
    lambda t: f"{t[:7]}，{t[7:]}。"
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(SENTENCE, min_size=1, max_size=4), min_size=1, max_size=6), st.data())
def test_made_documents_come_back_whole(articles: list[list[str]], data: st.DataObject) -> None:
    """Every sentence in order and once, whatever page breaks, widths, marks and line ends do to the page."""
    words = shipped()["zh"].numerals["han"]
    lines = []
    for n, sentences in enumerate(articles, 1):
        body = "".join(sentences)
        comma = body.index("，") + 1
        spots = data.draw(st.lists(st.integers(comma + 1, len(body) - 2), max_size=3, unique=True))
        breaks = st.sampled_from(["\n\n", "\n", "\f", "\n— 3 —\n", "**", "\u200b"])
        for spot in sorted((s for s in spots if body[s - 1] not in "。"), reverse=True):
            body = body[:spot] + data.draw(breaks) + body[spot:]
        number = (
            words.written(n) if data.draw(st.booleans()) else str(n).translate({48 + d: 0xFF10 + d for d in range(10)})
        )
        lines.append(f"{data.draw(st.sampled_from(['', '**', '## ', '　　']))}第{number}条　{body}")
    text = data.draw(st.sampled_from(["\n", "\r\n", "\n\n"])).join(lines)
    found = outline(text)
    assert [normalise(s.text) for s in found] == [normalise(s) for a in articles for s in a]
    assert [len([s for s in found if s.item == item]) for item in dict.fromkeys(s.item for s in found)] == [
        len(a) for a in articles
    ]


@given(st.text(max_size=80) | st.text("第一二条章节（1）a.:iAnnex 附件|\t\n\u00a0\u2060，。", max_size=150))
def test_any_text_is_read_and_kept_in_order(text: str) -> None:
    found, wrong = read_outline(text)
    assert len({s.place for s in found}) == len(found)
    assert {w.place for w in wrong} <= {s.place for s in found}
    rest = iter(normalise(text.replace("|", "")))
    assert all(char in rest for char in normalise("".join(s.text for s in found)).replace("|", ""))


def test_a_long_document_takes_no_time() -> None:
    outline(ARTICLES)  # the table of numbering is read once
    for text in (
        ARTICLES * 40,
        ENGLISH * 20,
        "各校应当按时报送并公示" * 1500,
        "（" * 15_000,
        "\t甲\n" * 5_000,
        "1.1 " * 4_000,
    ):
        started = time.perf_counter()
        outline(text)
        assert time.perf_counter() - started < 0.5 * max(1, len(text) / 15_000)


# ---- the table


def test_the_language_is_that_of_the_letters() -> None:
    sets = shipped()
    assert (
        numbering_of(ENGLISH) is sets["en"] and numbering_of(ARTICLES) is sets["zh"] and numbering_of("") is sets["zh"]
    )


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("form: '\\( {n} \\) [、.]?'", "form: '\\( {n} ('", "形式"),
        ("numerals: [circle]", "numerals: [square]", "形式"),
        ("    heading: 40 ", "    headings: 40 ", "headings"),
        ("kind: counting", "kind: guessing", "guessing"),
    ],
)
def test_a_slip_in_the_table_is_said(tmp_path: Path, old: str, new: str, said: str) -> None:
    text = TABLE.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "numbering.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        load(path)
    assert said in str(caught.value)


def test_another_numbering_is_another_table(tmp_path: Path) -> None:
    path = tmp_path / "numbering.yaml"
    path.write_text(TABLE.read_text(encoding="utf-8").replace("第 {n} 条{blank}", "规则 {n}{blank}"), encoding="utf-8")
    assert [s.place for s in outline("规则1 各校报送。\n规则2 各校公示。", load(path)["zh"])] == ["第1条 ①", "第2条 ①"]


def test_no_word_of_a_language_is_in_the_code() -> None:
    """Words are data. Docstrings and comments may give examples."""
    found = []
    for path in sorted((Path(__file__).parents[1] / "checker" / "wording").glob("*.py")):
        before = tokenize.NEWLINE
        for token in tokenize.generate_tokens(io.StringIO(path.read_text(encoding="utf-8")).readline):
            literal = token.type == tokenize.STRING and before not in {
                tokenize.NEWLINE,
                tokenize.INDENT,
                tokenize.NL,
                tokenize.DEDENT,
            }
            if literal and re.search("[\u4e00-\u9fff]", token.string) and "say(" not in token.line:
                found.append(f"{path.name}:{token.start[0]}: {token.string}")
            if token.type not in {tokenize.NL, tokenize.COMMENT} or before == tokenize.NEWLINE:
                before = token.type
    assert found == []
