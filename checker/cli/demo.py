"""`jituan demo`: a shipped example, checked and shown, from whatever folder one stands in."""

from __future__ import annotations

import click

from checker import decisions as people
from checker import house
from checker.cli.check import reports
from checker.cli.common import State, out
from checker.errors import BadInput, Problem, say
from checker.records.reader import bodies
from checker.report import FORMATS, render

EXAMPLE = "nanyang/annex/zhongxin.yaml"


@click.command()
@click.option("--format", "fmt", type=click.Choice(FORMATS), default="text")
@click.option("--invented", is_flag=True, help="改看一个虚构集团的全学年记录 an invented group's whole school year")
@click.pass_obj
def demo(state: State, fmt: str, invented: bool) -> None:
    """用自带样例演示一次检查。 Check a shipped example and show the report."""
    folder = house.examples_dir()
    path = folder / ("nanyang/invented/group.yaml" if invented else EXAMPLE)
    given = people.read(folder / "nanyang/invented/decisions.yaml") if invented else {}
    for body in bodies([path]):
        if isinstance(body, BadInput):
            raise body
        for report in reports(state, body, (), given, None):
            out(render(report, state.lexicon, fmt, state.lang))
            return
    raise BadInput(Problem(str(path), say("样例不见了", "the example is missing")))
