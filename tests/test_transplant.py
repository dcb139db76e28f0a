"""Groups under another document: what would newly fail, pass, not be told or fall away; expectations written by hand."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from invented_book import RULE, RULES, Desk
from invented_book import desk as laid
from jsonschema import Draft202012Validator

from checker import schema
from checker.audit.sources import sources
from checker.errors import BadInput
from checker.records.reader import bodies
from checker.rulebook.othernames import other_names
from checker.run import check
from checker.transplant.bucket import Order
from checker.transplant.make import transplant
from checker.workbench import Workbench

REGIONS = ("nanyang", "ankang", "kunming", "ganzhou", "shapotou")
BOOKS = {
    "nanyang": "nanyang-2023",
    "ankang": "ankang-2022",
    "kunming": "kunming-2021",
    "ganzhou": "ganzhou-2024",
    "shapotou": "shapotou-2023",
}
COUNCIL = "nanyang-2023/3.2.1/monthly-council"
PAIRS = [(region, BOOKS[other]) for region in REGIONS for other in REGIONS if other != region]

OTHER_TEXT = """另示例区集团化办学办法
一、会议
集团每月至少召开两次理事会议。集团每月召开一次工作例会。
二、章程
区教育局为集团下达章程。
"""
OTHER_SOURCE = """id: other-2030
title: {zh: 另示例区集团化办学办法, en: Other rules}
number: 另教〔2030〕1号
issuer: {zh: 另示例区}
issued: 2030-03-01
effective: 2030-03
status: draft
jurisdiction: [另示例区]
file: other.txt
sha256: DIGEST
scope: {zh: 全区}
without_norm:
- {at: 题 ①, why: title}
- {at: [一 ①, 二 ①], why: layout}
"""
OTHER_RULE = """- id: other-2030/{id}
  at: {at}
  title: {{zh: {title}}}
  quote: {quote}
  modality: must
  bearer: group
  subject: group
  topic: meetings
  basis: computed
  {more}
  mend: {{zh: 补办}}
  cases: [{{given: {{}}, expect: unknown}}]
