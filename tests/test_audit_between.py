"""What an audit finds between bodies: ranks and quotas over intervals, schools in two groups, repeated rows, one row for two
duties, and the authority that is put together from groups."""

from __future__ import annotations

import itertools
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_audit import BOOK, formats, group, made_of

from checker import model
from checker.audit.nouns import Audit, Card, Crossing, Standing
from checker.audit.ranks import draw, places
from checker.audit.shared import shared
from checker.model import Finding, Measure, Quota, Row, Rule
from checker.workbench import Workbench

EXCELLENT, GOOD = "excellent", "good"


def held(*cards: tuple[int, int, str, Sequence[str]]) -> list[tuple[Standing, Card]]:
    made = []
    for at, (low, high, applies, grades) in enumerate(cards):
        card = Card("b/s", "2023-2024", applies, Fraction(low), Fraction(high), tuple(grades))
        body = {"id": f"g{at}", "kind": "group", "name": f"g{at}"}
        made.append((Standing("", body, "b", "", {}, {}, {}, 0, (), (card,), (), (), "", "", None), card))
    return made


def ranks(*cards: tuple[int, int]) -> dict[str, tuple[int, int]]:
    found = places(held(*((low, high, "yes", (GOOD,)) for low, high in cards)))
    return {one.standing.id: (one.best, one.worst) for one in found}


# ranks


def test_ties_share_a_rank_and_the_next_is_left_out() -> None:
    assert ranks((90, 90), (80, 80), (80, 80), (70, 70)) == {"g0": (1, 1), "g1": (2, 2), "g2": (2, 2), "g3": (4, 4)}


def test_an_open_total_is_an_open_rank() -> None:
    assert ranks((60, 95), (90, 90), (10, 20)) == {"g0": (1, 2), "g1": (1, 2), "g2": (3, 3)}


def test_touching_ends_can_be_a_tie() -> None:
    assert ranks((80, 90), (90, 95)) == {"g0": (1, 2), "g1": (1, 1)}


def test_a_card_that_may_not_apply_takes_nobodys_best_place() -> None:
    found = places(held((90, 90, "unknown", ()), (80, 80, "yes", (GOOD,))))
    assert {one.standing.id: (one.best, one.worst) for one in found} == {"g0": (1, 1), "g1": (1, 2)}


def test_a_veto_leaves_no_rank_and_takes_none() -> None:
    (veto, first), (second_held, second) = held((100, 100, "yes", ("bad",)), (90, 90, "yes", (GOOD,)))
    found = places([(veto, replace(first, vetoed=True)), (second_held, second)])
    assert [(one.standing.id, one.best, one.worst) for one in found] == [("g1", 1, 1), ("g0", None, None)]
    open_ = places([(veto, replace(first, may_veto=True)), (second_held, second)])
    assert {one.standing.id: (one.best, one.worst) for one in open_} == {"g0": (1, 1), "g1": (1, 2)}


CARDS = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 3)), min_size=1, max_size=5)


@settings(max_examples=150, deadline=None)
@given(CARDS)
def test_ranks_are_those_of_all_ways_it_may_come_out(cards: list[tuple[int, int]]) -> None:
    spans = [(low, low + more) for low, more in cards]
    seen: dict[str, set[int]] = {}
    for way in itertools.product(*(range(low, high + 1) for low, high in spans)):
        for at, mine in enumerate(way):
            seen.setdefault(f"g{at}", set()).add(1 + sum(other > mine for other in way))
    assert ranks(*spans) == {key: (min(found), max(found)) for key, found in seen.items()}


# quotas


def quota(share: str = "30%") -> Quota:
    return Quota("q", "六 ②", "不超过30%", {"zh": "奖补"}, (EXCELLENT,), Fraction(share.rstrip("%")) / 100)


def drawn(share: str, *cards: tuple[int, int, str, Sequence[str]]) -> Any:
    return draw(quota(share), held(*cards))


def test_the_share_is_rounded_down_and_shown_exactly() -> None:
    found = drawn("30%", *((90 + at, 90 + at, "yes", (EXCELLENT,)) for at in range(11)))
    assert found.share == (Fraction(33, 10), Fraction(33, 10)) and found.most == (3, 3)
    assert set(found.certain) == {"g10", "g9", "g8"} and found.possible == ()


@pytest.mark.parametrize(("number", "most"), [(3, 0), (4, 1), (6, 1), (7, 2), (10, 3)])
def test_both_sides_of_a_whole_place(number: int, most: int) -> None:
    found = drawn("30%", *((90 + at, 90 + at, "yes", (EXCELLENT,)) for at in range(number)))
    assert found.most == (most, most) and len(found.certain) == most


def test_a_tie_at_the_edge_is_for_people() -> None:
    found = drawn("50%", *((95, 95, "yes", (EXCELLENT,)) for _ in range(4)))
    assert found.certain == () and len(found.possible) == 4


def test_who_may_get_another_grade_is_only_possible() -> None:
    found = drawn(
        "50%", (95, 95, "yes", (EXCELLENT,)), (94, 94, "yes", (EXCELLENT,)), (80, 99, "yes", (EXCELLENT, GOOD))
    )
    assert found.graded == (2, 3) and found.most == (1, 1)
    assert found.certain == () and set(found.possible) == {"g0", "g2"}


