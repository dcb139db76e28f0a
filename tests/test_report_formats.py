"""The formats of a report: what must be in each, what must not, and that hostile text stays text."""

import html
import json
import re
import subprocess
import sys
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import jsonschema
import pytest
import yaml
from jinja2 import UndefinedError
from make_report import HOSTILE, lexicon, report

import checker
from checker.model import VERDICTS
from checker.report import FORMATS, LANGS, fit, render
from checker.report.fold import columns
from checker.report.html import environment
from checker.report.words import Phrases

ROOT = Path(__file__).parent.parent
PEOPLE = ("张三丰", "李四光", "王五")


@pytest.fixture(params=[(fmt, lang) for fmt in FORMATS for lang in LANGS], ids="-".join)
def made(request: pytest.FixtureRequest) -> tuple[str, str]:
    return request.param[0], render(report(), lexicon(), *request.param)


def test_every_verdict_is_reached() -> None:
    assert {finding.verdict for finding in report().findings} == set(VERDICTS)


def test_same_report_same_bytes(made: tuple[str, str]) -> None:
    again = {render(report(), lexicon(), made[0], lang) for lang in LANGS}
    assert made[1] in again and made[1].endswith("\n") and not made[1].endswith("\n\n")


def test_no_names_of_persons_and_no_escapes(made: tuple[str, str]) -> None:
    assert not any(name in made[1] for name in PEOPLE)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", made[1])


def test_personal_numbers_are_masked() -> None:
    body = {**report().body, "name": "集团 13812345678 412901199001011234"}
    for fmt in FORMATS:
        said = render(replace(report(), body=body), lexicon(), fmt, "zh")
        assert "13812345678" not in said and "412901199001011234" not in said


def test_no_template_is_left_unfilled(made: tuple[str, str]) -> None:
    # The hostile name has braces of its own, which must stay as they are.
    assert "{n}" in made[1] or made[0] == "json"
    rest = re.sub(r"<style>.*?</style>", "", made[1], flags=re.S).replace("{n}", "")
    if made[0] != "json":
        assert not re.search(r"\{[a-z]+\}", rest)


# ---- text ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [20, 40, 72, 100, 400])
def test_text_keeps_its_width(width: int) -> None:
    for lang in LANGS:
        lines = render(report(), lexicon(), "text", lang, width).splitlines()
        widest = max(lines, key=columns)
        assert columns(widest) <= max(40, min(width, 120)), widest


def test_text_survives_a_gbk_pipe() -> None:
    text = render(report(), lexicon(), "text", "zh")
    assert text.encode("gbk").decode("gbk") == text
    assert (
        fit("㛃✓é", "gbk") == "〓〓é"
        and fit("✓", "ascii") == "?"
        and fit("✓", "utf-8") == "✓"
        and fit("✓", None) == "✓"
    )


def test_text_begins_with_the_counters() -> None:
    lines = render(report(), lexicon(), "text", "zh", 120).splitlines()
    assert "示例教育集团（虚构示例）" in lines[0]
    assert (
        lines[1]
        == "依据：《示例区进一步推进集团化办学的实施方案（虚构）》示教〔2029〕8号（试行），以下简称《示例方案》"
    )
    assert lines[2].startswith("截至：2030年6月15日")
    assert lines[4] == "结论摘要"
    assert lines[6].startswith("本对象应查 24 条：! 出错 1、× 不符合 5、")


def test_gap_sentences() -> None:
    text = render(report(), lexicon(), "text", "zh", 120).replace("\n   ", "")
    said = "每月，理事会会议次数应不少于 1 次，实际 0 次，差 1 次，怎么改：尽快补开，今后按月排定会期并留存会议记录。"
    assert said in text
    assert "2029年10月、2030年2月（10 个月中的 2 个月）" in text
    assert "实际 0 次（5 处）、1 次（3 处），差 1 次至 2 次" in text
    assert (
        "成员学校数原则上应不超过 5 所，实际按不同口径结论不同（按“不含龙头学校”为 5 所，符合；按“含龙头学校”" in text
    )
    assert "“不含龙头学校”的理由：本句写“成员学校”" in text
    assert "缺少集团管理办公室" in text
    assert "brand_new_reason:x" in text
    assert "种类 为 理事会议" in text


def test_text_needs_no_template_engine() -> None:
    code = (
        "import sys; sys.path.insert(0, 'tests'); import make_report as m; from checker.report import render;"
        "before = set(sys.modules); render(m.report(), m.lexicon(), 'text', 'zh');"
        "print(sorted(set(sys.modules) & {'jinja2', 'markupsafe', 'duckdb'}))"
    )
    out = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"


