"""The invented examples of Ankang: every hole gives its verdict, also after the plan has run out, and says that it is invented."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import make_examples_ankang
import pytest
from example_bodies import Case, Examples, checked, holes, listed

from checker import decisions
from checker.findings.unused import unused
from checker.model import VERDICTS
from checker.records import reader
from checker.records.body import Body

ANKANG = Path(__file__).parents[1] / "examples" / "ankang"
INVENTED = ANKANG / "invented"
BOOK = "ankang-2022"
AFTER = "2025-06-30"
"""Half a year after the last day of the plan."""

CASES: dict[str, Case] = {
    "group": (INVENTED / "group.yaml", INVENTED / "decisions.yaml", None),
    "city": (INVENTED / "city.yaml", INVENTED / "city.decisions.yaml", None),
    f"city@{AFTER}": (INVENTED / "city.yaml", None, AFTER),
    "hundred": (INVENTED / "hundred.yaml", None, None),
}
DECIDED = [case for case, (_, file, _) in CASES.items() if file]

README = (ANKANG / "README.md").read_text(encoding="utf-8")
HOLES = holes(README)
"""(verdict, file, rule) of each row of the table in the README."""


EXAMPLES = Examples(BOOK, CASES)
report, by_rule = EXAMPLES.report, EXAMPLES.by_rule


# --- the holes -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("verdict", "case", "rule"), HOLES, ids=lambda part: part)
def test_each_hole_gives_its_verdict(verdict: str, case: str, rule: str) -> None:
    assert by_rule(report(case))[rule].verdict == verdict


def test_every_row_of_the_table_is_read() -> None:
    """A row that the pattern does not fit would be no test at all."""
    assert len(listed(README)) == len(HOLES) == len({(case, rule) for _, case, rule in HOLES})


def test_group_and_city_reach_every_verdict_but_error() -> None:
    reached = {finding.verdict for case in DECIDED for finding in by_rule(report(case)).values()}
    assert reached == set(VERDICTS) - {"error"}
    assert {verdict for verdict, _, _ in HOLES} == reached, "the README shows how to reach each"


NO_HOLE = {"pass", "info", "not_applicable", "not_due", "review"}


@pytest.mark.parametrize("case", DECIDED)
def test_nothing_is_amiss_but_what_the_table_says(case: str) -> None:
    """The records are complete: a gap that nobody meant would be a fault of theirs, or of a rule."""
    amiss = {rule for rule, finding in by_rule(report(case)).items() if finding.verdict not in NO_HOLE}
    assert amiss == {rule for verdict, file, rule in HOLES if file == case and verdict not in NO_HOLE}


HELD = {
    # (case, rule, entity, item, period, reading): verdict
    ("group", "6.3.1/filed-with-both", "x4", "member_authority", "*", "primary"): "fail",
    ("group", "6.3.1/filed-with-both", "x4", "lead_authority", "*", "primary"): "pass",
    ("group", "6.3.2/assessed-by-authorities", "x1", "member_authority", "*", "primary"): "due",
    ("group", "6.3.2/assessed-by-authorities", "x1", "lead_authority", "*", "primary"): "pass",
    ("group", "6.3.2/assessed-by-authorities", "x2", "member_authority", "*", "primary"): "pass",  # just six months
    ("group", "6.3.2/authority-on-duty-reports", "x2", "*", "*", "joint-assessment.every-posting"): "due",
    ("group", "6.3.2/consented-by-both", "s3", "member_authority", "*", "primary"): "fail",
    ("group", "6.3.2/consented-by-both", "s3", "lead_authority", "*", "primary"): "pass",
    ("group", "6.3.6/pay-floor", "s1", "*", "*", "primary"): "pass",  # just 60%
    ("group", "6.3.6/pay-floor", "s2", "*", "*", "primary"): "fail",
    ("group", "6.3.1/managers-cap", "*", "*", "*", "primary"): "pass",
    ("group", "6.3.1/managers-cap", "*", "*", "*", "managers-sent-when.over-time"): "fail",
    ("group", "7.5.2/each-school-scored", "s4", "*", "2022", "primary"): "waived",
    ("group", "7.5.2/each-school-scored", "s0", "*", "2023", "primary"): "pass",
    ("group", "7.5.2/each-school-scored", "s4", "*", "2023", "primary"): "fail",
    ("group", "7.5.3/final-appraisal", "*", "*", "2023", "primary"): "not_due",  # the check is of 15 October
    ("group", "7.i3/two-meetings-a-semester", "*", "*", "2022-2023-1", "primary"): "pass",
    ("group", "7.i3/two-meetings-a-semester", "*", "*", "2022-2023-2", "primary"): "fail",
    ("group", "7.i4/exchange-share", "*", "*", "2022-2023", "primary"): "pass",  # just 10%
    ("group", "7.i4/exchange-share", "*", "*", "2022-2023", "exchange-whom.due-only"): "fail",
    ("group", "7.i8/guidance-at-members", "s4", "*", "2022-2023-1", "primary"): "pass",
    ("group", "7.i8/guidance-at-members", "s4", "*", "2022-2023-2", "primary"): "fail",
    ("city", "2.5.3/new-schools-included", "a08", "*", "*", "primary"): "pass",
    ("city", "2.5.3/new-schools-included", "a10", "*", "*", "primary"): "deviates",
    ("city", "4.0/integrated-share-2022", "*", "*", "*", "primary"): "pass",  # just 60%
    ("city", "4.0/integrated-share-2022", "*", "*", "*", "yearly-or-cumulative.standing"): "missed",
    ("city", "4.0/coverage-2023", "示例甲区", "*", "*", "primary"): "pass",
    ("city", "4.0/coverage-2023", "示例乙县", "*", "*", "primary"): "missed",
    ("city", "5.1.1/quarterly-conference", "*", "*", "2023-Q2", "primary"): "pass",
    ("city", "5.1.1/quarterly-conference", "*", "*", "2023-Q3", "primary"): "fail",
    ("city", "5.3.11/agreed-first", "d05", "*", "*", "primary"): "pass",
    ("city", "5.3.11/agreed-first", "d06", "*", "*", "primary"): "fail",
    ("city", "5.4.12/yearly-assessment", "g05", "*", "2022", "primary"): "pass",
    ("city", "5.4.12/yearly-assessment", "g05", "*", "2023", "primary"): "fail",
    ("hundred", "4.0/groups-total", "*", "*", "*", "primary"): "missed",  # 99
    ("hundred", "4.0/groups-2023", "*", "*", "*", "task-number.formed-exact"): "missed",  # 26
}


@pytest.mark.parametrize(
    ("key", "verdict"), HELD.items(), ids=lambda part: "-".join(part) if isinstance(part, tuple) else part
)
def test_each_cell_of_a_hole(key: tuple[str, ...], verdict: str) -> None:
    case, rule, *place = key
    (cell,) = (
        cell for cell in by_rule(report(case))[rule].cells
        if (cell.entity, cell.item, cell.period, cell.reading) == tuple(place)
    )  # fmt: skip
    assert cell.verdict == verdict


READ = {
    # (case, rule, reading): verdict
    ("group", "2.4.1/senior-posts", "senior-share-where.every-school"): "fail",
    ("group", "2.4.1/senior-posts", "senior-share-where.lead-only"): "pass",
    ("group", "6.3.2/agreement", "agreement-of-branch.legal-persons"): "pass",
    ("group", "6.3.2/consented-by-both", "agreement-of-branch.legal-persons"): "fail",
    ("group", "6.3.6/pay-floor", "pay-of-what.group-part"): "fail",
    ("group", "6.3.6/pay-floor", "pay-of-whom.all-cores"): "fail",
    ("city", "2.1.1/weak-schools-included", "weak-reach.joined"): "due",
    ("city", "2.1.1/weak-schools-included", "weak-reach.in-scope"): "review",
    ("city", "4.0/coverage-2023", "coverage-scope.city-wide"): "pass",  # just 70%
    ("city", "4.0/integrated-share-2023", "yearly-or-cumulative.standing"): "missed",
    (f"city@{AFTER}", "4.0/integrated-share-2024", "task-share.exact"): "missed",
    (f"city@{AFTER}", "4.0/coverage-2024", "coverage-base.by-site"): "missed",
    (f"city@{AFTER}", "2.3.2/led-by-each-core", "at-least-one-to-three.at-least-three"): "fail",
    (f"city@{AFTER}", "2.3.2/led-by-each-core", "at-least-one-to-three.one-to-three"): "pass",
    ("hundred", "1.0/hundred-groups", "yearly-or-cumulative.standing"): "pass",
    ("hundred", "1.0/hundred-groups", "yearly-or-cumulative.formed-in-year"): "missed",
    ("hundred", "4.0/groups-total", "task-number.standing-at-least"): "pass",
    ("hundred", "4.0/integrated-2022", "task-number.formed-exact"): "pass",  # just 30
    ("hundred", "4.0/integrated-2022", "task-number.standing-exact"): "missed",  # 50
    ("hundred", "4.0/groups-2023", "task-number.formed-exact"): "missed",  # 26
}


@pytest.mark.parametrize(
    ("key", "verdict"), READ.items(), ids=lambda part: "-".join(part) if isinstance(part, tuple) else part
)
def test_each_reading_gives_its_verdict(key: tuple[str, str, str], verdict: str) -> None:
    case, rule, reading = key
    assert by_rule(report(case))[rule].readings[reading] == verdict


def test_the_city_media_bonus_may_be_added() -> None:
    """附件4 四（一） ②: one report at the city's level; how bonuses add up, people decide."""
    states = {one.consequence.id.removeprefix(f"{BOOK}/"): one.state for one in report("group").consequences}
    assert states["7.4.1/bonus-city"] == "conditions_met"
    assert states["7.4.1/bonus-national"] == "not_triggered"
    assert states["7.4.2/unqualified-for-incident"] == "unknown", "the readings differ"


