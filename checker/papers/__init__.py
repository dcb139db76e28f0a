"""Papers that a report is made into: what an inspector signs and what a school hands in.

    write("整改通知书", dossier(report, lexicon, phrases), "docx", phrases) -> bytes

Which papers there are, and from which template each of their formats is made, stands in reports/papers.yaml. Every format has a module
with one function `render(paper, dossier, phrases, **fonts) -> bytes`, imported when it is asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from checker.papers.catalogue import Paper, catalogue, paper, papers
from checker.papers.needs import demand, fitted
from checker.papers.nouns import Dossier
from checker.report.words import Phrases

__all__ = ["FORMATS", "Paper", "catalogue", "paper", "papers", "write"]

FORMATS = {"docx": "word", "xlsx": "sheet", "pdf": "pdf"}
"""The module of this package that makes each format."""


def write(name: str, dossier: Dossier, fmt: str, phrases: Phrases, **fonts: Any) -> bytes:
    """One paper of one report; `name` is its key, its title or an alias. `fonts` are for PDF alone.

    Raises BadInput for a paper that there is none of, for a format that it has not, and for one that this report lacks the matter of.
    """
    found = paper(name, fmt)
    demand(found, dossier)
    made: bytes = import_module(f"checker.papers.{FORMATS[fmt]}").render(
        found, fitted(found, dossier), phrases, **fonts
    )
    return made
