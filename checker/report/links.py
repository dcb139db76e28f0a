"""Of which table the ids are that a column holds, or a measure's elements."""

from __future__ import annotations

from checker.report.words import Lexicon


def linked(lexicon: Lexicon, path: str) -> str:
    """The table whose ids stand in `table.column`: another one, or of `id` the table's own; empty where it holds no ids."""
    table, column = lexicon.column(path)
    if table is None or column is None:
        return ""
    return column.link or (path.partition(".")[0] if path.endswith(".id") else "")


def element_table(lexicon: Lexicon, measure: str) -> str:
    """The table whose ids are the elements of a measure; empty where they are no ids, or not of one table alone."""
    made = lexicon.measures.get(measure)
    if made is None:
        return ""
    if made.table and made.column:
        return linked(lexicon, f"{made.table}.{made.column}")
    found = {element_table(lexicon, one) for one in made.inputs}
    return found.pop() if len(found) == 1 else ""
