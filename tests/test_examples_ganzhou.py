"""The Ganzhou examples: the six groups come out as written down from the text beforehand, every hole gives its verdict."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from example_bodies import Case, Examples, bench, checked, holes

from checker import decisions, yamlfile
from checker.findings.unused import unused
from checker.model import VERDICTS, Cell, Finding, Rulebook
from checker.records import reader
from checker.run import check

GANZHOU = Path(__file__).parents[1] / "examples" / "ganzhou"
INVENTED = GANZHOU / "invented"
EXPECTED: dict[str, Any] = yamlfile.read(GANZHOU / "groups-expected.yaml").data
BOOK = EXPECTED["rulebook"]
GROUPS: dict[str, Any] = EXPECTED["groups"]

LATER = "2026-01-31"
OWN = (INVENTED / "group.yaml", INVENTED / "decisions.yaml")
BUREAU = (INVENTED / "authority.yaml", INVENTED / "authority.decisions.yaml")
CASES: dict[str, Case] = {
    "group": (*OWN, None),
    f"group@{LATER}": (*OWN, LATER),
    "authority": (*BUREAU, None),
    f"authority@{LATER}": (*BUREAU, LATER),
    **{group: (GANZHOU / "groups" / f"{group}.yaml", None, None) for group in GROUPS},
}
JUDGED = {"pass", "fail", "missed", "deviates", "disputed", "due", "waived", "error"}
"""What only records can bring about: nothing that the text leaves open may come out so."""
OUT_OF_REACH = {"deviates", "error"}
"""The text has no 原则上; `error` is the program's own."""

README = (GANZHOU / "README.md").read_text(encoding="utf-8")
HOLES = holes(README)
"""(verdict, file, rule) of each row of the table in the README."""


EXAMPLES = Examples(BOOK, CASES)
report, found, by_rule = EXAMPLES.report, EXAMPLES.found, EXAMPLES.by_rule


@lru_cache
def rulebook() -> Rulebook:
    return bench().rulebook_for(reader.read(OWN[0]))


def cell_of(case: str, rule: str, entity: str, period: str = "*") -> Cell:
    (one,) = (
        cell for cell in found(case)[rule].cells
        if (cell.entity, cell.period, cell.reading) == (entity, period, "primary")
    )  # fmt: skip
    return one


# --- the six groups --------------------------------------------------------------------------------------------------


def wanted(group: str) -> dict[str, dict[str, Any]]:
    """Rule -> what groups-expected.yaml says of it for this group."""
    own = {rule: item for rule, item in GROUPS[group].items() if rule != "own"}
    same = {rule: item for item in EXPECTED["same"] if group in item["of"] for rule in item["rules"]}
    foreign = tuple(start for other in GROUPS if other != group for start in GROUPS[other]["own"])
    elsewhere = {rule: EXPECTED["elsewhere"] for rule in found(group) if rule.startswith(foreign)}
    return {**same, **own, **elsewhere}


@pytest.mark.parametrize("group", GROUPS)
def test_groups_come_out_as_written_down_from_the_text(group: str) -> None:
    expected = wanted(group)
    assert {rule: found(group)[rule].verdict for rule in expected} == {
        rule: item["verdict"] for rule, item in expected.items()
    }


@pytest.mark.parametrize("group", GROUPS)
def test_no_row_of_a_group_was_left_out_beforehand(group: str) -> None:
    own = tuple(GROUPS[group]["own"])
    assert {rule for rule in found(group) if rule.startswith(own)} == {
        rule for rule in GROUPS[group] if rule.startswith(own)
    }


@pytest.mark.parametrize("group", GROUPS)
def test_what_the_text_leaves_open_is_neither_a_pass_nor_a_fail(group: str) -> None:
    expected = wanted(group)
    verdicts = {rule: finding.verdict for rule, finding in found(group).items() if finding.verdict in JUDGED}
    assert verdicts == {rule: "pass" for rule, item in expected.items() if item["verdict"] == "pass"}


