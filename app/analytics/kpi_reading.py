"""What the two halves of the board say together: the cheapest source need not be the one whose customers stay."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from app import experiments
from app.analytics.kpi_ads import Ads
from app.analytics.kpi_crm import Crm
from app.experiments import Difference


@dataclass(frozen=True)
class Sources:
    """The paid source that wins on ROAS, the one whose new buyers repeat most, and how sure the gap between them is.

    `gap` compares repeat rates, ROAS winner − all other paid sources together; None where either has no first orders.
    """

    best_roas: str
    best_repeat: str
    gap: Difference | None

    @property
    def verdict(self) -> str:
        """`worse`, `better`, or `unsure` while luck could do it."""
        if self.gap is None or not self.gap.tells:
            return "unsure"
        return "worse" if self.gap.difference < 0 else "better"


@dataclass(frozen=True)
class Discounts:
    """The whole month with the most coupon for its GMV beside the mean of whole months without (hardly) any.

    `gmv` and `contribution` are changes as shares of that mean; `other_months` says how many it is of.
    """

    month: datetime
    coupon_to_gmv: float
    gmv: float
    contribution: float
    contribution_rate: float
    usual_contribution_rate: float
    other_months: int


_HARDLY = 0.25  # a month without coupons gives less than this share of the highest month's coupon ÷ GMV


def sources(ads: Mapping[str, Ads], crm: Mapping[str, Crm]) -> Sources | None:
    """The reading by source; None with fewer than two paid sources that can be compared."""
    known = [key for key, one in ads.items() if one.roas is not None and key in crm and crm[key].firsts]
    if len(known) < 2:
        return None
    winner = max(known, key=lambda key: ads[key].roas or 0.0)
    repeat = max(known, key=lambda key: crm[key].repeat_rate or 0.0)
    others = [crm[key] for key in known if key != winner]
    gap = experiments.two_proportions(
        crm[winner].repeated,
        crm[winner].firsts,
        sum(one.repeated for one in others),
        sum(one.firsts for one in others),
    )
    return Sources(winner, repeat, gap)


def discounts(months: Mapping[datetime, Crm], whole: Mapping[datetime, bool]) -> Discounts | None:
    """The reading by month; None without a month of coupons and one without."""
    known = {month: one for month, one in months.items() if whole.get(month) and one.orders}
    if not known:
        return None
    most = max(known, key=lambda month: known[month].coupon_to_gmv or 0.0)
    high = known[most].coupon_to_gmv or 0.0
    usual = [one for one in known.values() if (one.coupon_to_gmv or 0.0) < _HARDLY * high]
    if not high or not usual:
        return None
    gmv = sum(one.gmv_krw for one in usual) / len(usual)
    left = sum(one.contribution_krw for one in usual) / len(usual)
    return Discounts(
        most,
        high,
        known[most].gmv_krw / gmv - 1,
        known[most].contribution_krw / left - 1,
        known[most].contribution_krw / known[most].sales_krw,
        sum(one.contribution_krw for one in usual) / sum(one.sales_krw for one in usual),
        len(usual),
    )
