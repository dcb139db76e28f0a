"""A report made by hand that reaches every verdict, with Chinese content and strings that try to break out.

`report()` gives the report, `lexicon()` the shared vocabulary and the measures that it uses. Everything is invented.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction as F
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from checker.model import (
    Ask,
    Cell,
    Consequence,
    Due,
    Finding,
    Followed,
    Measure,
    Option,
    Point,
    Question,
    Report,
    Row,
    Rule,
    Rulebook,
    Source,
    Test,
    TestResult,
    Value,
)
from checker.records import derived
from checker.report import Lexicon, render

VOCABULARY = Path(__file__).parent.parent / "rules" / "vocabulary"
BOOK = "example-2030"
HOSTILE = "<script>alert('×')</script>&\"\x1b[31m\u202e逆序\u2066{n}%s"
"""Markup, a terminal escape, direction overrides and template braces, as a school's name."""
LABELS = {
    "lead": "示例实验学校", "s1": "城东小学", "s2": "城西小学", "s3": "河湾初级中学", "s4": HOSTILE, "s5": "南岭九年一贯制学校（寄宿部）",
}  # fmt: skip
MONTHS = [f"2029-{m:02d}" for m in range(9, 13)] + [f"2030-{m:02d}" for m in range(1, 7)]


@cache
def lexicon() -> Lexicon:
    def words(name: str) -> Mapping[str, Any]:
        data: Mapping[str, Any] = yaml.safe_load((VOCABULARY / f"{name}.yaml").read_text(encoding="utf-8"))[name]
        return data

    def measure(name: str, zh: str, unit: str, kind: str = "rows", type_: str = "count", **more: Any) -> Measure:
        return Measure(name, {"zh": zh, "en": name.replace("_", " ")}, unit, {"zh": zh}, kind, type_, **more)

    found = [
        measure("council_meetings", "理事会会议次数", "times", table="meetings"),
        measure("joint_lessons", "集体备课次数", "times", table="activities"),
        measure("coverage", "集团化办学覆盖率", "share", "share", "share", inputs=("grouped", "all_schools")),
        measure("member_schools", "成员学校数", "schools", table="members"),
        measure("rotation", "交流教师比例", "share", "share", "share"),
        measure("newsletters", "工作简报期数", "items", table="publicity"),
        measure("fund", "集团化办学专项经费", "yuan", "sum", "money", table="funds"),
        measure("plan_date", "发展规划印发日期", "date", "min", "date", table="documents"),
        measure("organs", "已设机构", "name", "set", "set", table="organs", column="kind"),
        measure("exhibitions", "成果展示次数", "times", table="activities"),
        measure("satisfaction", "满意度平均值", "share", "mean", "share", table="surveys"),
        measure("model", "组建模式", "code", "value", "code", table="members"),
        measure("teachers", "专任教师数", "people", table="people"),
    ]
    return Lexicon(
        measures={one.name: one for one in found},
        units=words("units"), operators=words("operators"), modalities=words("modalities"), verdicts=words("verdicts"),
        bearers=words("bearers"), topics=words("topics"), periods=words("periods"),
        sets={key: _Set(one) for key, one in words("sets").items()}, tables=derived.tables(),
    )  # fmt: skip


class _Set:
    def __init__(self, entry: Mapping[str, Any]) -> None:
        self.label, self.each, self.counter = entry["label"], entry.get("each"), entry.get("counter")
        self.table, self.entity = entry["table"], entry["entity"]


def rule(slug: str, at: str, title: str, quote: str, modality: str, topic: str, **more: Any) -> Rule:
    more = {"bearer": "group", "subject": "group", "basis": "computed", **more}
    return Rule(f"{BOOK}/{slug}", at, {"zh": title}, quote, modality, topic=topic, **more)


def count(measure: str, low: int | None, high: int | None = None) -> Value:
    ends = F(low) if low is not None else None, F(high) if high is not None else None
    return Value(measure, ends[0], ends[1] if high is not None else ends[0], complete=low is not None)


def saw(test: Test, value: Value, outcome: str, short: F | int | None = None, **more: Any) -> TestResult:
    required = more.pop("required", None)
    return TestResult(
        test, more.pop("role", "require"), outcome, value, required, None if short is None else F(short), **more
    )


def cell(rule: Rule, verdict: str, *results: TestResult, entity: str = "*", period: str = "*", **more: Any) -> Cell:
    return Cell(
        rule.id, more.pop("reading", "primary"), entity, more.pop("item", "*"), period, verdict, tests=results, **more
    )


