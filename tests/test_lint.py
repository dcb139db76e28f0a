"""Each check of lint, caught on a small invented rulebook that is otherwise clean."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from checker.errors import BadInput
from checker.proof.lint import lint
from checker.rulebook import load, vocabulary
from checker.rulebook.vocabulary import Vocabulary
from checker.workbench import Workbench

SOURCE: dict[str, Any] = {
    "id": "demo-2030", "title": {"zh": "示例办法"}, "issuer": {"zh": "示例区"}, "issued": "2030-01-01",
    "effective": "2030-01-01", "status": "in_force", "jurisdiction": ["示例区"], "file": "demo.txt", "sha256": "0" * 64,
    "scope": {"zh": "全区"}, "without_norm": [{"at": "题 ①", "why": "title"}],
}  # fmt: skip
RECORDS = {"body": {"model": "联盟型"}, "as_of": "2031-01-01"}
QUESTIONS: dict[str, Any] = {
    "which": {
        "ask": {"zh": "哪一种会？"}, "primary": "council",
        "options": {
            "council": {"label": {"zh": "理事会"}, "pull": {"zh": "原文如此"}},
            "work": {
                "label": {"zh": "例会"}, "pull": {"zh": "另处如此"}, "swap": {"council_meetings": "work_meetings"}
            },
        },
    }
}  # fmt: skip


def good() -> dict[str, Any]:
    return {
        "id": "demo-2030/1/monthly", "at": "一 ①", "title": {"zh": "每月开会"}, "quote": "每月至少召开一次",
        "modality": "must", "bearer": "council", "subject": "group",
        "topic": "meetings", "basis": "computed", "every": "month",
        "require": [{"measure": "council_meetings", "at_least": 1}], "mend": {"zh": "补开"},
        "cases": [
            {"given": {"council_meetings": 1}, "expect": "pass"},
            {"given": {"council_meetings": 0}, "expect": "fail"},
            {"records": RECORDS, "expect": "unknown"},
        ],
    }  # fmt: skip


Write = Callable[..., list[str]]


@pytest.fixture
def linted(tmp_path: Path, bench: Workbench) -> Write:
    """Write rules (and questions) as a rulebook, load it, and give what lint says in both languages."""

    def run(*rules: dict[str, Any], questions: Any = None, words: Vocabulary | None = None) -> list[str]:
        folder = _written(tmp_path, rules, questions)
        problems = lint(load.load(folder), words or bench.vocabulary)
        assert all(str(tmp_path) in problem.where for problem in problems)
        return [f"{problem.line('zh')} | {problem.line('en')}" for problem in problems]

    return run


def _text(data: Any) -> str:
    """JSON is YAML without the anchors that a YAML writer puts in."""
    return json.dumps(data, ensure_ascii=False, indent=1)


def _written(tmp_path: Path, rules: Any, questions: Any = None) -> Path:
    folder = tmp_path / "demo-2030"
    folder.mkdir(exist_ok=True)
    (folder / "source.yaml").write_text(_text(SOURCE), encoding="utf-8")
    (folder / "1-item.yaml").write_text(_text({"rules": list(rules)}), encoding="utf-8")
    if questions:
        (folder / "questions.yaml").write_text(_text({"questions": questions}), encoding="utf-8")
    return folder


def test_a_good_rulebook_is_clean(linted: Write) -> None:
    assert linted(good()) == []


def changed(**keys: Any) -> dict[str, Any]:
    return {key: value for key, value in {**good(), **keys}.items() if value is not None}


CAUGHT: dict[str, tuple[dict[str, Any], str]] = {
    "unknown measure": ({"require": [{"measure": "mettings", "at_least": 1}]}, "no measure mettings"),
    "unknown right measure": (
        {"require": [{"measure": "council_meetings", "at_least": {"measure": "mettings"}}]},
        "no measure mettings",
    ),
    "unknown measure in a case": (
        {"cases": [*good()["cases"], {"given": {"mettings": 1}, "expect": "unknown"}]},
        "gives mettings",
    ),
    "unknown set": ({"for_each": ["memebers"]}, "no set memebers"),
    "unknown period": ({"every": "fortnight"}, "no period fortnight"),
    "unknown bearer": ({"bearer": "nobody"}, "no bearer nobody"),
    "unknown topic": ({"topic": "weather"}, "no topic weather"),
    "unknown reading": ({"readings": ["which-one"]}, "no reading which-one"),
    "id of another rulebook": ({"id": "other-2030/1/monthly"}, "must begin with demo-2030/"),
    "no case on the bound": (
        {"cases": [{"given": {"council_meetings": 2}, "expect": "pass"}, *good()["cases"][1:]]},
        "no case on the bound 1",
    ),
    "no case beyond the bound": ({"cases": [good()["cases"][0], good()["cases"][2]]}, "no case beyond the bound 1"),
    "no case from records": ({"cases": good()["cases"][:2]}, "no case from whole records"),
    "else stricter": (
        {"modality": "default", "require": [{"measure": "council_meetings", "at_least": 1, "else": "fail"}]},
        "else: fail is stricter than deviates",
    ),
    "if_missing stricter": (
        {"require": [{"measure": "council_meetings", "at_least": 1, "if_missing": "fail"}]},
        "if_missing: fail is stricter than unknown",
    ),
    "a date operator on a count": (
        {"require": [{"measure": "council_meetings", "on_or_before": "2031-01-01"}]},
        "on_or_before does not fit council_meetings",
    ),
    "a number operator on a code": (
        {"require": [{"measure": "model", "at_least": 1}]},
        "at_least does not fit model",
    ),
    "computed without a test": ({"require": None, "basis": "computed"}, "yet nothing is required"),
    "asked without a question": ({"basis": "asked"}, "yet there is no ask"),
    "declared without a declared measure": ({"basis": "declared"}, "yet no measure is"),
    "basis none with a test": ({"basis": "none"}, "yet something is required"),
    "no advice": ({"mend": None}, "no mend"),
}


@pytest.mark.parametrize("what", CAUGHT)
def test_caught(what: str, linted: Write) -> None:
    keys, words = CAUGHT[what]
    found = linted(changed(**keys))
    assert any(words in line for line in found), found
    assert all("1-item.yaml" in line for line in found)


def asked_twice(**options: Any) -> dict[str, Any]:
    return changed(
        readings=["which"],
        cases=[
            {"given": {"council_meetings": 1, "work_meetings": 1}, "expect": "pass"},
            {
                "given": {"council_meetings": 1, "work_meetings": 0},
                "expect": {"council": "pass", "work": "fail", "overall": "disputed"},
            },
            {"given": {"council_meetings": 0, "work_meetings": 0}, "expect": "fail"},
            good()["cases"][2],
        ],
        **options,
    )


def test_a_rule_with_a_reading_is_clean(linted: Write) -> None:
    assert linted(asked_twice(), questions=QUESTIONS) == []


def _question(option: Any = None, **keys: Any) -> dict[str, Any]:
    one = {**QUESTIONS["which"], **keys}
    options = {**one["options"], "work": {**one["options"]["work"], **(option or {})}}
    return {"which": {**one, "options": options}}


READINGS: dict[str, tuple[Any, str]] = {
    "changes nothing": (_question({"swap": {"work_meetings": "council_meetings"}}), "which.work changes nothing"),
    "no such primary": (_question(primary="both"), "primary both is no option"),
    "no such measure": (_question({"swap": {"council_meetings": "mettings"}}), "there is no measure mettings"),
    "no such rule": (_question({"rules": {"demo-2030/1/yearly": {"every": "year"}}}), "no rule demo-2030/1/yearly"),
    "stricter under it": (
        _question({"set": {"require": [{"measure": "council_meetings", "at_least": 1, "else": "error"}]}}),
        "else: error is stricter",
    ),
}


@pytest.mark.parametrize("what", READINGS)
def test_readings_caught(what: str, linted: Write) -> None:
    questions, words = READINGS[what]
    try:
        found = linted(asked_twice(), questions=questions)
    except BadInput as refused:
        found = [f"{problem.line('zh')} | {problem.line('en')}" for problem in refused.problems]
    assert any(words in line for line in found), found


def test_a_question_that_no_rule_uses(linted: Write) -> None:
    assert any("no rule uses it" in line for line in linted(good(), questions=QUESTIONS))


def test_an_option_without_a_case(linted: Write) -> None:
    rule = asked_twice()
    rule["cases"] = [rule["cases"][0], {"given": {"council_meetings": 0, "work_meetings": 0}, "expect": "fail"},
                     rule["cases"][-1]]  # fmt: skip
    found = linted(rule, questions=QUESTIONS)
    assert any("no case for reading which.work" in line for line in found)
    assert any("no case tells the readings apart" in line for line in found)


def test_two_rules_with_one_id(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as refused:
        load.load(_written(tmp_path, [good(), good()]))
    (problem,) = refused.value.problems
    assert "demo-2030/1/monthly" in problem.line()
    assert problem.line().count("1-item.yaml:") == 2


def test_measures_in_a_circle(linted: Write, tmp_path: Path, bench: Workbench) -> None:
    label = {"label": {"zh": "甲"}, "unit": "times", "counts": {"zh": "甲"}}
    folder = tmp_path / "extra" / "measures"
    folder.mkdir(parents=True)
    measures = {
        "first": {**label, "sum_of": ["second", "council_meetings"]},
        "second": {**label, "sum_of": ["first", "council_meetings"]},
        "third": {**label, "sum_of": ["gone", "council_meetings"]},
    }
    (folder / "circle.yaml").write_text(_text({"measures": measures}), encoding="utf-8")
    words = vocabulary.load(_vocabulary(), bench.schemas, (folder.parent,))
    rule = changed(require=[{"measure": "first", "at_least": 1}, {"measure": "third", "at_least": 1}])
    found = linted(rule, words=words)
    assert any("circle" in line and "first → second → first" in line for line in found), found
    assert any("third: there is no measure gone" in line for line in found)


def _vocabulary() -> Path:
    return Path(__file__).parents[1] / "rules" / "vocabulary"


def test_lint_never_stops_at_the_first(linted: Write) -> None:
    rules = [changed(id=f"demo-2030/1/n{i}", topic="weather", bearer="nobody") for i in range(3)]
    assert len(linted(*rules)) == 6


def test_the_shipped_vocabulary_is_enough(bench: Workbench) -> None:
    """Lint reads names only from the vocabulary: with a bearer gone, the rules that name it are reported."""
    book = bench.rulebook("nanyang-2023")
    fewer = {name: one for name, one in bench.vocabulary.bearers.items() if name != "council"}
    before, after = lint(book, bench.vocabulary), lint(book, replace(bench.vocabulary, bearers=fewer))
    assert {problem.line("en").split(": ")[1] for problem in after if problem not in before} == {
        rule.id for rule in book.rules if rule.bearer == "council"
    }


def test_a_consequence_of_measures_alone_says_whose_records_decide(bench: Workbench) -> None:
    whole = bench.rulebook("nanyang-2023")
    silent = tuple(replace(one, subject=None) for one in whole.consequences)
    found = [problem.line() for problem in lint(replace(whole, consequences=silent), bench.vocabulary)]
    assert len(found) == 1
    assert "result-is-a-basis" in found[0]


def test_what_stands_beside_not_and_any_holds_for_the_tests_inside() -> None:
    inside = load.tests([{"not": {"measure": "councils", "at_least": 1}, "else": "due", "if_missing": "review"}])
    assert (inside[0].breached_as, inside[0].missing_as, inside[0].negate) == ("due", "review", True)
    alternatives = [{"measure": "councils", "at_least": 1}, {"measure": "offices", "at_least": 1, "else": "review"}]
    both = load.tests([{"any": alternatives, "else": "due"}])
    assert [one.breached_as for one in both] == ["due", "review"]


@pytest.mark.parametrize(
    "condition",
    [{"column": "schools", "is_not": "none"}, {"column": "kind", "has": "council"}, {"column": "kind", "months": [7]}],
)
def test_a_comparison_fits_its_column(condition: Mapping[str, Any], bench: Workbench) -> None:
    item = {
        "label": {"zh": "会"},
        "unit": "times",
        "counts": {"zh": "会"},
        "table": "meetings",
        "count": "rows",
        "where": [condition],
    }
    with pytest.raises(ValueError, match="does not fit"):
        vocabulary.measure("m", item, bench.schemas)
