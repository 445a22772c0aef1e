"""The shop in figures: what it sells, what is left of one order, how the year went."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.analytics.once import once
from fake_company.profile import Profile
from fake_company.text import Text
from fake_company.warehouse import Company


@dataclass(frozen=True)
class Goods:
    """One category: its name, the usual price range in won, and after how many days the need returns."""

    name: Text
    low_krw: int
    high_krw: int
    repurchase_days: int


@dataclass(frozen=True)
class Month:
    """One month of the shop. Profit = what customers paid − cost of goods − delivery − payment fee."""

    month: datetime
    orders: int
    buyers: int
    sales_krw: int
    discount_krw: int
    profit_krw: int


@dataclass(frozen=True)
class Overview:
    """The shop at a glance: customers of each kind and the last 30 days beside the 30 before."""

    customers: int
    members: int
    app_customers: int
    buyers: int
    repeat_buyers: int
    months: tuple[Month, ...]
    recent: Month
    before: Month


def goods(profile: Profile) -> list[Goods]:
    """What the shop sells, best-selling kind first."""
    ranked = sorted(profile.categories, key=lambda category: -category.demand)
    return [Goods(part.name.text(), *part.price_krw, part.repurchase_days) for part in ranked]


def usual_price_krw(profile: Profile) -> int:
    """What one good usually costs: the middle of the categories' price ranges, weighted by demand, to the thousand."""
    parts = profile.categories
    logs = sum(part.demand * (math.log(part.price_krw[0]) + math.log(part.price_krw[1])) / 2 for part in parts)
    return max(round(math.exp(logs / sum(part.demand for part in parts)) / 1000), 1) * 1000


def one_order(profile: Profile, price_krw: int, discount_rate: float = 0.0) -> list[dict[str, Any]]:
    """What is left of one order at list price `price_krw`: rows of a waterfall that ends in the profit."""
    economics = profile.economics
    discount = round(price_krw * discount_rate)
    fee_paid = 0 if price_krw - discount >= economics.free_shipping_from_krw else economics.shipping_fee_krw
    steps = [
        (Text("상품 정가", "List price"), price_krw),
        (Text("쿠폰 할인", "Coupon"), -discount),
        (Text("고객이 낸 배송비", "Delivery the customer pays"), fee_paid),
        (Text("원가", "Cost of goods"), -round(price_krw * economics.unit_cost_rate)),
        (Text("택배비", "Parcel"), -economics.shipping_cost_krw),
        (
            Text("결제 수수료", "Payment fee"),
            -round((price_krw - discount + fee_paid) * economics.payment_fee_rate),
        ),
    ]
    rows: list[dict[str, Any]] = [{"label": label, "value": value} for label, value in steps if value]
    left = sum(value for _, value in steps)
    return [*rows, {"label": Text("남는 돈", "What is left"), "value": left, "total": True}]


# profit of one order before the cost of sending; refunded orders earn nothing
_SALES = """
WITH cost AS (SELECT order_id, sum(unit_cost_krw * quantity) AS cost_krw FROM order_items GROUP BY order_id)
SELECT {key} AS month, count(*) AS orders, count(DISTINCT customer_id) AS buyers, sum(total_krw)::BIGINT AS sales_krw,
  sum(discount_krw)::BIGINT AS discount_krw,
  round(sum(total_krw - cost_krw - $parcel - total_krw * $fee))::BIGINT AS profit_krw
FROM orders JOIN cost USING (order_id) WHERE status <> 'refunded' {where} GROUP BY 1 ORDER BY 1"""


@once
def overview(company: Company) -> Overview:
    """The shop at a glance."""
    people = company.rows(
        """SELECT count(*) AS customers, count(*) FILTER (is_member) AS members,
             count(*) FILTER (has_app) AS app_customers FROM customers"""
    )[0]
    bought = company.rows(
        """SELECT count(*) AS buyers, count(*) FILTER (n > 1) AS repeat_buyers FROM
             (SELECT customer_id, count(*) AS n FROM orders WHERE status <> 'refunded' GROUP BY 1)"""
    )[0]
    months = _sales(company, "date_trunc('month', ordered_at)")
    today = company.meta.today
    recent, before = (
        _one(_sales(company, "TIMESTAMP '2000-01-01'", f"AND ordered_at >= TIMESTAMP '{today}' - INTERVAL {first} DAY "
                    f"AND ordered_at < TIMESTAMP '{today}' - INTERVAL {last} DAY"), today)
        for first, last in ((30, 0), (60, 30))
    )  # fmt: skip
    return Overview(**people, **bought, months=tuple(months), recent=recent, before=before)


def _sales(company: Company, key: str, where: str = "") -> list[Month]:
    economics = company.profile.economics
    rows = company.rows(
        _SALES.format(key=key, where=where),
        {"parcel": economics.shipping_cost_krw, "fee": economics.payment_fee_rate},
    )
    return [Month(**row) for row in rows]


def _one(rows: list[Month], month: datetime) -> Month:
    return rows[0] if rows else Month(month, 0, 0, 0, 0, 0)
