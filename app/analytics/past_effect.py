"""What a past campaign really changed, as far as its comparison group can tell: in all, and by customer type."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app import experiments
from app.analytics.once import once
from app.analytics.order_log import OrderLog, order_log
from app.analytics.past_touches import DAY, Touches, profits, spans, summed, touches
from app.experiments import Difference, Group
from app.segments import TYPES, schema_of
from app.segments.lifecycle import types
from app.segments.schema import Thresholds
from app.segments.snapshot import Ints, Mask
from fake_company.warehouse import Company


@dataclass(frozen=True)
class Effect:
    """Messages sent and held back, how many of each were followed by an order within `days`, and the difference.

    `rate` compares the shares that ordered, `sales` and `profit` won a message (profit before the price of sending).
    None for all three where a group has fewer than two; `detectable` is the rise that would have shown (80 % power).
    """

    days: int
    treated: int
    treated_ordering: int
    held_out: int
    held_out_ordering: int
    rate: Difference | None
    sales: Difference | None
    profit: Difference | None
    detectable: float | None

    @property
    def anyway(self) -> float | None:
        """Of the ordering ones, how many would have ordered without the message, as the comparison group says."""
        return self.held_out_ordering / self.held_out * self.treated if self.held_out else None

    @property
    def caused(self) -> float | None:
        """Customers who ordered because of it: the difference × messages sent."""
        return None if self.rate is None else self.rate.difference * self.treated


@dataclass(frozen=True)
class TypeRow:
    """One customer type at the moment of sending: messages and what followed, and the effect where some were held back."""

    key: str
    sent: int
    delivered: int
    opened: int
    clicked: int
    opted_out: int
    effect: Effect


@dataclass(frozen=True)
class Reading:
    """The whole campaign and its split by customer type."""

    effect: Effect
    types: tuple[TypeRow, ...]


@once
def reading(company: Company, campaign_id: str, days: int = 7) -> Reading:
    """What followed the campaign's messages within `days`, beside what followed where they were held back."""
    log, told = order_log(company), touches(company, campaign_id)
    low, high = spans(log, told.customer, told.sent, told.sent + days * DAY)
    ordered = high > low
    sales, profit = summed(log.sales, low, high), summed(profits(company, log), low, high)
    kinds = types_of(log, told, schema_of(company).thresholds)

    def effect(mask: Mask) -> Effect:
        return _effect(days, told.held_out[mask], ordered[mask], sales[mask], profit[mask])

    rows = []
    for key in TYPES:
        mask = kinds[key]
        sent = mask & ~told.held_out
        delivered, opened, clicked, left = (
            int((sent & flag).sum()) for flag in (told.delivered, told.opened, told.clicked, told.opted_out)
        )
        rows.append(TypeRow(key, int(sent.sum()), delivered, opened, clicked, left, effect(mask)))
    return Reading(effect(np.ones(len(ordered), dtype=bool)), tuple(rows))


def types_of(log: OrderLog, told: Touches, limits: Thresholds) -> dict[str, Mask]:
    """The customer type of each message's reader when it was sent, as one mask a type."""
    bought = np.zeros(log.customers, dtype=bool)
    bought[log.customer] = True
    some = np.flatnonzero(bought[told.customer])
    found = types(log.snapshot(told.customer[some], told.sent[some], (limits.new_days, limits.dormant_days)))
    masks = {}
    for key in TYPES:
        masks[key] = np.full(len(told.customer), key == "prospect")
        masks[key][some] = found[key]
    return masks


def _effect(days: int, held_out: Mask, ordered: Mask, sales: Ints, profit: Ints) -> Effect:
    sent = ~held_out
    n, held = int(sent.sum()), int(held_out.sum())
    ordering, anyway = int((ordered & sent).sum()), int((ordered & held_out).sum())
    if n < 2 or held < 2:
        return Effect(days, n, ordering, held, anyway, None, None, None, None)
    return Effect(
        days,
        n,
        ordering,
        held,
        anyway,
        experiments.two_proportions(ordering, n, anyway, held),
        experiments.welch(_group(sales[sent]), _group(sales[held_out])),
        experiments.welch(_group(profit[sent]), _group(profit[held_out])),
        experiments.detectable_difference(n, held, anyway / held),
    )


def _group(values: Ints) -> Group:
    return Group.of(values.astype(np.float64))
