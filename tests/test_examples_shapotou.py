"""The Shapotou examples: the pilots come out as written down from the text beforehand, every hole gives its verdict."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from example_bodies import Case, Examples, checked, holes

from checker import yamlfile
from checker.model import VERDICTS, Cell, Finding
from checker.records import reader
from checker.records.body import Table

SHAPOTOU = Path(__file__).parents[1] / "examples" / "shapotou"
INVENTED = SHAPOTOU / "invented"
EXPECTED: dict[str, Any] = yamlfile.read(SHAPOTOU / "pilots-expected.yaml").data
BOOK = EXPECTED["rulebook"]
PILOTS: dict[str, Any] = EXPECTED["groups"]

README = (SHAPOTOU / "README.md").read_text(encoding="utf-8")
HOLES = holes(README)
"""(verdict, file, rule) of each row of the table in the README."""

CASES: dict[str, Case] = {
    "group": (INVENTED / "group.yaml", INVENTED / "decisions.yaml", None),
    "kindergartens": (INVENTED / "kindergartens.yaml", None, None),
    "authority": (INVENTED / "authority.yaml", INVENTED / "authority.decisions.yaml", None),
    "authority@2025-08-31": (INVENTED / "authority.yaml", None, "2025-08-31"),
    "empty": (SHAPOTOU / "empty.yaml", None, None),
    **{group: (SHAPOTOU / "pilots" / f"{group}.yaml", None, None) for group in PILOTS},
}
JUDGED = {"pass", "fail", "missed", "deviates", "disputed", "due", "waived", "error"}
"""What only records can bring about: nothing that the text leaves open may come out so."""


EXAMPLES = Examples(BOOK, CASES)
report, found, by_rule = EXAMPLES.report, EXAMPLES.found, EXAMPLES.by_rule


def cell_of(case: str, rule: str, entity: str, period: str = "*", item: str = "*") -> Cell:
    (one,) = (
        cell for cell in found(case)[rule].cells
        if (cell.entity, cell.item, cell.period, cell.reading) == (entity, item, period, "primary")
    )  # fmt: skip
    return one


# --- the pilot groups ------------------------------------------------------------------------------------------------


def wanted(group: str) -> dict[str, dict[str, Any]]:
    """Rule -> what pilots-expected.yaml says of it for this group."""
    own = {rule: item for rule, item in PILOTS[group].items() if rule != "items"}
    shared = {rule: item for item in EXPECTED["all"] for rule in item["rules"]}
    foreign = tuple(f"{item}/" for other in PILOTS if other != group for item in PILOTS[other]["items"])
    return {**shared, **own, **{rule: EXPECTED["elsewhere"] for rule in found(group) if rule.startswith(foreign)}}


@pytest.mark.parametrize("group", PILOTS)
def test_pilots_come_out_as_written_down_from_the_text(group: str) -> None:
    expected = wanted(group)
    assert {rule: found(group)[rule].verdict for rule in expected} == {
        rule: item["verdict"] for rule, item in expected.items()
    }


@pytest.mark.parametrize("group", PILOTS)
def test_no_row_of_a_pilot_was_left_out_beforehand(group: str) -> None:
    own = tuple(f"{item}/" for item in PILOTS[group]["items"])
    assert {rule for rule in found(group) if rule.startswith(own)} == {
        rule for rule in PILOTS[group] if rule.startswith(own)
    }


@pytest.mark.parametrize("group", PILOTS)
def test_what_the_text_leaves_open_is_neither_a_pass_nor_a_fail(group: str) -> None:
    """A pass only where pilots-expected.yaml has the text's own words for it; never a breach of any kind."""
    expected = wanted(group)
    verdicts = {rule: finding.verdict for rule, finding in found(group).items() if finding.verdict in JUDGED}
    assert verdicts == {rule: "pass" for rule, item in expected.items() if item["verdict"] == "pass"}


def test_every_expectation_says_why() -> None:
    items = [EXPECTED["elsewhere"], *EXPECTED["all"]]
    items += [item for own in PILOTS.values() for rule, item in own.items() if rule != "items"]
    assert all(item["why"].strip() for item in items)


