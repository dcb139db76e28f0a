"""`compare` of all five documents: with nothing kept from earlier runs, and with the rule cache.

    python benchmarks/compare.py [RUNS]

Whole processes on one core, in turn. `empty`: each run has an empty cache folder and fills it; `off`: no cache at all; `warm`: the
cache is filled. Printed: medians of the processor seconds and wall seconds. On a busy machine look at the processor seconds.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BOOKS = ("nanyang-2023", "ankang-2022", "kunming-2021", "ganzhou-2024", "shapotou-2023")
COMMAND = ("-m", "checker", "compare", *BOOKS)
GOAL = 2.0
"""Seconds, of the issue."""


def once(cache: str) -> tuple[float, float]:
    """(processor seconds, wall seconds) of one process."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"} | {"JITUAN_CACHE": cache}
    before, start = os.times(), time.perf_counter()
    subprocess.run([sys.executable, *COMMAND], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, check=True)
    wall, after = time.perf_counter() - start, os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system, wall


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    with tempfile.TemporaryDirectory() as folder:
        cache = Path(folder) / "cache"
        times: dict[str, list[tuple[float, float]]] = {"empty": [], "off": [], "warm": []}
        once("")  # compiles the modules
        for _ in range(runs):
            shutil.rmtree(cache, ignore_errors=True)
            times["empty"].append(once(str(cache)))
            times["off"].append(once(""))
            times["warm"].append(once(str(cache)))
    for name, found in times.items():
        cpu, wall = (statistics.median(one[at] for one in found) for at in (0, 1))
        print(f"{name:6} cpu {cpu:.2f} s  wall {wall:.2f} s  goal {GOAL:.1f} s")


if __name__ == "__main__":
    main()
