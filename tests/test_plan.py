"""The plan: exact against trying every subset, worked examples by hand, its words, its JSON and its exit codes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker import decisions
from checker.cli import main
from checker.errors import BadInput
from checker.model import Deducted, Element, Form, ScoreItem, Value
from checker.planning import Asked, CardPlan, Plan, make
from checker.planning.choose import cheapest, most
from checker.planning.nouns import Lever
from checker.planning.steps import needs, steps
from checker.records.reader import read
from checker.scores.forms import scored
from checker.tasks import task
from checker.workbench import Workbench

ROOT = Path(__file__).parents[1]
BOOK, SCHEME, YEAR, DAY = "ankang-2022", "ankang-2022/annex-4", "2023-2024", "2024-10-31"
HEAD = f"body: {{kind: group, id: a, name: 示例集团, region: {BOOK}, model: 一体型, founded: 2022-08-01}}\n"
RECORDS = f"""{HEAD}as_of: {DAY}
calendar: {{school_years: [{{id: {YEAR}, from: 2023-09-01, to: 2024-08-31}}]}}
schools:
  complete: {{from: 2022-08-01, to: {DAY}}}
  rows:
  - {{id: s0, name: 第一中学, centre: yes}}
  - {{id: s1, name: 第一小学, centre: yes}}
members:
  complete: {{from: 2022-08-01, to: {DAY}}}
  rows:
  - {{id: m0, school: s0, role: lead, from: 2022-08-01}}
  - {{id: m1, school: s1, role: member, from: 2022-08-01}}
incidents: none
"""


# the cheapest set


def levers(*found: tuple[str, int | Fraction, int | Fraction], grouped: int = 0) -> tuple[Lever, ...]:
    """(kind, gain, cost) each; the last `grouped` of them are of one group."""
    first = len(found) - grouped
    return tuple(
        Lever(f"i{n}", n + 1, kind, Fraction(0), Fraction(gain), Fraction(cost), "bonus" if n >= first else None)
        for n, (kind, gain, cost) in enumerate(found)
    )


def by_trying(found: Sequence[Lever], need: Fraction) -> set[str] | None:
    """The best of all subsets: cost, deeds, ratings, size, then the greater gain, then the order of the table."""
    best: tuple[Any, ...] | None = None
    for size in range(len(found) + 1):
        for which in combinations(range(len(found)), size):
            some = [found[n] for n in which]
            gain = sum((one.gain for one in some), Fraction(0))
            if gain >= need and sum(one.group is not None for one in some) <= 1:
                cost = sum((one.cost for one in some), Fraction(0))
                kinds = [one.kind for one in some]
                mine = (cost, kinds.count("act"), kinds.count("rate"), size, -gain, which)
                best = mine if best is None else min(best, mine)
    return None if best is None else {found[n].id for n in best[-1]}


AMOUNTS = st.sampled_from([Fraction(n, d) for n in range(1, 9) for d in (1, 2, 3, 25)])
COSTS = st.sampled_from([Fraction(0), Fraction(1, 2), Fraction(1), Fraction(1), Fraction(3, 2), Fraction(2)])
KINDS = st.sampled_from(["record", "rate", "act"])


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(KINDS, AMOUNTS, COSTS), max_size=9), st.integers(0, 3), st.integers(0, 120))
def test_the_cheapest_set_is_that_of_all_subsets(
    found: list[tuple[str, Fraction, Fraction]], grouped: int, quarters: int
) -> None:
    mine, need = levers(*found, grouped=min(grouped, len(found))), Fraction(quarters, 4)
    actions = cheapest(mine, need)
    if need == 0:
        assert actions == ()  # nothing is needed, so nothing is done even where it costs nothing
        return
    expected = by_trying(mine, need)
    assert (None if actions is None else {one.lever.id for one in actions}) == expected
    assert (actions is None) == (most(mine) < need)
    if actions:
        asked = sum((one.asked for one in actions), Fraction(0))
        assert asked == need
        assert all(one.asked <= one.lever.gain for one in actions)
        assert all(one.asked == one.lever.gain for one in actions[:-1]), "only the last one is asked for less"


def test_sixty_levers_are_no_matter() -> None:
    """30 levers cost 1: 12 bring 5, 9 bring 6, 9 bring 7, together 177. 30 cost 2 and bring 7 at most: three more make 198, four 205,
    which leaves 5 to spare: one of the cheap ones. 29 + 4 * 2 = 37."""
    found = levers(*((kind, 5 + n % 3, 1 + n % 2) for n in range(20) for kind in ("record", "rate", "act")))
    actions = cheapest(found, Fraction(200))
    assert actions is not None
    assert sum(one.lever.cost for one in actions) == 37


# further units


def running(part: str, *rest: Deducted) -> Any:
    """5 points less 1 for each per cent under ten; none of 40 so far, and the period still runs."""
    tests = (Deducted("share", Fraction(1, 10), Fraction(1, 100), Fraction(1)), *rest)
    item = ScoreItem("i", "c", "a", "q", {"zh": "交流"}, Fraction(5), Form("deduction", tests=tests, part=part))
    value = Value("share", None, None, numerator=(0, None), denominator=(40, None), why_open=("period_running",))
    other = Value("other", Fraction(1), Fraction(1), numerator=(1, 1), denominator=(1, 1))
    given = {(None, "share"): (Element("*", value),), (None, "other"): (Element("*", other),)}
    return scored(item, given)


@pytest.mark.parametrize(
    ("part", "third"),
    # 3 of 40 are 7.5 per cent, 2.5 short: exactly 2.5 off, 2 whole ones, 3 begun ones. 1 and 2 of 40 are 7.5 and 5 short.
    [("exact", Fraction(5, 2)), ("whole", Fraction(3)), ("begun", Fraction(2))],
)
def test_each_further_unit_is_tried_on_the_form_itself(part: str, third: Fraction) -> None:
    score = running(part)
    assert [(one.units, one.gain) for one in steps(score)] == [(3, third), (4, Fraction(5))]
    (need,) = needs(score)
    assert (need.target, need.units, need.now) == (Fraction(1, 10), 4, (0, 40))


def test_a_bound_that_is_met_asks_for_nothing() -> None:
    score = running("exact", Deducted("other", Fraction(1, 5), Fraction(1, 100), Fraction(1)))
    assert [one.measure for one in needs(score)] == ["share"]


# worked examples


def planned(
    bench: Workbench,
    folder: Path,
    asked: Asked,
    share: Fraction | None = None,
    rated: Mapping[str, Fraction] | None = None,
) -> Plan:
    """The plan of an invented group in a year that is over; `share` of each item that people rate was given by the city, or the
    points `rated`."""
    (file := folder / "a.yaml").write_text(RECORDS, encoding="utf-8")
    (scheme,) = bench.rulebook(BOOK).schemes
    points = dict(rated or {})
    if share is not None:
        points = {item.id: item.points * share for item in scheme.items if item.form.kind == "rating"}
    entries = [
        f"- {{item: {SCHEME}/{item}, stage: {scheme.final}, points: {number}, by: 市教体局, date: 2024-10-20,"
        f" period: {YEAR}, evidence: 评分表}}\n"
        for item, number in points.items()
    ]
    (decided := folder / "d.yaml").write_text(
        "body: a\n" + ("ratings:\n" + "".join(entries) if entries else ""), encoding="utf-8"
    )
    known = decisions.read(decided).get("a") if entries else None
    return make(bench, task(bench, read(file), bench.rulebook(BOOK), known), asked)


def card(plan: Plan) -> CardPlan:
    (found,) = plan.cards
    return found


def actions(found: CardPlan) -> list[tuple[str, str, Fraction]]:
    return [(one.lever.id, one.lever.kind, one.asked) for one in found.actions]


def test_fully_rated(bench: Workbench, tmp_path: Path) -> None:
    """15 items rated by people come to 77: 合格 (60) holds, 良好 (80) lacks 3. Records are missing for items 4 (5), 11 (10), 18 (8)
    and three bonuses (3, 2, 1): one action is enough, and item 11 brings most."""
    found = card(planned(bench, tmp_path, Asked(), Fraction(1)))
    assert (found.state, found.held) == ("reachable", "qualified")
    assert found.goal is not None
    assert (found.goal.grade, found.goal.edge, found.goal.need) == ("good", 80, 3)
    assert actions(found) == [("i11", "record", Fraction(3))]
    assert [one.id for one in found.spare] == ["i18", "i4", "national", "province", "city"]
    assert found.lost == ()


def test_costs_turn_the_choice(bench: Workbench, tmp_path: Path) -> None:
    """90 lacks 13. At a cost of 1 each: 11 and 18, which bring 18. With 11 at 3 and 18 at 3/2: 4 and 18 (13) cost 5/2; 18 with two
    bonuses (13) 7/2, 11 with anything 4 and more, and 4 with all bonuses (11) is not enough."""
    asked = Asked(grade="优秀")
    assert actions(card(planned(bench, tmp_path, asked, Fraction(1)))) == [
        ("i11", "record", Fraction(10)),
        ("i18", "record", Fraction(3)),
    ]
    found = card(planned(bench, tmp_path, Asked(grade="excellent", costs=("11=3", "i18=3/2")), Fraction(1)))
    assert actions(found) == [("i18", "record", Fraction(8)), ("i4", "record", Fraction(5))]
    assert found.cost == Fraction(5, 2)


def test_nothing_rated(bench: Workbench, tmp_path: Path) -> None:
    """60 lacks 60. The nine greatest are 10+8+8+7+6 and four times 5: 59, so ten are needed. Of ten, ratings are fewest with four
    records: 11, 18, 4 and the national bonus (26), and 9, 10, 1, 3, 5, 6 (8+7+6+5+5+5 = 36): 62. Five records (28) and the five
    greatest ratings (31) would be 59. Before the last one 57 are had: it must bring 3."""
    found = card(planned(bench, tmp_path, Asked()))
    assert (found.state, found.held) == ("reachable", "unqualified")
    assert actions(found) == [
        ("i11", "record", 10), ("i18", "record", 8), ("i4", "record", 5), ("national", "record", 3), ("i9", "rate", 8),
        ("i10", "rate", 7), ("i1", "rate", 6), ("i3", "rate", 5), ("i5", "rate", 5), ("i6", "rate", 3),
    ]  # fmt: skip


def test_what_the_plan_asks_for_makes_the_grade_certain(bench: Workbench, tmp_path: Path) -> None:
    """The ratings as asked, the records at their best: 10 + 8 + 5 + 3 and 8 + 7 + 6 + 5 + 5 + 3 are 60. With a tenth less they are
    not."""
    asked = {
        one.lever.id: one.asked for one in card(planned(bench, tmp_path, Asked())).actions if one.lever.kind == "rate"
    }
    best = (
        "school_quality_grade=优秀", "survey_satisfaction_of_audience=100%", "exchange_of_due=10%",
        "backbone_of_exchanged=20%", "national_media_reports=1",
    )  # fmt: skip
    done = card(planned(bench, tmp_path, Asked(supposed=best, grade="合格"), rated=asked))
    assert (done.card.total.low, done.state) == (60, "certain")
    less = asked | {"i6": asked["i6"] - Fraction(1, 10)}
    short = card(planned(bench, tmp_path, Asked(supposed=best, grade="合格"), rated=less))
    assert short.goal is not None
    assert (short.state, short.goal.need) == ("reachable", Fraction(1, 10))


def test_rated_at_nothing(bench: Workbench, tmp_path: Path) -> None:
    """77 points are lost; 23 of the table and 6 of bonuses are left: 29, and 60 lacks 31."""
    found = card(planned(bench, tmp_path, Asked(), Fraction(0)))
    assert (found.state, found.lacking, found.best) == ("short", 31, "unqualified")
    assert found.actions == ()
    assert sum(one.points for one in found.lost) == 77
    assert {one.why for one in found.lost} == {"rated"}


def test_certain_with_what_is_supposed(bench: Workbench, tmp_path: Path) -> None:
    """77 + 5 (both shares at their bounds) + 10 (every school excellent) = 92: 优秀 from 90."""
    given = ("exchange_of_due=10%", "backbone_of_exchanged=20%", "school_quality_grade=优秀")
    found = card(planned(bench, tmp_path, Asked(supposed=given), Fraction(1)))
    assert (found.state, found.held, found.goal, found.vetoes) == ("certain", "excellent", None, ())
    assert found.card.total.low == 92
    good = card(planned(bench, tmp_path, Asked(supposed=given, grade="良好"), Fraction(1)))
    assert (good.state, good.actions) == ("certain", ())


def test_a_veto_stands_before_points(bench: Workbench, tmp_path: Path) -> None:
    """With 92 points and a major incident the grade is 不合格 whatever is done."""
    given = ("exchange_of_due=10%", "backbone_of_exchanged=20%", "school_quality_grade=优秀", "major_incidents=1")
    found = card(planned(bench, tmp_path, Asked(supposed=given), Fraction(1)))
    assert (found.state, [(one.id, one.state) for one in found.vetoes]) == ("vetoed", [("major-incident", "yes")])
    assert found.goal is not None
    assert (found.goal.grade, found.goal.need, found.actions) == ("excellent", 0, ())


@pytest.fixture
def ankang() -> list[str]:
    folder = ROOT / "examples" / "ankang" / "invented"
    return ["plan", str(folder / "group.yaml"), "--decisions", str(folder / "decisions.yaml")]


@pytest.fixture
def jituan(capfdbinary: pytest.CaptureFixture[bytes]) -> Any:
    def run(*arguments: str) -> SimpleNamespace:
        with pytest.raises(SystemExit) as left:
            main(list(arguments))
        out, err = capfdbinary.readouterr()
        return SimpleNamespace(code=left.value.code, out=out.decode(), err=err.decode())

    return run


def test_the_invented_group_of_ankang(ankang: list[str], jituan: Any) -> None:
    """2022-2023: 42.52 are certain (41.52 and a bonus of 1), so 60 lacks 17.48. Where the satisfaction of all who answered
    counts and society was not asked, item 18 brings nothing for certain, 5.52 less: 37, so 60 lacks 23. The three greatest
    that are left (7, 5, 5) are 17: four are needed. The missing answers of society (2) are a record, so three ratings do:
    2 + 7 + 5 = 14, and the last one must bring 3.48.

    Lost: 6-5, 5-4.5, 5-4, 8-5.5 by ratings (5), 10-8 by grades (2), 8-7.52 of satisfaction (0.48), bonuses 3 and 2: 12.48."""
    done = jituan(*ankang, "--period", "2022-2023", "--format", "json")
    assert (done.code, done.err) == (10, "")
    (found,) = json.loads(done.out)["cards"]
    assert found["state"] == "vetoed"
    assert [(one["id"], one["state"]) for one in found["vetoes"]] == [("major-incident", "yes")]
    assert found["goal"] == {"grade": "qualified", "edge": 60, "need": "437/25", "need_anyhow": 23}
    assert [(one["id"], one["asked"]) for one in found["actions"]] == [
        ("i18", 2), ("i10", 7), ("i6", 5), ("i7", "87/25"),
    ]  # fmt: skip
    assert sum(Fraction(one["points"]) for one in found["lost"]) == Fraction("12.48")


def test_the_year_that_runs_comes_first(ankang: list[str], jituan: Any) -> None:
    """2023-2024 has just begun: 0 certain, both vetoes open. Nine actions bring 59 at most (10+8+8+7+6+20), so ten; with one deed
    (item 11: 10) nine ratings are 8+7+6 and six times 5: 61. Without a deed ten ratings are 8+7+6 and seven times 5: 56."""
    done = jituan(*ankang)
    assert done.code == 11
    text = done.out.replace("\n    ", "")
    assert text.index("一票否决还没有排除") < text.index("目标“合格”60 分起，现在确定 0 分，还差 60 分")
    assert "最省的做法：10 项，合起来再得 60 分" in text
    assert "10. 第 11 项“各校教学质量评价等次”：至少得 9 分" in text
    assert "得满分，本期须 5 个“该校教学质量评价等次”各达到优秀" in text
    assert "现为 1/20，再增 1 人（分母不变）" in text


def test_the_json_is_what_its_schema_says_and_always_the_same(ankang: list[str], jituan: Any) -> None:
    schema = json.loads((ROOT / "schemas" / "plan.json").read_text(encoding="utf-8"))
    nanyang = [one.replace("ankang", "nanyang") for one in ankang]
    for arguments in (
        ankang,
        [*ankang, "--set", "exchange_of_due@2022-2023=8%", "--set", "major_incidents=0"],
        nanyang,
    ):
        for lang in ("zh", "en"):
            first, second = (jituan(*arguments, "--format", "json", "--lang", lang).out for _ in range(2))
            assert first == second
            jsonschema.Draft202012Validator(schema).validate(json.loads(first))


def test_what_is_supposed_is_told_first_with_what_it_changes(ankang: list[str], jituan: Any) -> None:
    done = jituan(*ankang, "--period", "2022-2023", "--set", "教师交流占符合交流要求教师的比例@2022-2023=8%")
    text = done.out.replace("\n    ", "")
    assert "假设（下面按假设计算，不是记录）" in text
    assert "教师交流占符合交流要求教师的比例（2022—2023学年） = 8%" in text
    assert "教师交流比例不低于10%（附件4 行5）：√ 符合 1、○ 未到期 1 → × 不符合 1、○ 未到期 1" in text


def test_without_a_grade_by_points_the_gaps_are_the_plan(ankang: list[str], jituan: Any) -> None:
    """Nanyang has no scheme: what can be done comes by its day, what is past stands apart, and nobody is asked to judge."""
    done = jituan(*(one.replace("ankang", "nanyang") for one in ankang))
    assert done.code == 10  # a meeting of a month that is over cannot be held any more
    text = done.out.replace("\n    ", "")
    heads = ["2024年9月30日前（含当日），还有 30 天", "2024年12月31日前（含当日），还有 122 天", "现在就可以改的",
             "补上就能判断的材料", "已过期、不能再补的"]  # fmt: skip
    assert [text.index(head) for head in heads] == sorted(text.index(head) for head in heads)
    assert "☆" not in text


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (["--grade", "很好"], "没有等次“很好”"),
        (["--cost", "i99=2"], "评分表没有“i99”这一项"),
        (["--cost", "i4=-1"], "不是不小于 0 的数"),
        (["--period", "1999"], "没有“1999”这一期"),
        (["--set", "exchange_of_duo=1%"], "是否想写“exchange_of_due”"),
    ],
)
def test_what_is_not_known_is_named(ankang: list[str], jituan: Any, wrong: list[str], told: str) -> None:
    done = jituan(*ankang, *wrong)
    assert (done.code, done.out) == (3, "")
    assert told in done.err


def test_a_grade_is_asked_for_where_there_is_none(bench: Workbench) -> None:
    folder = ROOT / "examples" / "nanyang" / "invented"
    body = read(folder / "group.yaml")
    with pytest.raises(BadInput) as wrong:
        make(bench, task(bench, body, bench.rulebook_for(body)), Asked(grade="优秀"))
    assert "没有评分表" in next(wrong.value.lines("zh"))
