"""`jituan explain RULE [FILE]`: a rule in words, with its quote and readings, and what it found in a file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from checker import decisions as people
from checker.cli.check import Day, tasks
from checker.cli.common import State, exit_code, out
from checker.errors import BadInput, Problem, say
from checker.model import Report, Rule, Rulebook
from checker.records.reader import bodies
from checker.report import render
from checker.report.explain import described, page
from checker.report.explainrows import rows as rows_of
from checker.report.words import Phrases
from checker.run import run


@click.command()
@click.argument("rule")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--decisions", type=click.Path(path_type=Path))
@click.option("--as-of", type=Day())
@click.pass_obj
def explain(state: State, rule: str, file: Path | None, decisions: Path | None, as_of: str | None) -> int:
    """解释一条规则；给出文件时，说明它在其中的结论。 Explain a rule, and its finding in FILE."""
    book, found = find(state, rule)
    rows = described(found, book, state.lexicon, Phrases(state.lang))
    out(page(rows))
    if file is None:
        return 0
    given = people.read(decisions) if decisions else {}
    code = 0
    for body in bodies([file]):
        if isinstance(body, BadInput):
            raise body
        for one in tasks(state, body, (book.id,), given, as_of):
            # The report is the one that `check` gives; the rows below it are all that there are.
            # Each on its own: one bucket holds a body once.
            mine, whole = (only(next(run(state.bench, [task])), found) for task in (one, replace(one, whole=found.id)))
            out("\n" + render(mine, state.lexicon, "text", state.lang))
            looked = rows_of(whole, state.lexicon, Phrases(state.lang))
            out("\n" + looked if looked else "")
            code = exit_code([mine])
    return code


def only(report: Report, rule: Rule) -> Report:
    """What a report says of one rule."""
    return replace(
        report,
        findings=tuple(one for one in report.findings if one.rule.id == rule.id),
        others=tuple(one for one in report.others if one.rule.id == rule.id),
        not_here=tuple(one for one in report.not_here if one.id == rule.id),
        consequences=(),
        scores=(),
        unplaced=(),
    )


def find(state: State, rule: str) -> tuple[Rulebook, Rule]:
    """A rule by its id, or by the end of it where that is unique. Raises BadInput with near ids."""
    first = rule.partition("/")[0]
    names = [first] if first in state.bench.folders else sorted(state.bench.folders)
    hits = []
    for name in names:
        book = state.bench.rulebook(name)
        hits += [(book, one) for one in book.rules if one.id == rule or one.id.endswith(f"/{rule}")]
    if len(hits) == 1:
        return hits[0]
    near = [one.id for name in names for one in state.bench.rulebook(name).rules if rule.rsplit("/", 1)[-1] in one.id]
    listed = "、".join([one.id for _, one in hits] or near[:8]) or "jituan rules list"
    if not hits and Path(rule).exists():
        order = say("先写规则，再写文件：jituan explain 规则 文件", "the rule comes first: jituan explain RULE FILE")
        raise BadInput(Problem(rule, say("这是文件，不是规则", "this is a file, no rule"), mend=order))
    raise BadInput(
        Problem(rule, say("没有这条规则", "there is no such rule"), mend=say(f"可查：{listed}", f"try: {listed}"))
        if not hits
        else Problem(
            rule, say("不止一条规则", "more than one rule"), mend=say(f"请写全：{listed}", f"write out: {listed}")
        )
    )
