"""Which cells (member × item × period) carry a verdict, said compactly: 石庙联中：2023年10月、2024年2月；…等 12 处."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from checker.model import Cell, Finding, Rule
from checker.report.outcomes import telling_results
from checker.report.periods import kind
from checker.report.sentences import place, primary_cells, telling_cells
from checker.report.values import Speaker

SHOWN = 6
LISTED = 20
"""Cells named one by one; the JSON and the calendar grid have all of them."""
NOWHERE = ("*", "?", "-")
"""Keys of cells without an entity, item or period, or with an open one: no place to name."""


def places(finding: Finding, speaker: Speaker, shown: int = SHOWN) -> str:
    """The telling cells out of all owed ones; empty where the rule has but one cell, or the places are not known."""
    owed = [cell for cell in primary_cells(finding) if cell.verdict != "not_applicable"]
    told = sorted(telling_cells(finding), key=lambda cell: _listed_at(cell, finding.rule))
    if not told or all({cell.entity, cell.item, cell.period} <= set(NOWHERE) for cell in told):
        return ""
    say, rule = speaker.phrases, finding.rule

    def counted(cells: Sequence[Cell]) -> str:
        unit_kind = _counter(told, kind(told[0].period, rule.every))
        unit = _unit(rule, speaker) if unit_kind == "entity" else ""
        return say("counter.of_set", n=len(cells), unit=unit) if unit else say(f"counter.{unit_kind}", n=len(cells))

    number = counted(told)
    own = {place(cell) for cell in told} <= {place(cell) for cell in owed}
    if own and len(told) > shown and len(told) >= len(owed):
        return say("where.all", n=number)
    named = _listed(told[:shown], speaker, rule, _values(told, speaker))
    if len(told) > shown:
        named = say("where.more", list=named, n=number)
    # Of another reading only the places are kept in which somebody would have to act: they are never all.
    if len(owed) <= 1 or not own:
        return named
    if len(told) >= len(owed):
        return say("where.every", list=named, n=number)
    return say("where.line", list=named, total=counted(owed), n=number, k=len(told))


def _counter(cells: Sequence[Cell], every: str | None) -> str:
    has_entity = any(cell.entity != "*" for cell in cells)
    if every is None or all(cell.period in NOWHERE for cell in cells):
        return "entity" if all(cell.item == "*" for cell in cells) else "mixed"
    return "mixed" if has_entity else every


def _unit(rule: Rule, speaker: Speaker) -> str:
    """What the entities are counted in: the word of their set."""
    sets = [one for one in rule.for_each if isinstance(one, str)]
    if rule.for_each and not sets:
        return speaker.phrases("counter.listed")
    return speaker.lexicon.counter(sets[0], speaker.lang) if len(sets) == 1 == len(rule.for_each) else ""


def _listed_at(cell: Cell, rule: Rule) -> tuple[int, ...]:
    """Where a rule lists its entities or items, its order is theirs."""
    lists = [one for one in rule.for_each if not isinstance(one, str)]
    return tuple(one.index(key) for one in lists for key in (cell.entity, cell.item) if key in one)


def each(finding: Finding, speaker: Speaker) -> str:
    """Place by place what was seen and required, of a clause that is met but held to other bounds in each."""
    cells = [cell for cell in primary_cells(finding) if cell.verdict == finding.verdict]
    if not (values := _values(cells, speaker)):
        return ""
    said = _listed(cells[:LISTED], speaker, finding.rule, values)
    more = len(cells) > LISTED
    return speaker.phrases("where.more", list=said, n=len(cells)) if more else said


def listed(cells: Sequence[Cell], rule: Rule, speaker: Speaker) -> str:
    """The names of cells, the first of them where there are many; empty where a rule has but one."""
    if all({cell.entity, cell.item, cell.period} <= set(NOWHERE) for cell in cells):
        return ""
    said = _listed(cells[:SHOWN], speaker, rule, {})
    return speaker.phrases("where.more", list=said, n=len(cells)) if len(cells) > SHOWN else said


def _values(cells: Sequence[Cell], speaker: Speaker) -> dict[tuple[str, str, str], str]:
    """What was seen and required in each place, where they are held to different bounds: no one sentence says it."""
    found: dict[tuple[str, str, str], str] = {}
    bounds = set()
    for cell in cells:
        results = telling_results([cell])
        if len(results) != 1:
            return {}
        test, (result, *_) = results[0]
        if test.right_measure is None or result.required is None or result.outcome == "unknown":
            return {}
        bounds.add(result.required)
        value, required = (speaker.spaced(speaker.value(one)) for one in (result.value, result.required))
        found[place(cell)] = speaker.phrases("where.values", value=value, required=required)
    return found if len(bounds) > 1 else {}


def _listed(cells: Sequence[Cell], speaker: Speaker, rule: Rule, values: Mapping[tuple[str, str, str], str]) -> str:
    """Cells by entity; a period stands once behind its entity."""
    say = speaker.phrases
    grouped: dict[str, list[str]] = {}
    for cell in cells:
        period = "" if cell.period in NOWHERE else speaker.period(cell.period, rule.every)
        name = who(cell, speaker, rule, cells)
        if said_of := values.get(place(cell)):
            period = speaker.phrases("report.bracketed", what=period or name, text=said_of)
            name = name if cell.period not in NOWHERE else ""
        grouped.setdefault(name, []).append(period)
    said: list[str] = []
    for name, periods in grouped.items():
        times = say.join([one for one in periods if one])
        said.append(say("where.member", entity=name, list=times) if name and times else name or times)
    bare = all(not any(periods) or not name for name, periods in grouped.items())
    return say.join(said) if bare else say("report.group_join").join(said)


def who(cell: Cell, speaker: Speaker, rule: Rule, cells: Sequence[Cell] = ()) -> str:
    """The entity and the item of a cell, one of `cells`, by name; empty where it has none."""
    return "·".join(speaker.member(one, rule, cells) for one in (cell.entity, cell.item) if one not in NOWHERE)
