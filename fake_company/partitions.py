"""Map a function over partitions of customers: processes now, a cluster later. Results come in partition order."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from typing import Any, TypeVar

Result = TypeVar("Result")
SIZE = 10_000
"""Customers a partition. Part of a company's identity: changing it changes every file."""


def count(customers: int) -> int:
    """How many partitions hold that many customers."""
    return -(-customers // SIZE)


def bounds(partition: int, customers: int) -> tuple[int, int]:
    """First customer of a partition, and the one after its last."""
    return partition * SIZE, min((partition + 1) * SIZE, customers)


def default_workers() -> int:
    """One process a core this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def each(
    function: Callable[..., Result], jobs: list[tuple[Any, ...]], workers: int | None = None
) -> Iterator[Result]:
    """Call `function(*job)` for every job and yield the results in order.

    With one worker (or one job) everything runs in this process. A worker that dies ends the run with its error.
    """
    workers = min(workers or default_workers(), len(jobs))
    if workers <= 1:
        for job in jobs:
            yield function(*job)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        yield from pool.map(function, *zip(*jobs, strict=True))
