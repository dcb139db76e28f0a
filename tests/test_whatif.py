"""What if a measure were otherwise: nothing changes where it is given what it has, and only what reads it changes otherwise."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from checker import decisions
from checker.engine import check as engine
from checker.engine import plan, sql
from checker.engine.plan import scale
from checker.engine.whatif import Supposed
from checker.errors import BadInput
from checker.model import Report
from checker.planning.suppose import Supposing
from checker.records.derived import RESULTS
from checker.records.reader import read
from checker.rulebook.closure import closure
from checker.rulebook.readings import measures_of
from checker.run import run
from checker.tasks import Task, task
from checker.workbench import Workbench

EXAMPLES = Path(__file__).parents[1] / "examples"
EXCHANGE, YEAR = "exchange_of_due", "2022-2023"


def asked(bench: Workbench, region: str) -> Task:
    """The invented group of a region with its decisions."""
    folder = EXAMPLES / region / "invented"
    body = read(folder / "group.yaml")
    return task(bench, body, bench.rulebook_for(body), decisions.read(folder / "decisions.yaml")[body.id])


def reported(bench: Workbench, one: Task, *given: Supposed) -> Report:
    return next(run(bench, [replace(one, given=given)]))


def outcome(report: Report) -> dict[str, Any]:
    """Everything that is judged: verdicts by cell, points and grades, what follows."""
    found: dict[str, Any] = {
        finding.rule.id: (
            finding.verdict, dict(finding.counts), dict(finding.readings),
            sorted((cell.reading, cell.entity, cell.item, cell.period, cell.verdict) for cell in finding.cells),
        )
        for finding in (*report.findings, *report.others)
    }  # fmt: skip
    found["scores"] = [
        (card.period, card.total, card.grades, card.all_totals, [one.points for one in card.items])
        for card in report.scores
    ]
    found["consequences"] = [(one.consequence.id, one.state) for one in report.consequences]
    return found


def known_values(bench: Workbench, one: Task) -> list[Supposed]:
    """Every measure and period in which all cells have one and the same known value, read from the engine's own table."""
    made = plan.build(one.rulebook, bench.vocabulary, str(one.body.body["kind"]), dict(one.decided))
    assert one.decisions is not None
    done = engine.check(made, [one.body], bench.schemas, {one.body.id: one.decisions})
    cells: dict[tuple[int, str], set[Any]] = {}
    codes: dict[tuple[int, int], set[tuple[str, bool]]] = {}
    for mi, gid, element, sure in done.con.execute("SELECT mi, gid, element, sure FROM sv").fetchall():
        codes.setdefault((mi, gid), set()).add((element, sure))
    for mi, gid, period, entity, *value in done.con.execute(
        "SELECT v.mi, v.gid, g.period, g.entity, n_lo, n_hi, d_lo, d_hi, closed, na FROM val v JOIN grid g ON g.gid = v.gid"
    ).fetchall():
        measure = made.measures[mi]
        n_lo, n_hi, d_lo, d_hi, closed, na = value
        said: Any = None
        if None not in value and n_lo == n_hi and d_lo == d_hi and d_lo and closed and not na and entity not in "?-":
            if measure.type in ("code", "set"):
                elements = codes.get((mi, gid), set())
                if all(sure for _, sure in elements) and len(elements) == n_lo:
                    said = tuple(sorted(element for element, _ in elements))
            elif measure.type == "date":
                day = dt.date(1970, 1, 1) + dt.timedelta(days=n_lo)
                said = "none" if n_lo == sql.NEVER else day.isoformat() if day.year > 1900 else None
            elif n_lo >= 0:
                said = str(Fraction(n_lo, d_lo) / scale(measure))
        cells.setdefault((mi, period), set()).add(said)
    done.close()
    single = [(made.measures[mi].name, period, found) for (mi, period), found in cells.items() if len(found) == 1]
    return sorted(
        (Supposed(name, value, period) for name, period, found in single for value in found if value is not None),
        key=lambda one: (one.measure, str(one.period)),
    )


