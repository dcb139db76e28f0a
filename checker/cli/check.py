"""`jituan check`: one report per body and rulebook."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from checker import decisions as people
from checker.cli.common import BAD_INPUT, State, complain, exit_code, out, out_utf8, spare, write
from checker.decisions import Decisions
from checker.errors import BadInput, Problem, say
from checker.findings.unused import unused
from checker.isodate import is_day
from checker.model import Report, Rulebook
from checker.records import folder_reader, mapped_reader
from checker.records.body import Body
from checker.records.reader import bodies
from checker.report import FORMATS, render
from checker.report.audiences import NAMES as READERS
from checker.run import run
from checker.tasks import Task, dated, task

if TYPE_CHECKING:
    from checker.cli.papers import Wanted

WORKBOOK, SHEETS = "xlsx", ".xlsx"
"""The format of a marked copy, and the ending of a workbook."""
SIGNED = ("docx", "pdf")
"""Formats that only papers have."""
_SUFFIX = {"text": "txt", "json": "json", "html": "html"}


class Day(click.ParamType[str]):
    """A calendar date, kept as text."""

    name = "DATE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if not is_day(str(value)):
            self.fail(f"{value!r}：应为日期 expected a date, 例如 2024-07-31", param, ctx)
        return str(value)


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--rules", "rulebooks", multiple=True, metavar="ID|FOLDER", help="按哪份文件检查（默认按记录中的地区）")
@click.option("--set-rule", "set_rules", multiple=True, metavar="RULE:OP=N", help="假设一条规则的数是 N，可写几次")
@click.option("--map", "mapping", type=click.Path(path_type=Path), help="任意表格的映射文件，由 jituan map 提议")
@click.option("--decisions", type=click.Path(path_type=Path), help="人的决定：判断、豁免、口径、说明")
@click.option("--as-of", type=Day(), help="检查日期，如 2024-07-31")
@click.option(
    "--format",
    "fmt",
    type=click.Choice([*FORMATS, WORKBOOK, *SIGNED]),
    help="默认 text；xlsx 是标注件，配合 --paper 是表格文书",
)
@click.option(
    "--paper", "names", multiple=True, metavar="NAME", help="做成文书：督导意见书、整改通知书、自评报告等；all 是全部"
)
@click.option(
    "--for", "reader", type=click.Choice(READERS), help="写给谁：school 学校、inspector 督导、policy 政策研究"
)
@click.option("--names", "persons", is_flag=True, help="列出人员姓名（默认只列编号；写给 policy 的不列）")
@click.option(
    "--font",
    "fonts",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE|FOLDER",
    help="PDF 文书所用的字体，先于已安装的",
)
@click.option("--since", type=click.Path(path_type=Path), help="以前的 JSON 报告：文书写明复查情况")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="写到文件；多个对象时写到文件夹（填报表不写 --format 时，每份一个标注件、一个网页）",
)
@click.option("--force", is_flag=True, help="标注件、回件已有同名文件时覆盖")
@click.option("--chainer", type=click.Choice(["auto", "durable", "naive"]), default="auto", help="后续处理所用推理器")
@click.pass_obj
def check(
    state: State, paths: tuple[Path, ...], rulebooks: tuple[str, ...], set_rules: tuple[str, ...], mapping: Path | None,
    decisions: Path | None, as_of: str | None, fmt: str | None, names: tuple[str, ...], reader: str | None, persons: bool,
    since: Path | None, output: Path | None, force: bool, chainer: Any, fonts: tuple[Path, ...] = (),
) -> int:  # fmt: skip
    """逐条检查集团或主管部门的记录。 Check records against a policy, clause by clause."""
    asked = names or since or fonts or fmt in SIGNED
    papers = _papers(state, names, fmt, output, since, force=force, fonts=fonts) if asked else None
    if papers:
        _of_papers(set_rules, reader)
    if fmt == WORKBOOK and output is None:
        raise click.UsageError("标注件是工作簿，请用 -o 写到文件。 A marked copy is a workbook: write it with -o FILE.")
    given = people.read(decisions) if decisions else {}
    changed = _suppose(state, rulebooks, set_rules) if set_rules else ()
    if (
        not papers
        and output is not None
        and (fmt == WORKBOOK or (fmt is None and not mapping and _sent_in(paths, output)))
    ):
        _of_replies(set_rules, reader, persons=persons)
        from checker.cli.answers import answer, mapped_source  # noqa: PLC0415  (only they need what writes workbooks)
        from checker.replies import Order  # noqa: PLC0415

        inputs = [*paths, *([decisions] if decisions else [])]
        pages = fmt is None and output.suffix.lower() != SHEETS
        order = Order(rulebooks, as_of, given, chainer=chainer)
        read = mapped_source(paths, mapping) if mapping else None
        return answer(
            state,
            paths,
            order,
            [*inputs, *([mapping] if mapping else [])],
            output,
            pages=pages,
            force=force,
            given=read,
        )
    todo: list[Task] = []
    refused: list[tuple[Problem, ...]] = []
    for one in mapped_reader.bodies(paths, mapping) if mapping else bodies(paths):
        try:
            if isinstance(one, BadInput):
                raise one
            todo += tasks(state, one, rulebooks, given, as_of)
        except BadInput as bad:
            complain(bad, state.lang)
            refused.append(bad.problems)
    broken = bool(refused)
    if output is not None:
        spare(output, [*paths, *(one for one in (mapping, decisions, since) if one)])
    if changed and todo:
        from checker.transplant.setrule import unused  # noqa: PLC0415  (only suppositions need it)

        unused(changed, {one.rulebook.id for one in todo})
    todo = [replace(one, names=True) for one in todo] if persons else todo
    made = list(_progress(run(state.bench, todo, chainer), len(todo)))
    if not broken:  # a body that could not be read is no body that nobody asked for
        _unused(given, made, state.lang)
    if papers:
        _at_home(made)
        papers.deliver(state, made)
    else:
        _deliver(state, made, fmt or FORMATS[0], output, reader, paths, refused)
    return BAD_INPUT if broken or not made else exit_code(made)


def _of_papers(set_rules: tuple[str, ...], reader: str | None) -> None:
    """Options that make no sense of papers are refused."""
    if set_rules:
        raise click.UsageError("--set-rule 是假设，不用于文书。 --set-rule supposes: no paper is made of it.")
    if reader:
        raise click.UsageError("--for 用于报告，文书各有写法。 --for is for reports: each paper has its own reader.")


def _at_home(made: list[Report]) -> None:
    """A paper asserts what is wrong: none is made of what would be under another region's rules. Raises BadInput."""
    foreign = [one for one in made if any(said.startswith("foreign_region") for said in one.assumptions)]
    what = say("按另一地区的文件检查的，不出文书", "checked by another region's document: no paper is made of it")
    mend = say("请用所在地区的文件（不写 --rules）", "use the document of its own region (without --rules)")
    if foreign:
        raise BadInput([Problem(one.file, what, "", mend) for one in foreign])


