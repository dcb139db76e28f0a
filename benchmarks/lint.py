"""`rules lint` of many rules, beside the imports that it cannot do without.

    python benchmarks/lint.py [RULES] [RUNS]

The rules of the Nanyang rulebook, repeated under other ids in a folder of their own until there are as many as asked (500).
Whole processes on one core, in turn: cold without the cache of checked files, then warm with it. Printed: medians of the
processor seconds and wall seconds, and what lint said, which must be nothing new.
"""

from __future__ import annotations

import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BOOK = "nanyang-2023"
IMPORTS = ["-c", "import duckdb, yaml, jsonschema"]


def repeated(target: Path, wanted: int) -> int:
    """A rulebook of at least `wanted` rules in `target`; how many there are."""
    shutil.copytree(ROOT / "rules" / BOOK, target)
    for path in target.rglob("*.yaml"):  # under an id of its own, and not in force beside the other
        text = path.read_text(encoding="utf-8").replace(BOOK, target.name).replace("status: in_force", "status: draft")
        path.write_text(text, encoding="utf-8")
    files = [path for path in sorted(target.rglob("*.yaml")) if path.name.lstrip("0123456789").startswith("-")]
    texts = {path: path.read_text(encoding="utf-8") for path in files}
    number = sum(text.count("\n- id: ") for text in texts.values())
    copies = -(-wanted // number)
    for n in range(1, copies):
        for path, text in texts.items():
            renamed = re.sub(rf"(?m)^(- id: {target.name}/\S+)$", rf"\1-copy{n}", text)
            path.with_name(f"{path.stem}-copy{n}.yaml").write_text(renamed, encoding="utf-8")
    return number * copies


def once(arguments: list[str], cache: str) -> tuple[float, float, list[str]]:
    """(processor seconds, wall seconds, lines printed) of one process on one core."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"} | {"JITUAN_CACHE": cache}
    before, start = os.times(), time.perf_counter()
    done = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
        preexec_fn=_one_core,
    )  # fmt: skip
    wall, after = time.perf_counter() - start, os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return cpu, wall, (done.stdout + done.stderr).splitlines()


def _one_core() -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def main() -> None:
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    with tempfile.TemporaryDirectory() as made:
        folder, cache = Path(made) / "bench-2030", str(Path(made) / "cache")
        number = repeated(folder, wanted)
        lint = ["-m", "checker", "rules", "lint", str(folder)]
        sides = {"imports": (IMPORTS, ""), "lint, cold": (lint, ""), "lint, warm": (lint, cache)}
        said = once(lint, cache)[2]
        times: dict[str, list[tuple[float, float]]] = {name: [] for name in sides}
        for _ in range(runs):
            for name, (arguments, kept) in sides.items():
                cpu, wall, lines = once(arguments, kept)
                times[name].append((cpu, wall))
                if name != "imports" and lines != said:
                    raise SystemExit(f"lint says something else the second time: {lines[:3]}")
    print(f"{number} rules; lint says {len(said)} lines, the first: {said[0] if said else ''}")
    for name, found in times.items():
        cpu, wall = (statistics.median(one[i] for one in found) for i in (0, 1))
        print(f"{name:11} cpu {cpu:.2f} s  wall {wall:.2f} s")


if __name__ == "__main__":
    main()
