"""Mutation test over the rules as data: a rule that can be changed unnoticed is not proved by its cases."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from checker.model import Rule, Rulebook
from checker.proof.mutants import mutants
from checker.proof.survivors import Tally, survivors, swapped_bases
from checker.workbench import Workbench

ALLOWED = yaml.safe_load((Path(__file__).parent / "mutants_allowed.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def tallies(bench: Workbench, shipped: tuple[Rulebook, ...]) -> dict[str, Tally]:
    return {book.id: survivors(book, bench.vocabulary, bench.schemas) for book in shipped}


def test_survivors_are_those_allowed(tallies: dict[str, Tally]) -> None:
    alive = {f"{one.rule.id}: {one.kind}" for tally in tallies.values() for one in tally.survivors}
    allowed = {f"{one['rule']}: {one['mutant']}" for one in ALLOWED}
    assert sorted(alive - allowed) == [], "a case is missing, or no record can tell: then give the reason"
    assert sorted(allowed - alive) == [], "these no longer survive: take them out of the list"
    assert all(len(one["reason"]) > 30 for one in ALLOWED)


def test_there_are_mutants_of_every_rule_that_judges(shipped: tuple[Rulebook, ...], bench: Workbench) -> None:
    for book in shipped:
        for rule in book.rules:
            made = [one.kind for one in mutants(rule, book, bench.vocabulary)]
            assert made or not (rule.tests.get("require") or rule.ask), rule.id
            assert [kind for kind, count in Counter(made).items() if count > 1] == [], rule.id


def test_shares_are_over_their_own_base(bench: Workbench) -> None:
    made, unnoticed = swapped_bases(bench.vocabulary, bench.schemas)
    assert made > 0
    assert unnoticed == ()


WRONG = ("operator", "bound", "condition", "modality", "every", "ask", "due", "for_each")


@pytest.mark.parametrize("what", WRONG)
def test_every_kind_of_change_is_made(what: str, shipped: tuple[Rulebook, ...], bench: Workbench) -> None:
    """The machinery itself: were a kind of mutant no longer made, nothing else would tell."""
    shown = {
        "operator": "require 1 at_least → more_than", "bound": "require 1 bound -1", "condition": "when 1 removed",
        "modality": "modality must → default", "every": "every month → quarter", "ask": "ask removed",
        "due": "due +1 day", "for_each": "for_each 1 members → schools",
    }[what]  # fmt: skip
    kinds = {one.kind for book in shipped for rule in book.rules for one in mutants(rule, book, bench.vocabulary)}
    assert shown in kinds


def test_a_rule_without_cases_lets_its_mutants_live(shipped: tuple[Rulebook, ...], bench: Workbench) -> None:
    """The test can fail: strip a rule of the case on its bound, and the moved bound goes unnoticed."""
    book = shipped[-1]
    rule = _computed(book)
    bare = replace(rule, cases=tuple(case for case in rule.cases if case["expect"] == "pass" and "given" in case)[:1])
    stripped = replace(book, rules=tuple(bare if one.id == rule.id else one for one in book.rules))
    tally = survivors(stripped, bench.vocabulary, bench.schemas, {rule.id})
    assert 0 < len(tally.survivors) < tally.made
    assert any("bound" in one.kind for one in tally.survivors)


def _computed(book: Rulebook) -> Rule:
    """A rule with one plain lower bound and no readings."""
    return next(
        rule for rule in book.rules
        if rule.basis == "computed" and not rule.readings and not rule.tests.get("when")
        and [test.op for test in rule.tests["require"]] == ["at_least"] and rule.tests["require"][0].right == 1
    )  # fmt: skip
