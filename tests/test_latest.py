"""The n-th latest row: by the day, and by the number that a row is for; every value is also asked of the plain evaluator."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from judging import AS_OF, BENCH, SMALL, body_of, book_of, judged

from checker.rulebook.vocabulary import measure

WHOLE = {"from": "2017-08-01", "to": AS_OF}
GRADES = ("good", "unqualified")


def _measure(name: str, column: str, place: int, **more: Any) -> Any:
    item = {
        "label": {"zh": name}, "unit": "code", "counts": {"zh": name}, "table": "assessments", "value": "result",
        "where": [{"column": "kind", "is": "city"}, {"column": column, "latest": place}], **more,
    }  # fmt: skip
    return measure(name, item, BENCH.schemas)


NAMES = {
    "last_by_day": ("date", 1),
    "second_by_day": ("date", 2),
    "last_by_year": ("of_year", 1),
    "second_by_year": ("of_year", 2),
}
WORDS = replace(SMALL, measures={**SMALL.measures, **{name: _measure(name, *asked) for name, asked in NAMES.items()}})


def verdict(name: str, *rows: dict[str, Any], complete: Any = WHOLE, **source: Any) -> str:
    """`pass` where the row in the place is unqualified, `fail` where it is not, `unknown` where it may be either."""
    made = [{"id": f"e{n}", "kind": "city", "assessor": "city", **row} for n, row in enumerate(rows)]
    table = {"complete": complete, "rows": made} if complete else {"rows": made}
    one = body_of(assessments=table, body={"founded": "2018-08-20"})
    book = book_of({"require": [{"measure": name, "is": "unqualified"}]}, **source)
    return judged(book, one, vocabulary=WORDS)["*", "*"]


def row(date: str | None, result: str | None = "good", year: int | None = None, **more: Any) -> dict[str, Any]:
    return {"date": date, "result": result, "of_year": year, **more}


def test_the_last_by_day_is_what_counts() -> None:
    rows = (row("2022-10-20", "unqualified"), row("2023-10-20", "good"))
    assert verdict("last_by_day", *rows) == "fail"
    assert verdict("second_by_day", *rows) == "pass"


def test_rows_that_fail_an_earlier_condition_take_no_place() -> None:
    rows = (row("2022-10-20", "unqualified"), row("2023-10-20", "good", kind="district"))
    assert verdict("last_by_day", *rows) == "pass"


def test_a_row_of_unknown_kind_may_take_the_place() -> None:
    rows = (row("2022-10-20", "unqualified"), row("2023-10-20", "good", kind=None))
    assert verdict("last_by_day", *rows) == "unknown"


@pytest.mark.parametrize("other", ["2023-10-20", "2023-10", None])
def test_days_that_do_not_say_which_is_later_leave_it_open(other: str | None) -> None:
    rows = (row("2023-10-20", "unqualified"), row(other, "good"))
    assert verdict("last_by_day", *rows) == "unknown"


def test_a_month_that_is_over_before_is_no_doubt() -> None:
    assert verdict("last_by_day", row("2023-10-20", "unqualified"), row("2023-09", "good")) == "pass"


def test_a_register_that_ends_early_may_lack_a_later_row() -> None:
    one = row("2023-10-20", "unqualified")
    assert verdict("last_by_day", one, complete={"from": "2017-08-01", "to": "2024-06-30"}) == "unknown"
    assert verdict("last_by_day", one, complete={"from": "2023-10-20", "to": AS_OF}) == "pass"
    assert verdict("last_by_day", one, complete={"from": "2023-10-21", "to": AS_OF}) == "unknown"


def test_a_row_after_the_check_takes_no_place() -> None:
    rows = (row("2023-10-20", "unqualified"), row("2024-07-16", "good"))
    assert verdict("last_by_day", *rows) == "pass"


def test_a_row_after_the_end_of_the_document_takes_no_place() -> None:
    rows = (row("2023-10-20", "unqualified"), row("2024-03-16", "good"))
    assert verdict("last_by_day", *rows) == "fail"
    assert verdict("last_by_day", *rows, expires="2023-12-31") == "pass"


def test_years_go_before_days() -> None:
    rows = (row("2023-12-20", "unqualified", 2021), row("2023-10-20", "good", 2022))
    assert verdict("last_by_year", *rows) == "fail"
    assert verdict("second_by_year", *rows) == "pass"


def test_of_one_year_the_last_day_stands_for_it() -> None:
    rows = (
        row("2023-09-20", "unqualified", 2022),
        row("2023-10-20", "good", 2022),
        row("2022-10-20", "unqualified", 2021),
    )
    assert verdict("last_by_year", *rows) == "fail"
    assert verdict("second_by_year", *rows) == "pass"


def test_a_year_not_reported_may_be_any() -> None:
    rows = (row("2022-10-20", "unqualified", 2021), row("2023-10-20", "unqualified"))
    assert verdict("last_by_year", *rows) == "unknown"
    assert verdict("last_by_year", row("2023-10-20", "unqualified")) == "pass"


def test_no_row_in_the_place_is_not_it() -> None:
    assert verdict("second_by_day", row("2023-10-20", "unqualified")) == "fail"


@pytest.mark.parametrize(
    "wrong",
    [
        {"where": [{"column": "result", "latest": 1}]},
        {"entity": "school"},
        {"table": "members", "value": "role", "where": [{"column": "from", "latest": 1}]},
        {"where": [{"column": "filed", "latest": 1}]},
    ],
)
def test_what_has_no_latest_row_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="latest"):
        _measure("m", "date", 1, **wrong)


_DAYS = st.sampled_from(["2022-10-20", "2022-10", "2023-03-01", "2023-10-20", "2023-10", "2024-07-16", None])
_ROWS = st.lists(
    st.builds(
        row,
        _DAYS,
        st.sampled_from([*GRADES, None]),
        st.sampled_from([2021, 2022, 2023, None]),
        kind=st.sampled_from(["city", "city", "city", "district", None]),
    ),
    max_size=5,
)


@settings(max_examples=60, deadline=None)
@given(_ROWS, st.sampled_from(sorted(NAMES)), st.sampled_from([WHOLE, None, {"from": "2023-01-01", "to": AS_OF}]))
def test_the_plain_evaluator_agrees(rows: list[dict[str, Any]], name: str, complete: Any) -> None:
    assert verdict(name, *rows, complete=complete) in {"pass", "fail", "unknown"}
