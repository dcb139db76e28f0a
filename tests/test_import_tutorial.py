"""CONTRIBUTING's “Add a region in under an hour”, followed to the letter: every file written, every command run, every
shown output compared."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[1]
HEADING = "## Add a region in under an hour\n"
_FENCE = re.compile(r"^```(?P<info>[^\n]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
_EXIT = re.compile(r"# exit (\d+)$")
LEFT_OUT = "…"
"""A line of shown output that stands for any lines."""
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the tutorial's commands are for a POSIX shell")


class Block(NamedTuple):
    kind: str
    path: str
    body: str


def blocks() -> Iterator[Block]:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    section = text.split(HEADING, 1)[1].split("\n## ", 1)[0]
    for found in _FENCE.finditer(section):
        kind, _, path = found["info"].partition(" ")
        yield Block(kind, path, found["body"])


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder as the tutorial's reader has it: the document and the installed command."""
    shutil.copytree(ROOT / "tests/data/tutorial", tmp_path / "tests/data/tutorial")
    programs = tmp_path / ".venv/bin"
    programs.mkdir(parents=True)
    (programs / "jituan").symlink_to(Path(sys.executable).with_name("jituan"))
    return tmp_path


def run(lines: list[str], folder: Path) -> str:
    """The output of the commands of one block, each with the exit code that it names."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith("JITUAN_")}
    out = ""
    for line in lines:
        said = _EXIT.search(line)
        assert said, f"{line}: its exit code is not said"
        done = subprocess.run(["bash", "-c", line], cwd=folder, capture_output=True, text=True, env=clean, check=False)
        assert done.returncode == int(said[1]), f"{line}: {done.returncode}\n{done.stdout}{done.stderr}"
        assert "Traceback" not in done.stderr
        out += done.stdout
    return out


def shows(shown: str, out: str) -> bool:
    """Whether the output is as shown; `…` alone on a line stands for any lines."""
    lines = shown.rstrip("\n").split("\n")
    form = "".join(r"(?:[^\n]*\n)*?" if line == LEFT_OUT else re.escape(line) + r"\n" for line in lines)
    return re.fullmatch(form, out) is not None


def test_the_tutorial_holds_to_the_letter(desk: Path) -> None:
    out, written, ran = "", 0, 0
    for block in blocks():
        if block.kind == "yaml":
            path = desk / block.path
            assert block.path and path.parent.is_dir(), f"{block.path}: no such folder at this point"
            path.write_text(block.body, encoding="utf-8")
            written += 1
        elif block.kind == "sh":
            lines = [line for line in block.body.splitlines() if line.strip()]
            out = run(lines, desk)
            ran += len(lines)
        elif block.kind == "text":
            assert shows(block.body, out), f"shown:\n{block.body}\nprinted:\n{out}"
        else:
            pytest.fail(f"a block of an unknown kind: {block.kind}")
    assert (written, ran) == (9, 12)
    assert "雁坪" in (desk / "report.html").read_text(encoding="utf-8")
    drafts = [path for path in (desk / "my-rules").rglob("*.yaml") if "draft:" in path.read_text(encoding="utf-8")]
    assert not drafts, "a file that the reader was never told to edit"


def test_the_comparison_of_outputs_can_fail() -> None:
    assert shows("a\n…\nc\n", "a\nb\nb\nc\n")
    assert shows("a\n…\n", "a\n")
    assert not shows("a\n…\nc\n", "a\nb\n")
    assert not shows("a\n", "a\nb\n")


def test_the_tutorial_touches_no_python() -> None:
    assert not [block.path for block in blocks() if not block.path.endswith(".yaml") and block.kind == "yaml"]
    assert not any(".py" in block.body for block in blocks() if block.kind == "sh")
