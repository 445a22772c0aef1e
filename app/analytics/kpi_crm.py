"""What a CRM marketer is judged by: who comes back, who buys again, what else and what dearer they buy, who is driven off."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from app.analytics.kpi_period import Period, keyed, month_of, ratio
from app.analytics.once import once
from fake_company.warehouse import Company

FIRST_DAYS = 30
"""A first purchase counts within so many days of the first visit; a return visit in the 30 days after them."""
REPEAT_DAYS = 90
"""A second order counts within so many days of the first."""


@dataclass(frozen=True)
class Crm:
    """What customers of one source, or of one month, did, in counts and won; ratios are properties.

    `came` counts first visits old enough to tell (60 days), `firsts` first orders old enough to tell (90 days) of customers
    who came since the records began, so that it really is the first.
    """

    came: int = 0
    came_back: int = 0
    bought_soon: int = 0
    firsts: int = 0
    repeated: int = 0
    orders: int = 0
    buyers: int = 0
    again: int = 0
    cross: int = 0
    up: int = 0
    gmv_krw: int = 0
    sales_krw: int = 0
    discount_krw: int = 0
    contribution_krw: int = 0
    sent: int = 0
    opted_out: int = 0

    @property
    def return_rate(self) -> float | None:
        """Visited again 30 to 60 days after the first visit."""
        return ratio(self.came_back, self.came)

    @property
    def first_purchase_rate(self) -> float | None:
        """Ordered within 30 days of the first visit."""
        return ratio(self.bought_soon, self.came)

    @property
    def repeat_rate(self) -> float | None:
        """First-time buyers who ordered again within 90 days."""
        return ratio(self.repeated, self.firsts)

    @property
    def cross_sell_rate(self) -> float | None:
        """Repeat orders with a category the customer had never bought."""
        return ratio(self.cross, self.again)

    @property
    def up_sell_rate(self) -> float | None:
        """Repeat orders with goods dearer than any before."""
        return ratio(self.up, self.again)

    @property
    def aov_krw(self) -> float | None:
        """Sales ÷ orders."""
        return ratio(self.sales_krw, self.orders)

    @property
    def frequency(self) -> float | None:
        """Orders ÷ buyers."""
        return ratio(self.orders, self.buyers)

    @property
    def coupon_to_gmv(self) -> float | None:
        """Discounts ÷ GMV."""
        return ratio(self.discount_krw, self.gmv_krw)

    @property
    def contribution_rate(self) -> float | None:
        """Contribution ÷ sales."""
        return ratio(self.contribution_krw, self.sales_krw)

    @property
    def opt_outs_per_1000(self) -> float | None:
        """Opt-outs in 1,000 messages."""
        return ratio(1000 * self.opted_out, self.sent)


_CAME = """
SELECT {key} AS key, count(*) AS came, count(*) FILTER (customer_id IN (
    SELECT customer_id FROM events JOIN customers USING (customer_id)
    WHERE name = 'session_started' AND occurred_at >= first_seen_at + to_days($soon)
      AND occurred_at < first_seen_at + to_days(2 * $soon) AND first_seen_at >= $first AND first_seen_at < $last)) AS came_back,
  count(*) FILTER (customer_id IN (
    SELECT customer_id FROM orders JOIN customers USING (customer_id)
    WHERE status <> 'refunded' AND ordered_at >= first_seen_at AND ordered_at < first_seen_at + to_days($soon))) AS bought_soon
FROM customers WHERE first_seen_at >= $first AND first_seen_at < $last GROUP BY 1 ORDER BY 1"""

_FIRSTS = """
WITH ordered AS (
  SELECT customer_id, min(ordered_at) AS ordered_at, min(ordered_at, 2)[2] AS second_at
  FROM orders WHERE status <> 'refunded' GROUP BY 1)
