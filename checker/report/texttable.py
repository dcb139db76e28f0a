"""Small tables in plain text whose columns share the width that there is."""

from __future__ import annotations

from collections.abc import Sequence

from tabulate import tabulate

from checker.report.fold import columns, wrapped

GAP = 2
HEAD_PADDING = 2
"""What tabulate puts between columns, and adds to a heading."""


def table(heads: Sequence[str], cells: Sequence[Sequence[str]], width: int) -> list[str] | None:
    """The lines of a table, or None where its headings, which may have lines of their own, do not fit into `width`."""
    least = [max(map(columns, head.split("\n"))) + HEAD_PADDING for head in heads]
    room = width - GAP * (len(heads) - 1)
    if sum(least) > room:
        return None
    wanted = [max(columns(row[at]) for row in cells) for at in range(len(heads))]
    widths = _shares(wanted, least, room)
    folded = [["\n".join(wrapped(cell, one)) for cell, one in zip(row, widths, strict=True)] for row in cells]
    return tabulate(folded, heads, tablefmt="simple", disable_numparse=True, stralign="left").splitlines()


def _shares(wanted: Sequence[int], least: Sequence[int], room: int) -> list[int]:
    """Columns' widths that fit into `room`, none below its `least`: the one that is furthest above gives way first."""
    found = [max(pair) for pair in zip(wanted, least, strict=True)]
    while sum(found) > room:
        spare = [width - low for width, low in zip(found, least, strict=True)]
        found[spare.index(max(spare))] -= 1
    return found
