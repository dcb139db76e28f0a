"""All cases of rulebooks and of the measures, in one sequence: what `rules test` and the tests of the project run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from checker.consequences.cases import run_cases
from checker.model import Rulebook
from checker.proof import cases, records
from checker.proof.records import RecordCase
from checker.records.tables import TableSchema
from checker.rulebook.vocabulary import Vocabulary


def run(books: Sequence[Rulebook], vocabulary: Vocabulary, schemas: Mapping[str, TableSchema]) -> Iterator[RecordCase]:
    """Cases of the measures, then of each rulebook: given, from whole records, and of its consequences."""
    yield from records.of_measures(vocabulary, schemas)
    for book in books:
        for result in cases.run(book, vocabulary, cases.cases_of(book, vocabulary)):
            yield RecordCase(result.case.name, result.wrong)
        yield from records.of_rules(book, vocabulary, schemas)
        failed = {(one.consequence, one.index): one for one in run_cases(book.consequences)}
        for consequence in book.consequences:
            for index in range(len(consequence.cases)):
                wrong = failed.get((consequence.id, index))
                shown = f"{wrong.got} ≠ {wrong.expected} {'、'.join(wrong.stray)}".strip() if wrong else None
                yield RecordCase(f"{consequence.id}[{index + 1}]", shown)
