"""What the rule language means, case by case: exact numbers, money, shares, bands."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import duckdb
import pytest
from agree import differences
from hypothesis import given, settings
from hypothesis import strategies as st
from judging import (
    BENCH,
    HELD,
    SMALL,
    YEAR,
    body_of,
    book_of,
    judged,
    meetings,
    value,
    verdict,
)
from reference_values import Bounds

from checker.engine import check, plan
from checker.errors import BadInput
from checker.findings import findings
from checker.findings.results import whole_bodies
from checker.model import Value
from checker.records.body import Body
from checker.records.derived import tables
from checker.rulebook.formulas import problems, uneven
from checker.rulebook.vocabulary import Vocabulary, measure, typed

# -- exact numbers


def surveys(satisfied: int, asked: int, **cells: Any) -> dict[str, Any]:
    row = {
        "id": "v",
        "date": "2023-10-01",
        "respondents": asked,
        "satisfied": satisfied,
        "satisfaction": "80%",
        **cells,
    }
    return {"complete": YEAR, "rows": [row]}


@pytest.mark.parametrize(
    ("satisfied", "asked", "expected"),
    [
        (17, 20, "pass"), (16, 20, "fail"), (850_000_000, 1_000_000_000, "pass"), (849_999_999, 1_000_000_000, "fail"),
        (0, 0, "unknown"),
    ],
)  # fmt: skip
def test_a_share_is_compared_exactly(satisfied: int, asked: int, expected: str) -> None:
    one = body_of(surveys=surveys(satisfied, asked))
    assert verdict({"require": [{"measure": "content_share", "at_least": "85%"}]}, one) == expected
    assert verdict({"require": [{"measure": "content_share", "less_than": "17/20"}]}, one) == (
        {"pass": "fail", "fail": "pass"}.get(expected, expected)
    )


def test_a_share_whose_base_may_be_nothing_is_open() -> None:
    rows = [{"id": "v", "date": "2023-10-01", "respondents": 20, "satisfied": 0, "satisfaction": None}]
    one = body_of(surveys={"complete": YEAR, "rows": rows})
    for op in ("at_most", "at_least", "equals", "more_than"):
        assert verdict({"require": [{"measure": "content_share", op: 0}]}, one) in ("unknown", "pass")
    assert verdict({"require": [{"measure": "content_share", "at_most": 0}]}, one) == "unknown"


def test_a_share_of_nothing_is_void_but_hides_no_breach() -> None:
    share = {"measure": "content_share_or_none", "at_least": "85%"}
    one = body_of(surveys=surveys(0, 0), meetings="none")
    assert verdict({"require": [share]}, one) == "not_applicable"
    assert verdict({"require": [share, HELD]}, one) == "fail"
    assert verdict({"require": [share, {"measure": "meetings", "at_most": 0}]}, one) == "pass"
    assert verdict({"require": [share, HELD]}, body_of(surveys=surveys(0, 0))) == "unknown"


def test_money_is_compared_to_the_fen() -> None:
    def funds(amount: str) -> Body:
        row = {"id": "f", "kind": "special", "date": "2023-10-01", "amount": amount}
        return body_of(funds={"complete": YEAR, "rows": [row]})

    rule = {"require": [{"measure": "spent", "at_least": "20.50"}]}
    assert [verdict(rule, funds(amount)) for amount in ("20.50", "20.49", "999999999999.99")] == [
        "pass",
        "fail",
        "pass",
    ]
    assert value("largest", funds("999999999999.99")) == Bounds(*[Fraction("999999999999.99")] * 2)
    # An amount is no date: a great one does not count as "nothing recorded".
    rule = {"require": [{"measure": "spent", "at_most": "5"}], "due": "open"}
    assert verdict(rule, funds("40000")) == "fail"


def test_least_and_greatest_percents_are_percents() -> None:
    one = body_of(surveys=surveys(1, 1, satisfaction="86.5%"))
    assert value("worst", one) == Bounds(Fraction("0.865"), Fraction("0.865"))
    assert verdict({"require": [{"measure": "worst", "at_least": "86.5%"}]}, one) == "pass"
    assert verdict({"require": [{"measure": "worst", "more_than": "86.5%"}]}, one) == "fail"


@given(st.integers(0, 10**9), st.integers(1, 10**9), st.integers(1, 10**6), st.integers(1, 10**6))
@settings(derandomize=True, deadline=None, max_examples=8, database=None)
def test_any_ratio_meets_any_bound_as_fractions_do(top: int, base: int, n: int, d: int) -> None:
    book = book_of({"require": [{"measure": "content_share", "at_least": f"{n}/{d}"}]},
                   {"require": [{"measure": "content_share", "equals": f"{top}/{base}"}]})  # fmt: skip
    one = body_of(surveys=surveys(top, base))
    assert differences(book, SMALL, BENCH.schemas, [one]) == []


def test_a_range_that_touches_several_bands_has_all_their_values() -> None:
    for rows, low, high in ((1, Fraction(1, 2), Fraction(1, 2)), (0, Fraction(3), Fraction(3))):
        assert value("posts_due", body_of(meetings=meetings(*["2023-09-01"] * rows))) == Bounds(low, high)
    vague = meetings(None, None)
    assert value("posts_due", body_of(meetings=vague)) == Bounds(Fraction(1, 2), Fraction(3))
    assert value("posts_due", body_of(meetings=meetings("2023-09-01", None, None))) == Bounds()  # 3 is in no band


def test_a_sum_of_money_is_money_and_a_sum_of_fractions_is_refused() -> None:
    row = {"id": "f", "kind": "special", "date": "2023-10-01", "amount": "20.50"}
    one = body_of(funds={"complete": YEAR, "rows": [row]})
    assert value("money_in_all", one) == Bounds(Fraction(41), Fraction(41))
    assert verdict({"require": [{"measure": "money_in_all", "at_least": 41}]}, one) == "pass"
    mixed = measure("mixed", {**WORDS, "difference_of": ["content_share", "satisfaction"]}, BENCH.schemas)
    assert len(list(uneven({**SMALL.measures, "mixed": mixed}))) == 2
    assert list(uneven({**SMALL.measures, **BENCH.vocabulary.measures})) == []


# -- money a head, money and points looked up, weighted sums

WORDS = {"label": {"zh": "指标"}, "unit": "times", "counts": {"zh": "计数"}}


def with_measures(**made: Any) -> Vocabulary:
    own = {name: measure(name, {**WORDS, **one}, BENCH.schemas) for name, one in made.items()}
    return replace(SMALL, measures=typed({**SMALL.measures, **own}))


def spent(amount: Any, **more: Any) -> Body:
    row = {"id": "f", "kind": "special", "date": "2023-10-01", "amount": amount}
    return body_of(funds={"complete": YEAR, "rows": [row]}, **more)


def test_money_a_head_and_money_beside_money_are_yuan() -> None:
    held = {"meetings": meetings("2023-09-01", "2023-09-02")}
    head = {"require": [{"measure": "spent", "at_least": {"measure": "meetings", "times": "500.5", "plus": 1}}]}
    assert verdict(head, spent("1002", **held)) == "pass"
    assert verdict(head, spent("1001.99", **held)) == "fail"
    beside = {"require": [{"measure": "spent", "at_least": {"measure": "largest", "times": "1/2", "plus": "10.25"}}]}
    assert [verdict(beside, spent(amount)) for amount in ("20.5", "20.49")] == ["pass", "fail"]
    count = {"require": [{"measure": "meetings", "at_least": {"measure": "spent", "times": "1/500"}}]}
    assert [verdict(count, spent(amount, **held)) for amount in ("1000", "1000.01")] == ["pass", "fail"]


def test_both_sides_of_a_test_are_shown_in_the_unit_of_the_left_one() -> None:
    def sides(rule: Any, one: Body) -> list[Value | None]:
        outcome = check.check(plan.build(book_of({"require": [rule]}), SMALL, "group"), [one], BENCH.schemas)
        (found,) = findings(outcome, one, None)
        outcome.close()
        (test,) = found.cells[0].tests
        return [test.value, test.required]

    one = spent(20, meetings=meetings("2023-09-01", "2023-09-02"))
    value_, required = sides({"measure": "spent", "at_least": {"measure": "meetings", "times": 500}}, one)
    assert value_ == Value("spent", Fraction(2000), Fraction(2000))
    assert required == Value("spent", Fraction(100_000), Fraction(100_000))
    value_, required = sides({"measure": "best_score", "at_least": "86.5"}, scores("85.25"))
    assert value_ == Value("best_score", Fraction("85.25"), Fraction("85.25"))
    assert required == Value("", Fraction("86.5"), Fraction("86.5"))


def test_a_lookup_in_yuan_is_money() -> None:
    def school(pupils: int, amount: Any) -> Body:
        rows = [{"id": "s1", "name": "甲校", "students": pupils}]
        joined = [{"id": "x", "school": "s1", "role": "member", "from": "2023-08-01"}]
        return spent(amount, schools={"complete": YEAR, "rows": rows}, members={"complete": YEAR, "rows": joined})

    rule = {"require": [{"measure": "spent", "at_least": {"measure": "extra", "plus": 100000}}]}
    assert [verdict(rule, school(99, amount)) for amount in ("100010.5", "100010.49")] == ["pass", "fail"]
    assert [verdict(rule, school(100, amount)) for amount in ("100030", "100029.99")] == ["pass", "fail"]
    assert SMALL.measures["extra"].type == SMALL.measures["extra_of"].type == "money"


def test_bands_over_money_are_yuan_to_the_fen() -> None:
    assert value("spent_band", spent("20.49")) == Bounds(Fraction(1), Fraction(1))
    assert value("spent_band", spent("20.50")) == Bounds(Fraction(2), Fraction(2))


@pytest.mark.parametrize(
    ("bands", "word"),
    [
        ([{"from": 0, "to": 10, "value": 1}, {"from": 10, "to": 20, "value": 2}], "overlaps"),
        ([{"from": 0, "value": 1}, {"from": 10, "to": 20, "value": 2}], "overlaps"),
        ([{"to": 5, "value": 1}, {"to": 9, "value": 2}], "overlaps"),
        ([{"from": 10, "to": 9, "value": 1}], "ends before"),
        ([{"from": "0.5", "value": 1}], "finer"),
    ],
)
def test_bands_that_overlap_or_end_before_they_begin_are_refused(bands: Any, word: str) -> None:
    made = with_measures(odd={"lookup": {"of": "meetings", "bands": bands}})
    found = [what for _, what in problems(made.measures, made.sets)]
    assert len(found) == 1
    assert not isinstance(found[0], str)
    assert word in found[0]["en"]
    money = with_measures(odd={"unit": "yuan", "lookup": {"of": "spent", "bands": [{"from": "0.5", "value": "1.005"}]}})
    (found,) = ([what for _, what in problems(money.measures, money.sets)],)
    assert len(found) == 1
    assert "two decimals" in str(found[0])


def scores(*points: Any) -> Body:
    rows = [{"id": f"a{n}", "kind": "group", "date": "2023-10-01", "score": one} for n, one in enumerate(points)]
    return body_of(assessments={"complete": YEAR, "rows": rows})


def test_points_have_two_decimals_and_are_compared_exactly() -> None:
    assert value("best_score", scores("86.5", 9)) == Bounds(Fraction("86.5"), Fraction("86.5"))
    rule = {"require": [{"measure": "best_score", "at_least": "86.51"}]}
    assert [verdict(rule, scores(one)) for one in ("86.51", "86.50", "86.5")] == ["pass", "fail", "fail"]
    for wrong in ("86.505", -1, "九十", True):
        with pytest.raises(BadInput, match="分数"):
            scores(wrong)


def test_a_weighted_sum_of_means_is_exact() -> None:
    third = Fraction("86.5") + 90 + 91
    exact = third / 3 * Fraction(3, 5) + 91 * Fraction(2, 5)
    one = scores("86.5", 90, 91)
    assert value("score_in_all", one) == Bounds(exact, exact)
    for op, expected in (("at_least", "pass"), ("more_than", "fail"), ("equals", "pass")):
        assert verdict({"require": [{"measure": "score_in_all", op: f"{exact}"}]}, one) == expected
    assert value("score_in_all", scores("86.5", None)) == Bounds()
    assert value("counted", body_of(meetings=meetings("2023-09-01", None), activities="none")) == (
        Bounds(Fraction(1, 2), Fraction(1))
    )
    assert value("content_in_all", body_of(surveys=surveys(0, 0))) == Bounds(void=True)


def test_what_is_too_large_is_an_error_and_never_a_wrong_number() -> None:
    weights = ["1/999999999999999989", "1/999999999999999967"]
    made = with_measures(odd={"weighted": [{"measure": "respondents", "times": one} for one in weights]},
                         respondents={"table": "surveys", "sum": "respondents"})  # fmt: skip
    book = book_of({"require": [{"measure": "odd", "at_least": 1}]})
    outcome = plan.build(book, made, "group")
    with pytest.raises(duckdb.Error, match="out of range"):
        check.check(outcome, [body_of(surveys=surveys(1, 7))], BENCH.schemas)


# -- facts of the body itself


def test_the_bodys_own_facts_can_be_asked() -> None:
    made = with_measures(
        level={"table": "body", "value": "level"}, legal={"table": "body", "value": "legal_person"}
    )  # fmt: skip
    rule = {"when": [{"measure": "level", "is": "city"}], "require": [{"measure": "legal", "is": "yes"}]}

    def found(**facts: str) -> str:
        (only,) = judged(rule, body_of(body=facts), vocabulary=made).values()
        return only

    assert found(level="city", legal_person="yes") == "pass"
    assert found(level="city", legal_person="no") == "fail"
    assert found(level="county", legal_person="no") == "not_applicable"
    assert found(legal_person="yes") == found(level="city") == "unknown"
    labels = tables()["body"].columns
    assert labels["level"].codes == {"city": "市级", "county": "县级"}
    assert labels["legal_person"].codes == {"yes": "是", "no": "否"}


# -- what consequences ask


def test_a_consequence_reads_values_as_rules_write_them() -> None:
    names = {"spent": 1, "score": 1, "best_score": 1, "content_share": "1%", "meetings": 1}
    rules = [{"note": [{"measure": name, "at_least": right}]} for name, right in names.items()]
    rules += [{"note": [{"measure": "first_meeting", "before": "2024-01-01"}]}]
    rules += [{"note": [{"measure": "model", "is": "联盟型"}]}]
    rows = [{"id": f"a{n}", "kind": "group", "date": "2023-10-01", "score": one} for n, one in enumerate(("86.5", 90))]
    one = spent("20.5", assessments={"complete": YEAR, "rows": rows}, surveys=surveys(17, 20), body={"model": "联盟型"},
                meetings=meetings("2023-09-01"))  # fmt: skip
    outcome = check.check(plan.build(book_of(*rules), SMALL, "group"), [one], BENCH.schemas)
    found = {name: whole_bodies(outcome, name)[one.id][1] for name in (*names, "first_meeting", "model")}
    outcome.close()
    exact = {"spent": "20.5", "score": "88.25", "best_score": "90", "content_share": "17/20", "meetings": "1"}
    assert found == {
        **{name: Value(name, Fraction(text), Fraction(text)) for name, text in exact.items()},
        "first_meeting": Value("first_meeting", "2023-09-01", "2023-09-01"),
        "model": Value("model", elements=("联盟型",)),
    }
