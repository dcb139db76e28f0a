"""Every subcommand as a user calls it: what it prints, where it writes, and the code it leaves with."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from checker import cli
from checker.cli import common

ROOT = Path(__file__).parents[1]
BOOK = "nanyang-2023"
RULE = f"{BOOK}/3.2.1/monthly-council"
OF_AUTHORITY = "nanyang-2023/4.1/scheme-issued"
BODY = "body: {kind: group, id: demo, name: 示例集团, region: nanyang-2023, model: 联盟型, founded: 2023-09-01}\n"
COUNCIL = """meetings:
  complete: {from: 2023-07-19, to: 2023-10-31}
  rows:
  - {id: m1, kind: council, date: 2023-09-12}
"""
MET = COUNCIL + "  - {id: m2, kind: council, date: 2023-10-12}\n"


class Done(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture
def jituan(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Any:
    """Call the command in this process, from its arguments."""
    for name in ("JITUAN_RULES", "JITUAN_SOURCES"):  # the one would change what is checked, the other rewrite a lock
        monkeypatch.delenv(name, raising=False)

    def call(*arguments: str | Path) -> Done:
        capfd.readouterr()
        with pytest.raises(SystemExit) as left:
            cli.main([str(one) for one in arguments])
        printed = capfd.readouterr()
        return Done(int(left.value.code or 0), printed.out, printed.err)

    return call


def shell(*arguments: str | Path, cwd: Path | None = None, **env: str) -> subprocess.CompletedProcess[bytes]:
    """The command in a process of its own, with this environment."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith("JITUAN_")}
    command = [sys.executable, "-m", "checker", *map(str, arguments)]
    path = {"PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=cwd or ROOT, capture_output=True, env={**clean, **path, **env}, check=False)


@pytest.fixture
def group(tmp_path: Path) -> Path:
    return written(tmp_path / "group.yaml", BODY + "as_of: 2023-10-31\n" + COUNCIL)


def written(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


# check


@pytest.mark.parametrize(("fmt", "begins"), [("text", "办学合规检查报告"), ("json", "{"), ("html", "<!doctype html>")])
def test_check_prints_and_writes_the_same(fmt: str, begins: str, group: Path, tmp_path: Path, jituan: Any) -> None:
    printed = jituan("check", group, "--format", fmt)
    assert printed.out.lower().lstrip().startswith(begins)
    assert printed.code == common.BROKEN, printed.err
    file = tmp_path / f"report.{fmt}"
    assert jituan("check", group, "--format", fmt, "-o", file) == (common.BROKEN, "", "")
    assert file.read_text(encoding="utf-8") == printed.out
    assert sorted(path.name for path in tmp_path.iterdir()) == ["group.yaml", file.name]


def test_several_bodies_go_to_a_folder(group: Path, tmp_path: Path, jituan: Any) -> None:
    other = written(tmp_path / "other.yaml", group.read_text(encoding="utf-8").replace("id: demo", "id: other"))
    assert jituan("check", group, other, "-o", tmp_path / "out").code == common.BROKEN
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["demo.txt", "other.txt"]
    assert jituan("check", group, other, "--format", "html", "-o", tmp_path / "pages").code == common.BROKEN
    assert sorted(path.name for path in (tmp_path / "pages").iterdir()) == ["demo.html", "other.html", "总览.html"]
    told = (tmp_path / "pages" / "总览.html").read_text(encoding="utf-8")
    assert 'href="demo.html"' in told and 'href="other.html"' in told
    both = jituan("check", group, other, "--format", "json")
    assert [one["body"]["id"] for one in json.loads(both.out)] == ["demo", "other"]
    assert jituan("check", group, other, "--format", "html").code == 2


def test_a_folder_is_a_collection(group: Path, tmp_path: Path, jituan: Any) -> None:
    written(tmp_path / "other.yaml", group.read_text(encoding="utf-8").replace("id: demo", "id: other"))
    found = json.loads(jituan("check", tmp_path, "--format", "json").out)
    assert [one["body"]["id"] for one in found] == ["demo", "other"]


def test_one_broken_file_never_stops_the_rest(group: Path, tmp_path: Path, jituan: Any) -> None:
    broken = written(tmp_path / "a-broken.yaml", "body: {kind: group\n")
    done = jituan("check", broken, group, "-o", tmp_path / "out")
    assert done.code == common.BAD_INPUT
    assert "a-broken.yaml" in done.err
    assert "Traceback" not in done.err
    assert (tmp_path / "out").read_text(encoding="utf-8").startswith("办学合规检查报告")


def test_a_report_that_cannot_be_written_leaves_nothing(group: Path, tmp_path: Path, jituan: Any) -> None:
    done = jituan("check", group, "-o", tmp_path / "gone" / "report.txt")
    assert done.code == common.BAD_INPUT
    assert "report.txt" in done.err
    assert not (tmp_path / "gone").exists()
    (tmp_path / "taken").mkdir()
    blocked = written(tmp_path / "file", "here")
    assert jituan("check", group, "-o", blocked / "report.txt").code == common.BAD_INPUT
    assert blocked.read_text(encoding="utf-8") == "here"
    assert not list(tmp_path.glob(".*"))


def test_a_failure_while_writing_keeps_the_old_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = written(tmp_path / "report.txt", "old")

    def fails(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fails)
    with pytest.raises(Exception, match="磁盘满了"):
        common.write(old, "new")
    assert old.read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["report.txt"]


# exit codes


def decided(tmp_path: Path, entries: str, body: str = "demo") -> Path:
    return written(tmp_path / "decisions.yaml", f"body: {body}\n{entries}")


def test_usage_is_2(jituan: Any, group: Path) -> None:
    for wrong in (["check"], ["check", group, "--format", "pdf"], ["check", group, "--as-of", "2023-02-30"], ["nope"],
                  ["check", group, "--lang", "fr"], ["check", group, "--lang"]):  # fmt: skip
        done = jituan(*wrong)
        assert (done.code, done.out) == (2, ""), wrong
        assert "Traceback" not in done.err


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (BODY + COUNCIL, "没有检查日期"),
        (BODY.replace("nanyang-2023", "桃花源") + "as_of: 2023-10-31\n", "不认识的地区"),
        (BODY + "as_of: 2023-02-30\n", "as_of"),
        ("", "文件是空的"),
        ("body: {kind: group, id: x, name: x, region: nanyang-2023}\nas_of: 2024-01-01\nmeetigns: none\n", "meetigns"),
    ],
    ids=["no day", "unknown region", "impossible day", "empty", "unknown table"],
)
def test_bad_input_is_3(text: str, says: str, tmp_path: Path, jituan: Any) -> None:
    done = jituan("check", written(tmp_path / "bad.yaml", text), "-o", tmp_path / "report.txt")
    assert (done.code, done.out) == (3, "")
    assert says in done.err
    assert "bad.yaml" in done.err.splitlines()[0]
    assert not (tmp_path / "report.txt").exists()