def _of_replies(set_rules: tuple[str, ...], reader: str | None, *, persons: bool) -> None:
    if set_rules:
        raise click.UsageError("--set-rule 不用于标注件和回件。 --set-rule is for reports, not for marked copies.")
    if reader or persons:
        raise click.UsageError(
            "--for、--names 不用于标注件和回件。 --for and --names are for reports, not for marked copies."
        )


def _papers(
    state: State, names: tuple[str, ...], fmt: str | None, output: Path | None, since: Path | None, *, force: bool,
    fonts: tuple[Path, ...],
) -> Wanted:  # fmt: skip
    from checker.cli.papers import wanted  # noqa: PLC0415  (only papers need it)

    found = wanted(names, fmt, output, state.lang, since=since, force=force, **({"fonts": fonts} if fonts else {}))
    if fonts and found.fmt != "pdf":
        raise click.UsageError(
            "--font 用于 PDF 文书，请加 --format pdf。 --font is for papers as PDF: add --format pdf."
        )
    return found


def _suppose(state: State, rulebooks: tuple[str, ...], typed: tuple[str, ...]) -> tuple[Rulebook, ...]:
    from checker.transplant.setrule import suppose  # noqa: PLC0415  (only suppositions need it)

    return suppose(state.bench, rulebooks, typed)


