"""All cases of rulebooks and of the measures, in one sequence: what `rules test` and the tests of the project run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from checker.consequences.cases import run_cases
from checker.model import Rule, Rulebook
from checker.proof import cases, records
from checker.proof.records import RecordCase
from checker.records.tables import TableSchema
from checker.rulebook.vocabulary import Vocabulary
from checker.scores.cases import run_cases as run_scores


def run(books: Sequence[Rulebook], vocabulary: Vocabulary, schemas: Mapping[str, TableSchema]) -> Iterator[RecordCase]:
    """Cases of the measures, then of each rulebook: given, from whole records, of its consequences and scoring schemes."""
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
        unlike = {(one.scheme, one.index): one for one in run_scores(book.schemes, book.questions, _rules(book))}
        for scheme in book.schemes:
            for index in range(len(scheme.cases)):
                found = unlike.get((scheme.id, index))
                yield RecordCase(f"{scheme.id}[{index + 1}]", "；".join(found.wrong) if found else None)


def _rules(book: Rulebook) -> dict[str, Rule]:
    return {rule.id: rule for rule in book.rules}


def names(books: Sequence[Rulebook], vocabulary: Vocabulary) -> Iterator[str]:
    """The names that `run` will yield, without running anything."""
    for measure in vocabulary.measures.values():
        yield from (f"{measure.name}[{i}]" for i, _ in enumerate(measure.cases, start=1))
    for book in books:
        yield from (case.name for case in cases.cases_of(book, vocabulary))
        for rule in book.rules:
            whole = [case for case in rule.cases if "records" in case]
            yield from (f"{rule.id}[records {i}]" for i, _ in enumerate(whole, start=1))
        for consequence in book.consequences:
            yield from (f"{consequence.id}[{i}]" for i, _ in enumerate(consequence.cases, start=1))
        for scheme in book.schemes:
            yield from (f"{scheme.id}[{i}]" for i, _ in enumerate(scheme.cases, start=1))
