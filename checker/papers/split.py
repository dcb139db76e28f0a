"""Which duties bind several units one by one, and a finding as it is for one of them: `reports/problems.yaml`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from functools import cache

import yaml

from checker import house
from checker.model import Cell, Finding, Rule
from checker.report.sentences import primary_cells
from checker.verdicts import rolled

NOWHERE = ("*", "?", "-")
_LIST = "list"
_AXES = ("entity", "item")


@cache
def lists() -> Mapping[str, str]:
    """The list of a verdict's lines; a verdict under which nobody has to act has none."""
    return {verdict: name for name, found in _data()["lists"].items() for verdict in found}


def axis(rule: Rule) -> str | None:
    """`entity` or `item`, whichever of a cell is the unit that answers for it; None where the bearer is one."""
    known = _data()["apart"].get(rule.bearer, ())
    for name, among in zip(_AXES, rule.for_each, strict=False):
        if (among if isinstance(among, str) else _LIST) in known:
            return name
    return None


def units(finding: Finding) -> tuple[str, ...]:
    """The units of a finding in the order of its cells; none where they are not told apart, or not known."""
    by = axis(finding.rule)
    if by is None:
        return ()
    found = dict.fromkeys(str(getattr(cell, by)) for cell in primary_cells(finding))
    return tuple(one for one in found if one not in NOWHERE)


def of_unit(finding: Finding, unit: str) -> Finding:
    """The finding as it is for one of its units."""
    by = axis(finding.rule) or _AXES[0]
    cells = tuple(cell for cell in finding.cells if getattr(cell, by) == unit)
    mine = Counter(cell.verdict for cell in primary_cells(replace(finding, cells=cells)))
    return replace(finding, cells=cells, counts=mine, verdict=rolled(mine))


def at(cell: Cell) -> tuple[str, str, str]:
    return cell.entity, cell.item, cell.period


@cache
def _data() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    # Our own file, so the fast C loader without the guards that users' files need.
    data = yaml.load((house.reports_dir() / "problems.yaml").read_bytes(), Loader=yaml.CSafeLoader)
    return {part: {key: tuple(found) for key, found in entries.items()} for part, entries in data.items()}