def test_every_expectation_says_why() -> None:
    items = [EXPECTED["elsewhere"], *EXPECTED["same"]]
    items += [item for own in GROUPS.values() for rule, item in own.items() if rule != "own"]
    assert all(item["why"].strip() for item in items)


@pytest.mark.parametrize("group", GROUPS)
def test_a_group_states_nothing_but_what_the_text_says(group: str) -> None:
    """Names in the words that the rules quote; sections, stages and the like only where the words say them."""
    body = reader.read(CASES[group][0])
    assert body.as_of == EXPECTED["as_of"]
    assert set(body.tables) == {"schools", "members"}
    assert set(body.body) == {"kind", "id", "name", "region", "model"}
    for row in body.tables["members"].rows:
        assert {key for key, value in row.items() if value is not None} <= {"id", "school", "role"}
    (roster,) = (rule for rule in GROUPS[group] if rule.endswith("-members"))
    names = found(group)[roster].rule.quote.split("、")
    schools = body.tables["schools"].rows
    assert [row["name"] for row in schools] == names
    assert f"| `{group}` | {body.body['name']} |" in README and f" | {len(names)}所" in README
    for row in schools:
        name = str(row["name"])
        said = {key for key, value in row.items() if value is not None} - {"id", "name", "aliases"}
        assert said <= {"stage", "section", "setting", "township_central"}
        assert (row.get("township_central") is not None) == name.endswith(("镇中心学校", "乡中心学校"))
        assert (row.get("section") in {"primary", "junior"}) == name.endswith("部）")
        if name.endswith("小学"):
            assert row.get("stage") == "primary"


# --- the holes -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("verdict", "case", "rule"), HOLES, ids=lambda part: part)
def test_each_hole_gives_its_verdict(verdict: str, case: str, rule: str) -> None:
    assert found(case)[rule].verdict == verdict


def test_every_row_of_the_table_is_read() -> None:
    """A row that the pattern does not fit would be no test at all."""
    rows = [line for line in README.splitlines() if re.match(r"\| `[a-z_]+` \S+ \| `", line)]
    assert len(rows) == len(HOLES) == len({(case, rule) for _, case, rule in HOLES})


@pytest.mark.parametrize("day", ["", f"@{LATER}"])
def test_they_reach_every_verdict_that_the_text_can_give(day: str) -> None:
    """On either day: in mid-semester, and when the periods are over."""
    reached = {finding.verdict for case in ("group", "authority") for finding in found(case + day).values()}
    assert reached == set(VERDICTS) - OUT_OF_REACH
    assert {verdict for verdict, _, _ in HOLES} == reached, "the README shows how to reach each"


def test_what_is_out_of_reach_is_so_because_of_the_text() -> None:
    """Only 原则上 makes a departure, unless a test says so of itself; none does."""
    rules = rulebook().rules
    assert "default" not in {rule.modality for rule in rules}
    tests = [test for rule in rules for part in rule.tests.values() for test in part]
    assert "deviates" not in {said for test in tests for said in (test.breached_as, test.missing_as)}
    assert "deviates" not in {rule.no_rows for rule in rules}
    assert not [rule.id for rule in rules if "原则上" in rule.quote + "".join(part["quote"] for part in rule.context)]


