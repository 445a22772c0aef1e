"""An A/B test of a message: its arms, what difference this audience can show, and how long a smaller one takes."""

from __future__ import annotations

from dataclasses import dataclass

from app.messages import sample_size
from app.messages.sample_size import Wait
from app.plan import Campaign, Message, Plan, Trigger, edit
from app.web import _audience
from app.web._message_view import Desk
from fake_company.text import Text

REPLAYED_DAYS = 28
SHARE = 0.5


@dataclass(frozen=True)
class Arm:
    """One message of the test, its share, and how many get it."""

    letter: str
    message: Message
    share: float
    customers: int
    is_first: bool


@dataclass(frozen=True)
class Measure:
    """What is compared: its usual rate, the smallest rise that shows, and the waits for others."""

    label: Text
    base: float
    rise: float | None
    waits: list[Wait]


@dataclass(frozen=True)
class Test:
    """The arms and what they can tell."""

    __test__ = False

    arms: list[Arm]
    measures: list[Measure]
    a_day: float
    campaign: Campaign | None


def of(desk: Desk, sent: int) -> Test:
    """The test of the campaign that sends this message; without variants, what an even split would tell."""
    campaign = desk.campaign
    holdout = campaign.holdout_rate if campaign else 0.0
    able = round(sent * (1 - holdout))
    arms = _arms(desk, campaign, able)
    sizes = [arm.customers for arm in arms[:2]] if len(arms) > 1 else [able // 2, able // 2]
    triggered = campaign is not None and isinstance(campaign.when, Trigger)
    a_day = able / REPLAYED_DAYS if triggered else 0.0
    measures = []
    for label, base in _bases(desk):
        rise = sample_size.detectable(base, sizes[0], sizes[1])
        found = sample_size.waits(base, a_day or max(able, 1), 0 if triggered else able)
        measures.append(Measure(label, base, rise, found))
    return Test(arms, measures, a_day, campaign)


def _arms(desk: Desk, campaign: Campaign | None, able: int) -> list[Arm]:
    if campaign is None or not campaign.variants:
        return []
    first = desk.plan.message(campaign.message)
    rest = 1 - sum(variant.share for variant in campaign.variants)
    pairs = [(first, rest), *((desk.plan.message(one.message), one.share) for one in campaign.variants)]
    return [
        Arm("ABCD"[number], message, share, round(able * share), number == 0)
        for number, (message, share) in enumerate(pairs)
        if message is not None
    ]


def _bases(desk: Desk) -> list[tuple[Text, float]]:
    found = []
    rates = desk.channel.rates
    if rates is not None:
        found.append((Text("누른 고객", "Clicks"), rates.reach * rates.clicked))
    days = desk.campaign.attribution_days if desk.campaign else 7
    orders = _audience.order_rate(desk.company, desk.audience, days)
    found.append((Text(f"{days}일 안에 주문한 고객", f"Orders within {days} days"), orders))
    return [(label, base) for label, base in found if 0 < base < 1]


def with_copy(plan: Plan, campaign: Campaign, message: Message, name: str) -> Plan:
    """The plan with a copy of the message as one more arm, all arms alike."""
    copy = {**message.model_dump(mode="json", by_alias=True), "name": name, "template": None}
    copy.pop("id")
    changed, id = edit.add_part(plan, "messages", copy)
    count = len(campaign.variants) + 2
    arms = [*(one.message for one in campaign.variants), id]
    return _with(changed, campaign, arms, count)


def without(plan: Plan, campaign: Campaign, id: str) -> Plan:
    """The plan without this arm; the message itself stays in the plan."""
    arms = [one.message for one in campaign.variants if one.message != id]
    return _with(plan, campaign, arms, len(arms) + 1)


def _with(plan: Plan, campaign: Campaign, arms: list[str], count: int) -> Plan:
    where = f"campaigns[{edit.index_of(plan, 'campaigns', campaign.id)}].variants"
    share = round(1 / count, 4)
    return edit.set_field(plan, where, [{"message": one, "share": share} for one in arms])
