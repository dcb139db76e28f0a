"""An audit of many groups, with and without scores, and the chaining apart.

    python benchmarks/audit.py [GROUPS] [RULEBOOK]

Invented groups of one school year in memory, a bucket at a time through `checker.audit`, in this process: one core, so that the
two figures differ by the scores alone. The targets: an audit with scores takes at most 3 times as long as without; durable-rules
takes at most 0.5 ms for each distinct set of facts, and equal sets are chained once.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from cells import groups

from checker import consequences
from checker.audit import Audit, Order, Source, audit
from checker.consequences import durable
from checker.model import Rulebook
from checker.records.body import Body, Table
from checker.records.tables import TableSchema
from checker.workbench import Workbench

SCORES_TARGET = 3.0
CHAINING_TARGET = 0.5
YEARS = ({"id": "2023-2024", "from": "2023-09-01", "to": "2024-08-31"},)


def bodies(number: int, rulebook: str, schemas: Mapping[str, TableSchema]) -> Iterator[Body]:
    """The groups of `cells.py` under another document, with a school year and assessments, so that there is something to
    score and to chain."""
    results = ("excellent", "good", "qualified", "unqualified")
    for at, one in enumerate(groups(number)):
        rows = [
            {"id": f"e{year}", "kind": "city", "date": f"{year}-08-20", "group": one.id, "assessor": "authority",
             "result": results[(at // 3**back) % 4]}
            for back, year in enumerate((2023, 2024))
        ]  # fmt: skip
        tables = {**one.tables, "assessments": replace(one.tables["meetings"], rows=tuple(rows))}
        schools = tuple({**row, "name": f"虚构{at}区{row['id']}小学"} for row in one.tables["schools"].rows)
        tables["schools"] = replace(one.tables["schools"], rows=schools)
        head = {**one.body, "region": rulebook, "model": ("一体型", "协作型", "联盟型")[at % 3]}
        calendar = {**(one.calendar or {}), "school_years": list(YEARS)}
        yield replace(
            one,
            body=head,
            calendar=calendar,
            tables={key: _whole(key, table, schemas) for key, table in tables.items()},
        )


def _whole(name: str, table: Table, schemas: Mapping[str, TableSchema]) -> Table:
    """As a reader makes it: each row with every column of its table."""
    rows = tuple({**dict.fromkeys(schemas[name].columns), **row} for row in table.rows)
    return replace(table, rows=rows, origins=("",) * len(rows))


def timed(name: str, book: Rulebook, number: int) -> tuple[float, Audit]:
    bench = Workbench()
    bench._loaded[name] = book
    _ = bench.vocabulary
    found = [Source(one.id, body=one) for one in bodies(number, name, bench.schemas)]
    begun = time.perf_counter()
    made = audit(bench, found, Order((name,)), jobs=1)
    return time.perf_counter() - begun, made


class Chaining:
    """Every set of facts that is chained, and the time that it takes: put in the place of the chainer."""

    def __init__(self) -> None:
        self.real, self.seconds, self.sets = durable.run, 0.0, list[tuple[int, tuple[int, ...]]]()

    def __call__(self, plan: object, facts: tuple[int, ...]) -> tuple[int, ...]:
        begun = time.perf_counter()
        done = self.real(plan, facts)  # type: ignore[arg-type]
        self.seconds += time.perf_counter() - begun
        self.sets.append((id(plan), facts))
        return done


def main() -> None:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    name = sys.argv[2] if len(sys.argv) > 2 else "ankang-2022"
    book = Workbench().rulebook(name)
    # a consequence that hangs on a scheme is none without it
    plain = replace(
        book,
        schemes=(),
        consequences=tuple(one for one in book.consequences if not any("grade" in c or "total" in c for c in one.when)),
    )
    bare, _ = timed(name, plain, number)
    print(
        f"{number:,} groups, {len(book.rules)} rules of {name}, without scores: {bare:.1f} s, {1000 * bare / number:.1f} ms each"
    )
    chained = Chaining()
    durable.run = chained  # type: ignore[assignment]
    consequences._outcomes.cache_clear()
    full, made = timed(name, book, number)
    durable.run = chained.real
    cards = sum(len(one.cards) for one in made.standings)
    print(
        f"with {len(book.schemes)} schemes, {cards:,} cards: {full:.1f} s; {full / bare:.2f} times (target: {SCORES_TARGET})"
    )
    sets = len(set(chained.sets))
    if sets:
        each = 1000 * chained.seconds / sets
        print(
            f"chaining: {sets:,} distinct sets of facts of {number:,} groups, {each:.3f} ms each (target: {CHAINING_TARGET})"
        )
        print(f"sets chained more than once: {len(chained.sets) - sets}")
    else:
        print("chaining: durable-rules did not run")
    if full > SCORES_TARGET * bare or (sets and 1000 * chained.seconds > CHAINING_TARGET * sets):
        raise SystemExit("a target was missed")


if __name__ == "__main__":
    main()