def test_an_open_reading_leaves_nobody_certain() -> None:
    cards = held((95, 95, "yes", (EXCELLENT,)), (92, 92, "yes", (EXCELLENT,)))
    assert draw(quota("50%"), cards).certain == ("g0",)
    for more in ({"any_reading": (Fraction(91), Fraction(95))}, {"any_grades": (EXCELLENT, GOOD)}):
        (one, card), other = cards
        found = draw(quota("50%"), [(one, replace(card, **more)), other])
        assert found.certain == () and "g0" in found.possible, more


GRADED = st.lists(
    st.tuples(st.integers(0, 4), st.integers(0, 2), st.sampled_from(["yes", "unknown"]), st.sampled_from([(EXCELLENT,), (EXCELLENT, GOOD), (GOOD,)])),
    min_size=1, max_size=5,
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(GRADED, st.sampled_from(["30%", "50%", "67%", "100%"]))
def test_a_quota_holds_in_all_ways_it_may_come_out(
    cards: list[tuple[int, int, str, tuple[str, ...]]], share: str
) -> None:
    """Who is named certain is in whatever comes and however ties are broken; who is in some way is named at least possible."""
    spans = [(low, low + more, applies, grades) for low, more, applies, grades in cards]
    found = drawn(share, *spans)
    always, ever = None, set[int]()
    graded = [
        [False] if EXCELLENT not in g else [True] if a == "yes" and len(g) == 1 else [True, False]
        for _, _, a, g in spans
    ]
    for way in itertools.product(*(range(low, high + 1) for low, high, _, _ in spans)):
        for chosen in itertools.product(*graded):
            ours = [at for at, is_so in enumerate(chosen) if is_so]
            most = math.floor(quota(share).at_most * len(ours))
            sure = {at for at in ours if sum(way[other] >= way[at] for other in ours) <= most}
            ever |= {at for at in ours if 1 + sum(way[other] > way[at] for other in ours) <= most}
            always = sure if always is None else always & sure
    assert set(found.certain) == {f"g{at}" for at in always or ()}
    assert set(found.certain) | set(found.possible) == {f"g{at}" for at in ever}


# schools


def schools(*rows: str) -> str:
    named = [f"  - {{id: s{at}, {row.split('|')[0]}}}\n" for at, row in enumerate(rows)]
    members = [f"  - {{id: m{at}, school: s{at}, role: member, {row.split('|')[1]}}}\n" for at, row in enumerate(rows)]
    span = "  complete: {from: 2023-07-19, to: 2024-07-31}\n  rows:\n"
    return "schools:\n" + span + "".join(named) + "members:\n" + span + "".join(members)


def twice(bench: Workbench, folder: Path, one: str, other: str) -> list[Crossing]:
    group(folder, "a", schools(one))
    group(folder, "b", schools(other))
    return [found for found in made_of(bench, folder).crossings if found.kind == "school_twice"]


def test_one_name_in_two_groups_at_one_time(bench: Workbench, tmp_path: Path) -> None:
    (found,) = twice(bench, tmp_path, "name: 虚构一小|from: 2023-09-01", "name: 虚构 一小|from: 2024-01-05")
    assert found.bodies == ("a", "b") and found.sure and found.span == ("2024-01-05", "")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("name: 虚构一小|from: 2023-09-01", "name: 虚构二小|from: 2023-09-01"),  # one id, two schools
        ("name: 虚构一小|from: 2023-09-01, to: 2023-12-31", "name: 虚构一小|from: 2024-01-01"),  # one after the other
        ("name: 虚构学校, section: primary|from: 2023-09-01", "name: 虚构学校, section: junior|from: 2023-09-01"),
        ("name: 中心小学, area: 东镇|from: 2023-09-01", "name: 中心小学, area: 西镇|from: 2023-09-01"),
    ],
)
def test_what_is_no_school_in_two_groups(bench: Workbench, tmp_path: Path, one: str, other: str) -> None:
    assert twice(bench, tmp_path, one, other) == []


@pytest.mark.parametrize("other", ["name: 一小, aliases: [虚构一小]", "name: 镇中心小学"])
def test_an_alias_is_the_same_school(bench: Workbench, tmp_path: Path, other: str) -> None:
    name = "皇路店镇中心小学" if "镇" in other else "虚构一小"  # the document's own alias, and a declared one
    (found,) = twice(bench, tmp_path, f"name: {name}|from: 2023-09-01", f"{other}|from: 2023-09-01")
    assert len(found.what) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("name: 虚构一小|from: 2023-09-01, to: 2024-01", "name: 虚构一小|from: 2024-01"),
        ("name: 虚构一小|role: member", "name: 虚构一小|from: 2023-09-01"),
        ("name: 虚构一小, area: 东镇|from: 2023-09-01", "name: 虚构一小|from: 2023-09-01"),
    ],
)
def test_what_may_be_a_school_in_two_groups(bench: Workbench, tmp_path: Path, one: str, other: str) -> None:
    (found,) = twice(bench, tmp_path, one.replace("role: member", "to: 2024-06-30"), other)
    assert not found.sure


