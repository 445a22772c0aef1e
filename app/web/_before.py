"""What is known before a launch: whom each campaign reaches, what it costs, who is skipped, what a similar one did.

Nothing here is an outcome: reach and skips are counted on today's tables, rates come from the company's own past.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app import messages, segments
from app.analytics import past
from app.analytics.past import PastCampaign
from app.messages import channels
from app.plan import Campaign, Once, Plan, Repeat, Trigger
from fake_company.errors import DangolError
from fake_company.text import Text
from fake_company.warehouse import Company

DAYS = 28


@dataclass(frozen=True)
class Reach:
    """One campaign over the next 28 days, if customers keep doing what they did in the last 28.

    `audience` counts customers, or entries of a trigger; `rounds` is how often each is sent to.
    """

    campaign: Campaign
    channel: Text
    channel_key: str
    audience: int
    rounds: int
    held_out: int
    skipped: dict[str, int]
    sends: int
    cost_krw: int


@dataclass(frozen=True)
class Known:
    """Everything known before launch: what could be counted, what is not decided yet, what cannot be read."""

    reaches: tuple[Reach, ...]
    missing: tuple[Campaign, ...]
    broken: tuple[tuple[Campaign, DangolError], ...]
    similar: PastCampaign | None

    @property
    def sends(self) -> int:
        """Messages that would leave."""
        return sum(reach.sends for reach in self.reaches)

    @property
    def cost_krw(self) -> int:
        """What sending them costs."""
        return sum(reach.cost_krw for reach in self.reaches)

    @property
    def skipped(self) -> dict[str, int]:
        """How many would not leave, by reason, the commonest first."""
        total: dict[str, int] = {}
        for reach in self.reaches:
            for reason, count in reach.skipped.items():
                total[reason] = total.get(reason, 0) + count
        return dict(sorted(total.items(), key=lambda pair: -pair[1]))


def look(company: Company, plan: Plan) -> Known:
    """Work out what is known before launch for every campaign of the plan."""
    reaches: list[Reach] = []
    missing: list[Campaign] = []
    broken: list[tuple[Campaign, DangolError]] = []
    for campaign in plan.campaigns:
        try:
            found = _reach(company, plan, campaign)
        except DangolError as error:
            broken.append((campaign, error))
            continue
        if found is None:
            missing.append(campaign)
        else:
            reaches.append(found)
    like = similar(past.campaigns(company), reaches)
    return Known(tuple(reaches), tuple(missing), tuple(broken), like)


def similar(before: list[PastCampaign], reaches: Sequence[Reach]) -> PastCampaign | None:
    """The company's latest campaign most like the largest of the plan's: same kind, then same channel."""
    sent = [one for one in before if one.sent]
    if not sent or not reaches:
        return None
    largest = max(reaches, key=lambda reach: reach.sends)
    kind = "triggered" if isinstance(largest.campaign.when, Trigger) else "scheduled"
    return max(sent, key=lambda one: (one.kind == kind, one.channel == largest.channel_key, one.ended_at))


def rounds(campaign: Campaign) -> int:
    """How often a campaign sends within 28 days; a trigger's entries are counted one by one."""
    if isinstance(campaign.when, Repeat):
        return math.ceil(DAYS / campaign.when.every_days)
    return 1


def _reach(company: Company, plan: Plan, campaign: Campaign) -> Reach | None:
    segment, message = plan.segment(campaign.audience), plan.message(campaign.message)
    if segment is None or not segment.rule or message is None or campaign.when is None:
        return None
    ids, products = _who(company, segment.rule, campaign.when)
    times = rounds(campaign)
    review = messages.review(company, message, plan.promotion_of(campaign), ids, products, company.meta.today)
    skipped = {reason: count * times for reason, count in review.skipped.items() if count}
    able = len(ids) * times - sum(skipped.values())
    held_out = round(max(able, 0) * campaign.holdout_rate)
    share = 1 - campaign.holdout_rate
    channel = channels.get(message.channel)
    return Reach(
        campaign=campaign,
        channel=channel.label,
        channel_key=channel.key,
        audience=len(ids),
        rounds=times,
        held_out=held_out,
        skipped=skipped,
        sends=max(able, 0) - held_out,
        cost_krw=round(review.price_krw * times * share),
    )


def _who(company: Company, rule: dict[str, Any], when: Once | Repeat | Trigger) -> tuple[Any, Any]:
    """Ids of the audience, and for a trigger the product of each entry."""
    if isinstance(when, Trigger):
        entries = segments.entries(company, rule, when.event, when.unless, when.delay_minutes, days=DAYS)
        return entries.customer_ids, entries.product_ids
    return segments.members(company, rule), None