def test_a_file_that_is_not_there_is_3(tmp_path: Path, jituan: Any) -> None:
    done = jituan("check", tmp_path / "gone.yaml")
    assert done.code == 3
    assert "gone.yaml" in done.err


def test_a_gap_is_10_and_an_open_question_11_and_else_0(group: Path, tmp_path: Path, jituan: Any) -> None:
    book = one_rule(tmp_path)
    assert jituan("check", group, "--rules", book).code == 10
    met = written(tmp_path / "met.yaml", BODY + "as_of: 2023-10-31\n" + MET)
    assert jituan("check", met, "--rules", book).code == 0
    silent = written(tmp_path / "silent.yaml", BODY + "as_of: 2023-10-31\n")
    assert jituan("check", silent, "--rules", book).code == 11


def test_an_explained_departure_is_no_gap(tmp_path: Path, jituan: Any) -> None:
    book = one_rule(tmp_path, modality="default")
    group = written(tmp_path / "group.yaml", BODY + "as_of: 2023-10-31\n" + COUNCIL)
    assert jituan("check", group, "--rules", book).code == 10
    why = "explanations: [{rule: one-2023/1/monthly, by: 示例集团, date: 2023-10-31, reason: 十月放假}]\n"
    assert jituan("check", group, "--rules", book, "--decisions", decided(tmp_path, why)).code == 0


