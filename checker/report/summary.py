"""What a reader must see first: the telling findings one by one, and which missing records block how many clauses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from checker.model import VERDICTS, Finding
from checker.report.clauses import TELLING
from checker.report.gaps import OPEN, table_of, together
from checker.report.reasons import BARE, Reasons, causes
from checker.report.sentences import lacks_elsewhere, telling_cells
from checker.report.view import Clause, Headline, Lacking
from checker.report.words import Phrases


def headlines(
    own: Iterable[Finding], others: Iterable[Finding], clauses: Mapping[str, Clause], say: Phrases
) -> tuple[Headline, ...]:
    """Worst first; of one verdict the body's own duties first."""
    found = [(finding, False) for finding in own] + [(finding, True) for finding in others]
    telling = [(finding, other) for finding, other in found if finding.verdict in TELLING]
    telling.sort(key=lambda one: VERDICTS.index(one[0].verdict))
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


def lacking(findings: Iterable[Finding], reasons: Reasons, say: Phrases) -> tuple[Lacking, ...]:
    """Missing records, the one that most clauses wait for first; then in the order of appearance."""
    number: dict[str, list[tuple[str, bool]]] = {}
    for finding in findings:
        if finding.verdict == "unknown" and not lacks_elsewhere(finding):
            missing = [one for one in causes(telling_cells(finding), finding.rule.every) if one not in BARE]
            for one in missing:
                # What one register lacks is one thing to mend, whatever days each clause needs.
                key = f"{OPEN}:{table_of(one)}" if one.startswith(OPEN) else one
                found = number.setdefault(key, [])
                found.append((one, len(missing) == 1))
    order = sorted(number.values(), key=lambda one: -len(one))
    return tuple(
        _lacking(
            reasons.grouped(together(one for one, _ in some), "why"), len(some), sum(alone for _, alone in some), say
        )
        for some in order
    )


def _lacking(what: str, clauses: int, alone: int, say: Phrases) -> Lacking:
    # Where every clause lacks this alone, saying so would only repeat the number.
    said = say("lacking.alone", what=what, n=alone) if 0 < alone < clauses else what
    return Lacking(what, clauses, alone, said)
