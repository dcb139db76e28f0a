"""Regions side by side: expectations written by hand from the five texts, and the order of duties against brute force."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import openpyxl
import pytest
from click.testing import CliRunner
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from checker import schema
from checker.cli import cli
from checker.cli.common import State
from checker.comparing import themes
from checker.comparing.build import build
from checker.comparing.duties import Reducer
from checker.comparing.html import render as to_html
from checker.comparing.jsonout import render as to_json
from checker.comparing.nouns import Comparison, Duty, Line, Quantity
from checker.comparing.order import MAGNITUDE, between, lacks
from checker.comparing.sheet import render as to_xlsx
from checker.comparing.table import compare
from checker.comparing.text import render as to_text
from checker.errors import BadInput
from checker.lexicon import lexicon
from checker.model import Rulebook
from checker.report.fold import columns
from checker.report.words import Phrases
from checker.workbench import Workbench

N, A, G, K, S = "nanyang-2023", "ankang-2022", "ganzhou-2024", "kunming-2021", "shapotou-2023"


@pytest.fixture(scope="module")
def found(bench: Workbench) -> Comparison:
    known = themes.load(bench.vocabulary)
    books = [bench.rulebook(name) for name in (N, A, G, K, S)]
    return compare(books, known, Reducer(bench.vocabulary, bench.schemas, known.scope))


def line(found: Comparison, theme: str) -> Line:
    return next(one for one in found.lines if one.theme.id == theme)


def asked(found: Comparison, theme: str, book: str) -> set[tuple[str, object, str | None]]:
    """(side, bound, period) of what a region asks under the first readings; computed bounds as the word."""
    entry = next(one for one in line(found, theme).entries if one.book == book)
    return {
        (duty.side, "computed" if duty.computed else duty.bound, duty.every)
        for clause in entry.clauses
        for duty in clause.primary
    }


def relation(found: Comparison, theme: str, left: str, right: str) -> tuple[str, set[str]]:
    one = next(one for one in line(found, theme).relations if (one.left, one.right) == (left, right))
    return one.kind, set(one.reasons)


# What the texts say, read in the texts: (theme, region, what is asked). A region that is not named says nothing to be counted.
ASKED = [
    # 南阳 二：“覆盖全区63%以上的义务教育学校”; 沙坡头 七（三）：“2025年……覆盖率达到60%以上”; 甘州 二：“覆盖率达到 100%”
    ("coverage", {N: {("floor", Fraction(63, 100), None)}, G: {("floor", Fraction(1), None)}, S: {("floor", Fraction(3, 5), None)},
                  A: {("floor", Fraction(4, 5), None), ("floor", Fraction(1, 2), None), ("floor", Fraction(7, 10), None)}}),
    # 南阳 二：“满意度平均在85%以上”
    ("satisfaction", {N: {("floor", Fraction(17, 20), None)}}),
    # 南阳 三（一）3：联盟型、托管型5所，紧密型3所；别处没有上限
    ("members-cap", {N: {("cap", Fraction(5), None), ("cap", Fraction(3), None)}}),
    # 南阳 三（二）1：“每月至少召开一次理事会议”; 昆明 三（五）：“定期召开联席会议”; 甘州 三（二）1：“定期召开”
    ("council-meetings", {N: {("floor", Fraction(1), "month")}, K: {("floor", "computed", "year"), ("floor", Fraction(1), None)},
                          G: {("floor", "computed", "year"), ("floor", Fraction(1), None)}}),
    # 南阳 五（二）1：“每月召开一次工作例会”; 安康 附件4 3：“每学期召开集团内工作会议至少2次”
    ("work-meetings", {N: {("floor", Fraction(1), "month")}, A: {("floor", Fraction(2), "semester")}}),
    # 南阳 五（二）1：“每学期召开2次以上……专题工作会议”; 安康 附件2：“每季度召开一次联席会议”
    ("authority-meetings", {N: {("floor", Fraction(2), "semester")}, A: {("floor", Fraction(1), "quarter")}}),
    # 甘州 四（一）1：“集团内部每学期开展1次校长论坛”
    ("principal-forum", {G: {("floor", Fraction(1), "semester")}}),
    # 甘州 四（三）2：“每年不低于5%”; 安康 附件4 4：“每学年……不低于符合交流要求的10%”
    ("teacher-exchange", {G: {("floor", Fraction(1, 20), "year")}, A: {("floor", Fraction(1, 10), "school_year")}}),
    # 安康 附件4 4：“骨干教师人数不低于交流总数的20%”
    ("backbone-exchange", {A: {("floor", Fraction(1, 5), "school_year")}}),
    # 安康 附件3：“不超过核心校管理人员总数的50%”
    ("managers-sent", {A: {("cap", Fraction(1, 2), None)}}),
    # 南阳 三（三）1：“成员学校派出人员到龙头学校跟岗学习”
    ("shadowing", {N: {("floor", Fraction(1), None)}}),
    # 南阳 三（三）2：“每学期龙头学校……开展课堂教学展示”; 安康 附件4 7：教学素养展示，按学年考核
    ("showcase", {N: {("floor", Fraction(1), "semester")}, A: {("floor", Fraction(1), "school_year")}}),
    # 甘州 四（二）2：“每学期到成员学校……不少于3次”、教研员“听评课不少于15节，教研指导不少于2次”; 安康 附件4 8：“每学期至少2次”
    ("lessons-observed", {G: {("floor", Fraction(3), "semester"), ("floor", Fraction(15), "semester"), ("floor", Fraction(2), "semester")},
                          A: {("floor", Fraction(2), "semester")}}),
    # 安康 附件4 10：每学期至少1次文体活动，13：学生活动; 甘州 四（四）2：“每学年联合组织开展1次体育赛事……”
    ("pupils-joint", {A: {("floor", Fraction(1), "semester"), ("floor", Fraction(1), "school_year")},
                      N: {("floor", Fraction(1), None)}, G: {("floor", Fraction(1), "school_year")}}),
    # 南阳 三（二）2：“每季度……书面汇报”; 安康 附件4 五（一）：“每年8月31日前”提交自评报告
    ("report-to-authority", {N: {("floor", Fraction(1), "quarter")}, A: {("floor", Fraction(1), "year")}}),
    # 沙坡头 六（三）：“每个教育集团每学年10万元专项经费”
    ("special-funds", {N: {("floor", Fraction(1), None)}, A: {("floor", Fraction(1), None)},
                       S: {("exact", Fraction(100000), "school_year"), ("floor", Fraction(1), None)}}),
    # 南阳 四（四）、五（二）3：集团“每年至少开展一次”，“每学年开展一次集中展示、交流活动”; 安康 附件2：现场会
    ("exhibition", {N: {("floor", Fraction(1), "year"), ("floor", Fraction(1), "school_year")}, A: {("floor", Fraction(1), None)}}),
    # 四份文件都要成立领导小组；甘州的文件没有
    ("leading-group", {N: {("floor", Fraction(1), None)}, A: {("floor", Fraction(1), None)}, K: {("floor", Fraction(1), None)},
                       S: {("floor", Fraction(1), None)}}),
]  # fmt: skip


@pytest.mark.parametrize(("theme", "said"), ASKED, ids=[theme for theme, _ in ASKED])
def test_what_the_texts_ask(
    found: Comparison, theme: str, said: dict[str, set[tuple[str, object, str | None]]]
) -> None:
    for book in (N, A, G, K, S):
        assert asked(found, theme, book) == said.get(book, set()), book


RELATIONS = [
    # Each month against twice a semester: a semester has two whole months at least.
    ("work-meetings", N, A, "stricter", set()),
    # “定期” is no number, whatever the rule counts by.
    ("showcase", N, A, "incomparable", {"computed"}),
    ("pupil-appraisal", N, A, "incomparable", {"computed"}),
    ("quality-monitoring", N, A, "incomparable", {"computed"}),
    # Only groups whose core school is in the centre are bound.
    ("pupil-appraisal", A, G, "incomparable", {"conditions"}),
    # Each school of Ganzhou shares its courses; who makes the plan differs, and Nanyang's schools make it together.
    ("shared-resources", N, G, "incomparable", set()),
    ("development-plan", N, A, "incomparable", {"actor"}),
    ("joint-research", N, A, "incomparable", {"judged"}),
    ("rewards", N, S, "incomparable", {"actor"}),
    # All full-time teachers of each member school in a year, against those due for exchange in a school year.
    ("teacher-exchange", A, G, "incomparable", {"denominator", "each", "period"}),
    # Compulsory schools against all schools, by different days.
    ("coverage", N, G, "incomparable", {"denominator", "date"}),
    # 63% at the end of 2023 says nothing of 60% at the end of 2025, nor the other way round.
    ("coverage", N, S, "incomparable", {"date"}),
    # “定期” states no number.
    ("council-meetings", N, K, "incomparable", {"computed"}),
    # Two a semester against one a quarter, and other meetings.
    ("authority-meetings", N, A, "incomparable", {"period", "counted"}),
    # That there is one says nothing of who sits in it.
    ("leading-group", N, S, "incomparable", {"both"}),
    ("leading-group", N, A, "incomparable", {"both"}),
    ("assessment-scheme", N, K, "incomparable", {"both"}),
    # One lead school exactly is one at least, but Kunming's must be public and good.
    ("lead-schools", K, S, "incomparable", {"beside"}),
    # Each quarter another report than the yearly one with a last day in August.
    ("report-to-authority", N, A, "incomparable", {"counted"}),
    # A roster of models: what must be against what should be, and what is a target.
    ("model", N, A, "incomparable", {"modality"}),
    # A sum against some fund or other.
    ("special-funds", N, S, "incomparable", {"unit"}),
    # Teachers moving: advice in Nanyang, a target in Shapotou.
    ("rotation", N, S, "incomparable", {"modality"}),
]


@pytest.mark.parametrize(
    ("theme", "left", "right", "kind", "why"), RELATIONS, ids=[f"{one[0]}-{one[2]}" for one in RELATIONS]
)
def test_how_they_stand(found: Comparison, theme: str, left: str, right: str, kind: str, why: set[str]) -> None:
    known, reasons = relation(found, theme, left, right)
    assert known == kind
    assert why <= reasons


def test_what_is_not_regulated_is_said(found: Comparison) -> None:
    entries = {one.book: one.state for one in line(found, "principal-forum").entries}
    assert entries == {N: "not_regulated", A: "not_regulated", G: "bound", K: "not_regulated", S: "not_regulated"}


def test_words_without_a_number_are_quoted(found: Comparison) -> None:
    entry = next(one for one in line(found, "backbone-exchange").entries if one.book == N)
    assert entry.state == "mentioned"  # 积极探索：advice
    assert any("骨干教师流动" in rule.quote for rule in entry.spoken)


def test_a_reading_makes_a_duty_of_its_own(found: Comparison) -> None:
    """三（一）3：是否把龙头学校算在内没有写明。"""
    entry = next(one for one in line(found, "members-cap").entries if one.book == N)
    clause = next(one for one in entry.clauses if one.rule.id == "nanyang-2023/3.1.3/alliance-cap")
    (primary,), (other,) = clause.primary, clause.others["lead-counted.with-lead"]
    assert (primary.quantity.lead, other.quantity.lead) == ("out", "in")
    assert set(lacks(primary, other)) == set(lacks(other, primary)) == {"lead"}


def test_no_rule_with_something_to_compare_is_lost(found: Comparison, bench: Workbench) -> None:
    known = themes.load(bench.vocabulary)
    reducer = Reducer(bench.vocabulary, bench.schemas, known.scope)
    for at, book in enumerate(found.books):
        placed = {clause.rule.id for one in found.lines for clause in one.entries[at].clauses}
        alone = {rule.id for rule in found.alone[book.id]}
        assert not placed & alone
        assert {rule.id for rule in book.rules if reducer.compares(rule)} <= placed | alone


# ---- the order, on invented duties ---------------------------------------------------------------------------------

EVENTS = ("rows", "meetings", None, "end")
PERIODS = (None, "month", "term_month", "quarter", "semester", "year", "school_year")
FLAVOURS = ("x", "y", "z")


@st.composite
def duties(draw: st.DrawFn) -> Duty:
    kinds = draw(st.sets(st.sampled_from(FLAVOURS), max_size=3))
    where = frozenset({("kind", "in", frozenset(kinds))}) if kinds else frozenset()
    kind = draw(st.sampled_from(["rows", "rows", "distinct", "share"]))
    quantity = Quantity((kind, *EVENTS[1:]), "times", where, adds=kind == "rows", events=kind != "share")
    return Duty(
        draw(st.sampled_from(["group", "group", "group", "authority"])),
        draw(st.sampled_from(["must", "must", "must_not", "target"])), quantity,
        draw(st.sampled_from(["floor", "floor", "cap", "exact"])), Fraction(draw(st.integers(0, 6))),
        every=draw(st.sampled_from(PERIODS)), due=draw(st.sampled_from(["", "", "", "2024-06", "2024-12"])),
        alternatives=draw(st.sampled_from([frozenset(), frozenset(), frozenset({"t"})])),
    )  # fmt: skip


@given(duties())
def test_a_duty_follows_from_itself(one: Duty) -> None:
    assert lacks(one, one) == ()


@settings(max_examples=1500)
@given(duties(), duties(), duties())
def test_what_follows_from_what_follows_follows(a: Duty, b: Duty, c: Duty) -> None:
    same = {"actor": "group", "modality": "must", "alternatives": frozenset()}
    a, b, c = (replace(one, **same) for one in (a, b, c))
    if not lacks(a, b) and not lacks(b, c):
        assert lacks(a, c) == ()


def test_transitive_over_every_small_case() -> None:
    """All floors, caps and exact numbers up to 4 in every period: nothing is left to chance."""
    quantity = Quantity(EVENTS, "times", adds=True, events=True)
    every = [
        Duty("group", "must", quantity, side, Fraction(n), every=period)
        for side in ("floor", "cap", "exact")
        for n in range(5)
        for period in PERIODS
    ]
    after = {a: {b for b in every if not lacks(a, b)} for a in every}
    assert sum(map(len, after.values())) > 2 * len(every)
    for a in every:
        for b in after[a]:
            assert after[b] <= after[a], (a, b)


@settings(max_examples=500)
@given(st.lists(duties(), min_size=1, max_size=3), st.lists(duties(), min_size=1, max_size=3))
def test_relations_mirror(left: list[Duty], right: list[Duty]) -> None:
    mirror = {"equal": "equal", "stricter": "looser", "looser": "stricter", "incomparable": "incomparable"}
    kind, reasons, _ = between(left, right)
    back, other, _ = between(right, left)
    assert back == mirror[kind]
    assert set(reasons) == set(other)
    assert bool(reasons) == (kind == "incomparable")


# Three years of months, from January; semesters of two whole months at least, as the order takes for granted.
MONTHS = 36
_PARTS = {"month": 1, "quarter": 3, "year": 12}


def spans(every: str | None, terms: Sequence[tuple[int, int]]) -> list[range]:
    """The periods of a kind, as ranges of months: of a school year what lies from its first semester to the end of its second."""
    if every is None:
        return [range(MONTHS)]
    if every in _PARTS:
        return [range(at, at + _PARTS[every]) for at in range(0, MONTHS, _PARTS[every])]
    if every == "semester":
        return [range(*one) for one in terms]
    if every == "term_month":
        return [range(month, month + 1) for one in terms for month in range(*one)]
    return [range(first[0], second[1]) for first, second in zip(terms[::2], terms[1::2], strict=True)]


def meets(duty: Duty, done: Sequence[tuple[int, str]], terms: Sequence[tuple[int, int]]) -> bool:
    wanted = next((values for _, _, values in duty.quantity.where), frozenset(FLAVOURS))
    for span in spans(duty.every, terms):
        n = sum(month in span and flavour in wanted for month, flavour in done)
        if not {"floor": n >= duty.bound, "cap": n <= duty.bound, "exact": n == duty.bound}[duty.side]:
            return False
    return True


@st.composite
def school_years(draw: st.DrawFn) -> list[tuple[int, int]]:
    """Two whole school years: autumn terms from September, spring terms from February or March."""
    found = []
    for year in (8, 20):
        autumn, spring = draw(st.integers(2, 5)), draw(st.integers(5, 6))
        found += [(year, year + autumn), (year + spring, year + spring + draw(st.integers(2, 11 - spring)))]
    return found


@settings(max_examples=3000, deadline=None)
@given(duties(), duties(), school_years(), st.data())
def test_whoever_meets_the_stricter_meets_the_looser(
    a: Duty, b: Duty, terms: list[tuple[int, int]], data: st.DataObject
) -> None:
    plain = {"actor": "group", "modality": "must", "alternatives": frozenset(), "due": ""}
    counted = replace(a.quantity, count=EVENTS, adds=True, events=True)
    a = replace(a, quantity=counted, **plain)
    b = replace(b, quantity=replace(b.quantity, count=EVENTS, adds=True, events=True), **plain)
    assume(lacks(a, b) == ())
    wanted = sorted(next((values for _, _, values in a.quantity.where), frozenset(FLAVOURS)))
    # The least that meets a floor and the most that meets a cap: all at once, somewhere in each period.
    done = [
        (month, data.draw(st.sampled_from(wanted)))
        for span in spans(a.every, terms)
        for month in [data.draw(st.sampled_from(list(span)))]
        for _ in range(int(a.bound))
    ]
    if a.side == "floor":
        done += data.draw(st.lists(st.tuples(st.integers(0, MONTHS - 1), st.sampled_from(FLAVOURS)), max_size=5))
    assume(meets(a, done, terms))
    assert meets(b, done, terms)


@pytest.mark.parametrize(
    ("strict", "loose", "follows"),
    [
        (("floor", 1, "month"), ("floor", 3, "quarter"), True),
        (("floor", 1, "month"), ("floor", 4, "quarter"), False),
        (("floor", 1, "quarter"), ("floor", 1, "month"), False),
        (("floor", 1, "month"), ("floor", 2, "semester"), True),
        (("floor", 1, "month"), ("floor", 3, "semester"), False),
        (("floor", 1, "semester"), ("floor", 2, "school_year"), True),
        (("floor", 1, "semester"), ("floor", 1, "year"), False),
        (("floor", 1, "year"), ("floor", 1, "school_year"), False),
        (("cap", 2, "year"), ("cap", 2, "month"), True),
        (("cap", 1, "month"), ("cap", 12, "year"), True),
        (("cap", 1, "month"), ("cap", 11, "year"), False),
        (("cap", 1, "month"), ("floor", 1, "month"), False),
        (("exact", 2, "month"), ("floor", 2, "month"), True),
        (("floor", 2, "month"), ("exact", 2, "month"), False),
    ],
)
def test_periods(strict: tuple[str, int, str], loose: tuple[str, int, str], follows: bool) -> None:
    quantity = Quantity(EVENTS, "times", adds=True, events=True)
    a, b = (Duty("group", "must", quantity, side, Fraction(n), every=every) for side, n, every in (strict, loose))
    assert (lacks(a, b) == ()) is follows


def test_people_are_not_added_up() -> None:
    """The same person each month is one in the quarter; shares of parts say nothing of the whole."""
    people = Quantity(("distinct", "exchanges", "person", "any"), "people", events=True)
    month = Duty("group", "must", people, "floor", Fraction(2), every="month")
    assert lacks(month, replace(month, every="quarter")) == ()
    assert lacks(month, replace(month, every="quarter", bound=Fraction(3))) == (MAGNITUDE,)
    share = replace(month, quantity=Quantity(("share", "rows"), "share"))
    assert lacks(share, replace(share, every="quarter")) == ("period",)


# ---- what people see -----------------------------------------------------------------------------------------------


def run(*arguments: str) -> tuple[int, str]:
    """(exit code, what was printed), or 3 and the problems."""
    done = CliRunner().invoke(cli, ["compare", *arguments], obj=State("zh"), standalone_mode=False)
    if isinstance(done.exception, BadInput):
        return 3, "\n".join(done.exception.lines())
    if done.exception is not None:
        raise done.exception
    return 0, done.output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([N], "只有一个地区"),
        ([N, N], "写了两次"),
        ([N, "南阳职教园区"], "nanyang-2023: 写了两次"),
        ([N, "nanyang-2032"], "是否指 nanyang-2023"),
        ([N, A, "--topic", "会仪"], "meetings（会议）"),
    ],
)
def test_bad_input(arguments: list[str], said: str) -> None:
    code, text = run(*arguments)
    assert code == 3
    assert said in text


def test_topic_by_label_and_region_by_place() -> None:
    code, text = run("南阳市职教园区", "安康市", "--topic", "会议", "--format", "json")
    assert code == 0
    made = json.loads(text)
    assert [one["id"] for one in made["rulebooks"]] == [N, A]
    assert {one["topic"] for one in made["themes"]} == {"meetings"}
    meetings = next(one for one in made["themes"] if one["id"] == "work-meetings")
    assert meetings["memo"] == (
        "集团工作例会：南阳市职教园区（现行有效）每月，集团工作例会应不少于 1 次；安康市（试行）每学期，集团内工作会议应不少于 2 次"
        "（只适用于：核心（龙头、牵头）学校是否在中心城区为是）；南阳市职教园区严于安康市。"
    )


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_formats(found: Comparison, bench: Workbench, lang: str) -> None:
    phrases = Phrases(lang)
    view = build(found, lexicon(bench), phrases, everything=True)
    text = to_text(view, phrases, 100)
    assert max(map(columns, text.splitlines())) <= 100
    made = json.loads(to_json(found, view, lang))
    Draft202012Validator(schema.load("compare")).validate(made)
    page = to_html(view, phrases)
    assert "<script" not in page
    assert "http://" not in page
    assert "https://" not in page
    assert page.count("<details") >= sum(len(one.cells) for topic in view.topics for one in topic.lines) // 3
    book = to_xlsx(view, phrases)
    assert book == to_xlsx(view, phrases)
    sheet = openpyxl.load_workbook(io.BytesIO(book)).worksheets[0]
    assert sheet.max_row == 1 + len(found.lines)
    notes = [cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment]
    assert any("每月至少召开一次理事会议" in one for one in notes)
    for topic in view.topics:
        for one in topic.lines:
            assert not any(cell.short in ((), ("",)) for cell in one.cells), one.theme


def test_what_only_permits_is_no_demand(found: Comparison, bench: Workbench) -> None:
    """昆明 三（七）④ “探索建立……制度”只是允许；安康“每所核心校至少带动1—3所成员校”是要求，因此不说那里只是允许。"""
    view = build(found, lexicon(bench), Phrases("zh"))
    lines = {one.theme: one for topic in view.topics for one in topic.lines}
    states = {
        theme: {cell.book: cell.state for cell in lines[theme].cells} for theme in ("members-cap", "exchange-system")
    }
    assert states["members-cap"] == {
        N: "bound", A: "mentioned", G: "not_regulated", K: "not_regulated", S: "not_regulated",
    }  # fmt: skip
    assert states["exchange-system"][K] == "permitted"
    assert "昆明市只是允许，不是要求" in lines["exchange-system"].memo


# (theme, region, words of the text): what stands somewhere in a document is not passed over, whatever else it is counted as.
SAID = [
    ("charter", G, "章程管理"), ("rules-content", G, "等制度"), ("rotation", G, "轮岗交流"), ("rotation", A, "应双向流动"),
    ("exchange-system", K, "轮岗交流的制度"), ("exchange-system", S, "规章制度"), ("rewards", G, "通报表扬"), ("rewards", A, "奖励激励"),
    ("legal-person", S, "法人代表不变"), ("quality-monitoring", K, "质量监控"), ("training", K, "培训制度"), ("training", S, "培训"),
    ("lessons-observed", N, "评课"), ("weak-schools-joined", N, "薄弱学校"), ("exhibition", K, "展示平台"), ("exhibition", G, "工作成果"),
    ("group-rules", K, "教育教学管理办法"), ("shared-resources", G, "各学校应共建共享优质课程资源"), ("shared-resources", A, "互联网+"),
    ("development-plan", N, "共同制定"), ("lead-schools", K, "优质公办"),
]  # fmt: skip


@pytest.mark.parametrize(("theme", "book", "words"), SAID, ids=[f"{one[0]}-{one[1]}" for one in SAID])
def test_what_is_not_compared_is_shown(found: Comparison, theme: str, book: str, words: str) -> None:
    entry = next(one for one in line(found, theme).entries if one.book == book)
    assert entry.state != "not_regulated"
    assert any(words in rule.quote for rule in (*entry.spoken, *entry.beside))


def test_nothing_is_stricter_than_what_is_not_compared(found: Comparison) -> None:
    """Of two regions the looser one has nothing beside, no vague word and nothing that a person judges."""
    told = 0
    for one in found.lines:
        entries = {entry.book: entry for entry in one.entries}
        for link in one.relations:
            looser = {"stricter": [link.right], "looser": [link.left], "equal": [link.left, link.right]}.get(
                link.kind, []
            )
            told += bool(looser)
            for book in looser:
                assert not entries[book].beside
                assert not any(duty.vague or duty.judged for clause in entries[book].clauses for duty in clause.primary)
    assert told


@pytest.mark.parametrize(
    ("first", "second", "follows"), [("", "c", True), ("c", "", False), ("c", "c", True), ("c", "d", False)]
)
def test_a_condition_is_no_territory(first: str, second: str, follows: bool) -> None:
    plain = Duty("group", "must", Quantity(EVENTS, "times", adds=True, events=True), "floor", Fraction(1))
    a, b = (replace(plain, conditions=frozenset(filter(None, [one]))) for one in (first, second))
    assert (lacks(a, b) == ()) is follows


def test_sentences_for_a_memo_are_short(found: Comparison, bench: Workbench) -> None:
    view = build(found, lexicon(bench), Phrases("zh"))
    assert max(len(one.memo) for topic in view.topics for one in topic.lines) <= 150
    leading = next(one for topic in view.topics for one in topic.lines if one.theme == "leading-group")
    assert "都要求有，组成、内容不作比较" in leading.memo


def test_a_matter_by_its_label_and_a_place_by_its_name() -> None:
    code, text = run("南阳", "昆明", "--topic", "集团章程", "--format", "json")
    assert code == 0
    assert [one["id"] for one in json.loads(text)["themes"]] == ["charter"]
    assert "是否指" not in run(N, "zhijiang-2022")[1]


def test_status_stands_beside_each_region(found: Comparison, bench: Workbench, shipped: tuple[Rulebook, ...]) -> None:
    view = build(found, lexicon(bench), Phrases("zh"))
    status = {one.book: one.status for one in view.regions}
    assert status == {N: "现行有效", A: "已失效", G: "征求意见稿", K: "试行", S: "试行"}
    cells = {
        cell.book: cell
        for topic in view.topics
        for one in topic.lines
        if one.theme == "work-meetings"
        for cell in one.cells
    }
    assert cells[A].status == "试行"  # annex 4 has a status of its own
    assert len(shipped) == 5
