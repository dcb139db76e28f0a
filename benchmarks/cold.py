"""A cold `check` of one group beside the imports that it cannot do without.

    python benchmarks/cold.py [RUNS]

Whole processes, in turn, after one run of each that does not count (it fills the rule cache). Printed: medians of the
processor seconds and wall seconds, and their ratios.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SIDES = {
    "imports": ["-c", "import duckdb, yaml, jsonschema"],
    "annex group": ["-m", "checker", "check", "examples/nanyang/annex/zhongxin.yaml"],
    "whole year": ["-m", "checker", "check", "examples/nanyang/invented/group.yaml"],
}


def once(arguments: list[str]) -> tuple[float, float]:
    """(processor seconds, wall seconds) of one process."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    before, start = os.times(), time.perf_counter()
    subprocess.run([sys.executable, *arguments], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, check=False)
    wall, after = time.perf_counter() - start, os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system, wall


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    for arguments in SIDES.values():
        once(arguments)
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in SIDES}
    for _ in range(runs):
        for name, arguments in SIDES.items():
            times[name].append(once(arguments))
    base = [statistics.median(one[i] for one in times["imports"]) for i in (0, 1)]
    for name, found in times.items():
        cpu, wall = (statistics.median(one[i] for one in found) for i in (0, 1))
        print(f"{name:12} cpu {cpu:.2f} s ({cpu / base[0]:.2f}×)  wall {wall:.2f} s ({wall / base[1]:.2f}×)")


if __name__ == "__main__":
    main()
