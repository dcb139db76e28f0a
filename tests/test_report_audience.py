"""Who reads a report: the sections of each audience in order, and names of persons only where they were asked for."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from make_report import lexicon, report

from checker import house
from checker.report import FORMATS, LANGS, render
from checker.report.audiences import DEFAULT, NAMES, audience
from checker.report.build import build
from checker.report.words import Phrases
from checker.schema import validate
from checker.yamlfile import read

ROOT = Path(__file__).parents[1]
GROUP = ROOT / "examples" / "shapotou" / "invented" / "group.yaml"
TEACHER = "示例教师甲"
HEADINGS = {
    "overview": "heading.summary", "headlines": "heading.headlines", "first": "first.heading", "lacking": "heading.lacking",
    "gaps": "heading.gaps", "scores": "heading.scores", "duties": "heading.calendar", "topics": "heading.topics",
    "unjudged": "matters.unjudged", "readings": "matters.readings", "conflicts": "matters.conflicts",
    "objections": "matters.objections", "consequences": "heading.consequences", "others": "heading.others",
    "rest": "heading.rest", "elsewhere": "heading.elsewhere", "basis": "heading.basis",
}  # fmt: skip


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented group of Shapotou, its teacher T005 with a name; he stands in a finding as the one who should not have a post."""
    text = GROUP.read_text(encoding="utf-8").replace("{id: T005,", f"{{id: T005, name: {TEACHER},")
    path = tmp_path_factory.mktemp("named") / "group.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def ran(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "checker", *arguments], capture_output=True, text=True, encoding="utf-8", check=False,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"}, cwd=ROOT,
    )  # fmt: skip


def checked(path: Path, *arguments: str) -> str:
    done = ran("check", str(path), *arguments)
    assert done.returncode == 10, done.stderr
    assert TEACHER not in done.stderr
    return done.stdout


# ---- the data ------------------------------------------------------------------------------------------------------


def test_every_section_stands_once_in_every_audience() -> None:
    path = house.reports_dir() / "audiences.yaml"
    validate(read(path), "audiences")
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert tuple(data["audiences"]) == (DEFAULT, *NAMES)
    for one in data["audiences"].values():
        assert sorted([*one["show"], *one["omit"]]) == sorted(data["sections"])
        assert set(one["fold"]) <= set(one["show"])


def test_an_unknown_audience_is_refused() -> None:
    with pytest.raises(ValueError, match="no audience 'parents'"):
        render(report(), lexicon(), "text", "zh", audience="parents")


def test_nobody_in_particular_gets_the_default() -> None:
    for fmt in FORMATS:
        assert render(report(), lexicon(), fmt, "zh") == render(report(), lexicon(), fmt, "zh", audience=DEFAULT)


# ---- the order in text ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", [DEFAULT, *NAMES])
def test_sections_stand_in_the_order_of_the_audience(name: str, lang: str) -> None:
    say, reader = Phrases(lang), audience(name)
    lines = render(report(), lexicon(), "text", lang, 120, name).splitlines()
    starts = {
        key: number
        for number, line in enumerate(lines[:-1])
        for key, heading in HEADINGS.items()
        if lines[number + 1].startswith("──")
        and re.match(re.escape(say(heading)) + r"( ?[(（\d]|$)", line.removesuffix(":"))
    }
    expected = [key for key in reader.show if key in HEADINGS and key not in reader.fold]
    found = sorted(starts, key=lambda key: starts[key])
    assert found == [key for key in expected if key in starts]
    assert {"basis"} <= set(found) and not set(found) - set(reader.show)


def test_a_school_reads_first_what_to_do_and_last_what_others_owe() -> None:
    text = render(report(), lexicon(), "text", "zh", 120, "school")
    body = text.split("先办什么", 1)[1]
    assert "结论摘要" in body and "结论摘要" not in text.split("先办什么", 1)[0]
    last = text.rstrip().splitlines()[-1]
    assert last.startswith("对主管部门等其他主体的要求：") and "--for" in last
    assert "以下条款的责任主体不是本对象" not in text


