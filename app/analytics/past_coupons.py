"""Who uses the coupons of the past: how far each coupon came, who used several, and who buys with nothing else."""

from __future__ import annotations

from dataclasses import dataclass

from app.analytics.once import once
from fake_company.warehouse import Company


@dataclass(frozen=True)
class CouponSteps:
    """One campaign's coupons: given out, taken up, used, run out unused, and what the used ones took off in won."""

    campaign_id: str
    issued: int
    claimed: int
    used: int
    expired: int
    discount_krw: int


@dataclass(frozen=True)
class UseRow:
    """Customers who used exactly so many coupons (the last row: that many or more), and what they were given in won.

    `paid_before` had ordered without a coupon in the 90 days before their first coupon; `only_coupons` never ordered
    without one.
    """

    times: int
    is_last: bool
    customers: int
    coupon_orders: int
    discount_krw: int
    paid_before: int
    only_coupons: int


_STEPS = """
SELECT c.campaign_id, count(*) AS issued, count(claimed_at) AS claimed, count(used_at) AS used,
  count(*) FILTER (used_at IS NULL AND expires_at <= $today) AS expired, coalesce(sum(discount_krw), 0)::BIGINT AS discount_krw
FROM coupons c LEFT JOIN (SELECT order_id, discount_krw FROM orders WHERE status <> 'refunded') USING (order_id)
GROUP BY 1 ORDER BY 1"""

_USE = """
WITH mine AS (
  SELECT customer_id, ordered_at, discount_krw, coupon_code IS NOT NULL{this} AS counted, coupon_code IS NOT NULL AS coupon
  FROM orders WHERE status <> 'refunded'),
firsts AS (
  SELECT customer_id, min(ordered_at) FILTER (counted) AS first_at, count(*) FILTER (counted) AS times,
    sum(discount_krw) FILTER (counted) AS discount_krw, bool_and(coupon) AS only_coupons
  FROM mine GROUP BY 1 HAVING count(*) FILTER (counted) > 0),
before AS (
  SELECT DISTINCT customer_id FROM mine JOIN firsts USING (customer_id)
  WHERE NOT coupon AND ordered_at < first_at AND ordered_at >= first_at - INTERVAL 90 DAY)
SELECT least(times, {most}) AS times, count(*) AS customers, sum(times)::BIGINT AS coupon_orders,
  sum(discount_krw)::BIGINT AS discount_krw, count(before.customer_id) AS paid_before,
  count(*) FILTER (only_coupons) AS only_coupons
FROM firsts LEFT JOIN before USING (customer_id) GROUP BY 1 ORDER BY 1"""
MOST_TIMES = 4


@once
def steps(company: Company) -> dict[str, CouponSteps]:
    """How far the coupons of each campaign came; campaigns without any are not in it."""
    rows = company.rows(_STEPS, {"today": company.meta.today})
    return {row["campaign_id"]: CouponSteps(**row) for row in rows}


@once
def use(company: Company, campaign_id: str | None = None) -> list[UseRow]:
    """Customers by how many coupons they used, of one campaign or of all."""
    this = "" if campaign_id is None else " AND coalesce(campaign_id = $campaign, false)"
    values = {} if campaign_id is None else {"campaign": campaign_id}
    rows = company.rows(_USE.format(this=this, most=MOST_TIMES), values)
    return [UseRow(is_last=row["times"] == MOST_TIMES, **row) for row in rows]
