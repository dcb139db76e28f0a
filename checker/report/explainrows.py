"""All rows that one rule looked at, with what became of each and why: what `explain` adds to the report of that rule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from checker.model import Finding, Report
from checker.report.cites import Cites
from checker.report.clauses import Clauses
from checker.report.fold import wrapped
from checker.report.marks import RowLine
from checker.report.texttable import table
from checker.report.values import Speaker
from checker.report.words import Lexicon, Phrases

WIDTH = 96
FEW = 3
"""Rows that did not count for one and the same reason, each on a line of its own; of more, only their ids."""
NAMES = ("table", "id", "day", "origin", "entity", "counted", "why")


def rows(report: Report, lexicon: Lexicon, say: Phrases) -> str:
    """The sentence of each finding and its rows, whatever the verdict; empty where nothing was judged."""
    clauses = Clauses(
        Speaker(lexicon, say, report.labels, registered=report.registered),
        Cites(report.rulebooks, say, report.as_of),
        report.file,
    )
    found = [line for one in (*report.findings, *report.others) for line in _of(one, clauses, say)]
    return "\n".join(line.rstrip() for line in found) + "\n" if found else ""


def _of(finding: Finding, clauses: Clauses, say: Phrases) -> Iterator[str]:
    mark = clauses.marks[finding.verdict]
    yield from wrapped(f"{mark.symbol} {mark.label}  {clauses.sentence(finding).full}", WIDTH)
    # Rows of people are named by their numbers alone, as everywhere.
    seen = clauses.rows.lines(finding, whole=True)
    yield say("row.all", n=len(seen)) if seen else say("row.none")
    if not seen:
        return
    same: dict[tuple[str, str], list[RowLine]] = {}
    for one in seen:
        same.setdefault((one.table, one.why) if one.counted == "no" else (one.table, one.id), []).append(one)
    told = [one for some in same.values() if len(some) <= FEW for one in some]
    many = [some for some in same.values() if len(some) > FEW]
    listed = [(one.table, one.id, one.day, one.origin, one.entity, one.counted_word, one.why) for one in told]
    yield from _table(listed, say) if listed else ()
    for some in many:
        ids = say.join([one.id for one in some])
        line = say("row.same", table=some[0].table, n=len(some), why=some[0].why, ids=ids)
        yield from wrapped(line, WIDTH)


def _table(listed: Sequence[tuple[str, ...]], say: Phrases) -> Sequence[str]:
    used = [at for at in range(len(NAMES)) if any(row[at] for row in listed)]
    made = table([say(f"row.head_{NAMES[at]}") for at in used], [[row[at] for at in used] for row in listed], WIDTH)
    return made or [line for row in listed for line in wrapped(say.join([cell for cell in row if cell]), WIDTH)]
