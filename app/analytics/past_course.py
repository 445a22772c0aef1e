"""How a past campaign went over time: month by month, and the days before and after a message."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.analytics.once import once
from app.analytics.order_log import order_log
from app.analytics.past_touches import DAY, spans, touches
from app.segments.load import micros
from app.segments.snapshot import Ints, Mask, expand
from fake_company.warehouse import Company

BEFORE_DAYS, AFTER_DAYS = 14, 28


@dataclass(frozen=True)
class Month:
    """The messages of one calendar month and what their readers did with them."""

    month: datetime
    sent: int
    delivered: int
    opened: int
    clicked: int
    opted_out: int


@dataclass(frozen=True)
class AroundDay:
    """Orders on one day before (negative) or after a message, per 1,000 messages; None where no message is old enough."""

    day: int
    sent_per_1000: float | None
    held_out_per_1000: float | None


_MONTHS = """
SELECT date_trunc('month', sent_at) AS month, count(*) AS sent, count(delivered_at) AS delivered, count(opened_at) AS opened,
  count(clicked_at) AS clicked, count(opted_out_at) AS opted_out
FROM touches WHERE campaign_id = ? AND skipped_reason IS NULL AND NOT is_holdout GROUP BY 1 ORDER BY 1"""


@once
def months(company: Company, campaign_id: str) -> list[Month]:
    """The campaign month by month."""
    return [Month(**row) for row in company.rows(_MONTHS, [campaign_id])]


@once
def around(company: Company, campaign_id: str) -> list[AroundDay]:
    """Orders a day from two weeks before a message to four weeks after it, sent and held back.

    A day counts only for messages whose day lies wholly inside the records.
    """
    log, told = order_log(company), touches(company, campaign_id)
    first = micros(company.meta.today - timedelta(days=company.meta.days))
    last = micros(company.meta.today)
    low, high = spans(log, told.customer, told.sent - BEFORE_DAYS * DAY, told.sent + AFTER_DAYS * DAY)
    order, message = expand(low, high)
    day = (log.at[order] - told.sent[message]) // DAY
    rows = []
    for group in (~told.held_out, told.held_out):
        rows.append(
            _per_1000(told.sent[group], day[group[message]], told.sent[message][group[message]], first, last)
        )
    return [AroundDay(day, *both) for day, *both in zip(range(-BEFORE_DAYS, AFTER_DAYS), *rows, strict=True)]


def _per_1000(sent: Ints, day: Ints, sent_of_order: Ints, first: int, last: int) -> list[float | None]:
    found: list[float | None] = []
    for one in range(-BEFORE_DAYS, AFTER_DAYS):
        whole = _whole(sent, one, first, last)
        orders = int(((day == one) & _whole(sent_of_order, one, first, last)).sum())
        messages = int(whole.sum())
        found.append(1000 * orders / messages if messages else None)
    return found


def _whole(sent: Ints, day: int, first: int, last: int) -> Mask:
    """Whether the day `day` after the message lies inside the records from its first to its last moment."""
    found: Mask = (sent + day * DAY >= first) & (sent + (day + 1) * DAY <= last)
    return found
