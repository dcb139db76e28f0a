"""The second evaluator: plain loops over records, `Fraction`s and dates, written from docs/language.md.

Slow and obvious. It shares no code with the engine but the data it reads (rules, measures, records) and the patching of
readings; tests/test_agreement.py holds the two against each other.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reference_measures import Measured
from reference_records import BEGINNING, NEVER, Register, Truth, both, days_of, either, moved, opposite
from reference_values import SET_TESTS, Bounds, Elements, compared
from reference_windows import Cell, cells

from checker.decisions import Decisions
from checker.model import VERDICTS, Rule, Rulebook, Test
from checker.records.body import Body
from checker.records.derived import RESULTS
from checker.records.tables import TableSchema
from checker.rulebook.numbers import SET_OPS
from checker.rulebook.readings import variants
from checker.rulebook.vocabulary import Vocabulary

Key = tuple[str, str, str, str, str]
"""Rule, reading, entity, item, period."""
ORDER = VERDICTS.index


@dataclass(frozen=True)
class Judged:
    verdict: str
    values: Mapping[str, Bounds | Elements]


@dataclass(frozen=True)
class _Group:
    """One item of a list of tests: whether it holds, is void, is breached only because nothing is recorded."""

    truth: Truth
    void: bool
    bare: bool
    breached: str
    missing: str


def _nothing(value: Bounds | Elements) -> bool:
    """Is it known that nothing is recorded?"""
    if isinstance(value, Elements):
        return value.closed and not value.sure and not value.maybe
    return value.high in (0, BEGINNING) or value.low == NEVER


def evaluate(
    rulebook: Rulebook, vocabulary: Vocabulary, schemas: Mapping[str, TableSchema], body: Body,
    decisions: Decisions | None = None, decided: Mapping[str, str] | None = None,
) -> dict[Key, Judged]:  # fmt: skip
    """Every owed cell of every rule under every reading, with its verdict and the values that its tests read."""
    return _Evaluator(rulebook, vocabulary, schemas, body, decisions).run(decided or {})


def rollup(verdicts: Sequence[str]) -> str:
    return min(verdicts, key=ORDER)


class _Evaluator:
    def __init__(
        self, rulebook: Rulebook, vocabulary: Vocabulary, schemas: Mapping[str, TableSchema], body: Body,
        decisions: Decisions | None,
    ) -> None:  # fmt: skip
        names: dict[str, str] = {}
        for table in (rulebook.source.aliases, rulebook.source.models):
            for one, others in table.items():
                names |= dict.fromkeys((one, *others), one)
        self.rulebook, self.vocabulary, self.schemas = rulebook, vocabulary, schemas
        self.register = Register(body, schemas, vocabulary.sets, names)
        self.decisions = decisions
        self.results: dict[str, str] = {}
        expires = rulebook.source.expires
        self.measured = Measured(vocabulary.measures, self.register, days_of(expires)[1] if expires else None)

    def run(self, decided: Mapping[str, str]) -> dict[Key, Judged]:
        out: dict[Key, Judged] = {}
        kind = self.register.body.body["kind"]
        waiting = [rule for rule in self.rulebook.rules if rule.subject == kind]
        while waiting:
            # A rule that reads results waits until all the rules that it reads are judged.
            ids = {rule.id for rule in waiting}
            ready = [rule for rule in waiting if not (self._reads(rule) & ids - {rule.id})]
            self.register.tables[RESULTS] = [
                {"id": name, "rule": name, "verdict": verdict} for name, verdict in self.results.items()
            ]
            for rule in ready:
                for reading, variant in variants(rule, self.rulebook.questions, decided):
                    found = self._rule(variant)
                    out |= {(rule.id, reading, *place): judged for place, judged in found.items()}
                    if reading == "primary":
                        self.results[rule.id] = rollup([one.verdict for one in found.values()])
            waiting = [rule for rule in waiting if rule not in ready]
        return out

    def _reads(self, rule: Rule) -> set[str]:
        """Ids of the rules whose results this rule needs, under any reading."""
        found: set[str] = set()
        tests = [
            test
            for _, variant in variants(rule, self.rulebook.questions)
            for tests in variant.tests.values()
            for test in tests
        ]
        names = {name for test in tests for name in (test.measure, test.right_measure) if name}
        while names:
            one = self.vocabulary.measures[names.pop()]
            names |= set(one.inputs)
            if one.table == RESULTS:
                named = {c.get("is") for c in one.where if c["column"] == "rule"}
                named |= {r for c in one.where if c["column"] == "rule" for r in c.get("one_of", ())}
                found |= {r.id for r in self.rulebook.rules if r.id in named or not named - {None}}
        return found

    def _rule(self, rule: Rule) -> dict[tuple[str, str, str], Judged]:
        owed = cells(rule, self.rulebook.source, self.register, self.measured.date)
        return {(cell.entity, cell.item, cell.period): self._judge(rule, cell) for cell in owed}

    # -- tests and verdicts

    def _test(self, test: Test, cell: Cell) -> Truth:
        left = self.measured.value(test.measure, cell)
        right = self._right(test, cell)
        if test.op in SET_OPS:
            assert isinstance(left, Elements) and isinstance(right, Elements)
            truth = SET_TESTS[test.op](left, right)
        else:
            assert isinstance(left, Bounds) and isinstance(right, Bounds)
            truth = compared(test.op, left, right)
        return opposite(truth) if test.negate else truth

    def _right(self, test: Test, cell: Cell) -> Bounds | Elements:
        if test.right_measure is None:
            if test.op in SET_OPS:
                return Elements(frozenset(test.right if isinstance(test.right, tuple) else (test.right,)), closed=True)
            exact = dt.date.fromisoformat(test.right) if isinstance(test.right, str) else test.right
            return Bounds(exact, exact)
        found = self.measured.value(test.right_measure, cell)
        if isinstance(found, Elements):
            return found
        ends = [
            end
            if end is None
            else moved(end, test.months, test.days)
            if isinstance(end, dt.date)
            else end * test.times + test.plus
            for end in (found.low, found.high)
        ]
        return Bounds(*ends, void=found.void)

    def _judge(self, rule: Rule, cell: Cell) -> Judged:
        words = self.vocabulary.modalities[rule.modality]
        when = both(group.truth for group in self._groups(rule, "when", cell))
        required = self._groups(rule, "require", cell)
        names = {n for tests in rule.tests.values() for t in tests for n in (t.measure, t.right_measure) if n}
        verdict = self._verdict(rule, cell, when, required, words)
        if self._waived(rule, cell) and ORDER(verdict) < ORDER("pass"):
            verdict = "waived"
        return Judged(verdict, {name: self.measured.value(name, cell) for name in sorted(names)})

    def _groups(self, rule: Rule, role: str, cell: Cell) -> list[_Group]:
        """Each item of a list: does it hold, is it void, its verdicts when breached and when open. Alternatives
        speak with the worst of their verdicts."""
        words = self.vocabulary.modalities[rule.modality]
        tests = rule.tests.get(role, ())
        out = []
        for group in sorted({test.group for test in tests}):
            mine = [test for test in tests if test.group == group]
            truth = either(self._test(test, cell) for test in mine)
            sides = [[self.measured.value(test.measure, cell), self._right(test, cell)] for test in mine]
            void = all(any(isinstance(side, Bounds) and side.void for side in pair) for pair in sides)
            breached = rollup([test.breached_as or words["breached"] for test in mine])
            missing = rollup([test.missing_as or words["unknown"] for test in mine])
            bare = all(_nothing(left) for left, _ in sides)
            out.append(_Group(truth, void, bare, breached, missing))
        return out

    def _verdict(self, rule: Rule, cell: Cell, when: Truth, required: list[_Group], words: Mapping[str, Any]) -> str:
        if when is False or cell.missing in ("not_in_force", "ran_out", "no_period"):
            return "not_applicable"
        if cell.missing in ("not_begun", "period_running"):
            return "not_due"
        if cell.missing == "empty_set":
            return rule.no_rows
        if cell.missing:
            return str(words["unknown"])
        if when is None:
            return "not_due" if cell.running else str(words["unknown"])
        if required and all(group.void for group in required):
            return "not_applicable"
        due = cell.due
        if rule.due and rule.due.after_period:
            day = moved(cell.last, *rule.due.after_period)
            due = (day, day)
        early = due is not None and (self.register.as_of <= due[1] or cell.expires < due[1])
        breaches = [group for group in required if group.truth is False]
        opens = [group.missing for group in required if group.truth is None and not group.void]
        if cell.partial and rule.partial == "excused" and (breaches or opens or rule.ask):
            return "not_applicable"
        if breaches:
            if early:
                return "not_due"
            open_day = due is not None and due[0] != due[1]
            open_part = cell.partial is not False and rule.partial != "owed"
            if cell.unsure or open_day or open_part:
                return str(words["unknown"])
            worst = rollup([group.breached for group in breaches])
            late = rule.due is not None and rule.due.open and all(group.bare for group in breaches)
            return "due" if late and ORDER(worst) <= ORDER("review") else worst
        if opens:
            return "not_due" if cell.running or early else rollup(opens)
        if rule.ask:
            answer = self._answer(rule, cell)
            if answer is not None:
                return str(words["holds"] if answer else rule.ask.no or words["breached"])
            return "not_due" if cell.running or early else str(words["asked"])
        return str(words["holds"])

    # -- decisions

    def _for(self, entries: Sequence[Mapping[str, Any]], rule: Rule, cell: Cell) -> list[Mapping[str, Any]]:
        """Entries that speak about a cell, the most specific last."""
        mine = [
            one
            for one in entries
            if one["rule"] == rule.id
            and one.get("entity", cell.entity) == cell.entity
            and one.get("period", cell.period) == cell.period
        ]
        return sorted(mine, key=lambda one: ("entity" in one) + ("period" in one))

    def _answer(self, rule: Rule, cell: Cell) -> bool | None:
        found = self._for(self.decisions.answers if self.decisions else (), rule, cell)
        return found[-1]["answer"] == "yes" if found else None

    def _waived(self, rule: Rule, cell: Cell) -> bool:
        found = self._for(self.decisions.waivers if self.decisions else (), rule, cell)
        return any(days_of(one["until"])[1] >= self.register.as_of for one in found)
