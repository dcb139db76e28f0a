"""`jituan check --paper`: which files are written, and what is refused before anything is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from make_papers import text_of

from checker.cli import cli
from checker.errors import BadInput, Problem
from checker.house import examples_dir

GROUP = examples_dir() / "ankang" / "invented" / "group.yaml"
BODY = "示例秦甲初级中学教育集团"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, ["check", *map(str, arguments)], standalone_mode=False)


def refused(*arguments: object) -> str:
    result = run(*arguments)
    assert isinstance(result.exception, BadInput), result.output
    return str(result.exception)


def body_of(name: str) -> str:
    """The body's id."""
    return json.loads(CliRunner().invoke(cli, ["check", name, "--format", "json"], standalone_mode=False).output)[
        "body"
    ]["id"]


def test_one_paper_goes_into_one_file(tmp_path: Path) -> None:
    path = tmp_path / "通知.docx"
    result = run(GROUP, "--paper", "整改通知书", "--format", "docx", "-o", path)
    assert result.return_value == 10, "the code of the check"
    assert f"公文主送  {BODY}：" in text_of(path.read_bytes())
    assert [one.name for one in tmp_path.iterdir()] == ["通知.docx"]


def test_the_ending_says_the_format(tmp_path: Path) -> None:
    run(GROUP, "--paper", "notice", "-o", tmp_path / "a.docx")
    run(GROUP, "--paper", "notice", "--format", "docx", "-o", tmp_path / "b.docx")
    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()


def test_every_paper_goes_into_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "文书"
    run(GROUP, "--paper", "all", "--format", "docx", "-o", folder)
    name = body_of(str(GROUP))
    titles = ("督导意见书", "整改通知书", "问题清单（整改台账）", "考核评价计分表", "自评报告")
    assert {one.name for one in folder.iterdir()} == {f"{title}-{name}.docx" for title in titles}


def test_each_body_of_a_folder_has_its_paper(tmp_path: Path) -> None:
    made = run(examples_dir() / "nanyang" / "annex", "--paper", "self", "--format", "docx", "-o", tmp_path / "out")
    assert made.return_value in (0, 10, 11)
    names = {one.name for one in (tmp_path / "out").iterdir()}
    bodies = {body_of(str(one)) for one in (examples_dir() / "nanyang" / "annex").glob("*.yaml")}
    assert names == {f"自评报告-{one}.docx" for one in bodies}
    assert len(names) == 4


def test_what_somebody_may_have_written_in_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    run(GROUP, "--paper", "notice", "-o", path)
    first = path.read_bytes()
    assert run(GROUP, "--paper", "notice", "-o", path).return_value == 10, "the same paper once more is no change"
    path.write_bytes(b"signed")
    assert "没有覆盖" in refused(GROUP, "--paper", "notice", "-o", path)
    assert path.read_bytes() == b"signed"
    assert run(GROUP, "--paper", "notice", "-o", path, "--force").return_value == 10
    assert path.read_bytes() == first


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--format", "docx", "-o", "x.docx"), "自评报告（self）"),
        (("--format", "pdf", "-o", "x.pdf"), "自评报告（self）"),
        (("--paper", "notice"), "-o"),
        (("--paper", "notice", "--format", "json", "-o", "x"), "docx、xlsx、pdf，不是 json"),
        (("--since", "x.json"), "请写 --paper"),
        (("--paper", "notice", "--set-rule", "a:at_least=1", "-o", "x"), "--set-rule 是假设"),
    ],
)
def test_options_that_do_not_go_together(arguments: tuple[str, ...], said: str) -> None:
    result = CliRunner().invoke(cli, ["check", str(GROUP), *arguments])
    assert result.exit_code == 2
    assert said in result.output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--paper", "通知"), "没有这种文书"),
        (("--paper", "self", "--format", "xlsx"), "自评报告没有 xlsx 格式"),
        (("--paper", "self", "--format", "pdf"), "文件名不是 pdf 的"),
        (("--paper", "self", "--paper", "notice"), "有 2 份文书，写不进一个文件"),
    ],
)
def test_papers_that_there_are_not(arguments: tuple[str, ...], said: str, tmp_path: Path) -> None:
    assert said in refused(GROUP, *arguments, "-o", tmp_path / "x.docx")
    assert not list(tmp_path.iterdir())


