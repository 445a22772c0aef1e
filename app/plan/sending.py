"""What a plan would send: its complete campaigns, and whom each one reaches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app import segments
from app.plan.models import Campaign, Message, Once, Plan, Repeat, Segment, Trigger
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


def sendings(plan: Plan) -> tuple[Sending, ...]:
    """The campaigns in which nothing is left undecided."""
    return tuple(
        Sending(
            index,
            plan.messages.index(message),
            campaign,
            segment,
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
            segments.parse(segment.rule, f"segments[{index}].rule").check(segments.schema_of(company))


def audience(company: Company, rule: dict[str, Any], when: Once | Repeat | Trigger) -> Audience:
    """Whom a rule selects under a schedule, or its entries under a trigger replayed over the last 28 days."""
    if not isinstance(when, Trigger):
        return Audience(np.asarray(segments.members(company, rule), dtype=np.int64))
    found = segments.entries(company, rule, when.event, when.unless, when.delay_minutes, days=REPLAYED_DAYS)
    return Audience(
        np.asarray(found.customer_ids, dtype=np.int64),
        np.asarray(found.moments, dtype="datetime64[us]"),
        np.asarray(found.product_ids, dtype=np.int64),
    )
