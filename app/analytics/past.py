"""What the company's past campaigns left in the data: who got what, who ordered, and the weeks before and after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.analytics.once import once
from fake_company.text import Text
from fake_company.warehouse import Company


@dataclass(frozen=True)
class PastCampaign:
    """One past campaign as its touches tell it; `coupon_orders` used its coupon, which is not the same as caused by it."""

    campaign_id: str
    name: Text
    channel: str
    kind: str
    started_at: datetime
    ended_at: datetime
    promotion_percent: int | None
    sent: int
    delivered: int
    opened: int
    clicked: int
    opted_out: int
    skipped: int
    held_out: int
    coupon_orders: int
    discount_krw: int


@dataclass(frozen=True)
class Week:
    """Seven days of the shop. Profit is after goods, parcels and payment fees."""

    first_day: datetime
    orders: int
    sales_krw: int
    discount_krw: int
    profit_krw: int


@dataclass(frozen=True)
class BeforeAfter:
    """The seven days from a send beside an ordinary week: the mean of the weeks without it, before and after."""

    campaign: PastCampaign
    sent_at: datetime
    sent: int
    ordinary: Week
    after: Week


_CAMPAIGNS = """
WITH told AS (
  SELECT campaign_id, count(*) FILTER (skipped_reason IS NULL AND NOT is_holdout) AS sent, count(delivered_at) AS delivered,
    count(opened_at) AS opened, count(clicked_at) AS clicked, count(opted_out_at) AS opted_out,
    count(skipped_reason) AS skipped, count(*) FILTER (is_holdout) AS held_out
  FROM touches GROUP BY 1),
used AS (
  SELECT campaign_id, count(*) AS coupon_orders, sum(discount_krw)::BIGINT AS discount_krw
  FROM orders WHERE campaign_id IS NOT NULL AND status <> 'refunded' GROUP BY 1)
SELECT c.campaign_id, name_ko, name_en, channel, kind, started_at, ended_at, promotion_percent,
  coalesce(sent, 0) AS sent, coalesce(delivered, 0) AS delivered, coalesce(opened, 0) AS opened,
  coalesce(clicked, 0) AS clicked, coalesce(opted_out, 0) AS opted_out, coalesce(skipped, 0) AS skipped,
  coalesce(held_out, 0) AS held_out, coalesce(coupon_orders, 0) AS coupon_orders, coalesce(discount_krw, 0) AS discount_krw
FROM campaigns c LEFT JOIN told USING (campaign_id) LEFT JOIN used USING (campaign_id)
ORDER BY ended_at DESC, campaign_id"""

_WEEK = """
WITH cost AS (SELECT order_id, sum(unit_cost_krw * quantity) AS cost_krw FROM order_items GROUP BY order_id)
SELECT count(*) AS orders, coalesce(sum(total_krw), 0)::BIGINT AS sales_krw, coalesce(sum(discount_krw), 0)::BIGINT AS discount_krw,
  coalesce(round(sum(total_krw - cost_krw - $parcel - total_krw * $fee)), 0)::BIGINT AS profit_krw
FROM orders JOIN cost USING (order_id)
WHERE status <> 'refunded' AND ordered_at >= $start AND ordered_at < $start + INTERVAL 7 DAY"""


@once
def campaigns(company: Company) -> list[PastCampaign]:
    """The company's past campaigns, the latest first."""
    return [
        PastCampaign(name=Text(row.pop("name_ko"), row.pop("name_en")), **row)
        for row in company.rows(_CAMPAIGNS)
    ]


@once
def last_coupon_for_all(company: Company) -> BeforeAfter | None:
    """The largest past discount's last send, with the week after it and an ordinary week around it."""
    offers = [
        one for one in campaigns(company) if one.promotion_percent and one.sent and one.kind == "scheduled"
    ]
    if not offers:
        return None
    campaign = max(offers, key=lambda one: (one.promotion_percent or 0, one.sent))
    sent_at: datetime = company.scalar(
        "SELECT max(sent_at) FROM touches WHERE campaign_id = ? AND skipped_reason IS NULL",
        [campaign.campaign_id],
    )
    start = sent_at.replace(hour=0, minute=0, second=0, microsecond=0)
    around = [_week(company, start + timedelta(days=shift)) for shift in (-14, -7, 8, 15)
              if start + timedelta(days=shift + 7) <= company.meta.today]  # fmt: skip
    sent = company.scalar(
        "SELECT count(*) FROM touches WHERE campaign_id = ? AND skipped_reason IS NULL AND sent_at >= ?",
        [campaign.campaign_id, start],
    )
    return BeforeAfter(campaign, sent_at, sent, _mean(around), _week(company, start))


def _week(company: Company, start: datetime) -> Week:
    economics = company.profile.economics
    row = company.rows(
        _WEEK, {"parcel": economics.shipping_cost_krw, "fee": economics.payment_fee_rate, "start": start}
    )[0]
    return Week(start, **row)


def _mean(weeks: list[Week]) -> Week:
    def of(name: str) -> int:
        total: int = sum(getattr(week, name) for week in weeks)
        return round(total / max(len(weeks), 1))

    return Week(weeks[0].first_day, of("orders"), of("sales_krw"), of("discount_krw"), of("profit_krw"))