AUTUMN, SPRING, NEXT = "2024-2025-1", "2024-2025-2", "2025-2026-1"
HELD = {
    # (case, rule, entity, period): verdict
    # three visits a semester: in mid-semester one still has time, afterwards not
    ("group", "4.2.2/visits", "s1", SPRING): "pass",
    ("group", "4.2.2/visits", "s2", SPRING): "not_due",
    ("group", "4.2.2/visits", "s2", AUTUMN): "pass",  # met is met, though the group is younger than the semester
    ("group", "4.2.2/visits", "s3", AUTUMN): "not_applicable",  # two: owed only under the other reading
    ("group", "4.2.2/visits", "s3", SPRING): "not_due",
    ("group", "4.2.2/visits", "s4", SPRING): "not_applicable",  # joined in mid-semester
    (f"group@{LATER}", "4.2.2/visits", "s2", SPRING): "pass",  # the third one came in June
    (f"group@{LATER}", "4.2.2/visits", "s3", SPRING): "fail",
    (f"group@{LATER}", "4.2.2/visits", "s4", SPRING): "not_applicable",
    (f"group@{LATER}", "4.2.2/visits", "s3", NEXT): "pass",
    (f"group@{LATER}", "4.2.2/visits", "s4", NEXT): "fail",
    ("group", "4.1.1/principal-forum", "*", AUTUMN): "pass",
    ("group", "4.1.1/principal-forum", "*", SPRING): "not_due",  # one held outside the group
    (f"group@{LATER}", "4.1.1/principal-forum", "*", SPRING): "fail",
    ("group", "4.3.1/semester-warning-and-review", "ethics_warning", SPRING): "pass",
    ("group", "4.3.1/semester-warning-and-review", "ethics_review", SPRING): "not_due",
    (f"group@{LATER}", "4.3.1/semester-warning-and-review", "ethics_review", SPRING): "fail",
    ("group", "4.3.1/yearly-lecture-and-report", "ethics_lecture", "2024"): "pass",
    ("group", "4.3.1/yearly-lecture-and-report", "ethics_report", "2024"): "pass",
    ("group", "4.3.1/yearly-lecture-and-report", "ethics_report", "2025"): "not_due",
    (f"group@{LATER}", "4.3.1/yearly-lecture-and-report", "ethics_report", "2025"): "pass",
    ("group", "4.2.2/research-plan", "*", "2024"): "not_applicable",
    ("group", "4.2.2/research-plan", "*", "2025"): "pass",
    ("group", "4.4.2/joint-activity", "*", "2024-2025"): "not_applicable",
    (f"group@{LATER}", "4.4.2/joint-activity", "*", "2024-2025"): "pass",
    (f"group@{LATER}", "4.4.2/joint-activity", "*", "2025-2026"): "not_due",
    # 5% of each school's own teachers
    ("group", "4.3.2/exchange-share", "s2", "2024"): "not_applicable",
    ("group", "4.3.2/exchange-share", "s1", "2025"): "pass",
    ("group", "4.3.2/exchange-share", "s2", "2025"): "not_due",
    (f"group@{LATER}", "4.3.2/exchange-share", "s2", "2025"): "fail",
    (f"group@{LATER}", "4.3.2/exchange-share", "s3", "2025"): "pass",
    (f"group@{LATER}", "4.3.2/exchange-share", "s4", "2025"): "not_applicable",  # joined in the course of the year
    ("group", "4.6.1/member-reports", "s1", "*"): "review",
    ("group", "4.6.1/member-reports", "s3", "*"): "unknown",  # the register of papers has a gap
    ("group", "4.6.2/aspects", "s1", "*"): "info",  # one of the nine is missing
    ("group", "4.6.2/aspects", "s2", "*"): "pass",
    ("group", "4.6.2/aspects", "s3", "*"): "info",  # not assessed at all
    ("group", "3.2.1/major-matters-agreed", "i1", "*"): "pass",
    ("group", "3.2.1/major-matters-agreed", "i2", "*"): "fail",
    ("group", "5.1/plans", "scheme", "*"): "pass",
    ("group", "5.1/plans", "work_plan", "*"): "fail",
    ("group", "3.2.1/regular-meetings", "*", "2024"): "not_applicable",
    ("authority", "1.0/area-duty", "researcher", "*"): "pass",
    ("authority", "1.0/area-duty", "section_head", "*"): "fail",
    ("authority", "4.2.2/duty-lessons", "R01", SPRING): "not_due",  # 13 at his schools, 4 at another's
    ("authority", "4.2.2/duty-lessons", "R02", SPRING): "pass",  # 15
    ("authority", "4.2.2/duty-lessons", "R03", AUTUMN): "not_applicable",  # a school in the city
    (f"authority@{LATER}", "4.2.2/duty-lessons", "R01", SPRING): "pass",
    (f"authority@{LATER}", "4.2.2/duty-lessons", "R02", NEXT): "fail",
    (f"authority@{LATER}", "4.2.2/duty-guidance", "R02", SPRING): "fail",
    (f"authority@{LATER}", "5.3/evaluated-each-semester", "*", SPRING): "pass",
    (f"authority@{LATER}", "5.3/evaluated-each-semester", "*", NEXT): "fail",
    (f"authority@{LATER}", "6.3/regular-inspection", "g4", "2025"): "fail",
    (f"authority@{LATER}", "6.3/regular-inspection", "g5", "2025"): "pass",
}


