"""`check --paper`: which papers are asked for, and the files they go to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click

from checker.cli.common import State, trouble, write
from checker.errors import BadInput, Problem, say
from checker.model import Report
from checker.papers import FORMATS, Paper, paper, papers
from checker.papers.catalogue import ALL, listed


@dataclass(frozen=True)
class Wanted:
    """Papers of one format, where they go, the earlier report that they rest on, and the faces of a PDF."""

    papers: tuple[Paper, ...]
    fmt: str
    output: Path
    since: Path | None = None
    force: bool = False
    fonts: Mapping[str, Any] = field(default_factory=dict)

    def deliver(self, state: State, made: Sequence[Report]) -> None:
        """Make the papers of every report and write them: one into the file, several into the folder, each by its title and its body.

        Raises BadInput where something cannot be written, or stands there already and says something else, after all others are written.
        """
        _deliver(state, made, self)


def wanted(
    names: Sequence[str], fmt: str | None, output: Path | None, lang: str, *, since: Path | None = None,
    force: bool = False, **fonts: Any,
) -> Wanted:  # fmt: skip
    """What is asked for, so that a slip is told before anything is checked. Without `fmt` the ending of the output says it, or docx.

    Raises UsageError for options that do not go together, BadInput for a paper that there is none of.
    """
    ending = output.suffix.lower().removeprefix(".") if output is not None and not output.is_dir() else ""
    unknown = "" if fmt or ending in FORMATS else ending
    fmt = fmt or (ending if ending in FORMATS else next(iter(FORMATS)))
    if not names and since:
        raise click.UsageError(
            "--since 用于文书的复查，请写 --paper。 --since is for papers of a re-check: give --paper."
        )
    if not names:
        kinds = listed(papers(fmt))
        raise click.UsageError(
            f"--format {fmt} 是文书的格式，请用 --paper 写明哪一种，{kinds['zh']}。"
            f" --format {fmt} is for papers: say which with --paper; {kinds['en']}."
        )
    if fmt not in FORMATS:
        raise click.UsageError(
            f"文书的格式是 {'、'.join(FORMATS)}，不是 {fmt}。 Papers are {', '.join(FORMATS)}, not {fmt}."
        )
    if output is None:
        raise click.UsageError("文书请用 -o 写到文件或文件夹。 Write papers with -o FILE or -o FOLDER.")
    if lang != "zh":
        raise BadInput(
            Problem(
                f"--paper {names[0]} --lang {lang}",
                say("文书是中文公文，没有其他语言的", "papers are Chinese documents and have no other language"),
                "",
                say("请去掉 --lang", "leave out --lang; a report has English: --format html"),
            )
        )
    found = papers(fmt) if ALL in names else _named(names, fmt)
    has = tuple(found[0].templates)
    if ending in FORMATS and ending != fmt:
        what = say(f"文件名不是 {fmt} 的", f"not the name of a {fmt} file")
        raise BadInput(Problem(str(output), what, "", say(f"请写成 .{fmt}", f"let it end in .{fmt}")))
    if unknown and len(found) == 1:
        what = say(f"结尾 .{unknown} 不是文书的格式", f".{unknown} is the ending of no format of papers")
        mend = say(f"请写成 .{has[0]}", f"let it end in .{has[0]}")
        why = say(f"这种文书有 {'、'.join(has)}", f"this paper has {', '.join(has)}")
        raise BadInput(Problem(str(output), what, why, mend))
    if ending in FORMATS and len(found) > 1:
        raise _one_file(output, len(found))
    return Wanted(found, fmt, output, since, force, fonts)


def _deliver(state: State, made: Sequence[Report], order: Wanted) -> None:
    if not made:  # why not is said already
        return
    from checker.papers import write as paper_of  # noqa: PLC0415
    from checker.papers.dossier import dossier  # noqa: PLC0415  (what makes words of a report is slow to import)
    from checker.papers.needs import lacks  # noqa: PLC0415
    from checker.report.words import Phrases  # noqa: PLC0415

    phrases, past = Phrases(state.lang), _past(order.since, made)
    alone = len(made) * len(order.papers) == 1 and not order.output.is_dir() and bool(order.output.suffix)
    if not alone and order.output.suffix.lower().removeprefix(".") in FORMATS and not order.output.is_dir():
        raise _one_file(order.output, len(made) * len(order.papers))
    several = len({report.rulebooks[0].id for report in made}) > 1
    kept: list[Path] = []
    lacking: list[Problem] = []
    for report in made:
        ours = past if past and past.body == report.body["id"] else None
        facts = dossier(report, state.lexicon, phrases, ours)
        tail = f"-{report.rulebooks[0].id}" if several else ""
        for one in order.papers:
            if missing := lacks(one, facts):
                lacking.append(missing)
                continue
            path = order.output if alone else order.output / f"{one.title['zh']}-{report.body['id']}{tail}.{order.fmt}"
            content = paper_of(one.key, facts, order.fmt, phrases, **order.fonts)
            if not alone:
                _folder(order.output)  # only now: what fails leaves no empty folder
            if path.is_file() and not order.force and path.read_bytes() != content:
                kept.append(path)
            else:
                write(path, content)
    if lacking and len(lacking) == len(made) * len(order.papers):
        raise BadInput(lacking)
    for missing in lacking:
        click.echo(missing.line(state.lang), err=True)
    if kept:
        what = say("已有同名文件，没有覆盖", "is there already: nothing was written over")
        why = say("里面可能有人写过东西", "somebody may have written in it")
        mend = say("请换一个名字，或加 --force", "give another name, or add --force")
        raise BadInput(Problem(str(path), what, why, mend) for path in kept)


def _named(names: Sequence[str], fmt: str) -> tuple[Paper, ...]:
    """Each once, whatever it is called."""
    found = (paper(name, fmt) for name in names)
    return tuple({one.key: one for one in found}.values())


def _past(since: Path | None, made: Sequence[Report]) -> Any:
    """The earlier report. Raises BadInput where it is of none of the bodies that were checked."""
    if since is None:
        return None
    from checker.earlier import read  # noqa: PLC0415  (only a re-check needs it)

    past = read(since)
    if made and past.body not in {report.body["id"] for report in made}:
        what = say(f"是“{past.body}”的报告，这次没有检查它", f"a report of {past.body}, which was not checked now")
        raise BadInput(
            Problem(str(since), what, "", say("请给同一对象以前的报告", "give an earlier report of the same body"))
        )
    return past


def _folder(output: Path) -> None:
    try:
        output.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        why, mend = trouble(error)
        raise BadInput(Problem(str(output), say("不能作为文件夹", "cannot be a folder"), why, mend)) from None


def _one_file(output: Path, number: int) -> BadInput:
    what = say(f"有 {number} 份文书，写不进一个文件", f"{number} papers do not fit one file")
    return BadInput(Problem(str(output), what, "", say("请用 -o 写到文件夹", "give a folder with -o")))
