"""Scoring schemes: forms, bands, ratings and grades by hand, and the laws that no value or rating may break."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from math import ceil, floor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.consequences import follow
from checker.consequences.cases import run_cases as consequence_cases
from checker.model import (
    Band,
    Consequence,
    Element,
    Outlook,
    Points,
    Rated,
    Rulebook,
    Scheme,
    Scorecard,
    ScoreInput,
    Value,
)
from checker.proof.lint.scores import scores as lint
from checker.rulebook import load
from checker.rulebook.schemes import asked, scheme, scheme_variants
from checker.scores import assess
from checker.scores.bands import touched
from checker.scores.card import cards, outlook
from checker.scores.cases import run_cases
from checker.scores.intervals import added, at_most, greatest, hull, least, mean
from checker.workbench import Workbench

ROOT = Path(__file__).resolve().parent.parent
BENCH = Workbench()
SCHOOLS = ("s1", "s2", "s3")
AUDIENCES = ("teachers", "students", "parents", "society")
WORTH = {"a": Fraction(1), "b": Fraction(4, 5), "c": Fraction(1, 2)}
RAW: dict[str, Any] = {
    "id": "demo/table", "at": "一 ①", "quote": "满分100分", "title": {"zh": "示例"}, "subject": "group",
    "every": "school_year", "total": 100, "differ": 1,
    "stages": [
        {"key": "self", "title": {"zh": "自评"}, "at": "一 ①", "quote": "自评"},
        {"key": "final", "title": {"zh": "终评"}, "at": "一 ①", "quote": "终评", "final": True},
    ],
    "categories": [{"id": "all", "at": "一 ①", "quote": "100分", "title": {"zh": "全部"}, "points": 100}],
    "items": [
        {"id": "rated", "points": 30, "rating": {}},
        {"id": "share", "points": 20, "share": {"measure": "m_share"}},
        {"id": "less", "points": 10, "deduction": {"tests": [
            {"measure": "m_a", "at_least": "10%", "per": "1%", "minus": 1},
            {"measure": "m_b", "at_least": "20%", "per": "2%", "minus": "1/2"},
        ], "part": "whole"}},
        {"id": "graded", "points": 20, "grades": {"measure": "m_grade", "for_each": list(SCHOOLS), "worth": WORTH}},
        {"id": "banded", "points": 10, "bands": {"measure": "m_count", "bands": [
            {"under": 3, "points": 0}, {"from": 3, "under": 6, "points": 4}, {"from": 6, "points": 10},
        ]}},
        {"id": "half", "points": 10, "weighted": {"measure": "m_score", "times": "10%"}},
    ],
    "bonus": [
        {"id": "b1", "at": "一 ①", "quote": "加3分", "title": {"zh": "加分"}, "points": 3, "when": [{"measure": "m_b1", "at_least": 1}]},
        {"id": "b2", "at": "一 ①", "quote": "加2分", "title": {"zh": "加分"}, "points": 2, "when": [{"measure": "m_b2", "at_least": 1}]},
    ],
    "veto": [
        {"id": "v", "at": "一 ①", "quote": "不合格", "title": {"zh": "否决"}, "grade": "poor", "when": [{"measure": "m_v", "at_least": 1}]},
    ],
    "grades": {"given_by": "bands", "at": "一 ①", "quote": "90分以上", "bands": [
        {"grade": "high", "name": {"zh": "高"}, "from": 90}, {"grade": "middle", "name": {"zh": "中"}, "from": 60, "to": 89},
        {"grade": "poor", "name": {"zh": "低"}, "under": 60},
    ]},
}  # fmt: skip
for _item in RAW["items"]:
    _item |= {"category": "all", "at": "一 ①", "quote": "计分", "title": {"zh": "一项"}}


def made(**changes: Any) -> Scheme:
    return scheme({**RAW, **changes})


def fixed(number: Any) -> Value:
    return Value("m", Fraction(number), Fraction(number))


def code(*sure: str, maybe: tuple[str, ...] = (), complete: bool = True) -> Value:
    return Value("m", elements=sure, maybe=maybe, complete=complete)


def inputs(one: Scheme, values: Mapping[str, Any]) -> ScoreInput:
    """`values` by measure: one Value, or one of each element."""
    found: dict[Any, tuple[Element, ...]] = {}
    for each, name in asked(one):
        value = values.get(name, Value(name, complete=False))
        entities = value if isinstance(value, Mapping) else {"*": value} if each is None else dict.fromkeys(each, value)
        found[each, name] = tuple(Element(entity, each_value) for entity, each_value in entities.items())
    return ScoreInput("2023-2024", found, "2023-09-01", "2024-07-10")


def card(one: Scheme, values: Mapping[str, Any], ratings: tuple[Rated, ...] = ()) -> Scorecard:
    (found,) = cards([("primary", one)], [inputs(one, values)], {}, {}, ratings)
    return found


def rating(item: str, points: Any, stage: str | None = "final", **more: Any) -> Rated:
    told = {"by": "组", "date": "2024-08-01", "evidence": "表", "reason": "复核"}
    return Rated(item, Fraction(points), stage, more.pop("period", None), **{**told, **more})


def points(low: Any, high: Any = None) -> Points:
    return Points(Fraction(low), Fraction(low if high is None else high))


def item(found: Scorecard, name: str) -> Any:
    return next(one for one in found.items if one.item.id == name)


# Forms, one by one


@pytest.mark.parametrize(
    ("name", "values", "wanted", "basis"),
    [
        ("share", {"m_share": fixed("3/4")}, points(15), "computed"),
        ("share", {"m_share": fixed(0)}, points(0), "computed"),
        ("share", {"m_share": fixed(1)}, points(20), "computed"),
        ("share", {"m_share": Value("m", Fraction(1, 2), None)}, points(10, 20), "open"),
        ("share", {"m_share": Value("m", None, Fraction(1, 2))}, points(0, 10), "open"),
        ("share", {}, points(0, 20), "open"),
        ("share", {"m_share": fixed("3/2")}, points(0, 20), "invalid"),
        ("less", {"m_a": fixed("1/10"), "m_b": fixed("1/5")}, points(10), "computed"),
        ("less", {"m_a": fixed("1/2"), "m_b": fixed(1)}, points(10), "computed"),
        ("less", {"m_a": fixed("91/1000"), "m_b": fixed("1/5")}, points(10), "computed"),
        ("less", {"m_a": fixed("9/100"), "m_b": fixed("18/100")}, points("17/2"), "computed"),
        ("less", {"m_a": fixed(0), "m_b": fixed(0)}, points(0), "computed"),
        ("less", {"m_a": fixed("1/10")}, points(5, 10), "open"),
        ("less", {}, points(0, 10), "open"),
        ("graded", {"m_grade": code("a")}, points(20), "computed"),
        ("graded", {"m_grade": {"s1": code("a"), "s2": code("b")}}, points(18), "computed"),
        ("graded", {"m_grade": {"s1": code("a"), "s2": code("b", "c")}}, points(15, 18), "open"),
        ("graded", {"m_grade": {"s1": code("a"), "s2": code("b", maybe=("c",))}}, points(10, 20), "open"),
        ("graded", {"m_grade": {"s1": code("a"), "?": Value("m", complete=False)}}, points(0, 20), "open"),
        ("graded", {"m_grade": {"-": Value("m", complete=False)}}, points(0, 20), "open"),
        ("graded", {"m_grade": code("z")}, points(0, 20), "invalid"),
        ("graded", {"m_grade": code(complete=False)}, points(0, 20), "open"),
        ("graded", {"m_grade": code()}, points(0, 20), "open"),
        ("banded", {"m_count": fixed(2)}, points(0), "computed"),
        ("banded", {"m_count": fixed(3)}, points(4), "computed"),
        ("banded", {"m_count": fixed(6)}, points(10), "computed"),
        ("banded", {"m_count": Value("m", Fraction(2), Fraction(3))}, points(0, 4), "open"),
        ("banded", {"m_count": Value("m", Fraction(3), None)}, points(4, 10), "open"),
        ("banded", {}, points(0, 10), "open"),
        ("half", {"m_score": fixed(84)}, points("42/5"), "computed"),
        ("half", {"m_score": fixed(0)}, points(0), "computed"),
        ("half", {"m_score": fixed(101)}, points(0, 10), "invalid"),
        ("half", {}, points(0, 10), "open"),
        ("rated", {}, points(0, 30), "open"),
    ],
)  # fmt: skip
def test_a_form(name: str, values: Mapping[str, Any], wanted: Points, basis: str) -> None:
    found = item(card(made(), values), name)
    assert (found.points, found.basis) == (wanted, basis)


def test_an_empty_set_says_so() -> None:
    found = item(card(made(), {"m_grade": {"-": Value("m", complete=False)}}), "graded")
    assert found.why_open == ("empty_set",)


def test_the_least_of_elements() -> None:
    raw = [
        {**one, "grades": {**one["grades"], "combine": "least"}} if one["id"] == "graded" else one
        for one in RAW["items"]
    ]
    one = made(items=raw)
    assert item(card(one, {"m_grade": {"s1": code("a"), "s2": code("b")}}), "graded").points == points(16)
    open_set = {"s1": code("b"), "?": Value("m", complete=False)}
    assert item(card(one, {"m_grade": open_set}), "graded").points == points(0, 16)


def test_who_may_be_no_element_leaves_it_open() -> None:
    one = made()
    given = inputs(one, {})
    key = (SCHOOLS, "m_grade")
    values = {**given.values, key: (Element("s1", code("a")), Element("s2", code("c"), unsure=True))}
    (found,) = cards([("primary", one)], [replace(given, values=values)], {}, {}, ())
    assert item(found, "graded").points == points(10, 20)


# Bands

BANDS = (
    Band("high", Fraction(90)),
    Band("good", Fraction(80), Fraction(89)),
    Band("low", None, Fraction(80), under=True),
)


@pytest.mark.parametrize(
    ("low", "high", "wanted"),
    [
        (90, 90, ["high"]), (89, 89, ["good"]), ("89.5", "89.5", ["high", "good"]), (80, 80, ["good"]),
        ("79.99", "79.99", ["low"]), (89, "89.1", ["high", "good"]), (0, 79, ["low"]), (0, 80, ["good", "low"]),
        (None, None, ["high", "good", "low"]), (85, None, ["high", "good"]), (None, 10, ["low"]),
    ],
)  # fmt: skip
def test_bands(low: Any, high: Any, wanted: list[str]) -> None:
    ends = [None if one is None else Fraction(one) for one in (low, high)]
    assert [band.worth for band in touched(BANDS, ends[0], ends[1])] == wanted


# Grades, bonuses, vetoes

ALL = {
    "m_share": fixed(1), "m_a": fixed(1), "m_b": fixed(1), "m_grade": code("a"), "m_count": fixed(9), "m_score": fixed(100),
    "m_b1": fixed(0), "m_b2": fixed(0), "m_v": fixed(0),
}  # fmt: skip


def test_grades_and_bonuses() -> None:
    full = card(made(), ALL, (rating("rated", 30),))
    assert (full.total, full.grades) == (points(100), ("high",))
    partly = card(made(), ALL)
    assert (partly.total, partly.grades) == (points(70, 100), ("high", "middle"))
    both = {**ALL, "m_b1": fixed(1), "m_b2": fixed(2)}
    assert card(made(), both, (rating("rated", 20),)).total == points(95)
    assert card(made(bonuses="highest"), both, (rating("rated", 20),)).total == points(93)
    assert card(made(bonus_in="beside"), both, (rating("rated", 20),)).total == points(90)
    assert card(made(bonus_in="capped"), both, (rating("rated", 30),)).total == points(100)
    unknown = {name: value for name, value in ALL.items() if name not in ("m_b1", "m_b2")}
    assert card(made(), unknown, (rating("rated", 20),)).total == points(90, 95)


def test_vetoes() -> None:
    yes = card(made(), {**ALL, "m_v": fixed(1)}, (rating("rated", 30),))
    assert yes.grades == ("poor",)
    maybe = card(made(), {**ALL, "m_v": Value("m", Fraction(0), None)}, (rating("rated", 30),))
    assert maybe.grades == ("high", "poor")


def test_people_give_the_grade() -> None:
    grades = {**RAW["grades"], "given_by": "people", "measure": "m_given"}
    one = made(grades=grades, veto=[])
    assert card(one, ALL).grades == ("high", "middle", "poor")
    assert card(one, {**ALL, "m_given": code("middle")}).grades == ("middle",)
    assert card(one, {**ALL, "m_given": code("middle", complete=False)}).grades == ("high", "middle", "poor")


def test_whether_it_applies() -> None:
    one = made(when=[{"measure": "m_where", "is": "yes"}])
    given = inputs(one, {"m_where": code("no")})
    assert list(cards([("primary", one)], [given], {}, {}, ())) == []
    assert card(one, {"m_where": code("yes")}).applies == "yes"
    assert card(one, {}).applies == "unknown"


# Ratings


def problems(found: Scorecard, name: str = "rated") -> list[str]:
    return sorted({key for one in item(found, name).ratings for key in one.problems})


def test_ratings_are_told_never_dropped() -> None:
    one = made()
    assert problems(card(one, {}, (rating("rated", 31),))) == ["out_of_range"]
    assert item(card(one, {}, (rating("rated", 31),)), "rated").points == points(0, 30)
    assert problems(card(one, {}, (rating("rated", 5, evidence=""),))) == ["no_evidence"]
    twice = card(one, {}, (rating("rated", 5), rating("rated", 9)))
    assert (problems(twice), item(twice, "rated").points) == (["twice"], points(5, 9))
    same = card(one, {}, (rating("rated", 5), rating("rated", 5)))
    assert (problems(same), item(same, "rated").points) == (["twice"], points(5))
    changed = card(one, {}, (rating("rated", 5, "self"), rating("rated", 6, reason="")))
    assert problems(changed) == ["no_reason"]
    differs = card(one, ALL, (rating("share", 19),))
    assert (problems(differs, "share"), item(differs, "share").points) == (["differs"], points(20))
    lost = card(
        one, {}, (rating("rated", 5, None), rating("rated", 5, "other"), rating("rated", 5, period="1999-2000"))
    )
    assert [key for one_ in lost.unplaced for key in one_.problems] == ["no_stage", "unknown_stage", "unknown_period"]


def test_only_the_final_stage_is_certain() -> None:
    found = card(made(), ALL, (rating("rated", 20, "self"),))
    assert item(found, "rated").points == points(0, 30)
    assert [one.total for one in found.stages] == [points(90), points(70, 100)]
    settled = card(made(), ALL, (rating("rated", 20, "self"), rating("rated", 25)))
    assert settled.total == points(95)
    assert [(one.item, one.stages, one.points) for one in settled.differences] == [
        ("rated", ("self", "final"), (20, 25))
    ]


def test_entries_of_no_place_are_named() -> None:
    one = made()
    entries = [
        {"item": "总分", "points": Fraction(1), "by": "x", "date": "2024-01-01"},
        {"item": "demo/table/none", "points": Fraction(1), "by": "x", "date": "2024-01-01"},
        {"item": "other/table/rated", "points": Fraction(1), "by": "x", "date": "2024-01-01"},
        {"item": "demo/table/rated", "points": Fraction(1), "by": "x", "date": "2024-01-01", "stage": "final"},
    ]
    found, unplaced = assess([([("primary", one)], [inputs(one, {})])], {}, {}, entries, "demo")
    assert [(one_.item, one_.problems) for one_ in unplaced] == [
        ("总分", ("unknown_item",)), ("demo/table/none", ("unknown_item",)),
    ]  # fmt: skip
    assert item(found[0], "rated").points == points(1)
    away = made(when=[{"measure": "m_where", "is": "yes"}])
    found, unplaced = assess([([("primary", away)], [inputs(away, {"m_where": code("no")})])], {}, {}, entries, "demo")
    assert found == ()
    assert ("no_card",) in [one_.problems for one_ in unplaced]


def test_a_rating_of_a_year_without_a_card_is_named() -> None:
    one = made(when=[{"measure": "m_where", "is": "yes"}])
    away = replace(inputs(one, {"m_where": code("no")}), period="2022-2023")
    here = inputs(one, {"m_where": code("yes")})
    told = (rating("rated", 5, period="2022-2023"), rating("rated", 6, period="2023-2024"))
    (found,) = cards([("primary", one)], [away, here], {}, {}, told)
    assert item(found, "rated").points == points(6)
    assert [one_.problems for one_ in found.unplaced] == [("no_card",)]


# Laws


def test_arithmetic() -> None:
    one, two = points(1, 3), points(2)
    assert added([one, two]) == points(3, 5)
    assert mean([one, two]) == points("3/2", "5/2")
    assert least([one, two]) == points(1, 2)
    assert greatest([one, two]) == points(2, 3)
    assert hull([one, two]) == points(1, 3)
    assert at_most(points(90, 103), Fraction(100)) == points(90, 100)


ENDS = {
    "m_share": (0, 1),
    "m_a": (0, 1),
    "m_b": (0, 1),
    "m_count": (0, 12),
    "m_score": (0, 100),
    "m_b1": (0, 3),
    "m_b2": (0, 3),
    "m_v": (0, 2),
}
WHOLE = ("m_count", "m_b1", "m_b2", "m_v")


def random_value(luck: random.Random, name: str) -> Value:
    low, high = ENDS[name]
    ends = sorted(
        Fraction(luck.randint(low, high)) if name in WHOLE else Fraction(luck.randint(low * 40, high * 40), 40)
        for _ in "ab"
    )
    if luck.random() < 0.3:
        ends[1] = ends[0]
    first: Fraction | None = None if luck.random() < 0.2 else ends[0]
    last: Fraction | None = None if luck.random() < 0.2 else ends[1]
    return Value(name, first, last, complete=False)


def random_values(luck: random.Random) -> dict[str, Any]:
    grades = {}
    for school in SCHOOLS:
        sure = tuple(luck.sample(list(WORTH), luck.choice((0, 1, 1, 2))))
        maybe = tuple(one for one in WORTH if one not in sure and luck.random() < 0.2)
        grades[school] = code(*sure, maybe=maybe, complete=luck.random() < 0.8)
    return {**{name: random_value(luck, name) for name in ENDS}, "m_grade": grades}


def narrowed(luck: random.Random, value: Value, name: str) -> Value:
    """A value that says more, and nothing else."""
    if value.elements is not None:
        if value.complete and value.elements and not value.maybe:
            return replace(value, elements=(luck.choice(value.elements),))
        return code(luck.choice((*value.elements, *value.maybe, *WORTH)))
    low, high = ENDS[name]
    first = Fraction(low) if value.low is None else Fraction(value.low)
    last = Fraction(high) if value.high is None else Fraction(value.high)
    last = max(first, last)
    steps = range(int(last - first) + 1) if name in WHOLE else [Fraction(n, 8) * (last - first) for n in range(9)]
    ends = sorted((first + luck.choice(steps), first + luck.choice(steps)))
    return Value(name, ends[0], ends[1])


def narrow(luck: random.Random, values: Mapping[str, Any]) -> dict[str, Any]:
    out: dict[str, Any] = dict(values)
    for name in luck.sample(sorted(out), 3):
        if name == "m_grade":
            school = luck.choice(SCHOOLS)
            out[name] = {**out[name], school: narrowed(luck, out[name][school], name)}
        else:
            out[name] = narrowed(luck, out[name], name)
    return out


def inside(inner: Points, outer: Points) -> bool:
    return outer.low <= inner.low <= inner.high <= outer.high


FORMS = [
    made(), made(bonuses="highest", bonus_in="capped"), made(bonus_in="beside"),
    *(
        made(items=[
            {**one, "deduction": {**one["deduction"], "part": part, "together": together}} if one["id"] == "less"
            else {**one, "grades": {**one["grades"], "combine": combine}} if one["id"] == "graded" else one
            for one in RAW["items"]
        ])
        for part, together, combine in (("exact", "worst", "least"), ("begun", "sum", "mean"))
    ),
]  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.integers(0, 2**32), st.sampled_from(range(len(FORMS))))
def test_knowing_more_never_widens(seed: int, which: int) -> None:
    luck = random.Random(seed)  # noqa: S311
    one = FORMS[which]
    values = random_values(luck)
    before, after = card(one, values), card(one, narrow(luck, values))
    for old, new in zip(before.items, after.items, strict=True):
        assert old.basis != "invalid"
        assert inside(new.points, old.points), (old.item.id, old.points, new.points)
        assert inside(new.points, points(0, new.item.points))
    assert inside(after.sum, before.sum)
    assert inside(after.total, before.total)
    assert set(after.grades) <= set(before.grades)
    assert after.grades


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2**32))
def test_more_ratings_never_widen(seed: int) -> None:
    luck = random.Random(seed)  # noqa: S311
    one = made()
    values = random_values(luck)
    told: list[Rated] = []
    before = card(one, values)
    for name in luck.sample([one_.id for one_ in one.items], 4):
        stage = luck.choice(("self", "final"))
        told.append(rating(name, Fraction(luck.randint(0, 40), 2), stage))
        after = card(one, values, tuple(told))
        assert inside(after.total, before.total)
        assert set(after.grades) <= set(before.grades)
        assert sum(len(one_.ratings) for one_ in after.items) == len(told), "nothing is dropped"
        before = after


def plain(values: Mapping[str, Any], rated: Fraction, part: str, together: str, combine: str) -> Fraction:
    """The total of `RAW` where everything is known, reckoned another way: in hundredths of hundredths, one line a form."""

    def off(name: str, bound: int, per: int, minus: Fraction) -> Fraction:
        missing = max(0, bound - 100 * values[name]) / Fraction(per)
        return minus * {"exact": missing, "whole": floor(missing), "begun": ceil(missing)}[part]

    offs = [off("m_a", 10, 1, Fraction(1)), off("m_b", 20, 2, Fraction(1, 2))]
    less = max(Fraction(0), 10 - (sum(offs) if together == "sum" else max(offs)))
    marks = [20 * WORTH[one] for one in values["m_grade"].values()]
    graded = min(marks) if combine == "least" else sum(marks) / len(marks)
    count = values["m_count"]
    banded = 0 if count < 3 else 4 if count < 6 else 10
    bonus = (3 if values["m_b1"] >= 1 else 0) + (2 if values["m_b2"] >= 1 else 0)
    return rated + 20 * values["m_share"] + less + graded + banded + values["m_score"] / 10 + bonus


@settings(max_examples=300, deadline=None)
@given(
    st.integers(0, 2**32),
    st.sampled_from([(0, "whole", "sum", "mean"), (3, "exact", "worst", "least"), (4, "begun", "sum", "mean")]),
)
def test_exact_where_all_is_known(seed: int, form: tuple[int, str, str, str]) -> None:
    luck = random.Random(seed)  # noqa: S311
    which, part, together, combine = form
    numbers: dict[str, Any] = {
        name: Fraction(luck.randint(low, high)) if name in WHOLE else Fraction(luck.randint(low * 700, high * 700), 700)
        for name, (low, high) in ENDS.items()
    }
    numbers["m_grade"] = {school: luck.choice(list(WORTH)) for school in SCHOOLS}
    values: dict[str, Any] = {name: fixed(one) for name, one in numbers.items() if name != "m_grade"}
    values["m_grade"] = {school: code(one) for school, one in numbers["m_grade"].items()}
    mine = Fraction(luck.randint(0, 210), 7)
    found = card(FORMS[which], values, (rating("rated", mine),))
    assert found.total.known
    assert found.total.low == plain(numbers, mine, part, together, combine)


# Consequences


def consequence(name: str, *when: Mapping[str, Any]) -> Consequence:
    return Consequence(f"demo/1/{name}", "一 ①", "奖", {"zh": name}, "authority", when, "follows", {"zh": "奖"})


@pytest.mark.parametrize(
    ("outlooks", "graded", "totalled"),
    [
        (Outlook(("high",), points(95)), "follows", "follows"),
        (Outlook(("high", "middle"), points(85, 95)), "follows", "unknown"),
        (Outlook(("middle", "poor"), points(50, 70)), "unknown", "not_triggered"),
        (Outlook(("poor",), points(50)), "not_triggered", "not_triggered"),
        (Outlook(()), "not_triggered", "unknown"),
        (Outlook(), "unknown", "unknown"),
    ],
)  # fmt: skip
def test_consequences_read_grades_and_totals(outlooks: Outlook, graded: str, totalled: str) -> None:
    found = [
        consequence("grade", {"grade": "demo/table", "one_of": ["high", "middle"]}),
        consequence("total", {"total": "demo/table", "at_least": 90}),
    ]
    for chainer in ("auto", "naive"):
        states = [one.state for one in follow(found, {}, {}, chainer, {"demo/table": outlooks})[0]]  # type: ignore[arg-type]
        assert states == [graded, totalled]


def test_a_case_gives_grades_and_totals() -> None:
    when = ({"grade": "demo/table", "one_of": ["high"]}, {"total": "demo/table", "at_least": 90})
    one = replace(consequence("both", *when), cases=(
        {"scores": {"demo/table": {"grades": ["high"], "total": 90}}, "expect": "follows"},
        {"scores": {"demo/table": {"grades": ["high"], "total": [89, 91]}}, "expect": "unknown"},
        {"scores": {"demo/table": {"grades": ["poor"]}}, "expect": "not_triggered"},
    ))  # fmt: skip
    assert consequence_cases([one]) == []
    stray = replace(one, cases=({"scores": {"demo/other": {"grades": ["high"]}}, "expect": "unknown"},))
    assert [failure.stray for failure in consequence_cases([stray])] == [("demo/other",)]


def test_consequences_look_at_the_last_period_that_is_over() -> None:
    one = made()
    over, running = inputs(one, ALL), replace(inputs(one, {}), period="2024-2025", running=True)
    schemes = [([("primary", one)], [over, running])]
    found, _ = assess(schemes, {}, {}, [], "demo")
    assert [card_.period for card_ in found] == ["2023-2024", "2024-2025"]
    seen = outlook(found, schemes)["demo/table"]
    assert (seen.total, seen.period, seen.stage) == (points(70, 100), "2023-2024", None)
    assert outlook([], [([("primary", one)], [])])["demo/table"] == Outlook()
    assert outlook([], [([("primary", one)], [over])])["demo/table"].grades == ()


# The shipped schemes


@pytest.mark.parametrize("name", sorted(BENCH.folders))
def test_shipped_cases(name: str) -> None:
    book = load.load(BENCH.folders[name])
    assert run_cases(book.schemes, book.questions, {rule.id: rule for rule in book.rules}) == []
    assert [problem.line("zh") for problem in lint(book, BENCH.vocabulary)] == []


def book_with(one: Scheme) -> Rulebook:
    book = load.load(BENCH.folders["ankang-2022"])
    return replace(book, schemes=(one,))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"total": 99}, "各项合计 100 分"),
        ({"bonus_in": "total", "bonus": "times"}, "bonus_in: capped"),
        ({"grades": "gap"}, "有空隙"),
        ({"grades": "overlap"}, "重叠"),
        ({"items": "points"}, "合计"),
        ({"items": "measure"}, "没有指标 nothing_there"),
        ({"items": "type"}, "不是 share 能用的"),
        ({"items": "category"}, "没有类别 other"),
        ({"items": "rule"}, "没有规则 ankang-2022/9/none"),
        ({"items": "reading"}, "没有口径 no-such"),
        ({"stages": "final"}, "应有一个终评，写了 0 个"),
        ({"veto": "grade"}, "没有等次 awful"),
        ({"items": "number"}, "引文里没有 7 这个数"),
        ({"quotas": "share"}, "引文里没有 40 这个数"),
        ({"cases": []}, "没有用例"),
    ],
)
def test_lint_of_a_scheme(change: dict[str, Any], said: str) -> None:
    raw = json.loads(json.dumps(load.load(BENCH.folders["ankang-2022"]).schemes[0].data, default=str))
    items = raw["items"]
    match change:
        case {"bonus": "times"}:
            raw["bonus"][0]["times"] = "national_media_reports"
        case {"grades": "gap"}:
            raw["grades"]["readings"], raw["grades"]["bands"][1]["to"] = [], 88
        case {"grades": "overlap"}:
            raw["grades"]["readings"], raw["grades"]["bands"][1]["to"] = [], 90
        case {"quotas": "share"}:
            raw["quotas"][0]["at_most"] = "40%"
        case {"items": "points"}:
            items[0]["points"] = 7
        case {"items": "number"}:
            items[0]["points"], items[1]["points"] = 7, 3
        case {"items": "measure"}:
            items[17]["share"]["measure"] = "nothing_there"
        case {"items": "type"}:
            items[17]["share"] = {"measure": "national_media_reports"}
        case {"items": "category"}:
            items[0]["category"] = "other"
        case {"items": "rule"}:
            items[0]["rules"] = ["ankang-2022/9/none"]
        case {"items": "reading"}:
            items[0]["readings"] = ["no-such"]
        case {"stages": "final"}:
            raw["stages"][2]["final"] = False
        case {"veto": "grade"}:
            raw["veto"][0]["grade"] = "awful"
        case _:
            raw |= change
    found = "\n".join(problem.line("zh") for problem in lint(book_with(scheme(raw)), BENCH.vocabulary))
    assert said in found


def test_readings_are_laid_on_the_scheme() -> None:
    book = load.load(BENCH.folders["ankang-2022"])
    variants = dict(scheme_variants(book.schemes[0], book.questions))
    by_id = {key: {one.id: one for one in variants[key].items} for key in variants}
    assert by_id["primary"]["i4"].form.part == "whole"
    assert by_id["point-parts.in-proportion"]["i4"].form.part == "exact"
    assert by_id["exchange-whom.due-only"]["i4"].form.tests[0].measure == "exchange_among_due"
    assert by_id["satisfaction-of.all-answers"]["i18"].form.for_each is None
    assert variants["bonus-adds.each-report"].bonus[0].times == "national_media_reports"
    decided = dict(scheme_variants(book.schemes[0], book.questions, {"between-bands": "rounded"}))
    assert "between-bands.rounded" not in decided
    assert decided["primary"].grading.bands[0].low == Fraction(179, 2)
