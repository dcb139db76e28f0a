"""What sets mean: rows as entities, events in windows and periods, totals over a set."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from generate_rules import OWN_SETS
from judging import AS_OF, BENCH, SMALL, YEAR, body_of, book_of, judged, members, value, verdict
from reference_values import Bounds

from checker.engine import check, plan
from checker.findings import findings
from checker.rulebook.formulas import problems
from checker.rulebook.vocabulary import measure, typed

WORDS = {"label": {"zh": "指标"}, "unit": "times", "counts": {"zh": "计数"}}


def payments(*rows: tuple[str, Any, Any], complete: Any = YEAR) -> dict[str, Any]:
    made = [{"id": key, "date": date, "amount": amount, "school": "none"} for key, date, amount in rows]
    return {"rows": made, **({"complete": complete} if complete else {})}


def steps(*rows: tuple[str, Any]) -> dict[str, Any]:
    made = [
        {"id": f"t{n}", "procedure": "payment", "step": "approval", "payment": payment, "date": date}
        for n, (payment, date) in enumerate(rows)
    ]
    return {"complete": YEAR, "rows": made}


def schools(**pupils: Any) -> dict[str, Any]:
    made = [{"id": key, "name": f"{key}校", "students": count, "classes": 3} for key, count in pupils.items()]
    return {"complete": YEAR, "rows": made}


LARGE = {"for_each": ["large_payments"], "require": [{"measure": "amount_of", "at_most": 50}]}


# -- rows as entities


def test_each_event_of_a_set_is_a_cell_with_its_own_facts_and_what_points_to_it() -> None:
    paid = payments(("a", "2023-09-01", 20), ("b", "2023-10-01", "99.99"), ("c", "2023-10-01", 19))
    assert judged(LARGE, body_of(expenditures=paid)) == {("a", "*"): "pass", ("b", "*"): "fail"}
    decided = {"for_each": ["large_payments"], "require": [{"measure": "decided_of", "on_or_before": "2023-09"}]}
    one = body_of(expenditures=paid, steps=steps(("a", "2023-09-30"), ("b", "2023-10-02"), ("a", "2023-12-01")))
    assert judged(decided, one) == {("a", "*"): "pass", ("b", "*"): "fail"}
    assert judged(decided, body_of(expenditures=paid, steps=steps(("b", "2023-09-30")))) == {
        ("a", "*"): "fail",
        ("b", "*"): "pass",
    }


def test_an_event_is_owed_only_inside_the_window_and_a_month_that_lies_across_its_ends_is_unsure() -> None:
    rule = {**LARGE, "during": {"from": "2023-10-15", "to": "2023-12-15"}}

    def on(date: Any, **more: Any) -> dict[tuple[str, str], str]:
        return judged({**rule, **more}, body_of(expenditures=payments(("a", date, 99))))

    assert on("2023-10-14") == on("2023-12-16") == {("-", "*"): "not_applicable"}
    assert on("2023-10-15") == on("2023-12-15") == on("2023-11") == {("a", "*"): "fail"}
    assert on("2023-10") == on("2023-12") == on(None) == {("a", "*"): "unknown"}
    assert on("2023-10", every="year") == {("a", "2023"): "unknown"}
    assert on("2023-10-14", every="year") == {("-", "2023"): "not_applicable"}
    assert on("2023-10-15", every="year") == {("a", "2023"): "fail"}


def test_an_event_lies_in_the_period_of_its_date_and_its_cell_is_no_part_of_it() -> None:
    paid = payments(("a", "2023-08-20", 99), ("b", "2023-09", 20), ("c", "2023-10-01", 99))
    rule = {**LARGE, "every": "month", "during": {"from": "2023-08-15", "to": "2023-10-31"}}
    found = {("a", "2023-08"): "fail", ("b", "2023-09"): "pass", ("c", "2023-10"): "fail"}
    assert judged(rule, body_of(expenditures=paid)) == found
    joined = {**rule, "for_each": [["s1"], "large_payments"]}
    assert judged(joined, body_of(expenditures=paid))["s1", "2023-08"] == "unknown"


def test_no_event_is_known_only_from_a_register_that_covers_the_whole_window() -> None:
    rule = {**LARGE, "no_rows": "fail"}
    assert judged(rule, body_of(expenditures=payments())) == {("-", "*"): "fail"}
    assert judged(rule, body_of(expenditures="none")) == {("-", "*"): "fail"}
    assert judged(rule, body_of()) == {("?", "*"): "unknown"}
    late = payments(("a", "2024-02-01", 20), complete={**YEAR, "from": "2023-09-01"})
    assert judged(rule, body_of(expenditures=late)) == {("a", "*"): "pass", ("?", "*"): "unknown"}
    july = {**rule, "every": "month", "during": {"from": "2024-07"}}
    assert judged(july, body_of(expenditures=payments())) == {("-", "2024-07"): "not_due"}
    assert judged(july, body_of(expenditures=payments(("a", "2024-07-02", 99)))) == {("a", "2024-07"): "fail"}


def test_what_belongs_to_an_event_does_so_at_whatever_time() -> None:
    paid = payments(("a", "2023-09-01", 20), ("b", "2023-10-01", 19), ("c", "2023-10-01", None))
    known = body_of(expenditures=paid, steps=steps(("a", "2024-01-01"), ("b", "2024-01-01")))
    assert value("steps_of_large", known) == Bounds(Fraction(1), Fraction(1))
    perhaps = body_of(expenditures=paid, steps=steps(("a", "2024-01-01"), ("c", "2023-10-01")))
    assert value("steps_of_large", perhaps) == Bounds(Fraction(1), Fraction(2))


def test_a_register_without_time_is_a_set_too() -> None:
    rule = {"for_each": ["registered"], "require": [{"measure": "pupils_of", "at_least": 100}]}
    one = body_of(schools=schools(s1=99, s2=100, s3=None))
    assert judged(rule, one) == {("s1", "*"): "fail", ("s2", "*"): "pass", ("s3", "*"): "unknown"}


# -- totals


def test_a_total_sums_the_facts_of_each_entity_of_a_set() -> None:
    joined = members(("s1", "2023-08-01", None), ("s2", "2023-08-01", None))
    one = body_of(members=joined, schools=schools(s1=99, s2=100, s3=100))
    assert value("extra", one) == Bounds(Fraction("40.5"), Fraction("40.5"))
    assert value("pupils_in_all", one) == Bounds(Fraction(299), Fraction(299))
    assert verdict({"require": [{"measure": "extra", "equals": "40.5"}]}, one) == "pass"
    assert value("large_in_all", body_of(expenditures=payments(("a", "2023-09-01", 20), ("b", "2023-09-01", 19)))) == (
        Bounds(Fraction(20), Fraction(20))
    )


@pytest.mark.parametrize(
    ("name", "joined", "pupils", "expected"),
    [
        pytest.param("extra", members(), {"s1": 99}, (0, 0), id="of nothing"),
        pytest.param("extra", None, {"s1": 99}, (0, None), id="no register"),
        pytest.param("spare", None, {"s1": 99}, (None, None), id="no register, and perhaps below zero"),
        pytest.param("spare", members(("s1", "2024-07", None)), {"s1": 99}, (0, 96), id="perhaps a member"),
        pytest.param("spare", members(("s1", "2024-07", None)), {"s1": 0}, (-3, 0), id="perhaps, below zero"),
        pytest.param("extra", members(("s1", "2023-08-01", None), complete=None), {"s1": 99}, ("10.5", None), id="others"),
        pytest.param("extra", members(("s1", "2023-08-01", None), ("s2", "2023-08-01", None)), {"s1": 99, "s2": None},
                     ("10.5", None), id="one is open"),
        pytest.param("spare", members(("s1", "2023-08-01", None), ("s2", "2023-08-01", None)), {"s1": 99, "s2": None},
                     (None, None), id="one is open, and perhaps below zero"),
    ],
)  # fmt: skip
def test_what_is_open_in_a_total_is_never_the_sum_of_the_rest(
    name: str, joined: Any, pupils: Any, expected: Any
) -> None:
    one = body_of(**({"members": joined} if joined else {}), schools=schools(**pupils))
    assert value(name, one) == Bounds(*(None if end is None else Fraction(end) for end in expected))


def test_a_total_of_a_running_period_may_still_grow() -> None:
    rule = {"require": [{"measure": "large_in_all", "at_most": 50}], "every": "year"}
    found = judged(rule, body_of(expenditures=payments(("a", "2024-02-01", 20))))
    assert found["*", "2024"] == "not_due"
    found = judged(rule, body_of(expenditures=payments(("a", "2024-02-01", 51))))
    assert found["*", "2024"] == "fail"


def test_a_total_in_the_cells_of_a_set_is_that_of_all() -> None:
    rule = {"for_each": ["registered"], "require": [{"measure": "pupils_in_all", "equals": 199}]}
    one = body_of(schools=schools(s1=99, s2=100))
    assert judged(rule, one) == {("s1", "*"): "pass", ("s2", "*"): "pass"}


def test_a_report_shows_the_rows_behind_a_total_and_why_it_is_open() -> None:
    joined = members(("s1", "2023-08-01", None), ("s2", "2023-08-01", None))
    one = body_of(members=joined, schools=schools(s1=99, s2=None, s3=1))
    outcome = check.check(
        plan.build(book_of({"require": [{"measure": "extra", "at_least": 41}]}), SMALL, "group"), [one], BENCH.schemas
    )
    (found,) = findings(outcome, one, None)
    outcome.close()
    assert found.verdict == "unknown"
    assert {(row.id, row.counted) for row in found.rows} == {("s1", "yes"), ("s2", "maybe")}
    assert set(found.cells[0].reasons) == {"empty_cell:schools.students"}


@pytest.mark.parametrize(
    ("formula", "word"),
    [
        ({"total_of": "meetings", "over": "members"}, "no entity"),
        ({"total_of": "activities_of", "over": "members"}, "item"),
        ({"total_of": "pupils_of", "over": "nobody"}, "no set nobody"),
        ({"total_of": "satisfaction_of", "over": "members"}, "fraction"),
        ({"total_of": "joined", "over": "members"}, "no number"),
        ({"sum_of": ["spent", "meetings"]}, "different units"),
        ({"weighted": [{"measure": "score", "times": "50%"}, {"measure": "meetings", "times": "50%"}]}, "different units"),
        ({"weighted": [{"measure": "meetings", "times": 0}]}, "above zero"),
    ],
)  # fmt: skip
def test_a_formula_that_makes_no_sense_is_refused(formula: Any, word: str) -> None:
    made = typed({**SMALL.measures, "odd": measure("odd", {**WORDS, **formula}, BENCH.schemas)})
    found = [what for one, what in problems(made, SMALL.sets) if one.name == "odd"]
    assert len(found) == 1
    assert not isinstance(found[0], str)
    assert word in found[0]["en"]
    assert list(problems(SMALL.measures, SMALL.sets)) == []


def test_keys_of_a_formula_stand_together() -> None:
    for formula in ({"total_of": "pupils_of"}, {"sum_of": ["meetings", "hosts"], "over": "members"}):
        with pytest.raises(ValueError, match="stand together"):
            measure("odd", {**WORDS, **formula}, BENCH.schemas)
    assert AS_OF in YEAR.values()
    assert set(OWN_SETS) <= set(SMALL.sets)
