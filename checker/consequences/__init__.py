"""What follows from findings: forward chaining over the consequences of one or more rulebooks.

    follow(consequences, {"demo/1.1/plan": "fail"}, {"schools": Value(...)}, "auto")
    → (one Followed per consequence, in their order), "durable-rules 2.0.28"

`facts` says what a condition is worth, `chain` holds the network and gives the reasons, `durable` and `naive` are the
two chainers, equal by test, and `cases` runs the cases that stand beside a consequence.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Literal

from checker.consequences import chain, durable, naive
from checker.consequences.chain import Chain, Plan, problems
from checker.consequences.facts import Verdicts
from checker.errors import BadInput, Problem, say
from checker.model import Consequence, Followed, Outlook

__all__ = ["Chainer", "follow", "problems"]

Chainer = Literal["auto", "durable", "naive"]
Run = Callable[[Plan, tuple[int, ...]], tuple[int, ...]]

log = logging.getLogger(__name__)


def follow(
    consequences: Sequence[Consequence],
    findings: Verdicts,
    measures: Mapping[str, Any],
    chainer: Chainer = "auto",
    scores: Mapping[str, Outlook] | None = None,
) -> tuple[tuple[Followed, ...], str]:
    """Each consequence's state with its reasons, and the chainer that ran: `durable-rules 2.0.28` or `naive`.

    `findings` maps rule ids to verdicts, or to several where open readings differ; a rule that is not in it is absent, which is
    unknown. `measures` maps names to
    `Value`s, or to values as cases write them, `scores`
    schemes to what is known of them. `auto` takes durable-rules where it can be imported and takes the plan,
    and says in the log why not. Raises BadInput for consequences that cannot be read (a circle, an unknown id), and
    where `durable` was asked for and cannot run.
    """
    read = _read(_Same(tuple(consequences)))
    facts = chain.facts(read, findings, measures, scores or {})
    outcomes, name = _outcomes(read.plan, facts, chainer)
    return chain.followed(read, findings, measures, scores or {}, outcomes), name


class _Same:
    """The very same consequences: they hold mappings, so they have no hash, and comparing them is not worth it."""

    def __init__(self, consequences: tuple[Consequence, ...]) -> None:
        self.consequences = consequences
        self._ids = tuple(map(id, consequences))  # stay theirs while `consequences` holds them

    def __hash__(self) -> int:
        return hash(self._ids)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self._ids == other._ids


@lru_cache(maxsize=16)
def _read(same: _Same) -> Chain:
    return chain.read(same.consequences)


@lru_cache(maxsize=4096)
def _outcomes(plan: Plan, facts: tuple[int, ...], chainer: Chainer) -> tuple[tuple[int, ...], str]:
    """Many groups of a region stand alike: equal facts are chained once."""
    run, name = _choose(plan, chainer)
    try:
        return run(plan, facts), name
    except durable.EngineFault as fault:
        if chainer != "auto":
            raise
        log.warning("durable-rules failed (%s); the naive chainer took over", fault)
        return naive.run(plan, facts), naive.NAME


def _choose(plan: Plan, chainer: Chainer) -> tuple[Run, str]:
    if chainer == "naive" or not plan.goals:
        return naive.run, naive.NAME
    try:
        name = durable.name()
        reason = durable.reason_not_to(plan)
    except ImportError as wrong:
        reason = f"durable-rules cannot be imported: {wrong}"
    if reason is None:
        return durable.run, name
    if chainer == "durable":
        what = say("durable-rules 不可用", "durable-rules cannot be used")
        raise BadInput(Problem("--chainer durable", what, reason, say("可用 --chainer naive", "use --chainer naive")))
    log.info("the naive chainer runs: %s", reason)
    return naive.run, naive.NAME
