"""A report → the `Dossier` from which all its papers are made. Nothing is judged here: verdicts and words are the report's."""

from __future__ import annotations

from dataclasses import fields

from checker.earlier.nouns import Past as Earlier
from checker.model import Report
from checker.papers.lines import Lines
from checker.papers.nouns import Basis, Dossier, Past
from checker.papers.problems import problems
from checker.report import Lexicon
from checker.report.build import build
from checker.report.values import Speaker
from checker.report.words import Phrases, clean

_MET = "pass"
FOLLOWS = "follows"
CODE = 8
"""Digits of a fingerprint that a signed paper shows."""


def dossier(report: Report, lexicon: Lexicon, phrases: Phrases, past: Earlier | None = None) -> Dossier:
    """All that papers say of one report; with `past`, beside what an earlier one said."""
    view = build(report, lexicon, phrases)
    lines = Lines(report, phrases, lexicon)
    found = problems(report, view, lexicon, phrases, past, lines)
    return Dossier(
        body=view.body,
        invented=view.invented,
        as_of=view.as_of,
        year=report.as_of[:4],
        review=view.review,
        bases=tuple(
            Basis(title, number, status, called if called != title else "")
            for title, number, status, called in view.documents
        ),
        standing=lines.standing(),
        counts=tuple((mark.symbol, mark.label, number) for mark, number in view.counts),
        total=view.total,
        counters=view.counters,
        **{one.name: getattr(found, one.name) for one in fields(found)},
        met=tuple(clause.title for mark, clauses in view.rest if mark.key == _MET for clause in clauses),
        scores=view.scores,
        # What a document merely allows once some result exists is no finding.
        consequences=tuple(one for one in view.consequences if one.state == FOLLOWS),
        notes=tuple((note.label, note.text) for note in view.notes),
        code="-".join(sha[:CODE] for sha in (*(book.sha256 for book in report.rulebooks), report.records_sha256)),
        past=Past(Speaker(lexicon, phrases, report.labels).date(past.as_of), clean(past.sha256)) if past else None,
        view=view,
    )