def test_papers_are_chinese(tmp_path: Path) -> None:
    arguments = ["--lang", "en", "check", str(GROUP), "--paper", "self", "-o", str(tmp_path / "x.docx")]
    result = CliRunner().invoke(cli, arguments, standalone_mode=False)
    assert isinstance(result.exception, BadInput)
    assert "papers are Chinese documents" in "\n".join(result.exception.lines("en"))


def test_several_bodies_do_not_fit_one_file(tmp_path: Path) -> None:
    said = refused(examples_dir() / "nanyang" / "annex", "--paper", "notice", "-o", tmp_path / "x.docx")
    assert "有 4 份文书，写不进一个文件" in said


def test_a_paper_that_is_made_of_nothing(tmp_path: Path) -> None:
    """No scheme scores the groups of Nanyang: alone it is refused, among others it is left out and said so."""
    group = examples_dir() / "nanyang" / "invented" / "group.yaml"
    assert "没有考核评价计分表可填" in refused(group, "--paper", "scoring", "-o", tmp_path / "x.docx")
    done = run(group, "--paper", "scoring", "--paper", "self", "-o", tmp_path)
    assert "没有考核评价计分表可填" in done.stderr
    assert [one.name.partition("-")[0] for one in tmp_path.iterdir()] == ["自评报告"]


def test_a_re_check_names_its_earlier_report(tmp_path: Path) -> None:
    earlier = tmp_path / "earlier.json"
    run(GROUP, "--format", "json", "-o", earlier)
    run(GROUP, "--paper", "opinion", "--since", earlier, "-o", tmp_path / "x.docx")
    assert "与截至2023年10月15日的上次核对相比，没有可以销号的问题。" in text_of((tmp_path / "x.docx").read_bytes())
    other = examples_dir() / "nanyang" / "empty.yaml"
    assert "没有检查它" in refused(other, "--paper", "opinion", "--since", earlier, "-o", tmp_path / "y.docx")


def test_one_slip_is_told_once(tmp_path: Path) -> None:
    """What cannot be read makes no paper, and nothing more is said of that: neither a folder nor a second reason."""
    broken = tmp_path / "group.yaml"
    broken.write_text("body: [", encoding="utf-8")
    decisions = GROUP.parent / "decisions.yaml"
    for target in ("one.docx", "papers"):
        done = run(broken, "--decisions", decisions, "--paper", "notice", "-o", tmp_path / target)
        assert done.return_value == 3
        assert "写不进" not in done.stderr
        assert "没有检查" not in done.stderr
        assert not (tmp_path / target).exists()


def test_a_failure_leaves_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> bytes:
        raise BadInput(Problem("--format pdf", {"zh": "排不出", "en": "cannot be set"}))

    monkeypatch.setattr("checker.papers.write", refuse)
    assert "排不出" in refused(GROUP, "--paper", "all", "--format", "pdf", "-o", tmp_path / "papers")
    assert not (tmp_path / "papers").exists()


def test_an_ending_that_no_format_has(tmp_path: Path) -> None:
    said = refused(GROUP, "--paper", "notice", "-o", tmp_path / "x.unknown")
    assert "结尾 .unknown 不是文书的格式（这种文书有 docx、pdf，请写成 .docx）" in said
    assert not list(tmp_path.iterdir())


def test_what_cannot_be_written_is_told_in_chinese(tmp_path: Path) -> None:
    said = refused(GROUP, "--paper", "notice", "-o", tmp_path / "none" / "x.docx")
    assert "写不了" in said
    assert "没有那个文件夹" in said
    assert "No such file" not in said
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert "不能作为文件夹" in refused(GROUP, "--paper", "all", "--format", "docx", "-o", tmp_path / "file" / "papers")


def test_a_format_that_a_paper_has_not_names_what_there_is(tmp_path: Path) -> None:
    said = refused(GROUP, "--paper", "notice", "--format", "xlsx", "-o", tmp_path / "x.xlsx")
    assert "整改通知书没有 xlsx 格式" in said
    assert "它有 docx、pdf" in said
    assert said.count("有：") == 0
