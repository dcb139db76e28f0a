"""Policy lint on invented documents: each kind of slip is found in a text that has it, and a mended twin is silent."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from checker import schema
from checker.cli import cli
from checker.proofreading import Remark, make, notes, proofread
from checker.proofreading.text import render as to_text
from checker.proofreading.view import build
from checker.proofreading.words import load

HEAD = "示例区集团化办学实施办法\n\n"


def found(text: str, **more: object) -> tuple[Remark, ...]:
    return proofread(make(HEAD + text), **more)  # type: ignore[arg-type]


SCORES = """一、考核
集团考核实行百分制。
附件
示例区集团考核评分表
指标\t内容\t分值\t计分办法
组织10分\t章程\t4分\t查看材料
组织10分\t制度\t{a}分\t查看材料
教学90分\t教研\t40分\t查看材料
教学90分\t质量\t{b}分\t查看材料
"""
YEARS = """一、目标
三年共组建教育集团{whole}个。
附件
分年度计划表
年度\t教育集团数\t紧密型\t联盟型
2031年\t5\t3\t2
2032年\t{a}\t{b}\t2
2033年\t4\t2\t2
合计\t{total}\t{c}\t6
"""
ROSTER = """一、规模
“联盟型”集团成员学校不超过2所。
附件
集团名单
牵头学校\t成员学校\t模式
示例一中\t甲村小学、乙村小学{more}\t联盟
"""

# kind: (a text that has the slip and no other, the same text mended)
SLIPS: dict[str, tuple[str, str]] = {
    "points-items": (SCORES.format(a=5, b=50), SCORES.format(a=6, b=50)),
    "points-total": (
        SCORES.format(a=6, b=50).replace("百分制", "计分，满分95分"),
        SCORES.format(a=6, b=50).replace("百分制", "计分，满分100分"),
    ),
    "shares-sum": (
        "一、经费\n经费分为基础部分（占70%）和奖励部分（占40%）。\n",
        "一、经费\n经费分为基础部分（占70%）和奖励部分（占30%）。\n",
    ),
    "count-list": (
        "一、等次\n考核结果分为优秀、良好、合格、不合格五个等次。\n",
        "一、等次\n考核结果分为优秀、良好、合格、不合格四个等次。\n",
    ),
    "count-rows": tuple(  # type: ignore[dict-item]
        "一、名单\n集团名单见表。\n附件\n集团一览表\n序号\t集团\t集团校数\t校区\n"
        f"1\t示例一中集团\t{n}\t总校\n1\t示例一中集团\t{n}\t东校区\n1\t示例一中集团\t{n}\t西校区\n"
        for n in (4, 3)
    ),
    "band-gap": (
        "一、等次\n得分90分以上为优秀，80—89分为良好，不足80分为合格。\n",
        "一、等次\n得分90分以上为优秀，80分以上不足90分为良好，不足80分为合格。\n",
    ),
    "band-overlap": (
        "一、补助\n学生500人以上的补助3万元；学生200—499人的补助2万元；学生200人以下的补助1万元。\n",
        "一、补助\n学生500人以上的补助3万元；学生200—499人的补助2万元；学生不足200人的补助1万元。\n",
    ),
    "shared-deduction": (
        "一、评分\n每学年交流教师不低于教师总数的10%，其中骨干不低于交流人数的20%，每降低1个百分点扣1分。\n",
        "一、评分\n每学年交流教师不低于教师总数的10%，其中骨干不低于交流人数的20%，任一项每降低1个百分点扣1分。\n",
    ),
    "bound-crossed": (
        "一、规模\n每个集团的成员学校不少于8所、不超过5所。\n",
        "一、规模\n每个集团的成员学校不少于5所、不超过8所。\n",
    ),
    "bound-mixed": ("一、满意度\n家长满意度不低于85%以下。\n", "一、满意度\n家长满意度不低于85%。\n"),
    "bound-doubled": ("一、会议\n集团每学期至少召开2次以上会议。\n", "一、会议\n集团每学期至少召开2次会议。\n"),
    "bound-range": ("一、规模\n每所龙头学校至少带动2—3所学校。\n", "一、规模\n每所龙头学校带动2—3所学校。\n"),
    "bound-open-range": (
        "一、补助\n每个200—499人及以上的校区补助1万元。\n",
        "一、补助\n每个200—499人的校区补助1万元。\n",
    ),
    "bound-points": (
        "一、岗位\n优秀集团的高级岗位比例提高5%。\n",
        "一、岗位\n优秀集团的高级岗位比例提高5个百分点。\n",
    ),
    "permission-duty": (
        "一、组建\n集团可统筹使用发展经费。\n二、保障\n集团应当统筹使用发展经费。\n",
        "一、组建\n集团可统筹使用发展经费。\n二、保障\n集团应当公开发展经费。\n",
    ),
    "number-differs": (
        "一、会议\n集团每月至少召开一次理事会议。\n二、保障\n集团每学期至少召开一次理事会议。\n",
        "一、会议\n集团每月至少召开一次理事会议。\n二、保障\n集团每学期至少召开一次家长会议。\n",
    ),
    "date-differs": (
        "一、步骤\n2031年9月底前完成集团组建工作。\n二、保障\n2031年12月底前完成集团组建工作。\n",
        "一、步骤\n2031年9月底前完成集团组建工作。\n二、保障\n2031年12月底前完成集团评估工作。\n",
    ),
    "motto-differs": (
        "一、机制\n坚持“区级统筹、学校为主、部门协同”。\n二、保障\n落实“区级统筹、集团为主、部门协同”。\n",
        "一、机制\n坚持“区级统筹、学校为主、部门协同”。\n二、保障\n落实“区级统筹、学校为主、部门协同”。\n",
    ),
    "body-differs": (
        "一、考核\n考核结果作为集团各学校评先树优和职称晋升的重要依据。\n"
        "二、保障\n考核结果作为集团成员学校评先树优和职称晋升的重要依据。\n",
        "一、考核\n考核结果作为集团各学校评先树优和职称晋升的重要依据。\n"
        "二、保障\n考核结果作为集团各学校评先树优和职称晋升的重要依据。\n",
    ),
    "roster-beyond": (ROSTER.format(more="、丙村小学"), ROSTER.format(more="")),
    "totals-years": (YEARS.format(whole=15, a=4, b=2, c=7, total=15), YEARS.format(whole=13, a=4, b=2, c=7, total=13)),
    "totals-row": (YEARS.format(whole=13, a=4, b=1, c=6, total=13), YEARS.format(whole=13, a=4, b=2, c=7, total=13)),
    "totals-text": (
        "一、目标\n2031年组建3个集团，2032年组建4个集团，两年共组建8个集团。\n",
        "一、目标\n2031年组建3个集团，2032年组建4个集团，两年共组建7个集团。\n",
    ),
    "vague-term": (
        "一、经费\n大额资金支出报集团审批，5万元以上的另报区教育局。\n",
        "一、经费\n大额资金（5万元以上）支出报集团审批。\n",
    ),
    "no-actor": ("一、宣传\n要加大宣传力度。\n", "一、宣传\n各集团要加大宣传力度。\n"),
    "no-time": ("一、组织\n各集团要成立工作小组。\n", "一、组织\n各集团要成立工作小组，2031年9月底前完成。\n"),
    "day-off": (
        "一、报送\n各集团应于2025年10月4日前报送名单。\n",
        "一、报送\n各集团应于2025年10月11日前报送名单。\n",  # a Saturday on which people work
    ),
    "no-day": (
        "一、整改\n各集团应在2025年2月30日前完成整改。\n",
        "一、整改\n各集团应在2025年2月28日前完成整改。\n",
    ),
    "no-annex": (
        "一、名单\n名单见附件5。\n附件1\n集团名单\n附件2\n任务清单\n",
        "一、名单\n名单见附件2。\n附件1\n集团名单\n附件2\n任务清单\n",
    ),
    "bare-annex": (
        "一、名单\n名单见附件。\n附件1\n集团名单\n附件2\n任务清单\n",
        "一、名单\n名单见附件。\n附件\n集团名单\n",
    ),
    "no-article": (
        "第一条 集团按照本办法第九条考核。\n第二条 考核每学年一次。\n",
        "第一条 集团按照本办法第二条考核。\n第二条 考核每学年一次。\n",
    ),
    "no-table": (
        "一、任务\n各年任务见下表。\n",
        "一、任务\n各年任务见下表。\n年度\t任务\n2031年\t组建\n2032年\t评估\n",
    ),
    "short-title": (
        "一、管理\n集团按照《章程》管理。\n",
        "一、管理\n集团制定《示例集团办学章程》（以下简称《章程》），按照《章程》管理。\n",
    ),
    "title-differs": (
        "一、考核\n按照《示例区教育集团考核评价细则》考核。\n附件\n示例区教育集团考核评价办法\n",
        "一、考核\n按照《示例区教育集团考核评价办法》考核。\n附件\n示例区教育集团考核评价办法\n",
    ),
    "office-names": (
        "一、职责\n区教育局负责统筹。\n二、保障\n区教体局负责督查。\n",
        "一、职责\n区教育局负责统筹。\n二、保障\n区教育局负责督查，市教体局指导。\n",
    ),
    "school-names": (
        "一、组成\n牵头学校：示例区第一小学\n成员学校：甲村小学、乙村小学\n二、示范\n示范学校：第一小学、甲村小学\n",
        "一、组成\n牵头学校：示例区第一小学\n成员学校：甲村小学、乙村小学\n二、示范\n示范学校：示例区第一小学、甲村小学\n",
    ),
    "number-skipped": ("一、总则\n依法办学。\n三、保障\n落实经费。\n", "一、总则\n依法办学。\n二、保障\n落实经费。\n"),
    "number-repeated": (
        "一、总则\n依法办学。\n二、职责\n统筹推进。\n二、保障\n落实经费。\n",
        "一、总则\n依法办学。\n二、职责\n统筹推进。\n三、保障\n落实经费。\n",
    ),
    "numbering-restarts": (
        "一、机制\n（一）机构。依法设立。\n（二）专班。集中办公。\n二、任务\n（三）遴选。择优遴选。\n三、步骤\n（一）动员。广泛宣传。\n",
        "一、机制\n（一）机构。依法设立。\n（二）专班。集中办公。\n二、任务\n（三）遴选。择优遴选。\n三、步骤\n（四）动员。广泛宣传。\n",
    ),
    "unclosed": ("一、文化\n形成“一校一特色的环境。\n", "一、文化\n形成“一校一特色”的环境。\n"),
    "doubled": ("一、活力\n激发学校的的积极性。\n", "一、目的\n这是集团办学的目的的延伸。\n"),
    "unit-missing": (
        "一、加分\n国家级加3分，省级加2，市级加1分。\n",
        "一、加分\n国家级加3分，省级加2分，市级加1分。\n",
    ),
}
ELSEWHERE = {"looser", "looser-modality", "day-off-yearly", "number-back"}
"""Kinds that need more than one text, or a title; they have tests of their own below."""


def test_every_kind_has_a_text() -> None:
    assert set(SLIPS) | ELSEWHERE == set(load().kinds)


@pytest.mark.parametrize("kind", SLIPS)
def test_a_slip_is_found_and_nothing_else(kind: str) -> None:
    slip, _ = SLIPS[kind]
    assert [one.kind for one in found(slip)] == [kind]


@pytest.mark.parametrize("kind", SLIPS)
def test_the_mended_text_is_silent(kind: str) -> None:
    _, mended = SLIPS[kind]
    assert found(mended) == ()


@pytest.mark.parametrize(
    ("mine", "above", "kinds"),
    [
        ("集团每学期至少召开一次教师论坛。", "集团每月至少召开一次教师论坛。", ["looser"]),
        ("集团每月至少召开一次教师论坛。", "集团每学期至少召开一次教师论坛。", []),
        ("集团每年教师交流轮岗不低于5%。", "集团每年教师交流轮岗不低于10%。", ["looser"]),
        ("集团每年教师交流轮岗不低于10%。", "集团每年教师交流轮岗不低于10%。", []),
        ("每个班级学生不超过50人。", "每个班级学生不超过45人。", ["looser"]),
        ("每个班级学生不超过40人。", "每个班级学生不超过45人。", []),
        ("2031年12月底前完成组建工作。", "2031年9月底前完成组建工作。", ["looser"]),
        ("2031年6月底前完成组建工作。", "2031年9月底前完成组建工作。", []),
        ("各集团应于2031年6月27日前报送计划。", "各集团应于2031年6月20日前报送计划。", ["looser"]),
        ("2031年6月27日前，各集团报送计划。", "2031年6月20日前，各集团报送计划。", ["looser"]),
        ("每年6月27日前，各集团报送计划。", "每年6月20日前，各集团报送计划。", ["looser"]),
        ("每年6月20日前，各集团报送计划。", "每年6月27日前，各集团报送计划。", []),
        ("每年12月31日前，各集团报送计划。", "每年1月10日前，各集团报送计划。", []),  # perhaps of the year before
        ("集团每季度召开一次例会。", "集团每月召开一次例会。", ["looser"]),
        ("班额不超过50人。", "班额不超过45人。", ["looser"]),
        ("收到申请后20日内答复。", "收到申请后10日内答复。", ["looser"]),
        ("集团原则上应当建立章程。", "集团应当建立章程。", ["looser-modality"]),
        ("集团原则上不得收费。", "集团不得收费。", ["looser-modality"]),
        ("新建学校原则上全部纳入集团化办学管理。", "新建学校全部纳入集团化办学管理。", ["looser-modality"]),
        ("新建学校全部纳入集团化办学管理。", "新建学校原则上全部纳入集团化办学管理。", []),
        ("集团可公开发展经费。", "集团应当公开发展经费。", ["looser-modality"]),
        ("集团应当公开发展经费。", "集团可公开发展经费。", []),
        ("成员学校应当公开发展经费。", "集团可公开发展经费。", []),  # somebody else
    ],
)
def test_the_text_above(mine: str, above: str, kinds: list[str]) -> None:
    city = make(f"示例市集团化办学实施办法\n\n一、要求\n{above}\n", "示例市办法")
    remarks = found(f"一、要求\n{mine}\n", above=city)
    assert [one.kind for one in remarks] == kinds
    for one in remarks:
        assert [spot.document for spot in one.spots] == ["", "示例市办法"]


def test_points_of_headings() -> None:
    text = "一、指标\n（一）制度建设（20分）。健全制度。\n1.章程（10分）。依法制定。\n2.规划（{}分）。按时制定。\n"
    (one,) = found(text.format(5))
    assert (one.kind, one.values["stated"], one.values["sum"]) == ("points-items", "20", "15")
    assert found(text.format(10)) == ()


def test_a_category_whose_cell_is_left_blank_below_it() -> None:
    text = """一、考核