@pytest.mark.parametrize(
    ("key", "verdict"), HELD.items(), ids=lambda part: "-".join(part) if isinstance(part, tuple) else part
)
def test_each_cell_of_a_hole(key: tuple[str, str, str, str], verdict: str) -> None:
    assert cell_of(*key).verdict == verdict


# --- what counts -----------------------------------------------------------------------------------------------------


def visits_of(school: str, **changes: str) -> Fraction | None:
    """Visits of the second semester that surely count on the later day, with changes to the three that do not."""
    body = replace(reader.read(OWN[0]), as_of=LATER)
    table = body.tables["activities"]
    not_counted = {"2025-04-15", "2025-04-22", "2025-05-08"}
    rows = tuple({**row, **changes} if row["date"] in not_counted else row for row in table.rows)
    body = replace(body, tables={**body.tables, "activities": replace(table, rows=rows)})
    (cell,) = (
        cell for cell in by_rule(checked(body, OWN[1]))["4.2.2/visits"].cells
        if (cell.entity, cell.period, cell.reading) == (school, SPRING, "primary")
    )  # fmt: skip
    low = cell.tests[0].value.low
    assert low is None or isinstance(low, Fraction)
    return low


def test_a_visit_counts_only_there_by_them_and_of_the_kind() -> None:
    """Held at the lead's, by an ordinary teacher, of another kind: each lacks one thing, so each thing matters."""
    assert visits_of("s3") == 1
    assert visits_of("s3", place="s3") == 2
    assert visits_of("s3", by="backbone") == 2
    assert visits_of("s3", kind="seminar") == 2
    assert visits_of("s3", place="s3", by="backbone", kind="seminar") == 4


def test_a_share_has_its_own_denominator() -> None:
    """2 of 40 and 1 of 20 are exactly 5%; of the two of 丙 one shadows and one leaves the group."""
    shares = {
        school: (value.numerator, value.denominator)
        for school in ("s1", "s2", "s3")
        for value in [cell_of(f"group@{LATER}", "4.3.2/exchange-share", school, "2025").tests[0].value]
    }
    assert shares == {"s1": ((2, 2), (40, 40)), "s2": ((0, 0), (20, 20)), "s3": ((1, 1), (20, 20))}


def test_lessons_at_a_school_of_another_do_not_count() -> None:
    (test,) = (one for one in cell_of("authority", "4.2.2/duty-lessons", "R01", SPRING).tests if one.role == "require")
    assert test.value.low == 13


@pytest.mark.parametrize(
    ("schools", "verdict"), [(("s0", "s1"), "pass"), (("s0",), "fail"), (None, "unknown")],
    ids=["with a member", "the lead alone", "not reported"],
)  # fmt: skip
def test_a_lecture_is_for_the_whole_group(schools: tuple[str, ...] | None, verdict: str) -> None:
    """集团内部的: of the lead's own staff alone it does not count; who took part must be registered."""
    body = replace(reader.read(OWN[0]), as_of=LATER)
    table = body.tables["activities"]
    rows = tuple({**row, "schools": schools} if row["date"] == "2025-03-12" else row for row in table.rows)
    body = replace(body, tables={**body.tables, "activities": replace(table, rows=rows)})
    (cell,) = (
        cell for cell in by_rule(checked(body, OWN[1]))["4.3.1/yearly-lecture-and-report"].cells
        if (cell.entity, cell.period, cell.reading) == ("ethics_lecture", "2025", "primary")
    )  # fmt: skip
    assert cell.verdict == verdict


# --- a first period of which only a part counts ----------------------------------------------------------------------


