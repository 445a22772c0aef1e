"""Map a function over partitions of customers: processes now, a cluster later. Results come in partition order."""

from __future__ import annotations

import multiprocessing
import os
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import pairwise
from typing import Any, TypeVar

from fake_company.errors import DangolError
from fake_company.text import Text

Result = TypeVar("Result")
SIZE = 10_000
"""Customers a partition. Part of a company's identity: changing it changes every file."""
TOGETHER = 3
"""Partitions that one process lives at once: the most that keeps two processes under 600 MB."""


def count(customers: int) -> int:
    """How many partitions hold that many customers."""
    return -(-customers // SIZE)


def bounds(partition: int, customers: int) -> tuple[int, int]:
    """First customer of a partition, and the one after its last."""
    return partition * SIZE, min((partition + 1) * SIZE, customers)


def default_workers() -> int:
    """One process a core this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def groups(partitions: int) -> list[range]:
    """Neighbouring partitions that are lived together, at most three, as evenly as can be, two groups if possible.

    One run of the world costs much the same for one partition or three. Never depends on the number of workers.
    """
    number = max(-(-partitions // TOGETHER), min(2, partitions))
    edges = [partitions * at // number for at in range(number + 1)]
    return [range(low, high) for low, high in pairwise(edges)]


def each(
    function: Callable[..., Result],
    jobs: list[tuple[Any, ...]],
    workers: int | None = None,
    report: Callable[[float], None] | None = None,
) -> Iterator[Result]:
    """Call `function(*job, tick)` for every job and yield the results in order; `tick(share)` tells how far it is.

    `report` hears the share of all work that is done. With one worker (or one job) everything runs in this process.
    Workers end with the process that started them, however that ends. A worker that is killed ends the run with an
    error that says so.
    """
    tell = report or (lambda share: None)
    workers = min(workers or default_workers(), len(jobs))
    if workers <= 1:
        for number, job in enumerate(jobs):
            yield function(*job, lambda share, number=number: tell((number + share) / len(jobs)))
        return
    context = multiprocessing.get_context("spawn")
    shares, stop = context.Array("d", len(jobs), lock=False), context.Value("b", 0, lock=False)
    with ProcessPoolExecutor(workers, context, _begin, (os.getpid(), shares, stop)) as pool:
        try:
            futures = [pool.submit(_call, function, number, job) for number, job in enumerate(jobs)]
            for future in futures:
                while not wait([future], timeout=0.2).done:
                    tell(sum(shares) / len(jobs))
                yield future.result()
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
            stop.value = 1
            pool.shutdown(wait=False, cancel_futures=True)


_shares: Any = None
_stop: Any = None


class Stopped(Exception):
    """The run this job belongs to has been given up."""


def _begin(parent: int, shares: Any, stop: Any) -> None:
    """Keep the shared progress, and end this worker soon after its parent is gone."""
    global _shares, _stop
    _shares, _stop = shares, stop

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        os._exit(1)

    if os.name == "posix":
        threading.Thread(target=watch, daemon=True).start()


def _call(function: Callable[..., Result], number: int, job: tuple[Any, ...]) -> Result:
    def tick(share: float) -> None:
        if _stop.value:
            raise Stopped
        _shares[number] = share

    return function(*job, tick)
