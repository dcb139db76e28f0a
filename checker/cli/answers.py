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
from checker.cli.progress import Progress
from checker.errors import BadInput, Problem, say
from checker.marked.gaps import tally
from checker.marked.words import Words
from checker.records import mapped_reader, mapping_file, reader
from checker.replies import Made, Order, Reply, Source, Wanted, cores, replies
from checker.report.words import clean

LEAST = 2
"""Problems of which only their number is said; rulebooks that need a file each."""


@dataclass(frozen=True)
class _Inputs:
    """`sources` in the order of their names, and every path that was read for this run: none of them is written over."""

    sources: Sequence[Source]
    paths: Sequence[Path]


def answer(
    state: State, paths: Sequence[Path], order: Order, inputs: Sequence[Path], output: Path, *, pages: bool,
    given: Source | None = None,
) -> int:  # fmt: skip
    """Answer every file under `paths`, or the one that is `given`; the code to leave with. With `pages` into a folder, a line for
    each on stdout; without, the marked copies alone, one into the file `output`."""
    found, notes = ([given], ()) if given else sources(paths)
    for note in notes:
        click.echo(note.line(state.lang), err=True)
    for name in order.rulebooks:
        state.bench.rulebook(name)  # one that does not exist is told once, before anything else
    read = _Inputs(found, [*inputs, *(one.path for one in found if one.path)])
    wanted = Wanted(order, state.lang, pages, state.debug)
    told = _Told(state)
    if pages:
        _make_folder(output)
        _folder(state, read, wanted, output, told)
        out("".join(f"{line}\n" for line in told.lines()))
    else:
        _copies(state, read, wanted, output, told)
    told.unchecked(wanted)
    return told.code()


def mapped_source(paths: Sequence[Path], mapping: Path) -> Source:
    """Spreadsheets that a mapping file tells how to read. Raises BadInput where they, or it, are no such files."""
    filled = mapped_reader.read_all(paths, mapping_file.read(mapping))
    return Source(filled.book.file, filled=filled, problems=filled.problems)


def _folder(state: State, inputs: _Inputs, wanted: Wanted, folder: Path, told: _Told) -> None:
    suffix = Words(state.lang)("suffix")
    names = _Names(suffix)
    for reply in _made(state, inputs, wanted):
        told.add(reply)
        for name, made in _files(reply, names.of(reply.file), suffix):
            told.write(folder / name, made, inputs.paths)


def _copies(state: State, inputs: _Inputs, wanted: Wanted, output: Path, told: _Told) -> None:
    alone = len(inputs.sources) == 1 and not output.is_dir() and len(wanted.order.rulebooks) < LEAST
    if alone:
        spare(output, list(inputs.paths))
    else:
        _make_folder(output)
    names = _Names("")
    for reply in _made(state, inputs, wanted):
        told.add(reply)
        complain(BadInput(reply.problems), state.lang)
        several = len(reply.made) > 1
        made = [(f"{reply.body}-{one.rulebook}" if several else str(reply.body), one.copy) for one in reply.made]
        if reply.copy is not None and not made:
            made.append((Path(reply.file).stem, reply.copy))
        for name, copy in made:
            told.write(output if alone else output / f"{names.of(f'{name}.xlsx')}.xlsx", copy, inputs.paths)


def _made(state: State, inputs: _Inputs, wanted: Wanted) -> Iterator[Reply]:
    with Progress(len(inputs.sources)) as tick:
        yield from replies(state.bench, wanted, inputs.sources, jobs=cores(), tick=tick)


def _files(reply: Reply, stem: str, suffix: str) -> Iterator[tuple[str, str | bytes]]:
    for made in reply.made:
        name = f"{stem}-{made.rulebook}" if len(reply.made) > 1 or reply.problems else stem
        yield f"{name}-{suffix}.xlsx", made.copy
        yield f"{name}.html", made.page
    if reply.copy is not None:
        yield f"{stem}-{suffix}.xlsx", reply.copy
    if reply.page:
        yield f"{stem}.html", reply.page


class _Names:
    """A name for each file, told apart without regard to case; the answer to an answer has no second suffix."""

    def __init__(self, suffix: str) -> None:
        self.suffix = suffix
        self.taken: set[str] = set()

    def of(self, file: str) -> str:
        path = Path(file)
        stem = path.stem if path.suffix.lower() in {*reader.READERS, *reader.SPREADSHEETS} else path.name
        base = stem.removesuffix(f"-{self.suffix}") if self.suffix else stem
        name, number = base, 1
        while name.lower() in self.taken:
            number += 1
            name = f"{base}-{number}"
        self.taken.add(name.lower())
        return name


class _Told:
    """What is said of all replies together, and the code to leave with."""

    def __init__(self, state: State) -> None:
        self.state, self.words, self.lang = state, Words(state.lang), state.lang
        self.said: list[str] = []
        self.verdicts: set[str] = set()
        self.sums = [0, 0, 0]
        self.files = self.wrong = 0
        self.broken = self.defect = False
        self.seen: dict[str, str] = {}

    def add(self, reply: Reply) -> None:
        name = clean(Path(reply.file).name)
        self.files += 1
        self.wrong += bool(reply.problems)
        self.broken |= bool(reply.problems) and not reply.defect
        self.defect |= reply.defect
        for made in reply.made:
            self._checked(name, made, several=len(reply.made) > 1)
        if reply.problems:
            self.said.append(self._wrong(name, reply))
        for note in reply.notes:
            click.echo(note.line(self.lang), err=True)
        self._twice(reply)

    def write(self, path: Path, made: str | bytes, inputs: Sequence[Path]) -> None:
        try:
            spare(path, list(inputs))
            write(path, made)
        except BadInput as bad:
            complain(bad, self.lang)
            self.broken = True

    def unchecked(self, wanted: Wanted) -> None:
        """Decisions about bodies that were not among the files."""
        for body, one in sorted((wanted.order.decisions or {}).items()):
            if body not in self.seen:
                what = say(f"没有检查“{body}”，其决定未用", f"{body} was not checked: its decisions are unused")
                click.echo(Problem(one.file, what).line(self.lang), err=True)

    def lines(self) -> list[str]:
        gaps, unknown, review = self.sums
        total = self.words(
            "total", n=self.files, checked=self.files - self.wrong, wrong=self.wrong, gaps=gaps, unknown=unknown,
            review=review,
        )  # fmt: skip
        return [*self.said, total]

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
        said = self.words(key, file=name, rulebook=made.rulebook, gaps=gaps, unknown=unknown, review=review)
        self.said.append(said)

    def _wrong(self, name: str, reply: Reply) -> str:
        if len(reply.problems) < LEAST:
            return self.words("line_refused", file=name, why=reply.problems[0].said(self.lang))
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


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        what = say(f"不能作为文件夹：{error.strerror}", f"no folder: {error.strerror}")
        raise BadInput(Problem(str(folder), what)) from None
