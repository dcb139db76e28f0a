"""The rulebooks as shipped: every case is a test of its own; lint, quotes and coverage have nothing to say."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from checker.cli.common import State
from checker.cli.sources import outline_text, verify_book
from checker.model import Rulebook
from checker.proof import suite
from checker.proof.lint import lint
from checker.records.yaml_reader import from_data
from checker.rulebook.coverage import coverage
from checker.rulebook.lock import path_of, read_lock
from checker.run import check
from checker.workbench import Workbench

SHIPPED = Workbench()
BOOKS = sorted(SHIPPED.folders)
CASES = list(suite.names([SHIPPED.rulebook(name) for name in BOOKS], SHIPPED.vocabulary))
A_SENTENCE = {
    "nanyang-2023": ("三（二）1 ③", "集团每月至少召开一次理事会议"),
    "kunming-2021": ("三（五） ⑤", "二是实行章程管理"),
    "shapotou-2023": ("六（四）1（2） ③", "大额资金支出需上报集团"),
    "ganzhou-2024": ("四（一）1 ③", "集团内部每学期开展1次校长论坛"),
    "ankang-2022": ("附件2 二（四） ④", "新建学校全部纳入集团化办学管理"),
}
"""A sentence of each document and its place, read from the document by a person."""
APART = yaml.safe_load((Path(__file__).parent / "data" / "apart.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def outcomes(bench: Workbench, shipped: tuple[Rulebook, ...]) -> Mapping[str, str | None]:
    """Every case judged, in a few batches for the whole session."""
    return {case.name: case.wrong for case in suite.run(shipped, bench.vocabulary, bench.schemas)}


@pytest.mark.parametrize("name", CASES)
def test_case(name: str, outcomes: Mapping[str, str | None]) -> None:
    assert outcomes[name] is None


def test_every_case_is_a_test(outcomes: Mapping[str, str | None]) -> None:
    assert len(set(CASES)) == len(CASES) > 0
    assert set(CASES) == set(outcomes)


@pytest.fixture(params=BOOKS)
def book(request: pytest.FixtureRequest, bench: Workbench) -> Rulebook:
    return bench.rulebook(request.param)


def test_lint_finds_nothing(book: Rulebook, bench: Workbench) -> None:
    assert [problem.line() for problem in lint(book, bench.vocabulary)] == []


def test_quotes_are_as_locked(book: Rulebook) -> None:
    assert verify_book(book, None, rewrite=False)[0] == []


def test_quotes_are_verbatim(book: Rulebook) -> None:
    folder = os.environ.get("JITUAN_SOURCES")
    if not folder or not (Path(folder) / book.source.file).is_file():
        pytest.skip("JITUAN_SOURCES does not name a folder with the documents")
    problems, summary = verify_book(book, Path(folder), rewrite=False)
    assert problems == []
    assert "逐字" in summary["zh"]
    lines = outline_text(book, Path(folder), State("zh").lexicon, "zh").splitlines()
    assert sum("○" in line for line in lines) == 0
    at, words = A_SENTENCE[book.id]
    assert any(line.startswith(at) and words in line for line in lines)


def test_every_sentence_is_answered(book: Rulebook) -> None:
    lock = read_lock(path_of(book))
    assert lock is not None
    found = coverage(book, lock)
    assert found.open == ()
    assert found.encoded == found.with_norm > 0


@pytest.mark.parametrize("kind", ["group", "authority"])
def test_duties_of_others_stand_apart(kind: str, book: Rulebook, bench: Workbench) -> None:
    """A bearer moves no verdict, so its mutants are met here: each would move a finding to the other list."""
    own, apart = _placed(kind, book, bench)
    assert sorted(apart) == sorted(APART[book.id][kind])
    other = {"group": "authority", "authority": "group"}[kind]
    turned = tuple(
        replace(rule, bearer=kind if rule.id in apart else other) if rule.subject == kind else rule
        for rule in book.rules
    )
    assert _placed(kind, replace(book, rules=turned), bench) == (apart, own)


def _placed(kind: str, book: Rulebook, bench: Workbench) -> tuple[set[str], set[str]]:
    facts = {"kind": kind, "id": "x", "name": "（用例）", "region": book.id}
    body = from_data({"body": facts, "as_of": "2024-10-31"}, lambda *_: "x", file="x")
    report = check(bench, body, book)
    return {one.rule.id for one in report.findings}, {one.rule.id for one in report.others}
