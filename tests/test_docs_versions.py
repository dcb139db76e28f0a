"""What docs/versions.md shows is what its commands print."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from make_readme import ROOT, desk

_BLOCK = re.compile(r"^```\n(\$ .*?)^```$", re.MULTILINE | re.DOTALL)
_GAP = "…"
TEXT = (ROOT / "docs" / "versions.md").read_text(encoding="utf-8")


def _run(line: str, folder: Path) -> subprocess.CompletedProcess[str]:
    program, _, rest = line.partition(" ")
    shell = f"{shlex.quote(sys.executable)} -m checker {rest}" if program == "jituan" else line
    environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    return subprocess.run(
        ["/bin/sh", "-c", shell], cwd=folder, env=environment, capture_output=True, encoding="utf-8", timeout=120, check=False
    )  # fmt: skip


def _parts(shown: list[str]) -> list[list[str]]:
    """The stretches between gaps."""
    parts: list[list[str]] = [[]]
    for line in shown:
        if line == _GAP:
            parts.append([])
        else:
            parts[-1].append(line)
    return [part for part in parts if part]


@pytest.mark.skipif(sys.platform == "win32", reason="the examples are for a shell")
def test_every_example_prints_what_is_shown() -> None:
    blocks = _BLOCK.findall(TEXT)
    assert len(blocks) == TEXT.count("\n$ jituan diff") == 3
    with desk(TEXT) as folder:
        for block in blocks:
            lines = block.splitlines()
            commands = [line.removeprefix("$ ") for line in lines if line.startswith("$ ")]
            done = [_run(one, folder) for one in commands]
            assert [one.returncode for one in done if one.returncode not in (0, 1, 10)] == [], done[-1].stderr
            assert done[-1].returncode == 1
            printed = done[-1].stdout.splitlines()
            at = 0
            for part in _parts(lines[len(commands) :]):
                found = [n for n in range(at, len(printed)) if printed[n : n + len(part)] == part]
                assert found, f"{part[0]} …: not printed by {commands[-1]}\n{done[-1].stdout}"
                assert at or found[0] == 0, "an example begins at the beginning"
                at = found[0] + len(part)