def test_who_joined_in_mid_semester_has_a_cell_that_says_so() -> None:
    """戊 joined on 1 April: her semester and her year are parts, and the next semester is whole."""
    for case in ("group", f"group@{LATER}"):
        for rule, period in (("4.2.2/visits", SPRING), ("4.3.2/exchange-share", "2025")):
            cell = cell_of(case, rule, "s4", period)
            assert (cell.verdict, *cell.reasons) == ("not_applicable", "partial_excused")
        assert not [cell for cell in found(case)["4.2.2/visits"].cells if (cell.entity, cell.period) == ("s4", AUTUMN)]
    assert "partial_excused" not in cell_of(f"group@{LATER}", "4.2.2/visits", "s4", NEXT).reasons


def test_a_person_settles_whether_the_first_part_is_owed() -> None:
    """What was short in the first part is disputed until then; neither option touches the whole semester."""
    short = ("4.2.2/visits", "4.2.2/research-plan", "4.3.2/exchange-share")
    assert {found("group")[rule].verdict for rule in short} == {"disputed"}
    settled = {}
    for option in ("whole-periods-only", "first-period-too"):
        (own,) = decisions.read(OWN[1]).values()
        entry = {**own.readings[0], "question": f"{BOOK}/partial-period", "option": option}
        made = check(bench(), reader.read(OWN[0]), rulebook(), replace(own, readings=(*own.readings, entry)))
        settled[option] = by_rule(made)
    visits = {option: one["4.2.2/visits"].verdict for option, one in settled.items()}
    assert visits == {"whole-periods-only": "pass", "first-period-too": "fail"}
    assert settled["whole-periods-only"]["4.2.2/research-plan"].verdict == "pass"
    assert settled["first-period-too"]["4.2.2/research-plan"].verdict == "fail"
    spring = {
        (option, cell.entity): cell.verdict
        for option, one in settled.items() for cell in one["4.2.2/visits"].cells
        if cell.period == SPRING and cell.reading == "primary"
    }  # fmt: skip
    assert spring["whole-periods-only", "s3"] == spring["first-period-too", "s3"] == "not_due"
    assert (spring["whole-periods-only", "s4"], spring["first-period-too", "s4"]) == ("not_applicable", "not_due")


# --- the calendar of duties ------------------------------------------------------------------------------------------

VISITS = "到成员学校开展听评课等活动不少于3次"


@lru_cache
def printed(day: str, form: str) -> str:
    arguments = ["check", str(OWN[0]), "--decisions", str(OWN[1]), "--as-of", day, "--format", form]
    ran = subprocess.run(
        [sys.executable, "-m", "checker", *arguments], capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert ran.returncode == 10, ran.stderr
    return ran.stdout


def visits(day: str, form: str) -> dict[str, list[str]]:
    """School -> its fields of the school year 2024—2025, sign and number, as they are printed."""
    _, _, after = printed(day, form).partition("<body" if form == "html" else "周期性要求一览")
    calendar = after[re.search(r"2024—2025学年(?=\s*[（<])", after).start() :]  # type: ignore[union-attr]
    if form == "html":
        table = next(one for one in re.findall(r"<table.*?</table>", calendar, re.DOTALL) if VISITS in one)
        table = re.sub(r'<(span|sup) class="(hidden|warn)".*?</\1>', "", table)
        rows = [
            re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL) for row in re.findall(r"<tr.*?</tr>", table, re.DOTALL)
        ]
        plain = [[re.sub(r"<.*?>|\s", "", field) for field in row] for row in rows]
    else:
        lines = calendar[calendar.index(VISITS) :].splitlines()[1:]
        plain = [re.split(r"\s{2,}", line.removeprefix("- ").strip()) for line in lines if line.startswith("- ")]
        plain = [[re.sub(r"[\s◇]", "", field) for field in row] for row in plain]
    found: dict[str, list[str]] = {}
    for names, *fields in plain:
        for name in names.split("、"):
            if name.startswith("虚构"):
                found.setdefault(name, fields)
    return found


