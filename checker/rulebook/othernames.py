"""Clauses of one document whose matter another document knows by a different name: a council here is a joint meeting there.

Who keeps records under the other document enters the matter by its name there. That a register is complete then says nothing of
the name here, so nothing can be told of such a clause where its own name does not occur.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from types import MappingProxyType

from checker import house
from checker.model import Measure, Question, Rule, Rulebook
from checker.rulebook.load import document
from checker.rulebook.readings import variants

Name = tuple[str | None, str, str]
"""Table, column and value."""


def other_names(home: Rulebook, foreign: Rulebook, measures: Mapping[str, Measure]) -> frozenset[str]:
    """Ids of the `foreign` rules that count a matter by names that `home`, which has others for it, does not use."""
    found: set[str] = set()
    at_home, abroad = _tested(home), _tested(foreign)
    for theme, columns in _bridged().values():
        ours = _names((one for tested in at_home.values() for one in tested & theme), columns, measures)
        if not ours:
            continue
        for rule, tested in abroad.items():
            theirs = _names(tested & theme, columns, measures)
            if theirs and not theirs & ours and _places(theirs) & _places(ours):
                found.add(rule)
    return frozenset(found)


@cache
def _bridged() -> Mapping[str, tuple[frozenset[str], frozenset[str]]]:
    """By matter: its measures, and the columns whose values are but names of it."""
    data = document(house.rules_dir() / "vocabulary" / "themes.yaml", "themes").data["themes"]
    return MappingProxyType(
        {
            key: (
                frozenset(one if isinstance(one, str) else one["measure"] for one in item["measures"]),
                frozenset(item["bridges"]),
            )
            for key, item in data.items()
            if item.get("bridges")
        }
    )


def _tested(book: Rulebook) -> Mapping[str, frozenset[str]]:
    """What each rule tests under some reading."""
    return {rule.id: frozenset(_measures(rule, book.questions)) for rule in book.rules if rule.tests.get("require")}


def _measures(rule: Rule, questions: Mapping[str, Question]) -> Iterator[str]:
    for _, one in variants(rule, questions):
        yield from (test.measure for test in one.tests.get("require", ()))


def _names(tested: Iterable[str], columns: frozenset[str], measures: Mapping[str, Measure]) -> set[Name]:
    found: set[Name] = set()
    for name in tested:
        for one in measures[name].where:
            values = one.get("one_of") or ([one["is"]] if "is" in one else [])
            if one["column"] in columns:
                found |= {(measures[name].table, str(one["column"]), str(value)) for value in values}
    return found


def _places(names: Iterable[Name]) -> set[tuple[str | None, str]]:
    return {(table, column) for table, column, _ in names}
