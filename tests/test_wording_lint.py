"""The words of a quote against the tests of its rule: what agrees, what does not, and what may be excused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker import model
from checker.model import Rule, Rulebook, Source
from checker.proof.lint.agents import bearers
from checker.proof.lint.statuses import statuses
from checker.proof.lint.wording import wording
from checker.rulebook.agreement import counted, load
from checker.rulebook.load import rule as read_rule
from checker.rulebook.vocabulary import Vocabulary, measure
from checker.workbench import Workbench

SOURCE = Source(
    id="demo-2030", title={"zh": "示例办法"}, short={"zh": "示例办法"}, number=None, issuer={"zh": "示例区"},
    issued="2030-03-01", effective="2030-03-02", expires="2035-03-01", status="in_force", jurisdiction=("示例区",),
    file="demo.txt", sha256="0" * 64, scope={"zh": "全区"}, models={}, aliases={}, without_norm=(),
)  # fmt: skip
BANDS = {"of": "demo_pupils", "bands": [
    {"from": 1, "to": 499, "value": 50000}, {"from": 500, "to": 1000, "value": 80000},
]}  # fmt: skip
OWN: dict[str, dict[str, Any]] = {
    "demo_meetings": {"unit": "times", "table": "meetings", "count": "rows"},
    "demo_schools": {"unit": "schools", "table": "members", "count": {"distinct": "school"}},
    "demo_all": {"unit": "schools", "table": "members", "count": {"distinct": "school"}},
    "demo_share": {"unit": "share", "share": "demo_schools", "of": "demo_all"},
    "demo_pupils": {"unit": "people", "table": "schools", "sum": "students"},
    "demo_funds": {"unit": "yuan", "table": "funds", "sum": "amount"},
    "demo_band": {"unit": "yuan", "lookup": BANDS},
    "demo_weighted": {
        "unit": "times",
        "weighted": [{"measure": "demo_meetings", "times": "40%"}, {"measure": "demo_all", "times": "60%"}],
    },
    "demo_founded": {"unit": "date", "table": "meetings", "min": "date"},
}


def base(quote: str, **keys: Any) -> dict[str, Any]:
    return {
        "id": "demo-2030/1/one", "at": "一 ①", "title": {"zh": "一条"}, "quote": quote, "modality": "must",
        "bearer": "group", "subject": "group", "topic": "meetings", "basis": "computed", "cases": [], **keys,
    }  # fmt: skip


def need(**test: Any) -> dict[str, Any]:
    return {"require": [test]}


def books(*rules: Rule) -> Rulebook:
    return Rulebook("demo-2030", SOURCE, rules, {}, (), "0" * 64, "rules/demo-2030")


Compare = Callable[..., list[str]]


@pytest.fixture(scope="module")
def words(bench: Workbench) -> Vocabulary:
    own = {
        name: measure(name, {"label": {"zh": name}, "counts": {"zh": name}, **item}, bench.schemas)
        for name, item in OWN.items()
    }
    return replace(bench.vocabulary, measures={**bench.vocabulary.measures, **own})


@pytest.fixture(scope="module")
def compared(words: Vocabulary) -> Compare:
    """What the lint says of one rule, both languages on a line. The share of exceptions is a matter of whole rulebooks."""

    def run(quote: str, **keys: Any) -> list[str]:
        rule = read_rule(base(quote, **keys), file="rules/demo-2030/1.yaml", line=7)
        found = [one for one in wording(books(rule), words) if one.where != "rules/demo-2030/source.yaml"]
        assert all(one.where == "rules/demo-2030/1.yaml:7" for one in found)
        assert all(rule.id in one.line("zh") and one.mend for one in found)
        return [f"{one.line('zh')} | {one.line('en')}" for one in found]

    return run


AGREE: dict[str, tuple[str, dict[str, Any]]] = {
    "a floor": ("每学期开会不少于2次", {"every": "semester", **need(measure="demo_meetings", at_least=2)}),
    "in Chinese numerals": ("每学期至少召开两次会议", {"every": "semester", **need(measure="demo_meetings", at_least=2)}),
    "a plain number is a floor": ("每月召开一次会议", {"every": "month", **need(measure="demo_meetings", at_least=1)}),
    "a plain number exactly": ("每月召开两次会议", {"every": "month", **need(measure="demo_meetings", equals=2)}),
    "a cap": ("成员学校不超过5所", need(measure="demo_schools", at_most=5)),
    "less than six is at most five": ("成员学校不超过5所", need(measure="demo_schools", less_than=6)),
    "more than": ("成员学校超过5所", need(measure="demo_schools", more_than=5)),
    "turned round by not": ("成员学校不超过5所", {"require": [{"not": {"measure": "demo_schools", "more_than": 5}}]}),
    "the opposite as a condition": (
        "学生5人以上的应设办公室",
        {"when": [{"measure": "demo_pupils", "at_least": 5}], **need(measure="demo_meetings", at_least=1)},
    ),
    "the exempt as a condition": (
        "成员学校不足5所的应设办公室",
        {"when": [{"measure": "demo_schools", "at_least": 5}], **need(measure="demo_meetings", at_least=1)},
    ),
    "a share of another": ("不低于成员学校的三分之一",
                           need(measure="demo_schools", at_least={"measure": "demo_all", "times": "1/3"})),
    "per cent": ("覆盖率达到85%以上", need(measure="demo_share", at_least="85%")),
    "the whole": ("全部学校应加入", need(measure="demo_share", at_least="100%")),
    "money": ("经费不低于10万元", need(measure="demo_funds", at_least=100000)),
    "none": ("不得收取费用", {"modality": "must_not", **need(measure="demo_funds", equals=0)}),
    "existence": ("设立专项经费", need(measure="demo_funds", more_than=0)),
    "several": ("设多个校区", need(measure="demo_schools", more_than=1)),
    "a band": ("学生不足500人的，补助5万元", need(measure="demo_funds", at_least={"measure": "demo_band"})),
    "the edge from the other side": ("学生500人以上的，补助8万元", need(measure="demo_funds", equals={"measure": "demo_band"})),
    "a range": ("学生500—1000人的，补助8万元", need(measure="demo_funds", equals={"measure": "demo_band"})),
    "ranges that meet": ("学生500—1000人、1000人以上的，补助8万元", need(measure="demo_funds", equals={"measure": "demo_band"})),
    "a range below another": ("学生500人以下，500—1000人", need(measure="demo_funds", equals={"measure": "demo_band"})),
    "regularly, as often as the group has set": (
        "定期召开会议", {"every": "year", **need(measure="demo_meetings", at_least={"measure": "demo_all"})},
    ),
    "a last day": ("2030年8月底前成立", {"due": {"by": "2030-08"}, **need(measure="demo_founded", on_or_before="2030-08")}),
    "a year as months": ("成立一年后开展考核", {"during": {"from": {"measure": "demo_founded", "months": 12}}, "due": "open",
                                         **need(measure="demo_meetings", at_least=1)}),
    "half a year": ("成立半年内开会", {"due": {"after": {"measure": "demo_founded", "months": 6}},
                                 **need(measure="demo_meetings", at_least=1)}),
    "days of the document itself": ("设立办公室", {"during": {"from": "2030-03-02"}, **need(measure="demo_schools", at_least=1)}),
    "as a rule": ("原则上成员学校不超过5所", {"modality": "default", **need(measure="demo_schools", at_most=5)}),
    "the modal word elsewhere": ("成员学校不超过5所", {"modality": "default", "context": [{"at": "一 ②", "quote": "原则上"}],
                                              **need(measure="demo_schools", at_most=5)}),
    "the date elsewhere": ("覆盖率达到85%以上", {"due": {"by": "2030-12"}, **need(measure="demo_share", at_least="85%"),
                                          "context": [{"at": "一 ②", "quote": "到2030年底"}]}),
    "may": ("可以跨区组建集团", {"modality": "may", "basis": "none"}),
    "nothing tested": ("可以增加2所学校", {"modality": "may", "basis": "none"}),
    "a month of every year": ("每年6月底前开会一次", {"every": "year", "due": {"within": {"month": 6}},
                                             **need(measure="demo_meetings", at_least=1)}),
    "a weight": ("学校得分平均值，权重占40%", need(measure="demo_share", at_least={"measure": "demo_weighted"})),
    "English": ("Each group must hold at least two meetings every semester",
                {"every": "semester", **need(measure="demo_meetings", at_least=2)}),
    "an English cap": ("Groups shall spend no more than 1.3 million yuan", need(measure="demo_funds", at_most=1300000)),
    "no modal word": ("开齐开足课程", {"basis": "asked", "ask": {"who": "inspector", "on": {"zh": "是否开齐"}}}),
}  # fmt: skip


@pytest.mark.parametrize("what", AGREE)
def test_agree(what: str, compared: Compare) -> None:
    quote, keys = AGREE[what]
    assert compared(quote, **keys) == []


DIFFER: dict[str, tuple[str, dict[str, Any], list[str]]] = {
    "another number": ("成员学校不超过5所", need(measure="demo_schools", at_most=6),
                       ["the rule tests: demo_schools at most 6 schools", "a number that the quote does not say"]),
    "a bound where the words set none": ("召开会议", need(measure="demo_meetings", at_least=2), ["demo_meetings is tested as at least 2"]),
    "a share the words do not say": ("学校应加入", need(measure="demo_share", at_least="100%"), ["demo_share is tested as"]),
    "the wrong direction": ("成员学校不少于5所", need(measure="demo_schools", at_most=5), ["the comparison differs"]),
    "the bound left out": ("成员学校超过5所", need(measure="demo_schools", at_least=5), ["the comparison differs"]),
    "not, the wrong way": ("成员学校不超过5所", {"require": [{"not": {"measure": "demo_schools", "at_most": 5}}]},
                           ["the comparison differs"]),
    "turned round twice": ("成员学校不少于5所", {"require": [{"not": {"measure": "demo_schools", "less_than": 5}},
                                                  {"measure": "demo_all", "at_least": 7}]}, ["demo_all"]),
    "schools for people": ("教师不少于5人", need(measure="demo_schools", at_least=5), ["the unit differs"]),
    "ten thousand lost": ("经费不低于10万元", need(measure="demo_funds", at_least=10), ["“不低于10万元”", "demo_funds is tested as"]),
    "another edge": ("学生501人以上的，补助8万元", need(measure="demo_funds", equals={"measure": "demo_band"}), ["“501人"]),
    "another amount": ("学生500人以上的，补助9万元", need(measure="demo_funds", equals={"measure": "demo_band"}), ["“9万元”"]),
    "another share": ("不低于成员学校的三分之一", need(measure="demo_schools", at_least={"measure": "demo_all", "times": "1/2"}),
                      ["三分之一", "demo_schools is tested as"]),
    "another span": ("成立一年后开展考核", {"during": {"from": {"measure": "demo_founded", "months": 6}},
                                   **need(measure="demo_meetings", at_least=1)}, ["“一年", "6 months"]),
    "another day": ("2030年8月底前成立", {"due": {"by": "2030-09"}, **need(measure="demo_meetings", at_least=1)},
                    ["2030年8月", "2030-09-30"]),
    "a day nobody said": ("设立办公室", {"due": {"by": "2030-09"}, **need(measure="demo_meetings", at_least=1)}, ["2030-09-30"]),
    "another period": ("每学期召开一次会议", {"every": "month", **need(measure="demo_meetings", at_least=1)},
                       ["every: semester", "every month"]),
    "no period": ("每学期召开一次会议", need(measure="demo_meetings", at_least=1), ["every: semester"]),
    "a period nobody said": ("召开会议", {"every": "month", **need(measure="demo_meetings", at_least=1)}, ["every month"]),
    "below a bound that no range shares": ("学生500人以下的，补助5万元", need(measure="demo_funds", equals={"measure": "demo_band"}),
                                       ["“500人以下"]),
    "regularly is no period": ("定期召开会议", {"every": "year", **need(measure="demo_meetings", at_least=1)}, ["every year"]),
    "another month of every year": ("每年6月底前开会一次", {"every": "year", "due": {"within": {"month": 7}},
                                                   **need(measure="demo_meetings", at_least=1)}, ["6月底前", "--07"]),
    "another weight": ("学校得分平均值，权重占50%", need(measure="demo_share", at_least={"measure": "demo_weighted"}),
                       ["50%"]),
    "an English may as a duty": ("Groups may meet once a month", {"every": "month", **need(measure="demo_meetings", at_least=1)},
                                 ["modality is must"]),
    "an English number": ("Groups must meet at least twice a month", {"every": "month", **need(measure="demo_meetings", at_least=3)},
                          ["demo_meetings is tested as at least 3", "no test has that number"]),
    "an offer as a duty": ("可以设立办公室", need(measure="demo_schools", at_least=1), ["modality is must"]),
    "encouraged as a duty": ("鼓励集团设立办公室", need(measure="demo_schools", at_least=1), ["modality is must"]),
    "a rule with exceptions as a duty": ("原则上成员学校不超过5所", need(measure="demo_schools", at_most=5), ["modality is must"]),
    "a duty as an offer": ("应当设立办公室", {"modality": "may", "basis": "none"}, ["modality is may"]),
    "softened without a word": ("成员学校不超过5所", {"modality": "default", **need(measure="demo_schools", at_most=5)},
                                ["modality is default"]),
    "a condition with the bound left out": (
        "学生5人及以上的应设办公室",
        {"when": [{"measure": "demo_pupils", "more_than": 5}], **need(measure="demo_meetings", at_least=1)},
        ["demo_pupils is tested as more than 5"],
    ),
    "a condition on another number, while a band has the one of the words": (
        "学生500人以上的，补助8万元",
        {"when": [{"measure": "demo_pupils", "at_least": 123}], **need(measure="demo_funds", equals={"measure": "demo_band"})},
        ["demo_pupils is tested as at least 123"],
    ),
    "two comparisons of one number, one of them wrong": (
        "成员学校不超过5所",
        {"when": [{"measure": "demo_schools", "more_than": 0}, {"measure": "demo_all", "at_least": 5}],
         **need(measure="demo_schools", at_most=5)},
        ["demo_all is tested as at least 5"],
    ),
    "left to a person": ("教师不少于5人", {"basis": "asked", "ask": {"who": "inspector", "on": {"zh": "是否足够"}}},
                         ["no test has that number"]),
}  # fmt: skip


@pytest.mark.parametrize("what", DIFFER)
def test_differ(what: str, compared: Compare) -> None:
    quote, keys, said = DIFFER[what]
    found = compared(quote, **keys)
    assert len(found) == len(said), found
    for fragment in said:
        assert any(fragment in line for line in found), found


@given(said=st.integers(2, 5000), tested=st.integers(2, 5000))
def test_numbers_agree_only_if_they_are_the_same(said: int, tested: int, compared: Compare) -> None:
    found = compared(f"成员学校不超过{said}所", **need(measure="demo_schools", at_most=tested))
    assert bool(found) is (said != tested)


def test_a_rule_beside_it_tests_what_the_words_say_too(words: Vocabulary) -> None:
    quote = "每学期开会2次，成员学校不超过5所"
    first = read_rule(base(quote, id="demo-2030/1/a", every="semester", **need(measure="demo_meetings", at_least=2)))
    second = read_rule(base(quote, id="demo-2030/1/b", **need(measure="demo_schools", at_most=5)))
    assert list(wording(books(first, second), words)) == []
    assert len(list(wording(books(first), words))) == 1
    elsewhere = replace(second, at="一 ②")
    assert len(list(wording(books(first, elsewhere), words))) == 3


OVER_FIVE = {"when": [{"measure": "demo_pupils", "at_least": 5}], **need(measure="demo_meetings", at_least=1)}


def test_a_rule_beside_it_lends_no_number_to_one_that_has_lost_its_own(words: Vocabulary) -> None:
    quote = "学生5人及以上的应设办公室"
    lost = read_rule(base(quote, id="demo-2030/1/a", **need(measure="demo_schools", at_least=1)))
    wider = read_rule(base(f"{quote}并开会", id="demo-2030/1/b", **OVER_FIVE))
    (found,) = wording(books(lost, wider), words)
    assert "the quote says 5人及以上" in found.line("en") and "demo-2030/1/a" in found.line("en")
    narrower = read_rule(base("学生5人及以上", id="demo-2030/1/b", **OVER_FIVE))
    assert list(wording(books(lost, narrower), words)) == []


def test_a_rule_beside_it_excuses_no_other_comparison(words: Vocabulary) -> None:
    wrong = {**OVER_FIVE, "when": [{"measure": "demo_pupils", "more_than": 5}]}
    quote = "学生5人及以上的应设办公室"
    rules = [read_rule(base(quote, id=f"demo-2030/1/{i}", **keys)) for i, keys in enumerate((wrong, OVER_FIVE))]
    (found,) = wording(books(*rules), words)
    assert "demo-2030/1/0" in found.line("en") and "the comparison differs" in found.line("en")


def excuse(kind: str, **keys: Any) -> dict[str, Any]:
    return {"wording": [{"kind": kind, "why": {"zh": "示例理由"}, **keys}]}


ASKED = {"basis": "asked", "ask": {"who": "inspector", "on": {"zh": "是否足够"}}}


def test_an_exception_excuses_what_its_kind_is_for(compared: Compare) -> None:
    assert compared("教师不少于5人", **ASKED, **excuse("number-not-tested")) == []
    assert compared("教师不少于5人", **ASKED, **excuse("number-not-tested", words="5人")) == []
    assert (
        compared("召开会议", every="month", **need(measure="demo_meetings", at_least=1), **excuse("window-by-sense"))
        == []
    )
    assert compared("成员学校不超过5所", **need(measure="demo_schools", at_most=5), modality="default",
                    **excuse("modality-by-sense")) == []  # fmt: skip
    assert compared("教师不少于5人", **need(measure="demo_schools", at_least=5), **excuse("unit")) == []


def test_an_exception_excuses_nothing_else(compared: Compare) -> None:
    found = compared("教师不少于5人", **ASKED, **excuse("unit"))
    assert len(found) == 2 and any("unit is not needed" in line for line in found)
    found = compared("教师不少于5人，学生不少于9人", **ASKED, **excuse("number-not-tested", words="5人"))
    assert len(found) == 1 and "9人" in found[0]


def test_an_exception_that_is_not_needed(compared: Compare) -> None:
    found = compared("成员学校不超过5所", **need(measure="demo_schools", at_most=5), **excuse("convention"))
    assert len(found) == 1 and "convention is not needed" in found[0]


def test_a_kind_that_is_not_in_the_list(compared: Compare) -> None:
    found = compared("教师不少于5人", **ASKED, **excuse("because"))
    assert any("no kind of exception because" in line and "number-not-tested" in line for line in found)
    assert len(found) == 2


def test_only_a_rule_that_asks_leaves_a_number_to_a_person(compared: Compare) -> None:
    found = compared("成员学校不超过5所，教师不少于9人", **need(measure="demo_schools", at_most=5),
                     **excuse("number-not-tested"))  # fmt: skip
    assert len(found) == 1 and "only for rules that ask a person" in found[0]


@pytest.mark.parametrize(
    ("numeric", "excused", "fails"), [(20, 1, False), (19, 1, True), (40, 2, False), (40, 3, True)]
)
def test_more_than_five_per_cent(numeric: int, excused: int, fails: bool, words: Vocabulary) -> None:
    sound = [base("成员学校不超过5所", id=f"demo-2030/1/s{i}", at=f"一 {i}", **need(measure="demo_schools", at_most=5))
             for i in range(numeric - excused)]  # fmt: skip
    other = [base("教师不少于5人", id=f"demo-2030/2/e{i}", at=f"二 {i}", **ASKED, **excuse("number-not-tested"))
             for i in range(excused)]  # fmt: skip
    plain = [base("开齐课程", id="demo-2030/3/p", at="三 ①", **ASKED)]
    book = books(*(read_rule(one) for one in (*sound, *other, *plain)))
    found = [one.line("en") for one in wording(book, words)]
    assert bool(found) is fails
    assert all(f"{excused} rules" in line and f"of {numeric} with" in line and "5%" in line for line in found)
    assert counted(book) == {kind: excused * (kind == "number-not-tested") for kind in load().kinds}


def _changed(rule: Rule, change: Callable[[model.Test], model.Test | None]) -> Rule | None:
    """The rule with the first test that `change` has another for."""
    for role, items in rule.tests.items():
        for i, test in enumerate(items):
            if (other := change(test)) is not None:
                return replace(rule, tests={**rule.tests, role: (*items[:i], other, *items[i + 1 :])})
    return None


def _more(test: model.Test) -> model.Test | None:
    numeric = isinstance(test.right, Fraction) and test.right > 1 and test.right_measure is None
    return replace(test, right=test.right + 7) if numeric else None


def _round(test: model.Test) -> model.Test | None:
    other = {"at_least": "at_most", "at_most": "at_least"}.get(test.op)
    numeric = isinstance(test.right, Fraction) and test.right > 1 and test.right_measure is None
    return replace(test, op=other) if other and numeric else None


CHANGES: Mapping[str, Callable[[Rule], Rule | None]] = {
    "another number": lambda rule: _changed(rule, _more) if not rule.readings else None,
    "turned round": lambda rule: _changed(rule, _round) if not rule.readings else None,
    "another period": lambda rule: replace(rule, every="year" if rule.every != "year" else "month", readings=())
    if rule.every else None,
    "no period": lambda rule: replace(rule, every=None, readings=()) if rule.every and not rule.context else None,
    "an offer": lambda rule: replace(rule, modality="may") if rule.modality == "default" else None,
    "softened": lambda rule: replace(rule, modality="default") if rule.modality == "must" else None,
    "hardened": lambda rule: replace(rule, modality="must") if rule.modality in ("may", "default") else None,
}  # fmt: skip


def _other_bound(test: model.Test) -> model.Test | None:
    numeric = isinstance(test.right, Fraction) and test.right > 1 and test.right_measure is None
    return replace(test, right=Fraction(123)) if numeric else None


def _open_bound(test: model.Test) -> model.Test | None:
    """Round numbers only: what a text calls up to 499 may stand as less than 500."""
    other = {"at_least": "more_than", "at_most": "less_than"}.get(test.op)
    numeric = isinstance(test.right, Fraction) and test.right > 2 and test.right_measure is None
    return replace(test, op=other) if other and numeric else None


@pytest.mark.parametrize("change", [_other_bound, _open_bound])
def test_a_changed_condition_is_noticed_beside_all_other_rules(
    change: Callable[[model.Test], model.Test | None], bench: Workbench
) -> None:
    """In the whole rulebook, where other rules have the same words and measures the same numbers."""
    book = bench.rulebook("shapotou-2023")
    before = {one.line() for one in wording(book, bench.vocabulary)}
    made = {
        rule.id: other
        for rule in book.rules
        if "when" in rule.tests and (other := _changed(replace(rule, tests={"when": rule.tests["when"]}), change))
    }
    changed = [
        replace(rule, tests={**rule.tests, **made[rule.id].tests}) if rule.id in made else rule for rule in book.rules
    ]
    after = {one.line() for one in wording(replace(book, rules=tuple(changed)), bench.vocabulary)} - before
    silent = [rule for rule in made if not any(rule in line for line in after)]
    assert len(made) > 10
    # Where a reading sets the condition anew, the comparison is what that question is about.
    apart = {
        rule for question in book.questions.values() for option in question.options.values()
        for rule, keys in option.rules.items() if "when" in keys
    }  # fmt: skip
    assert [rule for rule in silent if change is _other_bound or rule not in apart] == []


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_of_a_shipped_rule_is_noticed(change: str, bench: Workbench) -> None:
    book = bench.rulebook("nanyang-2023")
    made = 0
    for rule in book.rules:
        other = CHANGES[change](rule)
        if other is not None:
            made += 1
            alone = replace(book, rules=(other,))
            before = {one.line() for one in wording(replace(book, rules=(rule,)), bench.vocabulary)}
            assert {one.line() for one in wording(alone, bench.vocabulary)} - before, rule.id
    assert made > (0 if change in ("another number", "turned round") else 2)


# ---- whom a sentence speaks to ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("quote", "bearer", "amiss"),
    [
        ("教育局应组织检查", "group", True),
        ("教育局应组织检查", "authority", False),
        ("教育局应组织检查", "city_authority", False),
        ("各学校应组织检查", "authority", True),
        ("各学校应组织检查", "lead", False),
        ("各学校和教育局应组织检查", "authority", False),
        ("由教育局组织检查", "schools", True),
        ("对不合格的教育集团，由教育局督促整改", "group", True),
        ("对不合格的教育集团，由教育局督促整改", "authority", False),
        ("教育集团理事会由教育局和各学校组成", "council", False),
        ("由成员校属地教育局负责落实", "authority", False),
        ("组织检查", "group", False),
    ],
)
def test_the_bearer_is_of_the_side_that_the_sentence_speaks_to(
    compared: Compare, quote: str, bearer: str, *, amiss: bool
) -> None:
    found = compared(quote, **ASKED, bearer=bearer)
    assert len(found) == amiss and all("the subject of the quote is" in line for line in found)
    if amiss:
        assert compared(quote, **ASKED, bearer=bearer, **excuse("bearer-by-sense")) == []


@pytest.mark.parametrize(
    ("quote", "bearer", "number"),
    [
        ("由教育局督促整改提升", "group", 1),
        ("由教育局督促整改提升", "authority", 0),
        ("由教育局督促整改提升", "city_authority", 0),
        ("督促整改提升", "group", 0),
        ("领导小组由教育局组成", "group", 0),
    ],
)
def test_a_consequence_is_borne_by_who_acts_by_its_quote(
    words: Vocabulary, quote: str, bearer: str, number: int
) -> None:
    one = model.Consequence("demo-2030/1/mend", "一 ①", quote, {"zh": "改"}, bearer, (), "follows", {"zh": "改"})
    found = list(bearers(replace(books(), consequences=(one,)), words))
    assert len(found) == number and all("由“教育行政主管部门”作出" in each.line() for each in found)


# ---- a bound turned round under one reading ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("op", "amiss"), [("at_least", False), ("at_most", True), ("less_than", True), ("equals", False)]
)
def test_another_reading_does_not_hide_a_bound_turned_round(words: Vocabulary, op: str, *, amiss: bool) -> None:
    option = model.Option("strict", {"zh": "严"}, {"zh": "原文"}, set=need(measure="demo_meetings", at_least=3))
    own = model.Option("own", {"zh": "宽"}, {"zh": "原文"})
    questions = {"which": model.Question("which", {"zh": "？"}, "own", {"own": own, "strict": option})}
    keys = base("会议不少于3次", readings=["which"], **need(measure="demo_meetings", **{op: 3}))
    book = replace(books(read_rule(keys)), questions=questions)
    found = [one.line("en") for one in wording(book, words)]
    assert len(found) == amiss and all("the comparison differs" in line for line in found)


# ---- what the title says of the status ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "status", "wanted"),
    [
        ("示例办法（试行）", "trial", ""),
        ("示例办法（试行）", "expired", ""),
        ("示例办法（试行）", "in_force", "trial"),
        ("示例办法（征求意见稿）", "in_force", "draft"),
        ("示例办法（征求意见稿）", "trial", "draft"),
        ("示例办法（征求意见稿）", "draft", ""),
        ("示例办法", "in_force", ""),
        ("示例试行区办法", "in_force", ""),
    ],
)
def test_a_document_is_what_its_title_says(words: Vocabulary, title: str, status: str, wanted: str) -> None:
    book = replace(books(), source=replace(SOURCE, title={"zh": title}, status=status))
    found = [one.line("en") for one in statuses(book, words)]
    assert len(found) == bool(wanted) and all(f"write status: {wanted}" in line for line in found)


def test_a_part_is_what_its_title_says(words: Vocabulary) -> None:
    part = model.Part("附件1", "试行", "附件1", {"zh": "示例评价办法（试行）"}, file="source.yaml", line=9)
    book = replace(books(), source=replace(SOURCE, parts=(part,)))
    (found,) = statuses(book, words)
    assert found.where == "source.yaml:9"
    assert list(statuses(replace(book, source=replace(SOURCE, parts=(replace(part, status="trial"),))), words)) == []


@pytest.mark.parametrize(
    ("name", "status"), [("ganzhou-2024", "in_force"), ("kunming-2021", "in_force"), ("ganzhou-2024", "trial")]
)
def test_the_shipped_registers_are_told_by_their_titles(bench: Workbench, name: str, status: str) -> None:
    book = bench.rulebook(name)
    assert list(statuses(book, bench.vocabulary)) == []
    assert list(statuses(replace(book, source=replace(book.source, status=status)), bench.vocabulary))
