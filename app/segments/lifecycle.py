"""The five customer types, from orders alone (refunded ones aside), with the company's own thresholds.

예상 prospect: no order. 휴면 dormant: the last order is more than `dormant_days` ago. 복귀 returning: bought again after
a gap longer than that. 신규 new: the first order is at most `new_days` ago. 현재 current: everybody else who buys.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np

from app.segments.schema import Thresholds
from app.segments.snapshot import Mask, Snapshot
from app.segments.windows import DAY, literal
from fake_company.text import Text

TYPES = {
    "prospect": Text("예상 고객", "prospect"),
    "new": Text("신규 고객", "new customer"),
    "current": Text("현재 고객", "current customer"),
    "dormant": Text("휴면 고객", "dormant customer"),
    "returning": Text("복귀 고객", "returning customer"),
}


def buyers_sql(thresholds: Thresholds, moment: datetime) -> str:
    """A query of (customer_id, type) for everybody who ever ordered; the others are prospects."""
    dormant = literal(moment - timedelta(days=thresholds.dormant_days))
    new = literal(moment - timedelta(days=thresholds.new_days))
    return (
        "SELECT customer_id, CASE "
        f"WHEN max(ordered_at) < {dormant} THEN 'dormant' "
        f"WHEN max(ordered_at, 2)[2] < max(ordered_at) - INTERVAL {thresholds.dormant_days} DAY THEN 'returning' "
        f"WHEN min(ordered_at) >= {new} THEN 'new' ELSE 'current' END AS type "
        f"FROM orders WHERE status <> 'refunded' AND ordered_at <= {literal(moment)} GROUP BY customer_id"
    )


def types(snapshot: Snapshot) -> dict[str, Mask]:
    """The type of each subject, as one mask a type."""
    new_days, dormant_days = snapshot.thresholds
    log = snapshot.log(":orders")
    low, high = log.span(snapshot.row, None, snapshot.moment)
    at = np.append(log.at, [0, 0])  # so that customers without orders have something to look at
    some, several = high > low, high - low > 1
    last, first, previous = at[high - 1], at[np.minimum(low, len(at) - 1)], at[high - 2]
    dormant = some & (last < snapshot.moment - dormant_days * DAY)
    returning = several & ~dormant & (previous < last - dormant_days * DAY)
    new = some & ~dormant & ~returning & (first >= snapshot.moment - new_days * DAY)
    return {
        "prospect": ~some,
        "new": new,
        "current": some & ~dormant & ~returning & ~new,
        "dormant": dormant,
        "returning": returning,
    }
