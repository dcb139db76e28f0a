"""What a rule demands, in words: tests joined, to whom they apply before them, what only advises the others behind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from checker.model import Rule, Test, Value
from checker.report.comparisons import Comparisons
from checker.report.outcomes import ADVICE, grouped, guards

Group = Sequence[Test]
ANY = (("at_least", 1), ("more_than", 0))
"""Comparisons that some at all of what is counted meets."""


class Demands:
    def __init__(self, comparisons: Comparisons) -> None:
        self.comparisons, self.say = comparisons, comparisons.say

    def said(self, rule: Rule, tests: Sequence[Test], required: Mapping[int, Value | None], *, whole: bool) -> str:
        """组建模式为一体型的，T. What a rule demands of these and only advises to all others is said once: with the `whole`
        rule as 其余的参照执行, of those others alone as 参照执行：T."""
        groups = grouped(tests)
        guarded = {_bare(group) for group in groups if guards(group)}
        binding = guarded | {_bare(group) for group in grouped(rule.tests.get("require", ())) if guards(group)}
        advised = {_bare(group) for group in groups if self._advises(group) and _bare(group) in binding}
        parts: dict[tuple[Test, ...] | None, list[Group]] = {}
        for group in groups:
            soft = self._advises(group) and _bare(group) in advised
            # What is demanded of some by name is not said of all once more, only because less comes of it there.
            if guards(group) or _bare(group) not in guarded:
                parts.setdefault(None if soft else tuple(_plain(test) for test in guards(group)), []).append(group)
        said = []
        for apart, those in parts.items():
            text = self.say("report.and").join(self._alternatives(rule, group, required) for group in those)
            if apart is None:
                text = self.say("sentence.advised", text=text)
            elif apart:
                text = self.say("sentence.condition", condition=self.condition(apart), text=text)
                text += (
                    self.say("sentence.advised_others") if whole and {_bare(one) for one in those} <= advised else ""
                )
            said.append(text)
        return self.say("report.group_join").join(said)

    def condition(self, tests: Iterable[Test]) -> str:
        """To whom something applies: the codes themselves, of a guard the code that it excepts."""
        return self.say("report.and").join(self._apart(test) for test in tests)

    def _apart(self, test: Test) -> str:
        if test.wanted:
            return self.comparisons.plain(replace(test, op="is") if test.op == "is_not" else test)
        if (test.op, test.right) in ANY and not test.negate:
            return self.say("sentence.without", label=self.comparisons.speaker.label(test.measure))
        return self.comparisons.plain(replace(test, negate=not test.negate))

    def _alternatives(self, rule: Rule, group: Group, required: Mapping[int, Value | None]) -> str:
        apart = guards(group)
        demanded = [
            self.comparisons.demanded(rule, test, required.get(id(test))) for test in group if test not in apart
        ]
        return self.say("report.or").join(demanded)

    def _advises(self, group: Group) -> bool:
        return not guards(group) and all(test.breached_as == ADVICE for test in group)


def _plain(test: Test) -> Test:
    """The comparison alone: neither where it stands nor what comes of it."""
    return replace(test, group=0, breached_as=None, missing_as=None)


def _bare(group: Group) -> frozenset[Test]:
    """What a group demands, whomever of."""
    apart = guards(group)
    return frozenset(_plain(test) for test in group if test not in apart)
