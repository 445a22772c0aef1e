"""Performance marketing in its own ratios: what impressions, clicks, sign-ups and installs cost, and what came in sales."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.analytics.kpi_period import Period, keyed, month_of, ratio
from app.analytics.once import once
from fake_company.warehouse import Company

ROAS_DAYS = 30


@dataclass(frozen=True)
class Ads:
    """Advertising of one source or one month, in counts and won; ratios are properties, None where nothing divides.

    `settled_*` look only at days that lie at least `ROAS_DAYS` back, so that sales had the same time to come.
    """

    impressions: int = 0
    clicks: int = 0
    installs: int = 0
    sign_ups: int = 0
    cost_krw: int = 0
    settled_cost_krw: int = 0
    settled_sales_krw: int = 0

    @property
    def ctr(self) -> float | None:
        """Clicks ÷ impressions."""
        return ratio(self.clicks, self.impressions)

    @property
    def cpc_krw(self) -> float | None:
        """Cost ÷ clicks."""
        return ratio(self.cost_krw, self.clicks)

    @property
    def cpm_krw(self) -> float | None:
        """Cost ÷ impressions × 1,000."""
        return ratio(1000 * self.cost_krw, self.impressions)

    @property
    def sign_up_rate(self) -> float | None:
        """Sign-ups ÷ clicks."""
        return ratio(self.sign_ups, self.clicks)

    @property
    def cac_krw(self) -> float | None:
        """Cost ÷ sign-ups."""
        return ratio(self.cost_krw, self.sign_ups)

    @property
    def cpi_krw(self) -> float | None:
        """Cost ÷ app installs."""
        return ratio(self.cost_krw, self.installs)

    @property
    def roas(self) -> float | None:
        """Sales of the customers it brought within 30 days of their first visit ÷ its cost."""
        return ratio(self.settled_sales_krw, self.settled_cost_krw)


_SPENT = """
SELECT {key} AS key, sum(impressions)::BIGINT AS impressions, sum(clicks)::BIGINT AS clicks, sum(installs)::BIGINT AS installs,
  sum(sign_ups)::BIGINT AS sign_ups, sum(cost_krw)::BIGINT AS cost_krw,
  coalesce(sum(cost_krw) FILTER (date < $settled), 0)::BIGINT AS settled_cost_krw
FROM ad_costs WHERE date >= $first AND date < $last GROUP BY 1 ORDER BY 1"""

# sales of each customer an ad source brought, within 30 days of the first visit, under that visit's day
_EARNED = """
SELECT {key} AS key, sum(total_krw)::BIGINT AS sales_krw
FROM customers c JOIN orders o USING (customer_id)
WHERE acquisition_source IN (SELECT DISTINCT source FROM ad_costs) AND status <> 'refunded'
  AND first_seen_at >= $first AND first_seen_at < $settled
  AND ordered_at >= first_seen_at AND ordered_at < first_seen_at + to_days($days)
GROUP BY 1 ORDER BY 1"""


@once
def by_source(company: Company, period: Period) -> dict[str, Ads]:
    """Each source that costs something."""
    return _ads(company, period, "source", "acquisition_source")


@once
def by_month(company: Company, period: Period) -> dict[datetime, Ads]:
    """Each calendar month, all sources together."""
    return _ads(company, period, month_of("date"), month_of("first_seen_at"))


def total(parts: Iterable[Ads]) -> Ads:
    """All parts together: counts add up, ratios follow from them."""
    rows = list(parts)
    return Ads(**{name: sum(getattr(row, name) for row in rows) for name in Ads.__dataclass_fields__})


def _ads(company: Company, period: Period, spent: str, earned: str) -> dict[Any, Ads]:
    span = {"first": period.first, "settled": period.settled(company, ROAS_DAYS)}
    sold = company.rows(_EARNED.format(key=earned), {**span, "days": ROAS_DAYS})
    sales = {row["key"]: row["sales_krw"] for row in sold}
    rows = company.rows(_SPENT.format(key=spent), {**span, "last": period.last})
    return {key: Ads(**row, settled_sales_krw=sales.get(key, 0)) for key, row in keyed(rows)}