def finding(rule: Rule, verdict: str, cells: Sequence[Cell] = (), **more: Any) -> Finding:
    counts: dict[str, int] = {}
    for one in cells:
        if one.reading == "primary":
            counts[one.verdict] = counts.get(one.verdict, 0) + 1
    return Finding(rule, BOOK, verdict, more.pop("counts", counts or {verdict: 1}), tuple(cells), **more)


def source() -> Source:
    return Source(
        BOOK, {"zh": "示例区进一步推进集团化办学的实施方案（虚构）"}, {"zh": "示例方案"}, "示教〔2029〕8号", {"zh": "示例区教育局"},
        "2029-07-19", "2029-07-19", None, "trial", ("示例区",), "", "0" * 64, {"zh": "全区"}, {}, {}, (),
    )  # fmt: skip


def questions() -> dict[str, Question]:
    def option(key: str, label: str, pull: str) -> Option:
        return Option(key, {"zh": label}, {"zh": pull})

    lead = {
        "without-lead": option("without-lead", "不含龙头学校", "本句写“成员学校”，上文将其与龙头学校并列"),
        "with-lead": option("with-lead", "含龙头学校", "附件名单把龙头学校列在“成员学校”一栏"),
    }
    issues = {
        "own": option("own", "只计本集团编发的", "条款的主语是集团"),
        "joint": option("joint", "与其他单位合编的也计", "条款未写“自行编发”"),
    }
    return {
        "lead-counts": Question("lead-counts", {"zh": "成员学校数是否含龙头学校？"}, "without-lead", lead),
        "joint-issues": Question("joint-issues", {"zh": "合编的简报算不算？"}, "own", issues),
    }


def monthly() -> Finding:
    test = Test("council_meetings", "at_least", F(1), group=1)
    one = rule("3.2.1/monthly-council", "三（二）1 ③", "理事会每月开会", "集团每月至少召开一次理事会议", "must", "meetings",
               every="month", tests={"require": (test,)}, mend={"zh": "尽快补开，今后按月排定会期并留存会议记录"},
               evidence=("会议记录", "签到表"))  # fmt: skip
    missing = {"2029-10": 0, "2030-02": 0}
    cells = [
        cell(one, "fail", saw(test, count("council_meetings", 0), "breached", 1), period=month) if month in missing
        else cell(one, "not_due", saw(test, count("council_meetings", None), "unknown"), period=month, reasons=("period_running",))
        if month == "2030-06"
        else cell(one, "pass", saw(test, count("council_meetings", 1 + (month == "2030-03")), "holds"), period=month)
        for month in MONTHS
    ]  # fmt: skip
    rows = [
        Row("council_meetings", "meetings", f"m{n}", f"records.yaml:{40 + 7 * n}", "yes", period=month)
        for n, month in enumerate((month for month in MONTHS[:-1] if month not in missing), start=1)
    ]
    rows.append(
        Row("council_meetings", "meetings", "m20", "会议!B12", "no", "condition:种类 为 理事会议", period="2029-10")
    )
    rows.append(Row("council_meetings", "meetings", "m21", "会议!B13", "maybe", "month_only"))
    return finding(one, "fail", cells, rows=tuple(rows))


def lessons() -> Finding:
    test = Test("joint_lessons", "at_least", F(2), group=1)
    one = rule("3.4.2/joint-lessons", "三（四）2 ①", "每校每学期集体备课", "成员学校每学期参加集体备课不少于2次", "must", "research",
               bearer="member", every="semester", for_each=("members",), tests={"require": (test,)})  # fmt: skip
    got = {"s1": (3, 0), "s2": (1, 0), "s3": (2, 1), "s4": (0, 0), "s5": (0, 1)}
    spans = {"2029-1": ("2029-09-01", "2030-01-20"), "2029-2": ("2030-02-16", "2030-07-10")}
    cells = []
    for school, numbers in got.items():
        for (period, (first, last)), number in zip(spans.items(), numbers, strict=True):
            holds = number >= 2
            result = saw(
                test, count("joint_lessons", number), "holds" if holds else "breached", None if holds else 2 - number
            )
            verdict = "pass" if holds else "fail"
            cells.append(cell(one, verdict, result, entity=school, period=period, period_from=first, period_to=last))
    rows = (
        Row("joint_lessons", "activities", "a1" * 30, "活动!A" + "9" * 40, "yes", entity="s4", period="2029-1"),
        Row("joint_lessons", "activities", "a7", "records.yaml:210", "no", "outside_complete:activities", entity="s4"),
    )
    return finding(one, "fail", cells, rows=rows)


def target() -> Finding:
    test = Test("coverage", "at_least", F(63, 100), group=1)
    one = rule("2/coverage", "二 ③", "年底覆盖率", "集团化办学覆盖全区63%以上的义务教育学校", "target", "goals",
               bearer="authority", subject="authority", due=Due(Point("2029-12-31")), tests={"require": (test,)})  # fmt: skip
    value = Value("coverage", F(10, 17), F(10, 17), (10, 10), (17, 17))
    found = cell(one, "missed", saw(test, value, "breached", F(63, 100) - F(10, 17)), due="2029-12-31")
    return finding(one, "missed", [found])


def disputed() -> Finding:
    test = Test("member_schools", "at_most", F(5), group=1)
    one = rule("3.1.3/size", "三（一）3 ②", "联盟型成员数上限", "原则上“联盟型”教育集团成员学校（校区）不超过5所", "default",
               "formation", tests={"require": (test,)}, readings=("lead-counts",))  # fmt: skip
    cells = [
        cell(one, "pass", saw(test, count("member_schools", 5), "holds")),
        cell(one, "deviates", saw(test, count("member_schools", 6), "breached", 1), reading="lead-counts.with-lead"),
    ]
    readings = {"lead-counts.with-lead": "deviates", "lead-counts.without-lead": "pass"}
    return finding(one, "disputed", cells, readings=readings)


def deviating() -> Finding:
    test = Test("newsletters", "at_least", F(2), group=1)
    one = rule("2.4/newsletters", "二（四）①", "每学期简报期数", "原则上每学期编发简报不少于 2 期", "default", "publicity",
               every="semester", tests={"require": (test,)}, readings=("joint-issues",))  # fmt: skip
    cells = [
        cell(
            one,
            "deviates",
            saw(test, count("newsletters", 1), "breached", 1),
            period="2029-1",
            period_from="2029-09-01",
        ),
        cell(one, "pass", saw(test, count("newsletters", 2), "holds"), period="2029-2", period_from="2030-02-16"),
    ]
    why = {
        "reason": "编辑岗位空缺三个月，已补一期电子版",
        "by": "张三丰",
        "date": "2030-03-02",
        "evidence": "岗位调整通知",
    }
    return finding(one, "deviates", cells, explanation=why, decided=("joint-issues",), chosen={"joint-issues": "own"}, objections=(
        {"reason": "电子版应当计入", "by": "李四光", "date": "2030-03-10"},))  # fmt: skip


def unknowns() -> list[Finding]:
    share = Test("rotation", "at_least", F(1, 3), group=1)
    one = rule("3.3.1/rotation", "三（三）1 ②", "教师交流比例", "每年交流教师不低于符合条件教师的三分之一", "must", "staff",
               every="school_year", tests={"require": (share,)})  # fmt: skip
    value = Value("rotation", F(10, 40), F(15, 40), (10, 15), (40, 40), complete=False)
    open_ = cell(one, "unknown", saw(share, value, "unknown"), period="2029-2030", period_from="2029-09-01",
                 reasons=("empty_cell:exchanges.kind", "outside_complete:exchanges"))  # fmt: skip
    semester = Test("exhibitions", "at_least", F(1), group=1)
    two = rule("5.2.3/exhibition", "五（二）3 ①", "学期展示", "每学期开展一次集中展示、交流活动", "must", "publicity",
               every="semester", tests={"require": (semester,)})  # fmt: skip
    none = cell(two, "unknown", period="?", reasons=("no_calendar",))
    three = rule("3.1.1/roster", "三（一）1 ①", "成员名单", "教育集团由龙头学校和若干所成员学校组成", "definition", "roster",
                 for_each=("members",), tests={"require": (Test("member_schools", "at_least", F(1), group=1),)})  # fmt: skip
    unset = cell(three, "unknown", entity="?", reasons=("set_not_reported:members", "brand_new_reason:x"))
    return [finding(one, "unknown", [open_]), finding(two, "unknown", [none]), finding(three, "unknown", [unset])]


