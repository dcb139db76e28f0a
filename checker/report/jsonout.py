"""The report as JSON (`schemas/report.json`): the whole of it, for other programs. Same report, same bytes.

Exact numbers are integers or `"n/d"` texts, never floats; money is in fen; `text` beside a value is how the report says
it. Cells and rows are sorted by their keys; findings stand in the rulebook's order. Who took a decision is left out.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import checker
from checker.fingerprint import fingerprint
from checker.model import VERDICTS, Cell, Finding, Followed, Report, Rule, Rulebook, Source, TestResult, Value
from checker.report.bounds import Bounds
from checker.report.cites import Cites
from checker.report.clauses import Clauses
from checker.report.jsonduties import duties_of
from checker.report.jsonrows import fact, rows
from checker.report.jsonscores import JsonScores
from checker.report.outcomes import telling_results
from checker.report.pseudonyms import pseudonyms
from checker.report.sentences import telling_cells
from checker.report.supposed import written
from checker.report.values import Speaker
from checker.report.words import Lexicon, Phrases, clean, pick
from checker.wording.within import expires

Json = dict[str, Any]
BODY = ("kind", "id", "name", "region", "model", "level", "legal_person", "founded", "plaque_date", "under", "invented")
DECISION = ("answer", "option", "reason", "date", "until", "evidence", "entity", "period")
WRITTEN = ("answer", "reason", "evidence")
SPAN = ("id", "from", "to")


def render(report: Report, lexicon: Lexicon, phrases: Phrases, *, hidden: bool = False) -> str:
    """With `hidden` persons have neither names nor their staff numbers."""
    made = _Maker(report, lexicon, phrases, hidden=hidden).report_()
    made = pseudonyms(made, report.registered, report.labels) if hidden else made
    return json.dumps(made, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def exact(number: Fraction | int | str | None) -> int | str | None:
    """A whole number as int, any other as `n/d`; texts (dates) and None as they are."""
    if number is None or isinstance(number, str):
        return number
    number = Fraction(number)
    return number.numerator if number.denominator == 1 else str(number)


class _Maker:
    def __init__(self, report: Report, lexicon: Lexicon, phrases: Phrases, *, hidden: bool) -> None:
        self.report, self.lexicon, self.lang = report, lexicon, phrases.lang
        self.speaker = Speaker(
            lexicon, phrases, report.labels, report.people, hidden=hidden, registered=report.registered
        )
        self.bounds = Bounds(self.speaker)
        self.cites = Cites(report.rulebooks, phrases, report.as_of)
        self.clauses = Clauses(self.speaker, self.cites, report.file)

    def report_(self) -> Json:
        report = self.report
        verdicts = [finding.verdict for finding in report.findings]
        return {
            "tool": {"name": "jituan", "version": checker.__version__, "chainer": report.chainer, "lang": self.lang},
            "body": _kept(report.body, BODY),
            "as_of": report.as_of,
            "review": {"from": report.review[0] or None, "to": report.review[1]},
            "rulebooks": [self._rulebook(book) for book in report.rulebooks],
            "records_sha256": report.records_sha256,
            "decisions_sha256": report.decisions_sha256,
            "calendar": self._calendar(),
            "tables": {name: report.tables[name] for name in sorted(report.tables)},
            "contents": {
                name: {clean(key): found[key] for key in sorted(found)}
                for name, found in sorted(report.contents.items())
            },
            "assumptions": [clean(one) for one in report.assumptions],
            "summary": {verdict: verdicts.count(verdict) for verdict in VERDICTS},
            "findings": [self._finding(finding) for finding in report.findings],
            "addressed_to_others": [self._finding(finding) for finding in report.others],
            "not_here": [self._rule(rule, _book_of(report, rule.id)) for rule in report.not_here],
            "duties": duties_of(report, self.clauses.writer, self.cites, self._test),
            **self._scores(),
            **self._notes(),
            "consequences": [self._followed(one) for one in report.consequences],
        }

    def _scores(self) -> Json:
        """The scorecards, and what was rated for no scheme where there is such."""
        report, made = self.report, JsonScores(self.clauses, self._value, exact)
        found: Json = {"scores": [made.card(report, card) for card in report.scores]}
        if report.unplaced:
            found["unplaced_ratings"] = [made.rating(one) for one in report.unplaced]
        return found

    def _notes(self) -> Json:
        """How the records were read, where there is something to know."""
        told = [
            {"kind": one.kind, "at": clean(one.where), "text": self.speaker.freely(pick(one.said, self.lang))}
            for one in self.report.notes
        ]
        return {"notes": told} if told else {}

    def _rulebook(self, book: Rulebook) -> Json:
        source = book.source
        return {
            "id": book.id, "title": pick(source.title, self.lang), "number": source.number,
            "status": self.cites.standing(source), "expires": source.expires, "sha256": book.sha256,
            "document_sha256": source.sha256, "parts": [self._part(source, part.at) for part in source.parts],
            **({"supposed": [written(one) for one in book.changed]} if book.changed else {}),
        }  # fmt: skip

    def _part(self, source: Source, at: str) -> Json:
        title, number = self.cites.named(source, at)
        status = self.cites.standing(source, at)
        return {
            "at": clean(at),
            "title": title,
            "number": number or None,
            "status": status,
            "expires": expires(source, at),
        }

    def _calendar(self) -> Json:
        given = self.report.calendar or {}
        spans = {
            kind: [{key: clean(one[key]) for key in SPAN} for one in given.get(kind) or ()]
            for kind in ("semesters", "school_years")
        }
        return {"source": clean(self.report.calendar_source), **spans}

    # ---- findings ----------------------------------------------------------------------------------------------

    def _rule(self, rule: Rule, document: str) -> Json:
        return {
            "rule": rule.id, "at": clean(rule.at), "title": pick(rule.title, self.lang), "quote": clean(rule.quote),
            "document": document, "citation": self.cites.cite(document, rule.at), "modality": rule.modality,
            "bearer": rule.bearer, "subject": rule.subject, "topic": rule.topic, "basis": rule.basis,
            **self._placed(document, rule.at), "conflicts": self._conflicts(document, rule),
        }  # fmt: skip

    def _placed(self, document: str, at: str) -> Json:
        """The status of the words at a place on the day of the check, and whom the document names for their item."""
        units = [
            {
                "as": one.role,
                "names": list(one.names),
                "words": one.words or None,
                "at": one.at,
                "quote": clean(one.quote),
            }
            for one in self.cites.units(document, at)
        ]
        book = self.cites.books.get(document)
        return {"status": self.cites.standing(book.source, at) if book else None, "units": units}

    def _conflicts(self, document: str, rule: Rule) -> list[Json]:
        """Where the document says something else of the same matter: all passages, the rule's own too."""
        return [
            {
                "id": one.id, "about": pick(one.about, self.lang), "questions": list(one.questions),
                "between": [{"at": passage.at, "quote": clean(passage.quote)} for passage in one.between],
            }
            for one, _ in self.cites.conflicts(document, rule)
        ]  # fmt: skip

    def _finding(self, finding: Finding) -> Json:
        cells = telling_cells(finding)
        deciding = [result for _, results in telling_results(cells) for result in results]
        worst = max(deciding, key=lambda one: abs(one.short_by or Fraction(0)), default=None)
        sentence = self.clauses.sentence(finding)
        return {
            **self._rule(finding.rule, finding.document),
            "verdict": finding.verdict,
            "measured": self._value(worst.value) if worst else None,
            "required": self._required(worst) if worst else None,
            "short_by": self._short(worst) if worst else None,
            "due": next((cell.due for cell in cells if cell.due), None),
            "sentence": sentence.full,
            "mend": sentence.mend or None,
            "counts": {key: finding.counts[key] for key in VERDICTS if finding.counts.get(key)},
            "cells": [self._cell(cell) for cell in sorted(finding.cells, key=_cell_key)],
            "rows": rows(finding.rows),
            "readings": {key: finding.readings[key] for key in sorted(finding.readings)},
            "decided": sorted(finding.decided),
            "chosen": {key: finding.chosen[key] for key in sorted(finding.chosen)},
            "explanation": self._told(finding.explanation),
            "waivers": [{**(self._told(one) or {}), "expired": bool(one.get("expired"))} for one in finding.waivers],
            "objections": [self._told(one) for one in finding.objections],
            "remarks": [self._test(one) for one in finding.remarks],
            "fingerprint": finding.prints.rule,
            "decisions": _decisions_print(finding),
            "reads": finding.prints.reads,
            "registers": finding.prints.registers,
        }

    def _cell(self, cell: Cell) -> Json:
        return {
            "reading": cell.reading, "entity": clean(cell.entity), "item": clean(cell.item),
            "period": clean(cell.period), "from": cell.period_from, "to": cell.period_to, "due": cell.due,
            "verdict": cell.verdict, "reasons": [clean(one) for one in cell.reasons],
            "tests": [self._test(one) for one in cell.tests],
            "decision": self._told(cell.decision),
        }  # fmt: skip

    def _test(self, result: TestResult) -> Json:
        return {
            "role": result.role, "measure": result.test.measure, "op": result.test.op, "negate": result.test.negate,
            "outcome": result.outcome, "measured": self._value(result.value), "required": self._required(result),
            "short_by": self._short(result), "missing": [clean(one) for one in result.missing],
            "extra": [clean(one) for one in result.extra],
        }  # fmt: skip

    def _told(self, entry: Mapping[str, Any] | None) -> Json | None:
        """A decision with what people wrote as it may be read."""
        found = _decision(entry)
        return found and {key: self.speaker.freely(one) if key in WRITTEN else one for key, one in found.items()}

    # ---- values ------------------------------------------------------------------------------------------------

    def _value(self, value: Value) -> Json:
        measure = self.lexicon.measure(value.measure)
        return {
            "measure": value.measure,
            "unit": "fen" if measure.type == "money" else measure.unit,
            "low": exact(value.low),
            "high": exact(value.high),
            "numerator": list(value.numerator) if value.numerator else None,
            "denominator": list(value.denominator) if value.denominator else None,
            "elements": None if value.elements is None else [clean(one) for one in value.elements],
            "maybe": [clean(one) for one in value.maybe],
            "complete": value.complete,
            "why_open": [clean(one) for one in value.why_open],
            "text": self.speaker.value(value),
        }

    def _required(self, result: TestResult) -> Json:
        """The right side: its exact value where it is one, and in words with the operator's key."""
        test, required = result.test, result.required
        constant = test.right if test.right_measure is None else None
        exact_ = exact(constant) if isinstance(constant, Fraction | int | str) else None
        low, high = (exact(required.low), exact(required.high)) if required else (exact_, exact_)
        elements = list(constant) if isinstance(constant, tuple | list) else None
        if required and required.elements is not None:
            elements = list(required.elements)
        return {
            "op": test.op, "of": test.right_measure, "low": low, "high": high,
            "elements": [clean(one) for one in elements] if elements is not None else None,
            "text": self.bounds.right(test, required),
        }  # fmt: skip

    def _short(self, result: TestResult) -> Json | None:
        if result.short_by is None or not result.test.wanted:
            return None
        return {"value": exact(abs(result.short_by)), "text": self.speaker.short_by(result.short_by, result)}

    def _followed(self, followed: Followed) -> Json:
        one = followed.consequence
        document = _book_of(self.report, one.id)
        return {
            "id": one.id, "at": clean(one.at), "quote": clean(one.quote), "document": document,
            "citation": self.cites.cite(document, one.at), "title": pick(one.title, self.lang), "bearer": one.bearer,
            "state": followed.state, "then": pick(one.then, self.lang),
            "because": [fact(one, self.report.behind) for one in followed.because],
        }  # fmt: skip


