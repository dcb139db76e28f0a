"""From records and ratings to scorecards and what follows from them, by hand."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from checker.decisions import Decisions
from checker.model import Points, Scorecard
from checker.records import reader
from checker.records.body import Body
from checker.run import check
from checker.workbench import Workbench

BENCH = Workbench()
AUDIENCES = ("teachers", "students", "parents", "society")
FULL_MARKS = {
    "i1": 6, "i2": 4, "i3": 5, "i5": 5, "i6": 5, "i7": 5, "i8": 5, "i9": 8, "i10": 7, "i12": 5, "i13": 5, "i14": 5, "i15": 4,
    "i16": 4, "i17": 4,
}  # fmt: skip


def points(low: Any, high: Any = None) -> Points:
    return Points(Fraction(low), Fraction(low if high is None else high))


def item(found: Scorecard, name: str) -> Any:
    return next(one for one in found.items if one.item.id == name)


def records(group: str, **tables: Any) -> Body:
    """A group with two schools of the centre and one semester year, and whatever tables are given as complete."""
    span = {"from": "2022-08-01", "to": "2024-08-31"}
    whole = {
        "members": [
            {"id": "m1", "school": "s1", "role": "lead", "from": "2022-08-20"},
            {"id": "m2", "school": "s2", "role": "member", "from": "2022-08-20"},
        ],
        "schools": schools("yes"),
        **tables,
    }
    about = {"kind": "group", "id": "g", "name": "示例集团", "region": group, "founded": "2022-08-20", "invented": True}
    semesters = [
        {"id": "2022-2023-1", "from": "2022-09-01", "to": "2023-01-13"},
        {"id": "2022-2023-2", "from": "2023-02-13", "to": "2023-07-07"},
    ]
    raw = {"body": about, "as_of": "2023-12-31", "calendar": {"semesters": semesters}}
    raw |= {name: {"complete": span, "rows": rows} for name, rows in whole.items()}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "body.yaml"
        path.write_text(json.dumps(raw, ensure_ascii=False), encoding="utf-8")
        return reader.read(path)


def schools(centre: str) -> list[dict[str, Any]]:
    return [{"id": f"s{n}", "name": f"示例{n}校", "centre": centre} for n in (1, 2)]


def teacher(n: int, due: str) -> dict[str, Any]:
    backbone = "yes" if n == 0 else "no"
    return {
        "id": f"t{n}",
        "name": f"师{n}",
        "school": "s1",
        "kind": "teacher",
        "backbone": backbone,
        "rotation_due": due,
    }


def exchange(n: int) -> dict[str, Any]:
    told = {"id": f"x{n}", "person": f"t{n}", "kind": "rotation", "from_school": "s1", "to_school": "s2"}
    return {**told, "from": "2022-09-01", "to": "2023-07-01"}


def quality(n: int, grade: str) -> dict[str, Any]:
    told = {"id": f"q{n}", "kind": "quality", "date": "2023-06-20", "assessor": "authority"}
    return {**told, "school": f"s{n}", "result": grade}


def rows(**changes: Any) -> dict[str, Any]:
    """Two of twenty teachers due were exchanged, one of them a key teacher; every audience is content by 90 per cent."""
    surveys = enumerate(AUDIENCES)
    return {
        "people": [teacher(n, "yes") for n in range(20)],
        "exchanges": [exchange(0), exchange(1)],
        "assessments": [quality(1, "excellent"), quality(2, "good")],
        "surveys": [
            {"id": f"v{n}", "date": "2023-06-01", "audience": one, "satisfaction": "90%"} for n, one in surveys
        ],
        "publicity": [
            {"id": "p1", "date": "2023-05-01", "kind": "media", "level": "province", "content": "group_work"}
        ],
        "incidents": [],
        **changes,
    }


def checked(body: Body, ratings: Mapping[str, Any] | None = None) -> Any:
    entries = [
        {"item": f"ankang-2022/annex-4/{name}", "points": Fraction(one), "stage": "city", "period": "2022-2023", "by": "组",
         "date": "2023-10-20", "evidence": "表", "origin": "d:1"}
        for name, one in (ratings or {}).items()
    ]  # fmt: skip
    made_decisions = Decisions("g", ratings=tuple(entries), sha256="0" * 64) if entries else None
    return check(BENCH, body, BENCH.rulebook_for(body), made_decisions)


def year(found: Any) -> Scorecard:
    return next(one for one in found.scores if one.period == "2022-2023")


def states(found: Any) -> dict[str, str]:
    return {one.consequence.id.removeprefix("ankang-2022/"): one.state for one in found.consequences}


def test_from_records_to_consequences() -> None:
    found = checked(records("ankang-2022", **rows()), FULL_MARKS)
    one = year(found)
    assert {name: item(one, name).points for name in ("i4", "i11", "i18")} == {
        "i4": points(5),
        "i11": points(9),
        "i18": points("36/5"),
    }
    assert {row.id for row in item(one, "i18").rows} == {"v0", "v1", "v2", "v3"}
    assert {row.id for row in item(one, "i11").rows} == {"q1", "q2"}
    assert (one.sum, one.total, one.grades) == (points("491/5"), points("501/5"), ("excellent",))
    assert {line.id: line.state for line in one.lines} == {
        "national": "no",
        "province": "yes",
        "city": "no",
        "major-incident": "no",
        "public-outcry": "no",
    }
    # Nobody appraised the group in the district, whatever the city’s points.
    assert (states(found)["7.5.2/to-recommend"], states(found)["7.6.2/award-by-points"]) == (
        "not_triggered",
        "conditions_met",
    )
    assert states(found)["7.6.3/mending-by-points"] == "not_triggered"


def test_a_record_of_the_computable_items_alone_gives_no_single_number() -> None:
    found = checked(records("ankang-2022", **rows()))
    one = year(found)
    assert (one.total, len(one.grades)) == (points("116/5", "501/5"), 4)
    assert {states(found)[key] for key in ("7.6.2/award-by-points", "7.6.3/mending-by-points")} == {"unknown"}


@pytest.mark.parametrize(("grade", "state"), [("good", "follows"), ("unqualified", "not_triggered"), (None, "unknown")])
def test_the_district_recommends_by_its_own_result(grade: str | None, state: str) -> None:
    known = rows()
    first = {"id": "d1", "kind": "district", "date": "2023-09-20", "assessor": "district", "result": grade}
    found = checked(records("ankang-2022", **{**known, "assessments": [*known["assessments"], first]}), FULL_MARKS)
    assert states(found)["7.5.2/to-recommend"] == state


def test_a_verified_fraud_leaves_open_what_excellence_would_bring() -> None:
    fraud = {"id": "f1", "date": "2023-05-10", "school": "s2", "kind": "fraud", "verified": "2023-06-20"}
    found = checked(records("ankang-2022", **rows(incidents=[fraud])), FULL_MARKS)
    assert states(found)["7.7.2/eligibility-cancelled"] == "follows"
    assert states(found)["7.6.2/award-by-points"] == "unknown"


def test_all_answers_together_need_all_four_audiences() -> None:
    decided = [{"id": "v0", "date": "2023-06-01", "audience": "teachers", "satisfied": 100, "respondents": 100}]
    one = year(checked(records("ankang-2022", **rows(surveys=decided)), FULL_MARKS))
    variant = next(v for v in one.variants if (v.question, v.option) == ("satisfaction-of", "all-answers"))
    assert not variant.total.known


def test_an_incident_settles_the_grade_under_one_reading_only() -> None:
    incident = {
        "id": "i1",
        "date": "2023-03-05",
        "school": "s2",
        "kind": "accident",
        "major": "yes",
        "harmful": "yes",
        "principal_accountable": "no",
    }
    found = checked(records("ankang-2022", **rows(incidents=[incident])), FULL_MARKS)
    assert (year(found).grades, year(found).all_grades) == (("unqualified",), ("excellent", "unqualified"))
    assert states(found)["7.6.3/mending-by-points"] == "unknown"
    held = {**incident, "principal_accountable": "yes"}
    found = checked(records("ankang-2022", **rows(incidents=[held])), FULL_MARKS)
    assert year(found).all_grades == ("unqualified",)
    assert states(found)["7.6.3/mending-by-points"] == "follows"
    assert states(found)["7.5.2/to-recommend"] == "not_triggered"


def test_nobody_due_for_exchange_leaves_the_share_without_a_base() -> None:
    none_due = [teacher(n, "no") for n in range(20)]
    found = item(year(checked(records("ankang-2022", **rows(people=none_due)))), "i4")
    assert (found.points, found.basis) == (points(0, 5), "open")
    assert "empty_base" in found.why_open


def test_outside_the_centre_there_is_no_card() -> None:
    found = checked(records("ankang-2022", **rows(schools=schools("no"))), {"i1": 5})
    assert found.scores == ()
    assert [one.problems for one in found.unplaced] == [("no_card",)]
    assert states(found)["7.5.2/to-recommend"] == "not_triggered"


def test_the_two_lines_of_shapotou() -> None:
    scored = [
        {"id": "a1", "kind": "lead", "date": "2023-06-20", "assessor": "authority", "school": "s1", "score": "91"},
        {"id": "a2", "kind": "member", "date": "2023-06-20", "assessor": "authority", "school": "s2", "score": "80.5"},
        {"id": "a3", "kind": "party_building", "date": "2023-06-20", "assessor": "authority", "score": "90"},
        {"id": "a4", "kind": "comprehensive", "date": "2023-06-20", "assessor": "authority", "score": "88"},
        {
            "id": "a5",
            "kind": "composite",
            "date": "2023-06-25",
            "assessor": "authority",
            "score": "87.08",
            "result": "good",
        },
    ]
    one = year(check(BENCH, (body := records("shapotou-2023", assessments=scored)), BENCH.rulebook_for(body)))
    assert {name: item(one, name).points for name in ("schools-mean", "party", "comprehensive")} == {
        "schools-mean": points("343/8"), "party": points(9), "comprehensive": points("176/5"),
    }  # fmt: skip
    assert (one.total, one.grades) == (points("3483/40"), ("good",))
    assert {row.id for row in item(one, "schools-mean").rows if row.counted == "yes"} == {"a1", "a2"}
    body = records("shapotou-2023", assessments=scored[1:])
    one = year(check(BENCH, body, BENCH.rulebook_for(body)))
    assert item(one, "schools-mean").points == points("161/8", "361/8"), "the lead's score may be anything"
    body = records("shapotou-2023", assessments=[{**scored[0], "score": "120"}, *scored[1:]])
    one = year(check(BENCH, body, BENCH.rulebook_for(body)))
    assert (item(one, "schools-mean").points, item(one, "schools-mean").basis) == (points(0, 50), "invalid")
