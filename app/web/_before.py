"""What is known before a launch: whom each campaign reaches, what it costs, who is skipped, what a similar one did.

Nothing here is an outcome: reach and skips are counted on today's tables, rates come from the company's own past.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from app import messages
from app.analytics import past
from app.analytics.lift import Lift, lift
from app.analytics.past import PastCampaign
from app.messages import channels
from app.plan import Campaign, Plan, Repeat, Trigger
from app.plan.sending import Sending, leaves_at, sendings
from app.web import _audience
from fake_company.errors import DangolError
from fake_company.text import Text
from fake_company.warehouse import Company

DAYS = 28


@dataclass(frozen=True)
class Reach:
    """One campaign over the next 28 days, if customers keep doing what they did in the last 28.

    `audience` counts customers, or entries of a trigger; `rounds` is how often each is sent to; `anyway_rate` is
    the share of these customers who order within `campaign.attribution_days` without any message.
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
    anyway_rate: float


@dataclass(frozen=True)
class Known:
    """Everything known before launch: what could be counted, what is not decided yet, what cannot be read."""

    reaches: tuple[Reach, ...]
    missing: tuple[Campaign, ...]
    broken: tuple[tuple[Campaign, DangolError], ...]
    similar: PastCampaign | None
    reading: Lift | None = None

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
    complete = {sending.campaign.id: sending for sending in sendings(plan)}
    missing = tuple(campaign for campaign in plan.campaigns if campaign.id not in complete)
    reaches: list[Reach] = []
    broken: list[tuple[Campaign, DangolError]] = []
    for sending in complete.values():
        try:
            reaches.append(_reach(company, plan, sending))
        except DangolError as error:
            broken.append((sending.campaign, error))
    like = similar(past.campaigns(company), plan, reaches)
    reading = lift(company, like.campaign_id) if like else None
    return Known(tuple(reaches), missing, tuple(broken), like, reading)


def similar(before: list[PastCampaign], plan: Plan, reaches: Sequence[Reach]) -> PastCampaign | None:
    """The company's campaign most like the largest of the plan's: same kind, channel, with or without a benefit; latest."""
    sent = [one for one in before if one.delivered]
    if not sent or not reaches:
        return None
    largest = max(reaches, key=lambda reach: reach.sends)
    kind = "triggered" if isinstance(largest.campaign.when, Trigger) else "scheduled"
    gives = plan.promotion_of(largest.campaign) is not None
    return max(
        sent,
        key=lambda one: (
            one.kind == kind,
            one.channel == largest.channel_key,
            bool(one.promotion_percent) == gives,
            one.ended_at,
        ),
    )


def rounds(campaign: Campaign) -> int:
    """How often a campaign sends to one customer within 28 days; a trigger's entries are counted one by one."""
    if not isinstance(campaign.when, Repeat):
        return 1
    times = math.ceil(DAYS / campaign.when.every_days)
    cap = campaign.frequency_cap
    return times if cap is None else min(times, cap.touches * math.ceil(DAYS / cap.days))


def _reach(company: Company, plan: Plan, sending: Sending) -> Reach:
    campaign, message = sending.campaign, sending.message
    audience = _audience.of_campaign(company, plan, campaign)
    if audience.error is not None:
        raise audience.error
    times = rounds(campaign)
    review = messages.review(
        company,
        message,
        sending.promotion,
        audience.customers,
        audience.products,
        leaves_at(sending, company.meta.today),
        sending.message_where,
    )
    skipped = {reason: count * times for reason, count in review.skipped.items() if count}
    able = max(audience.messages * times - sum(skipped.values()), 0)
    held_out = round(able * campaign.holdout_rate)
    channel = channels.get(message.channel)
    return Reach(
        campaign=campaign,
        channel=channel.label,
        channel_key=channel.key,
        audience=audience.messages,
        rounds=times,
        held_out=held_out,
        skipped=skipped,
        sends=able - held_out,
        cost_krw=round(review.price_krw * times * (1 - campaign.holdout_rate)),
        anyway_rate=_audience.order_rate(company, audience, campaign.attribution_days),
    )
