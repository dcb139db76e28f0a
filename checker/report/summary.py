"""What a reader must see first: the telling findings one by one, and which missing records block how many clauses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from checker.model import VERDICTS, Cell, Finding, Scorecard
from checker.report.clauses import TELLING
from checker.report.gaps import OPEN, table_of, together
from checker.report.reasons import BARE, Reasons, causes
from checker.report.sentences import lacks_elsewhere, primary_cells, telling_cells
from checker.report.view import Clause, Headline, Lacking
from checker.report.words import Phrases

ABSENT = "table_not_reported"
"""The reason where a whole table is missing."""
ANSWERS = ("not_answered",)
"""Reasons that no record mends."""


def headlines(
    own: Iterable[Finding], others: Iterable[Finding], clauses: Mapping[str, Clause], say: Phrases
) -> tuple[Headline, ...]:
    """The body's own duties, worst first; behind them those of others, worst first."""
    found = [(finding, False) for finding in own] + [(finding, True) for finding in others]
    telling = [(finding, other) for finding, other in found if finding.verdict in TELLING]
    telling.sort(key=lambda one: (one[1], VERDICTS.index(one[0].verdict)))
    return tuple(_headline(finding, clauses[finding.rule.id], say, other=other) for finding, other in telling)


def placed(clause: Clause, say: Phrases) -> str:
    """The place of a clause, with the status of a document that is not in force."""
    return say("report.placed", status=clause.status, at=clause.at) if clause.status else clause.at


def _headline(finding: Finding, clause: Clause, say: Phrases, *, other: bool) -> Headline:
    parts = [clause.sentence.brief, clause.sentence.short]
    if finding.verdict == "disputed":
        parts = [say("summary.readings")]
    if finding.verdict == "deviates" and finding.explanation:
        parts.append(say("summary.explained"))
    if any(one.get("expired") for one in finding.waivers):
        parts.append(say("summary.expired"))
    said = say("report.comma").join(part for part in parts if part)
    return Headline(clause.anchor, clause.mark, clause.title, placed(clause, say), clause.bearer if other else "", said)


def lacking(
    findings: Iterable[Finding],
    reasons: Reasons,
    say: Phrases,
    cards: Iterable[Scorecard] = (),
    tables: Mapping[str, str] | None = None,
) -> tuple[Lacking, ...]:
    """Missing records: first the one that settles most clauses by itself, then the one that most wait for beside others, then the
    one that most points hang on; then in the order of appearance. `tables` are those of the report: of one that is not reported at all, no
    cell is missed by itself."""
    known = tables or {}
    stakes = _stakes(cards, known)
    number: dict[str, list[tuple[str, bool]]] = {}
    inside: dict[str, list[str]] = {}
    for finding in findings:
        if finding.verdict == "unknown" and not lacks_elsewhere(finding):
            missing = _missing(telling_cells(finding), finding, known)
            for one in missing:
                number.setdefault(_one_thing(one), []).append((one, len(missing) == 1))
        elif VERDICTS.index(finding.verdict) < VERDICTS.index("unknown"):
            open_cells = [cell for cell in primary_cells(finding) if cell.verdict == "unknown"]
            for one in _missing(open_cells, finding, known):
                if _is_record(one, say):
                    inside.setdefault(_one_thing(one), []).append(one)
    made = [
        _lacking(
            reasons.grouped(together([*(one for one, _ in number.get(key, ())), *inside.get(key, ())]), "why"),
            len(number.get(key, ())), sum(alone for _, alone in number.get(key, ())), stakes.get(key, Fraction(0)), say,
            len(inside.get(key, ())),
        )
        for key in dict.fromkeys((*number, *inside))
    ]  # fmt: skip
    named = {*number, *inside}
    scored = [(key, points) for key, points in stakes.items() if points and key not in named and _is_record(key, say)]
    made += [_lacking(reasons.grouped([key], "why"), 0, 0, points, say) for key, points in scored]
    return tuple(sorted(made, key=lambda one: (-one.alone, -one.clauses, -one.inside, -one.points)))


def _missing(cells: Iterable[Cell], finding: Finding, tables: Mapping[str, str]) -> list[str]:
    found = causes(cells, finding.rule.every)
    return list(dict.fromkeys(_whole(one, tables) for one in found if one not in BARE))


def _is_record(reason: str, say: Phrases) -> bool:
    """Is it something that somebody can fill in, and not an answer or a rating that is waited for?"""
    key = reason.partition(":")[0]
    return key not in ANSWERS and f"why_mend.{key}" in say


def _whole(reason: str, tables: Mapping[str, str]) -> str:
    key, _, path = reason.partition(":")
    table = path.partition(".")[0]
    return f"{ABSENT}:{table}" if key == "empty_cell" and tables.get(table) == "not_reported" else reason


def _one_thing(reason: str) -> str:
    """What one register lacks is one thing to mend, whatever days each clause needs."""
    return f"{OPEN}:{table_of(reason)}" if reason.startswith(OPEN) else reason


def _stakes(cards: Iterable[Scorecard], tables: Mapping[str, str]) -> dict[str, Fraction]:
    """The points that wait for each missing record, of the scorecard in which they are most."""
    most: dict[str, Fraction] = {}
    for card in cards:
        mine: dict[str, Fraction] = {}
        for score in card.items:
            for key in dict.fromkeys(_one_thing(_whole(one, tables)) for one in score.why_open if one not in BARE):
                mine[key] = mine.get(key, Fraction(0)) + score.points.high - score.points.low
        most |= {key: max(points, most.get(key, Fraction(0))) for key, points in mine.items()}
    return most


def _lacking(what: str, clauses: int, alone: int, points: Fraction, say: Phrases, inside: int = 0) -> Lacking:
    # Where every clause lacks this alone, saying so would only repeat the number.
    said = say("lacking.alone", what=what, n=alone) if 0 < alone < clauses else what
    said = say("lacking.inside", what=said, n=inside) if inside else said
    return Lacking(what, clauses, alone, said, points, inside)
