"""`jituan map`: a mapping of any spreadsheet to records, proposed for a person to settle."""

from __future__ import annotations

from pathlib import Path

import click

from checker.cli.common import State, out, spare, write
from checker.errors import BadInput, Problem, say


@click.command("map")
@click.argument("sheets", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), help="映射文件，如 mapping.yaml（默认输出到屏幕）")
@click.option("--rules", "rulebook", metavar="ID|FOLDER", help="按哪份文件检查，写入 region")
@click.option("--region", help="所在地名或规则库编号，写入 region")
@click.option("--force", is_flag=True, help="覆盖已有的映射文件")
@click.pass_obj
def map_(
    state: State, sheets: tuple[Path, ...], output: Path | None, rulebook: str | None, region: str | None, force: bool
) -> int:
    """提议表格（xlsx、csv）与记录的对应关系。 Propose how the columns of any spreadsheet become records."""
    from checker.mapping.propose import propose  # noqa: PLC0415
    from checker.mapping.write import write as as_yaml  # noqa: PLC0415
    from checker.records import books  # noqa: PLC0415
    from checker.rulebook.needs import needs  # noqa: PLC0415

    if output is not None:
        spare(output, list(sheets))
        if output.exists() and not force:
            what = say("已经有这个文件，没有写", "this file exists: nothing was written")
            mend = say("换一个文件名，或加 --force 覆盖", "choose another name, or add --force")
            raise BadInput(Problem(str(output), what, mend=mend))
    wanted = None
    if rulebook:
        book = state.bench.rulebook(rulebook)
        region = region or book.id
        kinds = [needs([book], state.bench.vocabulary, state.bench.schemas, kind) for kind in ("group", "authority")]
        wanted = {table for kind in kinds for table in kind}
    made = propose(books.read(sheets), wanted=wanted, region=region)
    text = as_yaml(made, state.lang, sorted(state.bench.folders))
    if output is None:
        out(text)
        return 0
    write(output, text)
    out(_summary(text, output, state.lang))
    return 0


def _summary(text: str, output: Path, lang: str) -> str:
    """How much is proposed, how much is left to a person."""
    lines = [line.partition("#")[0].rstrip() for line in text.splitlines()]
    asked = sum(line.endswith(": ask") for line in lines)
    tables = sum("table: " in line and not line.endswith(("ask", "ignore")) for line in lines)
    if lang == "en":
        return (
            f"{output}: {tables} tables proposed, {asked} times `ask` to settle; then jituan check --map {output} …\n"
        )
    return f"{output}：提议了 {tables} 张表，待定（ask）{asked} 处；填好后 jituan check --map {output} …\n"
