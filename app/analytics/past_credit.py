"""What a dashboard credits past campaigns with: every order within a window of a message that was received.

Nobody asks here what would have happened anyway; `past_effect` does.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.analytics.once import once
from app.analytics.order_log import whole
from app.segments.snapshot import Ints
from fake_company.errors import DangolError
from fake_company.text import Text
from fake_company.warehouse import Company

BASES: dict[str, Text] = {
    "delivered": Text("받은 뒤", "after receiving it"),
    "opened": Text("연 뒤", "after opening it"),
    "clicked": Text("누른 뒤", "after clicking it"),
}
"""From which moment of a message the window runs."""
CREDITS: dict[str, Text] = {
    "each": Text("캠페인마다 모두", "every campaign"),
    "last": Text("마지막 메시지에만", "the last message only"),
}
"""Who gets an order that several campaigns could claim."""
WINDOWS = (1, 3, 7, 14, 28)
_DAY = 86_400_000_000  # microseconds


@dataclass(frozen=True)
class Attribution:
    """The rule that credits an order to a message: from which moment, for how many days, to whom."""

    days: int = 7
    basis: str = "delivered"
    credit: str = "each"

    def __post_init__(self) -> None:
        if not 1 <= self.days <= 90 or self.basis not in BASES or self.credit not in CREDITS:
            raise DangolError(
                Text("그런 전환 기여 기준은 없어요.", "There is no such attribution rule."),
                f"days={self.days}, basis={self.basis}, credit={self.credit}",
                Text(
                    f"기간은 1~90일, 기준은 {', '.join(BASES)}, 나눔은 {', '.join(CREDITS)} 가운데 골라 주세요.",
                    f"Choose 1 to 90 days, a basis of {', '.join(BASES)}, a credit of {', '.join(CREDITS)}.",
                ),
            )


@dataclass(frozen=True)
class Credited:
    """What one campaign is credited with: orders, different buyers, money in won (refunded orders left out)."""

    orders: int = 0
    buyers: int = 0
    sales_krw: int = 0
    gmv_krw: int = 0


@dataclass(frozen=True)
class Claims:
    """For every order and campaign, the latest message before it: one row a pair, gaps in microseconds."""

    campaigns: tuple[str, ...]
    campaign: Ints
    order_id: Ints
    customer: Ints
    gap: Ints
    sales: Ints
    items: Ints


# the latest message of each campaign before each order; an order in the same microsecond counts as after it
_CLAIMS = """
WITH told AS (
  SELECT campaign_id, customer_id, {moment} AS moment FROM touches
  WHERE {moment} IS NOT NULL AND skipped_reason IS NULL AND NOT is_holdout),
asked AS (
  SELECT row_number() OVER (ORDER BY campaign_id) - 1 AS number, campaign_id FROM campaigns),
sold AS (
  SELECT number, asked.campaign_id, order_id, customer_id, ordered_at, total_krw, items_krw
  FROM orders CROSS JOIN asked WHERE status <> 'refunded')
SELECT s.number, s.order_id, s.customer_id, s.total_krw, s.items_krw,
  epoch_us(s.ordered_at) - epoch_us(t.moment) AS gap
FROM sold s ASOF JOIN told t
  ON s.campaign_id = t.campaign_id AND s.customer_id = t.customer_id AND s.ordered_at >= t.moment
WHERE epoch_us(s.ordered_at) - epoch_us(t.moment) < {most}
ORDER BY s.customer_id, s.order_id, s.number"""


@once
def claims(company: Company, basis: str) -> Claims:
    """Every claim of at most 90 days; windows are cut from it."""
    names = company.rows("SELECT campaign_id FROM campaigns ORDER BY campaign_id")
    rows = company.arrays(_CLAIMS.format(moment=f"{basis}_at", most=90 * _DAY))
    return Claims(
        tuple(row["campaign_id"] for row in names),
        *(
            whole(rows[name])
            for name in ("number", "order_id", "customer_id", "gap", "total_krw", "items_krw")
        ),
    )


@once
def credited(company: Company, rule: Attribution) -> dict[str, Credited]:
    """What each campaign is credited with under the rule; a campaign without any is there with zeros."""
    found = claims(company, rule.basis)
    keep = winners(found, rule)
    result = {}
    for number, name in enumerate(found.campaigns):
        mine = keep[found.campaign[keep] == number]
        result[name] = Credited(
            len(mine),
            len(np.unique(found.customer[mine])),
            int(found.sales[mine].sum()),
            int(found.items[mine].sum()),
        )
    return result


def winners(found: Claims, rule: Attribution) -> Ints:
    """The rows of the claims that hold: inside the window (its end left out) and, under `last`, the nearest message.

    Of two messages in the same microsecond the campaign whose id comes first is credited.
    """
    inside = np.flatnonzero(found.gap < rule.days * _DAY)
    if rule.credit == "each" or not len(inside):
        return inside
    order = inside[np.lexsort((found.campaign[inside], found.gap[inside], found.order_id[inside]))]
    first = np.ones(len(order), dtype=bool)
    first[1:] = found.order_id[order][1:] != found.order_id[order][:-1]
    return np.sort(order[first])
