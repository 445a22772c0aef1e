"""Customers under seeds: the rows that are lived, and how they are cut so that memory stays flat."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from app.simulator.stage import Array, Stage

CHUNK = 60_000
"""Rows lived at a time."""
Tick = Callable[[float], None]


def unheard(done: float) -> None:
    """Progress nobody hears."""


@dataclass(frozen=True)
class Rows:
    """Which customers under which seeds a plan could touch, seed by seed."""

    customer: Array
    seed: Array
    """Position of the seed."""
    seeds: int
    """How many seeds are used."""

    def take(self, index: Array) -> Rows:
        """Some of the rows; the number of seeds stays."""
        return Rows(self.customer[index], self.seed[index], self.seeds)


def share(tick: Tick, number: int, half: int, parts: list[slice]) -> Tick:
    """A tick for one half of one part, told as a share of all parts."""
    return lambda done: tick((number + (half + done) / 2) / len(parts))


def parts_of(stage: Stage, rows: Rows) -> list[slice]:
    """Stretches of rows (sorted by seed and customer) that fit into memory and cache.

    They are cut between seeds or between the company's partitions: one person's customer numbers are of one partition.
    """
    if not len(rows.customer):
        return []
    meta = stage.company.meta
    block = rows.seed.astype(np.int64) * meta.partitions + rows.customer // meta.partition_size
    ends = np.flatnonzero(np.diff(block, append=-1)) + 1
    parts, start = [], 0
    for here, following in zip(ends, [*ends[1:], None], strict=True):
        if following is None or following - start > CHUNK:
            parts.append(slice(start, int(here)))
            start = int(here)
    return parts
