"""What two reports of one body judge differently, and which of their inputs differ for that clause.

A cause is looked for in what the clause rests on, not in the reports as a whole: a row of another table, a decision about another
clause, a rule elsewhere is none. Of what a report says that had no fingerprints yet, the whole stands for the clause.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from checker.earlier.nouns import Change, Past, PastFinding, PastRow

COUNTED = {"yes": 0, "maybe": 1, "no": 2}
Key = tuple[str, str]
"""A row's table and id."""


def difference(before: Past, after: Past) -> tuple[Change, ...]:
    """Clauses whose verdict differs, or that of a cell which both have, or that one report alone has; in the order of the later
    report, then those of the earlier one alone."""
    found = []
    for rule in dict.fromkeys((*after.findings, *before.findings)):
        old, new = before.findings.get(rule), after.findings.get(rule)
        if old is None or new is None:
            found.append(Change(rule, old, new, _alone(before, after, rule)))
        elif old.verdict != new.verdict or cells_changed(old, new):
            gained, lost = _rows(before, after, old, new)
            found.append(Change(rule, old, new, _because(before, after, old, new), gained, lost))
    return tuple(found)


def cells_changed(old: PastFinding, new: PastFinding) -> tuple[tuple[tuple[str, str, str], str, str], ...]:
    """Cells that both have and that are judged differently: their place, and the verdicts before and after."""
    was = {(one.entity, one.item, one.period): one.verdict for one in old.cells}
    now = {(one.entity, one.item, one.period): one.verdict for one in new.cells}
    return tuple((place, was[place], now[place]) for place in now if place in was and was[place] != now[place])


def rests_on_other_records(before: Past, after: Past, old: PastFinding, new: PastFinding) -> bool:
    """May the records be why a clause is judged otherwise?"""
    if before.records == after.records:
        return False
    return not (old.reads and new.reads) or old.reads != new.reads


def inputs(before: Past, after: Past) -> tuple[str, ...]:
    """What differs between the reports as wholes, by the names of `Change.because`."""
    differs = {
        "records": data_differ(before, after),
        "rule": before.books != after.books,
        "decision": before.decisions != after.decisions,
        "calendar": before.calendar != after.calendar,
        "day": (before.as_of, before.review) != (after.as_of, after.review),
        "tool": before.version != after.version,
    }
    return tuple(name for name, is_so in differs.items() if is_so)


def data_differ(before: Past, after: Past) -> bool:
    """Do the records say anything else? Comments and the order of rows are none of it. Of a report without fingerprints the
    file stands for what it says."""
    if before.records == after.records:
        return False
    if before.contents is None or after.contents is None or not (before.facts and after.facts):
        return True
    both = [(before.findings[rule], new) for rule, new in after.findings.items() if rule in before.findings]
    # A rule that is another one reads other tables.
    registers = any(old.registers != new.registers for old, new in both if old.fingerprint == new.fingerprint)
    return registers or (before.contents, before.facts) != (after.contents, after.facts)


def quiet(before: Past, after: Past) -> Mapping[str, int]:
    """Clauses that are judged as before though their records, their rule or the decisions about them differ: how many of each."""
    found = dict.fromkeys(("records", "rule", "decision"), 0)
    for rule, new in after.findings.items():
        old = before.findings.get(rule)
        if old is None or old.verdict != new.verdict or cells_changed(old, new) or not _printed(old, new):
            continue
        found["records"] += rests_on_other_records(before, after, old, new) and _seen_records(before, after, old, new)
        found["rule"] += old.fingerprint != new.fingerprint
        found["decision"] += old.decisions != new.decisions
    return {name: count for name, count in found.items() if count}


