"""Reports of real examples as the command prints them: what a reader of the repository looks at first."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NANYANG, GANZHOU, ANKANG = "examples/nanyang", "examples/ganzhou", "examples/ankang"
REPORTS = {
    "zhongxin.zh.txt": (f"{NANYANG}/annex/zhongxin.yaml", "--format", "text"),
    "zhongxin.zh.html": (f"{NANYANG}/annex/zhongxin.yaml", "--format", "html"),
    "zhongxin.zh.json": (f"{NANYANG}/annex/zhongxin.yaml", "--format", "json"),
    "invented-group.zh.txt": (
        f"{NANYANG}/invented/group.yaml", "--decisions", f"{NANYANG}/invented/decisions.yaml", "--format", "text",
    ),
    "ganzhou-group.zh.txt": (
        f"{GANZHOU}/invented/group.yaml", "--decisions", f"{GANZHOU}/invented/decisions.yaml", "--format", "text",
    ),
    "ankang-group.zh.txt": (
        f"{ANKANG}/invented/group.yaml", "--decisions", f"{ANKANG}/invented/decisions.yaml", "--format", "text",
    ),
}  # fmt: skip
"""File name of a golden file -> what is checked and how."""


def report(*arguments: str) -> str:
    """What `jituan check` prints, whatever else is installed and set. Raises ValueError where it prints nothing.

    The naive chainer is there on every Python; its results are those of the other.
    """
    environment = {key: value for key, value in os.environ.items() if not key.startswith("JITUAN_")}
    environment |= {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "checker", "--lang", "zh", "check", "--chainer", "naive", *arguments]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", timeout=300, check=False
    )
    if not done.stdout:
        raise ValueError(f"{' '.join(arguments)}: nothing was printed\n{done.stderr}")
    return done.stdout


@cache
def goldens() -> dict[str, str]:
    """The reports that are kept as golden files, by file name."""
    return {name: report(*arguments) for name, arguments in REPORTS.items()}
