"""The examples: the annex comes out as written down from the text beforehand, every hole gives its verdict."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from example_bodies import Case, Examples, checked, holes

from checker import decisions, yamlfile
from checker.errors import BadInput
from checker.model import VERDICTS, Finding
from checker.records import reader
from checker.records.body import Table

ROOT = Path(__file__).parents[1]
NANYANG = ROOT / "examples" / "nanyang"
INVENTED = NANYANG / "invented"
EXPECTED: dict[str, Any] = yamlfile.read(NANYANG / "annex-expected.yaml").data
BOOK = EXPECTED["rulebook"]

WANTED = {
    (group, rule): item
    for group, own in EXPECTED["groups"].items()
    for rule, item in [*own.items(), *((rule, item) for item in EXPECTED["all"] for rule in item["rules"])]
}
"""(group, rule) -> what annex-expected.yaml says of it."""

HOLES = holes((NANYANG / "README.md").read_text(encoding="utf-8"))
"""(verdict, file, rule) of each row of the table in the README."""

CASES: dict[str, Case] = {
    "group": (INVENTED / "group.yaml", INVENTED / "decisions.yaml", None),
    "folder": (INVENTED / "group-folder", INVENTED / "decisions.yaml", None),
    "authority": (INVENTED / "authority.yaml", INVENTED / "authority.decisions.yaml", None),
    **{group: (NANYANG / "annex" / f"{group}.yaml", None, None) for group in EXPECTED["groups"]},
    "empty": (NANYANG / "empty.yaml", None, None),
}


EXAMPLES = Examples(BOOK, CASES)
report, found = EXAMPLES.report, EXAMPLES.found


# --- the annex -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("group", "rule"), [pytest.param(*key, id="-".join(key)) for key in WANTED])
def test_annex_comes_out_as_written_down_from_the_text(group: str, rule: str) -> None:
    wanted, finding = WANTED[group, rule], found(group)[rule]
    assert finding.verdict == wanted["verdict"], wanted["why"]
    for reading, verdict in wanted.get("readings", {}).items():
        assert finding.readings[reading] == verdict
    if "values" in wanted:
        (value,) = {
            test.value for cell in finding.cells for test in cell.tests
            if test.role == "require" and cell.reading == "primary"
        }  # fmt: skip
        assert (value.low, value.high) == (wanted["values"], wanted["values"])


@pytest.mark.parametrize("group", EXPECTED["groups"])
def test_no_rule_was_left_out_beforehand(group: str) -> None:
    assert {rule for one, rule in WANTED if one == group} == set(found(group))


def test_every_expectation_says_why() -> None:
    assert all(item["why"].strip() for item in WANTED.values())


def test_annex_states_nothing_but_the_roster() -> None:
    """The day of the document, one day of complete registers, no founding, no plaque, no other table."""
    for group in EXPECTED["groups"]:
        body = reader.read(CASES[group][0])
        assert body.as_of == EXPECTED["as_of"] == "2023-07-19"
        assert set(body.tables) == {"schools", "members"}
        assert set(body.body) <= {"kind", "id", "name", "region", "model"}
        assert {row.get("plaque") for row in body.tables["members"].rows} == {None}


STAGES = ["primary", "junior", "nine_year", "senior", "complete"]


@pytest.mark.parametrize("stage", STAGES)
def test_the_stage_of_the_one_school_whose_name_leaves_it_open_decides_nothing(stage: str) -> None:
    """石庙联中: the annex says “中小学校”, its name not which; whichever stage stands there, no verdict changes."""
    body = reader.read(CASES["zhongxin"][0])
    schools: Table = body.tables["schools"]
    rows = tuple({**row, "stage": stage} if row["name"] == "石庙联中" else row for row in schools.rows)
    assert sum(a != b for a, b in zip(rows, schools.rows, strict=True)) == (stage != "junior")
    other = replace(body, tables={**body.tables, "schools": replace(schools, rows=rows)})
    same = {finding.rule.id: finding.verdict for finding in (*checked(other).findings, *checked(other).others)}
    assert same == {f"{BOOK}/{rule}": finding.verdict for rule, finding in found("zhongxin").items()}


# --- the invented group and authority --------------------------------------------------------------------------------


@pytest.mark.parametrize(("verdict", "case", "rule"), HOLES, ids=lambda part: part)
def test_each_hole_gives_its_verdict(verdict: str, case: str, rule: str) -> None:
    assert found(case)[rule].verdict == verdict


def test_together_they_reach_every_verdict_but_error() -> None:
    reached = {finding.verdict for case in ("group", "authority") for finding in found(case).values()}
    assert reached == set(VERDICTS) - {"error"}
    assert {verdict for verdict, _, _ in HOLES} == reached, "the README shows how to reach each"


def test_one_file_and_a_folder_of_csv_give_the_same_findings() -> None:
    """All of it: verdicts, cells, values, reasons, rows; only the place where a row stands differs."""

    def plain(finding: Finding) -> Finding:
        return replace(finding, rows=tuple(replace(row, origin="") for row in finding.rows))

    one, other = report("group"), report("folder")
    assert [*map(plain, one.findings)] == [*map(plain, other.findings)]
    assert [*map(plain, one.others)] == [*map(plain, other.others)]
    assert one.consequences == other.consequences


HELD = {
    # rule, entity, item, period: verdict
    ("5.2.1/monthly-work-meeting", "*", "*", "2023-08"): "not_applicable",  # founded on the 15th
    ("5.2.1/monthly-work-meeting", "*", "*", "2024-01"): "fail",
    ("5.2.1/monthly-work-meeting", "*", "*", "2024-04"): "pass",  # a date with the month only
    ("5.2.1/monthly-work-meeting", "*", "*", "2024-05"): "unknown",  # no kind
    ("5.2.1/monthly-work-meeting", "*", "*", "2024-08"): "fail",
    ("3.2.1/monthly-council", "*", "*", "2023-10"): "pass",  # entered twice
    ("3.2.1/monthly-council", "*", "*", "2024-08"): "fail",  # the one of September comes too late
    ("3.2.2/quarterly-report", "*", "*", "2024-Q1"): "fail",  # the waiver has expired
    ("3.2.2/quarterly-report", "*", "*", "2024-Q3"): "not_due",
    ("3.2.3/made-together", "plan", "*", "*"): "pass",
    ("3.2.3/made-together", "rules", "*", "*"): "fail",
    ("3.2.3/made-together", "timetable", "*", "*"): "unknown",
    ("3.2.3/made-together", "roadmap", "*", "*"): "not_applicable",
    ("3.3.2/showcase", "*", "*", "2023-2024-2"): "waived",
    ("3.3.2/trainings", "s1", "subject", "2023-2024-1"): "pass",
    ("3.3.2/trainings", "s1", "subject", "2023-2024-2"): "unknown",  # the register ends in January
    ("3.3.2/trainings", "s6", "subject", "2023-2024-1"): "not_applicable",  # joined in November
    ("3.1.2/member-plaque", "s6", "*", "*"): "due",
    ("3.1.1/members-weaker", "s1", "*", "*"): "pass",
    ("3.1.1/members-weaker", "s3", "*", "*"): "review",
}


@pytest.mark.parametrize(
    ("rule", "entity", "item", "period", "verdict"), [(*key, verdict) for key, verdict in HELD.items()]
)
def test_each_cell_of_a_hole(rule: str, entity: str, item: str, period: str, verdict: str) -> None:
    (cell,) = (
        cell for cell in found("group")[rule].cells
        if (cell.entity, cell.item, cell.period, cell.reading) == (entity, item, period, "primary")
    )  # fmt: skip
    assert cell.verdict == verdict


def test_decisions_of_every_kind_are_used() -> None:
    group = found("group")
    assert group["3.1.3/alliance-cap"].explanation is not None
    assert group["3.2.1/only-leaders"].waiver is not None and not group["3.2.1/only-leaders"].waiver["expired"]
    assert group["3.2.2/quarterly-report"].waiver is not None and group["3.2.2/quarterly-report"].waiver["expired"]
    assert group["5.2.1/monthly-work-meeting"].objections
    assert group["3.2.1/monthly-council"].decided == ("partial-period",)
    assert set(group["3.2.1/monthly-council"].readings) == {
        "vacation-months.every-month", "vacation-months.term-months",
    }  # fmt: skip
    assert found("authority")["4.1/scheme-issued"].decided == ("early-august",)
    for file in ("decisions.yaml", "authority.decisions.yaml"):
        (one,) = decisions.read(INVENTED / file).values()
        assert one.answers and one.waivers and one.readings and one.explanations and one.objections and one.ratings


def test_what_follows_from_the_assessment() -> None:
    """三（六） ④: a result is a basis; reward, leaving and dissolution are then for people to decide."""
    assert {one.consequence.id.removeprefix(f"{BOOK}/"): one.state for one in report("group").consequences} == {
        "3.6/result-is-a-basis": "follows",
        "3.6/next-year-reward": "conditions_met",
        "3.6/member-leaves": "conditions_met",
        "3.6/group-dissolved": "conditions_met",
    }


def test_everything_invented_says_so() -> None:
    made_up = [*INVENTED.rglob("*.yaml"), *(NANYANG / "messy").rglob("*.yaml"), NANYANG / "empty.yaml"]
    assert len(made_up) >= 10
    for path in made_up:
        assert path.read_text(encoding="utf-8").startswith("# invented 虚构"), path.name
    for case in ("group", "folder", "authority"):
        assert report(case).body["invented"] is True
    (everyone,) = {
        name
        for case in ("group", "authority")
        for row in reader.read(CASES[case][0]).tables["people"].rows
        for name in [row.get("name")]
    }
    assert everyone is None, "no person has a name"


# --- nothing reported, and files that cannot be read -----------------------------------------------------------------


def test_nothing_reported_is_neither_a_pass_nor_a_fail() -> None:
    verdicts = {finding.verdict for finding in found("empty").values()}
    assert not verdicts & {"pass", "fail", "missed", "deviates", "due", "error"}


def test_nothing_reported_is_nothing_to_dispute() -> None:
    assert "disputed" not in {finding.verdict for finding in found("empty").values()}


def jituan(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "checker", *arguments], cwd=ROOT, capture_output=True, text=True, encoding="utf-8",
        check=False,
    )  # fmt: skip


MESSY = {
    "full-width-colon.yaml": "full-width-colon.yaml:5:7: 键后面是全角冒号",
    "duplicate-id.yaml": "duplicate-id.yaml:8:6: 编号“k1”重复",
    "impossible-date.yaml": "impossible-date.yaml:7:29: 日期（date）“2024-02-30”填得不对",
    "unknown-column": "meetings.csv:1:3: 不认识的",
    "gbk": "meetings.csv:1:1: 不是 UTF-8 编码，可能是 GBK",
}


def test_every_messy_file_has_its_expectation() -> None:
    assert {path.name for path in (NANYANG / "messy").iterdir()} == set(MESSY)


def test_a_messy_file_is_refused_with_one_line_each() -> None:
    """All at once: exit 3, one line for each, in the order of the names, nothing on stdout."""
    ran = jituan("check", "examples/nanyang/messy")
    assert (ran.returncode, ran.stdout) == (3, "")
    lines = [line for line in ran.stderr.splitlines() if line.startswith("examples/")]
    assert len(lines) == len(MESSY)
    for line, (_, said) in zip(lines, sorted(MESSY.items()), strict=True):
        assert said in line
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize("name", MESSY)
def test_a_messy_file_alone(name: str) -> None:
    with pytest.raises(BadInput) as caught:
        reader.read(NANYANG / "messy" / name)
    (problem,) = caught.value.problems
    assert MESSY[name] in problem.line()


def test_a_folder_is_a_collection() -> None:
    """The four groups of the annex in one go: four reports, the worst exit code."""
    ran = jituan("check", "examples/nanyang/annex", "--format", "json")
    assert ran.returncode in (10, 11), ran.stderr
    assert {one["body"]["id"] for one in json.loads(ran.stdout)} == set(EXPECTED["groups"])
