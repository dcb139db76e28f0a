"""What follows from findings: conditions, chaining, reasons, refusals, cases. The chainers have a file of their own."""

from __future__ import annotations

import json
import re
from fractions import Fraction

import pytest
from fuzz_consequences import ENGINE, THREE, A, B, C, X, Y, consequence

from checker.consequences import facts, follow, problems
from checker.consequences.cases import run_cases
from checker.errors import BadInput
from checker.model import VERDICTS, Value

needs_engine = pytest.mark.skipif(not ENGINE, reason="durable-rules is not for this Python")
CHAINERS = ["naive", pytest.param("durable", marks=needs_engine)]


def state(when, chainer, findings=None, measures=None):
    return follow([consequence(A, when)], findings or {}, measures or {}, chainer)[0][0].state


# conditions


@pytest.mark.parametrize("verdict", [*VERDICTS, "absent"])
def test_a_verdict_against_one_that_is_wanted(verdict):
    expected = {"fail": "follows"} | dict.fromkeys(("unknown", "review", "disputed", "error", "absent"), "unknown")
    findings = {} if verdict == "absent" else {X: verdict}
    assert state([{"finding": X, "verdict": ["fail"]}], "naive", findings) == expected.get(verdict, "not_triggered")


@pytest.mark.parametrize("verdict", ["unknown", "review", "disputed", "error"])
def test_an_open_verdict_counts_where_it_is_asked_for(verdict):
    assert state([{"finding": X, "verdict": ["fail", verdict]}], "naive", {X: verdict}) == "follows"


def test_every_verdict_is_settled_or_open():
    assert facts.SETTLED | {"unknown", "review", "disputed", "error"} == set(VERDICTS)


def test_nothing_follows_from_an_absent_rule_even_if_it_is_asked_for():
    assert facts.of_verdict(facts.ABSENT, (facts.ABSENT,)) == facts.UNKNOWN


NUMBERS = [
    ("at_least", 3, 3, "yes"), ("at_least", 3, 2, "no"), ("at_least", 3, {"low": 2, "high": 3}, "unknown"),
    ("at_least", 3, {"low": 3}, "yes"), ("at_least", 3, {"high": 3}, "unknown"), ("at_least", 3, {"high": 2}, "no"),
    ("at_most", 3, 3, "yes"), ("at_most", 3, 4, "no"), ("at_most", 3, {"low": 3, "high": 4}, "unknown"),
    ("at_most", 3, {"high": 3}, "yes"), ("at_most", 3, {"low": 3}, "unknown"), ("at_most", 3, {"low": 4}, "no"),
    ("is", 3, 3, "yes"), ("is", 3, {"low": 2, "high": 3}, "unknown"), ("is", 3, {"low": 4}, "no"),
    ("is", 3, {"low": 3}, "unknown"), ("is", 3, {"high": 2}, "no"), ("is", 3, "unknown", "unknown"),
    ("at_least", "3/10", "30%", "yes"), ("at_least", "30%", "29/100", "no"), ("at_most", "0.3", "3/10", "yes"),
    ("at_least", 3, "unknown", "unknown"), ("at_least", 3, None, "unknown"), ("at_least", 0, None, "unknown"),
]  # fmt: skip
DATES = [
    ("on_or_before", "2023-08-31", "2023-08-31", "yes"), ("on_or_before", "2023-08-31", "2023-09-01", "no"),
    ("on_or_before", "2023-08", "2023-08-31", "yes"), ("on_or_before", "2023-08", "2023-09-01", "no"),
    ("on_or_before", "2023-08-15", {"low": "2023-08-01", "high": "2023-08-31"}, "unknown"),
    ("on_or_before", "2023-08-15", {"low": "2023-08-16"}, "no"), ("is", "2023-08-15", "2023-08-15", "yes"),
    ("on_or_before", "2023-08-15", "unknown", "unknown"), ("is", "2023-08-15", "2023-08-14", "no"),
]  # fmt: skip
CODES = [
    ("is", "联盟型", "联盟型", "yes"), ("is", "联盟型", "紧密型", "no"), ("is", "联盟型", [], "no"),
    ("is", "联盟型", "unknown", "unknown"), ("is", "联盟型", ["联盟型", "紧密型"], "no"),
    ("is", "甲", Value("m", elements=("甲",), complete=False), "unknown"),
    ("is", "甲", Value("m", elements=("乙",), complete=False), "no"),
    ("is", "甲", Value("m", elements=(), complete=False), "unknown"),
    ("is", "甲", Value("m", elements=("甲",), maybe=("乙",)), "unknown"),
    ("is", "甲", Value("m", elements=(), maybe=("甲",)), "unknown"),
    ("is", "甲", Value("m", elements=(), maybe=("乙",)), "no"),
]  # fmt: skip


