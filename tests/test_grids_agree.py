"""Whatever the rules and records: every dated cell stands in the calendar once, every gap in one list, nothing past in 还能补."""

from __future__ import annotations

import json
import os
from collections import Counter
from functools import cache
from pathlib import Path

import jsonschema
from generate import SEEDS, body
from generate_rules import rulebook
from hypothesis import given, settings
from hypothesis import strategies as st
from judging import BENCH, SMALL
from make_duties import lexicon, places, reported

from checker.errors import BadInput
from checker.model import Report
from checker.report import duties, render
from checker.report.build import build
from checker.report.sentences import primary_cells
from checker.report.words import Phrases

TIMES = int(os.environ.get("JITUAN_EXAMPLES", "1"))
SCHEMA = Path(__file__).parents[1] / "schemas" / "report.json"
GAPS = {"error", "fail", "missed", "disputed", "deviates", "unknown", "review", "due"}


@cache
def validator() -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


def made(seed: int, rules: list[int]) -> Report | None:
    """Nothing where the body cannot be checked at all."""
    try:
        return reported(rulebook(seed, rules, SMALL), body(seed, BENCH.schemas, 1))
    except BadInput:
        return None


@settings(derandomize=True, deadline=None, max_examples=60 * TIMES, database=None)
@given(SEEDS, st.lists(SEEDS, min_size=1, max_size=8))
def test_every_cell_once_and_every_gap_in_one_list(seed: int, rules: list[int]) -> None:
    report = made(seed, rules)
    if report is None:
        return
    found = duties.entries(report, lexicon())
    wanted = Counter(
        (finding.rule.id, cell.entity, cell.item, cell.period)
        for finding in report.findings
        for cell in primary_cells(finding)
        if finding.rule.every
    )
    assert Counter(places(found)) == wanted
    view = build(report, lexicon(), Phrases("zh"))
    dated = [one for one in found if one.dated]
    lines = [line for calendar in view.calendars for grid in calendar.grids for line in grid.lines]
    boxes = [box for line in lines for box in line.boxes if box and "之列，不适用" not in box.said]
    assert Counter(box.verdict for box in boxes) == Counter(one.cell.verdict for one in dated)
    for calendar in view.calendars:
        for grid in calendar.grids:
            assert all(sum(box.span if box else 1 for box in line.boxes) == len(grid.heads) for line in grid.lines)
            for at, said in enumerate(grid.sums):
                column = [box.verdict for line in grid.lines if (box := line.boxes[at])]
                owed = [one for one in column if one not in ("not_applicable", "info")]
                assert said == (f"{owed.count('pass')}/{len(owed)}" if owed else "")
    _lists(report, found, view.todo)


def _lists(report: Report, found: tuple[duties.Entry, ...], todo: object) -> None:
    lists: dict[str, list[duties.Entry]] = {}
    for state in ("still", "ended", "missing", "partial", "asked"):
        groups = getattr(todo, state)
        items = groups if state in ("ended", "partial") else [item for group in groups for item in group.items]
        lists[state] = [entry for item in items for entry in item.entries]
    listed = Counter(place for some in lists.values() for place in places(some))
    assert set(listed.values()) <= {1}
    assert {place for place, one in zip(places(found), found, strict=True) if one.cell.verdict in GAPS} <= set(listed)
    assert all(one.until is None or one.until >= report.as_of for one in lists["still"])
    assert all(one.until is not None or one.cell.verdict == "due" for one in lists["still"])
    assert {one.cell.verdict for one in lists["still"]} <= {"not_due", "due"}
    assert {one.cell.verdict for one in lists["ended"]} <= {"fail", "missed", "deviates"}
    assert {one.cell.verdict for one in lists["missing"]} <= {"unknown", "error"}
    assert {one.cell.verdict for one in lists["partial"]} <= {"unknown"}


@settings(derandomize=True, deadline=None, max_examples=20 * TIMES, database=None)
@given(SEEDS, st.lists(SEEDS, min_size=1, max_size=4))
def test_data_and_pages_of_any_report(seed: int, rules: list[int]) -> None:
    report = made(seed, rules)
    if report is None:
        return
    data = json.loads(render(report, lexicon(), "json", "en"))
    validator().validate(data)
    cells = [cell for calendar in data["duties"]["calendars"] for cell in calendar["cells"]]
    assert len(cells) == sum(one.dated for one in duties.entries(report, lexicon()))
    for state in ("still", "ended", "missing", "partial", "asked"):
        assert sum(cell["list"] == state for cell in cells) <= sum(len(one["cells"]) for one in data["duties"][state])
    assert render(report, lexicon(), "html", "zh") and render(report, lexicon(), "text", "en", 60)
