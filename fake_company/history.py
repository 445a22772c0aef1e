"""A company's past: its own campaigns from the profile, run by the same world that simulates the future."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import timedelta
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from fake_company import keys, traits
from fake_company.catalog import Catalog
from fake_company.people import NEVER, Crowd
from fake_company.profile import CONSENT_OF, Profile
from fake_company.profile_parts import PastCampaign
from fake_company.response import Response
from fake_company.traits import Traits
from fake_company.world.behaviour import Behaviour, Lines, Orders, Touches, Visits
from fake_company.world.campaign import Asked, Campaign, Cap, Offer, Programme, Scheduled, Trigger, Wording
from fake_company.world.engine import run
from fake_company.world.people import CONSENTS, Goods, People
from fake_company.world.setting import Calendar, Setting
from fake_company.world.state import State, start

Array = npt.NDArray[Any]
Kind = TypeVar("Kind", Visits, Orders, Lines, Touches)


def goods_of(profile: Profile, catalog: Catalog) -> Goods:
    """The catalogue as the world takes it."""
    economics = profile.economics
    return Goods(
        category_id=catalog.product_category.astype(np.int16),
        price_krw=catalog.price_krw,
        unit_cost_krw=catalog.unit_cost_krw,
        popularity=catalog.popularity,
        category_popularity=catalog.demand,
        repurchase_days=catalog.repurchase_days,
        complements=tuple(catalog.complements),
        delivery_cost_krw=economics.shipping_cost_krw,
        shipping_fee_krw=economics.shipping_fee_krw,
        free_shipping_from_krw=economics.free_shipping_from_krw,
        payment_fee_rate=economics.payment_fee_rate,
    )


def people_of(crowd: Crowd, seed: int) -> People:
    """The public facts of a partition that the world acts on; equal keys of phone or e-mail are one person."""
    identity = keys.row_keys(seed, crowd.who)
    phone = np.where(crowd.has_phone & crowd.valid_phone, identity | np.uint64(1), np.uint64(0))
    email = np.where(crowd.has_email & crowd.is_member, keys.words(identity, 1) | np.uint64(1), np.uint64(0))
    return People(
        customer_id=crowd.customer_id.astype(np.int32),
        first_day=crowd.first_day.astype(np.int32),
        is_member=crowd.is_member,
        has_app=crowd.has_app,
        push_enabled=crowd.push_enabled,
        web_cookie=crowd.web_cookie,
        kakao_friend=crowd.kakao_friend,
        consent_day=crowd.consent_day.astype(np.int32),
        night_consent=crowd.night_consent_day > NEVER,
        opted_out=crowd.opted_out_day > NEVER,
        phone_key=phone,
        email_key=email,
        is_minor=crowd.is_minor,
    )


def campaign_days(campaign: PastCampaign, days: int) -> tuple[int, ...]:
    """World days on which a scheduled past campaign was sent; those before the window are left out."""
    first, last = days - campaign.from_days_before, days - campaign.until_days_before
    return tuple(day for day in range(first, last, campaign.every_days or 1) if day >= 0)


def campaign_of(campaign: PastCampaign, days: int) -> Campaign:
    """A past campaign of the profile as the world runs it, without its audience."""
    offer = None
    if campaign.promotion:
        terms = campaign.promotion
        offer = Offer(
            percent=float(terms.percent) if terms.kind == "percent" else 0.0,
            amount_krw=terms.amount_krw if terms.kind == "amount" else 0,
            minimum_order_krw=terms.minimum_order_krw,
            maximum_discount_krw=terms.maximum_discount_krw or None,
            valid_days=float(terms.valid_days),
            code=terms.code,
        )
    when: Scheduled | Trigger
    if campaign.trigger:
        when = Trigger(
            campaign.trigger,
            campaign.unless,
            campaign.delay_minutes * 60,
            max(days - campaign.from_days_before, 0),
            days - campaign.until_days_before,
        )
    else:
        when = Scheduled(campaign_days(campaign, days), campaign.hour * 3600)
    return Campaign(
        key=campaign.id,
        channel=campaign.channel,
        when=when,
        content=Wording(names=campaign.names, reason=1 if campaign.reason_true_rate > 0.5 else 0),
        offer=offer,
        appeal=campaign.appeal,
        other_appeals=campaign.others,
        is_ad=campaign.purpose == "ad",
        holdout_rate=campaign.holdout_rate,
        cap=Cap(campaign.cap_touches, float(campaign.cap_days or 7)) if campaign.cap_touches else None,
    )


def first_date(profile: Profile, days: int) -> np.datetime64:
    """Midnight of the first day of the history."""
    return np.datetime64(profile.today - timedelta(days=days), "us")




AUDIENCES: dict[str, Callable[[Asked], Array]] = {
    "buyers": lambda asked: asked.state.orders[asked.row] > 0,
    "never_bought": lambda asked: asked.state.orders[asked.row] == 0,
}


def reachable(campaign: PastCampaign, public: People) -> Array:
    """Whom the company's tool could address at all: member, device or address, and for an ad a consent once given.

    Left out here they cost no decision in the world and no row in `touches`.
    """
    push, mail = campaign.channel == "app_push", campaign.channel == "email"
    address = public.email_key if mail else public.phone_key
    can = public.has_app & public.push_enabled if push else address != 0
    given = public.consent_day[:, CONSENTS.index(CONSENT_OF[campaign.channel])] > NEVER
    result: Array = public.is_member & can & (given | (campaign.purpose == "information"))
    return result


def audience_of(campaign: PastCampaign, profile: Profile, public: People) -> Array | Callable[[Asked], Array]:
    """Whom a past campaign was for: a mask, or a function judged at the moment of sending."""
    can = reachable(campaign, public)
    after = profile.lifecycle.dormant_days

    def lapsed(asked: Asked) -> Array:
        last = asked.state.last_order_at[asked.row]
        result: Array = (asked.state.orders[asked.row] > 0) & (last < asked.day - after)
        return result

    rule = lapsed if campaign.audience == "lapsed" else AUDIENCES.get(campaign.audience)
    if rule is None:
        return can
    chosen = rule
    return lambda asked: can[asked.who] & chosen(asked)


def programme_of(profile: Profile, days: int, public: People) -> Programme:
    """Every past campaign of the profile."""
    return Programme(
        tuple(
            replace(campaign_of(one, days), audience=audience_of(one, profile, public)) for one in profile.campaigns
        )
    )


def calendar_of(profile: Profile, days: int) -> Calendar:
    """The rhythm of visits, from the first day of the history."""
    return Calendar(profile.today - timedelta(days=days), profile.weekday, profile.season, profile.hours)


@dataclass(frozen=True)
class Past:
    """What a partition's customers did, and their hidden traits and state today."""

    behaviour: Behaviour
    traits: Traits
    state: State


