"""The words of a workbench as the report stage takes them."""

from __future__ import annotations

from checker.report.words import Lexicon
from checker.workbench import Workbench


def lexicon(bench: Workbench) -> Lexicon:
    words = bench.vocabulary
    return Lexicon(
        measures=words.measures, units=words.units, operators=words.operators, modalities=words.modalities,
        verdicts=words.verdicts, bearers=words.bearers, topics=words.topics, periods=words.periods, sets=words.sets,
        tables=bench.schemas, roles=words.roles,
    )  # fmt: skip
