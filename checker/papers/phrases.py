"""The words of a paper: those of a report, but for advice that speaks of files of this program."""

from __future__ import annotations

from checker.report.words import Phrases

ADVICE = "mend."
OWN = "problem.mend_"


class PaperPhrases(Phrases):
    """`problem.mend_x` stands in place of `mend.x`."""

    def __init__(self, phrases: Phrases) -> None:
        super().__init__(phrases.lang)
        own = {key.removeprefix(OWN): text for key, text in phrases.entries.items() if key.startswith(OWN)}
        self.entries = {**phrases.entries, **{ADVICE + key: text for key, text in own.items()}}
