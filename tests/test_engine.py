"""What the rule language means, case by case: what is missing, what is owed, parts of periods, three values."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from judging import (
    AS_OF,
    AT_LEAST_ONE,
    HELD,
    MISSING,
    MONTHLY,
    NONE_ALLOWED,
    OPEN,
    YEAR,
    body_of,
    book_of,
    judged,
    meetings,
    members,
    value,
    verdict,
)
from reference_values import Bounds, Elements

from checker.errors import BadInput

# -- what is missing


@pytest.mark.parametrize(
    ("table", "least", "most"),
    [
        pytest.param(None, "unknown", "unknown", id="absent table"),
        pytest.param("none", "fail", "pass", id="none"),
        pytest.param(meetings(), "fail", "pass", id="zero rows of a complete register"),
        pytest.param(meetings(complete=None), "unknown", "unknown", id="zero rows of an incomplete register"),
        pytest.param(meetings(complete={**YEAR, "to": "2024-07-14"}), "unknown", "unknown", id="outside complete"),
        pytest.param(meetings("2023-10-01"), "pass", "fail", id="one"),
        pytest.param(meetings("2023-10-01", complete=None), "pass", "fail", id="one, whatever else"),
        pytest.param(meetings(None), "unknown", "unknown", id="empty cell: date"),
        pytest.param(meetings("2023-10-01", kind=None), "unknown", "unknown", id="empty cell: kind"),
        pytest.param(meetings("2024-07"), "unknown", "unknown", id="a month that is not over"),
        pytest.param(meetings("2024-06"), "pass", "fail", id="a month that is over"),
    ],
)  # fmt: skip
def test_what_is_missing_is_never_a_pass_a_fail_or_a_zero(table: Any, least: str, most: str) -> None:
    one = body_of(**({"meetings": table} if table else {}))
    assert (verdict(AT_LEAST_ONE, one), verdict(NONE_ALLOWED, one)) == (least, most)


def test_two_registers_that_adjoin_cover_what_they_cover_together() -> None:
    halves = [{"from": "2023-08-01", "to": "2023-12-31"}, {"from": "2024-01-01", "to": AS_OF}]
    assert verdict(AT_LEAST_ONE, body_of(meetings=meetings(complete=halves))) == "fail"
    hole = [{"from": "2023-08-01", "to": "2023-12-30"}, {"from": "2024-01-01", "to": AS_OF}]
    assert verdict(AT_LEAST_ONE, body_of(meetings=meetings(complete=hole))) == "unknown"


def test_a_recorded_absence_is_not_a_thing_to_count() -> None:
    one = body_of(meetings=meetings("2023-10-01", "2023-10-02", school="none"))
    assert value("hosts", one) == Bounds(Fraction(0), Fraction(0))


def test_of_nothing_there_is_no_mean_no_least_and_no_greatest_but_a_date_is_never() -> None:
    empty = body_of(surveys="none", funds="none", meetings="none")
    for name in ("satisfaction", "worst", "largest", "smallest"):
        assert value(name, empty) == Bounds()
    for op in ("on_or_before", "before"):
        assert verdict({"require": [{"measure": "first_meeting", op: "2024-01-01"}]}, empty) == "fail"
    assert verdict({"require": [{"measure": "last_meeting", "on_or_after": "2024-01-01"}]}, empty) == "fail"
    assert verdict({"require": [{"measure": "satisfaction", "at_least": "0%"}]}, empty) == "unknown"


def test_a_value_whose_only_row_may_not_count_is_open() -> None:
    organs = {"complete": YEAR, "rows": [{"id": "o", "kind": None, "under": "lead", "established": "2023-08-01"}]}
    with pytest.raises(BadInput):
        body_of(organs={"rows": [{"id": "o"}]})
    one = body_of(organs=organs)
    assert value("office_under", one) == Elements(maybe=frozenset({"lead"}))
    for test in ({"is": "lead"}, {"is_not": "lead"}, {"is": "council"}, {"is_not": "council"}):
        assert verdict({"require": [{"measure": "office_under", **test}]}, one) == "unknown"


# -- cells


def test_a_surplus_in_one_cell_never_fills_another() -> None:
    many = meetings("2023-08-01", "2023-08-02", "2023-08-03", "2023-10-31")
    found = judged({**MONTHLY, "during": {"to": "2023-10"}}, body_of(meetings=many))
    assert found == {("*", "2023-08"): "pass", ("*", "2023-09"): "fail", ("*", "2023-10"): "pass"}
    per_school = {"for_each": ["members"], "require": [{"measure": "meetings_of", "at_least": 1}]}
    one = body_of(members=members(("s1", "2023-08-01", None), ("s2", "2023-08-01", None)),
                  meetings=meetings("2023-09-01", "2023-09-02", schools=["s1"]))  # fmt: skip
    assert judged(per_school, one) == {("s1", "*"): "pass", ("s2", "*"): "fail"}


def test_a_set_that_is_not_complete_owes_a_cell_that_says_so_and_an_empty_one_too() -> None:
    rule = {"for_each": ["members"], "require": [{"measure": "meetings_of", "at_least": 1}], "no_rows": "fail"}
    listed = members(("s1", "2023-08-01", None), complete=None)
    one = body_of(members=listed, meetings=meetings("2023-09-01", schools=["s1"]))
    assert judged(rule, one) == {("s1", "*"): "pass", ("?", "*"): "unknown"}
    assert judged(rule, body_of()) == {("?", "*"): "unknown"}
    assert judged(rule, body_of(members="none")) == {("-", "*"): "fail"}
    with_when = {**rule, "when": [{"measure": "meetings_of", "at_least": 1}]}
    assert judged(with_when, body_of(members="none", meetings="none")) == {("-", "*"): "fail"}


def test_a_row_without_its_entity_widens_only_the_cells_that_it_may_belong_to() -> None:
    rows = [{"id": "a1", "kind": None, "date": "2023-09-01", "organiser": "s1"}]
    one = body_of(members=members(("s1", "2023-08-01", None), ("s2", "2023-08-01", None)),
                  activities={"complete": YEAR, "rows": rows})  # fmt: skip
    rule = {"for_each": ["members", ["observation"]], "require": [{"measure": "activities_of", "at_least": 1}]}
    assert judged(rule, one) == {("s1", "*"): "unknown", ("s2", "*"): "fail"}


def test_no_rule_vanishes_where_no_period_lies_in_its_window() -> None:
    empty = body_of(meetings="none")
    assert judged(book_of(MONTHLY, effective="2025-01-01"), empty) == {("*", "-"): "not_applicable"}
    assert judged({**MONTHLY, "during": {"from": "2024-09"}}, empty) == {("*", "-"): "not_due"}
    past = replace(empty, review=("2022-01-01", "2022-12-31"))
    assert judged(MONTHLY, past) == {("*", "-"): "not_applicable"}


def test_a_calendar_with_a_hole_says_so() -> None:
    rule = {**AT_LEAST_ONE, "every": "semester"}
    first = {"id": "2023-2024-1", "from": "2023-09-01", "to": "2024-01-20"}
    second = {"id": "2023-2024-2", "from": "2024-02-20", "to": "2024-07-10"}
    third = {"id": "2024-2025-1", "from": "2024-09-01", "to": "2025-01-18"}
    held = meetings("2023-09-05", "2024-03-01")

    def periods(*semesters: Any) -> dict[str, str]:
        calendar = {"calendar": {"semesters": list(semesters)}} if semesters else {}
        return {key[1]: one for key, one in judged(rule, body_of(meetings=held, **calendar)).items()}

    assert periods(first, second) == {"2023-2024-1": "pass", "2023-2024-2": "pass"}
    assert periods() == {"?": "unknown"}
    assert periods(first) == {"2023-2024-1": "pass", "?": "unknown"}
    assert periods(first, third) == {"2023-2024-1": "pass", "?": "unknown"}


# -- part of a period


@pytest.mark.parametrize(
    ("start", "partial", "expected"),
    [
        ("2023-09-01", "open", "fail"), ("2023-09-02", "open", "unknown"), ("2023-09-02", "owed", "fail"),
        ("2023-09-02", "excused", "not_applicable"), ("2023-09", "open", "unknown"), ("2023-09", "excused", "unknown"),
        ("2023-09", "owed", "fail"),
    ],
)  # fmt: skip
def test_who_joins_in_mid_period_owes_what_partial_says(start: str, partial: str, expected: str) -> None:
    rule = {"for_each": ["members"], "require": [{"measure": "meetings_of", "at_least": 1}], "every": "month"}
    rule |= {"partial": partial, "during": {"from": "2023-09", "to": "2023-09"}}
    one = body_of(members=members(("s1", start, None)), meetings=meetings())
    assert judged(rule, one) == {("s1", "2023-09"): expected}
    founded = body_of(body={"founded": start}, meetings=meetings())
    assert judged({**MONTHLY, "partial": partial, "during": {"to": "2023-09"}}, founded) == {("*", "2023-09"): expected}


def test_met_in_part_of_a_period_is_met() -> None:
    one = body_of(body={"founded": "2023-09-20"}, meetings=meetings("2023-09-25"))
    assert judged({**MONTHLY, "during": {"to": "2023-09"}}, one) == {("*", "2023-09"): "pass"}


def test_a_period_that_runs_is_not_due_until_it_is_met_or_broken() -> None:
    july = {"during": {"from": "2024-07"}, "every": "month"}
    assert verdict({**AT_LEAST_ONE, **july}, body_of(meetings=meetings())) == "not_due"
    assert verdict({**AT_LEAST_ONE, **july}, body_of(meetings=meetings("2024-07-02"))) == "pass"
    assert verdict({**NONE_ALLOWED, **july}, body_of(meetings=meetings())) == "not_due"
    assert verdict({**NONE_ALLOWED, **july}, body_of(meetings=meetings("2024-07-02"))) == "fail"


# -- three values


@pytest.mark.parametrize(
    ("tests", "expected"),
    [
        ([HELD], "pass"), ([MISSING], "fail"), ([OPEN], "unknown"), ([HELD, OPEN], "unknown"),
        ([OPEN, MISSING], "fail"),
        ([{"not": HELD}], "fail"), ([{"not": MISSING}], "pass"), ([{"not": OPEN}], "unknown"),
        ([{"any": [OPEN, HELD]}], "pass"), ([{"any": [OPEN, MISSING]}], "unknown"),
        ([{"any": [MISSING, MISSING]}], "fail"),
    ],
)  # fmt: skip
def test_lists_alternatives_and_denials_have_three_values(tests: list[Any], expected: str) -> None:
    rows = [{"id": "a", "kind": "council", "date": "2023-09-01"}, {"id": "b", "kind": None, "date": "2023-09-02"}]
    one = body_of(meetings={"complete": YEAR, "rows": rows})
    assert verdict({"require": tests}, one) == expected
    applies = {"pass": "info", "fail": "not_applicable", "unknown": "info"}[expected]
    assert verdict({"when": tests, "modality": "may"}, one) == applies


def test_an_unknown_when_is_never_not_applicable() -> None:
    rule = {"when": [{"measure": "model", "is": "联盟型"}], "require": [{"measure": "meetings", "at_most": 9}]}
    assert verdict(rule, body_of(meetings="none")) == "unknown"
    assert verdict(rule, body_of(meetings="none", body={"model": "紧密型"})) == "not_applicable"
    assert verdict(rule, body_of(meetings="none", body={"model": "联盟"})) == "pass"
