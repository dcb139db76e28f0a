"""One bucket of sources: read, check together, condense. It needs nothing outside itself, so buckets may go to other processes.

Nothing that is wrong with one file stops the others: it becomes the file's `problems`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from checker import consequences
from checker.audit.condense import standing
from checker.audit.nouns import Outcome, Standing
from checker.audit.prints import traces
from checker.decisions import Decisions
from checker.errors import BadInput, BadRulebook, Problem, causes, say
from checker.findings.unused import unused
from checker.model import Report
from checker.records import folder_reader, reader
from checker.records.body import Body
from checker.records.filled import Filled
from checker.run import apart
from checker.tasks import Task, task
from checker.workbench import Workbench

AUTHORITY = "authority"


@dataclass(frozen=True)
class Source:
    """A path to read (inside `folder`, where it was listed there), or a body at hand, or why there is neither; `filled` is what a
    spreadsheet says that was read by a mapping."""

    file: str
    path: Path | None = None
    folder: Path | None = None
    body: Body | None = None
    filled: Filled | None = None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Order:
    """What holds for all buckets: rulebooks by name (none: by the region of each body), day of check, the decisions by body,
    and for which bodies decisions cannot be used."""

    rulebooks: tuple[str, ...] = ()
    as_of: str | None = None
    decisions: Mapping[str, Decisions] | None = None
    refused: Mapping[str, tuple[Problem, ...]] | None = None
    chainer: consequences.Chainer = "auto"


@dataclass
class _Held:
    """A source in the making."""

    outcome: Outcome
    body: Body | None = None
    tasks: tuple[Task, ...] = ()
    decisions: Decisions | None = None


def check(bench: Workbench, order: Order, sources: Sequence[Source]) -> list[Outcome]:
    """One outcome for each source, in their order."""
    held = [_read(source) for source in sources]
    seen: set[str] = set()
    for one in held:
        if one.body is not None and one.body.id in seen:
            one.outcome = replace(one.outcome, twice=True)
        elif one.body is not None:
            seen.add(one.body.id)
            _prepare(bench, order, one)
    found = _results(bench, order, [work for one in held for work in one.tasks])
    return [_finish(one, found) for one in held]


def _read(source: Source) -> _Held:
    body, problems = source.body, source.problems
    if source.path is not None and not problems:
        try:
            body = reader.read(folder_reader.inside(source.path, source.folder) if source.folder else source.path)
        except BadInput as bad:
            problems = bad.problems
    if body is None:
        return _Held(Outcome(source.file, problems=problems))
    return _Held(Outcome(source.file, body=body.body, as_of=body.as_of), body)


def _prepare(bench: Workbench, order: Order, one: _Held) -> None:
    """The tasks of a body; what one rulebook refuses does not keep it from another."""
    assert one.body is not None
    body = one.body
    if refused := (order.refused or {}).get(body.id):
        one.outcome = replace(one.outcome, problems=refused)
        return
    one.decisions = (order.decisions or {}).get(body.id)
    problems: list[Problem] = []
    tasks: list[Task] = []
    unusable: list[tuple[str, tuple[Problem, ...]]] = []
    for name in order.rulebooks or (None,):
        try:
            book = bench.rulebook_for(body) if name is None else bench.rulebook(name)
            tasks.append(task(bench, body, book, one.decisions, as_of=order.as_of))
        except BadRulebook as bad:
            unusable.append((bad.folder, bad.problems))
        except BadInput as bad:
            problems += [problem for problem in bad.problems if problem not in problems]
    one.tasks = tuple(tasks)
    day = tasks[0].body.as_of if tasks else body.as_of
    one.outcome = replace(
        one.outcome, problems=tuple(problems), unusable=tuple(unusable), as_of=day, traces=traces(body, bench.schemas)
    )


@dataclass(frozen=True)
class _Result:
    """Of one body under one rulebook; an authority's whole `report` is kept. `notes` tell of its papers."""

    standing: Standing | None = None
    report: Report | None = None
    notes: tuple[Problem, ...] = ()
    problems: tuple[Problem, ...] = ()
    defect: bool = False


_Key = tuple[str, str]


def _results(bench: Workbench, order: Order, tasks: Sequence[Task]) -> dict[_Key, _Result]:
    """By rulebook and body."""
    found: dict[_Key, _Result] = {}
    for one, made in apart(bench, sorted(tasks, key=lambda one: one.key), order.chainer):  # one plan, one bucket
        try:
            found[_key(one)] = _result(bench, one, made)
        except Exception as wrong:
            found[_key(one)] = _Result(
                problems=causes(one.body.file or one.body.id, wrong), defect=not isinstance(wrong, BadInput)
            )
    return found


def _key(one: Task) -> _Key:
    return one.rulebook.id, one.body.id


def _result(bench: Workbench, one: Task, report: Report | Exception) -> _Result:
    if isinstance(report, Exception):
        raise report
    notes = (*_papers(report), *(unused(one.decisions, [report]) if one.decisions else ()))
    whole = replace(report, rulebooks=()) if one.body.body["kind"] == AUTHORITY else None
    return _Result(standing(report, bench.vocabulary.measures, bench.schemas), whole, notes)


def _papers(report: Report) -> Iterator[Problem]:
    """What is to be known of a body's records and decisions; how its rows were read is only counted, its own report tells."""
    if any(one.startswith("foreign_region") for one in report.assumptions):
        named = report.rulebooks[0].source.short
        what = say(
            f"按另一地区的《{named['zh']}》检查，结果不是违规", "checked by another region's document: no violations"
        )
        yield Problem(report.file, what)
    read = sum(one.kind == "reading" for one in report.notes)
    if read:
        what = say(f"有 {read} 处读法须核对，见单独检查的报告", f"{read} notes on how it was read: see its own report")
        yield Problem(report.file, what)
    yield from (Problem(one.where, one.said) for one in report.notes if one.kind != "reading")


def _finish(one: _Held, found: Mapping[_Key, _Result]) -> Outcome:
    results = [found[_key(work)] for work in one.tasks]
    return replace(
        one.outcome,
        standings=tuple(result.standing for result in results if result.standing),
        reports=tuple(result.report for result in results if result.report),
        problems=(*one.outcome.problems, *(problem for result in results for problem in result.problems)),
        notes=tuple(_each_once(note for result in results for note in result.notes)),
        defect=any(result.defect for result in results),
    )


def _each_once(notes: Iterable[Problem]) -> list[Problem]:
    """Under two rulebooks a body's papers are the same."""
    found: list[Problem] = []
    for one in notes:
        if one not in found:
            found.append(one)
    return found
