"""A company's customers a few partitions at a time: work on one stretch never looks at another.

A million customers then need no more memory than one stretch, both cores work, and results come in partition order.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

from app.segments.operators import quoted
from fake_company import watching
from fake_company.warehouse import Company

Result = TypeVar("Result")
TOGETHER = 30_000
"""Customers read at once."""
_EVENTS = "FROM events WHERE"


@dataclass(frozen=True)
class Stretch:
    """Neighbouring partitions, with the first customer and the one after the last."""

    files: tuple[str, ...]
    low: int
    high: int

    def of(self, sql: str) -> str:
        """A question of `events` asked of this stretch alone."""
        files = ", ".join(quoted(path) for path in self.files)
        return sql.replace(_EVENTS, f"FROM read_parquet([{files}]) AS events WHERE")


def stretches(company: Company) -> list[Stretch]:
    """The company's customers in stretches of whole partitions."""
    meta = company.meta
    together = max(1, TOGETHER // max(meta.partition_size, 1))
    folder = company.folder / "tables" / "events"
    return [
        Stretch(
            tuple(str(folder / f"part-{part:03d}.parquet") for part in range(first, min(first + together, meta.partitions))),
            first * meta.partition_size,
            min((first + together) * meta.partition_size, meta.customers),
        )
        for first in range(0, meta.partitions, together)
    ]  # fmt: skip


def each(company: Company, work: Callable[[Stretch], Result]) -> Iterator[Result]:
    """`work` on every stretch, a thread a core, results in partition order; stops with the watch of this thread."""
    todo, watch = stretches(company), watching.current()

    def under_watch(stretch: Stretch) -> Result:
        if watch is None:
            return work(stretch)
        with watch.on():
            watch.check()
            return work(stretch)

    workers = min(len(todo), len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 2)
    if workers <= 1:
        yield from map(under_watch, todo)
        return
    pool = ThreadPoolExecutor(workers)
    try:
        waiting: list[Future[Result]] = []
        for stretch in todo:  # a few ahead, never all
            waiting.append(pool.submit(under_watch, stretch))
            if len(waiting) > workers:
                yield waiting.pop(0).result()
        for future in waiting:
            yield future.result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