集团考核按表计分。
附件
示例区集团考核评分表
\t指标\t内容\t分值
\t组织10分\t章程\t4分
\t\t制度\t{}分
\t教学90分\t教研\t40分
\t\t质量\t50分
"""
    (one,) = found(text.format(5))
    assert (one.kind, one.values["part"], one.values["sum"]) == ("points-items", "组织10分", "9")
    assert found(text.format(6)) == ()


def test_documents_side_by_side() -> None:
    other = make("示例区任务清单\n\n一、任务\n集团每学期至少开展三次联合教研活动。\n", "任务清单")
    text = "一、教研\n集团每学期至少开展两次联合教研活动。\n"
    (one,) = found(text, beside=[other])
    assert (one.kind, [spot.document for spot in one.spots]) == ("number-differs", ["", "任务清单"])
    assert found(text.replace("两次", "三次"), beside=[other]) == ()


def test_yearly_deadlines_within_the_years_of_the_title() -> None:
    text = "示例区行动方案（2023—2024年）\n\n一、报送\n每年{day}前，各集团报送自评报告。\n"
    (one,) = proofread(make(text.format(day="8月31日")))
    assert (one.kind, one.values["days"]) == ("day-off-yearly", "2024-08-31（周六）")
    assert proofread(make(text.format(day="9月3日"))) != ()  # a Sunday in 2023
    assert proofread(make(text.format(day="9月5日"))) == ()
    assert proofread(make(text.format(day="8月31日").replace("报告。", "报告，遇节假日顺延。"))) == ()


@pytest.mark.parametrize(
    ("day", "off"),
    [
        ("2023年10月1日", True),
        ("2025年10月8日", True),  # a holiday on a Wednesday
        ("2025年9月28日", False),  # a Sunday on which people work
        ("2025年11月1日", True),  # an ordinary Saturday
        ("2025年11月3日", False),
        ("2031年11月1日", False),  # a Saturday of a year whose days off nobody has announced
        ("2025年11月底", False),  # a Sunday, but the words name no day
    ],
)
def test_days_off(day: str, off: bool) -> None:
    kinds = [one.kind for one in found(f"一、报送\n各集团应于{day}前报送名单。\n")]
    assert kinds == (["day-off"] if off else [])


@pytest.mark.parametrize(
    ("day", "why"),
    [
        ("2023年12月30日", "周六"),  # 2024's notice names 1 January alone
        ("2023年12月31日", "周日"),
        ("2024年6月8日", "周六"),  # the notice names 10 June alone
        ("2024年6月9日", "周日"),
        ("2024年6月10日", "按国办通知放假"),
        ("2025年10月4日", "按国办通知放假"),
        ("2026年2月21日", "按国办通知放假"),
    ],
)
def test_why_a_day_is_off(day: str, why: str) -> None:
    (one,) = found(f"一、报送\n各集团应于{day}前报送名单。\n")
    assert one.values["why"] == why
    (said,) = build("x", [one], "zh").groups[0].remarks
    assert said.said.endswith(f"（{why}）是休息日") and "法定" not in said.said


@pytest.mark.parametrize(
    ("more", "silent"),
    [
        ("收到申请后5个工作日内答复。", False),
        ("名单遇节假日顺延报送。", True),
    ],
)
def test_what_moves_a_deadline_stands_in_its_item(more: str, silent: bool) -> None:
    assert (found(f"一、报送\n各集团应于2025年10月4日前报送名单。{more}\n") == ()) == silent
    elsewhere = f"一、报送\n各集团应于2025年10月4日前报送名单。\n二、答复\n{more}\n"
    assert [one.kind for one in found(elsewhere)] == ["day-off"]


@pytest.mark.parametrize(
    ("text", "kind", "values"),
    [
        ("满分100分，其中过程评价60分、结果评价30分。", "points-total", {"stated": "100", "sum": "90"}),
        (
            "考核实行百分制，其中党建工作30分，教学质量40分，教师交流25分。",
            "points-total",
            {"stated": "100", "sum": "95"},
        ),
        (
            "总分100分，分为党建（30分）、教学（40分）、交流（25分）三部分。",
            "points-total",
            {"stated": "100", "sum": "95"},
        ),
        ("考核实行百分制，由党建（30分）、教学（40分）、交流（25分）三部分组成。", "points-total", {"sum": "95"}),
        ("教师交流比例控制在20%以上15%以下。", "bound-crossed", {"low": "20%", "high": "15%"}),
        ("教师交流比例在15%以下，不低于20%。", "bound-crossed", {"low": "20%", "high": "15%"}),
        (
            "三年共培养骨干100名，2031年30名、2032年30名、2033年30名。",
            "totals-text",
            {"sum": "90名", "stated": "100名"},
        ),
        ("到2033年累计培养骨干100名，其中2031年30名、2032年30名、2033年30名。", "totals-text", {"sum": "90名"}),
        (
            "2031年、2032年、2033年分别完成10所、20所、30所，三年共70所。",
            "totals-text",
            {"sum": "60所", "stated": "70所"},
        ),
        ("每年培训教师50名，三年共培训200名。", "totals-text", {"sum": "150名", "stated": "200名"}),
        ("全区设4个教育集团，分别是东城集团、西城集团、南城集团。", "count-list", {"listed": "3"}),
        ("集团名单详见附件。", "no-annex", {"name": "详见附件", "there": "没有附件"}),
    ],
)
def test_slips_within_a_sentence(text: str, kind: str, values: dict[str, str]) -> None:
    (one,) = found(f"一、要求\n{text}\n")
    assert one.kind == kind
    assert {key: one.values[key] for key in values} == values


def test_an_article_that_is_not_called_by_name() -> None:
    text = "第一条 集团考核依照第{}条办理。\n第二条 考核每学年一次。\n"
    assert [one.kind for one in found(text.format("十八"))] == ["no-article"]
    assert found(text.format("二")) == ()
    assert found("第一条 违反《义务教育法》的，依照第五十条处理。\n第二条 考核每学年一次。\n") == ()


def test_an_article_moves_all_deadlines() -> None:
    text = "一、报送\n各集团应于2025年10月4日前报送名单。\n二、附则\n本办法规定的各项期限遇节假日顺延。\n"
    assert found(text) == ()


def test_a_year_without_data_is_said() -> None:
    draft = make(HEAD + "一、报送\n各集团应于2031年1月1日前报送名单，2032年5月底前整改。\n")
    assert proofread(draft) == ()
    assert [(one.key, one.values["years"]) for one in notes(draft)] == [("unjudged", "2031")]
    assert notes(make(HEAD + "一、报送\n各集团应于2025年1月2日前报送名单。\n")) == ()
    yearly = make("示例区行动方案（2026—2031年）\n\n一、报送\n每年1月7日前，各集团报送报告。\n")
    assert [one.values["years"] for one in notes(yearly)] == ["2027、2028、2029、2030、2031"]


@pytest.mark.parametrize("day", ["2025年13月1日", "每年2月29日", "2023年2月29日", "2025年6月31日"])
def test_days_that_no_calendar_has(day: str) -> None:
    assert [one.kind for one in found(f"一、报送\n各集团应于{day}前报送名单。\n")] == ["no-day"]


def test_a_roster_beyond_what_is_meant_in_principle() -> None:
    text = ROSTER.format(more="、丙村小学").replace("“联盟型”", "原则上“联盟型”")
    (one,) = found(text)
    assert one.values["stated"] == "原则上不超过2所"
    assert one.spots[0].quote.startswith("原则上")


def test_the_line_is_that_of_the_words() -> None:
    text = HEAD + "一、职责\n理事会\n负责召集会议，\n讨论发展规划，\n审批大额支出。\n"
    (one,) = proofread(make(text))
    assert [(spot.line, spot.quote) for spot in one.spots] == [(7, "审批大额支出")]


def test_a_quote_shows_the_words_it_rests_on() -> None:
    names = "、".join(f"示例{n}村小学" for n in "甲乙丙丁戊己庚辛壬癸")
    text = f"一、组成\n成员学校：{names}、第一小学\n二、示范\n示范学校：{names}、示例区第一小学\n"
    (one,) = found(text)
    assert [spot.quote for spot in one.spots] == ["第一小学", "示例区第一小学"]


def test_totals_in_one_unit() -> None:
    text = "一、经费\n2031年投入100万元，2032年投入190万元，两年共投入300万元。\n"
    (one,) = found(text)
    assert (one.values["sum"], one.values["stated"]) == ("290万元", "300万元")


def test_two_places_of_a_term_in_one_sentence_are_two() -> None:
    (one,) = found("一、经费\n大额支出报集团审批，大额借款报区教育局。\n")
    assert (one.values["n"], len(one.spots)) == ("2", 2)


def test_word_files_have_no_lines() -> None:
    remarks = found("一、宣传\n要加大宣传力度。\n")
    ((where, _),) = build("办法.docx", remarks, "zh").groups[0].remarks[0].places
    assert where == "一 ②："
    ((where, _),) = build("办法.txt", remarks, "zh").groups[0].remarks[0].places
    assert where == "一 ②（第4行）："


def test_how_much_was_compared_is_said() -> None:
    city = make("示例市办法\n\n一、要求\n集团不得收费。\n集团按章程办学。\n", "市办法.txt")
    county = make(HEAD + "一、要求\n集团不得收费。\n")
    assert [(one.key, one.values) for one in notes(county, above=city)] == [
        ("above", {"document": "市办法.txt", "n": "1"})
    ]


def test_a_number_that_goes_back() -> None:
    text = "一、总则\n依法办学。\n二、职责\n统筹推进。\n三、任务\n推进改革。\n{}、保障\n落实经费。\n"
    assert [one.kind for one in found(text.format("二"))] == ["number-back"]
    assert found(text.format("四")) == ()


@pytest.mark.parametrize(
    "sound",
    [
        "一、等次\n在校学生1000名以上（含1000名）配3名；500—1000名（含500名）配2名；500名以下配1名。\n",
        "一、等次\n90分以上的为优秀，60分以下的为不合格。\n",
        "一、等次\n90分以上为优秀，80—89分为良好，不足60分为不合格，其余为合格。\n",
        "一、班数\n开设班级15个及以上的配4名；开设班级14个及以下的配3名。\n",
        "一、要求\n每学期听课不少于3次，公开课不超过5次。\n",
        "一、权重\n学校考核权重占50%；集团考核权重占50%，其中党建权重占10%，综合权重占40%。\n",
        "一、覆盖\n覆盖率达到60%以上，推动新建学校3—5年内建成优质学校。\n",
        "一、会议\n建立定期例会机制。集团每月召开一次例会。\n",
        "一、依据\n按照《中华人民共和国义务教育法》第三十条和《教师法》执行。\n",
        "一、依据\n按照《示例区集团化办学实施意见》（示政办〔2031〕20号）执行。\n",
        "一、交流\n采取定期交流、跨校竞聘等方式，不定期督查。\n",
        "一、处罚\n处五百元以下罚款；情节较重的，处五百元以上一千元以下罚款；情节严重的，处一千元以上五千元以下罚款。\n",
        "一、情形\n违反规定的，可以并处五百元罚款。\n二、情形\n拒不改正的，可以并处一千元罚款。\n",
        "一、情形\n违法所得在三万元以上的，予以没收。\n二、情形\n违法所得在五万元以上的，予以没收。\n",
        "一、回避\n有下列情形之一的，应当回避：\n（一）应当回避的其他情形；\n（二）需要回避的。\n",
        "一、调解\n达成调解、和解协议的，标的的交付从其约定。\n",
        "一、依据\n根据《示例省集团化办学条例》和《集团化办学实施办法》制定本办法。\n",
        "一、超员\n超过核定人数百分之二十以上的，责令改正。\n",
        "一、派出\n甲校、乙校、丙校派出2名教师。\n",
        "一、任务\n定期会商（每季度一次），研究问题。\n",
        "一、规模\n全区设3个教育集团，分别是东城集团、西城集团、南城集团。\n",
        "一、规模\n全区设3个教育集团，分别是东城集团、西城集团和南城集团。\n",
        "一、考核\n满分100分，其中过程评价60分、结果评价40分。\n",
        "一、考核\n满分100分，其中获奖的加5分，违规的扣10分。\n",
        "一、比例\n交流比例控制在15%以上20%以下。\n",
        "一、目标\n三年共培养骨干100名，2031年30名、2032年30名、2033年40名。\n",
        "一、目标\n每年培训教师50名，三年共培训150名。\n",
        "一、目标\n2031年、2032年分别完成10所、20所，两年共30所。\n",
        "一、交流\n教师轮岗每三年定期开展一次。\n",
        "一、等次\n90分以上为优秀，75—89分为良好，60—74分为合格，不足60分为不合格，得分取整数。\n",
        "一、岗位\n高级岗位比例由10%提高5%，达到15%。\n",
        "一、职责\n县人力资源和社会保障局（以下简称县人社局）负责岗位。\n二、保障\n县人社局负责职称。\n",
        "一、职责\n县教育局（加挂县体育局牌子，以下简称县教体局）负责考核。\n二、保障\n县教体局负责公布。\n",
        "一、权重\n结果评价占40%，其中教学质量占25%，教师发展占15%，其余由集团自评占60%。\n",
        "一、名单\n名单见附件。\n附件：集团名单\n附件\n集团名单\n",
    ],
)
def test_sound_texts_are_silent(sound: str) -> None:
    assert found(sound) == ()


PIECES = """一、 （一） 第三条 附件1 附件 集团 学校 区教育局 应当 可 不得 原则上 每学期 至少 不超过 2次 30% 90分以上 60—79分
60分以下 2024年8月31日前 合计 定期 大额 若干名 《章程》 “ ” （ ） 见附件 、 ， 。 ； ： 分值 占 其中 扣1分 每降低1个百分点 2022年 共"""
WORDS = st.sampled_from([*PIECES.split(), "\t", "\n"])


@settings(deadline=None, max_examples=150)
@given(st.lists(WORDS, max_size=60).map("".join) | st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    draft = make(text)
    for one in proofread(draft, above=make(text, "x")):
        assert one.spots
        for spot in one.spots:
            assert 1 <= spot.line <= max(len(text.splitlines()), 1)
    for lang in ("zh", "en"):
        to_text(build("x", proofread(draft), lang), 60)


@pytest.mark.parametrize(
    "part",
    [
        "一、要加大力度。\n",
        "每所龙头学校带动3所成员学校。\n",
        "“甲、乙、丙”。",
        "（",
        "《甲乙丙丁办法》",
        "90分以上、",
        "定期、",
    ],
)
def test_long_texts_take_time_in_proportion(part: str) -> None:
    def seconds(times: int) -> float:
        text = HEAD + "一、职责\n" + part * times
        before = time.process_time()
        proofread(make(text))
        return time.process_time() - before

    seconds(10)
    assert seconds(1600) < 16 * seconds(400) + 1


# The command


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "办法.txt"
    path.write_text(HEAD + SLIPS["band-gap"][0], encoding="utf-8")
    return path


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(cli, ["proofread", *arguments], standalone_mode=False)
    if result.exception is not None:
        raise result.exception
    return result.return_value, result.output


def test_the_text_quotes_and_advises(paper: Path) -> None:
    code, text = run(str(paper))
    assert code == 1
    assert "80分—90分" not in text and "89分—90分之间不属于任何一档" in text
    assert "一 ②（第4行）：80—89分为良好" in text and "可写：" in text


def test_nothing_found(paper: Path) -> None:
    paper.write_text(HEAD + SLIPS["band-gap"][1], encoding="utf-8")
    assert run(str(paper))[0] == 0


def test_json_has_its_schema(paper: Path) -> None:
    code, text = run(str(paper), "--format", "json")
    data = json.loads(text)
    Draft202012Validator(schema.load("proofread")).validate(data)
    assert code == 1 and [one["kind"] for one in data["remarks"]] == ["band-gap"]
    assert run(str(paper), "--format", "json")[1] == text


def test_html_is_one_page_and_escapes(paper: Path, tmp_path: Path) -> None:
    paper.write_text(HEAD + "一、<b>A&B</b>\n按照《<i>甲》管理。\n", encoding="utf-8")
    target = tmp_path / "out.html"
    run(str(paper), "--format", "html", "-o", str(target))
    page = target.read_text(encoding="utf-8")
    assert "<script" not in page and "&lt;i&gt;甲" in page and "<i>甲" not in page


def test_a_rulebook_by_its_id_needs_its_text(monkeypatch: pytest.MonkeyPatch) -> None:
    from checker.errors import BadInput

    monkeypatch.delenv("JITUAN_SOURCES", raising=False)
    with pytest.raises(BadInput, match="--sources"):
        run("nanyang-2023")


def test_the_text_above_by_the_command(tmp_path: Path) -> None:
    county, city = tmp_path / "县办法.txt", tmp_path / "市办法.txt"
    county.write_text(HEAD + "一、论坛\n集团每学期至少举办一次教师论坛。\n", encoding="utf-8")
    city.write_text(HEAD + "一、论坛\n集团每月至少举办一次教师论坛。\n", encoding="utf-8")
    code, text = run(str(county), "--above", str(city))
    assert code == 1 and "市办法.txt 一 ②（第4行）：集团每月至少举办一次教师论坛" in text
    assert run(str(city), "--above", str(county))[0] == 0


def test_refusals(paper: Path, tmp_path: Path) -> None:
    from checker.errors import BadInput

    with pytest.raises(BadInput, match="写了两次"):
        run(str(paper), "--above", str(paper))
    with pytest.raises(BadInput):
        run(str(tmp_path / "absent.txt"))
    with pytest.raises(BadInput, match="是输入文件"):
        run(str(paper), "-o", str(paper))