def squeezed(day: str, form: str) -> tuple[str, str]:
    """What can still be done, and what is past, without tags and blanks."""
    _, _, after = printed(day, form).partition('aria-labelledby="duties-h"' if form == "html" else "周期性要求一览")
    section = after.partition("</section>" if form == "html" else "\n对主管部门")[0]
    _, _, left = re.sub(r"<.*?>|\s", "", section).partition("还能补的")
    still, _, past = left.partition("已过期")
    return still, past


@pytest.mark.parametrize("form", ["text", "html"])
def test_the_calendar_shows_visits_by_member_and_semester(form: str) -> None:
    """Three members, two semesters; of the one that joined in the second there is nothing to count."""
    now = visits("2025-05-20", form)
    assert now["虚构乙小学"] == ["√3/3", "√3/3"]
    assert now["虚构丙镇中心学校"] == ["√3/3", "○2/3"]
    assert now["虚构丁乡中心学校"] == ["-", "○1/3"]
    assert now["虚构戊小学"][-1] == "-"
    later = visits(LATER, form)
    assert later["虚构丙镇中心学校"] == ["√3/3", "√3/3"]
    assert later["虚构丁乡中心学校"] == ["-", "×1/3"]


@pytest.mark.parametrize("form", ["text", "html"])
def test_what_can_still_be_done_stands_with_its_last_day(form: str) -> None:
    """Mid-semester: the visits to 丙 and 丁 by 4 July, one and two, to 戊 perhaps; nothing is past yet."""
    still, past = squeezed("2025-05-20", form)
    assert not past
    first, _, rest = still.partition("2025年12月31日")
    assert "2025年7月4日" in first and "45天" in first
    for school, lack in (("虚构丙镇中心学校", "还差1次"), ("虚构丁乡中心学校", "还差2次")):
        assert re.search(rf"{school}：?每学期{VISITS}.{{0,40}}?{lack}", first)
    # 戊 joined in the middle of the semester: only the other reading makes its part one that is owed.
    assert "虚构乙小学" not in first and first.count("虚构戊小学") == 1
    assert re.search(rf"虚构戊小学：?每学期{VISITS}.{{0,40}}?按现用的口径本期不须做", first)
    assert re.search(r"虚构丙镇中心学校：?专任教师每年按不低于5%", rest)


@pytest.mark.parametrize("form", ["text", "html"])
def test_what_is_past_stands_apart(form: str) -> None:
    """What 丁 lacked in spring and 戊 in autumn; of the spring nothing can be made up any more."""
    still, past = squeezed(LATER, form)
    assert VISITS not in still and "第2学期" not in still and "2026年8月31日" in still
    lacking = {"虚构丁乡中心学校（2024—2025学年第2学期）": "差2次", "虚构戊小学（2025—2026学年第1学期）": "差1次"}
    for where, lack in lacking.items():
        assert VISITS in past and re.search(rf"{where}(：每学期{VISITS}.{{0,15}}?)?{lack}", past)
    assert "虚构乙小学" not in past and "虚构丙镇中心学校（2025年）" in past


def test_none_is_not_the_same_as_not_reported() -> None:
    body = reader.read(OWN[0])
    assert found("group")["4.5.1/courses-shared"].verdict == "due"
    without = replace(body, tables={name: table for name, table in body.tables.items() if name != "resources"})
    assert by_rule(checked(without, OWN[1]))["4.5.1/courses-shared"].verdict == "unknown"


# --- all schools within three years ----------------------------------------------------------------------------------


def coverage(grouped: int) -> Finding:
    """On the day after the three years, of all but the kindergarten; the registers then reach to that day."""
    body = reader.read(BUREAU[0])
    spans = (("2024-10-01", "2027-01-31"),)
    members, schools = body.tables["members"], body.tables["schools"]
    rows = list(members.rows)
    if len(rows) < grouped:
        rows.append({**rows[-1], "id": "last", "school": "c17", "from": "2026-09-01"})
    assert len(rows) == grouped
    tables = {
        **body.tables,
        "members": replace(members, rows=tuple(rows), origins=members.origins[:1] * len(rows), complete=spans),
        "schools": replace(schools, complete=spans),
        "documents": replace(body.tables["documents"], complete=spans),
    }
    return by_rule(checked(replace(body, as_of="2027-01-01", tables=tables)))["2.1/coverage"]


