"""A large workbook in and its marked copy out, and a folder of workbooks, as whole processes.

    python benchmarks/workbook.py [RUNS] [ROWS] [FILES]

The records are those of the invented group of Ankang, repeated under new ids until there are ROWS, and filled into the form as a
school would. `copy` is `check --format xlsx` on one core; its memory is that of the command and of the process that parses the
workbook together. `folder` is `check FOLDER -o OUT` for FILES small workbooks on all cores. Printed: the least and the median of
seconds on the clock and of the processor (the same on an idle core), beside what issue 7 allows. Rule files are cached.
"""

from __future__ import annotations

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import warnings
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from fill_workbook import fill  # noqa: E402

from checker.records import yaml_reader  # noqa: E402
from checker.records.body import Body, Table  # noqa: E402
from checker.template.build import build  # noqa: E402
from checker.workbench import Workbench  # noqa: E402

SECONDS, MEGABYTES = 4.0, 300
BOOK, YEAR = "ankang-2022", "2023-2024"
GROUP = ROOT / "examples" / "ankang" / "invented" / "group.yaml"
REPEATED = ("people", "exchanges", "activities", "trainings", "meetings", "documents", "honours", "publicity")
"""Tables whose rows can be repeated without a school having two of what it can have one of."""
TICK = 0.005


def large(body: Body, rows: int) -> Body:
    """The body with so many rows."""
    tables = dict(body.tables)
    repeated = [name for name in REPEATED if name in tables and tables[name].rows]
    fixed = sum(len(table.rows) for name, table in tables.items() if name not in repeated)
    each = -(-(rows - fixed) // len(repeated))
    for name in repeated:
        tables[name] = _repeated(tables[name], each)
    return replace(body, tables=tables)


def _repeated(table: Table, number: int) -> Table:
    own = list(table.rows)
    made = [{**own[at % len(own)], "id": f"{own[at % len(own)]['id']}-{at}"} for at in range(max(0, number - len(own)))]
    rows = (*own, *made)[: max(number, len(own))]
    return replace(table, rows=rows, origins=tuple(f"made:{at}" for at in range(len(rows))))


def workbooks(folder: Path, rows: int, files: int) -> tuple[Path, Path]:
    """The large workbook, and the folder of small ones, each of a group of its own."""
    bench = Workbench()
    form = build(bench, [bench.rulebook(BOOK)], "group", YEAR)
    body = yaml_reader.read(GROUP)
    one, many = folder / "large.xlsx", folder / "in"
    one.write_bytes(fill(form, large(body, rows)))
    many.mkdir()
    for at in range(files):
        other = replace(body, body={**body.body, "id": f"group-{at}", "name": f"示例第{at}教育集团"})
        (many / f"{at:03}.xlsx").write_bytes(fill(form, other))
    return one, many


class Spent(NamedTuple):
    """Seconds on the clock and of the processor, and the greatest memory of a command and all its children at one time, in
    megabytes."""

    wall: float
    processor: float
    peak: float


def timed(arguments: Sequence[str | Path], cores: set[int] | None) -> Spent:
    command = [sys.executable, "-m", "checker", *map(str, arguments)]
    begin, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    if cores:
        os.sched_setaffinity(process.pid, cores)
    peak = [0.0]
    watch = threading.Thread(target=_watch, args=(process, peak), daemon=True)
    watch.start()
    _, said = process.communicate()
    wall = time.perf_counter() - begin
    watch.join()
    if process.returncode not in (0, 10, 11):
        raise SystemExit(said.decode())
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Spent(wall, processor, peak[0])


def _watch(process: subprocess.Popen[bytes], peak: list[float]) -> None:
    while process.poll() is None:
        peak[0] = max(peak[0], _memory(process.pid))
        time.sleep(TICK)


def _memory(pid: int) -> float:
    """Of a process and those that it started; nothing where there is no /proc."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return 0.0
    return pages * os.sysconf("SC_PAGESIZE") / 2**20 + sum(_memory(int(child)) for child in children)


def main(runs: int = 5, rows: int = 2_000, files: int = 200) -> int:
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        one, many = workbooks(folder, rows, files)
        copy = ["check", one, "--format", "xlsx", "-o", folder / "copy.xlsx"]
        timed(copy, None)  # fills the cache of rule files
        found = [timed(copy, {min(os.sched_getaffinity(0))}) for _ in range(runs)]
        peak, least = max(spent.peak for spent in found), min(spent.processor for spent in found)
        print(f"copy    {rows:,} rows, {one.stat().st_size / 1000:,.0f} kB in, one core: {_said(found)}")
        print(f"        targets: {SECONDS:g} s of the processor, {MEGABYTES} MB")
        many_found = []
        for _ in range(max(1, runs // 2)):
            shutil.rmtree(folder / "out", ignore_errors=True)
            many_found.append(timed(["check", many, "-o", folder / "out"], None))
        each = 1000 * min(spent.processor for spent in many_found) / files
        print(
            f"folder  {files} workbooks, {len(os.sched_getaffinity(0))} cores: {_said(many_found)}; {each:.0f} ms each"
        )
        return 0 if least <= SECONDS and peak <= MEGABYTES else 1


def _said(found: Sequence[Spent]) -> str:
    """The least and the median of both kinds of seconds, and the most memory."""
    parts = []
    for name, seconds in (("wall", [one.wall for one in found]), ("processor", [one.processor for one in found])):
        parts.append(f"{name} min {min(seconds):.2f} s, median {statistics.median(seconds):.2f} s")
    return f"{'; '.join(parts)}; peak {max(one.peak for one in found):.0f} MB"


if __name__ == "__main__":
    warnings.simplefilter("ignore")  # openpyxl does not know print areas of whole columns
    raise SystemExit(main(*map(int, sys.argv[1:])))
