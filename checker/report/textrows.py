"""The record rows behind a gap, in plain text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from checker.report.fold import folded
from checker.report.marks import RowLine
from checker.report.texttable import table
from checker.report.view import Clause
from checker.report.words import Phrases

NAMES = ("table", "id", "origin", "entity", "counted", "why")


def lines(clause: Clause, say: Phrases, width: int, indent: str, layout: Mapping[str, Any]) -> Iterator[str]:
    """The rows that count in the places of the gap; where none does, those that nearly counted, and why not. Rows
    that count in other places say nothing here."""
    rows = clause.rows
    here = [row for row in rows if row.here and row.counted != "no"]
    near = [row for row in rows if row.here and row.counted != "yes"]
    shown = here[: layout["rows"]] or near[: layout["rows_near"]]
    if not shown:
        return
    if len({(row.table, row.counted, row.entity, row.why) for row in shown}) == 1:
        said = say("report.labelled", label=clause.rows_of, text=_run(shown, len(rows), say))
        yield from folded(said, width, indent, f"{indent}  ")
        return
    if clause.rows_of != say("label.rows"):
        yield from folded(clause.rows_of, width, indent, indent)
    cells = [(row.table, row.id, row.origin, row.entity, row.counted_word, row.why) for row in shown]
    used = [at for at in range(len(NAMES)) if any(row[at] for row in cells)]
    heads = [say(f"row.head_{NAMES[at]}") for at in used]
    listed = [[row[at] for at in used] for row in cells]
    found = table(heads, listed, width - len(indent))
    for row in listed if found is None else ():
        yield from folded(say.join([cell for cell in row if cell]), width, indent, f"{indent}  ")
    yield from (indent + line for line in found or ())
    if len(rows) > len(shown):
        yield from folded(say("row.more", n=len(rows) - len(shown)), width, indent, indent)


def _run(rows: Sequence[RowLine], total: int, say: Phrases) -> str:
    """Rows that differ in nothing but their ids, in one line."""
    first = rows[0]
    origins = [first.origin]
    for row in rows[1:]:
        file, mark, line = row.origin.rpartition(":")
        same = first.origin.startswith(file + mark) and mark
        origins.append(line if same else row.origin)
    ids = say.join([row.id for row in rows])
    entity = f" {first.entity}" if first.entity else ""
    said = say(
        "row.run", table=f"{first.table}{entity}", ids=ids, origins=say.join(origins), counted=first.counted_word
    )
    said = say("rest.why", line=said, why=first.why) if first.why else said
    more = total - len(rows)
    return say("report.list").join((said, say("row.more", n=more))) if more else said