def test_our_own_defect_is_70(group: Path, jituan: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError("张三 13800000000")

    monkeypatch.setattr(cli.check, "run", fails)
    done = jituan("check", group)
    assert (done.code, done.out) == (70, "")
    assert "ZeroDivisionError" in done.err
    assert "张三" not in done.err and "Traceback" not in done.err
    assert "a defect of ours" in jituan("check", group, "--lang", "en").err


def one_rule(tmp_path: Path, modality: str = "must") -> Path:
    """A rulebook of one rule: council meetings every month."""
    folder = tmp_path / "one-2023"
    written(
        folder / "source.yaml",
        "id: one-2023\ntitle: {zh: 示例办法}\nissuer: {zh: 示例区}\nissued: 2023-07-19\neffective: 2023-07-19\n"
        f"status: in_force\njurisdiction: [示例区]\nfile: one.txt\nsha256: {'0' * 64}\nscope: {{zh: 全区}}\n"
        "without_norm: [{at: 题 ①, why: title}]\n",
    )
    written(
        folder / "1-item.yaml",
        "rules:\n- id: one-2023/1/monthly\n  at: 一 ①\n  title: {zh: 每月开会}\n  quote: 每月召开\n"
        f"  modality: {modality}\n  bearer: council\n  subject: group\n  topic: meetings\n  basis: computed\n"
        "  every: month\n  partial: excused\n  require: [{measure: council_meetings, at_least: 1}]\n"
        "  mend: {zh: 补开}\n"
        "  cases: [{given: {council_meetings: 1}, expect: pass}]\n",
    )
    return folder


# options of every command


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is full")
def test_a_full_disk_is_said(group: Path) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            [sys.executable, "-m", "checker", "check", group],
            cwd=ROOT,
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 3
    assert done.stderr.decode().count("\n") == 1


def test_a_year_out_of_range_is_usage(group: Path, jituan: Any) -> None:
    assert jituan("check", group, "--as-of", "9999-12-31").code == 2


def test_as_of_goes_before_the_file(group: Path, jituan: Any) -> None:
    report = json.loads(jituan("check", group, "--as-of", "2023-09-30", "--format", "json").out)
    assert report["as_of"] == "2023-09-30"


@pytest.mark.parametrize("place", ["before", "after", "joined"])
def test_english_wherever_it_is_asked_for(place: str, group: Path, jituan: Any) -> None:
    arguments = {
        "before": ["--lang", "en", "check", group],
        "after": ["check", group, "--lang", "en"],
        "joined": ["check", "--lang=en", group],
    }[place]
    done = jituan(*arguments)
    assert "Compliance" in done.out.splitlines()[0] or "report" in done.out.splitlines()[0].lower()
    assert jituan("check", "gone.yaml", "--lang", "en").err.isascii()


def test_a_file_called_en_is_not_a_language(jituan: Any) -> None:
    assert not jituan("check", "en").err.isascii()


def test_rules_from_a_folder_of_ones_own(tmp_path: Path, jituan: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    one_rule(tmp_path / "mine")
    monkeypatch.setenv("JITUAN_RULES", str(tmp_path / "mine"))
    assert "one-2023/1/monthly" in jituan("rules", "list", "one-2023").out
    monkeypatch.setenv("JITUAN_RULES", str(tmp_path / "gone"))
    assert jituan("rules", "list").code == 3


def test_a_shipped_id_is_never_shadowed(tmp_path: Path, jituan: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    one_rule(tmp_path).rename(tmp_path / BOOK)
    monkeypatch.setenv("JITUAN_RULES", str(tmp_path))
    done = jituan("rules", "list")
    assert done.code == 3
    assert BOOK in done.err


# decisions


@pytest.mark.parametrize(
    ("entries", "says"),
    [
        (
            f"waivers: [{{rule: {BOOK}/9/none, by: 甲, date: 2023-10-01, until: 2023-12-31, reason: 无}}]",
            f"{BOOK}/9/none",
        ),
        (f"readings: [{{question: {BOOK}/nonsense, option: x, by: 甲, date: 2023-10-01, reason: 无}}]", "nonsense"),
        (
            f"readings: [{{question: {BOOK}/lead-counted, option: half, by: 甲, date: 2023-10-01, reason: 无}}]",
            "decisions.yaml:2: 口径 lead-counted 没有选项 half",
        ),
    ],
    ids=["rule", "question", "option"],
)
def test_decisions_about_what_is_not_there(entries: str, says: str, group: Path, tmp_path: Path, jituan: Any) -> None:
    done = jituan("check", group, "--decisions", decided(tmp_path, entries))
    assert done.code == 3
    assert says in done.err
    assert "decisions.yaml" in done.err


def test_decisions_about_another_body_are_named(group: Path, tmp_path: Path, jituan: Any) -> None:
    answer = f"answers: [{{rule: {BOOK}/3.1.1/close-union, by: 甲, date: 2023-10-01, answer: yes, evidence: 材料}}]"
    done = jituan("check", group, "--decisions", decided(tmp_path, answer, body="another"))
    assert "another" in done.err
    assert done.out


@pytest.mark.parametrize(
    ("entries", "says"),
    [
        (f"answers: [{{rule: {RULE}, by: 甲, date: 2023-10-01, answer: yes, evidence: 材料}}]", "不需要人来判断"),
        (
            f"waivers: [{{rule: {RULE}, period: 2031-01, by: 甲, date: 2023-10-01, until: 2023-12-31, reason: 无}}]",
            "2031-01",
        ),
        (f"objections: [{{rule: {OF_AUTHORITY}, by: 甲, date: 2023-10-01, reason: 无}}]", "不适用于这类对象"),
    ],
    ids=["nothing asked", "no such period", "another kind of body"],
)
def test_decisions_that_reach_nothing_are_named(
    entries: str, says: str, group: Path, tmp_path: Path, jituan: Any
) -> None:
    done = jituan("check", group, "--decisions", decided(tmp_path, entries))
    assert says in done.err
    assert "decisions.yaml:" in done.err
    assert done.out


def test_an_answer_that_only_a_reading_asks_for_is_used(tmp_path: Path, jituan: Any) -> None:
    answer = "{rule: ankang-2022/5.4.12/first-assessment, by: 甲, date: 2024-01-10, answer: yes, evidence: 材料}"
    given = decided(tmp_path, f"answers: [{answer}]", body="invented-ankang-city")
    done = jituan("check", "examples/ankang/invented/city.yaml", "--decisions", given)
    assert "first-assessment" not in done.err


def test_a_model_that_the_document_does_not_list_is_never_taken_as_another(tmp_path: Path, jituan: Any) -> None:
    head = "body: {{kind: group, id: g, name: 甲集团, region: {}, model: 联邦型}}\nas_of: 2025-05-20\n"
    done = jituan("check", written(tmp_path / "own.yaml", head.format("甘州区")))
    assert (done.code, "联邦型" in done.err, "联盟型" in done.err) == (3, True, True)
    done = jituan("check", "--rules", "ganzhou-2024", written(tmp_path / "other.yaml", head.format("shapotou-2023")))
    assert "没有“联邦型”这种模式" in done.out


def test_a_day_before_the_founding_or_the_document_is_said(group: Path, jituan: Any) -> None:
    early = jituan("check", group, "--as-of", "2023-07-25")
    assert early.code == 3 and "成立日期（2023-09-01）之前" in early.err
    done = jituan("check", group, "--as-of", "2022-01-01")
    assert (done.code, done.out, "施行" in done.err) == (3, "", True)


# explain, reproduce, demo, completion


def test_explain_by_the_end_of_an_id(group: Path, jituan: Any) -> None:
    whole, short = jituan("explain", RULE), jituan("explain", "monthly-council")
    assert whole.code == 0 and whole.out == short.out
    assert RULE in whole.out and "每月" in whole.out
    with_file = jituan("explain", "monthly-council", group)
    assert with_file.code == 10
    assert with_file.out.startswith(whole.out)
    wrong = jituan("explain", "monthly-councils")
    assert wrong.code == 3
    assert "没有这条规则" in wrong.err


def test_explain_tells_every_row_whatever_the_verdict(jituan: Any, tmp_path: Path) -> None:
    rows = "  - {id: m3, kind: work, date: 2023-10-20}\n  - {id: m4, kind: council, date: 2024-01-20}\n"
    (tmp_path / "met.yaml").write_text(f"as_of: 2023-10-31\n{BODY}{MET}{rows}", encoding="utf-8")
    said = jituan("explain", "monthly-council", tmp_path / "met.yaml").out.partition("看过的全部")[2]
    assert said.startswith(" 4 行记录")
    lines = {one: next(line for line in said.splitlines() if f"  {one}  " in line) for one in ("m1", "m2", "m3", "m4")}
    assert "计入" in lines["m1"] and "2023年9月12日" in lines["m1"]
    assert "不满足条件" in lines["m3"] and "晚于截至日" in lines["m4"]
    head = jituan("explain", "monthly-council").out
    assert (
        "computed" not in head
        and "依据的记录" in head
        and not [line for line in head.splitlines() if line.strip() == "-"]
    )


def test_explain_wants_the_rule_first(jituan: Any, group: Path) -> None:
    wrong = jituan("explain", group, "monthly-council")
    assert wrong.code != 0 and "先写规则，再写文件" in wrong.err


def test_explain_names_the_choices(jituan: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = jituan("explain", "council")
    assert found.code == 3
    assert f"{BOOK}/3.2.1/" in found.err


def test_reproduce(group: Path, tmp_path: Path, jituan: Any) -> None:
    report = tmp_path / "report.json"
    jituan("check", group, "--format", "json", "-o", report)
    same = jituan("reproduce", report, group)
    assert (same.code, "完全一致" in same.out) == (0, True)
    rows = "[{id: o1, kind: council, established: 2023-09-05}]"
    organs = f"organs:\n  complete: {{from: 2023-07-19, to: 2023-10-31}}\n  rows: {rows}\n"
    written(group, group.read_text(encoding="utf-8") + organs)
    changed = jituan("reproduce", report, group)
    assert changed.code == 1
    assert "记录变了" in changed.out
    assert f"{BOOK}/3.2.1/council-established: unknown → pass" in changed.out
    assert jituan("reproduce", group, group).code == 3
    assert jituan("reproduce", tmp_path / "gone.json", group).code == 3


def test_reproduce_from_another_folder(
    group: Path, tmp_path: Path, jituan: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = tmp_path / "report.json"
    jituan("check", group, "--format", "json", "-o", report)
    monkeypatch.chdir(tmp_path)
    done = jituan("reproduce", report, group.name)
    assert done.code == 0
    assert "路径" in done.out


def test_reproduce_names_another_body_and_a_damaged_report(group: Path, tmp_path: Path, jituan: Any) -> None:
    report = tmp_path / "report.json"
    jituan("check", group, "--format", "json", "-o", report)
    other = written(tmp_path / "other.yaml", group.read_text(encoding="utf-8").replace("id: demo", "id: another"))
    done = jituan("reproduce", report, other)
    assert (done.code, "another" in done.err) == (3, True)
    broken = json.loads(report.read_text(encoding="utf-8"))
    for key, value in (("findings", [{}]), ("tool", "?"), ("body", [])):
        report.write_text(json.dumps({**broken, key: value}), encoding="utf-8")
        done = jituan("reproduce", report, group)
        assert (done.code, "JSON" in done.err) == (3, True), key


def test_reproduce_an_english_report(group: Path, tmp_path: Path, jituan: Any) -> None:
    report = tmp_path / "report.json"
    jituan("--lang", "en", "check", group, "--format", "json", "-o", report)
    assert jituan("reproduce", report, group).code == 0


def test_demo(jituan: Any) -> None:
    done = jituan("demo")
    assert done.code == 0
    assert "缺口" in done.out
    assert jituan("demo", "--invented").code == 0


@pytest.mark.parametrize("kind", ["bash", "zsh", "fish"])
def test_completion(kind: str, jituan: Any) -> None:
    done = jituan("completion", kind)
    assert done.code == 0
    assert "_JITUAN_COMPLETE" in done.out


@pytest.mark.parametrize("command", [[], ["check"], ["rules"], ["rules", "test"], ["explain"], ["reproduce"], ["demo"]])
def test_help(command: list[str], jituan: Any) -> None:
    done = jituan(*command, "--help")
    assert done.code == 0
    assert "Usage: jituan" in done.out


# rules


def test_rules_list(jituan: Any) -> None:
    plain, table = jituan("rules", "list"), jituan("rules", "list", "--format", "csv")
    rows = list(csv.reader(io.StringIO(table.out.removeprefix("\ufeff"))))
    assert table.out.startswith("\ufeff")
    assert len({len(row) for row in rows}) == 1
    assert RULE in {row[0] for row in rows}
    assert len(plain.out.splitlines()) == len([row for row in rows if row[1] == "规则"]) + 2
    assert {row[1] for row in rows[1:]} >= {"规则", "后果"}
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))]
    books = [row[2] for row in rows[1:]]
    assert books == sorted(books)


def test_rules_list_to_a_file(jituan: Any, tmp_path: Path) -> None:
    target = tmp_path / "rules.csv"
    assert jituan("rules", "list", BOOK, "--format", "csv", "-o", target).out == ""
    again = jituan("rules", "list", BOOK, "--format", "csv", "--lang", "zh").out
    assert target.read_bytes() == again.encode("utf-8") and target.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = {row["编号"]: row for row in csv.DictReader(io.StringIO(target.read_text(encoding="utf-8-sig")))}
    monthly = rows[RULE]
    assert (monthly["位置"], monthly["状态"], monthly["周期"], monthly["类别"]) == (
        "三（二）1 ③",
        "现行有效",
        "月",
        "由记录算出",
    )
    assert monthly["要求"] == "每月，理事会议应不少于 1 次"
    assert "（每个日历月；只算学期内的月份）" in monthly["口径"]
    english = jituan("rules", "list", BOOK, "--format", "csv", "--lang", "en").out
    assert english.splitlines()[0].startswith("\ufeffid,kind,rulebook,document")


def test_rules_lint_verify_coverage(jituan: Any, tmp_path: Path) -> None:
    assert jituan("rules", "lint") == (0, "没有发现问题\n", "")
    assert jituan("rules", "lint", "--lang", "en").out == "nothing found\n"
    assert jituan("rules", "lint", one_rule(tmp_path)).code == 1
    verified = jituan("rules", "verify")
    assert verified.code == 0 and BOOK in verified.out
    assert jituan("rules", "verify", one_rule(tmp_path)).code == 1
    assert jituan("rules", "verify", "--write").code == 2
    assert jituan("rules", "coverage").code == 0
    assert jituan("rules", "coverage", one_rule(tmp_path)).code == 3
    assert jituan("rules", "lint", "gone-2020").code == 3


def test_rules_test(jituan: Any, tmp_path: Path) -> None:
    done = jituan("rules", "test", RULE)
    assert done.code == 0
    assert "个用例通过" in done.out
    book = one_rule(tmp_path)
    rules = book / "1-item.yaml"
    rules.write_text(rules.read_text(encoding="utf-8").replace("expect: pass", "expect: fail"), encoding="utf-8")
    wrong = jituan("rules", "test", book)
    assert wrong.code == 1
    assert "one-2023/1/monthly[1]" in wrong.out


def test_rules_test_mutants(jituan: Any, tmp_path: Path) -> None:
    assert jituan("rules", "test", "--mutants", RULE).code == 0
    done = jituan("rules", "test", "--mutants", one_rule(tmp_path))
    assert done.code == 1
    assert "one-2023/1/monthly: require 1 bound -1" in done.out


# the surroundings


def test_the_same_bytes_wherever_and_whenever(group: Path) -> None:
    here = shell("check", group, "--format", "json", TZ="Asia/Shanghai", LC_ALL="C.UTF-8", PYTHONHASHSEED="1")
    there = shell("check", group, "--format", "json", TZ="America/Caracas", LC_ALL="C", PYTHONHASHSEED="2")
    assert here.returncode == there.returncode == 10, here.stderr
    assert here.stdout == there.stdout
    assert json.loads(here.stdout)


def test_no_clock_and_no_network(group: Path) -> None:
    guard = (
        "import datetime, logging, socket, sys, time  # logging reads the clock once, at its own import\n"
        "def refused(*a, **k): raise SystemExit('refused')\n"
        "class Day(datetime.date):\n    today = classmethod(refused)\n"
        "class Moment(datetime.datetime):\n    now = today = utcnow = classmethod(refused)\n"
        "datetime.date, datetime.datetime = Day, Moment\n"
        "time.time_ns = time.localtime = time.gmtime = socket.socket.connect = socket.getaddrinfo = refused\n"
        "from checker.cli import main\nmain(sys.argv[1:])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", guard, "check", str(group), "--format", "json"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 10, done.stderr
    assert json.loads(done.stdout)["as_of"] == "2023-10-31"


@pytest.mark.parametrize("encoding", ["gbk", "ascii", "utf-8"])
def test_any_terminal(encoding: str, group: Path) -> None:
    done = shell("check", group, PYTHONIOENCODING=encoding)
    assert done.returncode == 10, done.stderr
    assert b"Traceback" not in done.stderr
    text = done.stdout.decode(encoding)
    assert encoding == "ascii" or "办学合规检查报告" in text


def test_a_closed_pipe_is_no_error(group: Path) -> None:
    command = f"'{sys.executable}' -m checker check '{group}' | head -1; echo code ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr and "BrokenPipe" not in done.stderr, done.stderr
    assert done.stdout.startswith("办学合规检查报告")


def test_persons_are_never_in_messages(tmp_path: Path, jituan: Any) -> None:
    people = "people:\n  complete: {from: 2023-07-19, to: 2023-10-31}\n  rows:\n  - {id: p1, name: 张三丰, birth: x}\n"
    done = jituan("check", written(tmp_path / "people.yaml", BODY + "as_of: 2023-10-31\n" + people))
    assert done.code == 3
    assert "张三丰" not in done.err + done.out


def test_output_spares_what_it_was_made_from(group: Path, tmp_path: Path, jituan: Any) -> None:
    before = group.read_bytes()
    assert jituan("check", group, "-o", group).code == 3
    link = tmp_path / "link.txt"
    link.symlink_to(tmp_path / "target.txt")
    assert jituan("check", group, "-o", link).code == 3
    assert group.read_bytes() == before and link.is_symlink() and not (tmp_path / "target.txt").exists()


def test_json_is_utf8_whatever_the_terminal_speaks(group: Path) -> None:
    done = shell("check", group, "--format", "json", PYTHONIOENCODING="gbk")
    assert json.loads(done.stdout.decode("utf-8"))["as_of"] == "2023-10-31"


def test_proof_against_a_text_that_is_not_there_is_no_proof(tmp_path: Path, jituan: Any) -> None:
    assert jituan("rules", "verify", "nanyang-2023", "--sources", tmp_path).code == 1