# --- the plan has run out --------------------------------------------------------------------------------------------


@lru_cache
def printed(case: str, fmt: str) -> str:
    """What the command prints, in Chinese."""
    path, file, day = CASES[case]
    options = [*(("--decisions", str(file)) if file else ()), *(("--as-of", day) if day else ())]
    command = [sys.executable, "-m", "checker", "--lang", "zh", "check", str(path), *options, "--format", fmt]
    return subprocess.run(command, cwd=ANKANG.parents[1], capture_output=True, encoding="utf-8", check=False).stdout


@pytest.mark.parametrize("case", ["city", f"city@{AFTER}"])
def test_the_report_says_at_its_top_that_the_plan_has_run_out(case: str) -> None:
    top = "".join(printed(case, "text").split("本对象应查")[0].split())
    assert ("已于2024年12月31日失效" in top) is (AFTER in case)
    assert ("此后的事不作评判" in top) is (AFTER in case)


def test_what_was_not_yet_due_on_the_last_day_is_missed_after_it() -> None:
    undecided = checked(reader.read(INVENTED / "city.yaml"))
    on_the_day, after = by_rule(undecided), by_rule(report(f"city@{AFTER}"))
    for rule in ("1.0/hundred-groups", "4.0/groups-2024", "4.0/groups-total", "4.0/cooperative-2024"):
        assert (on_the_day[rule].verdict, after[rule].verdict) == ("not_due", "missed")


