"""Which duties bind several units one by one, and what of a finding is certain, for each of them: `reports/problems.yaml`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache

import yaml

from checker import house
from checker.model import VERDICTS, Cell, Finding, Rule
from checker.report.sentences import PRIMARY, primary_cells
from checker.verdicts import rolled

BROKEN = ("breaches", "departures", "reminders")
"""The lists of what a unit has to mend, to explain or to do yet: what is certain."""
DISPUTED = "disputed"
WHOLE = (DISPUTED, "error")
"""Verdicts of a rule that say nothing of its cells one by one."""
NOWHERE = ("*", "?", "-")
_LIST = "list"
_AXES = ("entity", "item")
Part = tuple[Finding, str]
"""A finding as it is for one line, and the id of the unit, empty where the bearer is one."""


@cache
def lists() -> Mapping[str, str]:
    """The list of a verdict's lines; a verdict under which nobody has to act has none."""
    return {verdict: name for name, found in _data()["lists"].items() for verdict in found}


def certain(verdict: str) -> bool:
    """Does it say that a unit has something to mend, to explain or to do?"""
    return lists().get(verdict) in BROKEN


def list_of(finding: Finding) -> str:
    """The list of a line. A departure whose reason was given waits for a person, who says whether it holds."""
    return "judged" if finding.explained else lists()[finding.verdict]


def deeds() -> Collection[str]:
    """Bearers that are each school for its own deeds."""
    return _data()["deeds"]["bearers"]


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
    return _of(finding, (cell for cell in finding.cells if getattr(cell, by) == unit))


def parts(finding: Finding) -> Iterator[Part]:
    """What is certain for each unit, and what is left: of units for which nothing is, or of all where they are not told apart.
    Verdicts are those of the cells."""
    if finding.verdict in WHOLE or finding.explained or not primary_cells(finding):
        yield finding, ""
        return
    sure = settled(finding)
    told = [(mine, unit) for unit in units(sure) if certain((mine := _certain(of_unit(sure, unit))).verdict)]
    yield from told
    by, named = axis(finding.rule), {unit for _, unit in told}
    left = [cell for cell in sure.cells if not named or getattr(cell, str(by)) not in named]
    rest = _certain(_of(sure, left)) if left else None
    if rest is not None and rest.verdict in lists():
        yield rest, ""
    elif not told:
        yield finding, ""


def settled(finding: Finding) -> Finding:
    """The finding with `disputed` for each cell that is broken under the first reading and not under some other, and with the mildest
    verdict for one that is broken under all of them."""
    cells = tuple(_settled(cell, finding) for cell in finding.cells)
    return finding if cells == finding.cells else _of(finding, cells)


def at(cell: Cell) -> tuple[str, str, str]:
    return cell.entity, cell.item, cell.period


def _settled(cell: Cell, finding: Finding) -> Cell:
    others = finding.unsettled.get(at(cell), ()) if cell.reading == PRIMARY and certain(cell.verdict) else ()
    if not all(map(certain, others)):
        return replace(cell, verdict=DISPUTED)
    mildest = max((cell.verdict, *others), key=VERDICTS.index)
    return cell if mildest == cell.verdict else replace(cell, verdict=mildest)


def _of(finding: Finding, cells: Iterable[Cell]) -> Finding:
    mine = replace(finding, cells=tuple(cells))
    counts = Counter(cell.verdict for cell in primary_cells(mine))
    return replace(mine, counts=counts, verdict=rolled(counts))


def _certain(finding: Finding) -> Finding:
    """With the worst verdict that is certain, where one is: what cannot be told of other cells does not hide it."""
    known = [verdict for verdict in finding.counts if certain(verdict)]
    return replace(finding, verdict=rolled(known)) if known else finding


@cache
def _data() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    # Our own file, so the fast C loader without the guards that users' files need.
    data = yaml.load((house.reports_dir() / "problems.yaml").read_bytes(), Loader=yaml.CSafeLoader)
    return {part: {key: tuple(found) for key, found in entries.items()} for part, entries in data.items()}
