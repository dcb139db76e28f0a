"""What the rule language means, case by case: last days and windows, decisions, strata, buckets, real rules."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from agree import engine_cells
from generate import body
from generate_rules import MEASURES, rulebook
from judging import (
    AS_OF,
    AT_LEAST_ONE,
    BENCH,
    MONTHLY,
    NONE_ALLOWED,
    SMALL,
    YEAR,
    body_of,
    book_of,
    judged,
    meetings,
    members,
    verdict,
)

from checker.decisions import Decisions
from checker.engine import check, plan
from checker.errors import BadInput
from checker.model import Due, Option, Rulebook
from checker.records.body import Body
from checker.records.yaml_reader import from_data
from checker.rulebook.readings import patched
from checker.rulebook.vocabulary import measure
from checker.run import check as run_check

# -- time


@pytest.mark.parametrize(
    ("start", "months", "last", "after"),
    [
        ("2024-01-31", 1, "2024-02-29", "2024-03-01"), ("2023-08-31", 6, "2024-02-29", "2024-03-01"),
        ("2023-10-31", 1, "2023-11-30", "2023-12-01"), ("2023-11-30", 1, "2023-12-30", "2023-12-31"),
    ],
)  # fmt: skip
def test_months_are_calendar_months_clipped_to_their_end(start: str, months: int, last: str, after: str) -> None:
    rule = {**AT_LEAST_ONE, "due": {"after": {"measure": "founded", "months": months}}}

    def on(day: str, *dates: str) -> str:
        held = meetings(*dates, complete={**YEAR, "to": day})
        return verdict(rule, body_of(body={"founded": start}, meetings=held, as_of=day))

    assert [on(last), on(after), on(after, last), on(after, after)] == ["not_due", "fail", "pass", "fail"]


def test_due_not_due_and_open() -> None:
    by = {**AT_LEAST_ONE, "due": {"by": "2024-03"}}
    none = {"meetings": meetings()}
    assert verdict(by, body_of(as_of="2024-03-31", **none)) == "not_due"
    assert verdict(by, body_of(as_of="2024-04-01", **none)) == "fail"
    assert verdict(by, body_of(as_of="2024-04-01")) == "unknown"
    assert verdict(by, body_of(as_of="2024-04-01", meetings=meetings("2024-04-01"))) == "fail"
    assert verdict({**AT_LEAST_ONE, "due": "open"}, body_of(**none)) == "due"
    assert verdict({**NONE_ALLOWED, "due": "open"}, body_of(meetings=meetings("2023-09-01"))) == "fail"
    after = {**MONTHLY, "due": {"after_period": {"days": 30}}, "during": {"to": "2024-06"}}
    found = judged(after, body_of(**none))
    assert found["*", "2024-06"] == "not_due"
    assert found["*", "2024-05"] == "fail"


def test_a_window_that_hangs_on_an_event_is_unknown_until_the_event_is_recorded() -> None:
    rule = {**AT_LEAST_ONE, "during": {"from": {"measure": "founded", "months": 12}}}
    assert verdict(rule, body_of(meetings="none")) == "unknown"
    assert verdict(rule, body_of(meetings="none", body={"founded": "2023-07-15"})) == "fail"
    assert verdict(rule, body_of(meetings="none", body={"founded": "2023-07-16"})) == "not_due"
    assert verdict(book_of(rule, effective="2030-01-01"), body_of(meetings="none")) == "not_applicable"


FIRST_BY = {"require": [{"measure": "first_meeting", "on_or_before": "2024-01-01"}]}
EVER = [{"measure": "members_ever", "at_least": 1}]
"""Over a table of states, at any time."""


@pytest.mark.parametrize(
    ("founded", "begin", "counted", "dated"),
    [
        pytest.param("2023-10-01", "2023-10-01", "fail", "unknown", id="founded under the document: from the founding"),
        pytest.param("2023-10-01", "2023-09-30", "fail", "fail", id="the day before"),
        pytest.param("2023-10-01", "2023-10-02", "unknown", "unknown", id="the day after"),
        pytest.param("2015-09-01", "2023-08-01", "unknown", "unknown", id="founded long ago: from the document's day"),
        pytest.param("2015-09-01", "2015-09-01", "fail", "unknown", id="founded long ago: from the founding"),
        pytest.param("2015-09-01", "2015-08-31", "fail", "fail", id="founded long ago: the day before"),
        pytest.param("2015-09", "2015-09-01", "fail", "unknown", id="a month-only founding: its first day"),
        pytest.param("2015-09", "2015-09-02", "unknown", "unknown", id="a month-only founding: after its first day"),
        pytest.param(None, "2023-08-01", "fail", "fail", id="no founding recorded: from the document's day"),
        pytest.param(None, "2023-08-02", "unknown", "unknown", id="no founding recorded: later"),
    ],
)  # fmt: skip
def test_rows_that_may_count_lie_inside_the_register_before_their_absence_proves_anything(
    founded: str | None, begin: str, counted: str, dated: str
) -> None:
    span = {"from": begin, "to": AS_OF}
    one = body_of(
        body={"founded": founded} if founded else {}, meetings=meetings(complete=span), members=members(complete=span)
    )
    assert (verdict(AT_LEAST_ONE, one), verdict({"require": EVER}, one), verdict(FIRST_BY, one)) == (
        counted,
        counted,
        dated,
    )
    assert verdict({"require": [{"measure": "last_meeting", "after": "2024-01-01"}]}, one) == dated


def test_what_cannot_count_need_not_lie_inside_the_register() -> None:
    old, here = {"founded": "2015-09-01"}, {"meetings": meetings(), "members": members()}
    assert verdict({**AT_LEAST_ONE, "during": {"from": "2023-08-01"}}, body_of(body=old, **here)) == "fail"
    assert verdict({**FIRST_BY, "during": {"from": "2023-08-01"}}, body_of(body=old, **here)) == "fail"
    assert judged({**FIRST_BY, "every": "year", "partial": "owed"}, body_of(body=old, **here))["*", "2023"] == "fail"
    assert (
        verdict({"require": [{"measure": "members", "at_least": 1}]}, body_of(body=old, **here)) == "fail"
    )  # at the end


def test_a_date_in_a_month_of_any_year() -> None:
    rule = {"require": [{"measure": "july", "equals": 2}]}  # july and november
    one = body_of(meetings=meetings("2023-11-30", "2024-07-01", "2023-12-01", "2023-10-31", complete={**YEAR}))
    assert verdict(rule, one) == "pass"
    assert verdict(rule, body_of(meetings=meetings("2023-11", "2024-07-02", "2023-12"))) == "pass"
    assert verdict(rule, body_of(meetings=meetings("2023-11-30", None))) == "unknown"


WITHIN = {"every": "year", "due": {"within": {"month": 11}}, "during": {"from": "2023-08"}}


def test_a_duty_of_a_month_is_judged_from_the_day_after_it_though_the_year_runs_on() -> None:
    rule = {**AT_LEAST_ONE, **WITHIN}

    def on(day: str, *dates: str) -> str:
        held = meetings(*dates, complete={**YEAR, "to": day})
        return verdict(rule, body_of(meetings=held, as_of=day))

    assert [on("2023-10-31"), on("2023-11-30"), on("2023-12-01")] == ["not_due", "not_due", "fail"]
    assert [on("2023-11-30", "2023-11-30"), on("2023-12-01", "2023-11")] == ["pass", "pass"]
    assert on("2023-12-31", "2023-12-01") == "fail"
    never = {**NONE_ALLOWED, **WITHIN}
    assert verdict(never, body_of(meetings=meetings("2023-12-01"), as_of="2023-12-31")) == "pass"
    assert verdict(never, body_of(meetings=meetings("2023-09-01"), as_of="2023-09-02")) == "not_due"


@pytest.mark.parametrize(
    ("founded", "expected"),
    [
        ("2023-11-01", {"2023": "fail"}), ("2023-11-02", {"2023": "unknown"}), ("2023-11", {"2023": "unknown"}),
        ("2023-11-30", {"2023": "unknown"}), ("2023-12-01", {"2024": "not_due"}),
    ],
)  # fmt: skip
def test_of_a_year_only_the_month_is_owed(founded: str, expected: dict[str, str]) -> None:
    held = meetings(complete={**YEAR, "to": "2024-03-01"})
    found = judged({**AT_LEAST_ONE, **WITHIN}, body_of(body={"founded": founded}, meetings=held, as_of="2024-03-01"))
    assert {key[1]: one for key, one in found.items()} == {"2024": "not_due", **expected}
    past = {**AT_LEAST_ONE, **WITHIN, "during": {"to": "2023-10-31"}}
    assert judged(past, body_of(meetings=held, as_of="2024-03-01")) == {("*", "-"): "not_applicable"}


def test_the_month_of_a_school_year_is_the_first_that_is_not_over_when_it_begins() -> None:
    terms = [{"id": "2023-2024-1", "from": "2023-09-01", "to": "2024-01-20"},
             {"id": "2023-2024-2", "from": "2024-02-20", "to": "2024-07-10"}]  # fmt: skip

    def on(day: str, month: int, *dates: str) -> str:
        rule = {**AT_LEAST_ONE, "every": "school_year", "due": {"within": {"month": month}}}
        held = meetings(*dates, complete={**YEAR, "to": day})
        found = judged(rule, body_of(meetings=held, as_of=day, calendar={"semesters": terms}))
        return found["*", "2023-2024"]

    assert [on("2023-12-31", 12), on("2024-01-01", 12), on("2024-01-01", 12, "2023-12-31")] == [
        "not_due",
        "fail",
        "pass",
    ]
    assert [on("2024-07-12", 7), on("2024-08-01", 7), on("2024-08-01", 7, "2024-07-09")] == ["not_due", "fail", "pass"]
    assert [on("2023-09-30", 9), on("2023-10-01", 9)] == ["not_due", "fail"]


def test_a_month_needs_a_period_that_has_it_once() -> None:
    for every in ({"every": "month"}, {"every": "semester"}, {}):
        with pytest.raises(ValueError, match="within a month needs every"):
            book_of({**AT_LEAST_ONE, "due": {"within": {"month": 7}}, **every})
    (rule,) = book_of({**AT_LEAST_ONE, **WITHIN}).rules
    words: dict[str, Any] = {"label": {"zh": "口径"}, "pull": {"zh": "文义"}}
    with pytest.raises(ValueError, match="within a month needs every"):
        patched(rule, Option("two", **words, set={"every": "quarter"}))
    assert patched(rule, Option("two", **words, set={"due": {"within": {"month": 3}}})).due == Due(within=3)


# -- decisions


def test_a_waiver_holds_to_its_last_day_for_what_it_names() -> None:
    rule = {"for_each": ["members"], "require": [{"measure": "meetings_of", "at_least": 1}]}
    one = body_of(members=members(("s1", "2023-08-01", None), ("s2", "2023-08-01", None)), meetings=meetings())

    def waived(**entry: Any) -> dict[str, str]:
        said = Decisions("g", waivers=({"rule": "gen/1/r0", "until": AS_OF, **entry},))
        return {key[0]: found for key, found in judged(rule, one, said).items()}

    assert waived() == {"s1": "waived", "s2": "waived"}
    assert waived(entity="s2") == {"s1": "fail", "s2": "waived"}
    assert waived(until="2024-07-14") == {"s1": "fail", "s2": "fail"}
    held = body_of(meetings=meetings("2023-09-01"))
    assert verdict(AT_LEAST_ONE, held, Decisions("g", waivers=({"rule": "gen/1/r0", "until": AS_OF},))) == "pass"


def test_an_answer_counts_for_what_it_names_and_the_closer_one_wins() -> None:
    ask = {"for_each": ["members"], "ask": {"who": "expert", "on": {"zh": "是否"}}}
    one = body_of(members=members(("s1", "2023-08-01", None), ("s2", "2023-08-01", None)))
    said = Decisions(
        "g", answers=({"rule": "gen/1/r0", "entity": "s2", "answer": "no"}, {"rule": "gen/1/r0", "answer": "yes"})
    )
    assert judged(ask, one, said) == {("s1", "*"): "pass", ("s2", "*"): "fail"}
    assert judged(ask, one) == {("s1", "*"): "review", ("s2", "*"): "review"}
    monthly = {"every": "month", "ask": ask["ask"], "during": {"to": "2023-09"}}
    said = Decisions("g", answers=({"rule": "gen/1/r0", "period": "2023-08", "answer": "yes"},))
    assert judged(monthly, one, said) == {("*", "2023-08"): "pass", ("*", "2023-09"): "review"}


def test_a_breach_fails_before_anybody_is_asked() -> None:
    rule = {**AT_LEAST_ONE, "ask": {"who": "expert", "on": {"zh": "是否"}}}
    said = Decisions("g", answers=({"rule": "gen/1/r0", "answer": "yes"},))
    assert verdict(rule, body_of(meetings="none"), said) == "fail"
    assert verdict(rule, body_of(meetings=meetings("2023-09-01"))) == "review"
    assert verdict(rule, body_of(meetings=meetings("2023-09-01")), said) == "pass"


# -- strata


def test_results_of_other_rules_are_facts_of_a_later_stratum() -> None:
    reads = {"require": [{"measure": "failed", "at_most": 1}]}
    last = {"require": [{"measure": "deep", "at_most": 0}]}
    deep = {"table": "results", "count": "rows",
            "where": [{"column": "rule", "is": "gen/1/r0"}, {"column": "verdict", "is": "fail"}]}  # fmt: skip
    words = {"label": {"zh": "指标"}, "unit": "times", "counts": {"zh": "计数"}}
    made = replace(SMALL, measures={**SMALL.measures, "deep": measure("deep", {**words, **deep}, BENCH.schemas)})
    # r0 reads r1 and itself by name; itself is left out. r2 reads r0: three strata over one set of records.
    book = book_of(reads, AT_LEAST_ONE, last)
    assert judged(book, body_of(meetings="none"), vocabulary=made)["*", "*"] == "pass"
    assert max(row["stratum"] for row in plan.build(book, made, "group").rules) == 2


def test_rules_that_read_each_other_are_refused() -> None:
    reads = {"require": [{"measure": "failed", "at_most": 1}]}
    with pytest.raises(BadInput):
        plan.build(book_of(reads, reads), SMALL, "group")


# -- buckets


def _whole(book: Rulebook, bodies: list[Body]) -> str:
    outcome = check.check(plan.build(book, SMALL, "group"), bodies, BENCH.schemas, detail=False)
    found = outcome.rollup()
    cells = engine_cells(outcome)
    outcome.close()
    rows = {one: sorted((key, verdict) for key, (verdict, _) in mine.items()) for one, mine in cells.items()}
    return json.dumps([found, rows], ensure_ascii=False, sort_keys=True)


def test_a_bucket_is_its_bodies_one_by_one_and_the_same_bytes_each_time() -> None:
    book = rulebook(5, list(range(40, 48)), SMALL)
    bodies = [body(seed, BENCH.schemas, number) for number, seed in enumerate((3, 5, 8))]
    together = json.loads(_whole(book, bodies))
    alone = [json.loads(_whole(book, [one])) for one in bodies]
    assert together[0] == [row for found, _ in alone for row in found]
    assert together[1] == {name: rows for _, mine in alone for name, rows in mine.items()}
    assert _whole(book, bodies) == _whole(book, bodies)
    assert json.loads(_whole(book, bodies[::-1])) == together


def test_a_large_bucket_goes_the_same_way_as_a_small_one() -> None:
    """From SMALL_BODIES on the database plans its statements; the cells stay the same."""
    book = rulebook(9, list(range(70, 76)), SMALL)
    bodies = [body(seed, BENCH.schemas, seed) for seed in range(check.SMALL_BODIES + 2)]
    large, small = json.loads(_whole(book, bodies)), json.loads(_whole(book, bodies[:3]))
    assert {name: large[1][name] for name in small[1]} == small[1]


# -- a condition that is open


def test_a_condition_that_is_open_while_the_period_runs_makes_nothing_due() -> None:
    """Whether the clause applies may hang on what the period still brings; once it is over, a record is missing."""
    when = {"measure": "planned", "at_least": 2}
    rule = {"when": [when], "require": [{"measure": "activities", "at_least": 1}], "every": "year"}
    rows = [
        {"id": f"{day}{n}", "kind": "council", "date": day, **topics}
        for day in ("2023-09-01", "2024-03-01")
        for n, topics in enumerate(({"topics": ["plan"]}, {}))
    ]
    held = {"complete": {"from": "2023-08-01", "to": AS_OF}, "rows": rows}
    assert judged(rule, body_of(meetings=held)) == {("*", "2023"): "unknown", ("*", "2024"): "not_due"}
    more = {**rule, "when": [{**when, "at_least": 3}]}
    assert judged(more, body_of(meetings=held)) == {("*", "2023"): "not_applicable", ("*", "2024"): "not_due"}


# -- sets of a period that runs


@pytest.mark.parametrize(
    ("test", "expected"),
    [
        (
            {"not": {"measure": "topics", "within": ["plan"]}},
            "pass",
        ),  # the other topic stays, whatever is still to come
        ({"measure": "topics", "within": ["plan"]}, "fail"),
        ({"measure": "topics", "covers": ["plan"]}, "pass"),
        ({"not": {"measure": "topics", "within": ["plan", "goals"]}}, "not_due"),
        # What it is compared with may grow too, as long as the period runs.
        ({"not": {"measure": "topics", "within": {"measure": "topics_of"}}}, "not_due"),
    ],
)
def test_a_set_that_can_only_grow_decides_as_soon_as_more_changes_nothing(test: dict[str, Any], expected: str) -> None:
    rows = [{"id": "a", "kind": "council", "date": "2024-03-01", "topics": ["plan", "goals"]}]
    held = {"complete": {"from": "2023-08-01", "to": AS_OF}, "rows": rows}
    assert judged({"require": [test], "every": "year"}, body_of(meetings=held))["*", "2024"] == expected


# -- real rules


@pytest.mark.parametrize("kind", ["group", "authority"])
def test_a_body_that_reports_nothing_passes_and_fails_nothing(kind: str) -> None:
    facts = {"kind": kind, "id": "g", "name": "示例", "region": "nanyang-2023"}
    one = from_data({"as_of": "2024-07-31", "body": facts}, lambda *path: "f", file="f")
    report = run_check(BENCH, one, BENCH.rulebook("nanyang-2023"))
    found = {finding.verdict for finding in (*report.findings, *report.others)}
    assert found
    assert not found & {"pass", "fail", "missed", "deviates", "due", "error"}


def test_every_kind_of_measure_is_among_the_generated_ones() -> None:
    kinds = {SMALL.measures[name].kind for name in MEASURES}
    assert kinds == {"rows", "days", "distinct", "sum", "min", "max", "mean", "value", "set", "share", "sum_of",
                     "difference_of", "lookup", "weighted", "total_of"}  # fmt: skip
