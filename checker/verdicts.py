"""Roll-up of verdicts: of cells into a rule's verdict, and of readings into one. The one table of it in code.

Cells: the first present in the order of VERDICTS. Readings: what they agree on; the primary one's where nobody would have to
act under any of them; like cells when nothing can be judged yet under any of them; `disputed` when a judged result hangs on
the reading and someone would have to act under one of them.
"""

from __future__ import annotations

from collections.abc import Iterable

from checker.model import VERDICTS

JUDGED = frozenset({"error", "fail", "missed", "deviates", "due", "pass"})
"""Verdicts that say something of what was done; the others wait (for a person too), lack records or do not apply."""
QUIET = frozenset({"pass", "not_due", "waived", "info", "not_applicable"})
"""Verdicts under which nobody has to act."""


def rolled(verdicts: Iterable[str]) -> str:
    """The first of VERDICTS that is present. Raises ValueError for none."""
    return min(verdicts, key=VERDICTS.index)


def combined(primary: str, readings: Iterable[str]) -> str:
    """One verdict from those of all readings, of which `primary` is the one that the report starts from."""
    found = frozenset(readings) | {primary}
    if found <= QUIET:
        # What does not apply yet under the primary reading, but will be due under another, is still to come.
        return "not_due" if primary == "not_applicable" and "not_due" in found else primary
    return "disputed" if len(found) > 1 and found & JUDGED else rolled(found)
