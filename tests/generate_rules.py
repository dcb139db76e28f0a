"""Random rulebooks over a small vocabulary: measures of every kind, all operators, periods, sets and readings."""
# ruff: noqa: S311

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from generate import NAMES

from checker.model import Question, Rulebook, Source
from checker.records.derived import BODY, RESULTS
from checker.records.tables import TableSchema
from checker.rulebook import load
from checker.rulebook.load import WITHIN, _question
from checker.rulebook.vocabulary import EntitySet, Vocabulary, measure, typed

LISTED = ["council", "work"]

MEASURES: dict[str, dict[str, Any]] = {
    "meetings": {"table": "meetings", "count": "rows", "where": [{"column": "kind", "is": "council"}]},
    "meeting_days": {"table": "meetings", "count": "days", "where": [{"column": "kind", "one_of": LISTED}]},
    "planned": {"table": "meetings", "count": "rows", "where": [{"column": "topics", "has": "plan"}]},
    "early": {"table": "meetings", "count": "rows", "where": [{"column": "date", "on_or_before": "2023-12"}]},
    "late": {"table": "meetings", "count": "rows", "where": [{"column": "date", "on_or_after": "2024-01"}]},
    "first_meeting": {"table": "meetings", "min": "date"},
    "last_meeting": {"table": "meetings", "max": "date", "where": [{"column": "kind", "is": "council"}]},
    "meetings_of": {"table": "meetings", "count": "rows", "entity": "schools"},
    "topics": {"table": "meetings", "set": "topics", "where": [{"column": "kind", "is_not": "other"}]},
    "topics_of": {"table": "meetings", "set": "topics", "entity": "school"},
    "invited": {"table": "activities", "set": "schools", "entity": "kind", "item": "organiser"},
    "hosts": {"table": "meetings", "count": {"distinct": "school"}},
    "spent": {"table": "funds", "sum": "amount", "where": [{"column": "kind", "is": "special"}]},
    "awarded": {"table": "funds", "sum": "amount", "where": [{"column": "amount", "at_least": 20}]},
    "largest": {"table": "funds", "max": "amount"},
    "smallest": {"table": "funds", "min": "amount"},
    "satisfaction": {"table": "surveys", "mean": "satisfaction"},
    "satisfaction_of": {"table": "surveys", "mean": "satisfaction", "entity": "school"},
    "worst": {"table": "surveys", "min": "satisfaction"},
    "asked": {"table": "surveys", "sum": "respondents", "where": [{"column": "satisfaction", "at_most": "90%"}]},
    "content": {"table": "surveys", "sum": "satisfied"},
    "content_share": {"share": "content", "of": "asked"},
    "content_share_or_none": {"share": "content", "of": "asked", "when_zero": "not_applicable"},
    "members": {"table": "members", "count": {"distinct": "school"}, "where": [{"column": "role", "is": "member"}]},
    "members_at_start": {"table": "members", "count": "rows", "at": "start"},
    "members_ever": {"table": "members", "count": {"distinct": "school"}, "at": "any"},
    "pupils": {"table": "members", "sum": "school.students"},
    "member_names": {"table": "members", "set": "school.name"},
    "plaque": {"table": "members", "value": "plaque", "entity": "school"},
    "joined": {"table": "members", "value": "from", "entity": "school"},
    "activities": {"table": "activities", "count": "rows", "where": [{"column": "organiser", "belongs": "schools"}]},
    "strange": {"table": "activities", "count": "rows", "where": [{"column": "organiser", "not_belongs": "members"}]},
    "activities_of": {"table": "activities", "count": "rows", "entity": "organiser", "item": "kind"},
    "subjects": {"table": "activities", "count": {"distinct": "subject"}, "entity": "organiser"},
    "primary_held": {"table": "activities", "count": "rows", "where": [{"column": "organiser.stage", "is": "primary"}]},
    "sent": {
        "table": "exchanges", "count": {"distinct": "person"}, "at": "any", "entity": "to_school", "item": "rank",
        "where": [{"column": "from_school", "belongs": "members"},
                  {"column": "from_school", "differs_from": "to_school"}],
    },
    "returned": {
        "table": "exchanges", "count": "rows", "where": [{"column": "from_school", "same_as": "person.school"}],
    },
    "office_under": {"table": "organs", "value": "under", "where": [{"column": "kind", "is": "office"}]},
    "schools_known": {"table": "schools", "count": "rows", "where": [{"column": "students", "at_least": 100}]},
    "biggest": {"table": "schools", "max": "students"},
    "model": {"table": BODY, "value": "model"},
    "founded": {"table": BODY, "value": "founded"},
    "checked_on": {"table": BODY, "value": "as_of"},
    "both_counts": {"sum_of": ["meetings", "activities"]},
    "money_in_all": {"sum_of": ["spent", "awarded"]},
    "more_members": {"difference_of": ["members", "members_at_start"]},
    "posts_due": {
        "lookup": {"of": "meetings", "bands": [{"to": 0, "value": 3}, {"from": 1, "to": 2, "value": "1/2"},
                                               {"from": 4, "value": 2}]},
    },
    "july": {"table": "meetings", "count": "rows", "where": [{"column": "date", "months": [7, 11]}]},
    "score": {"table": "assessments", "mean": "score"},
    "best_score": {"table": "assessments", "max": "score", "where": [{"column": "score", "at_least": "8.5"}]},
    "score_of": {"table": "assessments", "value": "score", "entity": "id"},
    "score_in_all": {"weighted": [{"measure": "score", "times": "60%"}, {"measure": "best_score", "times": "2/5"}]},
    "content_in_all": {"weighted": [{"measure": "satisfaction", "times": "1/3"},
                                    {"measure": "content_share_or_none", "times": "0.5"}]},
    "counted": {"weighted": [{"measure": "meetings", "times": "1/2"}, {"measure": "activities", "times": 3}]},
    "spent_band": {
        "lookup": {"of": "spent", "bands": [{"to": "20.49", "value": 1}, {"from": "20.50", "value": 2}]},
    },
    "pupils_of": {"table": "schools", "value": "students", "entity": "id"},
    "classes_of": {"table": "schools", "value": "classes", "entity": "id"},
    "spare_of": {"difference_of": ["pupils_of", "classes_of"]},
    "extra_of": {
        "unit": "yuan",
        "lookup": {"of": "pupils_of", "bands": [{"from": 0, "to": 99, "value": "10.5"}, {"from": 100, "value": 30}]},
    },
    "pupils_in_all": {"total_of": "pupils_of", "over": "registered"},
    "extra": {"total_of": "extra_of", "over": "members"},
    "spare": {"total_of": "spare_of", "over": "members"},
    "meetings_in_all": {"total_of": "meetings_of", "over": "schools"},
    "amount_of": {"table": "expenditures", "value": "amount", "entity": "id"},
    "decided_of": {"table": "steps", "min": "date", "entity": "payment"},
    "large_in_all": {"total_of": "amount_of", "over": "large_payments"},
    "steps_of_large": {"table": "steps", "count": "rows", "where": [{"column": "payment", "belongs": "large_payments"}]},
    "failed": {"table": RESULTS, "count": "rows", "where": [{"column": "rule", "one_of": ["gen/1/r0", "gen/1/r1"]},
                                                            {"column": "verdict", "one_of": ["fail", "unknown"]}]},
    "first_result": {"table": RESULTS, "value": "verdict", "where": [{"column": "rule", "is": "gen/1/r0"}]},
}  # fmt: skip
UNDATED = {"topics_of": ["plan", "goals"], "invited": ["s1", "s2"],
           "model": ["联盟型", "紧密型"], "plaque": ["campus", "none"], "office_under": ["council", "lead"],
           "topics": ["plan", "goals", "resources"], "member_names": NAMES,
           "first_result": ["pass", "unknown"]}  # fmt: skip
