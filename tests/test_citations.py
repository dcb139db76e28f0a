"""Quotes, places and completeness, with and without the text, on a small invented document."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.errors import BadInput, Problem
from checker.model import Consequence, Rule, Rulebook, Source
from checker.rulebook.citations import expand, read_source, relock, unanswered, verify
from checker.rulebook.coverage import coverage, coverage_table
from checker.rulebook.lock import digest, dump, make_lock, parse, read_lock

TEXT = """集团化办学办法（试行）

一、会议
集团每月至少召开一次理事会议，形成纪要。会议由龙头

学校召集；副会长协助。
二、考核
每学年考核一次，原则上六月底前完成。
考核不合格的，退出集团。
附件
名单
集团\t学校
甲集团\t乙校、丙校
丁集团\t戊校
2030年3月1日印发
"""
PLACES = "题 ①|一 ①|一 ②|一 ③|一 ④|二 ①|二 ②|二 ③|附件 ①|附件 行1|附件 行2|附件 行3|尾 ①".split("|")  # noqa: SIM905


def rule(name: str, at: str, quote: str, **more: Any) -> Rule:
    base = {"modality": "must", "bearer": "group", "subject": "group", "topic": "meetings", "basis": "computed"}
    return Rule(
        id=f"demo/1/{name}", at=at, quote=quote, title={"zh": name}, file="rules/demo/1.yaml", line=7, **(base | more)
    )


def book(tmp_path: Path | str = "rules/demo", **changes: Any) -> Rulebook:
    source = Source(
        id="demo", title={"zh": "办法"}, short={"zh": "办法"}, number=None, issuer={"zh": "区"}, issued="2030-03-01",
        effective="2030-03-01", expires=None, status="trial", jurisdiction=("区",), file="demo.txt",
        sha256=digest(TEXT), scope={"zh": "全区"}, models={}, aliases={},
        without_norm=(
            {"at": "题 ①", "why": "title"},
            {"at": ["一 ①", "二 ①", "附件 ①"], "why": "layout"},
            {"at": "附件 行1—行3", "why": "covered"},
            {"at": "尾 ①", "why": "signature"},
        ),
    )  # fmt: skip
    rules = (
        rule("monthly", "一 ②", "每月至少召开一次理事会议"),
        rule("minutes", "一 ②", "形成纪要", basis="declared"),
        rule("chair", "一 ③", "会议由龙头学校召集", basis="asked", bearer="lead"),
        rule("deputy", "一 ④", "副会长协助", basis="asked"),
        rule("yearly", "二 ②", "原则上 六月底前完成", modality="default", bearer="authority"),
    )
    leave = Consequence(
        id="demo/2/leave", at="二 ③", quote="考核不合格的，退出集团", title={"zh": "退出"}, bearer="authority", when=(),
        state="conditions_met", then={"zh": "退出"}, file="rules/demo/consequences.yaml", line=3,
    )  # fmt: skip
    return replace(Rulebook("demo", source, rules, {}, (leave,), "0" * 64, str(tmp_path)), **changes)


def lines(problems: list[Problem]) -> str:
    return "\n".join(problem.line() for problem in problems)


def edited(rulebook: Rulebook, name: str, **changes: Any) -> Rulebook:
    rules = tuple(replace(r, **changes) if r.id.endswith(name) else r for r in rulebook.rules)
    return replace(rulebook, rules=rules)


def without(rulebook: Rulebook, *entries: dict[str, Any]) -> Rulebook:
    return replace(rulebook, source=replace(rulebook.source, without_norm=entries))


def test_a_sound_rulebook_passes_with_and_without_the_text() -> None:
    lock, problems = relock(book(), TEXT)
    assert lock is not None and not problems
    assert [entry.place for entry in lock.outline] == PLACES
    assert verify(book(), lock) == verify(book(), lock, TEXT) == []


@pytest.mark.parametrize("text", [None, TEXT], ids=["without-text", "with-text"])
@pytest.mark.parametrize("rule_at", range(5))
@pytest.mark.parametrize("char", [0, 2, -1])
def test_one_edited_character_of_a_quote_is_caught(text: str | None, rule_at: int, char: int) -> None:
    sound = book()
    one = sound.rules[rule_at]
    spot = char % len(one.quote)
    wrong = edited(sound, one.id, quote=one.quote[:spot] + "甴" + one.quote[spot + 1 :])
    found = verify(wrong, make_lock(sound, TEXT), text)
    assert [problem.where for problem in found] == ["rules/demo/1.yaml:7"]
    assert one.id in found[0].line() and "引文" in found[0].line() and found[0].line("en") != found[0].line()
    assert relock(wrong, TEXT)[0] is None


@given(st.integers(0, 11), st.characters(codec="utf-8"))
def test_any_other_character_is_caught_and_blanks_are_not(spot: int, char: str) -> None:
    sound = book()
    quote = sound.rules[0].quote
    lock = make_lock(sound, TEXT)
    inserted = edited(sound, "monthly", quote=quote[:spot] + char + quote[spot:])
    from checker.wording.text import normalise

    assert bool(verify(inserted, lock)) is (normalise(inserted.rules[0].quote) != normalise(quote))
    assert not verify(edited(sound, "monthly", quote=quote[:spot] + " 　\n" + quote[spot:]), lock, TEXT)


def test_an_edited_consequence_is_caught() -> None:
    sound = book()
    wrong = replace(sound, consequences=(replace(sound.consequences[0], quote="考核合格的，退出集团"),))
    for text in (None, TEXT):
        assert "rules/demo/consequences.yaml:3: demo/2/leave" in lines(verify(wrong, make_lock(sound, TEXT), text))


def test_rules_and_lock_must_name_each_other() -> None:
    sound = book()
    lock = make_lock(sound, TEXT)
    more = replace(sound, rules=(*sound.rules, rule("new", "一 ②", "集团")))
    fewer = replace(sound, rules=sound.rules[1:])
    for text in (None, TEXT):
        assert "demo/1/new" in lines(verify(more, lock, text))
        assert "demo/1/monthly" in lines(verify(fewer, lock, text))
    assert "还没有锁文件" in lines(verify(sound, None))


def test_a_place_that_is_not_there_names_the_nearest() -> None:
    sound = book()
    wrong = edited(sound, "monthly", at="一②")
    for text in (None, TEXT):
        assert "“一②”（是否指“一 ②”）" in lines(verify(wrong, make_lock(sound, TEXT), text))


def test_a_quote_from_another_sentence_names_it() -> None:
    sound = book()
    wrong = edited(sound, "monthly", at="一 ③")
    assert "锁定在“一 ②”，不在“一 ③”" in lines(verify(wrong, make_lock(sound, TEXT)))
    assert "引文在“一 ②”，请改 at" in lines(verify(wrong, make_lock(sound, TEXT), TEXT))


def test_the_first_wrong_character_is_named() -> None:
    wrong = edited(book(), "monthly", quote="每月至少召开二次理事会议")
    assert "从第 7 字起" in lines(verify(wrong, make_lock(book(), TEXT), TEXT))


@pytest.mark.parametrize("text", [None, TEXT], ids=["without-text", "with-text"])
def test_a_sentence_left_unanswered_is_caught(text: str | None) -> None:
    sound = book()
    lock = make_lock(sound, TEXT)
    for i, entry in enumerate(sound.source.without_norm):
        fewer = without(sound, *sound.source.without_norm[:i], *sound.source.without_norm[i + 1 :])
        named = expand(entry["at"], PLACES)[0]
        assert len(verify(fewer, lock, text)) == len(named) > 0
        assert all(f"“{place}”没有规则" in lines(verify(fewer, lock, text)) for place in named)
    last = replace(sound, rules=tuple(r for r in sound.rules if r.at != "二 ②"))
    assert "“二 ②”没有规则" in lines(list(unanswered(last, PLACES)))


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        ({"at": "一 ②", "why": "aim"}, "“一 ②”既有规则又列为无规范内容"),
        ({"at": "尾 ①", "why": "signature"}, "“尾 ①”在 without_norm 中列了 2 次"),
        ({"at": "九 ①", "why": "aim"}, "没有的“九 ①”"),
        ({"at": "一 ①—⑨", "why": "aim"}, "没有的“一 ①—⑨”"),
    ],
)
def test_entries_without_norm_are_checked(entry: dict[str, Any], says: str) -> None:
    sound = book()
    wrong = without(sound, *sound.source.without_norm, entry)
    assert says in lines(verify(wrong, make_lock(sound, TEXT)))


@pytest.mark.parametrize(
    ("at", "found", "wrong"),
    [
        ("一 ②", ["一 ②"], []),
        ("一 ①—③", ["一 ①", "一 ②", "一 ③"], []),
        ("一 ① - 一 ③", ["一 ①", "一 ②", "一 ③"], []),
        ("附件 行1—行3", ["附件 行1", "附件 行2", "附件 行3"], []),
        ("附件 行2～3", ["附件 行2", "附件 行3"], []),
        (["题 ①", "二 ①至②"], ["题 ①", "二 ①", "二 ②"], []),
        ("一 ③—①", [], ["一 ③—①"]),
        ("一 ①—二 ①", [], ["一 ①—二 ①"]),
        ("附件 行0—99999", [], ["附件 行0—99999"]),
        (["", "—", "一 —"], [], ["", "—", "一 —"]),
    ],
)
def test_ranges(at: str | list[str], found: list[str], wrong: list[str]) -> None:
    assert expand(at, PLACES) == (tuple(found), tuple(wrong))


def test_a_changed_document_is_caught() -> None:
    sound = book()
    lock = make_lock(sound, TEXT)
    changed = TEXT.replace("副会长协助", "副会长协助工作")
    found = lines(verify(sound, lock, changed))
    assert "SHA-256 与登记的不同" in found
    assert "锁定的条目与文本不同，共 1 处，第一处“一 ④”" in found
    assert "demo/1/deputy" not in found  # its own words still stand there
    moved = replace(sound, source=replace(sound.source, sha256="0" * 64))
    assert "锁文件与登记的 sha256 不同" in lines(verify(moved, lock))


def test_a_stale_lock_is_told_from_a_wrong_quote() -> None:
    lock = make_lock(book(), TEXT)
    shorter = edited(book(), "monthly", quote="召开一次理事会议")
    assert "引文属实，但锁文件未更新" in lines(verify(shorter, lock, TEXT))


def test_the_lock_holds_no_words_and_reads_back(tmp_path: Path) -> None:
    lock = make_lock(book(), TEXT)
    written = dump(lock)
    assert parse(written) == lock and dump(parse(written)) == written
    assert not any(words in written for words in ("理事", "会议", "龙头", "乙校"))
    assert json.loads(written)["format"] == 1
    path = tmp_path / "source.lock"
    assert read_lock(path) is None
    path.write_text(written, encoding="utf-8")
    assert read_lock(path) == lock


@pytest.mark.parametrize(
    "damage",
    [b"", b"\xff\x00", b"[" * 100_000, b"{}", b"null", b'{"format": 1}', b"NaN"],
    ids=["empty", "binary", "nested", "no-keys", "null", "cut", "nan"],
)
def test_a_damaged_lock_is_one_line(tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / "source.lock"
    path.write_bytes(damage)
    with pytest.raises(BadInput) as caught:
        read_lock(path)
    assert len(list(caught.value.lines())) == 1


def test_wrong_types_in_a_lock_are_refused() -> None:
    written = dump(make_lock(book(), TEXT))
    for old, new in (('"length": 6', '"length": true'), ('"place"', '"plaice"'), ('"outline": [', '"outline": [7,')):
        assert old in written
        with pytest.raises(ValueError, match="entry"):
            parse(written.replace(old, new, 1))


def test_the_source_is_found_by_its_name(tmp_path: Path) -> None:
    source = book().source
    assert read_source(source, None) is None
    assert read_source(source, tmp_path) is None
    (tmp_path / "demo.txt").write_bytes(TEXT.replace("\n", "\r\n").encode())
    assert digest(read_source(source, tmp_path) or "") == digest(TEXT.replace("\n", "\r\n"))
    assert read_source(replace(source, file="../demo.txt"), tmp_path / "x") is None
    (tmp_path / "demo.txt").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadInput):
        read_source(source, tmp_path)


def test_coverage_is_counted_from_the_lock_alone() -> None:
    sound = book()
    found = coverage(sound, make_lock(sound, TEXT))
    assert (found.sentences, found.with_norm, found.encoded, found.open) == (13, 5, 5, ())
    assert found.basis == {"computed": 2, "declared": 1, "asked": 2, "none": 0}
    assert found.modality == {"must": 4, "default": 1}
    assert found.bearer == {"group": 3, "authority": 1, "lead": 1}
    assert (found.rules, found.consequences) == (5, 1)
    fewer = replace(sound, rules=sound.rules[:4])
    assert coverage(fewer, make_lock(sound, TEXT)).open == ("二 ②",)
    rows = {(row.group, row.key): (row.count, row.of) for row in coverage_table(found)}
    assert rows["sentences", "encoded"] == (5, 5) and rows["basis", "asked"] == (2, 5)


def with_context(*context: dict[str, str]) -> Rulebook:
    return edited(book(), "yearly", context=context)


def test_context_is_proved_and_locked_like_a_quote() -> None:
    sound = with_context({"at": "一 ②", "quote": "集团每月"}, {"at": "二 ②", "quote": "每学年"})
    lock, problems = relock(sound, TEXT)
    assert lock is not None and not problems
    assert [(q.id, q.place) for q in lock.quotes if "context" in q.id] == [
        ("demo/1/yearly context 1", "一 ②"), ("demo/1/yearly context 2", "二 ②"),
    ]  # fmt: skip
    assert verify(sound, lock) == verify(sound, lock, TEXT) == []
    assert [entry.place for entry in lock.outline] == PLACES
    assert coverage(sound, lock) == coverage(book(), make_lock(book(), TEXT))


@pytest.mark.parametrize("text", [None, TEXT], ids=["without-text", "with-text"])
@pytest.mark.parametrize("context", [{"at": "一 ②", "quote": "集团每日"}, {"at": "一 ③", "quote": "集团每月"}])
def test_an_edited_context_is_caught(text: str | None, context: dict[str, str]) -> None:
    lock = make_lock(with_context({"at": "一 ②", "quote": "集团每月"}), TEXT)
    (problem,) = verify(with_context(context), lock, text)
    assert problem.where == "rules/demo/1.yaml:7" and "yearly context 1" in problem.line()


def test_context_answers_no_sentence() -> None:
    lonely = replace(with_context({"at": "一 ③", "quote": "会议由龙头学校召集"}))
    lonely = replace(lonely, rules=tuple(r for r in lonely.rules if not r.id.endswith("chair")))
    assert "“一 ③”没有规则" in lines(verify(lonely, None, TEXT))
