"""`jituan rules to-excel|from-excel|modeline`: rules for people who will not open YAML, and hints for editors of those who do."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from checker.cli.common import FOUND, State, out, write
from checker.errors import BadInput, Problem, say
from checker.model import Rulebook

if TYPE_CHECKING:
    from checker.editing.read import Change, Edited

_KINDS = {
    "added": say("新增", "added"),
    "removed": say("删除", "removed"),
    "changed": say("改动", "changed"),
    "moved": say("换文件", "moved"),
}


@click.command("to-excel")
@click.argument("rulebook", metavar="ID|FOLDER")
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help="写到哪个 .xlsx 文件")
@click.option("--force", is_flag=True, help="已有同名文件时覆盖")
@click.pass_obj
def to_excel(state: State, rulebook: str, output: Path, force: bool) -> None:
    """把一个规则库写成工作簿，供改动。 Write a rulebook as a workbook in which its rules can be changed."""
    from checker.editing.write import write as made  # noqa: PLC0415

    if output.suffix.lower() != ".xlsx":
        what = say("只能写成 .xlsx 文件", "only an .xlsx file can be written")
        raise BadInput(Problem(str(output), what, mend=say("例如 -o 规则.xlsx", "for example -o rules.xlsx")))
    if output.exists() and not force:
        mend = say("请换一个文件名，或加 --force", "give another name, or add --force")
        raise BadInput(
            Problem(str(output), say("文件已存在，没有写", "the file exists: nothing was written"), mend=mend)
        )
    book = state.bench.rulebook(rulebook)
    words = state.bench.vocabulary
    labels = {
        "modalities": words.modalities, "bearers": words.bearers, "topics": words.topics, "periods": words.periods,
        "operators": {key: one["sentence"] for key, one in words.operators.items()},
        "measures": {key: one.label for key, one in words.measures.items()},
    }  # fmt: skip
    write(output, made(Path(book.folder), book.id, labels, state.lang))


@click.command("from-excel")
@click.argument("workbook", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help="写到哪个新文件夹")
@click.pass_obj
def from_excel(state: State, workbook: Path, output: Path) -> int:
    """把改过的工作簿写回规则库（新文件夹），只动改过的地方。 Write the rulebook of a changed workbook to a new folder."""
    from checker.editing.read import read  # noqa: PLC0415
    from checker.editing.told import case, placed  # noqa: PLC0415

    if output.exists():
        mend = say("请给一个还没有的文件夹", "name a folder that does not exist")
        raise BadInput(Problem(str(output), say("已存在，没有写", "exists: nothing was written"), mend=mend))
    edited = read(workbook)
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        scratch = tempfile.TemporaryDirectory(dir=output.parent, prefix=f".{output.name}.")
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise BadInput(Problem(str(output), say(f"写不了：{reason}", f"cannot be written: {reason}"))) from None
    with scratch as name:
        folder = Path(name) / output.name
        _fill(folder, edited.files)
        try:
            book = state.bench.rulebook(str(folder))
            problems = [placed(one, folder, workbook, edited) for one in _slips(state, book, edited)]
        except BadInput as bad:
            raise BadInput([placed(one, folder, workbook, edited) for one in bad.problems]) from None
        problems += [
            case(name, book.id, wrong, workbook, edited) for name, wrong in _cases(state, book, edited) if wrong
        ]
        folder.rename(output)
    _tell(state, edited.changes, output)
    for one in problems:
        out(one.line(state.lang) + "\n")
    return FOUND if problems else 0


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.pass_obj
def modeline(state: State, folder: Path) -> None:
    """给规则文件加上首行提示，编辑器据此边写边查。 Tell editors by which schema each file of rules is checked."""
    from checker.editing.modeline import modelines  # noqa: PLC0415

    if not (folder / "source.yaml").is_file():
        what = say("不是规则库：没有 source.yaml", "no rulebook: there is no source.yaml")
        raise BadInput(Problem(str(folder), what))
    found = modelines(folder)
    for path, text in found.items():
        path.parent.mkdir(exist_ok=True)
        write(path, text)
    out(f"{len(found)} 个文件\n" if state.lang == "zh" else f"{len(found)} files\n")


def _fill(folder: Path, files: Mapping[str, str]) -> None:
    for path, text in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())


def _slips(state: State, book: Rulebook, edited: Edited) -> list[Problem]:
    """What lint finds, and quotes and places of changed rules that are not those of the lock."""
    from checker.proof.lint import lint  # noqa: PLC0415
    from checker.rulebook.citations import verify  # noqa: PLC0415
    from checker.rulebook.lock import path_of, read_lock  # noqa: PLC0415

    lock = read_lock(path_of(book))
    return [*lint(book, state.bench.vocabulary), *(verify(book, lock, None) if lock and edited.changes else ())]


def _cases(state: State, book: Rulebook, edited: Edited) -> Iterator[tuple[str, str | None]]:
    """The cases of the rules that were changed or added, each with what is wrong."""
    from checker.proof import cases, records  # noqa: PLC0415

    touched = {one.name for one in edited.changes}
    only = replace(book, rules=tuple(rule for rule in book.rules if rule.id in touched))
    for one in cases.run(only, state.bench.vocabulary, [case for rule in only.rules for case in cases.written(rule)]):
        yield one.case.name, one.wrong
    for whole in records.of_rules(only, state.bench.vocabulary, state.bench.schemas):
        yield whole.name, whole.wrong


def _tell(state: State, changes: Sequence[Change], output: Path) -> None:
    zh = state.lang == "zh"
    if not changes:
        out(f"{output}：没有改动\n" if zh else f"{output}: nothing was changed\n")
        return
    out(f"{output}：{len(changes)} 处\n" if zh else f"{output}: {len(changes)} changes\n")
    for one in changes:
        keys = ("：" if zh else ": ") + ("、" if zh else ", ").join(one.what) if one.what else ""
        out(f"  {_KINDS[one.kind][state.lang]} {one.name}{keys}\n")