BY_TYPE = {
    "count": ["0", "1", "2", "3"], "number": ["1", "2", "1/2", "150"], "money": ["5", "20.5", "30"],
    "share": ["85%", "1/2", "17/20", "100%"], "points": ["8.5", "50", "90"],
}  # fmt: skip
SETS: list[Any] = ["members", "schools", "lead", "principals", ["s1", "s2"], ["plan", "showcase_lesson"],
                   "registered", "paid", "large_payments", "appointed"]  # fmt: skip
OWN_SETS: dict[str, tuple[str, list[dict[str, Any]]]] = {
    "registered": ("schools", []),
    "paid": ("expenditures", [{"column": "school", "belongs": "members"}]),
    "large_payments": ("expenditures", [{"column": "amount", "at_least": 20}]),
}
"""Rows themselves as entities: of a register without time, and events."""


def small_vocabulary(real: Vocabulary, tables: Mapping[str, TableSchema]) -> Vocabulary:
    """The shipped operators, sets and modalities over the measures above."""
    words = {"label": {"zh": "指标"}, "unit": "times", "counts": {"zh": "计数"}}
    made = {name: measure(name, {**words, **one}, tables) for name, one in MEASURES.items()}
    own = {name: EntitySet(name, {"zh": name}, table, "id", tuple(where)) for name, (table, where) in OWN_SETS.items()}
    own["appointed"] = EntitySet("appointed", {"zh": "appointed"}, "posts", "id", (), at="start")
    return replace(real, measures=typed(made), sets={**real.sets, **own})


# -- rulebooks


def rulebook(seed: int, rule_seeds: Sequence[int], vocabulary: Vocabulary) -> Rulebook:
    """A small rulebook: the seed gives its document and one question, each rule seed a rule."""
    luck = random.Random(seed)
    source = Source(
        id="gen", title={"zh": "试行办法"}, short={"zh": "试行办法"}, number=None,
        issuer={"zh": "某局"}, issued="2023-08-01",
        effective=luck.choice(["2023-08-01", "2023-08-01", "2023-09-15", "2023-10-01", "2025-01-01"]),
        expires=luck.choice([None, None, "2024-05-15"]), status="in_force", jurisdiction=(), file="", sha256="",
        scope={"zh": "全部"}, models={"联盟型": ("联盟",), "紧密型": ()}, aliases={"甲校": ("一小",)}, without_norm=(),
    )  # fmt: skip
    swap = {"meetings": "meeting_days", "members": "members_ever", "satisfaction": "worst"}
    patches: list[dict[str, Any]] = [
        {"set": {"partial": "owed"}}, {"set": {"partial": "excused"}}, {"set": {"every": "quarter"}},
        {"set": {"due": {"by": "2024-02"}}}, {"set": {"during": {"from": "2023-11"}}}, {"set": {"no_rows": "fail"}},
        {"swap": swap},
    ]  # fmt: skip
    words: dict[str, Any] = {"label": {"zh": "口径"}, "pull": {"zh": "文义"}}
    one, two = {**words}, {**words, **luck.choice(patches)}
    question: Question = _question(
        "q", {"ask": {"zh": "何解？"}, "primary": "one", "options": {"one": one, "two": two}}
    )
    rules = tuple(load.rule(_rule(random.Random(s), n, vocabulary)) for n, s in enumerate(rule_seeds))
    return Rulebook("gen", source, rules, {"q": question}, (), "", "")


