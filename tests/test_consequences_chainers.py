"""Both chainers are equal on every set of facts tried, and the engine never ends the process.

`JITUAN_FUZZ=20000 pytest tests/test_consequences_chainers.py` compares that many sets of facts, not a few hundred.
"""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from fuzz_consequences import ENGINE, THREE, A, X, Y, agree, consequence

from checker import consequences as stage
from checker.consequences import chain, durable, follow, naive
from checker.errors import BadInput

ROOT = Path(__file__).parent.parent
needs_engine = pytest.mark.skipif(not ENGINE, reason="durable-rules is not for this Python")


@needs_engine
def test_both_chainers_and_the_oracle_agree():
    count = int(os.environ.get("JITUAN_FUZZ", "300"))
    ran = _python("tests/fuzz_consequences.py", "20300101", str(count), timeout=30 + count // 20)
    assert (ran.returncode, ran.stdout.strip()) == (0, str(count)), ran.stderr[-2000:]


@needs_engine
def test_they_agree_in_this_process_too():
    assert agree(7, 40) == 40


@needs_engine
def test_equal_facts_are_chained_once(monkeypatch):
    runs = []
    real = durable.run
    monkeypatch.setattr(durable, "run", lambda plan, facts: runs.append(facts) or real(plan, facts))
    stage._outcomes.cache_clear()
    for value in (2, 3, 4, 1):  # 2, 3 and 4 are one and the same fact: at least 2
        follow(THREE, {X: "fail", Y: "fail"}, {"m": value}, "durable")
    assert len(runs) == 2


AT_THE_LIMITS = """
from checker.consequences import chain, durable, naive
Plan, Link = chain.Plan, chain.Link
shapes = {
    "fifteen conditions": Plan(15, (), (tuple(range(15)),)),
    "one condition of 255": Plan(1, (), ((0,),) * 255),
    "255 conditions on one": Plan(
        1,
        tuple(Link(1 + i, 0, (i % 3, 1, 2)) for i in range(255)),
        ((0,), *(tuple(range(i, i + 15)) for i in range(1, 256, 15))),
    ),
    "all first tests": Plan(255, (), tuple((i,) for i in range(255))),
    "a long chain": Plan(1, tuple(Link(i, i - 1, (0, 1, 2)) for i in range(1, 170)), tuple((i,) for i in range(170))),
}
for name, plan in shapes.items():
    assert durable.reason_not_to(plan) is None, (name, durable.reason_not_to(plan))
    for facts in ((0,), (1,), (2,)):
        facts *= plan.leaves
        assert durable.run(plan, facts) == naive.run(plan, facts), name
    mixed = tuple(i % 3 for i in range(plan.leaves))
    assert durable.run(plan, mixed) == naive.run(plan, mixed), name
for turn in range(3000):  # more sessions than the engine has places, and a ruleset that comes and goes
    plan = shapes["fifteen conditions"] if turn % 50 else Plan(2, (), ((0, 1),))
    facts = tuple((turn + i) % 3 for i in range(plan.leaves))
    assert durable.run(plan, facts) == naive.run(plan, facts), turn
print("alive")
"""


@needs_engine
def test_the_engine_lives_at_its_limits():
    ran = _python("-c", AT_THE_LIMITS, timeout=60)
    assert ran.stdout.strip() == "alive", (ran.returncode, ran.stderr[-2000:])


OVER = {
    "conditions of one consequence": chain.Plan(16, (), (tuple(range(16)),)),
    "consequences on one condition": chain.Plan(1, (), ((0,),) * 256),
    "conditions on one consequence": chain.Plan(1, tuple(chain.Link(1 + i, 0, (0, 1, 2)) for i in range(256)), ((0,),)),
    "different conditions": chain.Plan(256, (), tuple((i,) for i in range(256))),
    "nodes": chain.Plan(200, (), tuple(tuple(range(i, i + 15)) for i in range(180))),
}


@pytest.mark.parametrize("what", OVER)
def test_beyond_a_limit_the_engine_is_not_even_asked(what):
    reason = durable.reason_not_to(OVER[what])
    assert reason is not None and reason.startswith(f"{what}: ")


@needs_engine
def test_beyond_a_limit_auto_takes_the_naive_chainer_and_says_so(caplog):
    wide = [consequence(A, [{"finding": f"demo/1.{i}/x", "verdict": ["fail"]} for i in range(16)])]
    findings = {f"demo/1.{i}/x": "fail" for i in range(16)}
    with caplog.at_level("INFO"):
        (one,), name = follow(wide, findings, {}, "auto")
    assert (one.state, name) == ("follows", "naive")
    assert "conditions of one consequence: 16, durable-rules takes 15" in caplog.text
    with pytest.raises(BadInput, match="durable-rules 不可用"):
        follow(wide, findings, {}, "durable")


def test_without_the_extension_auto_takes_the_naive_chainer(monkeypatch):
    monkeypatch.setitem(sys.modules, "durable_rules_engine", None)
    stage._outcomes.cache_clear()
    assert follow(THREE, {X: "fail", Y: "fail"}, {"m": 2}, "auto")[1] == "naive"
    with pytest.raises(BadInput, match="durable-rules 不可用"):
        follow(THREE, {X: "fail", Y: "fail"}, {"m": 2}, "durable")
    stage._outcomes.cache_clear()


@needs_engine
def test_a_fault_of_the_engine_is_not_the_end_of_the_report(monkeypatch, caplog):
    engine = importlib.import_module("durable_rules_engine")
    stage._outcomes.cache_clear()
    monkeypatch.setattr(engine, "start_action_for_state", lambda *_: None)  # nothing ever fires
    found, name = follow(THREE, {X: "fail", Y: "fail"}, {"m": 2}, "auto")
    assert name == naive.NAME and [one.state for one in found] == ["conditions_met", "conditions_met", "follows"]
    assert "the naive chainer took over" in caplog.text
    with pytest.raises(durable.EngineFault):
        follow(THREE, {X: "fail", Y: "fail"}, {"m": 2}, "durable")
    stage._outcomes.cache_clear()


@needs_engine
def test_no_thread_is_started_and_no_built_in_is_shadowed():
    code = (
        "import threading, sys\nfrom checker.consequences import durable\nfrom checker.consequences.chain import Plan\n"
        "assert 'durable_rules_engine' not in sys.modules\ndurable.run(Plan(1, (), ((0,),)), (2,))\n"
        "print(threading.active_count(), 'durable' in sys.modules)"
    )
    assert _python("-c", code, timeout=30).stdout.split() == ["1", "False"]


def _python(*arguments: str, timeout: int) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )
