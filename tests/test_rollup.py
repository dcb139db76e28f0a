"""Which verdict comes first when several stand together, and what each modality makes of each outcome."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import pytest
import yaml
from generate_rules import rulebook, small_vocabulary
from reference import rollup

from checker.decisions import Decisions
from checker.engine import check, plan, sql
from checker.engine.plan import RANK
from checker.findings import findings
from checker.model import VERDICTS
from checker.records.body import Body
from checker.rulebook import load
from checker.verdicts import combined, rolled
from checker.workbench import Workbench

WORST_FIRST = [
    "error", "fail", "missed", "disputed", "deviates", "unknown", "review", "due", "pass", "not_due", "waived", "info",
    "not_applicable",
]  # fmt: skip
PAIRS = list(itertools.product(WORST_FIRST, repeat=2))
BENCH = Workbench()
SMALL = small_vocabulary(BENCH.vocabulary, BENCH.schemas)


def _first(one: str, two: str) -> str:
    return min(one, two, key=WORST_FIRST.index)


@pytest.mark.parametrize(("one", "two"), PAIRS)
def test_a_pair_of_cells_rolls_up_to_the_worse(one: str, two: str) -> None:
    assert rolled([one, two]) == rollup([one, two]) == _first(one, two)


@pytest.mark.parametrize(("one", "two"), PAIRS)
def test_a_pair_of_readings_is_disputed_where_a_judged_result_hangs_on_it(one: str, two: str) -> None:
    """Readings that agree give what they agree on. Where both leave everybody in peace, the primary one stands, but does
    not hide what is still to come; where neither judges anything yet, the worse; else it is disputed."""
    peace = {"pass", "not_due", "waived", "info", "not_applicable"}
    judges = {"error", "fail", "missed", "deviates", "due", "pass"}
    expected = "disputed"
    if {one, two} <= peace:
        expected = "not_due" if (one, two) == ("not_applicable", "not_due") else one
    elif one == two or not {one, two} & judges:
        expected = _first(one, two)
    assert combined(one, [one, two]) == combined(one, [two, one]) == expected


def test_no_quiet_reading_makes_a_pass_of_what_is_not_due() -> None:
    """Nobody has to act under any reading, so the report stays where it started."""
    assert combined("not_due", ["not_due", "pass"]) == "not_due"
    assert combined("not_applicable", ["not_applicable", "pass", "info"]) == "not_applicable"
    assert combined("pass", ["pass", "not_due"]) == "pass"
    assert combined("not_applicable", ["not_applicable", "not_due", "pass"]) == "not_due"
    assert combined("not_due", ["not_due", "pass", "fail"]) == "disputed"
    assert combined("unknown", ["unknown", "not_due"]) == "unknown"


def test_pairs_roll_up_in_sql_as_in_code() -> None:
    """All 169 pairs as rules of two cells each; the counts beside the verdict are of cells."""
    con = sql.connect(small=True)
    con.execute("CREATE TABLE rules (ri INTEGER, rule VARCHAR, reading VARCHAR)")
    con.execute("CREATE TABLE grid (gid INTEGER, body VARCHAR)")
    con.execute("CREATE TABLE cells (ri INTEGER, gid INTEGER, verdict INTEGER)")
    con.execute("INSERT INTO grid VALUES (1, 'g'), (2, 'g')")
    for ri, (one, two) in enumerate(PAIRS):
        con.execute("INSERT INTO rules VALUES (?, ?, 'primary')", [ri, f"{one}+{two}"])
        con.execute("INSERT INTO cells VALUES (?, 1, ?), (?, 2, ?)", [ri, RANK[one], ri, RANK[two]])
    made: Any = None
    found = {row["rule"]: row for row in check.Outcome(con, made, {}, {}).rollup()}
    con.close()
    for one, two in PAIRS:
        row = found[f"{one}+{two}"]
        assert VERDICTS[row["worst"]] == _first(one, two)
        assert {name: row[name] for name in VERDICTS if row[name]} == ({one: 1, two: 1} if one != two else {one: 2})


def test_code_vocabulary_and_sql_name_one_order() -> None:
    written = yaml.safe_load((Path(load.house.rules_dir()) / "vocabulary" / "verdicts.yaml").read_text("utf-8"))
    assert list(written["verdicts"]) == WORST_FIRST == list(VERDICTS) == sorted(RANK, key=lambda name: RANK[name])


@pytest.mark.parametrize("modality", list(BENCH.vocabulary.modalities))
@pytest.mark.parametrize("explained", [False, True], ids=["unexplained", "explained"])
def test_a_modality_gives_its_verdict_for_every_outcome(modality: str, explained: bool) -> None:
    """An explanation stands beside the verdict and never changes it."""
    table = BENCH.vocabulary.modalities[modality]
    tests = {"holds": "联盟型", "breached": "紧密型", "unknown": None}
    common = {
        "at": "一", "title": {"zh": "某条"}, "quote": "某句", "modality": modality, "bearer": "group",
        "subject": "group", "topic": "goals", "basis": "computed",
    }  # fmt: skip
    rules = [
        {
            **common,
            "id": f"gen/1/{name}",
            "require": [{"measure": "model" if model else "plaque", "is": model or "campus"}],
        }
        for name, model in tests.items()
    ]
    rules.append({**common, "id": "gen/1/asked", "ask": {"who": "expert", "on": {"zh": "是否"}}})
    book = rulebook(1, [], SMALL)
    book = type(book)(**{**vars(book), "rules": tuple(load.rule(one) for one in rules)})
    body = Body(
        {"kind": "group", "id": "g", "name": "示例", "region": "gen", "model": "联盟型"}, "2024-07-01", None, None, {}
    )
    notes = tuple({"rule": rule.id, "reason": "另有安排", "date": "2024-01-01"} for rule in book.rules)
    said = Decisions("g", explanations=notes if explained else ())
    outcome = check.check(plan.build(book, SMALL, "group"), [body], BENCH.schemas, {"g": said})
    found = {one.rule.id.rpartition("/")[2]: one for one in findings(outcome, body, said)}
    outcome.close()
    for name in ("holds", "breached", "unknown", "asked"):
        assert found[name].verdict == table[name]
        assert (found[name].explanation is not None) == explained
