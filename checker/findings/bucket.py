"""What the findings of a bucket are made of, asked of the engine once for all its bodies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from checker.engine.check import Outcome
from checker.engine.trace import Tracer
from checker.findings.prints import RulePrints
from checker.model import VERDICTS, Rule
from checker.records.body import Body


@dataclass(frozen=True, slots=True)
class Judged:
    """One cell of one rule under one reading, as the engine left it: row of the rule, cell, verdict, and whether its
    conditions are false or open."""

    ri: int
    gid: int
    verdict: str
    wf: bool
    wu: bool


class Bucket:
    """The bodies of a checked bucket. Needs an outcome with detail, which stays open as long as findings are looked at."""

    def __init__(self, outcome: Outcome, bodies: Sequence[Body]) -> None:
        self.outcome = outcome
        self.tracer = Tracer(outcome, bodies)

    @cached_property
    def judged(self) -> Mapping[str, Mapping[str, Mapping[str, list[Judged]]]]:
        """Cells by body, rule and reading."""
        variants: Sequence[tuple[str, Rule]] = self.outcome.plan.variants
        found = self.outcome.con.execute(
            "SELECT g.body, c.ri, c.gid, c.verdict, c.wf, c.wu FROM cells c JOIN grid g ON g.gid = c.gid ORDER BY c.ri, c.gid"
        ).fetchall()
        out: dict[str, dict[str, dict[str, list[Judged]]]] = {}
        for body, ri, gid, verdict, wf, wu in found:
            reading, rule = variants[ri]
            readings = out.setdefault(body, {}).setdefault(rule.id, {})
            readings.setdefault(reading, []).append(Judged(ri, gid, VERDICTS[verdict], bool(wf), bool(wu)))
        return out

    @cached_property
    def known(self) -> Mapping[tuple[int, int], tuple[bool, bool]]:
        """By measure and cell: is its register closed, and is its value exact?"""
        found = self.outcome.con.execute(
            "SELECT mi, gid, closed, COALESCE(n_lo = n_hi AND d_lo = d_hi, FALSE) FROM val"
        ).fetchall()
        return {(mi, gid): (bool(closed), exact) for mi, gid, closed, exact in found}

    @cached_property
    def modes(self) -> Mapping[int, str]:
        """How the register of each measure must cover its time."""
        return dict(self.outcome.con.execute("SELECT mi, mode FROM aggregates").fetchall())

    @cached_property
    def rule_prints(self) -> RulePrints:
        plan = self.outcome.plan
        return RulePrints(plan.rulebook, plan.vocabulary, self.outcome.schemas)
