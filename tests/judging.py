"""Small rulebooks and bodies for the tests of the engine; every verdict is also asked of the plain evaluator."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from agree import compared
from generate_rules import rulebook, small_vocabulary
from reference_values import Bounds, Elements

from checker.decisions import Decisions
from checker.model import Rulebook
from checker.records.body import Body
from checker.records.yaml_reader import from_data
from checker.rulebook import load
from checker.rulebook.vocabulary import Vocabulary
from checker.workbench import Workbench

BENCH = Workbench()
SMALL = small_vocabulary(BENCH.vocabulary, BENCH.schemas)
AS_OF = "2024-07-15"
YEAR = {"from": "2023-08-01", "to": AS_OF}
COMMON = {
    "at": "一", "title": {"zh": "某条"}, "quote": "某句", "modality": "must", "bearer": "group", "subject": "group",
    "topic": "goals", "basis": "computed",
}  # fmt: skip


def book_of(*rules: Mapping[str, Any], **source: Any) -> Rulebook:
    """A rulebook in force from 2023-08-01; rules are named r0, r1, …"""
    blank = rulebook(1, [], SMALL)
    read = tuple(load.rule({**COMMON, "id": f"gen/1/r{n}", **rule}) for n, rule in enumerate(rules))
    register = replace(blank.source, **{"effective": "2023-08-01", "expires": None, **source})
    return replace(blank, rules=read, source=register)


def body_of(name: str = "g", **records: Any) -> Body:
    facts = {"kind": "group", "id": name, "name": "示例集团", "region": "gen", **records.pop("body", {})}
    data = {"as_of": AS_OF, **records, "body": facts}
    return from_data(data, lambda *path: "f:" + ".".join(map(str, path)), file="f")


def meetings(*dates: Any, complete: Any = YEAR, **cells: Any) -> dict[str, Any]:
    rows = [{"id": f"m{n}", "kind": "council", "date": date, **cells} for n, date in enumerate(dates)]
    return {"complete": complete, "rows": rows} if complete else {"rows": rows}


def members(*rows: tuple[str, Any, Any], complete: Any = YEAR) -> dict[str, Any]:
    made = [{"id": f"x{n}", "school": s, "role": "member", "from": f, "to": t} for n, (s, f, t) in enumerate(rows)]
    return {"complete": complete, "rows": made} if complete else {"rows": made}


def judged(
    rule: Mapping[str, Any] | Rulebook, one: Body, said: Decisions | None = None, vocabulary: Vocabulary = SMALL
) -> dict[tuple[str, str], str]:
    """(entity, period) → verdict of rule r0, after the reference has said the same of all rules."""
    book = rule if isinstance(rule, Rulebook) else book_of(rule)
    decisions = {one.id: said} if said else None
    wrong, found = compared(book, vocabulary, BENCH.schemas, [one], decisions)
    assert wrong == []
    return {(key[2], key[4]): verdict for key, (verdict, _) in found[one.id].items() if key[0] == "gen/1/r0"}


def verdict(rule: Mapping[str, Any] | Rulebook, one: Body, said: Decisions | None = None) -> str:
    (only,) = judged(rule, one, said).values()
    return only


def value(name: str, one: Body, vocabulary: Vocabulary = SMALL) -> Bounds | Elements:
    """A measure over the whole time."""
    family = {"date": ("on_or_before", "2024-01-01"), "code": ("is", "甲"), "set": ("covers", ["甲"])}
    op, right = family.get(vocabulary.measures[name].type, ("at_least", 1))
    book = book_of({"note": [{"measure": name, op: right}]})
    wrong, found = compared(book, vocabulary, BENCH.schemas, [one])
    assert wrong == []
    ((_, values),) = found[one.id].values()
    return values[name]


AT_LEAST_ONE = {"require": [{"measure": "meetings", "at_least": 1}]}
NONE_ALLOWED = {"require": [{"measure": "meetings", "at_most": 0}]}
MONTHLY = {**AT_LEAST_ONE, "every": "month"}


HELD, MISSING, OPEN = ({"measure": "meetings", "at_least": n} for n in (1, 9, 2))
"""True, false and open with one sure meeting and one of an unknown kind."""