@pytest.mark.parametrize(("grouped", "verdict"), [(16, "missed"), (17, "pass")])
def test_coverage_on_both_sides_of_the_bound(grouped: int, verdict: str) -> None:
    """17 schools and a kindergarten: 16 of 17 are not all."""
    readings = coverage(grouped).readings
    assert readings["coverage-base.all-schools"] == verdict
    assert readings["coverage-base.with-kindergartens"] == "missed"


# --- decisions, consequences, honesty --------------------------------------------------------------------------------


@pytest.mark.parametrize("case", ["group", "authority"])
def test_every_decision_reaches_something(case: str) -> None:
    file = CASES[case][1]
    assert file is not None
    assert [*unused(decisions.read(file)[report(case).body["id"]], [report(case)])] == []


def test_decisions_of_every_kind_that_the_text_knows_are_used() -> None:
    group = found("group")
    assert group["3.2.1/convened-by-lead"].objections and group["5.1/deployment-meeting"].objections
    assert set(group["4.3.2/exchange-share"].decided) >= {"lead-is-member", "exchange-share", "teaching-year"}
    shared, meeting = group["4.5.2/facilities-shared"].waiver, group["5.1/deployment-meeting"].waiver
    assert shared is not None and not shared["expired"]
    assert meeting is not None and meeting["expired"]
    later = found(f"group@{LATER}")["4.5.2/facilities-shared"].waiver
    assert later is not None and later["expired"]
    (own,) = decisions.read(OWN[1]).values()
    assert own.answers and own.waivers and own.readings and own.objections and own.ratings
    assert not own.explanations, "only a departure from 原则上 is explained"


def test_an_objection_changes_no_verdict() -> None:
    without = by_rule(checked(reader.read(OWN[0])))
    assert without["3.2.1/convened-by-lead"].verdict == found("group")["3.2.1/convened-by-lead"].verdict == "fail"


def states(case: str) -> dict[str, str]:
    return {one.consequence.id.removeprefix(f"{BOOK}/"): one.state for one in report(case).consequences}


def test_what_follows() -> None:
    """六（三）: somebody stands out, so he is commended; a result of an exchanged teacher is there, people use it."""
    assert states("authority")["6.3/public-praise"] == "follows"
    assert states("group")["6.3/result-is-a-basis"] == "follows"
    assert states("group")["6.3/some-preference"] == "follows"


def test_every_report_says_that_the_document_is_a_draft() -> None:
    assert {book.source.status for case in CASES for book in report(case).rulebooks} == {"draft"}
    ran = subprocess.run(
        [sys.executable, "-m", "checker", "check", str(OWN[0]), "--format", "json"],
        capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    one = json.loads(ran.stdout)
    assert all("（征求意见稿）" in item["citation"] for item in (*one["findings"], *one["addressed_to_others"]))


def test_everything_invented_says_so() -> None:
    made_up = [*INVENTED.rglob("*.yaml"), GANZHOU / "empty.yaml"]
    assert len(made_up) == 5
    for path in made_up:
        assert path.read_text(encoding="utf-8").startswith("# invented 虚构"), path.name
    for case in ("group", "authority"):
        body = reader.read(CASES[case][0])
        assert body.body["invented"] is True and report(case).body["invented"] is True
        tables = [body.tables[name].rows for name in ("schools", "groups") if name in body.tables]
        names = [body.body["name"], *(row["name"] for rows in tables for row in rows)]
        assert all(str(name).startswith("虚构") for name in names)
        assert body.tables["people"].rows
        assert all(row.get("name") is None for row in body.tables["people"].rows), "people by their numbers"


@pytest.mark.parametrize("kind", ["group", "authority"])
def test_nothing_reported_is_neither_a_pass_nor_a_fail(kind: str) -> None:
    body = reader.read(GANZHOU / "empty.yaml")
    one = by_rule(checked(replace(body, body={**body.body, "kind": kind})))
    assert len(one) > 40
    assert "unknown" in {finding.verdict for finding in one.values()}
    assert not {finding.verdict for finding in one.values()} & JUDGED
