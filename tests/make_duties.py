"""A group with two semesters, seen in the middle of the second one: a member that joined in mid-semester, activities that do
not count, registers that stop early. All is invented; the rules are those of no document.

`group()` gives its report, `big()` that of fifty members who owe twelve kinds of duty; `lexicon()` the words for both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from types import SimpleNamespace
from typing import Any

from judging import BENCH, SMALL, body_of, book_of

from checker import run
from checker.model import Report, Rulebook
from checker.records.body import Body
from checker.report.words import Lexicon
from checker.rulebook.load import _question

AS_OF = "2024-05-10"
FOUNDED = "2023-08-15"
SEMESTERS = [
    {"id": "2023-2024-1", "from": "2023-09-01", "to": "2024-01-26"},
    {"id": "2023-2024-2", "from": "2024-02-26", "to": "2024-07-05"},
]
YEARS = [{"id": "2023-2024", "from": "2023-09-01", "to": "2024-08-31"}]
WHOLE = {"from": FOUNDED, "to": AS_OF}


def lexicon() -> Lexicon:
    return Lexicon(
        measures=SMALL.measures, units=SMALL.units, operators=SMALL.operators, modalities=SMALL.modalities,
        verdicts=SMALL.verdicts, bearers=SMALL.bearers, topics=SMALL.topics, periods=SMALL.periods, sets=SMALL.sets,
        tables=BENCH.schemas,
    )  # fmt: skip


def reported(book: Rulebook, one: Body) -> Report:
    bench: Any = SimpleNamespace(vocabulary=SMALL, schemas=BENCH.schemas, places=BENCH.places)
    dated = replace(book, sha256="0" * 64, source=replace(book.source, sha256="0" * 64))
    return run.check(bench, replace(one, sha256="0" * 64), dated, chainer="naive")


def need(title: str, measure: str, bound: Any, **more: Any) -> dict[str, Any]:
    op = more.pop("op", "at_least")
    return {"title": {"zh": title}, "at": more.pop("at", "三"), "require": [{"measure": measure, op: bound}], **more}


def rows(*made: Mapping[str, Any], complete: Any = WHOLE) -> dict[str, Any]:
    numbered = [{"id": f"n{number}", **one} for number, one in enumerate(made)]
    return {"complete": complete, "rows": numbered} if complete else {"rows": numbered}


def lessons(school: str, *dates: str, kind: str = "collective_preparation") -> list[dict[str, Any]]:
    return [{"kind": kind, "date": date, "organiser": school} for date in dates]


def rules() -> Rulebook:
    made = book_of(
        need("每学期集体备课不少于3次", "activities_of", 3, at="三（一）1 ①", for_each=["members", ["collective_preparation", "observation"]],
             every="semester", partial="excused", bearer="schools"),
        need("每学期理事会议不少于2次", "meetings", 2, at="三（二）1 ②", every="semester"),
        need("每学年满意度不低于85%", "satisfaction_of", "85%", at="三（三）③", for_each=["schools"], every="school_year"),
        need("每年11月有一次会议", "july", 1, at="三（四）", every="year", due={"within": {"month": 11}}, partial="excused"),
        need("每学期活动学科不超过1个", "subjects", 1, at="三（五）①", for_each=["schools"], every="semester", op="at_most"),
        need("每月至少一次理事会议", "meetings", 1, at="三（六）", every="month", partial="excused", readings=["q"]),
        need("每季度会议", "meetings", 1, at="三（七）", every="quarter", bearer="lead"),
        need("每学年满意的人占85%", "content_share", "85%", at="三（八）", every="school_year"),
        {"title": {"zh": "每学年总结"}, "at": "三（九）", "every": "school_year", "ask": {"who": "inspector", "on": {"zh": "总结是否如实"}}},
        need("每学期后一个月内报总结", "planned", 1, at="三（十）", every="semester", due={"after_period": {"months": 1}}),
    )  # fmt: skip
    words: dict[str, Any] = {"label": {"zh": "某口径"}, "pull": {"zh": "文义"}}
    asked = {
        "ask": {"zh": "头一个不满的月算不算？"},
        "primary": "one",
        "options": {"one": words, "two": {**words, "set": {"partial": "owed"}}},
    }
    return replace(made, questions={"q": _question("q", asked)})


@cache
def group(as_of: str = AS_OF) -> Report:
    schools = [
        {"id": f"s{n}", "name": name} for n, name in enumerate(["示例中学", "甲小学", "乙小学", "丙小学", "丁小学"])
    ]
    members = [{"school": f"s{n}", "role": "member" if n else "lead", "from": FOUNDED} for n in range(4)]
    # 丁小学 joined in the middle of the first semester.
    members.append({"school": "s4", "role": "member", "from": "2023-11-15"})
    activities = [
        *lessons("s1", "2023-09-12", "2023-10-17", "2023-12-05", "2024-03-12"),
        *lessons("s2", "2023-09-20", "2024-03-12", "2024-04-16", "2024-05-07"),
        *lessons("s3", "2023-10-11", "2023-11-08"), *lessons("s4", "2023-12-20", "2024-04-02", "2024-04-30"),
        # Neither the right kind nor inside a semester.
        *lessons("s3", "2023-12-06", kind="science"), *lessons("s3", "2024-02-02"),
        *lessons("s1", "2023-09-15", "2023-09-22", "2023-10-13", kind="observation"),
    ]  # fmt: skip
    surveys = [
        {"date": "2024-01-10", "school": f"s{n}", "satisfaction": share, "respondents": 100, "satisfied": said}
        for n, share, said in ((0, "91%", 91), (1, "80.5%", 80), (2, "88%", 88))
    ]
    one = body_of(
        as_of=as_of, calendar={"semesters": SEMESTERS, "school_years": YEARS}, body={"founded": FOUNDED, "invented": True},
        schools=rows(*schools), members=rows(*members), activities=rows(*activities),
        meetings=rows(*({"kind": "council", "date": day} for day in ("2023-09-05", "2023-10-10", "2023-12-12", "2024-01-09", "2024-03-05"))),
        surveys=rows(*surveys, complete={"from": FOUNDED, "to": "2024-01-31"}),
    )  # fmt: skip
    return reported(rules(), one)


@cache
def big(members: int = 50, kinds: int = 12) -> Report:
    listed = ["showcase_lesson", "teaching_research", "observation"]
    made = [
        need(f"每学期第{n}类活动{'校际交流' * (n % 3)}", "activities_of", 1 + n % 3, at=f"四（{n}）", every="semester",
             for_each=["members", [listed[n % 3]]], bearer="schools")
        for n in range(kinds)
    ]  # fmt: skip
    schools = [{"id": f"s{n}", "name": f"虚构第{n}中心小学"} for n in range(members + 1)]
    belongs = [{"school": f"s{n}", "role": "member" if n else "lead", "from": FOUNDED} for n in range(members + 1)]
    activities = [
        row
        for n in range(1, members + 1)
        for kind in listed
        for row in lessons(f"s{n}", *("2023-10-10", "2023-11-11", "2023-12-12", "2024-03-13")[: n % 5], kind=kind)
    ]
    one = body_of(
        as_of=AS_OF, calendar={"semesters": SEMESTERS, "school_years": YEARS}, body={"founded": FOUNDED},
        schools=rows(*schools), members=rows(*belongs), activities=rows(*activities),
    )  # fmt: skip
    return reported(book_of(*made), one)


def places(found: Sequence[Any]) -> list[tuple[str, str, str, str]]:
    """(rule, entity, item, period) of entries."""
    return [(one.rule.id, one.cell.entity, one.cell.item, one.cell.period) for one in found]