def judged() -> list[Finding]:
    test = Test("organs", "covers", ("council", "office"), group=1)
    organs = rule("3.2.2/organs", "三（二）2 ①", "管理机构", "理事会设立集团管理办公室", "must", "governance",
                  tests={"require": (test,)}, mend={"zh": "印发设立文件，明确人员与职责"})  # fmt: skip
    value = Value("organs", elements=("council",))
    lacks = cell(organs, "fail", saw(test, value, "breached", missing=("office",)))
    ask = Ask("inspector", {"zh": "规划是否经各校共同商定"})
    plan = rule("3.2.3/plan", "三（二）3 ②", "共同制定规划", "共同制定本集团发展规划", "must", "governance", ask=ask, basis="asked",
                tests={"require": (Test("plan_date", "on_or_before", "2029-12-31", group=1),)}, evidence=("规划文本",))  # fmt: skip
    dated = Value("plan_date", "2029-11-01", "2029-11-30")
    holds = saw(Test("plan_date", "on_or_before", "2029-12-31", group=1), dated, "holds")
    late = Test("plan_date", "on_or_before", right_measure="plan_date", months=3, days=10, group=1)
    after = rule("4.1/report-back", "四（一）①", "规划报备期限", "规划印发后三个月零十日内报备", "must", "organisation",
                 due=Due(Point(measure="plan_date", months=3, days=10)), tests={"require": (late,)})  # fmt: skip
    was = Value("plan_date", "2030-03-22", "2030-03-22")
    limit = Value("plan_date", "2030-03-10", "2030-03-10")
    over = cell(after, "fail", saw(late, was, "breached", 12, required=limit), due="2030-03-10")
    money = Test("fund", "at_least", right_measure="teachers", times=F(500), group=1)
    paid = rule("5.2.4/fund", "五（二）4 ②", "专项经费", "按专任教师人均不低于500元安排经费", "must", "funding",
                tests={"require": (money,)})  # fmt: skip
    needs = Value("fund", F(12_345_600), F(12_345_600))
    short = saw(money, Value("fund", F(9_876_543), F(9_876_543)), "breached", F(2_469_057), required=needs)
    open_due = rule("4.4/summary", "四（四）①", "总结经验", "各教育集团要总结提炼集团化办学工作经验", "must", "publicity",
                    due=Due(open=True), tests={"require": (Test("exhibitions", "at_least", F(1), group=1),)})  # fmt: skip
    nothing = saw(open_due.tests["require"][0], count("exhibitions", 0), "breached", 1)
    broken = rule("3.5.1/broken", "三（五）1 ①", "程序出错的一条", "开齐开足课程", "must", "teaching")
    return [
        finding(organs, "fail", [lacks]), finding(plan, "review", [cell(plan, "review", holds, reasons=("not_answered",))]),
        finding(after, "fail", [over]), finding(paid, "fail", [cell(paid, "fail", short)]),
        finding(open_due, "due", [cell(open_due, "due", nothing)]),
        finding(broken, "error", [cell(broken, "error", reasons=("not_computed",))]),
    ]  # fmt: skip


def quiet() -> list[Finding]:
    made = []
    for number in range(1, 7):
        test = Test("joint_lessons", "at_least", F(number), group=1)
        one = rule(f"3.6.{number}/kept", f"三（六）{number} ①", f"已达到的第{number}项", f"活动不少于{number}次", "must", "culture",
                   tests={"require": (test,)})  # fmt: skip
        made.append(
            finding(one, "pass", [cell(one, "pass", saw(test, count("joint_lessons", number, number + 2), "holds"))])
        )
    later = rule("4.3/first-assessment", "四（三）①", "挂牌一年后考核", "集团挂牌成立一年后进行考核评估", "must", "assessment",
                 due=Due(Point("2030-08-31")))  # fmt: skip
    made.append(
        finding(later, "not_due", [cell(later, "not_due", due="2030-08-31", reasons=("due_later:2030-08-31",))])
    )
    freed = rule("3.4.1/halls", "三（四）1 ①", "共用场馆", "统筹使用集团内学校相关场馆", "must", "resources")
    waiver = {"reason": "体育馆改造", "by": "王五", "date": "2030-01-05", "until": "2030-12-31"}
    made.append(finding(freed, "waived", [cell(freed, "waived", reasons=("waived:2030-12-31",))], waivers=(waiver,)))
    may = rule("3.5.2/courses", "三（五）1 ③", "特色课程共享", "鼓励特色课程学区共享", "may", "teaching")
    made.append(finding(may, "info", [cell(may, "info", reasons=("permission",))]))
    other = rule("3.1.4/campus", "三（一）2 ③", "紧密型加挂校区牌", "“紧密型”加挂教育集团校区牌子", "must", "formation")
    made.append(finding(other, "not_applicable", [cell(other, "not_applicable", reasons=("when_false",))]))
    return made


