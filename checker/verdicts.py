"""Roll-up of verdicts: of cells into a rule's verdict, and of readings into one. The one table of it in code.

Cells: the first present in the order of VERDICTS. Readings: the same when all agree or when nothing can be judged yet
under any of them; `disputed` when a judged result hangs on the reading and someone would have to act under one of them.
"""

from __future__ import annotations

from collections.abc import Iterable

from checker.model import VERDICTS

JUDGED = frozenset({"error", "fail", "missed", "deviates", "review", "due", "pass"})
"""Verdicts that say something of what was done; the others wait, lack records or do not apply."""
QUIET = frozenset({"pass", "not_due", "waived", "info", "not_applicable"})
"""Verdicts under which nobody has to act."""


def rolled(verdicts: Iterable[str]) -> str:
    """The first of VERDICTS that is present. Raises ValueError for none."""
    return min(verdicts, key=VERDICTS.index)


def combined(readings: Iterable[str]) -> str:
    """One verdict from those of all readings."""
    found = frozenset(readings)
    if len(found) == 1 or found <= QUIET or not found & JUDGED:
        return rolled(found)
    return "disputed"
