"""For those who make the rules, in plain text: results by topic, what cannot be judged, open questions, contradictions; and for
those who judge, what is objected."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from checker.report.fold import folded
from checker.report.texttable import table
from checker.report.view import Clause, Named, View
from checker.report.words import Phrases

INDENT = "   "
OPEN = ("unknown", "review")
"""Verdicts of clauses that the program leaves unjudged, also those that it judges in part."""


def topics(view: View, say: Phrases, width: int) -> list[str]:
    marks = [view.marks[key] for key in view.topics.columns]
    heads = [say("grid.topic"), *(mark.symbol for mark in marks), say("label.total")]
    rows = [[topic, *(str(n or "") for n in numbers), str(total)] for topic, numbers, total in view.topics.rows]
    rows.append([say("label.total"), *map(str, view.topics.totals), str(view.topics.total)])
    legend = say.join([f"{mark.symbol} {mark.label}" for mark in marks])
    grid = [*(table(heads, rows, width) or (" ".join(row) for row in rows)), *folded(legend, width, "", INDENT)]
    for mark, clauses in view.listed:
        grid += folded(f"{mark.symbol} {mark.label} {say('report.clauses', n=len(clauses))}", width, "", INDENT)
        titles = [say("rest.line", title=one.title, at=one.at) for _, one in clauses]
        grid += folded(say("report.list").join(titles), width, INDENT, INDENT)
    return grid


def unjudged(view: View, say: Phrases, width: int) -> Iterator[str]:
    """Clauses that no record or no answer has settled, those of one reason together, the most first."""
    found: dict[tuple[str, str], list[Clause]] = {}
    for clause in (*view.gaps, *view.others):
        if clause.mark.key in OPEN:
            asked = clause.kind == "asks" or (clause.mark.key == "review" and clause.judge)
            why = say("heading.asked_by", who=clause.judge) if asked else clause.why or clause.sentence.short
            found.setdefault((f"{clause.mark.symbol} {clause.mark.label}", why), []).append(clause)
    for (label, why), clauses in sorted(found.items(), key=lambda one: -len(one[1])):
        yield from folded(say("matters.unjudged_line", label=label, n=len(clauses), why=why), width, "", INDENT)
        titles = [say("rest.line", title=one.title, at=one.at) for one in clauses]
        yield from folded(say("report.list").join(titles), width, INDENT, INDENT)


def questions(view: View, say: Phrases, width: int) -> Iterator[str]:
    for number, one in enumerate(view.questions, start=1):
        yield from folded(f"{number}. {one.question}", width, "", INDENT)
        for label, pull in one.options:
            yield from folded(say("matters.option", label=label, pull=pull), width, INDENT, f"{INDENT}  ")
        if one.differ:
            said = say("matters.differ", n=len(one.differ), list=_listed(one.differ, say))
            yield from folded(said, width, INDENT, f"{INDENT}  ")
        if one.agreed:
            yield from folded(say("matters.agreed", n=one.agreed), width, INDENT, f"{INDENT}  ")


def contradictions(view: View, say: Phrases, width: int) -> Iterator[str]:
    for number, one in enumerate(view.contradictions, start=1):
        yield from folded(f"{number}. {one.about}", width, "", INDENT)
        for at, quote in one.passages:
            yield from folded(say("matters.passage", at=at, quote=quote), width, INDENT, f"{INDENT}  ")
        said = say("matters.concerned", list=_listed(one.clauses, say))
        yield from folded(said, width, INDENT, f"{INDENT}  ")


def objections(view: View, say: Phrases, width: int) -> Iterator[str]:
    for one in view.objections:
        mark, clause = one.clause.mark, one.clause
        yield from folded(f"{mark.symbol} {say('rest.line', title=clause.title, at=clause.at)}", width, "", INDENT)
        yield from folded(say("report.labelled", label=one.label, text=one.said), width, INDENT, f"{INDENT}  ")


def _listed(clauses: Sequence[Named], say: Phrases) -> str:
    return say("report.list").join(say("rest.line", title=one.title, at=one.at) for one in clauses)
