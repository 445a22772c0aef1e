"""What a visit would lead to: the chance of cart and order, and the money, before anything is drawn."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Self

import numpy as np

from fake_company.response import LOOKING, NOT_NOW, READY, Response
from fake_company.world.campaign import APPEALS
from fake_company.world.people import Array

if TYPE_CHECKING:
    from fake_company.world.running import Run

BENEFIT, SOCIAL, REMINDER = APPEALS.index("benefit"), APPEALS.index("social_proof"), APPEALS.index("reminder")


def logit(p: Array) -> Array:
    """Log-odds, bounded."""
    q = np.minimum(np.maximum(p, 1e-5), 1 - 1e-5)
    result: Array = np.log(q / (1 - q))
    return result


def chance(x: Array) -> Array:
    """Probability of log-odds."""
    result: Array = 1 / (1 + np.exp(-x))
    return result


def decayed(value: Array, since: Array, at: Array, half_life: Array | float) -> Array:
    """A value that halves every `half_life` days."""
    result: Array = value * np.exp2((since - at) / half_life)
    return result


class Columns:
    """Dataclass of equally long arrays (or None)."""

    @classmethod
    def joined(cls, parts: list[Self]) -> Self:
        """Several, one after the other; a column is missing in all or in none."""
        if len(parts) == 1:
            return parts[0]
        names = [f.name for f in fields(cls)]  # type: ignore[arg-type]
        columns = {name: [getattr(part, name) for part in parts] for name in names}
        return cls(**{name: None if c[0] is None else np.concatenate(c) for name, c in columns.items()})

    def take(self, index: Array) -> Self:
        """Some of the rows."""
        values = {f.name: getattr(self, f.name) for f in fields(self)}  # type: ignore[arg-type]
        return type(self)(**{k: v if v is None else v[index] for k, v in values.items()})


@dataclass
class Call(Columns):
    """Possible visits, one of each row at one moment."""

    rows: Array
    who: Array
    at: Array
    """float32 days."""
    time: Array
    """int64 second since day 0 at which the visit starts."""
    slot: Array
    episode: Array
    """Position in the run's episodes: the open one, or the one this visit would open."""
    fresh: Array
    """bool: the visit would open it."""
    campaign: Array | None = None
    """int64 campaign that brings the visits; None: they are organic."""
    relevance: Array | None = None
    names_item: Array | None = None


    def told(self) -> Call:
        """The same with what is said of messages, also where there is none."""
        if self.campaign is not None:
            return self
        n = len(self.rows)
        return replace(self, campaign=np.full(n, -1, np.int64), relevance=np.zeros(n), names_item=np.zeros(n, bool))


@dataclass
class Outlook(Columns):
    """First half: the cart, and the coupon known."""

    amount: Array
    stage: Array
    blocker: Array
    cart: Array
    """Chance to put the item in the cart, or to open the old cart."""
    shift: Array
    """Log-odds that need, habit and memory add; bounded by `shift_most`."""
    coupon: Array | None
    """int64 campaign whose coupon is known, -1; None: nobody has one."""
    discount: Array | None
    depth: Array | None


    def told(self) -> Outlook:
        """The same with a coupon column, also where nobody has one."""
        if self.coupon is not None:
            return self
        n = len(self.cart)
        return replace(self, coupon=np.full(n, -1, np.int64), discount=np.zeros(n, np.float32), depth=np.zeros(n, np.float32))


@dataclass
class Terms(Columns):
    """Second half: what becomes of a cart."""

    base: Array
    """Chance to order from the cart whatever was said."""
    appeal: Array
    """Appeal that speaks to what holds this customer back."""
    tried: Array
    hit: Array
    """How far that appeal convinces in all; what is above `tried` is new."""
    waits: Array
    """Chance that a ready customer leaves on purpose to get a coupon."""

    def gain(self) -> Array:
        """Chance that the appeal convinces now, given that it has not before."""
        result: Array = np.maximum(0.0, (self.hit - self.tried) / (1 - self.tried))
        return result


def look(run: Run, call: Call) -> Outlook:
    """The cart. Shifts add up in log-odds, in float32 whoever is asked together."""
    s, r, t, ep = run.state, run.setting.response, run.setting.traits, run.episodes
    rows, at = call.rows, call.at
    amount, stage, blocker = ep.amount[call.episode], ep.stage[call.episode], ep.blocker[call.episode]
    coupon, discount, depth = _coupon(run, call, amount)
    shift: Array = s.memory[rows] - np.float32(r.need_logit) * decayed(
        s.need[rows], s.need_at[rows], at, t.need_half_life_days[call.who]
    )
    habit = s.habit[rows]
    if habit.any():
        worn = decayed(habit, s.habit_at[rows], at, r.habit_half_life_days) - np.float32(r.habit_free)
        shift = shift - np.float32(r.habit_logit) * np.maximum(0, worn if depth is None else worn - depth)
    if call.campaign is not None:
        shift = shift + np.float32(r.clicked_logit)
    shift = np.minimum(np.maximum(shift, -r.shift_most), r.shift_most)
    push = np.float32(0.5) * shift + np.float32(r.cart_when_looking) * (blocker == LOOKING)
    if depth is not None:
        push = push - np.float32(r.cart_elasticity_share) * t.elasticity[call.who] * np.log1p(-depth)
    again: Array | float = r.cart_return_organic
    if call.relevance is not None:
        item, own = call.relevance > r.relevance_own, call.relevance == r.relevance_own
        push = push + np.float32(r.cart_item_brought) * item + np.float32(r.cart_category_brought) * own
        again = np.where(call.relevance >= r.relevance_generic, r.cart_return_brought, r.cart_return_organic)
    push = np.minimum(np.maximum(push, -r.shift_most), r.shift_most)
    cart = np.where(stage > 0, again, chance(run.setting.cart_logit[call.who] + push))
    return Outlook(amount, stage, blocker, cart, shift, coupon, discount, depth)


