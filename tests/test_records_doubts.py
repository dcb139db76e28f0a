"""Rows that cannot both be right are remarked, in every format, and change neither a verdict nor the exit code."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from test_audit import BOOK, group
from test_commands import jituan, written

from checker.records import reader
from checker.records.doubts import doubts

__all__ = ["jituan"]

DAY = "2024-07-31"


def remarks(
    folder: Path, members: Sequence[str] = (), schools: Sequence[str] = ("", "", ""), kind: str = "group"
) -> list[str]:
    named = [more if "name" in more else f"name: 虚构{at}小" for at, more in enumerate(schools)]
    text = _table("schools", [f"id: s{at}, {row}" for at, row in enumerate(named)])
    text += _table("members", [f"id: m{at}, {row}" for at, row in enumerate(members)])
    if kind == "authority":
        text += "groups:\n  rows: [{id: a, name: 甲}, {id: b, name: 乙}]\n"
    path = group(folder, "g", text)
    path.write_text(path.read_text(encoding="utf-8").replace("kind: group", f"kind: {kind}"), encoding="utf-8")
    return [one.line() for one in doubts(reader.read(path), DAY)]


def _table(name: str, rows: Sequence[str]) -> str:
    return f"{name}:\n  rows:\n" + "".join(f"  - {{{row}}}\n" for row in rows) if rows else ""


LEADS = ("school: s0, role: lead, from: 2023-09-01", "school: s1, role: lead, from: 2024-01-05")


def test_two_leads_at_one_time(tmp_path: Path) -> None:
    (found,) = remarks(tmp_path, LEADS)
    assert "虚构0小" in found and "虚构1小" in found and "龙头校" in found
    assert found.split(": ")[0].endswith(":11") and "g.yaml:10" in found, "both rows are named"


@pytest.mark.parametrize(
    ("members", "words"),
    [
        (("school: s0, role: lead, from: 2023-09-01", "school: s0, role: member, from: 2023-10-01"), "龙头和成员"),
        (("school: s0, role: member", "school: s0, role: member, from: 2023-10-01"), "登记了两次"),
        (("school: s0, role: member", "school: s0, role: null"), "成员和身份未填"),
    ],
)
def test_one_school_twice(tmp_path: Path, members: Sequence[str], words: str) -> None:
    (found,) = remarks(tmp_path, members)
    assert words in found and "虚构0小" in found


@pytest.mark.parametrize(
    "members",
    [
        ("school: s0, role: lead, from: 2023-09-01, to: 2024-01-05", "school: s1, role: lead, from: 2024-01-05"),
        ("school: s0, role: lead, from: 2023-09-01, to: 2024-01", "school: s1, role: lead, from: 2024-01-20"),
        ("school: s0, role: member, from: 2023-09-01, to: 2023-12-31", "school: s0, role: lead, from: 2024-01-01"),
        ("school: s0, role: lead, to: 2023-12-31", "school: s1, role: lead"),
        ("school: s0, role: lead, from: 2023-09-01", "school: s1, role: member, from: 2023-09-01"),
        (
            "role: lead, from: 2023-09-01, school: s0",
            "id: m9, role: lead, from: 2023-09-01, school: s0, to: 2023-09-01",
        ),
    ][:5],
)
def test_one_after_the_other_is_no_contradiction(tmp_path: Path, members: Sequence[str]) -> None:
    assert remarks(tmp_path, members) == []


def test_each_row_is_remarked_once(tmp_path: Path) -> None:
    three = (*LEADS, "school: s2, role: lead, from: 2024-02-01")
    assert len(remarks(tmp_path, three)) == 2


def test_groups_of_an_authority_have_their_own_leads(tmp_path: Path) -> None:
    rows = ("school: s0, group: a, role: lead, from: 2023-09-01", "school: s1, group: b, role: lead, from: 2023-09-01")
    assert remarks(tmp_path, rows, kind="authority") == []
    (found,) = remarks(tmp_path, (*rows, "school: s0, group: b, role: member, from: 2023-09-01"), kind="authority")
    assert "两个集团" in found


@pytest.mark.parametrize(
    ("schools", "number"),
    [
        (("name: 虚构小学", "name: 虚构 小学"), 1),
        (("name: 虚构小学", "name: 虚构小学", "name: 虚构小学"), 2),
        (("name: 虚构小学, area: 东镇", "name: 虚构小学, area: 西镇"), 0),
        (("name: 虚构小学, area: 东镇", "name: 虚构小学"), 1),
        (("name: 虚构学校, section: primary", "name: 虚构学校, section: junior"), 0),
        (("name: 虚构一小", "name: 虚构二小"), 0),
    ],
)
def test_two_schools_of_one_name(tmp_path: Path, schools: Sequence[str], number: int) -> None:
    assert len([one for one in remarks(tmp_path, (), schools) if "同名" in one]) == number


def test_a_report_tells_of_them_and_judges_as_before(tmp_path: Path, jituan: Any) -> None:
    members = "members:\n  rows:\n" + "".join(f"  - {{id: m{at}, {row}}}\n" for at, row in enumerate(LEADS))
    schools = "schools:\n  rows: [{id: s0, name: 虚构一小}, {id: s1, name: 虚构二小}]\n"
    path = group(tmp_path, "g", schools + members)
    said = json.loads(jituan("check", path, "--format", "json").out)
    assert [(one["kind"], one["at"]) for one in said["notes"]] == [("doubt", f"{path}:8")]
    for fmt in ("text", "html"):
        assert "记录之间的矛盾" in jituan("check", path, "--format", fmt).out
    clean = group(tmp_path, "g", schools + members.replace("from: 2024-01-05", "from: 2024-01-05, to: 2024-01-05"))
    assert jituan("check", clean).code == jituan("check", path).code
    assert "Rows that contradict each other" in jituan("check", path, "--lang", "en").out


# decisions of another day

DECIDED = f"""body: g
answers:
- {{rule: {BOOK}/3.2.1/monthly-council, answer: 是, by: 处, date: 2024-08-20}}
waivers:
- {{rule: {BOOK}/3.2.1/monthly-council, by: 处, date: DATE, until: 2025-01-01, reason: 停办}}
"""


@pytest.mark.parametrize(("date", "waived"), [("2024-07-31", True), ("2024-08-01", False)])
def test_a_waiver_of_a_later_day_was_none_on_that_day(date: str, waived: bool, tmp_path: Path, jituan: Any) -> None:
    meetings = "meetings:\n  complete: {from: 2023-07-19, to: 2024-07-31}\n  rows: []\n"
    path = group(tmp_path, "g", meetings)
    made = written(tmp_path / "made.yaml", DECIDED.replace("DATE", date))
    said = json.loads(jituan("check", path, "--decisions", made, "--format", "json").out)
    (finding,) = [one for one in said["findings"] if one["rule"] == f"{BOOK}/3.2.1/monthly-council"]
    assert (finding["verdict"] == "waived") == waived
    notes = [one["text"] for one in said["notes"]]
    assert len(notes) == (1 if waived else 2) and all("检查日期 2024-07-31 之后" in one for one in notes)
    assert any("没有用" in one for one in notes) != waived, "what is not used is named"
    assert any("采用" in one and "2024-08-20" in one for one in notes), "an answer says something of that day"
    audited = json.loads(jituan("audit", path, "--decisions", made, "--format", "json").out)
    assert len(audited["notes"]) >= len(notes)


def test_a_body_that_is_not_founded_yet_is_not_checked(tmp_path: Path, jituan: Any) -> None:
    path = group(tmp_path, "g", as_of="2023-08-31")
    for command in ("check", "audit"):
        done = jituan(command, path)
        assert done.code == 3 and "2023-09-01" in done.err and "没有一条可查" in done.err
    assert jituan("check", path, "--as-of", "2023-09-01").code != 3


# what a complete register lacks, and what single rows cannot be

COMPLETE = "  complete: {from: 2023-09-01, to: 2024-07-31}\n"
MEMBER = "members:\n{complete}  rows: [{{id: m0, school: s0, role: {role}, from: 2023-09-01{more}}}]\n"
SCHOOL = "schools:\n  rows: [{id: s0, name: 虚构一小}]\n"


def told(folder: Path, text: str, kind: str = "group") -> list[str]:
    path = group(folder, "g", text)
    path.write_text(path.read_text(encoding="utf-8").replace("kind: group", f"kind: {kind}"), encoding="utf-8")
    return [one.line() for one in doubts(reader.read(path), DAY)]


@pytest.mark.parametrize(
    ("complete", "role", "more", "number"),
    [
        (COMPLETE, "member", "", 1),
        (COMPLETE, "lead", "", 0),
        (COMPLETE, "null", "", 0),
        (COMPLETE, "lead", ", to: 2024-02-01", 1),
        (COMPLETE, "lead", ", to: 2024-07", 0),
        ("", "member", "", 0),
        (COMPLETE.replace("2024-07-31", "2024-09-30"), "member", "", 1),
    ],
)
def test_a_complete_register_without_a_lead(complete: str, role: str, more: str, number: int, tmp_path: Path) -> None:
    found = told(tmp_path, SCHOOL + MEMBER.format(complete=complete, role=role, more=more))
    assert len(found) == number
    assert all("没有一所龙头校" in one and "不适用" in one and "2024-07-31" in one for one in found)


def test_a_lead_that_only_the_table_of_groups_names(tmp_path: Path) -> None:
    groups = "groups:\n  rows: [{id: g, name: 甲集团, lead: s0}]\n"
    (found,) = told(tmp_path, SCHOOL + groups + MEMBER.format(complete=COMPLETE, role="member", more=""))
    assert "集团表所写的龙头校不在其中" in found


def test_each_group_of_an_authority_needs_a_lead(tmp_path: Path) -> None:
    text = (
        SCHOOL
        + "groups:\n  rows: [{id: a, name: 甲集团}, {id: b, name: 乙集团}, {id: c, name: 丙集团, ended: 2024-01-31}]\n"
        f"members:\n{COMPLETE}  rows: [{{id: m0, school: s0, group: a, role: lead}}]\n"
    )
    (found,) = told(tmp_path, text, "authority")
    assert "乙集团" in found


def test_rows_before_the_founding_are_told_once_a_table(tmp_path: Path) -> None:
    rows = [
        f"{{id: t{at}, kind: subject, date: {day}}}"
        for at, day in enumerate(("2023-08-31", "2022-01", "2023-09", "2023-09-01"))
    ]
    (found,) = told(tmp_path, f"trainings:\n  rows: [{', '.join(rows)}]\n")
    assert "2 行" in found and "2022-01" in found and "早于集团成立" in found


@pytest.mark.parametrize(
    ("rows", "number"),
    [
        (("of_year: 2023, result: good", "of_year: 2023, result: unqualified"), 1),
        (("of_year: 2023, score: 85", "of_year: 2023, score: 50"), 1),
        (("of_year: 2023, result: good", "of_year: 2023, result: good, score: 85"), 0),
        (("of_year: 2023, result: good", "of_year: 2024, result: unqualified"), 0),
        (("of_year: 2023, result: good", "of_year: 2023, result: unqualified, assessor: district"), 0),
        (("date: 2023-10-25, result: good", "date: 2023-10-25, result: fair"), 1),
        (("date: 2023-10-25, result: good", "date: 2024-10-25, result: fair"), 0),
        (("result: good", "result: fair"), 0),
        (("of_year: 2023, result: good, school: s0", "of_year: 2023, result: fair, school: s1"), 0),
    ],
)
def test_one_assessment_told_twice_with_two_results(rows: Sequence[str], number: int, tmp_path: Path) -> None:
    lines = [
        f"  - {{id: a{at}, kind: city, {row}{'' if 'assessor' in row else ', assessor: city'}}}\n"
        for at, row in enumerate(rows)
    ]
    schools = "schools:\n  rows: [{id: s0, name: 虚构一小}, {id: s1, name: 虚构二小}]\n"
    found = told(tmp_path, schools + "assessments:\n  rows:\n" + "".join(lines))
    assert len(found) == number
    assert all("市级终评" in one and "不同" in one for one in found)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("satisfied: 150, respondents: 100", "多于"),
        ("satisfaction: 50%, satisfied: 100, respondents: 100", "不符"),
        ("satisfaction: 86.5%, satisfied: 173, respondents: 200", ""),
        ("satisfaction: 86%, satisfied: 13, respondents: 15", ""),
        ("satisfaction: 86.67%, satisfied: 13, respondents: 15", ""),
        ("satisfaction: 86.7%, satisfied: 86, respondents: 100", "不符"),
        ("satisfaction: 86%, satisfied: 0, respondents: 0", ""),
        ("satisfaction: 86%, satisfied: 4", ""),
    ],
)
def test_a_survey_that_contradicts_itself(row: str, words: str, tmp_path: Path) -> None:
    found = told(tmp_path, f"surveys:\n  rows: [{{id: u1, date: 2024-05-01, {row}}}]\n")
    assert [words in one for one in found] == ([True] if words else [])


def test_a_number_in_quotation_marks_is_asked_for_without(tmp_path: Path, jituan: Any) -> None:
    path = group(tmp_path, "g", "assessments:\n  rows: [{id: a1, kind: city, of_year: '2022'}]\n")
    done = jituan("check", path)
    assert done.code == 3 and "不加引号" in done.err
