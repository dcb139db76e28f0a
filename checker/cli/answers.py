"""Files in, answers out: the part of `jituan check` that writes marked copies, one for a file or a folder of them.

Each file is answered, also one that could not be checked; what cannot be written is named and stops nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from checker.audit.sources import sources
from checker.cli.common import BAD_INPUT, DEFECT, State, code_of, complain, out, spare, write
from checker.cli.overview import Summary
from checker.cli.progress import Progress
from checker.cli.replynames import names, unread
from checker.errors import BadInput, Problem, say
from checker.marked.gaps import tally
from checker.marked.words import Words
from checker.records import mapped_reader, mapping_file
from checker.replies import Made, Order, Reply, Source, Wanted, cores, replies
from checker.replies.filenames import copy_name, page_name
from checker.report.words import clean

LEAST = 2
"""Problems of which only their number is said; rulebooks that need a file each."""
NAMED = 10
"""Files named in one sentence; of more, only how many there are."""


@dataclass(frozen=True)
class _Inputs:
    """`sources` in the order of their names, and every path that was read for this run: none of them is written over."""

    sources: Sequence[Source]
    paths: Sequence[Path]


def answer(
    state: State, paths: Sequence[Path], order: Order, inputs: Sequence[Path], output: Path, *, pages: bool,
    force: bool = False, given: Source | None = None,
) -> int:  # fmt: skip
    """Answer every file under `paths`, or the one that is `given`; the code to leave with. With `pages` into a folder, a line for
    each on stdout; without, the marked copies alone, one into the file `output`. Without `force` no file that is there already
    is written over: somebody may have written in it."""
    found, notes = ([given], ()) if given else sources(paths)
    for note in notes:
        click.echo(note.line(state.lang), err=True)
    for name in order.rulebooks:
        state.bench.rulebook(name)  # one that does not exist is told once, before anything else
    read = _Inputs(found, [*inputs, *(one.path for one in found if one.path)])
    suffix = Words(state.lang)("suffix")
    stems = names([one.file for one in read.sources], suffix)
    wanted = Wanted(order, state.lang, pages, state.debug, stems)
    told = _Told(state, force=force)
    if pages:
        _make_folder(output)
        _folder(state, read, wanted, output, told)
        out("".join(f"{line}\n" for line in told.lines(unread(paths, found, read.paths))))
    else:
        _copies(state, read, wanted, output, told)
    told.unchecked(wanted)
    told.unwritten()
    return told.code()


def mapped_source(paths: Sequence[Path], mapping: Path) -> Source:
    """Spreadsheets that a mapping file tells how to read. Raises BadInput where they, or it, are no such files."""
    filled = mapped_reader.read_all(paths, mapping_file.read(mapping))
    return Source(filled.book.file, filled=filled, problems=filled.problems)


def _folder(state: State, inputs: _Inputs, wanted: Wanted, folder: Path, told: _Told) -> None:
    suffix = Words(state.lang)("suffix")
    summary = Summary()
    for reply in _made(state, inputs, wanted):
        stem = wanted.stems[reply.file]
        files = list(_files(reply, stem, suffix))
        summary.add(reply, stem, suffix)
        told.add(reply, files[0][0] if files and stem != Path(reply.file).stem else "")
        for name, made in files:
            told.write(folder / name, made, inputs.paths)
    summary.write(state, folder)


def _copies(state: State, inputs: _Inputs, wanted: Wanted, output: Path, told: _Told) -> None:
    alone = len(inputs.sources) == 1 and not output.is_dir() and len(wanted.order.rulebooks) < LEAST
    if alone:
        spare(output, list(inputs.paths))
    else:
        _make_folder(output)
    taken: set[str] = set()
    for reply in _made(state, inputs, wanted):
        told.add(reply)
        complain(BadInput(reply.problems), state.lang)
        several = len(reply.made) > 1
        made = [(f"{reply.body}-{one.rulebook}" if several else str(reply.body), one.copy) for one in reply.made]
        if reply.copy is not None and not made:
            made.append((Path(reply.file).stem, reply.copy))
        for name, copy in made:
            told.write(output if alone else output / f"{_free(name, taken)}.xlsx", copy, inputs.paths)


def _made(state: State, inputs: _Inputs, wanted: Wanted) -> Iterator[Reply]:
    with Progress(len(inputs.sources)) as tick:
        yield from replies(state.bench, wanted, inputs.sources, jobs=cores(), tick=tick)


def _files(reply: Reply, stem: str, suffix: str) -> Iterator[tuple[str, str | bytes]]:
    for made in reply.made:
        rulebook = reply.rulebook_in_name(made)
        yield copy_name(stem, suffix, rulebook), made.copy
        yield page_name(stem, rulebook), made.page
    if reply.copy is not None:
        yield copy_name(stem, suffix), reply.copy
    if reply.page:
        yield page_name(stem), reply.page


def _free(name: str, taken: set[str]) -> str:
    """The name, with a number where two bodies have one id; it is taken then."""
    found, number = name, 1
    while found.lower() in taken:
        number += 1
        found = f"{name}-{number}"
    taken.add(found.lower())
    return found


class _Told:
    """What is said of all replies together, and the code to leave with."""

    def __init__(self, state: State, *, force: bool) -> None:
        self.state, self.words, self.lang, self.force = state, Words(state.lang), state.lang, force
        self.kept: list[Path] = []
        self.said: list[str] = []
        self.verdicts: set[str] = set()
        self.sums = [0, 0, 0]
        self.files = self.wrong = 0
        self.broken = self.defect = False
        self.seen: dict[str, str] = {}

    def add(self, reply: Reply, called: str = "") -> None:
        """`called` is what its reply is called, where that is not what the file is called."""
        name, self.called = clean(Path(reply.file).name), called
        self.files += 1
        self.wrong += bool(reply.problems)
        self.broken |= bool(reply.problems) and not reply.defect
        self.defect |= reply.defect
        for made in reply.made:
            self._checked(name, made, several=len(reply.made) > 1)
        if reply.problems:
            self._say(self._wrong(name, reply))
        for note in reply.notes:
            click.echo(note.line(self.lang), err=True)
        self._twice(reply)

    def write(self, path: Path, made: str | bytes, inputs: Sequence[Path]) -> None:
        try:
            spare(path, list(inputs))
            if self.force or not _differs(path, made):
                write(path, made)
            else:
                self.kept.append(path)
        except BadInput as bad:
            complain(bad, self.lang)
            self.broken = True

    def unwritten(self) -> None:
        """Files that were there already and say something else."""
        if not self.kept:
            return
        listed, more = self._listed([path.name for path in self.kept])
        many = len(self.kept)
        what = say(
            f"已有 {many} 个同名文件，没有写：{listed}{more}",
            f"files of that name are there already, nothing was written over ({many}): {listed}{more}",
        )
        why = say("里面可能有人写过东西", "somebody may have written in them")
        mend = say("请换一个文件夹，或加 --force", "give another folder, or add --force")
        complain(BadInput(Problem(str(self.kept[0].parent), what, why, mend)), self.lang)
        self.broken = True

    def unchecked(self, wanted: Wanted) -> None:
        """Decisions about bodies that were not among the files."""
        for body, one in sorted((wanted.order.decisions or {}).items()):
            if body not in self.seen:
                what = say(f"没有检查“{body}”，其决定未用", f"{body} was not checked: its decisions are unused")
                click.echo(Problem(one.file, what).line(self.lang), err=True)

    def lines(self, others: Sequence[str] = ()) -> list[str]:
        """One for each file, then the sums; `others` are files that were not read."""
        gaps, unknown, review = self.sums
        total = self.words(
            "total", n=self.files, checked=self.files - self.wrong, wrong=self.wrong, gaps=gaps, unknown=unknown,
            review=review,
        )  # fmt: skip
        listed, more = self._listed(others)
        return [*self.said, total + (self.words("others_unread", n=len(others), list=listed + more) if others else "")]

    def _listed(self, files: Sequence[str]) -> tuple[str, str]:
        """Their names, and what stands behind them where there are more."""
        named = self.words("list_join").join(clean(one) for one in files[:NAMED])
        return named, self.words("list_more") if len(files) > NAMED else ""

    def _say(self, line: str) -> None:
        self.said.append(line + (self.words("line_called", name=clean(self.called)) if self.called else ""))

    def code(self) -> int:
        if self.broken or not (self.verdicts or self.defect):
            return BAD_INPUT
        return DEFECT if self.defect else code_of(self.verdicts)

    def _checked(self, name: str, made: Made, *, several: bool) -> None:
        counts = tally(made.counts, self.state.lexicon)
        self.sums = [a + b for a, b in zip(self.sums, counts, strict=True)]
        self.verdicts |= {verdict for verdict, n in made.counts.items() if n} or {"pass"}
        gaps, unknown, review = counts
        key = "line_of" if several else "line"
        self._say(self.words(key, file=name, rulebook=made.rulebook, gaps=gaps, unknown=unknown, review=review))

    def _wrong(self, name: str, reply: Reply) -> str:
        if len(reply.problems) < LEAST:
            problem = reply.problems[0].to_sender()
            why, where = problem.said(self.lang), clean(problem.where.removeprefix(reply.file).removeprefix(":"))
            if where and where != problem.where:
                return self.words("line_refused_at", file=name, place=where, why=why)
            return self.words("line_refused", file=name, why=why)
        return self.words("line_wrong", file=name, n=len(reply.problems))

    def _twice(self, reply: Reply) -> None:
        """Two files of one body: both are answered, and the second is named."""
        if reply.body is None:
            return
        first = self.seen.setdefault(reply.body, reply.file)
        if first != reply.file:
            what = say(f"编号 {reply.body} 与 {first} 相同", f"same id {reply.body} as {first}")
            why = say("每个集团或部门的编号应不同", "each body has an id of its own")
            complain(BadInput(Problem(reply.file, what, why)), self.lang)
            self.broken = True


def _differs(path: Path, made: str | bytes) -> bool:
    """Is there a file already that says something else?"""
    try:
        return path.is_file() and path.read_bytes() != (made.encode("utf-8") if isinstance(made, str) else made)
    except OSError:
        return True


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        what = say(f"不能作为文件夹：{error.strerror}", f"no folder: {error.strerror}")
        raise BadInput(Problem(str(folder), what)) from None