def _coupon(run: Run, call: Call, amount: Array) -> tuple[Array | None, Array | None, Array | None]:
    """The coupon each customer knows of: the one that comes with the message, else one held."""
    s, deck, rows = run.state, run.deck, call.rows
    if not deck.any_offer:
        return None, None, None
    held = (s.coupon_until[rows] > call.at) & s.coupon_aware[rows]
    own = None if call.campaign is None else deck.has_offer[call.campaign]
    if not held.any() and (own is None or not own.any()):
        return None, None, None
    coupon = np.where(held, s.coupon[rows], -1).astype(np.int64)
    if own is not None:
        coupon = np.where(own, call.campaign, coupon)  # type: ignore[arg-type]
    discount = np.where(coupon >= 0, deck.discount(coupon, amount), 0.0).astype(np.float32)
    return coupon, discount, np.minimum(discount / np.maximum(amount, np.float32(1)), np.float32(0.98))


def terms(run: Run, call: Call, o: Outlook) -> Terms:
    """The order from a cart, and the appeal that could bring it."""
    s, r, ep, n = run.state, run.setting.response, run.episodes, len(call.rows)
    rows, at = call.rows, call.at
    brought = None if call.campaign is None else call.campaign >= 0
    first = ep.exits[call.episode] == 0
    ready_now = first & (o.blocker == READY)
    hopes = ready_now if o.depth is None else ready_now & (o.depth == 0)
    waits = np.where(hopes, waiting(r, s.wait[rows], s.wait_at[rows], at), 0.0)
    aged = at - s.left_at[rows] >= r.not_now_days
    unmatched = np.array(r.unmatched)[o.blocker]
    base = unmatched * (r.organic_order if brought is None else np.where(brought, 1.0, r.organic_order))
    base = np.where((o.blocker == NOT_NOW) & aged & ~first, base * 2, base)
    base = np.where(first, np.where(ready_now, r.ready_order * (1 - waits), r.first_blocked_order), base)
    base = chance(logit(base) + o.shift)
    result = Terms(base, np.zeros(n, np.int64), np.zeros(n), np.zeros(n), waits)
    if brought is not None or o.coupon is not None:
        spoken = ~ready_now & ((o.blocker != NOT_NOW) | aged)
        reached = np.zeros(n, bool) if brought is None else brought
        told = np.flatnonzero(spoken & (reached if o.coupon is None else reached | (o.coupon >= 0)))
        if len(told):
            _convince(run, call.take(told), o.take(told), result, told, unmatched[told])
    return result


def _convince(run: Run, call: Call, o: Outlook, result: Terms, told: Array, unmatched: Array) -> None:
    r, ep = run.setting.response, run.episodes
    best, strength = _appeal(run, call.told(), o.told())
    low = logit(unmatched)
    high = logit(np.array(r.matched)[o.blocker])
    total = chance(low + strength * (high - low) + o.shift)
    result.appeal[told] = best
    result.hit[told] = np.maximum(0.0, 1 - (1 - total) / (1 - chance(low + o.shift)))
    result.tried[told] = ep.tried[call.episode, best]
    if call.campaign is not None:
        again = r.repeat_gain * strength * (result.tried[told] > 0) * (call.campaign >= 0)
        result.base[told] = np.minimum(result.base[told] + again, 0.98)


def waiting(r: Response, had: Array, since: Array, at: Array) -> Array:
    """Chance to leave a cart on purpose, after so many cart-exit coupons: the first in a long while teaches nothing."""
    if not had.any():
        return np.zeros(len(had))
    now = decayed(had, since, at, r.wait_half_life_days)
    result: Array = 1 - np.exp(-r.wait_rate * np.maximum(0.0, now - 1.0)).astype(np.float64)
    return result


def _appeal(run: Run, call: Call, o: Outlook) -> tuple[Array, Array]:
    """The appeal that fits best what holds each customer back, and how strongly it speaks (0 … 1)."""
    r, deck = run.setting.response, run.deck
    assert call.campaign is not None
    assert call.relevance is not None
    assert call.names_item is not None
    assert o.coupon is not None
    assert o.depth is not None
    about_it = (call.relevance >= r.relevance_generic) & (call.campaign >= 0)
    speaks = deck.weights[call.campaign] * about_it[:, None]
    enough = (o.coupon >= 0) & (o.depth >= run.setting.traits.price_gap[call.who])
    own = np.where(call.campaign >= 0, np.maximum(speaks[:, BENEFIT], 1 - r.main_share), 1.0)
    speaks[:, BENEFIT] = np.where(enough, own, 0.0)
    half = np.where(call.names_item, 1.0, r.generic_review)
    speaks[:, SOCIAL] *= half
    speaks[:, REMINDER] *= half
    speaks *= np.array(r.appeal_fit)[o.blocker]
    best = speaks.argmax(axis=1)
    return best, speaks[np.arange(len(best)), best]
