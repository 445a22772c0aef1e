"""What a plan would send: its complete campaigns, and whom each one reaches."""

from __future__ import annotations

import json
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, time
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app import segments
from app.plan.models import Campaign, Message, Once, Plan, QuietHours, Repeat, Segment, Trigger
from app.promotions.model import Promotion
from fake_company.warehouse import Company

REPLAYED_DAYS = 28


@dataclass(frozen=True)
class Sending:
    """One campaign that could be sent: every part decided. The indexes are positions in the plan."""

    index: int
    message_index: int
    campaign: Campaign
    segment: Segment
    message: Message
    when: Once | Repeat | Trigger
    promotion: Promotion | None

    @property
    def where(self) -> str:
        """Its place in the plan."""
        return f"campaigns[{self.index}]"

    @property
    def message_where(self) -> str:
        """Its message's place in the plan."""
        return f"messages[{self.message_index}]"


@dataclass(frozen=True)
class Audience:
    """Whom a sending reaches: customers, and for a triggered one the moment and product of each entry."""

    customer_ids: NDArray[np.int64]
    moments: NDArray[np.datetime64] | None = None
    product_ids: NDArray[np.int64] | None = None

    def __len__(self) -> int:
        return len(self.customer_ids)

    def within(self, other: Audience) -> Audience:
        """Those of this audience that are also in another one of the same trigger or schedule."""
        if self.moments is None or other.moments is None or self.product_ids is None:
            return Audience(self.customer_ids[np.isin(self.customer_ids, other.customer_ids)])
        keep = np.isin(self._entry(), other._entry())
        return Audience(self.customer_ids[keep], self.moments[keep], self.product_ids[keep])

    def _entry(self) -> NDArray[np.void]:
        """One value an entry: customer and moment."""
        moments = (
            np.zeros(len(self), dtype=np.int64) if self.moments is None else self.moments.astype(np.int64)
        )
        pairs = np.stack([self.customer_ids, moments], axis=1)
        entries: NDArray[np.void] = np.ascontiguousarray(pairs).view(
            [("customer", np.int64), ("at", np.int64)]
        )[:, 0]
        return entries


def sendings(plan: Plan) -> tuple[Sending, ...]:
    """The campaigns in which nothing is left undecided."""
    return tuple(
        Sending(
            index,
            plan.messages.index(message),
            campaign,
            segment.model_copy(update={"rule": rule_of(plan, segment)}),
            message,
            campaign.when,
            plan.promotion_of(campaign),
        )
        for index, campaign in enumerate(plan.campaigns)
        if (segment := plan.segment(campaign.audience)) is not None
        and segment.rule
        and (message := plan.message(campaign.message)) is not None
        and message.fields.body.strip()
        and campaign.when is not None
    )


def check_rules(plan: Plan, company: Company) -> None:
    """Every rule can be read in this company; a broken one is an error with its place in the plan."""
    for index, segment in enumerate(plan.segments):
        if segment.rule:
            where = f"segments[{index}].rule"
            segments.parse(rule_of(plan, segment), where).check(segments.schema_of(company))


def rule_of(plan: Plan, segment: Segment) -> dict[str, Any]:
    """A segment's rule with the rules of the segments it names; a circle of segments is an error naming it."""
    where = f"segments[{plan.segments.index(segment)}].rule" if segment in plan.segments else "rule"
    found: dict[str, Any] = segments.resolved(segment.rule, plan.segments, where, segment.id)
    return found


def audience(company: Company, rule: dict[str, Any], when: Once | Repeat | Trigger) -> Audience:
    """Whom a rule selects under a schedule, or its entries under a trigger replayed over the last 28 days.

    The last answers are kept: they are the same for as long as the company's tables are the same bytes.
    """
    mark = (
        company.meta.digest,
        json.dumps(rule, sort_keys=True),
        repr(when if isinstance(when, Trigger) else None),
    )
    with _LOCK:
        found = _KEPT.get(mark)
    if found is None:
        found = _selected(company, rule, when)
        with _LOCK:
            _KEPT[mark] = found
            while len(_KEPT) > _MOST_KEPT:
                _KEPT.popitem(last=False)
    return found


_KEPT: OrderedDict[tuple[str, str, str], Audience] = OrderedDict()
_MOST_KEPT = 64
_LOCK = Lock()


def _selected(company: Company, rule: dict[str, Any], when: Once | Repeat | Trigger) -> Audience:
    if not isinstance(when, Trigger):
        return Audience(np.asarray(segments.members(company, rule), dtype=np.int64))
    found = segments.entries(company, rule, when.event, when.unless, when.delay_minutes, days=REPLAYED_DAYS)
    return Audience(
        np.asarray(found.customer_ids, dtype=np.int64),
        np.asarray(found.moments, dtype="datetime64[us]"),
        np.asarray(found.product_ids, dtype=np.int64),
    )

def leaves_at(sending: Sending, today: datetime) -> datetime:
    """The moment whose consents count: the hour of a schedule, or the morning when quiet hours hold it back."""
    when = sending.when
    if isinstance(when, Trigger):
        return today
    at = (
        datetime.fromisoformat(when.at)
        if isinstance(when, Once)
        else datetime.combine(today, time.fromisoformat(when.at))
    )
    quiet = sending.campaign.quiet_hours
    held = quiet is not None and sending.message.purpose == "ad" and _inside(at.time(), quiet)
    return datetime.combine(at, time(8, 30)) if held else at


def _inside(at: time, quiet: QuietHours) -> bool:
    start, end = time.fromisoformat(quiet.from_), time.fromisoformat(quiet.to)
    return start <= at < end if start <= end else at >= start or at < end
