"""Two versions of one invented document: each single edit is found, and nothing else is."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from invented_book import TEXT, Desk, desk
from jsonschema import Draft202012Validator

from checker.errors import BadInput
from checker.rulebook.words import lexicon
from checker.versions import align, similar
from checker.versions.align import aligned
from checker.versions.documents import compared, refuse_others, runs
from checker.versions.marks import marked
from checker.versions.nouns import KINDS, Versions
from checker.versions.said import told
from checker.versions.similar import Text, likeness
from checker.wording.outline import outline

SCHEMA = json.loads((Path(__file__).parents[1] / "schemas" / "diff.json").read_text(encoding="utf-8"))

ITEMS = (
    ("会议", "集团每月至少召开一次理事会议。理事会议由理事长召集，研究集团的重大事项。"),
    ("交流", "教师交流的比例不低于符合条件教师总数的10%。交流期限为三年。"),
    ("培训", "每学期由龙头学校组织学科培训。培训记录应当存档，保存期为五年。"),
    ("经费", "集团设立专项经费，用于教师培训和课程建设。经费的使用情况每年公布。"),
    ("评价", "区教育局每年对集团进行考核。考核结果分为优秀、合格、不合格三等。"),
)
NUMBERS = "一二三四五六七八九"


def document(items: Sequence[tuple[str, str]] = ITEMS) -> str:
    lines = ["示例区集团化办学办法"]
    for number, (title, text) in zip(NUMBERS, items, strict=False):
        lines += [f"{number}、{title}", text]
    return "\n".join(lines) + "\n"


def versions(after: str, before: str | None = None) -> Versions:
    return compared(document() if before is None else before, after, lexicon())


def counts(found: Versions) -> dict[str, int]:
    return {kind: len(found.of(kind)) for kind in KINDS if found.of(kind)}


def test_a_document_and_itself() -> None:
    found = versions(document())
    assert (found.edits, found.share) == ((), 1)
    assert found.same == len(outline(document()))


def test_blanks_width_and_markup_are_no_difference() -> None:
    assert versions(document().replace("10%", "１０％").replace("理事会", " **理事会** ")).edits == ()


def test_a_changed_number() -> None:
    (edit,) = versions(document().replace("10%", "15%")).edits
    assert edit.kind == "reworded"
    assert [(piece.kind, piece.text) for piece in edit.marks if piece.kind != "same"] == [("gone", "10"), ("new", "15")]
    (change,) = edit.told
    assert (change.kind, change.before, change.after) == ("quantity", "10%", "15%")
    assert change.meant == ("at_least", "at_least")


TOLD = {
    "a weaker word": ("应当存档", "可以存档", {("modality", "应当", "可以")}),
    "another window": ("每月", "每年", {("window", "每月", "每年")}),
    "another actor": ("由龙头学校组织", "由区教育局组织", {("actor", "龙头学校", "区教育局")}),
    "no floor any more": ("至少召开", "召开", {("quantity", "一次", "一次")}),
    "a period that cannot be read": ("每学期由", "每两年由", {("window", "每学期", "每两年")}),
    "another thing that is counted": ("设立专项经费", "设立不超过3个校区", {("quantity", "", "不超过3个校区")}),
    "other words alone": ("召集", "召开", set()),
}


@pytest.mark.parametrize("name", TOLD)
def test_what_the_reader_reads_otherwise(name: str) -> None:
    old, new, expected = TOLD[name]
    (edit,) = versions(document().replace(old, new, 1)).edits
    assert edit.kind == "reworded"
    kinds = {one[0] for one in expected}
    assert {(one.kind, one.before, one.after) for one in edit.told if one.kind in kinds or not kinds} == expected


def test_what_is_counted_is_no_actor() -> None:
    found = told("成员学校一般不超过3所。", "成员学校一般不超过3个校区。", lexicon())
    assert [(one.kind, one.before, one.after) for one in found] == [("quantity", "不超过3所", "不超过3个校区")]
    found = told("集团有3个校区。", "集团有3个教育集团。", lexicon())
    assert [(one.kind, one.before, one.after) for one in found] == [("quantity", "3个校区", "3个教育集团")]


def test_whom_a_sentence_speaks_to_is_an_actor_though_counted() -> None:
    found = told("一所龙头学校牵头。", "区教育局牵头。", lexicon())
    assert ("actor", "龙头学校", "区教育局") in [(one.kind, one.before, one.after) for one in found]


def test_a_meeting_behind_its_number_is_not_counted_by_it() -> None:
    assert told("集团每月至少召开一次理事会议。", "集团每月召开理事会议至少一次。", lexicon()) == ()


PERIODS = {
    ("每季度开会。", "每半年开会。"): ("每季度", "每半年", ("", "unread")),
    ("每半年开会。", "每季度开会。"): ("每半年", "每季度", ("unread", "")),
}


@pytest.mark.parametrize("pair", PERIODS)
def test_a_period_that_cannot_be_read_is_there(pair: tuple[str, str]) -> None:
    (one,) = told(*pair, lexicon())
    assert (one.kind, (one.before, one.after, one.meant)) == ("window", PERIODS[pair])


def test_an_item_inserted() -> None:
    found = versions(document((*ITEMS[:2], ("课程", "集团共同开发三门校本课程。"), *ITEMS[2:])))
    assert counts(found) == {"added": 2, "renumbered": 9}
    assert [one.after.place for one in found.of("added") if one.after] == ["三 ①", "三 ②"]
    first, last = next(runs(found.of("renumbered")))
    assert first.before and first.after and last.before
    assert (first.before.place, last.before.place, first.after.place) == ("三 ①", "三 ③", "四 ①")


def test_an_item_deleted() -> None:
    found = versions(document((*ITEMS[:2], *ITEMS[3:])))
    assert counts(found) == {"removed": 3, "renumbered": 6}


def test_an_item_moved() -> None:
    """The heading, too short to be followed alone, goes with its item."""
    found = versions(document((*ITEMS[1:4], ITEMS[0], ITEMS[4])))
    assert [one.before.place for one in found.of("moved") if one.before] == ["一 ①", "一 ②", "一 ③"]
    assert [one.after.place for one in found.of("moved") if one.after] == ["四 ①", "四 ②", "四 ③"]
    assert counts(found) == {"moved": 3, "renumbered": 9}


def test_a_sentence_added_shifts_those_behind_it() -> None:
    found = versions(document().replace("交流期限为三年。", "交流情况须备案。交流期限为三年。"))
    assert counts(found) == {"added": 1, "shifted": 1}


def test_one_edit_and_another_item_before_it() -> None:
    after = document((("总则", "本办法适用于全区各教育集团。"), *ITEMS)).replace("10%", "15%")
    found = versions(after)
    assert counts(found) == {"added": 2, "reworded": 1, "renumbered": 14}
    (edit,) = found.of("reworded")
    assert edit.before and edit.after
    assert (edit.before.place, edit.after.place, edit.moved) == ("二 ②", "三 ②", True)


def test_a_sentence_rewritten_from_scratch_is_not_the_same_one() -> None:
    found = versions(document().replace("交流期限为三年。", "具体办法另行制定，由有关部门负责解释。"))
    assert counts(found) == {"added": 1, "removed": 1}


def test_rows_of_tables() -> None:
    before = document() + "附件1\n考核细则\n| 指标 | 分值 |\n| --- | --- |\n| 会议制度 | 10 |\n| 教师交流 | 20 |\n"
    found = versions(before.replace("| 10 |", "| 15 |"), before)
    assert counts(found) == {"reworded": 1}


@settings(max_examples=40, deadline=None)
@given(st.permutations(ITEMS).map(tuple), st.data())
def test_each_single_edit_is_found_and_nothing_else(items: tuple[tuple[str, str], ...], data: st.DataObject) -> None:
    before = document(items)
    number = data.draw(st.integers(0, len(items) - 1))
    kind = data.draw(st.sampled_from(["added", "removed", "reworded", "none"]))
    title, text = items[number]
    first, second, _ = text.split("。")
    changed = {
        "added": f"{first}。本条由区教育局负责解释。{second}。",
        "removed": f"{first}。",
        "reworded": f"{first}。{second}，并且记录在案。",
        "none": text,
    }[kind]
    found = versions(document((*items[:number], (title, changed), *items[number + 1 :])), before)
    expected = {"added": {"added": 1, "shifted": 1}, "removed": {"removed": 1}, "reworded": {"reworded": 1}, "none": {}}
    assert counts(found) == expected[kind]
    if kind != "none":
        places = {(one.before or one.after).place for one in found.edits if one.before or one.after}  # type: ignore[union-attr]
        assert places <= {f"{NUMBERS[number]} ②", f"{NUMBERS[number]} ③"}


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet="一二、。（）\n甲乙1.|", max_size=80), st.text(alphabet="一二、。（）\n甲乙1.|", max_size=80))
def test_any_two_texts(before: str, after: str) -> None:
    """Whatever they are: each sentence of either stands in one edit or is the same."""
    found = versions(after, before)
    old, new = outline(before), outline(after)
    assert found.same + sum(one.before is not None for one in found.edits) == len(old)
    assert found.same + sum(one.after is not None for one in found.edits) == len(new)
    assert versions(before, before).edits == ()


def test_two_documents_are_named() -> None:
    others = [
        ("选址", "新建学校应当符合城乡规划。"),
        ("校车", "校车驾驶人须取得资格。"),
        ("食堂", "食堂实行明厨亮灶。"),
    ]
    found = versions(document(others).replace("集团化办学", "学校安全"))
    with pytest.raises(BadInput, match="不是同一份文件"):
        refuse_others(found, ("a", "b"))
    refuse_others(versions(document(ITEMS[:3])), ("a", "b"))


# ---- the parts -------------------------------------------------------------------------------------------------


@settings(deadline=None)
@given(st.lists(st.integers(0, 5), max_size=40), st.lists(st.integers(0, 5), max_size=40))
def test_pairs_are_equal_and_in_order(left: list[int], right: list[int]) -> None:
    pairs = aligned(left, right)
    assert all(left[i] == right[j] for i, j in pairs)
    assert all(a < c and b < d for (a, b), (c, d) in pairwise(pairs))
    assert aligned(left, left) == [(n, n) for n in range(len(left))]


@given(st.lists(st.integers(), unique=True, max_size=30), st.data())
def test_what_is_taken_out_is_all_that_is_missing(keys: list[int], data: st.DataObject) -> None:
    gone = data.draw(st.sets(st.sampled_from(keys))) if keys else set()
    kept = [key for key in keys if key not in gone]
    assert [keys[i] for i, _ in aligned(keys, kept)] == kept


@given(st.text(alphabet="集团教师15%。 ", max_size=30), st.text(alphabet="集团教师15%。 ", max_size=30))
def test_marks_make_up_both_wordings(before: str, after: str) -> None:
    pieces = marked(before, after)
    assert "".join(one.text for one in pieces if one.kind != "new") == before
    assert "".join(one.text for one in pieces if one.kind != "gone") == after
    assert all(one.text for one in pieces)
    assert before != after or {one.kind for one in pieces} <= {"same"}


@given(st.text(max_size=20), st.text(max_size=20))
def test_likeness_is_the_same_both_ways(left: str, right: str) -> None:
    assert likeness(Text(left), Text(right)) == likeness(Text(right), Text(left)) <= 1
    assume(left)
    assert likeness(Text(left), Text(left)) == 1


def test_half_a_number_is_no_difference() -> None:
    assert [one.text for one in marked("共1,234元", "共1,254元") if one.kind != "same"] == ["1,234", "1,254"]


def test_a_number_that_stays_is_not_told() -> None:
    assert told("每年培训3次，每次5天。", "每次5天，每年培训3次。", lexicon()) == ()


# ---- how much work it is ---------------------------------------------------------------------------------------


class Key:
    """A key that counts how often it is compared."""

    compared = 0

    def __init__(self, value: int) -> None:
        self.value = value

    def __hash__(self) -> int:
        return hash(self.value)

    def __eq__(self, other: object) -> bool:
        Key.compared += 1
        return isinstance(other, Key) and self.value == other.value


MANY = 4_000
HARD = {
    "two keys in turn, the other way round": ([n % 2 for n in range(MANY)], [(n + 1) % 2 for n in range(MANY)]),
    "one key in many": ([n % 3 for n in range(MANY)], [n % 7 for n in range(MANY)]),
    "backwards": ([*range(MANY)], [*range(MANY)][::-1]),
    "nothing in common": ([*range(MANY)], [*range(MANY, 2 * MANY)]),
    "each second one": ([*range(MANY)], [n if n % 2 else -n for n in range(MANY)]),
}


@pytest.mark.parametrize("name", HARD)
def test_the_work_of_alignment_grows_with_the_length(name: str) -> None:
    left, right = ([Key(value) for value in side] for side in HARD[name])
    Key.compared = 0
    aligned(left, right)
    assert Key.compared <= 40 * MANY + 4 * align.SMALL


@pytest.mark.parametrize("alike", [True, False])
def test_the_work_of_finding_what_was_reworded_grows_with_the_length(
    alike: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All sentences of one stretch, none of them equal: at most a few are looked at for each."""
    asked = 0

    def counted(left: Text, right: Text) -> Any:
        nonlocal asked
        asked += 1
        return likeness(left, right)

    monkeypatch.setattr(similar, "likeness", counted)
    words = "集团每学期组织成员学校开展教研活动"
    left, right = (
        {n: Text(f"{words}{n}{side}" if alike else chr(0x4E00 + n) * 9 + side) for n in range(MANY)} for side in "甲乙"
    )
    similar.reworded(left, right, [(list(left), list(right))], lambda i, j: True)
    assert asked <= MANY * (similar.CANDIDATES + 4 * similar.NEAR + 2)


