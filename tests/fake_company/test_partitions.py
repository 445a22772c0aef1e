"""Partitions: who is in which, and what happens when a process is lost or a run is given up."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest

from fake_company import partitions
from fake_company.errors import DangolError

Tick = Callable[[float], None]


def double(number: int, tick: Tick) -> int:
    tick(1.0)
    return number * 2


def die(number: int, tick: Tick) -> int:
    os._exit(3)


@pytest.mark.parametrize(
    ("customers", "count", "last"), [(1, 1, (0, 1)), (10_000, 1, (0, 10_000)), (10_001, 2, (10_000, 10_001))]
)
def test_bounds(customers: int, count: int, last: tuple[int, int]) -> None:
    assert partitions.count(customers) == count
    assert partitions.bounds(count - 1, customers) == last


@pytest.mark.parametrize(
    ("count", "sizes"), [(1, [1]), (2, [1, 1]), (3, [1, 2]), (5, [2, 3]), (6, [3, 3]), (7, [2, 2, 3]), (100, None)]
)
def test_groups_cover_every_partition_once(count: int, sizes: list[int] | None) -> None:
    groups = partitions.groups(count)
    assert [number for group in groups for number in group] == list(range(count))
    assert max(len(group) for group in groups) <= partitions.TOGETHER
    assert sizes is None or [len(group) for group in groups] == sizes


@pytest.mark.parametrize("workers", [1, 2])
def test_results_come_in_order_and_progress_is_heard(workers: int) -> None:
    heard: list[float] = []
    got = list(partitions.each(double, [(n,) for n in range(5)], workers, heard.append))
    assert got == [0, 2, 4, 6, 8]
    assert heard == sorted(heard)


def test_a_lost_process_is_an_error_with_a_remedy() -> None:
    with pytest.raises(DangolError) as caught:
        list(partitions.each(die, [(1,), (2,)], 2))
    assert "--workers 1" in caught.value.remedy.en
