"""Map a function over partitions of customers: processes now, a cluster later. Results come in partition order."""

from __future__ import annotations

import multiprocessing
import os
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, TypeVar

from fake_company.errors import DangolError
from fake_company.text import Text

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

    With one worker (or one job) everything runs in this process. Workers end with the process that started them,
    however that ends. A worker that is killed ends the run with an error that says so.
    """
    workers = min(workers or default_workers(), len(jobs))
    if workers <= 1:
        for job in jobs:
            yield function(*job)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, context, initializer=_end_with, initargs=(os.getpid(),)) as pool:
        try:
            yield from pool.map(function, *zip(*jobs, strict=True))
        except BrokenProcessPool:
            raise DangolError(
                Text("회사를 만들던 프로세스가 멈췄어요.", "A process that was building the company was stopped."),
                "fake_company.partitions",
                Text(
                    "메모리가 모자랐을 수 있어요. `--workers 1`로 다시 만들어 보세요.",
                    "Memory may have run out: build again with `--workers 1`.",
                ),
            ) from None
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _end_with(parent: int) -> None:
    """End this worker soon after its parent is gone: a killed build leaves nothing running."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        os._exit(1)

    if os.name == "posix":
        threading.Thread(target=watch, daemon=True).start()
