"""Which tests decided a cell, and what they saw: alternatives of one `any` together, its condition apart.

In an `any`, a code that must *not* be X beside other tests is no demand but a condition: 不为一体型或 T is 一体型的，T. So is what
nobody wants: 查实弄虚作假或 T is 没有查实的弄虚作假的，T.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from checker.model import Cell, Rule, Test, TestResult

Results = Sequence[tuple[Test, Sequence[TestResult]]]
"""The tests that decided some cells, each with what it saw there."""
ADVICE = "info"


def grouped(tests: Iterable[Test]) -> list[tuple[Test, ...]]:
    """The tests as the rule lists them: alternatives of one `any` together."""
    found: dict[int, list[Test]] = {}
    for test in tests:
        found.setdefault(test.group or -id(test), []).append(test)
    return [tuple(group) for group in found.values()]


def guards(group: Sequence[Test]) -> tuple[Test, ...]:
    """The alternatives of an `any` that only say to whom the others apply; none where nothing else is in it."""
    for only in (lambda test: _excepts(test) or not test.wanted, _excepts):
        found = tuple(test for test in group if only(test))
        if len(found) < len(group):
            return found
    return ()


def _excepts(test: Test) -> bool:
    return test.op == "is_not" and not test.negate


def conditions(rule: Rule) -> tuple[Test, ...]:
    """Codes that a rule which asks a person wants, and only advises otherwise: they say whom the question is for. Beside a
    demand that binds everybody they are none."""
    required = rule.tests.get("require", ())
    return tuple(required) if rule.ask and all(_is_condition(group) for group in grouped(required)) else ()


def _is_condition(group: Sequence[Test]) -> bool:
    return len(group) == 1 and (
        group[0].op in ("is", "one_of") and not group[0].negate and group[0].breached_as == ADVICE
    )


def told(cells: Iterable[Cell]) -> list[Test]:
    """The tests that decided those cells, with all their alternatives: what is said to be demanded."""
    _, groups = _decisive(cells)
    return list(_seen(groups))


def telling_results(cells: Iterable[Cell]) -> list[tuple[Test, list[TestResult]]]:
    """The tests that decided those cells, each with what it saw: breached ones, else open ones, else all. A condition that
    was met measures nothing that is owed, and of alternatives only those tell that came out as the whole."""
    outcome, groups = _decisive(cells)
    found: dict[Test, list[TestResult]] = {}
    for group in groups:
        apart = guards([result.test for result in group]) if outcome == "breached" else ()
        for result in group:
            if result.outcome == outcome and result.test not in apart:
                found.setdefault(result.test, []).append(result)
    return list(found.items())


def decisive(rule: Rule, results: Results) -> Results:
    """Without the conditions of a question that are met: what is left to say is the question."""
    met = conditions(rule)
    return [
        (test, seen) for test, seen in results if test not in met or any(result.outcome != "holds" for result in seen)
    ]


def _decisive(cells: Iterable[Cell]) -> tuple[str, list[tuple[TestResult, ...]]]:
    """The worst outcome of any group of tests that had a say, and the groups that have it."""
    listed = [(cell, group) for cell in cells for group in _groups(cell)]
    for strict in (True, False):
        for outcome in ("breached", "unknown", "holds"):
            found = [
                group
                for cell, group in listed
                if _outcome(group) == outcome and not (strict and _idle(group, outcome, cell))
            ]
            if found:
                return outcome, found
    return "", []


def _groups(cell: Cell) -> list[tuple[TestResult, ...]]:
    found: dict[int, list[TestResult]] = {}
    for result in cell.tests:
        if result.role == "require":
            found.setdefault(result.test.group or -id(result), []).append(result)
    return [tuple(group) for group in found.values()]


def _seen(groups: Iterable[Sequence[TestResult]]) -> dict[Test, None]:
    return dict.fromkeys(result.test for group in groups for result in group)


def _outcome(group: Sequence[TestResult]) -> str:
    """One alternative that holds is enough; only if all are breached is the `any`."""
    outcomes = {result.outcome for result in group}
    if "holds" in outcomes:
        return "holds"
    return "breached" if outcomes == {"breached"} else "unknown"


def _idle(group: Sequence[TestResult], outcome: str, cell: Cell) -> bool:
    """Did the group decide nothing? It is met because it is for others, or it only advises where more was at stake."""
    if outcome == "holds":
        apart = guards([result.test for result in group])
        return any(result.outcome == "holds" and result.test in apart for result in group)
    softened = {result.test.breached_as if outcome == "breached" else result.test.missing_as for result in group}
    return softened == {ADVICE} and cell.verdict != ADVICE
