"""What the rule language means, case by case: exact numbers, money, shares, bands."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

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
    meetings,
    value,
    verdict,
)
from reference_values import Bounds

from checker.records.body import Body
from checker.rulebook.vocabulary import measure, uneven

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
    words = {"label": {"zh": "指标"}, "unit": "times", "counts": {"zh": "计数"}}
    mixed = measure("mixed", {**words, "difference_of": ["content_share", "satisfaction"]}, BENCH.schemas)
    assert len(list(uneven({**SMALL.measures, "mixed": mixed}))) == 2
    assert list(uneven({**SMALL.measures, **BENCH.vocabulary.measures})) == []
