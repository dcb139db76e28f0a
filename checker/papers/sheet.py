"""A paper as an Excel workbook. What stands in which column, how wide, under which head is data: reports/xlsx/ledger.yaml and
scoring.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from checker.papers import ledger, scoring
from checker.papers.catalogue import Paper
from checker.papers.nouns import Dossier
from checker.report.words import Phrases

_MADE = {"ledger": ledger.render, "scoring": scoring.render}


def render(paper: Paper, dossier: Dossier, _: Phrases) -> bytes:
    """The paper; the same dossier gives the same bytes."""
    return _MADE[paper.templates["xlsx"].stem](dossier, _looks(paper.templates["xlsx"]))


@cache
def _looks(path: Path) -> Mapping[str, Any]:
    # Our own file, so the fast C loader without the guards that users' files need.
    return dict(yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader))