def consequences() -> tuple[Followed, ...]:
    def one(slug: str, title: str, then: str, state: str) -> Consequence:
        return Consequence(f"{BOOK}/{slug}", "三（六）④", "科学运用考核结果，以此作为下一年度奖励的重要依据", {"zh": title},
                           "authority", (), state, {"zh": then})  # fmt: skip

    reward, withdraw = (
        one("6/reward", "奖励", "列入下一年度奖励", "follows"),
        one("6/exit", "成员退出", "可令成员学校退出", "conditions_met"),
    )
    third, fourth = (
        one("6/end", "集团撤销", "可撤销集团", "conditions_met"),
        one("6/notice", "通报", "予以通报", "follows"),
    )
    fails = {
        "kind": "finding",
        "id": f"{BOOK}/3.2.1/monthly-council",
        "verdict": "fail",
        "wanted": ["fail"],
        "holds": "yes",
    }
    asks = {"kind": "measure", "id": "satisfaction", "value": None, "wanted": {"at_least": "85%"}, "holds": "unknown"}
    leads = {"kind": "consequence", "id": fourth.id, "state": "follows", "wanted": ["follows"], "holds": "yes"}
    return (
        Followed(fourth, "follows", ({"of": fourth.id, **fails},)),
        Followed(withdraw, "conditions_met", ({"of": withdraw.id, **leads}, {"of": fourth.id, **fails})),
        Followed(reward, "unknown", ({"of": reward.id, **asks},)),
        Followed(third, "not_triggered", ({"of": third.id, **fails, "holds": "no"},)),
    )


def report() -> Report:
    """All thirteen verdicts among the findings; two duties of others; one rule of another subject."""
    findings = (monthly(), lessons(), disputed(), deviating(), *unknowns(), *judged(), *quiet())
    goal = rule("2/satisfaction", "二 ③", "满意度", "满意度平均在85%以上", "target", "goals", due=Due(Point("2029-12-31")),
                tests={"require": (Test("satisfaction", "at_least", F(85, 100), group=1),)})  # fmt: skip
    result = saw(
        goal.tests["require"][0], Value("satisfaction", F(84999, 100000), F(84999, 100000)), "breached", F(1, 100000)
    )
    findings = (*findings, finding(goal, "missed", [cell(goal, "missed", result, due="2029-12-31")]))
    assess = rule("3.6/assess", "三（六）②", "主管部门考核龙头学校", "所属教育行政主管部门负责对集团龙头学校进行考核评估", "must",
                  "assessment", bearer="authority")  # fmt: skip
    others = (
        target(),
        finding(assess, "unknown", [cell(assess, "unknown", reasons=("table_not_reported:assessments",))]),
    )
    elsewhere = rule("5.2.1/sessions", "五（二）1 ①", "领导小组会议", "每学期召开2次以上专题工作会议", "must", "organisation",
                     bearer="leading_group", subject="authority")  # fmt: skip
    semesters = [
        {"id": "2029-1", "from": "2029-09-01", "to": "2030-01-20"},
        {"id": "2029-2", "from": "2030-02-16", "to": "2030-07-10"},
    ]
    book = Rulebook(BOOK, source(), tuple(one.rule for one in (*findings, *others)), questions(), (), "ab" * 32, "")
    return Report(
        body={"kind": "group", "id": "demo", "name": "示例教育集团", "region": BOOK, "model": "联盟型", "invented": True},
        as_of="2030-06-15", review=("2029-09-01", "2030-06-15"), rulebooks=(book,), findings=findings, others=others,
        not_here=(elsewhere,), consequences=consequences(), chainer="durable-rules 2.0.28", records_sha256="cd" * 32,
        decisions_sha256="ef" * 32, calendar={"semesters": semesters}, calendar_source="records",
        assumptions=("成员名单以填报为准", "review_default"), labels=LABELS,
        tables={"meetings": "rows 11", "activities": "rows 14", "funds": "none", "assessments": "not_reported"}, file="demo.yaml",
    )  # fmt: skip


def goldens() -> dict[str, str]:
    """The reports that are kept as golden files, by file name."""
    made = {f"report.{lang}.{ending}": render(report(), lexicon(), fmt, lang)
            for fmt, ending in (("text", "txt"), ("html", "html")) for lang in ("zh", "en")}  # fmt: skip
    return {**made, "report.zh.json": render(report(), lexicon(), "json", "zh")}
