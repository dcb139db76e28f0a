"""`jituan rules list --format csv`: every rule of every rulebook has a row of its own, with its place and its words."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from pathlib import Path

from checker.workbench import Workbench

ROOT = Path(__file__).parents[1]
BOOKS = {"ankang-2022", "ganzhou-2024", "kunming-2021", "nanyang-2023", "shapotou-2023"}


def test_the_spreadsheet_has_every_rule_of_every_book() -> None:
    command = [sys.executable, "-m", "checker", "--lang", "zh", "rules", "list", "--format", "csv"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8-sig", check=True)
    rows = [row for row in csv.DictReader(io.StringIO(done.stdout)) if row["种类"] == "规则"]
    listed = [(row["规则库"], row["编号"], row["位置"], row["原文"]) for row in rows]
    rules = [(book, rule) for book in BOOKS for rule in Workbench().rulebook(book).rules]
    assert {book for book, *_ in listed} == BOOKS == {path.parent.name for path in ROOT.glob("rules/*/source.yaml")}
    assert sorted(listed) == sorted((book, rule.id, rule.at, rule.quote) for book, rule in rules), "one row each"
    assert all(place and quote for *_, place, quote in listed)
