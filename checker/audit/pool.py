"""Buckets one after the other, or in a pool of processes on all cores: the same results in the same order either way."""

from __future__ import annotations

import gc
import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, TypeVar

from checker.audit.bucket import Order, Source, check
from checker.audit.nouns import Outcome
from checker.run import BUCKET
from checker.workbench import Workbench

WORTH = 60
"""Sources from which on a pool is worth its start: each process loads the rules anew."""

Tick = Callable[[int], None]
"""Told how many more sources are done."""
Given = TypeVar("Given")
Item = TypeVar("Item")
Made = TypeVar("Made")
Work = Callable[[Workbench, Given, Sequence[Item]], list[Made]]
"""What is done to a bucket: one result for each item, in their order. A function of a module, so that a process finds it."""


def outcomes(bench: Workbench, order: Order, sources: Sequence[Source], jobs: int, tick: Tick) -> Iterator[Outcome]:
    """The outcome of each source, in the order given."""
    return spread(check, bench, order, sources, jobs, tick)


def spread(
    work: Work[Given, Item, Made], bench: Workbench, given: Given, items: Sequence[Item], jobs: int, tick: Tick,
    *, worth: int | None = None, size: int = BUCKET,
) -> Iterator[Made]:  # fmt: skip
    """What `work` makes of each item, in the order given, in buckets of at most `size`; by `jobs` processes where there are
    `worth` items. `given` is the same for all of them, and can be pickled."""
    jobs = min(jobs, cores())
    if jobs < 2 or len(items) < (WORTH if worth is None else worth):
        for bucket in _buckets(items, size):
            yield from work(bench, given, bucket)
            tick(len(bucket))
        return
    buckets = _buckets(items, min(size, -(-len(items) // jobs)))
    with ProcessPoolExecutor(
        min(jobs, len(buckets)), multiprocessing.get_context("spawn"), _begin, (work, bench.extra, given)
    ) as pool:
        waiting = [pool.submit(_work, bucket) for bucket in buckets]
        for bucket, future in zip(buckets, waiting, strict=True):
            yield from _result(work, bench, given, bucket, future)
            tick(len(bucket))


def cores() -> int:
    """Those that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _result(
    work: Work[Given, Item, Made], bench: Workbench, given: Given, bucket: Sequence[Item], future: Future[list[Made]]
) -> list[Made]:
    try:
        return future.result()
    except BrokenProcessPool:  # a worker was killed, perhaps for want of memory: what is left is done here
        return work(bench, given, bucket)


def _buckets(items: Sequence[Item], size: int) -> list[Sequence[Item]]:
    return [items[start : start + size] for start in range(0, len(items), size)]


_worker: tuple[Work[Any, Any, Any], Workbench, Any] | None = None


def _begin(work: Work[Any, Any, Any], extra: str | None, given: Any) -> None:
    """A worker's own workbench, loaded once."""
    global _worker  # noqa: PLW0603  the state of a process of our own
    gc.set_threshold(50_000)
    _worker = work, Workbench(extra), given


def _work(bucket: Sequence[Any]) -> list[Any]:
    assert _worker is not None
    work, bench, given = _worker
    return work(bench, given, bucket)