@pytest.mark.parametrize(("region", "least"), [("ankang", 150), ("nanyang", 80)])
def test_a_measure_set_to_what_it_has_changes_nothing(bench: Workbench, region: str, least: int) -> None:
    one = asked(bench, region)
    known = known_values(bench, one)
    assert len(known) >= least
    as_it_is = outcome(reported(bench, one))
    assert outcome(reported(bench, one, *known)) == as_it_is
    for given in known[7 :: len(known) // 4]:
        assert outcome(reported(bench, one, given)) == as_it_is


@pytest.mark.parametrize("region", ["ankang", "nanyang"])
def test_only_what_reads_a_measure_changes(bench: Workbench, region: str) -> None:
    one = asked(bench, region)
    made = plan.build(one.rulebook, bench.vocabulary, "group", dict(one.decided))
    readers: dict[str, set[str]] = {}
    of_results = set()
    for _, rule in made.variants:
        for name in closure(measures_of(rule), bench.vocabulary.measures):
            readers.setdefault(name, set()).add(rule.id)
            if bench.vocabulary.measures[name].table == RESULTS:
                of_results.add(rule.id)
    as_it_is = outcome(reported(bench, one))
    counts = [
        given for given in known_values(bench, one) if given.value in ("1", "2", "3") and given.measure in readers
    ]
    moved = 0
    for given in counts[:: max(1, len(counts) // 6)]:
        found = outcome(reported(bench, one, replace(given, value="0")))
        changed = {key for key in as_it_is if found[key] != as_it_is[key]} - {"scores", "consequences"}
        assert changed <= readers[given.measure] | of_results
        moved += bool(changed)
    assert moved >= 3


def test_a_share_below_its_bound_breaks_its_rule_and_takes_its_points(bench: Workbench) -> None:
    """10 per cent are asked for and 2 of 20 were exchanged. At 8 per cent the rule is broken, and of 5 points 2 are off."""
    one = asked(bench, "ankang")
    before, after = outcome(reported(bench, one)), outcome(reported(bench, one, Supposed(EXCHANGE, "8%", YEAR)))
    rule = "ankang-2022/7.i4/exchange-share"
    assert {key for key in before if before[key] != after[key]} == {rule, "scores"}
    assert ("primary", "*", "*", YEAR, "pass") in before[rule][3]
    assert ("primary", "*", "*", YEAR, "fail") in after[rule][3]
    assert before["scores"][0][1].low - after["scores"][0][1].low == 2
    assert before["scores"][1] == after["scores"][1], "the other year is not touched"


def test_a_formula_follows_its_inputs_unless_it_is_given_itself(bench: Workbench) -> None:
    """1 of 20 is 5 per cent: 5 points off 5. With the share given too, the share stands."""
    one = asked(bench, "ankang")

    def item(*given: Supposed) -> Fraction:
        card = reported(bench, one, *given).scores[0]
        return next(score.points.low for score in card.items if score.item.id == "i4")

    exchanged = Supposed("exchanged_teachers", "1", YEAR)
    assert item() == 5
    assert item(exchanged) == 0
    assert item(exchanged, Supposed(EXCHANGE, "9%", YEAR)) == 4


def test_tasks_that_suppose_otherwise_share_no_bucket(bench: Workbench) -> None:
    one = asked(bench, "ankang")
    given = (Supposed("major_incidents", "0"),)
    plain, supposed, again = run(bench, [one, replace(one, given=given), one])
    assert plain.scores[0].grades == again.scores[0].grades == ("unqualified",)
    assert supposed.scores[0].grades == ("excellent", "good", "qualified", "unqualified")


@pytest.fixture(scope="module")
def supposing(bench: Workbench) -> Supposing:
    made = plan.build(bench.rulebook("ankang-2022"), bench.vocabulary, "group")
    return Supposing(made.measures, bench.vocabulary, bench.schemas, {YEAR, "2023-2024"})


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("exchange_of_due=12%", Supposed(EXCHANGE, "12%")),
        (" 教师交流占符合交流要求教师的比例 @ 2022-2023 = 3/25 ", Supposed(EXCHANGE, "3/25", YEAR)),
        ("school_quality_grade=优秀", Supposed("school_quality_grade", ("excellent",))),
        ("school_quality_grade=none", Supposed("school_quality_grade", ())),
        ("major_incidents=0", Supposed("major_incidents", "0")),
    ],
)
def test_typed_values_are_read(supposing: Supposing, typed: str, value: Supposed) -> None:
    assert supposing.read([typed]) == (value,)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("exchange_of_du=12%", "是否想写“exchange_of_due”"),
        ("exchange_of_due@2022-2024=12%", "没有“2022-2024”这一期"),
        ("exchange_of_due=excellent", "不是数"),
        ("exchange_of_due=-1", "不会小于 0"),
        ("exchange_of_due=1" + "0" * 40, "位数太多"),
        ("major_incidents=2.5", "太细"),
        ("school_quality_grade=优良", "没有“优良”这一种"),
        ("school_quality_grade=优秀、良好", "只有一个值"),
        ("exchange_of_due", "不是 指标=数值"),
        ("exchange_of_due=", "不是 指标=数值"),
    ],
)
def test_what_cannot_be_is_named(supposing: Supposing, typed: str, told: str) -> None:
    with pytest.raises(BadInput) as wrong:
        supposing.read([typed])
    assert told in next(wrong.value.lines("zh"))


def test_a_measure_given_twice_is_named_and_all_mistakes_are_told(supposing: Supposing) -> None:
    with pytest.raises(BadInput) as wrong:
        supposing.read(["major_incidents=0", "major_incidents=1", "nothing=1"])
    assert len(wrong.value.problems) == 2


def test_a_window_that_hangs_on_a_date_moves_with_it(bench: Workbench) -> None:
    """A year after the plaques of 2023-08-30 the group is assessed; with plaques of 2023-12-01 that is not due on 2024-08-31."""
    one = asked(bench, "nanyang")
    rule = "nanyang-2023/4.3/assessed-after-a-year"
    before = outcome(reported(bench, one))
    assert before[rule][0] == "disputed"
    same, later = (outcome(reported(bench, one, Supposed("plaque_date", day))) for day in ("2023-08-30", "2023-12-01"))
    assert same == before
    assert later[rule][0] == "not_due"
    assert {key for key in before if before[key] != later[key]} <= {rule, "nanyang-2023/4.3/assessment-covers"}
