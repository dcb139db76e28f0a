"""A part of a document with facts of its own, and a document that has run out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from invented_book import Desk
from invented_book import desk as made

BEFORE = "2030-07-31"


@pytest.fixture
def desk(tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Desk:
    return made(tmp_path, capfd, monkeypatch)


def cells(finding: dict[str, object]) -> dict[str, str]:
    return {cell["period"]: cell["verdict"] for cell in finding["cells"]}  # type: ignore[attr-defined]


def test_a_part_has_its_own_title_and_status(desk: Desk) -> None:
    made = json.loads(desk.report(as_of=BEFORE))
    (book,) = made["rulebooks"]
    assert (book["status"], book["expires"]) == ("in_force", "2030-08-31")
    assert book["parts"] == [
        {
            "at": "附件1",
            "title": "集团考核办法（试行）",
            "number": "示教〔2030〕1号",
            "status": "trial",
            "expires": "2030-08-31",
        }
    ]
    findings = desk.findings(BEFORE)
    assert findings["1/monthly"]["citation"] == "《示例区集团化办学办法》示教〔2030〕1号（现行有效）一 ②"
    assert findings["1/monthly"]["status"] == "in_force"
    assert findings["a1/yearly"]["citation"] == "《集团考核办法（试行）》示教〔2030〕1号（试行）附件1 一 ②"
    assert findings["a1/yearly"]["status"] == "trial"
    text = desk.report("text", BEFORE)
    assert "依据：《集团考核办法（试行）》附件1（试行）" in text and "未到期（试行） 1 条" in text
    assert "失效" not in text


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("quote: 试行", "quote: 办法, quote_at: 题 ①", "the part 附件1 quotes 题 ①"),
        ("{at: 附件1, title", "{at: 附件2, title", "there is no rule in the part 附件2"),
    ],
)
def test_slips_are_named(desk: Desk, old: str, new: str, said: str) -> None:
    desk.change("source.yaml", old, new)
    assert any(said in line for line in desk.lint())


def test_a_quote_of_a_part_is_proved(desk: Desk) -> None:
    desk.change("source.yaml", "quote: 试行", "quote: 暂行")
    assert desk.verify("--write").code == 1


def test_a_document_that_ran_out_says_so(desk: Desk) -> None:
    text = desk.report("text")
    top, _, rest = text.partition("\n缺口 ")
    assert "《示例区集团化办学办法》示教〔2030〕1号（已于2030年8月31日失效）" in top
    assert top.count("此后的事不作评判") == 1 and "此后的事不作评判" not in rest
    assert "已失效" in rest
    assert desk.report("html").count("此后的事不作评判") == 1
    made = json.loads(desk.report())
    assert made["rulebooks"][0]["status"] == "expired"
    assert {one["status"] for one in made["findings"]} == {"expired"}
    assert "Nothing later is judged" in desk.report("text", lang="en")


def test_what_is_judged_of_it(desk: Desk) -> None:
    found = desk.findings()
    # Months before the end are judged, none after it: the meeting of September is beside the point.
    assert cells(found["1/monthly"]) == {
        "2030-04": "fail", "2030-05": "pass", "2030-06": "fail", "2030-07": "fail", "2030-08": "fail",
    }  # fmt: skip
    # Owed once: by the records up to the end. The charter came later.
    assert found["2/charter"]["verdict"] == "fail"
    assert found["2/office"]["verdict"] == "fail"
    # Its last day, a year from the founding, would have come after the end.
    assert found["3/open"]["verdict"] == "pass"
    # The year's assessment came after the end, and part of a year decides nothing.
    assert cells(found["a1/yearly"]) == {"2030": "unknown"}


def test_a_last_day_after_the_end_never_came(desk: Desk) -> None:
    text = (desk.book / "rules.yaml").read_text(encoding="utf-8")
    one = text.index("demo-2030/3/open")
    changed = text[one:].replace("council_meetings", "group_offices")
    (desk.book / "rules.yaml").write_text(text[:one] + changed, encoding="utf-8")
    found = desk.findings()["3/open"]
    assert found["verdict"] == "not_due"
    assert found["cells"][0]["reasons"] == ["ran_out_first:2031-04-01"]
    assert "期限为2031年4月1日，文件在此之前已失效" in desk.report("text")


def test_who_was_founded_after_the_end_owes_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "invented_book.BODY", "body: {kind: group, id: g, name: 甲集团, region: demo-2030, founded: 2030-10-01}\n"
    )
    assert {one["verdict"] for one in desk.findings().values()} == {"not_applicable"}


def test_a_part_may_end_before_its_document(desk: Desk) -> None:
    desk.change("source.yaml", "status: trial, quote", "status: trial, expires: 2030-06, quote")
    made = json.loads(desk.report(as_of=BEFORE))
    status = {one["rule"].removeprefix("demo-2030/"): one["status"] for one in made["findings"]}
    assert status["a1/yearly"] == "expired" and status["1/monthly"] == "in_force"
    assert "《集团考核办法（试行）》附件1已于2030年6月30日失效" in desk.report("text", BEFORE).replace(
        "\n", ""
    ).replace("   ", "")


def test_a_register_that_says_expired_holds_for_earlier_days(desk: Desk) -> None:
    desk.change("source.yaml", "status: in_force", "status: expired")
    assert desk.findings(BEFORE)["1/monthly"]["status"] == "in_force"
    assert "（有效期至2030年8月31日）" in desk.report("text", BEFORE)