def _sent_in(paths: tuple[Path, ...], output: Path) -> bool:
    """Workbooks that somebody sent in and that are answered one by one: several, or one with a folder or a workbook to write to."""
    files = [member for path in paths for member in (path.iterdir() if path.is_dir() else (path,))]
    several = len(paths) > 1 or any(path.is_dir() and not folder_reader.is_body(path) for path in paths)
    holds = any(file.suffix.lower() == SHEETS and not file.name.startswith((".", "~$")) for file in files)
    return holds and (several or output.is_dir() or output.suffix.lower() == SHEETS)


def tasks(
    state: State, body: Body, rulebooks: tuple[str, ...], given: Mapping[str, Decisions], as_of: str | None
) -> list[Task]:
    """What is to be checked of one body, one task per rulebook. Raises BadInput."""
    dated(body, as_of)  # without a day nothing else matters
    books = [state.bench.rulebook(name) for name in rulebooks] or [state.bench.rulebook_for(body)]
    return [task(state.bench, body, book, given.get(body.id), as_of=as_of) for book in books]


def reports(
    state: State, body: Body, rulebooks: tuple[str, ...], given: Mapping[str, Decisions], as_of: str | None
) -> Iterator[Report]:
    """The reports of one body, one per rulebook. Raises BadInput."""
    return run(state.bench, tasks(state, body, rulebooks, given, as_of))


def _progress(made: Iterator[Report], number: int) -> Iterator[Report]:
    """The reports one by one, with a bar on the terminal where there are enough of them to wait for."""
    if number < 5 or not sys.stderr.isatty():
        yield from made
        return
    with click.progressbar(made, length=number, label="检查", file=sys.stderr) as bar:
        yield from bar


def _unused(given: Mapping[str, Decisions], made: list[Report], lang: str) -> None:
    """Decisions that reached nothing are named, never dropped in silence."""
    for body, one in sorted(given.items()):
        mine = [report for report in made if report.body["id"] == body]
        unchecked = Problem(
            one.file, say(f"没有检查“{body}”，其决定未用", f"{body} was not checked: its decisions are unused")
        )
        for problem in unused(one, mine) if mine else [unchecked]:
            click.echo(problem.line(lang), err=True)


def _deliver(
    state: State, made: list[Report], fmt: str, output: Path | None, reader: str | None, paths: tuple[Path, ...],
    refused: list[tuple[Problem, ...]],
) -> None:  # fmt: skip
    if not made:
        return
    texts = [render(report, state.lexicon, fmt, state.lang, audience=reader) for report in made]
    if output is None:
        if fmt == "json" and len(texts) > 1:
            out_utf8(json.dumps([json.loads(text) for text in texts], ensure_ascii=False, indent=1) + "\n")
        elif fmt == "html" and len(texts) > 1:
            raise click.UsageError("多个对象的网页请用 -o 写到文件夹。 Several HTML reports need -o FOLDER.")
        else:
            (out if fmt == "text" else out_utf8)("\n".join(texts))
    elif len(texts) == 1 and not output.is_dir():
        write(output, texts[0])
    else:
        try:
            output.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise BadInput(
                Problem(str(output), say(f"不能作为文件夹：{error.strerror}", f"no folder: {error.strerror}"))
            ) from None
        several = len({report.rulebooks[0].id for report in made}) > 1
        names = [
            f"{report.body['id']}{f'-{report.rulebooks[0].id}' if several else ''}.{_SUFFIX[fmt]}" for report in made
        ]
        for name, text in zip(names, texts, strict=True):
            write(output / name, text)
        if fmt == "html":
            from checker.cli.overview import of_reports  # noqa: PLC0415  (only pages need what lays them side by side)

            of_reports(state, output, made, names, paths, refused)