def _kept(entry: Mapping[str, Any], keys: Sequence[str]) -> Json:
    return {key: clean(entry[key]) if isinstance(entry[key], str) else entry[key] for key in keys if key in entry}


def _decision(entry: Mapping[str, Any] | None) -> Json | None:
    """A decision without who took it: that may be a person's name, and the decisions file has it."""
    return None if entry is None else {key: clean(entry[key]) for key in DECISION if entry.get(key) is not None}


def _decisions_print(finding: Finding) -> str | None:
    """The fingerprint of what people decided and the verdict rests on, whatever its order; None where nobody did. An objection
    changes no verdict."""
    found: list[tuple[str, Mapping[str, Any]]] = [
        ("reading", {"question": key, "option": option}) for key, option in finding.chosen.items()
    ]
    found += [("answer", cell.decision) for cell in finding.cells if cell.decision]
    found += [("waiver", one) for one in finding.waivers]
    found += [("explanation", finding.explanation)] if finding.explanation else []
    kept = {fingerprint([kind, one.get("question"), _decision(one)]) for kind, one in found}
    return fingerprint(kept) if kept else None


def _cell_key(cell: Cell) -> tuple[str, ...]:
    return cell.reading, cell.entity, cell.item, cell.period_from or "", cell.period


def _book_of(report: Report, rule: str) -> str:
    """The rulebook of a rule's id; the id's first part where none is loaded."""
    return next((book.id for book in report.rulebooks if rule.startswith(f"{book.id}/")), rule.partition("/")[0])
