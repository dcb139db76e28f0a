"""Files that schools sent in → what goes back to each: a marked copy and a page, also for those that could not be checked.

replies(bench, Wanted(Order(("ankang-2022",))), sources, jobs=2) → an iterator of Reply, in the order of the sources
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from checker.audit.bucket import Order, Source
from checker.audit.pool import Tick, cores, spread
from checker.replies.bucket import answers
from checker.replies.nouns import Made, Reply, Wanted
from checker.workbench import Workbench

__all__ = ["Made", "Order", "Reply", "Source", "Wanted", "cores", "replies"]

WORTH = 8
"""Files from which on a pool is worth its start: each takes about a second."""
SIZE = 10
"""Files of a bucket: few enough that progress is seen and little is kept in memory."""


def replies(
    bench: Workbench, wanted: Wanted, sources: Sequence[Source], *, jobs: int = 1, tick: Tick = lambda _: None
) -> Iterator[Reply]:
    return spread(answers, bench, wanted, sources, jobs, tick, worth=WORTH, size=SIZE)
