"""The figures a CRM marketer looks at first, each worked out from the tables over the last days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from app.segments.windows import literal
from fake_company.warehouse import Company


@dataclass(frozen=True)
class Board:
    """Figures over `days` days up to today (refunded orders left out).

    aov_krw = paid ÷ orders; margin_rate = (paid − goods − parcel − fee) ÷ paid; repeat_rate = buyers with two orders or
    more ÷ buyers (whole history); cart_abandonment_rate = visits with a cart but no order ÷ visits with a cart;
    coupon_rate = discount ÷ list value of what was sold. None where there is nothing to divide by.
    """

    days: int
    orders: int
    gmv_krw: int
    discount_krw: int
    profit_krw: int
    aov_krw: float | None
    margin_rate: float | None
    coupon_rate: float | None
    repeat_rate: float | None
    cart_abandonment_rate: float | None


_SOLD = """
WITH cost AS (SELECT order_id, sum(unit_cost_krw * quantity) AS cost_krw FROM order_items GROUP BY order_id)
SELECT count(*) AS orders, coalesce(sum(total_krw), 0)::BIGINT AS gmv, coalesce(sum(discount_krw), 0)::BIGINT AS discount,
  coalesce(sum(items_krw), 0)::BIGINT AS items,
  coalesce(round(sum(total_krw - cost_krw - $parcel - total_krw * $fee)), 0)::BIGINT AS profit
FROM orders JOIN cost USING (order_id) WHERE status <> 'refunded' AND ordered_at >= $start"""

_REPEAT = """
SELECT count(*) AS buyers, count(*) FILTER (n > 1) AS repeating
FROM (SELECT customer_id, count(*) AS n FROM orders WHERE status <> 'refunded' GROUP BY 1)"""

_CARTS = """
SELECT count(*) AS carts, count(*) FILTER (NOT ordered) AS abandoned FROM (
  SELECT customer_id, session_id, bool_or(name = 'order_completed') AS ordered FROM events
  WHERE name IN ('product_added', 'order_completed') AND occurred_at >= {start}
  GROUP BY 1, 2 HAVING bool_or(name = 'product_added'))"""


def board(company: Company, days: int = 365) -> Board:
    """The figures of the last `days` days."""
    start = company.meta.today - timedelta(days=days)
    economics = company.profile.economics
    sold = company.rows(
        _SOLD, {"parcel": economics.shipping_cost_krw, "fee": economics.payment_fee_rate, "start": start}
    )[0]
    repeat = company.rows(_REPEAT)[0]
    carts = company.rows(_CARTS.format(start=literal(start)))[0]
    return Board(
        days,
        sold["orders"],
        sold["gmv"],
        sold["discount"],
        sold["profit"],
        _ratio(sold["gmv"], sold["orders"]),
        _ratio(sold["profit"], sold["gmv"]),
        _ratio(sold["discount"], sold["items"]),
        _ratio(repeat["repeating"], repeat["buyers"]),
        _ratio(carts["abandoned"], carts["carts"]),
    )


def _ratio(part: float, whole: float) -> float | None:
    return part / whole if whole else None