def test_nothing_after_the_last_day_is_owed() -> None:
    findings = by_rule(report(f"city@{AFTER}")).values()
    assert "not_due" not in {finding.verdict for finding in findings}, "nothing comes due any more"
    assert not {cell.period for finding in findings for cell in finding.cells if cell.period.startswith("2025")}


# --- the plan and its annexes differ ---------------------------------------------------------------------------------

BODY, ANNEX = "新建学校原则上全部纳入集团化办学管理", "新建学校全部纳入集团化办学管理"
"""二（五）3 ③ and 附件2 二（四） ④: of one and the same new school the one deviates, the other fails."""


DISTRICTS = "提出各自辖区义务教育学校学区划分方案"
AGREED = "经中心城区集团化办学改革联席会议统筹研究同意后实施"
DIFFERENT = {
    # rule: (what it quotes, the other place, what stands there)
    "2.5.3/new-schools-included": (BODY, "附件2 二（四） ④", ANNEX),
    "5.2.4/new-schools": (ANNEX, "二（五）3 ③", BODY),
    "2.3.2/led-by-each-core": ("每所核心校至少带动1—3所成员校", "附件2 二（三） ③", "每所核心校至少带动2-3所成员学校"),
    "5.3.11/plans": (DISTRICTS, "二（五）3 ④", f"{DISTRICTS}，{AGREED}"),
}


