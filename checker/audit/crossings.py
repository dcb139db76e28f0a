"""What is found when bodies are laid side by side: one school in two groups, rows that stand twice, one row for two duties."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

from checker.audit.nouns import Crossing, Outcome, Print, Standing, Traces
from checker.audit.schools import Register, register
from checker.isodate import ends_before_start
from checker.model import Rulebook

GROUP = "group"
SHOWN = 5
"""Rows named of a run of repeated ones."""
MANY = 6
"""Groups with one school up to which each pair is told."""
Held = tuple[str, Traces]


def crossings(
    outcomes: Sequence[Outcome], standings: Sequence[Standing], books: Mapping[str, Rulebook]
) -> tuple[Crossing, ...]:
    """Schools first, then rows, then shared rows; each in the order of the input."""
    bodies: dict[str, list[Held]] = {}
    groups: dict[str, list[Held]] = {}
    for one in outcomes:
        if one.body is None or one.traces is None:
            continue
        for name in dict.fromkeys(standing.rulebook for standing in one.standings):
            held = (str(one.body["id"]), one.traces)
            bodies.setdefault(name, []).append(held)
            if one.body["kind"] == GROUP:
                groups.setdefault(name, []).append(held)
    found: list[Crossing] = []
    for name, members in groups.items():
        found += _schools_twice(name, register(books[name].source, members), members)
    everyone = {body: traces for held in bodies.values() for body, traces in held}
    found += [crossing for body, traces in everyone.items() for crossing in _within(body, traces)]
    for name, members in groups.items():
        # an authority keeps what its groups keep too: only groups are compared
        found += _across(name, dict(members))
    for standing in standings:
        for shared in standing.shared:
            rows = tuple((shared.table, *row) for row in shared.rows)
            found.append(
                Crossing("shared_row", standing.rulebook, (standing.id,), rows=rows, count=len(rows), shared=shared)
            )
    return tuple(found)


def _schools_twice(name: str, schools: Register, groups: Sequence[Held]) -> Iterator[Crossing]:
    """Every pair of groups that has one school at one time, once."""
    by_school: dict[str, list[tuple[str, Mapping[str, Any], str]]] = {}
    for body, traces in groups:
        table = traces.tables.get("members")
        for row, origin in zip(table.rows, table.origins, strict=True) if table else ():
            key = schools.keys.get((body, str(row["school"])))
            if key is not None:
                by_school.setdefault(key, []).append((body, row, origin))
    for key, rows in by_school.items():
        bodies = tuple(dict.fromkeys(body for body, _, _ in rows))
        if len(bodies) > MANY:
            # a name that so many share is rather no name of one school: told once, for people to look at
            shown = tuple(("members", str(row["id"]), origin) for _, row, origin in rows[:SHOWN])
            yield Crossing("school_twice", name, bodies, (schools.names[key],), shown, sure=False)
            continue
        seen: set[tuple[str, str]] = set()
        for (body, row, origin), (other, second, elsewhere) in combinations(rows, 2):
            if body == other or (body, other) in seen:
                continue
            together, sure = _overlap(row, second)
            if together:
                seen.add((body, other))
                yield Crossing(
                    "school_twice", name, (body, other), _called(key, schools, body, other),
                    (("members", str(row["id"]), origin), ("members", str(second["id"]), elsewhere)),
                    sure=sure and _alike(key, schools, body, other), span=_span(row, second),
                )  # fmt: skip


def _overlap(one: Mapping[str, Any], other: Mapping[str, Any]) -> tuple[bool, bool]:
    """Do two memberships lie in one time, and is that sure? What has no first day had begun by the day of the check."""
    for first, second in ((one, other), (other, one)):
        if first["to"] and second["from"] and ends_before_start(second["from"], first["to"]):
            return False, False
    days = [one["from"], one["to"], other["from"], other["to"]]
    touching = any(a and b and a[:7] == b[:7] and (len(a) < 10 or len(b) < 10 or a == b)
                   for a, b in ((one["to"], other["from"]), (other["to"], one["from"])))  # fmt: skip
    return True, bool(days[0] and days[2]) and not touching


def _span(one: Mapping[str, Any], other: Mapping[str, Any]) -> tuple[str, str]:
    """From and to of what both have in common, as far as it is recorded."""
    starts = [row["from"] for row in (one, other) if row["from"]]
    ends = [row["to"] for row in (one, other) if row["to"]]
    return (max(starts) if len(starts) == 2 else ""), (min(ends) if ends else "")


def _called(key: str, schools: Register, body: str, other: str) -> tuple[str, ...]:
    """The names under which the two groups keep the school."""
    said = [str(row.get("name") or row["id"]) for owner, row, _ in schools.rows[key] if owner in (body, other)]
    return tuple(dict.fromkeys(said)) or (schools.names[key],)


def _alike(key: str, schools: Register, body: str, other: str) -> bool:
    """Is it surely one school? Neither tells of an area, or a section, that the other leaves out."""
    rows = [row for owner, row, _ in schools.rows[key] if owner in (body, other)]
    return all(len({row.get(column) or None for row in rows}) == 1 for column in ("area", "section"))


def _within(body: str, traces: Traces) -> Iterator[Crossing]:
    for prints in traces.repeats:
        rows = tuple((one.table, one.id, one.origin) for one in prints)
        yield Crossing("repeat", "", (body,), (prints[0].table,), rows, len(rows))


def _across(name: str, everyone: Mapping[str, Traces]) -> Iterator[Crossing]:
    """Rows of one content in several groups of a region, told once for each set of bodies."""
    found: dict[str, dict[str, Print]] = {}
    for body, traces in everyone.items():
        for one in traces.prints:
            found.setdefault(one.digest, {}).setdefault(body, one)
    alike: dict[tuple[str, ...], list[Mapping[str, Print]]] = {}
    for held in found.values():
        if len(held) > 1:
            alike.setdefault(tuple(held), []).append(held)
    for bodies, rows in alike.items():
        tables = tuple(dict.fromkeys(next(iter(one.values())).table for one in rows))
        shown = tuple(
            (held[body].table, held[body].id, held[body].origin) for held in rows[:SHOWN] for body in bodies[:2]
        )
        yield Crossing("repeat_across", name, bodies, tables, shown, len(rows))
