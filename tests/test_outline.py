"""The outline of a document: places, cuts and joins, on an invented text that has every form of numbering."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.wording.numbering import shipped
from checker.wording.outline import outline
from checker.wording.text import fingerprint, fold, normalise, ordinal, ordinal_value

INVENTED = Path(__file__).parent / "data" / "invented-policy.txt"
TEXT = INVENTED.read_text(encoding="utf-8")
SOURCES = os.environ.get("JITUAN_SOURCES")

PLACES = """\
题 ①|title|松谷区教育委员会文件
题 ②|title|松教〔2030〕9号
题 ③|title|关于印发《集团化办学试行办法》的通知
题 ④|title|各中心校，各直属学校：
前言 ①|sentence|《集团化办学试行办法》已经研究同意，现印发给你们。
题 ⑤|title|2030年3月1日
题 ⑥|title|集团化办学试行办法
前言 ②|sentence|为推进优质均衡，结合实际，制定本办法。
一 ①|heading|总则
一 ②|sentence|本办法适用于全区中小学，民办学校参照执行。
二 ①|heading|组建
二（一） ①|heading|集团规模
二（一）1 ①|heading|学校数。
二（一）1 ②|sentence|每个集团由1所龙头学校和不超过5所成员学校组成，超过的须说明。
二（一）1 ③|sentence|成员学校每学期至少交流1.5次，不足的予以通报；
二（一）1 ④|sentence|连续两次不足的，退出集团！
二（一）1（1） ①|heading|核算
二（一）1（1） ②|sentence|经费分校核算，统一审核（每年两次。另行通知），结果公开。
二（一）1（1）① ①|sentence|年初审核预算，三月底前完成。
二（一）1（1）② ①|sentence|年末审核决算。
二（一）1（2） ①|heading|账目。
二（一）1（2） ②|sentence|账目清楚吗？
二（一）1（2） ③|sentence|校长说：“清楚。”
二（一）1（2） ④|sentence|方可通过。
二（一）2 ①|sentence|设立集团办公室，负责日常工作。
二（二） ①|heading|命名。
二（二） ②|sentence|名称由区里核定。
二（二） ③|sentence|（责任单位：人事科。时限：长期）
二（二） ④|heading|第一教育集团（2所）
二（二） ⑤|sentence|牵头学校：甲校
二（二） ⑥|sentence|成员学校：乙校、丙校、丁小学
三 ①|heading|附则
三 ②|sentence|本办法自印发之日起施行，有效期三年。
附件 ①|title|1.集团名单
尾 ①|signature|松谷区教育委员会
尾 ②|signature|2030年3月1日
附件1 ①|title|集团名单
附件1 行1|row|集团\t学校\t模式
附件1 行2|row|甲集团\t乙校、丙校\t联盟
附件2 ①|title|考核办法
附件2 ②|sentence|根据办法，制定本考核办法。
附件2 一 ①|heading|对象
附件2 一 ②|sentence|各集团。
附件2 二 ①|heading|等次
附件2 二（一） ①|sentence|90分以上的为优秀，60分以下的为不合格。
附件2 三 ①|heading|要求
附件2 三1 ①|sentence|实事求是，不得弄虚作假。
附件2 行1|row|指标\t内容\t分值
附件2 行2|row|制度15分\t1.制定章程；健全制度。\t6分
附件2 行3|row|2.每学期开会至少2次，有记录。\t9分
尾 ③|signature|松谷区教育委员会办公室
尾 ④|signature|2030年3月1日印发
尾 ⑤|signature|（共印20份）
"""
# What stands alone on its line with no comma or stop is a heading or title; a break within it makes two of it.
_SOLID = re.compile(r"[，。；！？：]")


def places(text: str) -> list[tuple[str, str, str]]:
    return [(s.place, s.kind, s.fingerprint) for s in outline(text)]


def test_every_form_of_numbering() -> None:
    assert [f"{s.place}|{s.kind}|{s.text}" for s in outline(TEXT)] == PLACES.splitlines()


def test_places_are_unique_and_nothing_is_lost() -> None:
    found = outline(TEXT)
    assert len({s.place for s in found}) == len(found)
    kept = normalise("".join(s.text for s in found))
    dropped = re.sub(r"(?m)^—\s*\d+\s*—$", "", TEXT)
    assert len(normalise(dropped)) - len(kept) < 120  # only the numbers of items and the labels of annexes
    assert all(s.fingerprint == fingerprint(s.text) and normalise(s.text) for s in found)


def _breakable(text: str) -> list[int]:
    """Positions where a page break may come: inside a line, behind its first comma or stop, not inside a table, and not
    where the rest of the line would itself read as a title line, a number or a label."""
    spots, start = [], 0
    for line in text.splitlines(keepends=True):
        first = _SOLID.search(line)
        if first and "\t" not in line and not line.startswith(("附件", "各中心校")):
            spots += [start + i for i in range(first.end() + 1, len(line.rstrip()) - 1) if _innocent(line[i:])]
        start += len(line)
    return spots


def _innocent(rest: str) -> bool:
    return (
        bool(_SOLID.search(rest)) and not re.match(r"\s*[（(0-9①-⑳一二三“”]", rest) and not re.match(r".{2,8}：", rest)
    )


BREAKS = st.sampled_from(["\n\n", "\n", "\f", "\r\n\r\n", "\n\n— 7 —\n\n", "\n　　"])
BLANKS = st.sampled_from([" ", "  ", "　", "\u00a0", "\u200b", "\ufeff", "**"])


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_page_breaks_blanks_and_width_never_change_a_fingerprint(data: st.DataObject) -> None:
    edits = data.draw(st.dictionaries(st.sampled_from(_breakable(TEXT)), BREAKS | BLANKS, max_size=12))
    changed = TEXT
    for spot in sorted(edits, reverse=True):
        changed = changed[:spot] + edits[spot] + changed[spot:]
    wide = str.maketrans({c: chr(ord(c) + 0xFEE0) for c in data.draw(st.sets(st.sampled_from("0123456789():,;!?.%")))})
    assert places(changed.translate(wide)) == places(TEXT)


@given(st.text(max_size=100) | st.text("一二、（1）.①附件：。；，\t\n# *年月日校", max_size=200))
def test_any_text_goes_through(text: str) -> None:
    found = outline(text)
    assert len({s.place for s in found}) == len(found)
    assert [s.place for s in found] == [s.place for s in outline(text)]


@given(st.text(max_size=60))
def test_normal_form_is_stable(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)
    assert len(fold(text)) == len(text)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("不超过 ５ 所", "不超过5所", True),
        ("**原则上**", "原则上", True),
        ("## （一）科学", "(一)科学", True),
        ("“联盟型”", '"联盟型"', True),
        ("1—3所", "1-3所", True),
        ("①", "1", False),
        ("不超过5所", "不超过6所", False),
        ("3#楼", "3楼", False),
        ("。", "；", False),
    ],
)
def test_what_is_no_difference(one: str, other: str, same: bool) -> None:
    assert (normalise(one) == normalise(other)) is same


def test_ordinals_and_numerals() -> None:
    assert [ordinal(n) for n in (1, 20, 21)] == ["①", "⑳", "（21）"]
    assert all(ordinal_value(ordinal(n)) == n for n in range(1, 60))
    assert [ordinal_value(mark) for mark in ("", "1", "行", "(0)")] == [None] * 4


def test_numerals_are_read_as_they_are_written() -> None:
    han = shipped()["zh"].numerals["han"]
    written = [han.written(n) for n in range(1, 1000)]
    assert [han.value(numeral or "") for numeral in written] == list(range(1, 1000))
    assert [written[n - 1] for n in (1, 10, 11, 20, 21, 100, 101, 110, 999)] == [
        "一", "十", "十一", "二十", "二十一", "一百", "一百零一", "一百一十", "九百九十九",
    ]  # fmt: skip
    assert [han.value(n) for n in ("", "万", "7", "二〇二三", "一二", "十百", "零")] == [None] * 6 + [0]
    roman = shipped()["en"].numerals["roman"]
    assert [roman.value(n) for n in ("i", "iv", "ix", "xiv", "iiii", "vx", "ic")] == [1, 4, 9, 14, None, None, None]
    assert [roman.value(roman.written(n) or "") for n in range(1, 80)] == list(range(1, 80))
    capital, circle = shipped()["en"].numerals["capital"], shipped()["zh"].numerals["circle"]
    assert [capital.written(3), circle.written(20), circle.written(21), han.written(1000)] == ["C", "⑳", None, None]


def test_more_than_twenty_sentences() -> None:
    found = outline("一、总则\n" + "各校应当遵守本办法，不得违反。" * 22)
    assert [s.place for s in found][-2:] == ["一 （22）", "一 （23）"]


def test_a_number_at_the_head_of_a_page_is_no_item() -> None:
    found = outline(
        "一、规模\n（一）人数。每校不少于\n\n1.5万元，按学校规模和第\n\n三、四类标准拨付。\n（二）时间。三年。"
    )
    assert [s.place for s in found] == ["一 ①", "一（一） ①", "一（一） ②", "一（二） ①", "一（二） ②"]


def test_an_open_bracket_holds_its_words_together() -> None:
    found = outline(
        "一、规模\n（一）人数。每校不少于三人（牵头单位：甲局。\n\n（二）类单位：乙局。），报区里。\n（二）时间。三年。"
    )
    assert [s.place for s in found][2:] == ["一（一） ②", "一（二） ①", "一（二） ②"]


@pytest.mark.skipif(not SOURCES, reason="JITUAN_SOURCES names no folder of texts")
def test_every_shipped_document_goes_through() -> None:
    for path in sorted(Path(SOURCES or "").glob("*.txt")):
        found = outline(path.read_bytes().decode())
        assert len({s.place for s in found}) == len(found) > 80
        assert {"题 ①", "前言 ①", "一 ①", "二（一） ①"} <= {s.place for s in found}
        assert max(len(s.text) for s in found if s.kind == "heading") <= 60