def _because(before: Past, after: Past, old: PastFinding, new: PastFinding) -> tuple[str, ...]:
    reads = rests_on_other_records(before, after, old, new)
    differs = {
        "records": reads and _seen_records(before, after, old, new),
        "rule": _differ(old.fingerprint, new.fingerprint, before.books != after.books),
        "decision": old.decisions != new.decisions if _printed(old, new) else before.decisions != after.decisions,
        "calendar": _spans(before, old, new) != _spans(after, old, new),
        "day": (before.as_of, before.review) != (after.as_of, after.review),
        "tool": before.version != after.version,
    }
    if found := tuple(name for name, is_so in differs.items() if is_so):
        return found
    # Rows behind rows (the person of an exchange) are not listed, but they were read.
    return ("records",) if reads else _whole(before, after)


def _seen_records(before: Past, after: Past, old: PastFinding, new: PastFinding) -> bool:
    """Do the rows behind the clause differ, the registers, or whom it concerns?"""
    if old.registers != new.registers or _concerned(old) != _concerned(new):
        return True
    if before.contents is not None and after.contents is not None:
        rows = {(row.table, row.id) for one in (old, new) for row in one.rows}
        return any(before.contents.get(row) != after.contents.get(row) for row in rows)
    return _standing(old.rows) != _standing(new.rows)


def _concerned(one: PastFinding) -> set[tuple[str, str]]:
    return {(cell.entity, cell.item) for cell in one.cells}


def _standing(rows: Iterable[PastRow]) -> set[tuple[str, str, str]]:
    return {(one.table, one.id, one.content) for one in rows}


def _differ(old: str, new: str, otherwise: bool) -> bool:
    """Two fingerprints; where a report had none, what is known of the whole."""
    return old != new if old and new else otherwise


def _printed(old: PastFinding, new: PastFinding) -> bool:
    """Were both reports made by a program that writes fingerprints? Then an empty one says that there is nothing."""
    return bool(old.fingerprint and new.fingerprint)


def _spans(past: Past, *findings: PastFinding) -> Mapping[str, tuple[str, str]]:
    """The periods of the calendar in which the clause was judged."""
    named = {cell.period for one in findings for cell in one.cells}
    return {name: past.periods[name] for name in sorted(named & past.periods.keys())}


def _whole(before: Past, after: Past) -> tuple[str, ...]:
    """What differs between the reports at all; the program where nothing does."""
    return inputs(before, after) or ("tool",)


def _alone(before: Past, after: Past, rule: str) -> tuple[str, ...]:
    """A clause that only one report has: the rulebook is another one, or the program reads it otherwise."""
    book = rule.partition("/")[0]
    if before.books.get(book) != after.books.get(book):
        return ("rule",)
    return _whole(before, after)


def _rows(
    before: Past, after: Past, old: PastFinding, new: PastFinding
) -> tuple[tuple[PastRow, ...], tuple[PastRow, ...]]:
    """Rows that count now and did not stand so, and rows that counted and no longer do. Of the same records none is new."""
    if before.records == after.records:
        return (), ()
    was, now = _by_place(old.rows), _by_place(new.rows)
    return tuple(_others(now, was, before.contents)), tuple(_others(was, now, after.contents))


def _by_place(rows: Iterable[PastRow]) -> Mapping[Key, PastRow]:
    """One entry a row of the records, as it counts most."""
    found: dict[Key, PastRow] = {}
    for row in rows:
        key = (row.table, row.id)
        if key not in found or COUNTED[row.counted] < COUNTED[found[key].counted]:
            found[key] = row
    return found


def _others(
    mine: Mapping[Key, PastRow], theirs: Mapping[Key, PastRow], contents: Mapping[Key, str] | None
) -> Iterator[PastRow]:
    """Rows that count in one report and that the records of the other do not have so; without its `contents` what it lists
    stands for them."""
    for key, row in mine.items():
        listed = theirs[key].content if key in theirs else None
        stood = listed if contents is None else contents.get(key)
        unlike = stood is None or bool(row.content and stood and row.content != stood)
        if row.counted != "no" and unlike:
            yield row
