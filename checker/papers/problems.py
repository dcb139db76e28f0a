"""The list of problems of a report.

A line is in one list only: what is certain, what is to be done without a last day, what lacks a reason, what lacks records, what
hangs on a reading, what waits for a person, what others owe; and, on a re-check, what became of the lines of the earlier report.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, fields, replace

from checker.earlier.nouns import Past
from checker.model import Report
from checker.papers.lines import Lines, Lists
from checker.papers.nouns import Problem
from checker.papers.split import list_of, parts
from checker.report.view import View
from checker.report.words import Lexicon, Phrases


@dataclass(frozen=True)
class Problems:
    """The lists of a `Dossier` under the same names; `order` counts through them in this order."""

    breaches: tuple[Problem, ...] = ()
    reminders: tuple[Problem, ...] = ()
    departures: tuple[Problem, ...] = ()
    kept: tuple[Problem, ...] = ()
    """Of an earlier report: neither open nor closed, since the verdict changed without new evidence. They stay in the ledger."""
    lacking: tuple[Problem, ...] = ()
    disputed: tuple[Problem, ...] = ()
    judged: tuple[Problem, ...] = ()
    others: tuple[Problem, ...] = ()
    closed: tuple[Problem, ...] = ()


def problems(
    report: Report, view: View, lexicon: Lexicon, phrases: Phrases, past: Past | None = None, lines: Lines | None = None
) -> Problems:
    """Raises BadInput where `past` is no earlier report of this body and these rules."""
    lines = lines or Lines(report, phrases, lexicon)
    found: Lists = {one.name: [] for one in fields(Problems)}
    for clause in view.gaps:
        for finding, unit in parts(lines.findings[clause.rule]):
            found[list_of(finding)].append((unit, lines.line(finding, unit)))
    for clause in view.others:
        finding = lines.findings[clause.rule]
        if lexicon.is_gap(finding.verdict):
            found["others"] += [(unit, lines.line(mine, unit)) for mine, unit in parts(finding)]
    if past is not None:
        from checker.papers.recheck import rechecked  # noqa: PLC0415  (most papers have no earlier report)

        found = rechecked(found, lines, past)
    return _ordered(found)


def _ordered(found: Lists) -> Problems:
    count = itertools.count(1)
    return Problems(
        **{one.name: tuple(replace(line, order=next(count)) for _, line in found[one.name]) for one in fields(Problems)}
    )
