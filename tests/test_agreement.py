"""The engine and the plain evaluator of tests/reference.py say the same of every cell: verdicts and values.

JITUAN_EXAMPLES multiplies the number of examples. What hypothesis shrinks are lists of seeds: the fewest bodies
and rules on which the two differ.
"""

from __future__ import annotations

import os

import pytest
from agree import differences
from generate import SEEDS, body, decisions, records
from generate_rules import rulebook, small_vocabulary
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reference import evaluate

from checker.workbench import Workbench

TIMES = int(os.environ.get("JITUAN_EXAMPLES", "1"))
SETTINGS = settings(
    derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck), max_examples=25 * TIMES
)
BENCH = Workbench()
SMALL = small_vocabulary(BENCH.vocabulary, BENCH.schemas)


@SETTINGS
@given(SEEDS, st.lists(SEEDS, min_size=2, max_size=8), st.lists(SEEDS, min_size=4, max_size=12))
def test_engine_and_reference_agree_on_random_rules(book_seed: int, rules: list[int], seeds: list[int]) -> None:
    book = rulebook(book_seed, rules, SMALL)
    bodies = [body(seed, BENCH.schemas, number) for number, seed in enumerate(seeds)]
    found = {one.id: decisions(seed, book, one) for one, seed in zip(bodies, seeds, strict=True)}
    said = {key: value for key, value in found.items() if value is not None}
    assert differences(book, SMALL, BENCH.schemas, bodies, said) == []


@pytest.mark.parametrize("subject", ["group", "authority"])
def test_engine_and_reference_agree_on_nanyang(subject: str) -> None:
    book = BENCH.rulebook("nanyang-2023")

    @settings(SETTINGS, max_examples=2 * TIMES)
    @given(st.lists(SEEDS, min_size=4, max_size=8))
    def agree(seeds: list[int]) -> None:
        bodies = [records(seed, BENCH.schemas, number, subject) for number, seed in enumerate(seeds)]
        assert differences(book, BENCH.vocabulary, BENCH.schemas, bodies, subject=subject) == []

    agree()


def test_the_examples_reach_every_verdict() -> None:
    """Agreement proves nothing about a verdict that no example comes to."""
    seen = set()
    for seed in range(150):
        book = rulebook(seed, [seed * 10 + n for n in range(8)], SMALL)
        one = body(seed, BENCH.schemas, 0)
        seen |= {
            cell.verdict for cell in evaluate(book, SMALL, BENCH.schemas, one, decisions(seed, book, one)).values()
        }
    assert seen == set(BENCH.vocabulary.verdicts) - {"error", "disputed"}