def test_makers_of_policy_read_topics_readings_and_conflicts() -> None:
    view = build(report(), lexicon(), Phrases("zh"), audience("policy"))
    text = render(report(), lexicon(), "text", "zh", 120, "policy")
    for one in view.questions:
        assert one.question[:20] in text
        assert len(one.differ) + one.agreed > 0
    assert "各主题结论" in text and "判断不了的条款和原因" in text
    assert "先办什么" not in text and "缺口 " not in text


def test_objections_and_explanations_stand_together_for_inspectors() -> None:
    view = build(report(), lexicon(), Phrases("zh"), audience("inspector"))
    said = {one.said for one in view.objections}
    given = [one for finding in (*report().findings, *report().others) for one in finding.objections]
    given += [one.explanation for one in (*report().findings, *report().others) if one.explanation]
    assert given and len(view.objections) == len(given)
    assert all(any(str(one["reason"])[:8] in text for text in said) for one in given)


# ---- persons -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fmt", FORMATS)
def test_persons_are_named_only_where_it_was_asked_for(named: Path, fmt: str) -> None:
    plain = checked(named, "--format", fmt)
    assert TEACHER not in plain and "T005" in plain
    if fmt != "json":
        assert "报告不载人员姓名" in plain
    asked = checked(named, "--format", fmt, "--names")
    assert f"{TEACHER}（T005）" in asked
    assert "T001" in asked and "（T001）" not in asked.replace(f"{TEACHER}（T005）", "")
    if fmt != "json":
        assert "报告不载人员姓名" not in asked and "--names" in asked


@pytest.mark.parametrize("fmt", ["text", "html"])
def test_nobody_is_warned_of_names_where_none_stands(tmp_path: Path, fmt: str) -> None:
    """T002 is on the staff and in no finding."""
    path = tmp_path / "group.yaml"
    path.write_text(
        GROUP.read_text(encoding="utf-8").replace("{id: T002,", f"{{id: T002, name: {TEACHER},"), encoding="utf-8"
    )
    found = checked(path, "--format", fmt, "--names")
    assert TEACHER not in found
    assert "报告不载人员姓名" in found and "本报告按要求载有人员姓名" not in found


@pytest.mark.parametrize("fmt", ["text", "html"])
def test_makers_of_policy_read_of_no_person_whatever_was_asked_for(named: Path, fmt: str) -> None:
    found = checked(named, "--format", fmt, "--names", "--for", "policy")
    assert TEACHER not in found
    assert not re.search(r"T[01]0\d", found)
    assert "报告不载人员" in found


def test_json_for_makers_of_policy_has_no_names(named: Path) -> None:
    found = checked(named, "--format", "json", "--names", "--for", "policy")
    assert TEACHER not in found and json.loads(found)["body"]["id"] == "invented-shapotou"


def test_a_hostile_name_stays_text(tmp_path: Path) -> None:
    wrong = "<script>甲</script>{{ x }}"
    text = GROUP.read_text(encoding="utf-8").replace("{id: T005,", f"{{id: T005, name: '{wrong}',")
    path = tmp_path / "group.yaml"
    path.write_text(text, encoding="utf-8")
    page = checked(path, "--format", "html", "--names")
    assert "<script>甲" not in page and "&lt;script&gt;甲&lt;/script&gt;{{ x }}（T005）" in page


def test_errors_never_name_persons(tmp_path: Path) -> None:
    text = GROUP.read_text(encoding="utf-8").replace(
        "{id: T005, school: s0,", f"{{id: T005, name: {TEACHER}, school: s99,"
    )
    path = tmp_path / "group.yaml"
    path.write_text(text, encoding="utf-8")
    done = ran("check", str(path), "--names")
    assert done.returncode not in (0, 10) and TEACHER not in done.stdout + done.stderr


def test_marked_copies_are_for_no_audience(tmp_path: Path) -> None:
    for option in (["--names"], ["--for", "school"]):
        done = ran("check", str(GROUP), "--format", "xlsx", "-o", str(tmp_path / "a.xlsx"), *option)
        assert done.returncode == 2 and "--names" in done.stderr and not (tmp_path / "a.xlsx").exists()


