"""What a spreadsheet says about the body whose records it holds: its name, where exactly one stands there. Nothing else is sure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

_GROUP = re.compile(r"[\u4e00-\u9fff]{2,20}?教育集团")
_AUTHORITY = re.compile(r"[\u4e00-\u9fff]{2,20}?教育(?:体育|科技)?(?:和[\u4e00-\u9fff]{2,4})?局")
_DAY = re.compile(r"([0-9]{4})[年.\-/]([0-9]{1,2})[月.\-/]([0-9]{1,2})日?")
_YEAR = re.compile(r"([0-9]{4})\s*[-—–~至]+\s*([0-9]{4})\s*学年")


@dataclass(frozen=True)
class Head:
    """`kind` and `name` None where they are not sure; `facts` are others of the body; `days` and `years` are only shown to a
    person."""

    kind: str | None = None
    name: str | None = None
    region: str | None = None
    facts: Mapping[str, str] = field(default_factory=dict)
    days: tuple[str, ...] = ()
    years: tuple[str, ...] = ()


def head(
    titles: Iterable[str], tables: Sequence[str], region: str | None, facts: Mapping[str, str] | None = None
) -> Head:
    """`titles` are lines that stand alone, names of sheets and files; `tables` those that the sheets hold; `facts` what a block
    about the group itself says."""
    lines = list(titles)
    groups = {found[0] for line in lines for found in _GROUP.finditer(line)}
    bureaus = {found[0] for line in lines for found in _AUTHORITY.finditer(line)}
    days = {f"{y}-{int(m):02}-{int(d):02}" for line in lines for y, m, d in _DAY.findall(line)}
    years = {f"{a}-{b}" for line in lines for a, b in _YEAR.findall(line) if int(b) == int(a) + 1}
    kind = name = None
    stated = dict(facts or {})
    if stated:
        kind, name = "group", stated.pop("name", None)
    elif "groups" in tables and len(bureaus) == 1:
        kind, name = "authority", bureaus.pop()
    elif "groups" not in tables and len(groups) == 1:
        kind, name = "group", groups.pop()
    return Head(kind, name, region, stated, tuple(sorted(days)), tuple(sorted(years)))
