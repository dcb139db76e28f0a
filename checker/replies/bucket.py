"""One bucket of files: read, check together, answer each. It needs nothing outside itself, so buckets may go to other processes.

Nothing that is wrong with one file stops the others: it becomes the file's `problems`, and it is answered too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from checker.audit.bucket import Source
from checker.audit.condense import standing
from checker.errors import BadInput, Problem, causes, say
from checker.findings.unused import unused
from checker.lexicon import lexicon
from checker.marked.copy import copy
from checker.marked.words import Words
from checker.model import Finding, Report
from checker.records import folder_reader, reader, workbook_reader
from checker.records.body import Body
from checker.records.filled import Filled
from checker.replies.filenames import copy_name
from checker.replies.nouns import Made, Reply, Wanted
from checker.replies.page import page
from checker.report.build import build
from checker.report.html import render
from checker.report.view import View
from checker.report.words import Lexicon, Phrases
from checker.run import apart
from checker.tasks import Task, task
from checker.workbench import Workbench

WORKBOOK = ".xlsx"
EXPLAINED = "deviates, explained"


@dataclass
class _Held:
    """A file in the making. `source` is what the copy is made of."""

    file: str
    source: Filled | Body | None = None
    problems: list[Problem] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    made: list[tuple[Made, View]] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    defect: bool = False

    @property
    def body(self) -> Body | None:
        return self.source.body if isinstance(self.source, Filled) else self.source


def answers(bench: Workbench, wanted: Wanted, sources: Sequence[Source]) -> list[Reply]:
    """One reply for each source, in their order."""
    return _Bucket(bench, wanted).answers(sources)


class _Bucket:
    def __init__(self, bench: Workbench, wanted: Wanted) -> None:
        self.bench, self.wanted, self.order = bench, wanted, wanted.order
        self.phrases, self.suffix = Phrases(wanted.lang), Words(wanted.lang)("suffix")

    def answers(self, sources: Sequence[Source]) -> list[Reply]:
        held = [self._read(source) for source in sources]
        for one in held:
            if one.body is not None:
                self._prepare(one, one.body)
        for alone in _rounds(held):
            self._check(sorted(alone, key=lambda pair: pair[1].key))
        return [self._reply(one) for one in held]

    # ---- reading -----------------------------------------------------------------------------------------------

    def _read(self, source: Source) -> _Held:
        held = _Held(source.file, source.filled or source.body, list(source.problems))
        if source.path is None or source.problems:
            return held
        try:
            path = folder_reader.inside(source.path, source.folder) if source.folder else source.path
            held.source = workbook_reader.read(path) if _is_sheet(path) else reader.read(path)
        except BadInput as bad:
            held.problems += bad.problems
        except OSError as broken:  # it vanished, or may not be read
            reason = broken.strerror or type(broken).__name__
            held.problems.append(Problem(source.file, say(f"读不了：{reason}", f"cannot be read: {reason}")))
        except Exception as wrong:
            self._broken(held, wrong)
        if isinstance(held.source, Filled):
            held.problems += held.source.problems
        return held

    def _prepare(self, held: _Held, body: Body) -> None:
        """The tasks of a body; what one rulebook refuses does not keep it from another."""
        if refused := (self.order.refused or {}).get(body.id):
            held.problems += refused
            return
        decisions = (self.order.decisions or {}).get(body.id)
        for name in self.order.rulebooks or (None,):
            try:
                book = self.bench.rulebook_for(body) if name is None else self.bench.rulebook(name)
                held.tasks.append(task(self.bench, body, book, decisions, as_of=self.order.as_of))
            except BadInput as bad:
                held.problems += [problem for problem in bad.problems if problem not in held.problems]

    # ---- checking ----------------------------------------------------------------------------------------------

    def _check(self, pairs: Sequence[tuple[_Held, Task]]) -> None:
        of = {id(work): held for held, work in pairs}
        for work, made in apart(self.bench, [work for _, work in pairs], self.order.chainer):
            try:
                self._answer(of[id(work)], work, made)
            except Exception as wrong:
                self._broken(of[id(work)], wrong)

    def _answer(self, held: _Held, work: Task, report: Report | Exception) -> None:
        if isinstance(report, Exception):
            raise report
        assert held.source is not None
        view = build(report, self.lexicon, self.phrases)
        marked = copy(held.source, report, self.lexicon, self.phrases, view=view)
        short = standing(report, self.bench.vocabulary.measures, self.bench.schemas)
        held.made.append((Made(work.rulebook.id, marked, "", Counter(map(_verdict, report.findings)), short), view))
        held.notes += unused(work.decisions, [report]) if work.decisions else ()

    @property
    def lexicon(self) -> Lexicon:
        return lexicon(self.bench)

    # ---- answering ---------------------------------------------------------------------------------------------

    def _reply(self, held: _Held) -> Reply:
        body = held.body.id if held.body else None
        made = tuple(one for one, _ in held.made)
        reply = Reply(held.file, body, made, tuple(held.problems), None, "", tuple(held.notes), held.defect)
        if self.wanted.pages:
            reply = replace(reply, made=tuple(self._paged(reply, one, view) for one, view in held.made))
        if not held.problems:
            return reply
        is_read = isinstance(held.source, Filled)
        said = page(held.file, held.problems, self.phrases, read=is_read) if self.wanted.pages else ""
        return replace(reply, copy=self._marked(held), page=said)

    def _paged(self, reply: Reply, made: Made, view: View) -> Made:
        """With its page, which links to the copy beside it."""
        stem = self.wanted.stems.get(reply.file, "")
        copied = copy_name(stem, self.suffix, reply.rulebook_in_name(made)) if stem else ""
        return replace(made, page=render(view, self.phrases, copy=copied))

    def _marked(self, held: _Held) -> bytes | None:
        """The problems in the file's own sheets, where it was read that far."""
        if not isinstance(held.source, Filled):
            return None
        try:
            return copy(held.source, None, self.lexicon, self.phrases, problems=held.problems)
        except Exception as wrong:
            self._broken(held, wrong)
            return None

    def _broken(self, held: _Held, wrong: Exception) -> None:
        if self.wanted.debug and not isinstance(wrong, BadInput):
            raise wrong
        held.problems += causes(held.file, wrong)
        held.defect = held.defect or not isinstance(wrong, BadInput)


def _is_sheet(path: Path) -> bool:
    """One that can be read as far as its cells, or is refused with what to do."""
    return path.suffix.lower() in {WORKBOOK, *reader.SPREADSHEETS}


def _rounds(held: Sequence[_Held]) -> Iterator[list[tuple[_Held, Task]]]:
    """The tasks in as few runs as there are files of one body: within a run a body is there once."""
    left = [(one, list(one.tasks)) for one in held if one.tasks]
    while left:
        seen: set[str] = set()
        now: list[tuple[_Held, list[Task]]] = []
        later: list[tuple[_Held, list[Task]]] = []
        for one, tasks in left:
            body = tasks[0].body.id
            (later if body in seen else now).append((one, tasks))
            seen.add(body)
        yield [(one, work) for one, tasks in now for work in tasks]
        left = later


def _verdict(finding: Finding) -> str:
    return EXPLAINED if finding.explained else finding.verdict
