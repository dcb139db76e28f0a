"""Buckets one after the other, or in a pool of processes on all cores: the same outcomes in the same order either way."""

from __future__ import annotations

import gc
import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from checker.audit.bucket import Order, Source, check
from checker.audit.nouns import Outcome
from checker.run import BUCKET
from checker.workbench import Workbench

WORTH = 60
"""Sources from which on a pool is worth its start: each process loads the rules anew."""

Tick = Callable[[int], None]
"""Told how many more sources are done."""


def outcomes(bench: Workbench, order: Order, sources: Sequence[Source], jobs: int, tick: Tick) -> Iterator[Outcome]:
    """The outcome of each source, in the order given."""
    jobs = min(jobs, cores())
    if jobs < 2 or len(sources) < WORTH:
        for bucket in _buckets(sources, BUCKET):
            yield from check(bench, order, bucket)
            tick(len(bucket))
        return
    buckets = _buckets(sources, min(BUCKET, -(-len(sources) // jobs)))
    with ProcessPoolExecutor(
        min(jobs, len(buckets)), multiprocessing.get_context("spawn"), _begin, (bench.extra, order)
    ) as pool:
        waiting = [pool.submit(_check, bucket) for bucket in buckets]
        for bucket, future in zip(buckets, waiting, strict=True):
            yield from _result(bench, order, bucket, future)
            tick(len(bucket))


def cores() -> int:
    """Those that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _result(bench: Workbench, order: Order, bucket: Sequence[Source], future: Future[list[Outcome]]) -> list[Outcome]:
    try:
        return future.result()
    except BrokenProcessPool:  # a worker was killed, perhaps for want of memory: what is left is done here
        return check(bench, order, bucket)


def _buckets(sources: Sequence[Source], size: int) -> list[Sequence[Source]]:
    return [sources[start : start + size] for start in range(0, len(sources), size)]


_worker: tuple[Workbench, Order] | None = None


def _begin(extra: str | None, order: Order) -> None:
    """A worker's own workbench, loaded once."""
    global _worker  # noqa: PLW0603  the state of a process of our own
    gc.set_threshold(50_000)
    _worker = Workbench(extra), order


def _check(bucket: Sequence[Source]) -> list[Outcome]:
    assert _worker is not None
    return check(*_worker, bucket)
