"""When customers did one thing, as sorted arrays; kept in memory while the company is small enough.

Counting again after a change of window then reads nothing. The arrays hold every time of the event: each question cuts
them at its own window and moment.
"""

from __future__ import annotations

from collections import OrderedDict
from datetime import datetime
from threading import Lock

import numpy as np
import numpy.typing as npt

from app.segments import chains
from app.segments.operators import quoted
from app.segments.snapshot import Ints
from app.segments.stretches import Stretch, each
from app.segments.windows import Window, between
from fake_company.warehouse import Company

Times = tuple[npt.NDArray[np.int32], Ints]
"""Customer and microseconds since 1970 of each event, sorted by customer, then time."""
LARGEST_KEPT = 250_000
"""Customers of the largest company whose times are kept."""


class Logs:
    """Kept times, least recently used thrown out above a size in bytes."""

    def __init__(self, most_bytes: int) -> None:
        self._kept: OrderedDict[tuple[str, str, int], Times] = OrderedDict()
        self._most = most_bytes
        self._bytes = 0
        self._lock = Lock()

    def of(self, company: Company, stretch: Stretch, event: str) -> Times:
        """The times of an event in a stretch of customers."""
        key = (company.meta.digest, event, stretch.low)
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
                return found
        found = _read(company, stretch, event)
        if not is_large(company):
            with self._lock:
                if key not in self._kept:
                    self._kept[key] = found
                    self._bytes += _size(found)
                while self._bytes > self._most and len(self._kept) > 1:
                    self._bytes -= _size(self._kept.popitem(last=False)[1])
        return found

    def clear(self) -> None:
        """Forget everything (benchmarks measure the first answer)."""
        with self._lock:
            self._kept.clear()
            self._bytes = 0


LOGS = Logs(192 << 20)


def _size(times: Times) -> int:
    return times[0].nbytes + times[1].nbytes


def _read(company: Company, stretch: Stretch, event: str) -> Times:
    return read(company, stretch, f"SELECT customer_id, occurred_at FROM events WHERE name = {quoted(event)}")


def read(company: Company, stretch: Stretch, sql: str) -> Times:
    """Customers and times of a query of `events`, in order; files keep that order, so sorting is rarely needed."""
    rows = company.arrays(stretch.of(sql))
    at = np.asarray(rows["occurred_at"]).astype("datetime64[us]").view(np.int64)
    return chains.in_order(np.asarray(rows["customer_id"]).astype(np.int32), at)


def inside(times: Times, window: Window | None, moment: datetime) -> Times:
    """Only what lies in the window that ends at the moment (everything up to it without a window)."""
    customer, at = times
    keep = at <= _micros(moment)
    if window is not None:
        keep &= at >= _micros(window.start(moment))
    return (customer, at) if keep.all() else (customer[keep], at[keep])


def counts(company: Company, event: str, window: Window | None, moment: datetime) -> Ints:
    """How often each customer did it in the window."""
    if is_large(company):
        times = between("occurred_at", window, moment)
        rows = company.arrays(
            f"SELECT customer_id, count(*) AS n {_source(event, times)} GROUP BY customer_id"
        )
        found = np.zeros(company.meta.customers, dtype=np.int64)
        found[rows["customer_id"]] = rows["n"]
        return found

    def one(stretch: Stretch) -> Ints:
        customer, _ = inside(LOGS.of(company, stretch, event), window, moment)
        return np.bincount(customer - stretch.low, minlength=stretch.high - stretch.low).astype(np.int64)

    return np.concatenate(list(each(company, one)))


def edges(company: Company, event: str, which: str, moment: datetime) -> tuple[Ints, Ints]:
    """Who ever did it up to the moment, and when first or last."""
    if is_large(company):
        edge = f"{'min' if which == 'first' else 'max'}(occurred_at) AS at"
        times = between("occurred_at", None, moment)
        rows = company.arrays(f"SELECT customer_id, {edge} {_source(event, times)} GROUP BY customer_id")
        at_edge = np.asarray(rows["at"]).astype("datetime64[us]").view(np.int64)
        return np.asarray(rows["customer_id"]).astype(np.int64), at_edge

    def one(stretch: Stretch) -> tuple[Ints, Ints]:
        customer, at = inside(LOGS.of(company, stretch, event), None, moment)
        change = customer[1:] != customer[:-1]
        ends = [[True], change] if which == "first" else [change, [True]]
        here = np.concatenate(ends) if len(customer) else np.zeros(0, dtype=bool)
        return customer[here].astype(np.int64), at[here]

    found = list(each(company, one))
    return np.concatenate([who for who, _ in found]), np.concatenate([at for _, at in found])


def is_large(company: Company) -> bool:
    """Whether the company's times are too many to keep: then DuckDB groups them where they lie."""
    return company.meta.customers > LARGEST_KEPT


def _source(event: str, times: str) -> str:
    return f"FROM events WHERE name = {quoted(event)} AND {times}"


def _micros(moment: datetime) -> int:
    return int(np.datetime64(moment, "us").astype(np.int64))