def live(
    profile: Profile, catalog: Catalog, crowd: Crowd, days: int, seed: int, tick: Callable[[float], None] | None = None
) -> Past:
    """Let these customers live through the past; `tick` hears the share that is done."""
    response = Response.of(profile.response)
    goods, public = goods_of(profile, catalog), people_of(crowd, seed)
    hidden = traits.draw(public, goods, seed, response)
    setting = Setting(public, goods, hidden, calendar_of(profile, days), response)

    state, behaviour, _ = run(
        setting, start(setting, seed), 0, days, programme_of(profile, days, public), record=True, tick=tick
    )
    if behaviour is None:
        raise RuntimeError("a recorded run answers its behaviour")
    return Past(behaviour, hidden, state)


def split(past: Past, low: int, high: int) -> Past:
    """The customers low … high−1 of a past, counted from zero again: rows are sorted by customer, so a slice."""
    visits, orders, lines, touches = (getattr(past.behaviour, f.name) for f in fields(Behaviour))
    v, o, t = (slice(*np.searchsorted(table.row, [low, high]).tolist()) for table in (visits, orders, touches))
    n = slice(*np.searchsorted(lines.order, [o.start, o.stop]).tolist())
    behaviour = Behaviour(
        _slice(visits, v, row=low, touch=t.start, order=o.start),
        _slice(orders, o, row=low, visit=v.start),
        _slice(lines, n, order=o.start),
        _slice(touches, t, row=low),
    )
    rows = np.arange(low, high)
    state = past.state.take(rows)
    return Past(behaviour, past.traits.take(rows), replace(state, who=state.who - low, twin=state.twin - low))


def _slice(table: Kind, part: slice, **begins: int) -> Kind:
    """Some rows of a table; references are counted from `begins`, and −1 stays none."""
    taken = {f.name: getattr(table, f.name)[part] for f in fields(table)}
    for name, begin in begins.items():
        values = taken[name]
        taken[name] = np.where(values >= 0, values - begin, -1).astype(values.dtype)
    return type(table)(**taken)
