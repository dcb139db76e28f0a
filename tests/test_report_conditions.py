"""To whom a demand applies, in words: 组建模式为一体型的，T. Said once, and never as a demand of its own."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from make_report import F, cell, count, finding, lexicon, report, rule, saw

from checker.model import Ask, Finding, Measure, Value
from checker.model import Rule as Clause_
from checker.model import Test as Comparison
from checker.report.cites import Cites
from checker.report.clauses import Clauses
from checker.report.outcomes import telling_results
from checker.report.sentences import Writer
from checker.report.values import Speaker
from checker.report.words import Phrases

MODEL = Measure(
    "form", {"zh": "组建模式", "en": "model"}, "code", {"zh": ""}, "value", "code", table="body", column="model"
)
PLANS = Measure("plans", {"zh": "计划", "en": "plans"}, "documents", {"zh": ""}, "rows", "count", table="documents")
REPORTS = Measure(
    "reports", {"zh": "汇报", "en": "reports"}, "documents", {"zh": ""}, "rows", "count", table="documents"
)
FREE, BOUND = Comparison("form", "is_not", "一体型", group=2), Comparison("plans", "at_least", F(1), group=2)
SOFT = Comparison("plans", "at_least", F(1), group=1, breached_as="info")
ASK = Ask("inspector", {"zh": "是否人岗相适", "en": "people fit their posts"})
ONLY = Comparison("form", "is", "一体型", group=1, breached_as="info")


def of(lang: str = "zh") -> Writer:
    words = lexicon()
    known = {**words.measures, **{one.name: one for one in (MODEL, PLANS, REPORTS)}}
    return Writer(Speaker(replace(words, measures=known), Phrases(lang), report().labels))


@pytest.fixture
def writer() -> Writer:
    return of()


def clause(*tests: Comparison, **more: Any) -> Clause_:
    return rule("1/one", "一 ①", "一条", "原文", "must", "teaching", tests={"require": tests}, **more)


def model(test: Comparison, name: str | None, outcome: str) -> Any:
    return saw(test, Value("form", elements=(name,) if name else (), complete=name is not None), outcome)


def found(verdict: str, one: Clause_, *results: Any, **more: Any) -> Finding:
    return finding(one, verdict, [cell(one, verdict, *results, **more)])


def test_the_whole_rule_says_each_demand_once(writer: Writer) -> None:
    assert writer.requirement(clause(SOFT, FREE, BOUND)) == "组建模式为一体型的，计划应不少于 1 份（其余的参照执行）"
    assert of("en").requirement(clause(SOFT, FREE, BOUND)) == (
        "where model is 一体型: plans must be at least 1 document (for the others by reference)"
    )
    assert writer.requirement(clause(FREE, BOUND)) == "组建模式为一体型的，计划应不少于 1 份"


def test_conditions_stand_before_all_that_they_are_for(writer: Writer) -> None:
    two = (Comparison("form", "is_not", "一体型", group=3), Comparison("reports", "at_least", F(2), group=3))
    assert writer.requirement(clause(FREE, BOUND, *two)) == "组建模式为一体型的，计划应不少于 1 份且汇报应不少于 2 份"
    either = replace(two[1], group=2)
    assert writer.requirement(clause(FREE, BOUND, either)) == "组建模式为一体型的，计划应不少于 1 份或汇报应不少于 2 份"
    other = replace(two[0], right="托管型")
    assert writer.requirement(clause(FREE, BOUND, other, two[1])) == (
        "组建模式为一体型的，计划应不少于 1 份；组建模式为托管型的，汇报应不少于 2 份"
    )
    plain = replace(two[1], group=4)
    assert writer.requirement(clause(plain, FREE, BOUND)) == "汇报应不少于 2 份；组建模式为一体型的，计划应不少于 1 份"


def test_nobody_is_short_of_a_misdeed(writer: Writer) -> None:
    """Fraud that was verified excuses from the demand; it is nothing to bring about."""
    fraud = Comparison("reports", "at_least", F(1), group=2, wanted=False)
    demand = Comparison("plans", "at_least", F(1), group=2)
    one = clause(demand, fraud)
    assert writer.requirement(one) == "没有汇报的，计划应不少于 1 份"
    assert of("en").requirement(one) == "where there are no reports: plans must be at least 1 document"
    several = replace(fraud, right=F(2))
    assert writer.requirement(clause(demand, several)) == "并非（汇报不少于 2 份）的，计划应不少于 1 份"
    none = saw(demand, count("plans", 0), "breached", 1), saw(fraud, count("reports", 0), "breached", 1)
    said = writer.sentence(found("fail", one, *none))
    assert (said.should, said.actual, said.short) == ("没有汇报的，计划应不少于 1 份", "实际 0 份", "差 1 份")
    # Of alternatives that are no demands but conditions the misdeed is what the clause says of them, without a gap.
    apart = Comparison("form", "is_not", "一体型", group=2)
    both = found("review", clause(apart, fraud), model(apart, "一体型", "breached"), none[1])
    said = writer.sentence(both)
    assert said.should == "组建模式为一体型的，汇报应不少于 1 份" and "差" not in said.full


def test_what_stands_alone_is_a_demand(writer: Writer) -> None:
    assert writer.requirement(clause(replace(FREE, group=1))) == "组建模式应不为一体型"
    both = replace(FREE, right="托管型")
    assert writer.requirement(clause(FREE, both)) == "组建模式应不为一体型或组建模式应不为托管型"
    assert writer.requirement(clause(SOFT)) == "计划应不少于 1 份"


def test_bound_and_short(writer: Writer) -> None:
    one = clause(SOFT, FREE, BOUND)
    none = count("plans", 0)
    broken = found(
        "fail", one, saw(SOFT, none, "breached", 1), model(FREE, "一体型", "breached"), saw(BOUND, none, "breached", 1)
    )
    said = writer.sentence(broken)
    assert (said.should, said.actual, said.short) == ("组建模式为一体型的，计划应不少于 1 份", "实际 0 份", "差 1 份")


def test_advised_and_short(writer: Writer) -> None:
    one = clause(SOFT, FREE, BOUND)
    none = count("plans", 0)
    advised = found(
        "info", one, saw(SOFT, none, "breached", 1), model(FREE, "托管型", "holds"), saw(BOUND, none, "breached", 1)
    )
    said = writer.sentence(advised)
    assert (said.should, said.actual, said.short) == ("参照执行：计划应不少于 1 份", "实际 0 份", "")


def test_met(writer: Writer) -> None:
    one, two = clause(SOFT, FREE, BOUND), count("plans", 2)
    for name, outcome, should in (
        ("一体型", "breached", "组建模式为一体型的，计划应不少于 1 份"), ("托管型", "holds", "参照执行：计划应不少于 1 份")
    ):  # fmt: skip
        met = found("pass", one, saw(SOFT, two, "holds"), model(FREE, name, outcome), saw(BOUND, two, "holds"))
        said = writer.sentence(met)
        assert (said.should, said.actual) == (should, "实际 2 份")


def test_an_alternative_that_holds_is_no_breach(writer: Writer) -> None:
    """One of two ways is enough, and the other one was no failing."""
    first, second = replace(BOUND, group=1), Comparison("reports", "at_least", F(2), group=1)
    one = clause(first, second)
    met = found("pass", one, saw(first, count("plans", 0), "breached", 1), saw(second, count("reports", 3), "holds"))
    assert [test.measure for test, _ in telling_results(met.cells)] == ["reports"]
    said = writer.sentence(met)
    assert (said.should, said.actual) == ("计划应不少于 1 份或汇报应不少于 2 份", "实际 3 份")


def test_a_model_that_is_not_recorded(writer: Writer) -> None:
    one, none = clause(SOFT, FREE, BOUND), count("plans", 0)
    results = (saw(SOFT, none, "breached", 1), model(FREE, None, "unknown"), saw(BOUND, none, "breached", 1))
    said = writer.sentence(found("unknown", one, *results, reasons=("empty_cell:body.model",)))
    assert said.should == "组建模式为一体型的，计划应不少于 1 份" and "组建模式" in said.short


def test_a_question_for_some(writer: Writer) -> None:
    one = clause(ONLY, ask=ASK)
    should = "组建模式为一体型的，请督导检查人员判断：是否人岗相适"
    assert writer.requirement(one) == should
    asks = found("review", one, model(ONLY, "一体型", "holds"))
    said = writer.sentence(asks)
    assert (said.should, said.actual) == (should, "实际尚无人答复")
    assert Clauses(writer.speaker, Cites(report().rulebooks, writer.phrases)).clause(asks, "c1").kind == "asks"
    others = writer.sentence(found("info", one, model(ONLY, "托管型", "breached")))
    assert (others.should, others.actual) == (should, "实际为托管型")
    answered = writer.sentence(found("fail", one, model(ONLY, "一体型", "holds"), decision={"answer": "no"}))
    assert (
        answered.should == "组建模式为一体型的，由督导检查人员判断：是否人岗相适" and answered.actual == "实际答复“否”"
    )


def test_a_question_beside_a_demand(writer: Writer) -> None:
    more = Comparison("plans", "at_least", F(1), group=2)
    one = clause(ONLY, more, ask=ASK)
    assert writer.requirement(one) == "组建模式应为一体型且计划应不少于 1 份"
    binding = clause(replace(ONLY, breached_as=None), ask=ASK)
    assert writer.requirement(binding) == "组建模式应为一体型", "what is owed is no condition"
