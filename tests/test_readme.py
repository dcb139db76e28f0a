"""What both READMEs say is so: their commands, exit codes, output, tables and links.

That generated parts are fresh is tested with the golden files (`make_readme.py`).
"""

from __future__ import annotations

import json
import re
import shlex
from functools import cache
from pathlib import Path

import make_readme
import pytest
from make_readme import READMES, ROOT, desk, jituan

FIRST = (
    "python3 -m venv .venv && .venv/bin/pip install -q . && .venv/bin/jituan demo",
    ".venv/bin/pip install -q '.[test]' && .venv/bin/python -m pytest",
)
PROGRAM = ".venv/bin/jituan"
_SH = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_EXIT = re.compile(r"# exit (\d+)")
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_ABSENCES = re.compile(r"<!-- absences -->\n(.*?)<!-- end -->", re.DOTALL)


@cache
def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@cache
def blocks(name: str) -> tuple[str, ...]:
    return tuple(_SH.findall(text(name)))


@pytest.mark.parametrize("name", READMES)
def test_the_first_two_blocks_are_one_command_each(name: str) -> None:
    assert blocks(name)[:2] == tuple(f"{command}\n" for command in FIRST)


@pytest.mark.parametrize("name", READMES)
def test_what_must_be_installed_stands_before_the_first_command(name: str) -> None:
    before = text(name).split("```sh", 1)[0]
    for needed in ("3.11", "python3-venv", "python3-dev", "gcc"):
        assert needed in before


@pytest.mark.parametrize("name", READMES)
def test_every_command_leaves_with_the_code_that_the_text_says(name: str) -> None:
    """In the order of the text, in one folder: a later command may read what an earlier one wrote."""
    lines = [line for block in blocks(name)[2:] for line in block.splitlines() if line.strip()]
    assert len(lines) >= 10
    wrong = []
    with desk(text(name)) as folder:
        for line in lines:
            program, *arguments = shlex.split(line, comments=True)
            said = _EXIT.search(line)
            assert program == PROGRAM, f"only commands of the program are tested: {line}"
            assert said, f"{line}: its exit code is not said"
            done = jituan(arguments, folder)
            if done.returncode != int(said[1]):
                wrong.append(f"{line}: {done.returncode} {done.stderr[-300:]}")
            assert "Traceback" not in done.stderr
    assert not wrong


def test_both_readmes_show_the_same_commands() -> None:
    def commands(name: str) -> list[list[str]]:
        return [shlex.split(line, comments=True) for block in blocks(name) for line in block.splitlines()]

    assert commands("README.md") == commands("README.zh.md")


@pytest.mark.parametrize("name", READMES)
def test_absences_come_out_as_the_table_says(name: str) -> None:
    found = _ABSENCES.search(text(name))
    assert found
    rows = [line.split("|")[-3:-1] for line in found[1].splitlines() if line.count("`") >= 4]
    assert len(rows) == 5
    with desk(text(name)) as folder:
        report = json.loads(jituan(["check", "my-group.yaml", "--format", "json"], folder).stdout)
    verdicts = {one["rule"].split("/", 1)[1]: one["verdict"] for one in report["findings"]}
    for rule, verdict in rows:
        assert verdicts[rule.strip(" `")] == verdict.strip(" `"), rule


@pytest.mark.parametrize("name", READMES)
def test_a_decision_settles_what_the_text_says_it_settles(name: str) -> None:
    with desk(text(name)) as folder:
        done = jituan(["check", "my-group.yaml", "--decisions", "my-decisions.yaml", "--format", "json"], folder)
    verdicts = {one["rule"].split("/", 1)[1]: one["verdict"] for one in json.loads(done.stdout)["findings"]}
    assert verdicts["5.2.1/monthly-work-meeting"] == "fail"
    assert verdicts["3.2.2/office-established"] == "waived"
    assert verdicts["3.2.3/lead-responsible"] == "pass"
    assert not done.stderr


@pytest.mark.parametrize("name", READMES)
def test_every_generated_part_is_there(name: str) -> None:
    """A marker with a slip in it would silently leave an old excerpt standing."""
    kinds = re.findall(r"<!-- (shown|verdicts|rulebooks|rule)\b", text(name))
    assert sorted(set(kinds)) == sorted(make_readme.KINDS)
    ends = text(name).count("<!-- end -->")
    assert ends == len(kinds) + len(_ABSENCES.findall(text(name)))


@pytest.mark.parametrize("name", [*READMES, "CONTRIBUTING.md", "CHANGELOG.md"])
def test_links_lead_somewhere(name: str) -> None:
    for link in _LINK.findall(text(name)):
        if not link.startswith(("http:", "https:", "#")):
            assert (ROOT / Path(link.split("#")[0])).exists(), link


@pytest.mark.parametrize("name", [*READMES, "CONTRIBUTING.md"])
def test_paths_named_in_passing_exist(name: str) -> None:
    named = re.findall(r"`((?:rules|schemas|examples|docs|tests|checker|reports)/[\w./-]+)`", text(name))
    assert named
    for path in named:
        assert (ROOT / path).exists(), path


@pytest.mark.parametrize("name", READMES)
def test_no_generated_part_is_empty(name: str) -> None:
    for part in re.findall(
        r"<!-- (?:shown|verdicts|rulebooks|rule)\b[^\n]*-->\n(.*?)<!-- end -->", text(name), re.DOTALL
    ):
        assert len(part.splitlines()) >= 3
        assert "<!--" not in part