@pytest.mark.parametrize(("op", "bound", "given", "holds"), NUMBERS + DATES + CODES)
def test_a_measure_against_a_bound(op, bound, given, holds):
    (one,), _ = follow([consequence(A, [{"measure": "m", op: bound}])], {}, {"m": given}, "naive")
    assert one.because[0]["holds"] == holds


@pytest.mark.parametrize(
    ("op", "bound", "given"),
    [("at_least", 3, "2023-08-31"), ("on_or_before", "2023-08-31", 3), ("at_least", 3, "联盟型"), ("is", "联盟型", 3)],
)
def test_a_number_a_date_and_a_code_do_not_compare(op, bound, given):
    with pytest.raises(ValueError, match="m is not of a kind"):
        state([{"measure": "m", op: bound}], "naive", measures={"m": given})


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Value("m", Fraction(3), Fraction(3)), "3"), (Value("m", Fraction(3, 10), Fraction(1)), "3/10..1"),
        (Value("m", Fraction(2), None), "2..?"), (Value("m"), None),
        (Value("m", "2023-08-01", "2023-08-01"), "2023-08-01"),
        (Value("m", elements=("甲",), maybe=("乙",)), "甲、乙?"), (Value("m", elements=(), complete=False), None),
        (Value("m", elements=()), ""),
    ],
)  # fmt: skip
def test_a_value_as_a_reason_shows_it(value, text):
    assert facts.shown(value) == text


# chaining


@pytest.mark.parametrize("chainer", CHAINERS)
@pytest.mark.parametrize(
    ("x", "m", "y", "expected"),
    [
        ("fail", 2, "fail", ("conditions_met", "conditions_met", "follows")),
        ("pass", 2, "fail", ("not_triggered", "not_triggered", "not_triggered")),
        ("review", 2, "fail", ("unknown", "unknown", "unknown")),
        ("fail", {"low": 1, "high": 2}, "pass", ("not_triggered", "unknown", "unknown")),
        ("review", 1, "fail", ("not_triggered", "not_triggered", "not_triggered")),
        ("fail", 2, "unknown", ("unknown", "conditions_met", "follows")),
    ],
)
def test_one_rests_on_another(chainer, x, m, y, expected):
    found, name = follow(THREE, {X: x, Y: y}, {"m": m}, chainer)
    assert tuple(one.state for one in found) == expected
    assert name == "naive" if chainer == "naive" else re.fullmatch(r"durable-rules \d+\.\d+\.\d+", name)


@pytest.mark.parametrize("chainer", CHAINERS)
def test_a_state_that_is_open_or_false_can_be_asked_for(chainer):
    made = [
        consequence(A, [{"finding": X, "verdict": ["fail"]}]),
        consequence(B, [{"consequence": A, "state": ["not_triggered"]}]),
        consequence(C, [{"consequence": A, "state": ["unknown"]}, {"consequence": A, "state": ["unknown", "follows"]}]),
    ]
    for verdict, states in (
        ("fail", ["follows", "not_triggered", "not_triggered"]),
        ("pass", ["not_triggered", "follows", "not_triggered"]),
        ("review", ["unknown", "unknown", "follows"]),
    ):
        assert [one.state for one in follow(made, {X: verdict}, {}, chainer)[0]] == states


@pytest.mark.parametrize("chainer", CHAINERS)
def test_the_reasons_stand_with_the_outermost_first(chainer):
    found, _ = follow(THREE, {X: "fail", Y: "review"}, {"m": 2}, chainer)
    assert found[0].because == (
        {"of": C, "kind": "consequence", "id": B, "state": "follows", "wanted": ["follows"], "holds": "yes"},
        {"of": C, "kind": "finding", "id": Y, "verdict": "review", "wanted": ["fail"], "holds": "unknown"},
        {
            "of": B,
            "kind": "consequence",
            "id": A,
            "state": "conditions_met",
            "wanted": ["conditions_met"],
            "holds": "yes",
        },
        {"of": A, "kind": "finding", "id": X, "verdict": "fail", "wanted": ["fail"], "holds": "yes"},
        {"of": A, "kind": "measure", "id": "m", "value": "2", "wanted": {"at_least": "2"}, "holds": "yes"},
    )
    assert json.dumps([one.because for one in found])


