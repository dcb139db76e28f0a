"""`jituan audit --also` and `--set-rule`: the same bodies under other rules, or under a rule with another number.

Exit codes, first that applies: 3 a file that could not be used, or no body checked; 70 a defect of ours; 0 otherwise. What would be
under other rules is no result of a check.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from checker.audit.bucket import Source
from checker.audit.nouns import Broken
from checker.audit.sources import Given, sources
from checker.audit.sources import decisions as given_in
from checker.cli.common import BAD_INPUT, DEFECT, State, complain, out, out_utf8, spare, write
from checker.cli.progress import Progress
from checker.errors import BadInput, Problem
from checker.report.words import Phrases


@dataclass(frozen=True)
class Wanted:
    """What was typed."""

    paths: tuple[Path, ...]
    rulebooks: tuple[str, ...]
    also: tuple[str, ...]
    set_rules: tuple[str, ...]
    decisions: Path | None
    as_of: str | None
    fmt: str
    output: Path | None
    jobs: int
    chainer: Any


def moved(state: State, wanted: Wanted) -> int:
    """Run and deliver; the exit code."""
    if wanted.also and wanted.set_rules:
        raise click.UsageError("--also 和 --set-rule 请分两次用。 Use --also and --set-rule in two runs.")
    if wanted.also and len(wanted.rulebooks) > 1:
        raise click.UsageError("用 --also 时 --rules 只写一个：现在所按的。 With --also, one --rules: what holds now.")
    given = given_in(wanted.decisions)
    found, notes = sources(wanted.paths)
    if wanted.output is not None:
        inputs = [
            *wanted.paths,
            *([wanted.decisions] if wanted.decisions else []),
            *(one.path for one in found if one.path),
        ]
        spare(wanted.output, inputs)
    make = _transplant if wanted.also else _tally
    with Progress(len(found)) as tick:
        text, broken, empty = make(state, wanted, found, given, notes, tick)
    for one in broken:
        complain(BadInput(one.problems), state.lang)
    if wanted.output is not None:
        write(wanted.output, text)
    else:
        (out if wanted.fmt == "text" else out_utf8)(text)
    if empty or any(not one.defect for one in broken):
        return BAD_INPUT
    return DEFECT if broken else 0


Made = tuple[str, Sequence[Broken], bool]
"""The text, what could not be used, and whether nothing could."""


def _transplant(
    state: State, wanted: Wanted, found: Sequence[Source], given: Given, notes: Sequence[Problem], tick: Any
) -> Made:
    from checker.transplant.bucket import Order  # noqa: PLC0415
    from checker.transplant.make import transplant  # noqa: PLC0415

    home = wanted.rulebooks[0] if wanted.rulebooks else None
    order = Order(home, wanted.also, wanted.as_of, given.decisions, given.refused, state.lang, wanted.chainer)
    made = transplant(
        state.bench, found, order, jobs=wanted.jobs, broken=given.broken, notes=notes, tick=tick
    )  # fmt: skip
    if wanted.fmt == "json":
        from checker.transplant.jsonout import render as to_json  # noqa: PLC0415

        return to_json(made, state.lang), made.broken, not made.moves
    from checker.transplant.build import build  # noqa: PLC0415
    from checker.transplant.html import render as to_html  # noqa: PLC0415
    from checker.transplant.text import render as to_text  # noqa: PLC0415

    phrases = Phrases(state.lang)
    view = build(made, state.lexicon, phrases)
    text = to_html(view, phrases) if wanted.fmt == "html" else to_text(view, phrases)
    return text, made.broken, not made.moves


def _tally(
    state: State, wanted: Wanted, found: Sequence[Source], given: Given, notes: Sequence[Problem], tick: Any
) -> Made:
    """`notes` would name files, and are about folders alone: they are not told where only counts are."""
    from checker.transplant.counts import as_html, as_text  # noqa: PLC0415
    from checker.transplant.jsonout import render_tally  # noqa: PLC0415
    from checker.transplant.tally import Order, tally  # noqa: PLC0415

    del notes
    order = Order(wanted.rulebooks, wanted.set_rules, wanted.as_of, given.decisions, given.refused, wanted.chainer)
    made = tally(state.bench, found, order, jobs=wanted.jobs, broken=given.broken, tick=tick)
    if wanted.fmt == "json":
        return render_tally(made, state.lang), made.broken, not made.bodies
    page = as_html if wanted.fmt == "html" else as_text
    return page(made, state.lexicon, Phrases(state.lang)), made.broken, not made.bodies