@pytest.mark.parametrize("rule", DIFFERENT)
def test_each_of_two_places_shows_the_other(rule: str) -> None:
    own, at, other = DIFFERENT[rule]
    (finding,) = (one for one in json.loads(printed("city", "json"))["findings"] if one["rule"] == f"{BOOK}/{rule}")
    passages = [passage for one in finding["conflicts"] for passage in one["between"]]
    assert {"at": at, "quote": other} in passages
    assert any(passage["at"] == finding["at"] and own in passage["quote"] for passage in passages)


@pytest.mark.parametrize(("own", "other"), [(BODY, ANNEX), (ANNEX, BODY)])
def test_the_report_shows_both_quotes_where_they_differ(own: str, other: str) -> None:
    clause = f"“{own}”[^“]*不一致(?:[^“]*“[^”]*”){{0,2}}[^“]*“{other}”"
    assert re.search(clause, "".join(printed("city", "text").split()))


def test_what_differs_is_judged_apart() -> None:
    """Of one new school the body says as a rule, annex 2 says all; of one district without a plan only annex 2 has a limit."""
    city = by_rule(report("city"))
    assert (city["2.5.3/new-schools-included"].verdict, city["5.2.4/new-schools"].verdict) == ("deviates", "fail")
    assert (city["2.5.3/district-plans"].verdict, city["5.3.11/plans"].verdict) == ("due", "fail")
    assert (city["2.3.2/led-by-each-core"].verdict, city["5.2.3/core-leads-members"].verdict) == ("pass", "fail")


# --- decisions -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", DECIDED)
def test_every_decision_reaches_something(case: str) -> None:
    _, file, _ = CASES[case]
    assert file is not None
    one = report(case)
    assert [*unused(decisions.read(file)[one.body["id"]], [one])] == []


def test_decisions_of_every_kind_are_used() -> None:
    group, city = by_rule(report("group")), by_rule(report("city"))
    assert group["7.5/once-a-school-year"].explanation is not None
    assert group["7.i3/two-meetings-a-semester"].objections and city["5.1.1/quarterly-conference"].objections
    assert group["7.i2/in-member-plans"].chosen == {"work-year": "by-school-year"}
    running, over = group["7.i5/files"].waiver, group["6.3.6/pay-scheme"].waiver
    assert running is not None and not running["expired"]
    assert over is not None and over["expired"]


# --- invented --------------------------------------------------------------------------------------------------------


def test_the_roster_is_as_its_generator_writes_it() -> None:
    assert make_examples_ankang.FILE.read_text(encoding="utf-8") == make_examples_ankang.text()


def test_everything_invented_says_so() -> None:
    made_up = [*ANKANG.rglob("*.yaml")]
    assert len(made_up) == 6
    for path in made_up:
        assert path.read_text(encoding="utf-8").startswith("# invented 虚构"), path.name
    for case in CASES:
        body = reader.read(CASES[case][0])
        assert body.body["invented"] is True and report(case).body["invented"] is True
        named = [row["name"] for table in ("schools", "groups") for row in rows(body, table)]
        assert all(str(name).startswith("示例") for name in (body.body["name"], *named))


def test_no_person_has_a_name() -> None:
    people = [row for case in CASES for row in rows(reader.read(CASES[case][0]), "people")]
    assert people
    assert not any(row.get("name") for row in people)
    assert all(str(row["id"]).isdecimal() for row in people)


def rows(body: Body, table: str) -> list[dict[str, object]]:
    return [dict(row) for row in body.tables[table].rows] if table in body.tables else []


# --- nothing reported ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["group", "authority"])
@pytest.mark.parametrize("level", [None, "city", "county"])
def test_nothing_reported_is_neither_a_pass_nor_a_fail(kind: str, level: str | None) -> None:
    body = reader.read(ANKANG / "empty.yaml")
    verdicts = {
        one.verdict
        for one in by_rule(checked(replace(body, body={**body.body, "kind": kind, "level": level}))).values()
    }
    assert "unknown" in verdicts
    assert not verdicts & {"pass", "fail", "missed", "deviates", "due", "disputed", "error"}