@pytest.mark.parametrize("group", PILOTS)
def test_a_pilot_states_nothing_but_its_roster(group: str) -> None:
    """Names of the group and its schools, each in the words that the rules quote; stages only where the name says them."""
    body = reader.read(CASES[group][0])
    assert body.as_of == EXPECTED["as_of"]
    assert set(body.tables) == {"schools", "members"}
    assert set(body.body) == {"kind", "id", "name", "region"}
    for row in body.tables["members"].rows:
        assert {key for key, value in row.items() if value is not None} <= {"id", "school", "role"}
    item = PILOTS[group]["items"][0]
    words = "".join(found(group)[f"{item}/{name}"].rule.quote for name in ("lead", "members"))
    for row in body.tables["schools"].rows:
        assert row["name"] in words
        ends = {"幼儿园": "kindergarten", "小学": "primary"}
        assert row.get("stage") == next((stage for end, stage in ends.items() if row["name"].endswith(end)), None)
        assert not {key for key, value in row.items() if value is not None} - {"id", "name", "stage", "aliases"}


# --- the invented groups and the invented authority ------------------------------------------------------------------


@pytest.mark.parametrize(("verdict", "case", "rule"), HOLES, ids=lambda part: part)
def test_each_hole_gives_its_verdict(verdict: str, case: str, rule: str) -> None:
    assert found(case)[rule].verdict == verdict


def test_together_they_reach_every_verdict_but_error() -> None:
    assert {verdict for verdict, _, _ in HOLES} == set(VERDICTS) - {"error"}, "the README shows how to reach each"


HELD = {
    # case, rule, entity, period, item: verdict
    # one pupil on either side of a band: 999 and 500, 499 and 300, 200 and 199
    ("group", "6.3/supplement-500-and-above", "s1", "2023-2024", "*"): "pass",
    ("group", "6.3/supplement-500-and-above", "s2", "2023-2024", "*"): "pass",
    ("group", "6.3/supplement-500-and-above", "s3", "2023-2024", "*"): "not_applicable",
    ("group", "6.3/supplement-200-to-499", "s2", "2023-2024", "*"): "not_applicable",
    ("group", "6.3/supplement-200-to-499", "s3", "2023-2024", "*"): "pass",
    ("group", "6.3/supplement-200-to-499", "s4", "2023-2024", "*"): "fail",
    ("group", "6.3/supplement-200-to-499", "s5", "2023-2024", "*"): "pass",
    ("group", "6.3/supplement-200-to-499", "s6", "2023-2024", "*"): "not_applicable",
    ("group", "6.3/supplement-under-200", "s5", "2023-2024", "*"): "not_applicable",
    ("group", "6.3/supplement-under-200", "s6", "2023-2024", "*"): "pass",
    # 12000 yuan are too little for its band, yet within “1-2万元”
    ("group", "6.3/supplement-range", "s4", "2023-2024", "*"): "pass",
    ("group", "6.4.2.1/from-1000-pupils", "s0", "*", "*"): "pass",
    ("group", "6.4.2.1/from-1000-pupils", "s1", "*", "*"): "not_applicable",
    ("group", "6.4.2.1/from-500-pupils", "s1", "*", "*"): "fail",
    ("group", "6.4.2.1/from-500-pupils", "s2", "*", "*"): "pass",
    ("group", "6.4.2.1/from-300-pupils", "s3", "*", "*"): "pass",
    ("group", "6.4.2.1/from-300-pupils", "s4", "*", "*"): "pass",
    ("group", "6.4.2.1/under-300-pupils", "s5", "*", "*"): "pass",
    ("group", "6.4.2.1/under-300-pupils", "s7", "*", "*"): "fail",
    # a fen below the group's own floor; a fen below 40000; exactly 40000; 60000 without anybody's approval
    ("group", "6.4.1.2/large-payment-gate", "x7", "*", "*"): "not_applicable",
    ("group", "6.4.1.2/large-payment-gate", "x1", "*", "*"): "pass",
    ("group", "6.4.1.2/large-payment-gate", "x2", "*", "*"): "pass",
    ("group", "6.4.1.2/large-payment-gate", "x3", "*", "*"): "fail",
    ("group", "6.4.1.2/payment-gate-bureau", "x1", "*", "*"): "not_applicable",
    ("group", "6.4.1.2/payment-gate-bureau", "x2", "*", "*"): "pass",
    ("group", "6.4.1.2/payment-gate-bureau", "x3", "*", "*"): "fail",
    ("group", "6.4.1.1/budget-reviewed", "b0", "*", "*"): "pass",
    ("group", "6.4.1.1/budget-reviewed", "b3", "*", "*"): "fail",
    ("group", "6.4.1.1/account-made", "s6", "*", "2023"): "waived",
    (
        "group",
        "6.4.2.3/leaders-appointed",
        "p101",
        "*",
        "*",
    ): "review",  # appointed; whether examined first, a person says
    ("group", "6.4.2.3/leaders-appointed", "p102", "*", "*"): "not_applicable",  # in office before the group
    ("group", "6.4.2.3/leaders-appointed", "p104", "*", "*"): "fail",
    ("group", "6.4.2.3/leaders-filed", "p101", "*", "*"): "pass",
    ("group", "6.4.2.3/leaders-filed", "p104", "*", "*"): "due",
    ("group", "6.4.3/staffing-plan-in-july", "*", "2023", "*"): "review",  # in July; for which year, a person says
    ("group", "6.4.3/staffing-plan-in-july", "*", "2024", "*"): "fail",
    ("group", "6.4.4/basic-share", "s0", "*", "*"): "pass",
    ("group", "6.4.4/basic-share", "s2", "*", "*"): "fail",
    ("group", "6.4.4/basic-monthly", "T401", "2024-06", "*"): "unknown",  # the register begins in July 2024
    ("group", "6.4.4/basic-monthly", "T401", "2024-07", "*"): "pass",
    ("group", "6.4.4/basic-monthly", "T401", "2024-08", "*"): "fail",
    ("group", "6.4.4/basic-monthly", "T005", "2024-08", "*"): "pass",  # the party secretary too
    ("group", "7.1.2/schools-mobilised", "s7", "*", "*"): "pass",  # on the last day
    ("group", "7.1.2/schools-mobilised", "s6", "*", "*"): "fail",
    ("kindergartens", "6.4.2.2/from-15-classes", "k0", "*", "*"): "pass",
    ("kindergartens", "6.4.2.2/from-9-classes", "k0", "*", "*"): "not_applicable",
    ("kindergartens", "6.4.2.2/from-9-classes", "k1", "*", "*"): "pass",
    ("kindergartens", "6.4.2.2/from-9-classes", "k2", "*", "*"): "pass",
    ("kindergartens", "6.4.2.2/up-to-8-classes", "k2", "*", "*"): "not_applicable",
    ("kindergartens", "6.4.2.2/up-to-8-classes", "k3", "*", "*"): "fail",
    ("kindergartens", "6.4.3/two-teachers-one-nurse", "k2", "*", "*"): "pass",
    ("kindergartens", "6.4.3/two-teachers-one-nurse", "k3", "*", "*"): "fail",
    ("authority", "8.2/assessed-every-school-year", "g2", "2024-2025", "*"): "fail",
    ("authority", "8.2/assessed-every-school-year", "g2", "2025-2026", "*"): "not_due",
    ("authority", "8.2/graded-every-school-year", "g2", "2024-2025", "*"): "fail",
    ("authority", "8.2/graded-every-school-year", "g3", "2023-2024", "*"): "unknown",  # a grade not filled in
    ("authority", "8.2/graded-every-school-year", "g3", "2024-2025", "*"): "pass",
    ("authority", "6.5/schools-assessed", "c05", "*", "*"): "pass",
    ("authority", "6.5/schools-assessed", "c06", "*", "*"): "due",
}


