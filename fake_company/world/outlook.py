"""What a visit would lead to: the chance of cart and order, and the money, before anything is drawn."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from fake_company.response import LOOKING, NOT_NOW, READY
from fake_company.world.campaign import APPEALS
from fake_company.world.deck import Deck
from fake_company.world.interest import Interest
from fake_company.world.people import Array
from fake_company.world.setting import Setting
from fake_company.world.state import State

BENEFIT, SOCIAL, REMINDER = APPEALS.index("benefit"), APPEALS.index("social_proof"), APPEALS.index("reminder")


def logit(p: Array) -> Array:
    """Log-odds, bounded."""
    q = np.clip(p, 1e-5, 1 - 1e-5)
    result: Array = np.log(q / (1 - q))
    return result


def chance(x: Array) -> Array:
    """Probability of log-odds."""
    result: Array = 1 / (1 + np.exp(-x))
    return result


@dataclass
class Outlook:
    """Probabilities of one possible visit per row."""

    rows: Array
    at: Array
    campaign: Array
    """Campaign that brings the visit, -1 organic."""
    interest: Interest
    cart: Array
    """Chance to put the item in the cart, or to open the old cart."""
    base: Array
    """Chance to order from the cart whatever was said."""
    appeal: Array
    """Appeal that speaks to what holds this customer back."""
    tried: Array
    hit: Array
    """How far that appeal convinces in all; what is above `tried` is new."""
    coupon: Array
    """Campaign whose coupon is known, -1."""
    discount: Array
    waits: Array
    """Chance that a ready customer leaves on purpose to get a coupon."""

    def take(self, index: Array) -> Outlook:
        """The outlook of some of the rows."""
        chosen = {f.name: getattr(self, f.name)[index] for f in fields(self) if f.name != "interest"}
        return Outlook(interest=self.interest.take(index), **chosen)

    def order(self) -> Array:
        """Chance of an order in this visit."""
        result: Array = self.cart * (1 - (1 - self.base) * (1 - self.gain()))
        return result

    def gain(self) -> Array:
        """Chance that the appeal convinces now, given that it has not before."""
        result: Array = np.maximum(0.0, (self.hit - self.tried) / (1 - self.tried))
        return result


def decayed(value: Array, since: Array, at: Array, half_life: Array | float) -> Array:
    """A value that halves every `half_life` days."""
    result: Array = value * np.exp2(-(at - since) / half_life)
    return result


def look(
    setting: Setting,
    state: State,
    deck: Deck,
    rows: Array,
    at: Array,
    campaign: Array,
    relevance: Array,
    names_item: Array,
    interest: Interest,
) -> Outlook:
    """The outlook of a visit of each row at time `at`. Shifts add up in log-odds, bounded by `shift_most`."""
    r, traits, who = setting.response, setting.traits, state.who[rows]
    ep = interest
    brought = campaign >= 0
    held = np.where((state.coupon_until[rows] > at) & state.coupon_aware[rows], state.coupon[rows], -1)
    coupon = np.where(deck.has_offer[campaign], campaign, held).astype(np.int64)
    discount = np.where(coupon >= 0, deck.discount(coupon, ep.amount), 0.0)
    depth = np.minimum(discount / np.maximum(ep.amount, 1.0), 0.98)
    need = decayed(state.need[rows], state.need_at[rows], at, traits.need_half_life_days[who])
    habit = decayed(state.habit[rows], state.habit_at[rows], at, r.habit_half_life_days)
    shift = (
        r.clicked_logit * brought
        - r.need_logit * need
        - r.habit_logit * np.maximum(0.0, habit - r.habit_free - depth)
        + state.memory[rows]
    ).clip(-r.shift_most, r.shift_most)
    first = ep.exits == 0
    ready_now = first & (ep.blocker == READY)
    waits = np.where(ready_now & (depth == 0), _waiting(setting, state, rows, at), 0.0)
    aged = at - ep.left_at >= r.not_now_days
    unmatched = np.array(r.unmatched)[ep.blocker]
    base = np.where(brought, unmatched, unmatched * r.organic_order)
    base = np.where((ep.blocker == NOT_NOW) & aged & ~first, base * 2, base)
    base = np.where(first, np.where(ready_now, r.ready_order * (1 - waits), r.first_blocked_order), base)
    base = chance(logit(base) + shift)
    appeal, hit, tried = np.zeros(len(rows), dtype=np.int64), np.zeros(len(rows)), np.zeros(len(rows))
    told = np.flatnonzero((brought | (coupon >= 0)) & ~ready_now & ((ep.blocker != NOT_NOW) | aged))
    if len(told):
        best, strength = _appeal(
            setting, state, deck, rows[told], campaign[told], coupon[told], depth[told], ep.blocker[told],
            relevance[told], names_item[told],
        )  # fmt: skip
        low, shifted = logit(unmatched[told]), shift[told]
        high = logit(np.array(r.matched)[ep.blocker[told]])
        total = chance(low + strength * (high - low) + shifted)
        appeal[told] = best
        hit[told] = np.maximum(0.0, 1 - (1 - total) / (1 - chance(low + shifted)))
        tried[told] = np.where(ep.fresh[told], 0.0, state.tried[rows[told], best])
        again = r.repeat_gain * strength * (tried[told] > 0) * brought[told]
        base[told] = np.minimum(base[told] + again, 0.98)
    return Outlook(
        rows=rows, at=at, campaign=campaign, interest=ep,
        cart=_cart(setting, who, ep, brought, relevance, depth, shift),
        base=base, appeal=appeal, tried=tried, hit=hit, coupon=coupon, discount=discount, waits=waits,
    )  # fmt: skip


def _waiting(setting: Setting, state: State, rows: Array, at: Array) -> Array:
    r = setting.response
    had = decayed(state.wait[rows], state.wait_at[rows], at, r.wait_half_life_days)
    result: Array = 1 - np.exp(-r.wait_rate * np.maximum(0.0, had - 1.0))
    return result


def _cart(
    setting: Setting, who: Array, ep: Interest, brought: Array, relevance: Array, depth: Array, shift: Array
) -> Array:
    """New cart: own rate, better when the message named the thing. Old cart: opened again or not."""
    r, traits = setting.response, setting.traits
    named = np.where(relevance > r.relevance_own, r.cart_item_brought, 0.0)
    named = np.where(relevance == r.relevance_own, r.cart_category_brought, named)
    push = (
        r.cart_when_looking * (ep.blocker == LOOKING)
        - r.cart_elasticity_share * traits.elasticity[who] * np.log1p(-depth)
        + named * brought
        + 0.5 * shift
    ).clip(-r.shift_most, r.shift_most)
    again = np.where(
        brought & (relevance >= r.relevance_generic), r.cart_return_brought, r.cart_return_organic
    )
    result: Array = np.where(ep.stage > 0, again, chance(logit(traits.cart_rate[who]) + push))
    return result


def _appeal(
    setting: Setting,
    state: State,
    deck: Deck,
    rows: Array,
    campaign: Array,
    coupon: Array,
    depth: Array,
    blocker: Array,
    relevance: Array,
    names_item: Array,
) -> tuple[Array, Array]:
    """The appeal that fits best what holds each customer back, and how strongly it speaks (0 … 1)."""
    r = setting.response
    about_it = (relevance >= r.relevance_generic) & (campaign >= 0)
    speaks = deck.weights[campaign] * about_it[:, None]
    enough = depth >= setting.traits.price_gap[state.who[rows]]
    has = coupon >= 0
    own = np.where(campaign >= 0, np.maximum(speaks[:, BENEFIT], has * (1 - r.main_share)), 1.0 * has)
    speaks[:, BENEFIT] = np.where(has & enough, own, 0.0)
    half = np.where(names_item, 1.0, r.generic_review)
    speaks[:, SOCIAL] *= half
    speaks[:, REMINDER] *= half
    speaks *= np.array(r.appeal_fit)[blocker]
    best = speaks.argmax(axis=1)
    return best, speaks[np.arange(len(best)), best]