# rows


def test_rows_of_one_content_in_a_body(bench: Workbench, tmp_path: Path) -> None:
    rows = "meetings:\n  rows:\n" + "".join(
        f"  - {{id: m{at}, kind: council, date: 2023-09-{day}}}\n" for at, day in enumerate((12, 12, 13))
    )
    group(tmp_path, "a", rows)
    (found,) = [one for one in made_of(bench, tmp_path).crossings if one.kind == "repeat"]
    assert [row[:2] for row in found.rows] == [("meetings", "m0"), ("meetings", "m1")]


def measure(name: str, *topics: str) -> Measure:
    where = tuple({"column": "topics", "has": topic} for topic in topics)
    return Measure(name, {"zh": name}, "fold", {"zh": ""}, "rows", "count", "meetings", where=where)


def duty(name: str, need: int, *rows: str, verdict: str = "pass") -> Finding:
    test = model.Test(name, "at_least", Fraction(need))
    rule = Rule(
        f"b/{name}", name, {"zh": name}, "", "must", "group", "group", "t", "computed", tests={"require": (test,)}
    )
    return Finding(rule, "b", verdict, {}, rows=tuple(Row(name, "meetings", row, f"f:{row}", "yes") for row in rows))


@pytest.mark.parametrize(
    ("duties", "remarks"),
    [
        ([duty("x", 1, "m1"), duty("y", 1, "m1")], 1),
        ([duty("x", 1, "m1"), duty("y", 1, "m1", "m2")], 0),  # there are enough for both
        ([duty("x", 2, "m1", "m2"), duty("y", 1, "m2")], 1),
        ([duty("x", 1, "m1"), duty("y", 1, "m1", verdict="fail")], 0),  # the breach is told already
        ([duty("x", 1, "m1"), duty("xy", 1, "m1")], 0),  # the second asks for a special case of the first
    ],
)
def test_one_row_for_two_duties(bench: Workbench, duties: list[Finding], remarks: int) -> None:
    measures: Mapping[str, Measure] = {"x": measure("x", "a"), "y": measure("y", "b"), "xy": measure("xy", "a", "b")}
    assert len(shared(duties, measures, bench.schemas)) == remarks


# the authority


def targets(bench: Workbench, folder: Path, **more: Any) -> tuple[Audit, dict[str, str]]:
    made = made_of(bench, folder, **more)
    (target,) = made.targets
    assert target.report is not None
    return made, {one.rule.id: one.verdict for one in (*target.report.findings, *target.report.others)}


def test_an_authority_is_put_together_and_says_so(bench: Workbench, tmp_path: Path) -> None:
    for key in ("a", "b"):
        group(tmp_path, key, schools(f"name: 虚构{key}小, stage: primary|from: 2023-09-01"))
    made, verdicts = targets(bench, tmp_path)
    assert made.targets[0].made and made.targets[0].groups == 2 and not made.targets[0].all_groups
    assert verdicts[f"{BOOK}/2.0/coverage"] in ("unknown", "not_due"), (
        "schools outside the groups are not in these records"
    )
    assert not {"pass", "fail", "missed"} & {verdicts[f"{BOOK}/2.0/coverage"]}
    assert verdicts[f"{BOOK}/4.2/groups-formed"] == "unknown", "nobody said that these are all groups"
    assert all(one.kind == "group" for one in made.standings), "it is no body of the audit"


def test_that_these_are_all_groups_is_for_a_person_to_say(bench: Workbench, tmp_path: Path) -> None:
    for key in ("a", "b"):
        group(tmp_path, key, schools(f"name: 虚构{key}小, stage: primary|from: 2023-09-01"))
    _, verdicts = targets(bench, tmp_path, all_groups=True)
    assert verdicts[f"{BOOK}/4.2/groups-formed"] != "unknown"
    assert verdicts[f"{BOOK}/2.0/coverage"] in ("unknown", "not_due")
    (tmp_path / "torn.yaml").write_text("body: [", encoding="utf-8")
    made, verdicts = targets(bench, tmp_path, all_groups=True)
    assert not made.targets[0].all_groups, "a group that could not be read is missing"
    told = formats(bench, made)
    for text in (told["text"].replace("\n", ""), told["html"]):
        assert "已声明这就是全部集团，但有文件没有用上" in text and "也没有人说明" not in text
    assert [(one["all_groups"], one["torn"]) for one in json.loads(told["json"])["authorities"]] == [(False, True)]
    assert verdicts[f"{BOOK}/4.2/groups-formed"] == "unknown"


def test_an_authority_among_the_files_speaks_for_itself(bench: Workbench, tmp_path: Path) -> None:
    group(tmp_path, "a")
    path = group(tmp_path, "park")
    path.write_text(path.read_text(encoding="utf-8").replace("kind: group", "kind: authority"), encoding="utf-8")
    made, _ = targets(bench, tmp_path)
    assert not made.targets[0].made
