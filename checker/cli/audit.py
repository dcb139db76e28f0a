"""`jituan audit`: many bodies in one run, each checked as `check` does, then laid side by side.

Exit codes, first that applies: 2 usage; 3 a file that could not be used, or no body checked (after all others are done and the
audit is delivered); 70 an `error` finding or a defect of ours; 10 a fail, missed, disputed or unexplained deviation of a body's own
duties; 11 an unknown or review; 0 otherwise. What is found between bodies, and an authority that was put together, change none.
With --also or --set-rule, whose results are suppositions, only 2, 3, 70 and 0.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from checker.cli.check import Day
from checker.cli.common import BAD_INPUT, BROKEN, DEFECT, OPEN, State, complain, out, out_utf8, spare, write
from checker.cli.progress import Progress
from checker.errors import BadInput

FORMATS = ("text", "json", "html")


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--rules", "rulebooks", multiple=True, metavar="ID|FOLDER", help="按哪份文件检查（默认按记录中的地区）")
@click.option("--also", multiple=True, metavar="ID|FOLDER", help="另按这份文件检查集团，列出改按它会怎样；可写几次")
@click.option(
    "--set-rule", "set_rules", multiple=True, metavar="RULE:OP=N", help="假设一条规则的数是 N，只列数量；可写几次"
)
@click.option("--decisions", type=click.Path(path_type=Path), help="人的决定：一份文件，或按对象各一份的文件夹")
@click.option("--as-of", type=Day(), help="检查日期，如 2024-07-31")
@click.option("--all-groups", is_flag=True, help="声明所列集团就是该地的全部集团（合成主管部门记录时用）")
@click.option("--format", "fmt", type=click.Choice(FORMATS), default="text")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="写到文件")
@click.option("--jobs", type=click.IntRange(1), help="用几个进程（默认用全部处理器；结果相同）")
@click.option("--chainer", type=click.Choice(["auto", "durable", "naive"]), default="auto", help="后续处理所用推理器")
@click.pass_obj
def audit(
    state: State, paths: tuple[Path, ...], rulebooks: tuple[str, ...], also: tuple[str, ...],
    set_rules: tuple[str, ...], decisions: Path | None, as_of: str | None,
    all_groups: bool, fmt: str, output: Path | None, jobs: int | None, chainer: Any,
) -> int:  # fmt: skip
    """一次检查许多集团：结论、分数区间、名次、主管部门自身的要求，以及对象之间的发现。 Many bodies in one run, side by side."""
    from checker.audit import Order, cores  # noqa: PLC0415  (only this command needs it)
    from checker.audit import audit as run  # noqa: PLC0415
    from checker.audit.formats import render  # noqa: PLC0415
    from checker.audit.sources import decisions as given_in  # noqa: PLC0415
    from checker.audit.sources import sources  # noqa: PLC0415

    if also or set_rules:
        from checker.cli.transplant import Wanted, moved  # noqa: PLC0415  (only suppositions need it)

        wanted = Wanted(paths, rulebooks, also, set_rules, decisions, as_of, fmt, output, jobs or cores(), chainer)
        return moved(state, wanted)
    given = given_in(decisions)
    found, notes = sources(paths)
    if output is not None:
        spare(output, [*paths, *([decisions] if decisions else []), *(one.path for one in found if one.path)])
    order = Order(rulebooks, as_of, given.decisions, given.refused, chainer)
    with Progress(len(found)) as tick:
        made = run(
            state.bench, found, order, jobs=jobs or cores(), all_groups=all_groups, broken=given.broken, notes=notes,
            tick=tick,
        )  # fmt: skip
    for one in made.broken:
        complain(BadInput(one.problems), state.lang)
    if made.standings or made.broken:
        text = render(made, state.lexicon, fmt, state.lang)
        if output is not None:
            write(output, text)
        else:
            (out if fmt == "text" else out_utf8)(text)
    return _code(made)


def _code(made: Any) -> int:
    if any(not one.defect for one in made.broken) or (not made.standings and not made.broken):
        return BAD_INPUT
    verdicts: set[str] = set()
    for one in made.standings:
        verdicts |= one.counts.keys() - {"deviates"}
        if one.counts.get("deviates", 0) > one.explained:
            verdicts.add("deviates")
    if "error" in verdicts or made.broken:
        return DEFECT
    if verdicts & {"fail", "missed", "disputed", "deviates"}:
        return BROKEN
    return OPEN if verdicts & {"unknown", "review"} else 0
