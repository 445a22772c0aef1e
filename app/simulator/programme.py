"""A plan as the world runs it, and the fixed programme that follows every plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import numpy as np

from app.plan import Once, Plan, Trigger
from app.plan.sending import Sending, audience, sendings
from app.simulator.audience import audience_of
from app.simulator.stage import FOLLOW_UP_DAYS, HORIZON_DAYS, Stage
from app.simulator.wording import Words
from fake_company import world

STANDARD = 1
"""Version of the programme that runs in both worlds after a plan: a change makes every grade a new one."""


def standard(stage: Stage) -> world.Programme:
    """56 days of ordinary life after the plan: a weekly push about the favourite category, now and then a mail or text."""
    first = stage.today + HORIZON_DAYS
    days = tuple(range(first + 1, first + FOLLOW_UP_DAYS, 7))
    parts = (("app_push", days, 19), ("email", days[::2], 10), ("lms", days[2::4], 11))
    return world.Programme(
        tuple(
            world.Campaign(
                key=f"standard-{channel}-{STANDARD}",
                channel=channel,
                when=world.Scheduled(when, hour * 3600),
                audience=stage.may_receive(channel, True),
                content=world.Wording("favorite"),
                appeal="story",
            )
            for channel, when, hour in parts
        )
    )


def afterwards(stage: Stage, campaigns: tuple[world.Campaign, ...]) -> world.Programme:
    """Ordinary life after these campaigns: they send nothing more, but the coupons they gave stay good."""
    over = (replace(campaign, when=world.Scheduled((), 0), audience=None) for campaign in campaigns)
    return world.Programme((*over, *standard(stage).campaigns))


def compiled(stage: Stage, plan: Plan, horizon_days: int = HORIZON_DAYS) -> tuple[world.Campaign, ...]:
    """The complete campaigns of a plan; what is undecided is left out."""
    return tuple(_campaign(stage, sending, horizon_days) for sending in sendings(plan))


def without_holdout(campaigns: tuple[world.Campaign, ...]) -> tuple[world.Campaign, ...]:
    """The same campaigns as if nobody were held out: what grades are about."""
    return tuple(replace(campaign, holdout_rate=0.0) for campaign in campaigns)


def _campaign(stage: Stage, sending: Sending, horizon_days: int) -> world.Campaign:
    campaign, promotion = sending.campaign, sending.promotion
    words = Words(stage, sending, isinstance(sending.when, Trigger))
    reached = audience(stage.company, sending.segment.rule, sending.when)
    product = reached.product_ids if reached.product_ids is not None else np.full(len(reached), -1)
    if len(reached):
        words.learn(reached.customer_ids, product)
    offer = None
    if promotion is not None and (promotion.percent or promotion.amount_krw):
        percent = promotion.kind == "percent"
        offer = world.Offer(
            percent=float(promotion.percent or 0) if percent else 0.0,
            amount_krw=0 if percent else promotion.amount_krw or 0,
            minimum_order_krw=promotion.minimum_order_krw,
            maximum_discount_krw=promotion.maximum_discount_krw,
            valid_days=float(promotion.valid_days),
            code=promotion.code,
        )
    cap, quiet = campaign.frequency_cap, campaign.quiet_hours
    return world.Campaign(
        key=campaign.id,
        channel=sending.message.channel,
        when=_when(stage, sending, horizon_days),
        audience=audience_of(stage, sending.segment.rule, f"segments.{sending.segment.id}"),
        content=words,
        offer=offer,
        appeal=words.main or "",
        other_appeals=words.others,
        is_ad=words.is_ad or sending.message.purpose == "ad",
        holdout_rate=campaign.holdout_rate,
        cap=world.Cap(cap.touches, float(cap.days)) if cap else None,
        quiet=(_second(quiet.from_), _second(quiet.to)) if quiet else None,
        attribution_days=float(campaign.attribution_days),
    )


def _second(clock: str) -> int:
    hour, minute = clock.split(":")
    return int(hour) * 3600 + int(minute) * 60


def _when(stage: Stage, sending: Sending, horizon_days: int) -> world.Scheduled | world.Trigger:
    when, end = sending.when, stage.today + horizon_days
    if isinstance(when, Trigger):
        return world.Trigger(when.event, when.unless, when.delay_minutes * 60, stage.today, end)
    if isinstance(when, Once):
        at = datetime.fromisoformat(when.at)
        day = stage.today + (at.date() - stage.company.meta.today.date()).days
        inside = stage.today <= day < end
        return world.Scheduled((day,) if inside else (), at.hour * 3600 + at.minute * 60 + at.second)
    return world.Scheduled(tuple(range(stage.today, end, when.every_days)), _second(when.at))
