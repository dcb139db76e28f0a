"""A rule's number changed: how many of these bodies would be judged otherwise. Counts alone, so that nobody is named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from checker import consequences
from checker.audit.bucket import Source
from checker.audit.nouns import Broken
from checker.audit.pool import spread
from checker.decisions import Decisions
from checker.errors import BadInput, Problem, causes
from checker.model import Changed, Rulebook
from checker.run import apart
from checker.tasks import Task, task
from checker.transplant.bucket import read
from checker.transplant.nouns import BROKEN
from checker.transplant.once import once
from checker.transplant.setrule import supposing, unused
from checker.workbench import Workbench

Seen = Mapping[str, tuple[str, str]]
"""Verdicts of a rule before and after."""


@dataclass(frozen=True)
class Order:
    """What holds for all buckets. `rulebooks`: those to check by (none: that of each body's region); `typed`: the numbers."""

    rulebooks: tuple[str, ...]
    typed: tuple[str, ...]
    as_of: str | None = None
    decisions: Mapping[str, Decisions] | None = None
    refused: Mapping[str, tuple[Problem, ...]] | None = None
    chainer: consequences.Chainer = "auto"


@dataclass(frozen=True)
class Judgement:
    """One body: the verdicts of each changed rule that it has, and, by rulebook, how many of its own duties are broken."""

    file: str
    id: str = ""
    rules: Seen = field(default_factory=dict)
    broken: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    used: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    defect: bool = False


@dataclass(frozen=True)
class Count:
    """One number: how many bodies went from which verdict to which."""

    book: Rulebook
    change: Changed
    moves: Mapping[tuple[str, str], int]

    @property
    def bodies(self) -> int:
        return sum(self.moves.values())

    def became(self, *verdicts: str) -> int:
        """Bodies that have one of these verdicts now, and had none of them."""
        return sum(n for (was, now), n in self.moves.items() if now in verdicts and was not in verdicts)

    def stood(self, at: int, *verdicts: str) -> int:
        """Bodies with one of these verdicts before (0) or after (1)."""
        return sum(n for pair, n in self.moves.items() if pair[at] in verdicts)


@dataclass(frozen=True)
class Tally:
    """`gained` bodies had no broken duty of their own and have one now, `lost` the other way round."""

    books: tuple[Rulebook, ...]
    counts: tuple[Count, ...]
    bodies: int
    gained: int
    lost: int
    broken: tuple[Broken, ...] = ()


def tally(
    bench: Workbench, sources: Sequence[Source], order: Order, *, jobs: int = 1, broken: Sequence[Broken] = (),
    tick: Callable[[int], None] = lambda _: None,
) -> Tally:  # fmt: skip
    """Raises BadInput for a number that cannot be, and where no body is checked by the rulebook whose number it is."""
    books = changed(bench, order)
    found, twice = once(spread(count, bench, order, sources, jobs, tick))
    torn = [*broken, *(Broken(one.file, one.problems, one.defect) for one in found if one.problems), *twice]
    done = [one for one in found if not one.problems]
    if done:
        unused(books, {name for one in done for name in one.used})
    counts = tuple(
        Count(book, change, Counter(one.rules[change.rule] for one in done if change.rule in one.rules))
        for book in books
        for change in book.changed
    )
    pairs = [pair for one in done for pair in one.broken.values()]
    gained, lost = sum(now > 0 == was for was, now in pairs), sum(was > 0 == now for was, now in pairs)
    return Tally(books, counts, len(done), gained, lost, tuple(torn))


def changed(bench: Workbench, order: Order) -> tuple[Rulebook, ...]:
    """The rulebooks with their numbers changed. Raises BadInput."""
    named = order.rulebooks or tuple(
        dict.fromkeys(one for text in order.typed if (one := text.strip().partition("/")[0]) in bench.folders)
    )
    books = [bench.rulebook(one) for one in named or sorted(bench.folders)]
    return supposing(order.typed, books, bench.vocabulary)


def count(bench: Workbench, order: Order, sources: Sequence[Source]) -> list[Judgement]:
    """One result for each source, in their order."""
    others = {book.id: book for book in changed(bench, order)}
    made: list[Judgement] = []
    todo: list[tuple[int, bool, Task]] = []
    for at, source in enumerate(sources):
        try:
            one, tasks = _tasks(bench, order, source, others)
            todo += [(at, now, work) for now, work in tasks]
            made.append(one)
        except BadInput as bad:
            made.append(Judgement(source.file, problems=bad.problems))
    todo.sort(key=lambda one: one[2].key)  # one plan, one bucket
    results: dict[tuple[int, str, bool], dict[str, str]] = {}
    broken: dict[tuple[int, str, bool], int] = {}
    for (at, now, work), (_, report) in zip(todo, apart(bench, [one for *_, one in todo], order.chainer), strict=True):
        if isinstance(report, Exception):
            problems = causes(made[at].file, report)
            made[at] = Judgement(made[at].file, problems=problems, defect=not isinstance(report, BadInput))
            continue
        key = (at, work.rulebook.id, now)
        results[key] = {one.rule.id: one.verdict for one in (*report.findings, *report.others)}
        broken[key] = sum(one.verdict in BROKEN for one in report.findings)
    return [_seen(one, at, others, results, broken) for at, one in enumerate(made)]


def _tasks(
    bench: Workbench, order: Order, source: Source, others: Mapping[str, Rulebook]
) -> tuple[Judgement, list[tuple[bool, Task]]]:
    body = read(source)
    if refused := (order.refused or {}).get(body.id):
        raise BadInput(refused)
    books = [bench.rulebook(name) for name in order.rulebooks] or [bench.rulebook_for(body)]
    decisions = (order.decisions or {}).get(body.id)
    tasks = [
        (now, task(bench, body, made, decisions, as_of=order.as_of))
        for book in books
        if book.id in others
        for now, made in ((False, book), (True, others[book.id]))
    ]
    return Judgement(source.file, body.id, used=tuple(book.id for book in books)), tasks


def _seen(
    one: Judgement, at: int, others: Mapping[str, Rulebook], results: Mapping[tuple[int, str, bool], Mapping[str, str]],
    broken: Mapping[tuple[int, str, bool], int],
) -> Judgement:  # fmt: skip
    if one.problems:
        return one
    rules: dict[str, tuple[str, str]] = {}
    fell: dict[str, tuple[int, int]] = {}
    for name, book in others.items():
        was, now = results.get((at, name, False)), results.get((at, name, True))
        if was is None or now is None:
            continue
        fell[name] = broken[at, name, False], broken[at, name, True]
        rules |= {
            key: (was[key], now[key]) for key in (each.rule for each in book.changed) if key in was and key in now
        }
    return Judgement(one.file, one.id, rules, fell, one.used)
