"""At which hours customers do something, and at which hours a message that waits a while after it would leave."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fake_company.warehouse import Company

MINUTES = 1440
_SQL = """
SELECT CAST(extract(hour FROM occurred_at) * 60 + extract(minute FROM occurred_at) AS INTEGER) AS minute, count(*) AS n
FROM events WHERE name = ? AND occurred_at >= ? GROUP BY 1 ORDER BY 1
"""


def by_minute(company: Company, event: str, days: int = 28) -> NDArray[np.int64]:
    """How often an event happened in each minute of the day (1,440 counts) in the last `days` days."""
    key = (company.meta.digest, event, days)
    if key not in _kept:
        while len(_kept) >= 32:
            _kept.pop(next(iter(_kept)), None)
        found = company.arrays(_SQL, [event, company.meta.today - timedelta(days=days)])
        counts = np.zeros(MINUTES, dtype=np.int64)
        counts[found["minute"].astype(np.int64)] = found["n"].astype(np.int64)
        counts.flags.writeable = False
        _kept[key] = counts
    return _kept[key]


_kept: dict[tuple[str, str, int], NDArray[np.int64]] = {}


def of_moments(moments: NDArray[Any]) -> NDArray[np.int64]:
    """How many moments (datetime64) fall in each minute of the day (1,440 counts)."""
    stamps = moments.astype("datetime64[m]")
    minutes = (stamps - stamps.astype("datetime64[D]")).astype(np.int64)
    counted: NDArray[np.int64] = np.bincount(minutes, minlength=MINUTES)
    return counted


def leaving(minutes: NDArray[np.int64], delay_minutes: int) -> NDArray[np.int64]:
    """How many messages fall due in each hour of the day, that long after the event (24 counts)."""
    moved = np.roll(minutes, delay_minutes % MINUTES)
    counted: NDArray[np.int64] = moved.reshape(24, 60).sum(axis=1)
    return counted


def share_within(minutes: NDArray[np.int64], delay_minutes: int, start: str, end: str) -> float:
    """The share that falls due between two clock times; `start` later than `end` spans midnight."""
    total = int(minutes.sum())
    if total == 0:
        return 0.0
    moved = np.roll(minutes, delay_minutes % MINUTES)
    first, last = _minute(start), _minute(end)
    inside = moved[first:last].sum() if first <= last else moved[first:].sum() + moved[:last].sum()
    return float(inside / total)


def is_within(clock: str, start: str, end: str) -> bool:
    """Whether a clock time lies in [start, end), across midnight if need be."""
    now, first, last = _minute(clock), _minute(start), _minute(end)
    return first <= now < last if first <= last else now >= first or now < last


def _minute(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:5])
