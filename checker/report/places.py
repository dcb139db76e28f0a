"""Which cells (member × period) carry a verdict, said compactly: 石庙联中：2023年10月、2024年2月；…等 12 处."""

from __future__ import annotations

from collections.abc import Sequence

from checker.model import Cell, Finding
from checker.report.sentences import primary_cells, telling_cells
from checker.report.values import Speaker

SHOWN = 6
"""Cells named one by one; the JSON and the calendar grid have all of them."""


def places(finding: Finding, speaker: Speaker, shown: int = SHOWN) -> str:
    """The telling cells out of all owed ones; empty where the rule has but one cell."""
    owed = [cell for cell in primary_cells(finding) if cell.verdict != "not_applicable"]
    told = list(telling_cells(finding))
    if not told or all((cell.entity, cell.item, cell.period) == ("*", "*", "*") for cell in told):
        return ""
    say, every = speaker.phrases, finding.rule.every
    counter = f"counter.{_counter(told, every)}"
    listed = _listed(told[:shown], speaker, every)
    if len(told) > shown:
        listed = say("where.more", list=listed, n=say(counter, n=len(told)))
    if len(owed) <= 1:
        return listed
    return say("where.line", list=listed, total=say(counter, n=max(len(owed), len(told))), n=say(counter, n=len(told)))


def _counter(cells: Sequence[Cell], every: str | None) -> str:
    has_entity = any(cell.entity != "*" for cell in cells)
    if every is None:
        return "entity" if all(cell.item == "*" for cell in cells) else "mixed"
    return "mixed" if has_entity else every


def _listed(cells: Sequence[Cell], speaker: Speaker, every: str | None) -> str:
    """Cells by entity; a period stands once behind its entity."""
    say = speaker.phrases
    grouped: dict[str, list[str]] = {}
    for cell in cells:
        grouped.setdefault(who(cell, speaker), []).append(
            "" if cell.period == "*" else speaker.period(cell.period, every)
        )
    said: list[str] = []
    for name, periods in grouped.items():
        times = say.join([one for one in periods if one])
        said.append(say("where.member", entity=name, list=times) if name and times else name or times)
    bare = all(not any(periods) or not name for name, periods in grouped.items())
    return say.join(said) if bare else say("report.group_join").join(said)


def who(cell: Cell, speaker: Speaker) -> str:
    """The entity and the item of a cell by name; empty where it has none."""
    return "·".join(speaker.entity(one) for one in (cell.entity, cell.item) if one != "*")
