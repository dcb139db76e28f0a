"""How the rows of a table are counted, in the words of the measures that count them."""

from __future__ import annotations

from checker.errors import spoken
from checker.rulebook.formwords import entry
from checker.template.form import Form

SHORT, LONG = 2, 24
"""Ways of counting in the line above a table, and in the note behind it."""
COUNTING = frozenset({"rows", "days", "distinct", "sum"})


def line(form: Form, table: str) -> str:
    """The line above a table."""
    words, listed = form.words, _counted(form, table)
    rows = entry("table.rows")
    row = spoken(rows[table], words.lang) if table in rows else ""
    if not listed:
        return row + words("table.linked")
    counts = words("table.join").join(listed[:SHORT])
    if len(listed) > SHORT:
        counts = words("table.counts_more", counts=counts, n=len(listed))
    return row + words("table.count", counts=counts)


def note(form: Form, table: str) -> str:
    """Every way of counting, one to a line; empty where the line above the table has them all."""
    listed = _counted(form, table)
    if len(listed) <= SHORT:
        return ""
    more = ["……"] if len(listed) > LONG else []
    return "\n".join([form.words("table.all"), *(f"· {one}" for one in listed[:LONG]), *more])


def _counted(form: Form, table: str) -> list[str]:
    """What the counting measures count, the shortest first: they are the plainest."""
    measures = [form.vocabulary.measures[name] for name in form.found.measures.get(table, ())]
    found = {spoken(one.counts, form.words.lang) for one in measures if one.kind in COUNTING}
    return sorted(found, key=lambda said: (len(said), said))
