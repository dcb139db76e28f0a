"""Whom a document names for its items: proved, linted, shown with each clause of the item."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from invented_book import Desk
from invented_book import desk as made

from checker.rulebook.lock import read_lock
from checker.wording.within import item_of, within


@pytest.fixture
def desk(tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Desk:
    return made(tmp_path, capfd, monkeypatch)


@pytest.mark.parametrize(
    ("place", "whole", "inside"),
    [
        ("四（一）1 ④", "四（一）1", True), ("四（一）10 ④", "四（一）1", False), ("四（一）1（2） ①", "四（一）1", True),
        ("附件2 一（一） ④", "附件2", True), ("附件21 ①", "附件2", False), ("附件2 一 ①", "附件2 一", True),
        ("十一 ②", "十", False), ("二 ③", "二 ③", True), ("一 ②", "二", False), ("附件 行12", "附件 行1", False),
    ],
)  # fmt: skip
def test_within(place: str, whole: str, *, inside: bool) -> None:
    assert within(place, whole) is inside


def test_item_of() -> None:
    assert [item_of(one) for one in ("四（一）1 ④", "附件2 一（一） ④", "附件")] == [
        "四（一）1",
        "附件2 一（一）",
        "附件",
    ]


def test_units_are_proved(desk: Desk) -> None:
    assert desk.lint() == ["nothing found"]
    assert desk.verify("--write").code == 0
    lock = read_lock(desk.book / "source.lock")
    assert lock is not None
    assert {one.id for one in lock.quotes} >= {"demo-2030/units/一 ③/responsible", "demo-2030 part 附件1"}
    assert desk.call("rules", "verify", desk.book).code == 0
    outline = desk.call("rules", "coverage", desk.book, "--sources", desk.root, "--outline").out
    assert "责任单位 units" in outline and "○" not in outline
    desk.change("units.yaml", "责任单位：教育股，各学校", "责任单位：教育股、各校")
    assert desk.verify().code == 1
    assert desk.call("rules", "verify", desk.book).code == 1


def test_a_bracket_that_nothing_names_is_open(desk: Desk) -> None:
    desk.change("units.yaml", UNIT, "")
    done = desk.verify("--write")
    assert done.code == 1 and "“一 ③”没有规则" in done.out


UNIT = "- {at: 一 ③, quote: 责任单位：教育股，各学校, as: responsible, names: [教育股, 各学校]}\n"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("as: responsible", "as: responsable", "there is no role responsable"),
        ("names: [教育股, 各学校]", "names: [教育局, 各学校]", "“教育局” does not stand in the quote"),
        ("names: [教育股, 各学校]", "names: [教育股, 各学校], covers: [四]", "there is no rule in 四"),
        ("names: [教育股, 各学校]", "names: [各学校]", "the quote lists “教育股”, `names` does not"),
        ("names: [教育股, 各学校]", "names: [教育股]", "the quote lists “各学校”, `names` does not"),
        (
            "时限要求：2030年5月, as: limit, words: 2030年5月",
            "时限要求：2030年5月, as: limit, words: 2030年4月",
            "2030年4月",
        ),
        ("names: [区教育局]", "names: [区教育局], words: 区教育局", "units.yaml:3"),
        (
            "{at: 二 ④, quote: 落实单位：各学校, as: execute",
            "{at: 二 ④, quote: 落实单位：各学校, as: lead",
            "stands also at",
        ),
    ],
)
def test_slips_are_named(desk: Desk, old: str, new: str, said: str) -> None:
    desk.change("units.yaml", old, new)
    assert any(said in line and "units.yaml:" in line for line in desk.lint())


def test_a_rule_has_no_more_time_than_its_limit(desk: Desk) -> None:
    desk.change("rules.yaml", "due: {by: 2030-05}", "due: {by: 2030-06}")
    assert any("after the limit of 二 ④: 2030年5月" in line for line in desk.lint())


def test_reports_show_units(desk: Desk) -> None:
    findings = desk.findings()
    assert [(one["as"], one["names"], one["words"], one["at"]) for one in findings["2/charter"]["units"]] == [
        ("lead", ["区教育局"], None, "二 ④"), ("execute", ["各学校"], None, "二 ④"), ("limit", [], "2030年5月", "二 ④"),
    ]  # fmt: skip
    assert findings["3/open"]["units"] == []
    line = "牵头单位：区教育局；落实单位：各学校；时限要求：2030年5月（二 ④）"
    assert line in desk.report("text").replace("\n", "").replace(" ", "").replace("二④", "二 ④")
    assert line.removeprefix("牵头单位：") in desk.report("html")
    assert "in the lead: 区教育局" in desk.report("text", lang="en")


def test_explain_and_spreadsheet(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JITUAN_RULES", str(desk.root / "rules"))
    assert "区教育局（二 ④ “牵头单位：区教育局”）" in desk.call("explain", "demo-2030/2/charter").out
    target = desk.root / "rules.csv"
    assert desk.call("rules", "list", desk.book, "--format", "csv", "-o", target).code == 0
    assert target.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(target.read_text(encoding="utf-8-sig"))))
    assert [row["种类"] for row in rows] == ["规则"] * 5 + ["责任单位"] * 4
    by_id = {row["编号"]: row for row in rows}
    office, monthly = by_id["demo-2030/2/office"], by_id["demo-2030/1/monthly"]
    assert (
        office["责任单位"] == "牵头单位：区教育局；落实单位：各学校；时限要求：2030年5月"
        and office["期限"] == "2030年5月"
    )
    assert monthly["要求"].startswith("每月，") and monthly["周期"] == "月" and monthly["类别"] == "由记录算出"
    assert by_id["demo-2030/3/open"]["期限"].endswith("后 12 个月")
    assert (
        by_id["demo-2030/a1/yearly"]["文件"] == "集团考核办法（试行）"
        and by_id["demo-2030/a1/yearly"]["状态"] == "试行"
    )
    assert json.dumps(rows) == json.dumps(list(csv.DictReader(io.StringIO(target.read_text(encoding="utf-8-sig")))))
