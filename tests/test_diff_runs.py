"""Two reports: what is judged otherwise, and why. Causes are proved by experiment: one thing is changed, and that one is named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from invented_book import BODY, Desk, desk
from invented_book import RECORDS as SHIPPED
from jsonschema import Draft202012Validator

SCHEMA = json.loads((Path(__file__).parents[1] / "schemas" / "diff.json").read_text(encoding="utf-8"))
DAY = "2030-08-31"
RECORDS = (
    SHIPPED.replace("2030-10-01", "2030-05-10").replace("2030-09-06", "2030-07-06").replace("2030-11-01", "2030-06-01")
)
"""As shipped, but within the time that the document is in force."""
CALENDAR = "calendar:\n  school_years: [{id: 2030-2031, from: 2030-09-01, to: 2031-08-31}]\n"


@pytest.fixture
def at(tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Desk:
    return desk(tmp_path, capfd, monkeypatch)


class Runs:
    """Reports of the invented group, made one after the other, each from what stands on the desk then."""

    def __init__(self, at: Desk) -> None:
        self.at, self.number = at, 0

    def report(
        self, records: str = RECORDS, *, day: str = DAY, decisions: str = "", body: str = BODY, head: str = ""
    ) -> Path:
        self.number += 1
        file = self.at.root / f"{self.number}.json"
        group = self.at.root / "group.yaml"
        group.write_text(f"{body}as_of: {day}\n{head}{records}", encoding="utf-8")
        more: list[Any] = []
        if decisions:
            path = self.at.root / "decisions.yaml"
            path.write_text(f"body: g\n{decisions}", encoding="utf-8")
            more = ["--decisions", path]
        done = self.at.call("check", group, "--rules", self.at.book, "--format", "json", "-o", file, *more)
        assert done.code in (0, 10, 11), done.err
        return file

    def diff(self, before: Path, after: Path) -> dict[str, Any]:
        done = self.at.call("diff", before, after, "--format", "json")
        assert done.code in (0, 1), done.err
        made: dict[str, Any] = json.loads(done.out)
        Draft202012Validator(SCHEMA).validate(made)
        assert done.code == bool(made["changes"] or made["scores"] or made["consequences"])
        return made

    def causes(self, before: Path, after: Path) -> dict[str, tuple[str | None, str | None, list[str]]]:
        return {
            one["rule"].removeprefix("demo-2030/"): (one["before"], one["after"], one["because"])
            for one in self.diff(before, after)["changes"]
        }


@pytest.fixture
def runs(at: Desk) -> Runs:
    return Runs(at)


def test_a_run_against_itself(runs: Runs) -> None:
    one = runs.report()
    assert runs.diff(one, one)["inputs"] == []
    done = runs.at.call("diff", one, one)
    assert done.code == 0
    assert "没有变" in done.out


ORGAN = "organs:\n  complete: {from: 2030-03-01, to: 2030-12-31}\n  rows:\n  - {id: o1, kind: office, under: council, established: 2030-05-20}\n"


def office(records: str = RECORDS) -> str:
    return records.replace("organs: none\n", ORGAN)


def no_charter(records: str = RECORDS) -> str:
    return records.replace("{id: d1, kind: charter, date: 2030-05-10}", "{id: d1, kind: plan, date: 2030-05-10}")


def test_a_row_that_is_new_is_the_data(runs: Runs) -> None:
    made = runs.diff(runs.report(), runs.report(office()))
    (change,) = made["changes"]
    assert (change["rule"], change["before"], change["after"]) == ("demo-2030/2/office", "fail", "pass")
    assert (change["because"], made["inputs"]) == (["records"], ["records"])
    assert [(row["table"], row["id"]) for row in change["new_rows"]] == [("organs", "o1")]
    assert change["lost_rows"] == []


def test_a_row_that_is_changed_is_the_data(runs: Runs) -> None:
    made = runs.diff(runs.report(), runs.report(no_charter()))
    (change,) = made["changes"]
    assert (change["rule"], change["before"], change["after"]) == ("demo-2030/2/charter", "pass", "fail")
    assert change["because"] == ["records"]
    assert [row["id"] for row in change["lost_rows"]] == ["d1"]


def test_a_register_that_opens_is_the_data(runs: Runs) -> None:
    """No row differs; what the register says of itself does."""
    closed = no_charter()
    opened = closed.replace("documents:\n  complete: {from: 2030-03-01, to: 2030-12-31}\n", "documents:\n")
    assert runs.causes(runs.report(closed), runs.report(opened)) == {"2/charter": ("fail", "unknown", ["records"])}


def change_rule(at: Desk) -> None:
    at.change("rules.yaml", "measure: charters, at_least: 1", "measure: charters, at_least: 2")


def test_a_number_of_a_rule_is_the_rule(runs: Runs) -> None:
    before = runs.report()
    change_rule(runs.at)
    assert runs.causes(before, runs.report()) == {"2/charter": ("pass", "fail", ["rule"])}


def test_a_measure_is_the_rule(runs: Runs) -> None:
    """The rule is as it was; what its measure counts is not."""
    measures = runs.at.root / "rules" / "measures"
    measures.mkdir()
    text = (
        "measures:\n  own_charters:\n    label: {zh: 章程}\n    unit: document\n    counts: {zh: 章程}\n    table: documents\n"
        "    where: [{column: kind, is: charter}]\n    count: rows\n"
    )
    (measures / "own.yaml").write_text(text, encoding="utf-8")
    runs.at.change("rules.yaml", "measure: charters, at_least: 1", "measure: own_charters, at_least: 1")
    before = runs.report()
    (measures / "own.yaml").write_text(text.replace("is: charter", "is: plan"), encoding="utf-8")
    assert runs.causes(before, runs.report()) == {"2/charter": ("pass", "fail", ["rule"])}


WAIVER = "waivers:\n- {rule: demo-2030/2/office, by: 甲主任, date: 2030-06-01, until: 2031-12-31, reason: 机构调整}\n"


def test_a_decision_is_the_decision(runs: Runs) -> None:
    assert runs.causes(runs.report(), runs.report(decisions=WAIVER)) == {"2/office": ("fail", "waived", ["decision"])}


def test_another_day_is_the_day(runs: Runs) -> None:
    """By the end of May the office was not due yet, and the charter was not there."""
    found = runs.causes(runs.report(day="2030-05-05"), runs.report())
    assert found["2/office"] == ("not_due", "fail", ["day"])
    assert found["2/charter"] == ("fail", "pass", ["day"])


def test_two_at_once_are_both_named_and_each_clause_has_its_own(runs: Runs) -> None:
    before = runs.report()
    change_rule(runs.at)
    found = runs.causes(before, runs.report(office()))
    assert found == {"2/charter": ("pass", "fail", ["rule"]), "2/office": ("fail", "pass", ["records"])}


def test_of_two_that_reach_one_clause_neither_is_chosen(runs: Runs) -> None:
    before = runs.report()
    change_rule(runs.at)
    more = RECORDS.replace("d1, kind: charter, date: 2030-05-10", "d1, kind: charter, date: 2030-05-11")
    assert runs.causes(before, runs.report(more)) == {"2/charter": ("pass", "fail", ["records", "rule"])}


def test_what_differs_elsewhere_is_no_cause(runs: Runs) -> None:
    """Meetings change, a waiver of the office comes, the rule of the charter changes: for the charter it is the rule alone."""
    before = runs.report()
    change_rule(runs.at)
    meetings = RECORDS.replace("{id: m2, kind: council, date: 2030-07-06}", "{id: m2, kind: council, date: 2030-07-07}")
    made = runs.diff(before, runs.report(meetings, decisions=WAIVER))
    found = {one["rule"].removeprefix("demo-2030/"): one["because"] for one in made["changes"]}
    assert found == {"2/charter": ["rule"], "2/office": ["decision"]}
    assert made["inputs"] == ["records", "rule", "decision"]
    assert made["quiet"]["records"] == 2, "both clauses on meetings rest on other rows and are judged as before"


def test_words_of_a_rule_are_no_cause(runs: Runs) -> None:
    before = runs.report()
    runs.at.change("rules.yaml", "title: {zh: 章程}", "title: {zh: 集团章程}")
    runs.at.change("rules.yaml", "mend: {zh: 补办}", "mend: {zh: 请补办}")
    found = runs.diff(before, runs.report(no_charter()))
    assert found["inputs"] == ["records", "rule"]
    assert [one["because"] for one in found["changes"]] == [["records"]]


def test_a_calendar_is_the_calendar(runs: Runs) -> None:
    runs.at.change("rules.yaml", "every: year\n", "every: school_year\n")
    open_ = RECORDS.replace("date: 2030-11-01, assessor", "date: 2030-09-02, assessor")
    later = CALENDAR.replace("from: 2030-09-01", "from: 2030-09-05")
    before, after = (runs.report(open_, day="2031-09-01", body=BODY, head=one) for one in (CALENDAR, later))
    found = runs.diff(before, after)
    assert found["inputs"] == ["calendar"], "the file of records differs in its calendar alone"
    assert all(one["because"] == ["calendar"] for one in found["changes"])


SAME_DATA = {
    "a comment": RECORDS + "# 说明\n",
    "rows in another order": RECORDS.replace(
        "  - {id: m1, kind: council, date: 2030-05-06}\n  - {id: m2, kind: council, date: 2030-07-06}\n",
        "  - {id: m2, kind: council, date: 2030-07-06}\n  - {id: m1, kind: council, date: 2030-05-06}\n",
    ),
}


@pytest.mark.parametrize("name", SAME_DATA)
def test_a_file_that_says_the_same_is_not_changed_data(runs: Runs, name: str) -> None:
    assert SAME_DATA[name] != RECORDS
    before, after = runs.report(), runs.report(SAME_DATA[name])
    found = runs.diff(before, after)
    assert (found["inputs"], found["changes"], found["quiet"]) == (["file"], [], {})
    assert "文件变了，检查所用的数据没有变" in runs.at.call("diff", before, after).out


OTHER_DATA: dict[str, dict[str, str]] = {
    "a column of a row": {"records": RECORDS.replace("date: 2030-05-10", "date: 2030-05-11")},
    "a fact of the body": {"body": BODY.replace("founded: 2030-04-01", "founded: 2030-04-02")},
    "until when a register is complete": {
        "records": RECORDS.replace("complete: {from: 2030-01-01, to: 2030-12-31}", "complete: {from: 2030-01-01, to: 2030-12-30}")
    },
    "a table that no rule reads": {"records": RECORDS + "trainings: none\n"},
}  # fmt: skip


@pytest.mark.parametrize("name", OTHER_DATA)
def test_a_file_that_says_something_else_is_changed_data(runs: Runs, name: str) -> None:
    assert OTHER_DATA[name] not in ({"records": RECORDS}, {"body": BODY})
    assert runs.diff(runs.report(), runs.report(**OTHER_DATA[name]))["inputs"] == ["records"]


def test_a_rule_that_only_one_has(runs: Runs) -> None:
    before = runs.report()
    path = runs.at.book / "rules.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("demo-2030/2/charter", "demo-2030/2/statute"), encoding="utf-8")
    found = runs.causes(before, runs.report())
    assert found == {"2/statute": (None, "pass", ["rule"]), "2/charter": ("pass", None, ["rule"])}


def test_a_report_of_another_version_of_the_program(runs: Runs) -> None:
    before = runs.report()
    data = json.loads(before.read_text(encoding="utf-8"))
    data["tool"]["version"] = "0.0.1"
    before.write_text(json.dumps(data), encoding="utf-8")
    found = runs.causes(before, runs.report(office()))
    assert found == {"2/office": ("fail", "pass", ["records", "tool"])}


def test_a_report_without_fingerprints(runs: Runs) -> None:
    """One that an older program wrote: what differs at all may be the cause."""
    before = runs.report()
    data = json.loads(before.read_text(encoding="utf-8"))
    for finding in (*data["findings"], *data["addressed_to_others"]):
        for key in ("fingerprint", "decisions", "reads", "registers"):
            del finding[key]
        for row in finding["rows"]:
            del row["content"]
    del data["contents"]
    before.write_text(json.dumps(data), encoding="utf-8")
    assert runs.causes(before, before) == {}
    found = runs.causes(before, runs.report(office()))
    assert found == {"2/office": ("fail", "pass", ["records"])}


def test_the_text_names_causes_and_rows(runs: Runs) -> None:
    before = runs.report()
    done = runs.at.call("diff", before, runs.report(office()))
    assert done.code == 1
    assert "不符合 → 符合" in done.out
    assert "原因：数据变了" in done.out
    assert "新记录：组织机构o1（" in "".join(done.out.split())
    english = runs.at.call("--lang", "en", "diff", before, runs.at.root / "2.json")
    assert "because the data changed" in english.out


def test_another_reading_alone_may_make_the_difference(runs: Runs) -> None:
    before = runs.report()
    data = json.loads(before.read_text(encoding="utf-8"))
    finding = next(one for one in data["findings"] if one["rule"] == "demo-2030/2/office")
    finding["readings"] = {"of.each": "fail", "of.all": "fail"}
    before.write_text(json.dumps(data), encoding="utf-8")
    finding |= {"readings": {"of.each": "fail", "of.all": "pass"}, "verdict": "disputed"}
    after = runs.at.root / "after.json"
    after.write_text(json.dumps(data), encoding="utf-8")
    told = runs.at.call("diff", before, after).out
    assert "口径 of.all：不符合 → 符合" in told
    assert "of.each" not in told


def test_what_stands_in_rows_is_not_told(runs: Runs) -> None:
    before, after = runs.report(), runs.report(office())
    for fmt in ("text", "html", "json"):
        told = runs.at.call("diff", before, after, "--format", fmt).out
        assert "o1" in told
        assert "2030-05-20" not in told


def test_two_bodies_and_two_documents_are_named(runs: Runs) -> None:
    before = runs.report()
    other = runs.report(body=BODY.replace("id: g,", "id: h,"))
    done = runs.at.call("diff", before, other)
    assert (done.code, "“h”" in done.err, "“g”" in done.err) == (3, True, True)
    data = json.loads(before.read_text(encoding="utf-8"))
    data["rulebooks"][0]["id"] = "another-2030"
    other.write_text(json.dumps(data), encoding="utf-8")
    done = runs.at.call("diff", before, other)
    assert (done.code, "another-2030" in done.err) == (3, True)


def test_a_report_against_something_else(runs: Runs, tmp_path: Path) -> None:
    before = runs.report()
    assert runs.at.call("diff", before, runs.at.root / "demo.txt").code == 3
    assert runs.at.call("diff", before, tmp_path / "gone.json").code == 3
    assert runs.at.call("diff", before, before, "--rules", runs.at.book).code == 2
    assert runs.at.call("diff", before, before, "-o", before).code == 3


@pytest.mark.parametrize("fmt", ["text", "html", "json"])
def test_same_input_same_bytes(runs: Runs, fmt: str) -> None:
    before, after = runs.report(), runs.report(office())
    made = [runs.at.call("diff", before, after, "--format", fmt).out for _ in range(2)]
    assert made[0] == made[1] != ""


def scored(total: tuple[str, str], grade: str) -> list[dict[str, Any]]:
    low, high = total
    return [
        {"scheme": "s", "title": "评分", "period": "2030", "total": {"low": low, "high": high}, "grades": [grade],
         "grading": {"labels": {"good": "良好", "best": "优秀"}}}
    ]  # fmt: skip


def test_scores_and_consequences(runs: Runs) -> None:
    before = runs.report()
    data = json.loads(before.read_text(encoding="utf-8"))
    data["scores"] = scored(("80", "171/2"), "good")
    data["consequences"] = [{"id": "c", "title": "表彰", "state": "unknown"}]
    before.write_text(json.dumps(data), encoding="utf-8")
    data["scores"] = scored(("90", "90"), "best")
    data["consequences"] = [{"id": "c", "title": "表彰", "state": "follows"}]
    after = runs.at.root / "after.json"
    after.write_text(json.dumps(data), encoding="utf-8")
    made = runs.diff(before, after)
    assert made["changes"] == []
    assert made["consequences"] == [{"id": "c", "before": "unknown", "after": "follows"}]
    assert [(one["before"]["high"], one["after"]["low"]) for one in made["scores"]] == [("171/2", 90)]
    text = runs.at.call("diff", before, after).out
    assert "80—85.5，等次 良好 → 90，等次 优秀" in text
    assert "无法判断 → 已触发" in text


def test_every_row_has_its_fingerprint(runs: Runs) -> None:
    data = json.loads(runs.report().read_text(encoding="utf-8"))
    assert {name: list(rows) for name, rows in data["contents"].items()} == {
        "assessments": ["a1"], "documents": ["d1"], "meetings": ["m1", "m2"], "organs": [],
    }  # fmt: skip
    behind = {(row["table"], row["id"], row["content"]) for one in data["findings"] for row in one["rows"]}
    assert all(data["contents"][table][row] == content for table, row, content in behind)
    assert len(behind) > 1


def test_fingerprints_do_not_depend_on_the_order_of_files(runs: Runs) -> None:
    """Fingerprints rest on what rules say, not on where they stand."""
    before = runs.report()
    path = runs.at.book / "rules.yaml"
    text = path.read_text(encoding="utf-8")
    head, *rules = text.split("- id: ")
    (runs.at.book / "1-a.yaml").write_text(
        head + "# 说明\n" + "".join(f"- id: {one}" for one in rules[::-1]), encoding="utf-8"
    )
    path.unlink()
    after = runs.report()
    made = [
        {one["rule"]: one["fingerprint"] for one in json.loads(file.read_text(encoding="utf-8"))["findings"]}
        for file in (before, after)
    ]
    assert made[0] == made[1]
    assert len(set(made[0].values())) == len(made[0]) == 5
