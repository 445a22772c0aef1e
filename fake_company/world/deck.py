"""A programme laid out as tables, so that touches of many campaigns are worked out together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fake_company import keys
from fake_company.response import Response
from fake_company.world.campaign import APPEALS, Campaign, Programme, Trigger
from fake_company.world.people import CHANNELS, CONSENT_OF, Array


@dataclass(frozen=True)
class Deck:
    """Columns by campaign; the last row (index −1) is "no campaign": no offer, no appeal."""

    campaigns: tuple[Campaign, ...]
    channel: Array
    consent: Array
    is_ad: Array
    weights: Array
    """(campaigns + 1, appeals) share of the reader's attention."""
    percent: Array
    off_krw: Array
    minimum: Array
    maximum: Array
    has_offer: Array
    valid_days: Array
    reasoned: Array
    price: Array
    cap_touches: Array
    cap_days: Array
    holdout: Array
    claims_days: Array
    number: Array
    """Stable 31-bit number of the campaign's key: what its own draws and ties go by."""
    rank: Array
    """1, 2 … by number: which of several messages due at the same second goes first."""
    any_offer: bool
    triggers: tuple[int, ...]

    @classmethod
    def of(cls, programme: Programme, response: Response) -> Deck:
        """Lay the programme out."""
        all_of = programme.campaigns
        offers = [c.offer for c in all_of]
        channel = [CHANNELS.index(c.channel) for c in all_of]
        number = [float(keys.name_key(c.key) >> 33) for c in all_of]
        rank = np.zeros(len(all_of) + 1, np.int64)
        rank[np.argsort(number, kind="stable")] = np.arange(1, len(all_of) + 1)

        def column(values: list[float], last: float = 0.0, kind: type = np.float64) -> Array:
            return np.array([*values, last], dtype=kind)

        return cls(
            campaigns=all_of,
            channel=column([*map(float, channel)], 0, np.int64),
            consent=column([float(CONSENT_OF[c.channel]) for c in all_of], 0, np.int64),
            is_ad=column([float(c.is_ad) for c in all_of], 0, np.bool_),
            weights=np.array([*(_weights(c, response) for c in all_of), np.zeros(len(APPEALS))]),
            percent=column([o.percent / 100 if o else 0 for o in offers]),
            off_krw=column([o.amount_krw if o else 0 for o in offers]),
            minimum=column([o.minimum_order_krw if o else 0 for o in offers]),
            maximum=column([(o.maximum_discount_krw or 1e12) if o else 0 for o in offers]),
            has_offer=column([float(o is not None) for o in offers], 0, np.bool_),
            valid_days=column([o.valid_days if o else 0 for o in offers]),
            reasoned=column([float(getattr(c.content, "reason", 0) > 0) for c in all_of], 0, np.bool_),
            price=column(
                [response.price_krw[at] if c.price_krw is None else c.price_krw
                 for c, at in zip(all_of, channel, strict=True)]
            ),
            cap_touches=column([c.cap.touches if c.cap else 99 for c in all_of]),
            cap_days=column([c.cap.days if c.cap else 0 for c in all_of]),
            holdout=column([c.holdout_rate for c in all_of]),
            claims_days=column([c.attribution_days for c in all_of]),
            number=column(number, 0, np.int64),
            rank=rank,
            any_offer=any(o is not None for o in offers),
            triggers=tuple(i for i, c in enumerate(all_of) if isinstance(c.when, Trigger)),
        )  # fmt: skip

    def discount(self, campaign: Array, amount: Array) -> Array:
        """KRW off an order of this list amount with the coupon of each campaign."""
        off = np.minimum(amount * self.percent[campaign] + self.off_krw[campaign], self.maximum[campaign])
        result: Array = np.where(amount >= self.minimum[campaign], np.floor(np.minimum(off, amount)), 0.0)
        return result


def _weights(campaign: Campaign, response: Response) -> Array:
    weights = np.zeros(len(APPEALS))
    others = [a for a in campaign.other_appeals if a in APPEALS and a != campaign.appeal]
    for other in others:
        weights[APPEALS.index(other)] = (1 - response.main_share) / len(others)
    if campaign.appeal in APPEALS:
        weights[APPEALS.index(campaign.appeal)] = response.main_share if others else 1.0
    if campaign.offer is None:
        weights[0] = 0.0  # words alone give no benefit
    elif not weights[0]:
        weights[0] = 1 - response.main_share  # a promotion attached is always a benefit
    return weights