SELECT {key} AS key, count(*) AS firsts, count(*) FILTER (second_at < ordered_at + to_days($days)) AS repeated
FROM ordered JOIN customers USING (customer_id)
WHERE first_seen_at >= $began AND ordered_at >= $first AND ordered_at < $last GROUP BY 1 ORDER BY 1"""

# dearer: the dearest goods of this order against all before; new: a category never bought before
_ORDERS = """
WITH lines AS (
  SELECT o.order_id, o.customer_id, o.ordered_at, i.category_id, i.unit_price_krw, i.unit_cost_krw * i.quantity AS cost_krw
  FROM orders o JOIN order_items i USING (order_id) WHERE status <> 'refunded'),
marked AS (
  SELECT *, row_number() OVER (PARTITION BY customer_id, category_id ORDER BY ordered_at, order_id) = 1 AS is_new FROM lines),
baskets AS (
  SELECT order_id, bool_or(is_new) AS cross_sold, max(unit_price_krw) AS dearest, sum(cost_krw) AS cost_krw
  FROM marked GROUP BY 1),
told AS (
  SELECT o.*, cross_sold, cost_krw,
    row_number() OVER mine > 1 AS is_again,
    dearest > max(dearest) OVER (mine ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS up_sold
  FROM orders o JOIN baskets USING (order_id) WHERE status <> 'refunded'
  WINDOW mine AS (PARTITION BY customer_id ORDER BY ordered_at, order_id))
SELECT {key} AS key, count(*) AS orders, count(DISTINCT customer_id) AS buyers, count(*) FILTER (is_again) AS again,
  count(*) FILTER (is_again AND cross_sold) AS cross, count(*) FILTER (is_again AND up_sold) AS up,
  sum(items_krw)::BIGINT AS gmv_krw, sum(total_krw)::BIGINT AS sales_krw, sum(discount_krw)::BIGINT AS discount_krw,
  sum(total_krw - cost_krw - $parcel - round(total_krw * $fee)::BIGINT)::BIGINT AS contribution_krw
FROM told JOIN customers USING (customer_id) WHERE ordered_at >= $first AND ordered_at < $last GROUP BY 1 ORDER BY 1"""

_TOLD = """
SELECT {key} AS key, count(*) AS sent, count(opted_out_at) AS opted_out
FROM touches JOIN customers USING (customer_id)
WHERE skipped_reason IS NULL AND NOT is_holdout AND sent_at >= $first AND sent_at < $last GROUP BY 1 ORDER BY 1"""


@once
def by_source(company: Company, period: Period) -> dict[str, Crm]:
    """The customers of each source; `""` where it is not known."""
    return _crm(company, period, ["coalesce(acquisition_source, '')"] * 4)


@once
def by_month(company: Company, period: Period) -> dict[datetime, Crm]:
    """Each calendar month: first visits, first orders, orders and messages of that month."""
    moments = ("first_seen_at", "ordered_at", "ordered_at", "sent_at")
    return _crm(company, period, [month_of(moment) for moment in moments])


def total(parts: Iterable[Crm]) -> Crm:
    """All parts together; only for parts that share no customer, such as sources."""
    rows = list(parts)
    return Crm(**{name: sum(getattr(row, name) for row in rows) for name in Crm.__dataclass_fields__})


def _crm(company: Company, period: Period, keys: list[str]) -> dict[Any, Crm]:
    economics = company.profile.economics
    span = {"first": period.first, "last": period.last}
    began = company.meta.today - timedelta(days=company.meta.days)
    asked: tuple[tuple[str, dict[str, Any]], ...] = (
        (_CAME, {**span, "last": period.settled(company, 2 * FIRST_DAYS), "soon": FIRST_DAYS}),
        (
            _FIRSTS,
            {**span, "last": period.settled(company, REPEAT_DAYS), "days": REPEAT_DAYS, "began": began},
        ),
        (_ORDERS, {**span, "parcel": economics.shipping_cost_krw, "fee": economics.payment_fee_rate}),
        (_TOLD, span),
    )
    found: dict[Any, dict[str, int]] = {}
    for (sql, values), key in zip(asked, keys, strict=True):
        for one, row in keyed(company.rows(sql.format(key=key), values)):
            found.setdefault(one, {}).update(row)
    return {key: Crm(**found[key]) for key in sorted(found)}
