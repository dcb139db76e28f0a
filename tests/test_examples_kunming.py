"""The invented examples of Kunming: every hole gives the verdict written down from the text, and says that it is invented."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest
from example_bodies import Case, Examples, bench, checked, holes, listed

from checker import decisions
from checker.findings.unused import unused
from checker.model import VERDICTS, Rulebook
from checker.records import reader
from checker.records.body import Body

KUNMING = Path(__file__).parents[1] / "examples" / "kunming"
INVENTED = KUNMING / "invented"
BOOK = "kunming-2021"

CASES: dict[str, Case] = {
    "group": (INVENTED / "group.yaml", INVENTED / "decisions.yaml", None),
    "authority": (INVENTED / "authority.yaml", INVENTED / "authority.decisions.yaml", None),
    "city": (INVENTED / "city.yaml", INVENTED / "city.decisions.yaml", None),
}

README = (KUNMING / "README.md").read_text(encoding="utf-8")
HOLES = holes(README)
"""(verdict, file, rule) of each row of the table in the README."""

OUT_OF_REACH = {"deviates", "error"}
"""The text has no 原则上; `error` is the program's own."""


EXAMPLES = Examples(BOOK, CASES)
report, by_rule = EXAMPLES.report, EXAMPLES.by_rule


@lru_cache
def rulebook() -> Rulebook:
    return bench().rulebook_for(reader.read(INVENTED / "group.yaml"))


# --- the holes -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("verdict", "case", "rule"), HOLES, ids=lambda part: part)
def test_each_hole_gives_its_verdict(verdict: str, case: str, rule: str) -> None:
    assert by_rule(report(case))[rule].verdict == verdict


def test_every_row_of_the_table_is_read() -> None:
    """A row that the pattern does not fit would be no test at all."""
    assert len(listed(README)) == len(HOLES) == len({(case, rule) for _, case, rule in HOLES})


def test_they_reach_every_verdict_that_the_text_can_give() -> None:
    reached = {finding.verdict for case in CASES for finding in by_rule(report(case)).values()}
    assert reached == set(VERDICTS) - OUT_OF_REACH
    assert {verdict for verdict, _, _ in HOLES} == reached, "the README shows how to reach each"


def test_what_is_out_of_reach_is_so_because_of_the_text() -> None:
    """No rule is 原则上; a target names no day, so that only a person's answer can say it was missed."""
    assert "default" not in {rule.modality for rule in rulebook().rules}
    targets = [rule for rule in rulebook().rules if rule.modality == "target"]
    assert targets
    assert all(rule.basis == "asked" and rule.due is None for rule in targets)


HELD = {
    # (case, rule, entity, period, reading): verdict
    ("group", "3.4/member-approved", "s1", "*", "primary"): "not_applicable",  # a member from the founding on
    ("group", "3.4/member-approved", "s4", "*", "primary"): "pass",
    ("group", "3.4/member-approved", "s5", "*", "primary"): "fail",
    ("group", "3.4/member-agreed", "s5", "*", "primary"): "pass",  # the group itself agreed in time
    ("group", "3.5/major-matters-agreed", "j1", "*", "primary"): "pass",
    ("group", "3.5/major-matters-agreed", "j2", "*", "primary"): "fail",
    ("group", "3.5/major-matters-agreed", "j3", "*", "primary"): "fail",  # refused and done all the same
    ("group", "3.5/charter-filed", "d1", "*", "primary"): "pass",
    ("group", "3.5/charter-filed", "d2", "*", "primary"): "due",  # the revised one
    ("group", "3.5/charter-passed-first", "d1", "*", "primary"): "pass",
    ("group", "3.5/charter-passed-first", "d2", "*", "primary"): "not_applicable",
    ("group", "3.6/city-funds-agreed", "x2", "*", "primary"): "pass",
    ("group", "3.6/city-funds-agreed", "x3", "*", "primary"): "pass",
    ("group", "3.6/city-funds-agreed", "x3", "*", "work-funds-agreed.each-payment"): "fail",
    ("group", "3.5/regular-joint-meetings", "*", "2024", "primary"): "pass",
    ("group", "3.5/regular-joint-meetings", "*", "2025", "primary"): "not_due",
    ("group", "4.2/regular-assessment", "*", "2024", "primary"): "waived",
    ("group", "4.2/regular-assessment", "*", "2025", "primary"): "not_due",
    ("group", "3.9/resources-shared", "course", "*", "primary"): "pass",
    ("group", "3.9/resources-shared", "research", "*", "primary"): "due",
    ("group", "3.1/principal-under-party", "s4", "*", "primary"): "pass",
    ("group", "3.1/principal-under-party", "s5", "*", "primary"): "review",
    ("group", "2.4/members-raised", "s1", "*", "primary"): "pass",
    ("group", "2.4/members-raised", "s2", "*", "primary"): "missed",
    ("group", "2.4/members-raised", "s5", "*", "primary"): "review",
}


