"""Policy lint on the five documents, against what was written down by hand before it: all of that, and nothing else."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import pytest
import yaml

from checker.intake import read_document
from checker.proofreading import make, proofread
from checker.workbench import Workbench

EXPECTED = sorted((Path(__file__).parent / "data" / "proofreading").glob("*.yaml"))
SOURCES = os.environ.get("JITUAN_SOURCES")

pytestmark = pytest.mark.skipif(not SOURCES, reason="JITUAN_SOURCES names no folder of texts")


def expected(path: Path) -> list[dict[str, Any]]:
    data: dict[str, list[dict[str, Any]]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return data["found"]


def text_of(bench: Workbench, book: str) -> str:
    return read_document(Path(SOURCES or "") / bench.rulebook(book).source.file).text


@pytest.mark.parametrize("path", EXPECTED, ids=lambda path: path.stem)
def test_what_is_found_is_what_is_there(path: Path, bench: Workbench) -> None:
    remarks = proofread(make(text_of(bench, path.stem)))
    found = [(one.kind, tuple(dict.fromkeys(spot.at for spot in one.spots))) for one in remarks]
    assert sorted(found) == sorted((one["kind"], tuple(one["at"])) for one in expected(path))


@pytest.mark.parametrize("path", EXPECTED, ids=lambda path: path.stem)
def test_every_quote_stands_on_its_line(path: Path, bench: Workbench) -> None:
    text = text_of(bench, path.stem)
    lines = text.splitlines()
    for one in proofread(make(text)):
        for spot in one.spots:
            start = "".join(lines[spot.line - 1 : spot.line + 60]).replace("*", "")
            assert "".join(spot.quote.split())[:6] in "".join(start.split()), spot
            assert "".join(spot.quote.split())[:1] in "".join(lines[spot.line - 1].split()), spot


def test_the_longest_document_within_two_seconds(bench: Workbench) -> None:
    text = text_of(bench, "ankang-2022")
    before = time.process_time()
    proofread(make(text))
    assert time.process_time() - before < 2
