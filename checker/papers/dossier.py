"""A report → the `Dossier` from which all its papers are made. Nothing is judged here: verdicts and words are the report's."""

from __future__ import annotations

from dataclasses import fields

from checker.earlier.nouns import Past as Earlier
from checker.model import Report
from checker.papers.nouns import Basis, Dossier, Past
from checker.papers.problems import problems
from checker.report import Lexicon
from checker.report.build import build
from checker.report.values import Speaker
from checker.report.words import Phrases, clean

_MET = "pass"


def dossier(report: Report, lexicon: Lexicon, phrases: Phrases, past: Earlier | None = None) -> Dossier:
    """All that papers say of one report; with `past`, beside what an earlier one said."""
    view = build(report, lexicon, phrases)
    found = problems(report, view, lexicon, phrases, past)
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
        counts=tuple((mark.symbol, mark.label, number) for mark, number in view.counts),
        total=view.total,
        counters=view.counters,
        **{one.name: getattr(found, one.name) for one in fields(found)},
        met=tuple(clause.title for mark, clauses in view.rest if mark.key == _MET for clause in clauses),
        scores=view.scores,
        consequences=view.consequences,
        notes=tuple((note.label, note.text) for note in view.notes),
        past=Past(Speaker(lexicon, phrases, report.labels).date(past.as_of), clean(past.sha256)) if past else None,
        view=view,
    )
