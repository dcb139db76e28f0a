"""`jituan plan`: what to do for the next grade, or about the gaps; and what if a measure were otherwise.

Exit codes, first that applies: 2 usage; 3 bad input; 10 the goal can no longer be made certain, or a gap is past mending; 11 there is
something to do that makes it certain; 0 it is certain, or there is no gap.
"""

from __future__ import annotations

from pathlib import Path

import click

from checker import decisions as people
from checker.cli.check import Day, tasks
from checker.cli.common import BROKEN, OPEN, State, out, out_utf8, spare, write
from checker.errors import BadInput, Problem, say
from checker.records.reader import bodies
from checker.report.words import Phrases

CODES = {"certain": 0, "reachable": OPEN, "unreachable": BROKEN}


@click.command()
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--rules", "rulebook", metavar="ID|FOLDER", help="按哪份文件（默认按记录中的地区）")
@click.option("--decisions", type=click.Path(path_type=Path), help="人的决定：判断、豁免、口径、评分")
@click.option("--as-of", type=Day(), help="检查日期，如 2024-07-31")
@click.option("--grade", metavar="LABEL", help="要确定的等次（默认是还没有确定的最低一等）")
@click.option("--period", metavar="PERIOD", help="哪一期的评分表，如 2023-2024（默认是正在进行的一期）")
@click.option("--set", "supposed", multiple=True, metavar="MEASURE[@PERIOD]=VALUE", help="假设指标是这个值，可写几次")
@click.option("--cost", "costs", multiple=True, metavar="ITEM=N", help="评分表一项的代价（默认每项为 1），可写几次")
@click.option("--format", "fmt", type=click.Choice(("text", "json")), default="text")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="写到文件")
@click.pass_obj
def plan(
    state: State, path: Path, rulebook: str | None, decisions: Path | None, as_of: str | None, grade: str | None,
    period: str | None, supposed: tuple[str, ...], costs: tuple[str, ...], fmt: str, output: Path | None,
) -> int:  # fmt: skip
    """最省的做法：怎样使下一等次确定下来，哪些已不能得，改一个指标会怎样。 The cheapest way to the next grade; what if."""
    from checker.planning import Asked, PlanWords, make, render  # noqa: PLC0415  (only this command needs it)

    given = people.read(decisions) if decisions else {}
    found = list(bodies([path]))
    for one in found:
        if isinstance(one, BadInput):
            raise one
    if len(found) != 1:
        what = say(f"有 {len(found)} 个对象，计划只做一个", f"{len(found)} bodies: a plan is for one")
        raise BadInput(Problem(str(path), what, mend=say("请给一个对象的文件", "give the file of one body")))
    (body,) = found
    assert not isinstance(body, BadInput)
    (task,) = tasks(state, body, (rulebook,) if rulebook else (), given, as_of)
    made = make(state.bench, task, Asked(supposed, costs, grade, period))
    if output is not None:
        spare(output, [path, *([decisions] if decisions else [])])
    words = PlanWords(made, state.lexicon, Phrases(state.lang))
    text = render(words, fmt)
    if output is not None:
        write(output, text)
    else:
        (out if fmt == "text" else out_utf8)(text)
    return CODES[words.outlook]
