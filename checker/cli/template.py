"""`jituan template`: the empty workbook that a school or an authority fills in."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import click

from checker.cli.common import State, write
from checker.errors import BadInput, Problem, say
from checker.rulebook.pending import refuse

KINDS = ("group", "authority")


class SchoolYear(click.ParamType[str]):
    """Two years, one after the other."""

    name = "YEAR"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        found = re.fullmatch(r"([12][0-9]{3})-([12][0-9]{3})", str(value))
        if found is None or int(found[2]) != int(found[1]) + 1:
            self.fail(f"{value!r}：应为相连的两年 expected two years, one after the other, 例如 2023-2024", param, ctx)
        return str(value)


@click.command()
@click.option(
    "--rules", "rulebooks", multiple=True, required=True, metavar="ID|FOLDER", help="按哪份文件填报，可写几次"
)
@click.option("--year", required=True, type=SchoolYear(), help="学年，如 2023-2024")
@click.option("--kind", type=click.Choice(KINDS), default="group", help="填报的是集团（默认）还是主管部门")
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help="写到哪个 .xlsx 文件")
@click.option("--force", is_flag=True, help="已有同名文件时覆盖")
@click.pass_obj
def template(state: State, rulebooks: tuple[str, ...], year: str, kind: str, output: Path, force: bool) -> int:
    """生成自评填报表（Excel、WPS）。 The workbook to fill in, with nothing in it that the rules do not need."""
    from checker.template.build import build  # noqa: PLC0415  (only this command needs it)

    if output.suffix.lower() != ".xlsx":
        raise BadInput(
            Problem(
                str(output),
                say("只能写成 .xlsx 文件", "only an .xlsx file can be written"),
                mend=say("例如 -o 自评填报表.xlsx", "for example -o form.xlsx"),
            )
        )
    if output.exists() and not force:
        raise BadInput(
            Problem(
                str(output),
                say("文件已存在，没有写", "the file exists: nothing was written"),
                say("里面可能有已填的内容", "something may have been filled in"),
                say("请换一个文件名，或加 --force", "give another name, or add --force"),
            )
        )
    books = [state.bench.rulebook(name) for name in dict.fromkeys(rulebooks)]
    for book in books:
        refuse(book)
        if not any(rule.subject == kind for rule in book.rules):
            raise BadInput(Problem(book.id, say("没有一条规则适用于这类对象", "no rule is for this kind of body")))
    write(output, build(state.bench, books, kind, year, state.lang))
    return 0
