"""Is a rulebook well made? Each check yields problems with file and line; none prints or counts.

What a JSON Schema can say is said there; here stands what needs the vocabulary, the whole rulebook or the words of the text.
"""

from __future__ import annotations

from checker.errors import Problem
from checker.model import Rulebook
from checker.proof.lint.agents import bearers
from checker.proof.lint.conflicts import conflicts
from checker.proof.lint.constants import constants
from checker.proof.lint.names import consequences, given, measures, names
from checker.proof.lint.questions import questions, reading_cases
from checker.proof.lint.scores import scores
from checker.proof.lint.statuses import statuses
from checker.proof.lint.tests import basis, bounds, mend, points, tests
from checker.proof.lint.units import parts, units
from checker.proof.lint.wording import read_all, wording
from checker.rulebook.pending import pending
from checker.rulebook.vocabulary import Vocabulary

_CHECKS = (names, given, tests, points, basis, bounds, reading_cases, mend)


def lint(rulebook: Rulebook, vocabulary: Vocabulary) -> list[Problem]:
    """Every problem of the rulebook: rule by rule, then its words against its tests, its measures, questions and
    consequences, its parts, its status, whom it names and where it differs from itself."""
    out = [problem for rule in rulebook.rules for check in _CHECKS for problem in check(rule, rulebook, vocabulary)]
    return [
        *pending(rulebook),
        *out,
        *wording(rulebook, vocabulary),
        *measures(rulebook, vocabulary),
        *constants(rulebook, vocabulary, read_all(rulebook)),
        *questions(rulebook, vocabulary),
        *consequences(rulebook, vocabulary),
        *bearers(rulebook, vocabulary),
        *parts(rulebook, vocabulary),
        *statuses(rulebook, vocabulary),
        *units(rulebook, vocabulary),
        *conflicts(rulebook, vocabulary),
        *scores(rulebook, vocabulary),
    ]