def test_an_id_of_a_school_that_is_also_a_persons_stays_the_schools(tmp_path: Path) -> None:
    text = GROUP.read_text(encoding="utf-8").replace(
        "{id: T009, school: s0,", f"{{id: s1, name: {TEACHER}, school: s0,"
    )
    path = tmp_path / "group.yaml"
    path.write_text(text.replace("T009", "s1"), encoding="utf-8")
    found = ran("check", str(path), "--names")
    assert "虚构乙学校" in found.stdout
    assert "虚构丁小学" in found.stdout


# ---- nothing is lost between audiences -------------------------------------------------------------------------------

ANKANG = ROOT / "examples" / "ankang" / "invented"


@pytest.fixture(scope="module")
def policy() -> dict[str, str]:
    """The pages for makers of policy of an invented group whose clauses have every kind of verdict."""
    given = [str(ANKANG / "group.yaml"), "--decisions", str(ANKANG / "decisions.yaml"), "--for", "policy"]
    return {fmt: ran("check", *given, "--format", fmt).stdout for fmt in FORMATS}


@pytest.mark.parametrize("fmt", ["text", "html"])
def test_makers_of_policy_read_every_clause_by_its_title(policy: dict[str, str], fmt: str) -> None:
    made = re.sub(r"\s", "", policy[fmt])
    for one in json.loads(policy["json"])["findings"]:
        if one["verdict"] in ("fail", "missed", "disputed", "deviates", "due", "unknown", "review"):
            assert re.sub(r"\s", "", one["title"]) in made, one["rule"]


def test_all_that_is_not_judged_is_counted_where_it_stands(policy: dict[str, str]) -> None:
    counts = json.loads(policy["json"])["summary"]
    section = policy["html"].split('<section class="unjudged"')[1].split("</section>")[0]
    total = counts["unknown"] + counts["review"]
    assert f">{total}/" in section.split("</h2>")[0].replace(" ", "")
    assert section.count('<details class="brief">') == total > 0


def test_links_lead_into_what_unfolds_and_never_to_it(policy: dict[str, str]) -> None:
    assert not re.search(r"<details[^>]* id=", policy["html"])
    aims = set(re.findall(r'href="#([^"]+)"', policy["html"]))
    assert aims <= set(re.findall(r' id="([^"]+)"', policy["html"])) and "main" in aims


def test_duties_of_others_stand_apart_for_inspectors() -> None:
    given = [str(ANKANG / "group.yaml"), "--decisions", str(ANKANG / "decisions.yaml"), "--for", "inspector"]
    data = json.loads(ran("check", *given, "--format", "json").stdout)
    telling = ("error", "fail", "missed", "disputed", "deviates")
    own = sum(one["verdict"] in telling for one in data["findings"])
    theirs = sum(one["verdict"] in telling for one in data["addressed_to_others"])
    assert own and theirs
    page = ran("check", *given, "--format", "html").stdout
    section = page.split('<section class="headlines"')[1].split("</section>")[0]
    first, second = section.split('<h3 class="group">')
    assert f'<span class="count">{own}</span>' in first and first.count("<li>") == own and "责任主体" not in first
    assert f'<span class="count">{theirs}</span>' in second and second.count("责任主体：") == theirs
    text = ran("check", *given).stdout
    assert f"不能放过的（{own}）" in text and f"其他主体的，不计入本对象（{theirs}）" in text


def test_without_records_nothing_is_called_clear(tmp_path: Path) -> None:
    text = (ANKANG / "group.yaml").read_text(encoding="utf-8")
    body = re.split(r"^(?=schools:|calendar:|people:|tables:)", text, flags=re.MULTILINE)[0]
    path = tmp_path / "group.yaml"
    path.write_text(body, encoding="utf-8")
    found = ran("check", str(path), "--as-of", "2024-08-31")
    assert found.returncode == 11, found.stderr
    said = re.sub(r"\s", "", found.stdout)
    assert "还不能说没有问题" in said and "没有不符合、未达目标、口径不一、偏离原则的条款。" not in said
