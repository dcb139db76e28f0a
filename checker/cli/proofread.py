"""`jituan proofread`: a policy document read before it is issued.

Exit codes: 0 nothing was found; 1 something was; 2 usage; 3 bad input.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import click

from checker.cli.common import FOUND, State, out, out_utf8, spare, write
from checker.errors import BadInput, Problem, say
from checker.intake import Document, read_document


@click.command()
@click.argument("document", metavar="DOCUMENT|ID")
@click.option("--beside", multiple=True, metavar="DOCUMENT|ID", help="应当一致的另一份文件，可写几次")
@click.option("--above", metavar="DOCUMENT|ID", help="上级文件：本文件不得比它宽")
@click.option(
    "--sources",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="用规则库编号时，原文所在文件夹（或 JITUAN_SOURCES）",
)
@click.option("--format", "fmt", type=click.Choice(("text", "json", "html")), default="text")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="写到文件")
@click.pass_obj
def proofread(
    state: State, document: str, beside: tuple[str, ...], above: str | None, sources: Path | None, fmt: str, output: Path | None
) -> int:  # fmt: skip
    """发文前校核：分值、分档、上下限、前后不一、附件、期限、名称。 Read a document (txt, docx, pdf) before it is issued."""
    from checker.proofreading import make, notes, view  # noqa: PLC0415  (only this command needs them)
    from checker.proofreading import proofread as run  # noqa: PLC0415

    named = [document, *beside, *([above] if above else [])]
    if twice := next((one for one in named if named.count(one) > 1), None):
        what = say("写了两次，一份文件不能与自己对照", "named twice: a document is not laid beside itself")
        raise BadInput(Problem(twice, what))
    found = {name: _read(state, name, sources) for name in named}
    if output is not None:
        spare(output, [Path(name) for name in named if Path(name).is_file()])
    drafts = (
        make(found[document].text),
        [make(found[name].text, Path(name).name) for name in beside],
        make(found[above].text, Path(above).name) if above else None,
    )
    remarks = run(*drafts)
    for remark in found[document].remarks:
        click.echo(remark[state.lang], err=True)
    seen = view.build(Path(document).name, remarks, state.lang, notes(*drafts))
    if fmt == "json":
        from checker.proofreading import jsonout  # noqa: PLC0415

        made = jsonout.render(seen, Path(document).name, found[document].sha256, state.lang)
    elif fmt == "html":
        from checker.proofreading import html  # noqa: PLC0415
        from checker.report.words import Phrases  # noqa: PLC0415

        made = html.render(seen, Phrases(state.lang))
    else:
        from checker.proofreading import text  # noqa: PLC0415

        made = text.render(seen, None if output else min(shutil.get_terminal_size((100, 24)).columns, 120))
    if output is not None:
        write(output, made)
    else:
        (out if fmt == "text" else out_utf8)(made)
    return FOUND if remarks else 0


def _read(state: State, name: str, sources: Path | None) -> Document:
    """A document by its path, or the text of a rulebook by its id. Raises BadInput."""
    if Path(name).exists() or name not in state.bench.folders:
        return read_document(Path(name))
    folder = sources or (Path(os.environ["JITUAN_SOURCES"]) if os.environ.get("JITUAN_SOURCES") else None)
    mend = say("请用 --sources 给出原文所在文件夹", "name the folder of texts with --sources")
    if folder is None:
        raise BadInput(Problem(name, say("规则库里没有原文", "a rulebook does not hold its text"), "", mend))
    file = state.bench.rulebook(name).source.file
    if Path(file).name != file or not (folder / file).is_file():
        raise BadInput(Problem(str(folder), say(f"找不到原文 {file}", f"the document {file} is not there"), "", mend))
    return read_document(folder / file)