@pytest.mark.parametrize(
    ("key", "verdict"), HELD.items(), ids=lambda part: "-".join(part) if isinstance(part, tuple) else part
)
def test_each_cell_of_a_hole(key: tuple[str, str, str, str, str], verdict: str) -> None:
    case, rule, *place = key
    (cell,) = (
        cell for cell in by_rule(report(case))[rule].cells
        if (cell.entity, cell.period, cell.reading) == tuple(place)
    )  # fmt: skip
    assert cell.verdict == verdict


def test_what_follows_when_urging_did_not_help() -> None:
    """四（二） ②: exit or dissolution, which of the two is for people to decide."""
    assert {one.consequence.id.removeprefix(f"{BOOK}/"): one.state for one in report("group").consequences} == {
        "4.2/not-mended": "follows",
        "4.2/school-exits": "conditions_met",
        "4.2/group-dissolved": "conditions_met",
    }


# --- decisions -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES)
def test_every_decision_reaches_something(case: str) -> None:
    one = report(case)
    assert [*unused(decisions.read(CASES[case][1])[one.body["id"]], [one])] == []


def test_decisions_of_every_kind_that_the_text_knows_are_used() -> None:
    group = by_rule(report("group"))
    assert group["3.4/member-approved"].objections and group["3.6/city-funds-source"].objections
    assert group["3.5/members-sit"].decided == ("main-leaders",)
    platform, standard = group["3.9/platform"].waiver, group["3.11/quality-standard"].waiver
    assert platform is not None and not platform["expired"]
    assert standard is not None and standard["expired"]
    (own,) = decisions.read(CASES["group"][1]).values()
    assert own.answers and own.waivers and own.readings and own.objections and own.ratings
    assert not own.explanations, "only a departure from 原则上 is explained"


def test_an_objection_changes_no_verdict() -> None:
    without = by_rule(checked(reader.read(CASES["group"][0])))
    assert without["3.4/member-approved"].verdict == by_rule(report("group"))["3.4/member-approved"].verdict == "fail"


# --- invented --------------------------------------------------------------------------------------------------------


def test_everything_invented_says_so() -> None:
    made_up = [*KUNMING.rglob("*.yaml")]
    assert len(made_up) == 2 * len(CASES) + 1
    for path in made_up:
        assert path.read_text(encoding="utf-8").startswith("# invented 虚构"), path.name
    for case in CASES:
        body = reader.read(CASES[case][0])
        assert body.body["invented"] is True and report(case).body["invented"] is True
        names = [body.body["name"], *(row["name"] for table in ("schools", "groups") for row in rows(body, table))]
        assert all(str(name).startswith("虚构") for name in names)


def test_no_person_has_a_name() -> None:
    people = [row for case in CASES for row in rows(reader.read(CASES[case][0]), "people")]
    assert people
    assert not any(row.get("name") for row in people)


def rows(body: Body, table: str) -> list[dict[str, object]]:
    return [dict(row) for row in body.tables[table].rows] if table in body.tables else []


# --- nothing reported ------------------------------------------------------------------------------------------------

NOTHING = {
    "group": "kind: group",
    "group of the city": "kind: group, level: city",
    "group of a county": "kind: group, level: county",
    "authority": "kind: authority",
    "authority of the city": "kind: authority, level: city",
    "authority of a county": "kind: authority, level: county",
}


@pytest.mark.parametrize("kind", NOTHING)
def test_nothing_reported_is_neither_a_pass_nor_a_fail(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "empty.yaml"
    text = (KUNMING / "empty.yaml").read_text(encoding="utf-8")
    assert text.count("kind: group") == 1
    path.write_text(text.replace("kind: group", NOTHING[kind]), encoding="utf-8")
    verdicts = {finding.verdict for finding in by_rule(checked(reader.read(path))).values()}
    assert "unknown" in verdicts
    assert not verdicts & {"pass", "fail", "missed", "deviates", "due", "disputed", "error"}
