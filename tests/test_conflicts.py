"""Places of one document that say different things: proved, linted, shown with each clause that they concern."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from invented_book import Desk
from invented_book import desk as made

from checker.rulebook.lock import read_lock

MONTHLY, CHARTER, OFFICE = "demo-2030/1/monthly", "demo-2030/2/charter", "demo-2030/2/office"
CONFLICTS = """conflicts:
- between:
  - {at: 一 ②, quote: 每月至少召开一次}
  - {at: 附件1 一 ②, quote: 每年考核集团一次}
  about: {zh: 每月还是每年, en: Monthly or yearly}
- between:
  - {at: 二 ②, quote: 集团制定章程}
  - {at: 一 ②, quote: 集团每月至少召开一次理事会议}
  about: {zh: 先开会还是先有章程}
  rules: [demo-2030/2/charter]
"""


@pytest.fixture
def desk(tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Desk:
    found = made(tmp_path, capfd, monkeypatch)
    (found.book / "conflicts.yaml").write_text(CONFLICTS, encoding="utf-8")
    return found


def test_conflicts_are_proved(desk: Desk) -> None:
    assert desk.lint() == ["nothing found"]
    assert desk.verify("--write").code == 0
    lock = read_lock(desk.book / "source.lock")
    assert lock is not None
    named = {one.id: one.place for one in lock.quotes if "/conflicts/" in one.id}
    first = "demo-2030/conflicts/一 ② ~ 附件1 一 ② passage"
    assert named[f"{first} 1"] == "一 ②" and named[f"{first} 2"] == "附件1 一 ②" and len(named) == 4
    assert desk.call("rules", "verify", desk.book).code == 0
    desk.change("conflicts.yaml", "每月至少召开一次}", "每月召开一次}")
    assert desk.verify().code == 1
    assert desk.call("rules", "verify", desk.book).code == 1


def test_a_conflict_answers_no_sentence(desk: Desk) -> None:
    desk.change(
        "units.yaml", "- {at: 一 ③, quote: 责任单位：教育股，各学校, as: responsible, names: [教育股, 各学校]}\n", ""
    )
    desk.change("conflicts.yaml", "{at: 二 ②, quote: 集团制定章程}", "{at: 一 ③, quote: 责任单位}")
    assert "“一 ③”没有规则" in desk.verify("--write").out


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[demo-2030/2/charter]", "[demo-2030/2/chatter]", "there is no rule demo-2030/2/chatter"),
        ("[demo-2030/2/charter]", "[demo-2030/2/charter]\n  questions: [ask]", "there is no reading ask"),
        ("[demo-2030/2/charter]", "[demo-2030/3/open]", "demo-2030/3/open neither lies at one of the places"),
        ("{at: 附件1 一 ②, quote: 每年考核集团一次}", "{at: 一 ②, quote: 每月至少召开一次}", "conflicts.yaml:"),
        (", en: Monthly or yearly}", "}\n  drafts: []", "conflicts.yaml:"),
    ],
)
def test_slips_are_named(desk: Desk, old: str, new: str, said: str) -> None:
    desk.change("conflicts.yaml", old, new)
    assert any(said in line and "conflicts.yaml:" in line for line in desk.lint())


def test_somebody_sees_it(desk: Desk) -> None:
    desk.change("conflicts.yaml", "{at: 一 ②, quote: 每月至少召开一次}", "{at: 一 ①, quote: 会议}")
    desk.change("conflicts.yaml", "{at: 附件1 一 ②, quote: 每年考核集团一次}", "{at: 附件1 一 ①, quote: 时间}")
    assert any("no rule lies at any of the places" in line for line in desk.lint())


def test_a_rule_that_quotes_a_place_in_its_context_may_be_named(desk: Desk) -> None:
    desk.change(
        "rules.yaml", "  quote: 成立一年内", "  context: [{at: 二 ②, quote: 集团制定章程}]\n  quote: 成立一年内"
    )
    desk.change("conflicts.yaml", "[demo-2030/2/charter]", "[demo-2030/2/charter, demo-2030/3/open]")
    assert not any("neither lies" in line for line in desk.lint())
    (shown,) = desk.findings()["3/open"]["conflicts"]
    assert [one["at"] for one in shown["between"]] == ["二 ②", "一 ②"]


def test_reports_show_conflicts(desk: Desk) -> None:
    findings = desk.findings()
    monthly, charter = findings["1/monthly"]["conflicts"], findings["2/charter"]["conflicts"]
    assert [one["about"] for one in monthly] == ["每月还是每年", "先开会还是先有章程"]
    assert charter == [{
        "id": "demo-2030/conflicts/二 ② ~ 一 ②", "about": "先开会还是先有章程", "questions": [],
        "between": [{"at": "二 ②", "quote": "集团制定章程"}, {"at": "一 ②", "quote": "集团每月至少召开一次理事会议"}],
    }]  # fmt: skip
    assert findings["2/office"]["conflicts"] == []
    for fmt in ("text", "html"):
        plain = desk.report(fmt).replace("\n", "").replace(" ", "").replace("</dt><dd>", "：")
        assert "与附件1一②不一致：“每年考核集团一次”（每月还是每年）" in plain
    assert "Differs from 附件1 一 ②: “每年考核集团一次” (Monthly or yearly)" in " ".join(
        desk.report("text", lang="en").split()
    )


def test_where_a_rule_is_named_the_others_of_its_sentence_do_not_show_it(desk: Desk) -> None:
    """A sentence may have several duties, and the matter concerns one of them."""
    rules = (desk.book / "rules.yaml").read_text(encoding="utf-8")
    (desk.book / "rules.yaml").write_text(
        rules.replace("at: 三 ②", "at: 二 ②").replace("quote: 成立一年内集团应当公开信息", "quote: 章程"),
        encoding="utf-8",
    )
    shown = {key: len(one["conflicts"]) for key, one in desk.findings().items()}
    assert shown["2/charter"] == 1 and shown["3/open"] == 0 and shown["1/monthly"] == 2


def test_explain_list_and_spreadsheet(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JITUAN_RULES", str(desk.root / "rules"))
    said = desk.call("explain", CHARTER).out
    assert "与 一 ② 不一致" in said and "“集团每月至少召开一次理事会议” 先开会还是先有章程" in said
    rows = csv.DictReader(
        io.StringIO(desk.call("rules", "list", desk.book, "--format", "csv").out.removeprefix("\ufeff"))
    )
    found = [row for row in rows if row["种类"] == "前后不一"]
    assert [row["位置"] for row in found] == ["一 ②；附件1 一 ②", "二 ②；一 ②"]
    assert found[1]["原文"] == "“集团制定章程”；“集团每月至少召开一次理事会议”" and found[1]["要求"] == CHARTER
    listed = desk.call("rules", "conflicts", desk.book, "--lang", "en").out
    assert listed.startswith("demo-2030: 2\n") and "“每年考核集团一次”" in listed and "Monthly or yearly" in listed
    (desk.book / "conflicts.yaml").unlink()
    assert desk.call("rules", "conflicts", desk.book).out == "demo-2030：没有登记不一致的地方\n"
