"""The plan where no points lead to a grade: gaps that can still be mended, by their last day, and what no longer can."""

from __future__ import annotations

from dataclasses import dataclass, replace

from checker.model import Report
from checker.report.mending import BY, DISPUTED, DONE, KEYS, NOW, OPEN, PAST, Gap, mendable, over, owed
from checker.report.todo import Group, Item
from checker.report.values import Speaker
from checker.report.view import Lacking, View

__all__ = ["Gap", "Gaps", "gaps"]


@dataclass(frozen=True)
class Gaps:
    """`mend` and `coming` (duties of a period that runs) can still be done. Of `disputed` and `unsettled` (duties of a period) a
    reading decides whether they are gaps; `done` happened and can only be explained; `late` and `ended` (duties of a period) are past;
    `lacking` are the records that settle most clauses first."""

    mend: tuple[Gap, ...]
    coming: tuple[Group, ...]
    disputed: tuple[Gap, ...]
    unsettled: tuple[Item, ...]
    done: tuple[Gap, ...]
    late: tuple[Gap, ...]
    ended: tuple[Item, ...]
    lacking: tuple[Lacking, ...]

    @property
    def nothing(self) -> bool:
        return not (self.mend or self.coming or self.lacking or self.asked or self.past)

    @property
    def asked(self) -> bool:
        return bool(self.disputed or self.unsettled)

    @property
    def past(self) -> bool:
        """Is there anything that no deed mends?"""
        return bool(self.done or self.late or self.ended)


def gaps(report: Report, view: View, speaker: Speaker) -> Gaps:
    """Of the body's own duties, as the first lines of the report have them: each gap in one list."""
    found: dict[str, list[Gap]] = {key: [] for key in KEYS}
    for gap in mendable(view.gaps, report.findings, view.todo, report.as_of):
        found[gap.key].append(gap)
    items: dict[str, list[Item]] = {key: [] for key in KEYS}
    for item in view.todo.over:
        items[over(item, report.as_of)[0]].append(item)
    say = speaker.phrases
    ends = say("todo.by", date=speaker.date(report.as_of))
    today = Group(ends, say("todo.today"), tuple(items[BY]), report.as_of)
    return Gaps(
        mend=tuple(gap for key in (BY, NOW, OPEN) for gap in found[key]),
        coming=(*((today,) if items[BY] else ()), *owed(view.todo.still)),
        disputed=tuple(found[DISPUTED]), unsettled=tuple(items[DISPUTED]), done=tuple(found[DONE]), late=tuple(found[PAST]),
        ended=(*items[NOW], *items[PAST]), lacking=tuple(one for one in view.lacking if one.clauses or one.inside),
    )  # fmt: skip


def undated(found: Gaps) -> Gaps:
    """Of another region's document, whose last days bind nobody here: no list of what is coming or past."""
    gaps = [replace(one, key=NOW, day=None, left=None) for one in (*found.mend, *found.done, *found.late)]
    return replace(found, mend=tuple(gaps), coming=(), done=(), late=(), ended=())