@pytest.mark.parametrize(
    ("case", "rule", "entity", "period", "item", "verdict"), [(*key, verdict) for key, verdict in HELD.items()]
)
def test_each_cell_of_a_hole(case: str, rule: str, entity: str, period: str, item: str, verdict: str) -> None:
    assert cell_of(case, rule, entity, period, item).verdict == verdict


# --- what is computed stands beside what is recorded -----------------------------------------------------------------


@lru_cache
def in_json() -> dict[str, Any]:
    arguments = ["check", str(CASES["group"][0]), "--decisions", str(CASES["group"][1]), "--format", "json"]
    ran = subprocess.run(
        [sys.executable, "-m", "checker", *arguments], capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert ran.returncode == 10, ran.stderr
    one = json.loads(ran.stdout)
    return {item["rule"].removeprefix(f"{BOOK}/"): item for item in (*one["findings"], *one["addressed_to_others"])}


# 六（三）, money in fen. Pupils of the campuses added to the lead, and what each is due:
#   乙 999 -> 20000, 丙 500 -> 20000, 丁 499 -> 15000, 戊 300 -> 15000, 己 200 -> 15000, 庚 199 -> 10000, 辛 230 -> 15000
#   2 x 20000 + 4 x 15000 + 1 x 10000 = 40000 + 60000 + 10000 = 110000; with the base of 100000: 210000 yuan.
# Recorded: 100000 + 20000 + 20000 + 15000 + 12000 + 15000 + 10000 + 15000 = 207000 yuan, 3000 too few, all of them 戊's.
DUE, PAID = 21_000_000, 20_700_000


def test_the_subsidy_is_worked_out_beside_what_was_paid() -> None:
    total = in_json()["6.3/total"]
    assert (total["required"]["low"], total["required"]["high"]) == (DUE, DUE)
    assert (total["measured"]["low"], total["measured"]["high"]) == (PAID, PAID)
    assert total["short_by"]["value"] == DUE - PAID == 300_000
    for figure in ("21 万元", "20.7 万元", "3,000 元"):
        assert figure in total["sentence"]
    campus = in_json()["6.3/supplement-200-to-499"]
    assert (campus["measured"]["low"], campus["required"]["low"]) == (1_200_000, 1_500_000)
    assert campus["short_by"]["value"] == 300_000
    assert {cell["entity"] for cell in campus["cells"] if cell["verdict"] == "fail"} == {"s4"}


def test_the_composite_score_is_worked_out_beside_the_recorded_one() -> None:
    """(92 + 88 + 86 + 84.5 + 83 + 81.5 + 80 + 85) / 8 = 680 / 8 = 85; 85 x 50% + 90 x 10% + 88 x 40% = 42.5 + 9 + 35.2 = 86.7."""
    score = in_json()["6.5/composite"]
    assert score["measured"]["text"] == "87.7 分"
    (cell,) = (cell for cell in score["cells"] if cell["verdict"] == "fail")
    (over,) = (test for test in cell["tests"] if test["outcome"] == "breached")
    # two scores differ that are more than half a hundredth apart: 86.7 + 0.005
    assert over["required"]["low"] == over["required"]["high"] == "17341/200"
    assert 17341 * 10 == (867 + 0.05) * 200  # 86.705
    means = {
        test["measured"]["text"] for cell in in_json()["6.5/school-mean"]["cells"] for test in cell["tests"]
        if (cell["period"], test["role"]) == ("2023-2024", "require")
    }  # fmt: skip
    assert means == {"85 分"}, "worked out and recorded"


def test_posts_and_shares_show_both_figures() -> None:
    """999 pupils: two vice principals, recorded three. 8000 of 8000 + 4000 yuan is two thirds, not 70%."""
    posts = in_json()["6.4.2.1/from-500-pupils"]
    assert (posts["measured"]["low"], posts["required"]["low"]) == (3, 2)
    share = in_json()["6.4.4/basic-share"]["measured"]
    assert (share["numerator"], share["denominator"]) == ([800_000, 800_000], [1_200_000, 1_200_000])
    nursery = cell_of("kindergartens", "6.4.3/two-teachers-one-nurse", "k3")
    (nurses,) = (test for test in nursery.tests if test.outcome == "breached")
    assert nurses.required is not None
    assert [nurses.value.low, nurses.required.low] == [7, 8]


def total_with(tmp_path: Path, old: str, new: str) -> Finding:
    """6.3/total with one line of the decisions changed."""
    text = (INVENTED / "decisions.yaml").read_text(encoding="utf-8")
    assert text.count(old) == 1
    path = tmp_path / "decisions.yaml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    return by_rule(checked(reader.read(CASES["group"][0]), path))["6.3/total"]


@pytest.mark.parametrize("question", ["band-499", "sum-or-ceiling"])
def test_an_undecided_reading_shows_the_total_both_ways(tmp_path: Path, question: str) -> None:
    """
    band-499: from 200 pupils 15000 would do for all six, 6 x 15000 + 10000 = 100000: anything from 200000 to 210000 is right.
    sum-or-ceiling: as a ceiling, 207000 do not exceed 210000.
    """
    text = (INVENTED / "decisions.yaml").read_text(encoding="utf-8")
    (line,) = (line for line in text.splitlines(keepends=True) if f"/{question}," in line)
    one = total_with(tmp_path, line, "")
    assert one.verdict == "disputed"
    assert {verdict for option, verdict in one.readings.items() if option.startswith(question)} == {"pass", "fail"}


def test_with_the_lead_the_total_is_20000_higher(tmp_path: Path) -> None:
    """lead-campus: the lead's own 1000 pupils bring another 20000, so 230000 are due, 23000 more than paid."""
    one = total_with(tmp_path, "option: added-only", "option: every-campus")
    (test,) = (test for cell in one.cells if cell.reading == "primary" for test in cell.tests if test.role == "require")
    assert test.required is not None and test.required.low == test.required.high == DUE + 2_000_000
    assert test.short_by == 2_300_000


# --- the target of 2025 ----------------------------------------------------------------------------------------------


def authority_with(left_out: tuple[str, ...] = (), day: str = "2026-01-31") -> Finding:
    body = reader.read(CASES["authority"][0])
    members: Table = body.tables["members"]
    rows = tuple(row for row in members.rows if row["id"] not in left_out)
    assert len(rows) == len(members.rows) - len(left_out)
    body = replace(
        body,
        as_of=day,
        tables={**body.tables, "members": replace(members, rows=rows, origins=members.origins[: len(rows)])},
    )
    return by_rule(checked(body, CASES["authority"][1]))["7.3/coverage"]


def test_coverage_on_both_sides_of_the_bound() -> None:
    """Ten compulsory schools; on the last day of 2025 six in a group, 60%, are enough; five, 50%, are not."""
    assert authority_with().verdict == "pass"
    missed = authority_with(("m06",))
    assert missed.verdict == "missed"
    (value,) = {test.value for cell in missed.cells for test in cell.tests if cell.reading == "primary"}
    assert (value.numerator, value.denominator) == ((5, 5), (10, 10))


def test_coverage_is_not_due_before_the_year_is_over() -> None:
    assert authority_with(("m06",), "2025-12-31").verdict == "not_due"
    assert authority_with(("m06",), "2026-01-01").verdict == "missed"


# --- decisions, consequences, honesty --------------------------------------------------------------------------------


def test_decisions_of_every_kind_are_used() -> None:
    group, authority = found("group"), found("authority")
    assert group["6.4.2.1/secretary-is-principal"].explanation is not None
    assert authority["2.3/balanced"].explanation is not None
    assert group["7.2.1/classroom-reform"].waiver is not None and not group["7.2.1/classroom-reform"].waiver["expired"]
    assert group["6.4.3/staffing-plan-in-july"].waiver is not None
    assert group["6.4.3/staffing-plan-in-july"].waiver["expired"]
    assert authority["7.1.2/launch-meeting"].waiver is not None and authority["7.1.2/launch-meeting"].waiver["expired"]
    assert group["6.4.1.1/budget-reviewed"].objections and authority["7.1.2/launch-meeting"].objections
    assert "determined-by" in group["6.3/total"].decided
    assert authority["7.3/coverage"].decided == ("coverage-base",)


def test_what_follows_from_the_supervision() -> None:
    """八（三） ④: somebody stands out, so people may reward; whether anybody fails, nobody has judged. A mechanism is neither."""
    assert {one.consequence.id.removeprefix(f"{BOOK}/"): one.state for one in report("authority").consequences} == {
        "8.3/reward-schools": "follows",
        "8.3/criticise-publicly": "unknown",
    }


def test_everything_says_that_the_document_is_on_trial() -> None:
    assert {book.source.status for case in CASES for book in report(case).rulebooks} == {"trial"}
    assert all("（试行）" in item["citation"] for item in in_json().values())


def test_everything_invented_says_so() -> None:
    made_up = [*INVENTED.rglob("*.yaml"), SHAPOTOU / "empty.yaml"]
    assert len(made_up) == 6
    for path in made_up:
        assert path.read_text(encoding="utf-8").startswith("# invented 虚构"), path.name
        data = yamlfile.read(path).data
        assert data.get("invented", data["body"]["invented"] if isinstance(data["body"], dict) else None) is True
    for case in ("group", "kindergartens", "authority", "empty"):
        body = reader.read(CASES[case][0])
        assert body.body["name"].startswith("虚构")
        named = [row for table in ("schools", "groups") if table in body.tables for row in body.tables[table].rows]
        assert all(row["name"].startswith("虚构") for row in named)
        people = body.tables["people"].rows if "people" in body.tables else ()
        assert all(row.get("name") is None for row in people), "people by their numbers"


@pytest.mark.parametrize("kind", ["group", "authority"])
def test_nothing_reported_is_neither_a_pass_nor_a_fail(kind: str) -> None:
    body = reader.read(CASES["empty"][0])
    one = by_rule(checked(replace(body, body={**body.body, "kind": kind})))
    assert len(one) > 40
    assert not {finding.verdict for finding in one.values()} & JUDGED
