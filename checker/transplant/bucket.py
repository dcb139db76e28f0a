"""One bucket of bodies, each checked by the rulebook of its own and by all others, condensed to what a comparison needs.

It needs nothing outside itself, so buckets may go to other processes. Nothing that is wrong with one body stops the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from checker import consequences
from checker.audit.bucket import Source
from checker.decisions import Decisions
from checker.errors import BadInput, Problem, causes, say
from checker.lexicon import lexicon
from checker.model import Finding, Report
from checker.records import folder_reader, reader
from checker.records.body import Body
from checker.report.cites import Cites
from checker.report.clauses import Clauses
from checker.report.reasons import OTHER_NAME
from checker.report.sentences import telling_cells
from checker.report.summary import lacking
from checker.report.supposed import supposed
from checker.report.values import Speaker
from checker.report.words import Lexicon, Phrases
from checker.run import apart
from checker.tasks import Task, task
from checker.transplant.nouns import BROKEN, Judged, Stand
from checker.workbench import Workbench

GROUP = "group"


@dataclass(frozen=True)
class Order:
    """What holds for all buckets. `home`: the rulebook that bodies are now under (None: that of their region), `also`: the others.
    `refused`: bodies whose decisions cannot be used."""

    home: str | None
    also: tuple[str, ...]
    as_of: str | None = None
    decisions: Mapping[str, Decisions] | None = None
    refused: Mapping[str, tuple[Problem, ...]] | None = None
    lang: str = "zh"
    chainer: consequences.Chainer = "auto"


def judge(bench: Workbench, order: Order, sources: Sequence[Source]) -> list[Judged]:
    """One result for each source, in their order."""
    made: list[Judged] = []
    todo: list[tuple[int, Task]] = []
    for source in sources:
        one, tasks = _prepared(bench, order, source)
        todo += [(len(made), each) for each in tasks]
        made.append(one)
    words = _Words(lexicon(bench), Phrases(order.lang))
    todo.sort(key=lambda pair: pair[1].key)  # one plan, one bucket
    found = apart(bench, [one for _, one in todo], order.chainer)
    for (at, work), (_, report) in zip(todo, found, strict=True):
        made[at] = _with(made[at], work, report, words)
    return made


def read(source: Source) -> Body:
    """The body of a source. Raises BadInput."""
    if source.body is not None:
        return source.body
    if source.problems or source.path is None:
        raise BadInput(source.problems)
    return reader.read(folder_reader.inside(source.path, source.folder) if source.folder else source.path)


def _prepared(bench: Workbench, order: Order, source: Source) -> tuple[Judged, list[Task]]:
    try:
        body = read(source)
        if refused := (order.refused or {}).get(body.id):
            return Judged(source.file, body.id, problems=refused), []
        if body.body["kind"] != GROUP:
            return Judged(source.file, body.id, problems=(_no_group(source.file),)), []
        home = bench.rulebook(order.home) if order.home else bench.rulebook_for(body)
        decisions = (order.decisions or {}).get(body.id)
        first = task(bench, body, home, decisions, as_of=order.as_of)
    except BadInput as bad:
        return Judged(source.file, problems=bad.problems), []
    name = str(body.body.get("name") or body.id)
    one = Judged(source.file, body.id, name, str(first.body.as_of), home.id)
    tasks, refused_by = [first], dict[str, tuple[Problem, ...]]()
    for other in order.also:
        try:
            book = bench.rulebook(other)
            if book.id != home.id:
                tasks.append(task(bench, body, book, decisions, as_of=order.as_of))
        except BadInput as bad:
            refused_by[other] = bad.problems
    return replace(one, refused=refused_by), tasks


def _no_group(file: str) -> Problem:
    what = say("不是教育集团，没有检查", "no group: not checked")
    return Problem(file, what, say("另一地区的规则只对集团对照", "only groups are moved under other rules"))


def _with(one: Judged, work: Task, report: Report | Exception, words: _Words) -> Judged:
    book = work.rulebook.id
    try:
        if isinstance(report, Exception):
            raise report
        stands = dict(_stands(report, words))
        told = words.first(report)
    except Exception as wrong:
        problems = causes(one.file or one.id, wrong)
        return replace(one, problems=(*one.problems, *problems), defect=not isinstance(wrong, BadInput))
    return replace(one, stands={**one.stands, book: stands}, told={**one.told, book: told})


def _stands(report: Report, words: _Words) -> Iterator[tuple[str, Stand]]:
    clauses = words.clauses(report)
    for own, found in ((True, report.findings), (False, report.others)):
        for finding in found:
            said, lacks = words.of(finding, clauses)
            renamed = finding.verdict == "unknown" and any(OTHER_NAME in one.reasons for one in telling_cells(finding))
            yield finding.rule.id, Stand(finding.rule.id, finding.verdict, own, said, lacks, renamed)


class _Words:
    def __init__(self, known: Lexicon, phrases: Phrases) -> None:
        self.lexicon, self.say = known, phrases

    def clauses(self, report: Report) -> Clauses:
        speaker = Speaker(self.lexicon, self.say, report.labels, registered=report.registered)
        return Clauses(speaker, Cites(report.rulebooks, self.say, report.as_of), report.file)

    def of(self, finding: Finding, clauses: Clauses) -> tuple[str, tuple[str, ...]]:
        """How far, and for lack of what; nothing where neither is asked."""
        if finding.verdict in BROKEN:
            made = clauses.sentence(finding)
            return self.say("report.comma").join(part for part in (made.brief, made.short) if part), ()
        if finding.verdict == "unknown":
            reasons = clauses.writer.reasons
            missing = tuple(one.what for one in lacking([finding], reasons, self.say))
            return reasons.all(telling_cells(finding), finding.rule.every), missing
        return "", ()

    def first(self, report: Report) -> tuple[str, ...]:
        speaker = Speaker(self.lexicon, self.say, report.labels, registered=report.registered)
        return (*supposed(report, speaker), *Cites(report.rulebooks, self.say, report.as_of).ran_out())
