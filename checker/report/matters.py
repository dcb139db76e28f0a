"""What is open in the text itself, and what people object: questions, contradictions and objections, each with its clauses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from checker.model import Finding
from checker.report.clauses import TELLING, Clauses
from checker.report.marks import Mark
from checker.report.summary import placed
from checker.report.view import Clause, Contradiction, Named, Objected, Open, differ
from checker.report.words import Lexicon, Phrases, clean, pick

LISTED = (*TELLING, "due")


def named(clause: Clause, say: Phrases) -> Named:
    return Named(clause.anchor, clause.mark, clause.title, placed(clause, say))


def listed(
    findings: Iterable[Finding], told: Mapping[str, Clause], lexicon: Lexicon, say: Phrases
) -> tuple[tuple[Mark, tuple[tuple[str, Named], ...]], ...]:
    """The clauses that fail, fall short, depart or are still to be done, by verdict, worst first; each with its topic, in the order
    of topics."""
    order = list(lexicon.topics)
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.verdict in LISTED:
            found.setdefault(finding.verdict, []).append(finding)
    return tuple(
        (
            told[found[key][0].rule.id].mark,
            tuple(
                (lexicon.topic(one.rule.topic, say.lang), named(told[one.rule.id], say))
                for one in sorted(
                    found[key], key=lambda one: order.index(one.rule.topic) if one.rule.topic in order else len(order)
                )
            ),
        )
        for key in LISTED
        if key in found
    )


def questions(told: Mapping[str, Clause], say: Phrases) -> tuple[Open, ...]:
    """Each question once, in the order in which clauses ask it; those first on which most verdicts hang."""
    options: dict[str, tuple[tuple[str, str], ...]] = {}
    found: dict[str, tuple[list[Named], list[Named]]] = {}
    for clause in told.values():
        for question, choices in clause.readings:
            options.setdefault(question, tuple((one.label, one.pull) for one in choices))
            apart, alike = found.setdefault(question, ([], []))
            (apart if differ(choices) else alike).append(named(clause, say))
    made = [Open(key, options[key], tuple(apart), len(alike)) for key, (apart, alike) in found.items()]
    return tuple(sorted(made, key=lambda one: -len(one.differ)))


def contradictions(
    findings: Iterable[Finding], told: Mapping[str, Clause], clauses: Clauses
) -> tuple[Contradiction, ...]:
    """Each conflict of a document that concerns a clause of the report, with both passages, in the order of the clauses."""
    found: dict[str, tuple[Contradiction, list[Named]]] = {}
    for finding in findings:
        for one, _ in clauses.cites.conflicts(finding.document, finding.rule):
            passages = tuple((clean(passage.at), clean(passage.quote)) for passage in one.between)
            made = Contradiction(passages, pick(one.about, clauses.lang), ())
            found.setdefault(one.id, (made, []))[1].append(named(told[finding.rule.id], clauses.say))
    return tuple(Contradiction(made.passages, made.about, tuple(those)) for made, those in found.values())


def objections(findings: Iterable[Finding], told: Mapping[str, Clause], say: Phrases) -> tuple[Objected, ...]:
    """What a body says for itself: its objections, and its reasons for a departure."""
    labels = {say(f"label.{key}") for key in ("objection", "explanation", "statement")}
    return tuple(
        Objected(named(told[finding.rule.id], say), note.label, note.text)
        for finding in findings
        if finding.objections or finding.explanation
        for note in told[finding.rule.id].notes
        if note.label in labels
    )