# ---- the command -----------------------------------------------------------------------------------------------


@pytest.fixture
def at(tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Desk:
    return desk(tmp_path, capfd, monkeypatch)


def changed(at: Desk, *pairs: tuple[str, str]) -> Path:
    text = TEXT
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    path = at.root / "new.txt"
    path.write_text(text, encoding="utf-8")
    return path


def parsed(at: Desk, *arguments: Any, code: int = 1) -> dict[str, Any]:
    done = at.call("diff", *arguments, "--format", "json")
    assert done.code == code, done.err
    made: dict[str, Any] = json.loads(done.out)
    Draft202012Validator(SCHEMA).validate(made)
    return made


def test_rules_and_results_that_rest_on_what_changed(at: Desk) -> None:
    after = changed(at, ("至少召开一次", "至少召开两次"), ("集团制定章程。", ""), ("三、信息", "三、公开\n四、信息"))
    report = at.root / "report.json"
    report.write_text(at.report(), encoding="utf-8")
    made = parsed(at, at.root / "demo.txt", after, "--rules", at.book, "--results", report)
    found = {one["id"].removeprefix("demo-2030/"): one for one in made["touched"]}
    assert {key: (one["state"], one["now_at"], one["cases"]) for key, one in found.items() if "units" not in key} == {
        "1/monthly": ("requoted", None, 3),
        "2/charter": ("gone", None, 3),
        "2/office": ("placed", "二 ②", 3),
        "3/open": ("placed", "四 ②", 3),
    }
    verdicts = {one["rule"]: one["verdict"] for one in json.loads(report.read_text(encoding="utf-8"))["findings"]}
    assert found["1/monthly"]["results"] == [{"body": "g", "verdict": verdicts["demo-2030/1/monthly"]}]
    text = at.call("diff", at.root / "demo.txt", after, "--rules", at.book, "--results", report).out
    assert "[-一-]{+两+}" in text
    assert "数量：至少" in text or "数量：一次 → 两次" in text
    assert "试例 3 个" in text


def test_a_rulebook_of_another_document_is_refused(at: Desk) -> None:
    after = changed(at, ("至少召开一次", "至少召开两次"))
    for fmt in ("text", "json"):
        done = at.call("diff", at.root / "demo.txt", after, "--rules", "nanyang-2023", "--format", fmt)
        assert (done.code, done.out) == (3, "")
        assert "两个版本不是这份文件" in done.err


def test_a_rulebook_of_yet_another_copy(at: Desk) -> None:
    """Its words never stood in the sentence, so that no edit took them out of it."""
    after = changed(at, ("至少召开一次", "至少召开两次"))
    edit(at.book, "集团每月至少召开一次理事会议", "集团每月召开理事会议若干次")
    (one,) = parsed(at, at.root / "demo.txt", after, "--rules", at.book)["touched"]
    assert (one["id"], one["state"]) == ("demo-2030/1/monthly", "absent")


def test_results_that_cannot_be_told_are_refused(at: Desk) -> None:
    after, report = changed(at, ("至少召开一次", "至少召开两次")), at.root / "report.json"
    report.write_text(at.report(), encoding="utf-8")
    assert at.call("diff", at.root / "demo.txt", after, "--results", report).code == 2
    data = json.loads(report.read_text(encoding="utf-8"))
    data["rulebooks"][0]["id"] = "another-2030"
    report.write_text(json.dumps(data), encoding="utf-8")
    for sides, more in (((at.root / "demo.txt", after), ("--rules", at.book)), ((at.book, at.book), ())):
        done = at.call("diff", *sides, *more, "--results", report)
        assert (done.code, "another-2030" in done.err, "demo-2030" in done.err) == (3, True, True)


def test_a_rulebook_stands_for_its_text(at: Desk) -> None:
    after = changed(at, ("至少召开一次", "至少召开两次"))
    made = parsed(at, at.book, after, "--sources", at.root)
    assert [one["id"] for one in made["touched"]] == ["demo-2030/1/monthly"]
    assert parsed(at, at.book, at.root / "demo.txt", "--sources", at.root, code=0)["edits"] == []
    done = at.call("diff", at.book, after)
    assert (done.code, "--sources" in done.err) == (3, True)


def test_a_quote_that_stays_in_a_changed_sentence(at: Desk) -> None:
    after = changed(at, ("召开一次理事会议。", "召开一次理事会议，并形成纪要。"))
    (one,) = parsed(at, at.root / "demo.txt", after, "--rules", at.book)["touched"]
    assert (one["state"], one["edit"]) == ("kept", "reworded")


def test_two_documents_are_named_by_the_command(at: Desk) -> None:
    other = at.root / "other.txt"
    other.write_text(
        "示例市学校安全规定\n一、选址\n新建学校应当符合城乡规划。\n二、校车\n校车驾驶人须取得资格。\n", encoding="utf-8"
    )
    done = at.call("diff", at.root / "demo.txt", other)
    assert (done.code, "不是同一份文件" in done.err, done.out) == (3, True, "")
    assert at.call("diff", "nanyang-2023", "kunming-2021").code == 3
    (at.root / "empty.txt").write_text("", encoding="utf-8")
    assert at.call("diff", at.root / "demo.txt", at.root / "empty.txt").code == 3
    done = at.call("diff", at.root / "demo.txt", "nanyang-2032")
    assert (done.code, "nanyang-2023" in done.err) == (3, True)


def copied(at: Desk) -> Path:
    after = at.root / "after" / "demo-2030"
    shutil.copytree(at.book, after)
    return after


def edit(book: Path, old: str, new: str) -> None:
    path = book / "rules.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_two_rulebooks(at: Desk) -> None:
    after = copied(at)
    assert parsed(at, at.book, after, code=0)["changes"] == []
    edit(after, "measure: council_meetings, at_least: 1", "measure: council_meetings, at_least: 2")
    edit(after, "title: {zh: 章程}", "title: {zh: 集团章程}")
    edit(after, "demo-2030/3/open", "demo-2030/3/publish")
    made = parsed(at, at.book, after)
    found = {one["id"].removeprefix("demo-2030/"): one for one in made["changes"]}
    assert {key: (one["change"], one["judged"]) for key, one in found.items()} == {
        "1/monthly": ("changed", True), "2/charter": ("changed", False), "3/publish": ("added", True),
        "3/open": ("removed", True),
    }  # fmt: skip
    (field,) = found["1/monthly"]["fields"]
    assert field["name"] == "tests.require"
    assert (field["before"], field["after"]) == ("council_meetings at_least 1", "council_meetings at_least 2")
    assert "title" in at.call("diff", at.book, after).out


def test_cases_of_a_rule_are_told(at: Desk) -> None:
    """Another result, other data and one that is gone; what only moved or says why is not."""
    after = copied(at)
    text = (after / "rules.yaml").read_text(encoding="utf-8")
    good, bad = "- {given: {charters: 1}, expect: pass}\n", "- {given: {charters: 0}, expect: fail}\n"
    assert f"{good}  {bad}" in text
    same = text.replace(f"{good}  {bad}", f"{bad}  {good.replace('pass}', 'pass, why: 有章程}')}")
    (after / "rules.yaml").write_text(same, encoding="utf-8")
    assert parsed(at, at.book, after, code=0)["changes"] == []
    (after / "rules.yaml").write_text(
        text.replace(bad, bad.replace("fail", "pass"))
        .replace("{given: {group_offices: 1}, expect: pass}", "{given: {group_offices: 2}, expect: pass}")
        .replace("  - {given: {authority_assessments: 0}, expect: fail}\n", ""),
        encoding="utf-8",
    )
    made = {one["id"].removeprefix("demo-2030/"): one for one in parsed(at, at.book, after)["changes"]}
    assert {key: [tuple(field.values()) for field in one["fields"]] for key, one in made.items()} == {
        "2/charter": [("case.2", "given: charters: 0, expect: fail", "given: charters: 0, expect: pass")],
        "2/office": [("case.1", "given: group_offices: 1, expect: pass", "given: group_offices: 2, expect: pass")],
        "a1/yearly": [("case.2", "given: authority_assessments: 0, expect: fail", "")],
    }
    assert not any(one["judged"] for one in made.values())
    assert "只是试例有变" in at.call("diff", at.book, after).out


def test_records_of_a_case_are_told_by_their_fingerprint(at: Desk) -> None:
    after = copied(at)
    edit(after, "as_of: 2030-08-01", "as_of: 2030-08-02")
    (one,) = parsed(at, at.book, after)["changes"]
    (field,) = one["fields"]
    assert field["name"] == "case.3"
    assert field["before"] != field["after"]
    assert "甲集团" not in field["before"] + field["after"]


QUESTION = """questions:
  counted-months:
    ask: {zh: 按月还是按季}
    primary: each
    options:
      each: {label: {zh: 按月}, pull: {zh: 每月}}
      quarter: {label: {zh: 按季}, pull: {zh: 至少}, set: {every: quarter}}
"""


def test_a_question_is_told_with_the_rules_that_ask_it(at: Desk) -> None:
    (at.book / "questions.yaml").write_text(QUESTION, encoding="utf-8")
    edit(at.book, "every: month\n", "every: month\n  readings: [counted-months]\n")
    after = copied(at)
    edit(after, "measure: council_meetings, at_least: 1", "measure: council_meetings, at_least: 2")
    (one,) = parsed(at, at.book, after)["changes"]
    assert [field["name"] for field in one["fields"]] == ["tests.require"], "the question is as it was"
    (after / "questions.yaml").write_text(QUESTION.replace("every: quarter", "every: semester"), encoding="utf-8")
    (one,) = parsed(at, at.book, after)["changes"]
    assert [field["name"] for field in one["fields"]] == ["tests.require", "reading.counted-months"]


def test_a_measure_beside_a_rulebook(at: Desk) -> None:
    """The two folders each have a measure of that name, and both count."""
    text = (
        "measures:\n  own_charters:\n    label: {zh: 章程}\n    unit: document\n    counts: {zh: 章程}\n    table: documents\n"
        "    where: [{column: kind, is: charter}]\n    count: rows\n"
    )
    edit(at.book, "measure: charters", "measure: own_charters")
    after = copied(at)
    for book, kind in ((at.book, "charter"), (after, "plan")):
        (book.parent / "measures").mkdir()
        (book.parent / "measures" / "own.yaml").write_text(text.replace("is: charter", f"is: {kind}"), encoding="utf-8")
    (one,) = parsed(at, at.book, after)["changes"]
    assert (one["id"], one["judged"]) == ("demo-2030/2/charter", True)
    (field,) = one["fields"]
    assert (field["name"], "charter" in field["before"], "plan" in field["after"]) == (
        "measure.own_charters",
        True,
        True,
    )


SHOWN = {
    ("至少召开一次", "召开一次"): ["数量：一次 → 一次（不少于 → 只写数）"],
    ("集团每月至少", "集团应当每月至少"): ["约束力：没有写约束词 → 应当", "规则把这一句读作“应当”"],
    ("集团每月至少", "集团每半年至少"): ["周期：每月 → 每半年（程序没有读懂“每半年”）"],
    ("集团制定章程。", "集团制定章程三份。"): ["数量：无 → 三份"],
}


@pytest.mark.parametrize("pair", SHOWN)
def test_what_is_shown_of_what_is_read(at: Desk, pair: tuple[str, str]) -> None:
    shown = at.call("diff", at.root / "demo.txt", changed(at, pair), "--rules", at.book).out.splitlines()
    for line in SHOWN[pair]:
        assert f"    {line}" in shown


@pytest.mark.parametrize("fmt", ["text", "html", "json"])
def test_every_format_escapes_and_repeats(at: Desk, fmt: str) -> None:
    after = changed(at, ("集团制定章程。", "集团制定<b>章程</b>&{{ x }}。"))
    made = [at.call("diff", at.root / "demo.txt", after, "--format", fmt).out for _ in range(2)]
    assert made[0] == made[1] != ""
    assert fmt != "html" or "<b>" not in made[0]
    english = at.call("--lang", "en", "diff", at.root / "demo.txt", after, "--format", fmt)
    assert english.code == 1
