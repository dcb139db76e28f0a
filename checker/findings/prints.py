"""Fingerprints that tell later why two checks of one clause differ: the rule or the records.

Of a rule: what it tests under every reading, and the definition of each measure and set that it rests on; not its title, quote,
remarks and cases, nor where it stands. Of records: all that the clause may read under any reading, and apart from that what
the registers among them say of themselves (reported or not, complete from when to when).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

from checker.fingerprint import fingerprint, row_content
from checker.model import Measure, Prints, Rule, Rulebook
from checker.records.body import Body
from checker.records.derived import BODY
from checker.records.tables import TableSchema
from checker.rulebook.closure import closure
from checker.rulebook.reach import Place, Reach
from checker.rulebook.readings import measures_of, variants
from checker.rulebook.vocabulary import Vocabulary
from checker.wording.within import expires

_RULE = ("modality", "bearer", "subject", "for_each", "every", "partial", "window", "due", "tests", "no_rows")
MEASURE = (
    "name", "kind", "type", "table", "column", "where", "entity", "item", "at", "inputs", "weights", "over", "when_zero",
    "lookup",
)  # fmt: skip
"""What a measure counts by; the rest is words."""
_SET = ("name", "table", "entity", "where", "at")
_OF_THE_DAY = frozenset({(BODY, "as_of")})
"""Places that change with the day of the check, not with the records."""
_ALWAYS = frozenset({(BODY, "founded")})
"""Nothing is owed before a body is founded."""


class RulePrints:
    """Fingerprints of the rules of one rulebook; each is worked out when asked for, and once."""

    def __init__(self, rulebook: Rulebook, vocabulary: Vocabulary, schemas: Mapping[str, TableSchema]) -> None:
        self.rulebook, self.vocabulary = rulebook, vocabulary
        self.reach = Reach(vocabulary, schemas)
        self._made: dict[str, str] = {}
        self._places: dict[str, frozenset[Place]] = {}
        self._known = {rule.id: rule for rule in rulebook.rules}

    def of(self, rule: str) -> str:
        if rule not in self._made:
            self._made[rule] = self._print(self._known[rule])
        return self._made[rule]

    def places(self, rule: str) -> frozenset[Place]:
        """The columns of the records that a rule may read under any reading."""
        if rule not in self._places:
            found: frozenset[Place] = frozenset()
            for one in self._behind(self._known[rule]):
                found |= self.reach.of_measure(self.vocabulary.measures[one]).places
            for name in self._sets(self._known[rule]):
                found |= self.reach.of_set(name).places
            self._places[rule] = (found | _ALWAYS) - _OF_THE_DAY
        return self._places[rule]

    def _print(self, rule: Rule) -> str:
        source = self.rulebook.source
        tested = {
            reading: {
                **{key: getattr(one, key) for key in _RULE},
                "asks": one.ask is not None,
                "no": one.ask.no if one.ask else None,
            }
            for reading, one in self._variants(rule)
        }
        questions = {key: self.rulebook.questions[key].primary for key in rule.readings}
        measures = [self.vocabulary.measures[name] for name in sorted(self._behind(rule))]
        data = {
            "tested": tested, "primary": questions, "in_force": [source.effective, expires(source, rule.at)],
            "measures": [_said(one, MEASURE) for one in measures],
            "sets": [_said(self.vocabulary.sets[name], _SET) for name in sorted(self._all_sets(rule, measures))],
        }  # fmt: skip
        return fingerprint(data)

    def _variants(self, rule: Rule) -> tuple[tuple[str, Rule], ...]:
        return variants(rule, self.rulebook.questions)

    def _behind(self, rule: Rule) -> list[str]:
        named = dict.fromkeys(name for _, one in self._variants(rule) for name in measures_of(one))
        return closure(named, self.vocabulary.measures)

    def _sets(self, rule: Rule) -> set[str]:
        """Those over which the rule runs itself."""
        named = {one for _, made in self._variants(rule) for one in made.for_each if isinstance(one, str)}
        return named & self.vocabulary.sets.keys()

    def _all_sets(self, rule: Rule, measures: Iterable[Measure]) -> set[str]:
        """Those that the rule rests on, through measures and other sets too."""
        waiting = [*self._sets(rule)]
        for measure in measures:
            waiting += [measure.over] if measure.over else []
            waiting += _named(measure.where)
        found: set[str] = set()
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting += _named(self.vocabulary.sets[name].where)
        return found


class RecordPrints:
    """Fingerprints of what rules may read of one body."""

    def __init__(self, body: Body, schemas: Mapping[str, TableSchema]) -> None:
        self.body, self.schemas = body, schemas
        self._columns: dict[Place, str] = {}

    def reads(self, places: Iterable[Place]) -> str:
        known = sorted(set(places) | {(table, one) for table, _ in places for one in self._times(table)})
        return fingerprint([self.registers(places), [[*place, self._column(place)] for place in known]])

    def registers(self, places: Iterable[Place]) -> str:
        """What the tables say of themselves: not reported, none, or complete from when to when."""
        tables = sorted({table for table, _ in places if table != BODY})
        return fingerprint([self._register[name] for name in tables if name in self._register])

    @cached_property
    def _register(self) -> Mapping[str, list[Any]]:
        return {
            name: [name, table.state, table.complete] if (table := self.body.tables.get(name)) else [name]
            for name in self.schemas
        }

    def _times(self, table: str) -> Iterable[str]:
        schema = self.schemas.get(table)
        return (schema.time or {}).values() if schema else ()

    def _column(self, place: Place) -> str:
        if place not in self._columns:
            name, column = place
            if name == BODY:
                return fingerprint(self.body.body.get(column))
            table = self.body.tables.get(name)
            # In the order of the record: where two rows are alike, the first of them counts.
            self._columns[place] = fingerprint([[row["id"], row.get(column)] for row in table.rows] if table else None)
        return self._columns[place]


class Contents(Mapping[str, Mapping[str, str]]):
    """The fingerprint of each row of the records, by table and id, worked out when somebody looks. Pickled as the mapping that it
    is."""

    def __init__(self, body: Body) -> None:
        self._tables = body.tables

    def __getitem__(self, table: str) -> Mapping[str, str]:
        return {str(row["id"]): row_content(table, row) for row in self._tables[table].rows}

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)

    def __reduce__(self) -> tuple[type, tuple[dict[str, Mapping[str, str]]]]:
        return dict, (dict(self),)


def prints_of(rule: str, rules: RulePrints, records: RecordPrints) -> Prints:
    places = rules.places(rule)
    return Prints(rules.of(rule), records.reads(places), records.registers(places))


def _named(where: Iterable[Mapping[str, Any]]) -> list[str]:
    return [condition[key] for condition in where for key in ("belongs", "not_belongs") if key in condition]


def _said(one: Any, keys: Iterable[str]) -> list[Any]:
    return [getattr(one, key) for key in keys]
