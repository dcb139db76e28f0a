"""What people write freely does not name persons whom the records know: not without --names, and never for makers of policy."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from checker.report.unsaid import unsaid

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "examples" / "shapotou" / "invented"
FIRST, SECOND = "示例人员甲乙", "示例人员丙丁"


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The invented group of Shapotou with two names in its register, which stand in what people wrote too."""
    folder = tmp_path_factory.mktemp("named")
    text = (FOLDER / "group.yaml").read_text(encoding="utf-8")
    for key, name in (("T001", FIRST), ("T102", SECOND)):
        assert f"{{id: {key}," in text
        text = text.replace(f"{{id: {key},", f"{{id: {key}, name: {name},")
    (folder / "group.yaml").write_text(text, encoding="utf-8")
    given = yaml.load((FOLDER / "decisions.yaml").read_bytes(), Loader=yaml.BaseLoader)  # noqa: S506  (plain texts: no booleans)
    given["invented"] = True
    for kind in ("answers", "waivers", "explanations", "objections", "ratings"):
        for one in given.get(kind) or ():
            one["evidence"] = f"由{FIRST}和{SECOND}（T102）审批"
            if "reason" in one:
                one["reason"] = f"{SECOND}病休"
    (folder / "decisions.yaml").write_text(yaml.safe_dump(given, allow_unicode=True), encoding="utf-8")
    return [str(folder / "group.yaml"), "--decisions", str(folder / "decisions.yaml")]


def checked(named: list[str], *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "checker", "check", *named, *arguments], capture_output=True, text=True,
        encoding="utf-8", check=False, env={**os.environ, "PYTHONIOENCODING": "utf-8"}, cwd=ROOT,
    )  # fmt: skip
    assert done.returncode == 10, done.stderr
    return done.stdout


@pytest.mark.parametrize("fmt", ["text", "html", "json"])
def test_free_texts_name_nobody_unless_names_were_asked_for(named: list[str], fmt: str) -> None:
    for reader in ([], ["--for", "school"], ["--for", "inspector"]):
        plain = checked(named, "--format", fmt, *reader)
        assert FIRST not in plain and SECOND not in plain
    assert "由一名人员和一名人员（T102）审批" in checked(named, "--format", "json")
    assert SECOND in checked(named, "--format", fmt, "--names")


@pytest.mark.parametrize("fmt", ["text", "html", "json"])
def test_makers_of_policy_read_neither_names_nor_numbers(named: list[str], fmt: str) -> None:
    found = checked(named, "--format", fmt, "--for", "policy", "--names")
    assert FIRST not in found and SECOND not in found
    assert not re.search(r"T[01]\d\d", found)


def test_data_for_makers_of_policy_tells_rows_apart(named: list[str]) -> None:
    found = json.loads(checked(named, "--format", "json", "--for", "policy"))
    plain = json.loads(checked(named, "--format", "json"))
    assert len(found["contents"]["people"]) == len(plain["contents"]["people"]) > 1
    assert all(re.fullmatch(r"person-\d+", key) for key in found["contents"]["people"])
    assert found["summary"] == plain["summary"]
    assert [one["decisions"] for one in found["findings"]] == [one["decisions"] for one in plain["findings"]]


def test_the_longest_name_goes_first_and_what_counts_is_no_number() -> None:
    pattern = unsaid({"2001": "张三", "T7": "张三丰", "x": "李"}, numbers=True)
    assert pattern is not None
    assert pattern.sub("×", "张三丰、张三、李某，2001号，2001年，12001") == "×、×、李某，×号，2001年，12001"
    assert unsaid({"T1": ""}, numbers=False) is None
