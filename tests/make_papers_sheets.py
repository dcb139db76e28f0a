"""What stands in the workbooks of the invented examples, cell by cell: the samples in reports/xlsx/samples.

A line for each row that says something: its number, then its cells as they are shown, with | between them.
"""

from __future__ import annotations

import json
from contextlib import chdir
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path

import openpyxl
from example_bodies import bench, checked

from checker import earlier, house
from checker.lexicon import lexicon
from checker.model import Report
from checker.papers import write
from checker.papers.dossier import dossier
from checker.papers.nouns import Dossier
from checker.records import reader
from checker.report import render
from checker.report.words import Phrases

ZH = Phrases("zh")


def report(path: Path, decisions: Path | None) -> Report:
    """As on every Python: which of the two chainers is there is said in a paper."""
    return replace(checked(reader.read(path), decisions), chainer="durable-rules 2.0.28")


@cache
def facts(name: str, file: str = "invented/group.yaml") -> Dossier:
    """The dossier of an example group with its decisions."""
    with chdir(house.examples_dir()):  # papers name files as they were called
        path = Path(name, file)
        decisions = path.parent / "decisions.yaml"
        return dossier(report(path, decisions if decisions.is_file() else None), lexicon(bench()), ZH)


@cache
def rechecked() -> Dossier:
    """The group of Nanyang checked once more with nothing changed: every problem is as it was."""
    with chdir(house.examples_dir()):
        folder = Path("nanyang", "invented")
        made, words = report(folder / "group.yaml", folder / "decisions.yaml"), lexicon(bench())
    past = earlier.past(json.loads(render(made, words, "json", "zh")), "以前.json", "ab" * 32)
    return dossier(made, words, ZH, past)


def shown(workbook: bytes) -> str:
    """The text of every cell, sheet by sheet."""
    lines = []
    for sheet in openpyxl.load_workbook(BytesIO(workbook)).worksheets:
        lines.append(f"== {sheet.title}")
        for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
            if any(cell is not None for cell in row):
                cells = ["" if cell is None else str(cell).replace("\n", " / ") for cell in row]
                lines.append(f"{number}: {' | '.join(cells).rstrip(' |')}")
    return "\n".join(lines) + "\n"


def sheets() -> dict[str, str]:
    """By file name under reports/xlsx/samples."""
    made = {
        f"ledger-{name}.txt": shown(write("ledger", facts(name), "xlsx", ZH))
        for name in ("ankang", "nanyang", "shapotou")
    }
    made |= {f"scoring-{name}.txt": shown(write("scoring", facts(name), "xlsx", ZH)) for name in ("ankang", "shapotou")}
    made["ledger-nanyang-again.txt"] = shown(write("ledger", rechecked(), "xlsx", ZH))
    return made
