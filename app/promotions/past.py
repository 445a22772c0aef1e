"""What the company's own past says: orders, and coupons issued, used or expired, as flat arrays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fake_company.warehouse import Company

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

DAY_SECONDS = 86_400.0
_ORDERS = """
SELECT o.customer_id, epoch(o.ordered_at) AS at, o.items_krw, o.shipping_krw, o.discount_krw,
       o.coupon_code IS NOT NULL AS with_coupon, c.cost_krw
FROM orders o JOIN (SELECT order_id, sum(quantity * unit_cost_krw) AS cost_krw FROM order_items GROUP BY 1) c
  USING (order_id)
WHERE o.status <> 'refunded' ORDER BY o.customer_id, o.ordered_at
"""
_COUPONS = """
SELECT c.customer_id, coalesce(c.campaign_id, c.code) AS campaign, c.kind, c.percent, c.amount_krw,
       epoch(c.issued_at) AS issued, epoch(c.expires_at) AS expires, c.used_at IS NOT NULL AS used,
       coalesce(p.kind = 'triggered', false) AS triggered
FROM coupons c LEFT JOIN campaigns p USING (campaign_id) ORDER BY c.customer_id, c.issued_at
"""


@dataclass(frozen=True)
class Past:
    """Orders sorted by customer and time, and coupons; times in days before today (negative), money in KRW."""

    customers: int
    days: int
    order_customer: Ints
    order_day: Floats
    items_krw: Floats
    cost_krw: Floats
    paid_shipping_krw: Floats
    with_coupon: NDArray[np.bool_]
    coupon_customer: Ints
    coupon_campaign: NDArray[Any]
    coupon_depth: Floats
    """Share of an order of average value the coupon took off."""
    issued_day: Floats
    expires_day: Floats
    used: NDArray[np.bool_]
    triggered: NDArray[np.bool_]
    """Whether the coupon was given at a moment (a cart left behind) rather than to everybody on a day."""
    shipping_cost_krw: float = 0.0
    payment_fee_rate: float = 0.0

    def orders_of(self, member: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Which orders belong to customers of the mask."""
        chosen: NDArray[np.bool_] = member[self.order_customer]
        return chosen

    def orders_within(
        self, customer: Ints, after_day: Floats, until_day: Floats, only: NDArray[np.bool_]
    ) -> Ints:
        """How many of the `only` orders each customer made in (after, until]."""
        keys = _key(self.order_customer[only], self.order_day[only], self.days)
        low = np.searchsorted(keys, _key(customer, after_day, self.days), side="right")
        high = np.searchsorted(keys, _key(customer, until_day, self.days), side="right")
        counted: Ints = np.maximum(high - low, 0)
        return counted

    def share_ordering(self, members: Ints, days: int, history_days: int, only: NDArray[np.bool_]) -> float:
        """The share of (member, window) pairs with one of the `only` orders, over whole windows of `days` before today."""
        windows = max(1, min(history_days, self.days) // days)
        inside = np.zeros(self.customers, dtype=bool)
        inside[members] = True
        window = np.floor(-self.order_day / days).astype(np.int64)
        chosen = only & inside[self.order_customer] & (window >= 0) & (window < windows)
        pairs = np.unique(self.order_customer[chosen] * windows + window[chosen])
        members_count = int(inside.sum())
        return len(pairs) / (members_count * windows) if members_count else 0.0


def _key(customer: Ints, day: Floats, days: int) -> Floats:
    """One number that sorts by customer, then time."""
    span = days + 1_000.0
    return np.asarray(customer * (2 * span) + np.clip(day + days, 0.0, span), dtype=np.float64)


def read(company: Company) -> Past:
    """Read the past of a company once; kept for as long as the company's tables are the same bytes."""
    key = company.meta.digest
    if key not in _kept:
        while len(_kept) >= 4:
            _kept.pop(next(iter(_kept)))
        _kept[key] = _read(company)
    return _kept[key]


_kept: dict[str, Past] = {}


def _read(company: Company) -> Past:
    orders = company.arrays(_ORDERS)
    coupons = company.arrays(_COUPONS)
    today = (company.meta.today - datetime(1970, 1, 1)).total_seconds()
    items = orders["items_krw"].astype(np.float64)
    aov = float(items.mean()) if len(items) else 1.0
    percent = np.nan_to_num(np.ma.filled(coupons["percent"].astype(np.float64), 0.0))
    amount = np.nan_to_num(np.ma.filled(coupons["amount_krw"].astype(np.float64), 0.0))
    economics = company.profile.economics
    return Past(
        customers=company.meta.customers,
        days=company.meta.days,
        order_customer=orders["customer_id"].astype(np.int64),
        order_day=(orders["at"].astype(np.float64) - today) / DAY_SECONDS,
        items_krw=items,
        cost_krw=orders["cost_krw"].astype(np.float64),
        paid_shipping_krw=orders["shipping_krw"].astype(np.float64),
        with_coupon=orders["with_coupon"].astype(bool),
        coupon_customer=coupons["customer_id"].astype(np.int64),
        coupon_campaign=coupons["campaign"],
        coupon_depth=np.where(percent > 0, percent / 100, amount / aov),
        issued_day=(coupons["issued"].astype(np.float64) - today) / DAY_SECONDS,
        expires_day=(coupons["expires"].astype(np.float64) - today) / DAY_SECONDS,
        used=coupons["used"].astype(bool),
        triggered=coupons["triggered"].astype(bool),
        shipping_cost_krw=float(economics.shipping_cost_krw),
        payment_fee_rate=float(economics.payment_fee_rate),
    )
