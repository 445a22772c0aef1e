"""The orders of a company as arrays, sorted by customer and time: what lifecycle, RFM and attribution read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import numpy as np
import numpy.typing as npt

from app.analytics.once import once
from app.segments.load import micros
from app.segments.snapshot import Ints, Log, Snapshot
from fake_company.warehouse import Company


@dataclass(frozen=True)
class OrderLog:
    """Orders that were not refunded, by customer, then time; moments in microseconds since 1970, money in won.

    `first_seen` is one moment a customer number; `sales` is what was paid, `items` the list price of the goods.
    """

    customers: int
    first_seen: Ints
    order_id: Ints
    customer: Ints
    at: Ints
    sales: Ints
    items: Ints
    discount: Ints
    cost: Ints

    def snapshot(self, row: Ints, moment: Ints, thresholds: tuple[int, int]) -> Snapshot:
        """These customers at these moments, as the segments' own lifecycle rule reads them."""
        ids = np.arange(self.customers, dtype=np.int32)
        return Snapshot(ids, {}, {":orders": Log(self.customer, self.at)}, row, moment, thresholds)


_ORDERS = """
WITH goods AS (SELECT order_id, sum(unit_cost_krw * quantity) AS cost_krw FROM order_items GROUP BY order_id)
SELECT order_id, customer_id, ordered_at, total_krw, items_krw, discount_krw, coalesce(cost_krw, 0)::BIGINT AS cost_krw
FROM orders LEFT JOIN goods USING (order_id) WHERE status <> 'refunded' ORDER BY customer_id, ordered_at, order_id"""


@once
def order_log(company: Company) -> OrderLog:
    """Read the orders once; a company never changes."""
    rows = company.arrays(_ORDERS)
    seen = company.arrays("SELECT first_seen_at FROM customers ORDER BY customer_id")["first_seen_at"]
    return OrderLog(
        company.meta.customers,
        as_micros(seen),
        whole(rows["order_id"]),
        whole(rows["customer_id"]),
        as_micros(rows["ordered_at"]),
        whole(rows["total_krw"]),
        whole(rows["items_krw"]),
        whole(rows["discount_krw"]),
        whole(rows["cost_krw"]),
    )


def whole(values: npt.NDArray[np.generic]) -> Ints:
    """A column without missing values as 64-bit integers."""
    return np.asarray(np.ma.getdata(values)).astype(np.int64)


def as_micros(values: npt.NDArray[np.generic]) -> Ints:
    """A column of moments without missing values as microseconds since 1970."""
    return np.asarray(np.ma.getdata(values)).astype("datetime64[us]").astype(np.int64)


def months_back(today: datetime, months: int) -> list[datetime]:
    """The same day and hour of each of the last `months` months and today, oldest first.

    A month without that day (31 April, 29 February of a common year) lends its last day.
    """
    found = []
    for back in range(months, -1, -1):
        year, month = divmod(today.year * 12 + today.month - 1 - back, 12)
        day = min(today.day, _days_of(year, month + 1))
        found.append(today.replace(year=year, month=month + 1, day=day))
    return found


def _days_of(year: int, month: int) -> int:
    after = datetime(year + month // 12, month % 12 + 1, 1)
    return (after - datetime(year, month, 1)).days


def micros_of(moments: list[datetime]) -> Ints:
    """Moments as microseconds since 1970."""
    return np.array([micros(moment) for moment in moments], dtype=np.int64)