def test_nothing_checked_is_said() -> None:
    empty = replace(
        report(), findings=(), others=(), not_here=(), consequences=(), decisions_sha256=None, calendar=None
    )
    for fmt in ("text", "html"):
        assert "没有检查任何条款" in render(empty, lexicon(), fmt, "zh")
        assert "没有缺口" not in render(empty, lexicon(), fmt, "zh")


def test_no_gaps() -> None:
    good = replace(report(), findings=tuple(one for one in report().findings if one.verdict == "pass"))
    assert "没有缺口。" in render(good, lexicon(), "text", "zh")


def test_unknown_format() -> None:
    with pytest.raises(ValueError, match="docx"):
        render(report(), lexicon(), "docx", "zh")


# ---- json ------------------------------------------------------------------------------------------------------


def test_json_keeps_its_schema() -> None:
    schema = json.loads((ROOT / "schemas" / "report.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    for lang in LANGS:
        validator.validate(json.loads(render(report(), lexicon(), "json", lang)))
    wrong = json.loads(render(report(), lexicon(), "json", "zh"))
    wrong["findings"][0]["by"] = "?"
    assert not validator.is_valid(wrong)


def test_json_is_exact() -> None:
    def refuse(text: str) -> None:
        raise AssertionError(f"a float: {text}")

    data = json.loads(render(report(), lexicon(), "json", "zh"), parse_float=refuse)
    findings = {one["rule"].split("/")[-1]: one for one in (*data["findings"], *data["addressed_to_others"])}
    coverage = findings["coverage"]
    assert coverage["measured"]["low"] == "10/17" and coverage["measured"]["text"] == "约 58.82%（10/17）"
    assert coverage["short_by"] == {"value": "71/1700", "text": "约 4.18 个百分点（71/1700）"}
    fund = findings["fund"]
    assert (fund["measured"]["low"], fund["measured"]["unit"], fund["required"]["low"]) == (
        9_876_543,
        "fen",
        12_345_600,
    )
    assert data["summary"] == {verdict: sum(f.verdict == verdict for f in report().findings) for verdict in VERDICTS}
    assert data["tool"]["version"] == checker.__version__
    assert findings["newsletters"]["explanation"] == {
        "reason": "编辑岗位空缺三个月，已补一期电子版", "date": "2030-03-02", "evidence": "岗位调整通知",
    }  # fmt: skip


def test_json_does_not_depend_on_the_order_of_cells_and_rows() -> None:
    shuffled = tuple(replace(one, cells=one.cells[::-1], rows=one.rows[::-1]) for one in report().findings)
    data = [
        json.loads(render(one, lexicon(), "json", "zh")) for one in (report(), replace(report(), findings=shuffled))
    ]
    cells = [[finding["cells"] for finding in one["findings"]] for one in data]
    assert cells[0] == cells[1]
    rows = [[finding["rows"] for finding in one["findings"]] for one in data]
    assert rows[0] == rows[1]


# ---- html ------------------------------------------------------------------------------------------------------


def page() -> str:
    return render(report(), lexicon(), "html", "zh")


def test_html_escapes_everything() -> None:
    said = page()
    assert "<script" not in said and "javascript:" not in said and not re.search(r"\son\w+=", said)
    shown = html.escape("<script>alert('×')</script>&\"").replace("&#x27;", "&#39;").replace("&quot;", "&#34;")
    assert shown in said and HOSTILE not in said


def test_html_is_one_file_without_network() -> None:
    said = page()
    assert not re.search(r"https?://|//[a-z]|@import|url\(|<link(?! rel=\"icon\" href=\"data:,\")|<img|<iframe", said)
    assert "default-src 'none'" in said


def test_html_links_and_ids() -> None:
    said = page()
    ids = re.findall(r'\bid="([^"]+)"', said)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', said)) <= set(ids)
    gaps = said.split('<ol class="gaps">')[1].split("</ol>")[0]
    assert len(re.findall(r'<li id="gc\d+">.*?href="#c\d+"', gaps)) == 11
    # Every clause that was checked is on the page once; those that lack records unfold.
    assert len([one for one in ids if re.fullmatch(r"c\d+", one)]) == len(report().findings) + len(report().others)
    assert (
        len(
            re.findall(
                r'<details class="brief">(?:(?!</summary>).)*</summary>\s*<div class="core" id="c\d+"', said, re.DOTALL
            )
        )
        == 4
    )


def test_html_order_and_structure() -> None:
    said = page()
    heads = [
        said.index(text)
        for text in (
            "缺口清单 <",
            "周期性要求一览",
            "逐条说明",
            "对主管部门等其他主体的要求 <",
            ">后果 ",
            "其余条款",
            "检查依据",
        )
    ]
    assert heads == sorted(heads)
    assert '<html lang="zh-CN">' in said and said.count("<h1") == 1
    levels = [int(one) for one in re.findall(r"<h(\d)", said)]
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert re.findall(r"<th(?![^>]*scope=)[^ead]", said) == []
    for verdict in VERDICTS:
        assert lexicon().verdict(verdict, "zh") in said


def luminance(colour: str) -> float:
    wide = "".join(char * 2 for char in colour) if len(colour) == 3 else colour
    parts = [int(wide[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_colours_have_contrast() -> None:
    style = (ROOT / "reports" / "html" / "style.css").read_text(encoding="utf-8")
    colours = dict(re.findall(r"--([a-z-]+): #([0-9a-f]{3,6});", style))
    pairs = [(name, "paper") for name in ("ink", "soft", "bad", "warn", "open", "good", "error")]
    pairs += [(name, f"{name}-ground") for name in ("bad", "warn", "open", "good", "error")] + [("soft", "shade")]
    for ink, ground in pairs:
        light, dark = sorted((luminance(colours[ink]), luminance(colours[ground])), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5, (ink, ground)


def test_every_page_escapes_and_says_lengths_exactly() -> None:
    """Templates of further pages get the same guard: no name is misspelt in silence, no value becomes markup."""
    made = environment().from_string("{{ name }} {{ part | percent }}").render(name="<b>", part=Fraction(57, 80))
    assert made == "&lt;b&gt; 71.25%"
    assert environment().from_string("{{ part | percent }}").render(part=Fraction(1, 3)) == "33.33%"
    with pytest.raises(UndefinedError):
        environment().from_string("{{ nobody }}").render()


# ---- words -----------------------------------------------------------------------------------------------------


def test_both_languages_have_the_same_words() -> None:
    zh, en = Phrases("zh").entries, Phrases("en").entries
    assert set(zh) == set(en)
    fields = {key: (set(re.findall(r"\{(\w+)", zh[key])), set(re.findall(r"\{(\w+)", en[key]))) for key in zh}
    allowed = {"date.in_year", "sentence.by_share", "where.line"}
    assert {key for key, (one, two) in fields.items() if one != two} <= allowed


def test_every_word_is_used() -> None:
    modules = [
        path
        for folder in (
            "report",
            "audit",
            "planning",
            "comparing",
            "marked",
            "replies",
            "papers",
            "differences",
            "transplant",
        )
        for path in (ROOT / "checker" / folder).glob("*.py")
    ]
    code = "\n".join(path.read_text(encoding="utf-8") for path in modules)
    code += "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "reports" / "html").rglob("*.j2"))
    computed = ("status", "should", "bare", "why", "why_mend", "row_why", "mend", "counter", "decision", "label", "row",
                "consequence", "footer", "calendar_source", "assumption", "period", "answer", "condition", "lacking", "basis",
                "none", "one", "recheck")  # fmt: skip
    scored = re.compile(r"score\.(basis|part|open|bonus|veto|stage|state|col|problem|mean|least|share|bands)(_|$)")
    unused = [
        key
        for key in Phrases("zh").entries
        if f'"{key}"' not in code and f"'{key}'" not in code and key.split(".")[0] not in computed
    ]
    audited = re.compile(r"audit\.((short|said|note|crossing|head|quota)_|(unscored|no_card)$)")
    planned = re.compile(r"plan\.lost_")
    compared = re.compile(
        r"compare\.((why|assumed|mark)\.|(memo|note)_|(region|asks|actor|cite|quote|readings|status|not_regulated|worded|permitted"
        r"|when|during|due|stricter|equal|incomparable|mentioned)$)"
    )
    differing = re.compile(
        r"diff\.((kind|told|cause|touched|rows)_|(changes|only_after|only_before|scores|consequences|before|after)$)"
    )
    first = re.compile(r"first\.((count|number|do)_|(more|fewer)_each$|(now|by|open|disputed|done|past)$)")
    listed = re.compile(r"problem\.(gone|mend|standing)_")
    moved = re.compile(r"transplant\.((kind|about|quiet)\.|(head|note)_|(broken|compared|notes)$)")
    dynamic = (first, listed, scored, audited, planned, compared, differing, moved)
    unused = [key for key in unused if not any(one.match(key) for one in dynamic)]
    assert unused == []


def test_own_words_are_printable_in_gbk() -> None:
    words = "".join(Phrases("zh").entries.values())
    words += (ROOT / "rules" / "vocabulary" / "verdicts.yaml").read_text(encoding="utf-8")
    assert words.encode("gbk")


def test_word_tables_have_no_key_twice() -> None:
    for lang in LANGS:
        path = ROOT / "reports" / "words" / f"{lang}.yaml"
        loader = yaml.SafeLoader(path.read_text(encoding="utf-8"))
        node = loader.get_single_node()
        for _, table in node.value:
            keys = [key.value for key, _ in table.value]
            assert len(keys) == len(set(keys))