def _rule(luck: random.Random, number: int, vocabulary: Vocabulary) -> dict[str, Any]:
    chance: Callable[[float], bool] = lambda share: luck.random() < share  # noqa: E731
    rule: dict[str, Any] = {
        "id": f"gen/1/r{number}", "at": "一", "title": {"zh": "某条"}, "quote": "某句", "bearer": "group",
        "subject": "group", "topic": "goals", "basis": "computed", "modality": luck.choice(list(vocabulary.modalities)),
    }  # fmt: skip
    # Results may only be read by rules that come after those which they name, or the book would be circular.
    later = number >= 2
    if chance(0.5):
        rule["for_each"] = luck.sample(SETS, luck.choice([1, 1, 2]))
    if chance(0.6):
        rule["every"] = luck.choice(["month", "quarter", "year", "semester", "school_year", "term_month"])
    if chance(0.5):
        rule["partial"] = luck.choice(["owed", "excused", "open"])
    if chance(0.25):
        rule["no_rows"] = luck.choice(["fail", "unknown", "pass"])
    if chance(0.25):
        rule["during"] = {key: _point(luck) for key in luck.choice([["from"], ["to"], ["from", "to"]])}
    if chance(0.4):
        options = [{"by": "2024-01"}, {"by": "2024-03-15"}, {"after": {"measure": "founded", "months": 6}}, "open"]
        if "every" in rule:
            options += [{"after_period": {"days": 30}}, {"after_period": {"months": 1}}]
        rule["due"] = luck.choice(options)
    if chance(0.35):
        rule["when"] = _tests(luck, vocabulary, later, 1)
    if chance(0.85):
        rule["require"] = _tests(luck, vocabulary, later, 2)
    if chance(0.25):
        rule["ask"] = {"who": "expert", "on": {"zh": "是否"}, **luck.choice([{}, {"no": "not_applicable"}])}
    if chance(0.3):
        rule["readings"] = ["q"]
    elif rule.get("every") in WITHIN and chance(0.5):
        rule["due"] = {"within": {"month": luck.choice([1, 3, 7, 8, 11])}}
    return rule


def _point(luck: random.Random) -> Any:
    when = luck.choice(["2023-10", "2023-11-20", "2024-02", "founded", "first_meeting"])
    return when if when[0] == "2" else {"measure": when, "months": luck.choice([0, 1, 3]), "days": luck.choice([0, 10])}


def _tests(luck: random.Random, vocabulary: Vocabulary, later: bool, most: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for _ in range(luck.randint(1, most)):
        shape = luck.random()
        if shape < 0.15:
            found.append({"any": [_test(luck, vocabulary, later) for _ in range(2)]})
        elif shape < 0.3:
            found.append({"not": _test(luck, vocabulary, later)})
        else:
            found.append(_test(luck, vocabulary, later))
    return found


def _test(luck: random.Random, vocabulary: Vocabulary, later: bool) -> dict[str, Any]:
    names = [n for n, one in vocabulary.measures.items() if later or one.table != RESULTS]
    one = vocabulary.measures[luck.choice(names)]
    family = {"date": "date", "code": "code", "set": "set"}.get(one.type, "number")
    op = luck.choice([key for key, row in vocabulary.operators.items() if row["family"] == family])
    right: Any
    if family == "date":
        others = ["first_meeting", "last_meeting", "founded", "joined"]
        right = luck.choice([*["2023-10-31", "2024-01", "2023-12-15"], {"measure": luck.choice(others), "months": 1}])
    elif family in ("code", "set"):
        values = UNDATED[one.name]
        right = luck.choice(values) if op in ("is", "is_not") else luck.sample(values, luck.randint(1, 2))
        if one.name == "topics" and luck.random() < 0.3:
            right = {"measure": "topics"}
    else:
        right = luck.choice(BY_TYPE[one.type])
        alike = {one.type} if luck.random() < 0.7 else set(BY_TYPE)
        same = [n for n in names if vocabulary.measures[n].type in alike]
        if luck.random() < 0.25:
            right = {"measure": luck.choice(same), "times": luck.choice(["1", "1/2", "2"]), "plus": luck.choice([0, 1])}
    test: dict[str, Any] = {"measure": one.name, op: right}
    if luck.random() < 0.15:
        test["else"] = luck.choice(["deviates", "info", "review"])
    if luck.random() < 0.15:
        test["if_missing"] = luck.choice(["review", "info"])
    return test
