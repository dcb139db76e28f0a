"""What the rule language means, case by case. Every case is also put to the plain evaluator, which must say the same."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from agree import differences, engine_cells
from generate import MEASURES, body, rulebook, small_vocabulary
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.decisions import Decisions
from checker.engine import check, plan
from checker.errors import BadInput
from checker.model import Rulebook
from checker.records.body import Body
from checker.records.yaml_reader import from_data
from checker.rulebook import load
from checker.rulebook.vocabulary import Vocabulary, measure
from checker.run import Workbench
from checker.run import check as run_check
from reference import Bounds, Elements

BENCH = Workbench()
SMALL = small_vocabulary(BENCH.vocabulary, BENCH.schemas)
AS_OF = "2024-07-15"
YEAR = {"from": "2023-08-01", "to": AS_OF}
COMMON = {
    "at": "一", "title": {"zh": "某条"}, "quote": "某句", "modality": "must", "bearer": "group", "subject": "group",
    "topic": "goals", "basis": "computed",
}  # fmt: skip


def book_of(*rules: Mapping[str, Any], **source: Any) -> Rulebook:
    """A rulebook in force from 2023-08-01; rules are named r0, r1, …"""
    blank = rulebook(1, [], SMALL)
    read = tuple(load.rule({**COMMON, "id": f"gen/1/r{n}", **rule}) for n, rule in enumerate(rules))
    register = replace(blank.source, **{"effective": "2023-08-01", "expires": None, **source})
    return replace(blank, rules=read, source=register)


def body_of(name: str = "g", **records: Any) -> Body:
    facts = {"kind": "group", "id": name, "name": "示例集团", "region": "gen", **records.pop("body", {})}
    data = {"as_of": AS_OF, **records, "body": facts}
    return from_data(data, lambda *path: "f:" + ".".join(map(str, path)), file="f")


def meetings(*dates: Any, complete: Any = YEAR, **cells: Any) -> dict[str, Any]:
    rows = [{"id": f"m{n}", "kind": "council", "date": date, **cells} for n, date in enumerate(dates)]
    return {"complete": complete, "rows": rows} if complete else {"rows": rows}


def members(*rows: tuple[str, Any, Any], complete: Any = YEAR) -> dict[str, Any]:
    made = [{"id": f"x{n}", "school": s, "role": "member", "from": f, "to": t} for n, (s, f, t) in enumerate(rows)]
    return {"complete": complete, "rows": made} if complete else {"rows": made}


def judged(
    rule: Mapping[str, Any] | Rulebook, one: Body, said: Decisions | None = None, vocabulary: Vocabulary = SMALL
) -> dict[tuple[str, str], str]:
    """(entity, period) → verdict of rule r0, after the reference has said the same of all rules."""
    book = rule if isinstance(rule, Rulebook) else book_of(rule)
    decisions = {one.id: said} if said else None
    assert differences(book, vocabulary, BENCH.schemas, [one], decisions) == []
    outcome = check.check(plan.build(book, vocabulary, "group"), [one], BENCH.schemas, decisions, detail=False)
    found = engine_cells(outcome)[one.id]
    outcome.close()
    return {(key[2], key[4]): verdict for key, (verdict, _) in found.items() if key[0] == "gen/1/r0"}


def verdict(rule: Mapping[str, Any] | Rulebook, one: Body, said: Decisions | None = None) -> str:
    (only,) = judged(rule, one, said).values()
    return only


def value(name: str, one: Body, vocabulary: Vocabulary = SMALL) -> Bounds | Elements:
    """A measure over the whole time."""
    family = {"date": ("on_or_before", "2024-01-01"), "code": ("is", "甲"), "set": ("covers", ["甲"])}
    op, right = family.get(vocabulary.measures[name].type, ("at_least", 1))
    book = book_of({"note": [{"measure": name, op: right}]})
    assert differences(book, vocabulary, BENCH.schemas, [one]) == []
    outcome = check.check(plan.build(book, vocabulary, "group"), [one], BENCH.schemas, detail=False)
    ((_, values),) = engine_cells(outcome)[one.id].values()
    outcome.close()
    return values[name]


AT_LEAST_ONE = {"require": [{"measure": "meetings", "at_least": 1}]}
NONE_ALLOWED = {"require": [{"measure": "meetings", "at_most": 0}]}
MONTHLY = {**AT_LEAST_ONE, "every": "month"}


# -- what is missing


@pytest.mark.parametrize(
    ("table", "least", "most"),
    [
        pytest.param(None, "unknown", "unknown", id="absent table"),
        pytest.param("none", "fail", "pass", id="none"),
        pytest.param(meetings(), "fail", "pass", id="zero rows of a complete register"),
        pytest.param(meetings(complete=None), "unknown", "unknown", id="zero rows of an incomplete register"),
        pytest.param(meetings(complete={"from": "2023-08-01", "to": "2024-07-14"}), "unknown", "unknown", id="outside complete"),
        pytest.param(meetings("2023-10-01"), "pass", "fail", id="one"),
        pytest.param(meetings("2023-10-01", complete=None), "pass", "fail", id="one suffices, and is too many, whatever else"),
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


HELD, MISSING, OPEN = ({"measure": "meetings", "at_least": n} for n in (1, 9, 2))
"""True, false and open with one sure meeting and one of an unknown kind."""


@pytest.mark.parametrize(
    ("tests", "expected"),
    [
        ([HELD], "pass"), ([MISSING], "fail"), ([OPEN], "unknown"), ([HELD, OPEN], "unknown"), ([OPEN, MISSING], "fail"),
        ([{"not": HELD}], "fail"), ([{"not": MISSING}], "pass"), ([{"not": OPEN}], "unknown"),
        ([{"any": [OPEN, HELD]}], "pass"), ([{"any": [OPEN, MISSING]}], "unknown"), ([{"any": [MISSING, MISSING]}], "fail"),
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


# -- time


@pytest.mark.parametrize(
    ("start", "months", "last"),
    [("2024-01-31", 1, "2024-02-29"), ("2023-08-31", 6, "2024-02-29"), ("2023-12-31", 2, "2024-02-29"), ("2023-10-31", 1, "2023-11-30")],
)  # fmt: skip
def test_months_are_calendar_months_clipped_to_their_end(start: str, months: int, last: str) -> None:
    rule = {**AT_LEAST_ONE, "due": {"after": {"measure": "founded", "months": months}}}
    facts = {"founded": start}
    assert verdict(rule, body_of(body=facts, meetings=meetings(complete={**YEAR, "to": last}), as_of=last)) == "not_due"
    next_day = last[:-2] + f"{int(last[-2:]) + 1:02d}" if last == "2023-11-29" else {"2024-02-29": "2024-03-01", "2023-11-30": "2023-12-01"}[last]  # fmt: skip
    one = body_of(body=facts, meetings=meetings(next_day, complete={**YEAR, "to": next_day}), as_of=next_day)
    assert verdict(rule, one) == "fail"
    in_time = body_of(body=facts, meetings=meetings(last, complete={**YEAR, "to": next_day}), as_of=next_day)
    assert verdict(rule, in_time) == "pass"


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
    rows = {one: sorted((key, verdict, repr(sorted(values.items()))) for key, (verdict, values) in mine.items())
            for one, mine in cells.items()}  # fmt: skip
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
                     "difference_of", "lookup"}  # fmt: skip
