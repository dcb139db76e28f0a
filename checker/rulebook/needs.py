"""What of the records chosen rulebooks can read, under whatever reading: nothing else need be filled in, and nothing less will do.

A column is needed because a clause reads it (`readers`), or because rows could not be told apart, dated, named or linked
without it (`needs`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from checker.model import Option, Rulebook
from checker.records.derived import BODY, RESULTS
from checker.records.tables import TableSchema
from checker.rulebook.closure import closure
from checker.rulebook.concerned import consequences_of
from checker.rulebook.reach import Place, Reach
from checker.rulebook.readings import measures_of, variants
from checker.rulebook.schemes import asked, scheme_variants
from checker.rulebook.vocabulary import Vocabulary

ALWAYS = ("id", "name", "region")
"""Facts without which a body is none."""


@dataclass(frozen=True)
class Clause:
    """A rule, scheme or consequence, and its place in the document."""

    id: str
    at: str


@dataclass(frozen=True)
class Readers:
    """Who reads what: the clauses behind each column, the codes for which somebody looks, the measures over each table, and the
    period kinds in which something is judged."""

    clauses: dict[Place, dict[Clause, None]] = field(default_factory=dict)
    codes: set[tuple[Place, str]] = field(default_factory=set)
    measures: dict[str, dict[str, None]] = field(default_factory=dict)
    periods: dict[str, None] = field(default_factory=dict)


def readers(
    books: Iterable[Rulebook], vocabulary: Vocabulary, schemas: Mapping[str, TableSchema], kind: str
) -> Readers:
    """Everything that the rules, schemes and consequences for bodies of `kind` read under any reading."""
    found = Readers()
    reach = Reach(vocabulary, schemas)
    for asking in (one for book in books for one in _asking(book, kind)):
        behind = [reach.of_set(name) for name in asking.sets]
        for name in closure(_swapped(asking.measures, asking.options), vocabulary.measures):
            measure = vocabulary.measures[name]
            behind.append(reach.of_measure(measure))
            if measure.table is not None:
                found.measures.setdefault(measure.table, {}).setdefault(name)
        for place in set().union(*(one.places for one in behind)):
            found.clauses.setdefault(place, {}).setdefault(asking.clause)
        found.codes.update(*(one.codes for one in behind))
        found.periods.update(dict.fromkeys(asking.periods))
    return found


def needs(
    books: Sequence[Rulebook], vocabulary: Vocabulary, schemas: Mapping[str, TableSchema], kind: str
) -> Mapping[str, tuple[str, ...]]:
    """Columns by table, both in the order of the schemas: what is read, what every row must have, its days and what
    names it, and the tables to which its links lead. `body` has the facts of the body itself."""
    return completed(readers(books, vocabulary, schemas, kind), books, schemas, kind)


def completed(
    found: Readers, books: Iterable[Rulebook], schemas: Mapping[str, TableSchema], kind: str
) -> Mapping[str, tuple[str, ...]]:
    """What is read, with what makes rows of it."""
    sources = [book.source for book in books]
    wanted: dict[str, set[str]] = {}
    for table, column in found.clauses:
        wanted.setdefault(table, set()).add(column)
    facts = wanted.pop(BODY, set()) | set(ALWAYS)
    wanted.pop(RESULTS, None)
    if kind == "group":
        facts |= {"founded"} | ({"model"} if any(source.models for source in sources) else set())
    for name, columns in wanted.items():
        schema = schemas[name]
        if "name" in columns and "aliases" in schema.columns and any(source.aliases for source in sources):
            columns.add("aliases")  # a school may declare the name by which the document calls it
        columns |= {*schema.required, *(schema.time or {}).values()}
    _add_targets(wanted, schemas)
    for name, columns in wanted.items():
        columns |= {
            column for column in _naming(schemas[name]) if schemas[name].columns[column].link in (None, *wanted)
        }
    wanted[BODY] = facts - {"kind", "as_of"}
    return {
        name: tuple(column for column in schema.columns if column in wanted[name])
        for name, schema in schemas.items()
        if name in wanted
    }


def _add_targets(wanted: dict[str, set[str]], schemas: Mapping[str, TableSchema]) -> None:
    """Tables to which links lead, so that a row can be chosen by what names it. A table that would show nothing but ids is
    not asked for: the link itself says as much."""
    waiting = list(wanted)
    while waiting:
        schema = schemas[waiting.pop()]
        links = {link for column in wanted[schema.name] if (link := schema.columns[column].link)}
        for target in (schemas[link] for link in sorted(links - wanted.keys())):
            if {*target.required, *_naming(target)} - {"id"}:
                wanted[target.name] = {*target.required}
                waiting.append(target.name)


def _naming(schema: TableSchema) -> Iterator[str]:
    """The columns that name a row for a reader. People are told apart by number: no name is asked for."""
    yield from schema.named
    if "name" in schema.columns and schema.name != "people":
        yield "name"


@dataclass(frozen=True)
class _Asking:
    """A clause, the measures and sets that it names under its readings, and the options that may swap its measures."""

    clause: Clause
    measures: tuple[str, ...]
    sets: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    periods: tuple[str, ...] = ()


def _asking(book: Rulebook, kind: str) -> Iterator[_Asking]:
    for rule in book.rules:
        if rule.subject != kind:
            continue
        under = [one for _, one in variants(rule, book.questions)]
        yield _Asking(
            Clause(rule.id, rule.at),
            _once(name for one in under for name in measures_of(one)),
            _once(each for one in under for each in one.for_each if isinstance(each, str)),
            _options(book, rule.readings),
            _once(one.every for one in under if one.every),
        )
    for scheme in book.schemes:
        if scheme.subject != kind:
            continue
        ways = [one for _, one in scheme_variants(scheme, book.questions)]
        read = [(each, name) for one in ways for each, name in asked(one)]
        yield _Asking(
            Clause(scheme.id, scheme.at),
            _once(name for _, name in read),
            _once(each for each, _ in read if isinstance(each, str)),
            _options(book, scheme.readings),
            _once(one.every for one in ways if one.every),
        )
    for one in consequences_of(book, kind):
        yield _Asking(Clause(one.id, one.at), _once(c["measure"] for c in one.when if "measure" in c))


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def _options(book: Rulebook, questions: Iterable[str]) -> tuple[Option, ...]:
    return tuple(option for key in questions for option in book.questions[key].options.values())


def _swapped(names: Iterable[str], options: Iterable[Option]) -> list[str]:
    """The measures, and what decisions on several questions may put in their place one after the other."""
    found = dict.fromkeys(names)
    waiting = list(found)
    while waiting:
        one = waiting.pop()
        others = [option.swap[one] for option in options if one in option.swap]
        waiting += [other for other in others if other not in found]
        found |= dict.fromkeys(others)
    return list(found)