"""
OTHER_RULES = (
    {"id": "1/twice", "at": "一 ②", "title": "每月开会两次", "quote": "集团每月至少召开两次理事会议",
     "more": "every: month\n  require: [{measure: council_meetings, at_least: 2}]"},
    {"id": "1/work", "at": "一 ③", "title": "工作例会", "quote": "集团每月召开一次工作例会",
     "more": "every: month\n  require: [{measure: work_meetings, at_least: 1}]"},
)  # fmt: skip
HEAD = (
    "body: {{kind: group, id: {id}, name: 示例{id}集团, region: demo-2030, founded: 2030-04-01}}\nas_of: 2030-06-30\n"
)
MEETINGS = "meetings:\n  complete: {from: 2030-04-01, to: 2030-12-31}\n  rows:"


@pytest.fixture
def desk(tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Desk:
    """demo-2030 asks for a council a month and a charter; other-2030 for two councils and a work meeting, and for no charter."""
    made = laid(tmp_path, capfd, monkeypatch)
    own = "rules:\n" + "".join(RULE.format(**one) for one in RULES if one["id"] in ("1/monthly", "2/charter"))
    (made.book / "rules.yaml").write_text(own, encoding="utf-8")
    book = tmp_path / "rules" / "other-2030"
    book.mkdir()
    (tmp_path / "other.txt").write_text(OTHER_TEXT, encoding="utf-8")
    digest = hashlib.sha256(OTHER_TEXT.encode()).hexdigest()
    (book / "source.yaml").write_text(OTHER_SOURCE.replace("DIGEST", digest), encoding="utf-8")
    (book / "rules.yaml").write_text(
        "rules:\n" + "".join(OTHER_RULE.format(**one) for one in OTHER_RULES), encoding="utf-8"
    )
    return made


def group(desk: Desk, key: str, councils: int, tables: str = "", works: int = 0) -> Path:
    rows = [
        f"  - {{id: {kind}{month}{n}, kind: {kind}, date: 2030-0{month}-{10 + n}}}\n"
        for month in (4, 5, 6)
        for kind, number in (("council", councils), ("work", works))
        for n in range(number)
    ]
    path = desk.root / f"{key}.yaml"
    path.write_text(
        HEAD.format(id=key) + f"{MEETINGS}{'' if rows else ' []'}\n" + "".join(rows) + tables, encoding="utf-8"
    )
    return path


CHARTERS = "documents:\n  complete: {from: 2030-03-01, to: 2030-12-31}\n  rows: []\n"


def moved(desk: Desk, *paths: Path, fmt: str = "json") -> Any:
    other = desk.root / "rules" / "other-2030"
    done = desk.call("audit", *paths, "--rules", desk.book, "--also", other, "--format", fmt, "--jobs", "1")
    assert done.code == 0, done.err
    if fmt != "json":
        return done.out
    made = json.loads(done.out)
    Draft202012Validator(schema.load("transplant")).validate(made)
    return made


def items(made: Any, body: str) -> dict[str, str]:
    (move,) = made["moves"]
    found = next(one for one in move["groups"] if one["id"] == body)
    return {one["rule"].split("/", 1)[1]: one["kind"] for one in found["items"]}


def test_what_becomes_of_each_clause(desk: Desk) -> None:
    # `a` met once a month, `b` twice with a work meeting, `c` never
    made = moved(desk, group(desk, "a", 1), group(desk, "b", 2, works=1), group(desk, "c", 0))
    # enough for demo (once), not for other (twice); a work meeting is asked by other alone
    assert {key: kind for key, kind in items(made, "a").items() if key.startswith("1/")} == {
        "1/twice": "new",
        "1/work": "new",
    }
    assert not {key for key in items(made, "b") if key.startswith("1/")}
    # broken under both; the work meeting is new
    assert {key: kind for key, kind in items(made, "c").items() if key.startswith("1/")} == {
        "1/twice": "both",
        "1/work": "new",
    }
    totals = made["moves"][0]["totals"]
    assert totals["new"] == {"clauses": 3, "groups": 2} and totals["both"] == {"clauses": 1, "groups": 1}


def test_how_far_and_whose_is_stricter(desk: Desk) -> None:
    made = moved(desk, group(desk, "a", 1))
    twice = next(one for one in made["moves"][0]["groups"][0]["items"] if one["rule"] == "other-2030/1/twice")
    assert "差 1 次" in twice["said"]
    assert twice["themes"] == [{"id": "council-meetings", "relation": "stricter", "why": []}]
    assert twice["against"] == [{"rule": "demo-2030/1/monthly", "verdict": "pass"}]
    work = next(one for one in made["moves"][0]["groups"][0]["items"] if one["rule"] == "other-2030/1/work")
    assert work["themes"] == [{"id": "work-meetings", "relation": "not_regulated", "why": []}] and work["against"] == []


def test_looser_rules_cure_and_what_is_not_regulated_falls_away(desk: Desk) -> None:
    """The other way round: from other-2030, where meeting once is too little, to demo-2030."""
    path = group(desk, "a", 1)
    text = path.read_text(encoding="utf-8")
    other = desk.root / "rules" / "other-2030"
    path.write_text(text, encoding="utf-8")
    done = desk.call("audit", path, "--rules", other, "--also", desk.book, "--format", "json", "--jobs", "1")
    found = items(json.loads(done.out), "a")
    assert found["1/monthly"] == "cured" and found["1/work"] == "dropped"


def test_a_missing_record_is_named(desk: Desk) -> None:
    path = group(desk, "a", 1)
    path.write_text(HEAD.format(id="a"), encoding="utf-8")
    made = moved(desk, path)
    (body,) = made["moves"][0]["groups"]
    found = {one["rule"]: (one["kind"], one["lacks"]) for one in body["items"] if one["rule"].startswith("other")}
    assert {kind for kind, _ in found.values()} == {"lacks"}
    assert all(any("会议" in one for one in lacks) for _, lacks in found.values())


@pytest.mark.parametrize("fmt", ["text", "html"])
def test_the_words(desk: Desk, fmt: str) -> None:
    said = moved(desk, group(desk, "a", 1), fmt=fmt).replace("\n", "")
    for words in ("新增缺口", "另示例区严于示例区", "示例区对此未作规定", "不是违规", "征求意见稿"):
        assert words in said, words


def test_same_input_same_bytes_whatever_the_pool(desk: Desk) -> None:
    paths = [group(desk, key, at % 3) for at, key in enumerate("abcdef")]
    other = desk.root / "rules" / "other-2030"
    runs = [
        desk.call("audit", *paths, "--rules", desk.book, "--also", other, "--format", "json", "--jobs", jobs).out
        for jobs in ("1", "2", "1")
    ]
    assert len(json.loads(runs[0])["moves"][0]["groups"]) == len(paths)
    assert runs[0] == runs[1] == runs[2]


def test_one_broken_file_stops_nothing(desk: Desk) -> None:
    broken = desk.root / "z.yaml"
    broken.write_text("body: {kind: group", encoding="utf-8")
    other = desk.root / "rules" / "other-2030"
    done = desk.call("audit", group(desk, "a", 1), broken, "--rules", desk.book, "--also", other, "--format", "json")
    assert done.code == 3 and len(json.loads(done.out)["moves"][0]["groups"]) == 1


def test_bad_input(desk: Desk) -> None:
    path = group(desk, "a", 1)
    assert "写了两次" in desk.call("audit", path, "--rules", desk.book, "--also", desk.book).err
    assert desk.call("audit", path, "--also", "nowhere-2020").code == 3
    assert desk.call("audit", path, "--also", desk.book, "--set-rule", "x:at_least=1").code == 2


# ---- the five regions


def test_another_name_for_the_matter_cannot_be_told(bench: Workbench) -> None:
    """昆明 三（五）：“定期召开联席会议”; 南阳 三（二）1：“每月至少召开一次理事会议”. The group held its joint meetings, which are no
    council: its records could not show one. No gap, no met duty, under whatever command."""
    path = Path("examples/kunming/invented/group.yaml")
    found, notes = sources([path])
    made = transplant(bench, found, Order(None, ("nanyang-2023",)), notes=notes)
    (move,) = made.moves
    (body,) = move.shifts
    item = next(one for one in body.items if one.rule.id == COUNCIL)
    (tie,) = item.ties
    assert (item.kind, item.stand.verdict, tie.relation) == ("renamed", "unknown", "incomparable")
    assert {one.rule for one in item.against} == {
        "kunming-2021/3.5/regular-joint-meetings",
        "kunming-2021/3.5/joint-meeting-held",
    }
    (records,) = bodies([path])
    assert not isinstance(records, BadInput)
    verdicts = {one.rule.id: one for one in check(bench, records, bench.rulebook("nanyang-2023")).findings}
    council = verdicts[COUNCIL]
    assert council.verdict == "unknown" and {reason for cell in council.cells for reason in cell.reasons} >= {
        "other_name"
    }


def test_a_name_that_home_uses_too_is_judged(bench: Workbench) -> None:
    """沙坡头 has no clause on a governing body, so that of 南阳 has no other name there: its records would show one."""
    nanyang, kunming, shapotou = (bench.rulebook(one) for one in ("nanyang-2023", "kunming-2021", "shapotou-2023"))
    measures = bench.vocabulary.measures
    assert other_names(kunming, nanyang, measures) == {COUNCIL, "nanyang-2023/3.2.1/council-established"}
    assert other_names(shapotou, nanyang, measures) == frozenset()
    assert other_names(nanyang, nanyang, measures) == frozenset()


def test_every_own_clause_is_an_item_or_counted(bench: Workbench) -> None:
    found, _ = sources([Path(f"examples/{region}/invented/group.yaml") for region in REGIONS])
    made = transplant(bench, found, Order(None, tuple(BOOKS.values())))
    assert len(made.moves) == len(PAIRS) and not made.broken
    for move in made.moves:
        (one,) = move.shifts
        after = {rule.id for rule in move.pairing.after.rules}
        own = sum(stand.own for stand in one.body.stands[move.pairing.after.id].values())
        assert sum(item.rule.id in after for item in one.items) + sum(one.quiet.values()) == own


@pytest.mark.parametrize(("region", "book"), PAIRS)
def test_each_pair_is_judged_and_says_so_at_its_head(bench: Workbench, region: str, book: str) -> None:
    (body,) = bodies([Path(f"examples/{region}/invented/group.yaml")])
    assert not isinstance(body, BadInput)
    report = check(bench, body, bench.rulebook(book))
    assert {"error"}.isdisjoint(one.verdict for one in (*report.findings, *report.others))
    assert any(one.startswith("foreign_region:") for one in report.assumptions)
    early = any(one.startswith("in_force_early:") for one in report.assumptions)
    assert early == (str(body.as_of) < bench.rulebook(book).source.effective)
    expired = bench.rulebook(book).source.expires
    assert any(one.startswith("expired:") for one in report.assumptions) == bool(expired and str(body.as_of) > expired)


@pytest.mark.parametrize("region", REGIONS)
def test_at_home_nothing_is_assumed(bench: Workbench, region: str) -> None:
    (body,) = bodies([Path(f"examples/{region}/invented/group.yaml")])
    assert not isinstance(body, BadInput)
    report = check(bench, body, bench.rulebook(BOOKS[region]))
    assert not any(one.startswith(("foreign_", "in_force_early", "model_by_name")) for one in report.assumptions)


def test_another_documents_model_decides_nothing(bench: Workbench) -> None:
    """Of 强校托管 the other documents do not speak: no clause for one model is broken, none is declared not to apply for it."""
    (body,) = bodies([Path("examples/shapotou/invented/group.yaml")])
    assert not isinstance(body, BadInput)
    book = bench.rulebook("nanyang-2023")
    hanging = {rule.id for rule in book.rules if any(test.measure == "model" for test in rule.tests.get("when", ()))}
    found = {one.rule.id: one.verdict for one in check(bench, body, book).findings if one.rule.id in hanging}
    assert found and set(found.values()) <= {"unknown", "not_applicable", "review"}
    assert "unknown" in found.values()


def test_no_paper_is_made_under_other_rules(desk: Desk) -> None:
    done = desk.call(
        "check",
        "examples/nanyang/invented/group.yaml",
        "--rules",
        "shapotou-2023",
        "--paper",
        "notice",
        "--format",
        "docx",
        "-o",
        desk.root / "n.docx",
    )
    assert done.code == 3 and "不出文书" in done.err and not (desk.root / "n.docx").exists()


def test_a_body_given_twice_is_judged_by_its_own_records(desk: Desk) -> None:
    path = group(desk, "a", 1)
    again = desk.root / "again.yaml"
    again.write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    other = desk.root / "rules" / "other-2030"
    options = ["--rules", desk.book, "--also", other, "--format", "json", "--jobs", "1"]
    done = desk.call("audit", path, again, *options)
    assert done.code == 3 and "编号 a 与" in done.err
    assert items(json.loads(done.out), "a")["1/twice"] == "new"  # the two files together would have met it


FOREIGN = ("examples/nanyang/invented/group.yaml", "--rules", "shapotou-2023")
DAYS = ("已过期", "来得及", "还有", "期限为", "不能放过")


@pytest.mark.parametrize("reader", ["", "school", "inspector", "policy"])
def test_under_other_rules_the_head_says_so_and_nothing_is_to_be_done(desk: Desk, reader: str) -> None:
    for fmt, ends in (("text", "───"), ("html", "</header>")):
        done = desk.call("check", *FOREIGN, "--format", fmt, *(["--for", reader] if reader else []))
        said = "".join(done.out.split())
        head, _, body = said.partition(ends)
        assert "这里按另一地区的文件检查：结果只说明改按这份文件会怎样，不是违规" in head, (fmt, reader)
        assert not [word for word in DAYS if word in body], (fmt, reader)
        assert ("不列先办什么" in body) == (reader in ("", "school"))


def test_a_plan_under_other_rules_says_so_and_has_no_days(desk: Desk) -> None:
    done = desk.call("plan", *FOREIGN)
    head, _, body = "".join(done.out.split()).partition("───")
    assert "不是违规" in head and "不列期限" in head
    assert not [word for word in (*DAYS, "现在就可以改") if word in body]
    made = json.loads(desk.call("plan", *FOREIGN, "--format", "json").out)
    assert any("不是违规" in one for one in made["notices"])
    assert not made["gaps"]["coming"] and not made["gaps"]["ended"]
    assert all(one["day"] is None for one in made["gaps"]["mend"])


def test_an_audit_under_other_rules_says_so_first_and_ranks_nobody(desk: Desk) -> None:
    for fmt in ("text", "html"):
        said = desk.call("audit", *FOREIGN, "--format", fmt, "--jobs", "1").out
        assert said.index("按另一地区的文件检查") < said.index("查了 1 个对象")
        assert "名次" not in said
    made = json.loads(desk.call("audit", *FOREIGN, "--format", "json", "--jobs", "1").out)
    assert made["rankings"] == []


def test_at_home_days_and_ranks_stay(desk: Desk) -> None:
    """The words that the tests above do without are said at home."""
    said = "".join(desk.call("check", FOREIGN[0]).out.split())
    assert "已过期" in said and "不能放过" in said
    assert "名次" in desk.call("audit", "examples/ankang/invented/group.yaml", "--jobs", "1").out
