"""The messages of one past campaign as arrays, and the orders that followed each of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.analytics.order_log import OrderLog, as_micros, whole
from app.segments.snapshot import Ints, Log, Mask
from fake_company.warehouse import Company

DAY = 86_400_000_000  # microseconds


@dataclass(frozen=True)
class Touches:
    """Messages that left, and those held back for comparison; skipped ones are not here. One row a message."""

    customer: Ints
    sent: Ints
    held_out: Mask
    delivered: Mask
    opened: Mask
    clicked: Mask
    opted_out: Mask


_TOUCHES = """
SELECT customer_id, sent_at, is_holdout, delivered_at IS NOT NULL AS delivered, opened_at IS NOT NULL AS opened,
  clicked_at IS NOT NULL AS clicked, opted_out_at IS NOT NULL AS opted_out
FROM touches WHERE campaign_id = ? AND (is_holdout OR skipped_reason IS NULL) ORDER BY customer_id, sent_at, touch_id"""


def touches(company: Company, campaign_id: str) -> Touches:
    """Every message of the campaign, by customer, then time."""
    rows = company.arrays(_TOUCHES, [campaign_id])
    flags = (
        np.asarray(np.ma.getdata(rows[name])).astype(bool)
        for name in ("is_holdout", "delivered", "opened", "clicked", "opted_out")
    )
    return Touches(whole(rows["customer_id"]), as_micros(rows["sent_at"]), *flags)


def spans(log: OrderLog, customer: Ints, start: Ints, end: Ints) -> tuple[Ints, Ints]:
    """For each message the first and one past the last order with start <= time < end (equal where there is none)."""
    low, high = np.zeros(len(customer), np.int64), np.zeros(len(customer), np.int64)
    bought = np.zeros(log.customers, dtype=bool)
    bought[log.customer] = True
    some = np.flatnonzero(bought[customer])
    low[some], high[some] = Log(log.customer, log.at).span(customer[some], start[some], end[some] - 1)
    return low, high


def summed(values: Ints, low: Ints, high: Ints) -> Ints:
    """The sum of `values` over each span."""
    running = np.concatenate([np.zeros(1, np.int64), np.cumsum(values)])
    found: Ints = running[high] - running[low]
    return found


def profits(company: Company, log: OrderLog) -> Ints:
    """What is left of each order in won: paid − goods − parcel − payment fee."""
    economics = company.profile.economics
    fee: npt.NDArray[np.float64] = np.round(log.sales * economics.payment_fee_rate)
    return np.asarray(log.sales - log.cost - economics.shipping_cost_krw - fee.astype(np.int64))
