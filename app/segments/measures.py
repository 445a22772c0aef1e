"""Measures of what a customer bought: number of orders, spend, order value, days since, share with a coupon.

Refunded orders are left out. Without any order the count and the spend are 0 and everything else is missing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import numpy as np

from app.segments.snapshot import Ints, Snapshot, Values
from app.segments.windows import DAY, Window, between, literal
from app.segments.words import number
from fake_company.text import Text


@dataclass(frozen=True)
class Measure:
    """A measure over a customer's orders: SQL (with `{now}`), value without orders, label and unit."""

    key: str
    label: Text
    sql: str
    absent: float | None
    unit: Text

    def over(self, moment: datetime) -> str:
        """Its SQL at the moment."""
        return self.sql.format(now=literal(moment))

    def say(self, value: float | int) -> Text:
        """A value with its unit."""
        value = round(value, 2) if isinstance(value, float) else int(value)
        return Text(number(value) + self.unit.ko, number(value) + self.unit.en)


_DAYS = Text("일", " days")
_WON = Text("원", " won")
MEASURES = {
    row.key: row
    for row in (
        Measure("count", Text("주문 수", "number of orders"), "count(*)", 0, Text("회", "")),
        Measure("spend_krw", Text("결제 금액 합계", "total spend"), "sum(total_krw)", 0, _WON),
        Measure("aov_krw", Text("평균 주문 금액", "average order value"), "sum(total_krw) / count(*)", None, _WON),
        Measure("days_since_last", Text("마지막 주문 뒤 지난 날", "days since the last order"),
                "date_sub('day', max(ordered_at), {now})", None, _DAYS),
        Measure("days_since_first", Text("첫 주문 뒤 지난 날", "days since the first order"),
                "date_sub('day', min(ordered_at), {now})", None, _DAYS),
        Measure("coupon_share", Text("쿠폰을 쓴 주문의 비율", "share of orders with a coupon"),
                "count(coupon_code) / count(*)", None, Text("", "")),
    )
}  # fmt: skip


def source(window: Window | None, moment: datetime) -> str:
    """`FROM … WHERE` of the orders that count."""
    return f"FROM orders WHERE status <> 'refunded' AND {between('ordered_at', window, moment)}"


def values(snapshot: Snapshot, measure: str, window: Window | None) -> tuple[Values, Ints]:
    """The measure of each subject at its own moment, and how many orders it is made of (0: no value)."""
    log = snapshot.log(":orders")
    starts = window.starts(snapshot.moment) if window else None
    low, high = log.span(snapshot.row, starts, snapshot.moment)
    count = high - low
    if measure == "count" or not count.any():
        return count, count
    if measure in ("days_since_last", "days_since_first"):
        at = log.at[np.where(count > 0, high - 1 if measure == "days_since_last" else low, 0)]
        return (snapshot.moment - at) // DAY, count
    found = _sums(snapshot, measure, low, high)
    return (found if measure == "spend_krw" else found / np.maximum(count, 1)), count


def _sums(snapshot: Snapshot, measure: str, low: Ints, high: Ints) -> Values:
    columns = snapshot.log(":orders").columns
    if measure == "coupon_share":
        weights = columns["coupon_code"].present.astype(np.int64)
    else:
        weights = np.where(columns["total_krw"].present, columns["total_krw"].values, 0).astype(np.int64)
    running = np.concatenate([[0], np.cumsum(weights)])
    return np.asarray(running[high] - running[low])
