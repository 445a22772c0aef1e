"""What a past campaign brought: as a dashboard credits it, and against those it held out."""

from __future__ import annotations

from dataclasses import dataclass

from app.experiments import two_proportions
from fake_company.warehouse import Company


@dataclass(frozen=True)
class Lift:
    """A campaign's own experiment: touches treated and held out, and how many of each ordered within the window.

    `difference` = order rate treated − held out, with its 95 % interval (normal approximation, unpooled variances);
    `credited_orders` is what a dashboard would report: every order within the window of a touch.
    """

    campaign_id: str
    days: int
    treated: int
    treated_orders: int
    held_out: int
    held_out_orders: int
    difference: float
    low: float
    high: float

    @property
    def credited_orders(self) -> int:
        """Orders after a touch, whether or not it caused them."""
        return self.treated_orders

    @property
    def caused_orders(self) -> float:
        """Orders that would not have happened, as the holdout estimates them."""
        return self.difference * self.treated

    @property
    def tells(self) -> bool:
        """Whether the interval excludes zero; if not, it is too small to tell."""
        return self.low > 0 or self.high < 0


_LIFT = """
SELECT is_holdout AS held_out, count(*) AS touches,
  count(*) FILTER (EXISTS (SELECT 1 FROM orders o WHERE o.customer_id = t.customer_id AND o.status <> 'refunded'
    AND o.ordered_at >= t.sent_at AND o.ordered_at < t.sent_at + to_days($days))) AS ordered
FROM touches t
WHERE campaign_id = $campaign AND (is_holdout OR skipped_reason IS NULL)
GROUP BY 1"""


def lift(company: Company, campaign_id: str, days: int = 7) -> Lift | None:
    """The campaign's figures with its holdout beside them; None where nobody was held out."""
    rows = company.rows(_LIFT, {"campaign": campaign_id, "days": days})
    found = {bool(row["held_out"]): (row["touches"], row["ordered"]) for row in rows}
    if True not in found or False not in found:
        return None
    (n, ordered), (held, held_ordered) = found[False], found[True]
    told = two_proportions(ordered, n, held_ordered, held)
    return Lift(campaign_id, days, n, ordered, held, held_ordered, told.difference, told.low, told.high)
