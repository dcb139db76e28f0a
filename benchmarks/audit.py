"""An audit of many groups, with and without scores, and the chaining apart.

    python benchmarks/audit.py [GROUPS] [RULEBOOK]

Invented groups of one school year in memory, a bucket at a time through `checker.audit`, in this process, so that the two
figures differ by the scores alone; seconds are those of the processor, whatever else the machine does. The targets: an audit
with scores takes at most 3 times as long as without; durable-rules takes at most 0.5 ms for each distinct set of facts, and
equal sets are chained once.
"""
# ruff: noqa: S311

from __future__ import annotations

import random
import resource
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
from checker.consequences.chain import Plan
from checker.consequences.facts import NO, UNKNOWN, YES
from checker.model import Rulebook
from checker.records.body import Body, Table
from checker.records.tables import TableSchema
from checker.workbench import Workbench

SCORES_TARGET = 3.0
CHAINING_TARGET = 0.5
SETS = 2_000
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
    begun = time.process_time()
    made = audit(bench, found, Order((name,)), jobs=1)
    return time.process_time() - begun, made


class Chaining:
    """Stands in for durable-rules in an audit: keeps each set of facts that is chained, so that none is chained twice."""

    def __init__(self) -> None:
        self.real, self.sets, self.plans = durable.run, list[tuple[Plan, tuple[int, ...]]](), dict[Plan, None]()

    def __call__(self, plan: Plan, facts: tuple[int, ...]) -> tuple[int, ...]:
        self.sets.append((plan, facts))
        self.plans.setdefault(plan)
        return self.real(plan, facts)


def chaining(plan: Plan) -> float:
    """Milliseconds for each of many distinct sets of facts of a plan, once its rules are compiled."""
    luck = random.Random(1)
    sets = {tuple(luck.choice((NO, UNKNOWN, YES)) for _ in range(plan.leaves)) for _ in range(SETS)}
    durable.run(plan, next(iter(sets)))
    begun = time.process_time()
    for facts in sets:
        durable.run(plan, facts)
    return 1000 * (time.process_time() - begun) / len(sets)


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
    bare = timed(name, plain, number)[0]  # what it made goes at once, with its database
    print(
        f"{number:,} groups, {len(book.rules)} rules of {name}, without scores: {bare:.1f} s, {1000 * bare / number:.1f} ms each"
    )
    chained = Chaining()
    durable.run = chained
    consequences._outcomes.cache_clear()
    full, made = timed(name, book, number)
    durable.run = chained.real
    cards = sum(len(one.cards) for one in made.standings)
    print(
        f"with {len(book.schemes)} schemes, {cards:,} cards: {full:.1f} s; {full / bare:.2f} times (target: {SCORES_TARGET})"
    )
    print(f"chaining: {len(set(chained.sets)):,} distinct sets of facts, {len(chained.sets):,} times chained")
    # of the groups in memory, their results, and the database of the authority that is put together from all of them
    print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024:,} MB")
    each = [chaining(plan) for plan in chained.plans]
    if each:
        print(f"durable-rules apart: {max(each):.3f} ms for each distinct set of facts (target: {CHAINING_TARGET})")
    else:
        print("durable-rules did not run")
    if full > SCORES_TARGET * bare or max(each, default=0.0) > CHAINING_TARGET:
        raise SystemExit("a target was missed")


if __name__ == "__main__":
    main()