def test_what_two_reasons_rest_on_is_told_once():
    on_a = {"consequence": A, "state": ["follows"]}
    made = [
        consequence(A, [{"finding": X, "verdict": ["fail"]}]),
        consequence(B, [on_a]),
        consequence(C, [{"consequence": B, "state": ["follows"]}, on_a, on_a]),
    ]
    (*_, last), _ = follow(made, {X: "fail"}, {}, "naive")
    assert [(one["of"], one["id"]) for one in last.because] == [(C, B), (C, A), (B, A), (A, X)]


@pytest.mark.parametrize("chainer", CHAINERS)
def test_one_condition_written_twice_is_one_fact(chainer):
    twice = [{"finding": X, "verdict": ["fail"]}, {"finding": X, "verdict": ["fail"]}]
    assert state(twice, chainer, {X: "fail"}) == "follows"


def test_no_consequences_need_no_chainer():
    assert follow([], {X: "fail"}, {}, "auto") == ((), "naive")


# what is refused


@pytest.mark.parametrize(
    ("made", "words"),
    [
        ([consequence(A, [{"consequence": A, "state": ["follows"]}])], f"{A} → {A}"),
        ([consequence(A, [{"consequence": B, "state": ["follows"]}]),
          consequence(B, [{"consequence": A, "state": ["follows"]}])], f"{A} → {B} → {A}"),
        ([consequence(A, [{"consequence": B, "state": ["follows"]}])], f"{B} 不存在"),
        ([THREE[1], THREE[1]], "重复"),
        ([consequence(A, [])], "没有条件"),
        ([consequence(A, [{"finding": X}])], "needs verdict"),
        ([consequence(A, [{"finding": X, "verdict": []}])], "needs verdict"),
        ([consequence(A, [{"finding": X, "verdict": ["fail"], "measure": "m"}])], "nothing else"),
        ([consequence(A, [{"measure": "m"}])], "exactly one of"),
        ([consequence(A, [{"measure": "m", "at_least": 1, "at_most": 2}])], "exactly one of"),
        ([consequence(A, [{"measure": "m", "at_least": "many"}])], "not a number"),
        ([consequence(A, [{"measure": "m", "on_or_before": "2023-02-30"}])], "条件不对"),
    ],
)  # fmt: skip
def test_consequences_that_cannot_be_read(made, words):
    assert any(words in problem.line() for problem in problems(made))
    with pytest.raises(BadInput, match=re.escape(words)):
        follow(made, {}, {}, "naive")


def test_a_problem_names_its_place():
    made = [consequence(A, [], file="rules/demo/consequences.yaml", line=7)]
    assert problems(made)[0].line("en") == f"rules/demo/consequences.yaml:7: {A} has no condition"


def test_a_long_chain_is_neither_a_circle_nor_too_deep():
    made = [consequence("demo/1/c0", [{"finding": X, "verdict": ["fail"]}])]
    made += [
        consequence(f"demo/1/c{i}", [{"consequence": f"demo/1/c{i - 1}", "state": ["follows"]}]) for i in range(1, 2000)
    ]
    assert problems(made[::-1]) == []


# cases


def test_cases_that_come_out_and_cases_that_do_not():
    good = {"findings": {X: "fail"}, "measures": {"m": "1/2"}, "expect": "follows"}
    wrong = {"findings": {X: "pass"}, "expect": "follows"}
    typing_error = {"findings": {X: "fail", Y: "fail"}, "measures": {"m": 1, "mm": 1}, "expect": "follows"}
    when = [{"finding": X, "verdict": ["fail"]}, {"measure": "m", "at_least": "50%"}]
    made = [consequence(A, when, cases=(good, wrong, typing_error), file="c.yaml", line=3)]
    first, second = run_cases(made)
    assert (first.consequence, first.index, first.expected, first.got, first.where) == (
        A,
        1,
        "follows",
        "not_triggered",
        "c.yaml:3",
    )
    assert (second.index, second.got, second.stray) == (2, "follows", (Y, "mm"))


def test_readings_that_disagree_leave_a_condition_open_and_those_that_agree_settle_it() -> None:
    wanted = ("pass", "review", "fail")
    assert facts.of_verdicts(("review", "not_applicable", "review"), wanted) == ("disputed", facts.UNKNOWN)
    assert facts.of_verdicts(("fail", "fail", "review"), wanted) == ("fail", facts.YES)
    assert facts.of_verdicts(("due", "due", "not_applicable"), wanted) == ("due", facts.NO)
    assert facts.of_verdicts(("disputed", "pass", "not_applicable"), wanted) == ("disputed", facts.UNKNOWN)
    assert facts.of_verdicts("disputed", ("disputed",)) == ("disputed", facts.YES)
    assert facts.whole({"a": ("review", "pass"), "b": "fail"}, "a") == "review"
    assert facts.whole({"b": "fail"}, None) is None
